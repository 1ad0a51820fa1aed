//! What a teacher asks for.

use crate::door::{Faults, Fields, Form, upload::Upload};

pub const NAME: &str = "nom";

/// For whom badges are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Badges {
    /// All of the class; else those who have nothing yet.
    pub of_all: bool,
}

impl Form for Badges {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Badges, Faults> {
        Ok(Badges { of_all: fields.get("pour") == "tous" })
    }
}

/// What the tablet is called on the list.
pub struct TabletName(pub String);

impl Form for TabletName {
    fn check(fields: &Fields, _: &[Upload]) -> Result<TabletName, Faults> {
        let name = fields.get(NAME);
        match name.chars().count() {
            0 => Err(Faults::one(NAME, "Donnez un nom à cette tablette, par exemple « Tablette bleue 3 ».")),
            1..=40 => Ok(TabletName(name.to_owned())),
            _ => Err(Faults::one(NAME, "Ce nom est trop long : quarante signes au plus.")),
        }
    }
}
