//! What keeps a certificate from being had or served, and what to do about it. For the pages, the console and `preau doctor`.

use crate::base::{
    acme::Kind,
    clock::Instant,
    french,
    tls::{Facts, Flaw, TownFlaw},
};
use jiff::tz::TimeZone;

/// Whose certificate answers to that name now.
pub fn answers(facts: &Facts, name: &str) -> &'static str {
    let town = facts.town.as_ref().filter(|town| town.is_served).and_then(|town| town.given.as_ref());
    if town.is_some_and(|given| given.covers(name)) {
        return "le certificat de la mairie";
    }
    match facts.public.as_ref().filter(|public| public.given.covers(name)) {
        Some(public) if public.is_served => "le certificat public",
        Some(_) => "le certificat de l’école, car le certificat public est fini",
        None => "le certificat de l’école",
    }
}

/// Why no public certificate was had.
pub fn refused(kind: Kind, authority: &str) -> String {
    match kind {
        Kind::Unreachable => format!(
            "{authority} n’a pas pu être joint. La boîte n’a peut-être pas internet, ou le pare-feu ne la laisse pas sortir vers ce service (port 443) : demandez à la mairie."
        ),
        Kind::Nonsense => format!(
            "Ce qui a répondu n’est pas {authority} comme on l’attend. Un filtre du réseau s’est peut-être mis entre les deux : montrez cette page à la mairie."
        ),
        Kind::Limited => format!(
            "{authority} demande d’attendre : trop de demandes ont été faites pour ce nom ou pour ce domaine. Rien à faire, la boîte recommencera d’elle-même."
        ),
        Kind::Account => format!(
            "{authority} demande un compte que la boîte ne sait pas ouvrir seule. Vérifiez l’e-mail de contact, ou laissez-le vide."
        ),
        Kind::Name => {
            "Le nom ne mène nulle part, ou n’a pas droit à un certificat. Vérifiez-le lettre à lettre, puis demandez à la mairie de le faire mener à la boîte (DNS)."
                .to_owned()
        }
        Kind::NotProved => {
            "Le nom mène ailleurs qu’à cette boîte. Depuis internet, les ports 80 ou 443 de ce nom doivent arriver jusqu’à elle : demandez à la mairie."
                .to_owned()
        }
        Kind::NoWay => format!(
            "{authority} n’accepte pas cette façon de prouver le nom. Choisissez « Comme la boîte peut »."
        ),
        Kind::NotShown => {
            "La preuve n’a pas pu être montrée : le programme de la mairie a échoué, ou le disque refuse d’écrire. Le détail est dans le journal de la machine."
                .to_owned()
        }
        Kind::Roots => {
            "Le fichier des autorités de la mairie (acme_roots, dans preau.toml) ne se lit pas. Vérifiez son chemin, et que le compte preau peut le lire."
                .to_owned()
        }
        Kind::Refused => {
            format!("{authority} a refusé la demande. Son explication est ci-dessous : montrez-la à la mairie.")
        }
        Kind::Slow => format!("{authority} met trop longtemps à répondre. La boîte recommencera d’elle-même."),
        Kind::Stopped => "La boîte s’est arrêtée pendant la demande. Elle recommencera d’elle-même.".to_owned(),
    }
}

/// Why the town's files are not served.
pub fn town(flaw: &TownFlaw, zone: &TimeZone) -> String {
    match flaw {
        TownFlaw::Missing(path) => format!("Il manque le fichier {}.", path.display()),
        TownFlaw::Closed(path) => format!(
            "Le fichier {} ne se laisse pas lire : donnez-le au groupe du service (chgrp preau, chmod 640).",
            path.display()
        ),
        TownFlaw::Certificate(flaw) => certificate(flaw, zone),
    }
}

pub fn certificate(flaw: &Flaw, zone: &TimeZone) -> String {
    let day = |at: i64| french::day_year(Instant(at).date(zone));
    match flaw {
        Flaw::NoCertificate => {
            "Le premier fichier ne contient pas de certificat (PEM, « BEGIN CERTIFICATE »).".to_owned()
        }
        Flaw::NoKey => "La clé ne se lit pas (PEM, « BEGIN PRIVATE KEY » ; RSA ou ECDSA).".to_owned(),
        Flaw::LockedKey => "La clé est protégée par un mot de passe : enlevez-le, la boîte doit pouvoir démarrer seule.".to_owned(),
        Flaw::NotItsKey => "La clé n’est pas celle de ce certificat.".to_owned(),
        Flaw::NotForServers => {
            "Ce certificat n’est pas fait pour un site : donnez celui du serveur en premier, puis ceux qui l’ont signé.".to_owned()
        }
        Flaw::NoName => "Ce certificat ne porte aucun nom (SAN) : les navigateurs le refuseraient.".to_owned(),
        Flaw::BrokenChain => {
            "Les certificats ne se suivent pas : d’abord celui du serveur, puis chacun de ceux qui l’ont signé, dans l’ordre.".to_owned()
        }
        Flaw::NotBegun(at) => format!("Ce certificat ne vaut qu’à partir du {}.", day(*at)),
        Flaw::Ended(at) => format!("Ce certificat ne vaut plus depuis le {}.", day(*at)),
    }
}
