//! What a post said before it was changed, for who may change it.

mod pages;
pub mod store;

use super::policy::ReadVersions;
use crate::{
    base::error::Result,
    door::{Cx, Page},
    school::permit::May,
};

pub fn show(cx: &Cx, post: May<ReadVersions>) -> Result<Page> {
    let before = store::versions(&cx.db, &post)?;
    let by = store::last_hand(&cx.db, &post)?;
    Ok(pages::show(cx, &post, &before, &by))
}
