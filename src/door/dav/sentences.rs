//! The few words that a network drive shows: the names of its folders.

use crate::school::document::Space;

pub fn top(space: Space, class: &str) -> String {
    match space {
        Space::Own(_) => "Mes documents".to_owned(),
        Space::Class(_) => format!("Classe {class}"),
        Space::Staff => "Salle des maîtres".to_owned(),
        Space::School => "École".to_owned(),
        Space::HandIn(_) => format!("Casier {class}"),
    }
}
