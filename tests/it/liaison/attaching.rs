//! Attachments: who opens them, with which headers, and what is refused.

use super::{status, word};
use crate::world::{School, WORD};
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;

fn photo() -> Vec<u8> {
    let mut bytes = Vec::new();
    DynamicImage::new_rgb8(900, 600).write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).unwrap();
    bytes
}

fn send(school: &School, files: &[(&str, &[u8])]) -> crate::world::Reply {
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher
        .get("/cahier-de-liaison/nouveau")
        .form("Envoyer")
        .set("titre", "Photos")
        .set("texte", "Voici les photos.");
    let form = form.set("categorie", "sortie").set("demande", "nothing");
    let form = files.iter().fold(form, |form, (name, bytes)| form.attach("pieces", name, bytes));
    form.send(&mut teacher)
}

#[test]
fn a_picture_is_shown_and_a_document_is_downloaded() {
    let school = School::new();
    let sent = send(&school, &[("ferme.jpeg", &photo()), ("menu.html", b"%PDF-1.7\n<script>alert(1)</script>")]);
    let note = super::number(&sent);
    let mut sophie = school.browser("parent_lea");
    let page = sophie.get(&word(note));
    page.assert_says("menu.pdf");
    let picture = sophie.get_once(&format!("{}/pieces/2", word(note)));
    assert_eq!(picture.header("content-type"), Some("image/jpeg"));
    assert!(picture.header("content-disposition").unwrap().starts_with("inline"));
    assert_eq!(image::load_from_memory(&picture.bytes).unwrap().width(), 900);
    let small = sophie.get_once(&format!("{}/pieces/2/miniature", word(note)));
    assert_eq!(image::load_from_memory(&small.bytes).unwrap().width(), 400);
    let document = sophie.get_once(&page.link("menu.pdf"));
    assert_eq!(document.header("content-type"), Some("application/pdf"));
    assert!(document.header("content-disposition").unwrap().starts_with("attachment"));
    for reply in [&picture, &small, &document] {
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("content-security-policy"), Some("default-src 'none'; sandbox"));
        assert!(reply.header("cache-control").unwrap().contains("no-store"));
    }
}

#[test]
fn a_telephone_s_own_format_is_taken_and_cleaned() {
    let school = School::new();
    let heic = std::fs::read("tests/fixtures/media/iphone-tuiles.heic").unwrap();
    let jpeg = std::fs::read("tests/fixtures/media/orientation-6.jpg").unwrap();
    let note = super::number(&send(&school, &[("IMG_0001.HEIC", &heic), ("IMG_0002.JPG", &jpeg)]));
    let mut sophie = school.browser("parent_lea");
    for (piece, shape) in [(2, (240, 160)), (3, (120, 80))] {
        for size in ["", "/miniature"] {
            let reply = sophie.get_once(&format!("{}/pieces/{piece}{size}", word(note)));
            assert_eq!(reply.header("content-type"), Some("image/jpeg"));
            assert!(!reply.bytes.windows(7).any(|seven| seven == b"Planted"));
            let shown = image::load_from_memory(&reply.bytes).unwrap();
            assert_eq!((shown.width(), shown.height()), shape);
            assert!(shown.to_rgb8().get_pixel(10, 10).0[0] > 180, "upright: red above on the left");
        }
    }
    // Nothing of the whole is kept, nor of what was sent.
    let rx = school.house.db.read().unwrap();
    let rows = preau::base::files::store::all(&rx).unwrap();
    let whole = rows.iter().filter(|hash| school.house.files.read(hash).unwrap().windows(7).any(|it| it == b"Planted"));
    assert_eq!(whole.count(), 0);
    assert_eq!(std::fs::read_dir(school.data().join("fichiers/entrants")).unwrap().count(), 0);
}

#[test]
fn a_picture_that_kills_its_reader_costs_nothing_but_itself() {
    let school = School::new().read_by("/bin/false");
    let again = send(&school, &[("mauvaise.jpg", &photo())]);
    again
        .assert_status(422)
        .assert_says("mauvaise.jpg")
        .assert_says("n’a pas été joint")
        .assert_says("Voici les photos.");
    send(&school, &[("menu.pdf", b"%PDF-1.7\n")]).assert_status(200);
}

#[test]
fn a_piece_is_opened_through_its_own_word_only() {
    let school = School::new();
    let note = super::number(&send(&school, &[("ferme.jpeg", &photo())]));
    assert_eq!(status(&school, "parent_lea", &format!("{}/pieces/2", word(note))), 200);
    assert_eq!(status(&school, "parent_lea", &format!("{}/pieces/2", word(WORD))), 404);
    for who in ["parent_tom", "maitresse_ce1", "remplacante", "mairie", "pere_restreint"] {
        assert_eq!(status(&school, who, &format!("{}/pieces/2", word(note))), 404, "{who}");
        assert_eq!(status(&school, who, &format!("{}/pieces/2/miniature", word(note))), 404, "{who}");
    }
}

#[test]
fn what_is_refused_is_said_and_nothing_typed_is_lost() {
    let school = School::new();
    let half = &photo()[..600];
    let refused = [
        ("jeu.exe", &b"MZ\x90\x00\x03"[..]),
        ("page.svg", b"<svg onload=x()>"),
        ("coupee.jpg", half),
        ("vide.pdf", b""),
    ];
    for (name, bytes) in refused {
        let again = send(&school, &[(name, bytes)]);
        again.assert_status(422).assert_says("Voici les photos.").assert_says(name).assert_says("n’a pas été joint");
    }
    let eleven: Vec<(&str, &[u8])> = (0..11).map(|_| ("a.txt", &b"bonjour"[..])).collect();
    send(&school, &eleven).assert_status(413).assert_says("10 fichiers au plus");
}

#[test]
fn a_correction_adds_and_takes_away_files() {
    let school = School::new();
    let sent = send(&school, &[("ferme.jpeg", &photo()), ("menu.html", b"%PDF-1.7\n")]);
    let note = super::number(&sent);
    let (mut teacher, path) = (school.browser("maitre_cm1"), format!("{}/corriger", word(note)));
    let form = teacher.get(&path).form("Corriger le mot").tick("retirer", "2").attach("pieces", "liste.txt", b"Bonnet");
    form.send(&mut teacher).assert_says("Les familles voient ce qui a changé");
    let read = school.browser("parent_lea").get(&word(note));
    read.assert_says("menu.pdf").assert_says("[retiré] ferme.jpg").assert_says("[ajouté] liste.txt");
    assert_eq!(status(&school, "parent_lea", &format!("{}/pieces/4", word(note))), 200);
    // A photograph taken away is gone for everybody.
    for who in ["parent_lea", "maitre_cm1", "directrice"] {
        assert_eq!(status(&school, who, &format!("{}/pieces/2", word(note))), 404, "{who}");
        assert_eq!(status(&school, who, &format!("{}/pieces/2/miniature", word(note))), 404, "{who}");
    }
    // The next correction says what it changed itself; another word's piece is not this one's to take away.
    let form = teacher.get(&path).form("Corriger le mot").set("titre", "Les photos").forge("retirer", "1");
    form.send(&mut teacher).assert_status(200);
    school.browser("parent_lea").get(&word(note)).assert_silent_on("ferme.jpg").assert_says("liste.txt");
    assert_eq!(status(&school, "parent_lea", &format!("{}/pieces/1", word(WORD))), 200);
    let nine: Vec<String> = (0..9).map(|n| format!("{n}.txt")).collect();
    let form = teacher.get(&path).form("Corriger le mot");
    let form = nine.iter().fold(form, |form, name| form.attach("pieces", name, b"bonjour"));
    form.send(&mut teacher).assert_status(422).assert_says("10 fichiers au plus");
}
