//! Fields in which one types.
use std::borrow::Cow;

use maud::{Markup, Render, html};

use super::control::Control;
pub use super::control::{Typed, id_of};

pub fn text<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Input("text"))
}

pub fn email<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Input("email")).autocomplete("email").as_written()
}

pub fn tel<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Input("tel")).autocomplete("tel").short()
}

/// A day as `YYYY-MM-DD`, in the browser's own calendar.
pub fn date<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Input("date")).short()
}

/// An hour as `HH:MM`.
pub fn time<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Input("time")).short()
}

pub fn number<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Input("text")).inputmode("numeric").short()
}

/// What was typed is never sent back. `autocomplete` is `current-password` unless told otherwise.
pub fn password<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Password).autocomplete("current-password").as_written()
}

/// A code printed on paper: big, capital, no correction by the telephone.
pub fn code<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    let mut field = written(name, label.into(), Shape::Input("text"));
    field.kind.class = Some("code-court");
    field.autocomplete("off").as_written()
}

pub fn textarea<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Area { rich: false })
}

/// A textarea that holds HTML and becomes an editor where JavaScript runs. What comes back must be cleaned.
pub fn rich_text<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Area { rich: true })
}

/// One file, or several with `.several()`; `.accept("image/jpeg,image/png")` makes an iPhone convert its photos.
pub fn file<'a>(name: &'a str, label: impl Into<Cow<'a, str>>) -> Field<'a> {
    written(name, label.into(), Shape::Input("file"))
}

/// A hidden pair.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

enum Shape {
    Input(&'static str),
    Password,
    Area { rich: bool },
}

/// A field in which one types.
pub type Field<'a> = Control<'a, Written<'a>>;

/// What is a typed field's own.
pub struct Written<'a> {
    shape: Shape,
    class: Option<&'static str>,
    as_written: bool,
    several: bool,
    focus: bool,
    inputmode: Option<&'a str>,
    accept: Option<&'a str>,
    list: Option<&'a str>,
    max_length: Option<usize>,
    bounds: (Option<&'a str>, Option<&'a str>),
}

fn written<'a>(name: &'a str, label: Cow<'a, str>, shape: Shape) -> Field<'a> {
    let kind = Written {
        shape,
        class: None,
        as_written: false,
        several: false,
        focus: false,
        inputmode: None,
        accept: None,
        list: None,
        max_length: None,
        bounds: (None, None),
    };
    Control::new(name, label, kind)
}

impl<'a> Field<'a> {
    pub fn inputmode(mut self, mode: &'a str) -> Self {
        self.kind.inputmode = Some(mode);
        self
    }

    /// No capital, no correction by the telephone: logins, codes.
    pub fn as_written(mut self) -> Self {
        self.kind.as_written = true;
        self
    }

    pub fn short(mut self) -> Self {
        self.kind.class = Some("brefs");
        self
    }

    pub fn accept(mut self, types: &'a str) -> Self {
        self.kind.accept = Some(types);
        self
    }

    pub fn several(mut self) -> Self {
        self.kind.several = true;
        self
    }

    /// Focused when the page opens: only where the page is nothing but this field.
    pub fn focused(mut self) -> Self {
        self.kind.focus = true;
        self
    }

    /// The id of a `<datalist>` of the page.
    pub fn suggestions(mut self, list: &'a str) -> Self {
        self.kind.list = Some(list);
        self
    }

    pub fn max_length(mut self, letters: usize) -> Self {
        self.kind.max_length = Some(letters);
        self
    }

    /// First and last day or hour that may be chosen.
    pub fn between(mut self, first: Option<&'a str>, last: Option<&'a str>) -> Self {
        self.kind.bounds = (first, last);
        self
    }

    fn input(&self, kind: &str) -> Markup {
        let shown = !matches!(kind, "password" | "file");
        html! {
            input class=[self.kind.class] id=(self.id) name=(self.name) type=(kind)
                value=[shown.then_some(self.typed.value)] required[self.required] multiple[self.kind.several]
                autofocus[self.kind.focus] autocomplete=[self.autocomplete] inputmode=[self.kind.inputmode]
                autocapitalize=[self.kind.as_written.then_some("none")] spellcheck=[self.kind.as_written.then_some("false")]
                accept=[self.kind.accept] list=[self.kind.list] maxlength=[self.kind.max_length]
                min=[self.kind.bounds.0] max=[self.kind.bounds.1]
                aria-describedby=[self.described_by()]
                aria-invalid=[self.invalid()];
        }
    }

    fn area(&self, rich: bool) -> Markup {
        html! {
            textarea id=(self.id) name=(self.name) required[self.required && !rich] maxlength=[self.kind.max_length]
                data-editeur[rich] rows="5"
                aria-describedby=[self.described_by()]
                aria-invalid=[self.invalid()] { "\n" (self.typed.value) }
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        html! {
            div.champ.faux[self.is_wrong()] {
                (self.head())
                @match self.kind.shape {
                    Shape::Input(kind) => (self.input(kind)),
                    Shape::Password => div.avec-bouton {
                        (self.input("password"))
                        button.bouton.sobre type="button" data-montrer=(self.id) hidden { "Afficher" }
                    },
                    Shape::Area { rich } => {
                        @if rich { (super::editor::frame(&self.id)) }
                        (self.area(rich))
                    }
                }
            }
        }
    }
}
