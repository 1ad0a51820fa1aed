//! Image consents: asked by a word, given or refused by each guardian, noted from paper, and judged at once.

use crate::world::{School, row};
use preau::school::consent::{self, Asking, Purpose, Showing, Standing};

/// How Léa, or another, stands for the class today.
fn standing(school: &School, pupil: &str, purpose: Purpose, occasion: &str) -> Standing {
    let db = school.house.db.read().unwrap();
    let (pupil, today) = (preau::base::db::Id::new(school.id(pupil)), school.today());
    let known = consent::store::known(&db, &[pupil], (today, today), today).unwrap();
    known.standing(pupil, &Showing { purpose, occasion, on: today })
}

fn for_class(school: &School) -> Standing {
    standing(school, "lea", Purpose::Class, "")
}

#[test]
fn a_consent_is_one_hand_s_and_one_refusal_wins() {
    let school = School::new();
    assert_eq!(for_class(&school), Standing::Silent);
    school.says("parent_lea", "lea", Purpose::Class, true);
    assert_eq!(for_class(&school), Standing::Given);
    assert_eq!(standing(&school, "lea", Purpose::School, ""), Standing::Silent);
    school.says("other_parent_lea", "lea", Purpose::Class, false);
    assert_eq!(for_class(&school), Standing::Refused);
    school.says("other_parent_lea", "lea", Purpose::Class, true);
    assert_eq!(for_class(&school), Standing::Given);
    school.paper_says("lea", Purpose::Class, false);
    assert_eq!(for_class(&school), Standing::Refused);
    // One request for all of it, one row for each change.
    assert_eq!(row(&school, "SELECT count(*) FROM consent_request"), 1);
    assert_eq!(row(&school, "SELECT count(*) FROM consent_answer"), 4);
    assert_eq!(row(&school, "SELECT count(*) FROM job WHERE name = 'consent_changed'"), 4);
}

#[test]
fn an_occasion_is_its_own() {
    let school = School::new();
    let day = school.today();
    let fair = Asking { purpose: Purpose::Class, occasion: "Kermesse".into(), from_on: day, until_on: day };
    school.says("parent_lea", "lea", Purpose::Class, false);
    school.says_for("parent_lea", "lea", &fair, true);
    assert_eq!(standing(&school, "lea", Purpose::Class, "Kermesse"), Standing::Given);
    assert_eq!(for_class(&school), Standing::Refused);
}
