//! The doors of the box and its name on the network, in sentences.

use super::{Finding, State, well};
use crate::{base::neighbours::Announced, rooms::settings::health::Doors};

/// Only where another program has the port that was wished for.
pub fn ports(doors: Doors) -> Option<Finding> {
    let (wished, ours) = doors.https;
    let (taken, says) = match doors.http {
        _ if ours != wished => (
            wished,
            format!(
                "Un autre programme tient le port {wished}\u{202f}: l’école répond sur le port {ours}, qu’il faut taper dans l’adresse."
            ),
        ),
        Some((page, ours)) if ours != page => (
            page,
            format!("Un autre programme tient le port {page}\u{202f}: la page /confiance est sur le port {ours}."),
        ),
        _ => return None,
    };
    Some(well("ports", "Ports", says).but(
        State::Watch,
        format!(
            "«\u{202f}ss -ltnp sport = :{taken}\u{202f}» dit lequel\u{202f}: arrêtez-le, puis redémarrez la boîte."
        ),
    ))
}

/// What the neighbours call the box.
pub fn announced(said: &Announced) -> Finding {
    let name = &said.name;
    let local = |says: String| well("local_name", "Nom sur le réseau", says);
    match (&said.held, said.instead()) {
        (_, Some(instead)) => local(format!("Une autre machine du réseau s’appelle déjà {name}\u{202f}: la boîte répond à {instead}.")).but(
            State::Watch,
            "Si c’est une ancienne boîte de l’école, éteignez-la, puis redémarrez celle-ci. Sinon, donnez un autre nom à la page «\u{202f}Adresse et certificat\u{202f}».",
        ),
        (Some(_), None) => local(format!("Les appareils de l’école trouvent {name}.")),
        (None, None) => local(format!("Le nom {name} n’a pas pu être annoncé.")).but(
            State::Watch,
            "La boîte est-elle reliée au réseau\u{202f}? Un autre programme (avahi-daemon, systemd-resolved) tient peut-être le port 5353 pour lui seul. L’adresse en chiffres marche toujours.",
        ),
    }
}
