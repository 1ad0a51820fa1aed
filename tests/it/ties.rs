//! Ties: what each gives through the pages, and what ends when one gives less.

use crate::world::{Browser, PICTURE, Reply, School, WORD, bind, row};
use preau::{
    base::{db::Id, jobs::System},
    door::routes::{Method, Route},
    rooms::people,
    school::account::links,
};

/// Where the director decides this tie.
fn tie(school: &School, adult: &str, child: &str) -> String {
    let (guardian, pupil) = (school.id(adult), school.id(child));
    let sql = format!("SELECT id FROM guardianship WHERE guardian = {guardian} AND pupil = {pupil}");
    format!("/ecole/liens/{}", row(school, &sql))
}

/// Decides it: a place beside the child, and the ticks.
fn decide(school: &School, adult: &str, child: &str, authority: &str, ticks: &[&str]) -> Reply {
    let mut anne = school.browser("directrice");
    let mut form = anne.get(&tie(school, adult, child)).form("nregistrer").set("autorite", authority);
    form.pairs.retain(|(name, _)| !["lit", "signe", "recoit"].contains(&name.as_str()));
    ticks.iter().fold(form, |form, name| form.tick(name, "oui")).send(&mut anne)
}

fn restrict(school: &School, adult: &str, child: &str, from: &str) -> Reply {
    let mut anne = school.browser("directrice");
    let form = anne.get(&tie(school, adult, child)).form("nregistrer").tick("restriction", "oui");
    form.set("restriction_le", from).set("document_le", "2026-11-10").send(&mut anne)
}

/// What the house does each minute.
fn round(school: &School) {
    let every = people::ROOM.every.iter().find(|every| every.name == "restrictions").expect("the round is there");
    let tx = school.house.db.write().unwrap();
    (every.run)(&tx, &System::at_the_console(), school.house.clock.now()).unwrap();
    tx.commit().unwrap();
}

fn is_out(browser: &mut Browser) -> bool {
    let reply = browser.get_once("/");
    reply.status == 303 && reply.header("location").is_some_and(|to| to.starts_with("/connexion"))
}

#[test]
fn each_tie_reads_signs_and_receives_what_the_table_says() {
    let school = School::new();
    let word = format!("/cahier-de-liaison/{WORD}");
    let mail = "Reçoit les e-mails.";
    #[rustfmt::skip]
    let table: [(&str, &[&str], bool, bool, &str); 9] = [
        ("exercises",      &[],                          true,  true,  "Lit et signe. Reçoit les e-mails et peut y signer."),
        ("not_exercising", &[],                          true,  false, mail),
        ("third_party",    &[],                          false, false, "Ne voit rien."),
        ("third_party",    &["lit"],                     true,  false, "Lit, ne signe pas. Ne reçoit pas d’e-mail."),
        ("third_party",    &["lit", "recoit"],           true,  false, mail),
        ("third_party",    &["lit", "signe"],            true,  true,  "Lit et signe. Ne reçoit pas d’e-mail."),
        ("third_party",    &["lit", "signe", "recoit"],  true,  true,  "peut y signer"),
        ("withdrawn",      &["lit", "signe", "recoit"],  false, false, "Ne voit rien."),
        // Given back, it gives again.
        ("exercises",      &[],                          true,  true,  "Lit et signe."),
    ];
    for (authority, ticks, reads, signs, said) in table {
        decide(&school, "other_parent_lea", "lea", authority, ticks).assert_status(200).assert_says(said);
        let mut paul = school.browser("other_parent_lea");
        let page = paul.get_once(&word);
        assert_eq!(page.status == 200, reads, "{authority} {ticks:?}: {}", page.status);
        assert_eq!(reads && page.has_button("Signer"), signs, "{authority} {ticks:?}");
        if !signs {
            let forged = format!("{word}/eleves/{}/signature", school.id("lea"));
            let forged = paul.post_once(&forged, &[("version", "1")]);
            assert!(matches!(forged.status, 403 | 404), "{authority} {ticks:?}: {}", forged.status);
        }
    }
}

/// Every route with Léa, her class and her word in it, as her father gets it once his ties are so.
fn answers(who: &str, change: impl Fn(&School)) -> Vec<(String, &'static str, u16)> {
    let school = School::new();
    change(&school);
    let ask = |route: &Route| {
        let path = bind(&school, route.path);
        // A browser of its own for each: one of these routes signs out.
        let mut browser = school.browser(who);
        let status = match route.method {
            Method::Get => browser.get_once(&path).status,
            Method::Post => browser.post_once(&path, &[]).status,
            other => browser.tus_once(other, &path).status,
        };
        (format!("{:?} {}", route.method, route.path), route.gate, status)
    };
    school.routes.iter().map(ask).collect()
}

#[test]
fn on_every_route_a_tie_is_what_the_table_says() {
    let both = |authority: &'static str, ticks: &'static [&str]| {
        move |school: &School| {
            for child in ["lea", "hugo"] {
                decide(school, "other_parent_lea", child, authority, ticks).assert_status(200);
            }
        }
    };
    let restricted = |school: &School| {
        for child in ["lea", "hugo"] {
            restrict(school, "other_parent_lea", child, "2026-11-17").assert_status(200);
        }
    };
    let stranger = answers("tante", |_| {});
    for (what, answers) in [
        ("withdrawn", answers("other_parent_lea", both("withdrawn", &[]))),
        ("nothing ticked", answers("other_parent_lea", both("third_party", &[]))),
        ("restricted", answers("other_parent_lea", restricted)),
    ] {
        for (got, expected) in answers.iter().zip(&stranger) {
            assert_eq!(got, expected, "{what}: as a stranger");
        }
    }
    let parent = answers("other_parent_lea", |_| {});
    for (what, answers) in [
        ("without authority", answers("other_parent_lea", both("not_exercising", &[]))),
        ("a reader", answers("other_parent_lea", both("third_party", &["lit"]))),
    ] {
        for ((route, gate, got), (_, _, full)) in answers.iter().zip(&parent) {
            let expected = match *gate {
                "SignedIn" => *full,
                // Their own page of image consents: there is none for who decides for no child.
                "OpenConsents" | "AskConsent" => 404,
                "DecideImages" => 403,
                gate if gate.starts_with("Sign") => 403,
                _ => *full,
            };
            assert_eq!(*got, expected, "{what} at {route} ({gate})");
        }
    }
}

#[test]
fn ticks_without_reading_come_back_as_faults() {
    let school = School::new();
    for tick in ["signe", "recoit"] {
        decide(&school, "organisme", "lea", "third_party", &[tick])
            .assert_status(422)
            .assert_says("cochez aussi « Lit »");
    }
    decide(&school, "organisme", "lea", "third_party", &["lit", "recoit"]).assert_says("Reçoit les e-mails.");
}

#[test]
fn whoever_loses_something_is_out_and_the_other_is_not() {
    for (authority, path) in [("withdrawn", ""), ("not_exercising", ""), ("third_party", ""), ("", "/retrait")] {
        let school = School::new();
        let (mut paul, mut sophie) = (school.browser("other_parent_lea"), school.browser("parent_lea"));
        assert!(!is_out(&mut paul) && !is_out(&mut sophie));
        if path.is_empty() {
            decide(&school, "other_parent_lea", "lea", authority, &[]).assert_status(200);
        } else {
            let mut anne = school.browser("directrice");
            let asked = anne.get(&format!("{}{path}", tie(&school, "other_parent_lea", "lea")));
            asked.form("Retirer le lien").send(&mut anne).assert_status(200);
        }
        assert!(is_out(&mut paul), "{authority}{path}");
        assert!(!is_out(&mut sophie), "{authority}{path}");
        // He may come in again: Hugo is his son as before.
        let hugo = format!("/eleves/{}", school.id("hugo"));
        assert_eq!(school.browser("other_parent_lea").get_once(&hugo).status, 403, "known, and the staff's page");
        let journal = "SELECT count(*) FROM journal WHERE act = 'EndSessions'";
        assert_eq!(row(&school, journal), 1, "{authority}{path}");
    }
}

#[test]
fn who_gains_or_keeps_stays_signed_in() {
    let school = School::new();
    let mut yvonne = school.browser("grand_mere");
    decide(&school, "grand_mere", "lea", "third_party", &["lit", "signe", "recoit"]);
    assert!(!is_out(&mut yvonne));
    decide(&school, "grand_mere", "lea", "third_party", &["lit", "recoit"]);
    assert!(is_out(&mut yvonne), "she signed, she does no more");
}

#[test]
fn a_restriction_dated_ahead_cuts_at_its_midnight_and_once() {
    let school = School::new();
    let mut paul = school.browser("other_parent_lea");
    let mut sophie = school.browser("parent_lea");
    restrict(&school, "other_parent_lea", "lea", "2026-11-18").assert_says("jusqu’au 18 novembre 2026");
    assert!(!is_out(&mut paul), "not yet");
    school.at("2026-11-17 23:59");
    round(&school);
    assert!(!is_out(&mut paul), "one minute left");
    school.at("2026-11-18 00:00");
    // The right ends by itself, the session with the next round.
    assert_eq!(paul.get_once(&format!("/cahier-de-liaison/{WORD}")).status, 404);
    round(&school);
    assert!(is_out(&mut paul) && !is_out(&mut sophie));
    let mut again = school.browser("other_parent_lea");
    school.at("2026-11-18 00:01");
    round(&school);
    assert!(!is_out(&mut again), "Hugo is still his son");
    // A night without the machine changes nothing.
    let mut later = school.browser("parent_tom");
    restrict(&school, "parent_tom", "tom", "2026-11-20");
    school.at("2026-11-23 08:00");
    round(&school);
    assert!(is_out(&mut later) && !is_out(&mut again));
    restrict(&school, "parent_lea", "lea", "2026-11-23");
    assert!(is_out(&mut sophie), "from today: at once");
}

#[test]
fn a_slip_on_paper_dies_with_the_last_child() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.get(&format!("/ecole/personnes/{}/fiche", school.id("other_parent_lea")))
        .form("Imprimer la fiche")
        .send(&mut anne);
    let account = school.people.account("other_parent_lea");
    let open = format!(
        "SELECT count(*) FROM access_slip WHERE account = {account} AND used_at IS NULL AND revoked_at IS NULL"
    );
    assert_eq!(row(&school, &open), 1);
    // And the links of two letters.
    let tx = school.house.db.write().unwrap();
    let now = school.house.clock.now();
    links::store::draw_rescue(&tx, Id::new(account), "other_parent_lea@exemple.invalid", now).unwrap();
    links::store::draw_address(&tx, Id::new(account), "ailleurs@exemple.invalid", now).unwrap();
    tx.commit().unwrap();
    let letters = "SELECT (SELECT count(*) FROM rescue_letter) + (SELECT count(*) FROM new_address)";
    decide(&school, "other_parent_lea", "lea", "withdrawn", &[]);
    assert_eq!((row(&school, &open), row(&school, letters)), (1, 0), "Hugo is left: links end at once, paper does not");
    decide(&school, "other_parent_lea", "hugo", "withdrawn", &[]);
    assert_eq!((row(&school, &open), row(&school, letters)), (0, 0));
}

#[test]
fn an_organisation_chosen_for_another_child_has_nothing_before_the_look() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let path = format!("/ecole/eleves/{}/responsables", school.id("tom"));
    let home = school.id("organisme");
    anne.post(&path, &[("personne", &home.to_string())]).assert_says("C’est un organisme");
    let tom = school.id("tom");
    let nothing = format!(
        "SELECT count(*) FROM guardianship WHERE pupil = {tom} AND guardian = {home} AND kind = 'organisation' AND authority = 'third_party' AND reads = 0"
    );
    assert_eq!(row(&school, &nothing), 1);
    school.browser("organisme").get_once("/cahier-de-liaison").assert_status(404);
    // Who comes beside an organisation is looked at too, as in a file.
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("DELETE FROM guardianship WHERE pupil = ?1 AND guardian = ?2", [tom, school.id("parent_tom")])
        .unwrap();
    anne.post(&path, &[("personne", &school.id("mere_sans_autorite").to_string())])
        .assert_says("Un organisme est noté");
}

#[test]
fn a_file_on_its_way_stops_for_who_is_cut() {
    let school = School::new();
    grow_the_picture(&school);
    let path = format!("/cahier-de-liaison/{WORD}/pieces/{PICTURE}");
    let mut his = school.browser("other_parent_lea").begin(&path);
    let mut hers = school.browser("parent_lea").begin(&path);
    assert!(his.next().is_some_and(|size| size > 0) && hers.next().is_some_and(|size| size > 0));
    decide(&school, "other_parent_lea", "lea", "withdrawn", &[]);
    std::thread::sleep(std::time::Duration::from_millis(600));
    assert_eq!(his.next(), None, "cut within the second");
    let mut rest = 0;
    while let Some(size) = hers.next().filter(|size| *size > 0) {
        rest += size;
    }
    assert!(rest > LARGE / 2, "the other's comes whole: {rest}");
}

const LARGE: usize = 1024 * 1024;

/// The picture of the word, as large as a video.
fn grow_the_picture(school: &School) {
    fn find(folder: &std::path::Path) -> Option<std::path::PathBuf> {
        std::fs::read_dir(folder).unwrap().find_map(|entry| {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => find(&path),
                false => (std::fs::read(&path).unwrap() == b"grande image").then_some(path),
            }
        })
    }
    let path = find(school.data()).expect("the picture is on the shelf");
    let mut rights = std::fs::metadata(&path).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o600);
    std::fs::set_permissions(&path, rights).unwrap();
    std::fs::write(&path, vec![7; LARGE]).unwrap();
}

#[test]
fn an_adult_who_lives_elsewhere_waits_for_a_look_before_the_slip() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let live = |who: &str, street: &str| {
        let sql = "UPDATE person SET street = ?2, town = 'Saint-Fictif' WHERE id = ?1";
        file.execute(sql, (school.id(who), street)).unwrap();
    };
    live("parent_tom", "1 rue Haute");
    live("other_parent_lea", "9 place Basse");
    let mut anne = school.browser("directrice");
    let path = format!("/ecole/eleves/{}/responsables", school.id("tom"));
    anne.post(&path, &[("personne", &school.id("other_parent_lea").to_string())])
        .assert_says("deux adresses")
        .assert_says("Ses droits ne changent pas");
    let paul = school.browser("other_parent_lea").get("/");
    paul.assert_says("Tom");
    anne.get(&format!("/ecole/personnes/{}/fiche", school.id("other_parent_lea")))
        .assert_says("Situations particulières");
    let zoe = format!("/ecole/eleves/{}/responsables", school.id("zoe"));
    anne.post(&zoe, &[("personne", &school.id("parent_tom").to_string())]).assert_says("au moins le troisième adulte");
}
