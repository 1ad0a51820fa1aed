use super::{pages, policy::LookFor};
use crate::{
    base::{error::Result, search::Query},
    door::{Cx, Page, Routes, found},
    school::permit::May,
};

pub fn routes(r: &mut Routes) {
    r.get_slow("/recherche", search);
}

fn search(cx: &Cx, _: May<LookFor>) -> Result<Page> {
    let query = Query::read(cx.ask.query.get("q"));
    let found = if query.is_empty() { Vec::new() } else { found::everywhere(cx, &query)? };
    let is_pupil = cx.viewer()?.pupil.is_some();
    Ok(pages::search(&query, &found, is_pupil, cx.is_on("directory")))
}
