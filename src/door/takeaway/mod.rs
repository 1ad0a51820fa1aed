//! What people take away: each room puts its part into one carton, judged by the same permits as its pages. It comes as pages
//! that open from a disk, offline, without any program but a browser, with tables and files beside them. A room puts in what
//! its own pages would show this person; this file judges nothing.

mod offline;

use super::cx::Cx;
use crate::{
    base::{
        archive::{Packed, Packer, harmless, numbered},
        clock::Instant,
        error::Result,
        files::{Files, Hash},
        rich_text,
        sheet::Sheet,
    },
    school::{permit::May, policy::ManageSchool},
};
use maud::{Markup, PreEscaped};
use std::collections::{HashMap, HashSet};

pub use offline::{file_link, pages};

/// A room's part.
#[derive(Clone, Copy)]
pub struct Takeaway {
    /// Its folder, « mots »; unlike every other's.
    pub folder: &'static str,
    /// « Cahier de liaison »
    pub title: &'static str,
    /// What concerns the viewer and their children: nothing of another family, nothing of another guardian's.
    pub own: fn(&Cx, &mut Carton) -> Result<()>,
    /// What the school takes with it; what belongs to each person alone is none of it.
    pub whole: fn(&Cx, &May<ManageSchool>, &mut Carton) -> Result<()>,
}

/// The archive under way. Pages are written to the disk as they come; files are only noted, and copied at the end.
pub struct Carton {
    packer: Packer,
    /// « Données de Sophie Petit »
    title: String,
    /// « École Jules-Ferry, le 22 novembre 2026 »
    from: String,
    at: Instant,
    folder: &'static str,
    chapter: &'static str,
    files: Vec<Noted>,
    /// Names that these files have, without case; and the folders in which they stand.
    taken: HashSet<String>,
    folders: HashSet<String>,
    /// By folder and hash: the same bytes twice in a chapter are one file.
    known: HashMap<(&'static str, String), String>,
    chapters: Vec<Chapter>,
}

/// A file on its way into the archive.
struct Noted {
    name: String,
    hash: Hash,
    at: Instant,
}

/// What the first page lists.
struct Chapter {
    folder: &'static str,
    title: &'static str,
    pages: usize,
    sheets: Vec<String>,
    files: usize,
}

/// What stands in every part of the archive but the files.
pub const STYLE: &str = include_str!("../../../assets/data/emporter.css");
/// The page that a chapter opens with.
pub const FIRST: &str = "index.html";

impl Carton {
    pub fn new(packer: Packer, title: String, from: String, at: Instant) -> Carton {
        let (files, taken, folders) = (Vec::new(), HashSet::new(), HashSet::new());
        let (known, chapters) = (HashMap::new(), Vec::new());
        Carton { packer, title, from, at, folder: "", chapter: "", files, taken, folders, known, chapters }
    }

    /// What follows goes into the folder of this part.
    pub fn begin(&mut self, part: &Takeaway) {
        (self.folder, self.chapter) = (part.folder, part.title);
        let (folder, title) = (part.folder, part.title);
        self.chapters.push(Chapter { folder, title, pages: 0, sheets: Vec::new(), files: 0 });
    }

    /// A page of this part; `name` is its file's, with « .html ».
    pub fn page(&mut self, name: &str, title: &str, main: Markup) -> Result<()> {
        let page = offline::page(&self.title, &self.from, self.chapter, name == FIRST, title, main);
        self.put(name, page.into_string().as_bytes())?;
        self.chapter_mut(|chapter| chapter.pages += 1);
        Ok(())
    }

    pub fn sheet(&mut self, name: &str, sheet: Sheet) -> Result<()> {
        self.put(name, &sheet.bytes()?)?;
        self.chapter_mut(|chapter| chapter.sheets.push(name.to_owned()));
        Ok(())
    }

    /// Another open format, such as a calendar.
    pub fn text(&mut self, name: &str, text: &str) -> Result<()> {
        self.put(name, text.as_bytes())?;
        self.chapter_mut(|chapter| chapter.sheets.push(name.to_owned()));
        Ok(())
    }

    /// What a page leads to, beside it: the first page does not list it.
    pub fn aside(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.put(name, bytes)
    }

    /// A kept file under the name that people gave it, in this part; the address by which a page of this part leads there.
    pub fn file(&mut self, folder: &str, name: &str, hash: &Hash, at: Instant) -> String {
        let key = (self.folder, format!("{folder}/{}", hash.as_str()));
        if let Some(place) = self.known.get(&key) {
            return offline::href(place);
        }
        let inside = self.inside(folder);
        let own = harmless(name);
        let place =
            self.free(&inside, &own, |carton, place| carton.taken.contains(place) || carton.folders.contains(place));
        self.taken.insert(self.whole(&place).to_lowercase());
        self.files.push(Noted { name: self.whole(&place), hash: hash.clone(), at });
        self.chapter_mut(|chapter| chapter.files += 1);
        let href = offline::href(&place);
        self.known.insert(key, place);
        href
    }

    /// The first page, the style, then each file. The school may be read and written meanwhile: no snapshot is held here.
    /// [`crate::base::error::Error::NotFound`] when a file went since it was noted.
    pub fn close(mut self, lead: Markup, files: &Files, goes_on: &dyn Fn() -> bool) -> Result<Option<Packed>> {
        self.chapters.retain(|chapter| chapter.pages + chapter.files + chapter.sheets.len() > 0);
        let first = offline::first(&self.title, &self.from, lead, &self.chapters);
        self.packer.put(FIRST, first.into_string().as_bytes(), self.at)?;
        self.packer.put("style.css", STYLE.as_bytes(), self.at)?;
        for file in &self.files {
            if !goes_on() {
                return Ok(None);
            }
            self.packer.put_file(&file.name, files, &file.hash, file.at)?;
        }
        self.packer.finish().map(Some)
    }

    /// Folders of this part, each one made if it is not there: none where a file of that name stands.
    fn inside(&mut self, folder: &str) -> String {
        let mut path = String::new();
        for one in folder.split('/').filter(|one| !one.is_empty()) {
            path = self.free(&path, &harmless(one), |carton, place| carton.taken.contains(place));
            self.folders.insert(self.whole(&path).to_lowercase());
        }
        path
    }

    /// The name, with a number if need be, under which nothing stands in the way there.
    fn free(&self, inside: &str, name: &str, is_taken: impl Fn(&Carton, &str) -> bool) -> String {
        let at = |name: &str| if inside.is_empty() { name.to_owned() } else { format!("{inside}/{name}") };
        let (mut place, mut number) = (at(name), 1);
        while self.packer.has(&self.whole(&place)) || is_taken(self, &self.whole(&place).to_lowercase()) {
            number += 1;
            place = at(&numbered(name, number));
        }
        place
    }

    fn whole(&self, place: &str) -> String {
        format!("{}/{place}", self.folder)
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.packer.put(&format!("{}/{name}", self.folder), bytes, self.at)
    }

    fn chapter_mut(&mut self, change: impl FnOnce(&mut Chapter)) {
        if let Some(chapter) = self.chapters.last_mut() {
            change(chapter);
        }
    }
}

/// A text that somebody wrote, as a page from the disk shows it: its links into the school lead nowhere there, and are none.
pub fn written(body: &str) -> Markup {
    const LINK: &str = "<a href=\"";
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find(LINK) {
        let (before, link) = rest.split_at(at);
        out.push_str(before);
        let address = &link[LINK.len()..];
        let end = address.find('"').unwrap_or(address.len());
        let leads_out = ["http://", "https://", "mailto:", "tel:"].iter().any(|start| address.starts_with(start));
        out.push_str(if leads_out { &link[..(LINK.len() + end + 1).min(link.len())] } else { "<a" });
        rest = address.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    PreEscaped(out)
}

/// The same in one line of a table.
pub fn in_a_cell(body: &str) -> String {
    rich_text::to_plain(body).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_into_the_school_are_none_on_a_disk() {
        let body = "<p><a href=\"/documents/3\" rel=\"noopener\">ici</a>, <a href=\"https://x.fr\" rel=\"noopener\">là</a> href=\"/a\"</p>";
        let shown = "<p><a rel=\"noopener\">ici</a>, <a href=\"https://x.fr\" rel=\"noopener\">là</a> href=\"/a\"</p>";
        assert_eq!(written(body).into_string(), shown);
        assert_eq!(written("<a href=\"").into_string(), "<a");
    }

    #[test]
    fn each_file_has_a_place_of_its_own_however_long_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let packer = Packer::create(&folder.path().join("a.zip"), &jiff::tz::TimeZone::UTC).unwrap();
        let mut carton = Carton::new(packer, "Tout".into(), "École".into(), Instant(0));
        let part = Takeaway { folder: "mots", title: "Mots", own: |_, _| Ok(()), whole: |_, _, _| Ok(()) };
        carton.begin(&part);
        let hash = |digit: &str| Hash::parse(&digit.repeat(64)).unwrap();
        let long = format!("{}.pdf", "é".repeat(100));
        let (first, second) = ("1", "2");
        let one = carton.file("fichiers", &long, &hash(first), Instant(0));
        let two = carton.file("fichiers", &long, &hash(second), Instant(0));
        assert!(one != two && two.ends_with("%20(2).pdf"), "{two}");
        assert_eq!(
            one,
            carton.file("fichiers", "autre nom.pdf", &hash(first), Instant(0)),
            "the same bytes are one file"
        );
        // Made harmless, a file and a folder would be one name: neither stands in the other's way.
        assert_eq!(carton.file("", "a?b", &hash("3"), Instant(0)), "a_b");
        assert_eq!(carton.file("a:b", "c", &hash("4"), Instant(0)), "a_b%20(2)/c");
        assert_eq!(carton.file("", "A_B (2)", &hash("5"), Instant(0)), "A_B%20(2)%20(2)");
    }
}
