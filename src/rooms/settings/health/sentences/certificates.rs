//! What is to be said of certificates that others signed.

use super::{Facts, Finding, State, well};
use crate::{
    base::{
        acme::store::Standing,
        clock::Instant,
        french,
        tls::{Public, Town},
    },
    rooms::settings::certificate::sentences,
};

/// A certificate that somebody brings is not renewed by itself.
const TO_BRING: i64 = 21 * Instant::DAY;
/// Of its life, the part in which a public one should have been replaced.
const LAST: i64 = 5;

pub fn findings(facts: &Facts) -> Vec<Finding> {
    let held = &facts.certificate;
    let town = held.town.as_ref().map(|held| town(held, facts));
    let public = held.wished.as_ref().map(|wished| public(wished, held.public.as_ref(), facts));
    town.into_iter().chain(public).collect()
}

fn town(town: &Town, facts: &Facts) -> Finding {
    let day = |at: i64| french::day_year(Instant(at).date(&facts.zone));
    let said = |says: String| well("certificate_town", "Certificat de la mairie", says);
    let state = if town.is_served { State::Watch } else { State::Wrong };
    if let Some(flaw) = &town.flaw {
        let meanwhile = if town.is_served {
            "Celui d’avant répond encore."
        } else {
            "Celui de l’école répond en attendant."
        };
        return said(sentences::town(flaw, &facts.zone)).but(
            state,
            format!("{meanwhile} La page «\u{202f}Certificat de la mairie\u{202f}» dit où sont les fichiers."),
        );
    }
    let Some(given) = &town.given else { return said("Aucun.".to_owned()) };
    let told = said(format!("Il est valable jusqu’au {}.", day(given.until)));
    if town.is_key_open {
        return told.but(
            State::Watch,
            format!(
                "Tout compte de la machine peut lire sa clé\u{202f}: fermez-la (chmod 640 {}).",
                town.place.join(crate::base::tls::KEY).display()
            ),
        );
    }
    if given.until - facts.now.0 < TO_BRING {
        return told.but(State::Watch, "Il ne se renouvelle pas tout seul\u{202f}: demandez le suivant à la mairie. Après ce jour, celui de l’école répondra.");
    }
    told
}

fn public(wished: &Standing, held: Option<&Public>, facts: &Facts) -> Finding {
    let day = |at: i64| french::day_year(Instant(at).date(&facts.zone));
    let said = |says: String| well("certificate_public", "Certificat public", says);
    let authority = facts.certificate.authority.as_str();
    let why = || match wished.fault {
        Some(fault) => sentences::refused(fault, authority),
        None => {
            "La boîte le demande d’elle-même\u{202f}: la page «\u{202f}Certificat public\u{202f}» dit où il en est."
                .to_owned()
        }
    };
    match held.filter(|held| wished.wish.names.iter().all(|name| held.given.covers(name))) {
        None if wished.fault.is_none() => said("Il est demandé.".to_owned()),
        None => said("Il n’a pas encore été obtenu\u{202f}: celui de l’école répond en attendant.".to_owned())
            .but(State::Wrong, why()),
        Some(held) if !held.is_served => said(format!(
            "Il est fini depuis le {}\u{202f}: celui de l’école répond en attendant.",
            day(held.given.until)
        ))
        .but(State::Wrong, why()),
        Some(held) => {
            let left = held.given.until - facts.now.0;
            let told = said(format!("Il est valable jusqu’au {}, et se renouvelle tout seul.", day(held.given.until)));
            if left < (held.given.until - held.given.from) / LAST { told.but(State::Watch, why()) } else { told }
        }
    }
}
