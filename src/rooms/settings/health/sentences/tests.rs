use super::*;
use crate::{
    base::{
        disk::Room,
        log::store::Errors,
        machine::{Disk, Kind, Storage},
        neighbours::Announced,
        tls::{Doubt, DoubtReason},
    },
    rooms::settings::health::{
        Doors,
        look::{Backups, Certificate},
        store::Checked,
    },
};

const NOW: Instant = Instant(1_800_000_000);

fn sound() -> Facts {
    Facts {
        now: NOW,
        zone: jiff::tz::TimeZone::UTC,
        version: "1.0",
        is_set_up: true,
        doubt: None,
        is_synchronised: Some(true),
        room: Room { whole: 1_000_000, free: 600_000 },
        certificate: Certificate { until: NOW.plus(60 * Instant::DAY), is_provisional: false, hindrance: None },
        mail: Some(Mail { last_sent: Some(NOW.plus(-600)), ..Mail::default() }),
        checked: Some(Checked { at: NOW.plus(-Instant::HOUR), faults: 0 }),
        backups: Backups::default(),
        errors: Errors::default(),
        announced: vec![announced(Some("ecole.local"))],
        mail_host: Some(("smtp.ville.fr".to_owned(), Asked::Leads)),
        doors: Some(Doors { https: (443, 443), http: Some((80, 80)) }),
        names: vec![("ecole.ville.fr".to_owned(), Asked::Leads)],
        storage: Some(Storage { is_encrypted: true, disks: vec![disk(Kind::Other, None)] }),
        answers: Some(true),
    }
}

fn announced(held: Option<&str>) -> Announced {
    Announced { name: "ecole.local".to_owned(), held: held.map(str::to_owned) }
}

fn disk(kind: Kind, worn: Option<u8>) -> Disk {
    Disk { name: "mmcblk0".to_owned(), kind, worn, is_ending: false }
}

/// What is not well, each with what to do.
fn amiss(facts: &Facts) -> Vec<(&'static str, State)> {
    let found = findings(facts);
    assert!(found.is_sorted_by_key(|finding| finding.state), "the worst comes first");
    assert!(found.iter().all(|finding| finding.todo.is_some() == (finding.state != State::Well)));
    found.iter().filter(|finding| finding.state != State::Well).map(|finding| (finding.topic, finding.state)).collect()
}

#[test]
fn a_sound_box_is_said_to_be() {
    assert_eq!(amiss(&sound()), []);
    assert_eq!(summary(&findings(&sound())), ALL_WELL);
}

#[test]
fn each_thing_amiss_is_said_by_its_weight() {
    let doubt = Doubt { reason: DoubtReason::BeforeNewestRow, now: NOW.0, floor: NOW.0 + Instant::DAY };
    let certificate = |days: i64| Certificate { until: NOW.plus(days * Instant::DAY), ..sound().certificate };
    let late = |seconds: i64| Some(Mail { waiting: 3, late_since: Some(NOW.plus(-seconds)), ..Mail::default() });
    let stored = |disk| Some(Storage { is_encrypted: true, disks: vec![disk] });
    let checked = |days: i64, faults| Some(Checked { at: NOW.plus(-days * Instant::DAY), faults });
    let doors = |https, http| Some(Doors { https, http });
    let cases = [
        ("clock", State::Wrong, Facts { doubt: Some(doubt), ..sound() }),
        ("clock", State::Watch, Facts { is_synchronised: Some(false), ..sound() }),
        ("disk", State::Watch, Facts { room: Room { whole: 1_000_000, free: 130_000 }, ..sound() }),
        ("disk", State::Wrong, Facts { room: Room { whole: 1_000_000, free: 10_000 }, ..sound() }),
        ("certificate", State::Watch, Facts { certificate: certificate(5), ..sound() }),
        ("certificate", State::Wrong, Facts { certificate: certificate(-1), ..sound() }),
        ("door", State::Wrong, Facts { answers: Some(false), ..sound() }),
        ("mail", State::Watch, Facts { mail: None, ..sound() }),
        ("mail", State::Wrong, Facts { mail: late(3 * Instant::HOUR), ..sound() }),
        ("mail", State::Watch, Facts { mail: Some(Mail { stopped: 1, ..Mail::default() }), ..sound() }),
        ("database", State::Watch, Facts { checked: None, ..sound() }),
        ("database", State::Watch, Facts { checked: checked(9, 0), ..sound() }),
        ("database", State::Wrong, Facts { checked: checked(0, 2), ..sound() }),
        ("name", State::Watch, Facts { names: vec![("ecole.ville.fr".to_owned(), Asked::LeadsNowhere)], ..sound() }),
        ("wear", State::Watch, Facts { storage: stored(disk(Kind::SdCard, None)), ..sound() }),
        ("wear", State::Wrong, Facts { storage: stored(disk(Kind::Emmc, Some(90))), ..sound() }),
        (
            "wear",
            State::Wrong,
            Facts { storage: stored(Disk { is_ending: true, ..disk(Kind::Emmc, None) }), ..sound() },
        ),
        ("wear", State::Wrong, Facts { storage: stored(disk(Kind::Other, Some(80))), ..sound() }),
        ("errors", State::Watch, Facts { errors: Errors { counted: 9, unread: 2, last_at: Some(NOW) }, ..sound() }),
        ("dns", State::Wrong, Facts { mail_host: Some(("smtp.ville.fr".to_owned(), Asked::LeadsNowhere)), ..sound() }),
        ("local_name", State::Watch, Facts { announced: vec![announced(Some("ecole-2.local"))], ..sound() }),
        ("local_name", State::Watch, Facts { announced: vec![announced(None)], ..sound() }),
        ("ports", State::Watch, Facts { doors: doors((443, 8443), Some((80, 80))), ..sound() }),
        ("ports", State::Watch, Facts { doors: doors((443, 443), Some((80, 8080))), ..sound() }),
        (
            "encryption",
            State::Watch,
            Facts { storage: Some(Storage { is_encrypted: false, disks: vec![] }), ..sound() },
        ),
    ];
    for (topic, state, facts) in cases {
        assert_eq!(amiss(&facts), [(topic, state)]);
    }
    let short = Facts { mail: late(Instant::HOUR), storage: stored(disk(Kind::Emmc, Some(30))), ..sound() };
    assert_eq!(amiss(&short), [], "an hour late is on its way, and a young disk is well");
}

#[test]
fn what_nobody_knows_is_not_spoken_of() {
    let silent = Facts {
        storage: None,
        answers: None,
        is_synchronised: None,
        names: Vec::new(),
        mail_host: None,
        announced: Vec::new(),
        doors: None,
        ..sound()
    };
    let topics: Vec<_> = findings(&silent).iter().map(|finding| finding.topic).collect();
    assert_eq!(topics, ["clock", "disk", "certificate", "mail", "database", "version"]);
    let new = Facts {
        is_set_up: false,
        certificate: Certificate { is_provisional: true, ..sound().certificate },
        mail: None,
        ..sound()
    };
    assert_eq!(amiss(&new), [], "before the set-up neither mail nor an address is missed");
}
