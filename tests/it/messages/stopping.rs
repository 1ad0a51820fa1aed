//! Messages that the direction stopped: nothing leaves, nothing is lost; limits of an account, through the composer.

use super::{answer, deliver, guardian, page, person, sent, status, write};
use crate::world::{School, row};

const STOP: &str = "/reglages/correspondance/suspension";

fn stop(school: &School) {
    assert_eq!(super::press(school, "directrice", STOP), 303);
}

fn open(school: &School, profile: &str) {
    let mut anne = school.browser("directrice");
    anne.post(&format!("{STOP}/reprise"), &[("qui", profile)]).assert_status(200);
}

#[test]
fn nothing_is_sent_or_answered_and_what_was_typed_stays_a_draft() {
    let school = School::new();
    let thread = write(&school, "maitre_cm1", &[guardian(&school, "parent_lea", "lea")], "Sortie", "Jeudi.");
    stop(&school);
    let before = row(&school, "SELECT count(*) FROM message WHERE state <> 'draft'");
    let reply = sent(&school, "maitresse_ce1", &[guardian(&school, "parent_tom", "tom")], "Tom", "Des cerises.");
    reply.assert_says("La direction a suspendu les messages").assert_says("Des cerises.");
    answer(&school, "parent_lea", thread, "Des prunes.").assert_says("La direction a suspendu les messages");
    school.browser("parent_lea").get(&page(thread)).assert_says("Des prunes.");
    sent(&school, "directrice", &[person(&school, "maitre_cm1")], "Conseil", "Des poires.");
    assert_eq!(row(&school, "SELECT count(*) FROM message WHERE state <> 'draft'"), before);
    school.browser("maitresse_ce1").get("/messages?brouillons").assert_says("Tom");
    school.browser("parent_lea").get("/messages").assert_says("La direction a suspendu les messages pour le moment");
    // Staff alone again.
    open(&school, "staff");
    write(&school, "maitre_cm1", &[person(&school, "maitresse_ce1")], "Piscine", "Entre nous.");
    sent(&school, "maitre_cm1", &[guardian(&school, "parent_lea", "lea")], "Léa", "Non.")
        .assert_says("suspendu les messages des familles");
    answer(&school, "maitre_cm1", thread, "Non plus.").assert_says("suspendu les messages des familles");
    answer(&school, "parent_lea", thread, "Pas davantage.").assert_says("La direction a suspendu les messages.");
    open(&school, "families");
    answer(&school, "parent_lea", thread, "Enfin.");
    school.browser("maitre_cm1").get(&page(thread)).assert_says("Enfin.");
}

#[test]
fn what_waited_for_the_morning_does_not_leave_before_it_is_opened_again() {
    let school = School::new();
    school.at("2026-11-17 21:40");
    let thread = write(&school, "maitre_cm1", &[guardian(&school, "parent_lea", "lea")], "Vol", "Le voleur écrit.");
    stop(&school);
    deliver(&school, "2026-11-18 07:00", "maitre_cm1");
    assert_eq!(status(&school, "parent_lea", &page(thread)), 404);
    assert_eq!(row(&school, "SELECT count(*) FROM message WHERE state = 'delivered'"), 0);
    // Its author sees it, and may take it back.
    school.browser("maitre_cm1").get(&page(thread)).assert_says("Le voleur écrit.");
    open(&school, "staff");
    open(&school, "families");
    deliver(&school, "2026-11-18 09:30", "maitre_cm1");
    assert_eq!(status(&school, "parent_lea", &page(thread)), 200);
}

#[test]
fn an_account_that_wrote_too_much_is_stopped_and_the_direction_is_told() {
    let school = School::new();
    let to = [person(&school, "maitre_cm1")];
    for at in 0..10 {
        write(&school, "parent_lea", &to, "Objet", &format!("Message {at}."));
    }
    let reply = sent(&school, "parent_lea", &to, "Objet", "De trop, des quetsches.");
    reply.assert_says("à beaucoup de personnes en peu de temps").assert_says("quetsches");
    assert_eq!(row(&school, "SELECT count(*) FROM thread"), 10);
    assert_eq!(row(&school, "SELECT count(*) FROM outbox WHERE kind = 'limite'"), 1);
    school
        .browser("directrice")
        .get("/")
        .assert_says("Limite d’envoi de messages atteinte")
        .assert_says("Sophie Petit");
    school.at("2026-11-17 09:31");
    write(&school, "parent_lea", &to, "Objet", "Une heure plus tard.");
}

#[test]
fn the_director_alone_passes_quiet_hours_and_the_journal_keeps_it() {
    let school = School::new();
    school.at("2026-11-17 21:40");
    let to = [guardian(&school, "parent_lea", "lea")];
    let mut anne = school.browser("directrice");
    let (composer, _) = super::begin(&mut anne);
    let waits =
        super::filled(&composer, &to, "Verglas", "L’école est fermée demain.").forge("geste", "garder").send(&mut anne);
    waits.assert_says("Urgent").assert_says("le message sera remis demain à 7");
    let unsure =
        super::filled(&waits, &[], "Verglas", "L’école est fermée demain.").tick("urgent", "oui").send(&mut anne);
    unsure.assert_status(422).assert_says("Confirmez que ce message peut déranger maintenant");
    let form = super::filled(&waits, &[], "Verglas", "L’école est fermée demain.").tick("urgent", "oui");
    let sent = form.tick("confirmer_urgent", "oui").send(&mut anne);
    sent.assert_says("C’est envoyé");
    school.browser("parent_lea").get("/messages").assert_says("Verglas");
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'PassQuietHours' AND thing = 'message'"), 1);
    // A teacher has no such box, and forging it is refused.
    let mut etienne = school.browser("maitre_cm1");
    let (composer, _) = super::begin(&mut etienne);
    let kept = super::filled(&composer, &to, "Piscine", "Demain.").forge("geste", "garder").send(&mut etienne);
    kept.assert_silent_on("Urgent");
    let mut forged = super::filled(&kept, &[], "Piscine", "Demain.");
    forged.pairs.extend([("urgent".to_owned(), "oui".to_owned()), ("confirmer_urgent".to_owned(), "oui".to_owned())]);
    assert_eq!(forged.send_once(&mut etienne).status, 403);
    school.browser("parent_lea").get("/messages").assert_silent_on("Piscine");
}
