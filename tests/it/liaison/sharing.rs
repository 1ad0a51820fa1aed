//! The follow-up shared with a colleague, and its filters.

use super::{rows, sign, status, suivi, word, write};
use crate::world::{School, WORD};

fn share(school: &School, by: &str, note: i64, with: &str) -> crate::world::Reply {
    let mut browser = school.browser(by);
    let form = browser.get(&format!("{}/partage", word(note))).form("Partager");
    form.set("collegue", &school.id(with).to_string()).send(&mut browser)
}

#[test]
fn a_colleague_sees_what_the_one_who_shares_follows_up() {
    let school = School::new();
    super::waiting::activate(&school, "maitre_cm1");
    sign(&school, "parent_lea", WORD);
    assert_eq!(status(&school, "maitresse_ce1", &suivi(WORD)), 404);
    share(&school, "maitre_cm1", WORD, "maitresse_ce1").assert_says("Mme Benali voit maintenant ce suivi");
    let page = school.browser("maitresse_ce1").get(&suivi(WORD));
    page.assert_status(200).assert_says("Léa").assert_says("Zoé").assert_says("1 famille sur 2 a signé");
    for button in ["Relancer", "Corriger", "Retirer", "Partager", "Copier"] {
        assert!(!page.has_button(button), "{button}");
    }
    school.browser("maitresse_ce1").get("/cahier-de-liaison").assert_says("Réunion de rentrée");
    school.browser("maitresse_ce1").get(&word(WORD)).assert_says("Nous vous attendons");
    assert_eq!(status(&school, "maitresse_ce1", &format!("{}/suivi/preuve.csv", word(WORD))), 200);
    for what in ["corriger", "retirer", "partage"] {
        assert_eq!(status(&school, "maitresse_ce1", &format!("{}/{what}", word(WORD))), 403, "{what}");
    }
    let pupil = format!("{}/eleves/{}/lu", word(WORD), school.id("lea"));
    school.browser("maitresse_ce1").post(&pupil, &[("version", "1")]).assert_status(404);
    // To the others nothing changed.
    assert_eq!(status(&school, "animatrice", &suivi(WORD)), 404);
    assert_eq!(status(&school, "aesh", &suivi(WORD)), 403);
    assert_eq!(status(&school, "parent_tom", &suivi(WORD)), 404);
    for who in ["parent_lea", "other_parent_lea"] {
        assert_eq!(status(&school, who, &suivi(WORD)), 403, "{who}");
    }
    // The one who shared it teaches there no more: nothing is left to see through his eyes.
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE duty SET until_on = '2026-11-16' WHERE person = ?1", [school.id("maitre_cm1")]).unwrap();
    school.browser("maitresse_ce1").get(&suivi(WORD)).assert_silent_on("Léa").assert_says("Rien à suivre");
}

#[test]
fn it_is_taken_away_again_and_ends_with_her_time() {
    let school = School::new();
    super::waiting::activate(&school, "directrice");
    share(&school, "directrice", WORD, "maitresse_ce1").assert_status(200);
    share(&school, "directrice", WORD, "atsem").assert_says("Partagé avec");
    assert_eq!(status(&school, "atsem", &suivi(WORD)), 200);
    let mut anne = school.browser("directrice");
    let page = anne.get(&format!("{}/partage", word(WORD)));
    let form = page.form("Ne plus partager avec Mme Benali");
    form.send(&mut anne).assert_says("n’est plus partagé");
    assert_eq!(status(&school, "maitresse_ce1", &suivi(WORD)), 404);
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_share"), 1);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE duty SET until_on = '2026-11-16' WHERE person = ?1", [school.id("atsem")]).unwrap();
    assert_eq!(status(&school, "atsem", &suivi(WORD)), 404);
}

#[test]
fn only_author_and_director_share_and_only_with_staff_of_today() {
    let school = School::new();
    for (who, expected) in
        [("remplacante_en_poste", 403), ("maitresse_ce1", 404), ("parent_lea", 403), ("other_parent_lea", 403)]
    {
        let mut browser = school.browser(who);
        let path = format!("{}/partage", word(WORD));
        browser.post(&path, &[("collegue", &school.id("maitresse_ce1").to_string())]).assert_status(expected);
    }
    let mut etienne = school.browser("maitre_cm1");
    let page = etienne.get(&format!("{}/partage", word(WORD)));
    page.assert_says("Mme Benali").assert_silent_on("Garnier").assert_silent_on("Barbier").assert_silent_on("Blanc");
    for who in ["parent_tom", "mairie", "remplacante_partie", "maitre_cm1"] {
        let form = etienne.get(&format!("{}/partage", word(WORD))).form("Partager");
        form.forge("collegue", &school.id(who).to_string()).send(&mut etienne).assert_status(404);
    }
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_share"), 0);
}

#[test]
fn the_grid_is_filtered_by_state() {
    let school = School::new();
    let note = write(&school, "maitre_cm1", "CM1", "Voyage", "one");
    sign(&school, "parent_lea", note);
    let mut etienne = school.browser("maitre_cm1");
    let all = etienne.get(&suivi(note));
    all.assert_says("Tous 2").assert_says("En attente 1").assert_says("Ont répondu 1");
    let waiting = etienne.get(&all.link("En attente"));
    waiting.assert_says("Zoé").assert_silent_on("Léa");
    etienne.get(&all.link("Ont répondu")).assert_says("Léa").assert_silent_on("Zoé");
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let row = (note, school.id("zoe"), school.id("maitre_cm1"));
    file.execute("INSERT INTO liaison_answer (note, pupil, version, answered_at, how, recorded_by) VALUES (?1, ?2, 1, 1, 'paper', ?3)", row)
        .unwrap();
    let all = etienne.get(&suivi(note));
    etienne.get(&all.link("Papier")).assert_says("Zoé").assert_says("papier").assert_silent_on("Léa");
}
