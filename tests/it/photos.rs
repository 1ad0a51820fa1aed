//! Photos of the blog, by the hands of those who send, look at, publish and read them.

use crate::envois::{announce, send};
use crate::world::{Browser, POST, Reply, School, letters, row};
use preau::school::consent::Purpose;

/// Where one says who is on the photos of a post.
pub fn faces_of(post: i64) -> String {
    format!("/blog/articles/{post}/photos")
}

/// How many are said to be on it.
pub fn tagged(school: &School, media: i64) -> i64 {
    row(school, &format!("SELECT count(*) FROM media_tag WHERE media = {media}"))
}

fn faces(school: &School, post: i64) -> Reply {
    school.browser("maitre_cm1").get(&faces_of(post))
}

fn gets(browser: &mut Browser, post: i64, media: i64) -> bool {
    browser.get_once(&format!("/blog/articles/{post}/medias/{media}/petite")).status == 200
}

fn gives_whole(browser: &mut Browser, post: i64, media: i64) -> bool {
    browser.get_once(&format!("/blog/articles/{post}/medias/{media}/originale")).status == 200
}

/// A draft of M. Roussel's for CM1 with so many photos that nobody has looked at.
fn draft(school: &School, photos: usize) -> (i64, Vec<i64>) {
    let post = school.draft("maitre_cm1", "CM1");
    (post, (0..photos).map(|_| school.media(post, "photo")).collect())
}

#[test]
fn a_series_is_looked_at_in_one_form() {
    let school = School::new();
    let (post, media) = draft(&school, 3);
    let (lea, zoe) = (school.id("lea"), school.id("zoe"));
    let mut teacher = school.browser("maitre_cm1");
    let form = faces(&school, post).form("Enregistrer");
    let form = form.tick("eleve", &format!("{}-{lea}", media[0])).tick("eleve", &format!("{}-{zoe}", media[0]));
    let form = form.tick("memes", &media[1].to_string()).tick("personne", &media[2].to_string());
    let alt = format!("alt-{}", media[2]);
    form.set(&alt, "Le potager en mars.").send(&mut teacher).assert_status(200);
    for one in &media[..2] {
        assert_eq!(tagged(&school, *one), 2);
    }
    assert_eq!(row(&school, &format!("SELECT nobody_at IS NOT NULL FROM media WHERE id = {}", media[2])), 1);
    assert_eq!(row(&school, "SELECT count(*) FROM media WHERE alt = 'Le potager en mars.'"), 1);

    // Somebody named is not nobody; who is unticked is not on it any more; the third moves up.
    let form = faces(&school, post).form("Enregistrer").tick("eleve", &format!("{}-{lea}", media[2]));
    let form = form.untick("eleve", &format!("{}-{zoe}", media[1])).forge("geste", &format!("avant-{}", media[2]));
    form.send(&mut teacher).assert_status(200);
    assert_eq!(row(&school, &format!("SELECT nobody_at IS NULL FROM media WHERE id = {}", media[2])), 1);
    assert_eq!(tagged(&school, media[1]), 1);
    assert_eq!(row(&school, &format!("SELECT place FROM blog_media WHERE media = {}", media[2])), 2);
}

#[test]
fn a_child_is_named_only_where_one_may_write_of_them() {
    let school = School::new();
    let (post, media) = draft(&school, 1);
    let tom = format!("{}-{}", media[0], school.id("tom"));
    faces(&school, post).assert_silent_on("Tom");
    // A parent who lends a hand there: children of that class, and no other.
    school.sql(&format!("UPDATE blog_post SET author = {} WHERE id = {post}", school.id("other_parent_lea")));
    school.sql(&format!("UPDATE media SET owner = {0} WHERE id = {1}", school.id("other_parent_lea"), media[0]));
    let mut father = school.browser("other_parent_lea");
    let page = father.get(&faces_of(post));
    page.assert_silent_on("Tom");
    let form = page.form("Enregistrer").forge("eleve", &tom);
    assert!(form.send_once(&mut father).status >= 400);
    assert_eq!(row(&school, "SELECT count(*) FROM media_tag"), 0);
    for who in ["maitresse_ce1", "parent_lea", "atsem", "lea"] {
        let reply = school.browser(who).get_once(&faces_of(post));
        assert_eq!(reply.status, 404, "{who}");
    }
}

#[test]
fn nothing_is_published_before_each_photo_is_settled() {
    let school = School::new();
    school.says("parent_lea", "lea", Purpose::Class, true);
    let (post, media) = draft(&school, 3);
    school.on_it(media[0], &["lea"]);
    school.on_it(media[1], &["lea", "zoe"]);
    let mut teacher = school.browser("maitre_cm1");
    let publish = format!("/blog/articles/{post}/publier");
    let gate = teacher.post(&publish, &[]);
    gate.assert_says("2 photos à régler").assert_says("Zoé n’a pas d’accord pour le blog de la classe");
    assert_eq!(row(&school, &format!("SELECT state = 'draft' FROM blog_post WHERE id = {post}")), 1);
    gate.form("Album privé").send(&mut teacher).assert_says("Une photo à régler");
    let gate = teacher.get(&format!("/blog/articles/{post}/verifier"));
    let settled = gate.form("Laisser de côté").send(&mut teacher);
    settled.form("Publier l’article").send(&mut teacher).assert_status(200);
    assert_eq!(row(&school, &format!("SELECT state = 'published' FROM blog_post WHERE id = {post}")), 1);
    let mut mother = school.browser("parent_lea");
    let seen: Vec<bool> = media.iter().map(|one| gets(&mut mother, post, *one)).collect();
    assert_eq!(seen, [true, false, false], "Zoé is not hers, and nobody looked at the third");
    // « Elle ne l'a pas signé » for Zoé: whoever reads for her gets the album.
    assert!(gets(&mut school.browser("mere_sans_autorite"), post, media[1]));
}

#[test]
fn a_document_is_shown_once_somebody_has_looked() {
    let school = School::new();
    let post = school.draft("maitre_cm1", "CM1");
    let (paper, class_photo) = (school.media(post, "document"), school.media(post, "document"));
    let mut teacher = school.browser("maitre_cm1");
    let families = ["parent_lea", "other_parent_lea", "mere_sans_autorite"];
    let seen = |media: i64| families.map(|who| gives_whole(&mut school.browser(who), post, media));

    let gate = teacher.post(&format!("/blog/articles/{post}/publier"), &[]);
    gate.assert_says("2 fichiers à régler").assert_says("Y reconnaît-on un enfant");
    // Once: what is said here of one says nothing of the other.
    let gate = gate.form("On n’y reconnaît aucun enfant").send(&mut teacher);
    gate.assert_says("Un fichier à régler").assert_says("Y reconnaît-on un enfant");
    school.on_it(class_photo, &["lea"]);
    let gate = teacher.get(&format!("/blog/articles/{post}/verifier"));
    gate.assert_says("Léa n’a pas d’accord").assert_silent_on("Flouter");
    gate.form("Album privé").send(&mut teacher).form("Publier l’article").send(&mut teacher).assert_status(200);
    assert_eq!(seen(paper), [true; 3]);
    assert_eq!(seen(class_photo), [true, true, false], "for those of who is on it");
    teacher.get(&format!("/blog/articles/{post}")).assert_says("Album privé");

    school.shown(class_photo, "all");
    assert_eq!(seen(class_photo), [false; 3], "nobody has agreed");
    school.says("parent_lea", "lea", Purpose::Class, true);
    assert_eq!(seen(class_photo), [true; 3]);
    school.says("other_parent_lea", "lea", Purpose::Class, false);
    assert_eq!(seen(class_photo), [false; 3], "the other guardian refuses");

    let later = school.media(post, "document");
    assert_eq!(seen(later), [false; 3], "nobody has looked");
    let page = school.browser("parent_lea").get(&format!("/blog/articles/{post}"));
    page.assert_says("jardin").assert_silent_on(&format!("medias/{later}"));
    teacher.get(&format!("/blog/articles/{post}")).assert_says("2 fichiers ne sont montrés à personne");
}

#[test]
fn a_photo_sent_to_what_is_published_waits_for_a_look() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    assert!(!gets(&mut school.browser("parent_lea"), post, media));
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(&format!("/blog/articles/{post}")).assert_says("1 photo n’est montrée à personne");
    let saved = faces(&school, post).form("Enregistrer").tick("personne", &media.to_string()).send(&mut teacher);
    saved.assert_says("Tout est réglé");
    assert!(gets(&mut school.browser("parent_lea"), post, media));
}

#[test]
fn what_two_classes_read_takes_the_consent_of_the_school() {
    let school = School::new();
    school.says("parent_lea", "lea", Purpose::Class, true);
    let (post, media) = draft(&school, 1);
    school.on_it(media[0], &["lea"]);
    school.sql(&format!("INSERT INTO blog_target (post, class) VALUES ({post}, {})", school.class("CE1")));
    school.sql(&format!("UPDATE blog_post SET author = {} WHERE id = {post}", school.id("directrice")));
    school.sql(&format!("UPDATE blog_post SET purpose = 'school' WHERE id = {post}"));
    let mut director = school.browser("directrice");
    let gate = director.post(&format!("/blog/articles/{post}/publier"), &[]);
    gate.assert_says("Léa n’a pas d’accord pour le blog de l’école");
}

#[test]
fn a_consent_taken_back_hides_at_once_and_is_told_once() {
    let school = School::new();
    school.says("parent_lea", "lea", Purpose::Class, true);
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &["lea"]);
    school.work();
    let before = letters(&school).len();
    let mut reader = school.browser("mere_sans_autorite");
    assert!(gets(&mut reader, post, media));
    school.says("other_parent_lea", "lea", Purpose::Class, false);
    assert!(!gets(&mut reader, post, media), "hidden before any job has run");
    reader.get(&format!("/blog/articles/{post}")).assert_silent_on(&format!("medias/{media}"));
    school.work();
    school.work();
    let told: Vec<_> =
        letters(&school).split_off(before).into_iter().filter(|(_, about)| about.contains("photos")).collect();
    let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, ["maitre_cm1@exemple.invalid", "remplacante_en_poste@exemple.invalid"]);
    let mut teacher = school.browser("maitre_cm1");
    teacher.get("/blog").assert_says("Photos masquées");
    teacher.get("/blog/photos-masquees").assert_says("Au jardin");
    for who in ["maitresse_ce1", "parent_lea"] {
        school.browser(who).get("/blog/photos-masquees").assert_silent_on("Au jardin");
    }
    // Settled either way, nothing is said any more; what nobody has looked at lacks no consent.
    let unlooked = school.media(post, "photo");
    teacher.get("/blog/photos-masquees").assert_says("1 photo masquée");
    for settled in ["UPDATE blog_media SET shown = 'private'", "UPDATE media_tag SET blurred_at = 1"] {
        school.sql(settled);
        teacher.get("/blog").assert_silent_on("Photos masquées");
        teacher.get("/blog/photos-masquees").assert_says("Rien à régler").assert_silent_on("Au jardin");
        school.sql("UPDATE blog_media SET shown = 'all'; UPDATE media_tag SET blurred_at = NULL");
    }
    school.sql(&format!("DELETE FROM media WHERE id = {unlooked}"));
    school.says("other_parent_lea", "lea", Purpose::Class, true);
    assert!(gets(&mut reader, post, media), "given again");
    school.work();
    assert_eq!(row(&school, "SELECT count(*) FROM blog_hidden"), 0);
}

#[test]
fn a_face_is_drawn_over_and_the_clear_photo_comes_back() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &["lea"]);
    let mut teacher = school.browser("maitre_cm1");
    let here = format!("/blog/articles/{post}/medias/{media}/flouter");
    // Without a script: a tap on the photo, then the button.
    let tapped = teacher.get(&format!("{here}?taille=moyen&p.x=160&p.y=60"));
    assert!(tapped.body().contains("<ellipse"), "{}", tapped.body());
    teacher.get(&here).form("Flouter la photo").send(&mut teacher).assert_status(422).assert_says("Dessinez d’abord");
    tapped.form("Flouter la photo").send(&mut teacher).assert_status(200);
    assert_eq!(row(&school, &format!("SELECT blurred_at IS NOT NULL FROM media_tag WHERE media = {media}")), 1);
    assert!(!gets(&mut school.browser("directrice"), post, media), "nothing is served while it is burnt in");
    school.sql(&format!("UPDATE media SET state = 'ready' WHERE id = {media}"));
    teacher.get(&here).form("Retirer le flou").send(&mut teacher).assert_status(200);
    assert_eq!(row(&school, &format!("SELECT blurred_at IS NULL FROM media_tag WHERE media = {media}")), 1);
    assert_eq!(row(&school, "SELECT count(*) FROM media_blur"), 0);
}

#[test]
fn what_was_said_of_a_series_is_kept_when_a_face_is_drawn_over() {
    let school = School::new();
    let (post, media) = draft(&school, 2);
    let mut teacher = school.browser("maitre_cm1");
    let form = faces(&school, post).form("Flouter");
    let form =
        form.tick("eleve", &format!("{}-{}", media[0], school.id("zoe"))).set(&format!("alt-{}", media[1]), "Un bac.");
    let drawing = form.send(&mut teacher);
    assert_eq!(drawing.path, format!("/blog/articles/{post}/medias/{}/flouter", media[0]));
    drawing.assert_says("Zoé");
    assert_eq!(tagged(&school, media[0]), 1);
    assert_eq!(row(&school, &format!("SELECT alt = 'Un bac.' FROM media WHERE id = {}", media[1])), 1);
}

#[test]
fn a_photo_smaller_than_a_screen_is_drawn_for_who_is_not_given_the_whole() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.sql(&format!("DELETE FROM media_form WHERE media = {media} AND size <> 'whole'"));
    school.on_it(media, &["zoe"]);
    school.sql(&format!("UPDATE media_tag SET blurred_at = 1 WHERE media = {media}"));
    let mut reader = school.browser("parent_lea");
    for page in [format!("/blog/articles/{post}"), "/blog".to_owned()] {
        let body = reader.get(&page).body().to_owned();
        let images: Vec<&str> = body.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let own: Vec<&&str> = images.iter().filter(|src| src.contains(&format!("/medias/{media}/"))).collect();
        assert_eq!(own.len(), 1, "{page}: {images:?}");
        assert_eq!(reader.get_once(own[0]).status, 200, "{page}: {}", own[0]);
    }
    assert_eq!(reader.get_once(&format!("/blog/articles/{post}/medias/{media}/originale")).status, 404);
}

#[test]
fn a_film_that_some_cannot_play_says_so_to_who_sends_it() {
    let school = School::new();
    let post = school.draft("maitre_cm1", "CM1");
    let film = school.media(post, "video");
    let mut teacher = school.browser("maitre_cm1");
    let pages = [faces_of(post), format!("/blog/articles/{post}/ecrire")];
    for page in &pages {
        teacher.get(page).assert_status(200).assert_silent_on("H.265");
    }
    school.sql(&format!("UPDATE media SET fault = 'hevc' WHERE id = {film}"));
    for page in &pages {
        teacher.get(page).assert_says("H.265");
    }
}

#[test]
fn photos_are_asked_again_and_not_sent_again() {
    let school = School::new();
    crate::world::bind(&school, "/blog/articles/{post}/medias/{media}");
    let media = row(&school, "SELECT max(media) FROM blog_media");
    let path = format!("/blog/articles/{POST}/medias/{media}/petite");
    let mut reader = school.browser("parent_lea");
    let first = reader.get_once(&path);
    assert_eq!(first.header("cache-control"), Some("private, no-cache"));
    assert_eq!(first.header("content-type"), Some("image/jpeg"));
    let tag = first.header("etag").unwrap().to_owned();
    let again = actix_web::test::TestRequest::get().uri(&path).insert_header(("if-none-match", tag.clone()));
    assert_eq!(reader.send(again, &path).status, 304);
    school.shown(media, "out");
    let again = actix_web::test::TestRequest::get().uri(&path).insert_header(("if-none-match", tag));
    assert_eq!(reader.send(again, &path).status, 404, "a tag opens nothing");
}

#[test]
fn announced_together_the_last_one_still_finds_the_post_full() {
    let school = School::new();
    let (post, _) = draft(&school, 118);
    let mut teacher = school.browser("maitre_cm1");
    let here = format!("/blog/articles/{post}/envois");
    let bytes = std::fs::read("tests/fixtures/media/gris.jpg").unwrap();
    let announced: Vec<String> = (0..3)
        .map(|n| announce(&mut teacher, &here, &format!("{n}.jpg"), bytes.len() as u64))
        .map(|reply| reply.assert_status(201).header("location").unwrap().to_owned())
        .collect();
    let count = || row(&school, &format!("SELECT count(*) FROM blog_media WHERE post = {post}"));
    send(&mut teacher, &announced[0], 0, &bytes).assert_status(204);
    send(&mut teacher, &announced[1], 0, &bytes).assert_status(204);
    send(&mut teacher, &announced[2], 0, &bytes).assert_status(422).assert_says("a déjà 120 fichiers");
    assert_eq!(count(), 120);
    announce(&mut teacher, &here, "4.jpg", 10).assert_status(422);
    assert_eq!(count(), 120);
}

#[test]
fn one_act_is_one_line() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let draft = school.draft("maitre_cm1", "CM1");
    let (opens, on_it) = ("/blog/page-publique", format!("/blog/articles/{post}/public"));
    for (who, path, fields, act) in [
        ("directrice", "/autorisations-image/regle".to_owned(), vec![("accord", "all")], "SetImageConsent"),
        ("directrice", opens.to_owned(), vec![("page", "ouvrir"), ("compris", "oui")], "OpenPublicPage"),
        ("directrice", on_it.clone(), vec![], "MakePublic"),
        ("directrice", format!("{on_it}/retrait"), vec![], "TakeOffPublic"),
        ("directrice", opens.to_owned(), vec![("page", "fermer")], "ClosePublicPage"),
        ("maitre_cm1", format!("/blog/articles/{draft}/publier"), vec![], "ShowPost"),
    ] {
        let mut browser = school.browser(who);
        let lines = || row(&school, "SELECT count(*) FROM journal");
        let before = lines();
        assert_eq!(browser.post_once(&path, &fields).status, 303, "{path}");
        assert_eq!(lines(), before + 1, "{path}");
        let last = format!("SELECT act = '{act}' FROM journal ORDER BY id DESC LIMIT 1");
        assert_eq!(row(&school, &last), 1, "{path}");
    }
}

#[test]
fn the_page_of_a_photo_counts_as_the_gallery_does() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let media: Vec<i64> = (0..3).map(|_| school.media(post, "photo")).collect();
    let film = school.media(post, "video");
    school.sql("UPDATE media SET nobody_at = 0");
    school.sql(&format!("UPDATE blog_media SET shown = 'out' WHERE media = {}", media[1]));
    let page = |who: &str, media: i64| school.browser(who).get(&format!("/blog/articles/{post}/medias/{media}"));
    for who in ["parent_lea", "maitre_cm1"] {
        let tiles = school.browser(who).get(&format!("/blog/articles/{post}"));
        assert_eq!(tiles.body().matches("data-photo=").count(), 2, "{who}");
        assert_eq!(page(who, media[2]).h1(), "Photo 2 sur 2", "{who}");
        page(who, media[0]).assert_says("Photo suivante").assert_silent_on("Photo précédente");
        assert_eq!(page(who, film).h1(), "Vidéo", "{who}");
    }
    assert_eq!(page("maitre_cm1", media[1]).h1(), "Photo", "left aside, it has no place among them");
    page("parent_lea", media[1]).assert_status(404);
}
