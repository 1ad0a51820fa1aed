//! A pause as it is typed.

use crate::door::{Faults, Fields, Form, form::Checked, upload::Upload};
use jiff::civil::Date;

/// Letters of one's own text.
const LONGEST: usize = 1_000;

pub enum Said {
    Ready,
    Own(String),
    Nothing,
}

pub struct Taken {
    pub from_on: Date,
    pub until_on: Date,
    pub holds: bool,
    pub says: Said,
}

impl Form for Taken {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Taken> {
        let mut faults = Faults::default();
        let from_on = fields.get("du").parse().ok();
        let until_on = fields.get("jusquau").parse().ok();
        if from_on.is_none() {
            faults.add("du", "Donnez le premier jour de la pause.");
        }
        if until_on.is_none() {
            faults.add("jusquau", "Donnez le dernier jour de la pause.");
        }
        if from_on.zip(until_on).is_some_and(|(from, until): (Date, Date)| until < from) {
            faults.add("jusquau", "Le dernier jour vient après le premier.");
        }
        let text = fields.get("texte");
        let says = match fields.get("reponse") {
            "sienne" if text.is_empty() => {
                faults.add("texte", "Écrivez votre réponse, ou choisissez le texte tout prêt.");
                Said::Nothing
            }
            "sienne" if text.chars().count() > LONGEST => {
                faults.add("texte", "Votre réponse est trop longue : 1 000 signes au plus.");
                Said::Nothing
            }
            "sienne" => Said::Own(text.to_owned()),
            "aucune" => Said::Nothing,
            _ => Said::Ready,
        };
        let day = |day: Option<Date>| day.unwrap_or_default();
        faults.or(Taken { from_on: day(from_on), until_on: day(until_on), holds: fields.has("attendre"), says })
    }
}
