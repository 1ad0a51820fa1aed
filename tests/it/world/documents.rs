//! Documents of the tests: sent through the page like anybody's, or put where the store would put them.

use super::{Reply, School};
use preau::base::files;

/// The document that stands for any other in the access table.
pub const DOCUMENT: i64 = 4_242;

impl School {
    /// Sends one file from the page of that space or folder; the row that came of it.
    pub fn put(&self, who: &str, page: &str, name: &str, bytes: &[u8]) -> i64 {
        self.try_to_put(who, page, name, bytes).assert_status(200);
        super::row(self, "SELECT max(id) FROM document")
    }

    pub fn try_to_put(&self, who: &str, page: &str, name: &str, bytes: &[u8]) -> Reply {
        let mut browser = self.browser(who);
        browser.get(page).form("Envoyer les fichiers").attach("fichiers", name, bytes).send(&mut browser)
    }

    pub fn folder(&self, who: &str, space: &str, inside: Option<i64>, name: &str) -> i64 {
        let inside = inside.map_or(String::new(), |id| id.to_string());
        let sent = [("nom", name), ("dans", &inside)];
        self.browser(who).post(&format!("/documents/{space}/nouveau-dossier"), &sent).assert_status(200);
        super::row(self, "SELECT max(id) FROM document")
    }
}

/// A file in the class's space, whose row is always the same.
pub fn class_document(school: &School) -> i64 {
    let (class, teacher, now) = (school.class("CM1"), school.id("maitre_cm1"), school.house.clock.now());
    let bytes = b"%PDF-1.7 une feuille";
    let hash = school.house.files.keep(school.house.files.stage(bytes).unwrap()).unwrap();
    let tx = school.house.db.write().unwrap();
    files::store::add(&tx, &hash, bytes.len() as u64, "application/octet-stream", now).unwrap();
    tx.commit().unwrap();
    school.sql(&format!(
        "INSERT INTO document (id, space, owner, kind, name, folded, sort_key, version, bytes, made_at, made_by, changed_at, changed_by)
         VALUES ({DOCUMENT}, 'class', {class}, 'file', 'feuille.pdf', 'feuille.pdf', 'feuille.pdf', 1, {size}, {now}, {teacher}, {now}, {teacher})
         ON CONFLICT DO NOTHING;
         INSERT INTO document_version (document, version, file, bytes, media_type, made_at, made_by)
         VALUES ({DOCUMENT}, 1, '{hash}', {size}, 'application/pdf', {now}, {teacher}) ON CONFLICT DO NOTHING;",
        size = bytes.len(),
        now = now.0,
        hash = hash.as_str(),
    ));
    DOCUMENT
}
