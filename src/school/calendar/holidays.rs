//! Holidays as editable data: the checked reader of the shipped file, which is also what a director may load again.

use std::fmt;

use jiff::civil::Date;

use super::{SchoolYear, Zone};

/// Days without class, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    pub zone: Zone,
    /// « 2026-2027 ».
    pub year_label: String,
    pub name: String,
    pub first: Date,
    pub last: Date,
}

impl Holiday {
    pub fn contains(&self, date: Date) -> bool {
        (self.first..=self.last).contains(&date)
    }
}

/// What is wrong in a holidays file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: u64,
    pub sentence: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ligne {} : {}", self.line, self.sentence)
    }
}

impl std::error::Error for Fault {}

/// The list that ships with this version.
pub fn shipped() -> Vec<Holiday> {
    parse(include_str!("../../../assets/data/vacances.csv")).expect("the shipped file is read by a test")
}

/// Only those of one zone: what is copied into a school's table.
pub fn holidays_of(zone: Zone, all: &[Holiday]) -> Vec<Holiday> {
    all.iter().filter(|holiday| holiday.zone == zone).cloned().collect()
}

/// Reads `zone;annee;nom;premier_jour;dernier_jour`, lines that begin with # left out. All or nothing: days in order,
/// within their school year, and never twice off in one zone.
pub fn parse(text: &str) -> Result<Vec<Holiday>, Fault> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let header = reader.headers().map_err(|error| unreadable(&error))?;
    if header != COLUMNS.as_slice() {
        return Err(Fault { line: 1, sentence: format!("les colonnes attendues sont « {} ».", COLUMNS.join(";")) });
    }
    let mut holidays: Vec<Holiday> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let fault = |sentence: String| Fault { line, sentence };
        let holiday = holiday(&record).map_err(fault)?;
        if let Some(other) = holidays.iter().find(|other| overlap(other, &holiday)) {
            return Err(fault(format!("« {} » empiète sur « {} ».", holiday.name, other.name)));
        }
        holidays.push(holiday);
    }
    Ok(holidays)
}

const COLUMNS: [&str; 5] = ["zone", "annee", "nom", "premier_jour", "dernier_jour"];

fn holiday(record: &csv::StringRecord) -> Result<Holiday, String> {
    let [zone, year, name, first, last] = [0, 1, 2, 3, 4].map(|column| record.get(column).unwrap_or_default());
    let zone = Zone::parse(zone).ok_or_else(|| format!("« {zone} » n’est pas une zone (A, B, C ou autre)."))?;
    let year = SchoolYear::parse(year).ok_or_else(|| format!("« {year} » n’est pas une année scolaire."))?;
    if name.is_empty() || name.chars().count() > 60 {
        return Err("le nom des vacances manque ou dépasse 60 caractères.".to_owned());
    }
    let (first, last) = (day(first)?, day(last)?);
    if last < first {
        return Err("le dernier jour vient avant le premier.".to_owned());
    }
    if !year.contains(first) || !year.contains(last) {
        return Err(format!("ces jours ne sont pas dans l’année {year}."));
    }
    Ok(Holiday { zone, year_label: year.label(), name: name.to_owned(), first, last })
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("« {text} » n’est pas une date (AAAA-MM-JJ)."))
}

fn overlap(one: &Holiday, other: &Holiday) -> bool {
    one.zone == other.zone && one.first <= other.last && other.first <= one.last
}

fn unreadable(error: &csv::Error) -> Fault {
    Fault {
        line: error.position().map_or(1, csv::Position::line),
        sentence: "cette ligne n’a pas le bon nombre de colonnes.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};

    use super::*;

    const HEADER: &str = "zone;annee;nom;premier_jour;dernier_jour\n";

    fn fault(rows: &str) -> String {
        parse(&format!("{HEADER}{rows}")).unwrap_err().to_string()
    }

    #[test]
    fn the_shipped_file_has_three_years_for_three_zones() {
        let all = shipped();
        for zone in [Zone::A, Zone::B, Zone::C] {
            for year in ["2025-2026", "2026-2027", "2027-2028"] {
                let names: Vec<_> =
                    all.iter().filter(|h| h.zone == zone && h.year_label == year).map(|h| h.name.as_str()).collect();
                assert_eq!(names, ["Toussaint", "Noël", "Hiver", "Printemps", "Pont de l'Ascension", "Été"]);
            }
        }
        assert!(holidays_of(Zone::Other, &all).is_empty());
        assert_eq!(holidays_of(Zone::B, &all).len(), 18);
    }

    #[test]
    fn shipped_holidays_begin_on_a_saturday_and_last_two_weeks() {
        for holiday in
            shipped().iter().filter(|h| ["Toussaint", "Noël", "Hiver", "Printemps"].contains(&h.name.as_str()))
        {
            assert_eq!(holiday.first.weekday(), Weekday::Saturday, "{holiday:?}");
            let days = holiday.first.until(holiday.last).unwrap().get_days() + 1;
            // A third Monday only when it is a public holiday.
            assert!(days == 16 || days == 17 && super::super::public_holiday(holiday.last).is_some(), "{holiday:?}");
        }
    }

    #[test]
    fn winter_of_each_zone_as_published() {
        let all = shipped();
        let winter = |zone, year: &str| {
            all.iter().find(|h| h.zone == zone && h.year_label == year && h.name == "Hiver").map(|h| (h.first, h.last))
        };
        assert_eq!(winter(Zone::A, "2026-2027"), Some((date(2027, 2, 13), date(2027, 2, 28))));
        assert_eq!(winter(Zone::B, "2026-2027"), Some((date(2027, 2, 20), date(2027, 3, 7))));
        assert_eq!(winter(Zone::C, "2026-2027"), Some((date(2027, 2, 6), date(2027, 2, 21))));
    }

    #[test]
    fn a_bad_row_is_named_with_its_line() {
        assert_eq!(
            fault("D;2026-2027;X;2026-10-17;2026-11-01\n"),
            "Ligne 2 : « D » n’est pas une zone (A, B, C ou autre)."
        );
        assert!(fault("A;2026;X;2026-10-17;2026-11-01\n").contains("année scolaire"));
        assert!(fault("A;2026-2027;X;17/10/2026;2026-11-01\n").contains("n’est pas une date"));
        assert!(fault("A;2026-2027;X;2026-02-30;2026-11-01\n").contains("n’est pas une date"));
        assert!(fault("A;2026-2027;X;2026-11-01;2026-10-17\n").contains("avant le premier"));
        assert!(fault("A;2026-2027;X;2027-09-01;2027-09-02\n").contains("2026-2027"));
        assert!(fault("A;2026-2027;;2026-10-17;2026-11-01\n").contains("le nom"));
        assert!(fault("A;2026-2027;X\n").contains("colonnes"));
        let twice = fault("A;2026-2027;X;2026-10-17;2026-11-01\nA;2026-2027;Y;2026-11-01;2026-11-02\n");
        assert_eq!(twice, "Ligne 3 : « Y » empiète sur « X ».");
        assert!(parse("nom;zone\n").unwrap_err().sentence.contains("zone;annee"));
    }
}
