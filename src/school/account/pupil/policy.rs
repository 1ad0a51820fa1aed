//! Who tends how pupils come in: their own class's teacher, and the director. Never a guardian, never a pupil.

use crate::{
    rules,
    school::{Class, Pupil},
};

rules! {
    /// Badges, the class's poster, its tablets, and who is blocked.
    TendPupils on Class: DIRECTOR | TEACHER;
    /// To open again for one who tried five times, to draw new pictures or words.
    HelpPupilIn on Pupil: DIRECTOR | TEACHER;
}
