//! Fields in which one types: the label above, the hint, the fault beside what was typed, all tied for who hears the page.
//!
//! A field shows what it is given; it never judges it (a room's `forms.rs` does).
use std::borrow::Cow;

use maud::{Markup, Render, html};

use super::icon::{Icon, icon};

/// What was typed in a field and what is wrong with it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    pub value: &'a str,
    pub fault: Option<&'a str>,
}

impl<'a> Typed<'a> {
    /// A value that nothing is wrong with.
    pub fn of(value: &'a str) -> Self {
        Typed { value, fault: None }
    }
}

pub fn text<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Input("text"))
}

pub fn email<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Input("email")).autocomplete("email").as_written()
}

pub fn tel<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Input("tel")).autocomplete("tel").short()
}

/// A day as `YYYY-MM-DD`, in the browser's own calendar.
pub fn date<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Input("date")).short()
}

/// An hour as `HH:MM`.
pub fn time<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Input("time")).short()
}

pub fn number<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field { inputmode: Some("numeric"), ..Field::new(name, label.into(), Shape::Input("text")) }.short()
}

/// What was typed is never sent back. `autocomplete` is `current-password` unless told otherwise.
pub fn password<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Password).autocomplete("current-password").as_written()
}

/// A code printed on paper: big, capital, no correction by the telephone.
pub fn code<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field { class: Some("code-court"), ..Field::new(name, label.into(), Shape::Input("text")) }
        .autocomplete("off")
        .as_written()
}

pub fn textarea<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Area { rich: false })
}

/// A textarea that holds HTML and becomes an editor where JavaScript runs. What comes back must be cleaned.
pub fn rich_text<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Area { rich: true })
}

/// One file, or several with `.several()`; `.accept("image/jpeg,image/png")` makes an iPhone convert its photos.
pub fn file<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    Field::new(name, label.into(), Shape::Input("file"))
}

/// A hidden pair.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// The id of the field called `name`: what a list of faults points at.
pub fn id_of(name: &str) -> String {
    format!("f-{name}")
}

enum Shape {
    Input(&'static str),
    Password,
    Area { rich: bool },
}

/// A field, drawn by maud where it is put: `(field::text("titre", "Titre").required().typed(titre))`.
pub struct Field<'a> {
    name: &'a str,
    shape: Shape,
    frame: Frame<'a>,
    typed: Typed<'a>,
    class: Option<&'static str>,
    required: bool,
    as_written: bool,
    several: bool,
    focus: bool,
    autocomplete: Option<&'a str>,
    inputmode: Option<&'a str>,
    accept: Option<&'a str>,
    list: Option<&'a str>,
    max_length: Option<usize>,
    bounds: (Option<&'a str>, Option<&'a str>),
}

impl<'a> Field<'a> {
    fn new(name: &'a str, label: Cow<'a, str>, shape: Shape) -> Self {
        Field {
            name,
            shape,
            frame: Frame { id: id_of(name), label, hint: None, optional: false },
            typed: Typed::default(),
            class: None,
            required: false,
            as_written: false,
            several: false,
            focus: false,
            autocomplete: None,
            inputmode: None,
            accept: None,
            list: None,
            max_length: None,
            bounds: (None, None),
        }
    }

    pub fn typed(mut self, typed: Typed<'a>) -> Self {
        self.typed = typed;
        self
    }

    /// One sentence under the label: what to write, or why it is asked.
    pub fn hint(mut self, hint: impl Into<Cow<'a, str>>) -> Self {
        self.frame.hint = Some(hint.into());
        self
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Says « (facultatif) » beside the label.
    pub fn optional(mut self) -> Self {
        self.frame.optional = true;
        self
    }

    /// Another id than [`id_of`] the name, when a page holds the same name twice.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.frame.id = id.into();
        self
    }

    /// A token of the HTML standard: `given-name`, `new-password`, `off`…
    pub fn autocomplete(mut self, token: &'a str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    pub fn inputmode(mut self, mode: &'a str) -> Self {
        self.inputmode = Some(mode);
        self
    }

    /// No capital, no correction by the telephone: logins, codes.
    pub fn as_written(mut self) -> Self {
        self.as_written = true;
        self
    }

    pub fn short(mut self) -> Self {
        self.class = Some("brefs");
        self
    }

    pub fn accept(mut self, types: &'a str) -> Self {
        self.accept = Some(types);
        self
    }

    pub fn several(mut self) -> Self {
        self.several = true;
        self
    }

    /// Focused when the page opens: only where the page is nothing but this field.
    pub fn focused(mut self) -> Self {
        self.focus = true;
        self
    }

    /// The id of a `<datalist>` of the page.
    pub fn suggestions(mut self, list: &'a str) -> Self {
        self.list = Some(list);
        self
    }

    pub fn max_length(mut self, letters: usize) -> Self {
        self.max_length = Some(letters);
        self
    }

    /// First and last day or hour that may be chosen.
    pub fn between(mut self, first: Option<&'a str>, last: Option<&'a str>) -> Self {
        self.bounds = (first, last);
        self
    }

    fn input(&self, kind: &str) -> Markup {
        let shown = !matches!(kind, "password" | "file");
        html! {
            input class=[self.class] id=(self.frame.id) name=(self.name) type=(kind)
                value=[shown.then_some(self.typed.value)] required[self.required] multiple[self.several]
                autofocus[self.focus] autocomplete=[self.autocomplete] inputmode=[self.inputmode]
                autocapitalize=[self.as_written.then_some("none")] spellcheck=[self.as_written.then_some("false")]
                accept=[self.accept] list=[self.list] maxlength=[self.max_length]
                min=[self.bounds.0] max=[self.bounds.1]
                aria-describedby=[self.frame.described_by(self.typed.fault)]
                aria-invalid=[self.typed.fault.map(|_| "true")];
        }
    }

    fn area(&self, rich: bool) -> Markup {
        html! {
            textarea id=(self.frame.id) name=(self.name) required[self.required && !rich] maxlength=[self.max_length]
                data-editeur[rich] rows="5"
                aria-describedby=[self.frame.described_by(self.typed.fault)]
                aria-invalid=[self.typed.fault.map(|_| "true")] { "\n" (self.typed.value) }
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        html! {
            div.champ.faux[self.typed.fault.is_some()] {
                (self.frame.head(self.typed.fault))
                @match self.shape {
                    Shape::Input(kind) => (self.input(kind)),
                    Shape::Password => div.avec-bouton {
                        (self.input("password"))
                        button.bouton.sobre type="button" data-montrer=(self.frame.id) hidden { "Afficher" }
                    },
                    Shape::Area { rich } => {
                        @if rich { (super::editor::frame(&self.frame.id)) }
                        (self.area(rich))
                    }
                }
            }
        }
    }
}

/// What every field has around it.
pub(super) struct Frame<'a> {
    pub id: String,
    pub label: Cow<'a, str>,
    pub hint: Option<Cow<'a, str>>,
    pub optional: bool,
}

impl Frame<'_> {
    pub fn head(&self, fault: Option<&str>) -> Markup {
        html! {
            label for=(self.id) { (self.title()) }
            (self.notes(fault))
        }
    }

    pub fn title(&self) -> Markup {
        html! { (self.label) @if self.optional { " " span.facultatif { "(facultatif)" } } }
    }

    pub fn notes(&self, fault: Option<&str>) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.indice id={ (self.id) "-indice" } { (hint) } }
            @if let Some(fault) = fault {
                p.faute id={ (self.id) "-faute" } { (icon(Icon::CircleAlert)) span { (fault) } }
            }
        }
    }

    /// The ids of the hint and of the fault, for `aria-describedby`.
    pub fn described_by(&self, fault: Option<&str>) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-indice", self.id));
        let fault = fault.map(|_| format!("{}-faute", self.id));
        match (hint, fault) {
            (Some(hint), Some(fault)) => Some(format!("{hint} {fault}")),
            (one, other) => one.or(other),
        }
    }
}
