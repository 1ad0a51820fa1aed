//! The author's side of a slip: blocks of fields in the composer, one a question, as typed and then checked. Pure: the
//! composer of a new word, of a waiting one and of a ready-made one read them the same way.

use super::{CHOICE_LETTERS, CONSENT_LETTERS, Kind, LABEL_LETTERS, MOST, MOST_CHOICES, MOST_FILES, Per, Question};
use crate::{
    base::french,
    door::{Faults, Fields},
    school::consent::Asking,
};

/// The names of each block's fields: faults carry them, so they are written out.
pub const LABEL: [&str; MOST] = [
    "q1_intitule",
    "q2_intitule",
    "q3_intitule",
    "q4_intitule",
    "q5_intitule",
    "q6_intitule",
    "q7_intitule",
    "q8_intitule",
    "q9_intitule",
    "q10_intitule",
    "q11_intitule",
    "q12_intitule",
];
pub const CHOICES: [&str; MOST] = [
    "q1_choix",
    "q2_choix",
    "q3_choix",
    "q4_choix",
    "q5_choix",
    "q6_choix",
    "q7_choix",
    "q8_choix",
    "q9_choix",
    "q10_choix",
    "q11_choix",
    "q12_choix",
];
const NO_IMAGE: &str =
    "Une autorisation d’image se prépare depuis la page « Autorisations d’image » : retirez cette question.";
/// The button that adds, takes away or moves a question.
pub const GESTURE: &str = "talon";

/// One question as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub label: String,
    pub kind: String,
    /// One a line.
    pub choices: String,
    pub is_required: bool,
    pub per: Per,
    /// What a consent is for, packed; empty for every other kind.
    pub image: String,
}

impl Block {
    pub fn blank() -> Block {
        Block {
            label: String::new(),
            kind: Kind::YesNo.as_str().to_owned(),
            choices: String::new(),
            is_required: true,
            per: Per::Pupil,
            image: String::new(),
        }
    }

    fn is_blank(&self) -> bool {
        self.label.trim().is_empty() && self.choices.trim().is_empty()
    }
}

/// True for what a draft keeps of a slip.
pub fn is_name(name: &str) -> bool {
    (1..=MOST).any(|n| field(n, "intitule") == name)
        || ["sorte", "choix", "obligatoire", "pour", "image"]
            .iter()
            .any(|what| (1..=MOST).any(|n| field(n, what) == name))
}

/// The name of a field of the block at that place, from 1.
pub fn field(place: usize, what: &str) -> String {
    format!("q{place}_{what}")
}

/// « Vérifier »: the page comes back as it was typed, with what the school's box says of it. Nothing is sent.
pub const CHECK: &str = "verifier";

/// A button of the slip was pressed, and nothing else is meant: the page comes back with what it did.
pub fn is_gesture(fields: &Fields) -> bool {
    fields.has(GESTURE)
}

/// The blocks as they are to be drawn: as typed, after the button pressed; and the one that it touched.
pub fn shown(fields: &Fields) -> (Vec<Block>, Option<usize>) {
    let mut blocks = typed(fields);
    let (verb, place) = fields.get(GESTURE).split_once('-').unwrap_or((fields.get(GESTURE), ""));
    let at = place.parse::<usize>().ok().and_then(|place| place.checked_sub(1)).filter(|at| *at < blocks.len());
    let touched = match (verb, at) {
        ("ajouter", _) if blocks.len() < MOST => {
            blocks.push(Block::blank());
            Some(blocks.len() - 1)
        }
        ("retirer", Some(at)) => {
            blocks.remove(at);
            blocks.len().checked_sub(1).map(|last| at.min(last))
        }
        ("monter", Some(at)) if at > 0 => {
            blocks.swap(at, at - 1);
            Some(at - 1)
        }
        ("descendre", Some(at)) if at + 1 < blocks.len() => {
            blocks.swap(at, at + 1);
            Some(at + 1)
        }
        _ => None,
    };
    (blocks, touched)
}

fn typed(fields: &Fields) -> Vec<Block> {
    let block = |place: usize| {
        let value = |what| fields.raw(&field(place, what)).to_owned();
        Block {
            label: value("intitule"),
            kind: value("sorte"),
            choices: value("choix"),
            is_required: fields.has(&field(place, "obligatoire")),
            per: Per::parse(&value("pour")),
            image: value("image"),
        }
    };
    (1..=MOST).filter(|place| fields.has(&field(*place, "intitule"))).map(block).collect()
}

/// The questions, or what is wrong with them. A block left blank is none.
pub fn check(fields: &Fields, faults: &mut Faults) -> Vec<Question> {
    let mut questions = Vec::new();
    for (at, block) in typed(fields).into_iter().enumerate().filter(|(_, block)| !block.is_blank()) {
        let label = french::typeset(block.label.replace(['\r', '\n'], " ").trim());
        match label.chars().count() {
            0 => faults.add(LABEL[at], format!("Écrivez la question {}, ou retirez-la.", at + 1)),
            n if n > LABEL_LETTERS && (block.image.is_empty() || n > CONSENT_LETTERS) => {
                faults.add(LABEL[at], format!("La question {} est trop longue : 160 lettres au plus.", at + 1));
            }
            _ => {}
        }
        let Some(kind) = Kind::parse(block.kind.trim()) else {
            faults.add(LABEL[at], format!("Dites comment on répond à la question {}.", at + 1));
            continue;
        };
        let choices = if kind.has_choices() { choices(&block.choices, at, faults) } else { Vec::new() };
        if kind == Kind::Consent {
            let image = Asking::unpacked(&block.image);
            if image.is_none() {
                faults.add(LABEL[at], NO_IMAGE);
            }
            // Never asked for in exchange of anything, and each guardian's own.
            questions.push(Question { kind, label, choices, is_required: false, per: Per::Guardian, image });
            continue;
        }
        questions.push(Question { kind, label, choices, is_required: block.is_required, per: block.per, image: None });
    }
    if questions.iter().filter(|question| question.kind == Kind::File).count() > MOST_FILES {
        faults.add("", "Trois questions au plus demandent un fichier.");
    }
    questions
}

fn choices(typed: &str, at: usize, faults: &mut Faults) -> Vec<String> {
    let mut choices: Vec<String> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let choice = french::typeset(line);
        if !choices.contains(&choice) {
            choices.push(choice);
        }
    }
    let number = at + 1;
    if choices.len() < 2 {
        faults.add(CHOICES[at], format!("Écrivez au moins deux choix pour la question {number}, un par ligne."));
    } else if choices.len() > MOST_CHOICES {
        faults.add(CHOICES[at], format!("La question {number} a plus de dix choix : gardez-en dix au plus."));
    } else if choices.iter().any(|choice| choice.chars().count() > CHOICE_LETTERS) {
        faults.add(CHOICES[at], format!("Un choix de la question {number} est trop long : 60 lettres au plus."));
    }
    choices
}

/// The same questions as fields of the composer.
pub fn put(questions: &[Question], fields: &mut Fields) {
    for (place, question) in (1..).zip(questions.iter().take(MOST)) {
        fields.push(field(place, "intitule"), question.label.as_str());
        fields.push(field(place, "sorte"), question.kind.as_str());
        fields.push(field(place, "choix"), question.choices.join("\n"));
        if question.is_required {
            fields.push(field(place, "obligatoire"), "oui");
        }
        fields.push(field(place, "pour"), question.per.as_str());
        if let Some(image) = &question.image {
            fields.push(field(place, "image"), image.packed());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: Kind, choices: &[&str]) -> Question {
        let choices = choices.iter().map(|choice| choice.to_string()).collect();
        Question { kind, label: "Viendrez-vous".into(), choices, is_required: true, per: Per::Pupil, image: None }
    }

    fn of(questions: &[Question]) -> Fields {
        let mut fields = Fields::default();
        put(questions, &mut fields);
        fields
    }

    #[test]
    fn questions_come_back_from_their_fields() {
        let mut optional = question(Kind::Several, &["Le car", "À pied"]);
        (optional.is_required, optional.per) = (false, Per::Guardian);
        let all = [question(Kind::YesNo, &[]), optional];
        let mut faults = Faults::default();
        assert_eq!(check(&of(&all), &mut faults), all);
        assert!(faults.is_empty());
        assert!(of(&all).pairs().iter().all(|(name, _)| is_name(name)));
        assert!(!is_name("q13_intitule") && !is_name("q1_autre"));
    }

    #[test]
    fn a_blank_block_is_no_question_and_half_a_one_is_a_fault() {
        let fields =
            Fields::parse(b"q1_intitule=&q1_sorte=yes_no&q2_intitule=Qui&q2_sorte=one&q2_choix=Un%0D%0A%0D%0AUn");
        let mut faults = Faults::default();
        check(&fields, &mut faults);
        assert!(faults.of("q1_intitule").is_none() && faults.of("q2_choix").is_some());
        let fields = Fields::parse(b"q1_intitule=&q1_sorte=one&q1_choix=Un%0D%0ADeux&q2_intitule=Oui&q2_sorte=x");
        let mut faults = Faults::default();
        check(&fields, &mut faults);
        assert!(faults.of("q1_intitule").is_some() && faults.of("q2_intitule").is_some());
        let files: Vec<Question> = (0..4).map(|_| question(Kind::File, &[])).collect();
        let mut faults = Faults::default();
        check(&of(&files), &mut faults);
        assert!(faults.of("").is_some());
    }

    #[test]
    fn buttons_add_take_away_and_move() {
        let labels = |gesture: &str| {
            let mut fields = Fields::parse(b"q1_intitule=a&q2_intitule=b&q3_intitule=c");
            fields.push(GESTURE, gesture);
            let (blocks, touched) = shown(&fields);
            (blocks.iter().map(|block| block.label.clone()).collect::<Vec<_>>().join("|"), touched)
        };
        assert_eq!(labels("ajouter"), ("a|b|c|".to_owned(), Some(3)));
        assert_eq!(labels("retirer-3"), ("a|b".to_owned(), Some(1)));
        assert_eq!(labels("monter-3"), ("a|c|b".to_owned(), Some(1)));
        assert_eq!(labels("descendre-1"), ("b|a|c".to_owned(), Some(1)));
        for odd in ["monter-1", "descendre-3", "retirer-9", "retirer-0", "monter", "x"] {
            assert_eq!(labels(odd), ("a|b|c".to_owned(), None), "{odd}");
        }
    }
}
