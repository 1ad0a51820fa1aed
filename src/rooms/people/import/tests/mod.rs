//! Every sample file, and the variants that people make of them, read as a person expects.
use super::value::{Civility, Grade, Sex};
use super::*;
use jiff::civil::date;

mod bad_files;
mod variants;

pub const V22: &[u8] = include_bytes!("../../../../../tests/onde/01_CSVExtraction_eleves_onde22.csv");
const V23: &[u8] = include_bytes!("../../../../../tests/onde/02_CSVExtraction_eleves_onde23_quoted.csv");
pub const V20: &[u8] = include_bytes!("../../../../../tests/onde/03_CSVExtraction_eleves_be1d20_legacy.csv");
pub const GUARDIANS: &[u8] =
    include_bytes!("../../../../../tests/onde/04_CSVExtraction_responsables_enfant_3blocs.csv");
pub const ONE_CLASS: &[u8] =
    include_bytes!("../../../../../tests/onde/06_CSVExtraction_responsables_eleve_variante_classe.csv");
pub const TEACHERS: &[u8] = include_bytes!("../../../../../tests/onde/07_CSVExtraction_enseignants.csv");
const UTF8_BOM: &[u8] = include_bytes!("../../../../../tests/onde/09_eleves_resaved_excel_utf8bom.csv");
pub const MINIMAL: &[u8] = include_bytes!("../../../../../tests/onde/11_eleves_liste_minimale.csv");

pub fn parsed(bytes: &[u8]) -> Parsed {
    match read(bytes) {
        Ok(parsed) => parsed,
        Err(refusal) => panic!("refused: {}", refusal.sentence()),
    }
}

fn pupils(bytes: &[u8]) -> Vec<Pupil> {
    match parsed(bytes).rows {
        Rows::Pupils(rows) => rows,
        other => panic!("not pupils: {other:?}"),
    }
}

fn guardians(bytes: &[u8]) -> Vec<Guardian> {
    match parsed(bytes).rows {
        Rows::Guardians(rows) => rows,
        other => panic!("not guardians: {other:?}"),
    }
}

fn latin(bytes: &[u8]) -> String {
    encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned()
}

fn sentence(bytes: &[u8]) -> String {
    read(bytes).err().map_or("read".into(), |r| r.sentence())
}

#[test]
fn the_current_export_of_pupils() {
    let file = parsed(V22);
    assert_eq!(file.encoding, Encoding::Windows1252);
    assert_eq!(file.separator, Separator::Semicolon);
    assert_eq!((file.row_count, &file.faults[..]), (11, &[][..]));
    assert!(file.photo_column);
    assert_eq!(file.ignored_columns, Vec::<String>::new());
    assert_eq!(
        file.dropped_columns,
        ["Cycle", "Attestation fournie", "Autorisation associations", "Autorisation photo", "Décision de passage"]
    );
    let rows = pupils(V22);
    let noe = &rows[3];
    assert_eq!(noe.name.shown(), "Noé Morel-Lefèvre");
    assert_eq!(noe.name.last, "LEFÈVRE");
    assert_eq!(noe.birth, Some(date(2020, 2, 29)));
    assert_eq!((noe.sex, noe.grade), (Some(Sex::Boy), Some(Grade::Cp)));
    assert_eq!(noe.line, 5);
    let class = noe.class.as_ref();
    assert_eq!(class.and_then(|c| c.onde_id.as_deref()), Some("1480212"));
    let second = noe.second_address.as_ref().map(|a| a.one_line());
    assert_eq!(second.as_deref(), Some("18 bis avenue Foch, 61998 Bourg-Inventé"));
    let street = rows[4].address.as_ref().map(|a| a.street.as_str());
    assert_eq!(street, Some("Résidence Les Tilleuls ; bât. B"));
    assert_eq!((rows[4].ine.as_deref(), rows[5].ine.as_deref()), (None, Some("0612345678K")));
    let leas = rows.iter().filter(|p| p.name.shown() == "Léa Martin");
    assert_eq!(leas.map(|p| p.line).collect::<Vec<_>>(), [7, 10]);
}

#[test]
fn older_and_other_exports_give_the_same_children() {
    let who = |bytes: &[u8]| -> Vec<_> {
        pupils(bytes).into_iter().map(|p| (p.line, p.name.last, p.name.first, p.birth, p.sex, p.grade)).collect()
    };
    assert_eq!(who(V23), who(V22));
    assert_eq!(who(V20), who(V22));
    assert_eq!(who(MINIMAL), who(V22));
    assert_eq!(parsed(UTF8_BOM).encoding, Encoding::Utf8Bom);
    assert_eq!(pupils(UTF8_BOM)[1].name.shown(), "Maël Lecœur");
    assert!(pupils(V20).iter().all(|p| p.ine.is_none()));
}

#[test]
fn guardians_with_three_blocks_and_organisations() {
    let file = parsed(GUARDIANS);
    assert_eq!(file.row_count, 12);
    assert_eq!(file.organisations.len(), 1);
    let foyer = &file.organisations[0];
    assert_eq!((foyer.line, foyer.name.as_str()), (15, "FOYER DE L'ENFANCE FICTIF"));
    assert_eq!(foyer.children[0].name.shown(), "Tuan Anh Nguyen");
    let rows = guardians(GUARDIANS);
    assert_eq!(rows.len(), 12);
    let sophie = &rows[0];
    assert_eq!(sophie.name.shown(), "Sophie Andrieux");
    assert_eq!(sophie.civility, Some(Civility::Madame));
    assert_eq!(sophie.children.len(), 2);
    assert_eq!(sophie.children[1].name.shown(), "Hugo Andrieux");
    assert_eq!(sophie.phones.mobile.as_ref().map(|p| p.shown()).as_deref(), Some("06 39 98 00 01"));
    let karim = rows[1].phones.mobile.as_ref().map(|p| p.shown());
    assert_eq!(karim.as_deref(), Some("06 39 98 00 02"));
    let pauls = rows.iter().filter(|g| g.name.shown() == "Paul Martin");
    assert_eq!(pauls.count(), 2, "two homonym fathers stay two");
    let noe = &rows[5].children[0].name;
    assert_eq!(noe.usage.as_deref(), Some("MOREL-LEFÈVRE"));
}

#[test]
fn the_wording_of_2020_with_the_class_first() {
    let rows = guardians(ONE_CLASS);
    assert_eq!(rows.len(), 4);
    let child = &rows[3].children[0];
    assert_eq!(child.name.shown(), "Aïcha Ouédraogo");
    assert_eq!(child.class.as_ref().map(|c| c.label.as_str()), Some("CE1-CE2 Mme BENALI"));
}

#[test]
fn one_adult_on_two_rows_is_one_unless_only_the_name_agrees() {
    let header = "Civilité responsable;Nom responsable;Prénom responsable;Adresse responsable;Courriel;Nom élève;Prénom élève;Classes élèves\n";
    let merged = |rows: &str| guardians(format!("{header}{rows}").as_bytes()).len();
    assert_eq!(merged("M.;A;Paul;1 rue B;;A;Zoé;CP\nM.;A;Paul;1 RUE B;;A;Tom;CE1\n"), 1);
    assert_eq!(merged("M.;A;Paul;;p@x.fr;A;Zoé;CP\nM.;A;Paul;;P@X.fr;A;Tom;CE1\n"), 1);
    assert_eq!(merged("M.;A;Paul;;;A;Zoé;CP\nM.;A;Paul;2 rue C;;A;Zoé;CP\n"), 1);
    assert_eq!(merged("M.;A;Paul;;;A;Zoé;CP\nM.;A;Paul;;;A;Tom;CE1\n"), 2);
    assert_eq!(merged("M.;A;Dominique;1 rue B;;A;Zoé;CP\nMme;A;Dominique;1 rue B;;A;Zoé;CP\n"), 2);
    // Without a class, the two Zoé may be homonyms as well.
    assert_eq!(merged("M.;A;Paul;1 rue B;;A;Zoé;\nM.;A;Paul;2 rue C;;A;Zoé;\n"), 2);
}

#[test]
fn doubtful_contacts_are_said() {
    let text = "Nom responsable;Prénom responsable;Courriel;Portable;Nom enfant;Prénom enfant\n\
        A;Paul;paul@gamil.com;639980001;A;Zoé\nA;Marie;paul@gamil.com;liste rouge;A;Zoé\n\
        A;Jean;pas d'adresse;;A;Zoé\n";
    let file = parsed(text.as_bytes());
    let said: Vec<(u32, bool)> = file.faults.iter().map(|f| (f.line, f.weight == Weight::LeftOut)).collect();
    // Of the file as a whole: a telephone had lost its zero.
    assert_eq!(said, [(1, false), (2, false), (3, false), (3, false), (3, false), (4, false)]);
    let Rows::Guardians(rows) = file.rows else {
        panic!("not guardians");
    };
    assert_eq!(rows[0].email.as_deref(), Some("paul@gamil.com"), "never changed");
    assert_eq!(rows[2].email, None);
}

#[test]
fn teachers() {
    let file = parsed(TEACHERS);
    let Rows::Staff(rows) = &file.rows else {
        panic!("not staff");
    };
    let director: Vec<_> = rows.iter().filter(|m| m.is_director).map(|m| m.name.shown()).collect();
    assert_eq!(director, ["Yann Le Goff"]);
    assert_eq!(rows[2].name.shown(), "Samia Benali");
    assert_eq!(rows[3].classes[0].label, "CM1-CM2 M. ROUSSEL");
    assert!(file.dropped_columns.contains(&"Téléphone domicile".to_owned()));
    let twice = "Civilité;Nom;Prénom;Courriel;Classe\nMme;A;Zoé;;CP\nMme;A;Zoé;;CE1\nM.;A;Zoé;;CM1\n";
    let Rows::Staff(rows) = parsed(twice.as_bytes()).rows else {
        panic!("not staff");
    };
    assert_eq!(rows.iter().map(|m| m.classes.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn short_rows_are_read_and_missing_names_are_not() {
    let text = "Nom responsable;Prénom responsable;Courriel;Nom enfant;Prénom enfant;Nom enfant;Prénom enfant\n\
        A;Paul;;B;Zoé\nC;;;B;Zoé\nD;Marie;;B;Zoé;;\n;;\nE;Ada\n";
    let file = parsed(text.as_bytes());
    assert_eq!(file.row_count, 4);
    let left_out: Vec<u32> = file.faults.iter().filter(|f| f.weight == Weight::LeftOut).map(|f| f.line).collect();
    assert_eq!(left_out, [3]);
}

#[test]
fn a_pupil_listed_twice_is_one_and_homonyms_are_two() {
    let text = "Nom;Prénom;Né le;INE;Classe\nA;Léa;01/02/2020;;CP\nA;Léa;01/02/2020;;Chorale\n\
        A;Léa;01/03/2019;;CP\nB;Tom;01/02/2020;260000101AB;CP\nB;Tom;01/02/2020;260000102CD;CP\n\
        C;Zoé;;;CP\nC;Zoé;;;CE1\nD;Ana;31/02/2020;123;ULIS\n";
    let file = parsed(text.as_bytes());
    let Rows::Pupils(rows) = &file.rows else {
        panic!("not pupils");
    };
    assert_eq!(rows.iter().map(|p| p.line).collect::<Vec<_>>(), [2, 4, 5, 6, 7, 8, 9]);
    assert_eq!(file.faults.iter().map(|f| f.line).collect::<Vec<_>>(), [3, 7, 8, 9, 9]);
}
