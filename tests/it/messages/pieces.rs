//! What goes with a message: served to those for whom the message is, in the form made safe, and to nobody else.

use super::{begin, filled, guardian, of, page};
use crate::world::{FoundForm, Reply, School, row};

fn photo() -> Vec<u8> {
    std::fs::read("tests/fixtures/media/orientation-1.jpg").unwrap()
}

fn attach(form: FoundForm, name: &str, bytes: &[u8]) -> FoundForm {
    form.attach("fichiers", name, bytes)
}

fn piece(message: i64, media: i64, size: &str) -> String {
    format!("/messages/pieces/{message}/{media}/{size}")
}

fn gets(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

#[test]
fn a_piece_goes_where_its_message_goes() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let (composer, draft) = begin(&mut etienne);
    let arrived = attach(composer.form("Envoyer les fichiers"), "../../lea\u{202e}.jpg", &photo()).send(&mut etienne);
    arrived.assert_says("En préparation");
    let media = row(&school, "SELECT max(id) FROM media");
    let (small, whole) = (piece(draft, media, "petite"), piece(draft, media, "originale"));
    assert_eq!(gets(&school, "maitre_cm1", &small), 404, "nothing waiting is served");
    school.develop();
    assert_eq!(gets(&school, "maitre_cm1", &small), 200);
    for who in ["parent_lea", "directrice", "maitresse_ce1"] {
        assert_eq!(gets(&school, who, &small), 404, "{who}: a draft is its author's");
        assert_eq!(super::press(&school, who, &format!("/messages/pieces/{draft}/{media}/retirer")), 404, "{who}");
    }
    let to = [guardian(&school, "parent_lea", "lea")];
    let sent = filled(&etienne.get(&format!("/messages/brouillons/{draft}")), &to, "Photo", "").send(&mut etienne);
    sent.assert_says("C’est envoyé");
    let thread: i64 = sent.path.rsplit('/').next().unwrap().parse().unwrap();
    let seen = school.browser("parent_lea").get(&page(thread));
    assert!(seen.body().contains(&small), "{}", seen.body());
    for path in [&small, &whole] {
        assert_eq!(gets(&school, "parent_lea", path), 200);
        for who in ["other_parent_lea", "parent_tom", "directrice", "maitresse_ce1", "lea", "grand_mere"] {
            assert_eq!(gets(&school, who, path), 404, "{who}");
        }
        assert_eq!(gets(&school, "visiteur", path), 303);
    }
    assert_eq!(gets(&school, "parent_lea", &piece(draft, media, "immense")), 404);
    assert_eq!(gets(&school, "parent_lea", &piece(draft + 1, media, "petite")), 404);
    // Sent is sent.
    assert_eq!(super::press(&school, "maitre_cm1", &format!("/messages/pieces/{draft}/{media}/retirer")), 403);
}

#[test]
fn what_one_family_sends_is_nothing_to_another() {
    let school = School::new();
    let thread = super::write(&school, "maitre_cm1", &[format!("f{}", school.id("lea"))], "Photo", "Une photo ?");
    let mut sophie = school.browser("parent_lea");
    let form = sophie.get(&page(thread)).form("Joindre un fichier").set("texte", "La voici.");
    let composer: Reply = form.send(&mut sophie);
    composer.assert_says("La voici.");
    let draft: i64 = composer.path.rsplit('/').next().unwrap().parse().unwrap();
    attach(composer.form("Envoyer les fichiers"), "photo.jpg", &photo()).send(&mut sophie);
    school.develop();
    let media = row(&school, "SELECT max(id) FROM media");
    sophie.get(&page(thread)).assert_says("1 pièce jointe");
    let form =
        sophie.get(&format!("/messages/brouillons/{draft}")).form("Enregistrer le brouillon").forge("geste", "envoyer");
    form.send(&mut sophie).assert_says("C’est envoyé");
    let small = piece(draft, media, "petite");
    assert_eq!((gets(&school, "parent_lea", &small), gets(&school, "maitre_cm1", &small)), (200, 200));
    assert_eq!(gets(&school, "other_parent_lea", &small), 404, "a member, and not for him");
    assert_eq!(school.browser("other_parent_lea").get_once(&of(thread, "repondre")).status, 200);
}

#[test]
fn what_is_no_document_is_not_taken_and_a_document_is_only_downloaded() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let (composer, draft) = begin(&mut etienne);
    let form = composer.form("Envoyer les fichiers");
    for (name, bytes) in [
        ("page.html", &b"<html><script>alert(1)</script></html>"[..]),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("x.exe", b"MZ\x90"),
    ] {
        attach(form.clone(), name, bytes).send(&mut etienne);
        assert_eq!(row(&school, "SELECT count(*) FROM message_media"), 0, "{name}");
    }
    attach(form, "compte rendu.pdf", &pdf()).send(&mut etienne);
    school.develop();
    let media = row(&school, "SELECT max(id) FROM media");
    let reply = etienne.get_once(&piece(draft, media, "originale"));
    if reply.status == 200 {
        assert!(reply.header("content-disposition").unwrap().starts_with("attachment"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    }
    let removed = etienne.get(&format!("/messages/brouillons/{draft}")).form("Retirer").send(&mut etienne);
    removed.assert_silent_on("compte rendu");
    assert_eq!(row(&school, "SELECT count(*) FROM media"), 0);
}

fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".to_vec()
}
