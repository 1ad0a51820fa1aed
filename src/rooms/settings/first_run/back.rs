//! The other way to begin: a school comes back from its backup, found on a disk that is plugged in or beside the data. It is
//! only asked for here; what is done, and how far it is, is told by who does it.

use super::{
    pages,
    routes::path,
    store::{self, Step},
};
use crate::{
    base::{
        backup::{self, RecoveryKey, RestoreState, Shelf, Wish, parcel},
        clock::Instant,
        error::Result,
        files::Staged,
        french,
    },
    door::{
        BACKUPS, Beats, Cx, Draft, Faults, Fields, Form, House, ON_A_DISK, Page, SettingUp, form::Checked,
        upload::Upload,
    },
};
use std::path::PathBuf;

pub const PATH: &str = "/mise-en-route/restauration";
pub const PARCEL: &str = "/mise-en-route/restauration/fichier";

pub struct BackForm {
    /// As the page named it.
    from: String,
    key: RecoveryKey,
    takes_loss: bool,
}

impl Form for BackForm {
    const LIMIT: usize = 8 * 1024;

    fn check(fields: &Fields, _: &[Upload]) -> Checked<BackForm> {
        let mut faults = Faults::default();
        if fields.get("sauvegarde").is_empty() {
            faults.add("sauvegarde", pages::CHOOSE_ONE);
        }
        match RecoveryKey::parse(fields.get("cle")) {
            Ok(key) => {
                let (from, takes_loss) = (fields.get("sauvegarde").to_owned(), fields.has("sans_abimes"));
                faults.or(BackForm { from, key, takes_loss })
            }
            Err(fault) => {
                faults.add("cle", french::capitalised(&fault.to_string()));
                Err(faults)
            }
        }
    }
}

/// A tar of a whole folder of backups: no more than a school can weigh.
pub struct ParcelForm(Option<(Staged, String)>);

impl Form for ParcelForm {
    const FILE_LIMIT: u64 = 100_000_000_000;
    const FILES: usize = 1;

    fn check(_: &Fields, uploads: &[Upload]) -> Checked<ParcelForm> {
        match uploads.iter().find(|upload| upload.size > 0) {
            Some(upload) => Ok(ParcelForm(upload.take().map(|staged| (staged, upload.name.clone())))),
            None => Err(Faults::one("fichier", pages::NO_FILE)),
        }
    }
}

/// Laid beside the data: from there it is chosen as the others are.
pub fn receive(beats: &Beats, ParcelForm(parcel): ParcelForm) -> Result<Page> {
    let Some((staged, name)) = parcel else { return Ok(Page::again(Faults::one("fichier", pages::NO_FILE))) };
    beats.read::<SettingUp, _>(|_, _| Ok(()))?;
    let (size, to) = (staged.size, beats.house.data.join(BACKUPS));
    match parcel::unpack(staged.open()?, &name, size, &to) {
        Ok(_) => beats.write::<SettingUp>(|_, _| Ok(Page::go(PATH).saying(pages::RECEIVED))),
        Err(fault) => Ok(Page::again(Faults::one("fichier", french::capitalised(&fault.to_string())))),
    }
}

/// A place where backups stand, with the newest of them.
pub struct Place {
    pub name: String,
    /// Of a disk; empty: beside the data.
    pub label: String,
    pub folder: PathBuf,
    pub archives: Vec<(String, Option<Instant>)>,
}

pub fn start(cx: &Cx, _: SettingUp) -> Result<Page> {
    let state = store::state(&cx.db)?;
    Ok(if state.step == Step::School { Page::narrow("Bienvenue", pages::start()) } else { Page::go(path(state.step)) })
}

pub fn show(cx: &Cx, _: &SettingUp, draft: &Draft) -> Result<Page> {
    let state = cx.house.restoring.state();
    let page = Page::narrow("Restaurer une sauvegarde", pages::back(draft, &state, &places(&cx.house), &cx.zone));
    // Once it stands ready, this page is about to be gone: it must not ask for itself again.
    Ok(if matches!(state, RestoreState::UnderWay(_)) { page.coming_back_after(4) } else { page })
}

pub fn save(beats: &Beats, form: BackForm) -> Result<Page> {
    let house = &beats.house;
    let Some(from) = archive(house, &form.from) else {
        return Ok(Page::again(Faults::one("sauvegarde", pages::GONE)));
    };
    // At once, rather than after minutes: another key opens nothing of it.
    if let Err(fault) = backup::opens(&from, form.key.identity()) {
        let sentence = french::capitalised(&fault.to_string());
        let field = if matches!(fault, backup::Fault::WrongKey) { "cle" } else { "sauvegarde" };
        return Ok(Page::again(Faults::one(field, sentence)));
    }
    beats.write::<SettingUp>(|cx, _| {
        if !cx.house.restoring.wish(Wish { from, key: form.key, takes_loss: form.takes_loss }) {
            return Ok(Page::again(Faults::one("", pages::UNDER_WAY)));
        }
        Ok(Page::go(PATH))
    })
}

/// What may be brought back: the disks that are plugged in, and what was laid beside the data.
fn places(house: &House) -> Vec<Place> {
    let mut places = vec![place("Dans le dossier de la boîte", "", house.data.join(BACKUPS))];
    for drive in house.drives.all() {
        // The folder that Préau makes on a disk, or a backup that somebody copied to its root.
        for folder in [drive.folder.join(ON_A_DISK), drive.folder.clone()] {
            places.push(place(&format!("Disque «\u{202f}{}\u{202f}»", drive.label), &drive.label, folder));
        }
    }
    places.retain(|place| !place.archives.is_empty());
    places
}

/// A disk that does not answer holds nothing. The newest first.
fn place(name: &str, label: &str, folder: PathBuf) -> Place {
    let archives = Shelf::standing(&folder).all().unwrap_or_default().into_iter().rev();
    let named = |path: PathBuf| Some((path.file_name()?.to_str()?.to_owned(), Shelf::moment(&path)));
    let archives = archives.filter_map(named).take(pages::SHOWN).collect();
    Place { name: name.to_owned(), label: label.to_owned(), folder, archives }
}

/// Only what the page itself could name: no path comes from outside.
fn archive(house: &House, wanted: &str) -> Option<PathBuf> {
    let found = places(house).into_iter().find_map(|place| {
        let (name, _) = place.archives.iter().find(|(name, _)| pages::value(&place.label, name) == wanted)?;
        Some(Shelf::standing(&place.folder).named(name))
    });
    found.filter(|path| path.is_file())
}
