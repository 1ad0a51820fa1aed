//! « Sauvegardes », the printed key and what comes after a restore, on the director's own pages.

use super::{
    backup,
    nightly::{night, ready},
    paper, restored,
};
use crate::world::{Reply, School, data_holds, row};
use preau::{
    app::restores,
    base::{clock::Instant, jobs::System},
};

const PAGE: &str = "/reglages/sauvegardes";
const KEY: &str = "/reglages/sauvegardes/cle";
const PLAN: &str = "/reglages/sauvegardes/reglages";
const AFTER: &str = "/reglages/apres-restauration";

fn groups(page: &Reply) -> Vec<String> {
    page.html().select(&crate::world::selector("ol.codes code")).map(crate::world::words).collect()
}

#[test]
fn the_director_asks_for_one_and_sees_it_come() {
    let school = ready();
    school.at("2026-11-17 14:00");
    let mut director = school.browser("directrice");
    let page = director.get(PAGE);
    page.assert_says("Pas encore").assert_says("La clé de secours n’est pas imprimée");
    let asked = page.form("Sauvegarder maintenant").send(&mut director);
    asked.assert_says("La sauvegarde commence").assert_says("commence dans quelques secondes");
    assert!(!asked.body().contains("Sauvegarder maintenant"), "once is enough");
    night(&school, "2026-11-17 14:01");
    school.at("2026-11-17 18:30");
    let page = director.get(PAGE);
    page.assert_says("Cet après-midi à 14 h 01")
        .assert_says("Dernière restauration vérifiée")
        .assert_says("Sur la boîte");
    assert_eq!(page.html().select(&crate::world::selector("tbody tr")).count(), 1);
    page.form("Sauvegarder maintenant");
    // What hinders it is told in words, here, on the first page and to who tends the box.
    std::fs::remove_dir_all(school.data().join("sauvegardes")).unwrap();
    std::fs::write(school.data().join("sauvegardes"), b"pas un dossier").unwrap();
    night(&school, "2026-11-18 03:00");
    school.sql("UPDATE backup_round SET fault = 'il n’y a pas assez de place.' WHERE what = 'make'");
    std::fs::remove_file(school.data().join("sauvegardes")).unwrap();
    director.get(PAGE).assert_says("Il n’y a pas assez de place");
    director.get("/").assert_says("a rencontré un obstacle").link("Voir les sauvegardes");
    school.at("2026-11-25 12:00");
    director.get("/").assert_says("n’a pas été sauvegardée depuis");
    director.get("/reglages").link("Sauvegardes");
}

#[test]
fn nobody_else_comes_near_the_backups() {
    let school = School::new();
    school.sql("INSERT INTO restored (id, at, made_at) VALUES (1, 2, 1)");
    for who in ["technicien", "maitre_cm1", "atsem", "parent_lea", "lea", "mairie"] {
        let mut browser = school.browser(who);
        for path in [PAGE, KEY, PLAN, AFTER] {
            let status = browser.get_once(path).status;
            assert!([403, 404].contains(&status), "{who} {path} : {status}");
        }
        for (path, fields) in [
            ("/reglages/sauvegardes/maintenant", vec![]),
            (KEY, vec![("nouvelle", "oui")]),
            (PLAN, vec![("jours", "1"), ("semaines", "0"), ("mois", "0")]),
            (AFTER, vec![]),
            ("/reglages/apres-restauration/lettres", vec![("lettres", "jeter")]),
        ] {
            let status = browser.post_once(path, &fields).status;
            assert!([403, 404].contains(&status), "{who} {path} : {status}");
        }
    }
    assert!(school.visitor().get(PAGE).path.starts_with("/connexion?"));
    assert_eq!(row(&school, "SELECT count(*) FROM backup_plan"), 0);
    assert!(!school.data().join("cles/secours.pub").exists());
}

#[test]
fn the_key_counts_once_its_last_group_came_back_and_is_nowhere_on_the_box() {
    let school = School::new();
    let mut director = school.browser("directrice");
    let page = director.get(KEY).form("Créer la clé").send(&mut director);
    let shown = groups(&page);
    assert_eq!(shown.len(), 10);
    page.assert_says("Le jour où la boîte est perdue").assert_says("Imprimer la clé");
    assert!(page.body().contains("La même clé, à scanner"));
    let secours = school.data().join("cles/secours.pub");
    let wrong = page.form("Ma feuille").set("groupe", &shown[3]).send(&mut director);
    wrong.assert_status(422).assert_says("Ce n’est pas le dernier groupe");
    assert_eq!(groups(&wrong), shown, "it stays on the screen");
    assert!(!secours.exists());
    // Another session of the same person has its own screen.
    let mut elsewhere = school.browser("directrice");
    assert!(groups(&elsewhere.get(KEY)).is_empty());
    elsewhere.post_once(KEY, &[("groupe", shown[9].as_str())]).assert_status(422).assert_says("n’est plus à l’écran");
    let done = wrong.form("Ma feuille").set("groupe", &shown[9].to_lowercase()).send(&mut director);
    assert_eq!(done.path, PAGE);
    done.assert_says("La clé est confirmée");
    assert!(secours.exists() && groups(&director.get(KEY)).is_empty());
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'recovery_key'"), 1);
    assert!(!data_holds(school.data(), shown[0].as_bytes()) && !data_holds(school.data(), shown.concat().as_bytes()));
    // It opens what is made from now on.
    let shelf = tempfile::tempdir().unwrap();
    backup(&school, shelf.path());
    restored(shelf.path(), &shown.join(" "), &school);
    // Forgotten after an hour.
    let page = director.post_once(KEY, &[("nouvelle", "oui")]);
    page.assert_status(303);
    assert_eq!(groups(&director.get(KEY)).len(), 10);
    school.house.clock.set(school.house.clock.now().plus(Instant::HOUR));
    assert!(groups(&director.get(KEY)).is_empty());
}

#[test]
fn longer_than_three_months_takes_a_word_more() {
    let school = School::new();
    let mut director = school.browser("directrice");
    let page = director.get(PLAN);
    let refused = page.form("Enregistrer").set("mois", "6").send(&mut director);
    refused.assert_status(422).assert_says("Au delà de trois mois");
    assert_eq!(row(&school, "SELECT count(*) FROM backup_plan"), 0);
    refused.form("Enregistrer").tick("longtemps", "oui").send(&mut director).assert_says("une par mois pendant 6 mois");
    assert_eq!(row(&school, "SELECT months FROM backup_plan"), 6);
    let none = director.get(PLAN).form("Enregistrer").set("jours", "0").send(&mut director);
    none.assert_status(422).assert_says("de 1 à 62");
    let stranger = [("jours", "7"), ("semaines", "4"), ("mois", "3"), ("disque", "../../etc")];
    director.post_once(PLAN, &stranger).assert_status(422).assert_says("Ce disque n’est pas branché");
}

#[test]
fn a_disk_gets_each_backup_too_and_is_told_when_it_is_away() {
    let disk = tempfile::tempdir().unwrap();
    let school = ready().beside(disk.path());
    let media = disk.path().join("media/PREAU-1");
    std::fs::create_dir_all(&media).unwrap();
    let plug = || {
        let line = format!("36 35 8:1 / {} rw - ext4 /dev/sda1 rw\n", media.display());
        std::fs::write(disk.path().join("mounts"), line).unwrap();
    };
    plug();
    let mut director = school.browser("directrice");
    let page = director.get(PLAN);
    page.assert_says("PREAU-1").form("Enregistrer").set("disque", "PREAU-1").send(&mut director).assert_says("PREAU-1");
    night(&school, "2026-11-18 01:05");
    let key = paper(school.data());
    assert!(media.join("sauvegardes-preau/sauvegardes").exists());
    director.get(PAGE).assert_says("Sur le disque « PREAU-1 »").assert_says("Dernière copie sur le disque");
    // Put away for the night: the box has its own all the same, and nobody is alarmed before a week has gone. Back, it gets one
    // within the hour.
    std::fs::write(disk.path().join("mounts"), "").unwrap();
    night(&school, "2026-11-19 01:05");
    assert_eq!(row(&school, "SELECT done_at > unixepoch('2026-11-19') FROM backup_round WHERE what = 'make'"), 1);
    director.get(PAGE).assert_silent_on("n’est pas branché").assert_says("Sur la boîte");
    director.get("/").assert_silent_on("a rencontré un obstacle");
    night(&school, "2026-11-27 01:05");
    director.get(PAGE).assert_says("n’est pas branché").assert_says("Sur la boîte");
    director.get("/").assert_says("a rencontré un obstacle");
    director.get("/reglages/sante").assert_says("Branchez le disque « PREAU-1 » une heure");
    plug();
    night(&school, "2026-11-27 02:10");
    director.get(PAGE).assert_silent_on("n’est pas branché");
    restored(&media.join("sauvegardes-preau"), &key, &school);
}

#[test]
fn after_a_restore_the_director_goes_through_what_may_be_older() {
    let school = School::new();
    let (lea, parent) = (school.id("lea"), school.id("parent_lea"));
    school.sql(&format!(
        "INSERT INTO consent_request (id, purpose, from_on, until_on, text, asked_at) VALUES (900, 'public', '2026-09-01', '2027-08-31', 'Photos', 1);
         INSERT INTO consent_answer (request, pupil, guardian, says, text, version, answered_at, how) VALUES (900, {lea}, {parent}, 0, 'Photos', 1, 1, 'application');
         INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at) VALUES ('a@b.fr', 'mots', 'Sortie', 'texte', 1, 1);
         INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at) VALUES ('a@b.fr', 'compte', 'Code', 'lien', 1, 1);
         INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at, sent_at) VALUES ('a@b.fr', 'mots', 'Partie', '', 1, 1, 2);
         INSERT INTO upload (token, person, path, name, size, made_at, expires_at) VALUES (randomblob(32), {parent}, '/x', 'x', 1, 1, 9999999999)"
    ));
    let (key, shelf) = (paper(school.data()), tempfile::tempdir().unwrap());
    backup(&school, shelf.path());
    let (back, told) = restored(shelf.path(), &key, &school);
    assert!(told.contains("1 lettre attendait"), "{told}");
    assert_eq!(row(&back, "SELECT count(*) FROM upload"), 0);
    assert_eq!(row(&back, "SELECT count(*) FROM outbox WHERE kind = 'compte'"), 0, "its link opens nothing");
    let due = "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND send_at < 99999999999";
    assert_eq!(row(&back, due), 0);
    back.browser("maitre_cm1").get("/").assert_silent_on("vient d’être restaurée");
    let mut director = back.browser("directrice");
    director.get("/").assert_says("vient d’être restaurée").link("Relire");
    let page = director.get(AFTER);
    page.assert_says("1 lettre attendait").assert_says("refusé pour la page publique").assert_says("Léa");
    page.form("J’ai tout relu").send(&mut director).assert_status(422).assert_says("Décidez d’abord des lettres");
    let mut thrown = director.get(AFTER).form("Les jeter").send(&mut director);
    thrown.assert_says("Les lettres sont jetées");
    assert_eq!(row(&back, "SELECT count(*) FROM outbox WHERE sent_at IS NULL"), 0);
    thrown = thrown.form("J’ai tout relu").send(&mut director);
    thrown.assert_says("C’est confirmé");
    director.get("/").assert_silent_on("vient d’être restaurée");
    assert_eq!(row(&back, &format!("SELECT confirmed_by = {} FROM restored", back.id("directrice"))), 1);
}

#[test]
fn letters_that_waited_leave_when_the_director_says_so() {
    let school = School::new();
    school.sql("INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at) VALUES ('a@b.fr', 'mots', 'Sortie', 'texte', 1, 1)");
    let (key, shelf) = (paper(school.data()), tempfile::tempdir().unwrap());
    backup(&school, shelf.path());
    let (back, _) = restored(shelf.path(), &key, &school);
    let mut director = back.browser("directrice");
    director.get(AFTER).form("Les envoyer").send(&mut director).assert_says("Les lettres partent");
    restores::go(&back.house, &System::at_the_console(), &|| false).unwrap();
    assert_eq!(row(&back, "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND send_at < 99999999999"), 1);
    assert_eq!(row(&back, "SELECT count(*) FROM outbox_held"), 0);
}
