//! What a head teacher expects of a second import: sameness, moves, homonyms, separated parents, questions.
use super::school::school_after;
use super::*;
use crate::rooms::people::import::tests::{GUARDIANS, MINIMAL, ONE_CLASS, TEACHERS, V20, V22, parsed};
use crate::school::grade::Grade;
use jiff::civil::date;

fn school() -> Snapshot {
    school_after(GUARDIANS, school_after(V22, Snapshot::default()))
}

fn counts(bytes: &[u8], school: &Snapshot) -> Counts {
    diff(&parsed(bytes), school, &Decisions::new()).counts()
}

fn line(diff: &Diff, number: u32) -> Line {
    let mut lines = diff.lines().into_iter().filter(|l| l.line == Some(number));
    lines.next().unwrap_or_else(|| panic!("no line {number}"))
}

fn only(field: &str, value: usize) -> Counts {
    let mut counts = Counts::default();
    *match field {
        "new" => &mut counts.new,
        "same" => &mut counts.same,
        other => panic!("{other}"),
    } = value;
    counts
}

#[test]
fn an_empty_school_learns_everyone_and_asks_nothing() {
    let first = diff(&parsed(V22), &Snapshot::default(), &Decisions::new());
    assert_eq!(first.counts(), only("new", 11));
    let classes = first.new_classes();
    assert_eq!(classes.len(), 4);
    assert_eq!(classes[1].label, "GS-CP M. LE GOFF");
    assert_eq!(classes[1].onde_id.as_deref(), Some("1480212"));
    assert_eq!(classes[1].grades.iter().map(|g| g.short()).collect::<Vec<_>>(), ["GS", "CP"]);
    let pupils = school_after(V22, Snapshot::default());
    assert_eq!(counts(GUARDIANS, &pupils), only("new", 13));
    assert_eq!(counts(TEACHERS, &pupils), only("new", 4));
}

#[test]
fn the_same_files_again_change_nothing() {
    let school = school_after(TEACHERS, school());
    assert_eq!(counts(V22, &school), only("same", 11));
    assert_eq!(counts(V20, &school), only("same", 11));
    assert_eq!(counts(MINIMAL, &school), only("same", 11));
    assert_eq!(counts(GUARDIANS, &school), only("same", 13));
    assert_eq!(counts(TEACHERS, &school), only("same", 4));
}

#[test]
fn a_file_of_one_class_makes_the_others_absent_not_gone() {
    let found = counts(ONE_CLASS, &school());
    assert_eq!((found.same, found.absent, found.new), (4, 9, 0));
    assert_eq!((found.doubtful, found.changed), (0, 0));
}

fn edited(from: &str, to: &str) -> Vec<u8> {
    let text = encoding_rs::WINDOWS_1252.decode(V22).0.into_owned();
    assert!(text.contains(from));
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn a_move_and_a_change_are_told_apart() {
    let moved = edited("CE1-CE2 Mme BENALI;1480213", "CM1-CM2 M. ROUSSEL;1480214");
    let found = diff(&parsed(&moved), &school(), &Decisions::new());
    assert_eq!((found.counts().moved, found.counts().same), (1, 10));
    let What::Moved { from: Some(102), to: ClassRef::Known(103), changes, .. } = line(&found, 7).what else {
        panic!("not moved");
    };
    let said: Vec<String> = changes.iter().map(sentences::change).collect();
    assert_eq!(said, ["classe : CE1-CE2 Mme BENALI → CM1-CM2 M. ROUSSEL"]);
    let mut gone = school();
    let lea = gone.pupils.iter_mut().find(|known| known.id == 1007).unwrap();
    (lea.has_left, lea.class) = (true, None);
    let What::Moved { changes, .. } = line(&diff(&parsed(V22), &gone, &Decisions::new()), 7).what else {
        panic!("not back");
    };
    assert_eq!(changes[0].before, "avait quitté l’école");
    let changed = edited("12 rue des Écoles", "4 place Neuve");
    let found = diff(&parsed(&changed), &school(), &Decisions::new());
    let What::Changed { changes, .. } = line(&found, 2).what else {
        panic!("not changed");
    };
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].field, Field::Address);
    assert_eq!(changes[0].after, "4 place Neuve, 61999 Saint-Fictif");
}

#[test]
fn after_the_summer_everybody_rises_and_only_the_unusual_is_said() {
    let mut school = school();
    // Last year's class and level; one stays in the same level, one has moved house besides.
    for known in &mut school.pupils {
        known.class = known.class.map(|class| class + 900);
        known.grade = known.grade.and_then(|grade| Grade::ALL.into_iter().find(|before| before.next() == Some(grade)));
    }
    let usual = line(&diff(&parsed(V22), &school, &Decisions::new()), 7);
    let said = |line: Line| match line.what {
        What::Moved { rises: true, changes, .. } => changes.iter().map(sentences::change).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(said(usual), ["passe en CE1-CE2 Mme BENALI"]);
    let lea = school.pupils.iter_mut().find(|known| known.id == 1007).unwrap();
    lea.grade = lea.grade.and_then(Grade::next);
    let found = diff(&parsed(V22), &school, &Decisions::new());
    assert_eq!((found.counts().moved, found.counts().rises), (11, 11));
    assert!(said(line(&found, 7)).iter().any(|said| said.starts_with("niveau : reste en CE")));
}

#[test]
fn a_renamed_class_is_the_same_class() {
    let text = encoding_rs::WINDOWS_1252.decode(V22).0.replace("GS-CP M. LE GOFF", "GS CP Mme NGUYEN");
    let Diff::Pupils(sheet) = diff(&parsed(text.as_bytes()), &school(), &Decisions::new()) else {
        panic!("not pupils");
    };
    assert!(sheet.new_classes.is_empty());
    assert_eq!(sheet.class_changes.len(), 1);
    assert_eq!(sheet.class_changes[0].label.as_deref(), Some("GS CP Mme NGUYEN"));
    assert_eq!(sheet.class_changes[0].before, "GS-CP M. LE GOFF");
    assert!(sheet.entries.iter().all(|e| matches!(e.what, What::Same { .. })));
}

fn asked(found: &Diff, number: u32) -> (String, Vec<Candidate>) {
    match line(found, number).what {
        What::Doubtful { question, candidates } => (question, candidates),
        other => panic!("line {number}: {other:?}"),
    }
}

#[test]
fn what_is_not_certain_is_asked_and_settled() {
    let list = "Nom;Prénom;Né le;Classe\nOUEDRAOGO;Aicha;17/09/2017;CE1-CE2 Mme BENALI\n\
        BENNARD;Maël;02/11/2022;PS-MS Mme MARCHAND\nMARTIN;Léa;;CE1-CE2 Mme BENALI\n\
        MARTIN;Léa;01/01/2021;GS-CP M. LE GOFF\nNOUVEAU;Tom;01/01/2021;GS-CP M. LE GOFF\n";
    let school = school();
    let found = diff(&parsed(list.as_bytes()), &school, &Decisions::new());
    let (question, candidates) = asked(&found, 2);
    assert!(question.contains("17/09/2018") && question.contains("17/09/2017"), "{question}");
    assert_eq!(candidates[0].id, 1009);
    assert!(asked(&found, 3).0.contains("presque pareil"));
    assert_eq!(asked(&found, 4).1.len(), 2);
    assert_eq!(asked(&found, 5).1.len(), 2);
    assert_eq!(line(&found, 6).what, What::New);
    // Candidates of an open question are not « absent ».
    assert_eq!(found.counts().absent, 7);

    let decisions = Decisions::from([
        (line(&found, 2).key, Decision::SameAs(1009)),
        (line(&found, 3).key, Decision::Skip),
        (line(&found, 4).key, Decision::SameAs(1007)),
        (line(&found, 5).key, Decision::Create),
    ]);
    let settled = diff(&parsed(list.as_bytes()), &school, &decisions);
    assert!(matches!(line(&settled, 2).what, What::Changed { id: 1009, .. }));
    assert_eq!(line(&settled, 3).what, What::Skipped);
    assert_eq!(line(&settled, 4).what, What::Same { id: 1007 });
    assert_eq!(line(&settled, 5).what, What::New);
    // An answer naming somebody who was no candidate is no answer.
    let wrong = Decisions::from([(line(&found, 2).key, Decision::SameAs(1002))]);
    asked(&diff(&parsed(list.as_bytes()), &school, &wrong), 2);
}

#[test]
fn two_rows_are_never_one_person_and_an_answer_is_never_lost() {
    let adults = "Nom responsable;Prénom responsable;Adresse responsable;Nom enfant;Prénom enfant\n\
        ANDRIEUX;Sophie;1 rue Neuve;;\nANDRIEUX;Sophie;2 rue Neuve;;\n";
    let pupils = "Nom;Prénom;Né le;Classe\nNGUYEN;Tuan Anh;;\nNGUYEN;Tuan Anh;;\n";
    let staff = "Civilité;Nom;Prénom;Courriel;Classe\nM.;BENALI;Samia;a@exemple.invalid;\nMME;BENALI;Samia;b@exemple.invalid;\n";
    let mut school = school_after(TEACHERS, school());
    for member in &mut school.staff {
        member.works_here = false;
    }
    for text in [adults, pupils, staff] {
        let file = parsed(text.as_bytes());
        let open = diff(&file, &school, &Decisions::new());
        let (_, candidates) = asked(&open, 2);
        let [first, second] = [2, 3].map(|number| line(&open, number).key);
        let same = Decision::SameAs(candidates[0].id);
        let both = diff(&file, &school, &Decisions::from([(first.clone(), same), (second.clone(), same)]));
        let (question, again) = asked(&both, 3);
        assert!(question.contains("déjà cette personne"), "{question}");
        assert!(again.contains(&candidates[0]));
        let one = diff(&file, &school, &Decisions::from([(first, same), (second, Decision::Skip)]));
        assert_eq!(line(&one, 3).what, What::Skipped, "left aside is not made");
    }
}

#[test]
fn a_homonym_with_another_ine_and_birth_date_is_new() {
    let one = "Nom;Prénom;Né le;INE;Classe\nMARTIN;Léa;02/02/2022;260000999ZZ;PS-MS Mme MARCHAND\n";
    let found = diff(&parsed(one.as_bytes()), &school(), &Decisions::new());
    assert_eq!(line(&found, 2).what, What::New);
}

#[test]
fn an_ine_alone_does_not_make_a_pupil() {
    let one = "Nom;Prénom;Né le;INE;Classe\nDURAND;Zoé;02/02/2022;260000101AB;PS-MS Mme MARCHAND\n\
        PETIT;Léa;14/03/2023;260000101AB;PS-MS Mme MARCHAND\n";
    let found = diff(&parsed(one.as_bytes()), &school(), &Decisions::new());
    // Same INE and birth date under another name: a person says whether she changed it.
    let (question, candidates) = asked(&found, 3);
    assert!(question.contains("même INE") && question.contains("changé de nom"), "{question}");
    assert_eq!(candidates.iter().map(|one| one.id).collect::<Vec<_>>(), [1002]);
    // Until then nobody is she for certain: the other row with her INE is asked about too.
    assert!(asked(&found, 2).0.contains("ni son nom ni sa date de naissance"));
    let hers = Decisions::from([(line(&found, 3).key, Decision::SameAs(1002))]);
    let settled = diff(&parsed(one.as_bytes()), &school(), &hers);
    assert!(matches!(line(&settled, 3).what, What::Changed { id: 1002, .. }));
}

#[test]
fn another_name_with_the_same_first_name_and_birth_date_is_asked() {
    let one = "Nom;Prénom;Né le;Classe\nTOUTAUTRE;Léa;14/03/2023;PS-MS Mme MARCHAND\n";
    let found = diff(&parsed(one.as_bytes()), &school(), &Decisions::new());
    let (question, candidates) = asked(&found, 2);
    assert!(question.contains("même prénom") && question.contains("changé de nom"), "{question}");
    assert_eq!(candidates[0].id, 1002);
    // Another INE as well: two children.
    let two = "Nom;Prénom;Né le;INE;Classe\nTOUTAUTRE;Léa;14/03/2023;269999999ZZ;PS-MS Mme MARCHAND\n";
    assert_eq!(line(&diff(&parsed(two.as_bytes()), &school(), &Decisions::new()), 2).what, What::New);
}

#[test]
fn the_same_name_needs_more_to_be_the_same_adult() {
    let header = "Civilité responsable;Nom responsable;Nom usage responsable;Prénom responsable;Adresse responsable;CP responsable;Commune responsable;Courriel;Nom enfant;Prénom enfant;Classes enfants\n";
    let file = |rows: &str| diff(&parsed(format!("{header}{rows}").as_bytes()), &school(), &Decisions::new());
    // A third Paul MARTIN, father of nobody known so far: a question with both, never a merge.
    let found = file("M.;MARTIN;;Paul;9 rue Neuve;61999;Saint-Fictif;;BÉNARD;Maël;PS-MS Mme MARCHAND\n");
    assert_eq!(asked(&found, 2).1.len(), 2);
    // Same child: he, with a new address and e-mail.
    let found =
        file("M.;MARTIN;;Paul;9 rue Neuve;61999;Saint-Fictif;new@exemple.invalid;MARTIN;Léa;CM1-CM2 M. ROUSSEL\n");
    assert!(matches!(&line(&found, 2).what, What::Changed { id: 2012, changes } if changes.len() == 2));
    // Her name of usage written as the family name; the e-mail agrees.
    let found = file("MME;ANDRIEUX;;Sophie;;;;Sophie.Andrieux@exemple.invalid;ANDRIEUX;Hugo;CE1-CE2 Mme BENALI\n");
    assert_eq!(line(&found, 2).what, What::Same { id: 2002 });
    // Another spouse of the same name as the father, by civility.
    let found = file("MME;MARTIN;;Paul;1 rue Haute;61999;Saint-Fictif;;MARTIN;Léa;CE1-CE2 Mme BENALI\n");
    assert!(!asked(&found, 2).1.is_empty());
}

#[test]
fn a_child_that_two_pupils_might_be_is_asked() {
    let text = "Nom responsable;Prénom responsable;Nom enfant;Prénom enfant;Classes enfants\n\
        DUPONT;Ana;MARTIN;Léa;\nDUPONT;Ida;MARTIN;Zélie;CP\nDUPONT;Eva;MARTIN;Léa;CM1-CM2 M. Roussel\n\
        DUPONT;Lou;Ouédraogo;AÏCHA;CM2 d’avant\n";
    let found = diff(&parsed(text.as_bytes()), &school(), &Decisions::new());
    let doubts: Vec<Line> = found.lines().into_iter().filter(|l| matches!(l.what, What::Doubtful { .. })).collect();
    assert_eq!(doubts.iter().map(|l| l.line).collect::<Vec<_>>(), [Some(2), Some(3), Some(5)]);
    let What::Doubtful { question, candidates } = &doubts[2].what else { panic!("no question") };
    assert!(question.contains("une autre classe") && candidates.len() == 1, "{question}");
    let decisions = Decisions::from([
        (doubts[0].key.clone(), Decision::SameAs(1010)),
        (doubts[1].key.clone(), Decision::Skip),
        (doubts[2].key.clone(), Decision::SameAs(1009)),
    ]);
    let Diff::Guardians { sheet, .. } = diff(&parsed(text.as_bytes()), &school(), &decisions) else {
        panic!("not guardians");
    };
    let children: Vec<Vec<i64>> =
        sheet.entries.iter().filter_map(|e| e.row.as_ref().map(TiedGuardian::children)).collect();
    assert_eq!(children, [vec![1010], vec![], vec![1010], vec![1009]]);
}

#[test]
fn children_whose_adults_need_a_look() {
    let pupils = school_after(V22, Snapshot::default());
    let Diff::Guardians { care, .. } = diff(&parsed(GUARDIANS), &pupils, &Decisions::new()) else {
        panic!("not guardians");
    };
    let at = |line: i64| care.get(&(1000 + line)).cloned().unwrap_or_default();
    assert_eq!(at(2), [], "Léa Andrieux: one home");
    assert_eq!(at(3), [Care::TwoHomes], "Maël Bénard");
    assert_eq!(at(5), [Care::TwoHomes], "Noé Lefèvre");
    assert_eq!(at(6), [Care::Organisation], "Tuan Anh Nguyen");
    assert_eq!(at(7), [], "the homonym fathers are not one child's two homes");
    let third = "Nom responsable;Prénom responsable;Nom enfant;Prénom enfant;Classes enfants\nROUX;Ève;ANDRIEUX;Léa;PS-MS Mme MARCHAND\n";
    let Diff::Guardians { care, .. } = diff(&parsed(third.as_bytes()), &school(), &Decisions::new()) else {
        panic!("not guardians");
    };
    assert_eq!(care.get(&1002), Some(&vec![Care::ThirdAdult]));
}

#[test]
fn a_director_and_a_class_that_change() {
    let school = school_after(TEACHERS, school());
    let text = "Nom;Prénom;Directeur;Classe\nMARCHAND;Julie;oui;CM1-CM2 M. ROUSSEL\nBENALI;Samia;non;CE1-CE2 Mme BENALI\nNEUF;Luc;non;ULIS\n";
    let found = diff(&parsed(text.as_bytes()), &school, &Decisions::new());
    let What::Changed { changes, .. } = line(&found, 2).what else { panic!("not changed") };
    // A file gives a class and takes none away.
    let said: Vec<String> = changes.iter().map(sentences::change).collect();
    assert_eq!(said, ["classes : PS-MS Mme MARCHAND → PS-MS Mme MARCHAND, CM1-CM2 M. ROUSSEL"]);
    assert_eq!(line(&found, 3).what, What::Same { id: 3004 });
    assert_eq!(line(&found, 4).what, What::New);
    assert_eq!(found.new_classes().len(), 1);
    assert_eq!(found.counts().absent, 2);
}

#[test]
fn the_report_has_the_promised_shape() {
    use crate::rooms::people::import::report;
    let file = parsed(GUARDIANS);
    let found = diff(&file, &school(), &Decisions::new());
    let json = serde_json::to_value(report::report(&file, &found)).unwrap();
    assert_eq!(json["kind"], "guardians");
    assert_eq!(json["encoding"], "windows-1252");
    assert_eq!((&json["rows"], &json["doubtful"]), (&12.into(), &0.into()));
    assert_eq!(json["faults"][0]["line"], 15);
    assert!(json["faults"][0]["sentence"].as_str().unwrap().contains("FOYER"));
    let empty = diff(&file, &Snapshot::default(), &Decisions::new());
    assert!(report::waits_for_a_person(&empty));
    let table = report::table(&file, &empty);
    assert!(table.starts_with("\u{feff}Ligne;Personne;Constat;Détail\r\n"));
    assert!(table.contains("\"2\";\"Sophie Andrieux\";\"Nouveau\";\"\"\r\n"));
    let evil = "Nom;Prénom;Né le;Classe\n=cmd();Léa;01/02/2020;CP\n";
    let evil = parsed(evil.as_bytes());
    let table = report::table(&evil, &diff(&evil, &school(), &Decisions::new()));
    assert!(!table.contains(";\"="));
}

#[test]
fn a_date_is_a_date() {
    assert_eq!(school().pupils[0].birth, Some(date(2023, 3, 14)));
}
