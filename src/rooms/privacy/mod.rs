//! « Mes données »: everybody takes away what concerns them and their children, sees who opened their file; the direction takes
//! away the school. Each room puts in its own part; nothing here decides who may see what.

mod looks;
mod own;
mod policy;
mod routes;
mod school;
pub mod taking;

use crate::{
    door::{Room, takeaway::Takeaway},
    school::consulted,
};

pub const ROOM: Room = Room {
    takeaway: Some(PART),
    forgets: &[looks::FORGET],
    // Whoever is erased may be told of in anybody's; each asks for their own again.
    erase: |tx, subject| {
        consulted::store::disown(tx, subject)?;
        taking::store::forget_everybodys(tx)
    },
    // What was made before tells of who is erased since, and its file stands in no backup.
    restored: |tx, _| taking::store::forget_everybodys(tx),
    ..Room::new("privacy", routes::routes)
};

const PART: Takeaway = Takeaway { folder: "identite", title: "Personnes et école", own: own::put, whole: school::put };

/// Where things are; every link and form of the room is made here.
mod path {
    use super::taking::Takeaway;
    use crate::{base::db::Id, school::Pupil};

    pub const OWN: &str = "/mes-donnees";
    pub const ASK: &str = "/mes-donnees/demande";
    pub const LOOKS: &str = "/mes-donnees/consultations";
    pub const SCHOOL: &str = "/reglages/emporter";

    pub fn looks_at(pupil: Id<Pupil>) -> String {
        format!("{LOOKS}/{pupil}")
    }

    pub fn file(takeaway: Id<Takeaway>) -> String {
        format!("{OWN}/{takeaway}/fichier")
    }

    pub fn gone(takeaway: Id<Takeaway>) -> String {
        format!("{OWN}/{takeaway}/effacer")
    }
}
