//! What every field has, whether one types in it or chooses: the label above, the hint, the fault beside what was typed,
//! all tied for who hears the page.
//!
//! A field shows what it is given; it never judges it (a room's `forms.rs` does).
use std::borrow::Cow;

use maud::{Markup, html};

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

/// The id of the field called `name`: what a list of faults points at.
pub fn id_of(name: &str) -> String {
    format!("f-{name}")
}

/// A field, drawn by maud where it is put: `(field::text("titre", "Titre").required().typed(titre))`. `kind` is what is
/// its own: see [`super::field::Field`] and [`super::choice::Choices`].
pub struct Control<'a, Kind> {
    pub(super) name: &'a str,
    pub(super) id: String,
    pub(super) typed: Typed<'a>,
    pub(super) required: bool,
    pub(super) autocomplete: Option<&'a str>,
    pub(super) kind: Kind,
    label: Cow<'a, str>,
    hint: Option<Cow<'a, str>>,
    optional: bool,
}

impl<'a, Kind> Control<'a, Kind> {
    pub(super) fn new(name: &'a str, label: Cow<'a, str>, kind: Kind) -> Self {
        Control {
            name,
            id: id_of(name),
            typed: Typed::default(),
            required: false,
            autocomplete: None,
            kind,
            label,
            hint: None,
            optional: false,
        }
    }

    pub fn typed(mut self, typed: Typed<'a>) -> Self {
        self.typed = typed;
        self
    }

    /// One sentence under the label: what to write, or why it is asked.
    pub fn hint(mut self, hint: impl Into<Cow<'a, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Says « (facultatif) » beside the label.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Another id than [`id_of`] the name, when a page holds the same name twice.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// A token of the HTML standard: `given-name`, `new-password`, `off`…
    pub fn autocomplete(mut self, token: &'a str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    pub(super) fn head(&self) -> Markup {
        html! {
            label for=(self.id) { (self.title()) }
            (self.notes())
        }
    }

    pub(super) fn title(&self) -> Markup {
        html! { (self.label) @if self.optional { " " span.facultatif { "(facultatif)" } } }
    }

    pub(super) fn notes(&self) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.indice id={ (self.id) "-indice" } { (hint) } }
            @if let Some(fault) = self.typed.fault {
                p.faute id={ (self.id) "-faute" } { (icon(Icon::CircleAlert)) span { (fault) } }
            }
        }
    }

    pub(super) fn is_wrong(&self) -> bool {
        self.typed.fault.is_some()
    }

    /// For `aria-invalid`.
    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.is_wrong().then_some("true")
    }

    /// The ids of the hint and of the fault, for `aria-describedby`.
    pub(super) fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-indice", self.id));
        let fault = self.typed.fault.map(|_| format!("{}-faute", self.id));
        match (hint, fault) {
            (Some(hint), Some(fault)) => Some(format!("{hint} {fault}")),
            (one, other) => one.or(other),
        }
    }
}
