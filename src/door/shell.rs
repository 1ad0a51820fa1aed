//! Around every page: the roof with the menu that the rooms offer this viewer, the word after an action, the foot.

use super::{
    answer::{Answer, Content, cookie},
    cx::Cx,
    live,
    page::{Body, Keeps, Page, Placement},
    room::Place,
};
use crate::base::{
    db::Rx,
    error::Result,
    ui::{
        notice::{self, Tone},
        page::{self as ui, AccountLink, MenuItem},
    },
};
use maud::{Markup, html};

const FLASH_COOKIE: &str = "__Host-mot";
const FOOT: [(&str, &str); 2] =
    [("Données personnelles", "/donnees-personnelles"), ("Accessibilité", "/accessibilite")];
const SEARCH: &str = "/recherche";

pub fn answer(cx: &Cx<Rx>, page: Page) -> Result<Answer> {
    let status = page.status;
    let answer = match page.body {
        Body::Html { title, main, is_narrow } => {
            let answer = Answer::html(status, around(cx, &title, main, is_narrow)?.into_string());
            // The word was shown: it is not shown again.
            if cx.ask.flash.is_some() { answer.with_cookie(cookie(FLASH_COOKIE, "", Some(0))) } else { answer }
        }
        Body::Document(document) => Answer::html(status, document.into_string()),
        Body::Go(to) => Answer::go(&to),
        Body::Again(faults) => return answer(cx, super::refusal::faults(&faults).with_status(422)),
        Body::Bytes { media_type, bytes, name, place } => {
            Answer::file(&media_type, name.as_deref(), place, Content::Bytes(bytes))
        }
        Body::Stored { hash, media_type, name, place, keeps } => {
            let answer = Answer::file(&media_type, name.as_deref(), place, Content::Stored(hash));
            let is_shared = cx.session.is_some_and(|session| session.is_shared);
            if keeps == Keeps::WithLeave && !is_shared { answer.kept_with_leave() } else { answer }
        }
        Body::Stretches { media_type, name, stretches } => {
            Answer::file(&media_type, Some(&name), Placement::Download, Content::Stretches(stretches))
        }
        Body::Events(Ok(listening)) => Answer::events(listening),
        Body::Events(Err(refusal)) => live::busy(refusal),
        Body::Packed { path, hash, name } => {
            Answer::file("application/zip", Some(&name), Placement::Download, Content::Packed(path, hash))
        }
        Body::Archive { name, entries } => {
            let content = Content::Archive(entries, cx.zone.clone());
            Answer::file("application/zip", Some(&name), Placement::Download, content)
        }
    };
    let answer = match page.flash {
        Some(sentence) => {
            let value =
                percent_encoding::utf8_percent_encode(&sentence, percent_encoding::NON_ALPHANUMERIC).to_string();
            answer.with_cookie(cookie(FLASH_COOKIE, &value, Some(60)))
        }
        None => answer,
    };
    let answer = if page.has_camera { answer.with_camera() } else { answer };
    let answer = match page.again_in {
        Some(seconds) => answer.coming_back_after(seconds),
        None => answer,
    };
    Ok(answer.with_session(page.session))
}

/// The cookie that carries the word after an action.
pub fn flash_cookie() -> &'static str {
    FLASH_COOKIE
}

/// When not even the school's name can be read.
pub fn without_school(page: Page) -> Answer {
    let Body::Html { title, main, .. } = page.body else { return Answer::html(page.status, String::new()) };
    let body =
        html! { (ui::skip_link()) (ui::roof("Préau", "", &[], None, None)) (ui::narrow(main)) (ui::foot(&FOOT)) };
    Answer::html(page.status, ui::document(&title, html! {}, body).into_string())
}

fn around(cx: &Cx<Rx>, title: &str, main: Markup, is_narrow: bool) -> Result<Markup> {
    // Behind the link of a letter there is one thing and nobody's menu, be somebody signed in here or not.
    let is_alone = cx.ask.is_by_link();
    let school = if cx.school.name.is_empty() { "Préau" } else { &cx.school.name };
    let places = if is_alone { Vec::new() } else { places(cx)? };
    let items: Vec<MenuItem> = places
        .iter()
        .map(|place| MenuItem {
            href: &place.href,
            label: place.label,
            icon: place.icon,
            current: is_here(&place.href, &cx.ask.path),
        })
        .collect();
    let viewer = cx.viewer.as_ref().filter(|_| !is_alone);
    let name = viewer.map(|viewer| format!("{} {}", viewer.first_name, viewer.last_name));
    let is_looking =
        is_alone || cx.ask.path == SEARCH || !cx.whole.as_ref().is_some_and(|viewer| viewer.is_of_the_school());
    let search = if is_looking { None } else { Some(SEARCH) };
    let account = name.as_deref().map(|name| AccountLink { href: "/compte", name });
    let body = html! {
        @if cx.session.is_some_and(|session| session.is_shared) { (ui::without_drafts()) }
        @if let Some(sentence) = &cx.ask.flash { (notice::flash(sentence, Tone::Done)) }
        (main)
    };
    let is_pupil = viewer.is_some_and(|viewer| viewer.pupil.is_some());
    let body = html! { (body) @if is_pupil { (ui::way_out()) } };
    Ok(ui::document_for(
        if is_pupil { "eleve" } else { "" },
        &format!("{title} – {school}"),
        html! {},
        html! {
            (ui::skip_link())
            (ui::roof(school, if cx.house.is_demo { "Démonstration" } else { "" }, &items, search, account))
            @if is_narrow { (ui::narrow(body)) } @else { (ui::main(body)) }
            (ui::foot(&FOOT))
        },
    ))
}

/// What the rooms offer this viewer.
pub fn places(cx: &Cx<Rx>) -> Result<Vec<Place>> {
    let mut places: Vec<Place> = Vec::new();
    for room in cx.house.rooms {
        if let Some(viewer) = cx.viewer_in(room.name) {
            places.extend((room.menu)(&cx.db, &viewer)?);
        }
    }
    places.sort_by_key(|place| place.rank);
    Ok(places)
}

/// The home is only itself; any other place covers what lies under it.
fn is_here(href: &str, path: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}
