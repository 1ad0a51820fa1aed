//! From outside the school's network the pages of pictures do not exist; a tablet of the class carries them along.

use super::{at_the_poster, drawn, refs, touch};
use crate::{
    relay::{Front, RELAY, STRANGER},
    world::{School, row},
};
use actix_web::test::TestRequest;
use preau::door::session;

const OUTSIDE: &str = "203.0.113.9:50000";

#[test]
fn from_outside_the_page_does_not_exist() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let (mut inside, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let way = names.link("Tom");
    let mut outside = school.visitor();
    // Another network, another school of the town, and a program of the box's own.
    for address in [OUTSIDE, "192.168.2.20:50000", "10.1.2.3:50000", "127.0.0.1:50000", "[2001:db8::5]:50000"] {
        outside.address = address.parse().unwrap();
        let absent = outside.get_once("/jamais");
        for path in ["/eleve", &names.path, &way] {
            let hidden = outside.get_once(path);
            assert_eq!((hidden.status, hidden.text()), (404, absent.text()), "{address} {path}");
        }
        outside.post_once("/eleve", &[("code", "abcd-efgh")]).assert_status(404);
        outside.post_once(&way, &[("image", "1")]).assert_status(404);
        outside.post_once(&way, &[]).assert_status(404);
        outside.get("/connexion").assert_silent_on("Je suis élève");
    }
    inside.get("/connexion").assert_says("Je suis élève");
    // A session that was opened inside stays there.
    touch(&mut inside, &way, &refs(&pictures)).assert_says("Bonjour Tom");
    inside.address = OUTSIDE.parse().unwrap();
    assert_eq!(inside.get("/").path, "/connexion");
}

#[test]
fn a_tablet_of_the_class_carries_it_along() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let mut tablet = school.browser("maitresse_ce1");
    let own = format!("/classes/{}/acces-eleves/tablettes", school.class("CE1"));
    let page = tablet.get(&own);
    page.form("Donner cette tablette").send(&mut tablet).assert_status(422).assert_says("Donnez un nom");
    let names = tablet.get(&own).form("Donner cette tablette").set("nom", "Tablette bleue 3").send(&mut tablet);
    names.assert_says("Qui es-tu ?").assert_says("Votre connexion y est fermée");
    assert!(tablet.cookie(session::COOKIE).is_none(), "no teacher stays signed in on it");
    tablet.address = OUTSIDE.parse().unwrap();
    let names = tablet.get("/eleve");
    touch(&mut tablet, &names.link("Tom"), &refs(&pictures)).assert_says("Bonjour Tom");
    tablet.get("/").assert_says("Bonjour Tom");
    // Taken away, from the teacher's own computer: the child on it goes out, and the page is gone.
    let mut teacher = school.browser("maitresse_ce1");
    let list = teacher.get(&own);
    list.assert_says("Tablette bleue 3");
    list.form("Retirer").send(&mut teacher).assert_says("n’ouvre plus la classe");
    assert_eq!(tablet.get("/").path, "/connexion");
    tablet.get("/eleve").assert_status(404);
    assert_eq!(row(&school, "SELECT count(*) FROM session WHERE tablet IS NOT NULL"), 0);
}

#[test]
fn a_tablet_is_one_class_s_and_no_teacher_takes_another_s_away() {
    let school = School::new();
    drawn(&school, "maitresse_ce1", "tom");
    let (_, names) = at_the_poster(&school, "maitresse_ce1", "CE1");
    let own = |class: &str| format!("/classes/{}/acces-eleves/tablettes", school.class(class));
    // CM1 by pictures too.
    let mut director = school.browser("directrice");
    let page = director.get("/reglages/eleves");
    page.form("Enregistrer").set(&format!("classe-{}", school.class("CM1")), "pictures").send(&mut director);
    let mut tablet = school.browser("maitre_cm1");
    tablet.get(&own("CM1")).form("Donner cette tablette").set("nom", "CM1").send(&mut tablet);
    tablet.address = OUTSIDE.parse().unwrap();
    tablet.get("/eleve").assert_status(200);
    tablet.get(&names.path).assert_status(404);
    let id = row(&school, "SELECT id FROM pupil_tablet");
    let mut other = school.browser("maitresse_ce1");
    other.post_once(&format!("{}/{id}/retrait", own("CE1")), &[]).assert_status(404);
    other.post_once(&format!("{}/{id}/retrait", own("CM1")), &[]).assert_status(403);
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_tablet"), 1);
}

#[test]
fn the_director_names_the_school_s_other_networks() {
    let school = School::new();
    drawn(&school, "maitresse_ce1", "tom");
    let mut director = school.browser("directrice");
    let page = director.get("/reglages/eleves");
    page.assert_says("192.168.1.20").assert_says("compte comme l’école");
    let wrong = page.form("Enregistrer").set("reseaux", "0.0.0.0/0").send(&mut director);
    wrong.assert_status(422).assert_says("couvre toutes les adresses");
    let page = director.get("/reglages/eleves");
    page.form("Enregistrer").set("reseaux", "203.0.113.9").send(&mut director).assert_says("C’est enregistré");
    let mut outside = school.visitor();
    outside.address = OUTSIDE.parse().unwrap();
    outside.get("/eleve").assert_status(200);
    outside.address = "203.0.113.10:50000".parse().unwrap();
    outside.get("/eleve").assert_status(404);
}

#[test]
fn whoever_is_passed_on_by_a_stranger_is_not_inside() {
    let school = School::new();
    drawn(&school, "maitresse_ce1", "tom");
    school.sql("INSERT INTO school_network (network) VALUES ('203.0.113.9/32'), ('10.0.0.0/8')");
    let mut child = school.visitor();
    let mut asks = |from: &str, header: Option<(&str, &str)>| {
        child.address = from.parse().unwrap();
        let request = TestRequest::get().uri("/eleve");
        let request = header.into_iter().fold(request, |request, pair| request.insert_header(pair));
        child.send(request, "/eleve").status
    };
    let by = ("x-forwarded-for", "198.51.100.4");
    // A proxy on the school's own network that nobody told us of: everybody in the world comes by it.
    assert_eq!(asks("192.168.1.20:50000", None), 200);
    for header in [by, ("forwarded", "for=192.168.1.7"), ("x-real-ip", "192.168.1.7"), ("via", "1.1 ville")] {
        assert_eq!(asks("192.168.1.20:50000", Some(header)), 404, "{header:?}");
    }
    assert_eq!(asks("10.1.2.3:50000", None), 200);
    assert_eq!(asks("10.1.2.3:50000", Some(by)), 404, "named or not");
    // The school's own way out, seen from a hosted box, may say so.
    assert_eq!(asks("203.0.113.9:50000", Some(by)), 200);
    let mut director = school.browser("directrice");
    let page = director.send(TestRequest::get().uri("/reglages/eleves").insert_header(by), "/reglages/eleves");
    page.assert_says("un proxy que la boîte ne connaît pas").assert_silent_on(": là où vous êtes compte comme l’école");
}

#[test]
fn a_tablet_is_its_class_s_for_a_year_and_gets_a_new_secret_each_time() {
    let school = School::new();
    drawn(&school, "maitresse_ce1", "tom");
    let own = format!("/classes/{}/acces-eleves/tablettes", school.class("CE1"));
    let mut tablet = school.browser("maitresse_ce1");
    tablet.get(&own).form("Donner cette tablette").set("nom", "Bleue").send(&mut tablet);
    let first = tablet.cookie(session::TABLET_COOKIE).unwrap().to_owned();
    // Somebody copied the secret; it is paired again by its teacher.
    let mut copy = school.visitor();
    copy.set_cookie(session::TABLET_COOKIE, &first);
    copy.address = OUTSIDE.parse().unwrap();
    copy.get("/eleve").assert_status(200);
    let mut teacher = school.browser("maitresse_ce1");
    teacher.set_cookie(session::TABLET_COOKIE, &first);
    teacher.get(&own).form("Donner cette tablette").set("nom", "Bleue").send(&mut teacher);
    assert_ne!(teacher.cookie(session::TABLET_COOKIE), Some(first.as_str()));
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_tablet"), 1);
    copy.get("/eleve").assert_status(404);
    teacher.address = OUTSIDE.parse().unwrap();
    teacher.get("/eleve").assert_status(200).assert_says("Qui es-tu ?");
    // It is good for as long as its browser keeps it, and no longer.
    school.sql("UPDATE pupil_tablet SET paired_at = paired_at - 401 * 86400");
    teacher.get("/eleve").assert_status(404);
    session::flush(&school.house).unwrap();
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_tablet"), 0);
}

#[test]
fn a_session_on_a_tablet_stays_on_it() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let own = format!("/classes/{}/acces-eleves/tablettes", school.class("CE1"));
    let mut tablet = school.browser("maitresse_ce1");
    let names = tablet.get(&own).form("Donner cette tablette").set("nom", "Bleue").send(&mut tablet);
    tablet.address = OUTSIDE.parse().unwrap();
    touch(&mut tablet, &names.link("Tom"), &refs(&pictures)).assert_says("Bonjour Tom");
    let mut thief = school.visitor();
    thief.set_cookie(session::COOKIE, tablet.cookie(session::COOKIE).unwrap());
    thief.address = OUTSIDE.parse().unwrap();
    assert_eq!(thief.get("/").path, "/connexion");
    tablet.get("/").assert_says("Bonjour Tom");
}

#[test]
fn what_opened_a_class_ends_with_its_year() {
    let school = School::new();
    let pictures = drawn(&school, "maitresse_ce1", "tom");
    let own = format!("/classes/{}/acces-eleves/tablettes", school.class("CE1"));
    let mut tablet = school.browser("maitresse_ce1");
    let names = tablet.get(&own).form("Donner cette tablette").set("nom", "Bleue").send(&mut tablet);
    touch(&mut tablet, &names.link("Tom"), &refs(&pictures)).assert_says("Bonjour Tom");
    // Another class of a new year comes in by pictures; last year's is nobody's any more.
    let (year, ce1) = ("(SELECT max(id) FROM school_year)", school.class("CE1"));
    school.sql(&format!(
        "INSERT INTO school_year (label, starts_on, ends_on) VALUES ('2025-2026', '2025-09-01', '2026-08-31');
         UPDATE class SET year = {year} WHERE id = {ce1};
         UPDATE pupil_access SET ways = 'pictures'"
    ));
    assert_eq!(tablet.get("/").path, "/connexion");
    tablet.get_once(&names.path).assert_status(404);
    // It is not stuck at that class: the code of another is asked for.
    tablet.get("/eleve").assert_status(200).assert_says("recopie son code");
    tablet.address = OUTSIDE.parse().unwrap();
    tablet.get("/eleve").assert_status(404);
}

/// On real sockets: what a relay announces is never taken for the box's own network, private or not; and whoever pretends to be
/// a relay is nobody.
#[test]
fn behind_a_relay_nothing_is_inside_but_what_was_named() {
    let school = School::new();
    drawn(&school, "maitresse_ce1", "tom");
    // The program goes by the machine's own clock.
    let named = "INSERT INTO school_network (network) VALUES ('127.0.0.3/32'), ('198.51.100.0/24');
                 UPDATE school_year SET starts_on = '2020-09-01', ends_on = '2099-08-31'";
    rusqlite::Connection::open(school.house.db.path()).unwrap().execute_batch(named).unwrap();
    let folder = tempfile::tempdir().unwrap();
    crate::world::copy(school.data(), &folder.path().join("donnees"));
    let config = format!("trusted_proxies = [\"{RELAY}\"]\nproxy_protocol = true\n");
    let front = Front::of(folder, &config);
    let greets = |from: &str| format!("PROXY TCP4 {from} 192.0.2.1 5000 443\r\n");
    for (who, greeting, status) in [
        (RELAY, greets("203.0.113.9"), "404"),
        (RELAY, greets("192.168.1.20"), "404"),
        (RELAY, greets("127.0.0.1"), "404"),
        (RELAY, greets("198.51.100.7"), "200"),
        // Straight: a network that was named, and the box's own programs.
        (STRANGER, String::new(), "200"),
        (std::net::Ipv4Addr::LOCALHOST, String::new(), "404"),
    ] {
        let answer = front.get(who, greeting.as_bytes(), "/eleve");
        assert_eq!(answer.as_deref().and_then(|line| line.split(' ').nth(1)), Some(status), "{who} {greeting:?}");
    }
}
