//! Where many files are sent from: a plain form, which JavaScript makes leave file by file, resume after a cut and say how far
//! each is (`assets/js/envoi.js`). Beside it, what has arrived, drawn by its room; the module asks for it anew.
use maud::{Markup, html};

use super::{
    button, field,
    icon::{Icon, icon},
};

/// One place where files are sent from; one a page.
pub struct Uploader<'a> {
    /// Where `Routes::resumable` takes them.
    pub action: &'a str,
    /// Whose files they are: what a browser keeps of them until they have left is that person's.
    pub person: i64,
    pub label: &'a str,
    pub hint: &'a str,
    /// As the `accept` of a file field: `image/*,video/*`.
    pub accept: &'a str,
    /// Bytes of one file.
    pub most: u64,
    /// What was wrong with what the plain form sent.
    pub fault: Option<&'a str>,
}

/// The name of the file field, for whoever reads the plain form.
pub const FIELD: &str = "fichiers";

/// `arrived`: what has come already. An element of it that carries `data-attend` says that it will soon look otherwise, and
/// makes the module ask again every few seconds.
pub fn uploader(uploader: &Uploader, arrived: Markup) -> Markup {
    let typed = field::Typed { value: "", fault: uploader.fault };
    html! {
        div.envoi {
            form.pile method="post" enctype="multipart/form-data" action=(uploader.action)
                data-envoi=(uploader.person) data-envoi-max=(uploader.most) {
                (field::file(FIELD, uploader.label).several().accept(uploader.accept).hint(uploader.hint).typed(typed))
                p.indice.deposer hidden { (icon(Icon::Upload)) span { "On peut aussi les déposer ici avec la souris." } }
                div.actions { (button::primary("Envoyer les fichiers").icon(Icon::Upload)) }
            }
            ul.envois hidden {}
            p.doux role="status" {}
            div data-envoi-arrives {
                (arrived)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_javascript_it_is_a_form_like_another() {
        let one = Uploader {
            action: "/blog/articles/1/envois",
            person: 7,
            label: "Photos",
            hint: "Plusieurs à la fois.",
            accept: "image/*",
            most: 1_000,
            fault: Some("Choisissez au moins un fichier."),
        };
        let text = uploader(&one, html! { p { "Une photo" } }).into_string();
        for said in [
            "method=\"post\"",
            "enctype=\"multipart/form-data\"",
            "action=\"/blog/articles/1/envois\"",
            "type=\"file\" multiple",
            "accept=\"image/*\"",
            "aria-invalid=\"true\"",
            "Envoyer les fichiers",
            "Une photo",
        ] {
            assert!(text.contains(said), "{said} is not in {text}");
        }
    }
}
