//! The folder of a demonstration: marked before anything else is in it, made anew or found again as it was left.
//! It never touches a folder that holds something and has no mark.

use crate::{
    app,
    base::{clock::Clock, disk, error::Error, files::Files, jobs::System},
    commands::said,
    door::{
        self, House,
        demo::{Part, Plan},
        house::{DEMO_MARK, FILES},
    },
    migrations,
};
use serde::{Deserialize, Serialize};
use std::{fs, path::Path};

pub struct Wanted {
    pub plan: Plan,
    /// Otherwise yesterday's school will do.
    pub date_is_given: bool,
    pub fresh: bool,
}

/// An open demonstration.
pub struct Found {
    pub house: House,
    pub parts: Vec<Part>,
    pub was_built: bool,
}

/// What the mark says: which school this is, and its ready-made logins once it is whole.
#[derive(Serialize, Deserialize)]
struct Mark {
    seed: u64,
    date: String,
    pupils: usize,
    years: usize,
    parts: Option<Vec<Part>>,
}

pub fn open(data: &Path, wanted: &Wanted, clock: Clock) -> Result<Found, String> {
    if let Some(parts) = standing(data, wanted)? {
        return Ok(Found { house: house(data, clock)?, parts, was_built: false });
    }
    empty(data).map_err(said)?;
    mark(data, &wanted.plan, None).map_err(said)?;
    let house = house(data, clock)?;
    let parts = build(&house, wanted.plan.clone()).map_err(said)?;
    mark(data, &wanted.plan, Some(&parts)).map_err(said)?;
    Ok(Found { house, parts, was_built: true })
}

/// Makes the school up in an empty house.
pub fn build(house: &House, plan: Plan) -> crate::base::error::Result<Vec<Part>> {
    let files = Files::open(&house.data.join(FILES))?;
    door::Demo::begin(&house.db, files, plan, System::at_the_console())?.tell(house.rooms)
}

/// The logins of the school that is there already, when it is the one wanted; `None` when it is to be made.
fn standing(data: &Path, wanted: &Wanted) -> Result<Option<Vec<Part>>, String> {
    let Ok(text) = fs::read_to_string(data.join(DEMO_MARK)) else {
        let is_empty = fs::read_dir(data).map_or(true, |mut entries| entries.next().is_none());
        return if is_empty { Ok(None) } else { Err(not_ours(data)) };
    };
    let Ok(Mark { seed, date, pupils, years, parts: Some(parts) }) = serde_json::from_str::<Mark>(&text) else {
        // Begun and never ended.
        return Ok(None);
    };
    let Plan { date: wanted_date, .. } = wanted.plan;
    let is_same = (seed, pupils, years) == (wanted.plan.seed, wanted.plan.pupils, wanted.plan.years)
        && (!wanted.date_is_given || date == wanted_date.to_string());
    match (wanted.fresh, is_same) {
        (true, _) => Ok(None),
        (false, true) => Ok(Some(parts)),
        (false, false) => Err(format!(
            "{} contient une autre école de démonstration ({pupils} élèves, graine {seed}, années : {years}, jusqu’au {date}) : choisissez un autre dossier, ou ajoutez « --fresh » pour la refaire.",
            data.display()
        )),
    }
}

fn not_ours(data: &Path) -> String {
    format!(
        "{} n’est pas vide et n’est pas une démonstration : rien n’y est touché. Choisissez un autre dossier.",
        data.display()
    )
}

/// Everything but the mark: cut short, the folder is still known for a demonstration.
fn empty(data: &Path) -> crate::base::error::Result<()> {
    disk::private_folder(data)?;
    for entry in fs::read_dir(data)? {
        let entry = entry?;
        if entry.file_name() == DEMO_MARK {
            continue;
        }
        if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
    }
    Ok(())
}

fn mark(data: &Path, plan: &Plan, parts: Option<&[Part]>) -> crate::base::error::Result<()> {
    let Plan { seed, date, pupils, years } = plan.clone();
    let mark = Mark { seed, date: date.to_string(), pupils, years, parts: parts.map(<[Part]>::to_vec) };
    let text = serde_json::to_string_pretty(&mark).map_err(Error::from)?;
    Ok(disk::write_private(&data.join(DEMO_MARK), text.as_bytes())?)
}

fn house(data: &Path, clock: Clock) -> Result<House, String> {
    House::open(data, clock, app::ROOMS, migrations::STEPS).map_err(said)
}
