//! The page on which a word is written, and the one on which it is corrected.

use super::{
    forms::SENT,
    recipients::{Recipients, recipients},
    store::Saved,
};
use crate::{
    base::{
        db::Id,
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
        Asks, Category, Note,
        pages::{BOOK_TITLE, moment, named},
        path,
        pieces::store::Piece,
        policy::CorrectNote,
        questions::{blocks, editor},
        templates::FIELDS,
        waiting,
    },
    school::permit::May,
};
use maud::{Markup, html};

pub const DAY_IS_PAST: &str = "Cette date est passée : choisissez aujourd’hui ou un jour à venir.";
pub const YEAR_IS_THE_DIRECTOR_S: &str = "L’autorisation pour toute l’année se demande une fois, par la direction. Pour votre classe, demandez-la pour une occasion précise.";
pub const SIGN_THE_CONSENT: &str =
    "Une autorisation d’image se signe : demandez la signature d’un responsable, ou de chacun.";
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

/// A draft waits: nothing is typed over it before it was taken up or thrown away. `copied`: the word that was to be copied.
pub fn resume(cx: &Cx, saved: &Saved, copied: Option<Id<Note>>) -> Page {
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
                @if let Some(note) = copied {
                    (button::link("Le remplacer par la copie du mot", format!("{}?copie={note}&brouillon=remplacer", path::WRITE)).quiet())
                } @else {
                    form method="post" action={ (path::DRAFT) "/jeter" } { (button::quiet("Jeter").confirm("Jeter ce brouillon ?").about("ce brouillon")) }
                }
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

/// What the composer is drawn for.
pub struct Sheet<'a> {
    title: &'static str,
    action: String,
    send: &'static str,
    /// Of a word that waits: what is attached already.
    kept: &'a [Piece],
    is_new: bool,
}

impl<'a> Sheet<'a> {
    pub fn blank() -> Sheet<'a> {
        Sheet { title: "Écrire un mot", action: path::WRITE.into(), send: "Envoyer le mot", kept: &[], is_new: true }
    }

    pub fn again(note: Id<Note>, kept: &'a [Piece]) -> Sheet<'a> {
        Sheet { title: "Modifier le mot", action: path::of(note, "modifier"), send: "Enregistrer", kept, is_new: false }
    }
}

/// What the composer says of the moment and of these families.
pub struct Around {
    /// « sera remis demain à 7 h », when it would not leave at once.
    pub leaves: Option<String>,
    pub received: Markup,
    pub may_press: bool,
    /// How many words the viewer has sent.
    pub sent: usize,
}

pub fn write(cx: &Cx, to: &Recipients, sheet: &Sheet, around: &Around, draft: &Draft) -> Page {
    if to.classes.iter().all(|one| one.pupils.is_empty()) && to.groups.iter().all(|one| one.pupils == 0) {
        return without_pupils(to.is_director);
    }
    let today = cx.today.to_string();
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK)], sheet.title))
        div.rang.bouts {
            h1 { (sheet.title) }
            @if sheet.is_new { (button::link("Partir d’un modèle", path::TEMPLATES).quiet().small()) }
        }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile.mot-nouveau method="post" action=(sheet.action) enctype="multipart/form-data" data-garder=[sheet.is_new.then_some(path::DRAFT)] {
            @if sheet.is_new { (hidden(SENT, &around.sent.to_string())) }
            @if !sheet.is_new { (hidden("sauf", draft.fields.get("sauf"))) }
            @if draft.fields.has(FIELDS) { (hidden(FIELDS, draft.fields.get(FIELDS))) }
            (recipients(to, draft))
            div data-familles=(path::FAMILIES) role="status" { (around.received) }
            (field::text("titre", "Titre").typed(draft.typed("titre")).required().max_length(140))
            (field::rich_text("texte", "Texte").typed(draft.typed("texte")).required())
            (attached(sheet.kept, draft))
            (field::file("pieces", "Photos et fichiers").typed(draft.typed("pieces")).optional().several().accept(ACCEPT)
                .hint(FILES_HINT))
            (categories(draft))
            (waiting::pages::in_mail(draft))
            (asks(draft))
            (editor::section(draft))
            (field::date("avant_le", "Réponse attendue au plus tard le").typed(draft.typed("avant_le")).optional().between(Some(&today), None)
                .hint("Pour « lu » ou une signature. On peut encore répondre après."))
            (waiting::pages::reminders(draft))
            (waiting::pages::dates(draft, &today))
            (waiting::pages::when(draft, around.may_press, &today))
            (leaves(around.leaves.as_deref()))
            div.actions {
                (button::primary(sheet.send).icon(Icon::Send))
                // Where the page cannot ask by itself what these families received, and when the word would leave.
                noscript { button.bouton.sobre type="submit" formnovalidate name=(blocks::GESTURE) value=(blocks::CHECK) { "Vérifier sans envoyer" } }
                @if sheet.is_new {
                    button.bouton.sobre type="submit" formaction=(path::DRAFT) formenctype="application/x-www-form-urlencoded" formnovalidate { "Garder comme brouillon" }
                }
            }
            p.indice data-garder-dit role="status" {}
        }
    };
    Page::narrow(sheet.title, body)
}

/// Above the button, when it would not leave at once.
pub fn leaves(line: Option<&str>) -> Markup {
    html! {
        p.depart data-depart { @if let Some(line) = line { (icon(Icon::Clock)) span { "Ce mot " (line) "." } } }
    }
}

fn attached(pieces: &[Piece], draft: &Draft) -> Markup {
    html! {
        @if !pieces.is_empty() {
            (choice::checkboxes("retirer", "Retirer des fichiers", pieces.iter().map(|piece| {
                choice(piece.id.to_string(), piece.name.as_str()).ticked(draft.fields.holds("retirer", &piece.id.to_string()))
            }).collect()).tight())
        }
    }
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

pub fn categories(draft: &Draft) -> Markup {
    let fault = draft.faults.of("categorie");
    let chosen = draft.fields.get("categorie");
    html! {
        fieldset.groupe.champ.faux[fault.is_some()] {
            legend.titre { "Catégorie" }
            @if let Some(fault) = fault { p.faute { (icon(Icon::CircleAlert)) span { (fault) } } }
            div.choix.serres.categories {
                @for (place, category) in Category::ALL.into_iter().enumerate() {
                    // In words alone: six drawings would be a thirtieth of what a first visit may weigh.
                    @let (_, name) = named(category);
                    label.coche {
                        input type="radio" name="categorie" value=(category.as_str()) required
                            id=(if place == 0 { id_of("categorie") } else { format!("f-categorie-{place}") })
                            checked[chosen == category.as_str()];
                        span { (name) }
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
            @if note.has_slip { (notice::notice(notice::Tone::Info, html! { p { "Les questions du talon ne changent plus : des familles y ont peut-être déjà répondu. Pour d’autres questions, écrivez un nouveau mot." } })) }
            (attached(pieces, draft))
            (field::file("pieces", "Ajouter des photos ou des fichiers").typed(draft.typed("pieces")).optional().several().accept(ACCEPT).hint(FILES_HINT))
            @if note.asks != Asks::Nothing {
                (field::date("avant_le", "Réponse attendue au plus tard le").typed(draft.typed("avant_le")).optional()
                    .between(Some(&today).filter(|_| note.deadline_on.is_none_or(|day| day >= cx.today)).map(String::as_str), None))
                (choice::checkbox("a_nouveau", "oui", if note.asks == Asks::Read { "Demander à tous de le lire à nouveau" } else { "Demander à nouveau la signature de tous" })
                    .typed(draft.typed("a_nouveau")).hint("Pour un changement qui compte : le lieu, le jour, le prix. Les réponses déjà reçues ne compteront plus."))
            }
            (waiting::pages::dates(draft, &note.shown_until.map_or(cx.today, |day| day.min(cx.today)).to_string()))
            div.actions {
                (button::primary("Corriger le mot"))
                (button::link("Annuler", path::note(note.id)).quiet())
            }
        }
    };
    Page::narrow("Corriger le mot", body)
}
