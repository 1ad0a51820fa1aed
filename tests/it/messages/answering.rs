//! Who reads an answer; closing a thread.

use super::{answer, guardian, of, page, press, sees_nothing, status, write};
use crate::world::{School, row};

fn both(school: &School) -> [String; 1] {
    [format!("f{}", school.id("lea"))]
}

#[test]
fn families_answer_apart_and_do_not_know_each_other() {
    let school = School::new();
    let thread = write(&school, "maitre_cm1", &both(&school), "Le voyage", "Qui accompagne la sortie ?");
    assert_eq!(super::text(&school, &format!("SELECT answers FROM thread WHERE id = {thread}")), "opener");
    for who in ["parent_lea", "other_parent_lea"] {
        let mine = school.browser(who).get(&page(thread));
        mine.assert_says("Qui accompagne").assert_says("M. Roussel").assert_silent_on("les responsables");
        let other = if who == "parent_lea" { "Martin" } else { "Petit" };
        assert!(
            !mine
                .html()
                .root_element()
                .text()
                .any(|text| text.contains(&format!("M. {other}")) || text.contains(&format!("Mme {other}"))),
            "{who}"
        );
    }
    answer(&school, "parent_lea", thread, "Je viens avec les pommes.").assert_says("C’est envoyé");
    answer(&school, "other_parent_lea", thread, "Je ne peux pas, les prunes.");
    let paul = school.browser("other_parent_lea").get(&page(thread));
    paul.assert_says("prunes").assert_silent_on("pommes").assert_silent_on("Petit");
    school.browser("parent_lea").get(&page(thread)).assert_says("pommes").assert_silent_on("prunes");
    school.browser("parent_lea").get("/messages?q=prunes").assert_silent_on(&page(thread));
    school.browser("other_parent_lea").get("/recherche?q=pommes").assert_silent_on(&page(thread));
    school.browser("other_parent_lea").get("/messages").assert_silent_on("pommes");

    // The teacher reads both, each apart, and answers one alone.
    let mut etienne = school.browser("maitre_cm1");
    let all = etienne.get(&page(thread));
    all.assert_says("pommes").assert_says("prunes");
    let to_sophie = etienne.get(&all.link("Répondre à Mme Petit").replace("#repondre", ""));
    to_sophie.form("Envoyer").set("texte", "Merci pour les poires.").send(&mut etienne);
    school.browser("parent_lea").get(&page(thread)).assert_says("poires");
    school.browser("other_parent_lea").get(&page(thread)).assert_silent_on("poires");
    let to_all = etienne.get(&page(thread)).form("Envoyer").set("pour", "").set("texte", "Départ à 9 h, les figues.");
    to_all.send(&mut etienne);
    for who in ["parent_lea", "other_parent_lea"] {
        school.browser(who).get(&page(thread)).assert_says("figues");
    }
    // Nobody may choose for whom their answer is but the opener, nor anybody outside the thread.
    let forged = school.browser("parent_lea").get(&page(thread)).form("Envoyer").set("texte", "Les noix.");
    let forged = forged.forge("pour", &school.id("other_parent_lea").to_string());
    forged.send(&mut school.browser("parent_lea"));
    school.browser("other_parent_lea").get(&page(thread)).assert_silent_on("noix");
    let forged = etienne
        .get(&page(thread))
        .form("Envoyer")
        .set("texte", "Les amandes.")
        .forge("pour", &school.id("parent_tom").to_string());
    forged.send(&mut etienne);
    sees_nothing(&school, "parent_tom", thread, "amandes");
}

#[test]
fn where_everybody_reads_everything_the_names_are_shown() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let (composer, _) = super::begin(&mut etienne);
    composer.assert_says("Tout le monde lit tout");
    let form = super::filled(&composer, &both(&school), "Le voyage", "Qui accompagne ?").set("reponses", "all");
    let thread: i64 = form.send(&mut etienne).path.rsplit('/').next().unwrap().parse().unwrap();
    let sophie = school.browser("parent_lea").get(&page(thread));
    sophie.assert_says("Tout le monde lit tout").assert_says("M. Martin");
    answer(&school, "parent_lea", thread, "Je viens avec les pommes.");
    school.browser("other_parent_lea").get(&page(thread)).assert_says("pommes").assert_says("Mme Petit");
}

#[test]
fn a_thread_is_closed_by_its_opener_alone() {
    let school = School::new();
    let thread = write(&school, "maitre_cm1", &both(&school), "Le voyage", "Qui accompagne ?");
    for who in ["parent_lea", "other_parent_lea"] {
        assert_eq!(press(&school, who, &of(thread, "fermer")), 403, "{who}");
    }
    let mut etienne = school.browser("maitre_cm1");
    etienne.get(&page(thread)).form("Fermer aux réponses").send(&mut etienne).assert_says("fermée");
    let sophie = school.browser("parent_lea").get(&page(thread));
    sophie.assert_says("fermée aux réponses");
    assert!(!sophie.has_button("Envoyer"));
    let said = [("geste", "envoyer"), ("texte", "Trop tard")];
    for what in ["repondre", "brouillon"] {
        assert_eq!(school.browser("parent_lea").post_once(&of(thread, what), &said).status, 409, "{what}");
    }
    // Its opener goes on, and opens it again.
    answer(&school, "maitre_cm1", thread, "Merci à tous.").assert_says("C’est envoyé");
    etienne.get(&page(thread)).form("Rouvrir aux réponses").send(&mut etienne);
    answer(&school, "parent_lea", thread, "Me voilà.").assert_says("C’est envoyé");
}

#[test]
fn what_calls_for_no_answer_takes_none() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let (composer, _) = super::begin(&mut etienne);
    let form = super::filled(&composer, &both(&school), "Information", "Photo jeudi.").set("reponses", "none");
    let thread: i64 = form.send(&mut etienne).path.rsplit('/').next().unwrap().parse().unwrap();
    let sophie = school.browser("parent_lea").get(&page(thread));
    assert!(!sophie.assert_says("n’appelle pas de réponse").has_button("Envoyer"));
    let said = [("geste", "envoyer"), ("texte", "Merci")];
    assert_eq!(school.browser("parent_lea").post_once(&of(thread, "repondre"), &said).status, 409);
    assert_eq!(row(&school, "SELECT count(*) FROM message WHERE state = 'delivered'"), 1);
}

#[test]
fn an_empty_answer_does_not_leave() {
    let school = School::new();
    let to = [guardian(&school, "parent_lea", "lea")];
    let thread = write(&school, "maitre_cm1", &to, "Bonjour", "Une question.");
    answer(&school, "parent_lea", thread, "  ").assert_status(422).assert_says("Ce message est vide");
    assert_eq!(row(&school, "SELECT count(*) FROM message WHERE state = 'delivered'"), 1);
    assert_eq!(status(&school, "parent_lea", "/messages/999999"), 404);
}
