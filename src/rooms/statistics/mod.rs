//! `/statistiques`: for the director, whether families have an account, answer words, and come. Sums of groups alone: there is
//! no figure of one person, none by teacher, and no group of fewer than five people, nor one to be had by taking a figure from
//! another: periods do not overlap, and a month is told once it is over. It writes nothing; the counter of sign-ins stands with
//! the session.

mod demo;
mod figures;
mod groups;
mod pages;
mod period;
mod plot;
mod profiles;
mod sentences;
mod store;

use crate::{
    base::error::Result,
    door::{Cx, Page, Room, Routes},
    school::{permit::May, policy::ManageSchool, sign_ins},
};
use figures::{Figure, Month};
use period::{Period, Which};

pub const ROOM: Room = Room { demo: Some(demo::year), ..Room::new("statistics", routes) };

const PATH: &str = "/statistiques";

fn routes(r: &mut Routes) {
    r.get_slow(PATH, index);
    r.get(pages::FAMILIES, families);
    r.get_slow(pages::BY_CLASS, by_class);
    r.get_slow(pages::BY_WAY, by_way);
    r.get_slow(pages::SIGN_INS, sign_ins_of);
}

/// What the page shows.
struct Statistics {
    period: Period,
    families: Figure,
    by_class: Figure,
    by_way: Figure,
    sign_ins: Figure,
}

fn index(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    let period = period(cx, &school)?;
    let (by_class, by_way) = words(cx, &period, &school)?;
    Ok(pages::index(&Statistics {
        families: figures::families(&store::families(&cx.db, cx.today, &school)?),
        by_class,
        by_way,
        sign_ins: came(cx, &period, &school)?,
        period,
    }))
}

fn families(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    pages::file(pages::FAMILIES, &figures::families(&store::families(&cx.db, cx.today, &school)?))
}

fn by_class(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    pages::file(pages::BY_CLASS, &words(cx, &period(cx, &school)?, &school)?.0)
}

fn by_way(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    pages::file(pages::BY_WAY, &words(cx, &period(cx, &school)?, &school)?.1)
}

fn sign_ins_of(cx: &Cx, school: May<ManageSchool>) -> Result<Page> {
    pages::file(pages::SIGN_INS, &came(cx, &period(cx, &school)?, &school)?)
}

fn period(cx: &Cx, school: &May<ManageSchool>) -> Result<Period> {
    Ok(Period::of(Which::read(cx.ask.query.get("periode")), &store::years(&cx.db, cx.today, school)?, cx.today))
}

/// By class, and by the way that the answers came.
fn words(cx: &Cx, period: &Period, school: &May<ManageSchool>) -> Result<(Figure, Figure)> {
    let (from, until) = period.instants(&cx.zone)?;
    let by_class = figures::words_by_class(&store::answers(&cx.db, from, until, school)?);
    Ok((by_class, figures::words_by_way(&store::ways(&cx.db, from, until, school)?)))
}

fn came(cx: &Cx, period: &Period, school: &May<ManageSchool>) -> Result<Figure> {
    let counts = sign_ins::store::counts(&cx.db, period.from, period.until, school)?;
    let months = period.months().into_iter().map(|first| {
        let mut times = [0; 5];
        for (_, profile, many) in counts.iter().filter(|(month, ..)| *month == first) {
            times[*profile as usize] += many;
        }
        Ok(Month { first, people: store::people(&cx.db, first, first.last_of_month(), school)?, times })
    });
    Ok(figures::sign_ins(&months.collect::<Result<Vec<_>>>()?))
}
