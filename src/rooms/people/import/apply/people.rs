//! A row of a file → the values of a person, new or changed. Pure: only what the diff showed is written, and an empty cell
//! never erases.
use crate::rooms::people::import::diff::{Change, Field};
use crate::rooms::people::import::value::{Address, Civility, Phone, Sex, proper_name};
use crate::rooms::people::import::{Guardian, Member, Name, Pupil};
use crate::school::person::{Contact, NewPerson, PupilFacts};

pub fn new_pupil(given: &Pupil) -> NewPerson {
    let mut new = named(&given.name, None);
    put_address(&mut new.contact, given.address.as_ref());
    new
}

pub fn facts(given: &Pupil, ine: Option<String>) -> PupilFacts {
    let second = given.second_address.clone().unwrap_or_default();
    PupilFacts {
        born_on: given.birth,
        sex: given.sex.map_or("", letter).to_owned(),
        ine,
        second_street: second.street,
        second_postcode: second.post_code,
        second_town: second.town,
    }
}

pub fn new_guardian(given: &Guardian) -> NewPerson {
    let mut new = named(&given.name, given.civility);
    put_address(&mut new.contact, given.address.as_ref());
    new.contact.email = given.email.clone().unwrap_or_default();
    for (place, phone) in [
        (&mut new.contact.home_phone, &given.phones.home),
        (&mut new.contact.work_phone, &given.phones.work),
        (&mut new.contact.mobile_phone, &given.phones.mobile),
    ] {
        *place = phone.as_ref().map(Phone::shown).unwrap_or_default();
    }
    new
}

pub fn new_member(given: &Member) -> NewPerson {
    let mut new = named(&given.name, given.civility);
    new.contact.email = given.email.clone().unwrap_or_default();
    new
}

pub fn change_pupil(
    person: &mut NewPerson,
    facts: &mut PupilFacts,
    given: &Pupil,
    ine: Option<String>,
    changes: &[Change],
) {
    for change in changes {
        match change.field {
            Field::Birth => facts.born_on = given.birth.or(facts.born_on),
            Field::Sex => facts.sex = given.sex.map_or("", letter).to_owned(),
            Field::Ine => facts.ine = ine.clone().or(facts.ine.take()),
            Field::Address => put_address(&mut person.contact, given.address.as_ref()),
            Field::SecondAddress => {
                let second = given.second_address.clone().unwrap_or_default();
                (facts.second_street, facts.second_postcode) = (second.street, second.post_code);
                facts.second_town = second.town;
            }
            other => put_name(person, &given.name, other),
        }
    }
}

pub fn change_guardian(person: &mut NewPerson, given: &Guardian, changes: &[Change]) {
    let shown = |phone: &Option<Phone>| phone.as_ref().map(Phone::shown).unwrap_or_default();
    for change in changes {
        match change.field {
            Field::Address => put_address(&mut person.contact, given.address.as_ref()),
            Field::Civility => person.civility = given.civility.map_or("", Civility::short).to_owned(),
            Field::Email => person.contact.email = given.email.clone().unwrap_or_default(),
            Field::PhoneHome => person.contact.home_phone = shown(&given.phones.home),
            Field::PhoneWork => person.contact.work_phone = shown(&given.phones.work),
            Field::PhoneMobile => person.contact.mobile_phone = shown(&given.phones.mobile),
            other => put_name(person, &given.name, other),
        }
    }
}

pub fn change_member(person: &mut NewPerson, given: &Member, changes: &[Change]) {
    for change in changes {
        match change.field {
            Field::Civility => person.civility = given.civility.map_or("", Civility::short).to_owned(),
            Field::Email => person.contact.email = given.email.clone().unwrap_or_default(),
            other => put_name(person, &given.name, other),
        }
    }
}

fn named(name: &Name, civility: Option<Civility>) -> NewPerson {
    NewPerson {
        civility: civility.map_or("", Civility::short).to_owned(),
        // « ASE » is no « Ase ».
        last_name: if name.is_of_organisation() { name.last.clone() } else { proper_name(&name.last) },
        usage_name: name.usage.as_deref().map(proper_name).unwrap_or_default(),
        first_name: proper_name(&name.first),
        contact: Contact::default(),
    }
}

fn put_name(person: &mut NewPerson, name: &Name, field: Field) {
    match field {
        Field::Last => person.last_name = proper_name(&name.last),
        Field::Usage => person.usage_name = name.usage.as_deref().map(proper_name).unwrap_or_default(),
        Field::First => person.first_name = proper_name(&name.first),
        // Ties, classes and levels are rows of their own.
        _ => {}
    }
}

fn put_address(contact: &mut Contact, address: Option<&Address>) {
    let address = address.cloned().unwrap_or_default();
    contact.street = address.street;
    (contact.postcode, contact.town) = (address.post_code, address.town);
    contact.country = match address.country.to_uppercase().as_str() {
        // Said of everybody, it says nothing.
        "FRANCE" => String::new(),
        _ => address.country,
    };
}

fn letter(sex: Sex) -> &'static str {
    match sex {
        Sex::Girl => "F",
        Sex::Boy => "M",
    }
}
