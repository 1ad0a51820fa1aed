//! Buttons and links that look like buttons: one primary action a screen, the rest quiet.
use std::borrow::Cow;

use maud::{Markup, Render, html};

use super::icon::{Icon, icon};

/// The one thing to do here. Verb + what happens: « Lire et signer ».
pub fn primary<'a>(label: impl Into<Cow<'a, str>>) -> Button<'a> {
    Button::new(label.into(), "bouton")
}

/// Any other thing that one may do.
pub fn quiet<'a>(label: impl Into<Cow<'a, str>>) -> Button<'a> {
    Button::new(label.into(), "bouton sobre")
}

/// What cannot be undone.
pub fn danger<'a>(label: impl Into<Cow<'a, str>>) -> Button<'a> {
    Button::new(label.into(), "bouton grave")
}

/// A primary action that is a page to go to. `.quiet()` makes it the second.
pub fn link<'a>(label: impl Into<Cow<'a, str>>, href: impl Into<Cow<'a, str>>) -> Button<'a> {
    Button { href: Some(href.into()), ..Button::new(label.into(), "bouton") }
}

/// A form of one button: what changes something is never a link.
pub fn post_button<'a>(action: &str, button: Button<'a>) -> Markup {
    html! { form.sans-papier method="post" action=(action) { (button) } }
}

/// Prints the page. Without JavaScript it is not there.
pub fn print(label: &str) -> Markup {
    html! {
        button.bouton.sobre type="button" data-imprimer hidden { (icon(Icon::Printer)) span { (label) } }
    }
}

/// The same, in a row of small ones.
pub fn print_small(label: &str) -> Markup {
    html! {
        button.bouton.sobre.petit type="button" data-imprimer hidden { (icon(Icon::Printer)) span { (label) } }
    }
}

/// Copies the text of the element with this id. Without JavaScript it is not there.
pub fn copy(label: &str, id: &str) -> Markup {
    html! {
        button.bouton.sobre.petit type="button" data-copier=(id) hidden { (icon(Icon::Copy)) span { (label) } }
    }
}

/// See [`primary`], [`quiet`], [`danger`], [`link`].
pub struct Button<'a> {
    label: Cow<'a, str>,
    class: &'static str,
    small: bool,
    icon: Option<Icon>,
    href: Option<Cow<'a, str>>,
    value: Option<(&'a str, Cow<'a, str>)>,
    confirm: Option<Cow<'a, str>>,
    about: Option<Cow<'a, str>>,
    name: Option<Cow<'a, str>>,
    form: Option<&'a str>,
}

impl<'a> Button<'a> {
    fn new(label: Cow<'a, str>, class: &'static str) -> Self {
        Button {
            label,
            class,
            small: false,
            icon: None,
            href: None,
            value: None,
            confirm: None,
            about: None,
            name: None,
            form: None,
        }
    }

    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Outlined instead of filled.
    pub fn quiet(mut self) -> Self {
        self.class = "bouton sobre";
        self
    }

    /// 44 px instead of 48, never the full width of a phone: in a table, in a list.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// The pair that this button sends with its form.
    pub fn sends(mut self, name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        self.value = Some((name, value.into()));
        self
    }

    /// It stands outside of the form that it sends: the form's id.
    pub fn of_form(mut self, id: &'a str) -> Self {
        self.form = Some(id);
        self
    }

    /// A question asked before the form leaves (with JavaScript; a page of its own asks without).
    pub fn confirm(mut self, question: impl Into<Cow<'a, str>>) -> Self {
        self.confirm = Some(question.into());
        self
    }

    /// Whose, after the label, kept from translators: « Signer pour » + « Léa ».
    pub fn naming(mut self, name: impl Into<Cow<'a, str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What it is about, for who hears the page: « Modifier » + « la classe de CM1 ». Most often somebody: never translated.
    pub fn about(mut self, what: impl Into<Cow<'a, str>>) -> Self {
        self.about = Some(what.into());
        self
    }

    fn inside(&self) -> Markup {
        html! {
            @if let Some(which) = self.icon { (icon(which)) }
            span { (self.label) @if let Some(name) = &self.name { " " span translate="no" { (name) } } @if let Some(about) = &self.about { span.hors-vue translate="no" { " " (about) } } }
        }
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let size = if self.small { " petit" } else { "" };
        let class = format!("{}{size}", self.class);
        html! {
            @if let Some(href) = &self.href {
                a class=(class) href=(href) { (self.inside()) }
            } @else {
                button class=(class) type="submit" form=[self.form] name=[self.value.as_ref().map(|v| v.0)]
                    value=[self.value.as_ref().map(|v| &v.1)] data-confirmer=[self.confirm.as_ref()] {
                    (self.inside())
                }
            }
        }
    }
}
