//! Faces drawn over: burnt into all that is served, undone within a week, then for good.

use super::{row, send, served};
use crate::world::School;
use preau::{
    base::{db::Id, files::Hash, jobs::System},
    door::gate::on_behalf,
    school::{
        media::{self, Kind, Media, Shape, State},
        permit::May,
        policy::ManageSchool,
    },
};

const FACE: Shape = Shape::Ellipse { x: 500, y: 500, rx: 200, ry: 300 };

/// Black and white columns of four pixels: whatever is left of them in the middle would be seen.
fn columns() -> Vec<u8> {
    let level = |x: u32| if (x / 4).is_multiple_of(2) { [250; 3] } else { [5; 3] };
    let picture = image::RgbImage::from_fn(400, 300, |x, _| image::Rgb(level(x)));
    let mut bytes = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

/// The darkest and the lightest of a line through the middle of each size.
fn contrasts(school: &School, id: Id<Media>) -> Vec<u8> {
    served(school, id)
        .iter()
        .map(|(_, bytes)| {
            let shown = image::load_from_memory(bytes).unwrap().into_luma8();
            let (width, height) = shown.dimensions();
            let levels: Vec<u8> = (width * 2 / 5..width * 3 / 5).map(|x| shown.get_pixel(x, height / 2).0[0]).collect();
            levels.iter().max().unwrap() - levels.iter().min().unwrap()
        })
        .collect()
}

fn as_director(school: &School, write: impl FnOnce(&preau::base::db::Tx, &May<ManageSchool>)) {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("UPDATE account SET activated_at = coalesce(activated_at, 0)", []).unwrap();
    let tx = school.house.db.write().unwrap();
    let today = jiff::civil::date(2026, 11, 17);
    let director = Id::new(school.id("directrice"));
    let may = on_behalf::<ManageSchool>(&tx, &System::at_the_console(), director, "ecole", (), today).unwrap();
    write(&tx, &may);
    tx.commit().unwrap();
}

fn clear(school: &School, id: Id<Media>) -> Option<Hash> {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let sql = "SELECT clear FROM media_blur WHERE media = ?1";
    Hash::parse(&file.query_row(sql, [id], |row| row.get::<_, Option<String>>(0)).unwrap()?)
}

#[test]
fn a_face_is_burnt_into_every_size_and_comes_back_within_a_week() {
    let school = School::new();
    let now = school.house.clock.now();
    let id = send(&school, Kind::Photo, "a.png", &columns());
    school.develop();
    assert!(contrasts(&school, id).iter().all(|apart| *apart > 150), "{:?}", contrasts(&school, id));

    as_director(&school, |tx, may| media::store::blur(tx, id, &[FACE], may, now).unwrap());
    assert_eq!((row(&school, id).0, served(&school, id).len()), (State::Waiting, 0), "nothing is shown meanwhile");
    school.develop();
    assert_eq!(row(&school, id).0, State::Ready);
    assert!(contrasts(&school, id).iter().all(|apart| *apart < 40), "{:?}", contrasts(&school, id));
    let kept = clear(&school, id).unwrap();
    assert!(served(&school, id).iter().all(|(_, bytes)| *bytes != school.house.files.read(&kept).unwrap()));

    as_director(&school, |tx, may| media::store::unblur(tx, id, may).unwrap());
    school.develop();
    assert!(contrasts(&school, id).iter().all(|apart| *apart > 150));
    assert!(media::store::drawn(&school.house.db.read().unwrap(), id).unwrap().is_none());
}

#[test]
fn after_a_week_the_clear_one_is_nowhere() {
    let school = School::new();
    let now = school.house.clock.now();
    let id = send(&school, Kind::Photo, "a.png", &columns());
    school.develop();
    as_director(&school, |tx, may| media::store::blur(tx, id, &[FACE], may, now).unwrap());
    school.develop();
    let kept = clear(&school, id).unwrap();
    as_director(&school, |tx, _| assert_eq!(media::store::erase_clear(tx, now.plus(7 * 86_400 - 1)).unwrap(), 0));
    as_director(&school, |tx, _| assert_eq!(media::store::erase_clear(tx, now.plus(7 * 86_400)).unwrap(), 1));
    assert_eq!(clear(&school, id), None);
    let rx = school.house.db.read().unwrap();
    assert!(!preau::base::files::store::has_row(&rx, &kept).unwrap(), "its bytes follow at the sweep");
    drop(rx);
    as_director(&school, |tx, may| assert!(media::store::unblur(tx, id, may).is_err()));

    // More may still be drawn, on what is left.
    let other = Shape::Stroke { points: vec![[100, 100], [100, 900]], width: 80 };
    as_director(&school, |tx, may| media::store::blur(tx, id, &[other], may, now).unwrap());
    school.develop();
    assert!(contrasts(&school, id).iter().all(|apart| *apart < 40));
}

#[test]
fn what_is_drawn_again_meanwhile_is_what_counts() {
    let school = School::new();
    let now = school.house.clock.now();
    let id = send(&school, Kind::Photo, "a.png", &columns());
    as_director(&school, |tx, may| assert!(media::store::blur(tx, id, &[FACE], may, now).is_err(), "not ready yet"));
    school.develop();
    let corner = Shape::Ellipse { x: 50, y: 50, rx: 40, ry: 40 };
    as_director(&school, |tx, may| media::store::blur(tx, id, &[corner], may, now).unwrap());
    as_director(&school, |tx, may| {
        let taken = media::queue::store::take(tx).unwrap().unwrap();
        assert_eq!(taken.shapes.len(), 1);
        media::store::blur(tx, id, &[FACE], may, now).unwrap();
        let fault = preau::base::darkroom::Fault::Damaged;
        assert!(media::queue::store::refused(tx, &taken, fault).unwrap().is_none());
    });
    assert_eq!(row(&school, id).0, State::Waiting, "the outcome of the old drawing is nothing");
    school.develop();
    assert!(contrasts(&school, id).iter().all(|apart| *apart < 40));
}
