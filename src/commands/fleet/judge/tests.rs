use super::*;
use crate::{base::tls::Silence, commands::fleet::inventory::Source};

const NOW: Instant = Instant(1_800_000_000);

/// A sound box, with some lines instead of its own.
fn heard(instead: &[(&str, &str)]) -> Told {
    let day = |days: i64| (NOW.0 + days * Instant::DAY).to_string();
    let mut lines = vec![
        ("build_info{version=\"0.2.0\"}", "1".to_owned()),
        ("set_up", "1".to_owned()),
        ("clock_timestamp_seconds", NOW.0.to_string()),
        ("clock_doubtful", "0".to_owned()),
        ("clock_synchronised", "1".to_owned()),
        ("backup_made_timestamp_seconds", day(-1)),
        ("backup_made_failing", "0".to_owned()),
        ("backup_verified_timestamp_seconds", day(-3)),
        ("disk_size_bytes", "1000000000000".to_owned()),
        ("disk_free_bytes", "600000000000".to_owned()),
        ("certificate_expires_timestamp_seconds", day(48)),
        ("letters_waiting", "0".to_owned()),
        ("errors_unseen", "0".to_owned()),
        ("families_access", "1".to_owned()),
        ("update_timestamp_seconds", day(-9)),
        ("update_failed", "0".to_owned()),
        ("findings{state=\"wrong\"}", "0".to_owned()),
        ("findings{state=\"watch\"}", "0".to_owned()),
    ];
    for (name, value) in instead {
        lines.retain(|(known, _)| known != name);
        lines.push((name, (*value).to_owned()));
    }
    let lines = lines.iter().filter(|(_, value)| !value.is_empty());
    let text: String = lines.map(|(name, value)| format!("preau_{name} {value}\n")).collect();
    Ok(Heard { figures: Figures::parse(&text).unwrap(), asked_at: Some(NOW) })
}

fn judged(told: &[Told]) -> Vec<Row> {
    let school = |at| School { name: format!("École {at}"), source: Source::File("x".into()) };
    let schools: Vec<School> = (0..told.len()).map(school).collect();
    rows(&schools, told, NOW, &TimeZone::UTC)
}

#[test]
fn a_sound_box_is_well_in_each_column() {
    let rows = judged(&[heard(&[])]);
    let cells = rows[0].is.as_ref().unwrap();
    let says: Vec<&str> = cells.iter().map(|cell| cell.says.as_str()).collect();
    assert_eq!(
        says,
        [
            "0.2.0",
            "hier",
            "il y a 3 jours",
            "40\u{202f}% pris",
            "48 jours",
            "rien n’attend",
            "à l’heure",
            "aucune",
            "ouvert",
            "réussie il y a 9 jours"
        ]
    );
    assert!(cells.iter().all(|cell| cell.mark == Mark::Well) && rows[0].level == Level::Well);
    assert_eq!(cells.len(), COLUMNS.len());
}

#[test]
fn each_figure_that_is_amiss_is_seen_in_its_column() {
    let at = |seconds: i64| (NOW.0 + seconds).to_string();
    let days = |days: i64| at(days * Instant::DAY);
    let cases = [
        ("Sauvegarde", Mark::Watch, vec![("backup_made_timestamp_seconds", days(-3))]),
        ("Sauvegarde", Mark::Wrong, vec![("backup_made_timestamp_seconds", days(-8))]),
        ("Sauvegarde", Mark::Wrong, vec![("backup_made_failing", "1".into())]),
        ("Sauvegarde", Mark::Watch, vec![("backup_made_timestamp_seconds", String::new())]),
        ("Sauvegarde", Mark::Watch, vec![("backup_made_timestamp_seconds", String::new()), ("set_up", "0".into())]),
        ("Restauration vérifiée", Mark::Watch, vec![("backup_verified_timestamp_seconds", days(-11))]),
        ("Restauration vérifiée", Mark::Wrong, vec![("backup_verified_timestamp_seconds", days(-40))]),
        ("Disque", Mark::Wrong, vec![("disk_free_bytes", "1000".into())]),
        ("Certificat", Mark::Watch, vec![("certificate_expires_timestamp_seconds", days(5))]),
        ("Certificat", Mark::Watch, vec![("certificate_expires_timestamp_seconds", at(3_600))]),
        ("Certificat", Mark::Wrong, vec![("certificate_expires_timestamp_seconds", at(-1))]),
        (
            "E-mails",
            Mark::Wrong,
            vec![("letters_waiting", "3".into()), ("letters_late_since_timestamp_seconds", at(-3 * Instant::HOUR))],
        ),
        ("E-mails", Mark::Unknown, vec![("letters_waiting", String::new())]),
        ("Horloge", Mark::Wrong, vec![("clock_doubtful", "1".into())]),
        ("Horloge", Mark::Watch, vec![("clock_synchronised", "0".into())]),
        ("Horloge", Mark::Watch, vec![("clock_timestamp_seconds", at(300))]),
        ("Horloge", Mark::Wrong, vec![("clock_timestamp_seconds", days(-700))]),
        ("Erreurs", Mark::Watch, vec![("errors_unseen", "4".into())]),
        ("Accès des familles", Mark::Wrong, vec![("families_access", "0".into())]),
        ("Accès des familles", Mark::Unknown, vec![("families_access", String::new())]),
        ("Mise à jour", Mark::Wrong, vec![("update_failed", "1".into())]),
    ];
    for (column, mark, instead) in cases {
        let instead: Vec<(&str, &str)> = instead.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let rows = judged(&[heard(&instead)]);
        let cells = rows[0].is.as_ref().unwrap();
        let amiss: Vec<_> = COLUMNS.iter().zip(cells).filter(|(_, cell)| cell.mark != Mark::Well).collect();
        assert_eq!(amiss.len(), 1, "{instead:?}: {amiss:?}");
        assert_eq!((*amiss[0].0, amiss[0].1.mark), (column, mark), "{instead:?}");
        let level = match mark {
            Mark::Wrong => Level::Wrong,
            Mark::Watch => Level::Watch,
            _ => Level::Well,
        };
        assert_eq!(rows[0].level, level, "{column}");
    }
}

#[test]
fn red_comes_first_then_the_silent_then_by_name() {
    let silent: Told = Err(Mute::Silent(Silence::NobodyThere));
    let found = judged(&[
        heard(&[]),
        heard(&[("findings{state=\"watch\"}", "1")]),
        silent,
        heard(&[("findings{state=\"wrong\"}", "2")]),
        heard(&[]),
    ]);
    let names: Vec<&str> = found.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["École 3", "École 2", "École 1", "École 0", "École 4"]);
    assert_eq!(found[0].findings, (2, 0));
    assert!(found[1].is.is_err());
}

#[test]
fn an_older_version_than_a_neighbour_s_is_to_be_watched() {
    let of = |version: &'static str| {
        let name: &'static str = match version {
            "0.9.1" => "build_info{version=\"0.9.1\"}",
            _ => "build_info{version=\"0.10.0\"}",
        };
        heard(&[("build_info{version=\"0.2.0\"}", ""), (name, "1")])
    };
    let found = judged(&[of("0.9.1"), of("0.10.0")]);
    assert_eq!((found[0].name.as_str(), found[0].level), ("École 0", Level::Watch));
    assert_eq!(found[1].level, Level::Well);
    assert!(numbers("0.10.2~rc1") > numbers("0.9") && numbers("x").is_empty());
}
