use super::*;
use crate::{
    base::{
        acme::{
            Kind as Refusal,
            plan::Kept,
            store::{Standing, Way, Wish},
        },
        disk::Room,
        log::store::Errors,
        machine::{Disk, Kind, Storage},
        neighbours::Announced,
        tls::{Doubt, DoubtReason, Flaw, Given, Public, Town, TownFlaw},
    },
    rooms::settings::{
        backups,
        from_home::{Access, Checked as Called, Found},
        health::{Doors, look::Certificate, store::Checked},
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
        certificate: certificate(),
        mail: Some(Mail { last_sent: Some(NOW.plus(-600)), ..Mail::default() }),
        checked: Some(Checked { at: NOW.plus(-Instant::HOUR), faults: 0 }),
        backups: Some(backed_up(1, "")),
        errors: Errors::default(),
        announced: vec![announced(Some("ecole.local"))],
        mail_host: Some(("smtp.ville.fr".to_owned(), Asked::Leads)),
        doors: Some(Doors { https: (443, 443), http: Some((80, 80)) }),
        names: vec![("ecole.ville.fr".to_owned(), Asked::Leads)],
        access: Access::Local,
        storage: Some(Storage { is_encrypted: true, disks: vec![disk(Kind::Other, None)] }),
        update: None,
        alarm: None,
        answers: Some(true),
    }
}

fn certificate() -> Certificate {
    Certificate {
        until: NOW.plus(60 * Instant::DAY),
        is_provisional: false,
        hindrance: None,
        town: None,
        public: None,
        wished: None,
        authority: "Let’s Encrypt".to_owned(),
    }
}

fn given(days: i64) -> Given {
    let from = NOW.0 - (45 - days) * Instant::DAY;
    Given {
        dns: vec!["ent.ville.fr".to_owned()],
        addresses: Vec::new(),
        from,
        until: from + 45 * Instant::DAY,
        issuer: "Ville".to_owned(),
        is_known_to_all: true,
    }
}

fn updated(ended: Ended) -> Outcome {
    Outcome { ended, from: "1.0".to_owned(), to: "1.1".to_owned(), at: NOW.plus(-Instant::DAY) }
}

fn announced(held: Option<&str>) -> Announced {
    Announced { name: "ecole.local".to_owned(), held: held.map(str::to_owned) }
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
        hook: round(""),
        set_up_at: Some(NOW.plus(-90 * Instant::DAY)),
        key: Some("7QKF".to_owned()),
        restored: None,
    }
}

/// Nothing of it left the box, or long ago.
fn alone(elsewhere: Option<i64>) -> backups::state::State {
    let round =
        |days: i64| Round { tried_at: NOW, done_at: Some(NOW.plus(-days * Instant::DAY)), fault: String::new() };
    backups::state::State { hook: None, disk: elsewhere.map(round), ..backed_up(1, "") }
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
    let host = "ecole.ville.fr".to_owned();
    let silent = Access::Called(Called { host, found: Found::Silent, since: NOW, at: NOW, opened: None });
    let doors = |https, http| Some(Doors { https, http });
    let cases = [
        ("clock", State::Wrong, Facts { doubt: Some(doubt), ..sound() }),
        ("clock", State::Watch, Facts { is_synchronised: Some(false), ..sound() }),
        ("disk", State::Watch, Facts { room: Room { whole: 1_000_000, free: 130_000 }, ..sound() }),
        ("disk", State::Wrong, Facts { room: Room { whole: 1_000_000, free: 10_000 }, ..sound() }),
        ("certificate", State::Watch, Facts { certificate: certificate(5), ..sound() }),
        ("certificate", State::Wrong, Facts { certificate: certificate(-1), ..sound() }),
        ("access", State::Wrong, Facts { access: silent.clone(), ..sound() }),
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
        ("backup_elsewhere", State::Watch, Facts { backups: Some(alone(None)), ..sound() }),
        ("backup_elsewhere", State::Watch, Facts { backups: Some(alone(Some(9))), ..sound() }),
        ("recovery_key", State::Watch, Facts { backups: Some(without_paper()), ..sound() }),
        ("name", State::Watch, Facts { names: vec![("ecole.ville.fr".to_owned(), Asked::LeadsNowhere)], ..sound() }),
        ("version", State::Watch, Facts { update: Some(updated(Ended::Returned)), ..sound() }),
        ("restarted", State::Wrong, Facts { alarm: Some(NOW.plus(-Instant::HOUR)), ..sound() }),
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
    assert_eq!(amiss(&Facts { update: Some(updated(Ended::Confirmed)), ..sound() }), []);
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
        backups: None,
        ..sound()
    };
    let topics: Vec<_> = findings(&silent).iter().map(|finding| finding.topic).collect();
    assert_eq!(topics, ["clock", "disk", "certificate", "mail", "database", "access", "version"]);
    let new = Facts {
        is_set_up: false,
        certificate: Certificate { is_provisional: true, ..sound().certificate },
        mail: None,
        ..sound()
    };
    assert_eq!(amiss(&new), [], "before the set-up neither mail nor an address is missed");
}

#[test]
fn a_town_s_certificate_is_watched_from_its_files_to_its_last_day() {
    let town = |days: i64, flaw: Option<Flaw>, is_key_open: bool| {
        let is_served = days > 0 && flaw.is_none();
        let flaw = flaw.map(TownFlaw::Certificate);
        let town = Town { place: "/etc/preau".into(), given: Some(given(days)), flaw, is_served, is_key_open };
        Facts { certificate: Certificate { town: Some(town), ..certificate() }, ..sound() }
    };
    assert_eq!(amiss(&town(40, None, false)), []);
    for (facts, state) in [
        (town(10, None, false), State::Watch),
        (town(40, None, true), State::Watch),
        (town(40, Some(Flaw::NotItsKey), false), State::Wrong),
    ] {
        assert_eq!(amiss(&facts), [("certificate_town", state)]);
    }
}

#[test]
fn a_public_certificate_is_missed_once_it_should_be_there() {
    let wished = |fault: Option<Refusal>, held: Option<(i64, bool)>| {
        let wish = Wish { names: vec!["ent.ville.fr".to_owned()], contact: String::new(), way: Way::Any };
        let wished = Standing {
            wish,
            agreed_at: NOW,
            terms: String::new(),
            directory: String::new(),
            tried_at: Some(NOW),
            failures: u32::from(fault.is_some()),
            fault,
            said: String::new(),
            asked_for: None,
            kept: Kept::default(),
        };
        let public = held.map(|(days, is_served)| Public { given: given(days), is_served });
        Facts { certificate: Certificate { wished: Some(wished), public, ..certificate() }, ..sound() }
    };
    assert_eq!(amiss(&wished(None, None)), [], "asked for a moment ago");
    assert_eq!(amiss(&wished(None, Some((30, true)))), []);
    assert_eq!(amiss(&wished(Some(Refusal::Limited), Some((12, true)))), [], "there is time");
    assert_eq!(amiss(&wished(Some(Refusal::Limited), Some((8, true)))), [("certificate_public", State::Watch)]);
    assert_eq!(amiss(&wished(Some(Refusal::Name), None)), [("certificate_public", State::Wrong)]);
    assert_eq!(amiss(&wished(None, Some((-1, false)))), [("certificate_public", State::Wrong)]);
}
