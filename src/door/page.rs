//! What a handler answers, before the socket knows of it.

use super::{
    form::Faults,
    live::{Listening, Refusal},
};
use crate::base::{
    archive::Entry,
    files::{Hash, Stretch},
    secret::Token,
};
use maud::Markup;
use std::path::PathBuf;

pub struct Page {
    pub(super) status: u16,
    pub(super) body: Body,
    pub(super) flash: Option<String>,
    pub(super) session: Option<SessionChange>,
    /// The page asks for the camera; everywhere else the browser does not even ask.
    pub(super) has_camera: bool,
    /// In how many seconds it asks for itself again.
    pub(super) again_in: Option<u32>,
}

pub(super) enum Body {
    /// Drawn inside the shell.
    Html {
        title: String,
        main: Markup,
        is_narrow: bool,
    },
    /// A whole document of its own.
    Document(Markup),
    Go(String),
    /// The same page again, with faults.
    Again(Faults),
    Bytes {
        media_type: String,
        bytes: Vec<u8>,
        name: Option<String>,
        place: Placement,
    },
    Stored {
        hash: Hash,
        media_type: String,
        name: Option<String>,
        place: Placement,
        keeps: Keeps,
    },
    Stretches {
        media_type: String,
        name: String,
        stretches: Vec<Stretch>,
    },
    /// An archive that was made before, on the disk.
    Packed {
        path: PathBuf,
        hash: Hash,
        name: String,
    },
    Archive {
        name: String,
        entries: Vec<Entry>,
    },
    /// As long as the page that listens is open, or why not.
    Events(Result<Listening, Refusal>),
}

/// What a browser may keep of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeps {
    Nothing,
    /// It asks each time whether it may show it still, and is answered without the bytes while it may.
    WithLeave,
}

/// How a browser is to take bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Shown: only what we made ourselves (pictures re-encoded, our PDF).
    Inline,
    Download,
}

pub enum SessionChange {
    Open {
        token: Token,
        device: Token,
        is_shared: bool,
    },
    Close,
    /// The passphrase was right; the code is still to come.
    HalfWay(Token),
    /// This browser is a tablet of the school's from here on, and nobody is signed in on it.
    Paired(Token),
    /// The set-up's own cookie.
    SetUp(Token),
}

impl Page {
    pub fn new(title: impl Into<String>, main: Markup) -> Page {
        Page::of(Body::Html { title: title.into(), main, is_narrow: false })
    }

    /// As narrow as a text: forms, sign-in, set-up.
    pub fn narrow(title: impl Into<String>, main: Markup) -> Page {
        Page::of(Body::Html { title: title.into(), main, is_narrow: true })
    }

    pub fn document(document: Markup) -> Page {
        Page::of(Body::Document(document))
    }

    /// After a POST: see there.
    pub fn go(to: impl Into<String>) -> Page {
        Page::of(Body::Go(to.into()))
    }

    /// Shows the form again with what was typed; whatever the handler wrote is rolled back.
    pub fn again(faults: Faults) -> Page {
        Page::of(Body::Again(faults))
    }

    pub fn download(name: impl Into<String>, media_type: &str, bytes: Vec<u8>) -> Page {
        Page::of(Body::Bytes {
            media_type: media_type.into(),
            bytes,
            name: Some(name.into()),
            place: Placement::Download,
        })
    }

    /// Bytes that we made, shown in the browser under that name.
    pub fn show(name: impl Into<String>, media_type: &str, bytes: Vec<u8>) -> Page {
        Page::of(Body::Bytes {
            media_type: media_type.into(),
            bytes,
            name: Some(name.into()),
            place: Placement::Inline,
        })
    }

    /// A kept file, read after the transaction, in parts where the browser asks for parts.
    pub fn stored(hash: Hash, media_type: &str, name: Option<String>, place: Placement) -> Page {
        Page::of(Body::Stored { hash, media_type: media_type.into(), name, place, keeps: Keeps::Nothing })
    }

    /// The browser may keep the file, but asks each time before it shows it: the gate is judged then as for the first time,
    /// and who may see it no more is refused. For pictures that are looked at again and again; on a shared computer nothing
    /// is kept all the same.
    pub fn kept_with_leave(mut self) -> Page {
        if let Body::Stored { keeps, .. } = &mut self.body {
            *keeps = Keeps::WithLeave;
        }
        self
    }

    /// Kept files as one ZIP of that name, made while it is sent, after the transaction. The permits on them were judged by
    /// the handler; while it flows, the gate of its route is judged again and again.
    pub fn archive(name: impl Into<String>, entries: Vec<Entry>) -> Page {
        Page::of(Body::Archive { name: name.into(), entries })
    }

    /// An archive that stands whole on the disk, in parts where the browser goes on after a cut.
    pub fn packed(name: impl Into<String>, path: PathBuf, hash: Hash) -> Page {
        Page::of(Body::Packed { path, hash, name: name.into() })
    }

    /// What we made with kept files in it, one stretch after another, sent as it is read: a PDF of a year's photos takes no
    /// more memory than its words. The permits on the files were judged by the handler, as for [`Page::archive`].
    pub fn stretches(name: impl Into<String>, media_type: &str, stretches: Vec<Stretch>) -> Page {
        Page::of(Body::Stretches { media_type: media_type.into(), name: name.into(), stretches })
    }

    /// A word shown once at the top of the next page.
    pub fn saying(mut self, sentence: impl Into<String>) -> Page {
        self.flash = Some(sentence.into());
        self
    }

    pub fn with_status(mut self, status: u16) -> Page {
        self.status = status;
        self
    }

    pub fn with_session(mut self, change: SessionChange) -> Page {
        self.session = Some(change);
        self
    }

    pub fn with_camera(mut self) -> Page {
        self.has_camera = true;
        self
    }

    /// The page asks for itself again, without JavaScript too: only for one on which nothing is typed.
    pub fn coming_back_after(mut self, seconds: u32) -> Page {
        self.again_in = Some(seconds);
        self
    }

    pub(super) fn events(listening: Result<Listening, Refusal>) -> Page {
        Page::of(Body::Events(listening))
    }

    fn of(body: Body) -> Page {
        Page { status: 200, body, flash: None, session: None, has_camera: false, again_in: None }
    }
}
