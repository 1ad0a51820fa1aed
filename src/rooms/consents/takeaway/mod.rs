//! Image consents in what people take away: a guardian's own answers, all that was ever said for the school.

mod pages;

use super::own;
use crate::{
    base::{clock::Instant, error::Result, sheet::Sheet},
    door::{
        Cx,
        takeaway::{Carton, FIRST, Takeaway},
    },
    school::{
        class::years,
        consent::{
            asking::{sentences, store as requests},
            said::{Told, store as said},
        },
        permit::May,
        policy::ManageSchool,
    },
};

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

/// Of every year: an answer of then judges today what was shown then.
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
        "Annulée le",
    ])?;
    let stamp = |at: Instant| at.zoned(&cx.zone).strftime("%d/%m/%Y %H:%M:%S").to_string();
    let mut count = 0;
    for span in years::spans(&years::store::years(&cx.db)?) {
        for request in requests::ending(&cx.db, span, school)? {
            for Told { answer, class, pupil, guardian } in said::to(&cx.db, request.id, school)? {
                sheet.line([
                    &*class,
                    &answer.pupil.to_string(),
                    &pupil,
                    &guardian,
                    sentences::purpose(request.asking.purpose),
                    &sentences::when(&request.asking),
                    super::pages::yes_or_no(answer.says),
                    &stamp(answer.at),
                    super::pages::by(answer.how),
                    &answer.text,
                    &answer.cancelled_at.map(stamp).unwrap_or_default(),
                ])?;
                count += 1;
            }
        }
    }
    carton.page(FIRST, super::pages::TITLE, pages::whole(count))?;
    carton.sheet("reponses.csv", sheet)
}
