//! What must not be kept, and files that are refused with a sentence.
use super::*;

const CUT: &[u8] = include_bytes!("../../../../../tests/onde/24_eleves_coupe.csv");

/// Values planted in every column that is dropped or unknown must be found nowhere in what was read.
#[test]
fn planted_secrets_stay_in_the_file() {
    let pupils = "Nom élève;Prénom élève;Date naissance;PCS;Commune naissance;Nationalité;Attestation fournie;Autorisation photo;Décision de passage;Régime; Cycle;Libellé classe;Couleur;Dispositif(s)\n\
        A;Léa;01/02/2020;SECRET1;SECRET2;SECRET3;SECRET4;SECRET5;SECRET6;SECRET7;SECRET8;CP;SECRET9;SECRET10;SECRET11\n\
        A;;01/02/2020;SECRET1;SECRET2;SECRET3;SECRET4;SECRET5;SECRET6;SECRET7;SECRET8;CP;SECRET9;SECRET10\n";
    let adults = "Nom responsable;Prénom responsable;PCS;Communication adresses;Numéro de poste;Nom enfant;Prénom enfant;Religion\n\
        A;Paul;SECRET1;SECRET2;SECRET3;A;Léa;SECRET4\nIntitulé;Adresse Organisme;Observations;Nom enfant;Prénom enfant\nFoyer;1 rue Haute;SECRET5;A;Léa\n";
    let staff = "Civilité;Nom;Prénom;Adresse;Téléphone portable;Directeur;Classe\nMme;A;Zoé;SECRET1;SECRET2;non;CP\n";
    for text in [pupils, adults, staff] {
        let file = parsed(text.as_bytes());
        let diff = diff::diff(&file, &diff::Snapshot::default(), &Default::default());
        let all = format!("{file:?}{diff:?}{}", report::table(&file, &diff));
        assert!(!all.contains("SECRET"), "{all}");
    }
    let says = report::remarks(&parsed(pupils.as_bytes()));
    assert!(says.iter().any(|f| f.sentence.contains("jamais un consentement")));
}

#[test]
fn bad_files_get_a_sentence() {
    let half = b"Nom;Pr\xe9nom;N\xe9 le;Classe\r\nA;B;01/02/2020;CP\r\nC;D";
    let torn = "Nom responsable;Prénom responsable;Nom enfant;Prénom enfant\nA;B;C;D\nE;F;G";
    for (bytes, start) in [
        (&b""[..], "Ce fichier est vide"),
        (b"Date;Libelle;Montant\n1;2;3\n", "Ce n’est pas un export d’ONDE"),
        (b"PK\x03\x04....xl/workbook.xml", "Ce classeur est abîmé"),
        (b"\xd0\xcf\x11\xe0....", "C’est un classeur Excel d’ancien format"),
        (b"\x89PNG\r\n\x1a\n\0\0", "Ce n’est pas un fichier de texte"),
        (CUT, "Le fichier s’arrête au milieu de la ligne 12"),
        (half, "Le fichier s’arrête au milieu de la ligne 3"),
        (torn.as_bytes(), "Le fichier s’arrête au milieu de la ligne 3"),
        ("Nom;PrÃ©nom\nA;B\n".as_bytes(), "Les accents sont abîmés"),
        (b"Nom;Prenom;Classe\nA;B;C\n", "Il manque la colonne"),
        (b"Nom;Prenom;Ne le;Classe\n", "Ce fichier a ses titres"),
    ] {
        let said = sentence(bytes);
        assert!(said.starts_with(start), "{said}");
    }
    let fifty = check_length(50 * 1024 * 1024).err().map(|r| r.sentence());
    assert_eq!(
        fifty.as_deref(),
        Some("Ce fichier pèse 50 Mo\u{202f}; un export d’ONDE en pèse moins de 20. C’est sans doute un autre fichier.")
    );
}

/// Any prefix of a real file is read or refused, never a panic; and what is read invents nobody.
#[test]
fn every_cut_of_a_file_is_survived() {
    for file in [V22, V20, GUARDIANS, TEACHERS] {
        let whole = parsed(file).row_count;
        for end in (0..file.len()).step_by(23) {
            if let Ok(part) = read(&file[..end]) {
                assert!(part.row_count <= whole);
            }
        }
    }
}
