//! What leaves the blog: photos of one's children as files, the class's book, the school's public page. Each with who is refused.

use crate::world::School;
use preau::school::consent::Purpose;

const YEAR: &str = "du=2026-08-01&au=2027-08-31";

fn holds(bytes: &[u8], wanted: &str) -> bool {
    bytes.windows(wanted.len()).any(|found| found == wanted.as_bytes())
}

/// The bytes of what that person gets as the photos of their children.
fn archive(school: &School, who: &str) -> Vec<u8> {
    school.browser(who).get(&format!("/blog/photos/fichier?{YEAR}")).bytes
}

#[test]
fn a_guardian_takes_home_the_photos_of_their_own_children_and_no_other() {
    let school = School::new();
    school.says("parent_lea", "lea", Purpose::Class, true);
    let post = school.post("maitre_cm1", "CM1");
    let (of_lea, of_nobody, of_tom, film) = (
        school.media(post, "photo"),
        school.media(post, "photo"),
        school.media(post, "photo"),
        school.media(post, "video"),
    );
    school.on_it(of_lea, &["lea"]);
    school.on_it(of_nobody, &[]);
    school.on_it(of_tom, &["tom"]);
    school.on_it(film, &["lea"]);
    let whole = |media: i64| format!("originale {media}");

    let page = school.browser("parent_lea").get("/blog/photos");
    page.assert_status(200).assert_says("2 photos");
    let got = archive(&school, "parent_lea");
    assert!(holds(&got, &whole(of_lea)) && holds(&got, &whole(film)));
    assert!(!holds(&got, &whole(of_nobody)) && !holds(&got, &whole(of_tom)));
    assert!(holds(&got, "Au jardin 01.jpg") && holds(&got, "Au jardin 02.mp4"));
    // The other parent reads the same; who has no part in Léa's life any more, another child's parent, Léa herself: nothing.
    assert!(holds(&archive(&school, "other_parent_lea"), &whole(of_lea)));
    for who in ["parent_tom", "pere_retire", "maitre_cm1", "maitresse_ce1", "directrice", "lea", "mairie"] {
        let got = archive(&school, who);
        assert!(!holds(&got, "originale"), "{who}");
    }
    school.visitor().get_once(&format!("/blog/photos/fichier?{YEAR}")).assert_status(303);
    // A number that is no child of theirs is nobody.
    let path = format!("/blog/photos/fichier?enfant={}&{YEAR}", school.id("tom"));
    assert!(!holds(&school.browser("parent_lea").get(&path).bytes, "originale"));
    // For Tom nobody agreed: his photo is nobody's until it is his family's alone.
    school.shown(of_tom, "private");
    assert!(!holds(&archive(&school, "parent_lea"), &whole(of_tom)));
    // A refusal hides at once; a post withdrawn takes its photos with it.
    school.says("other_parent_lea", "lea", Purpose::Class, false);
    assert!(!holds(&archive(&school, "parent_lea"), &whole(of_lea)));
    school.shown(of_lea, "private");
    assert!(holds(&archive(&school, "parent_lea"), &whole(of_lea)));
    school.sql(&format!("UPDATE blog_post SET state = 'withdrawn' WHERE id = {post}"));
    assert!(!holds(&archive(&school, "parent_lea"), "originale"));
}

#[test]
fn a_document_is_no_photo_to_take_home() {
    let school = School::new();
    school.says("parent_lea", "lea", Purpose::Class, true);
    let post = school.post("maitre_cm1", "CM1");
    let (photo, document) = (school.media(post, "photo"), school.media(post, "document"));
    school.on_it(photo, &["lea"]);
    school.on_it(document, &["lea"]);
    let got = archive(&school, "parent_lea");
    assert!(holds(&got, &format!("originale {photo}")) && !holds(&got, ".bin"));
    assert!(!holds(&got, &format!("originale {document}")), "it is opened on the blog, under its own name");
    school.browser("parent_lea").get("/blog/photos").assert_says("1 photo").assert_silent_on("2 photos");
    let path = format!("/blog/articles/{post}/medias/{document}/originale");
    school.browser("parent_lea").get_once(&path).assert_status(200);
}

#[test]
fn a_book_is_made_for_who_reads_the_class() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let photo = school.media(post, "photo");
    school.on_it(photo, &[]);
    let path = format!("/blog/livre/pdf?classe={}&{YEAR}", school.class("CM1"));
    for who in ["directrice", "maitre_cm1", "parent_lea", "other_parent_lea"] {
        school.browser(who).get(&path.replace("/pdf", "")).assert_status(200).assert_says("1 article");
        let book = school.browser(who).get(&path);
        book.assert_status(200);
        assert!(book.bytes.starts_with(b"%PDF-") && holds(&book.bytes, "%%EOF"), "{who}");
    }
    for who in ["pere_retire", "maitresse_ce1", "lea"] {
        school.browser(who).get(&path).assert_status(404);
    }
    school.visitor().get_once(&path).assert_status(303);
    // None chosen: nothing to bind.
    school.browser("maitre_cm1").get(&format!("{path}&choisi=oui")).assert_says("Il n’y a pas d’article");
}

#[test]
fn a_small_photo_is_seen_on_the_public_page_too() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &[]);
    school.sql(&format!("UPDATE media SET alt = 'Le bac à sable de Zoé.' WHERE id = {media}"));
    // As the darkroom leaves a photo of 300 pixels: the whole, and one size for screens.
    school.sql(&format!("DELETE FROM media_form WHERE media = {media} AND size IN ('medium', 'large')"));
    let mut director = school.browser("directrice");
    let put = format!("/blog/articles/{post}/public");
    // She sees what everybody will: the photo, and the words that go with it.
    let making = director.get(&put);
    making.assert_says("Le bac à sable de Zoé.").assert_says("Relisez-les");
    assert!(making.body().contains(&format!("/medias/{media}/")), "{}", making.body());
    director.post("/blog/page-publique", &[("page", "ouvrir"), ("compris", "oui")]);
    director.post(&put, &[]);
    let here = format!("/public/articles/{post}");
    let mut visitor = school.visitor();
    for page in ["/public", &here] {
        let body = visitor.get_once(page).body();
        let mut asked = 0;
        for source in body.split('"').filter(|text| text.contains(&format!("/photos/{media}/"))) {
            let path = &source[source.find("/public").unwrap()..];
            visitor.get_once(path).assert_status(200);
            asked += 1;
        }
        assert!(asked >= 1, "{page}");
    }
    visitor.get_once(&format!("{here}/photos/{media}/originale")).assert_status(404);
}

#[test]
fn the_public_page_is_not_there_until_the_director_opens_it() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let (agreed, class_only, of_nobody) =
        (school.media(post, "photo"), school.media(post, "photo"), school.media(post, "photo"));
    school.on_it(agreed, &["lea"]);
    school.on_it(class_only, &["lea"]);
    school.on_it(of_nobody, &[]);
    school.says("parent_lea", "lea", Purpose::Class, true);
    let photo = |media: i64| format!("/public/articles/{post}/photos/{media}/moyenne");
    let there = ["/public".to_owned(), "/public/flux.xml".into(), format!("/public/articles/{post}"), photo(of_nobody)];
    let missing = |what: &str| {
        for path in &there {
            school.visitor().get_once(path).assert_status(404);
        }
        assert!(school.visitor().get_once("/robots.txt").body().contains("Disallow: /\n"), "{what}");
    };
    missing("never opened");

    // Nobody sees these: they are not said to stay for the families.
    school.shown(school.media(post, "photo"), "out");
    let refused = school.media(post, "photo");
    school.sql(&format!("UPDATE media SET state = 'refused' WHERE id = {refused}"));
    let mut director = school.browser("directrice");
    let put = format!("/blog/articles/{post}/public");
    director.get(&put).assert_says("1 photo est montrée").assert_says("2 photos restent");
    director.get(&put).form("Mettre sur la page publique").send(&mut director).assert_says("est sur la page publique");
    missing("put there, and closed");
    director.post("/blog/page-publique", &[("page", "ouvrir")]).assert_status(422);
    for who in ["maitre_cm1", "parent_lea", "lea", "mairie"] {
        let mut other = school.browser(who);
        assert!(
            other.post_once("/blog/page-publique", &[("page", "ouvrir"), ("compris", "oui")]).status >= 400,
            "{who}"
        );
        assert!(other.post_once(&put, &[]).status >= 400, "{who}");
    }
    director.post("/blog/page-publique", &[("page", "ouvrir"), ("compris", "oui")]).assert_says("est ouverte");

    let mut visitor = school.visitor();
    let page = visitor.get_once("/public");
    page.assert_status(200).assert_says("Au jardin").assert_says("La classe de CM1");
    assert!(page.header("set-cookie").is_none(), "no cookie for a visitor");
    let body = visitor.get_once(&format!("/public/articles/{post}")).body();
    for wanted in ["rel=\"canonical\"", "name=\"description\"", "og:title", "application/atom+xml", "lang=\"fr\""] {
        assert!(body.contains(wanted), "{wanted}");
    }
    assert!(!body.contains("Benali") && !body.contains("Roussel"), "no name of an author");
    assert!(visitor.get_once("/public/flux.xml").body().contains("<title>Au jardin</title>"));
    assert!(visitor.get_once("/robots.txt").body().contains("Allow: /public"));
    visitor.get_once("/public?page=2").assert_status(404);
    // Only what is agreed to for everybody.
    visitor.get_once(&photo(of_nobody)).assert_status(200);
    visitor.get_once(&photo(agreed)).assert_status(404);
    school.says("parent_lea", "lea", Purpose::Public, true);
    visitor.get_once(&photo(agreed)).assert_status(200);
    visitor.get_once(&format!("/public/articles/{post}/photos/{agreed}/originale")).assert_status(404);
    school.shown(class_only, "private");
    visitor.get_once(&photo(class_only)).assert_status(404);
    // Taken back by one of them: hidden at once.
    school.says("other_parent_lea", "lea", Purpose::Public, false);
    visitor.get_once(&photo(agreed)).assert_status(404);
    // Off with one tap; a post withdrawn is not there either; closed, nothing ever was.
    director.get(&put).form("Retirer de la page publique").send(&mut director).assert_says("n’est plus");
    visitor.get_once(&format!("/public/articles/{post}")).assert_status(404);
    director.post(&put, &[]);
    visitor.get_once(&format!("/public/articles/{post}")).assert_status(200);
    school.sql(&format!("UPDATE blog_post SET state = 'withdrawn' WHERE id = {post}"));
    visitor.get_once(&format!("/public/articles/{post}")).assert_status(404);
    school.sql(&format!("UPDATE blog_post SET state = 'published' WHERE id = {post}"));
    director.post("/blog/page-publique", &[("page", "fermer")]).assert_says("est fermée");
    missing("closed again");
}
