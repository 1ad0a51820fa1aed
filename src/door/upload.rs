//! A file on its way in: already on the disk under its hash, not yet kept; or, where its form says so, in memory alone.
//! Its name is only something to show.

use super::house::House;
use crate::base::{
    darkroom::Outcome,
    error::{Error, Result},
    files::{Files, Incoming, Staged},
};
use actix_web::web;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Somebody waits for their page meanwhile.
const PATIENCE: Duration = Duration::from_secs(30);
/// A large photograph takes some 300 MB while it is read, in the child: one at a time of those for whom somebody waits.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub struct Upload {
    pub field: String,
    /// As the browser gave it, without folders and control characters, at most 120 characters.
    pub name: String,
    place: Place,
    pub size: u64,
    house: Option<Arc<House>>,
}

enum Place {
    Disk(Mutex<Option<Staged>>),
    Memory(Vec<u8>),
}

/// The bytes of a part while they come.
pub enum Arriving {
    Disk(Box<Incoming>),
    Memory(Vec<u8>),
}

impl Arriving {
    pub fn new(files: &Files, in_memory: bool) -> Result<Arriving> {
        if in_memory {
            Ok(Arriving::Memory(Vec::new()))
        } else {
            files.receive().map(|incoming| Arriving::Disk(Box::new(incoming)))
        }
    }

    pub fn size(&self) -> u64 {
        match self {
            Arriving::Disk(incoming) => incoming.size(),
            Arriving::Memory(bytes) => bytes.len() as u64,
        }
    }

    pub fn write(&mut self, chunk: &[u8]) -> Result<()> {
        match self {
            Arriving::Disk(incoming) => incoming.write(chunk),
            Arriving::Memory(bytes) => {
                bytes.extend_from_slice(chunk);
                Ok(())
            }
        }
    }

    /// Flushed away from the worker: a slow card would hold up the other pages that it answers.
    pub async fn finish(self, field: String, name: &str) -> Result<Upload> {
        let size = self.size();
        let place = match self {
            Arriving::Disk(incoming) => {
                let staged = web::block(move || incoming.finish()).await;
                Place::Disk(Mutex::new(Some(staged.map_err(|_| Error::internal("the blocking pool is gone"))??)))
            }
            Arriving::Memory(bytes) => Place::Memory(bytes),
        };
        Ok(Upload { field, name: shown_name(name), place, size, house: None })
    }
}

impl Upload {
    /// With the house into which it came, whose darkroom may read it.
    pub(super) fn of(self, house: &Arc<House>) -> Upload {
        Upload { house: Some(house.clone()), ..self }
    }

    /// What it is made into in a process apart: no byte of a picture is decoded in the service. Takes a second, so never
    /// inside a transaction.
    pub fn develop(&self) -> Result<Outcome> {
        let house = self.house.as_ref().ok_or_else(|| Error::internal("an upload came from nowhere"))?;
        let sent = match &self.place {
            Place::Memory(_) => return Err(Error::internal("what is to be developed stands on the disk")),
            Place::Disk(staged) => match &*staged.lock().unwrap_or_else(PoisonError::into_inner) {
                Some(staged) => staged.open()?,
                None => return Err(Error::internal("an upload was taken twice")),
            },
        };
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        house.darkroom.develop_within(PATIENCE, &house.files, sent, &[], &|| false)
    }

    /// The whole content; only for what is small enough to be read at once (the route's limit says so).
    pub fn bytes(&self) -> Result<Vec<u8>> {
        match &self.place {
            Place::Memory(bytes) => Ok(bytes.clone()),
            Place::Disk(staged) => match &*staged.lock().unwrap_or_else(PoisonError::into_inner) {
                Some(staged) => staged.bytes(),
                None => Err(Error::internal("an upload was taken twice")),
            },
        }
    }

    /// Takes the file out, to keep it; `None` for what came in memory.
    pub fn take(&self) -> Option<Staged> {
        match &self.place {
            Place::Memory(_) => None,
            Place::Disk(staged) => staged.lock().unwrap_or_else(PoisonError::into_inner).take(),
        }
    }
}

/// A name fit to be shown and to be offered for a download.
pub fn shown_name(given: &str) -> String {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = base
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    match clean.trim().trim_start_matches('.') {
        "" => "fichier".to_owned(),
        name => shortened(name),
    }
}

const NAME_LETTERS: usize = 120;
const ENDING_LETTERS: usize = 12;

/// Cut in its middle: without its ending no device would know what opens it.
fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_LETTERS {
        return name.to_owned();
    }
    let ending = name.rfind('.').map(|at| &name[at..]).filter(|ending| ending.chars().count() <= ENDING_LETTERS);
    let ending = ending.unwrap_or_default();
    let start: String = name.chars().take(NAME_LETTERS - ending.chars().count()).collect();
    format!("{}{ending}", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{Arriving, shown_name};
    use crate::base::files::Files;
    use futures_util::FutureExt;
    use std::{pin::pin, sync::mpsc};

    #[test]
    fn a_file_is_flushed_elsewhere_than_on_the_worker() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
        runtime.block_on(async {
            let (release, held) = mpsc::channel::<()>();
            let busy = tokio::task::spawn_blocking(move || held.recv());
            let mut arriving = Arriving::new(&files, false).unwrap();
            arriving.write("une leçon".as_bytes()).unwrap();
            let mut finishing = pin!(arriving.finish("piece".to_owned(), "leçon.txt"));
            assert!(finishing.as_mut().now_or_never().is_none(), "it waits for the thread that is busy");
            release.send(()).unwrap();
            let upload = finishing.await.unwrap();
            assert_eq!((upload.bytes().unwrap(), upload.size), ("une leçon".as_bytes().to_vec(), 10));
            busy.await.unwrap().unwrap();
        });
    }

    #[test]
    fn a_name_is_never_a_path_nor_a_trick() {
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("C:\\photos\\Léa.jpg"), "Léa.jpg");
        assert_eq!(shown_name("fac\u{202e}gpj.exe"), "facgpj.exe");
        assert_eq!(shown_name("...\r\n"), "fichier");
        assert_eq!(shown_name(&"a".repeat(500)).len(), 120);
        assert_eq!(shown_name(&format!("{}.odt", "a".repeat(500))), format!("{}.odt", "a".repeat(116)));
        assert_eq!(shown_name(&format!("Une phrase. {}", "a".repeat(500))).len(), 120);
    }
}
