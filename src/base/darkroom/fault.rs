//! Why a file is not kept, or what to know of one that is: a code for the database and the wire; its sentence stands apart.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    TooHeavy,
    /// Too many pixels, or a side too long.
    TooLarge,
    /// A JPEG drawn in ever finer passes, too large for the memory that this takes.
    Progressive,
    /// HTML, SVG, a program, an archive: nothing that is shown or kept.
    NotShown,
    /// Broken, or cut short.
    Damaged,
    /// A video that no browser plays: AVI, WMV, an old 3GP.
    OldVideo,
    /// A sound that no browser plays.
    OtherSound,
    /// It killed the process that read it, again and again.
    Deadly,
    /// Kept, but an older device may not play it: H.265.
    Hevc,
}

impl Fault {
    const ALL: [(Fault, &'static str); 9] = [
        (Fault::TooHeavy, "too_heavy"),
        (Fault::TooLarge, "too_large"),
        (Fault::Progressive, "progressive"),
        (Fault::NotShown, "not_shown"),
        (Fault::Damaged, "damaged"),
        (Fault::OldVideo, "old_video"),
        (Fault::OtherSound, "other_sound"),
        (Fault::Deadly, "deadly"),
        (Fault::Hevc, "hevc"),
    ];

    pub fn as_str(self) -> &'static str {
        Fault::ALL.iter().find(|(fault, _)| *fault == self).map_or("damaged", |(_, code)| code)
    }

    pub fn parse(code: &str) -> Option<Fault> {
        Fault::ALL.iter().find(|(_, known)| *known == code).map(|(fault, _)| *fault)
    }
}

impl From<std::io::Error> for Fault {
    /// What is read ends before its own words say so.
    fn from(_: std::io::Error) -> Fault {
        Fault::Damaged
    }
}
