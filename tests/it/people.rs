//! The school's people by hand: each journey in one breath, each right with its refusal.

use crate::world::{Browser, PASSPHRASE, Reply, School};

fn status(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

fn tie_of(school: &School, adult: &str, child: &str) -> String {
    let page = school.browser("directrice").get(&format!("/ecole/personnes/{}", school.id(adult)));
    let html = page.html();
    let line = html
        .select(&crate::world::selector("li"))
        .find(|li| {
            li.html().contains(&format!("\"/eleves/{}\"", school.id(child))) && li.html().contains("/ecole/liens/")
        })
        .unwrap_or_else(|| panic!("{adult} has no tie with {child}"));
    let link = line.select(&crate::world::selector("a.bouton")).next().expect("a way to the tie");
    link.attr("href").expect("it leads somewhere").to_owned()
}

fn child_page(browser: &mut Browser, school: &School, child: &str) -> Reply {
    browser.get(&format!("/eleves/{}", school.id(child)))
}

/// Decides a tie from the form on its page.
fn decide(anne: &mut Browser, tie: &str, authority: &str) -> Reply {
    anne.get(tie).form("nregistrer").set("autorite", authority).send(anne)
}

#[test]
fn anne_founds_a_class_with_its_teacher_its_pupil_and_her_mother() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let class =
        through(&mut anne, "/ecole", "Nouvelle classe").form("Créer la classe").set("nom", "CE2 B").send(&mut anne);
    class.assert_status(200).assert_says("La classe CE2 B est créée");
    let team = anne.get(&class.link("Ajouter quelqu’un"));
    let teacher = team
        .form("Ajouter à l’équipe")
        .set("fonction", "teacher")
        .set("civilite", "M.")
        .set("prenom", "Idris")
        .set("nom", "Camara")
        .send(&mut anne);
    teacher.assert_status(200).assert_says("Enseignant·e · CE2 B").assert_says("depuis le 17 novembre 2026");
    let roll = through(&mut anne, "/ecole", "CE2 B");
    let form = anne.get(&roll.link("Ajouter un élève")).form("Ajouter l’élève");
    let pupil = form
        .set("prenom", "Inès")
        .set("nom", "Şahin")
        .set("naissance", "2018-03-04")
        .set("niveau", "CE2")
        .send(&mut anne);
    pupil
        .assert_status(200)
        .assert_says("Inès est dans l’école")
        .assert_says("Classe CE2 B Niveau CE2")
        .assert_says("4 mars 2018");
    let form = anne.get(&pupil.link("Ajouter un responsable")).form("Ajouter ce responsable");
    let tied = form.set("prenom", "Elif").set("nom", "Şahin").set("civilite", "Mme").send(&mut anne);
    tied.assert_says("C’est noté").assert_says("Mme Elif Şahin").assert_says("Lit et signe.");
    through(&mut anne, "/ecole", "CE2 B").assert_says("Elif Şahin").assert_says("Pas encore de fiche");
}

/// Follows a link of a page.
fn through(browser: &mut Browser, page: &str, text: &str) -> Reply {
    let to = browser.get(page).link(text);
    browser.get(&to)
}

#[test]
fn a_fault_stands_beside_its_field_and_what_was_typed_is_kept() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = anne.get("/ecole/eleves/nouveau").form("Ajouter l’élève");
    let again = page.set("prenom", "Inès").set("naissance", "31/02/2018").set("ine", "12").send_once(&mut anne);
    again.assert_status(422).assert_says("Écrivez le nom de famille.").assert_says("Cette date ne se lit pas.");
    again.assert_says("Un INE a 11 chiffres et lettres");
    assert!(again.form("Ajouter l’élève").pairs.contains(&("prenom".into(), "Inès".into())));
}

#[test]
fn a_second_lea_is_asked_about() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = anne.get("/ecole/eleves/nouveau").form("Ajouter l’élève");
    let lea = child_page(&mut anne, &school, "lea").h1();
    let (first, last) = lea.split_once(' ').unwrap();
    let again = page.set("prenom", &first.to_uppercase()).set("nom", last).send_once(&mut anne);
    again.assert_status(422).assert_says("L’école connaît déjà Léa");
    let added = again.form("Ajouter l’élève").tick("autre_enfant", "oui").send(&mut anne);
    added.assert_status(200).assert_says("est dans l’école");
}

#[test]
fn one_adult_has_one_account_for_all_parts() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page =
        anne.get(&format!("/ecole/eleves/{}/responsables/nouveau", school.id("tom"))).form("Ajouter ce responsable");
    let again = page.set("prenom", "sophie").set("nom", "petit").send_once(&mut anne);
    again.assert_status(422).assert_says("Une personne de ce nom existe déjà").assert_says("Léa");
    let same = again.form("Ajouter ce responsable").set("doublon", &school.id("parent_lea").to_string());
    same.send(&mut anne).assert_says("C’est noté").assert_says("Sophie Petit");
    let sophie = anne.get(&format!("/ecole/personnes/{}", school.id("parent_lea")));
    sophie.assert_says("Léa").assert_says("Tom");
}

#[test]
fn an_adult_is_found_by_the_name_of_a_child() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let path = format!("/ecole/eleves/{}/responsables/nouveau?q=lea", school.id("tom"));
    let found = anne.get(&path);
    let tied = found.form("Choisir").send(&mut anne);
    tied.assert_status(200).assert_says("C’est noté");
}

#[test]
fn a_third_adult_sees_nothing_before_the_head_has_looked() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let path = format!("/ecole/eleves/{}/responsables", school.id("lea"));
    let tie = anne.post(&path, &[("personne", &school.id("parent_tom").to_string())]);
    tie.assert_says("Dites maintenant ce que cet adulte peut voir").assert_says("au moins le troisième adulte");
    anne.get("/ecole/situations").assert_says("Léa Martin").assert_says("au moins le troisième adulte");
    anne.get("/ecole").assert_says("1 situation à regarder");
    // Nothing is chosen beforehand, so that to look is to choose.
    tie.form("J’ai regardé ce lien")
        .send_once(&mut anne)
        .assert_status(422)
        .assert_says("Choisissez ce qui décrit cet adulte.");
    let looked = tie.form("J’ai regardé ce lien").set("autorite", "third_party").tick("lit", "oui").send(&mut anne);
    looked.assert_says("Lit, ne signe pas.");
    anne.get("/ecole/situations").assert_silent_on("au moins le troisième adulte");
    anne.get("/ecole").assert_silent_on("à regarder");
}

#[test]
fn a_withdrawn_father_gets_nothing_from_the_next_request_on() {
    let school = School::new();
    let lea = format!("/eleves/{}", school.id("lea"));
    let mut other = school.browser("other_parent_lea");
    assert_eq!(other.get_once(&lea).status, 403, "a guardian knows of the child, and this page is the staff's");
    let mut anne = school.browser("directrice");
    let tie = tie_of(&school, "other_parent_lea", "lea");
    decide(&mut anne, &tie, "withdrawn").assert_says("Ne voit rien.");
    assert_eq!(other.get_once(&lea).status, 303, "he is signed out");
    assert_eq!(status(&school, "other_parent_lea", &lea), 404);
    let restricted = tie_of(&school, "parent_lea", "lea");
    let page = anne.get(&restricted).form("Enregistrer").tick("restriction", "oui");
    page.set("restriction_le", "2026-11-18")
        .set("document_le", "2026-11-10")
        .send(&mut anne)
        .assert_says("jusqu’au 18 novembre 2026");
    let mut sophie = school.browser("parent_lea");
    assert_eq!(sophie.get_once(&lea).status, 403);
    school.at("2026-11-18 08:30");
    assert_eq!(sophie.get_once(&lea).status, 404);
}

#[test]
fn a_correction_keeps_what_the_form_does_not_ask() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let sophie = school.id("parent_lea");
    file.execute("UPDATE person SET street = '1 rue Haute', country = 'Belgique' WHERE id = ?1", [sophie]).unwrap();
    let mut anne = school.browser("directrice");
    let page = anne.get(&format!("/ecole/personnes/{sophie}/modifier"));
    let page = page.form("Enregistrer").set("tel_travail", "01 99 00 00 01").send(&mut anne);
    page.assert_says("01 99 00 00 01").assert_says("1 rue Haute").assert_says("Belgique");
}

#[test]
fn a_tie_made_by_mistake_is_taken_away_after_a_question() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let tie = tie_of(&school, "other_parent_lea", "lea");
    let asked = through(&mut anne, &tie, "le retirer");
    asked.assert_says("Ce que cette personne a signé reste");
    asked.form("Retirer le lien").send(&mut anne).assert_says("n’est plus noté pour cet enfant");
    assert_eq!(anne.get_once(&tie).status, 404);
}

#[test]
fn the_team_sees_what_it_needs_and_no_more() {
    let school = School::new();
    let (lea, cm1) = (format!("/eleves/{}", school.id("lea")), format!("/classes/{}", school.class("CM1")));
    let mut etienne = school.browser("maitre_cm1");
    etienne.get("/").assert_says("Ma classe");
    etienne.get(&cm1).assert_status(200).assert_says("Sophie Petit").assert_silent_on("@exemple.invalid");
    let page = etienne.get(&lea);
    page.assert_status(200).assert_says("06 39 98 00 01").assert_says("parent_lea@exemple.invalid");
    page.assert_silent_on("INE").assert_silent_on("/ecole/");
    let zoe = child_page(&mut etienne, &school, "zoe");
    assert_eq!(zoe.text().matches("Ne lui donnez aucune information").count(), 2, "one withdrawn, one restricted");
    assert_eq!(zoe.text().matches("06 39 98 00 01").count(), 2, "her mother and her aunt are to be called");
    assert_eq!(etienne.get_once(&format!("/eleves/{}", school.id("tom"))).status, 404);
    assert_eq!(status(&school, "maitresse_ce1", &cm1), 403);
    assert_eq!(status(&school, "maitresse_ce1", &lea), 404);
    let mut anne = school.browser("directrice");
    anne.get(&lea).assert_says("INE").assert_says("@exemple.invalid");
}

#[test]
fn a_substitute_has_the_class_between_her_dates() {
    let school = School::new();
    let cm1 = format!("/classes/{}", school.class("CM1"));
    assert_eq!(status(&school, "remplacante", &cm1), 404);
    let mut anne = school.browser("directrice");
    let claire = format!("/ecole/equipe/nouveau?personne={}&classe={}", school.id("remplacante"), school.class("CM1"));
    let form = || school.browser("directrice").get(&claire).form("Ajouter à l’équipe").set("fonction", "substitute");
    form().send_once(&mut anne).assert_status(422).assert_says("Un remplacement a une fin");
    form().set("jusqu_au", "2026-11-19").send(&mut anne).assert_says("du 17 novembre 2026 au 19 novembre 2026");
    assert_eq!(status(&school, "remplacante", &cm1), 200);
    let own = anne.get(&format!("/ecole/personnes/{}", school.id("remplacante"))).link("Modifier Remplaçant·e · CM1");
    let endless = anne.get(&own).form("Enregistrer").set("jusqu_au", "").send_once(&mut anne);
    endless.assert_status(422).assert_says("Un remplacement a une fin");
    school.at("2026-11-20 08:30");
    assert_eq!(status(&school, "remplacante", &cm1), 404);
}

#[test]
fn families_and_outsiders_get_none_of_it() {
    let school = School::new();
    let paths = [
        "/ecole".to_owned(),
        "/ecole/classes".to_owned(),
        "/ecole/eleves".to_owned(),
        "/ecole/familles".to_owned(),
        "/ecole/equipe".to_owned(),
        format!("/classes/{}", school.class("CM1")),
        format!("/eleves/{}", school.id("lea")),
        format!("/ecole/eleves/{}/modifier", school.id("lea")),
        format!("/ecole/eleves/{}/responsables/nouveau", school.id("lea")),
        format!("/ecole/personnes/{}", school.id("parent_lea")),
        tie_of(&school, "parent_lea", "lea"),
    ];
    for who in ["parent_lea", "other_parent_lea", "parent_tom", "pere_retire", "lea", "mairie", "technicien", "atsem"] {
        for path in &paths {
            let reply = school.browser(who).get_once(path);
            assert!(matches!(reply.status, 403 | 404), "{who} gets {} at {path}", reply.status);
            reply.assert_silent_on("@exemple.invalid").assert_silent_on("06 39 98");
        }
    }
    for path in &paths {
        assert_eq!(school.visitor().get_once(path).status, 303, "a visitor is sent to sign in from {path}");
    }
}

#[test]
fn the_last_head_cannot_leave_the_school_without_one() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let own = anne.get(&format!("/ecole/personnes/{}", school.id("directrice"))).link("Modifier Direction");
    let leave = |anne: &mut Browser| anne.get(&own).form("Enregistrer").set("jusqu_au", "2026-11-17").send_once(anne);
    leave(&mut anne).assert_status(422).assert_says("Il n’y aurait plus personne à la direction");
    let removed = anne.get(&own).form("Retirer cette fonction").send_once(&mut anne);
    removed.assert_status(422).assert_says("Il n’y aurait plus personne à la direction");
    // Sophie has activated her account; Étienne has not, and a head who cannot sign in is none.
    appoint(&mut anne, &school, "maitre_cm1");
    leave(&mut anne).assert_status(422);
    appoint(&mut anne, &school, "parent_lea");
    assert_eq!(leave(&mut anne).status, 303);
    school.at("2026-11-18 08:30");
    assert_eq!(anne.get_once("/ecole").status, 404);
    let mut sophie = school.visitor();
    let door = sophie.get("/ecole").form("Me connecter").set("identifiant", "sophie.petit").set("phrase", PASSPHRASE);
    assert_eq!(door.send(&mut sophie).h1(), "L’école");
}

fn appoint(anne: &mut Browser, school: &School, who: &str) {
    let page = anne.get(&format!("/ecole/equipe/nouveau?personne={}", school.id(who)));
    page.form("Ajouter à l’équipe").set("fonction", "director").send(anne).assert_status(200).assert_says("Direction");
}

#[test]
fn lea_changes_class_leaves_and_comes_back() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let change = format!("/ecole/eleves/{}/modifier", school.id("lea"));
    let form =
        anne.get(&change).form("Enregistrer").set("classe", &school.class("CE1").to_string()).set("niveau", "CE1");
    form.send(&mut anne).assert_says("Classe CE1 Niveau CE1");
    assert_eq!(status(&school, "maitre_cm1", &format!("/eleves/{}", school.id("lea"))), 404);
    assert_eq!(status(&school, "maitresse_ce1", &format!("/eleves/{}", school.id("lea"))), 200);
    let leave = |day: &str| {
        let mut anne = school.browser("directrice");
        let page = anne.get(&format!("/ecole/eleves/{}/depart", school.id("lea"))).form("Noter le départ");
        page.set("dernier_jour", day).send(&mut anne)
    };
    leave("2026-11-30").assert_status(422).assert_says("pas encore passé");
    leave("2026-11-17").assert_says("A quitté l’école, dernier jour le 17 novembre 2026");
    anne.get("/ecole/eleves").assert_silent_on("Léa");
    let gone = anne.get("/ecole/eleves?vue=partis");
    gone.assert_says("Léa").assert_says("Parti");
    let back = child_page(&mut anne, &school, "lea").form("Annuler ce départ").send(&mut anne);
    back.assert_says("de nouveau dans l’école").assert_says("Classe CE1 Niveau CE1");
}

#[test]
fn levels_are_set_for_the_pupils_of_the_class_alone() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let path = format!("/ecole/classes/{}/niveaux", school.class("CM1"));
    let lea = format!("niveau-{}", school.id("lea"));
    let tom = format!("niveau-{}", school.id("tom"));
    anne.get(&path).form("Enregistrer les niveaux").set(&lea, "CM2").forge(&tom, "CM2").send(&mut anne);
    child_page(&mut anne, &school, "lea").assert_says("Classe CM1 Niveau CM2");
    child_page(&mut anne, &school, "tom").assert_says("Classe CE1 Niveau CE1");
}

#[test]
fn families_are_found_without_their_accents() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.get("/ecole/familles?q=sophie+PETIT").assert_says("Sophie Petit").assert_says("Compte activé");
    anne.get("/ecole/familles?q=lea").assert_says("Sophie Petit");
    anne.get("/ecole/familles?q=lea&vue=attente").assert_silent_on("Sophie Petit");
    anne.get("/ecole/familles?q=personne+du+tout").assert_says("Personne ne correspond.");
}

#[test]
fn a_class_is_deleted_only_while_it_is_empty() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page =
        through(&mut anne, "/ecole", "Nouvelle classe").form("Créer la classe").set("nom", "CE2").send(&mut anne);
    page.form("Supprimer la classe").send(&mut anne).assert_says("La classe CE2 est supprimée");
    let refused = anne.post(&format!("/ecole/classes/{}/suppression", school.class("CM1")), &[]);
    refused.assert_status(422).assert_says("elle ne peut plus être supprimée");
    let taken = anne.get(&format!("/ecole/classes/{}/modifier", school.class("CM1")));
    taken
        .form("Enregistrer le nom")
        .set("nom", "ce1")
        .send_once(&mut anne)
        .assert_status(422)
        .assert_says("porte déjà ce nom");
}

#[test]
fn an_organisation_is_corrected_by_its_name_alone() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("INSERT INTO person (last_name, first_name, sort_key, made_at) VALUES ('ASE', '', 'ase', 7)", [])
        .unwrap();
    let path = format!("/ecole/personnes/{}/modifier", file.last_insert_rowid());
    let mut anne = school.browser("directrice");
    let page = anne.get(&path);
    page.assert_says("Nom de l’organisme").assert_silent_on("Prénom");
    page.form("Enregistrer")
        .set("nom", "")
        .send(&mut anne)
        .assert_status(422)
        .assert_says("Écrivez le nom de l’organisme");
    let form = page.form("Enregistrer").set("nom", "ASE de la Loire").set("tel_travail", "04 00 00 00 00");
    form.send(&mut anne).assert_says("ASE de la Loire").assert_says("04 00 00 00 00");
    // A person's page keeps its first name.
    let sophie = format!("/ecole/personnes/{}/modifier", school.id("parent_lea"));
    assert_eq!(anne.post_once(&sophie, &[("organisme", "oui"), ("nom", "Petit")]).status, 404);
}
