//! The keeper over time and across restarts, on a real folder with a clock moved by hand.

use super::authority::{DAY, tests::sure};
use super::{Doubt, Facts, Fault, Hindrance, Keeper, Names, Reading, Reason, Standing, Tended, Verdict};
use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use x509_parser::prelude::*;

const NOW: i64 = 1_800_000_000;

struct Held {
    keeper: Keeper,
    folder: PathBuf,
    _data: TempDir,
}

fn fresh_box() -> Held {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("tls");
    Held { keeper: reopened(&folder, NOW), folder, _data: data }
}

fn established_box() -> Held {
    let fresh = fresh_box();
    let tended = fresh.keeper.establish(&names(&["ecole.local"]), "École Jaurès", sure(NOW)).unwrap();
    assert_eq!(tended.issued, Some(Reason::First));
    fresh
}

fn reopened(folder: &Path, now: i64) -> Keeper {
    Keeper::open(folder, &at(now), &ips(&["192.168.1.10"]), Some("boite.jaures.fr")).unwrap()
}

fn at(now: i64) -> Verdict {
    Verdict::Sure(sure(now))
}

fn doubtful(now: i64) -> (Verdict, Doubt) {
    let reading = Reading { now, built: NOW, newest: None, confirmed: None };
    let verdict = reading.verdict();
    (verdict, verdict.doubt().expect("before the build"))
}

fn names(typed: &[&str]) -> Names {
    Names::parse(typed).unwrap()
}

fn ips(typed: &[&str]) -> Vec<IpAddr> {
    typed.iter().map(|ip| ip.parse().unwrap()).collect()
}

impl Held {
    fn tend(&self, now: i64, addresses: &[&str]) -> Tended {
        self.keeper.tend(&at(now), &ips(addresses)).unwrap()
    }

    fn facts(&self) -> Facts {
        self.keeper.facts()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

#[test]
fn an_empty_folder_begins_with_a_provisional_certificate_that_a_restart_keeps() {
    let fresh = fresh_box();
    let facts = fresh.facts();
    assert_eq!(facts.standing, Standing::Provisional);
    assert_eq!(facts.served.issuer, None);
    assert_eq!(facts.served.dns, ["localhost", "boite.jaures.fr", "boite.local"]);
    assert!(facts.served.addresses.contains(&"192.168.1.10".parse().unwrap()));
    assert_eq!(fresh.tend(NOW, &["192.168.1.99"]).issued, None);
    let print = facts.served.fingerprint;
    let again = reopened(&fresh.folder, NOW + 40 * DAY).facts();
    assert_eq!(again.served.fingerprint, print);
    let much_later = reopened(&fresh.folder, NOW + 340 * DAY).facts();
    assert_ne!(much_later.served.fingerprint, print);
}

#[test]
fn keys_are_readable_by_their_owner_alone() {
    let fresh = fresh_box();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&fresh.file("provisional.pem")), 0o600);
    fresh.keeper.establish(&names(&["ecole.local"]), "École", sure(NOW)).unwrap();
    assert_eq!(mode(&fresh.folder), 0o700);
    assert_eq!(mode(&fresh.file("authority-1.pem")), 0o600);
    assert_eq!(mode(&fresh.file("leaf.pem")), 0o600);
    assert!(!fresh.file("provisional.pem").exists());
}

#[test]
fn the_leaf_lives_ninety_days_at_most_and_names_what_it_should() {
    let held = established_box();
    let file = fs::read(held.file("leaf.pem")).unwrap();
    let (_, pem) = parse_x509_pem(&file).unwrap();
    let leaf = pem.parse_x509().unwrap();
    let (from, until) = (leaf.validity.not_before.timestamp(), leaf.validity.not_after.timestamp());
    assert_eq!(from, NOW - 3600);
    assert!(until - from < 90 * DAY && until - from > 89 * DAY);
    let facts = held.facts();
    assert_eq!((facts.served.from, facts.served.until), (from, until));
    let mut found = Vec::new();
    for name in &leaf.subject_alternative_name().unwrap().unwrap().value.general_names {
        found.push(name.to_string());
    }
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(facts.served.dns, ["ecole.local", "localhost"]);
    assert_eq!(facts.served.addresses, ips(&["192.168.1.10", "127.0.0.1", "::1"]));
    assert!(!leaf.is_ca());
    let root = facts.roots[0].der().to_vec();
    let (_, root) = X509Certificate::from_der(&root).unwrap();
    assert!(leaf.verify_signature(Some(root.public_key())).is_ok());
}

#[test]
fn the_leaf_is_renewed_at_a_third_of_its_life_and_no_earlier() {
    let held = established_box();
    let first = held.facts().served;
    let third = (first.until - first.from) / 3;
    let before = held.tend(first.until - third - 1, &["192.168.1.10"]);
    assert_eq!(before.issued, None);
    assert_eq!(held.facts().served.fingerprint, first.fingerprint);
    let due = held.tend(first.until - third, &["192.168.1.10"]);
    assert_eq!(due.issued, Some(Reason::ThirdLeft));
    assert!(held.facts().served.until > first.until);
}

#[test]
fn a_change_of_address_reissues_at_once_and_an_outside_one_is_said() {
    let held = established_box();
    assert_eq!(held.tend(NOW + 60, &["192.168.1.10"]).issued, None);
    let moved = held.tend(NOW + 120, &["203.0.113.9", "10.0.0.7", "2a01:e0a::1"]);
    assert_eq!(moved.issued, Some(Reason::Addresses));
    assert_eq!(moved.left_out, ips(&["203.0.113.9", "2a01:e0a::1"]));
    let facts = held.facts();
    assert_eq!(facts.left_out, moved.left_out);
    assert_eq!(facts.served.addresses, ips(&["10.0.0.7", "127.0.0.1", "::1"]));
    let same = held.tend(NOW + 180, &["10.0.0.7", "198.51.100.4"]);
    assert_eq!(same.issued, None, "only an outside address changed");
    assert_eq!(same.left_out, ips(&["198.51.100.4"]));
}

#[test]
fn a_new_name_makes_a_second_root_and_the_first_stays_until_dropped() {
    let held = established_box();
    let first = held.facts().roots[0].fingerprint();
    let wider = names(&["ecole.local", "ent.jaures.fr"]);
    let tended = held.keeper.establish(&wider, "École Jaurès", sure(NOW + DAY)).unwrap();
    assert_eq!(tended.issued, Some(Reason::Authority));
    let facts = held.facts();
    assert_eq!(facts.roots.len(), 2);
    assert_eq!(facts.roots[1].fingerprint(), first);
    assert_ne!(facts.roots[0].title, facts.roots[1].title);
    assert_eq!(facts.served.issuer, Some(facts.roots[0].fingerprint()));
    assert_eq!(facts.served.dns, ["ecole.local", "ent.jaures.fr", "localhost"]);

    let newest = facts.roots[0].fingerprint();
    assert!(matches!(held.keeper.drop_root(&newest), Err(Fault::RootInUse)));
    held.keeper.drop_root(&first).unwrap();
    assert!(matches!(held.keeper.drop_root(&first), Err(Fault::UnknownRoot)));
    assert_eq!(reopened(&held.folder, NOW + DAY).facts().roots.len(), 1);
}

#[test]
fn fewer_names_or_the_same_need_no_other_root() {
    let held = established_box();
    let same = held.keeper.establish(&names(&["ecole.local"]), "École Jaurès", sure(NOW + 60)).unwrap();
    assert_eq!(same.issued, None);
    let below = held.keeper.establish(&names(&["ent.ecole.local"]), "École", sure(NOW + 60)).unwrap();
    assert_eq!(below.issued, Some(Reason::Names));
    assert_eq!(held.facts().roots.len(), 1);
    let again = reopened(&held.folder, NOW + 120);
    assert_eq!(again.facts().names, Some(names(&["ent.ecole.local"])));
    let tended = again.tend(&at(NOW + 120), &ips(&["192.168.1.10"])).unwrap();
    assert_eq!(tended.issued, None, "the names chosen last outlive a restart");
}

#[test]
fn a_name_that_the_neighbours_give_is_carried_while_they_give_it() {
    let held = established_box();
    let dns = || held.facts().served.dns;
    held.keeper.also_called(["ecole-2.local", "autre.local", "ecole.local"].into_iter());
    assert_eq!(held.tend(NOW + 60, &["192.168.1.10"]).issued, Some(Reason::Names));
    assert_eq!(
        dns(),
        ["ecole.local", "ecole-2.local", "localhost"],
        "and nothing that the authority may not vouch for"
    );
    assert_eq!(held.facts().roots.len(), 1, "no device has anything to learn");
    let again = reopened(&held.folder, NOW + 90);
    again.also_called(["ecole-2.local"].into_iter());
    assert_eq!(again.tend(&at(NOW + 90), &ips(&["192.168.1.10"])).unwrap().issued, None);
    held.keeper.also_called(std::iter::empty());
    assert_eq!(held.tend(NOW + 120, &["192.168.1.10"]).issued, Some(Reason::Names));
    assert_eq!(dns(), ["ecole.local", "localhost"]);
}

#[test]
fn an_old_authority_is_succeeded_and_leaves_the_list_when_it_ends() {
    let held = established_box();
    let end = held.facts().roots[0].until;
    let late = held.tend(end - 10 * DAY, &["192.168.1.10"]);
    assert_eq!(late.issued, Some(Reason::ThirdLeft));
    assert_eq!(held.facts().served.until, end, "a leaf never outlives its root");
    assert_eq!(held.tend(end - DAY, &["192.168.1.10"]).issued, None);
    let over = held.tend(end, &["192.168.1.10"]);
    assert_eq!(over.hindrance, Some(Hindrance::ExpiredAuthority));
    held.keeper.establish(&names(&["ecole.local"]), "École Jaurès", sure(end)).unwrap();
    let facts = held.facts();
    assert_eq!(facts.roots.len(), 1, "the ended one is not listed");
    assert!(facts.served.until > end && facts.hindrance.is_none());
}

#[test]
fn a_restart_finds_the_same_roots_and_the_same_leaf() {
    let held = established_box();
    let before = held.facts();
    let again = reopened(&held.folder, NOW + 60);
    let tended = again.tend(&at(NOW + 60), &ips(&["192.168.1.10"])).unwrap();
    assert_eq!(tended.issued, None);
    let after = again.facts();
    assert_eq!(after.served, before.served);
    assert_eq!(after.roots[0].der(), before.roots[0].der());
    assert_eq!(after.standing, Standing::Authority);
}

#[test]
fn a_doubtful_clock_issues_nothing_and_goes_on_serving() {
    let held = established_box();
    let before = held.facts().served;
    let (clock, doubt) = doubtful(NOW - 200 * DAY);
    let elsewhere = ips(&["10.9.9.9"]);
    let tended = held.keeper.tend(&clock, &elsewhere).unwrap();
    assert_eq!((tended.issued, tended.hindrance), (None, Some(Hindrance::Clock(doubt))));
    assert_eq!(held.facts().served, before);
    let again = Keeper::open(&held.folder, &clock, &elsewhere, None).unwrap();
    assert_eq!(again.tend(&clock, &elsewhere).unwrap().issued, None);
    assert_eq!(again.facts().served, before);
    assert_eq!(again.facts().hindrance, Some(Hindrance::Clock(doubt)));
    let settled = again.tend(&at(NOW), &elsewhere).unwrap();
    assert_eq!(settled.issued, Some(Reason::Addresses));
}

#[test]
fn a_doubtful_clock_without_a_leaf_serves_the_provisional_one() {
    let held = established_box();
    fs::remove_file(held.file("leaf.pem")).unwrap();
    let (clock, _) = doubtful(NOW - 200 * DAY);
    let again = Keeper::open(&held.folder, &clock, &[], None).unwrap();
    assert_eq!(again.tend(&clock, &[]).unwrap().issued, None);
    let facts = again.facts();
    assert_eq!(facts.served.issuer, None);
    assert_eq!(facts.standing, Standing::Authority);
    assert!(facts.served.until > NOW, "still valid on the true date");
}

#[test]
fn a_leaf_signed_ahead_of_time_is_signed_again() {
    let held = established_box();
    let wrong = NOW + 900 * DAY;
    held.tend(wrong, &["192.168.1.10"]);
    let back = held.tend(NOW + DAY, &["192.168.1.10"]);
    assert_eq!(back.issued, Some(Reason::NotYetValid));
}

/// The verdict once rows were written on a clock that ran ahead, and the clock was set right.
fn after_rows_from(ahead: i64, now: i64) -> Verdict {
    let verdict = Reading { now, built: NOW, newest: Some(ahead), confirmed: None }.verdict();
    assert!(verdict.doubt().is_some());
    verdict
}

#[test]
fn a_leaf_signed_ahead_of_time_gives_way_to_the_one_before_while_the_clock_is_in_doubt() {
    let held = established_box();
    let good = held.facts().served;
    let ahead = NOW + 4 * 365 * DAY;
    assert_eq!(held.tend(ahead, &["192.168.1.10"]).issued, Some(Reason::ThirdLeft));
    assert_eq!(held.tend(ahead + 60, &["10.0.0.7"]).issued, Some(Reason::Addresses));
    let early = held.facts().served;

    let back = after_rows_from(ahead + 60, NOW + DAY);
    let tended = held.keeper.tend(&back, &ips(&["10.0.0.7"])).unwrap();
    assert_eq!(tended.issued, None);
    assert!(matches!(tended.hindrance, Some(Hindrance::Clock(_))));
    assert_eq!(held.facts().served, good, "what is valid today");

    let again = Keeper::open(&held.folder, &back, &[], None).unwrap();
    again.tend(&back, &[]).unwrap();
    assert_eq!(again.facts().served, good, "also after a restart");
    again.tend(&doubtful(NOW - DAY).0, &[]).unwrap();
    assert_eq!(again.facts().served, good, "a clock that lags changes nothing");
    again.tend(&after_rows_from(ahead + 9 * DAY, ahead + DAY), &[]).unwrap();
    assert_eq!(again.facts().served, early, "the later one has its turn");

    let settled = again.tend(&at(NOW + 2 * DAY), &ips(&["10.0.0.7"])).unwrap();
    assert!(settled.issued.is_some());
    assert!(again.facts().served.until < ahead);
}

#[test]
fn a_leaf_without_its_authority_is_said_and_goes_on() {
    let held = established_box();
    let served = held.facts().served;
    fs::remove_file(held.file("authority-1.pem")).unwrap();
    let again = reopened(&held.folder, NOW + 80 * DAY);
    let tended = again.tend(&at(NOW + 80 * DAY), &ips(&["192.168.1.10"])).unwrap();
    assert_eq!((tended.issued, tended.hindrance), (None, Some(Hindrance::NoAuthority)));
    assert_eq!(again.facts().served, served);
    again.establish(&names(&["ecole.local"]), "École", sure(NOW + 80 * DAY)).unwrap();
    assert_eq!(again.facts().hindrance, None);
    assert_eq!(fresh_box().facts().hindrance, None, "a box that is not set up lacks nothing");
}

#[test]
fn a_power_cut_in_the_middle_of_a_leaf_costs_only_that_leaf() {
    let held = established_box();
    let root = held.facts().roots[0].fingerprint();
    let whole = fs::read(held.file("leaf.pem")).unwrap();
    let leftover = held.file("authority-2.pem.partial");
    for cut in [0, 1, 40, whole.len() / 2, whole.len() - 3] {
        fs::write(held.file("leaf.pem"), &whole[..cut]).unwrap();
        fs::write(&leftover, b"half").unwrap();
        let again = reopened(&held.folder, NOW + 60);
        assert!(!leftover.exists());
        let tended = again.tend(&at(NOW + 60), &ips(&["192.168.1.10"])).unwrap();
        assert_eq!(tended.issued, Some(Reason::First), "cut at {cut}");
        assert_eq!(again.facts().roots[0].fingerprint(), root);
    }
}

#[test]
fn a_cut_between_a_new_root_and_its_names_leaves_a_box_that_works() {
    let held = established_box();
    let old_names = fs::read(held.file("names.json")).unwrap();
    held.keeper.establish(&names(&["ent.jaures.fr"]), "École", sure(NOW)).unwrap();
    fs::write(held.file("names.json"), old_names).unwrap();
    let again = reopened(&held.folder, NOW);
    assert_eq!(again.facts().names, Some(names(&["ent.jaures.fr"])));
}

#[test]
fn a_damaged_authority_is_said_and_never_replaced() {
    let held = established_box();
    let served = held.facts().served;
    let path = held.file("authority-1.pem");
    let whole = fs::read(&path).unwrap();
    let stranger = fresh_box();
    stranger.keeper.establish(&names(&["autre.local"]), "Autre", sure(NOW)).unwrap();
    let other = String::from_utf8(fs::read(stranger.file("authority-1.pem")).unwrap()).unwrap();
    let mixed = {
        let key = other.find("-----BEGIN PRIVATE KEY").unwrap();
        let own = String::from_utf8(whole.clone()).unwrap();
        let own_key = own.find("-----BEGIN PRIVATE KEY").unwrap();
        format!("{}{}", &own[..own_key], &other[key..])
    };
    for damaged in [&whole[..whole.len() / 2], &whole[..0], mixed.as_bytes()] {
        fs::write(&path, damaged).unwrap();
        let again = reopened(&held.folder, NOW + 60);
        let tended = again.tend(&at(NOW + 60), &ips(&["10.0.0.7"])).unwrap();
        assert_eq!(tended.issued, None);
        assert_eq!(tended.hindrance, Some(Hindrance::BrokenAuthority(path.clone())));
        assert!(matches!(
            again.establish(&names(&["ecole.local"]), "École", sure(NOW + 60)),
            Err(Fault::BrokenAuthority { .. })
        ));
        assert_eq!(again.facts().served, served, "the leaf goes on");
        assert_eq!(again.facts().broken, std::slice::from_ref(&path));
        assert_eq!(fs::read(&path).unwrap(), damaged);
    }
    fs::write(&path, &whole).unwrap();
    let mended = reopened(&held.folder, NOW + 120);
    assert_eq!(mended.facts().hindrance, None);
}
