//! What is to be asked, checked.

use crate::{
    base::french,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::{
        calendar::SchoolYear,
        consent::{Asking, Purpose, asking::OCCASION_LETTERS},
    },
};
use jiff::{ToSpan, civil::Date};

/// A sentence that fits a question of a reply slip.
const SENTENCE_LETTERS: usize = 240;
/// How long after its day an occasion is shown, unless it is said.
const SHOWN_DAYS: i64 = 60;

#[derive(Debug)]
pub struct Wanted(pub Vec<Asking>);

pub fn wanted(fields: &Fields, for_year: bool, today: Date) -> Checked<Wanted> {
    let mut faults = Faults::default();
    let purposes: Vec<Purpose> = Purpose::ALL.into_iter().filter(|one| fields.holds("pour", one.as_str())).collect();
    if purposes.is_empty() {
        faults.add("pour", "Cochez au moins un usage.");
    }
    let (occasion, days) = match fields.get("quoi") {
        "annee" if for_year => {
            let year = SchoolYear::of(today);
            (String::new(), Some((year.first_day(), year.last_day())))
        }
        "occasion" => (self::occasion(fields, &mut faults), self::days(fields, today, &mut faults)),
        _ => {
            faults.add("quoi", "Dites pour quand : l’année, ou une occasion.");
            (String::new(), None)
        }
    };
    let (from_on, until_on) = days.unwrap_or((today, today));
    let asked = purposes.into_iter().map(|purpose| Asking { purpose, occasion: occasion.clone(), from_on, until_on });
    faults.or(Wanted(asked.collect()))
}

fn occasion(fields: &Fields, faults: &mut Faults) -> String {
    let occasion = french::typeset(fields.get("occasion"));
    match occasion.chars().count() {
        0 => faults.add("occasion", "Nommez l’occasion, comme « Kermesse » ou « Classe de neige »."),
        n if n > OCCASION_LETTERS => faults.add("occasion", "Ce nom est trop long : 60 lettres au plus."),
        _ => {}
    }
    occasion
}

/// From its day on, until it is shown no more.
fn days(fields: &Fields, today: Date, faults: &mut Faults) -> Option<(Date, Date)> {
    let Ok(from) = fields.get("du").parse::<Date>() else {
        faults.add("du", "Choisissez le jour.");
        return None;
    };
    let until = match fields.get("au") {
        "" => from.saturating_add(SHOWN_DAYS.days()),
        typed => match typed.parse::<Date>() {
            Ok(until) => until,
            Err(_) => {
                faults.add("au", "Choisissez une date, ou laissez vide.");
                return None;
            }
        },
    };
    if until < from {
        faults.add("au", "Cette date vient avant le jour de l’occasion.");
    } else if from < today {
        faults.add("du", "Cette occasion est passée : l’accord se demande avant.");
    } else if until.since(from).map_or(true, |span| span.get_days() > 366) {
        faults.add("au", "Au plus un an après l’occasion.");
    }
    Some((from, until))
}

pub struct Reworded(pub String);

impl Form for Reworded {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Reworded> {
        let text = french::typeset(fields.get("phrase").trim_end_matches('.'));
        match text.chars().count() {
            0 => Err(Faults::one("phrase", "Écrivez la phrase que les familles acceptent ou refusent.")),
            n if n > SENTENCE_LETTERS => {
                Err(Faults::one("phrase", "Cette phrase est trop longue : 240 lettres au plus."))
            }
            _ => Ok(Reworded(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 17);

    fn asked(query: &str, for_year: bool) -> Checked<Wanted> {
        wanted(&Fields::parse(query.as_bytes()), for_year, TODAY)
    }

    #[test]
    fn the_year_is_the_director_s_and_an_occasion_has_its_days() {
        let year = asked("quoi=annee&pour=class&pour=public", true).ok().unwrap().0;
        assert_eq!(year.iter().map(|one| one.purpose).collect::<Vec<_>>(), [Purpose::Class, Purpose::Public]);
        assert_eq!((year[0].from_on, year[0].until_on), (date(2026, 9, 1), date(2027, 8, 31)));
        assert!(asked("quoi=annee&pour=class", false).err().unwrap().of("quoi").is_some());
        let fair = asked("quoi=occasion&pour=press&occasion=Kermesse&du=2027-06-19", false).ok().unwrap().0;
        assert_eq!((fair[0].occasion.as_str(), fair[0].until_on), ("Kermesse", date(2027, 8, 18)));
        for (query, field) in [
            ("quoi=annee", "pour"),
            ("quoi=occasion&pour=class&du=2027-06-19", "occasion"),
            ("quoi=occasion&pour=class&occasion=K", "du"),
            ("quoi=occasion&pour=class&occasion=K&du=2026-11-16", "du"),
            ("quoi=occasion&pour=class&occasion=K&du=2027-06-19&au=2027-06-18", "au"),
            ("quoi=occasion&pour=class&occasion=K&du=2027-06-19&au=9999-12-31", "au"),
        ] {
            assert!(asked(query, true).err().unwrap().of(field).is_some(), "{query}");
        }
    }
}
