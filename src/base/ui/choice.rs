//! Fields in which one chooses: a list, radios, boxes to tick. Same frame, same faults as what is typed.
use std::borrow::Cow;

use maud::{Markup, Render, html};

use super::control::Control;

/// One possible answer.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    value: Cow<'a, str>,
    label: Cow<'a, str>,
    hint: Option<Cow<'a, str>>,
    ticked: bool,
    disabled: bool,
    name_of_person: bool,
}

pub fn choice<'a>(value: impl Into<Cow<'a, str>>, label: impl Into<Cow<'a, str>>) -> Choice<'a> {
    Choice {
        value: value.into(),
        label: label.into(),
        hint: None,
        ticked: false,
        disabled: false,
        name_of_person: false,
    }
}

impl<'a> Choice<'a> {
    pub fn hint(mut self, hint: impl Into<Cow<'a, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Chosen whatever was typed; in a list of boxes each says it for itself.
    pub fn ticked(mut self, ticked: bool) -> Self {
        self.ticked = ticked;
        self
    }

    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }

    pub fn is(&self, value: &str) -> bool {
        self.value == value
    }

    /// The label is somebody's name: no browser may translate it.
    pub fn person(mut self) -> Self {
        self.name_of_person = true;
        self
    }

    fn untranslated(&self) -> Option<&'static str> {
        self.name_of_person.then_some("no")
    }
}

/// A closed list. Up to six answers, radios are kinder.
pub fn select<'a>(name: &'a str, label: impl Into<Cow<'a, str>>, choices: Vec<Choice<'a>>) -> Choices<'a> {
    chosen(name, label.into(), Shape::Select, choices)
}

pub fn radios<'a>(name: &'a str, legend: impl Into<Cow<'a, str>>, choices: Vec<Choice<'a>>) -> Choices<'a> {
    chosen(name, legend.into(), Shape::Radios, choices)
}

/// Several answers under one name; `.all("Toute l’école")` adds a box that ticks them all (with JavaScript).
pub fn checkboxes<'a>(name: &'a str, legend: impl Into<Cow<'a, str>>, choices: Vec<Choice<'a>>) -> Choices<'a> {
    chosen(name, legend.into(), Shape::Boxes, choices)
}

/// One box. It sends `value` when ticked; `typed.value` equal to `value` ticks it.
pub fn checkbox<'a>(name: &'a str, value: &'a str, label: impl Into<Cow<'a, str>>) -> Choices<'a> {
    let label = label.into();
    chosen(name, label.clone(), Shape::OneBox, vec![choice(value, label)])
}

#[derive(PartialEq)]
enum Shape {
    Select,
    Radios,
    Boxes,
    OneBox,
}

/// A field in which one chooses.
pub type Choices<'a> = Control<'a, Chosen<'a>>;

/// What is a field of choices' own.
pub struct Chosen<'a> {
    shape: Shape,
    choices: Vec<Choice<'a>>,
    tight: bool,
    title: bool,
    all: Option<&'a str>,
}

fn chosen<'a>(name: &'a str, label: Cow<'a, str>, shape: Shape, choices: Vec<Choice<'a>>) -> Choices<'a> {
    Control::new(name, label, Chosen { shape, choices, tight: false, title: false, all: None })
}

impl<'a> Choices<'a> {
    /// Several columns where there is room: for many short answers.
    pub fn tight(mut self) -> Self {
        self.kind.tight = true;
        self
    }

    /// The legend in the size of a title.
    pub fn as_title(mut self) -> Self {
        self.kind.title = true;
        self
    }

    /// A box that ticks the others.
    pub fn all(mut self, label: &'a str) -> Self {
        self.kind.all = Some(label);
        self
    }

    fn is_chosen(&self, choice: &Choice<'_>) -> bool {
        choice.ticked
            || (self.kind.shape != Shape::Boxes && !choice.value.is_empty() && choice.value == self.typed.value)
    }

    fn list(&self) -> Markup {
        html! {
            div.champ.faux[self.is_wrong()] {
                (self.head())
                select id=(self.id) name=(self.name) required[self.required] autocomplete=[self.autocomplete]
                    aria-describedby=[self.described_by()]
                    aria-invalid=[self.invalid()] {
                    @for choice in &self.kind.choices {
                        option value=(choice.value) selected[self.is_chosen(choice)] disabled[choice.disabled]
                            translate=[choice.untranslated()] { (choice.label) }
                    }
                }
            }
        }
    }

    fn group(&self) -> Markup {
        html! {
            fieldset.groupe.champ.faux[self.is_wrong()] aria-describedby=[self.described_by()] {
                legend.titre[self.kind.title] { (self.title()) }
                (self.notes())
                @if let Some(all) = self.kind.all {
                    label.pastille data-cocher-tout=(self.name) hidden { input type="checkbox"; span { (all) } }
                }
                div.choix.serres[self.kind.tight] {
                    @for (number, choice) in self.kind.choices.iter().enumerate() { (self.tick(number, choice)) }
                }
            }
        }
    }

    /// The first answer carries the id, so that a list of faults leads to it.
    fn tick(&self, number: usize, choice: &Choice<'_>) -> Markup {
        let id = if number == 0 { self.id.clone() } else { format!("{}-{number}", self.id) };
        let hint = choice.hint.as_ref().map(|_| format!("{id}-mot"));
        html! {
            label.coche {
                input id=(id) name=(self.name) type=(if self.kind.shape == Shape::Radios { "radio" } else { "checkbox" })
                    value=(choice.value) checked[self.is_chosen(choice)] disabled[choice.disabled]
                    required[self.required && self.kind.shape != Shape::Boxes] aria-describedby=[hint.as_ref()]
                    aria-invalid=[self.invalid()];
                span translate=[choice.untranslated()] { (choice.label) }
                @if let (Some(words), Some(id)) = (&choice.hint, &hint) { span.indice id=(id) { (words) } }
            }
        }
    }

    fn one_box(&self) -> Markup {
        html! {
            div.champ.faux[self.is_wrong()] {
                @for choice in &self.kind.choices {
                    label.coche {
                        input id=(self.id) name=(self.name) type="checkbox" value=(choice.value)
                            checked[self.is_chosen(choice)] required[self.required]
                            aria-describedby=[self.described_by()]
                            aria-invalid=[self.invalid()];
                        span { (choice.label) }
                    }
                }
                // Below the box: above, it would read as part of the field before.
                (self.notes())
            }
        }
    }
}

impl Render for Choices<'_> {
    fn render(&self) -> Markup {
        match self.kind.shape {
            Shape::Select => self.list(),
            Shape::Radios | Shape::Boxes => self.group(),
            Shape::OneBox => self.one_box(),
        }
    }
}
