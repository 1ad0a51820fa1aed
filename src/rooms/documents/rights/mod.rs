//! What a space gives beyond what it always gives, by who holds it.

use super::{path, sentences};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        ui::{
            button,
            choice::{self, choice},
            page::crumbs,
        },
    },
    door::{Cx, Draft, Fields, Form, Page, form::Checked, upload::Upload},
    school::{
        document::{
            Space,
            grants::{Gives, Profile, store},
            policy::ShareSpace,
            space,
        },
        permit::May,
    },
};
use maud::html;

/// By profile; nothing for what the space always gives alone.
pub struct Given(Vec<(Profile, Option<Gives>)>);

impl Form for Given {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Given> {
        let said = |profile: Profile| {
            fields.has(profile.as_str()).then(|| (profile, Gives::parse(fields.get(profile.as_str()))))
        };
        Ok(Given(Profile::ALL.into_iter().filter_map(said).collect()))
    }
}

pub fn show(_: &Cx, shelf: &May<ShareSpace>, _: &Draft) -> Result<Page> {
    let here = space(shelf);
    if !has_grants(here) {
        return Err(Error::NotFound);
    }
    let (name, top) = (sentences::title(shelf, here), path::space(here));
    let title = "Qui lit, qui écrit";
    let body = html! {
        (crumbs(&[(sentences::TITLE, path::DOCUMENTS), (&name, &top)], title))
        h1 { (title) }
        p { (sentences::rights(shelf, here, false)) }
        form.pile method="post" action=(path::of(here, "droits")) {
            @for profile in Profile::ALL.into_iter().filter(|profile| here.may_give(*profile, Gives::Write)) {
                @let standing = shelf.grant(profile).map_or("", Gives::as_str);
                (choice::radios(profile.as_str(), label(profile), choices(here, profile, standing)).tight())
            }
            div.actions { (button::primary("Enregistrer")) (button::link("Annuler", top.as_str()).quiet()) }
        }
    };
    Ok(Page::narrow(title, body))
}

pub fn save(cx: &Cx<Tx>, shelf: May<ShareSpace>, given: Given) -> Result<Page> {
    let here = space(&shelf);
    if !has_grants(here) {
        return Err(Error::NotFound);
    }
    for (profile, gives) in given.0 {
        store::set(&cx.db, &shelf, profile, gives, cx.now)?;
    }
    Ok(Page::go(path::space(here)).saying("C’est noté."))
}

fn has_grants(space: Space) -> bool {
    matches!(space, Space::Class(_) | Space::School)
}

fn label(profile: Profile) -> &'static str {
    match profile {
        Profile::Families => "Les familles",
        Profile::Pupils => "Les élèves",
        Profile::Aides => "Les aides de la classe (ATSEM, AESH)",
        Profile::Staff => "Le personnel de l’école",
    }
}

fn choices(space: Space, profile: Profile, standing: &str) -> Vec<choice::Choice<'static>> {
    let always = match (space, profile) {
        (Space::Class(_), Profile::Staff) => "Ne voit pas cet espace",
        _ => "Lecture seule",
    };
    let mut all = vec![choice("", always).ticked(standing.is_empty())];
    if space.may_give(profile, Gives::Read) {
        all.push(choice("read", "Lecture seule").ticked(standing == "read"));
    }
    all.push(choice("write", "Lecture, et rangement de documents").ticked(standing == "write"));
    all
}
