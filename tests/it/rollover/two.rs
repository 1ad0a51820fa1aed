//! Two who prepare the year at once.

use super::{june, prepared};
use crate::world::row;

const PASSAGE: &str = "/ecole/rentree/passage";
const SAVE: &str = "Enregistrer le passage";

#[test]
fn two_who_choose_the_passage_at_once_lose_nothing() {
    let school = june();
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    let field = |who: &str| format!("eleve-{}", school.id(who));
    let stands = |who: &str, what: &str| {
        row(&school, &format!("SELECT count(*) FROM rollover_place WHERE pupil = {} AND {what}", school.id(who))) == 1
    };
    let (first, second, third) = (anne.get(PASSAGE), anne.get(PASSAGE), anne.get(PASSAGE));
    first.form(SAVE).set(&field("lea"), "CM1").send(&mut anne).assert_says("1 passage est changé");
    // Of another pupil: what each of them changed stands.
    second.form(SAVE).set(&field("hugo"), "CE1").send(&mut anne).assert_says("1 passage est changé");
    assert!(stands("lea", "grade = 'CM1'") && stands("hugo", "grade = 'CE1'"));

    let refused = third.form(SAVE).set(&field("lea"), "quitte").set(&field("zoe"), "CM1").send(&mut anne);
    refused.assert_status(422).assert_says("quelqu’un a choisi un autre passage pour Léa");
    refused.assert_says("Enregistré entre-temps : Reste en CM1").assert_says("À vérifier");
    assert!(stands("lea", "grade = 'CM1'") && stands("zoe", "grade = 'CM2'"), "nothing of it is saved");
    // What was chosen is still chosen; who has seen the other's choice may go over it.
    refused.form(SAVE).send(&mut anne).assert_says("2 passages sont changés");
    assert!(stands("lea", "leaves") && stands("zoe", "grade = 'CM1'") && stands("hugo", "grade = 'CE1'"));
    anne.get(PASSAGE).assert_silent_on("À vérifier");
}

#[test]
fn the_same_choice_made_twice_is_no_quarrel() {
    let school = june();
    let mut anne = school.browser("directrice");
    prepared(&school, &mut anne);
    let lea = format!("eleve-{}", school.id("lea"));
    let (first, second) = (anne.get(PASSAGE), anne.get(PASSAGE));
    first.form(SAVE).set(&lea, "quitte").send(&mut anne).assert_says("1 passage est changé");
    second.form(SAVE).set(&lea, "quitte").send(&mut anne).assert_status(200).assert_says("Rien n’a changé");
}
