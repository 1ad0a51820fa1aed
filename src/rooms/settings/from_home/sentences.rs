//! What was found, in sentences that a director can act upon: for the page, the list of health and `preau doctor`.

use super::{Access, Checked, Found, look::Way};
use crate::base::{clock::Instant, french, ui::notice::Tone};
use jiff::tz::TimeZone;

/// One state, in words.
pub struct Said {
    pub tone: Tone,
    pub says: String,
    /// Nothing when all is well.
    pub todo: Option<&'static str>,
}

pub fn said(access: &Access, now: Instant, zone: &TimeZone) -> Said {
    match access {
        Access::Local => plain("Réseau local seulement\u{202f}: les familles n’entrent que depuis l’école."),
        Access::Untried => plain("L’adresse publique est écrite, et n’a pas encore été essayée."),
        Access::Called(checked) => match checked.found {
            Found::Open(way) => open(checked, way),
            Found::Indoors => plain(format!(
                "Vu de la boîte, {} mène au réseau de l’école\u{202f}: elle ne peut pas savoir si les familles arrivent de chez elles.",
                checked.host
            )),
            broken => out_of_order(checked, broken, now, zone),
        },
    }
}

fn plain(says: impl Into<String>) -> Said {
    Said { tone: Tone::Info, says: says.into(), todo: None }
}

fn open(checked: &Checked, way: Way) -> Said {
    let says = format!("Ouvert\u{202f}: les familles arrivent de chez elles par {}.", checked.host);
    let but = |what: &str, todo| Said { tone: Tone::Warning, says: format!("{says} {what}"), todo: Some(todo) };
    if !way.knows_visitors {
        return but("Mais toutes les visites semblent venir de la boîte elle-même.", SAY_WHO);
    }
    if !way.is_believed {
        return but(
            "Mais leurs téléphones ne connaissent pas le certificat de l’école, et les avertissent.",
            PUBLIC_ONE,
        );
    }
    Said { tone: Tone::Done, says, todo: None }
}

const SAY_WHO: &str = "Un mot de passe essayé cent fois par un inconnu pourrait alors fermer la porte à tous. Demandez à qui tient la machine de régler «\u{202f}trusted_proxies\u{202f}» et «\u{202f}proxy_protocol\u{202f}» dans /etc/preau/preau.toml.";
const PUBLIC_ONE: &str = "Ne demandez pas aux familles de passer outre\u{202f}: il faut un certificat public pour ce nom. La page «\u{202f}Adresse et certificat\u{202f}» dit où il en est.";

fn out_of_order(checked: &Checked, found: Found, now: Instant, zone: &TimeZone) -> Said {
    let host = &checked.host;
    let (what, todo) = match found {
        Found::Nameless => (
            format!("le nom {host} ne mène nulle part."),
            "Si internet marche à l’école, demandez à la mairie de vérifier ce nom (DNS). Sinon, c’est la ligne de l’école qui est coupée.",
        ),
        Found::Closed => (
            format!("personne ne répond à l’adresse de {host}."),
            "Si internet marche à l’école, prévenez la mairie\u{202f}: son relais est sans doute arrêté, ou l’école sort par un proxy que la boîte ne connaît pas. Sinon, c’est la ligne de l’école qui est coupée.",
        ),
        Found::Silent => (
            format!("le relais répond pour {host}, et ne mène plus à la boîte."),
            "Le tunnel est sans doute fermé. Sur la boîte, «\u{202f}preau-tunnel status\u{202f}» dit pourquoi\u{202f}; à la mairie, «\u{202f}preau-relay list\u{202f}» dit si le relais connaît l’école.",
        ),
        _ => (
            format!("c’est une autre machine qui répond sous le nom {host}."),
            "Ne donnez pas cette adresse aux familles d’ici là. Demandez à la mairie où mène ce nom, et si c’est bien celui de l’école.",
        ),
    };
    let says = format!("En panne {}\u{202f}: {what}", since(checked.since, now, zone));
    Said { tone: Tone::Fault, says, todo: Some(todo) }
}

/// « depuis 12 minutes », « depuis mardi à 8 h ».
fn since(at: Instant, now: Instant, zone: &TimeZone) -> String {
    match now.since(at) {
        elapsed @ ..Instant::HOUR => {
            format!("depuis {}", french::count((elapsed / Instant::MINUTE).max(1), "minute", "minutes"))
        }
        _ => format!("depuis {}", french::moment(at.timestamp(), now.timestamp(), zone)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(found: Found, ago: i64) -> Access {
        let now = Instant(1_790_000_000);
        Access::Called(Checked { host: "ecole.exemple.fr".into(), found, since: now.plus(-ago), at: now, opened: None })
    }

    fn of(access: &Access) -> Said {
        said(access, Instant(1_790_000_000), &TimeZone::UTC)
    }

    #[test]
    fn a_disorder_says_since_when_and_what_to_do() {
        for (found, ago, begins, todo) in [
            (Found::Silent, 20, "En panne depuis 1 minute\u{202f}: le relais répond pour", "preau-tunnel status"),
            (Found::Closed, 720, "En panne depuis 12 minutes\u{202f}: personne", "relais est sans doute arrêté"),
            (Found::Nameless, 86_400, "En panne depuis hier à", "DNS"),
            (Found::Stranger, 7_200, "En panne depuis ", "Ne donnez pas"),
        ] {
            let said = of(&checked(found, ago));
            assert!(said.says.starts_with(begins), "{}", said.says);
            assert!(said.todo.unwrap().contains(todo), "{:?}", said.todo);
            assert_eq!(said.tone, Tone::Fault);
        }
    }

    #[test]
    fn an_open_way_is_well_only_when_telephones_believe_it_and_visitors_are_known() {
        let whole = Way { is_believed: true, knows_visitors: true };
        assert!(of(&checked(Found::Open(whole), 60)).todo.is_none());
        let unknown = of(&checked(Found::Open(Way { knows_visitors: false, ..whole }), 60));
        assert!(unknown.todo.unwrap().contains("trusted_proxies"));
        let warned = of(&checked(Found::Open(Way { is_believed: false, ..whole }), 60));
        assert!(warned.says.starts_with("Ouvert") && warned.todo.unwrap().contains("certificat public"));
        for quiet in [Access::Local, Access::Untried, checked(Found::Indoors, 0)] {
            assert_eq!((of(&quiet).tone, of(&quiet).todo), (Tone::Info, None));
        }
    }
}
