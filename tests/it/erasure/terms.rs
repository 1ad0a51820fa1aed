//! The table of terms, and what goes by it.

use super::{hour, school};
use crate::{liaison::write, messages, world::row};

const PAGE: &str = "/reglages/conservation";

#[test]
fn the_director_chooses_within_bounds() {
    let school = school();
    let mut anne = school.browser("directrice");
    let page = anne.get(PAGE);
    page.assert_says("Durées de conservation").assert_says("trois mois au plus");
    page.form("Enregistrer les durées").set("messages", "365").send(&mut anne).assert_says("sont enregistrées");
    assert_eq!(row(&school, "SELECT days FROM retention WHERE kind = 'messages'"), 365);
    assert_eq!(row(&school, "SELECT count(*) FROM retention"), 1, "the others stay the house's");
    let page = anne.get(PAGE);
    page.form("Enregistrer les durées")
        .forge("accounts", "900")
        .send(&mut anne)
        .assert_status(422)
        .assert_says("de la liste");
    assert_eq!(row(&school, "SELECT count(*) FROM retention WHERE kind = 'accounts'"), 0);
}

#[test]
fn a_shorter_term_moves_the_day_of_who_has_left() {
    let school = school();
    super::leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    school.browser("directrice").post(PAGE, &[]).assert_status(422);
    let mut anne = school.browser("directrice");
    anne.get(PAGE).form("Enregistrer les durées").set("accounts", "30").send(&mut anne).assert_status(200);
    hour(&school, "2026-11-18 10:00");
    let day = format!("SELECT erase_on = '2026-12-18' FROM departure WHERE person = {}", school.id("tom"));
    assert_eq!(row(&school, &day), 1, "never without a month's notice");
}

#[test]
fn what_is_older_than_its_term_goes_and_nothing_else() {
    let school = school();
    let old = write(&school, "maitre_cm1", "CM1", "Autrefois", "one");
    let thread =
        messages::write(&school, "directrice", &[messages::person(&school, "maitre_cm1")], "Autrefois", "Bonjour");
    let post = school.post("maitre_cm1", "CM1");
    let photo = school.media(post, "photo");
    let taken_back = school.post("maitre_cm1", "CM1");
    let then = school.house.clock.now().0 - 11 * 365 * 86_400;
    school.sql(&format!(
        "UPDATE liaison_note SET sent_at = {then} WHERE id = {old};
         UPDATE blog_post SET published_at = {then} WHERE id = {post};
         UPDATE blog_post SET state = 'withdrawn', withdrawn_at = {then} WHERE id = {taken_back};
         UPDATE thread SET opened_at = {then} WHERE id = {thread};
         UPDATE message SET changed_at = {then}, delivered_at = {then} WHERE thread = {thread};
         INSERT INTO journal (at, act, thing) VALUES ({then}, 'x', 'y')"
    ));
    let new = write(&school, "maitre_cm1", "CM1", "Maintenant", "one");
    hour(&school, "2026-11-17 09:30");
    let stands = |table: &str, id: i64| row(&school, &format!("SELECT count(*) FROM {table} WHERE id = {id}"));
    assert_eq!((stands("liaison_note", old), stands("liaison_note", new)), (0, 1));
    assert_eq!((stands("thread", thread), stands("blog_post", post), stands("media", photo)), (0, 0, 0));
    assert_eq!(stands("blog_post", taken_back), 0, "one that nobody sees any more either");
    assert_eq!(
        row(
            &school,
            "SELECT count(*) FROM audience a WHERE NOT EXISTS (SELECT 1 FROM liaison_note n WHERE n.audience = a.id)"
        ),
        0
    );
    assert_eq!(row(&school, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    for index in ["liaison_search", "blog_search", "message_search"] {
        assert_eq!(
            row(
                &school,
                &format!("SELECT count(*) FROM {index} WHERE rowid IN ({old}, {post})  AND {index} MATCH 'autrefois'")
            ),
            0
        );
    }
}
