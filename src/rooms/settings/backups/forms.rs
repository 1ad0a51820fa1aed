//! How long backups stay and on which disk, and the last group of the printed key, as they are typed.

use crate::{
    base::backup::Keep,
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
};

/// A label that a disk can have is no longer.
const LABEL: usize = 64;

pub struct PlanForm {
    pub keep: Keep,
    pub disk: String,
    /// Ticked: beyond three months, knowing why not.
    pub is_long_wanted: bool,
}

impl Form for PlanForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<PlanForm> {
        let mut faults = Faults::default();
        let mut number = |name: &'static str, least: u16, most: u16| {
            let typed: Option<u16> = fields.get(name).parse().ok();
            let found = typed.filter(|number| (least..=most).contains(number));
            if found.is_none() {
                faults.add(name, format!("Donnez un nombre de {least} à {most}."));
            }
            found.unwrap_or_default()
        };
        let keep =
            Keep { days: number("jours", 1, 62), weeks: number("semaines", 0, 52), months: number("mois", 0, 24) };
        let disk = fields.get("disque").to_owned();
        if disk.chars().count() > LABEL {
            faults.add("disque", "Choisissez dans la liste.");
        }
        faults.or(PlanForm { keep, disk, is_long_wanted: fields.has("longtemps") })
    }
}

/// What is done about the key: in the set-up it may wait.
pub enum KeyForm {
    Later,
    Draw,
    /// The last group, as it was copied.
    Copied(String),
}

impl Form for KeyForm {
    const LIMIT: usize = 4 * 1024;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<KeyForm> {
        if fields.has("plus_tard") {
            return Ok(KeyForm::Later);
        }
        if fields.has("nouvelle") {
            return Ok(KeyForm::Draw);
        }
        Ok(KeyForm::Copied(fields.get("groupe").chars().take(64).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&str, &str)]) -> Checked<PlanForm> {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.push(*name, *value);
        }
        PlanForm::check(&fields, &[])
    }

    #[test]
    fn numbers_are_bounded_and_one_day_stays_at_least() {
        let usual = check(&[("jours", "7"), ("semaines", "4"), ("mois", "3")]).ok().unwrap();
        assert_eq!((usual.keep, usual.is_long_wanted), (Keep::default(), false));
        for (jours, semaines, mois, wrong) in
            [("0", "4", "3", "jours"), ("7", "-1", "3", "semaines"), ("7", "4", "25", "mois"), ("", "4", "3", "jours")]
        {
            let faults = check(&[("jours", jours), ("semaines", semaines), ("mois", mois)]).err().unwrap();
            assert!(faults.of(wrong).is_some() && faults.iter().count() == 1, "{wrong}");
        }
    }
}
