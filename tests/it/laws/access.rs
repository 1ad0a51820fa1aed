//! The access table: for each route, its gate and what each person gets. Reviewed as a diff; a right that grows is seen here.

use crate::world::{PERSONAS, Reply, School, row};
use preau::door::routes::{Method, Route};
use std::collections::BTreeMap;

#[test]
fn everyone_gets_what_the_rules_say() {
    // By person, on two threads: a thousand questions, each POST in a school of its own.
    let (one, other) = PERSONAS.split_at(PERSONAS.len() / 2);
    let answers: Vec<Vec<String>> = std::thread::scope(|scope| {
        let other = scope.spawn(|| other.iter().map(|who| answers_to(who)).collect::<Vec<_>>());
        let mut all: Vec<_> = one.iter().map(|who| answers_to(who)).collect();
        all.extend(other.join().unwrap());
        all
    });
    let school = School::new();
    let mut table = String::from(
        "# route, gate, and what each person gets; ids stand for Léa (CM1), her class, a word to CM1, her mother\n",
    );
    for (at, route) in school.routes.iter().enumerate() {
        let again = match (route.asks_always, route.asks_again) {
            (true, _) => ", asks again everywhere",
            (false, true) => ", asks again on a shared computer",
            (false, false) => "",
        };
        table.push_str(&format!("{} {} {}{again}\n", name(route.method), route.path, route.gate));
        let mut got: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (who, answers) in PERSONAS.iter().zip(&answers) {
            got.entry(&answers[at]).or_default().push(who);
        }
        for (answer, who) in got {
            table.push_str(&format!("    {answer}: {}\n", who.join(", ")));
        }
    }
    super::assert_golden("access.txt", &table);
}

/// A form that is sent empty tells the gate's answer: nothing changes behind it, or it is 422.
fn answers_to(who: &str) -> Vec<String> {
    let reads = School::new();
    let mut reader = reads.browser(who);
    // What nobody wrote to answers the next question too. After a write it gets a new school.
    let mut untouched = None;
    let ask = |route: &Route| match route.method {
        Method::Get => answer(&reader.get_once(&crate::world::bind(&reads, route.path))),
        Method::Post => {
            let school = untouched.take().unwrap_or_else(School::new);
            let path = crate::world::bind(&school, route.path);
            let mut browser = school.browser(who);
            let before = commits(&school);
            let answer = answer(&browser.post_once(&path, &[]));
            drop(browser);
            if commits(&school) == before {
                untouched = Some(school);
            }
            answer
        }
        other => answer(&reader.tus_once(other, &crate::world::bind(&reads, route.path))),
    };
    reads.routes.iter().map(ask).collect()
}

/// Another number once anybody but the asking connection has committed.
fn commits(school: &School) -> i64 {
    row(school, "PRAGMA data_version")
}

fn answer(reply: &Reply) -> String {
    match (reply.status, reply.header("location")) {
        (303, Some(to)) if to == "/connexion" || to.starts_with("/connexion?retour=") => "sign-in".to_owned(),
        (303, Some(_)) => "303".to_owned(),
        (status, _) => status.to_string(),
    }
}

fn name(method: Method) -> &'static str {
    match method {
        Method::Get => "GET ",
        Method::Post => "POST",
        Method::Head => "HEAD",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
        Method::Options => "OPTIONS",
        Method::Dav => "DAV ",
    }
}

#[test]
fn the_open_doors_are_known() {
    let school = School::new();
    let open = |route: &&Route| matches!(route.gate, "Public" | "Always" | "AtSchool" | "SetUpCode" | "SettingUp");
    let list: Vec<String> = school
        .routes
        .iter()
        .filter(open)
        .map(|route| format!("{} {} {}\n", name(route.method), route.path, route.gate))
        .collect();
    super::assert_golden("open_doors.txt", &list.concat());
}

#[test]
fn an_unknown_path_and_a_hidden_thing_look_the_same() {
    let school = School::new();
    for who in ["parent_tom", "visiteur", "mairie"] {
        let mut browser = school.browser(who);
        let absent = browser.get_once("/classes/999999");
        let hidden = browser.get_once(&format!("/classes/{}", school.class("CM1")));
        assert_eq!(absent.status, hidden.status, "{who}");
        assert_eq!(
            absent.text().replace("999999", ""),
            hidden.text().replace(&school.class("CM1").to_string(), ""),
            "{who}"
        );
    }
}
