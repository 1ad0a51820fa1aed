//! Who gets a photo: consents × who is on it × for whom it is shown × persona, by every route of the house that gives its
//! bytes or its page. Reviewed as a diff: a child who is shown to one person more is seen here.

use crate::world::{Browser, PERSONAS, School};
use preau::school::consent::Purpose;
use std::collections::BTreeMap;

/// Whether this browser gets the thing: one column of the table. A new way to a picture is one line here.
type Way = (&'static str, fn(&mut Browser, i64, i64) -> bool);

const WAYS: [Way; 11] = [
    ("petite", |browser, post, media| gives(browser, post, media, "petite")),
    ("moyenne", |browser, post, media| gives(browser, post, media, "moyenne")),
    ("grande", |browser, post, media| gives(browser, post, media, "grande")),
    ("originale", |browser, post, media| gives(browser, post, media, "originale")),
    ("page", |browser, post, media| browser.get_once(&format!("/blog/articles/{post}/medias/{media}")).status == 200),
    ("article", |browser, post, media| links(browser, &format!("/blog/articles/{post}"), post, media)),
    ("blog", |browser, post, media| links(browser, "/blog", post, media)),
    ("archive", |browser, _, media| is_in(browser, &format!("/blog/photos/fichier?{YEAR}"), media)),
    ("livre", |browser, _, media| is_in_a_book(browser, "", media)),
    ("exemplaire", |browser, _, media| is_in_a_book(browser, "&exemplaire=oui", media)),
    ("public", |browser, post, media| {
        browser.get_once(&format!("/public/articles/{post}/photos/{media}/moyenne")).status == 200
    }),
];

const YEAR: &str = "du=2026-08-01&au=2027-08-31";

/// Whether that page shows it.
fn links(browser: &mut Browser, page: &str, post: i64, media: i64) -> bool {
    browser.get_once(page).body().contains(&format!("/blog/articles/{post}/medias/{media}/"))
}

/// Whether it is in the book of CM1, or of CE1.
fn is_in_a_book(browser: &mut Browser, more: &str, media: i64) -> bool {
    (1..=2).any(|class| is_in(browser, &format!("/blog/livre/pdf?classe={class}&{YEAR}{more}"), media))
}

/// Whether the bytes of one of its sizes are in that file.
fn is_in(browser: &mut Browser, path: &str, media: i64) -> bool {
    let reply = browser.get_once(path);
    let mark = format!(" {media} fin");
    reply.status == 200 && reply.bytes.windows(mark.len()).any(|found| found == mark.as_bytes())
}

fn gives(browser: &mut Browser, post: i64, media: i64, size: &str) -> bool {
    let reply = browser.get_once(&format!("/blog/articles/{post}/medias/{media}/{size}"));
    assert!(reply.status != 200 || !reply.bytes.is_empty(), "an empty picture");
    reply.status == 200
}

/// What somebody said, in words and as it is done.
type Said = (&'static str, fn(&School));

/// What each guardian of Léa said, or not.
const CONSENTS: [Said; 11] = [
    ("personne n’a répondu", |_| ()),
    ("sa mère accepte", |school| school.says("parent_lea", "lea", Purpose::Class, true)),
    ("sa mère accepte, son père refuse", |school| {
        school.says("parent_lea", "lea", Purpose::Class, true);
        school.says("other_parent_lea", "lea", Purpose::Class, false);
    }),
    ("sa mère refuse", |school| school.says("parent_lea", "lea", Purpose::Class, false)),
    ("sa mère acceptait, et refuse", |school| {
        school.says("parent_lea", "lea", Purpose::Class, true);
        school.says("parent_lea", "lea", Purpose::Class, false);
    }),
    ("accord pour l’école seule", |school| school.says("parent_lea", "lea", Purpose::School, true)),
    ("accord sur papier", |school| school.paper_says("lea", Purpose::Class, true)),
    ("accord pour la page publique seule", |school| school.says("parent_lea", "lea", Purpose::Public, true)),
    ("accord pour la classe et la page publique", |school| {
        school.says("parent_lea", "lea", Purpose::Class, true);
        school.says("parent_lea", "lea", Purpose::Public, true);
    }),
    ("accord pour la classe et la page publique, son père refuse la page publique", |school| {
        school.says("parent_lea", "lea", Purpose::Class, true);
        school.says("parent_lea", "lea", Purpose::Public, true);
        school.says("other_parent_lea", "lea", Purpose::Public, false);
    }),
    ("accord d’une autre année", |school| {
        school.says("parent_lea", "lea", Purpose::Class, true);
        school.sql("UPDATE consent_request SET from_on = '2025-09-01', until_on = '2026-07-04'");
    }),
];

const SHOWN: [&str; 3] = ["all", "private", "out"];

struct Table<'a> {
    school: &'a School,
    browsers: Vec<(&'static str, Browser<'a>)>,
    text: String,
}

impl<'a> Table<'a> {
    fn of(school: &'a School) -> Table<'a> {
        let browsers = PERSONAS.map(|who| (who, school.browser(who))).into_iter().collect();
        Table { school, browsers, text: String::new() }
    }

    fn line(&mut self, what: &str, post: i64, media: i64) {
        let mut got: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
        for (who, browser) in &mut self.browsers {
            let ways: Vec<&str> =
                WAYS.iter().filter(|(_, gets)| gets(browser, post, media)).map(|(name, _)| *name).collect();
            if !ways.is_empty() {
                got.entry(ways).or_default().push(who);
            }
        }
        self.text.push_str(&format!("{what}\n"));
        for (ways, who) in got {
            let ways = if ways.len() == WAYS.len() { "tout".to_owned() } else { ways.join(" ") };
            self.text.push_str(&format!("    {ways}: {}\n", who.join(", ")));
        }
    }

    fn each_shown(&mut self, what: &str, post: i64, media: i64) {
        for shown in SHOWN {
            self.school.shown(media, shown);
            self.line(&format!("{what} | {shown}"), post, media);
        }
        self.school.shown(media, "all");
    }
}

#[test]
fn each_child_is_shown_to_whom_their_guardians_agree() {
    let mut text = String::from(
        "# what the guardians of Léa (CM1) said | who is on it | for whom it is shown; then who gets what. M. Roussel (maitre_cm1) wrote it to CM1.\n# The director opened the public page and put the article on it. Nobody decides for Zoé: she is shown to no class.\n",
    );
    for (said, say) in CONSENTS {
        let school = School::new();
        say(&school);
        let post = on_the_public_page(&school, school.post("maitre_cm1", "CM1"));
        let media = school.media(post, "photo");
        let mut table = Table::of(&school);
        school.on_it(media, &["lea"]);
        table.each_shown(&format!("{said} | Léa"), post, media);
        school.on_it(media, &["lea", "zoe"]);
        table.each_shown(&format!("{said} | Léa et Zoé"), post, media);
        school.on_it(media, &["lea"]);
        school.sql("UPDATE media_tag SET blurred_at = 1");
        table.each_shown(&format!("{said} | Léa, floutée"), post, media);
        text.push_str(&table.text);
    }
    text.push_str(&others());
    super::assert_golden("pictures.txt", &text);
}

/// As the director does it: only what consents allow for *public* is shown there, to anybody.
fn on_the_public_page(school: &School, post: i64) -> i64 {
    let director = school.id("directrice");
    school.sql(&format!("INSERT OR IGNORE INTO public_page (id, opened_at, opened_by) VALUES (1, 1, {director})"));
    school.sql(&format!("UPDATE blog_post SET public_at = published_at, public_by = {director} WHERE id = {post}"));
    post
}

/// What does not hang on Léa's guardians, and every state of a post.
fn others() -> String {
    let school = School::new();
    let post = on_the_public_page(&school, school.post("maitre_cm1", "CM1"));
    let media = school.media(post, "photo");
    let mut table = Table::of(&school);
    table.each_shown("personne n’a regardé | ?", post, media);
    school.on_it(media, &[]);
    table.each_shown("personne de reconnaissable | –", post, media);
    school.on_it(media, &["zoe"]);
    table.each_shown("personne ne décide pour elle | Zoé", post, media);
    school.says("parent_lea", "lea", Purpose::Class, true);
    school.says("parent_lea", "lea", Purpose::Public, true);
    school.on_it(media, &["lea"]);
    for state in ["draft", "submitted", "returned", "scheduled", "withdrawn"] {
        school.sql(&format!("UPDATE blog_post SET state = '{state}'"));
        table.line(&format!("sa mère accepte | Léa | all, article {state}"), post, media);
    }
    school.sql("UPDATE blog_post SET state = 'published'");
    for state in ["waiting", "refused"] {
        school.sql(&format!("UPDATE media SET state = '{state}'"));
        table.line(&format!("sa mère accepte | Léa | all, photo {state}"), post, media);
    }
    school.sql("UPDATE media SET state = 'ready'; DELETE FROM public_page");
    table.line("sa mère accepte, page publique aussi, que la direction a fermée | Léa | all", post, media);
    on_the_public_page(&school, post);
    for kind in ["sound", "video", "document"] {
        let media = school.media(post, kind);
        table.line(&format!("{kind}, personne n’a regardé"), post, media);
        school.on_it(media, &["zoe"]);
        table.line(&format!("{kind}, Zoé dessus"), post, media);
        school.on_it(media, &["lea"]);
        table.each_shown(&format!("{kind}, sa mère accepte | Léa"), post, media);
    }
    let whole = school.post("maitre_cm1", "école");
    let photo = school.media(whole, "photo");
    school.on_it(photo, &["lea"]);
    table.line("à l’école, accord pour la classe seule | Léa | all", whole, photo);
    school.says("other_parent_lea", "lea", Purpose::School, true);
    table.line("à l’école, accord pour l’école | Léa | all", whole, photo);
    let elsewhere = school.post("maitresse_ce1", "CE1");
    let photo = school.media(elsewhere, "photo");
    school.on_it(photo, &["lea"]);
    table.each_shown("au CE1, où est Hugo, accord pour la classe | Léa", elsewhere, photo);
    let helped = school.post("parent_lea", "CM1");
    let photo = school.media(helped, "photo");
    table.line("écrit par la mère de Léa, personne n’a regardé | ?", helped, photo);
    let gone = school.post("pere_retire", "CM1");
    let photo = school.media(gone, "photo");
    table.line("écrit par un père dont l’autorité est retirée | ?", gone, photo);
    table.text
}

#[test]
fn a_photo_of_another_post_or_of_none_is_not_there() {
    let school = School::new();
    let (mine, other) = (school.post("maitre_cm1", "CM1"), school.post("maitresse_ce1", "CE1"));
    let media = school.media(other, "photo");
    school.on_it(media, &[]);
    let mut browser = school.browser("maitre_cm1");
    for (post, media) in [(mine, media), (other, media), (mine, 999_999), (999_999, media)] {
        assert!(!gives(&mut browser, post, media, "petite"), "{post} {media}");
    }
    let mut browser = school.browser("parent_tom");
    assert!(gives(&mut browser, other, media, "petite"));
    assert!(!gives(&mut browser, other, media, "immense"));
}
