//! Posts and photos of the tests, put where the blog and the darkroom would put them.

use super::School;
use preau::{
    base::{db::Id, files},
    school::{
        audience::{self, Addressed},
        permit,
        policy::{WriteToClass, WriteToSchool},
        viewer,
    },
};

/// The bytes of each size, so that a test knows which it got.
pub const SIZES: [(&str, &str); 4] =
    [("small", "petite"), ("medium", "moyenne"), ("large", "grande"), ("whole", "originale")];

/// The beginning of a picture of 400 × 300.
const JPEG: [u8; 21] = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 1, 44, 1, 144, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];

impl School {
    /// A post that is shown to a class, or to the school (« école »), since today.
    pub fn post(&self, author: &str, to: &str) -> i64 {
        let (now, today) = (self.house.clock.now(), self.today());
        let tx = self.house.db.write().unwrap();
        let director = viewer::store::viewer(&tx, Id::new(self.people.account("directrice")), today).unwrap().unwrap();
        let mut addressed = Addressed::by(&director);
        match to {
            "école" => addressed.school(&permit::admit::<WriteToSchool>(&tx, &director, ()).unwrap()),
            class => {
                let class = permit::admit::<WriteToClass>(&tx, &director, Id::new(self.class(class))).unwrap();
                addressed.class(&class);
            }
        }
        let audience = audience::store::address(&tx, &addressed, now).unwrap();
        audience::store::deliver(&tx, audience, &[], now, today).unwrap();
        tx.commit().unwrap();
        let (class, purpose) = if to == "école" { (0, "school") } else { (self.class(to), "class") };
        let file = self.file();
        file.execute(
            "INSERT INTO blog_post (author, state, title, body, audience, purpose, made_at, changed_at, published_at, published_on)
             VALUES (?1, 'published', 'Au jardin', '<p>Nous avons semé.</p>', ?2, ?3, ?4, ?4, ?4, ?5)",
            (self.id(author), audience.number(), purpose, now.0, today.to_string()),
        )
        .unwrap();
        let post = file.last_insert_rowid();
        file.execute("INSERT INTO blog_target (post, class) VALUES (?1, ?2)", (post, class)).unwrap();
        post
    }

    /// The same, still its author's: no family was reached.
    pub fn draft(&self, author: &str, to: &str) -> i64 {
        let post = self.post(author, to);
        self.sql(&format!(
            "UPDATE blog_post SET state = 'draft', audience = NULL, published_at = NULL, published_on = NULL WHERE id = {post}"
        ));
        post
    }

    /// A thing of that post that the darkroom has made ready, at its end.
    pub fn media(&self, post: i64, kind: &str) -> i64 {
        let file = self.file();
        file.execute(
            "INSERT INTO media (owner, kind, name, state, width, height, tints, added_at)
             VALUES ((SELECT author FROM blog_post WHERE id = ?1), ?2, 'jardin', 'ready', 1600, 1200, '', 0)",
            (post, kind),
        )
        .unwrap();
        let media = file.last_insert_rowid();
        let (media_type, sizes) = match kind {
            "photo" => ("image/jpeg", &SIZES[..]),
            "sound" => ("audio/mpeg", &SIZES[3..]),
            "video" => ("video/mp4", &SIZES[3..]),
            _ => ("application/pdf", &SIZES[3..]),
        };
        for (size, word) in sizes {
            // A photo begins as a JPEG does: it can be put on paper.
            let head: &[u8] = if kind == "photo" { &JPEG } else { &[] };
            let bytes = [head, format!("{word} {media} fin").as_bytes()].concat();
            let hash = self.house.files.keep(self.house.files.stage(&bytes).unwrap()).unwrap();
            let tx = self.house.db.write().unwrap();
            files::store::add(&tx, &hash, bytes.len() as u64, media_type, self.house.clock.now()).unwrap();
            tx.commit().unwrap();
            file.execute(
                "INSERT INTO media_form (media, size, file, media_type, width, height, bytes) VALUES (?1, ?2, ?3, ?4, 400, 300, ?5)",
                (media, size, hash.as_str(), media_type, bytes.len() as i64),
            )
            .unwrap();
        }
        file.execute(
            "INSERT INTO blog_media (post, media, place) VALUES (?1, ?2, (SELECT count(*) FROM blog_media WHERE post = ?1))",
            (post, media),
        )
        .unwrap();
        media
    }

    /// « Léa est dessus »; an empty list: « personne de reconnaissable ».
    pub fn on_it(&self, media: i64, who: &[&str]) {
        self.sql(&format!("DELETE FROM media_tag WHERE media = {media}"));
        for child in who {
            let child = self.id(child);
            self.sql(&format!("INSERT INTO media_tag (media, pupil, tagged_at) VALUES ({media}, {child}, 0)"));
        }
        let nobody = if who.is_empty() { "1" } else { "NULL" };
        self.sql(&format!("UPDATE media SET nobody_at = {nobody} WHERE id = {media}"));
    }

    pub fn shown(&self, media: i64, shown: &str) {
        self.sql(&format!("UPDATE blog_media SET shown = '{shown}' WHERE media = {media}"));
    }

    /// Every job that is due, of the rooms of this school.
    pub fn work(&self) {
        let kinds: Vec<_> = self.house.rooms.iter().flat_map(|room| room.jobs).copied().collect();
        preau::base::jobs::runner::run_due(&self.house.db, &self.house.clock, &kinds).unwrap();
    }

    pub fn sql(&self, sql: &str) {
        self.file().execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}
