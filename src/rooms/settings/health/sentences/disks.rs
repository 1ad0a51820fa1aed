//! How worn the disks are, in sentences.

use super::{Finding, State, well};
use crate::base::machine::{Disk, Kind};

/// Percent of what it was made to bear: time to order another.
const WORN: u8 = 80;

pub fn worn(disk: &Disk) -> Finding {
    let name = &disk.name;
    let said = |says: String| well("wear", "Usure du disque", says);
    if disk.is_ending || disk.worn.is_some_and(|worn| worn >= WORN) {
        return said(format!("Le disque ({name}) est près de sa fin."))
            .but(State::Wrong, "Faites une sauvegarde aujourd’hui, et demandez à la mairie de le remplacer.");
    }
    match (disk.kind, disk.worn) {
        (Kind::SdCard, _) => said(format!("Les données sont sur une carte SD ({name}).")).but(
            State::Watch,
            "Une carte s’use en deux ans et ne prévient pas\u{202f}: demandez un disque SSD, et gardez une sauvegarde ailleurs.",
        ),
        (_, Some(worn)) => said(format!("Le disque ({name}) a servi à {worn}\u{202f}% au plus de ce qu’il peut.")),
        // Said and not hidden, but nothing that a school must mend.
        (_, None) => said(format!("Inconnue\u{202f}: le disque ({name}) ne la dit pas sans «\u{202f}smartctl\u{202f}».")),
    }
}
