//! Folders and files taken home as one ZIP. Of a photo, who only reads takes what the darkroom made safe.

use super::{choosing, sentences};
use crate::{
    base::{archive::Entry as Piece, error::Result},
    door::{Cx, Page},
    school::{
        document::{
            Facts, Shelf,
            policy::ReadSpace,
            space,
            store::{self, Given, Part},
        },
        permit::{May, Rule, Ties},
    },
};

/// What is ticked; a whole folder; or, with nothing said, the space.
pub fn archive(cx: &Cx, shelf: May<ReadSpace>) -> Result<Page> {
    let mut tops = choosing::ids(&cx.ask.query);
    let mut name = sentences::title(&shelf, space(&shelf));
    if let Ok(folder) = cx.ask.query.get("dossier").parse() {
        let folder = store::folder(&cx.db, &shelf, folder)?;
        name = folder.name.clone();
        tops = vec![folder.id];
    } else if tops.is_empty() {
        tops = store::list(&cx.db, &shelf, None, Part::WHOLE)?.iter().map(|one| one.id).collect();
    }
    let mut all = store::tree(&cx.db, &shelf, &tops)?;
    if tops.len() == 1 && all.first().is_some_and(|(_, one)| one.is_folder()) {
        // The archive has the folder's name; its content stands at the top of it.
        name = all[0].1.name.clone();
        all.remove(0);
        all.iter_mut().for_each(|(path, _)| drop(path.remove(0)));
    }
    let pieces = pieces(cx, &shelf, &all)?;
    Ok(Page::archive(format!("{name}.zip"), pieces))
}

pub fn pieces<R: Rule<On = Shelf>>(cx: &Cx, shelf: &May<R>, all: &[(Vec<String>, Facts)]) -> Result<Vec<Piece>> {
    let ties: Ties = shelf.ties();
    let mut pieces = Vec::with_capacity(all.len());
    for (path, one) in all {
        if one.is_folder() {
            pieces.push(Piece { path: path.clone(), file: None, at: one.changed_at });
            continue;
        }
        // What waits for the darkroom is not there yet.
        if let Given::File { hash, name, .. } = store::given(&cx.db, one, ties)? {
            let mut path = path.clone();
            path.pop();
            path.push(name);
            pieces.push(Piece { path, file: Some(hash), at: one.changed_at });
        }
    }
    Ok(pieces)
}
