//! The posts of a fictive school, as written in `articles.txt`: what they say, of which rubric, in which months.

use crate::base::{french, rich_text};
use jiff::civil::Date;
use std::sync::LazyLock;

pub static ALL: LazyLock<Vec<Model>> = LazyLock::new(|| read(include_str!("articles.txt")));

/// What is not for everybody to read, and is taken off.
pub const TO_REMOVE: &str = "Qui peut ramener mon fils mardi ? Appelez-moi au 06 39 98 00 00.";

/// What a teacher says to a parent who lent a hand.
pub const REMARK: &str =
    "Merci beaucoup ! Il manque la date, et la seconde photo est un peu floue : en avez-vous une autre ?";

/// What families would write below.
pub const COMMENTS: [&str; 8] = [
    "Merci pour ces nouvelles ! On en a parlé tout le repas.",
    "Quelle belle idée. Bravo à toute la classe.",
    "Chez nous, on a refait l’expérience dans l’évier.",
    "Il nous l’a raconté trois fois, et à chaque fois avec un détail de plus.",
    "Merci aux accompagnateurs et à la maîtresse.",
    "Nous avons des graines et un arrosoir à donner, je les dépose demain.",
    "Mamie a beaucoup aimé lire cet article.",
    "On attend la suite avec impatience.",
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum For {
    AnyClass,
    Maternelle,
    Elementaire,
    School,
    /// With photos on which children are named.
    Album,
}

#[derive(Debug)]
pub struct Model {
    pub category: String,
    pub whom: For,
    months: Vec<i8>,
    pub is_pinned: bool,
    pub has_comments: bool,
    pub title: String,
    /// Clean HTML.
    pub body: String,
}

impl Model {
    pub fn is_of(&self, day: Date) -> bool {
        self.months.is_empty() || self.months.contains(&day.month())
    }
}

fn read(text: &str) -> Vec<Model> {
    text.split("\n= ").skip(1).filter_map(block).collect()
}

fn block(text: &str) -> Option<Model> {
    let mut lines = text.lines();
    let mut head = lines.next()?.split('|').map(str::trim);
    let (category, whom, months, flags) = (head.next()?, head.next()?, head.next()?, head.next()?);
    let title = lines.next()?.trim();
    let body: String = lines.collect();
    Some(Model {
        category: category.to_owned(),
        whom: match whom {
            "mat" => For::Maternelle,
            "elem" => For::Elementaire,
            "ecole" => For::School,
            "album" => For::Album,
            _ => For::AnyClass,
        },
        months: months.split(',').flat_map(span).collect(),
        is_pinned: flags.contains("epingle"),
        has_comments: flags.contains("commentaires"),
        title: french::typeset(title),
        body: rich_text::clean(&french::typeset(body.trim())).ok()?,
    })
}

/// « 9-11 », « 3 »; every month: nothing.
fn span(text: &str) -> Vec<i8> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.trim().parse::<i8>(), last.trim().parse::<i8>()) {
        (Ok(first), Ok(last)) => (first..=last).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_is_read_whole() {
        let blocks = include_str!("articles.txt").matches("\n= ").count();
        assert_eq!(ALL.len(), blocks);
        for model in ALL.iter() {
            assert!(model.body.starts_with('<') && model.title.chars().count() < 60, "{}", model.title);
        }
        for whom in [For::AnyClass, For::Maternelle, For::Elementaire, For::School, For::Album] {
            assert!(ALL.iter().filter(|model| model.whom == whom).count() >= 3, "{whom:?}");
        }
        assert_eq!(span("9-11"), [9, 10, 11]);
        assert!(span("*").is_empty());
    }
}
