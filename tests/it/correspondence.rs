//! Who may begin to write to whom, as a table of everybody; the director's page of it.

mod freezing;

use crate::{
    laws::assert_golden,
    world::{PERSONAS, School, row},
};
use jiff::civil::Date;
use preau::{
    base::{db::Id, jobs::System},
    school::{
        Person,
        class::{self, DutyKind, NewDuty},
        correspondence::{Leave, Pair, Party, leave, store},
        group, permit,
        policy::ChangeGroup,
        services,
        viewer::{self, Viewer},
    },
};
use std::collections::BTreeMap;

const PAGE: &str = "/reglages/correspondance";
const TODAY: &str = "2026-11-17";
/// Everybody but who has no account; and the brother and the friend of those who have a name there.
const MORE: [&str; 2] = ["hugo", "zoe"];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn everybody() -> Vec<&'static str> {
    PERSONAS.into_iter().filter(|who| *who != "visiteur").chain(MORE).collect()
}

fn viewer(school: &School, who: &str, today: &str) -> Viewer {
    let account = Id::new(school.people.account(who));
    viewer::store::viewer(&school.house.db.read().unwrap(), account, day(today)).unwrap().unwrap()
}

fn party(school: &School, who: &str, today: &str) -> Party {
    let ids = [Id::new(school.id(who))];
    store::parties(&school.house.db.read().unwrap(), &ids, day(today)).unwrap().remove(0)
}

/// By which pair the first may begin to write to the second on that day.
fn leave_on(school: &School, from: &str, to: &str, today: &str) -> Option<Leave> {
    let rules = store::rules(&school.house.db.read().unwrap(), day(today)).unwrap();
    leave(&Party::of(&viewer(school, from, today)), &party(school, to, today), &rules)
}

fn pair(school: &School, from: &str, to: &str) -> Option<Pair> {
    leave_on(school, from, to, TODAY).map(|leave| leave.pair)
}

fn decide(school: &School, pairs: &[(Pair, bool)]) {
    let tx = school.house.db.write().unwrap();
    for (pair, allowed) in pairs {
        store::decide(&tx, *pair, *allowed, school.house.clock.now(), &System::at_the_console()).unwrap();
    }
    tx.commit().unwrap();
}

fn open_all(school: &School) {
    decide(school, &Pair::ALL.map(|pair| (pair, true)));
}

/// For each who writes, by which pair to whom. The finder's list and the judge of a sending must be of one mind.
fn table(school: &School) -> String {
    let mut said = String::new();
    let rx = school.house.db.read().unwrap();
    let rules = store::rules(&rx, day(TODAY)).unwrap();
    for from in everybody() {
        let viewer = viewer(school, from, TODAY);
        let people = store::people(&rx, &viewer, &rules).unwrap();
        let mut by_pair: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for to in everybody() {
            let other = party(school, to, TODAY);
            let judged = leave(&Party::of(&viewer), &other, &rules);
            let found = people.find(Id::new(school.id(to))).map(|one| one.leave.clone());
            assert_eq!(found, judged, "{from} to {to}: the finder and the judge");
            if let Some(leave) = judged {
                by_pair.entry(leave.pair.as_str()).or_default().push(to);
            }
        }
        said.push_str(&format!("{from}\n"));
        for (pair, to) in &by_pair {
            said.push_str(&format!("    {pair}: {}\n", to.join(", ")));
        }
        if by_pair.is_empty() {
            said.push_str("    nobody\n");
        }
    }
    said
}

#[test]
fn everybody_may_begin_to_write_to_whom_the_table_says() {
    let school = School::new();
    let usual = table(&school);
    open_all(&school);
    let open = table(&school);
    let said = format!(
        "# who may begin to write to whom on {TODAY}: as the house has it, then with every pair open\n\n{usual}\n# every pair open\n\n{open}"
    );
    assert_golden("correspondence.txt", &said);
}

#[test]
fn a_side_read_for_many_is_the_side_that_the_session_sees() {
    let school = School::new();
    for who in everybody() {
        let own = Party::of(&viewer(&school, who, TODAY));
        let read = party(&school, who, TODAY);
        let sorted = |mut party: Party| {
            party.tied.clear();
            party.children.sort();
            party
        };
        assert_eq!(sorted(own), sorted(read), "{who}");
    }
}

#[test]
fn a_substitute_is_written_to_within_her_dates_only() {
    let school = School::new();
    let on = |today| leave_on(&school, "parent_lea", "remplacante", today).map(|leave| leave.pair);
    assert_eq!(on("2026-10-04"), None);
    assert_eq!(on("2026-10-05"), Some(Pair::FamilyToTeacher));
    assert_eq!(on("2026-10-16"), Some(Pair::FamilyToTeacher));
    assert_eq!(on("2026-10-17"), None);
    assert_eq!(on(TODAY), None);
    assert_eq!(on("2026-12-01"), Some(Pair::FamilyToTeacher));
    // And she writes to them within the same.
    let back = |today| leave_on(&school, "remplacante", "parent_lea", today).map(|leave| leave.pair);
    assert_eq!((back("2026-10-16"), back("2026-10-17")), (Some(Pair::TeacherToFamily), None));
}

#[test]
fn whose_tie_gives_nothing_writes_to_nobody_and_is_written_to_by_nobody() {
    let school = School::new();
    open_all(&school);
    for who in ["pere_retire", "pere_restreint", "tante", "organisme"] {
        for other in everybody() {
            assert_eq!(pair(&school, who, other), None, "{who} to {other}");
            assert_eq!(pair(&school, other, who), None, "{other} to {who}");
        }
    }
    // Before the judgment he was a parent like another.
    let before = leave_on(&school, "maitre_cm1", "pere_restreint", "2026-09-30").map(|leave| leave.pair);
    assert_eq!(before, Some(Pair::TeacherToFamily));
}

#[test]
fn the_two_parents_of_a_child_never_find_each_other() {
    let school = School::new();
    open_all(&school);
    for (one, other) in [("parent_lea", "other_parent_lea"), ("parent_lea", "grand_mere")] {
        assert_eq!(pair(&school, one, other), None);
        assert_eq!(pair(&school, other, one), None);
    }
    assert_eq!(pair(&school, "parent_lea", "parent_tom"), Some(Pair::FamilyToFamily), "Hugo and Tom are in CE1");
    decide(&school, &[(Pair::FamilyToFamily, false)]);
    assert_eq!(pair(&school, "parent_lea", "parent_tom"), None);
}

#[test]
fn a_teacher_who_is_a_parent_is_a_colleague_first() {
    let school = School::new();
    let tx = school.house.db.write().unwrap();
    let emre: Id<Person> = Id::new(school.id("parent_tom"));
    let duty = NewDuty::new(emre, DutyKind::Teacher, Some(Id::new(school.class("CM1"))), day("2026-11-01"));
    class::store::add_duty(&tx, &duty, &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    let to_benali = leave_on(&school, "parent_tom", "maitresse_ce1", TODAY).unwrap();
    assert_eq!((to_benali.pair, to_benali.through.len()), (Pair::StaffToStaff, 0));
    // To the families of his own class he is their teacher.
    assert_eq!(pair(&school, "parent_tom", "parent_lea"), Some(Pair::TeacherToFamily));
    decide(&school, &[(Pair::StaffToStaff, false)]);
    let to_benali = leave_on(&school, "parent_tom", "maitresse_ce1", TODAY).unwrap();
    let tom = Id::new(school.id("tom"));
    assert_eq!((to_benali.pair, to_benali.through), (Pair::FamilyToTeacher, vec![(emre, tom)]));
}

#[test]
fn a_teacher_writes_in_respect_of_her_own_pupil_among_siblings() {
    let school = School::new();
    let through = |from: &str| leave_on(&school, from, "parent_lea", TODAY).unwrap().through;
    let sophie = Id::new(school.id("parent_lea"));
    assert_eq!(through("maitre_cm1"), [(sophie, Id::new(school.id("lea")))]);
    assert_eq!(through("maitresse_ce1"), [(sophie, Id::new(school.id("hugo")))]);
    assert_eq!(through("directrice").len(), 2);
}

#[test]
fn messages_off_for_a_class_are_off_for_its_families_and_pupils_only() {
    let school = School::new();
    open_all(&school);
    let tx = school.house.db.write().unwrap();
    let (room, cm1) = (preau::school::correspondence::ROOM, Id::new(school.class("CM1")));
    services::store::set(&tx, room, false, &[cm1], school.house.clock.now(), &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    assert_eq!(pair(&school, "maitre_cm1", "mere_sans_autorite"), None);
    assert_eq!(pair(&school, "mere_sans_autorite", "directrice"), None);
    assert_eq!(pair(&school, "lea", "maitre_cm1"), None);
    assert_eq!(pair(&school, "aesh", "parent_lea"), None);
    assert_eq!(pair(&school, "maitre_cm1", "maitresse_ce1"), Some(Pair::StaffToStaff));
    // Léa's mother is written to through Hugo, who is in CE1.
    let leave = leave_on(&school, "directrice", "parent_lea", TODAY).unwrap();
    assert_eq!(leave.through, [(Id::new(school.id("parent_lea")), Id::new(school.id("hugo")))]);
}

#[test]
fn a_group_that_is_over_ties_nobody() {
    let school = School::new();
    assert_eq!(pair(&school, "animatrice", "parent_tom"), Some(Pair::LeaderToFamily));
    assert_eq!(leave_on(&school, "animatrice", "parent_tom", "2027-07-01"), None);
    let tx = school.house.db.write().unwrap();
    let anne = viewer(&school, "directrice", TODAY);
    let choir = permit::admit::<ChangeGroup>(&tx, &anne, Id::new(school.group("Chorale"))).unwrap();
    let tom = permit::admit(&tx, &anne, Id::new(school.id("tom"))).unwrap();
    group::store::part(&tx, &choir, &tom).unwrap();
    tx.commit().unwrap();
    assert_eq!(pair(&school, "animatrice", "parent_tom"), None);
    assert_eq!(pair(&school, "animatrice", "parent_lea"), Some(Pair::LeaderToFamily));
}

#[test]
fn a_name_is_found_without_accents_and_a_pupil_s_name_finds_the_adults() {
    let school = School::new();
    let rx = school.house.db.read().unwrap();
    let rules = store::rules(&rx, day(TODAY)).unwrap();
    let people = |who: &str| store::people(&rx, &viewer(&school, who, TODAY), &rules).unwrap();
    let named = |who: &str, typed: &str| people(who).named(typed).map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!(named("maitresse_ce1", "ozt"), ["M. Emre Öztürk"]);
    assert_eq!(named("maitresse_ce1", "roussel etienne"), ["M. Étienne Roussel"]);
    assert_eq!(named("maitre_cm1", "ozturk"), [""; 0], "he is no family of CM1");
    assert_eq!(named("parent_lea", "ozturk"), [""; 0]);
    assert_eq!(named("maitresse_ce1", "o"), [""; 0], "one letter finds nobody");
    let everybody = people("maitre_cm1");
    let found = everybody.of_pupils_named("lea");
    let adults: Vec<&str> = found[0].guardians.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((found.len(), found[0].kin.name.as_str(), found[0].kin.class_name.as_str()), (1, "Léa Martin", "CM1"));
    assert_eq!(adults, ["M. Paul Martin", "Mme Sophie Petit", "Mme Yvonne Petit"]);
    // Her brother is another teacher's pupil.
    assert!(everybody.of_pupils_named("hugo").is_empty());
    // A family finds nobody by a child's name, its own neither.
    assert!(people("parent_lea").of_pupils_named("lea").is_empty());
    assert!(people("parent_lea").of_pupils_named("tom").is_empty());
    let choir: Vec<i64> =
        people("animatrice").of_group(Id::new(school.group("Chorale"))).map(|one| one.person.number()).collect();
    assert!(choir.contains(&school.id("parent_tom")) && !choir.contains(&school.id("mere_sans_autorite")));
}

#[test]
fn the_director_reads_the_table_changes_it_and_comes_back() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.get("/reglages").assert_says("Qui peut écrire à qui : réglages habituels");
    let page = anne.get(PAGE);
    page.assert_status(200).assert_says("Les familles d’une même classe peuvent s’écrire").assert_says("À peser");
    page.assert_says("Un élève n’écrit jamais à un autre élève").assert_silent_on("Revenir aux réglages habituels");
    let form = page.form("Enregistrer").tick("permis", "family_to_family").untick("permis", "family_to_teacher");
    let saved = form.send(&mut anne);
    saved.assert_says("C’est enregistré").assert_says("Revenir aux réglages habituels");
    assert_eq!(pair(&school, "parent_lea", "parent_tom"), Some(Pair::FamilyToFamily));
    assert_eq!(pair(&school, "parent_lea", "maitre_cm1"), None);
    anne.get("/reglages").assert_says("2 lignes changées par vous");
    let lines = "SELECT count(*) FROM journal WHERE (act = 'OpenPair' AND thing = 'family_to_family') OR (act = 'ClosePair' AND thing = 'family_to_teacher')";
    assert_eq!(row(&school, lines), 2);
    anne.get(PAGE).form("Enregistrer").send(&mut anne).assert_says("Rien n’a changé");
    anne.get(PAGE).form("Revenir aux réglages habituels").send(&mut anne).assert_says("sont de retour");
    assert_eq!(row(&school, "SELECT count(*) FROM correspondence"), 0);
    assert_eq!(pair(&school, "parent_lea", "parent_tom"), None);
}

#[test]
fn what_is_fixed_cannot_be_forged_and_nobody_else_changes_the_table() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.post(PAGE, &[]).assert_status(200);
    assert_eq!(pair(&school, "parent_lea", "directrice"), Some(Pair::FamilyToDirection));
    assert_eq!(pair(&school, "directrice", "parent_lea"), Some(Pair::DirectionToFamily));
    anne.post(PAGE, &[("permis", "pupil_to_pupil"), ("permis", "x")]).assert_status(200);
    open_all(&school);
    assert_eq!(pair(&school, "lea", "zoe"), None);
    for who in ["maitre_cm1", "parent_lea", "technicien", "ancienne_directrice", "lea", "mairie"] {
        let mut browser = school.browser(who);
        for path in [PAGE, "/reglages/correspondance/habituel", "/reglages/correspondance/suspension"] {
            let status = browser.post_once(path, &[]).status;
            assert!([403, 404].contains(&status), "{who} {path} {status}");
        }
    }
    assert_eq!(pair(&school, "parent_lea", "parent_tom"), Some(Pair::FamilyToFamily), "nothing came back");
}
