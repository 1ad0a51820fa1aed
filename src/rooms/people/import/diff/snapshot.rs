//! What the school knows at the moment of the diff, as plain values: the store fills it, the diff only reads it.
use crate::rooms::people::import::value::{Address, Civility, Grade, Sex};
use crate::rooms::people::import::{ChildRef, Name, Phones};
use jiff::civil::Date;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    pub classes: Vec<KnownClass>,
    pub pupils: Vec<KnownPupil>,
    pub guardians: Vec<KnownGuardian>,
    pub staff: Vec<KnownMember>,
    /// Children whose own row in this import is left out, or waits for an answer.
    pub held: Vec<ChildRef>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownClass {
    pub id: i64,
    pub label: String,
    pub onde_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPupil {
    pub id: i64,
    pub name: Name,
    pub birth: Option<Date>,
    pub sex: Option<Sex>,
    pub ine: Option<String>,
    pub class: Option<i64>,
    /// May come back; nobody misses them in a file.
    pub has_left: bool,
    pub grade: Option<Grade>,
    pub address: Option<Address>,
    pub second_address: Option<Address>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownGuardian {
    pub id: i64,
    pub civility: Option<Civility>,
    pub name: Name,
    pub email: Option<String>,
    pub phones: Phones,
    pub address: Option<Address>,
    /// Ids of pupils; none for an adult who is (so far) nobody's guardian.
    pub children: Vec<i64>,
    /// Ids of pupils from whom this adult was taken away by hand.
    pub removed: Vec<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMember {
    pub id: i64,
    pub civility: Option<Civility>,
    pub name: Name,
    pub email: Option<String>,
    pub is_director: bool,
    /// False for a family's adult, who may turn out to be a teacher too.
    pub works_here: bool,
    /// Ids of classes.
    pub classes: Vec<i64>,
}
