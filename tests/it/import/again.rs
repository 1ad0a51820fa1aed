//! Files brought a second time, or to a school that has moved on since: what is told apart, asked, and never given back.

use super::*;

#[test]
fn a_tie_taken_away_comes_back_to_be_looked_at() {
    let school = School::new();
    let lea = school.people.person("lea");
    let mut anne = school.browser("directrice");
    let tie = {
        let rx = school.house.db.read().unwrap();
        let all = guardianship::store::all(&rx, &System::at_the_console()).unwrap();
        let paul = school.people.person("other_parent_lea");
        let tie = all.iter().find(|tie| tie.pupil.number() == lea && tie.guardian.number() == paul).unwrap();
        format!("/ecole/liens/{}/retrait", tie.id)
    };
    anne.get(&tie).form("Retirer le lien").send(&mut anne).assert_says("n’est plus noté");
    let file = "Civilité;Nom responsable;Prénom responsable;Nom enfant;Prénom enfant;Classes enfants;Nom enfant;Prénom enfant;Classes enfants\r\n\
        M.;MARTIN;Paul;MARTIN;Léa;CM1;MARTIN;Hugo;CE1\r\n";
    let page = offer(&mut anne, &[("r.csv", file.as_bytes())]);
    page.assert_says("dont le lien a été retiré à la main");
    page.form("Tout enregistrer").send(&mut anne).assert_says("1 lien attend votre regard");
    anne.get(&format!("/eleves/{lea}")).assert_says("Lien à regarder");
    let waiting = guardianship::store::all(&school.house.db.read().unwrap(), &System::at_the_console()).unwrap();
    let waiting: Vec<_> = waiting.iter().filter(|tie| tie.facts.awaits_look()).collect();
    assert_eq!(waiting.iter().map(|tie| tie.needs_look.as_str()).collect::<Vec<_>>(), ["tied_again"]);
}

#[test]
fn guardians_brought_before_their_children_are_tied_the_second_time() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let all = |school: &School| {
        guardianship::store::all(&school.house.db.read().unwrap(), &System::at_the_console()).unwrap()
    };
    let stood: Vec<_> = all(&school).iter().map(|tie| tie.id).collect();
    let apart = |values: &[String]| {
        let new = values.iter().find(|value| *value == "nouveau");
        new.unwrap_or(values.last().unwrap()).clone()
    };
    let alone = offer(&mut anne, &[("r.csv", GUARDIANS)]);
    settle(alone, &mut anne, apart).assert_says("13 responsables");
    assert_eq!(all(&school).len(), stood.len(), "no child yet, no tie");
    let page = offer(&mut anne, &[("e.csv", PUPILS), ("r.csv", GUARDIANS)]);
    assert!(!page.text().contains("retiré à la main"), "{}", page.text());
    settle(page, &mut anne, somebody_else).assert_says("C’est enregistré");
    let ties: Vec<_> = all(&school).into_iter().filter(|tie| !stood.contains(&tie.id)).collect();
    let (waiting, sure): (Vec<_>, Vec<_>) = ties.iter().partition(|tie| tie.facts.awaits_look());
    assert!(sure.len() >= 8, "{}", sure.len());
    let reasons: BTreeSet<&str> = waiting.iter().map(|tie| tie.needs_look.as_str()).collect();
    assert!(reasons.contains("two_homes") && !reasons.contains("tied_again"), "{reasons:?}");
}

#[test]
fn a_tie_made_again_by_hand_and_taken_away_again_still_asks() {
    let school = School::new();
    let system = System::at_the_console();
    let mut anne = school.browser("directrice");
    let (lea, paul) = (school.people.person("lea"), school.people.person("other_parent_lea"));
    let removed = || guardianship::store::removed(&school.house.db.read().unwrap(), &system).unwrap();
    let take_away = |anne: &mut Browser| {
        let ties = guardianship::store::all(&school.house.db.read().unwrap(), &system).unwrap();
        let tie = ties.iter().find(|tie| tie.pupil.number() == lea && tie.guardian.number() == paul).unwrap();
        anne.get(&format!("/ecole/liens/{}/retrait", tie.id)).form("Retirer le lien").send(anne).assert_status(200);
    };
    take_away(&mut anne);
    assert_eq!(
        removed().iter().map(|(guardian, pupil)| (guardian.number(), pupil.number())).collect::<Vec<_>>(),
        [(paul, lea)]
    );
    anne.post(&format!("/ecole/eleves/{lea}/responsables"), &[("personne", &paul.to_string())]).assert_status(200);
    assert_eq!(removed(), [], "it stands again");
    take_away(&mut anne);
    assert_eq!(removed().len(), 1);
}

#[test]
fn what_was_written_cannot_be_abandoned_and_a_school_that_changed_is_looked_at_again() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let first = offer(&mut anne, &[("e.csv", PUPILS)]);
    let second = offer(&mut anne, &[("e.csv", PUPILS)]);
    settle(anne.get(&first.path), &mut anne, somebody_else).assert_says("C’est enregistré");
    let written = snapshot(&school);
    // The page that is still open in another window.
    first.form("Abandonner").send(&mut anne).assert_says("C’est enregistré");
    anne.get(&first.path).assert_says("C’est enregistré");
    let again = second.form("Tout enregistrer").send(&mut anne);
    again.assert_status(422).assert_says("L’école a changé depuis").assert_says("11 déjà à jour");
    assert_eq!(snapshot(&school), written);
    again.form("Tout enregistrer").send(&mut anne).assert_says("Tout était déjà à jour");
}

#[test]
fn a_new_name_of_a_class_is_shown_before_it_is_written() {
    let school = imported();
    let mut anne = school.browser("directrice");
    let renamed = latin(PUPILS).replace("GS-CP M. LE GOFF", "GS-CP Mme NGUYEN");
    let page = offer(&mut anne, &[("e.csv", renamed.as_bytes())]);
    page.assert_says("1 classe à renommer").assert_says("GS-CP M. LE GOFF → GS-CP Mme NGUYEN");
    page.form("Tout enregistrer").send(&mut anne).assert_says("Les noms des classes sont à jour");
    anne.get("/ecole").assert_says("GS-CP Mme NGUYEN").assert_silent_on("GS-CP M. LE GOFF");
}

#[test]
fn who_left_comes_back_by_a_class_only_and_last_year_s_level_does_not_follow() {
    let school = School::new();
    let lea = school.people.person("lea");
    let mut anne = school.browser("directrice");
    let leave = anne.get(&format!("/ecole/eleves/{lea}/depart"));
    leave.form("Noter le départ").send(&mut anne).assert_says("A quitté l’école");
    let known = |school: &School| snapshot(school).pupils.into_iter().find(|pupil| pupil.id == lea).unwrap();
    let stood = known(&school);
    let born = stood.birth.unwrap().strftime("%d/%m/%Y").to_string();
    let file = |class: &str| format!("Nom;Prénom;Né le;Adresse;Classe\r\nMARTIN;Léa;{born};4 place Neuve;{class}\r\n");
    let import = |anne: &mut Browser, text: &str| {
        let page = offer(anne, &[("e.csv", text.as_bytes())]);
        page.form("Tout enregistrer").send(anne).assert_says("C’est enregistré");
    };
    import(&mut anne, &file(""));
    assert!(known(&school).has_left, "an address is no return");
    import(&mut anne, &file("CE1"));
    let back = known(&school);
    assert!(!back.has_left && back.class.is_some());
    assert_eq!(back.grade, None, "the file says no level");
}

#[test]
fn who_moves_moves_and_who_is_absent_stays() {
    let school = imported();
    let text = latin(PUPILS);
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains("MARTIN;;Zélie")).collect();
    let moved = lines.join("\r\n").replacen("CE1-CE2 Mme BENALI;1480213", "CM1-CM2 M. ROUSSEL;1480214", 1) + "\r\n";
    let mut anne = school.browser("directrice");
    let before = snapshot(&school);
    let page = offer(&mut anne, &[("eleves.csv", moved.as_bytes())]);
    page.assert_says("1 change de classe").assert_says("absent");
    page.form("Tout enregistrer").send(&mut anne).assert_says("1 changement de classe");
    let after = snapshot(&school);
    assert_eq!(after.pupils.len(), before.pupils.len());
    assert!(after.pupils.iter().all(|pupil| !pupil.has_left));
    let changed = before.pupils.iter().zip(&after.pupils).filter(|(a, b)| a.class != b.class).count();
    assert_eq!(changed, 1);
}

#[test]
fn an_address_that_a_file_replaces_is_told_to_the_old_one() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let csv = "Nom responsable;Prénom responsable;Courriel;Adresse;Nom enfant;Prénom enfant;Classes enfants\n\
               PETIT;Sophie;ailleurs@exemple.invalid;;MARTIN;Léa;CM1\n";
    let page = offer(&mut anne, &[("CSVExtraction.csv", csv.as_bytes())]);
    let known = |values: &[String]| values.iter().find(|value| *value != "nouveau").unwrap().clone();
    settle(page, &mut anne, known).assert_status(200);
    let old =
        "SELECT count(*) FROM outbox WHERE recipient = 'parent_lea@exemple.invalid' AND subject LIKE '%n’est plus%'";
    assert_eq!(row(&school, "SELECT count(*) FROM person WHERE email = 'ailleurs@exemple.invalid'"), 1);
    assert_eq!(row(&school, old), 1);
    // And back again: whoever reads the other one knows it.
    let undo = row(&school, "SELECT max(id) FROM people_undo");
    let page = anne.get(&format!("/ecole/annuler/{undo}"));
    page.form("Tout remettre").send(&mut anne).assert_status(200);
    assert_eq!(row(&school, "SELECT count(*) FROM outbox WHERE recipient = 'ailleurs@exemple.invalid'"), 1);
    assert_eq!(row(&school, old), 1);
}
