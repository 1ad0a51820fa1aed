//! Documents in what people take away: one's own space and one's children's, what the school and their classes put there for
//! families, and what one handed in. The school takes its own spaces, those of the team and of every class; what is a person's alone or
//! was handed in is none of it.

mod pages;

use super::sentences;
use crate::{
    base::{db::Id, error::Result, sheet::Sheet},
    door::{
        Cx,
        takeaway::{Carton, FIRST, Takeaway},
    },
    school::{
        class::years::store as years,
        document::{
            Entry, Facts, Key, Shelf, Space,
            handing_in::{self, store::Handed},
            policy::{OpenDocuments, ReadSpace},
            store::{self, Given, Part},
        },
        permit::May,
        policy::ManageSchool,
        viewer::Viewer,
    },
};

pub const PART: Takeaway = Takeaway { folder: "documents", title: "Documents", own, whole };

/// One space, its files in the order of their folders.
pub struct Held {
    pub title: String,
    pub files: Vec<File>,
}

pub struct File {
    /// The folders in which it stands, from the top.
    pub way: Vec<String>,
    pub name: String,
    /// None: it is being made safe, or could not be.
    pub href: Option<String>,
    pub bytes: u64,
}

fn own(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let Some(documents) = cx.may_perhaps::<OpenDocuments>(())? else { return Ok(()) };
    let viewer = cx.viewer()?;
    let mut all = Vec::new();
    for (shelf, _) in store::shelves(&cx.db, viewer, &documents)? {
        if let Some(may) = cx.may_perhaps::<ReadSpace>(shelf.key)?.filter(|may| is_of_family(may, viewer)) {
            // What another family put into a class's space is that family's, for whoever works here too.
            let is_given = |one: &Facts| may.key == Key::Mine || one.changed_by.as_ref().is_none_or(|who| who.is_staff);
            all.extend(held(cx, &may, &is_given, carton)?);
        }
    }
    for child in &viewer.children {
        let handed = handing_in::store::of_family(&cx.db, &documents, child.id)?;
        all.extend(loose(pages::handed_in(&child.first_name), handed, carton));
        if child.given.signs {
            let kept = handing_in::store::of_child(&cx.db, &documents, child.id)?;
            all.extend(loose(pages::own_space(&child.first_name), kept, carton));
        }
    }
    close(all, carton)
}

/// Files without folders, under one title; nothing where there are none.
fn loose(title: String, files: Vec<Handed>, carton: &mut Carton) -> Option<Held> {
    let file = |one: Handed| {
        let href = carton.file(&title, &one.name, &one.file, one.at);
        File { way: Vec::new(), name: one.name, href: Some(href), bytes: one.bytes }
    };
    let files: Vec<File> = files.into_iter().map(file).collect();
    (!files.is_empty()).then_some(Held { title, files })
}

/// A family has what is put there for families, of the years that are over too; who works here keeps it for the school, and
/// leaves it there.
fn is_of_family(shelf: &Shelf, viewer: &Viewer) -> bool {
    match shelf.key {
        Key::Mine => true,
        Key::Of(Space::School) => viewer.is_guardian(),
        Key::Of(Space::Class(class)) => {
            viewer.children.iter().any(|child| child.class == Some(class)) || shelf.was_of_family(viewer)
        }
        _ => false,
    }
}

fn whole(cx: &Cx, school: &May<ManageSchool>, carton: &mut Carton) -> Result<()> {
    let mut keys = vec![Key::Of(Space::School), Key::Of(Space::Staff)];
    keys.extend(years::every_class(&cx.db, school)?.into_iter().map(|class| Key::Of(Space::Class(class.id))));
    let mut all = Vec::new();
    for key in keys {
        if let Some(may) = cx.may_perhaps::<ReadSpace>(key)? {
            all.extend(held(cx, &may, &|_| true, carton)?);
        }
    }
    close(all, carton)
}

/// All of a space that is given, whatever stands in the bin apart; nothing for an empty one.
fn held(
    cx: &Cx,
    shelf: &May<ReadSpace>,
    is_given: &dyn Fn(&Facts) -> bool,
    carton: &mut Carton,
) -> Result<Option<Held>> {
    let space = shelf.key.space(shelf.by());
    let tops: Vec<Id<Entry>> = store::list(&cx.db, shelf, None, Part::WHOLE)?.into_iter().map(|one| one.id).collect();
    // In a year's own words: two years may each have a CM1.
    let title = sentences::title(shelf, space);
    let mut files = Vec::new();
    for (mut way, one) in store::tree(&cx.db, shelf, &tops)? {
        way.pop();
        if one.is_folder() || !is_given(&one) {
            continue;
        }
        let folder = [std::slice::from_ref(&title), way.as_slice()].concat().join("/");
        let (href, name, bytes) = match store::given(&cx.db, &one, shelf.ties())? {
            Given::File { hash, bytes, name, .. } => {
                (Some(carton.file(&folder, &name, &hash, one.changed_at)), name, bytes)
            }
            Given::Waiting | Given::Refused => (None, one.name.clone(), one.bytes),
        };
        files.push(File { way, name, href, bytes });
    }
    Ok((!files.is_empty()).then_some(Held { title, files }))
}

fn close(all: Vec<Held>, carton: &mut Carton) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let mut sheet = Sheet::of(["Espace", "Dossier", "Fichier", "Octets"])?;
    for held in &all {
        for file in &held.files {
            sheet.line([&*held.title, &file.way.join(" / "), &file.name, &file.bytes.to_string()])?;
        }
    }
    carton.page(FIRST, PART.title, pages::spaces(&all))?;
    carton.sheet("documents.csv", sheet)
}
