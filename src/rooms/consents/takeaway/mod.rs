//! Image consents in what people take away: a guardian's own answers, the school's for its classes of today.

mod pages;

use super::own;
use crate::{
    base::{error::Result, sheet::Sheet},
    door::{
        Cx,
        takeaway::{Carton, FIRST, Takeaway},
    },
    school::{
        class::store as classes,
        consent::{
            asking::{sentences, store as requests},
            said::store as said,
        },
        permit::May,
        person::store as people,
        policy::{ManageSchool, SeeClass},
    },
};
use std::collections::HashMap;

pub const PART: Takeaway = Takeaway { folder: "autorisations", title: super::pages::TITLE, own: put_own, whole };

fn put_own(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let children = own::children(cx)?;
    if children.is_empty() {
        return Ok(());
    }
    carton.page(FIRST, super::pages::TITLE, pages::own(cx, &children))?;
    let mut sheet = Sheet::of(["Enfant", "Pour", "Quand", "Texte lu", "Réponse", "Le", "À", "Comment"])?;
    for child in &children {
        for answer in &child.answers {
            let asked = child.requests.iter().find(|(request, _)| request.id == answer.request).map(|(one, _)| one);
            let purpose = asked.map_or("", |one| sentences::purpose(one.asking.purpose));
            let when = asked.map(|one| sentences::when(&one.asking)).unwrap_or_default();
            let at = answer.at.zoned(&cx.zone);
            let (day, time) = (at.strftime("%d/%m/%Y").to_string(), at.strftime("%H:%M:%S").to_string());
            let says = super::pages::yes_or_no(answer.says);
            let how = super::pages::by(answer.how);
            sheet.line([&child.pupil.first_name, purpose, &when, &answer.text, says, &day, &time, how])?;
        }
    }
    carton.sheet("reponses.csv", sheet)
}

fn whole(cx: &Cx, school: &May<ManageSchool>, carton: &mut Carton) -> Result<()> {
    let mut sheet = Sheet::of([
        "Classe",
        "Élève n°",
        "Élève",
        "Responsable",
        "Pour",
        "Quand",
        "Réponse",
        "Le",
        "Comment",
        "Texte lu",
    ])?;
    let adults: HashMap<_, _> = people::adults(&cx.db, school)?.into_iter().map(|one| (one.id, one.name())).collect();
    let mut count = 0;
    for line in classes::classes_of(&cx.db, cx.today)? {
        let class = cx.may::<SeeClass>(line.id)?;
        let names: HashMap<_, _> =
            people::pupils_in(&cx.db, &class)?.into_iter().map(|pupil| (pupil.id, pupil.name())).collect();
        let asked: HashMap<_, _> =
            requests::of_class(&cx.db, &class)?.into_iter().map(|request| (request.id, request.asking)).collect();
        for answer in said::of_class(&cx.db, &class)? {
            let name = names.get(&answer.pupil).map_or("", String::as_str);
            let guardian = answer.guardian.and_then(|one| adults.get(&one)).map_or("", String::as_str);
            let asking = asked.get(&answer.request);
            let purpose = asking.map_or("", |one| sentences::purpose(one.purpose));
            let when = asking.map(sentences::when).unwrap_or_default();
            let at = answer.at.zoned(&cx.zone).strftime("%d/%m/%Y %H:%M:%S").to_string();
            let (says, how) = (super::pages::yes_or_no(answer.says), super::pages::by(answer.how));
            let number = answer.pupil.to_string();
            sheet.line([&*class.name, &number, name, guardian, purpose, &when, says, &at, how, &answer.text])?;
            count += 1;
        }
    }
    carton.page(FIRST, super::pages::TITLE, pages::whole(count))?;
    carton.sheet("reponses.csv", sheet)
}
