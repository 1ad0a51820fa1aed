//! Who leaves is told, reads on for a while, and is then nowhere: not in the database, not in its journal, not in the files. Nobody
//! else loses anything, and no older backup brings them back.

mod dates;
mod inventory;
mod leaving;
mod once;
mod others;
mod restoring;
mod terms;

use crate::world::{School, instant};
use preau::{
    app,
    base::jobs::System,
    school::settings::{self, ClockConfirmation},
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// Everything by which Tom's family is known, as people and as indexes write it.
pub const FAMILY: [&str; 12] = [
    "Öztürk",
    "ÖZTÜRK",
    "öztürk",
    "ozturk",
    "Tibelius",
    "tibelius",
    "parent_tom@exemple",
    "06 39 98 77 66",
    "Quetschenweg",
    "123456789TB",
    "Emregul",
    "emregul",
];

/// Set up, its date believed whenever this program was built, and one family that nobody can take for another.
pub fn school() -> School {
    let school = School::new();
    let believed = ClockConfirmation { at: instant("2026-11-17 08:00"), despite: instant("2200-01-01 00:00") };
    let tx = school.house.db.write().unwrap();
    settings::store::confirm_clock(&tx, believed, &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    let (tom, emre) = (school.id("tom"), school.id("parent_tom"));
    school.sql(&format!(
        "UPDATE person SET first_name = 'Tibelius', sort_key = 'ozturk tibelius' WHERE id = {tom};
         UPDATE person SET first_name = 'Emregul', sort_key = 'ozturk emregul', mobile_phone = '06 39 98 77 66', street = '3 Quetschenweg' WHERE id = {emre};
         UPDATE pupil SET ine = '123456789TB' WHERE person = {tom};
         UPDATE account SET login = 'emregul.ozturk' WHERE person = {emre};
         UPDATE account SET login = 'tibelius.ozturk' WHERE person = {tom};
         UPDATE account SET password = 'x', activated_at = 1, charter = '2026-09' WHERE person = {emre}"
    ));
    school
}

/// What the house does by itself each hour; the box has stood there all along.
pub fn hour(school: &School, when: &str) {
    school.sql(&format!("UPDATE steady SET looked_at = {}", instant(when).0 - 3_600));
    school.at(when);
    app::leaving::go(&school.house, &System::at_the_console()).unwrap();
}

/// Through the director's page.
pub fn leaves(school: &School, pupil: &str, last_day: &str) {
    let mut anne = school.browser("directrice");
    let page = anne.get(&format!("/ecole/eleves/{}/depart", school.id(pupil)));
    page.form("Noter le départ").set("dernier_jour", last_day).send(&mut anne).assert_status(200);
}

/// As if each file had stood there for two days.
pub fn aged(folder: &Path) {
    let old = SystemTime::now() - Duration::from_secs(2 * 86_400);
    for path in files(folder) {
        File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Which of these stand anywhere in the folder, and in which file.
pub fn found(folder: &Path, needles: &[&[u8]]) -> Vec<String> {
    let mut found = Vec::new();
    for path in files(folder) {
        let bytes = fs::read(&path).unwrap();
        for needle in needles {
            let first = needle[0];
            let mut from = 0;
            while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
                if bytes[from + at..].starts_with(needle) {
                    let name = path.strip_prefix(folder).unwrap().display().to_string();
                    found.push(format!("« {} » in {name}", String::from_utf8_lossy(needle)));
                    break;
                }
                from += at + 1;
            }
        }
    }
    found
}

pub fn family() -> Vec<&'static [u8]> {
    FAMILY.iter().map(|needle| needle.as_bytes()).collect()
}
