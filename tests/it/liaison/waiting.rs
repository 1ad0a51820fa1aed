//! Words that wait: who sees them, when they leave, what stops them.

use super::{rows, status, word, write};
use crate::world::{Browser, FoundForm, Reply, School, instant};
use preau::{app, base::jobs::runner};

/// What the house would do by itself at this moment.
pub fn run_jobs(school: &School) {
    let kinds: Vec<_> = app::ROOMS.iter().flat_map(|room| room.jobs).copied().collect();
    runner::run_due(&school.house.db, &school.house.clock, &kinds).unwrap();
}

/// An account in which its owner has signed in once: the house acts for nobody else.
pub fn activate(school: &School, who: &str) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE account SET activated_at = 1 WHERE person = ?1", [school.id(who)]).unwrap();
}

fn filled(browser: &mut Browser, class: i64, title: &str) -> FoundForm {
    let form = browser.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", title);
    let form = form.set("texte", "Bonjour à tous.").set("categorie", "sortie").set("demande", "one");
    form.set("a_qui", "classes").forge("classe", &class.to_string())
}

/// The number of a word whose own page this is.
fn waiting_number(reply: &Reply) -> i64 {
    let number = reply.path.rsplit('/').next().unwrap().parse();
    number.unwrap_or_else(|_| panic!("no word at {}:\n{}", reply.path, reply.text()))
}

/// From M. Roussel to CM1, at 22 h on Tuesday.
fn at_night(school: &School, title: &str) -> i64 {
    activate(school, "maitre_cm1");
    school.at("2026-11-17 22:00");
    let mut etienne = school.browser("maitre_cm1");
    let page = etienne.get("/cahier-de-liaison/nouveau");
    page.assert_says("Ce mot sera remis demain à 7 h");
    let sent = filled(&mut etienne, school.class("CM1"), title).send(&mut etienne);
    sent.assert_status(200).assert_says("Le mot sera remis demain à 7 h");
    waiting_number(&sent)
}

#[test]
fn a_word_of_the_night_waits_whole_for_the_morning() {
    let school = School::new();
    let note = at_night(&school, "Piscine");
    // Neither seen, nor found, nor counted by name, by anybody else; colleagues and director included.
    for who in ["parent_lea", "other_parent_lea", "lea", "directrice", "remplacante_en_poste", "maitresse_ce1", "aesh"]
    {
        assert_eq!(status(&school, who, &word(note)), 404, "{who}");
        for path in ["/", "/cahier-de-liaison", "/recherche?q=piscine"] {
            school.browser(who).get(path).assert_silent_on("Piscine");
        }
    }
    school.browser("maitre_cm1").get("/recherche?q=piscine").assert_silent_on(&word(note));
    school.browser("directrice").get("/cahier-de-liaison").assert_says("1 mot de collègue attend d’être remis");
    let book = school.browser("maitre_cm1").get("/cahier-de-liaison");
    book.assert_says("En attente").assert_says("Piscine").assert_says("Sera remis demain à 7 h");
    // Nothing of a delivered word is done to it.
    for what in ["suivi", "corriger", "retirer", "partage"] {
        assert_eq!(status(&school, "maitre_cm1", &format!("{}/{what}", word(note))), 403, "{what}");
    }
    school.at("2026-11-18 06:59");
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &word(note)), 404);
    school.at("2026-11-18 07:00");
    run_jobs(&school);
    run_jobs(&school);
    school.browser("parent_lea").get("/").assert_says("Piscine");
    assert_eq!(status(&school, "maitresse_ce1", &word(note)), 404);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'DeliverNote'"), 1);
    let at = instant("2026-11-18 07:00").0;
    assert_eq!(
        rows(&school, &format!("SELECT sent_at = {at} AND delivered_at = {at} FROM liaison_note WHERE id = {note}")),
        1
    );
}

#[test]
fn a_moment_is_chosen_changed_and_overtaken() {
    let school = School::new();
    activate(&school, "maitre_cm1");
    let mut etienne = school.browser("maitre_cm1");
    let form = filled(&mut etienne, school.class("CM1"), "Piscine").set("quand", "plus_tard");
    let again = form.set("quand_le", "2026-11-16").set("quand_a", "12:00").send(&mut etienne);
    again.assert_status(422).assert_says("Ce moment est passé");
    let again = again.form("Envoyer").set("quand_le", "").send(&mut etienne);
    again.assert_status(422).assert_says("Dites quel jour");
    let sent = again.form("Envoyer").set("quand_le", "2026-11-20").set("quand_a", "12:15").send(&mut etienne);
    sent.assert_says("Le mot sera remis vendredi à 12 h 15");
    let note = waiting_number(&sent);
    // On a Sunday: Monday, when the calm ends.
    let changed =
        sent.form("Changer le moment").set("quand_le", "2026-11-22").set("quand_a", "10:00").send(&mut etienne);
    changed.assert_says("lundi à 7 h");
    school.at("2026-11-20 12:15");
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &word(note)), 404, "the first job is stale");
    let page = etienne.get(&word(note));
    page.form("Remettre maintenant").send(&mut etienne).assert_says("Le mot est envoyé à 2 familles");
    assert_eq!(status(&school, "parent_lea", &word(note)), 200);
    school.at("2026-11-23 07:00");
    run_jobs(&school);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'DeliverNote'"), 0);
}

#[test]
fn it_is_written_anew_with_its_recipients_and_files() {
    let school = School::new();
    let note = at_night(&school, "Piscine");
    let mut etienne = school.browser("maitre_cm1");
    let page = etienne.get(&format!("{}/modifier", word(note)));
    let form = page.form("Enregistrer").set("titre", "Patinoire").set("demande", "read");
    let form = form.attach("pieces", "liste.txt", b"gants");
    let form = form.set("a_qui", "eleves").tick("eleve", &school.id("lea").to_string());
    form.send(&mut etienne)
        .assert_says("Le mot sera remis demain à 7 h")
        .assert_says("Patinoire")
        .assert_says("liste.txt");
    let page = etienne.get(&format!("{}/modifier", word(note)));
    let piece = rows(&school, &format!("SELECT id FROM liaison_attachment WHERE note = {note}"));
    let form = page.form("Enregistrer").tick("retirer", &piece.to_string());
    form.send(&mut etienne).assert_silent_on("liste.txt");
    school.at("2026-11-18 07:00");
    run_jobs(&school);
    school.browser("parent_lea").get(&word(note)).assert_says("Patinoire").assert_silent_on("Corrigé");
    school.browser("mere_sans_autorite").get("/cahier-de-liaison").assert_silent_on("Patinoire");
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_version WHERE note = {note}")), 1);
    // It has left: it is corrected, no longer written anew.
    assert_eq!(status(&school, "maitre_cm1", &format!("{}/modifier", word(note))), 403);
}

#[test]
fn it_is_taken_back_into_the_draft() {
    let school = School::new();
    let note = at_night(&school, "Piscine");
    let mut etienne = school.browser("maitre_cm1");
    let asked = etienne.get(&format!("{}/annuler", word(note)));
    asked
        .form("Ne pas l’envoyer")
        .send(&mut etienne)
        .assert_says("redevenu votre brouillon")
        .assert_silent_on("En attente");
    assert_eq!(status(&school, "maitre_cm1", &word(note)), 404);
    let asked = etienne.get("/cahier-de-liaison/nouveau");
    etienne.get(&asked.link("Reprendre")).assert_says("Bonjour à tous.");
    school.at("2026-11-18 07:00");
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &word(note)), 404);
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_version WHERE note = {note}")), 0);
}

#[test]
fn nobody_hands_over_at_night_but_the_director_who_says_so() {
    let school = School::new();
    let note = at_night(&school, "Piscine");
    let mut etienne = school.browser("maitre_cm1");
    let page = etienne.get(&word(note));
    assert!(!page.has_button("Remettre maintenant"));
    let now = format!("{}/remettre", word(note));
    etienne.post(&now, &[]).assert_status(422).assert_says("avant demain à 7 h");
    let urgent = [("urgent", "oui"), ("confirmer_urgent", "oui")];
    etienne.post(&now, &urgent).assert_status(403);
    school.browser("directrice").post(&now, &urgent).assert_status(404);
    school.browser("parent_lea").post(&now, &urgent).assert_status(404);
    let form = filled(&mut etienne, school.class("CM1"), "Neige");
    form.forge("urgent", "oui").forge("confirmer_urgent", "oui").send(&mut etienne).assert_status(403);

    let mut anne = school.browser("directrice");
    let form = filled(&mut anne, school.class("CM1"), "École fermée demain").tick("urgent", "oui");
    let again = form.send(&mut anne);
    again.assert_status(422).assert_says("Confirmez que ce mot part tout de suite");
    let sent = again.form("Envoyer").tick("confirmer_urgent", "oui").send(&mut anne);
    let note = super::number(sent.assert_says("Le mot est envoyé"));
    school.browser("parent_lea").get(&word(note)).assert_says("Envoyé en urgence par la direction");
    assert_eq!(
        rows(&school, &format!("SELECT count(*) FROM journal WHERE act = 'PassQuietHours' AND thing_id = {note}")),
        1
    );
}

#[test]
fn an_author_who_may_no_longer_write_there_sends_nothing() {
    let school = School::new();
    activate(&school, "remplacante_en_poste");
    let mut nolwenn = school.browser("remplacante_en_poste");
    // Her last day is Friday.
    let form = filled(&mut nolwenn, school.class("CM1"), "Piscine").set("quand", "plus_tard");
    let sent = form.set("quand_le", "2026-11-23").set("quand_a", "09:00").send(&mut nolwenn);
    let note = waiting_number(&sent);
    school.at("2026-11-23 09:00");
    run_jobs(&school);
    for who in ["parent_lea", "maitre_cm1", "directrice", "remplacante_en_poste"] {
        assert_eq!(status(&school, who, &word(note)), 404, "{who}");
    }
    for path in ["/", "/cahier-de-liaison"] {
        let told = school.browser("directrice").get(path);
        told.assert_says("Un mot de Mme Morvan n’a pas été remis").assert_silent_on("Piscine");
        school.browser("maitre_cm1").get(path).assert_silent_on("Morvan n’a pas");
    }
    // She comes back: it is hers to look at again.
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE duty SET until_on = '2026-12-20' WHERE person = ?1", [school.id("remplacante_en_poste")])
        .unwrap();
    let mut nolwenn = school.browser("remplacante_en_poste");
    nolwenn.get("/cahier-de-liaison").assert_says("N’est pas parti");
    let page = nolwenn.get(&word(note));
    page.assert_says("Ce mot n’est pas parti")
        .form("Remettre maintenant")
        .send(&mut nolwenn)
        .assert_says("Le mot est envoyé");
    school.browser("directrice").get("/").assert_silent_on("n’a pas été remis");
}

#[test]
fn the_book_turned_off_stops_it_and_a_calm_that_came_since_puts_it_off() {
    let school = School::new();
    let note = at_night(&school, "Piscine");
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    // The director makes the calm longer; the box wakes at half past seven.
    file.execute("UPDATE settings SET quiet_until = 480", []).unwrap();
    school.at("2026-11-18 07:30");
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &word(note)), 404);
    school.browser("maitre_cm1").get(&word(note)).assert_says("Il sera remis ce matin à 8 h");
    let cm1 = school.class("CM1");
    file.execute("INSERT INTO service_off (room, class, off_at) VALUES ('liaison', ?1, 0)", [cm1]).unwrap();
    school.at("2026-11-18 08:00");
    run_jobs(&school);
    assert_eq!(rows(&school, &format!("SELECT stopped_why = 'right' FROM liaison_note WHERE id = {note}")), 1);
    file.execute("DELETE FROM service_off", []).unwrap();
    assert_eq!(status(&school, "parent_lea", &word(note)), 404);
}

#[test]
fn a_box_that_was_off_for_days_delivers_once_and_never_at_night() {
    let school = School::new();
    let note = at_night(&school, "Piscine");
    school.at("2026-11-20 22:30");
    let school = school.restarted();
    school.at("2026-11-20 22:30");
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &word(note)), 404);
    school.at("2026-11-23 07:00");
    // Power is lost while the job runs: its lease runs out, and it is taken again.
    let tx = school.house.db.write().unwrap();
    preau::base::jobs::store::lease(&tx, school.house.clock.now()).unwrap().unwrap();
    tx.commit().unwrap();
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &word(note)), 404);
    school.at("2026-11-23 07:20");
    run_jobs(&school);
    run_jobs(&school);
    assert_eq!(status(&school, "parent_lea", &word(note)), 200);
    assert_eq!(rows(&school, "SELECT count(*) FROM journal WHERE act = 'DeliverNote'"), 1);
}

#[test]
fn a_deadline_is_never_in_a_quiet_day() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let again = filled(&mut etienne, school.class("CM1"), "Piscine").set("avant_le", "2026-11-28").send(&mut etienne);
    again.assert_status(422).assert_says("Samedi 28 novembre, c’est le week-end").assert_says("lundi 30 novembre");
    let form = again.form("Envoyer").set("avant_le", "2026-11-18").set("quand", "plus_tard");
    let again = form.set("quand_le", "2026-11-19").set("quand_a", "12:00").send(&mut etienne);
    again.assert_status(422).assert_says("trop tôt pour répondre");
    let form = again.form("Envoyer").set("avant_le", "2026-11-27").set("quand", "maintenant");
    let note = super::number(&form.send(&mut etienne));
    let form = etienne.get(&format!("{}/corriger", word(note))).form("Corriger le mot");
    form.set("avant_le", "2026-11-29").send(&mut etienne).assert_status(422).assert_says("lundi 30 novembre");
}

#[test]
fn after_its_last_day_it_leaves_the_front_pages_and_stays_in_the_book() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let form = filled(&mut etienne, school.class("CM1"), "Piscine").set("avant_le", "2026-11-20");
    let again = form.set("affiche_jusqu_au", "2026-11-19").send(&mut etienne);
    again.assert_status(422).assert_says("Le mot doit rester à l’affiche");
    let form = again.form("Envoyer").set("affiche_jusqu_au", "2026-11-20").set("evenement_le", "2026-11-24");
    let note = super::number(&form.send(&mut etienne));
    school.browser("parent_lea").get(&word(note)).assert_says("mardi 24 novembre 2026");
    for (day, is_shown) in [("2026-11-20 08:30", true), ("2026-11-21 08:30", false)] {
        school.at(day);
        for who in ["parent_lea", "other_parent_lea", "lea", "maitre_cm1"] {
            let home = school.browser(who).get("/");
            assert_eq!(home.text().contains("Piscine"), is_shown, "{who}, {day}");
            school.browser(who).get("/cahier-de-liaison").assert_says("Piscine");
        }
    }
}

#[test]
fn a_new_word_is_begun_from_an_old_one() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "all");
    let mut etienne = school.browser("maitre_cm1");
    let link = etienne.get(&super::suivi(note)).link("Copier dans un nouveau mot");
    let form = etienne.get(&link).form("Envoyer");
    for pair in [("titre", "Voyage"), ("demande", "all"), ("categorie", "sortie"), ("avant_le", "")] {
        assert!(form.pairs.contains(&(pair.0.to_owned(), pair.1.to_owned())), "{pair:?} in {:?}", form.pairs);
    }
    // Somebody who may not read it copies nothing.
    school.browser("maitresse_ce1").get(&link).assert_silent_on("Voyage");
    assert_eq!(status(&school, "parent_lea", &link), 403);
}

#[test]
fn its_letters_leave_with_it_and_those_of_a_correction_after_the_calm() {
    let school = School::new();
    let letters = |school: &School| rows(school, "SELECT count(*) FROM job WHERE name = 'send_letters'");
    let before = letters(&school);
    let note = at_night(&school, "Piscine");
    assert_eq!(letters(&school), before, "nothing is told of a word that waits");
    school.at("2026-11-18 07:00");
    run_jobs(&school);
    assert!(letters(&school) > before);
    school.at("2026-11-18 21:00");
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get(&format!("{}/corriger", word(note))).form("Corriger le mot");
    let done = form.set("texte", "Jeudi.").tick("a_nouveau", "oui").send(&mut etienne);
    done.assert_says("les e-mails partiront demain à 7 h");
    school.browser("parent_lea").get(&word(note)).assert_says("[ajouté] Jeudi.");
    let seven = instant("2026-11-19 07:00").0;
    assert_eq!(
        rows(
            &school,
            &format!("SELECT count(*) FROM job WHERE name = 'send_letters' AND run_at = {seven} AND ended_at IS NULL")
        ),
        1
    );
}

#[test]
fn its_questions_change_while_it_waits_and_are_copied_into_another() {
    let school = School::new();
    let note = at_night(&school, "Piscine");
    let mut etienne = school.browser("maitre_cm1");
    let path = format!("{}/modifier", word(note));
    let form = etienne.get(&path).form("Enregistrer");
    let form = form.forge("q1_intitule", "Sait nager ?").forge("q1_sorte", "yes_no").forge("q1_pour", "pupil");
    form.send(&mut etienne).assert_status(200).assert_says("Sait nager");
    let again = etienne.get(&path).form("Enregistrer");
    assert!(again.pairs.iter().any(|(name, value)| name == "q1_intitule" && value.starts_with("Sait nager")));
    again.send(&mut etienne).assert_status(200);
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_question WHERE note = {note}")), 1);
    school.at("2026-11-18 07:00");
    run_jobs(&school);
    school.browser("parent_lea").get(&word(note)).assert_says("Sait nager");
    let copy = etienne.get(&copy_link(&school, note)).form("Envoyer");
    assert!(copy.pairs.iter().any(|(name, value)| name == "q1_intitule" && value.starts_with("Sait nager")));
}

fn copy_link(school: &School, note: i64) -> String {
    school.browser("maitre_cm1").get(&super::suivi(note)).link("Copier dans un nouveau mot")
}
