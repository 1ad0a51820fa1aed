//! The page on which a word is written, and the one on which it is corrected.

use super::{Choice, store::Saved};
use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field::{self, hidden, id_of},
            icon, notice,
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Draft, Page},
    rooms::liaison::{
        Asks, Category,
        pages::{BOOK_TITLE, moment, named},
        path,
        pieces::store::Piece,
        policy::CorrectNote,
        questions::{blocks, editor},
        templates::FIELDS,
    },
    school::{group::GroupLine, permit::May},
};
use maud::{Markup, html};

pub const DAY_IS_PAST: &str = "Cette date est passée : choisissez aujourd’hui ou un jour à venir.";
pub const NOBODY: &str = "Il n’y a encore aucun élève ici : ce mot n’arriverait à personne.";
pub const CHOOSE_AGAIN: &str = "Choisissez à nouveau vos pièces jointes : le navigateur ne les retient pas.";
pub const TOO_MANY: &str = "Un mot porte 10 fichiers au plus : retirez-en, ou ajoutez-en moins.";
const FILES_HINT: &str = "10 au plus, de 20 Mo chacun. Le lieu et l’heure cachés dans les photos sont effacés.";
pub const KEPT: &str =
    "Votre brouillon est gardé. Vous le retrouverez en écrivant un mot, sur n’importe quel appareil.";
const ACCEPT: &str =
    "image/jpeg,image/png,image/webp,image/gif,application/pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,video/mp4";

pub fn sent(families: usize) -> String {
    format!("Le mot est envoyé à {}.", french::count(families, "famille", "familles"))
}

/// For the page that keeps its draft by itself: it reads the status only.
pub fn kept() -> Page {
    Page::document(html! {})
}

/// A draft waits: nothing is typed over it before it was taken up or thrown away.
pub fn resume(cx: &Cx, saved: &Saved) -> Page {
    let title = match saved.fields.get("titre") {
        "" => "Sans titre",
        title => title,
    };
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK)], "Écrire un mot"))
        h1 { "Vous aviez commencé un mot" }
        (piece::word(html! {
            h2 { (title) }
            p.doux { "Gardé " (moment(cx, saved.saved_at)) ". Les pièces jointes sont à choisir à nouveau." }
            div.actions {
                (button::link(format!("Reprendre le brouillon {}", of(&moment(cx, saved.saved_at))), format!("{}?brouillon=reprendre", path::WRITE)).icon(Icon::PenLine))
                form method="post" action={ (path::DRAFT) "/jeter" } { (button::quiet("Jeter").confirm("Jeter ce brouillon ?").about("ce brouillon")) }
            }
        }))
    };
    Page::narrow("Écrire un mot", body)
}

/// « de mardi à 16 h 05 », « d’hier à 16 h 05 », and nothing where « de » cannot stand (« il y a 5 minutes »).
fn of(moment: &str) -> String {
    if moment.starts_with("il y a") || moment.starts_with("à ") || moment.starts_with("ce") {
        String::new()
    } else {
        french::de(moment)
    }
}

/// To whom the viewer may write.
pub struct Recipients {
    pub classes: Vec<Choice>,
    pub groups: Vec<GroupLine>,
    pub is_director: bool,
}

pub fn write(cx: &Cx, to: &Recipients, draft: &Draft) -> Page {
    if to.classes.iter().all(|one| one.pupils.is_empty()) && to.groups.iter().all(|one| one.pupils == 0) {
        return without_pupils(to.is_director);
    }
    let today = cx.today.to_string();
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK)], "Écrire un mot"))
        div.rang.bouts { h1 { "Écrire un mot" } (button::link("Partir d’un modèle", path::TEMPLATES).icon(Icon::FileText).quiet().small()) }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile.mot-nouveau method="post" action=(path::WRITE) enctype="multipart/form-data" data-garder=(path::DRAFT) {
            @if draft.fields.has(FIELDS) { (hidden(FIELDS, draft.fields.get(FIELDS))) }
            (recipients(to, draft))
            (field::text("titre", "Titre").typed(draft.typed("titre")).required().max_length(140))
            (field::rich_text("texte", "Texte").typed(draft.typed("texte")).required())
            (field::file("pieces", "Photos et fichiers").typed(draft.typed("pieces")).optional().several().accept(ACCEPT)
                .hint(FILES_HINT))
            (categories(draft))
            (asks(draft))
            (editor::section(draft))
            (field::date("avant_le", "Réponse attendue au plus tard le").typed(draft.typed("avant_le")).optional().between(Some(&today), None)
                .hint("Pour « lu » ou une signature. On peut encore répondre après."))
            div.actions {
                (button::primary("Envoyer le mot").icon(Icon::Send))
                button.bouton.sobre type="submit" formaction=(path::DRAFT) formenctype="application/x-www-form-urlencoded" formnovalidate { "Garder comme brouillon" }
            }
            p.indice data-garder-dit role="status" {}
        }
    };
    Page::narrow("Écrire un mot", body)
}

/// A word is for families: none is written before there are any.
fn without_pupils(is_director: bool) -> Page {
    let step = html! {
        @if is_director { (button::link("Faire entrer les élèves", "/ecole/import")) }
        @else { (button::link("Revenir au cahier", path::BOOK).quiet()) }
    };
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK)], "Écrire un mot"))
        h1 { "Écrire un mot" }
        (piece::empty_state("Il n’y a encore aucun élève", "Votre mot n’arriverait à personne. Dès que les élèves sont là, leurs familles le lisent ici.", step))
    };
    Page::narrow("Écrire un mot", body)
}

fn recipients(to: &Recipients, draft: &Draft) -> Markup {
    let only = to.only_class();
    let everybody: usize = to.classes.iter().map(|one| one.pupils.len()).sum();
    html! {
        div.a-qui {
            (choice::radios("a_qui", "À qui ?", kinds(to, draft, everybody)).typed(field::Typed { value: "", fault: draft.faults.of("a_qui") }).as_title().required())
            @if to.is_director {
                div.si-ecole {
                    (choice::checkbox("confirmer", "oui", format!("Oui, ce mot part aux familles des {everybody} élèves de l’école."))
                        .typed(field::Typed { value: "", fault: draft.faults.of("confirmer") }))
                }
            }
            @if let Some(only) = only { (hidden("classe", &only.class.to_string())) }
            @else if !to.classes.is_empty() {
                div.si-classes {
                    (choice::checkboxes("classe", "Quelles classes ?", to.classes.iter().map(|one| {
                        choice(one.class.to_string(), one.name.as_str()).hint(french::count(one.pupils.len(), "élève", "élèves"))
                            .ticked(draft.fields.holds("classe", &one.class.to_string()))
                    }).collect()).typed(field::Typed { value: "", fault: draft.faults.of("classe") }).tight().all("Toutes les classes"))
                }
            }
            @if let Some(only) = to.only_group() { (hidden("groupe", &only.id.to_string())) }
            @else if !to.groups.is_empty() { div.si-groupes { (groups(to, draft)) } }
            div.si-eleves { @for one in &to.classes { (pupils(one, only.is_some(), draft)) } }
        }
    }
}

/// The kinds of recipients that the viewer has; the only one is chosen already.
fn kinds<'a>(to: &'a Recipients, draft: &Draft, everybody: usize) -> Vec<choice::Choice<'a>> {
    let typed = match draft.fields.get("a_qui") {
        "" if to.only_class().is_some() && to.groups.is_empty() => "classes",
        "" if to.classes.is_empty() && !to.is_director => "groupes",
        typed => typed,
    };
    let mut kinds = Vec::new();
    if to.is_director {
        kinds.push(choice("ecole", "Toute l’école").hint(french::count(everybody, "élève", "élèves")));
    }
    if !to.classes.is_empty() || to.is_director {
        let label =
            to.only_class().map_or("Des classes".to_owned(), |only| format!("Toute la classe de {}", only.name));
        kinds.push(choice("classes", label));
    }
    if !to.groups.is_empty() {
        let label = to.only_group().map_or("Des groupes".to_owned(), |only| format!("Le groupe {}", only.name));
        kinds.push(choice("groupes", label));
    }
    if !to.classes.is_empty() || to.is_director {
        kinds.push(choice("eleves", "Seulement des élèves").hint("Les autres familles n’en sauront rien."));
    }
    kinds
        .into_iter()
        .map(|kind| {
            let is_typed = kind.is(typed);
            kind.ticked(is_typed)
        })
        .collect()
}

fn groups(to: &Recipients, draft: &Draft) -> Markup {
    let choices = to.groups.iter().map(|one| {
        choice(one.id.to_string(), one.name.as_str())
            .hint(french::count(one.pupils, "élève", "élèves"))
            .ticked(draft.fields.holds("groupe", &one.id.to_string()))
    });
    html! {
        (choice::checkboxes("groupe", "Quels groupes ?", choices.collect())
            .typed(field::Typed { value: "", fault: draft.faults.of("groupe") }).tight())
    }
}

impl Recipients {
    fn only_class(&self) -> Option<&Choice> {
        match self.classes.as_slice() {
            [only] if !self.is_director => Some(only),
            _ => None,
        }
    }

    fn only_group(&self) -> Option<&GroupLine> {
        match self.groups.as_slice() {
            [only] if !self.is_director => Some(only),
            _ => None,
        }
    }
}

/// The pupils of one class, unfolded where some are ticked.
fn pupils(one: &Choice, only: bool, draft: &Draft) -> Markup {
    let ticked = |id: String| draft.fields.holds("eleve", &id);
    let is_open = only || one.pupils.iter().any(|pupil| ticked(pupil.id.to_string()));
    html! {
        details.plus open[is_open] {
            summary { (icon(Icon::ChevronRight)) span { "Élèves de " (one.name) } }
            div {
                (choice::checkboxes("eleve", format!("Élèves de {}", one.name), one.pupils.iter().map(|pupil| {
                    choice(pupil.id.to_string(), pupil.name()).person().ticked(ticked(pupil.id.to_string()))
                }).collect()).id(format!("f-eleve-{}", one.class)).tight())
            }
        }
    }
}

pub fn categories(draft: &Draft) -> Markup {
    let fault = draft.faults.of("categorie");
    let chosen = draft.fields.get("categorie");
    html! {
        fieldset.groupe.champ.faux[fault.is_some()] {
            legend.titre { "Catégorie" }
            @if let Some(fault) = fault { p.faute { (icon(Icon::CircleAlert)) span { (fault) } } }
            div.choix.serres.categories {
                @for (place, category) in Category::ALL.into_iter().enumerate() {
                    @let (sign, name) = named(category);
                    label.coche {
                        input type="radio" name="categorie" value=(category.as_str()) required
                            id=(if place == 0 { id_of("categorie") } else { format!("f-categorie-{place}") })
                            checked[chosen == category.as_str()];
                        span.rang { (icon(sign)) (name) }
                    }
                }
            }
        }
    }
}

/// With a slip, « lu » is an answer without a signature.
pub fn asks(draft: &Draft) -> Markup {
    let has_slip = !blocks::shown(&draft.fields).0.is_empty();
    let choices = Asks::ALL.into_iter().map(|asks| {
        let (label, hint) = match asks {
            Asks::Nothing => ("Rien", "C’est une information."),
            Asks::Read if has_slip => ("Une réponse, sans signature", "Un responsable par élève suffit."),
            Asks::Read => ("« J’ai lu »", "Un responsable par élève le dit d’un geste."),
            Asks::One => ("La signature d’un responsable", "Une par élève suffit."),
            Asks::All => {
                ("La signature de chaque responsable", "Chaque parent signe de son côté, y compris dans deux foyers.")
            }
        };
        choice(asks.as_str(), label).hint(hint)
    });
    html! { (choice::radios("demande", "Que demandez-vous ?", choices.collect()).typed(draft.typed("demande")).as_title().required()) }
}

pub fn correct(cx: &Cx, note: &May<CorrectNote>, pieces: &[Piece], draft: &Draft) -> Page {
    let today = cx.today.to_string();
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), ("Le mot", &path::note(note.id))], "Corriger"))
        h1 { "Corriger le mot" }
        p { "Les familles verront que le mot est corrigé, et ce qui a changé. L’ancienne version reste gardée avec les réponses qu’elle a reçues." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" action=(path::of(note.id, "corriger")) enctype="multipart/form-data" {
            (hidden("version", &note.version.to_string()))
            (field::text("titre", "Titre").typed(draft.typed("titre")).required().max_length(140))
            (field::rich_text("texte", "Texte").typed(draft.typed("texte")).required())
            @if note.has_slip { (notice::notice(notice::Tone::Info, html! { p { "Les questions du talon ne changent plus : des familles y ont peut-être déjà répondu. Pour d’autres questions, écrivez un nouveau mot." } })) }
            @if !pieces.is_empty() {
                (choice::checkboxes("retirer", "Retirer des fichiers", pieces.iter().map(|piece| {
                    choice(piece.id.to_string(), piece.name.as_str()).ticked(draft.fields.holds("retirer", &piece.id.to_string()))
                }).collect()).tight())
            }
            (field::file("pieces", "Ajouter des photos ou des fichiers").typed(draft.typed("pieces")).optional().several().accept(ACCEPT).hint(FILES_HINT))
            @if note.asks != Asks::Nothing {
                (field::date("avant_le", "Réponse attendue au plus tard le").typed(draft.typed("avant_le")).optional()
                    .between(Some(&today).filter(|_| note.deadline_on.is_none_or(|day| day >= cx.today)).map(String::as_str), None))
                (choice::checkbox("a_nouveau", "oui", if note.asks == Asks::Read { "Demander à tous de le lire à nouveau" } else { "Demander à nouveau la signature de tous" })
                    .typed(draft.typed("a_nouveau")).hint("Pour un changement qui compte : le lieu, le jour, le prix. Les réponses déjà reçues ne compteront plus."))
            }
            div.actions {
                (button::primary("Corriger le mot"))
                (button::link("Annuler", path::note(note.id)).quiet())
            }
        }
    };
    Page::narrow("Corriger le mot", body)
}
