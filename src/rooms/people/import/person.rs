//! What pupils, guardians and staff have in common: a name in three parts and a class label.
use super::fold::slips;
use super::header::Layout;
use super::table::Row;
use super::value::{class_key, class_label, name, name_key, proper_name};
use super::{Column, Fault, sentences};
use serde::{Deserialize, Serialize};

/// As given. `usage` is the name used in daily life when it differs from the family name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Name {
    pub last: String,
    pub usage: Option<String>,
    pub first: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// One's name of usage is the other's family name.
    Swapped,
    Exact,
}

impl Name {
    /// « Léa Le Goff », under the name of daily life.
    pub fn shown(&self) -> String {
        if self.is_of_organisation() {
            return self.last.clone();
        }
        let last = self.usage.as_deref().unwrap_or(&self.last);
        format!("{} {}", proper_name(&self.first), proper_name(last)).trim().to_owned()
    }

    /// An organisation has no first name, and no person's row is read without one: the two are never taken for each other.
    pub fn is_of_organisation(&self) -> bool {
        self.first.is_empty()
    }

    pub fn first_key(&self) -> String {
        name_key(&self.first)
    }

    pub fn last_key(&self) -> String {
        name_key(&self.last)
    }

    /// The family name, then the name of usage when it is another.
    pub fn last_keys(&self) -> Vec<String> {
        let mut keys = vec![self.last_key()];
        let usage = self.usage.as_deref().map(name_key).unwrap_or_default();
        if !usage.is_empty() && usage != keys[0] {
            keys.push(usage);
        }
        keys
    }

    pub fn agreement(&self, other: &Name) -> Option<Agreement> {
        if self.first_key() != other.first_key() {
            return None;
        }
        if self.last_key() == other.last_key() {
            return Some(Agreement::Exact);
        }
        let others = other.last_keys();
        self.last_keys().iter().any(|key| others.contains(key)).then_some(Agreement::Swapped)
    }

    /// Not the same name, but one that a slip of the keyboard or a second first name would explain.
    pub fn is_near(&self, other: &Name) -> bool {
        let near = |a: &str, b: &str| {
            let most = if a.len().min(b.len()) < 5 { 1 } else { 2 };
            slips(a, b, most).is_some()
        };
        let longer = |a: &str, b: &str| a.len() >= 3 && b.starts_with(a);
        let (first, other_first) = (self.first_key(), other.first_key());
        let lasts = |close: &dyn Fn(&str, &str) -> bool| {
            let others = other.last_keys();
            self.last_keys().iter().any(|a| others.iter().any(|b| close(a, b)))
        };
        if first == other_first {
            return lasts(&near);
        }
        lasts(&|a, b| a == b)
            && (near(&first, &other_first) || longer(&first, &other_first) || longer(&other_first, &first))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClassLabel {
    /// To show: as given, white space tidied.
    pub label: String,
    /// To compare.
    pub key: String,
    pub onde_id: Option<String>,
}

impl ClassLabel {
    pub fn new(cell: &str, onde_id: &str) -> Option<ClassLabel> {
        let label = class_label(cell);
        let key = class_key(&label);
        let onde_id = Some(name(onde_id)).filter(|id| !id.is_empty());
        (!key.is_empty()).then_some(ClassLabel { label, key, onde_id })
    }
}

/// The name of a row, or the reason why nobody can be read from it.
pub fn row_name(row: &Row, layout: &Layout, faults: &mut Vec<Fault>) -> Option<Name> {
    let cell = |column| name(layout.cell(row, column));
    let (mut last, usage, first) = (cell(Column::Last), cell(Column::Usage), cell(Column::First));
    let mut usage = Some(usage).filter(|u| !name_key(u).is_empty());
    if name_key(&last).is_empty() {
        last = usage.take().unwrap_or_default();
    }
    let missing = match (name_key(&last).is_empty(), name_key(&first).is_empty()) {
        (false, false) => return Some(Name { last, usage, first }),
        (true, true) => sentences::no_name_at_all(),
        (true, false) => sentences::no_last_name(),
        (false, true) => sentences::no_first_name(),
    };
    faults.push(Fault::left_out(row.line, missing));
    None
}

/// An address with something in it besides a country.
pub fn row_address(row: &Row, layout: &Layout, columns: [Column; 4]) -> Option<super::value::Address> {
    let [street, post_code, town, country] = columns.map(|c| name(layout.cell(row, c)));
    let address = super::value::Address { street, post_code, town, country };
    address.key().map(|_| address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(last: &str, usage: &str, first: &str) -> Name {
        Name { last: last.into(), usage: Some(usage.to_owned()).filter(|u| !u.is_empty()), first: first.into() }
    }

    #[test]
    fn names_agree_exactly_or_swapped() {
        let sophie = named("PETIT", "ANDRIEUX", "Sophie");
        assert_eq!(sophie.shown(), "Sophie Andrieux");
        for (other, wanted) in [
            (named("Petit", "", "SOPHIE"), Some(Agreement::Exact)),
            (named("ANDRIEUX", "", "Sophie"), Some(Agreement::Swapped)),
            (named("ANDRIEUX", "PETIT", "Sophie"), Some(Agreement::Swapped)),
            (named("PETIT", "", "Sonia"), None),
            (named("MARTIN", "", "Sophie"), None),
        ] {
            assert_eq!(sophie.agreement(&other), wanted, "{other:?}");
        }
    }
}
