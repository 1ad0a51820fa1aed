//! At once, because somebody asks for it; and back, for a week.

use super::{aged, family, found, hour, leaves, school};
use crate::{
    liaison::{word, write},
    world::{PASSPHRASE, School, dump, row},
};
use preau::base::secret;

const LIST: &str = "/ecole/departs";

fn page(school: &School, who: &str) -> String {
    format!("/ecole/departs/{}/effacement", school.id(who))
}

pub fn erase(school: &School, who: &str) {
    let mut anne = school.browser("directrice");
    let form = anne.get(&page(school, who)).form("Effacer cette fiche");
    form.set("phrase", PASSPHRASE).send(&mut anne).assert_status(200);
}

/// The director has a passphrase to give.
pub fn known(school: &School) {
    let phc = secret::hash_passphrase(PASSPHRASE).unwrap();
    school.sql(&format!(
        "UPDATE account SET password = '{phc}', activated_at = 1 WHERE person = {}",
        school.id("directrice")
    ));
}

#[test]
fn the_director_erases_at_once_with_her_passphrase_and_takes_it_back() {
    let school = school();
    known(&school);
    let note = write(&school, "maitresse_ce1", "CE1", "Cirque", "one");
    let post = school.post("maitresse_ce1", "CE1");
    let photo = school.media(post, "photo");
    school.on_it(photo, &["tom"]);
    // Named before a correction; and on a photo that stays, as he is drawn over.
    let drawn = school.media(post, "photo");
    school.on_it(drawn, &["tom"]);
    school.sql(&format!(
        "UPDATE liaison_note SET version = 2 WHERE id = {note};
         INSERT INTO liaison_version SELECT note, 2, title, body, deadline_on, event_on, written_at, written_by FROM liaison_version WHERE note = {note};
         UPDATE liaison_version SET body = '<p>Avec Tibelius Öztürk.</p>' WHERE note = {note} AND version = 1;
         UPDATE media_tag SET blurred_at = 1 WHERE media = {drawn}; UPDATE media SET name = 'Tibelius.jpg' WHERE id = {drawn}"
    ));
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    let mut anne = school.browser("directrice");
    anne.get(LIST).assert_says("Tibelius").assert_says("15 février 2027");
    let form = || school.browser("directrice").get(&page(&school, "tom")).form("Effacer cette fiche");
    form().send(&mut anne).assert_status(422).assert_says("Donnez votre phrase de passe");
    form().set("phrase", "pas la bonne du tout").send(&mut anne).assert_status(422).assert_says("pas la bonne phrase");
    let before = dump(&school);
    let erased = form().set("phrase", PASSPHRASE).send(&mut anne);
    erased.assert_status(200).assert_says("sept jours").assert_silent_on("Tibelius");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id = {}", school.id("tom"))), 0);
    school.browser("maitresse_ce1").get(&format!("/cahier-de-liaison/{note}/suivi")).assert_silent_on("Tibelius");
    // Kept sealed: of the child nothing can be read.
    aged(&school.data().join("fichiers"));
    hour(&school, "2026-11-19 02:00");
    preau::door::erasing::scrub(&school.house, &preau::base::jobs::System::at_the_console()).unwrap();
    let left = found(school.data(), &[b"Tibelius", b"tibelius", b"123456789TB"]);
    assert!(left.is_empty(), "{left:?}");

    anne.get(LIST).form("Tout remettre").send(&mut anne).assert_says("La fiche est revenue");
    let after = dump(&school);
    for table in [
        "person",
        "pupil",
        "account",
        "enrolment",
        "guardianship",
        "media",
        "media_tag",
        "media_form",
        "blog_media",
        "audience_pupil",
        "pupil_group_member",
        "liaison_gone",
        "liaison_version",
    ] {
        let changed =
            |rows: &Vec<String>| rows.iter().filter(|row| !row.contains("Ancien membre")).cloned().collect::<Vec<_>>();
        assert_eq!(changed(&after[table]), before[table], "{table}");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let whole = school.browser("directrice").get(&format!("/blog/articles/{post}/medias/{photo}/originale"));
    whole.assert_status(200);
    assert!(anne.get("/recherche?q=Tibelius").text().contains("Tibelius"), "found again");
    school.browser("parent_tom").get(&word(note)).assert_status(200);
}

#[test]
fn after_the_week_it_is_for_good() {
    let school = school();
    known(&school);
    let post = school.post("maitresse_ce1", "CE1");
    let photo = school.media(post, "photo");
    school.on_it(photo, &["tom"]);
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    let mut anne = school.browser("directrice");
    for who in ["tom", "parent_tom"] {
        erase(&school, who);
    }
    let back = anne.get(LIST).form("Tout remettre").action;
    aged(&school.data().join("fichiers"));
    hour(&school, "2026-11-26 02:00");
    anne = school.browser("directrice");
    anne.get(LIST).assert_silent_on("Tout remettre");
    assert_eq!(anne.post_once(&back, &[]).status, 404);
    let mut needles = family();
    let bytes = format!("originale {photo} fin");
    needles.push(bytes.as_bytes());
    let left = found(school.data(), &needles);
    assert!(left.is_empty(), "{}", left.join("\n"));
    assert_eq!(row(&school, "SELECT count(*) FROM erasure WHERE sealed IS NOT NULL OR scrubbed_at IS NULL"), 0);
}

#[test]
fn those_who_go_together_come_back_in_their_order() {
    let school = school();
    known(&school);
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    let number = |who: &str| format!("SELECT id FROM erasure WHERE person = {}", school.id(who));
    erase(&school, "tom");
    erase(&school, "parent_tom");
    let mut anne = school.browser("directrice");
    let back = |who: &str| format!("{LIST}/effacements/{}/retour", row(&school, &number(who)));
    let (tom, emre) = (back("tom"), back("parent_tom"));
    anne.post(&tom, &[]).assert_status(422).assert_says("remettez d’abord cette fiche-là");
    anne.post(&emre, &[]).assert_says("La fiche est revenue");
    anne.post(&tom, &[]).assert_says("La fiche est revenue");
    let ties = format!(
        "SELECT count(*) FROM guardianship WHERE pupil = {} AND guardian = {}",
        school.id("tom"),
        school.id("parent_tom")
    );
    assert_eq!(row(&school, &ties), 1);
    assert_eq!(row(&school, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

#[test]
fn nobody_else_erases_and_nobody_who_is_here_is_erased() {
    let school = school();
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    for who in
        ["maitresse_ce1", "maitre_cm1", "atsem", "parent_lea", "parent_tom", "mairie", "technicien", "lea", "tom"]
    {
        let mut browser = school.browser(who);
        for status in [
            browser.get_once(LIST).status,
            browser.get_once(&page(&school, "tom")).status,
            browser.post_once(&page(&school, "tom"), &[("phrase", PASSPHRASE)]).status,
            browser.get_once("/reglages/conservation").status,
            browser.post_once("/reglages/conservation", &[("words", "365")]).status,
        ] {
            // Tom has no class any more: no session of his stands.
            assert!(matches!(status, 403 | 404) || (who == "tom" && status == 303), "{who}: {status}");
        }
    }
    for here in ["lea", "parent_lea", "maitre_cm1", "directrice"] {
        assert_eq!(school.browser("directrice").get_once(&page(&school, here)).status, 404, "{here} is here");
    }
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE id = {}", school.id("tom"))), 1);
}
