//! A person's own part of what they take away: who they are to the school, their children, their account, what the journal
//! says. Of a child no address is given: it may be the other guardian's.

mod acts;
mod pages;
mod store;

use super::looks;
use crate::{
    base::{error::Result, sheet::Sheet},
    door::{
        Cx, session,
        takeaway::{Carton, FIRST},
    },
    rooms::privacy::policy::SeeLooks,
    school::consulted,
};

pub fn put(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let viewer = cx.viewer()?;
    let Some(person) = store::person(&cx.db, viewer)? else { return Ok(()) };
    let mut children = Vec::new();
    for child in &viewer.children {
        children.extend(store::child(&cx.db, viewer, child)?);
    }
    let duties = store::duties(&cx.db, viewer)?;
    carton.page(FIRST, "Identité et coordonnées", pages::identity(cx, &person, &children, &duties))?;
    contact_sheet(carton, &person)?;

    let account = store::account(&cx.db, viewer)?;
    let devices = session::store::devices(&cx.db, viewer)?;
    let slips = store::slips(&cx.db, viewer)?;
    let arrivals = store::arrivals(&cx.db, viewer)?;
    carton.page("compte.html", "Compte et connexions", pages::account(cx, &account, &devices, &slips, &arrivals))?;

    let own = consulted::store::own(&cx.db, viewer)?;
    let mut of_children = Vec::new();
    for child in &viewer.children {
        if let Some(pupil) = cx.may_perhaps::<SeeLooks>(child.id)? {
            of_children.push((child.first_name.clone(), consulted::store::of_pupil(&cx.db, &pupil)?));
        }
    }
    carton.page("consultations.html", "Qui a consulté les fiches", pages::looks(&own, &of_children))?;
    let mut sheet = Sheet::of(["Jour", "Fiche", "Par", "Fonction"])?;
    let all = own.iter().map(|look| (viewer.first_name.as_str(), look));
    let all =
        all.chain(of_children.iter().flat_map(|(name, looks)| looks.iter().map(move |look| (name.as_str(), look))));
    for (about, look) in all {
        sheet.line([&look.day.to_string(), about, &look.name, looks::role(look.role)])?;
    }
    carton.sheet("consultations.csv", sheet)?;
    journal(cx, carton)
}

fn contact_sheet(carton: &mut Carton, person: &crate::school::Person) -> Result<()> {
    let mut sheet = Sheet::of(["Donnée", "Valeur"])?;
    for (what, value) in pages::contact(person) {
        sheet.line([what, value.as_str()])?;
    }
    carton.sheet("coordonnees.csv", sheet)
}

/// What the person did, and what the school did to their account, their own row and their children's: never what another
/// guardian did.
fn journal(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let viewer = cx.viewer()?;
    let lines = store::journal(&cx.db, viewer)?;
    let mut sheet = Sheet::of(["Date", "Heure", "Par", "Action", "Sur"])?;
    for line in &lines {
        let at = line.at.zoned(&cx.zone);
        let (day, time) = (at.strftime("%d/%m/%Y").to_string(), at.strftime("%H:%M:%S").to_string());
        sheet.line([day.as_str(), &time, &line.by, &acts::act(&line.act), acts::thing(&line.thing)])?;
    }
    carton.page("journal.html", "Journal", pages::journal(lines.len()))?;
    carton.sheet("journal.csv", sheet)
}
