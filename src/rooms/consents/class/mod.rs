//! A class's pupils against what is asked for them: given, refused, silent, and who has not answered.

mod pages;
mod sheet;

use super::{grouped, span};
use crate::{
    base::{db::Id, error::Result},
    door::{Cx, Page},
    school::{
        Class, Pupil,
        consent::{
            self, Request, Showing, Standing, asking::store as requests, policy::RewordConsent, said::store as said,
        },
        permit::May,
        person,
        policy::SeeClass,
    },
};

/// What the page and its sheet are made of: one occasion, or the school year.
struct Table {
    class: String,
    /// What may be chosen, each by its first request.
    groups: Vec<Vec<Request>>,
    /// Which of them is open.
    chosen: usize,
    rows: Vec<Row>,
}

struct Row {
    pupil: Pupil,
    /// In the order of the requests.
    cells: Vec<Cell>,
}

struct Cell {
    standing: Standing,
    /// Who decides and has said nothing.
    silent: Vec<String>,
}

/// Which rows the page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Filter {
    All,
    Refused,
    Silent,
}

impl Filter {
    const ALL: [Filter; 3] = [Filter::All, Filter::Refused, Filter::Silent];

    fn as_str(self) -> &'static str {
        match self {
            Filter::All => "",
            Filter::Refused => "refus",
            Filter::Silent => "attente",
        }
    }

    fn holds(self, row: &Row) -> bool {
        let any = |standing| row.cells.iter().any(|cell| cell.standing == standing);
        match self {
            Filter::All => true,
            Filter::Refused => any(Standing::Refused),
            Filter::Silent => any(Standing::Silent),
        }
    }
}

impl Table {
    fn open(&self) -> &[Request] {
        self.groups.get(self.chosen).map(Vec::as_slice).unwrap_or_default()
    }

    fn read(cx: &Cx, class: &May<SeeClass>) -> Result<Table> {
        let groups = grouped(requests::of_class(&cx.db, class)?);
        let chosen = chosen(&groups, cx.ask.query.get("demande").parse().ok(), cx);
        let mut table = Table { class: class.name.clone(), groups, chosen, rows: Vec::new() };
        let pupils = person::store::pupils_in(&cx.db, class)?;
        let ids: Vec<Id<Pupil>> = pupils.iter().map(|pupil| pupil.id).collect();
        let known = consent::store::known(&cx.db, &ids, span(table.open(), cx.today), cx.today)?;
        let answers = said::of_class(&cx.db, class)?;
        let deciding = said::deciding_in(&cx.db, class, cx.today)?;
        let cell = |pupil: Id<Pupil>, request: &Request| {
            let asking = &request.asking;
            let showing =
                Showing { purpose: asking.purpose, occasion: &asking.occasion, on: request.judged_on(cx.today) };
            let has_said = |guardian| {
                answers
                    .iter()
                    .any(|one| one.pupil == pupil && one.request == request.id && one.guardian == Some(guardian))
            };
            let silent = deciding.iter().filter(|one| one.pupil == pupil && !has_said(one.guardian));
            Cell { standing: known.standing(pupil, &showing), silent: silent.map(|one| one.name.clone()).collect() }
        };
        let rows = pupils.into_iter().map(|pupil| {
            let cells = table.open().iter().map(|request| cell(pupil.id, request)).collect();
            Row { pupil, cells }
        });
        let rows = rows.collect();
        table.rows = rows;
        Ok(table)
    }
}

/// The one that was asked for, else the first that is not over.
fn chosen(groups: &[Vec<Request>], asked: Option<Id<Request>>, cx: &Cx) -> usize {
    let by_id = asked.and_then(|id| groups.iter().position(|group| group.iter().any(|one| one.id == id)));
    let current = |group: &Vec<Request>| group.first().is_some_and(|first| !first.is_over(cx.today));
    // The school year before an occasion, where both are open.
    let year = |group: &Vec<Request>| current(group) && group.first().is_some_and(|first| first.asking.is_for_year());
    by_id.or_else(|| groups.iter().position(year)).or_else(|| groups.iter().position(current)).unwrap_or(0)
}

pub fn show(cx: &Cx, class: May<SeeClass>) -> Result<Page> {
    let table = Table::read(cx, &class)?;
    let filter = Filter::ALL.into_iter().find(|one| one.as_str() == cx.ask.query.get("voir")).unwrap_or(Filter::All);
    let mut follow_ups = Vec::new();
    let mut may_reword = Vec::new();
    for request in table.open() {
        for path in requests::follow_ups(&cx.db, &class, request.id)? {
            if !follow_ups.contains(&path) {
                follow_ups.push(path);
            }
        }
        may_reword.extend(cx.may_perhaps::<RewordConsent>(request.id)?);
    }
    let around = pages::Around { class: class.id, filter, follow_ups, may_reword };
    Ok(pages::show(&table, &around))
}

pub fn csv(cx: &Cx, class: May<SeeClass>) -> Result<Page> {
    let table = Table::read(cx, &class)?;
    Ok(Page::download(sheet::file_name(&table), "text/csv; charset=utf-8", sheet::csv(&table)?))
}

/// The address of the same table as a file.
fn csv_path(class: Id<Class>, first: Option<&Request>) -> String {
    let path = format!("{}/tableau.csv", super::path::class(class));
    first.map_or_else(|| path.clone(), |first| format!("{path}?demande={}", first.id))
}
