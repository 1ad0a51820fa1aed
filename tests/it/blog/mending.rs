//! What stands when two work at once, when a public post changes, when a draft is forgotten, when classes go out together.

use crate::{
    photos::{faces_of as faces, tagged},
    world::{School, row},
};
use preau::{
    app,
    base::jobs::System,
    school::{consent::Purpose, retention::Terms},
};

/// The work that the house does every so often.
fn sweep(school: &School) {
    let tx = school.house.db.write().unwrap();
    for what in app::ROOMS.iter().flat_map(|room| room.forgets).filter(|what| what.name == "forgotten drafts") {
        (what.run)(&tx, &System::at_the_console(), &Terms::default(), school.house.clock.now()).unwrap();
    }
    tx.commit().unwrap();
}

#[test]
fn a_public_post_that_a_teacher_changes_waits_for_the_director() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &[]);
    let (mut director, mut teacher) = (school.browser("directrice"), school.browser("maitre_cm1"));
    director.post("/blog/page-publique", &[("page", "ouvrir"), ("compris", "oui")]);
    let (put, public) = (format!("/blog/articles/{post}/public"), format!("/public/articles/{post}"));
    let is_public = || school.visitor().get_once(&public).status == 200;
    let write = format!("/blog/articles/{post}/ecrire");
    let warning = "Si vous le changez, il la quitte";
    teacher.get(&write).assert_silent_on(warning);
    director.post(&put, &[]);
    assert!(is_public());

    // Nothing changed, nothing left.
    let form = teacher.get(&write).assert_says(warning).form("Enregistrer");
    form.send(&mut teacher).assert_silent_on("a quitté la page publique");
    assert!(is_public());
    let form = teacher.get(&write).form("Enregistrer").set("texte", "Léa Martin habite rue du Moulin.");
    form.send(&mut teacher).assert_says("a quitté la page publique");
    assert!(!is_public());
    school.visitor().get_once("/public/flux.xml").assert_silent_on("rue du Moulin");
    school.browser("parent_lea").get(&format!("/blog/articles/{post}")).assert_says("rue du Moulin");
    director.get("/blog").assert_says("1 article a quitté la page publique");
    director.get("/blog/page-publique").assert_says("À relire").assert_says("Au jardin");
    teacher.get("/blog").assert_silent_on("a quitté la page publique");
    assert!(teacher.post_once(&put, &[]).status >= 400);
    let again = director.get(&put).form("Remettre sur la page publique").send(&mut director);
    again.assert_says("est sur la page publique");
    assert!(is_public());

    // Her own hand is enough; a photo, its description, a name taken off, a photo shown again are changes too.
    director.get(&write).assert_silent_on(warning);
    director.get(&write).form("Enregistrer").set("texte", "Nous avons semé.").send(&mut director);
    assert!(is_public());
    let left = |what: &str| {
        assert!(!is_public(), "{what}");
        school.browser("directrice").post(&put, &[]);
    };
    let alt = format!("alt-{media}");
    teacher.get(&faces(post)).form("Enregistrer").set(&alt, "Léa au jardin.").send(&mut teacher);
    left("a description");
    let show = format!("/blog/articles/{post}/medias/{media}/montrer");
    teacher.post(&show, &[("montrer", "out")]);
    assert!(is_public(), "one less to see");
    teacher.post(&show, &[("montrer", "all")]);
    left("shown again");
    let lea = format!("{media}-{}", school.id("lea"));
    teacher
        .get(&faces(post))
        .form("Enregistrer")
        .tick("eleve", &lea)
        .untick("personne", &media.to_string())
        .send(&mut teacher);
    left("somebody is on it");
    teacher.get(&faces(post)).form("Enregistrer").untick("eleve", &lea).send(&mut teacher);
    left("a name taken off");
    // Left on the blog: nothing waits any more.
    teacher.get(&write).form("Enregistrer").set("texte", "Nous avons tout récolté.").send(&mut teacher);
    director.get(&put).form("Laisser sur le blog").send(&mut director);
    director.get("/blog").assert_silent_on("a quitté la page publique");
    assert!(!is_public());
}

#[test]
fn a_face_drawn_over_by_a_teacher_shows_nobody_what_the_director_has_not_seen() {
    let school = School::new();
    school.says("parent_lea", "lea", Purpose::Class, true);
    let post = school.post("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    school.on_it(media, &["lea"]);
    let (mut director, mut teacher) = (school.browser("directrice"), school.browser("maitre_cm1"));
    director.post("/blog/page-publique", &[("page", "ouvrir"), ("compris", "oui")]);
    let put = format!("/blog/articles/{post}/public");
    director.post(&put, &[]);
    let is_public = || school.visitor().get_once(&format!("/public/articles/{post}")).status == 200;
    assert!(is_public(), "its text alone: Léa is not shown to everybody");
    let draw = |teacher: &mut crate::world::Browser, shapes: &str, pupil: &str| {
        let path = format!("/blog/articles/{post}/medias/{media}/flouter");
        teacher.post_once(&path, &[("formes", shapes), ("eleve", pupil)]).assert_status(303);
        school.sql("UPDATE media SET state = 'ready'");
    };
    let lea = school.id("lea").to_string();
    let (one, two) =
        (r#"{"ellipse":{"x":500,"y":500,"rx":90,"ry":90}}"#, r#"{"ellipse":{"x":100,"y":100,"rx":90,"ry":90}}"#);
    draw(&mut teacher, &format!("[{one}]"), &lea);
    assert!(!is_public(), "the photo would join it");
    director.post(&put, &[]);
    draw(&mut teacher, &format!("[{one},{two}]"), &lea);
    assert!(is_public(), "less to see than before");
    draw(&mut teacher, &format!("[{two}]"), &lea);
    assert!(!is_public(), "a shape is gone");
    director.post(&put, &[]);
    draw(&mut director, &format!("[{one}]"), &lea);
    assert!(is_public(), "by her own hand");
}

#[test]
fn nobody_known_under_a_shape_is_not_nobody_known_without_it() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let (media, other) = (school.media(post, "photo"), school.media(post, "photo"));
    school.on_it(other, &[]);
    let mut teacher = school.browser("maitre_cm1");
    let here = format!("/blog/articles/{post}/medias/{media}");
    let (one, two) =
        (r#"{"ellipse":{"x":500,"y":500,"rx":90,"ry":90}}"#, r#"{"ellipse":{"x":100,"y":100,"rx":90,"ry":90}}"#);
    let developed = || {
        school.sql(&format!(
            "UPDATE media SET state = 'ready'; INSERT INTO media_form (media, size, file, media_type, width, height, bytes)
             SELECT {media}, size, file, media_type, width, height, bytes FROM media_form WHERE media = {other}"
        ));
    };
    let draw = |teacher: &mut crate::world::Browser, shapes: &str| {
        teacher.post_once(&format!("{here}/flouter"), &[("formes", shapes)]).assert_status(303);
        developed();
    };
    let is_asked = |teacher: &mut crate::world::Browser| {
        teacher.get(&format!("/blog/articles/{post}/verifier")).body().contains("Qui est dessus")
    };
    // A child who is named nowhere is drawn over, and then « personne de reconnaissable » is true.
    draw(&mut teacher, &format!("[{one}]"));
    school.on_it(media, &[]);
    draw(&mut teacher, &format!("[{one},{two}]"));
    assert!(!is_asked(&mut teacher), "less to see than before");
    draw(&mut teacher, &format!("[{two}]"));
    assert!(is_asked(&mut teacher), "a shape is gone: who stood under it can be recognised");
    school.on_it(media, &[]);
    assert!(!is_asked(&mut teacher));
    teacher.post_once(&format!("{here}/net"), &[]).assert_status(303);
    developed();
    assert!(is_asked(&mut teacher), "it was said of the photo drawn over");
    // Beside a child who is named, too: families see it again once somebody has looked.
    let shown = || row(&school, &format!("SELECT shown = 'all' FROM blog_media WHERE media = {media}"));
    school.on_it(media, &["lea"]);
    draw(&mut teacher, &format!("[{one}]"));
    let cleared = teacher.post(&format!("{here}/net"), &[]);
    cleared.assert_says("dites qui était dessous");
    assert_eq!(shown(), 0);
    developed();
    school.shown(media, "all");
    draw(&mut teacher, &format!("[{one}]"));
    school.sql("UPDATE media_tag SET blurred_at = 1");
    teacher.post_once(&format!("{here}/net"), &[]).assert_status(303);
    developed();
    assert_eq!(shown(), 1, "who is named is judged by the consents");
    // Two shapes, one of them hers: whose the other is nobody has said, whether one goes or both.
    for by in ["one", "both"] {
        draw(&mut teacher, &format!("[{one},{two}]"));
        school.sql("UPDATE media_tag SET blurred_at = 1");
        match by {
            "one" => draw(&mut teacher, &format!("[{one}]")),
            _ => {
                teacher.post_once(&format!("{here}/net"), &[]).assert_status(303);
                developed();
            }
        }
        assert_eq!(shown(), 0, "{by}");
        school.shown(media, "all");
        school.sql("DELETE FROM media_blur; UPDATE media_tag SET blurred_at = NULL");
    }
    // Once the clear photo is erased, shapes come on top of what is burnt in: nobody reappears.
    draw(&mut teacher, &format!("[{one}]"));
    school.on_it(media, &[]);
    school.sql("UPDATE media_blur SET clear = NULL");
    draw(&mut teacher, &format!("[{two}]"));
    assert!(!is_asked(&mut teacher));
}

#[test]
fn an_occasion_is_part_of_what_the_director_has_seen() {
    let school = School::new();
    let post = school.post("maitre_cm1", "CM1");
    let (mut director, mut teacher) = (school.browser("directrice"), school.browser("maitre_cm1"));
    director.post("/blog/page-publique", &[("page", "ouvrir"), ("compris", "oui")]);
    director.post(&format!("/blog/articles/{post}/public"), &[]);
    let public = format!("/public/articles/{post}");
    school.visitor().get_once(&public).assert_status(200);
    // The consents of an occasion count beside the year's: other photos may be shown.
    let form = teacher.get(&format!("/blog/articles/{post}/ecrire")).form("Enregistrer");
    form.set("occasion", "Kermesse").send(&mut teacher).assert_says("a quitté la page publique");
    school.visitor().get_once(&public).assert_status(404);
}

#[test]
fn an_older_page_takes_nothing_off_that_was_said_since() {
    let school = School::new();
    let post = school.draft("maitre_cm1", "CM1");
    let (one, two) = (school.media(post, "photo"), school.media(post, "photo"));
    let (lea, zoe) = (school.id("lea"), school.id("zoe"));
    let mut teacher = school.browser("maitre_cm1");
    let older = teacher.get(&faces(post)).form("Enregistrer");
    let newer = teacher.get(&faces(post)).form("Enregistrer");
    let newer = newer.tick("eleve", &format!("{one}-{lea}")).set(&format!("alt-{one}"), "Le bac à sable.");
    newer.tick("personne", &two.to_string()).send(&mut teacher).assert_status(200);
    older.tick("eleve", &format!("{one}-{zoe}")).send(&mut teacher).assert_status(200);
    assert_eq!(tagged(&school, one), 2, "Léa stays, Zoé is added");
    assert_eq!(row(&school, &format!("SELECT nobody_at IS NOT NULL FROM media WHERE id = {two}")), 1);
    assert_eq!(row(&school, &format!("SELECT alt = 'Le bac à sable.' FROM media WHERE id = {one}")), 1);
    // Who was named elsewhere is not nobody because an older page says so.
    let older = teacher.get(&faces(post)).form("Enregistrer").untick("eleve", &format!("{one}-{lea}"));
    school.sql(&format!("DELETE FROM media_tag WHERE media = {one}; INSERT INTO media_tag (media, pupil, tagged_at) VALUES ({one}, {zoe}, 0), ({one}, {lea}, 0)"));
    older.tick("personne", &two.to_string()).send(&mut teacher).assert_status(200);
    assert_eq!(tagged(&school, one), 1, "only what was unticked here");
}

#[test]
fn a_forgotten_draft_says_when_it_goes_and_goes_with_its_files() {
    let school = School::new();
    let post = school.draft("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    let (shown, sent) = (school.post("maitre_cm1", "CM1"), school.draft("maitre_cm1", "CM1"));
    school.media(shown, "photo");
    school.sql(&format!("UPDATE blog_post SET state = 'submitted', submitted_at = 0 WHERE id = {sent}"));
    let days = |days: i64| {
        school.sql(&format!("UPDATE blog_post SET changed_at = {}", school.house.clock.now().0 - days * 86_400));
    };
    let mut teacher = school.browser("maitre_cm1");
    let told = "Sera effacé le";
    days(29);
    sweep(&school);
    teacher.get("/blog").assert_says("Au jardin").assert_silent_on(told);
    days(31);
    sweep(&school);
    teacher.get("/blog").assert_says(told);
    teacher.get(&format!("/blog/articles/{post}/ecrire")).assert_says("Ce brouillon attend depuis longtemps");
    // To say who is on its photos is to have it in hand.
    teacher.get(&faces(post)).form("Enregistrer").tick("personne", &media.to_string()).send(&mut teacher);
    teacher.get("/blog").assert_silent_on(told);
    let files = row(&school, "SELECT count(*) FROM file");
    days(61);
    sweep(&school);
    assert_eq!(row(&school, "SELECT count(*) FROM blog_post"), 2, "shown, and proposed");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM media WHERE id = {media}")), 0);
    assert_eq!(
        row(&school, "SELECT count(*) FROM media m WHERE NOT EXISTS (SELECT 1 FROM blog_media b WHERE b.media = m.id)"),
        0
    );
    assert_eq!(row(&school, "SELECT count(*) FROM file"), files - 4, "each size of it");
}

#[test]
fn a_child_of_another_class_is_found_by_name_and_judged_by_the_schools_consent() {
    let school = School::new();
    school.says("parent_tom", "tom", Purpose::Class, true);
    let post = school.draft("maitre_cm1", "CM1");
    let media = school.media(post, "photo");
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(&faces(post)).assert_silent_on("Tom").assert_says("Un enfant d’une autre classe");
    let lea = format!("{media}-{}", school.id("lea"));
    let found =
        teacher.get(&faces(post)).form("Enregistrer").tick("eleve", &lea).set("autre", "tom").send(&mut teacher);
    found.assert_says("1 enfant ajouté").assert_says("Tom (CE1)");
    assert_eq!(tagged(&school, media), 1, "what was ticked is kept");
    let nobody = teacher.get(&format!("{}?autre=x", faces(post)));
    nobody.assert_says("Personne ne s’appelle ainsi");
    let tom = format!("{media}-{}", school.id("tom"));
    found.form("Enregistrer").tick("eleve", &tom).send(&mut teacher).assert_status(200);
    assert_eq!(tagged(&school, media), 2);
    school.says("parent_lea", "lea", Purpose::Class, true);
    let gate = teacher.post(&format!("/blog/articles/{post}/publier"), &[]);
    gate.assert_says("Tom n’a pas d’accord pour le blog d’une autre classe que la sienne");
    assert!(!gate.has_button("Album privé"), "his family does not read it");
    school.says("parent_tom", "tom", Purpose::School, true);
    teacher.post(&format!("/blog/articles/{post}/publier"), &[]).assert_says("C’est publié");

    // A parent who lends a hand, somebody who works here and teaches nobody: no name of another class.
    for who in ["parent_lea", "animatrice"] {
        let post = school.draft(who, "CM1");
        let media = school.media(post, "photo");
        let mut other = school.browser(who);
        let page = other.get(&format!("{}?autre=tom", faces(post)));
        page.assert_status(200).assert_silent_on("Tom");
        let sent =
            page.form("Enregistrer").forge("eleve", &format!("{media}-{}", school.id("tom"))).send_once(&mut other);
        assert!(sent.status >= 400, "{who}");
    }
}

#[test]
fn what_is_being_made_ready_says_how_far_it_is() {
    let school = School::new();
    let post = school.draft("maitre_cm1", "CM1");
    let media: Vec<i64> = (0..3).map(|_| school.media(post, "photo")).collect();
    let first = school.draft("maitresse_ce1", "CE1");
    let before = school.media(first, "photo");
    school.sql(&format!("UPDATE media SET state = 'waiting' WHERE id IN ({}, {})", media[1], media[2]));
    let mut teacher = school.browser("maitre_cm1");
    for page in [faces(post), format!("/blog/articles/{post}/ecrire")] {
        teacher.get(&page).assert_says("1 fichier sur 3 est prêt.").assert_silent_on("avant.");
    }
    school.sql(&format!("UPDATE media SET state = 'waiting' WHERE id = {before}"));
    school.browser("maitresse_ce1").get(&faces(first)).assert_says("2 autres de l’école passent avant.");
}

#[test]
fn the_letter_about_hidden_photos_is_told_where_one_chooses() {
    let school = School::new();
    let sentence = "Quand un accord retiré masque une photo";
    school.browser("maitre_cm1").get("/compte/avis").assert_says(sentence);
    school.browser("parent_lea").get("/compte/avis").assert_silent_on(sentence);
}
