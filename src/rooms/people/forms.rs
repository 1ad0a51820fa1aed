//! The fields of a person, of a day, of a duplicate: what several forms of this room check in the same words.

use crate::{
    base::db::Id,
    door::{Faults, Fields},
    school::{
        Person,
        person::{Contact, NewPerson},
    },
};
use jiff::civil::Date;

/// What was answered to « c’est la même personne ? ».
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Twin {
    Unasked,
    Another,
    Same(Id<Person>),
}

pub fn twin(fields: &Fields) -> Twin {
    match fields.get("doublon") {
        "" => Twin::Unasked,
        "autre" => Twin::Another,
        id => id.parse().map_or(Twin::Unasked, Twin::Same),
    }
}

/// Names, civility and contact of somebody, with their faults.
pub fn person(fields: &Fields, faults: &mut Faults) -> NewPerson {
    let new = checked(fields, faults);
    if new.first_name.is_empty() {
        faults.add("prenom", "Écrivez le prénom.");
    }
    if new.last_name.is_empty() {
        faults.add("nom", "Écrivez le nom de famille.");
    }
    new
}

/// The same of an organisation: a name and nothing else that is a person's.
pub fn organisation(fields: &Fields, faults: &mut Faults) -> NewPerson {
    let new = checked(fields, faults);
    if new.last_name.is_empty() {
        faults.add("nom", "Écrivez le nom de l’organisme.");
    }
    NewPerson { civility: String::new(), first_name: String::new(), usage_name: String::new(), ..new }
}

fn checked(fields: &Fields, faults: &mut Faults) -> NewPerson {
    let new = named(fields);
    for (field, text) in [("prenom", &new.first_name), ("nom", &new.last_name), ("nom_usage", &new.usage_name)] {
        if text.chars().count() > 80 {
            faults.add(field, "C’est trop long : 80 lettres au plus.");
        }
    }
    let contact = &new.contact;
    if !contact.email.is_empty() && !looks_like_email(&contact.email) {
        faults
            .add("courriel", "Cette adresse n’est pas complète : il y faut un @ et un point, comme nadia@exemple.fr.");
    }
    for (field, text) in [
        ("tel_mobile", &contact.mobile_phone),
        ("tel_domicile", &contact.home_phone),
        ("tel_travail", &contact.work_phone),
    ] {
        if !looks_like_phone(text) {
            faults.add(field, "Un numéro ne contient que des chiffres, par exemple 06 12 34 56 78.");
        }
    }
    new
}

/// What was typed of a person, unchecked: a page asks with it whether somebody bears that name already.
pub fn named(fields: &Fields) -> NewPerson {
    let text = |name: &str| one_line(fields.get(name));
    let civility = fields.get("civilite");
    NewPerson {
        civility: if matches!(civility, "M." | "Mme") { civility.to_owned() } else { String::new() },
        last_name: text("nom"),
        usage_name: text("nom_usage"),
        first_name: text("prenom"),
        contact: Contact {
            email: text("courriel"),
            home_phone: text("tel_domicile"),
            work_phone: text("tel_travail"),
            mobile_phone: text("tel_mobile"),
            street: text("rue"),
            postcode: text("code_postal"),
            town: text("ville"),
            // No form asks for it; a file may have given one.
            country: String::new(),
        },
    }
}

/// A day as a browser sends it, or as a French person writes it where the browser has no calendar.
pub fn day(fields: &Fields, name: &'static str, faults: &mut Faults) -> Option<Date> {
    let text = fields.get(name);
    if text.is_empty() {
        return None;
    }
    let read = text.parse().ok().or_else(|| french_day(text)).filter(|day: &Date| (1900..=2200).contains(&day.year()));
    if read.is_none() {
        faults.add(name, "Cette date ne se lit pas. Écrivez-la comme 05/09/2026.");
    }
    read
}

/// The pairs that fill a form with what stands.
pub fn standing(person: &Person) -> Vec<(&'static str, &str)> {
    let c = &person.contact;
    vec![
        ("civilite", &person.civility),
        ("prenom", &person.first_name),
        ("nom", &person.last_name),
        ("nom_usage", &person.usage_name),
        ("courriel", &c.email),
        ("tel_mobile", &c.mobile_phone),
        ("tel_domicile", &c.home_phone),
        ("tel_travail", &c.work_phone),
        ("rue", &c.street),
        ("code_postal", &c.postcode),
        ("ville", &c.town),
    ]
}

/// Spaces made one, control characters gone: names come by copy and paste.
pub fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn french_day(text: &str) -> Option<Date> {
    let mut parts = text.split(['/', '.', '-']).map(|part| part.trim().parse::<i16>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn looks_like_email(text: &str) -> bool {
    text.len() <= 254
        && !text.contains(char::is_whitespace)
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.contains('@')
                && host.split('.').count() > 1
                && host.split('.').all(|part| !part.is_empty())
        })
}

fn looks_like_phone(text: &str) -> bool {
    text.len() <= 30 && text.chars().all(|c| c.is_ascii_digit() || " .-+()/".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(text: &str) -> (Option<Date>, bool) {
        let mut fields = Fields::default();
        fields.push("le", text);
        let mut faults = Faults::default();
        (day(&fields, "le", &mut faults), faults.is_empty())
    }

    #[test]
    fn days_are_read_in_both_ways() {
        assert_eq!(read("2019-05-05"), (Some(date(2019, 5, 5)), true));
        assert_eq!(read("5/5/2019"), (Some(date(2019, 5, 5)), true));
        assert_eq!(read(""), (None, true));
        for wrong in ["31/02/2019", "hier", "19", "5/5/19", "0000-01-01"] {
            assert_eq!(read(wrong), (None, false), "{wrong}");
        }
    }

    #[test]
    fn addresses_and_numbers() {
        assert!(looks_like_email("nadia@exemple.fr"));
        for wrong in ["nadia", "@exemple.fr", "nadia@exemple", "na dia@exemple.fr", "a@b@c.fr", "nadia@exemple."] {
            assert!(!looks_like_email(wrong), "{wrong}");
        }
        assert!(looks_like_phone("+33 6 12.34-56 78") && looks_like_phone(""));
        assert!(!looks_like_phone("chez sa mère"));
    }

    #[test]
    fn pasted_names_are_cleaned() {
        assert_eq!(one_line("  Léa\t\n Rose "), "Léa Rose");
    }
}
