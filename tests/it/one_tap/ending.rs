//! What ends a link: all ends look the same, and say nothing of why.

use super::*;

/// What kills a link.
type End = (&'static str, fn(&School, i64) -> String);

#[test]
fn a_dead_link_is_a_kind_page_and_never_says_why() {
    let id = |school: &School, who: &str| school.id(who);
    let by: [End; 11] = [
        ("the word is withdrawn", |_, note| format!("UPDATE liaison_note SET withdrawn_at = 1 WHERE id = {note}")),
        ("the account is closed", |s, _| {
            format!("UPDATE account SET closed_at = 1 WHERE person = {}", s.id("parent_lea"))
        }),
        ("the account waits for its first visit again", |s, _| {
            format!("UPDATE account SET activated_at = NULL WHERE person = {}", s.id("parent_lea"))
        }),
        ("the tie is gone", |s, _| format!("DELETE FROM guardianship WHERE guardian = {}", s.id("parent_lea"))),
        ("authority is withdrawn", |s, _| {
            format!("UPDATE guardianship SET authority = 'withdrawn' WHERE guardian = {}", s.id("parent_lea"))
        }),
        ("authority is no longer exercised", |s, _| {
            format!("UPDATE guardianship SET authority = 'not_exercising' WHERE guardian = {}", s.id("parent_lea"))
        }),
        ("restricted since today", |s, _| {
            format!("UPDATE guardianship SET restricted_on = '2026-11-17' WHERE guardian = {}", s.id("parent_lea"))
        }),
        ("another address", |s, _| {
            format!("UPDATE person SET email = 'neuve@exemple.invalid' WHERE id = {}", s.id("parent_lea"))
        }),
        ("the address is another account's too", |s, _| {
            format!("UPDATE person SET email = 'PARENT_lea@exemple.invalid' WHERE id = {}", s.id("parent_tom"))
        }),
        ("the book is off for the class", |s, _| {
            format!("INSERT INTO service_off (room, class, off_at) VALUES ('liaison', {}, 1)", s.class("CM1"))
        }),
        ("the child is not reached", |s, _| format!("DELETE FROM audience_pupil WHERE pupil = {}", s.id("lea"))),
    ];
    for (why, statement) in by {
        let school = school();
        let (note, link) = linked(&school, "one");
        school.visitor().get(&link).assert_status(200);
        sql(&school, &statement(&school, note));
        eprintln!("{why}");
        dead(&school.visitor().get(&link));
        dead(&school.visitor().post_once(&format!("{link}/signature"), &[("version", "1")]));
        assert_eq!(rows(&school, ANSWERS), 0, "{why}");
        assert!(id(&school, "lea") > 0);
    }
}

#[test]
fn a_wrong_link_and_an_expired_one_look_the_same() {
    let school = school();
    let (_, link) = linked(&school, "one");
    let wrong = school.visitor().get("/mot/AAAAAAAAAAAAAAAAAAAAAA");
    dead(&wrong);
    // Sixty days without a date; the clock goes on.
    school.at("2027-01-16 08:29");
    school.visitor().get(&link).assert_status(200).assert_says("jusqu’au 16 janvier 2027");
    school.at("2027-01-16 08:31");
    let late = school.visitor().get(&link);
    dead(&late);
    assert_eq!(late.text(), wrong.text());
    for odd in ["/mot/%C3%A9", "/mot/%00", "/mot/..", &format!("/mot/{}", "x".repeat(3000))] {
        assert_eq!(school.visitor().get_once(odd).status, 404, "{odd}");
    }
}

#[test]
fn a_link_lives_thirty_days_after_the_deadline_and_ninety_at_most() {
    for (deadline, last) in [("2026-11-20", "2026-12-20"), ("2027-04-01", "2027-02-15")] {
        let school = school();
        let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
        sql(&school, &format!("UPDATE liaison_note SET deadline_on = '{deadline}' WHERE id = {note}"));
        later(&school);
        let link = letter(&school, "parent_lea").link();
        school.at(&format!("{last} 08:00"));
        school.visitor().get(&link).assert_status(200);
        let after: jiff::civil::Date = last.parse().unwrap();
        school.at(&format!("{} 08:31", after.tomorrow().unwrap()));
        dead(&school.visitor().get(&link));
    }
}
