//! The `[fields to fill]` of a model: found in its texts, asked in plain inputs, put back in their places. Pure.

use super::Model;
use crate::{
    base::french,
    door::Fields,
    rooms::liaison::questions::{Question, blocks},
};
use jiff::civil::{Date, Time};
use maud::{Render, html};

/// The hidden field of the composer that remembers which places were to be filled.
pub const FIELDS: &str = "champs";
const MOST: usize = 20;
const LETTERS: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The first that is no deadline is the day that the word is about.
    Date,
    /// « [date limite] ».
    Deadline,
    Time,
    Amount,
    Text,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// What stands between the brackets.
    pub name: String,
    pub kind: Kind,
}

/// Each field once, in the order in which a reader meets them.
pub fn fields(model: &Model) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    let labels = model.questions.iter().flat_map(|question| std::iter::once(&question.label).chain(&question.choices));
    for text in [&model.title, &model.body].into_iter().chain(labels) {
        for name in names(text) {
            if found.len() < MOST && !found.iter().any(|field| field.name == name) {
                found.push(Field { name: name.to_owned(), kind: kind(name) });
            }
        }
    }
    found
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    let after = text.split('[').skip(1);
    after.filter_map(|rest| rest.split_once(']').map(|(name, _)| name)).filter(|name| {
        let letters = name.chars().count();
        (1..=LETTERS).contains(&letters) && name.chars().all(|c| c.is_alphanumeric() || " ’'-".contains(c))
    })
}

fn kind(name: &str) -> Kind {
    let name = french::fold(name);
    let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    if starts(&["date limite"]) {
        Kind::Deadline
    } else if starts(&["date", "jour"]) {
        Kind::Date
    } else if starts(&["heure"]) {
        Kind::Time
    } else if starts(&["prix", "montant", "tarif"]) {
        Kind::Amount
    } else {
        Kind::Text
    }
}

/// The composer's fields, filled. `value`: what was typed for each field, in order; an empty one stays in its brackets.
pub fn fill(model: &Model, value: impl Fn(usize) -> String) -> Fields {
    let all = fields(model);
    let typed: Vec<(usize, String)> = (0..all.len()).map(|at| (at, value(at).trim().to_owned())).collect();
    let put = |text: &str, is_html: bool| {
        typed.iter().filter(|(_, value)| !value.is_empty()).fold(text.to_owned(), |text, (at, value)| {
            let said = said(all[*at].kind, value);
            let said = if is_html { html! { (said) }.render().into_string() } else { said };
            text.replace(&format!("[{}]", all[*at].name), &said)
        })
    };
    let mut out = Fields::default();
    out.push("titre", put(&model.title, false));
    out.push("texte", put(&model.body, true));
    out.push("categorie", model.category.as_str());
    out.push("demande", model.asks.as_str());
    for (name, kind) in [("avant_le", Kind::Deadline), ("evenement_le", Kind::Date)] {
        let day = typed.iter().find(|(at, value)| all[*at].kind == kind && value.parse::<Date>().is_ok());
        if let Some((_, day)) = day {
            out.push(name, day.as_str());
        }
    }
    let questions: Vec<Question> = model
        .questions
        .iter()
        .map(|question| Question {
            label: put(&question.label, false),
            choices: question.choices.iter().map(|choice| put(choice, false)).collect(),
            ..question.clone()
        })
        .collect();
    blocks::put(&questions, &mut out);
    let names: Vec<&str> = all.iter().map(|field| field.name.as_str()).collect();
    out.push(FIELDS, names.join("|"));
    out
}

/// The first field of a model that was left in its brackets; `remembered` is the hidden field's.
pub fn left_open<'a>(remembered: &'a str, texts: &[&str]) -> Option<&'a str> {
    let is_open = |name: &&str| !name.is_empty() && texts.iter().any(|text| text.contains(&format!("[{name}]")));
    remembered.split('|').take(MOST).find(is_open)
}

fn said(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Date | Kind::Deadline => value.parse::<Date>().map_or(value.to_owned(), french::day),
        Kind::Time => value.parse::<Time>().map_or(value.to_owned(), french::time),
        Kind::Amount => {
            let bare = value.trim_end_matches('€').trim_end();
            if bare.ends_with(|c: char| c.is_ascii_digit()) { format!("{bare}\u{a0}€") } else { value.to_owned() }
        }
        Kind::Text => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::liaison::{
        Asks, Category,
        questions::{Kind as Answer, Per},
    };

    fn model() -> Model {
        let question = Question {
            kind: Answer::YesNo,
            label: "Vient à [lieu] ?".into(),
            choices: Vec::new(),
            is_required: true,
            per: Per::Pupil,
            image: None,
        };
        Model {
            name: "Sortie".into(),
            title: "Sortie à [lieu]".into(),
            body: "<p>Le [date de la sortie] à [heure], [prix], avant le [date limite]. [1] [] [a<b>]</p>".into(),
            category: Category::Outing,
            asks: Asks::One,
            questions: vec![question],
        }
    }

    #[test]
    fn fields_are_found_once_with_their_kind() {
        let found: Vec<(String, Kind)> = fields(&model()).into_iter().map(|one| (one.name, one.kind)).collect();
        let name = |name: &str, kind| (name.to_owned(), kind);
        let wanted = [
            name("lieu", Kind::Text),
            name("date de la sortie", Kind::Date),
            name("heure", Kind::Time),
            name("prix", Kind::Amount),
            name("date limite", Kind::Deadline),
            name("1", Kind::Text),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn what_is_typed_stands_in_its_places() {
        let typed = ["Musée <b>", "2026-12-04", "08:30", "12,50", "2026-11-27", "1"];
        let filled = fill(&model(), |at| typed[at].to_owned());
        assert_eq!(filled.get("titre"), "Sortie à Musée <b>");
        assert!(filled.get("texte").contains("Le vendredi 4 décembre à 8"), "{}", filled.get("texte"));
        assert!(filled.get("texte").contains("12,50\u{a0}€"));
        assert_eq!((filled.get("avant_le"), filled.get("evenement_le")), ("2026-11-27", "2026-12-04"));
        assert_eq!(filled.get("q1_intitule"), "Vient à Musée <b> ?");
        assert_eq!(left_open(filled.get(FIELDS), &[filled.get("texte"), filled.get("titre")]), None);
        let blank = fill(&model(), |at| if at == 0 { "<i>".into() } else { String::new() });
        assert_eq!(left_open(blank.get(FIELDS), &[blank.get("texte")]), Some("date de la sortie"));
        assert_eq!(blank.get("titre"), "Sortie à <i>");
        assert!(!blank.has("avant_le"));
    }
}
