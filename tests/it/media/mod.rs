//! The darkroom, through its real process: what is sent comes out clean, or is refused with a sentence.

mod clean;
mod drawing;
mod lives;
mod real;

use crate::world::School;
use preau::{
    base::{db::Id, files::store as files},
    school::media::{self, Kind, Media, Size, State},
};

/// Sends those bytes as the director would, without a page.
pub fn send(school: &School, kind: Kind, name: &str, bytes: &[u8]) -> Id<Media> {
    let house = &school.house;
    let hash = house.files.keep(house.files.stage(bytes).unwrap()).unwrap();
    let tx = house.db.write().unwrap();
    files::add(&tx, &hash, bytes.len() as u64, "application/octet-stream", house.clock.now()).unwrap();
    let id = media::store::add(&tx, Id::new(school.id("directrice")), kind, name, &hash, house.clock.now()).unwrap();
    tx.commit().unwrap();
    id
}

/// Its row, as it stands.
fn row(school: &School, id: Id<Media>) -> (State, String, Option<i64>, Option<(u32, u32)>) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let sql = "SELECT state, fault, taken_at, width, height FROM media WHERE id = ?1";
    file.query_row(sql, [id], |row| {
        let shape = row.get::<_, Option<u32>>(3)?.zip(row.get(4)?);
        Ok((State::parse(&row.get::<_, String>(0)?), row.get(1)?, row.get(2)?, shape))
    })
    .unwrap()
}

/// A real file, made by tests/fixtures/media/make.
fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/media").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn served(school: &School, id: Id<Media>) -> Vec<(Size, Vec<u8>)> {
    let rx = school.house.db.read().unwrap();
    let forms = media::store::renditions(&rx, id).unwrap();
    forms.iter().map(|form| (form.size, school.house.files.read(&form.file).unwrap())).collect()
}

#[test]
fn a_photo_is_developed_in_its_sizes() {
    let school = School::new();
    let picture = image::DynamicImage::ImageRgb8(image::RgbImage::from_fn(2400, 1200, |x, y| {
        image::Rgb([(x / 10) as u8, (y / 5) as u8, 90])
    }));
    let mut sent = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut sent), image::ImageFormat::Jpeg).unwrap();
    let id = send(&school, Kind::Photo, "IMG_0001.JPG", &sent);
    assert_eq!(row(&school, id).0, State::Waiting);
    assert!(served(&school, id).is_empty());
    school.develop();
    assert_eq!(row(&school, id), (State::Ready, String::new(), None, Some((2400, 1200))));
    let shapes: Vec<_> = served(&school, id)
        .iter()
        .map(|(size, bytes)| {
            let shown = image::load_from_memory(bytes).unwrap();
            (*size, shown.width(), shown.height())
        })
        .collect();
    let expected =
        [(Size::Small, 400, 200), (Size::Medium, 960, 480), (Size::Large, 1920, 960), (Size::Whole, 2400, 1200)];
    assert_eq!(shapes, expected);
}
