//! What people send is made safe in a process apart: our own program, started for one file, with little memory, little time
//! and nothing but that file. It may crash, loop or be killed: that costs one file its turn, and the house nothing.
//!
//! It reads the file on its standard input and writes frames on its standard output; it opens nothing and keeps nothing. What
//! it gives is staged beside the other files on their way in, so that a cut leaves only what the sweep takes.

pub mod child;
mod confine;
mod fault;
mod frames;
mod sentences;
mod taken;

use super::{
    error::Result,
    files::{Files, Staged},
    images::{Media, Shape},
};
use frames::Frame;
use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    time::{Duration, Instant as Moment},
};

pub use fault::Fault;
pub use frames::{Done as Facts, MEGABYTE, limit};
pub use taken::Taken;

/// The longest sides of what screens show, beside the whole.
pub const SIDES: [u32; 3] = [400, 960, 1920];

/// Where the program stands that does the reading.
pub struct Darkroom {
    program: PathBuf,
}

pub enum Outcome {
    Developed(Box<Developed>),
    Refused(Fault),
    /// It ended without a word: a crash, a limit, or somebody's hand.
    Died,
    /// The house is closing.
    Stopped,
}

/// A file made safe. A document has no form: it stays as it was sent.
#[derive(Debug)]
pub struct Developed {
    pub forms: Vec<Form>,
    pub facts: Facts,
}

/// One of its sizes, on its way in.
#[derive(Debug)]
pub struct Form {
    /// One of [`SIDES`]; `None` for the whole.
    pub side: Option<u32>,
    pub media: Media,
    pub staged: Staged,
    pub width: Option<u32>,
    pub height: Option<u32>,
}

impl Darkroom {
    /// The very program that runs, even when its file was replaced meanwhile.
    pub fn ours() -> Darkroom {
        Darkroom::at("/proc/self/exe")
    }

    pub fn at(program: impl Into<PathBuf>) -> Darkroom {
        Darkroom { program: program.into() }
    }

    /// Makes this file safe; with shapes, they are burnt into all that comes of it.
    pub fn develop(
        &self,
        files: &Files,
        sent: File,
        shapes: &[Shape],
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Outcome> {
        let patience = frames::patience(sent.metadata()?.len());
        self.develop_within(patience, files, sent, shapes, stop)
    }

    /// The same for somebody who waits for it.
    pub fn develop_within(
        &self,
        patience: Duration,
        files: &Files,
        sent: File,
        shapes: &[Shape],
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Outcome> {
        let child = Command::new(&self.program)
            .arg(child::COMMAND)
            .arg(serde_json::to_string(shapes)?)
            .env_clear()
            .current_dir("/")
            .stdin(sent)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        attended(child, patience, stop, |out| gather(files, out))
    }
}

/// Reads what the child says while somebody watches the clock; whatever happens the child is gone afterwards.
fn attended(
    mut child: Child,
    patience: Duration,
    stop: &(dyn Fn() -> bool + Sync),
    read: impl FnOnce(BufReader<std::process::ChildStdout>) -> Result<Option<Outcome>>,
) -> Result<Outcome> {
    let out = child.stdout.take().map(|out| BufReader::with_capacity(64 * 1024, out));
    let child = Mutex::new(child);
    let (ended, end) = channel::<()>();
    let (said, is_stopped) = std::thread::scope(|scope| {
        let watch = scope.spawn(|| watch(&child, patience, stop, end));
        let said = out.map_or(Ok(None), read);
        if said.is_err() {
            kill(&child);
        }
        drop(ended);
        (said, watch.join().unwrap_or(false))
    });
    let mut child = child.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Nothing more is expected of it, whether it has ended or not.
    let _ = child.kill();
    child.wait()?;
    match said? {
        Some(outcome) => Ok(outcome),
        None if is_stopped => Ok(Outcome::Stopped),
        None => Ok(Outcome::Died),
    }
}

/// Ends the child when its time is over or the house closes. True when it was the house.
fn watch(child: &Mutex<Child>, patience: Duration, stop: &(dyn Fn() -> bool + Sync), end: Receiver<()>) -> bool {
    const LOOK: Duration = Duration::from_millis(200);
    let begun = Moment::now();
    while matches!(end.recv_timeout(LOOK), Err(RecvTimeoutError::Timeout)) {
        let is_stopped = stop();
        if is_stopped || begun.elapsed() > patience {
            kill(child);
            return is_stopped;
        }
    }
    false
}

fn kill(child: &Mutex<Child>) {
    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
}

/// `None` when the last frame never came.
fn gather(files: &Files, mut out: impl BufRead) -> Result<Option<Outcome>> {
    let mut forms = Vec::new();
    loop {
        match Frame::read(&mut out) {
            // One more than there are sizes is a child that does not stop.
            Some(Frame::Form { .. }) if forms.len() > SIDES.len() => return Ok(None),
            Some(Frame::Form { side, media, width, height, bytes }) => {
                let mut incoming = files.receive()?;
                let mut rest = bytes;
                let mut chunk = vec![0; 64 * 1024];
                while rest > 0 {
                    let most = chunk.len().min(usize::try_from(rest).unwrap_or(usize::MAX));
                    let Ok(read @ 1..) = out.read(&mut chunk[..most]) else { return Ok(None) };
                    incoming.write(&chunk[..read])?;
                    rest -= read as u64;
                }
                forms.push(Form { side, media, width, height, staged: incoming.finish()? });
            }
            Some(Frame::Done(facts)) => return Ok(Some(Outcome::Developed(Box::new(Developed { forms, facts })))),
            Some(Frame::Refused { fault }) => return Ok(Some(Outcome::Refused(fault))),
            None => return Ok(None),
        }
    }
}
