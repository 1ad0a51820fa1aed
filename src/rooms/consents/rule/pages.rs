//! The two rules, each with what it changes.

use crate::{
    base::ui::{button, choice, notice, page::crumbs},
    door::{Draft, Page},
    rooms::consents::{pages::TITLE, path},
    school::consent::Needs,
};
use maud::html;

pub fn saved(needs: Needs) -> &'static str {
    match needs {
        Needs::One => "C’est enregistré : l’accord d’un responsable suffit, si aucun ne refuse.",
        Needs::All => {
            "C’est enregistré : l’accord de chaque responsable est nécessaire. Ce qui ne l’a pas n’est plus montré."
        }
    }
}

pub fn show(draft: &Draft) -> Page {
    let title = "Un accord, ou tous ?";
    let body = html! {
        (crumbs(&[(TITLE, path::PAGE)], title))
        h1 { (title) }
        p { "La règle vaut pour toute l’école, tout de suite, et aussi pour les photos déjà publiées. Dans les deux cas, le refus d’un seul responsable l’emporte, et sans réponse rien n’est montré." }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action=(path::RULE) {
            (choice::radios("accord", "Pour montrer un enfant, il faut", vec![
                choice::choice(Needs::One.as_str(), "l’accord d’un responsable").hint("Les autres ont été informés et n’ont pas refusé. C’est la règle la plus courante."),
                choice::choice(Needs::All.as_str(), "l’accord de chaque responsable").hint("Les photos d’un enfant dont un seul responsable a répondu sont cachées dès l’enregistrement, et la nouvelle demande les attend tous."),
            ]).typed(draft.typed("accord")).required())
            p.indice { "Seuls comptent les responsables qui exercent l’autorité parentale aujourd’hui." }
            (button::primary("Enregistrer"))
        }
    };
    Page::narrow(title, body)
}
