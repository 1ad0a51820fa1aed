//! Answers summed, question by question. Pure, from rows already read.

use crate::{
    base::{clock::Instant, db::Id},
    rooms::liaison::{
        answers::How,
        questions::{Asked, Kind, Per, Value},
    },
    school::{Person, Pupil},
};
use std::collections::{BTreeMap, BTreeSet};

/// The newest answer of one guardian for one pupil, or the one that came on paper.
#[derive(Clone, Debug)]
pub struct Answer {
    pub id: i64,
    pub pupil: Id<Pupil>,
    /// `None`: on paper, whose hand was not told.
    pub guardian: Option<Id<Person>>,
    /// « Mme Petit »; empty without a guardian.
    pub name: String,
    pub at: Instant,
    pub how: How,
    pub given: Vec<Given>,
}

#[derive(Clone, Debug)]
pub struct Given {
    pub question: i64,
    pub value: Value,
    pub has_file: bool,
}

impl Answer {
    pub fn to(&self, question: i64) -> Option<&Given> {
        self.given.iter().find(|given| given.question == question)
    }
}

/// One answer to one question, as it counts.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub answer: &'a Answer,
    /// `None`: left blank.
    pub given: Option<&'a Given>,
    /// Another guardian of the same pupil answers otherwise.
    pub differs: bool,
    /// Of a question asked once for each pupil: this one is the newest.
    pub counts: bool,
}

/// One question with everything that was answered to it.
#[derive(Debug)]
pub struct Sum<'a> {
    pub asked: &'a Asked,
    /// In the order of the pupils.
    pub said: Vec<Said<'a>>,
    pub total: Total,
    /// Answered, this question left blank.
    pub blank: usize,
    /// Pupils of whom nobody has answered.
    pub unanswered: usize,
    /// Pupils whose guardians answer differently.
    pub differing: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Total {
    YesNo {
        yes: usize,
        no: usize,
    },
    /// How often each choice was taken.
    Choices(Vec<usize>),
    /// The sum in hundredths, and of how many answers.
    Sum {
        hundredths: i64,
        answers: usize,
    },
    /// Nothing to add up: a list.
    List(usize),
}

/// `pupils`: those whom the viewer follows up, in the order of the page. `answers`: oldest first.
pub fn sums<'a>(questions: &'a [Asked], pupils: &[Id<Pupil>], answers: &'a [Answer]) -> Vec<Sum<'a>> {
    let mut of: BTreeMap<Id<Pupil>, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        of.entry(answer.pupil).or_default().push(answer);
    }
    questions.iter().map(|asked| sum(asked, pupils, &of)).collect()
}

fn sum<'a>(asked: &'a Asked, pupils: &[Id<Pupil>], of: &BTreeMap<Id<Pupil>, Vec<&'a Answer>>) -> Sum<'a> {
    let mut said: Vec<Said<'a>> = Vec::new();
    let (mut unanswered, mut differing) = (0, 0);
    for pupil in pupils {
        let Some(answers) = of.get(pupil) else {
            unanswered += 1;
            continue;
        };
        let first = answers.first().and_then(|answer| answer.to(asked.id)).map(|given| &given.value);
        let differs = answers.iter().any(|answer| answer.to(asked.id).map(|given| &given.value) != first)
            && asked.per == Per::Pupil;
        differing += usize::from(differs);
        let newest = answers.iter().map(|answer| (answer.at, answer.id)).max();
        said.extend(answers.iter().map(|answer| Said {
            answer,
            given: answer.to(asked.id),
            differs,
            counts: asked.per == Per::Guardian || Some((answer.at, answer.id)) == newest,
        }));
    }
    // A consent is each child's own, whatever the guardian says for another.
    if asked.per == Per::Guardian && asked.kind != Kind::Consent {
        once_a_guardian(&mut said);
    }
    let counted: Vec<&Value> =
        said.iter().filter(|one| one.counts).filter_map(|one| one.given).map(|given| &given.value).collect();
    let blank = said.iter().filter(|one| one.counts && one.given.is_none()).count();
    let total = total(asked, &counted);
    Sum { asked, said, total, blank, unanswered, differing }
}

/// A guardian of two children answers on two slips: the newest speaks for the guardian.
fn once_a_guardian(said: &mut [Said]) {
    let mut newest: BTreeMap<Id<Person>, (Instant, i64)> = BTreeMap::new();
    for one in said.iter() {
        if let Some(guardian) = one.answer.guardian {
            let at = newest.entry(guardian).or_insert((one.answer.at, one.answer.id));
            *at = (*at).max((one.answer.at, one.answer.id));
        }
    }
    for one in said.iter_mut() {
        let of = one.answer.guardian.and_then(|guardian| newest.get(&guardian));
        one.counts = of.is_none_or(|at| *at == (one.answer.at, one.answer.id));
    }
}

fn total(asked: &Asked, values: &[&Value]) -> Total {
    match asked.kind {
        Kind::YesNo | Kind::Consent => Total::YesNo {
            yes: values.iter().filter(|value| ***value == Value::Yes).count(),
            no: values.iter().filter(|value| ***value == Value::No).count(),
        },
        Kind::One | Kind::Several => {
            let taken = |place: usize| {
                values.iter().filter(|value| matches!(value, Value::Chosen(places) if places.contains(&place))).count()
            };
            Total::Choices((0..asked.choices.len()).map(taken).collect())
        }
        Kind::Number | Kind::Amount => {
            let all = values.iter().filter_map(|value| match value {
                Value::Number(n) | Value::Amount(n) => Some(*n),
                _ => None,
            });
            Total::Sum { hundredths: all.sum(), answers: values.len() }
        }
        Kind::Date | Kind::Text | Kind::File => Total::List(values.len()),
    }
}

/// How many pupils have an answer, among these.
pub fn answered(pupils: &[Id<Pupil>], answers: &[Answer]) -> usize {
    let of: BTreeSet<Id<Pupil>> = answers.iter().map(|answer| answer.pupil).collect();
    pupils.iter().filter(|pupil| of.contains(pupil)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::liaison::questions::Question;

    fn asked(kind: Kind, per: Per) -> Asked {
        let choices = if kind.has_choices() { vec!["Car".into(), "À pied".into()] } else { Vec::new() };
        Asked::new(7, 1, Question { kind, label: "?".into(), choices, is_required: false, per, image: None })
    }

    fn answer(id: i64, pupil: i64, guardian: i64, value: Option<Value>) -> Answer {
        let given = value.into_iter().map(|value| Given { question: 7, value, has_file: false }).collect();
        let guardian = (guardian > 0).then(|| Id::new(guardian));
        Answer {
            id,
            pupil: Id::new(pupil),
            guardian,
            name: String::new(),
            at: Instant(id),
            how: How::Application,
            given,
        }
    }

    fn summed(kind: Kind, per: Per, answers: &[Answer]) -> (Total, usize, usize, usize) {
        let asked = [asked(kind, per)];
        let pupils: Vec<Id<Pupil>> = (1..=3).map(Id::new).collect();
        let sum = sums(&asked, &pupils, answers).remove(0);
        (sum.total, sum.blank, sum.unanswered, sum.differing)
    }

    #[test]
    fn of_two_guardians_the_newest_counts_and_the_difference_is_told() {
        let answers = [answer(1, 1, 10, Some(Value::No)), answer(2, 1, 11, Some(Value::Yes)), answer(3, 2, 12, None)];
        let found = summed(Kind::YesNo, Per::Pupil, &answers);
        assert_eq!(found, (Total::YesNo { yes: 1, no: 0 }, 1, 1, 1));
    }

    #[test]
    fn each_guardian_speaks_once_whatever_the_children() {
        let three = Some(Value::Number(300));
        let answers = [
            answer(1, 1, 10, Some(Value::Number(100))),
            answer(2, 2, 10, Some(Value::Number(200))),
            answer(3, 1, 11, three.clone()),
            answer(4, 3, 0, three),
        ];
        let found = summed(Kind::Number, Per::Guardian, &answers);
        assert_eq!(found, (Total::Sum { hundredths: 800, answers: 3 }, 0, 0, 0));
    }

    #[test]
    fn choices_are_counted_and_money_added() {
        let both = Some(Value::Chosen(vec![0, 1]));
        let answers = [answer(1, 1, 10, both), answer(2, 2, 12, Some(Value::Chosen(vec![1])))];
        assert_eq!(summed(Kind::Several, Per::Pupil, &answers).0, Total::Choices(vec![1, 2]));
        let answers = [answer(1, 1, 10, Some(Value::Amount(1250))), answer(2, 2, 12, Some(Value::Amount(1300)))];
        assert_eq!(summed(Kind::Amount, Per::Pupil, &answers).0, Total::Sum { hundredths: 2550, answers: 2 });
    }

    #[test]
    fn another_pupil_than_those_followed_is_not_counted() {
        let answers = [answer(1, 9, 10, Some(Value::Yes))];
        assert_eq!(summed(Kind::YesNo, Per::Pupil, &answers), (Total::YesNo { yes: 0, no: 0 }, 0, 3, 0));
    }
}
