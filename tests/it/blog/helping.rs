//! A parent who lends a hand, and what they have of it: their own photos, and no longer than they are asked.

use super::{of, press, status};
use crate::world::{School, row};

fn invited(school: &School) -> i64 {
    let (cm1, sophie) = (school.class("CM1"), school.id("parent_lea"));
    school.sql(&format!("INSERT INTO blog_contributor (class, person, invited_at) VALUES ({cm1}, {sophie}, 0)"));
    school.draft("parent_lea", "CM1")
}

fn gets(school: &School, who: &str, post: i64, media: i64) -> bool {
    status(school, who, &format!("/blog/articles/{post}/medias/{media}/petite")) == 200
}

#[test]
fn a_helper_has_their_own_photos_and_not_those_put_beside_them() {
    let school = School::new();
    let post = invited(&school);
    let (own, other) = (school.media(post, "photo"), school.media(post, "photo"));
    school.sql(&format!("UPDATE media SET owner = {} WHERE id = {other}", school.id("maitre_cm1")));
    school.on_it(other, &["zoe", "tom"]);
    let page = school.browser("parent_lea").get(&of(post, "photos"));
    assert!(page.body().contains(&format!("medias/{own}/")) && !page.body().contains(&format!("medias/{other}/")));
    page.assert_silent_on("Tom");
    school.browser("parent_lea").get(&of(post, "ecrire")).assert_silent_on(&format!("medias/{other}/"));
    assert!(gets(&school, "parent_lea", post, own) && !gets(&school, "parent_lea", post, other));
    assert_eq!(press(&school, "parent_lea", &format!("/blog/articles/{post}/medias/{other}/montrer")), 404);
    // Published by the teacher: the author sees of it what she sent, and else what every family does.
    let post = school.post("parent_lea", "CM1");
    let (own, other) = (school.media(post, "photo"), school.media(post, "photo"));
    school.sql(&format!("UPDATE media SET owner = {} WHERE id = {other}", school.id("maitre_cm1")));
    school.on_it(other, &["zoe"]);
    assert!(gets(&school, "parent_lea", post, own) && !gets(&school, "parent_lea", post, other));
    school.browser("parent_lea").get(&super::post(post)).assert_silent_on(&format!("medias/{other}/"));
    assert!(gets(&school, "maitre_cm1", post, other));
}

/// Who is ticked beforehand where a face is drawn over.
fn ticked(school: &School, who: &str, post: i64, media: i64) -> usize {
    let page = school.browser(who).get(&format!("/blog/articles/{post}/medias/{media}/flouter"));
    page.assert_status(200);
    let body = page.body();
    let inputs = body.split("<input").filter_map(|input| input.split('>').next());
    inputs.filter(|input| input.contains("name=\"eleve\"") && input.contains("checked")).count()
}

#[test]
fn a_helper_learns_of_nobodys_consent() {
    let school = School::new();
    let post = invited(&school);
    let media = school.media(post, "photo");
    school.on_it(media, &["zoe"]);
    assert_eq!(ticked(&school, "parent_lea", post, media), 0, "nobody allowed that Zoé be shown: no family's to know");
    school.sql(&format!("UPDATE media_tag SET blurred_at = 1 WHERE media = {media}"));
    assert_eq!(ticked(&school, "parent_lea", post, media), 1, "drawn over by her own hand");
    let post = school.draft("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &["zoe"]);
    assert_eq!(ticked(&school, "maitre_cm1", post, media), 1);
}

#[test]
fn what_a_helper_wrote_is_not_listed_once_it_is_not_theirs_to_read() {
    let school = School::new();
    school.sql(&format!(
        "UPDATE guardianship SET authority = 'withdrawn' WHERE guardian = {} AND pupil = {}",
        school.id("parent_lea"),
        school.id("lea")
    ));
    let shown = school.post("parent_lea", "CM1");
    // Hugo's is another class: she reads the blog still.
    let mut helper = school.browser("parent_lea");
    helper.get_once(&super::post(shown)).assert_status(404);
    helper.get("/blog").assert_status(200).assert_silent_on("Au jardin");
    let returned = school.draft("parent_lea", "CM1");
    school.sql(&format!("UPDATE blog_post SET state = 'returned' WHERE id = {returned}"));
    for page in ["/blog", "/"] {
        helper.get(page).assert_status(200).assert_silent_on("Au jardin");
    }
}

#[test]
fn who_is_asked_no_more_is_shown_no_names() {
    let school = School::new();
    let post = invited(&school);
    school.media(post, "photo");
    school.browser("parent_lea").get(&of(post, "photos")).assert_says("Zoé");
    let sophie = school.id("parent_lea");
    let away = format!("/blog/classes/{}/aides/{sophie}/retirer", school.class("CM1"));
    assert_eq!(press(&school, "maitre_cm1", &away), 303);
    // What she began is hers still, and meant for nobody.
    school.browser("parent_lea").get(&of(post, "photos")).assert_status(200).assert_silent_on("Zoé");
    let cm1 = school.class("CM1").to_string();
    let typed = [("geste", "garder"), ("titre", "Sortie"), ("texte", "Au jardin."), ("pour", cm1.as_str())];
    school.browser("parent_lea").post_once(&of(post, "ecrire"), &typed).assert_status(404);
}

#[test]
fn a_tie_that_ends_ends_the_help() {
    let school = School::new();
    let post = invited(&school);
    let media = school.media(post, "photo");
    assert!(gets(&school, "parent_lea", post, media));
    let tie = format!("guardian = {} AND pupil = {}", school.id("parent_lea"), school.id("lea"));
    school.sql(&format!("UPDATE guardianship SET authority = 'withdrawn' WHERE {tie}"));
    for what in ["photos", "ecrire"] {
        assert_eq!(status(&school, "parent_lea", &of(post, what)), 404, "{what}");
    }
    assert!(!gets(&school, "parent_lea", post, media));
    let tus = school.browser("parent_lea").post_once(&of(post, "envois"), &[]).status;
    assert_eq!(tus, 404);
}

#[test]
fn a_draft_that_is_thrown_away_leaves_no_photo_behind() {
    let school = School::new();
    let post = school.draft("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &["lea"]);
    let kept = format!("SELECT count(*) FROM file WHERE hash IN (SELECT file FROM media_form WHERE media = {media})");
    assert_eq!(row(&school, &kept), 4);
    let files = row(&school, "SELECT count(*) FROM file");
    let mut etienne = school.browser("maitre_cm1");
    etienne.get(&of(post, "jeter")).form("Jeter").send(&mut etienne).assert_says("Le brouillon est jeté");
    for table in ["media", "media_form", "media_tag"] {
        assert_eq!(row(&school, &format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM file"), files - 4);
}

#[test]
fn what_is_withdrawn_leaves_the_public_page_for_good() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    school.sql(&format!("UPDATE blog_post SET public_at = 1 WHERE id = {post}"));
    assert_eq!(press(&school, "maitre_cm1", &of(post, "retirer")), 303);
    assert_eq!(press(&school, "maitre_cm1", &of(post, "remettre")), 303);
    assert_eq!(row(&school, "SELECT count(*) FROM blog_post WHERE public_at IS NOT NULL"), 0);
}

#[test]
fn a_photo_goes_home_without_the_name_it_was_sent_under() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &[]);
    school.sql("UPDATE media SET name = 'lea-petit.jpg'");
    let reply = school.browser("parent_tom").get_once(&format!("/blog/articles/{post}/medias/{media}/petite"));
    assert_eq!(reply.status, 404);
    let reply = school.browser("parent_lea").get_once(&format!("/blog/articles/{post}/medias/{media}/originale"));
    assert_eq!(reply.status, 200);
    let said = reply.header("content-disposition").unwrap_or_default();
    assert!(said.contains(&format!("photo-{media}.jpg")) && !said.contains("petit"), "{said}");
}
