//! `/reglages/adresse`: the director's, and the technician's.

use super::{forms::AddressForm, pages};
use crate::{
    base::{
        db::Tx,
        error::Result,
        ui::{button, notice, page},
    },
    door::{Beats, Cx, Draft, Faults, Page, form::Nothing},
    school::{permit::May, policy::TendBox, settings},
};
use maud::html;

pub fn show(cx: &Cx, _: &May<TendBox>, draft: &Draft) -> Result<Page> {
    let doubt = cx.house.verdict(&cx.db)?.doubt();
    let draft = pages::standing(draft, &cx.school);
    Ok(Page::narrow(
        "Adresse et certificat",
        html! {
            (page::crumbs(&[("Réglages", "/reglages")], "Adresse et certificat"))
            h1 { "Adresse et certificat" }
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            (pages::state(&cx.house.tls.facts(), &cx.zone))
            p { a href="/confiance" { "La page à montrer aux appareils de l’école" } }
            @if doubt.is_some() {
                form.pile method="post" action="/reglages/adresse/date" {
                    (pages::date(cx.now, &cx.zone, doubt, &draft))
                    (button::primary("Confirmer la date"))
                }
            }
            h2 { "Changer de nom" }
            p { "Un nouveau nom demande une nouvelle autorité : les appareils qui faisaient confiance à l’ancienne devront l’apprendre." }
            form.pile method="post" action="/reglages/adresse" {
                (pages::fields(&draft))
                (button::primary("Enregistrer l’adresse").confirm("Changer les noms de la boîte ? Les navigateurs pourront demander une nouvelle confirmation."))
            }
        },
    ))
}

pub fn fix(beats: &Beats, form: AddressForm) -> Result<Page> {
    let fixed = form.fix::<May<TendBox>>(beats, |cx, school, confirmed| form.write(&cx.db, confirmed, school))?;
    Ok(match fixed {
        Ok(()) => Page::go("/reglages/adresse").saying(pages::FIXED),
        Err(faults) => Page::again(faults),
    })
}

pub fn confirm_date(cx: &Cx<Tx>, school: May<TendBox>, _: Nothing) -> Result<Page> {
    if !cx.ask.fields.has("date_juste") {
        return Ok(Page::again(Faults::one("date_juste", "Cochez la case pour confirmer la date.")));
    }
    if let Some(doubt) = cx.house.verdict(&cx.db)?.doubt() {
        settings::store::confirm_clock(&cx.db, doubt.into(), &school)?;
    }
    Ok(Page::go("/reglages/adresse").saying(pages::CONFIRMED))
}
