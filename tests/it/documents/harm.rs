//! Names and files that would do harm, and what a camera wrote into a photo.

use super::{file, holds, page, space};
use crate::world::School;
use preau::base::assets::Asset;

const JPEG: &[u8] = include_bytes!("../../fixtures/media/orientation-1.jpg");

#[test]
fn a_hostile_name_or_file_does_no_harm() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let long = format!("{}.txt", "🏖".repeat(100));
    for (at, (name, bytes)) in [
        ("../../etc/passwd", &b"a"[..]),
        ("CON.txt", b"b"),
        ("fac\u{202e}gpj.exe", b"MZ"),
        ("a\u{85}\u{9f}b.txt", b"c"),
        (&long, b"d"),
        ("page.html", b"<script>alert(1)</script>"),
        ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("<img src=x onerror=alert(1)>.txt", b"<img src=x onerror=alert(2)>"),
    ]
    .into_iter()
    .enumerate()
    {
        let id = school.put("maitre_cm1", &page(&cm1), name, bytes);
        let mut browser = school.browser("parent_lea");
        let shown = browser.get(&file(id));
        shown.assert_status(200);
        assert!(crate::laws::html::faults(&shown).is_empty(), "{at}: {:?}", crate::laws::html::faults(&shown));
        assert!(!shown.body().contains("<script>alert") && !shown.body().contains("<img src=x"), "{at}");
        let got = browser.get(&format!("{}/telecharger", file(id)));
        let header = |name: &str| got.header(name).unwrap_or_default().to_owned();
        assert!(header("content-disposition").starts_with("attachment"), "{at}");
        assert!(
            !header("content-disposition").contains("%2F") && !header("content-disposition").contains("%E2%80%AE"),
            "{at}"
        );
        assert!(header("content-security-policy").contains("sandbox"), "{at}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{at}");
        assert!(!header("content-type").contains("html") && !header("content-type").contains("svg"), "{at}");
    }
    let listed = school.browser("parent_lea").get(&page(&cm1));
    assert!(crate::laws::html::faults(&listed).is_empty(), "{:?}", crate::laws::html::faults(&listed));
    let archive = school.browser("parent_lea").get(&format!("/documents/{cm1}/archive"));
    assert!(archive.bytes.starts_with(b"PK") && holds(&archive.bytes, b"_CON.txt"));
    assert!(!holds(&archive.bytes, b"../") && !holds(&archive.bytes, "\u{202e}".as_bytes()));
    let folder = school.browser("maitre_cm1");
    drop(folder);
    let mut browser = school.browser("maitre_cm1");
    for name in ["..", ".", "   ", "\u{202e}"] {
        browser.post(&format!("/documents/{cm1}/nouveau-dossier"), &[("nom", name)]).assert_status(422);
    }
    browser
        .post(&format!("/documents/{cm1}/nouveau-dossier"), &[("nom", "a/../b")])
        .assert_status(200)
        .assert_says("a_.._b");
}

#[test]
fn who_only_reads_is_given_a_photo_without_what_a_camera_wrote_into_it() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let id = school.put("maitre_cm1", &page(&cm1), "plage.jpg", JPEG);
    let download = format!("{}/telecharger", file(id));
    assert_eq!(school.browser("maitre_cm1").get(&download).bytes, JPEG, "byte for byte to who keeps the space");
    school.browser("parent_lea").get_once(&download).assert_status(409);
    school.browser("parent_lea").get_once(&format!("{}/apercu", file(id))).assert_status(404);
    school.develop();
    let got = school.browser("parent_lea").get(&download);
    got.assert_status(200);
    assert!(got.bytes != JPEG && got.bytes.starts_with(&[0xFF, 0xD8]) && !holds(&got.bytes, b"Exif"));
    school.browser("parent_lea").get(&format!("{}/apercu", file(id))).assert_status(200);
    school.browser("parent_tom").get_once(&format!("{}/apercu", file(id))).assert_status(404);
    assert_eq!(school.browser("maitre_cm1").get(&download).bytes, JPEG, "the darkroom took nothing away");
    let zip = school.browser("parent_lea").get(&format!("/documents/{cm1}/archive")).bytes;
    assert!(holds(&zip, b"plage.jpg") && !holds(&zip, b"Exif"));
}

#[test]
fn a_pdf_is_drawn_by_a_worker_that_may_do_nothing_else() {
    let school = School::new();
    let id = school.put("maitre_cm1", &page(&space(&school, "CM1")), "sortie.pdf", b"%PDF-1.7\nla sortie");
    let mut parent = school.browser("parent_lea");
    let shown = parent.get(&file(id));
    let download = format!("{}/telecharger", file(id));
    assert!(shown.body().contains(&format!("data-pdf=\"{download}\"")) && shown.body().contains("une fois téléchargé"));
    assert!(!shown.body().contains("<iframe") && !shown.body().contains("<embed") && !shown.body().contains("<object"));
    // A worker may come from our own scripts alone; a text is never run as one.
    let policy = shown.header("content-security-policy").unwrap();
    assert!(!policy.contains("worker-src") && !policy.contains("unsafe") && policy.contains("/actifs/;"), "{policy}");
    let got = parent.get(&download);
    assert!(got.header("content-disposition").is_some_and(|it| it.starts_with("attachment")));
    assert_eq!(got.header("content-type"), Some("application/pdf"));
    let script = parent.get(Asset::PdfjsWorkerJs.href());
    assert_eq!(script.header("content-security-policy"), Some("default-src 'none'"));
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
    school.browser("parent_tom").get_once(&file(id)).assert_status(404);
    school.browser("parent_tom").get_once(&download).assert_status(404);
    let other = school.put("maitre_cm1", &page(&space(&school, "CM1")), "faux.pdf", b"<script>alert(1)</script>");
    assert!(!parent.get(&file(other)).body().contains("data-pdf"), "what only calls itself a PDF");
}
