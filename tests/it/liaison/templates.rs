//! Ready-made words: taken by who writes, changed by the director or by who made them.

use super::{number, rows, status};
use crate::world::School;

const LIST: &str = "/cahier-de-liaison/modeles";
const FILLED: &str =
    "/cahier-de-liaison/nouveau?modele=sortie&c1=la+ferme&c2=2026-12-04&c3=08%3A45&c4=16%3A15&c5=en+car";

#[test]
fn a_model_fills_the_composer() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(LIST).assert_says("Sortie scolaire avec autorisation").assert_says("Assurance scolaire");
    let fill = teacher.get(&format!("{LIST}/remplir?modele=sortie"));
    fill.assert_says("Date de la sortie").assert_says("Moyen de transport");
    let page = teacher.get(FILLED);
    let form = page.form("Envoyer");
    let held = |name: &str| form.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap();
    assert_eq!((held("titre").as_str(), held("demande").as_str()), ("Sortie à la ferme", "one"));
    assert!(held("texte").contains("vendredi 4 décembre") && held("texte").contains("en car"), "{}", held("texte"));
    // The date was not given: the word does not leave with its brackets.
    let again = form.send(&mut teacher);
    again.assert_status(422).assert_says("Il reste « [date limite] » à remplir");
    let page = teacher.get(&format!("{FILLED}&c6=2026-11-27"));
    let note = number(page.form("Envoyer").send(&mut teacher).assert_status(200));
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_question WHERE note = {note}")), 3);
    assert_eq!(rows(&school, &format!("SELECT deadline_on = '2026-11-27' FROM liaison_note WHERE id = {note}")), 1);
}

#[test]
fn a_draft_is_not_written_over_unasked() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Garder comme brouillon");
    form.set("titre", "Mon mot").set("texte", "Bonjour.").send(&mut teacher);
    teacher.get(FILLED).assert_says("Vous aviez commencé un mot");
    teacher.get(&format!("{LIST}/remplir?modele=sortie")).assert_says("Vous aviez commencé un mot (« Mon mot »)");
    assert!(teacher.get(&format!("{FILLED}&brouillon=remplacer")).has_button("Envoyer"));
}

#[test]
fn the_director_changes_hides_and_restores_a_shipped_one() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = anne.get(&format!("{LIST}/fourni?modele=piscine"));
    page.form("Enregistrer").set("nom", "Piscine des Tilleuls").send(&mut anne).assert_says("modifié par l’école");
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(LIST).assert_says("Piscine des Tilleuls").assert_silent_on("Cacher");
    anne.post(&format!("{LIST}/fourni/cacher"), &[("modele", "piscine")]).assert_says("caché");
    teacher.get(LIST).assert_silent_on("Tilleuls");
    assert_eq!(teacher.get_once(&format!("{LIST}/remplir?modele=piscine")).status, 404);
    anne.post(&format!("{LIST}/fourni/montrer"), &[("modele", "piscine")]);
    teacher.get(LIST).assert_says("Piscine des Tilleuls");
    anne.post(&format!("{LIST}/fourni/retablir"), &[("modele", "piscine")]).assert_silent_on("Tilleuls");
    for act in ["cacher", "montrer", "retablir"] {
        let path = format!("{LIST}/fourni/{act}");
        teacher.post(&path, &[("modele", "piscine")]).assert_status(403);
        anne.post(&path, &[("modele", "inconnu")]).assert_status(404);
    }
    assert_eq!(status(&school, "maitre_cm1", &format!("{LIST}/fourni?modele=piscine")), 403);
}

#[test]
fn a_model_of_ones_own_is_for_all_and_changed_by_its_maker() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    // Made of a word already sent, with a question more.
    let page = teacher.get(&format!("{LIST}/nouveau?mot=1"));
    let form = page.form("Enregistrer").set("nom", "Réunion du CM1").set("titre", "Réunion le [date]");
    let form = form.forge("q1_intitule", "Je viens").forge("q1_sorte", "yes_no").forge("q1_obligatoire", "oui");
    form.send(&mut teacher).assert_says("Réunion du CM1");
    let own = format!("{LIST}/1");
    // A colleague and a leader take it; only its maker and the director change it.
    for who in ["maitresse_ce1", "animatrice"] {
        school.browser(who).get(LIST).assert_says("Réunion du CM1").assert_silent_on("Supprimer");
        school.browser(who).get(&format!("{LIST}/remplir?modele=1")).assert_status(200);
        assert_eq!(status(&school, who, &own), 403, "{who}");
        school.browser(who).post(&format!("{own}/supprimer"), &[]).assert_status(403);
    }
    assert_eq!(status(&school, "animatrice", &format!("{LIST}/nouveau")), 403);
    for who in ["parent_lea", "lea", "aesh"] {
        assert_eq!(status(&school, who, LIST), 403, "{who}");
        assert_eq!(status(&school, who, &own), 404, "{who}");
    }
    let form = teacher.get(&own).form("Enregistrer").set("nom", "Réunion de classe");
    form.send(&mut teacher).assert_says("Réunion de classe");
    let mut anne = school.browser("directrice");
    anne.get(&own).form("Enregistrer").set("nom", "Réunions").send(&mut anne).assert_says("Réunions");
    // The director changed it: its maker still may.
    teacher.post(&format!("{own}/supprimer"), &[]).assert_silent_on("Réunions");
    assert_eq!(rows(&school, "SELECT count(*) FROM liaison_template"), 0);
}
