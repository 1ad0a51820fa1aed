//! The bare document and what the shell draws around a page: roof, menu at the thumb, foot.
//!
//! Nothing inline: one style sheet, one module, so that the strictest content policy holds.
use maud::{DOCTYPE, Markup, html};

use super::{
    button,
    icon::{Icon, icon, preau},
    search::in_roof,
};
use crate::base::assets::Asset;

/// A whole HTML document. `title` is what the tab says; `head_extra` may hold a `<link>` or a `<meta>`, never a script.
pub fn document(title: &str, head_extra: Markup, body: Markup) -> Markup {
    document_for("", title, head_extra, body)
}

/// The same with a class on the body: `eleve` makes everything bigger for pupils.
pub fn document_for(class: &str, title: &str, head_extra: Markup, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                meta name="theme-color" content="#43348f" media="(prefers-color-scheme: light)";
                meta name="theme-color" content="#2a2257" media="(prefers-color-scheme: dark)";
                meta name="format-detection" content="telephone=no, date=no, address=no";
                title { (title) }
                link rel="preload" as="font" type="font/woff2" href=(Asset::TexteWoff2.href()) crossorigin;
                link rel="stylesheet" href=(Asset::AppCss.href());
                link rel="icon" type="image/svg+xml" href=(Asset::FaviconSvg.href());
                link rel="apple-touch-icon" href=(Asset::Icone180Png.href());
                script type="module" src=(Asset::AppJs.href()) {}
                (head_extra)
            }
            body class=[(!class.is_empty()).then_some(class)] { (body) }
        }
    }
}

/// First thing in the body; `main` must carry `id="contenu"`.
pub fn skip_link() -> Markup {
    html! { a.aller href="#contenu" { "Aller au contenu" } }
}

/// One entry of the menu: five at most fit under a thumb.
pub struct MenuItem<'a> {
    pub href: &'a str,
    pub label: &'a str,
    pub icon: Icon,
    pub current: bool,
}

/// Who is signed in: the word that leads to their account.
pub struct AccountLink<'a> {
    pub href: &'a str,
    pub name: &'a str,
}

/// The roof of every page: the school's name, who speaks (« Mme Benali · CE1 »), the menu, the search, the account.
pub fn roof(
    school: &str,
    small: &str,
    items: &[MenuItem<'_>],
    search: Option<&str>,
    account: Option<AccountLink<'_>>,
) -> Markup {
    html! {
        header.toit {
            a.ecole href="/" { (preau()) span { (school) } }
            @if !small.is_empty() { small { (small) } }
            // One place alone is no menu: the school's name leads there.
            @if items.len() > 1 {
                (menu(items))
            }
            @if let Some(action) = search { (in_roof(action)) }
            @if let Some(account) = account {
                a.compte href=(account.href) { (icon(Icon::UserRound)) span translate="no" { (account.name) } }
            }
        }
    }
}

/// So many places fit under a thumb; where there are more, the last of these opens the rest.
const PLACES: usize = 6;

fn menu(items: &[MenuItem<'_>]) -> Markup {
    let (shown, rest) = items.split_at(if items.len() > PLACES { PLACES - 1 } else { items.len() });
    html! {
        nav aria-label="Menu" {
            @for item in shown { (place(item)) }
            @if !rest.is_empty() {
                details.autres {
                    summary.ici[rest.iter().any(|item| item.current)] { (icon(Icon::Ellipsis)) span { "Plus" } }
                    // Words alone: a list is read, and each drawing weighs on every page.
                    div { @for item in rest { a href=(item.href) aria-current=[item.current.then_some("page")] { (item.label) } } }
                }
            }
        }
    }
}

fn place(item: &MenuItem<'_>) -> Markup {
    html! {
        a href=(item.href) aria-current=[item.current.then_some("page")] { (icon(item.icon)) span { (item.label) } }
    }
}

/// On a shared computer: no draft is kept in this browser, and those found are erased.
pub fn without_drafts() -> Markup {
    html! { span hidden data-partage {} }
}

/// Erases the draft of the form marked `data-brouillon=key`; `"tous"` erases all of them, at sign-out.
pub fn forget_drafts(key: &str) -> Markup {
    html! { span hidden data-brouillons-effacer=(key) {} }
}

/// The one column of a page.
pub fn main(body: Markup) -> Markup {
    html! { main.page #contenu tabindex="-1" { (body) } }
}

/// The same, as narrow as a text: forms, sign-in, set-up.
pub fn narrow(body: Markup) -> Markup {
    html! { main.page.etroite #contenu tabindex="-1" { (body) } }
}

/// At the end of every page of a child's: the next one wants the tablet.
pub fn way_out() -> Markup {
    html! {
        form.sortir.sans-papier method="post" action="/deconnexion" { (button::quiet("J’ai fini").icon(Icon::LogOut)) }
    }
}

/// `(label, href)` links at the foot of every page.
pub fn foot(links: &[(&str, &str)]) -> Markup {
    html! {
        footer.pied {
            @for (label, href) in links { a href=(href) { (label) } }
        }
    }
}

/// The way back up, last step without a link.
pub fn crumbs(above: &[(&str, &str)], here: &str) -> Markup {
    way_up(above, here, None)
}

/// The same where somebody's name is on the way.
pub fn crumbs_of(above: &[(&str, &str)], here: &str) -> Markup {
    way_up(above, here, Some("no"))
}

fn way_up(above: &[(&str, &str)], here: &str, translate: Option<&str>) -> Markup {
    html! {
        nav.fil aria-label="Fil d’Ariane" translate=[translate] {
            ol {
                @for (label, href) in above { li { a href=(href) { (label) } } }
                li aria-current="page" { (here) }
            }
        }
    }
}

/// Where one stands in a suite of screens; `current` counts from 1.
pub fn steps(current: usize, titles: &[&str]) -> Markup {
    html! {
        nav.pile aria-label="Étapes" {
            p.doux {
                "Étape " (current) " sur " (titles.len())
                @if let Some(title) = current.checked_sub(1).and_then(|at| titles.get(at)) { " : " (title) }
            }
            ol.etapes {
                @for (number, title) in (1..).zip(titles) {
                    li.faite[number < current] aria-current=[(number == current).then_some("step")] {
                        @if number < current { (icon(Icon::Check)) }
                        span { (title) @if number < current { span.hors-vue { " (fait)" } } }
                    }
                }
            }
        }
    }
}
