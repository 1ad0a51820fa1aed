//! The words of a fictive school, as written in `words.txt`: what they say, ask, and in which months they come.

use crate::{
    base::{french, rich_text},
    door::demo::Calendar,
    rooms::liaison::{
        Asks, Category,
        questions::{Kind, Per, Question},
    },
};
use jiff::civil::Date;
use std::sync::LazyLock;

pub static ALL: LazyLock<Vec<Model>> = LazyLock::new(|| read(include_str!("words.txt")));

/// Who writes such a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum For {
    AnyClass,
    Maternelle,
    Elementaire,
    School,
    Group,
}

/// A word before it has its dates.
#[derive(Debug)]
pub struct Model {
    pub category: Category,
    pub asks: Asks,
    /// Days until the deadline; 0 for none.
    pub days: i64,
    pub whom: For,
    months: Vec<i8>,
    pub is_withdrawn: bool,
    title: String,
    /// Clean HTML with `{+7}` for days to come.
    body: String,
    correction: Option<String>,
    pub questions: Vec<Question>,
}

impl Model {
    pub fn is_of(&self, day: Date) -> bool {
        self.months.is_empty() || self.months.contains(&day.month())
    }

    pub fn title(&self) -> String {
        french::typeset(&self.title)
    }

    pub fn body(&self, day: Date, calendar: &Calendar) -> String {
        dated(&self.body, day, calendar)
    }

    /// The corrected text, when there is one.
    pub fn corrected(&self, day: Date, calendar: &Calendar) -> Option<String> {
        let correction = self.correction.as_ref()?;
        Some(dated(&format!("{}{correction}", self.body), day, calendar))
    }
}

/// `{+7}` becomes « mardi 24 novembre », a day of class.
fn dated(text: &str, day: Date, calendar: &Calendar) -> String {
    let mut pieces = text.split("{+");
    let mut dated = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (days, rest) = piece.split_once('}').unwrap_or(("1", piece));
        dated += &french::day(calendar.class_after(day, days.parse().unwrap_or(1)));
        dated += rest;
    }
    dated
}

fn read(file: &str) -> Vec<Model> {
    file.split("\n= ").skip(1).filter_map(model).collect()
}

fn model(block: &str) -> Option<Model> {
    let mut lines = block.lines();
    let mut head = lines.next()?.split('|').map(str::trim);
    let (category, asks, days) = (head.next()?, head.next()?, head.next()?);
    let (whom, months, flag) = (head.next()?, head.next()?, head.next()?);
    let title = lines.next()?.to_owned();
    let (questions, texts): (Vec<&str>, Vec<&str>) =
        lines.filter(|line| !line.is_empty()).partition(|line| line.starts_with("? "));
    let (corrections, body): (Vec<&str>, Vec<&str>) = texts.into_iter().partition(|line| line.starts_with("> "));
    Some(Model {
        category: Category::parse(category)?,
        asks: Asks::parse(asks)?,
        days: days.parse().ok()?,
        whom: match whom {
            "tous" => For::AnyClass,
            "mat" => For::Maternelle,
            "elem" => For::Elementaire,
            "groupe" => For::Group,
            _ => For::School,
        },
        months: self::months(months),
        is_withdrawn: flag == "retire",
        title,
        body: clean(&body.concat())?,
        correction: corrections.first().and_then(|line| clean(&line[2..])),
        questions: questions.iter().filter_map(|line| question(&line[2..])).collect(),
    })
}

/// `kind | label | choices ; … | is it required? | guardian`.
fn question(line: &str) -> Option<Question> {
    let mut parts = line.split('|').map(str::trim);
    let (kind, label, choices) = (Kind::parse(parts.next()?)?, parts.next()?, parts.next()?);
    Some(Question {
        kind,
        label: french::typeset(label),
        choices: choices.split(';').map(str::trim).filter(|choice| !choice.is_empty()).map(french::typeset).collect(),
        is_required: parts.next()? == "oui",
        per: Per::parse(parts.next().unwrap_or_default()),
        image: None,
    })
}

fn clean(html: &str) -> Option<String> {
    rich_text::clean(&french::typeset(html)).ok()
}

/// `9-11,4-6`, or nothing for the whole year.
fn months(text: &str) -> Vec<i8> {
    let pair = |range: &str| {
        let (from, to) = range.split_once('-')?;
        let (from, to): (i8, i8) = (from.parse().ok()?, to.parse().ok()?);
        Some(std::iter::successors(Some(from), move |month| (*month != to).then_some(month % 12 + 1)))
    };
    text.split(',').filter_map(pair).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_block_is_read_and_says_something() {
        let file = include_str!("words.txt");
        assert_eq!(ALL.len(), file.lines().filter(|line| line.starts_with("= ")).count());
        let bodies: BTreeSet<&str> = ALL.iter().map(|model| model.body.as_str()).collect();
        assert!(bodies.len() == ALL.len() && ALL.len() >= 40, "{} texts", bodies.len());
        for model in ALL.iter() {
            assert!(model.body.len() > 60 && model.title.len() > 6, "{model:?}");
            assert!(model.asks == Asks::Nothing || model.days > 0, "asks without a deadline: {model:?}");
            assert!(!model.body.contains('\''), "a straight apostrophe: {model:?}");
        }
        for category in Category::ALL {
            assert!(ALL.iter().any(|model| model.category == category), "{category:?}");
        }
        for asks in Asks::ALL {
            assert!(ALL.iter().any(|model| model.asks == asks), "{asks:?}");
        }
        assert!(ALL.iter().any(|model| model.is_withdrawn));
        let asked = file.lines().filter(|line| line.starts_with("? ")).count();
        assert_eq!(ALL.iter().map(|model| model.questions.len()).sum::<usize>(), asked);
        assert!(ALL.iter().filter(|model| model.correction.is_some()).count() >= 2);
    }

    #[test]
    fn months_may_turn_the_year() {
        assert_eq!(months("11-3"), [11, 12, 1, 2, 3]);
        assert_eq!(months("9-11,4-6"), [9, 10, 11, 4, 5, 6]);
        assert!(months("*").is_empty());
    }
}
