//! A family leaves, by the clock.

use super::{aged, family, files, found, hour, leaves, school};
use crate::{
    liaison::{sign, suivi, word, write, write_to},
    messages,
    world::{School, letters, row},
};

/// The family has left a trace wherever one can be left.
fn lived(school: &School) -> (i64, i64) {
    let (tom, emre) = (school.id("tom"), school.id("parent_tom"));
    let (ce1, now) = (school.class("CE1"), school.house.clock.now().0);
    let shared = write(school, "maitresse_ce1", "CE1", "Sortie au musée", "one");
    sign(school, "parent_tom", shared).assert_status(200);
    let alone = write_to(school, &["tom"], "one");
    school.sql(&format!(
        "UPDATE liaison_version SET body = '<p>Tibelius Öztürk a mal au genou.</p>' WHERE note = {alone}"
    ));
    let thread = messages::write(
        school,
        "parent_tom",
        &[messages::person(school, "maitresse_ce1")],
        "Tibelius absent",
        "Signé : Emregul Öztürk",
    );
    school.put("parent_tom", "/documents/moi", "Öztürk.txt", b"Les papiers de Quetschenweg");
    let slot = school.folder("maitresse_ce1", &format!("classe-{ce1}"), None, "Sciences");
    school.sql(&format!(
        "INSERT INTO document (space, owner, kind, name, folded, sort_key, version, pupil, said, made_at, made_by, changed_at)
           VALUES ('hand_in', {ce1}, 'folder', 'Öztürk Tibelius', 'öztürk tibelius', 'ozturk tibelius', 0, {tom}, '', {now}, {emre}, {now});
         UPDATE document SET made_by = {emre} WHERE id = {slot};
         INSERT INTO journal (at, by, act, thing) VALUES ({now}, {emre}, 'sign_in', 'account');
         INSERT INTO people_import (made_at, sources, applied_at, summary) VALUES ({now}, '[]', {now}, '{{\"directors\":[\"Emregul Öztürk\"],\"ine_taken\":[\"Tibelius\"]}}');
         INSERT INTO people_undo (id, kind, about, made_at) VALUES (77, 'merge', 'Emregul Öztürk', {now});
         INSERT INTO people_undo_step (undo, place, name, before, after) VALUES (77, 0, 'person', NULL, '{{\"id\":{tom},\"first_name\":\"Tibelius\"}}');
         INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at, sent_at) VALUES ('parent_tom@exemple.invalid', 'mot', 'Bonjour', '', {now}, {now}, {now});
         INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at) VALUES ('maitresse_ce1@exemple.invalid', 'mot', 'Réponse de Emregul Öztürk', '', {now}, {now});
         INSERT INTO mail_refusal (address, said, times, refused_at) VALUES ('parent_tom@exemple.invalid', 'x', 1, {now});
         INSERT INTO throttle (key, full_till) VALUES ('account emregul.ozturk', {now});
         INSERT INTO liaison_draft (author, fields, saved_at) VALUES ({emre}, '{{\"texte\":\"Tibelius\"}}', {now})"
    ));
    std::fs::create_dir_all(school.data().join("copies")).unwrap();
    let copy = school.data().join("copies/avant-etape-9.db");
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).unwrap();
    (shared, thread)
}

#[test]
fn after_the_term_no_byte_is_left_and_others_lose_nothing() {
    let school = school();
    let (shared, thread) = lived(&school);
    let post = school.post("maitresse_ce1", "CE1");
    let (of_tom, of_nobody, drawn_over) =
        (school.media(post, "photo"), school.media(post, "photo"), school.media(post, "photo"));
    school.on_it(of_tom, &["tom", "hugo"]);
    school.on_it(of_nobody, &[]);
    school.on_it(drawn_over, &["tom"]);
    school.sql(&format!("UPDATE media_tag SET blurred_at = 1 WHERE media = {drawn_over}"));
    school.sql(&format!(
        "INSERT INTO blog_comment (post, author, text, said_at, state) VALUES ({post}, {}, 'Bravo Tibelius', 1, 'shown')",
        school.id("parent_tom")
    ));
    let photo = |media: i64| ["petite", "moyenne", "grande", "originale"].map(|size| format!("{size} {media} fin"));
    let holds = |needle: &str| !found(school.data(), &[needle.as_bytes()]).is_empty();
    assert!(
        family().iter().filter(|needle| !found(school.data(), &[needle]).is_empty()).count() >= 9,
        "else this proves nothing"
    );
    assert!(photo(of_tom).iter().all(|bytes| holds(bytes)));

    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    assert_eq!(row(&school, "SELECT count(*) FROM departure WHERE erase_on = '2027-02-15'"), 2, "both of the family");
    assert_eq!(
        letters(&school)
            .iter()
            .filter(|(to, what)| to.starts_with("parent_tom") && what.contains("15 février 2027"))
            .count(),
        1
    );
    let mut emre = school.browser("parent_tom");
    emre.get("/").assert_says("Votre compte se ferme").link("Reprendre mes données");
    emre.get(&word(shared)).assert_status(200).assert_says("Sortie au musée");
    hour(&school, "2026-11-19 09:00");
    assert_eq!(letters(&school).iter().filter(|(to, _)| to.starts_with("parent_tom")).count(), 2, "told once");
    hour(&school, "2027-02-06 09:00");
    assert_eq!(letters(&school).iter().filter(|(_, what)| what.contains("s’effacent")).count(), 1, "and once more");
    hour(&school, "2027-02-14 23:00");
    school.browser("parent_tom").get(&word(shared)).assert_status(200);

    aged(&school.data().join("fichiers"));
    hour(&school, "2027-02-15 02:00");
    let left = found(school.data(), &family());
    assert!(left.is_empty(), "{}", left.join("\n"));
    for bytes in photo(of_tom) {
        assert!(!holds(&bytes), "{bytes}");
    }
    assert!(photo(of_nobody).iter().chain(&photo(drawn_over)).all(|bytes| holds(bytes)), "other photos stay");
    assert!(
        !holds("Les papiers") && files(school.data()).iter().all(|path| !path.to_string_lossy().contains("copies"))
    );
    // What others read stays as it was.
    school.browser("maitresse_ce1").get(&suivi(shared)).assert_status(200).assert_says("1 élève parti");
    assert_eq!(row(&school, &format!("SELECT answered FROM liaison_gone WHERE note = {shared}")), 1);
    assert_eq!(row(&school, &format!("SELECT count(*) FROM thread WHERE id = {thread}")), 0);
    assert_eq!(row(&school, "SELECT count(*) FROM document WHERE name = 'Sciences'"), 1);
    assert_eq!(row(&school, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let line = format!("SELECT count(*) FROM journal WHERE act = 'erase_person' AND thing_id = {}", school.id("tom"));
    assert_eq!(row(&school, &line), 1, "that it happened is written, not to whom");
    for who in ["directrice", "maitresse_ce1", "parent_lea"] {
        school.browser(who).get("/").assert_status(200);
        school.browser(who).get(&format!("/blog/articles/{post}")).assert_silent_on("Tibelius");
    }
}

#[test]
fn a_child_leaves_and_brother_and_both_parents_stay() {
    let school = school();
    let (lea, hugo) = (school.id("lea"), school.id("hugo"));
    let note = write(&school, "maitre_cm1", "CM1", "Piscine", "all");
    sign(&school, "parent_lea", note);
    let other = write(&school, "maitresse_ce1", "CE1", "Cirque", "one");
    let before = |who: i64| row(&school, &format!("SELECT count(*) FROM guardianship WHERE pupil = {who}"));
    let ties = before(hugo);
    leaves(&school, "lea", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    let leaving = "SELECT count(*) FROM departure d JOIN guardianship g ON g.guardian = d.person";
    assert_eq!(row(&school, leaving), 1, "the home that was there for Léa alone");
    // Those who stay are told of the child, each by their own letter; who gets no letters is not.
    let told = |who: &str| letters(&school).iter().any(|(to, what)| to.starts_with(who) && what.contains("Léa"));
    assert!(told("parent_lea@") && !told("other_parent_lea@") && !told("organisme@"), "{:?}", letters(&school));
    school.browser("parent_lea").get("/").assert_says("Léa a quitté l’école");
    hour(&school, "2027-02-15 02:00");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id = {lea}")), 0);
    assert_eq!((before(hugo), ties), (ties, 3));
    for parent in ["parent_lea", "other_parent_lea"] {
        school.browser(parent).get(&word(other)).assert_status(200).assert_says("Hugo");
        assert_eq!(school.browser(parent).get_once(&word(note)).status, 404, "nothing of a child who is gone");
    }
    school.browser("directrice").get(&format!("/eleves/{hugo}")).assert_says("Sophie").assert_says("Paul");
}

#[test]
fn who_comes_back_is_not_erased() {
    let school = school();
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    school.browser("directrice").post(&format!("/ecole/eleves/{}/retour", school.id("tom")), &[]).assert_status(200);
    hour(&school, "2026-11-18 10:00");
    let gone =
        format!("SELECT count(*) FROM departure WHERE person IN ({}, {})", school.id("tom"), school.id("parent_tom"));
    assert_eq!(row(&school, &gone), 0);
    hour(&school, "2027-06-01 02:00");
    school.browser("parent_tom").get("/").assert_status(200).assert_silent_on("Votre compte se ferme");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id = {}", school.id("tom"))), 1);
}

#[test]
fn a_teacher_who_leaves_goes_and_what_she_wrote_stays() {
    let school = school();
    let note = write(&school, "maitresse_ce1", "CE1", "Cirque", "one");
    let post = school.post("maitresse_ce1", "CE1");
    let who = school.id("maitresse_ce1");
    school.sql(&format!("UPDATE duty SET until_on = '2026-11-17' WHERE person = {who}"));
    hour(&school, "2026-11-18 09:00");
    hour(&school, "2027-02-15 02:00");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id = {who}")), 0);
    let left = found(school.data(), &["Benali".as_bytes(), b"maitresse_ce1@"]);
    assert!(left.is_empty(), "{left:?}");
    school.browser("parent_tom").get(&word(note)).assert_says("Cirque").assert_says("Ancien membre de l’école");
    school.browser("parent_tom").get(&format!("/blog/articles/{post}")).assert_says("Au jardin");
    school.browser("directrice").get("/ecole/equipe").assert_silent_on("Ancien membre");
    school.browser("directrice").get("/ecole/familles").assert_silent_on("Ancien membre");
}
