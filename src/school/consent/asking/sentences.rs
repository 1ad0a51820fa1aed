//! What is asked, in words: short names for tables, and the sentence that a guardian agrees to.

use super::Asking;
use crate::{
    base::french,
    school::{calendar::SchoolYear, consent::Purpose},
};

/// « La classe », as the head of a column.
pub fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Class => "La classe",
        Purpose::School => "L’école",
        Purpose::Public => "Page publique",
        Purpose::Press => "La presse",
    }
}

/// To whom, after « montré ».
pub fn to_whom(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Class => "aux familles de sa classe, sur le blog de l’école",
        Purpose::School => "aux familles de toute l’école, sur le blog de l’école",
        Purpose::Public => "à tout le monde, sur la page publique de l’école",
        Purpose::Press => "dans la presse locale, sur papier et en ligne",
    }
}

/// « année 2026-2027 », « Kermesse, samedi 19 juin 2027 ».
pub fn when(asking: &Asking) -> String {
    match asking.is_for_year() {
        true => format!("année {}", SchoolYear::of(asking.from_on).label()),
        false => format!("{}, {}", asking.occasion, days(asking)),
    }
}

/// What is agreed to: what is made of the child, to whom it is shown, and for how long.
pub fn sentence(asking: &Asking) -> String {
    let to_whom = to_whom(asking.purpose);
    match asking.is_for_year() {
        true => format!(
            "J’autorise l’école à montrer mon enfant (photo, voix, vidéo) {to_whom}, pendant l’année {}",
            SchoolYear::of(asking.from_on).label()
        ),
        false => format!(
            "« {} » : j’autorise l’école à montrer mon enfant (photo, voix, vidéo) {to_whom}, {}",
            asking.occasion,
            until(std::slice::from_ref(asking))
        ),
    }
}

/// « du 19 juin 2027 au 18 août 2027 »: the days on which it is first shown. All of these are for the same.
pub fn until(asked: &[Asking]) -> String {
    asked.first().map(days).unwrap_or_default()
}

fn days(asking: &Asking) -> String {
    match asking.from_on == asking.until_on {
        true => format!("le {}", french::date_year(asking.from_on)),
        false => format!("du {} au {}", french::date_year(asking.from_on), french::date_year(asking.until_on)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_sentence_says_what_to_whom_and_how_long() {
        let year = |purpose| Asking {
            purpose,
            occasion: String::new(),
            from_on: date(2026, 9, 1),
            until_on: date(2027, 8, 31),
        };
        for purpose in Purpose::ALL {
            let said = sentence(&year(purpose));
            assert!(said.contains(to_whom(purpose)) && said.ends_with("l’année 2026-2027"), "{said}");
            assert!(said.chars().count() <= 240, "{said}");
        }
        let day = date(2027, 6, 19);
        let fair = Asking { purpose: Purpose::Class, occasion: "Kermesse".into(), from_on: day, until_on: day };
        let said = sentence(&fair);
        assert!(said.starts_with("« Kermesse » : j’autorise") && said.ends_with("le 19 juin 2027"), "{said}");
        assert_eq!(when(&fair), "Kermesse, le 19 juin 2027");
        for purpose in Purpose::ALL {
            let long = Asking { purpose, occasion: "é".repeat(60), until_on: date(2027, 9, 19), ..fair.clone() };
            assert!(sentence(&long).chars().count() <= 240, "{}", sentence(&long));
        }
        assert_eq!(when(&year(Purpose::Class)), "année 2026-2027");
    }
}
