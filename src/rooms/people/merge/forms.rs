//! Which side of each fact stays, and the word of the person who merges.

use super::store::{Chosen, Side, is_activated};
use crate::{
    door::{Faults, Fields, Form, upload::Upload},
    school::person::NewPerson,
};

/// The mark of the two pages that were looked at.
pub const SEEN: &str = "vu";
pub const SURE: &str = "compare";
/// Asked besides when nothing but a hand brought the two together.
pub const CERTAIN: &str = "certain";
pub const ACCOUNT: &str = "compte";
pub const CLASS: &str = "classe";
pub const OTHER: &str = "autre";
pub const HERE: &str = "ici";

/// As sent: read beside the two pages, since what is asked depends on them.
pub struct Merging(pub Fields);

impl Form for Merging {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Merging, Faults> {
        Ok(Merging(fields.clone()))
    }
}

/// A fact that both pages have and that is not the same: the field's name, here, there.
pub fn differences(keep: &Side, gone: &Side) -> Vec<(&'static str, String, String)> {
    let (mine, theirs) = (facts(keep), facts(gone));
    let pairs = mine.into_iter().zip(theirs).map(|((name, mine), (_, theirs))| (name, mine, theirs));
    pairs.filter(|(_, mine, theirs)| !mine.is_empty() && !theirs.is_empty() && mine != theirs).collect()
}

/// A fact of one page only stays in any case.
pub fn chosen(fields: &Fields, keep: &Side, gone: &Side) -> Chosen {
    let other = |name: &str, mine: &str| mine.is_empty() || fields.get(name) == OTHER;
    let (k, g) = (&keep.person, &gone.person);
    let text = |name: &str, mine: &String, theirs: &String| match other(name, mine) && !theirs.is_empty() {
        true => theirs.clone(),
        false => mine.clone(),
    };
    let (a, b) = (&k.contact, &g.contact);
    let home = |c: &crate::school::person::Contact| format!("{}{}{}", c.street, c.postcode, c.town);
    let mut contact = if other("adresse", &home(a)) && !home(b).is_empty() { b.clone() } else { a.clone() };
    contact.email = text("courriel", &a.email, &b.email);
    contact.home_phone = text("tel_domicile", &a.home_phone, &b.home_phone);
    contact.work_phone = text("tel_travail", &a.work_phone, &b.work_phone);
    contact.mobile_phone = text("tel_mobile", &a.mobile_phone, &b.mobile_phone);
    let facts = keep.facts.clone().zip(gone.facts.clone()).map(|(mut mine, theirs)| {
        if mine.born_on.is_none() || (fields.get("naissance") == OTHER && theirs.born_on.is_some()) {
            mine.born_on = theirs.born_on;
        }
        mine.sex = text("sexe", &mine.sex, &theirs.sex);
        mine.ine = mine.ine.or(theirs.ine);
        if mine.second_street.is_empty() && mine.second_town.is_empty() {
            (mine.second_street, mine.second_postcode, mine.second_town) =
                (theirs.second_street, theirs.second_postcode, theirs.second_town);
        }
        mine
    });
    let (mine, theirs) = (is_activated(keep.account.as_ref()), is_activated(gone.account.as_ref()));
    Chosen {
        person: NewPerson {
            civility: text("civilite", &k.civility, &g.civility),
            last_name: text("nom", &k.last_name, &g.last_name),
            usage_name: text("nom_usage", &k.usage_name, &g.usage_name),
            first_name: text("prenom", &k.first_name, &g.first_name),
            contact,
        },
        facts,
        other_class: keep.class.is_none() || (gone.class.is_some() && fields.get(CLASS) == OTHER),
        other_account: match (mine, theirs) {
            (true, true) => fields.get(ACCOUNT) == OTHER,
            (false, false) => keep.account.is_none(),
            (mine, _) => !mine,
        },
    }
}

/// What is missing before it can be done.
pub fn faults(fields: &Fields, keep: &Side, gone: &Side, by_hand: bool, seen: &str) -> Faults {
    let mut faults = Faults::default();
    if fields.get(SEEN) != seen {
        faults.add("", super::words::OUTDATED);
    }
    if is_activated(keep.account.as_ref()) && is_activated(gone.account.as_ref()) && fields.get(ACCOUNT).is_empty() {
        faults.add(ACCOUNT, super::words::WHICH_LOGIN);
    }
    if two_classes(keep, gone) && fields.get(CLASS).is_empty() {
        faults.add(CLASS, super::words::WHICH_CLASS);
    }
    if !fields.has(SURE) {
        faults.add(SURE, super::words::TICK);
    }
    if by_hand && !fields.has(CERTAIN) {
        faults.add(CERTAIN, super::words::TICK);
    }
    faults
}

pub fn two_classes(keep: &Side, gone: &Side) -> bool {
    keep.class.as_ref().zip(gone.class.as_ref()).is_some_and(|(mine, theirs)| mine.0 != theirs.0)
}

/// Every fact that may be chosen, in the order shown.
fn facts(side: &Side) -> Vec<(&'static str, String)> {
    let (p, c) = (&side.person, &side.person.contact);
    let pupil = side.facts.clone().unwrap_or_default();
    let born_on = pupil.born_on.map(crate::rooms::people::pages::day).unwrap_or_default();
    let sex = match pupil.sex.as_str() {
        "F" => "fille",
        "M" => "garçon",
        _ => "",
    };
    vec![
        ("civilite", p.civility.clone()),
        ("prenom", p.first_name.clone()),
        ("nom", p.last_name.clone()),
        ("nom_usage", p.usage_name.clone()),
        ("naissance", born_on),
        ("sexe", sex.to_owned()),
        ("courriel", c.email.clone()),
        ("tel_mobile", c.mobile_phone.clone()),
        ("tel_domicile", c.home_phone.clone()),
        ("tel_travail", c.work_phone.clone()),
        ("adresse", format!("{} {} {}", c.street, c.postcode, c.town).trim().to_owned()),
    ]
}
