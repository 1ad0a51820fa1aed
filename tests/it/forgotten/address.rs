//! « Mon adresse e-mail »: what changes it, what does not, who is told.

use super::{SOPHIE, link, school, sql};
use crate::world::{Browser, PASSPHRASE, Reply, School, letters, row};

const OTHER: &str = "sophie@ailleurs.invalid";

fn change(browser: &mut Browser, to: &str, passphrase: &str) -> Reply {
    let account = browser.get("/compte");
    let page = browser.get(&account.link("Changer mon adresse e-mail"));
    page.form("Envoyer l’e-mail").set("courriel", to).set("phrase", passphrase).send(browser)
}

fn stands(school: &School, email: &str) -> bool {
    let person = school.id("parent_lea");
    row(school, &format!("SELECT count(*) FROM person WHERE id = {person} AND email = '{email}'")) == 1
}

#[test]
fn a_new_address_counts_once_it_is_confirmed() {
    let school = school();
    let mut sophie = school.browser("parent_lea");
    let account = change(&mut sophie, OTHER, PASSPHRASE);
    account.assert_status(200).assert_says("Un e-mail est parti").assert_says("En attente de confirmation");
    assert_eq!(letters(&school).iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), [OTHER]);
    assert!(stands(&school, SOPHIE), "nothing changes before");
    let path = link(&school, OTHER);
    let mut anywhere = school.visitor();
    let page = anywhere.get(&path);
    page.assert_says(OTHER);
    assert!(stands(&school, SOPHIE), "a page that is looked at confirms nothing");
    page.form("Oui, c’est mon adresse").send(&mut anywhere).assert_says("est confirmée");
    assert!(stands(&school, OTHER));
    assert!(letters(&school).iter().any(|(to, subject)| to == SOPHIE && subject.contains("remplacée")));
    anywhere.get(&path).assert_status(404).assert_says("Ce lien ne vaut plus");
    page.form("Oui, c’est mon adresse").send(&mut anywhere).assert_status(404);
    sophie.get("/compte").assert_says(OTHER).assert_silent_on("En attente");
}

#[test]
fn what_changes_nothing() {
    let school = school();
    let mut sophie = school.browser("parent_lea");
    change(&mut sophie, OTHER, "pas celle-ci du tout").assert_status(422).assert_silent_on("pas celle-ci");
    change(&mut sophie, "sophie", PASSPHRASE).assert_status(422).assert_says("pas complète");
    change(&mut sophie, "Parent_Lea@exemple.invalid", PASSPHRASE).assert_status(422).assert_says("déjà l’adresse");
    assert!(letters(&school).is_empty());
    change(&mut sophie, "erreur@exemple.invalid", PASSPHRASE).assert_status(200);
    let wrong = link(&school, "erreur@exemple.invalid");
    change(&mut sophie, OTHER, PASSPHRASE).assert_status(200);
    let mut visitor = school.visitor();
    visitor.get(&wrong).assert_status(404);
    let late = link(&school, OTHER);
    visitor.get(&late).assert_status(200);
    school.at("2026-11-18 08:30");
    visitor.get(&late).assert_status(404);
    visitor.post_once(&late, &[]).assert_status(404);
    assert!(stands(&school, SOPHIE));
    sophie.get("/compte").assert_silent_on("En attente");
}

#[test]
fn a_new_passphrase_forgets_the_address_that_waits() {
    let school = school();
    // Somebody who knew the passphrase gives an address; the owner chooses another passphrase.
    change(&mut school.browser("parent_lea"), "voleur@exemple.invalid", PASSPHRASE).assert_status(200);
    let path = link(&school, "voleur@exemple.invalid");
    let mut sophie = school.browser("parent_lea");
    let new = "trois tortues dans le couloir";
    let page = sophie.get("/compte/phrase");
    page.form("Enregistrer").set("actuelle", PASSPHRASE).set("nouvelle", new).set("encore", new).send(&mut sophie);
    school.visitor().get(&path).assert_status(404);
}

#[test]
fn an_address_is_taken_away_and_a_first_one_given() {
    let school = school();
    let mut sophie = school.browser("parent_lea");
    let page = sophie.get("/compte/adresse");
    let removal = sophie.get(&page.link("Retirer mon adresse"));
    removal.form("Retirer l’adresse").set("phrase", "non").send(&mut sophie).assert_status(422);
    assert!(stands(&school, SOPHIE));
    removal.form("Retirer l’adresse").set("phrase", PASSPHRASE).send(&mut sophie).assert_says("est retirée");
    assert!(stands(&school, ""));
    assert!(letters(&school).iter().any(|(to, subject)| to == SOPHIE && subject.contains("retirée")));
    change(&mut sophie, OTHER, PASSPHRASE).assert_status(200);
    let path = link(&school, OTHER);
    let page = sophie.get(&path);
    page.form("Oui, c’est mon adresse").send(&mut sophie);
    assert!(stands(&school, OTHER));
    assert_eq!(letters(&school).len(), 2, "there was no old address to tell");
}

#[test]
fn a_shared_address_is_said_to_both_and_to_the_director() {
    let school = school();
    let (sophie, paul) = (school.id("parent_lea"), school.id("other_parent_lea"));
    const SAID: &str = "sert aussi à un autre compte";
    school.browser("parent_lea").get("/compte").assert_silent_on(SAID);
    school.browser("directrice").get(&format!("/ecole/personnes/{sophie}")).assert_silent_on(SAID);
    sql(&school, &format!("UPDATE person SET email = 'Parent_Lea@exemple.invalid' WHERE id = {paul}"));
    school.browser("parent_lea").get("/compte").assert_says(SAID).assert_silent_on("Paul");
    school.browser("other_parent_lea").get("/compte").assert_says(SAID).assert_silent_on("Sophie");
    for person in [sophie, paul] {
        school.browser("directrice").get(&format!("/ecole/personnes/{person}")).assert_says(SAID);
    }
    sql(&school, &format!("UPDATE account SET closed_at = 1 WHERE person = {paul}"));
    school.browser("parent_lea").get("/compte").assert_silent_on(SAID);
}

#[test]
fn only_adults_and_only_while_mail_leaves() {
    let with_mail = school();
    with_mail.browser("lea").get_once("/compte/adresse").assert_status(404);
    with_mail.browser("lea").get("/compte").assert_silent_on("e-mail");
    let posted = [("courriel", OTHER), ("phrase", PASSPHRASE)];
    with_mail.browser("lea").post_once("/compte/adresse", &posted).assert_status(404);
    with_mail.visitor().post_once("/compte/adresse", &posted).assert_status(303);
    let without = School::new();
    let page = without.browser("parent_lea").get("/compte/adresse");
    page.assert_says("n’envoie pas d’e-mails");
    assert!(!page.has_button("Envoyer"));
    without.browser("parent_lea").post_once("/compte/adresse", &posted);
    assert!(letters(&without).is_empty());
}

#[test]
fn an_address_noted_by_the_director_is_told_to_the_old_one_and_ends_its_links() {
    let school = school();
    let waiting = super::linked(&school, "sophie.petit");
    let path = |who: &str| format!("/ecole/personnes/{}/modifier", school.id(who));
    let mut anne = school.browser("directrice");
    let told = |school: &School| letters(school).iter().filter(|(_, subject)| subject.contains("n’est plus")).count();
    anne.get(&path("parent_lea")).form("Enregistrer").set("tel_travail", "01 99 00 00 01").send(&mut anne);
    assert_eq!(told(&school), 0);
    school.visitor().get(&waiting).assert_status(200);
    anne.get(&path("parent_lea")).form("Enregistrer").set("courriel", OTHER).send(&mut anne).assert_status(200);
    assert!(stands(&school, OTHER));
    assert_eq!(told(&school), 1);
    assert!(letters(&school).iter().any(|(to, subject)| to == SOPHIE && subject.contains("n’est plus")));
    school.visitor().get(&waiting).assert_status(404);
    sql(&school, &format!("UPDATE person SET email = '{SOPHIE}' WHERE id = {}", school.id("parent_lea")));
    school.visitor().get(&waiting).assert_status(404);

    // An open session of the director's is not enough to take her account.
    let own = anne.get(&path("directrice")).form("Enregistrer").set("courriel", OTHER).send(&mut anne);
    own.assert_status(422).assert_says("Mon compte");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM person WHERE email = '{OTHER}'")), 0);
}
