//! What the door does for every route alike: headers, limits, assets, refusals.

use crate::world::{PASSPHRASE, School, row};
use actix_web::test::TestRequest;
use preau::{
    base::{assets::Asset, db::Tx, error::Result},
    door::{Beats, Cx, Draft, Faults, Page, Room, Routes, SignedIn, form::Nothing, session},
};

#[test]
fn every_answer_carries_the_guards() {
    let school = School::new();
    for (who, path) in
        [("visiteur", "/connexion"), ("parent_lea", "/"), ("visiteur", "/nulle-part"), ("parent_lea", "/classes/1")]
    {
        let reply = school.browser(who).get_once(path);
        let policy = reply.header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(reply.header(name), Some(value), "{path}: {name}");
        }
    }
}

#[test]
fn a_trick_in_host_reaches_no_page_and_no_header() {
    let school = School::new();
    let request = TestRequest::get().uri("/connexion").insert_header(("host", "ecole.local;script-src *"));
    let reply = school.visitor().send_as_is(request, "/connexion");
    assert!(!reply.header("content-security-policy").unwrap().contains('*'), "{:?}", reply.headers);
    reply.assert_silent_on("script-src");
}

#[test]
fn assets_are_packed_named_by_content_and_kept_for_ever() {
    let school = School::new();
    let mut visitor = school.visitor();
    let path = Asset::AppCss.href();
    let ask = |encoding: &'static str| TestRequest::get().uri(path).insert_header(("accept-encoding", encoding));
    let plain = visitor.send(ask("identity"), path);
    assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let brotli = visitor.send(ask("gzip, br"), path);
    let gzip = visitor.send(ask("gzip"), path);
    assert_eq!((brotli.header("content-encoding"), gzip.header("content-encoding")), (Some("br"), Some("gzip")));
    assert!(brotli.bytes.len() < gzip.bytes.len() && gzip.bytes.len() < plain.bytes.len());
    visitor.get_once("/actifs/../Cargo.toml").assert_status(404);
    visitor.get_once("/actifs/app.css").assert_status(404);
}

#[test]
fn a_form_beyond_its_limit_is_refused_and_changes_nothing() {
    let school = School::new();
    let huge = "x".repeat(300 * 1024);
    let reply = school.visitor().post_once("/connexion", &[("identifiant", "sophie.petit"), ("phrase", &huge)]);
    reply.assert_status(413).assert_says("trop lourd");
}

#[test]
fn the_word_after_an_action_is_said_once() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let account = sophie.get("/compte");
    account.form("Me déconnecter").send(&mut sophie).assert_says("La connexion est fermée");
    sophie.get("/connexion").assert_silent_on("La connexion est fermée");
}

#[test]
fn a_flash_cookie_is_text_and_nothing_else() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    sophie.set_cookie("__Host-mot", "%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    sophie.get("/compte").assert_silent_on("<script>alert");
}

#[test]
fn a_page_that_is_nowhere_says_so_in_french() {
    let school = School::new();
    school.visitor().get("/nulle-part").assert_status(404).assert_says("Cette page n’existe pas");
    school.browser("parent_lea").get("/nulle-part").assert_status(404).assert_says("Accueil");
}

#[test]
fn a_bare_machine_leads_to_its_set_up() {
    let school = School::bare();
    for path in ["/", "/connexion", "/compte"] {
        assert_eq!(school.visitor().get_once(path).header("location"), Some("/mise-en-route"), "{path}");
    }
}

#[test]
fn a_busy_writer_is_said_and_nothing_is_lost() {
    let school = School::new();
    let held = school.house.db.write().unwrap();
    let reply = school.visitor().post_once("/connexion", &[("identifiant", "sophie.petit"), ("phrase", PASSPHRASE)]);
    reply.assert_status(503).assert_says("rien n’a été enregistré");
    drop(held);
    let reply = school.visitor().post("/connexion", &[("identifiant", "sophie.petit"), ("phrase", PASSPHRASE)]);
    reply.assert_says("Bonjour Sophie");
}

#[test]
fn a_body_of_nothing_but_names_ends_somewhere() {
    let school = School::new();
    let boundary = "x";
    let part = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n\r\n", "n".repeat(4_000));
    let send = |body: String| {
        let request = TestRequest::post()
            .uri("/connexion")
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("content-type", format!("multipart/form-data; boundary={boundary}")))
            .set_payload(body);
        school.visitor().send(request, "/connexion").status
    };
    assert_eq!(send(format!("{}--{boundary}--\r\n", part.repeat(200))), 413);
    assert_eq!(send(format!("{part}--{boundary}--\r\n")), 422, "a short one is read");
    let file = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nx\r\n--{boundary}--\r\n"
    );
    assert_eq!(send(file), 413, "no file is taken where none is asked for");
}

#[test]
fn whoever_must_sign_in_first_comes_back_to_where_they_were() {
    let school = School::new();
    let to = |request: TestRequest, path: &str| {
        let reply = school.visitor().send(request.insert_header(("sec-fetch-site", "same-origin")), path);
        reply.header("location").unwrap().to_owned()
    };
    let page = "/cahier-de-liaison?vue=enfants";
    assert_eq!(to(TestRequest::get().uri(page), page), "/connexion?retour=%2Fcahier%2Dde%2Dliaison%3Fvue%3Denfants");
    // A button has no page: back to the one where it stood.
    let button = |referer: &str| {
        let post = TestRequest::post().uri("/compte/appareils/fin").insert_header(("referer", referer.to_owned()));
        to(post, "/compte/appareils/fin")
    };
    assert_eq!(button("https://ecole-jaures.local/compte"), "/connexion?retour=%2Fcompte");
    assert_eq!(button("https://ailleurs.example/compte"), "/connexion");
    assert_eq!(button(""), "/connexion");
}

#[test]
fn an_address_that_no_header_can_hold_does_not_spoil_a_sign_in() {
    let school = School::new();
    let (login, phrase) = (("identifiant", "sophie.petit"), ("phrase", PASSPHRASE));
    for (back, lands) in [("/élèves", "/"), ("//ailleurs.example", "/"), ("/compte", "/compte")] {
        let mut sophie = school.visitor();
        let reply = sophie.post_once("/connexion", &[login, phrase, ("retour", back)]);
        assert_eq!((reply.status, reply.header("location")), (303, Some(lands)), "{back}");
        assert!(sophie.cookie(session::COOKIE).is_some());
        let asked: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
        let again = sophie.get_once(&format!("/connexion?retour={asked}"));
        assert_eq!(again.header("location"), Some(lands), "signed in already: {back}");
    }
}

#[test]
fn a_refusal_says_tu_to_a_pupil() {
    let school = School::new();
    let note = format!("/classes/{}", school.class("CM1"));
    for (path, status) in [(note.as_str(), 403), ("/nulle-part", 404)] {
        let to = |who: &str| school.browser(who).get_once(path);
        to("lea").assert_status(status).assert_silent_on("vous");
        to("parent_lea").assert_status(status).assert_says("vous").assert_silent_on(" tu ");
    }
    school.browser("lea").get_once(&note).assert_says("ton compte");
}

/// A room whose form counts the try, writes, and thinks better of it.
const BEATS: Room = Room::new("beats", |r: &mut Routes| {
    r.form_in_beats(
        "/temps",
        |_: &Cx, _: &SignedIn, _: &Draft| Ok(Page::new("Temps", maud::html! { h1 { "Temps" } })),
        in_beats,
    );
});

fn in_beats(beats: &Beats, _: Nothing) -> Result<Page> {
    beats.record(|cx: &Cx<Tx>, _: SignedIn| cx.journal("beat_counted", "beat", None))?;
    beats.write(|cx: &Cx<Tx>, _: SignedIn| {
        cx.journal("beat_written", "beat", None)?;
        Ok(if cx.ask.query.get("bien") == "oui" { Page::go("/temps") } else { Page::again(Faults::one("", "Non.")) })
    })
}

#[test]
fn a_page_of_faults_rolls_its_beat_back_and_no_other() {
    let school = School::with_rooms(&[BEATS]);
    let mut mother = school.browser("parent_lea");
    mother.post_once("/temps", &[]).assert_status(422);
    let lines = |act: &str| row(&school, &format!("SELECT count(*) FROM journal WHERE act = '{act}'"));
    assert_eq!((lines("beat_counted"), lines("beat_written")), (1, 0));
    mother.post_once("/temps?bien=oui", &[]).assert_status(303);
    assert_eq!((lines("beat_counted"), lines("beat_written")), (2, 1));
}
