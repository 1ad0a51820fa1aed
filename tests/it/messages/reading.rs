//! Who reads a thread, for how long, and what each notes of it for themselves.

use super::{answer, guardian, of, page, person, press, sees_nothing, sent, status, write};
use crate::world::{School, row};

/// A line of the list that is not read.
const UNREAD: &str = "fil-de-messages non-lu";

const OTHERS: [&str; 13] = [
    "directrice",
    "other_parent_lea",
    "parent_tom",
    "maitresse_ce1",
    "remplacante_en_poste",
    "atsem",
    "aesh",
    "grand_mere",
    "mere_sans_autorite",
    "lea",
    "mairie",
    "tante",
    "organisme",
];

#[test]
fn what_two_people_write_nobody_else_reads() {
    let school = School::new();
    let thread = write(
        &school,
        "parent_lea",
        &[person(&school, "maitre_cm1")],
        "Rendez-vous",
        "Pouvons-nous parler des mirabelles ?",
    );
    school.browser("maitre_cm1").get("/").assert_says("1 message non lu");
    let list = school.browser("maitre_cm1").get("/messages");
    list.assert_says("Rendez-vous").assert_says("Mme Petit");
    school.browser("maitre_cm1").get(&page(thread)).assert_says("mirabelles").assert_says("Léa");
    answer(&school, "maitre_cm1", thread, "Mardi à 17 h, au goûter des cerises.").assert_says("C’est envoyé");
    school.browser("parent_lea").get(&page(thread)).assert_says("cerises");
    for who in OTHERS {
        sees_nothing(&school, who, thread, "mirabelles");
        school.browser(who).get("/messages?q=cerises").assert_silent_on(&page(thread));
    }
    assert_eq!(status(&school, "visiteur", &page(thread)), 303);
    // The whole school's search gives it to the two, and by a word of the same family.
    for who in ["parent_lea", "maitre_cm1"] {
        school.browser(who).get("/recherche?q=mirabelle").assert_says("Rendez-vous");
        school.browser(who).get("/messages?q=CERISE").assert_says("Rendez-vous");
    }
}

#[test]
fn a_tie_that_ends_ends_the_thread() {
    let school = School::new();
    let to = [guardian(&school, "parent_lea", "lea"), guardian(&school, "other_parent_lea", "lea")];
    let thread = write(&school, "maitre_cm1", &to, "La cantine", "Le menu des betteraves.");
    school.browser("other_parent_lea").get(&page(thread)).assert_says("betteraves");
    let (paul, lea) = (school.id("other_parent_lea"), school.id("lea"));
    school.sql(&format!(
        "UPDATE guardianship SET restricted_on = '2026-11-17' WHERE guardian = {paul} AND pupil = {lea}"
    ));
    // Hugo's father still, and nothing of this thread: it is about Léa.
    sees_nothing(&school, "other_parent_lea", thread, "betteraves");
    school.browser("parent_lea").get(&page(thread)).assert_says("betteraves");
    school.sql(&format!("UPDATE guardianship SET restricted_on = NULL WHERE guardian = {paul}"));
    school.browser("other_parent_lea").get(&page(thread)).assert_says("betteraves");
    // A colleague whose last day was yesterday.
    let team = write(&school, "directrice", &[person(&school, "atsem")], "Planning", "Les horaires de la cour.");
    school.browser("atsem").get(&page(team)).assert_says("horaires");
    school.sql(&format!("UPDATE duty SET until_on = '2026-11-16' WHERE person = {}", school.id("atsem")));
    assert_eq!(status(&school, "atsem", &page(team)), 404);
}

#[test]
fn reading_is_noted_for_the_reader_alone() {
    let school = School::new();
    let thread = write(&school, "parent_lea", &[person(&school, "maitre_cm1")], "Piscine", "Faut-il un bonnet ?");
    let unread = |who: &str| {
        let sql = format!("SELECT unread FROM thread_member WHERE thread = {thread} AND person = {}", school.id(who));
        row(&school, &sql)
    };
    let mut etienne = school.browser("maitre_cm1");
    etienne.get(&page(thread));
    assert_eq!(unread("maitre_cm1"), 1, "a page that is only looked at writes nothing");
    etienne.get(&page(thread)).form("Marquer comme lu").send(&mut etienne).assert_silent_on(UNREAD);
    assert_eq!((unread("maitre_cm1"), unread("parent_lea")), (0, 0));
    let sophie = school.browser("parent_lea").get(&page(thread));
    for word in ["Lu", "Vu", "en ligne"] {
        sophie.assert_silent_on(&format!(">{word}"));
    }
    etienne.get(&page(thread)).form("Marquer comme non lu").send(&mut etienne).assert_says("de nouveau non lue");
    assert!(etienne.get("/messages").body().contains(UNREAD));
    etienne.get("/messages?non-lus").assert_says("Piscine");
    answer(&school, "maitre_cm1", thread, "Oui, un bonnet.");
    assert_eq!((unread("maitre_cm1"), unread("parent_lea")), (0, 1));
    school.browser("parent_lea").get("/").assert_says("1 message non lu");
}

#[test]
fn what_is_archived_comes_back_with_an_answer() {
    let school = School::new();
    let thread = write(&school, "parent_lea", &[person(&school, "maitre_cm1")], "Piscine", "Faut-il un bonnet ?");
    let mut etienne = school.browser("maitre_cm1");
    etienne.get(&page(thread)).form("Archiver").send(&mut etienne).assert_says("archivée").assert_silent_on("Piscine");
    etienne.get("/").assert_silent_on("message non lu");
    etienne.get("/messages?archive").assert_says("Piscine");
    school.browser("parent_lea").get("/messages").assert_says("Piscine");
    answer(&school, "parent_lea", thread, "J’en ai trouvé un.");
    etienne.get("/messages").assert_says("Piscine");
    etienne.get("/").assert_says("1 message non lu");
    assert_eq!(press(&school, "maitre_cm1", &of(thread, "archiver")), 303);
    etienne.get(&page(thread)).form("Sortir de l’archive").send(&mut etienne);
    etienne.get("/messages").assert_says("Piscine");
}

#[test]
fn long_lists_are_read_page_by_page_and_none_is_lost() {
    let school = School::new();
    let template = write(&school, "directrice", &[person(&school, "maitre_cm1")], "Modèle", "Bonjour");
    let (anne, etienne) = (school.id("directrice"), school.id("maitre_cm1"));
    for at in 0..70 {
        school.sql(&format!(
            "INSERT INTO thread (id, opener, subject, answers, to_said, opened_at) VALUES (1000 + {at}, {anne}, 'Sujet {at:03}', 'all', '[]', {at});
             INSERT INTO thread_member (thread, person, last_at) VALUES (1000 + {at}, {anne}, {at} / 3), (1000 + {at}, {etienne}, {at} / 3);
             INSERT INTO message (author, thread, state, body, changed_at, delivered_at) VALUES ({anne}, 1000 + {at}, 'delivered', '<p>x</p>', 0, {at})"
        ));
    }
    let mut browser = school.browser("maitre_cm1");
    let (mut path, mut found) = ("/messages".to_owned(), std::collections::BTreeSet::new());
    for _ in 0..3 {
        let reply = browser.get(&path);
        found.extend((0..70).filter(|at| reply.body().contains(&format!("Sujet {at:03}"))));
        if found.len() < 70 {
            path = reply.link("Messages plus anciens");
        }
    }
    assert_eq!(found.len(), 70);
    browser.get(&path).assert_says("Sujet 000").assert_silent_on("plus anciens");
    assert_eq!(status(&school, "maitre_cm1", "/messages?avant=x-y"), 200);
    assert_eq!(status(&school, "maitre_cm1", &page(template)), 200);
}

#[test]
fn where_messages_are_off_there_are_none() {
    let school = School::new();
    let thread = write(&school, "parent_lea", &[person(&school, "maitre_cm1")], "Piscine", "Faut-il un bonnet ?");
    let cm1 = school.class("CM1");
    school.sql(&format!("INSERT INTO service_off (room, class, off_at) VALUES ('messages', {cm1}, 0)"));
    assert_eq!(status(&school, "parent_lea", &page(thread)), 404);
    school.browser("parent_lea").get("/messages").assert_silent_on("Piscine");
    let refused = sent(&school, "parent_lea", &[person(&school, "maitre_cm1")], "Encore", "Bonjour");
    refused.assert_status(422);
    school.sql("INSERT INTO service_off (room, class, off_at) VALUES ('messages', NULL, 0)");
    for who in ["parent_lea", "maitre_cm1", "directrice"] {
        assert_eq!(status(&school, who, "/messages"), 404, "{who}");
        school.browser(who).get("/").assert_silent_on("/messages");
    }
}
