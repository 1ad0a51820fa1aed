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
