//! The page of a folder.

use super::{AT_ONCE, Drawn};
use crate::{
    base::{
        error::Result,
        french,
        ui::{
            Icon, button, field, icon, notice,
            page::crumbs_of,
            piece,
            uploader::{self, Uploader},
        },
    },
    door::{Cx, Draft, Page},
    rooms::documents::{
        choosing, path, sending,
        sentences::{TITLE, named, rights, title},
    },
    school::document::{
        Facts, Space,
        policy::{OpenBin, ShareSpace},
        space,
        store::Order,
    },
};
use maud::{Markup, html};

pub fn show(cx: &Cx, drawn: &Drawn) -> Result<Page> {
    let here = space(drawn.shelf);
    let viewer = cx.viewer()?;
    let top = title(drawn.shelf, here);
    let name = drawn.folder.map_or(top.clone(), |folder| folder.name.clone());
    let body = html! {
        (way_up(drawn, here, &top, &name))
        div.rang.bouts {
            h1 translate=[drawn.folder.map(|_| "no")] { (name) }
            @if drawn.keeps { (button::link("Nouveau dossier", new_folder_href(drawn, here)).quiet().icon(Icon::FolderOpen)) }
        }
        @if drawn.folder.is_none() { p.doux { (rights(drawn.shelf, here, viewer.pupil.is_some())) } }
        @if drawn.keeps { (sending_place(cx, drawn, here)?) } @else { (content(cx, drawn, here)) }
        @if drawn.folder.is_none() { (around(drawn, here)) }
    };
    Ok(Page::new(name, body))
}

fn way_up(drawn: &Drawn, here: Space, top: &str, name: &str) -> Markup {
    let space = path::space(here);
    let hrefs: Vec<String> = drawn.way.iter().map(|(id, _)| path::folder(here, Some(*id))).collect();
    let mut above = vec![(TITLE, path::DOCUMENTS)];
    if drawn.folder.is_some() {
        above.push((top, space.as_str()));
    }
    above.extend(drawn.way.iter().zip(&hrefs).map(|((_, name), href)| (name.as_str(), href.as_str())));
    crumbs_of(&above, name)
}

fn new_folder_href(drawn: &Drawn, here: Space) -> String {
    let inside = drawn.folder.map_or(String::new(), |folder| format!("?dans={}", folder.id));
    format!("{}{inside}", path::of(here, "nouveau-dossier"))
}

/// Where files are sent from, with what has come below it.
fn sending_place(cx: &Cx, drawn: &Drawn, here: Space) -> Result<Markup> {
    let at = drawn.folder.map(|folder| folder.id);
    let action = format!("{}/envois", path::folder(here, at));
    let hint = match here {
        Space::Class(_) => {
            "Plusieurs à la fois. Les photos d’enfants vont plutôt au blog\u{202f}: les autorisations y sont vérifiées."
        }
        _ => "Plusieurs à la fois, jusqu’à 4\u{a0}Go chacun.",
    };
    let form = Uploader {
        action: &action,
        person: cx.viewer()?.person.number(),
        label: "Ajouter des fichiers",
        hint,
        accept: "",
        most: sending::MOST,
        fault: None,
    };
    let tree = path::of(here, "arborescence");
    let inside = at.map_or(String::new(), |id| id.to_string());
    Ok(html! {
        div data-envoi-dossiers=(tree) data-envoi-dans=(inside) {
            (uploader::uploader(&form, content(cx, drawn, here)))
        }
    })
}

fn content(cx: &Cx, drawn: &Drawn, here: Space) -> Markup {
    if drawn.count == 0 {
        return empty(drawn, here);
    }
    html! {
        form.sans-papier.documents method="post" action=(path::of(here, "jeter")) data-documents=[drawn.keeps.then(|| path::of(here, "deplacer"))] data-documents-espace=(here.word()) {
            div.rang.bouts.ecran {
                p.doux { (told(drawn)) }
                (orders(drawn, here))
            }
            ul.liste { @for one in &drawn.lines { (line(cx, one)) } }
            (pages(drawn, here))
            (acts(drawn, here))
        }
    }
}

fn told(drawn: &Drawn) -> String {
    let many = french::count(drawn.count as i64, "élément", "éléments");
    if drawn.bytes == 0 { many } else { format!("{many} · {}", french::bytes(drawn.bytes)) }
}

fn orders(drawn: &Drawn, here: Space) -> Markup {
    let at = path::folder(here, drawn.folder.map(|folder| folder.id));
    let each =
        [(Order::Name, "", "Nom"), (Order::Changed, "?tri=date", "Date"), (Order::Size, "?tri=taille", "Taille")];
    html! {
        @if drawn.count > 1 {
            nav.rang aria-label="Trier" {
                @for (order, query, label) in each {
                    a.bouton.sobre.petit href={ (at) (query) } aria-current=[(order == drawn.order).then_some("true")] { (label) }
                }
            }
        }
    }
}

fn line(cx: &Cx, one: &Facts) -> Markup {
    let href = if one.is_folder() { path::folder(one.space, Some(one.id)) } else { path::file(one.id) };
    let media_type = one.content.as_ref().map_or("", |content| content.media_type.as_str());
    html! {
        li.document data-dossier=[one.is_folder().then_some(one.id)] data-document=(one.id) {
            label.cocher { input type="checkbox" name=(choosing::FIELD) value=(one.id) aria-label={ "Choisir " (one.name) }; }
            a href=(href) {
                (icon(symbol(one.is_folder(), media_type)))
                span { strong translate="no" { (one.name) } br; span.doux { (about(cx, one)) } }
            }
        }
    }
}

pub fn symbol(is_folder: bool, media_type: &str) -> Icon {
    match media_type.split('/').next() {
        _ if is_folder => Icon::FolderOpen,
        Some("image" | "video") => Icon::Image,
        Some("audio") => Icon::Volume2,
        _ => Icon::FileText,
    }
}

/// « 1,2 Mo · mardi 17 novembre · Mme Benali ».
fn about(cx: &Cx, one: &Facts) -> Markup {
    let is_own = matches!(one.space, Space::Own(_));
    let who = named(cx, &one.changed_by).filter(|_| !is_own);
    html! {
        @if !one.is_folder() { (french::bytes(one.bytes)) " · " }
        (french::moment(one.changed_at.timestamp(), cx.now.timestamp(), &cx.zone))
        @if let Some(who) = who { " · " span translate="no" { (who.name) } }
    }
}

fn pages(drawn: &Drawn, here: Space) -> Markup {
    let last = drawn.count.div_ceil(AT_ONCE);
    let at = path::folder(here, drawn.folder.map(|folder| folder.id));
    let order = match drawn.order {
        Order::Name => "",
        Order::Changed => "&tri=date",
        Order::Size => "&tri=taille",
    };
    html! {
        @if last > 1 {
            nav.rang aria-label="Pages" {
                @if drawn.page > 0 { (button::link("Précédents", format!("{at}?page={}{order}", drawn.page)).quiet().small()) }
                span.doux { "Page " (drawn.page + 1) " sur " (last) }
                @if drawn.page + 1 < last { (button::link("Suivants", format!("{at}?page={}{order}", drawn.page + 2)).quiet().small()) }
            }
        }
    }
}

/// What is done with what is ticked.
fn acts(drawn: &Drawn, here: Space) -> Markup {
    let throws = drawn.shelf.also::<OpenBin>().is_some();
    let all = drawn
        .folder
        .map_or(path::of(here, "archive"), |folder| format!("{}?dossier={}", path::of(here, "archive"), folder.id));
    html! {
        div.rang.ecran.choisis {
            button.bouton.sobre.petit formmethod="get" formaction=(path::of(here, "archive")) { (icon(Icon::Download)) span { "Télécharger" } }
            @if drawn.keeps {
                button.bouton.sobre.petit formmethod="get" formaction=(path::of(here, "deplacer")) { (icon(Icon::ArrowRight)) span { "Déplacer ou copier" } }
            }
            @if throws { button.bouton.sobre.petit { (icon(Icon::Trash2)) span { "Mettre à la corbeille" } } }
        }
        p.ecran { a href=(all) { "Tout télécharger en un fichier ZIP" } }
    }
}

fn empty(drawn: &Drawn, here: Space) -> Markup {
    let (title, text) = match (drawn.keeps, here) {
        (true, _) => ("Rien ici pour l’instant", "Choisissez des fichiers ci-dessus, ou créez un dossier."),
        (false, Space::School) => (
            "Rien pour l’instant",
            "La direction y mettra le règlement, les menus, les comptes rendus du conseil d’école.",
        ),
        (false, _) => ("Rien ici pour l’instant", "Ce qui sera rangé ici apparaîtra sur cette page."),
    };
    piece::empty_state(title, text, html! {})
}

/// The bin and the rights, for who has them.
fn around(drawn: &Drawn, here: Space) -> Markup {
    let shares = drawn.shelf.also::<ShareSpace>().is_some() && matches!(here, Space::Class(_) | Space::School);
    html! {
        div.rang.ecran {
            @if drawn.shelf.also::<OpenBin>().is_some() { (button::link("Corbeille", path::of(here, "corbeille")).quiet().small().icon(Icon::Trash2)) }
            @if shares { (button::link("Qui lit, qui écrit", path::of(here, "droits")).quiet().small().icon(Icon::Users)) }
        }
    }
}

pub fn new_folder(here: Space, draft: &Draft) -> Page {
    let inside = draft.fields.get("dans").parse().ok();
    let back = path::folder(here, inside);
    let body = html! {
        h1 { "Nouveau dossier" }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" action=(path::of(here, "nouveau-dossier")) {
            (field::text("nom", "Nom du dossier").required().max_length(120).autocomplete("off").typed(draft.typed("nom")))
            (field::hidden("dans", draft.fields.get("dans")))
            div.actions { (button::primary("Créer le dossier")) (button::link("Annuler", back).quiet()) }
        }
    };
    Page::narrow("Nouveau dossier", body)
}
