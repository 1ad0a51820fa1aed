//! What is not sent yet: its author's alone, kept, thrown away, swept.

use super::{answer, begin, filled, guardian, of, page, person, press, status, text, write};
use crate::world::{School, row};

#[test]
fn a_draft_is_its_author_s_alone() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let (composer, draft) = begin(&mut sophie);
    let kept =
        filled(&composer, &[person(&school, "maitre_cm1")], "Secret", "Les groseilles.").forge("geste", "garder");
    kept.send(&mut sophie).assert_says("Le brouillon est gardé");
    let path = format!("/messages/brouillons/{draft}");
    sophie.get("/messages").assert_says("1 brouillon");
    sophie.get("/messages?brouillons").assert_says("Secret").assert_says("groseilles");
    sophie.get(&path).assert_says("groseilles").assert_says("M. Roussel");
    for who in ["maitre_cm1", "other_parent_lea", "directrice", "parent_tom", "lea", "technicien"] {
        assert_eq!(status(&school, who, &path), 404, "{who}");
        assert_eq!(status(&school, who, &format!("{path}/destinataires?q=roussel")), 404, "{who}");
        for what in ["", "/garder", "/jeter"] {
            assert_eq!(press_with(&school, who, &format!("{path}{what}")), 404, "{who} {what}");
        }
        school.browser(who).get("/recherche?q=groseilles").assert_silent_on("Secret");
    }
    sophie.get(&format!("{path}/jeter")).form("Jeter le brouillon").send(&mut sophie).assert_says("jeté");
    assert_eq!(row(&school, "SELECT count(*) FROM message"), 0);
}

fn press_with(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).post_once(path, &[("geste", "garder"), ("texte", "à moi")]).status
}

#[test]
fn a_draft_is_kept_while_it_is_typed_and_one_that_nobody_touched_is_found_again() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let (_, first) = begin(&mut sophie);
    let (_, again) = begin(&mut sophie);
    assert_eq!(first, again);
    let typed = [("objet", "Bonjour"), ("texte", "<p>Un <script>x</script>début</p>"), ("discret", "oui")];
    assert_eq!(sophie.post_once(&format!("/messages/brouillons/{first}/garder"), &typed).status, 200);
    assert_eq!(text(&school, &format!("SELECT body FROM message WHERE id = {first}")), "<p>Un début</p>");
    let (_, next) = begin(&mut sophie);
    assert_ne!(first, next);
    // The empty one goes after a day, the other stays.
    school.at("2026-11-18 09:30");
    let every =
        preau::app::ROOMS.iter().flat_map(|room| room.every).find(|every| every.name == "empty messages").unwrap();
    let tx = school.house.db.write().unwrap();
    (every.run)(&tx, &preau::base::jobs::System::at_the_console(), school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    assert_eq!(row(&school, "SELECT CAST(group_concat(id) AS INTEGER) FROM message"), first);
}

#[test]
fn an_answer_is_a_draft_from_its_first_letter() {
    let school = School::new();
    let to = [guardian(&school, "parent_lea", "lea")];
    let thread = write(&school, "maitre_cm1", &to, "Question", "Une question.");
    let mut sophie = school.browser("parent_lea");
    let kept = sophie.post_once(&of(thread, "brouillon"), &[("texte", "Je réfléchis")]);
    assert_eq!(kept.status, 200);
    sophie.get(&page(thread)).assert_says("Je réfléchis");
    sophie.get("/messages?brouillons").assert_says("Réponse").assert_says("Question");
    school.browser("maitre_cm1").get(&page(thread)).assert_silent_on("Je réfléchis");
    answer(&school, "parent_lea", thread, "C’est oui.").assert_says("C’est envoyé");
    assert_eq!(row(&school, "SELECT count(*) FROM message WHERE state = 'draft'"), 0);
    // What was sent is no draft any more.
    let sent = row(&school, "SELECT max(id) FROM message");
    for path in [format!("/messages/brouillons/{sent}"), format!("/messages/brouillons/{sent}/jeter")] {
        assert!(status(&school, "parent_lea", &path) >= 400);
        assert!(press(&school, "parent_lea", &path) >= 400);
    }
    assert_eq!(row(&school, "SELECT count(*) FROM message WHERE state = 'delivered'"), 2);
}

#[test]
fn what_was_typed_comes_too_late_once_it_is_sent() {
    let school = School::new();
    let drafts = || row(&school, "SELECT count(*) FROM message WHERE state = 'draft'");
    let bodies = || text(&school, "SELECT group_concat(body, '|') FROM (SELECT body FROM message ORDER BY id)");
    // A new thread, handed over at once; then one that waits for the morning.
    let mut etienne = school.browser("maitre_cm1");
    let (composer, first) = begin(&mut etienne);
    let keep = format!("/messages/brouillons/{first}/garder");
    filled(&composer, &[guardian(&school, "parent_lea", "lea")], "Question", "Fini.").send(&mut etienne);
    assert_eq!(etienne.post_once(&keep, &[("texte", "Fin"), ("discret", "oui")]).status, 403);
    school.at("2026-11-17 21:40");
    let (composer, second) = begin(&mut etienne);
    filled(&composer, &[guardian(&school, "parent_lea", "lea")], "Encore", "Plus tard.").send(&mut etienne);
    let keep = format!("/messages/brouillons/{second}/garder");
    assert_eq!(etienne.post_once(&keep, &[("texte", "Plus"), ("discret", "oui")]).status, 409);
    assert_eq!((drafts(), bodies().as_str()), (0, "<p>Fini.</p>|<p>Plus tard.</p>"));
    // An answer: what its page sends says how many answers it knows of.
    school.at("2026-11-18 10:00");
    let thread = row(&school, &format!("SELECT thread FROM message WHERE id = {first}"));
    let mut sophie = school.browser("parent_lea");
    let foot = sophie.get(&page(thread)).form("Envoyer").set("texte", "Ou");
    let late: Vec<(&str, &str)> = foot.pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(sophie.post_once(&of(thread, "brouillon"), &late).status, 200);
    answer(&school, "parent_lea", thread, "Oui.").assert_says("C’est envoyé");
    assert_eq!(sophie.post_once(&of(thread, "brouillon"), &late).status, 409);
    assert_eq!((drafts(), bodies().as_str()), (0, "<p>Fini.</p>|<p>Plus tard.</p>|<p>Oui.</p>"));
    // The page that came after it keeps the next one.
    let foot = sophie.get(&page(thread)).form("Envoyer").set("texte", "Et puis");
    let next: Vec<(&str, &str)> = foot.pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(sophie.post_once(&of(thread, "brouillon"), &next).status, 200);
    assert_eq!(drafts(), 1);
}

#[test]
fn hostile_names_stay_words() {
    let school = School::new();
    let thread = write(
        &school,
        "parent_lea",
        &[person(&school, "maitre_cm1")],
        "<img src=x onerror=alert(1)> ../../etc \u{202e}gpj.exe",
        "<p>Bonjour <img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">ici</a></p>",
    );
    for path in [page(thread), "/messages".to_owned(), "/messages?q=bonjour".to_owned()] {
        let reply = school.browser("maitre_cm1").get(&path);
        reply.assert_status(200).assert_silent_on("<img src=x").assert_silent_on("javascript:");
    }
    let long = "é".repeat(141);
    let mut sophie = school.browser("parent_lea");
    let (composer, _) = begin(&mut sophie);
    filled(&composer, &[person(&school, "maitre_cm1")], &long, "Bonjour").send(&mut sophie).assert_status(422);
    assert_eq!(status(&school, "maitre_cm1", "/messages?q=%22%20OR%20NEAR(%00"), 200);
}
