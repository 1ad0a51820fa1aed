//! What others keep, lose and are told when somebody goes.

use super::{aged, found, hour, leaves, school};
use crate::{
    liaison::write_to,
    world::{School, row},
};
use preau::{
    base::{files, jobs::System},
    door::erasing,
    school::consent::Purpose,
};

/// A file of its own kind, which a row may name.
fn kept(school: &School, bytes: &[u8]) -> String {
    let hash = school.house.files.keep(school.house.files.stage(bytes).unwrap()).unwrap();
    let tx = school.house.db.write().unwrap();
    files::store::add(&tx, &hash, bytes.len() as u64, "image/jpeg", school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    hash.as_str().to_owned()
}

#[test]
fn before_it_the_director_sees_what_goes_and_where_the_name_stays() {
    let school = school();
    let post = school.post("maitresse_ce1", "CE1");
    for who in [&["tom", "hugo"][..], &["tom"], &["hugo"]] {
        let photo = school.media(post, "photo");
        school.on_it(photo, who);
    }
    let note = write_to(&school, &["tom", "hugo"], "one");
    let mut anne = school.browser("directrice");
    let page = anne.get(&format!("/cahier-de-liaison/{note}/corriger"));
    let form = page.form("Corriger le mot").set("texte", "Tibelius Öztürk apporte un gâteau.");
    form.send(&mut anne).assert_status(200);
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    let here = format!("/ecole/departs/{}", school.id("tom"));
    anne = school.browser("directrice");
    assert_eq!(anne.get("/ecole/departs").link("Tibelius Öztürk"), here);
    let page = anne.get(&here);
    page.assert_says("2 photos ou enregistrements du blog").assert_says("dont 1 avec d’autres enfants");
    assert_eq!(page.link("Au jardin"), format!("/blog/articles/{post}"));
    assert!(page.body().contains(&format!("/cahier-de-liaison/{note}")), "{}", page.text());
    page.assert_says("Élève · CE1");
    anne.get(&format!("{here}/effacement"))
        .assert_says("Élève · CE1")
        .assert_says("dont 1 avec d’autres enfants")
        .link("Voir tout ce qui part");
    let of_parent = anne.get(&format!("/ecole/departs/{}", school.id("parent_tom")));
    of_parent.assert_says("Rien de ce que d’autres voient").assert_says("Aucun texte");
    for who in ["maitresse_ce1", "parent_lea", "parent_tom", "technicien", "mairie"] {
        assert!(matches!(school.browser(who).get_once(&here).status, 403 | 404), "{who}");
    }
}

#[test]
fn nobody_takes_a_drawing_off_once_the_child_is_gone() {
    let school = school();
    let post = school.post("maitresse_ce1", "CE1");
    let photo = school.media(post, "photo");
    school.on_it(photo, &["tom"]);
    let clear = kept(&school, b"le visage de Tibelius");
    school.sql(&format!(
        "UPDATE media_tag SET blurred_at = 1 WHERE media = {photo};
         INSERT INTO media_blur (media, shapes, clear, blurred_at, erase_at) VALUES ({photo}, '[]', '{clear}', 1, 9000000000)"
    ));
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    aged(&school.data().join("fichiers"));
    hour(&school, "2027-02-15 02:00");
    assert!(found(school.data(), &[b"le visage de Tibelius"]).is_empty());
    assert_eq!(
        row(&school, &format!("SELECT count(*) FROM media_form WHERE media = {photo}")),
        4,
        "it stays, drawn over"
    );
    // Shown to the families as before, and nobody asks again who is on it.
    let seen = format!("/blog/articles/{post}/medias/{photo}/petite");
    school.browser("parent_lea").get_once(&seen).assert_status(200);
    assert_eq!(row(&school, "SELECT count(*) FROM erasure WHERE scrubbed_at IS NULL"), 0);
}

#[test]
fn what_a_guardian_said_for_a_child_who_stays_is_still_proved() {
    let school = school();
    school.says("parent_lea", "lea", Purpose::Class, true);
    let (sophie, paul, lea) = (school.id("parent_lea"), school.id("other_parent_lea"), school.id("lea"));
    let cm1 = school.class("CM1");
    school.sql(&format!(
        "INSERT INTO document (id, space, owner, kind, name, folded, sort_key, pupil, made_at, made_by, changed_at)
           VALUES (900, 'hand_in', {cm1}, 'folder', 'Martin Léa', 'martin léa', 'martin lea', {lea}, 1, {sophie}, 1);
         INSERT INTO document (id, space, owner, folder, kind, name, folded, sort_key, pupil, made_at, made_by, changed_at)
           VALUES (901, 'hand_in', {cm1}, 900, 'file', 'a.pdf', 'a.pdf', 'a.pdf', {lea}, 1, {sophie}, 1),
             (902, 'hand_in', {cm1}, 900, 'file', 'b.pdf', 'b.pdf', 'b.pdf', {lea}, 1, {paul}, 1)"
    ));
    school.sql(&format!(
        "INSERT INTO guardianship_removed (pupil, guardian, removed_at) SELECT pupil, guardian, unixepoch('2026-11-17') FROM guardianship WHERE guardian = {sophie};
         DELETE FROM guardianship WHERE guardian = {sophie}"
    ));
    hour(&school, "2026-11-18 09:00");
    hour(&school, "2027-02-15 02:00");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id = {sophie}")), 0);
    let said = format!(
        "SELECT count(*) FROM consent_answer WHERE pupil = {lea} AND says = 1 AND guardian = (SELECT person FROM former)"
    );
    assert_eq!(row(&school, &said), 1);
    let deposits = "SELECT group_concat(id) = '900,902' FROM document WHERE space = 'hand_in'";
    assert_eq!(row(&school, deposits), 1, "the child's folder, with what the other parent put there");
}

#[test]
fn what_a_teacher_put_and_opened_for_others_stays() {
    let school = school();
    let (who, tom) = (school.id("maitresse_ce1"), school.id("tom"));
    let ce1 = school.class("CE1");
    let note = write_to(&school, &["tom"], "one");
    school.sql(&format!(
        "INSERT INTO document (id, space, owner, kind, name, folded, sort_key, made_at, made_by, changed_at)
           VALUES (900, 'hand_in', {ce1}, 'file', 'corrigé.pdf', 'corrigé.pdf', 'corrige.pdf', 1, {who}, 1);
         INSERT INTO consulted (about, day, by, role) VALUES ({tom}, '2026-11-16', {who}, 'teacher');
         INSERT INTO liaison_share (note, person, shared_by, shared_at) VALUES ({note}, {}, {who}, 1);
         UPDATE duty SET until_on = '2026-11-17' WHERE person = {who}",
        school.id("maitre_cm1")
    ));
    hour(&school, "2026-11-18 09:00");
    hour(&school, "2027-02-15 02:00");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id = {who}")), 0);
    for stays in ["document WHERE id = 900", "liaison_share", "consulted"] {
        assert_eq!(row(&school, &format!("SELECT count(*) FROM {stays}")), 1, "{stays}");
    }
}

#[test]
fn only_what_means_them_goes_with_them() {
    let school = school();
    let (tom, emre) = (school.id("tom"), school.id("parent_tom"));
    let now = school.house.clock.now().0;
    school.sql(&format!(
        "INSERT INTO person (last_name, first_name, sort_key, made_at) VALUES ('Öztürk', 'Tibelius', 'ozturk tibelius', 1);
         INSERT INTO people_undo (id, kind, made_at, person) VALUES (77, 'import', {now}, NULL), (78, 'merge', {now}, {emre});
         INSERT INTO people_undo_step (undo, place, name, before, after) VALUES (77, 0, 'class', NULL, '{{\"id\":{tom},\"name\":\"CE9\"}}');
         INSERT INTO people_undo_step (undo, place, name, before, after) VALUES (78, 0, 'person', '{{\"id\":99999,\"first_name\":\"Emregul\"}}', NULL);
         INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at) VALUES
           ('x@exemple.invalid', 'mot', 'Pour Tibelius Öztürk', '', {now}, 9000000000), ('x@exemple.invalid', 'mot', 'Pour Emregul Öztürker', '', {now}, 9000000000)"
    ));
    let subjects = |school: &School| row(school, "SELECT count(*) FROM outbox WHERE recipient = 'x@exemple.invalid'");
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    hour(&school, "2027-02-15 02:00");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id IN ({tom}, {emre})")), 0);
    assert_eq!(row(&school, "SELECT count(*) FROM people_undo_step WHERE undo = 77"), 1, "a class of the same number");
    assert_eq!(row(&school, "SELECT count(*) FROM people_undo_step WHERE undo = 78"), 0, "who was merged into them");
    assert_eq!(subjects(&school), 2, "the letters of a child of the same name, and of one who is called nearly so");
}

#[test]
fn what_another_ledger_knows_is_not_taken_back_here() {
    let school = school();
    super::once::known(&school);
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    super::once::erase(&school, "tom");
    let made_at = row(&school, "SELECT made_at FROM erasure");
    let ledger = format!("{} {made_at} 1795000000\n", school.id("tom"));
    erasing::apply(&school.house, &[ledger], &System::at_the_console()).unwrap();
    assert_eq!(row(&school, "SELECT count(*) FROM erasure WHERE until IS NULL AND sealed IS NULL"), 1);
    assert_eq!(row(&school, "SELECT count(*) FROM erasure_file"), 0);
    school.browser("directrice").get("/ecole/departs").assert_silent_on("Tout remettre");
}
