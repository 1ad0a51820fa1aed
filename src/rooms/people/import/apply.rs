//! Writes a plan, in the caller's transaction: classes, people, enrolments, ties, duties. Nobody is removed, and nobody
//! leaves but whom a person ticked; what a person has not decided is left out. Nothing here is decided anew: the diff said it.

mod people;
mod staff;

use super::diff::{Care, ClassRef, Diff, Entry, PlacedPupil, Snapshot, TieTo, TiedGuardian, What};
use super::plan::{class_id, made_class, questions_of};
use super::{after::id_of, store};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
        french,
    },
    school::{
        class::{self, store::YearRow},
        guardianship::{
            self, Authority, TWO_HOMES,
            store::{NewTie, add as add_tie},
        },
        permit::Manages,
        person::{NewPerson, store as people_store},
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// From this adult on, the director says what is theirs before they see anything.
const SURE_ADULTS: usize = 2;

/// What was written, for the page that follows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub classes: usize,
    #[serde(default)]
    pub renamed: usize,
    pub pupils: Written,
    pub guardians: Written,
    pub staff: Written,
    /// New ties at which the director has to look before a slip is printed.
    pub to_look: usize,
    /// Pupils beside whom the file names an organisation: nobody's rights change by that alone.
    #[serde(default)]
    pub beside_organisation: Vec<Child>,
    /// Questions left unanswered, whose rows were not written.
    pub left_out: usize,
    /// Whom the file calls director and who is not: the director says so on their page, or not.
    pub directors: Vec<String>,
    /// Pupils ticked one by one as having left.
    #[serde(default)]
    pub left: usize,
    /// Pupils whose INE is already somebody else's: written without it.
    pub ine_taken: Vec<String>,
}

/// A pupil to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    pub id: i64,
    pub name: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub new: usize,
    pub changed: usize,
    pub moved: usize,
    /// Of those moved: from last year's class.
    #[serde(default)]
    pub rises: usize,
}

/// The pupils whom a person ticked as having left, and their last day.
#[derive(Debug, Clone)]
pub struct Leaving {
    pub pupils: Vec<i64>,
    pub last_day: Date,
}

pub fn apply<M: Manages>(
    tx: &Tx,
    plan: &[Diff],
    leaving: &Leaving,
    school: &Snapshot,
    (today, now): (Date, Instant),
    by: &M,
) -> Result<Summary> {
    let year = class::years::store::ensure_current(tx, today, by)?;
    let mut writing = Writing {
        tx,
        by,
        now,
        today,
        year,
        people: HashMap::new(),
        classes: HashMap::new(),
        ines: school.pupils.iter().filter_map(|known| Some((known.ine.clone()?, known.id))).collect(),
        adults: HashMap::new(),
        removed: guardianship::store::removed(tx, by)?.into_iter().map(|(a, b)| (b.number(), a.number())).collect(),
        summary: Summary::default(),
    };
    for tie in guardianship::store::all(tx, by)? {
        writing.adults.entry(tie.pupil.number()).or_default().push(tie.guardian.number());
    }
    for (place, found) in plan.iter().enumerate() {
        writing.file(place, found, school)?;
    }
    for pupil in &leaving.pupils {
        class::store::leave(tx, Id::new(*pupil), leaving.last_day, by)?;
        people_store::set_left_on(tx, Id::new(*pupil), Some(leaving.last_day), by)?;
    }
    writing.summary.left = leaving.pupils.len();
    Ok(writing.summary)
}

struct Writing<'a, M> {
    tx: &'a Tx,
    by: &'a M,
    now: Instant,
    today: Date,
    year: YearRow,
    /// Real ids of who was made, by the plan's negative ones.
    people: HashMap<i64, i64>,
    classes: HashMap<i64, i64>,
    ines: HashMap<String, i64>,
    /// The adults tied to each pupil, so far.
    adults: HashMap<i64, Vec<i64>>,
    /// Pupil and adult whose tie was taken away by hand.
    removed: HashSet<(i64, i64)>,
    summary: Summary,
}

impl<M: Manages> Writing<'_, M> {
    fn file(&mut self, place: usize, found: &Diff, school: &Snapshot) -> Result<()> {
        self.summary.left_out += questions_of(place, found).len();
        self.make_classes(place, found)?;
        match found {
            Diff::Pupils(sheet) => {
                self.learn_classes(&sheet.class_changes)?;
                sheet.entries.iter().try_for_each(|entry| {
                    let class = entry.row.as_ref().and_then(|row| row.class.as_ref());
                    let class = class.map(|class| self.class(place, found, class)).transpose()?;
                    self.pupil(entry, class, place, school)
                })
            }
            Diff::Guardians { sheet, care } => {
                let no_care = Vec::new();
                sheet.entries.iter().try_for_each(|entry| {
                    let care = |pupil: i64| care.get(&pupil).unwrap_or(&no_care).as_slice();
                    self.guardian(entry, care, place)
                })?;
                self.note_organisations(care)
            }
            Diff::Staff(sheet) => {
                self.learn_classes(&sheet.class_changes)?;
                sheet.entries.iter().try_for_each(|entry| {
                    let classes = entry.row.iter().flat_map(|row| &row.classes);
                    let classes = classes.map(|class| self.class(place, found, class)).collect::<Result<Vec<_>>>()?;
                    self.member(entry, &classes, place, school)
                })
            }
        }
    }

    fn make_classes(&mut self, place: usize, found: &Diff) -> Result<()> {
        for (at, new) in found.new_classes().iter().enumerate() {
            // Two classes « CP » of one file stay two: the second is numbered.
            let mut label = new.label.clone();
            let mut number = 2;
            while store::is_class_key_taken(self.tx, self.year.id, &french::fold(&label))? {
                label = format!("{} ({number})", new.label);
                number += 1;
            }
            let onde_id = new.onde_id.as_deref().unwrap_or_default();
            let id = class::store::ensure_class(self.tx, &self.year, &label, onde_id, self.by)?;
            self.classes.insert(made_class(place, at), id.number());
            self.summary.classes += 1;
        }
        Ok(())
    }

    fn learn_classes(&mut self, changes: &[super::diff::ClassChange]) -> Result<()> {
        self.summary.renamed += changes.iter().filter(|change| change.label.is_some()).count();
        changes.iter().try_for_each(|change| {
            let id = self.classes.get(&change.id).copied().unwrap_or(change.id);
            store::learn_class(self.tx, id, change.label.as_deref(), change.onde_id.as_deref(), self.by)
        })
    }

    fn class(&self, place: usize, found: &Diff, class: &ClassRef) -> Result<i64> {
        real(&self.classes, class_id(place, found, class))
    }

    fn pupil(&mut self, entry: &Entry<PlacedPupil>, class: Option<i64>, place: usize, school: &Snapshot) -> Result<()> {
        let (Some(planned), Some(row)) = (id_of(entry, place), &entry.row) else { return Ok(()) };
        let given = &row.pupil;
        let changes = match &entry.what {
            What::New => {
                let ine = self.free_ine(given, planned);
                let person = people_store::add(self.tx, &people::new_pupil(given), self.now, self.by)?;
                let pupil = people_store::add_pupil(self.tx, person, &people::facts(given, ine.clone()), self.by)?;
                self.people.insert(planned, pupil.number());
                self.ines.extend(ine.map(|ine| (ine, pupil.number())));
                self.summary.pupils.new += 1;
                return self.enrol(pupil.number(), class, given.grade);
            }
            What::Changed { changes, .. } => {
                self.summary.pupils.changed += 1;
                changes
            }
            What::Moved { rises, changes, .. } => {
                self.summary.pupils.moved += 1;
                self.summary.pupils.rises += usize::from(*rises);
                changes
            }
            _ => return Ok(()),
        };
        let id = real(&self.people, planned)?;
        let mut person = store::standing_person(self.tx, Id::new(id), self.by)?;
        let mut facts = store::standing_facts(self.tx, id, self.by)?;
        let ine = self.free_ine(given, id);
        people::change_pupil(&mut person, &mut facts, given, ine, changes);
        people_store::change(self.tx, Id::new(id), &person, self.by)?;
        people_store::change_pupil(self.tx, Id::new(id), &facts, self.by)?;
        if class.is_some() {
            store::come_back(self.tx, id, self.by)?;
        }
        let known = school.pupils.iter().find(|known| known.id == id);
        let is_of_this_year = |class: i64| school.classes.iter().any(|one| one.id == class);
        // Last year's level says nothing of this year's class.
        let stays = class.is_none() || known.and_then(|known| known.class).is_some_and(is_of_this_year);
        let grade = given.grade.or(known.filter(|_| stays).and_then(|known| known.grade));
        self.enrol(id, class.or(known.and_then(|known| known.class)), grade)
    }

    fn enrol(&self, pupil: i64, class: Option<i64>, grade: Option<super::value::Grade>) -> Result<()> {
        let Some(class) = class else { return Ok(()) };
        let grade = grade.map_or("", super::value::Grade::short);
        class::store::enrol(self.tx, Id::new(pupil), Id::new(class), grade, self.today, self.by)
    }

    /// The row's INE unless it is already another pupil's.
    fn free_ine(&mut self, given: &super::Pupil, own: i64) -> Option<String> {
        let ine = given.ine.clone()?;
        match self.ines.get(&ine) {
            Some(other) if *other != own => {
                self.summary.ine_taken.push(given.name.shown());
                None
            }
            _ => {
                self.ines.insert(ine.clone(), own);
                Some(ine)
            }
        }
    }

    fn guardian<'c>(
        &mut self,
        entry: &Entry<TiedGuardian>,
        care: impl Fn(i64) -> &'c [Care],
        place: usize,
    ) -> Result<()> {
        let (Some(planned), Some(row)) = (id_of(entry, place), &entry.row) else { return Ok(()) };
        let id = match &entry.what {
            What::New => {
                let new = people::new_guardian(&row.guardian);
                let id = people_store::add(self.tx, &new, self.now, self.by)?.number();
                self.people.insert(planned, id);
                self.summary.guardians.new += 1;
                id
            }
            What::Changed { changes, .. } => {
                let id = real(&self.people, planned)?;
                let mut person = store::standing_person(self.tx, Id::new(id), self.by)?;
                people::change_guardian(&mut person, &row.guardian, changes);
                people_store::change(self.tx, Id::new(id), &person, self.by)?;
                self.summary.guardians.changed += 1;
                id
            }
            _ => real(&self.people, planned)?,
        };
        for tie in &row.ties {
            if let TieTo::Pupil(pupil) = tie.to {
                let pupil = (real(&self.people, pupil)?, care(pupil));
                match row.guardian.name.is_of_organisation() {
                    true => self.tie_organisation(pupil.0, id)?,
                    false => self.tie(pupil.0, id, pupil.1)?,
                }
            }
        }
        Ok(())
    }

    fn note_organisations(&mut self, care: &BTreeMap<i64, Vec<Care>>) -> Result<()> {
        for (pupil, _) in care.iter().filter(|(_, why)| why.contains(&Care::Organisation)) {
            let id = real(&self.people, *pupil)?;
            let NewPerson { first_name, usage_name, last_name, .. } =
                store::standing_person(self.tx, Id::new(id), self.by)?;
            let last = if usage_name.is_empty() { last_name } else { usage_name };
            self.summary.beside_organisation.push(Child { id, name: format!("{first_name} {last}") });
        }
        Ok(())
    }

    /// Nothing by itself: the director says what it receives, once she has looked.
    fn tie_organisation(&mut self, pupil: i64, organisation: i64) -> Result<()> {
        let standing = self.adults.entry(pupil).or_default();
        if standing.contains(&organisation) {
            return Ok(());
        }
        standing.push(organisation);
        self.summary.to_look += 1;
        let (pupil, guardian) = (Id::new(pupil), Id::new(organisation));
        let new = NewTie { pupil, guardian, authority: Authority::ThirdParty, needs_look: "organisation" };
        let tie = add_tie(self.tx, &new, self.by)?;
        guardianship::store::change_daily_life(self.tx, tie, guardianship::Kind::Organisation, false, None, self.by)
    }

    /// Two adults have full rights; from the third on, beside an organisation, or when this very tie was taken away by
    /// hand, the director looks first. Parents at two addresses keep their rights; their slips wait for her look.
    fn tie(&mut self, pupil: i64, guardian: i64, care: &[Care]) -> Result<()> {
        let standing = self.adults.entry(pupil).or_default();
        if standing.contains(&guardian) {
            return Ok(());
        }
        // The gravest first: the first three hold all, two homes the slip alone.
        let needs_look = match () {
            () if self.removed.contains(&(pupil, guardian)) => "tied_again",
            () if standing.len() >= SURE_ADULTS => "third_adult",
            () if care.contains(&Care::Organisation) => "beside_organisation",
            () if care.contains(&Care::TwoHomes) => TWO_HOMES,
            () => "",
        };
        standing.push(guardian);
        self.summary.to_look += usize::from(!needs_look.is_empty());
        let new =
            NewTie { pupil: Id::new(pupil), guardian: Id::new(guardian), authority: Authority::Exercises, needs_look };
        add_tie(self.tx, &new, self.by).map(drop)
    }
}

/// A planned id's row: itself when it stood before.
fn real(made: &HashMap<i64, i64>, planned: i64) -> Result<i64> {
    match planned {
        standing if standing > 0 => Ok(standing),
        planned => made.get(&planned).copied().ok_or_else(|| Error::internal("an import names who was never made")),
    }
}
