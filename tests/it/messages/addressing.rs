//! To whom one may write: what is found, what is refused, and what a refusal tells.

use super::{begin, filled, guardian, page, person, sent, write};
use crate::world::{Reply, School, row};

fn found(school: &School, who: &str, typed: &str) -> Reply {
    let mut browser = school.browser(who);
    let (_, draft) = begin(&mut browser);
    let typed: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    browser.get(&format!("/messages/brouillons/{draft}/destinataires?q={typed}"))
}

#[test]
fn a_pupil_s_name_proposes_the_guardians_and_nothing_of_how_to_reach_them() {
    let school = School::new();
    let reply = found(&school, "maitre_cm1", "lea mar");
    reply.assert_says("Mme Sophie Petit").assert_says("M. Paul Martin").assert_says("Les responsables de Léa Martin");
    for secret in ["@", "06 39", "Öztürk", "Foyer"] {
        reply.assert_silent_on(secret);
    }
    // Whose authority is withdrawn or whom a judge keeps away is not proposed.
    let zoe = found(&school, "maitre_cm1", "nguyen");
    zoe.assert_says("Lefèvre").assert_silent_on("Bao").assert_silent_on("João");
    found(&school, "maitre_cm1", "ozturk").assert_says("Personne de ce nom");
    found(&school, "maitresse_ce1", "ozturk").assert_says("Emre");
    found(&school, "directrice", "tom").assert_says("Emre");
    found(&school, "maitre_cm1", "benali").assert_says("enseigne en CE1");
    found(&school, "maitre_cm1", "cm1").assert_says("Les familles de CM1");
    found(&school, "maitre_cm1", "ce1").assert_silent_on("Les familles de CE1");
}

#[test]
fn a_family_finds_its_teachers_and_the_direction_and_no_family() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let (composer, _) = begin(&mut sophie);
    for name in ["Étienne Roussel", "Samia Benali", "Anne Le Goff"] {
        composer.assert_says(name);
    }
    for name in ["Emre", "Paul Martin", "Lucie Costa", "Marc", "Yves"] {
        composer.assert_silent_on(name);
    }
    for typed in ["paul", "martin", "emre", "tom", "zoe", "blanc", "petitjean"] {
        found(&school, "parent_lea", typed).assert_says("Personne de ce nom");
    }
    found(&school, "parent_tom", "roussel").assert_says("Personne de ce nom");
    // A child has nobody to write to where the director opened nothing.
    found(&school, "lea", "roussel").assert_says("Personne de ce nom");
}

#[test]
fn a_forged_recipient_is_refused_and_not_even_named() {
    let school = School::new();
    let forged = [
        ("parent_lea", person(&school, "parent_tom")),
        ("parent_lea", person(&school, "other_parent_lea")),
        ("parent_lea", guardian(&school, "other_parent_lea", "lea")),
        ("parent_lea", format!("c{}", school.class("CM1"))),
        ("parent_lea", format!("f{}", school.id("tom"))),
        ("parent_lea", "equipe".to_owned()),
        ("parent_tom", person(&school, "maitre_cm1")),
        ("maitre_cm1", guardian(&school, "parent_tom", "tom")),
        ("maitre_cm1", guardian(&school, "parent_tom", "lea")),
        ("maitre_cm1", guardian(&school, "pere_retire", "zoe")),
        ("maitre_cm1", guardian(&school, "pere_restreint", "zoe")),
        ("maitre_cm1", format!("c{}", school.class("CE1"))),
        ("lea", person(&school, "maitre_cm1")),
        ("atsem", guardian(&school, "parent_lea", "lea")),
        ("mairie", person(&school, "parent_lea")),
        ("parent_lea", "p999999".to_owned()),
    ];
    for (who, word) in forged {
        let reply = sent(&school, who, std::slice::from_ref(&word), "Bonjour", "Un essai.");
        assert_eq!(reply.status, 422, "{who} {word}: {}", reply.text());
        let mut browser = school.browser(who);
        let (composer, _) = begin(&mut browser);
        let kept = filled(&composer, std::slice::from_ref(&word), "Bonjour", "Un essai.")
            .forge("geste", "garder")
            .send(&mut browser);
        for name in ["Öztürk", "Emre", "Paul", "Bao", "João", "Léa"] {
            let chips =
                kept.html().select(&crate::world::selector(".jetons-poses")).map(|ul| ul.html()).collect::<String>();
            assert!(!chips.contains(name), "{who} {word} is told {name}");
        }
    }
    assert_eq!(row(&school, "SELECT count(*) FROM thread"), 0);
    for who in ["pere_retire", "technicien"] {
        assert_eq!(school.browser(who).post_once("/messages/nouveau", &[]).status, 404, "{who}");
    }
}

#[test]
fn a_class_a_group_the_team_reach_whom_they_should() {
    let school = School::new();
    let members = |thread: i64| row(&school, &format!("SELECT count(*) FROM thread_member WHERE thread = {thread}"));
    let class = write(&school, "maitre_cm1", &[format!("c{}", school.class("CM1"))], "Classe", "Aux familles.");
    // Léa's mother, father and grandmother, Zoé's mother; and the teacher.
    assert_eq!(members(class), 5);
    for who in ["parent_lea", "other_parent_lea", "grand_mere", "mere_sans_autorite"] {
        let seen = school.browser(who).get(&page(class));
        seen.assert_says("Aux familles.").assert_says("aux familles de CM1").assert_silent_on("Lefèvre, ");
    }
    for who in ["pere_retire", "pere_restreint", "tante", "organisme", "parent_tom", "lea", "directrice"] {
        assert_eq!(super::status(&school, who, &page(class)), 404, "{who}");
    }
    let choir = write(&school, "animatrice", &[format!("g{}", school.group("Chorale"))], "Chorale", "Répétition.");
    school.browser("parent_tom").get(&page(choir)).assert_says("Répétition.");
    let team = write(&school, "atsem", &["equipe".to_owned()], "Équipe", "Le goûter de fin d’année.");
    for who in ["directrice", "maitre_cm1", "maitresse_ce1", "animatrice", "aesh", "remplacante_en_poste"] {
        school.browser(who).get(&page(team)).assert_says("goûter");
    }
    for who in ["parent_lea", "mairie", "technicien", "remplacante", "ancienne_directrice"] {
        assert_eq!(super::status(&school, who, &page(team)), 404, "{who}");
    }
    let head = write(&school, "maitre_cm1", &["direction".to_owned()], "Absence", "Je serai absent.");
    school.browser("directrice").get(&page(head)).assert_says("absent");
}

#[test]
fn what_may_be_a_mistake_is_said_before_it_leaves() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let (composer, _) = begin(&mut etienne);
    let mut form = filled(&composer, &[guardian(&school, "parent_lea", "lea")], "", "Bonjour.");
    form.pairs.retain(|(name, _)| name != "malgre");
    let doubted = form.send(&mut etienne);
    doubted.assert_status(422).assert_says("n’a pas d’objet").assert_says("Envoyer quand même");
    crate::blog::activate(&school, "parent_lea");
    let (composer, _) = begin(&mut etienne);
    let mut form = filled(&composer, &[guardian(&school, "other_parent_lea", "lea")], "Objet", "Bonjour.");
    form.pairs.retain(|(name, _)| name != "malgre");
    form.send(&mut etienne).assert_status(422).assert_says("M. Martin").assert_says("pas encore d’accès");
    let (composer, _) = begin(&mut etienne);
    let mut form = filled(&composer, &[guardian(&school, "parent_lea", "lea")], "Objet", "Bonjour.");
    form.pairs.retain(|(name, _)| name != "malgre");
    form.send(&mut etienne).assert_status(200).assert_says("C’est envoyé");
    sent(&school, "maitre_cm1", &[], "Objet", "Bonjour.").assert_status(422).assert_says("À qui écrivez-vous");
    sent(&school, "maitre_cm1", &["direction".to_owned()], "Objet", "").assert_status(422).assert_says("est vide");
}

#[test]
fn somebody_is_added_and_taken_away_without_javascript() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let (composer, draft) = begin(&mut etienne);
    let looked = composer.form("Chercher").set("chercher", "petit").set("texte", "Un début.").send(&mut etienne);
    looked.assert_says("Mme Sophie Petit").assert_says("Un début.");
    let word = guardian(&school, "parent_lea", "lea");
    let added = looked.form("Mme Sophie Petit").send(&mut etienne);
    added.assert_says("Mme Petit (Léa)").assert_says("Un début.");
    assert!(super::text(&school, &format!("SELECT draft FROM message WHERE id = {draft}")).contains(&word));
    let gone = added.form("Enregistrer le brouillon").forge("retirer", &word).send(&mut etienne);
    gone.assert_silent_on("Mme Petit (Léa)").assert_says("Un début.");
}

#[test]
fn a_guardian_says_about_whom_they_write() {
    let school = School::new();
    let mut sophie = school.browser("parent_lea");
    let (composer, _) = begin(&mut sophie);
    let hugo = school.id("hugo").to_string();
    let form = filled(&composer, &[person(&school, "directrice")], "Hugo", "Bonjour.").set("au_sujet_de", &hugo);
    let thread: i64 = form.send(&mut sophie).path.rsplit('/').next().unwrap().parse().unwrap();
    let through = |thread: i64| {
        row(
            &school,
            &format!(
                "SELECT CAST(group_concat(pupil) AS INTEGER) FROM thread_through WHERE thread = {thread} AND person = {}",
                school.id("parent_lea")
            ),
        )
    };
    assert_eq!(through(thread).to_string(), hugo);
    // Whom the teacher has nothing to do with is not who it is about.
    let (composer, _) = begin(&mut sophie);
    let form = filled(&composer, &[person(&school, "maitre_cm1")], "Léa", "Bonjour.").set("au_sujet_de", &hugo);
    let thread: i64 = form.send(&mut sophie).path.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(through(thread), school.id("lea"));
}
