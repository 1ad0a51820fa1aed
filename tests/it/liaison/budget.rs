//! The message budget: what the composer says of the families chosen.

use super::{write, write_to};
use crate::world::School;

fn asked(school: &School, who: &str, query: &str) -> String {
    school.browser(who).get(&format!("/cahier-de-liaison/nouveau/familles?{query}")).text()
}

#[test]
fn families_are_counted_with_their_other_children() {
    let school = School::new();
    let cm1 = format!("a_qui=classes&classe={}", school.class("CM1"));
    assert!(asked(&school, "maitre_cm1", &cm1).contains("n’ont reçu aucun mot cette semaine"));
    write(&school, "maitre_cm1", "CM1", "Un", "nothing");
    write(&school, "maitresse_ce1", "CE1", "Deux", "nothing");
    // Hugo is in CE1: his and Léa's parents received two, Zoé's mother one.
    let said = asked(&school, "maitre_cm1", &cm1);
    assert!(said.contains("1 mot cette semaine ; jusqu’à 2 pour l’une d’elles"), "{said}");
    // A word of last week's is none of this one's.
    school.at("2026-11-25 08:30");
    assert!(asked(&school, "maitre_cm1", &cm1).contains("aucun mot"));
}

#[test]
fn what_the_director_wrote_to_one_family_is_not_counted_to_others() {
    let school = School::new();
    write_to(&school, &["lea"], "nothing");
    let lea = format!("a_qui=eleves&eleve={}", school.id("lea"));
    assert!(asked(&school, "maitre_cm1", &lea).contains("Cette famille n’a reçu aucun mot"));
    assert!(asked(&school, "directrice", &lea).contains("1 mot cette semaine"));
}

#[test]
fn nobody_learns_of_families_that_are_not_theirs() {
    let school = School::new();
    let cm1 = format!("a_qui=classes&classe={}", school.class("CM1"));
    assert_eq!(asked(&school, "maitresse_ce1", &cm1), "");
    assert_eq!(asked(&school, "maitresse_ce1", "a_qui=ecole"), "");
    for (who, expected) in [("parent_lea", 403), ("other_parent_lea", 403), ("lea", 403), ("mairie", 404)] {
        let path = format!("/cahier-de-liaison/nouveau/familles?{cm1}");
        assert_eq!(super::status(&school, who, &path), expected, "{who}");
    }
}

#[test]
fn a_word_that_waits_for_the_same_families_is_offered() {
    let school = School::new();
    let cm1 = school.class("CM1").to_string();
    let mut etienne = school.browser("maitre_cm1");
    let form = etienne.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "Piscine").set("texte", "Jeudi.");
    let form = form.set("categorie", "sortie").set("demande", "nothing").set("a_qui", "classes").forge("classe", &cm1);
    let form = form.set("quand", "plus_tard").set("quand_le", "2026-11-18").set("quand_a", "12:00");
    let waiting = form.send(&mut etienne).path.clone();
    let query = format!("a_qui=classes&classe={cm1}");
    let said = school.browser("maitre_cm1").get(&format!("/cahier-de-liaison/nouveau/familles?{query}"));
    said.assert_says("Piscine attend déjà de partir aux mêmes familles");
    assert_eq!(said.link("Ajouter à ce mot"), format!("{waiting}/modifier"));
    assert!(!asked(&school, "directrice", &query).contains("Piscine"));
    assert!(!asked(&school, "remplacante_en_poste", &query).contains("Piscine"));
    // Without JavaScript it stands in the page that comes back; and it does not offer itself.
    let form = etienne.get("/cahier-de-liaison/nouveau").form("Envoyer").set("a_qui", "classes").forge("classe", &cm1);
    form.send(&mut etienne).assert_status(422).assert_says("Ajouter à ce mot").assert_says("cette semaine");
    etienne.get(&format!("{waiting}/modifier")).assert_silent_on("Ajouter à ce mot").assert_says("cette semaine");
    // Stopped at its moment, it leaves no more by itself.
    crate::letters::sql(
        &school,
        "UPDATE liaison_note SET stopped_at = 1, stopped_why = 'right' WHERE delivered_at IS NULL",
    );
    assert!(!asked(&school, "maitre_cm1", &query).contains("Piscine"));
}

#[test]
fn when_it_would_reach_them_is_said_as_it_is_chosen() {
    let school = School::new();
    let said = |query: &str| asked(&school, "maitre_cm1", query);
    assert_eq!(said("quand=maintenant"), "");
    assert_eq!(said("quand=plus_tard&quand_le=&quand_a=12:00"), "");
    let sunday = said("quand=plus_tard&quand_le=2026-11-22&quand_a=12:00");
    assert!(sunday.replace('\u{a0}', " ").contains("Ce mot sera remis lundi à 7 h"), "{sunday}");
}

#[test]
fn without_javascript_a_button_says_it_and_sends_nothing() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let cm1 = school.class("CM1").to_string();
    let fields =
        [("titre", "Voyage"), ("a_qui", "classes"), ("classe", &*cm1), ("quand", "maintenant"), ("talon", "verifier")];
    let page = etienne.post("/cahier-de-liaison/nouveau", &fields);
    page.assert_status(422).assert_says("n’ont reçu aucun mot cette semaine").assert_says("Vérifier sans envoyer");
    assert!(page.body().contains("value=\"Voyage\""));
    assert_eq!(super::rows(&school, "SELECT count(*) FROM liaison_note"), 1);
}
