//! `/reglages/courrier`.

use super::{
    forms::{self, MailForm},
    pages, replies,
};
use crate::{
    base::{
        error::Result,
        mail::{refusals::store as refused, store},
        ui::{button, notice, page},
    },
    door::{Beats, Cx, Draft, Page},
    school::{
        permit::May,
        person::store as people,
        policy::ManageSchool,
        settings::{self, MailSettings},
    },
};
use maud::html;

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let mail = settings::store::mail(&cx.db)?;
    let draft = pages::standing(draft, &mail, "");
    Ok(Page::narrow(
        "Courrier",
        html! {
            (page::crumbs(&[("Réglages", "/reglages")], "Courrier"))
            h1 { "Courrier" }
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            (pages::outbox(&store::outbox(&cx.db, cx.now)?, cx.now.timestamp(), &cx.zone))
            (pages::refusals(&refusals(cx, school)?, &cx.zone))
            form.pile method="post" action="/reglages/courrier" {
                (pages::fields(&draft, mail.password.is_some()))
                (pages::rate(&draft))
                div.rang {
                    (button::primary("Envoyer une lettre d’essai et enregistrer"))
                    (button::quiet("Enregistrer sans essai").sends("sans_essai", "oui"))
                }
            }
            @if mail.is_set() {
                (replies::pages::card(&settings::store::mailbox(&cx.db)?, &settings::store::mailbox_state(&cx.db)?, cx.now.timestamp(), &cx.zone))
                form.sans-papier method="post" action="/reglages/courrier" {
                    (button::quiet("Couper le courrier").sends("plus_tard", "oui").confirm("Couper le courrier ? Les lettres attendront cinq jours, puis seront abandonnées."))
                }
            }
        },
    ))
}

/// Each address that refuses letters, with those whose it is.
fn refusals(cx: &Cx, school: &May<ManageSchool>) -> Result<Vec<pages::Refusal>> {
    let all = refused::all(&cx.db)?.into_iter();
    all.map(|refused| Ok(pages::Refusal { people: people::with_email(&cx.db, &refused.address, school)?, refused }))
        .collect()
}

pub fn save(beats: &Beats, form: MailForm) -> Result<Page> {
    let MailForm::Set(typed) = form else {
        beats.record::<May<ManageSchool>, _>(|cx, school| forms::write(cx, &MailSettings::default(), &school))?;
        return Ok(Page::go("/reglages/courrier").saying(pages::REMOVED));
    };
    let (standing, school) =
        beats.read::<May<ManageSchool>, _>(|cx, _| Ok((settings::store::mail(&cx.db)?, cx.school.clone())))?;
    let wanted = typed.settings(&standing, &beats.house.keys)?;
    if let Err(faults) = typed.try_out(&beats.house, &wanted, &school) {
        return Ok(Page::again(faults));
    }
    beats.record::<May<ManageSchool>, _>(|cx, school| forms::write(cx, &wanted, &school))?;
    Ok(Page::go("/reglages/courrier").saying(if typed.trial.is_some() { pages::TRIED } else { pages::SAVED }))
}
