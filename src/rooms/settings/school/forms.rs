//! The school's facts as they are typed. A doubtful UAI is told once, then kept if it is asked for.

use crate::{
    base::db::Tx,
    base::error::Result,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::{
        calendar::{SchoolYear, Zone, holidays_of, shipped},
        class::{self, Ecole},
        half_days::{Half, WeekPattern},
        permit::Manages,
        settings,
        uai::{Uai, Verdict},
    },
};
use jiff::civil::Date;

pub struct SchoolForm {
    pub name: String,
    pub ecoles: Vec<Ecole>,
    /// The places of the second and third left without a name.
    blank: Vec<(usize, &'static str)>,
    pub zone: Zone,
    pub time_zone: String,
    pub week: WeekPattern,
}

/// IANA names and what a head teacher calls them.
pub const TIME_ZONES: [(&str, &str); 11] = [
    ("Europe/Paris", "Métropole (heure de Paris)"),
    ("America/Guadeloupe", "Guadeloupe, Saint-Martin, Saint-Barthélemy"),
    ("America/Martinique", "Martinique"),
    ("America/Cayenne", "Guyane"),
    ("Indian/Reunion", "La Réunion"),
    ("Indian/Mayotte", "Mayotte"),
    ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
    ("Pacific/Noumea", "Nouvelle-Calédonie"),
    ("Pacific/Tahiti", "Polynésie française"),
    ("Pacific/Marquesas", "Polynésie française (Marquises)"),
    ("Pacific/Wallis", "Wallis-et-Futuna"),
];

/// The second and third école: name, UAI and town fields.
pub const OTHERS: [(&str, &str, &str); 2] = [("nom2", "uai2", "ville2"), ("nom3", "uai3", "ville3")];
const LONGEST: usize = 120;

impl Form for SchoolForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<SchoolForm> {
        let mut faults = Faults::default();
        let name = fields.get("nom");
        if name.is_empty() {
            faults.add("nom", "Donnez le nom de l’école, tel qu’il sera lu en haut de chaque page.");
        }
        let uai = Uai::read(fields.get("uai"));
        if !uai.number.is_empty()
            && uai.verdict != Verdict::Good
            && fields.get("uai_garde") != uai.number
            && let Some(warning) = uai.warning()
        {
            faults.add("uai", warning);
        }
        let postcode = fields.get("code_postal");
        if !postcode.is_empty() && !is_postcode(postcode) {
            faults.add("code_postal", "Un code postal compte cinq chiffres.");
        }
        let time_zone = fields.get("fuseau");
        if !TIME_ZONES.iter().any(|(zone, _)| *zone == time_zone) {
            faults.add("fuseau", "Choisissez un fuseau dans la liste.");
        }
        let zone = Zone::parse(fields.get("zone")).or_else(|| guessed_zone(&uai, postcode));
        if zone.is_none() {
            faults.add("zone", "Choisissez la zone de vacances de l’école.");
        }
        let week = week(fields);
        if week.count() == 0 {
            faults.add("semaine", "Cochez au moins une demi-journée de classe.");
        }
        let ecoles = ecoles(fields, &uai);
        if [name].into_iter().chain(ecoles.iter().map(|e| e.name.as_str())).any(|text| text.chars().count() > LONGEST) {
            faults.add("nom", "Ce nom est trop long : 120 caractères au plus.");
        }
        faults.or(SchoolForm {
            name: name.to_owned(),
            ecoles,
            blank: (1..).zip(OTHERS.map(|(name, ..)| name)).filter(|(_, name)| fields.get(name).is_empty()).collect(),
            zone: zone.unwrap_or(Zone::A),
            time_zone: time_zone.to_owned(),
            week,
        })
    }
}

impl SchoolForm {
    /// Takes away the écoles whose name was emptied, before `write` puts the others in their places.
    pub fn take_away(&self, tx: &Tx, by: &impl Manages) -> Result<Checked<()>> {
        let standing = class::store::ecoles(tx)?;
        for (place, field) in &self.blank {
            if let Some((id, ecole)) = standing.get(*place)
                && !class::store::remove_ecole(tx, *id, by)?
            {
                return Ok(Err(Faults::one(field, super::pages::has_classes(&ecole.name))));
            }
        }
        Ok(Ok(()))
    }

    /// Writes the facts. The zone's holidays are copied when there are none yet: afterwards the list is the school's own.
    pub fn write(&self, tx: &Tx, today: Date, by: &impl Manages) -> Result<()> {
        settings::store::set_school(tx, &self.name, self.zone.code(), &self.time_zone, &self.week.to_string(), by)?;
        class::store::set_ecoles(tx, &self.ecoles, by)?;
        let year = SchoolYear::of(today);
        class::store::ensure_year(tx, &year.label(), year.first_day(), year.last_day(), by)?;
        if settings::store::holidays(tx)?.is_empty() {
            take_zone_calendar(tx, self.zone, by)?;
        }
        Ok(())
    }
}

/// Replaces the school's list by the zone's, as it ships with this version.
pub fn take_zone_calendar(tx: &Tx, zone: Zone, by: &impl Manages) -> Result<()> {
    let list: Vec<(String, Date, Date)> =
        holidays_of(zone, &shipped()).into_iter().map(|h| (h.name, h.first, h.last)).collect();
    settings::store::set_holidays(tx, &list, by)
}

fn is_postcode(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit())
}

/// From the number's département, else from the postcode's.
fn guessed_zone(uai: &Uai, postcode: &str) -> Option<Zone> {
    let of_postcode = || {
        let long = postcode.starts_with("97") || postcode.starts_with("98");
        postcode.get(..if long { 3 } else { 2 })?.parse().ok()
    };
    let from_number = if uai.verdict == Verdict::Good { uai.department() } else { None };
    from_number.or_else(of_postcode).map(Zone::of_department)
}

fn week(fields: &Fields) -> WeekPattern {
    match fields.get("semaine") {
        "8" => return WeekPattern::EIGHT,
        "9" => return WeekPattern::NINE,
        _ => {}
    }
    let mut week = WeekPattern::EMPTY;
    for (at, day) in WeekPattern::DAYS.into_iter().enumerate() {
        for (half, letter) in [(Half::Morning, 'a'), (Half::Afternoon, 'p')] {
            if fields.holds("demi", &format!("{at}{letter}")) {
                week = week.with(day, half);
            }
        }
    }
    week
}

fn ecoles(fields: &Fields, uai: &Uai) -> Vec<Ecole> {
    let text = |name: &str| fields.get(name).to_owned();
    let first_name = if fields.get("nom1").is_empty() { text("nom") } else { text("nom1") };
    let mut list = vec![Ecole {
        name: first_name,
        uai: uai.number.clone(),
        street: text("rue"),
        postcode: text("code_postal"),
        town: text("ville"),
    }];
    for (name, number, town) in OTHERS {
        if !fields.get(name).is_empty() {
            let town = if fields.get(town).is_empty() { text("ville") } else { text(town) };
            let uai = Uai::read(fields.get(number)).number;
            list.push(Ecole { name: text(name), uai, town, ..Ecole::default() });
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::default();
        let standing = [("nom", "École Jean-Jaurès"), ("fuseau", "Europe/Paris"), ("semaine", "8")];
        for (name, value) in pairs.iter().chain(&standing) {
            fields.push(*name, *value);
        }
        fields
    }

    fn check(pairs: &[(&str, &str)]) -> Checked<SchoolForm> {
        SchoolForm::check(&typed(pairs), &[])
    }

    #[test]
    fn a_doubtful_number_is_told_once_then_kept() {
        let faults = check(&[("zone", "C"), ("uai", "0751234A")]).err().unwrap();
        assert!(faults.of("uai").is_some());
        let kept = check(&[("zone", "C"), ("uai", "0751234A"), ("uai_garde", "0751234A")]).ok().unwrap();
        assert_eq!(kept.ecoles[0].uai, "0751234A");
        // The tick was for that number, not for another one.
        assert!(check(&[("zone", "C"), ("uai", "0751235B"), ("uai_garde", "0751234A")]).is_err());
    }

    #[test]
    fn the_zone_is_guessed_from_the_number_or_the_postcode() {
        assert_eq!(check(&[("code_postal", "69100")]).ok().unwrap().zone, Zone::A);
        assert_eq!(check(&[("code_postal", "97400")]).ok().unwrap().zone, Zone::Other);
        assert!(check(&[]).err().unwrap().of("zone").is_some());
    }

    #[test]
    fn the_week_is_one_of_two_or_drawn_by_hand() {
        let by_hand = [("zone", "A"), ("semaine", "autre"), ("demi", "0a"), ("demi", "2p")];
        assert_eq!(check(&by_hand).ok().unwrap().week.to_string(), "moa-wep");
        assert!(check(&[("zone", "A"), ("semaine", "autre")]).err().unwrap().of("semaine").is_some());
        assert_eq!(check(&[("zone", "A")]).ok().unwrap().week, WeekPattern::EIGHT);
    }

    #[test]
    fn a_box_may_hold_several_ecoles() {
        let form = check(&[("zone", "A"), ("nom1", "Élémentaire"), ("nom2", "Maternelle"), ("ville", "Bron")]);
        let ecoles = form.ok().unwrap().ecoles;
        assert_eq!((ecoles[0].name.as_str(), ecoles[1].name.as_str()), ("Élémentaire", "Maternelle"));
        assert_eq!(ecoles[1].town, "Bron");
    }
}
