//! One answer to one question: read from what was typed, written as a row holds it, and said in French. Pure.

use super::{Kind, Question, TEXT_LETTERS};
use crate::base::french;
use jiff::civil::Date;

/// Above every count, price and sum that a school asks for.
const MOST_HUNDREDTHS: i64 = 100_000_000;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    Yes,
    No,
    /// Places of the choices, from 0, in order.
    Chosen(Vec<usize>),
    /// In hundredths: « 2,5 » is 250.
    Number(i64),
    /// In cents.
    Amount(i64),
    Date(Date),
    Text(String),
    /// The file's name; its bytes stand apart.
    File(String),
}

impl Value {
    /// As a row holds it.
    pub fn stored(&self) -> String {
        match self {
            Value::Yes => "yes".into(),
            Value::No => "no".into(),
            Value::Chosen(places) => places.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
            Value::Number(hundredths) => decimal(*hundredths, '.'),
            Value::Amount(cents) => cents.to_string(),
            Value::Date(day) => day.to_string(),
            Value::Text(text) => text.clone(),
            Value::File(name) => name.clone(),
        }
    }

    /// From a row.
    pub fn read(kind: Kind, stored: &str) -> Option<Value> {
        match kind {
            Kind::YesNo | Kind::Consent => match stored {
                "yes" => Some(Value::Yes),
                "no" => Some(Value::No),
                _ => None,
            },
            Kind::One | Kind::Several => {
                stored.split(',').map(|place| place.parse().ok()).collect::<Option<_>>().map(Value::Chosen)
            }
            Kind::Number => hundredths(stored).map(Value::Number),
            Kind::Amount => stored.parse().ok().map(Value::Amount),
            Kind::Date => stored.parse().ok().map(Value::Date),
            Kind::Text => Some(Value::Text(stored.to_owned())),
            Kind::File => Some(Value::File(stored.to_owned())),
        }
    }

    /// For the eyes: « oui », « Le car, À pied », « 12,50 € », « 4 décembre 2026 ».
    pub fn shown(&self, question: &Question) -> String {
        match self {
            Value::Yes => "oui".into(),
            Value::No => "non".into(),
            Value::Chosen(places) => {
                let labels: Vec<&str> =
                    places.iter().filter_map(|place| question.choices.get(*place)).map(String::as_str).collect();
                labels.join(", ")
            }
            Value::Number(hundredths) => decimal(*hundredths, ','),
            Value::Amount(cents) => euros(*cents),
            Value::Date(day) => french::date_year(*day),
            Value::Text(text) => text.clone(),
            Value::File(name) => name.clone(),
        }
    }

    /// As it is typed again in its field; choices apart.
    pub fn typed(&self) -> String {
        match self {
            Value::Yes => "oui".into(),
            Value::No => "non".into(),
            Value::Number(hundredths) => decimal(*hundredths, ','),
            Value::Amount(cents) => format!("{},{:02}", cents / 100, cents % 100),
            other => other.stored(),
        }
    }
}

/// What was typed for a question that is neither choices nor a file; refused with a sentence. Never called with nothing.
pub fn typed(kind: Kind, typed: &str) -> Result<Value, &'static str> {
    match kind {
        Kind::YesNo | Kind::Consent => match typed {
            "oui" => Ok(Value::Yes),
            "non" => Ok(Value::No),
            _ => Err("Répondez par oui ou par non."),
        },
        Kind::Number => {
            let value = hundredths(typed).filter(|value| *value <= MOST_HUNDREDTHS);
            value.map(Value::Number).ok_or("Écrivez un nombre, comme 3 ou 2,5.")
        }
        Kind::Amount => {
            let bare = typed.trim_end_matches('€').trim_end();
            let value = hundredths(bare).filter(|value| *value <= MOST_HUNDREDTHS);
            value.map(Value::Amount).ok_or("Écrivez un montant en euros, comme 12,50.")
        }
        Kind::Date => {
            typed.parse().map(Value::Date).map_err(|_| "Choisissez une date, ou écrivez-la comme 2026-11-27.")
        }
        _ if typed.chars().count() > TEXT_LETTERS => Err("Cette réponse est trop longue : 200 lettres au plus."),
        _ => Ok(Value::Text(typed.split_whitespace().collect::<Vec<_>>().join(" "))),
    }
}

/// « 337,50 € », « 1 204 € ».
pub fn euros(cents: i64) -> String {
    let whole = french::number(cents / 100);
    if cents % 100 == 0 { format!("{whole}\u{a0}€") } else { format!("{whole},{:02}\u{a0}€", cents % 100) }
}

/// « 3 », « 2,5 », « 0,25 ».
pub fn decimal(hundredths: i64, mark: char) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}{mark}{}", rest / 10),
        rest => format!("{whole}{mark}{rest:02}"),
    }
}

/// « 12 », « 12,5 », « 12.50 », « 1 200 »: nothing below zero, nothing finer than a hundredth.
fn hundredths(typed: &str) -> Option<i64> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (whole, rest) = plain.split_once([',', '.']).unwrap_or((&plain, "0"));
    let digits = |text: &str, most| !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole, 9) || !digits(rest, 2) {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 100 + format!("{rest:0<2}").parse::<i64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_write_it() {
        for (text, cents) in [("12,50", 1250), ("12.5", 1250), ("12 €", 1200), ("1 200", 120_000), ("0,05 €", 5)] {
            assert_eq!(typed(Kind::Amount, text), Ok(Value::Amount(cents)), "{text}");
        }
        for text in ["-3", "12,505", "douze", ",5", "12,", "9999999999", "1e3", "12,5,0"] {
            assert!(typed(Kind::Amount, text).is_err(), "{text}");
        }
        assert_eq!(euros(33_750), "337,50\u{a0}€");
        assert_eq!(euros(1200), "12\u{a0}€");
        assert_eq!(Value::Amount(1205).typed(), "12,05");
    }

    #[test]
    fn every_kind_comes_back_from_its_row() {
        let all = [
            (Kind::YesNo, Value::Yes),
            (Kind::YesNo, Value::No),
            (Kind::One, Value::Chosen(vec![2])),
            (Kind::Several, Value::Chosen(vec![0, 3])),
            (Kind::Number, Value::Number(250)),
            (Kind::Amount, Value::Amount(1205)),
            (Kind::Date, Value::Date(jiff::civil::date(2026, 11, 27))),
            (Kind::Text, Value::Text("allergie aux noix".into())),
            (Kind::File, Value::File("certificat.pdf".into())),
        ];
        for (kind, value) in all {
            assert_eq!(Value::read(kind, &value.stored()), Some(value));
        }
        assert_eq!(Value::read(Kind::Several, "0,x"), None);
    }

    #[test]
    fn a_short_text_is_short_and_on_one_line() {
        assert_eq!(typed(Kind::Text, "deux\r\nlignes"), Ok(Value::Text("deux lignes".into())));
        assert!(typed(Kind::Text, &"é".repeat(TEXT_LETTERS)).is_ok());
        assert!(typed(Kind::Text, &"é".repeat(TEXT_LETTERS + 1)).is_err());
    }
}
