//! The page of a file.

use crate::{
    base::{
        db::Id,
        error::Result,
        french,
        images::Media,
        ui::{Icon, button, icon, page::crumbs_of, piece, uploader::FIELD},
    },
    door::{Cx, Page},
    rooms::documents::{
        choosing, path,
        sentences::{TITLE, named, title},
    },
    school::{
        document::{
            Entry, Space, names,
            policy::{BinEntry, ChangeEntry, ReadEntry},
            store::Given,
            uses::Use,
            versions::Version,
        },
        permit::May,
    },
};
use maud::{Markup, html};

const OPENS_ELSEWHERE: &str = "Ce fichier s’ouvre sur votre appareil, une fois téléchargé.";
pub const BROUGHT_BACK: &str = "Cette version est de nouveau celle qui est montrée. L’autre est gardée.";

/// What the page shows of what the file holds.
pub enum Shown {
    /// Its width and height.
    Picture(Option<(u32, u32)>),
    Sound,
    Video,
    Pdf,
    /// Its letters, and whether there are more.
    Text(String, bool),
    Waiting,
    Nothing,
}

pub struct Drawn {
    pub way: Vec<(Id<Entry>, String)>,
    pub versions: Vec<Version>,
    pub uses: Vec<Use>,
    pub shown: Shown,
    pub given: Given,
}

pub fn show(cx: &Cx, entry: &May<ReadEntry>, drawn: &Drawn) -> Result<Page> {
    let here = entry.space;
    let (top, home) = (title(entry.shelf(), here), path::space(here));
    let hrefs: Vec<String> = drawn.way.iter().map(|(id, _)| path::folder(here, Some(*id))).collect();
    let mut above = vec![(TITLE, path::DOCUMENTS), (top.as_str(), home.as_str())];
    above.extend(drawn.way.iter().zip(&hrefs).map(|((_, name), href)| (name.as_str(), href.as_str())));
    let body = html! {
        (crumbs_of(&above, &entry.name))
        h1 translate="no" { (entry.name) }
        p.doux { (about(cx, entry)) }
        div.rang.ecran {
            @match &drawn.given {
                Given::File { .. } => (button::link("Télécharger", path::of_file(entry.id, "telecharger")).icon(Icon::Download)),
                Given::Waiting => p { "Le téléchargement sera prêt dans un instant." },
                Given::Refused => p { "Ce fichier n’a pas pu être préparé pour être partagé. Demandez-le à qui l’a déposé." },
            }
            (acts(entry))
        }
        (preview(entry, &drawn.shown))
        @if !drawn.uses.is_empty() { p.doux { (used(&drawn.uses)) } }
        @if entry.also::<ChangeEntry>().is_some() {
            (versions(cx, entry, &drawn.versions))
            (address(cx, entry))
        }
    };
    let page = Page::new(entry.name.clone(), body);
    let waits = matches!(drawn.shown, Shown::Waiting) || matches!(drawn.given, Given::Waiting);
    // Who keeps it may be choosing a newer version.
    Ok(if waits && entry.also::<ChangeEntry>().is_none() { page.coming_back_after(5) } else { page })
}

/// To be put into a word, an article or a message: the document stands once, and whoever may not read it is not let in by it.
fn address(cx: &Cx, entry: &May<ReadEntry>) -> Markup {
    let Some(home) = cx.own_address().filter(|_| !matches!(entry.space, Space::Own(_))) else { return html! {} };
    piece::details_of(
        "Le citer dans un mot, un article ou un message",
        html! {
            p { "Copiez cette adresse, puis collez-la comme lien dans votre texte. Seules les personnes qui lisent cet espace pourront l’ouvrir." }
            p { code id="adresse-du-fichier" { (home) (path::file(entry.id)) } }
            (button::copy("Copier l’adresse", "adresse-du-fichier"))
        },
    )
}

fn about(cx: &Cx, entry: &May<ReadEntry>) -> Markup {
    let is_own = matches!(entry.space, Space::Own(_));
    let who = named(cx, &entry.changed_by).filter(|_| !is_own);
    html! {
        (label(entry)) " · " (french::bytes(entry.bytes)) " · "
        (french::moment(entry.changed_at.timestamp(), cx.now.timestamp(), &cx.zone))
        @if let Some(who) = who { " · " span translate="no" { (who.name) } }
    }
}

/// « document PDF », « fichier zip ».
fn label(entry: &Entry) -> String {
    use Media::*;
    let media_type = entry.content.as_ref().map_or("", |content| content.media_type.as_str());
    let all = [
        Pdf, Jpeg, Png, Webp, Gif, Heic, Mp4, Webm, Weba, M4a, Mp3, Wav, Ogg, Docx, Xlsx, Pptx, Odt, Ods, Odp, Zip,
        Text,
    ];
    match all.into_iter().find(|media| media.mime() == media_type) {
        Some(media) => media.label().to_owned(),
        None => match names::extension(&entry.name) {
            none if none.is_empty() => "fichier".to_owned(),
            extension => format!("fichier {extension}"),
        },
    }
}

fn acts(entry: &May<ReadEntry>) -> Markup {
    let chosen = format!("?{}={}", choosing::FIELD, entry.id);
    html! {
        @if entry.also::<ChangeEntry>().is_some() {
            (button::link("Renommer", path::rename(entry.id)).quiet().small().icon(Icon::PenLine))
            (button::link("Déplacer ou copier", format!("{}{chosen}", path::of(entry.space, "deplacer"))).quiet().small().icon(Icon::ArrowRight))
        }
        @if entry.also::<BinEntry>().is_some() {
            (button::link("Mettre à la corbeille", format!("{}{chosen}", path::of(entry.space, "jeter"))).quiet().small().icon(Icon::Trash2))
        }
    }
}

fn preview(entry: &May<ReadEntry>, shown: &Shown) -> Markup {
    let source = path::of_file(entry.id, "apercu");
    html! {
        @match shown {
            Shown::Picture(shape) => figure.grande-vue {
                img src=(source) alt={ "Aperçu de " (entry.name) } width=[shape.map(|shape| shape.0)] height=[shape.map(|shape| shape.1)];
            },
            Shown::Sound => figure.son { audio controls preload="none" aria-label=(entry.name) src=(source) {} },
            Shown::Video => figure.film { video controls preload="metadata" playsinline aria-label=(entry.name) src=(source) {} },
            Shown::Pdf => (reader(entry)),
            Shown::Text(text, is_cut) => {
                pre.texte-brut tabindex="0" translate="no" { (text) }
                @if *is_cut { p.doux { "Le début seulement\u{202f}: téléchargez le fichier pour lire la suite." } }
            },
            Shown::Waiting => p.doux { "L’aperçu arrive dans un instant." },
            Shown::Nothing => p.doux { (OPENS_ELSEWHERE) },
        }
    }
}

/// The bytes are those of the download, asked for by the page; without JavaScript that download is all.
fn reader(entry: &May<ReadEntry>) -> Markup {
    html! {
        div.liseuse.ecran data-pdf=(path::of_file(entry.id, "telecharger")) {
            p.doux data-pdf-dit role="status" { (OPENS_ELSEWHERE) }
            button.bouton.sobre type="button" data-pdf-voir hidden { (icon(Icon::Eye)) span { "Voir dans la page" } }
            div.rang data-pdf-barre role="toolbar" aria-label="Aperçu du PDF" hidden {
                button.bouton.sobre.petit type="button" data-pdf-avant { (icon(Icon::ArrowLeft)) span.hors-vue { "Page précédente" } }
                span data-pdf-page {}
                button.bouton.sobre.petit type="button" data-pdf-apres { (icon(Icon::ArrowRight)) span.hors-vue { "Page suivante" } }
                button.bouton.sobre.petit type="button" data-pdf-moins { span aria-hidden="true" { "−" } span.hors-vue { "Réduire" } }
                button.bouton.sobre.petit type="button" data-pdf-plus { span aria-hidden="true" { "+" } span.hors-vue { "Agrandir" } }
            }
            div.feuilles data-pdf-feuilles tabindex="0" role="region" aria-label={ "Pages de " (entry.name) } translate="no" hidden {}
        }
    }
}

fn used(uses: &[Use]) -> String {
    let count = french::count(uses.len() as i64, "endroit", "endroits");
    format!("On y renvoie depuis {count} (mots, articles ou messages).")
}

/// What it was, and where a newer one is sent from.
fn versions(cx: &Cx, entry: &May<ReadEntry>, versions: &[Version]) -> Markup {
    html! {
            h2 { "Versions" }
            ul.liste {
                @for one in versions {
                    @let is_shown = one.number == entry.version;
                    li {
                        span {
                            strong { "Version " (one.number) } @if is_shown { " " (piece::tag("montrée")) } br;
                            span.doux {
                                (french::bytes(one.bytes)) " · " (french::moment(one.made_at.timestamp(), cx.now.timestamp(), &cx.zone))
    @if let Some(who) = named(cx, &one.made_by) { " · " span translate="no" { (who.name) } }
                            }
                        }
                        div.rang {
                            (button::link("Télécharger", path::of_file(entry.id, &format!("versions/{}", one.number))).quiet().small().about(format!("la version {}", one.number)))
                            @if !is_shown {
                                form.sans-papier method="post" action=(path::of_file(entry.id, &format!("versions/{}/reprendre", one.number))) {
                                    (button::quiet("Reprendre").small().icon(Icon::History).about(format!("la version {}", one.number)))
                                }
                            }
                        }
                    }
                }
            }
            (piece::details_of("Envoyer une nouvelle version", html! {
                form.pile method="post" enctype="multipart/form-data" action=(path::of_file(entry.id, "version")) {
                    (crate::base::ui::field::file(FIELD, "Le fichier").hint("Il garde son nom et sa place. Les vingt dernières versions sont gardées.").required())
                    div.actions { (button::primary("Envoyer la version").icon(Icon::Upload)) }
                }
            }))
        }
}

pub fn not_yet(entry: &Entry) -> Page {
    plain(
        entry,
        "Encore un instant",
        "Ce fichier est en préparation\u{202f}: le lieu et l’appareil en sont effacés avant qu’il soit partagé. Réessayez dans une minute.",
    )
}

pub fn never(entry: &Entry) -> Page {
    plain(
        entry,
        "Ce fichier n’est pas partagé",
        "Il n’a pas pu être préparé. Demandez-le à la personne qui l’a déposé.",
    )
}

fn plain(entry: &Entry, title: &'static str, text: &str) -> Page {
    let body = html! {
        h1 { (title) }
        p { (icon(Icon::Clock)) " " (text) }
        p { (button::link("Revenir au document", path::file(entry.id)).quiet()) }
    };
    Page::narrow(title, body)
}
