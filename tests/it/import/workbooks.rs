//! Lists in xlsx and ods files, honest and hostile.
use super::{GUARDIANS, PUPILS, book, imported, latin, offer, settle, snapshot, somebody_else};
use crate::world::{School, data_holds};
use book::Cell;
use preau::rooms::people::import::{Rows, read};

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn a_workbook_says_the_same_as_its_csv() {
    let school = imported();
    let first = snapshot(&school);
    let (pupils, adults) = (latin(PUPILS), latin(GUARDIANS));
    let titled = |file: &str| {
        let mut rows = vec![vec![text("École de Saint-Fictif")], vec![], vec![text(""), text("Liste")]];
        rows.extend(book::rows(file));
        rows
    };
    let notes = vec![vec![text("Notes")], vec![text("à relire")]];
    for (name, bytes) in
        [("liste.xlsx", book::xlsx(&[notes, titled(&pupils)])), ("liste.ods", book::ods(&titled(&pupils)))]
    {
        let mut anne = school.browser("directrice");
        let page = offer(&mut anne, &[(name, &bytes)]);
        page.assert_status(200).assert_says("11 déjà à jour");
        assert!(!page.text().contains("à mettre à jour"), "{}", page.text());
    }
    let mut anne = school.browser("directrice");
    let page = offer(
        &mut anne,
        &[("r.xlsx", &book::xlsx(&[book::rows(&adults)])), ("r.ods", &book::ods(&book::rows(&adults)))],
    );
    page.assert_says("13 déjà à jour").assert_says("FOYER");
    assert_eq!(snapshot(&school), first);
}

#[test]
fn numbers_and_days_of_a_spreadsheet_are_those_of_the_school() {
    let titles = ["Nom", "Prénom", "Né le", "Classe", "Adresse", "CP", "Commune", "Téléphone portable"].map(text);
    let row = |name: &str, birth| {
        vec![
            text(name),
            text("Léa"),
            birth,
            text("CP"),
            text("1 rue Haute"),
            Cell::Number(1000.0),
            text("Bourg"),
            Cell::Number(612345678.0),
        ]
    };
    let rows = || {
        vec![
            Vec::from(["Nom", "Prénom", "Né le", "Classe", "Adresse", "CP", "Commune", "Téléphone portable"].map(text)),
            row("A", Cell::Day(43536)),
            row("B", Cell::Number(43536.0)),
            row("C", text("mardi 12 mars 2019")),
        ]
    };
    assert_eq!(titles.len(), 8);
    for bytes in [book::xlsx(&[rows()]), book::ods(&rows())] {
        let parsed = read(&bytes).unwrap();
        let Rows::Pupils(pupils) = &parsed.rows else { panic!("no pupils") };
        for pupil in pupils {
            assert_eq!(pupil.birth.map(|day| day.to_string()).as_deref(), Some("2019-03-12"), "{}", pupil.name.last);
            assert_eq!(pupil.address.as_ref().map(|home| home.post_code.as_str()), Some("01000"));
        }
        assert_eq!(pupils.iter().map(|pupil| pupil.line).collect::<Vec<_>>(), [2, 3, 4]);
        assert!(parsed.faults.iter().any(|fault| fault.sentence.contains("3 codes postaux")), "{:?}", parsed.faults);
    }
}

#[test]
fn a_hostile_workbook_is_refused_with_a_sentence() {
    let school = School::new();
    let before = snapshot(&school);
    let mut anne = school.browser("directrice");
    let sound = book::xlsx(&[book::rows("Nom;Prénom;Né le;Classe\nA;B;01/02/2020;CP\n")]);
    let bomb =
        book::archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", &vec![b' '; 70 * 1024 * 1024])]);
    assert!(bomb.len() < 1024 * 1024);
    let cell = r#"<table:table-cell table:number-columns-repeated="1000000000" office:value-type="string"><text:p>Nom</text:p></table:table-cell>"#;
    let repeated =
        book::ods_of(&format!(r#"<table:table-row table:number-rows-repeated="1000000000">{cell}</table:table-row>"#));
    let wide = book::ods_of(&format!("<table:table-row>{cell}</table:table-row>").repeat(20_000));
    let long = book::xlsx(&[book::rows(&format!("Nom;Prénom;Né le;Classe\n{}", "A;B;01/02/2020;CP\n".repeat(20_020)))]);
    let letter = book::archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]);
    for (name, bytes, says) in [
        ("bombe.xlsx", &bomb[..], "bien plus qu’une liste"),
        ("coupe.xlsx", &sound[..sound.len() / 2], "abîmé"),
        ("repete.ods", &repeated, "plus de 20"),
        ("large.ods", &wide, "bien plus qu’une liste"),
        ("longue.xlsx", &long, "plus de 20"),
        ("lettre.odt", &letter, "fichier compressé"),
        ("ancien.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format"),
    ] {
        offer(&mut anne, &[(name, bytes)]).assert_status(422).assert_says(name).assert_says(says);
    }
    assert_eq!(snapshot(&school), before);
}

/// Every cut and many a broken byte of a sound workbook: read or refused, never a panic that is not caught.
#[test]
fn every_broken_workbook_is_survived() {
    let file = "Nom;Prénom;Né le;Classe\nA;B;01/02/2020;CP\n";
    for sound in [book::xlsx(&[book::rows(file)]), book::ods(&book::rows(file))] {
        for at in (4..sound.len()).step_by(41) {
            assert!(read(&sound[..at]).is_err());
            let mut broken = sound.clone();
            broken[at] ^= 0x55;
            if let Ok(parsed) = read(&broken) {
                assert!(parsed.row_count <= 1);
            }
        }
    }
}

#[test]
fn what_a_workbook_plants_is_in_no_byte_of_the_data() {
    let school = School::new();
    let file = "Nom;Prénom;Né le;Classe;Profession;Autorisation photo;Humeur\nPLANTÉ;Zoé;01/02/2019;CP;PROFESSIONSECRETE;PHOTOSECRETE;HUMEURSECRETE\n";
    let nowhere = || {
        let planted = ["PROFESSIONSECRETE", "PHOTOSECRETE", "HUMEURSECRETE"];
        assert!(planted.iter().all(|secret| !data_holds(school.data(), secret.as_bytes())));
    };
    for (name, bytes) in [("e.xlsx", book::xlsx(&[book::rows(file)])), ("e.ods", book::ods(&book::rows(file)))] {
        let mut anne = school.browser("directrice");
        let page = offer(&mut anne, &[(name, &bytes)]);
        page.assert_status(200);
        nowhere();
        // The archive itself is in no byte either.
        assert!(!data_holds(school.data(), &bytes[..64]));
        settle(page, &mut anne, somebody_else).assert_status(200);
        nowhere();
    }
}
