use super::*;
use crate::{
    base::{
        disk::Room,
        machine::Storage,
        tls::{Doubt, DoubtReason},
    },
    rooms::settings::{
        backups,
        health::{look::Certificate, store::Checked},
    },
    school::backup::{Plan, Round},
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
        backups: Some(backed_up(1, "")),
        names: vec![("ecole.ville.fr".to_owned(), Asked::Leads)],
        storage: Some(Storage { is_encrypted: true, disks: vec![disk(Kind::Other, None)] }),
        answers: Some(true),
    }
}

/// So many days ago, and what has hindered it since.
fn backed_up(days: i64, fault: &str) -> backups::state::State {
    let done_at = Some(NOW.plus(-days * Instant::DAY));
    let round = |fault: &str| Some(Round { tried_at: NOW, done_at, fault: fault.to_owned() });
    backups::state::State {
        plan: Plan::default(),
        made: round(fault),
        verified: round(""),
        disk: None,
        hook: None,
        set_up_at: Some(NOW.plus(-90 * Instant::DAY)),
        key: Some("7QKF".to_owned()),
        restored: None,
    }
}

fn unread() -> backups::state::State {
    backups::state::State { verified: None, ..backed_up(1, "") }
}

fn without_paper() -> backups::state::State {
    backups::state::State { key: None, ..backed_up(1, "") }
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
        ("backup", State::Wrong, Facts { backups: Some(backed_up(4, "il n’y a pas de place.")), ..sound() }),
        ("backup", State::Watch, Facts { backups: Some(backed_up(1, "il n’y a pas de place.")), ..sound() }),
        ("restore", State::Watch, Facts { backups: Some(unread()), ..sound() }),
        ("recovery_key", State::Watch, Facts { backups: Some(without_paper()), ..sound() }),
        ("name", State::Watch, Facts { names: vec![("ecole.ville.fr".to_owned(), Asked::LeadsNowhere)], ..sound() }),
        ("wear", State::Watch, Facts { storage: stored(disk(Kind::SdCard, None)), ..sound() }),
        ("wear", State::Wrong, Facts { storage: stored(disk(Kind::Emmc, Some(9))), ..sound() }),
        (
            "wear",
            State::Wrong,
            Facts { storage: stored(Disk { is_ending: true, ..disk(Kind::Emmc, None) }), ..sound() },
        ),
        (
            "encryption",
            State::Watch,
            Facts { storage: Some(Storage { is_encrypted: false, disks: vec![] }), ..sound() },
        ),
    ];
    for (topic, state, facts) in cases {
        assert_eq!(amiss(&facts), [(topic, state)]);
    }
    let short = Facts { mail: late(Instant::HOUR), storage: stored(disk(Kind::Emmc, Some(3))), ..sound() };
    assert_eq!(amiss(&short), [], "an hour late is on its way, and a young disk is well");
}

#[test]
fn what_nobody_knows_is_not_spoken_of() {
    let silent = Facts { storage: None, answers: None, is_synchronised: None, names: Vec::new(), ..sound() };
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
