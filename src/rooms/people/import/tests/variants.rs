//! The same school under other separators, encodings, titles and orders.
use super::*;

const TABS: &[u8] = include_bytes!("../../../../../tests/onde/20_eleves_tabulations.csv");
const COMMAS: &[u8] = include_bytes!("../../../../../tests/onde/21_eleves_virgules.csv");
const UTF16: &[u8] = include_bytes!("../../../../../tests/onde/22_eleves_utf16.csv");
const RENAMED: &[u8] = include_bytes!("../../../../../tests/onde/23_eleves_titres_renommes.csv");
const SUFFIXES: &[u8] = include_bytes!("../../../../../tests/onde/25_responsables_suffixes_lignes_courtes.csv");

#[test]
fn files_saved_again_by_other_programs() {
    for (bytes, separator, encoding) in [
        (TABS, Separator::Tab, Encoding::Windows1252),
        (COMMAS, Separator::Comma, Encoding::Utf8),
        (UTF16, Separator::Tab, Encoding::Utf16),
    ] {
        let file = parsed(bytes);
        assert_eq!((file.separator, file.encoding), (separator, encoding));
        assert_eq!(file.rows, parsed(V22).rows);
        assert_eq!(file.faults, []);
    }
}

#[test]
fn titles_renamed_and_shuffled_under_a_heading() {
    let file = parsed(RENAMED);
    let Rows::Pupils(mut rows) = file.rows.clone() else {
        panic!("not pupils");
    };
    rows.iter_mut().for_each(|row| row.line -= 2);
    assert_eq!(Rows::Pupils(rows), parsed(V22).rows);
    assert_eq!((file.header_line, file.ignored_columns.len()), (3, 1));
    assert!(!format!("{file:?}").contains("SECRET"));
}

#[test]
fn numbered_blocks_and_rows_that_stop_early() {
    let file = parsed(SUFFIXES);
    assert_eq!(file.rows, parsed(GUARDIANS).rows);
    assert!(file.organisations.is_empty());
}

#[test]
fn columns_in_any_order_with_others_between() {
    let text = latin(V22);
    let shuffled: Vec<String> = text
        .lines()
        .map(|line| {
            let line = line.replace("Les Tilleuls ; bât. B", "Les Tilleuls");
            let mut cells: Vec<&str> = line.split(';').collect();
            cells.reverse();
            cells.insert(2, "Xylophone");
            cells.join(";")
        })
        .collect();
    let file = parsed(shuffled.join("\n").as_bytes());
    assert_eq!(file.ignored_columns, ["Xylophone"]);
    let Rows::Pupils(rows) = file.rows else {
        panic!("not pupils");
    };
    assert_eq!(rows[3].name.shown(), "Noé Morel-Lefèvre");
    assert_eq!(rows[8].birth, Some(date(2016, 10, 23)));
}

#[test]
fn headers_that_nobody_documented() {
    for header in [
        "Prénom*;Nom*;Date de naissance*;Classes*",
        "PRÉNOM DE L’ÉLÈVE;NOM DE NAISSANCE DE L’ÉLÈVE;NAISSANCE;NOM DE LA CLASSE",
        "Prénom élève;Nom de famille élève;Né(e) le;Libellé de la classe",
    ] {
        let rows = pupils(format!("{header}\nLéa;LE GOFF;14-03-2023;PS\n").as_bytes());
        assert_eq!(rows[0].name.shown(), "Léa Le Goff", "{header}");
        assert_eq!(rows[0].birth, Some(date(2023, 3, 14)));
    }
    let after_titles = "École fictive\r\n\r\nListe au 01/09/2026\r\nNom;Prénom;Né le;Classe\r\nA;B;01/02/2020;CP\r\n";
    assert_eq!(pupils(after_titles.as_bytes())[0].line, 5);
}

#[test]
fn a_person_may_say_what_a_column_is() {
    let bytes = "Blase;Prénom;Né le;Classe\nMARTIN;Léa;01/02/2020;CP\n".as_bytes();
    assert!(sentence(bytes).contains("«\u{202f}Nom\u{202f}»"));
    let glance = mapping::unknown(bytes, &[]).expect("a file that may be explained");
    let guesses = glance.guesses(Kind::Pupils);
    assert_eq!(guesses, [None, Some(Column::First), Some(Column::Birth), Some(Column::Class)]);
    let mut said = guesses;
    said[0] = Some(Column::Last);
    let made = mapping::mapping(&glance, Kind::Pupils, &said).expect("it reads");
    let setting = mapping::Setting { id: 1, mapping: made, made_on: date(2026, 11, 22), made_by: String::new() };
    let other = "Classe;Humeur;Né le;Blase;Prénom\nCP;SECRET;01/02/2020;MARTIN;Léa\n".as_bytes();
    for bytes in [bytes, other] {
        let parsed = mapping::read(bytes, std::slice::from_ref(&setting)).expect("it reads");
        assert_eq!(parsed.mapped_on, Some(date(2026, 11, 22)));
        assert!(matches!(&parsed.rows, Rows::Pupils(rows) if rows[0].name.last == "MARTIN"));
        assert!(!format!("{parsed:?}").contains("SECRET"));
    }
    // A file that lacks one of the titles is another file.
    assert!(mapping::read("Blase;Prénom;Né le\nA;B;01/02/2020\n".as_bytes(), &[setting]).is_err());
}

#[test]
fn the_same_thing_is_not_said_of_two_columns_and_nothing_needed_is_left_out() {
    let bytes = "Un;Deux;Trois;Quatre;PCS\nMARTIN;Léa;01/02/2020;CP;SECRET\n".as_bytes();
    let glance = mapping::unknown(bytes, &[]).expect("it reads");
    let says = |chosen: [Option<Column>; 5]| {
        mapping::mapping(&glance, Kind::Pupils, &chosen).expect_err("it does not do").join(" ")
    };
    let twice = says([Some(Column::Last), Some(Column::Last), Some(Column::Birth), Some(Column::Class), None]);
    assert!(twice.contains("qu’une fois") && twice.contains("Deux"), "{twice}");
    let short = says([Some(Column::Last), Some(Column::First), None, Some(Column::Class), None]);
    assert!(short.contains("Date de naissance") && short.contains("INE"), "{short}");
    // What is never kept is never kept, and its cells are not even shown.
    let pcs = &glance.columns[4];
    assert!(pcs.is_forbidden && pcs.examples.is_empty());
}

#[test]
fn a_file_without_titles_is_not_asked_about() {
    assert!(mapping::unknown("MARTIN;Léa;01/02/2020;CP\nA;B;01/02/2020;CP\n".as_bytes(), &[]).is_none());
    assert!(mapping::unknown(b"Nom;Classe\nA;CP\n", &[]).is_none(), "no answer would make it whole");
}
