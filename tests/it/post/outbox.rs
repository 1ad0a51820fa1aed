//! The outbox by the clock: the provider's rate, what waits, what is given up, whose refusal is remembered.

use super::{letter, post, waiting};
use crate::world::{School, row};
use preau::base::{
    clock::Instant,
    mail::{
        Letter, refusals, store,
        transport::{Blame, Cause, Refusal},
    },
};

fn outcome(school: &School, per_hour: i64, what: impl Fn(&store::Waiting) -> Option<Refusal>) -> Option<String> {
    let (house, now) = (&school.house, school.house.clock.now());
    let tx = house.db.write().unwrap();
    store::weed(&tx, now).unwrap();
    let leased = store::lease(&tx, per_hour, now).unwrap();
    if let Some(letter) = &leased {
        match what(letter) {
            None => store::sent(&tx, letter, now).unwrap(),
            Some(refusal) => store::failed(&tx, letter, &refusal, now).unwrap(),
        }
    }
    tx.commit().unwrap();
    leased.map(|letter| letter.subject)
}

fn refused(blame: Blame, said: &str) -> Option<Refusal> {
    Some(Refusal { blame, cause: Cause::Letter, said: said.into() })
}

fn pass(school: &School, seconds: i64) {
    school.house.clock.set(school.house.clock.now().plus(seconds));
}

#[test]
fn no_hour_sees_more_letters_than_the_provider_takes() {
    let school = School::new();
    let all: Vec<Letter> = (0..150).map(|at| letter(&format!("p{at}@exemple.fr"), "Mot")).collect();
    post(&school.house, &all);
    let mut sent: Vec<i64> = Vec::new();
    let begun = school.house.clock.now();
    while waiting(&school.house) > 0 {
        while outcome(&school, 60, |_| None).is_some() {
            sent.push(school.house.clock.now().since(begun));
        }
        pass(&school, 60);
        assert!(sent.len() == 150 || school.house.clock.now().since(begun) < 4 * Instant::HOUR, "{}", sent.len());
    }
    for (at, first) in sent.iter().enumerate() {
        let within = |span: i64| sent[at..].iter().take_while(|later| **later - first < span).count();
        assert!(within(Instant::HOUR) <= 60, "{} in the hour after {first}", within(Instant::HOUR));
        assert!(within(4 * Instant::MINUTE) <= 10, "all at the beginning of the hour");
    }
    assert!(*sent.last().unwrap() < 3 * Instant::HOUR, "as many as it takes, too");
}

#[test]
fn a_letter_for_which_somebody_waits_passes_before_the_others() {
    let school = School::new();
    let all: Vec<Letter> = (0..100).map(|at| letter(&format!("p{at}@exemple.fr"), "Mot")).collect();
    post(&school.house, &all);
    while outcome(&school, 60, |_| None).is_some() {}
    pass(&school, 10);
    post(&school.house, &[Letter { kind: "compte", ..letter("sophie@exemple.fr", "Phrase oubliée") }]);
    assert_eq!(outcome(&school, 60, |_| None).as_deref(), Some("Phrase oubliée"));
    assert_eq!(outcome(&school, 60, |_| None), None);
}

#[test]
fn what_is_calm_waits_for_the_morning_whatever_made_it_late() {
    let school = School::new();
    let calm = |to: &str| Letter { is_calm: true, ..letter(to, "Mot") };
    post(&school.house, &[calm("a@exemple.fr"), calm("b@exemple.fr"), letter("c@exemple.fr", "Urgent")]);
    assert_eq!(outcome(&school, 1_000, |_| None).as_deref(), Some("Mot"));
    let now = school.house.clock.now();
    let put_off = |until: Instant| {
        let tx = school.house.db.write().unwrap();
        let moved = store::put_off(&tx, until, school.house.clock.now()).unwrap();
        tx.commit().unwrap();
        moved
    };
    assert_eq!(put_off(now.plus(11 * Instant::HOUR)), 1, "neither what has left nor what is urgent");
    assert_eq!(outcome(&school, 1_000, |_| None).as_deref(), Some("Urgent"));
    assert_eq!(outcome(&school, 1_000, |_| None), None);
    pass(&school, 11 * Instant::HOUR);
    assert_eq!(outcome(&school, 1_000, |_| None).as_deref(), Some("Mot"));
    // Evening after evening with no server to take it: no news any more.
    post(&school.house, &[calm("d@exemple.fr")]);
    for _ in 0..5 {
        assert_eq!(put_off(school.house.clock.now().plus(Instant::DAY)), 1);
        pass(&school, Instant::DAY);
    }
    assert_eq!((outcome(&school, 1_000, |_| None), waiting(&school.house)), (None, 0));
}

#[test]
fn not_now_is_asked_again_for_days_and_no_only_a_few_times() {
    let tries = |blame: Blame| {
        let school = School::new();
        post(&school.house, &[letter("sophie@exemple.fr", "Mot")]);
        let (begun, mut tries, mut last) = (school.house.clock.now(), 0, 0);
        while waiting(&school.house) > 0 {
            if outcome(&school, 400, |_| refused(blame, "451 4.3.0 later")).is_some() {
                (tries, last) = (tries + 1, school.house.clock.now().since(begun));
            }
            pass(&school, 60);
        }
        (tries, last)
    };
    let (many, last) = tries(Blame::Moment);
    assert_eq!(many, 12);
    assert!(last > 4 * Instant::DAY, "{last}");
    assert_eq!(tries(Blame::Reluctance).0, 4);
    assert_eq!(tries(Blame::Letter).0, 1);
}

#[test]
fn what_no_server_was_there_to_take_waits_five_days() {
    let school = School::new();
    post(&school.house, &[letter("sophie@exemple.fr", "Mot")]);
    for _ in 0..4 * 24 {
        assert!(outcome(&school, 400, |_| refused(Blame::Server, "refused")).is_some());
        pass(&school, Instant::HOUR);
    }
    assert_eq!(waiting(&school.house), 1);
    pass(&school, 2 * Instant::DAY);
    assert_eq!(outcome(&school, 400, |_| None), None, "news of last week is none");
    assert_eq!(waiting(&school.house), 0);
}

#[test]
fn nothing_goes_to_an_address_that_refuses_until_somebody_says_so() {
    let school = School::new();
    let of = |address: &str| refusals::of(&school.house.db.read().unwrap(), address).unwrap();
    post(
        &school.house,
        &[letter("Paul@Exemple.fr", "1"), letter("paul@exemple.fr", "2"), letter("sophie@exemple.fr", "3")],
    );
    assert!(outcome(&school, 400, |_| refused(Blame::Address, "550 5.1.1 unknown")).is_some());
    assert_eq!(outcome(&school, 400, |_| None).as_deref(), Some("3"), "the second letter to it is left out");
    let found = of("PAUL@exemple.fr").unwrap();
    assert!(found.stopped.is_some() && found.said.contains("5.1.1"));
    assert_eq!(of("paul.martin@exemple.fr"), None);
    let tx = school.house.db.write().unwrap();
    assert!(refusals::lift(&tx, "paul@EXEMPLE.fr").unwrap());
    tx.commit().unwrap();
    post(&school.house, &[letter("paul@exemple.fr", "4")]);
    assert_eq!(outcome(&school, 400, |_| None).as_deref(), Some("4"));
    assert_eq!(row(&school, "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL"), 2);
}

#[test]
fn a_mailbox_that_was_full_is_forgotten_once_letters_arrive() {
    let school = School::new();
    let of = || refusals::of(&school.house.db.read().unwrap(), "sophie@exemple.fr").unwrap();
    for _ in 0..2 {
        post(&school.house, &[letter("sophie@exemple.fr", "Mot")]);
        outcome(&school, 400, |_| refused(Blame::Reluctance, "550 5.7.1 spam"));
    }
    let found = of().unwrap();
    assert_eq!((found.times, found.stopped), (2, None));
    let mut browser = school.browser("directrice");
    browser.get("/reglages/courrier").assert_says("Une lettre refusée le");
    // A report may still be on its way: a success counts a day later.
    pass(&school, 3 * Instant::DAY);
    while outcome(&school, 400, |_| None).is_some() {}
    assert_eq!(of(), None);
}
