//! The questions of a reply slip with what one ticks or writes under each.

use crate::{
    base::pdf::{Area, Canvas, Fonts, Style, Text, Weight, wrap},
    rooms::liaison::questions::Kind,
};

const LABEL: Style = Style::new(Weight::Bold, 9.0).leading(1.2);
const ANSWER: Style = Style::new(Weight::Regular, 9.0).leading(1.2);
const BOX: f32 = 3.2;
const ROW: f32 = 5.6;
/// A line to write on, high enough for a child's pencil.
const WRITTEN: f32 = 8.0;
const GAP: f32 = 1.6;

pub struct Question {
    label: String,
    answer: Answer,
}

enum Answer {
    Ticked(Vec<String>),
    /// On a line, after and before these words.
    Written(&'static str, &'static str),
    /// Joined to the talon, or sent another way.
    Joined,
}

impl Question {
    pub fn new(label: String, kind: Kind, choices: Vec<String>, is_required: bool) -> Question {
        let answer = match kind {
            Kind::YesNo | Kind::Consent => Answer::Ticked(vec!["oui".to_owned(), "non".to_owned()]),
            Kind::One | Kind::Several => Answer::Ticked(choices),
            Kind::Amount => Answer::Written("", "€"),
            Kind::Date => Answer::Written("le", ""),
            Kind::File => Answer::Joined,
            Kind::Number | Kind::Text => Answer::Written("", ""),
        };
        let label = match (kind, is_required) {
            (Kind::Several, true) => format!("{label} (plusieurs réponses possibles)"),
            (Kind::Several, false) => format!("{label} (plusieurs réponses possibles, facultatif)"),
            (Kind::Consent, _) => label,
            (_, false) => format!("{label} (facultatif)"),
            _ => label,
        };
        Question { label, answer }
    }

    /// What it takes, in millimetres.
    pub fn height(&self, fonts: &Fonts, width: f32, scale: f32) -> f32 {
        let label = LABEL.sized(LABEL.size * scale);
        let lines = wrap(&self.label, width, &|part: &str| label.width(fonts, part)).len() as f32;
        let answer = match &self.answer {
            Answer::Ticked(choices) => placed(fonts, choices, width, scale).1,
            Answer::Written(..) => WRITTEN * scale,
            Answer::Joined => ROW * scale,
        };
        lines * label.line_height() + answer + GAP * scale
    }

    /// Returns where it ends.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Area, scale: f32) -> f32 {
        let label = LABEL.sized(LABEL.size * scale);
        let answer = ANSWER.sized(ANSWER.size * scale);
        let top = canvas.write(&Text::new(&self.label, label), area);
        let bottom = match &self.answer {
            Answer::Ticked(choices) => {
                let (places, height) = placed(canvas.fonts(), choices, area.width, scale);
                for (choice, (left, below, room)) in choices.iter().zip(places) {
                    let at = Area::new(area.left + left, top + below + 0.9, BOX * scale);
                    canvas.frame(at, BOX * scale, 0.25);
                    let words = Area::new(at.left + (BOX + 1.4) * scale, top + below + 0.3, room);
                    canvas.write_name(&Text::new(choice, answer), words, 1, 5.0);
                }
                top + height
            }
            Answer::Written(before, after) => {
                let bottom = top + WRITTEN * scale;
                let words = bottom - answer.line_height();
                let ends = [before, after]
                    .map(|end| if end.is_empty() { 0.0 } else { answer.width(canvas.fonts(), end) + 1.5 });
                if !before.is_empty() {
                    canvas.write(&Text::new(before, answer), area.at(words));
                }
                if !after.is_empty() {
                    let at = Area::new(area.left + area.width.min(45.0) - ends[1] + 1.5, words, ends[1] + 2.0);
                    canvas.write(&Text::new(after, answer), at);
                }
                let end =
                    if before.is_empty() && after.is_empty() { area.width } else { area.width.min(45.0) - ends[1] };
                canvas.rule((area.left + ends[0], bottom - 0.8), (area.left + end, bottom - 0.8), 0.2);
                bottom
            }
            Answer::Joined => canvas.write(&Text::new(JOINED, answer), area.at(top)).max(top + ROW * scale),
        };
        bottom + GAP * scale
    }
}

const JOINED: &str = "Document à joindre à ce talon, ou à déposer sur Préau.";

/// Left, top and room for the words of each choice, one after another on as many rows as they take; and their height.
fn placed(fonts: &Fonts, choices: &[String], width: f32, scale: f32) -> (Vec<(f32, f32, f32)>, f32) {
    let style = ANSWER.sized(ANSWER.size * scale);
    let (mut left, mut top) = (0.0, 0.0);
    let mut places = Vec::with_capacity(choices.len());
    for choice in choices {
        let words = style.width(fonts, choice) + 0.5;
        let whole = (BOX + 1.4) * scale + words;
        if left > 0.0 && left + whole > width {
            (left, top) = (0.0, top + ROW * scale);
        }
        places.push((left, top, words.min(width - (BOX + 1.4) * scale)));
        left += whole + 5.0 * scale;
    }
    (places, top + ROW * scale)
}
