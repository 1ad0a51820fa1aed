//! What the facts mean, in sentences that a director can act upon. Pure: the same facts give the same list.

use super::{
    Facts, Finding, State,
    look::{Asked, Mail},
};
use crate::{
    base::{
        clock::Instant,
        disk::Fill,
        french,
        machine::{Disk, Kind},
        tls::Hindrance,
    },
    rooms::settings::{address, disk},
};

pub const ALL_WELL: &str = "Tout va bien.";
/// A letter that is late by less is on its way.
const LATE: i64 = 2 * Instant::HOUR;
const CHECKED_OFTEN_ENOUGH: i64 = 3 * Instant::DAY;
/// The box renews by itself long before.
const SOON_OVER: i64 = 10 * Instant::DAY;
/// Tenths of an eMMC's life.
const WORN: u8 = 8;

/// The worst first.
pub fn findings(facts: &Facts) -> Vec<Finding> {
    let mut found = vec![clock(facts), room(facts), certificate(facts)];
    found.extend(facts.answers.map(door));
    found.extend(facts.is_set_up.then(|| mail(facts)));
    found.push(database(facts));
    found.extend(facts.names.iter().filter_map(|(name, asked)| resolved(name, *asked)));
    if let Some(storage) = &facts.storage {
        found.extend(storage.disks.iter().filter_map(worn));
        found.push(encrypted(storage.is_encrypted));
    }
    found.push(well("version", "Version", format!("Préau {}.", facts.version)));
    found.sort_by_key(|finding| finding.state);
    found
}

/// One sentence above the list.
pub fn summary(found: &[Finding]) -> String {
    let count = |state| found.iter().filter(|finding| finding.state == state).count();
    match (count(State::Wrong), count(State::Watch)) {
        (0, 0) => ALL_WELL.to_owned(),
        (0, some) => format!("Rien de grave\u{202f}: {} à surveiller.", french::count(some as i64, "point", "points")),
        (some, _) => format!("{} à régler.", french::count(some as i64, "point", "points")),
    }
}

fn well(topic: &'static str, title: &'static str, says: impl Into<String>) -> Finding {
    Finding { topic, title, state: State::Well, says: says.into(), todo: None }
}

impl Finding {
    fn but(self, state: State, todo: impl Into<String>) -> Finding {
        Finding { state, todo: Some(todo.into()), ..self }
    }
}

fn clock(facts: &Facts) -> Finding {
    let shown = facts.doubt.map_or(facts.now, |doubt| Instant(doubt.now));
    let says = format!("L’horloge de la boîte dit le {}.", address::pages::spoken(shown, &facts.zone));
    let said = well("clock", "Horloge", says);
    if facts.doubt.is_some() {
        return said.but(
            State::Wrong,
            "Cette date est en doute\u{202f}: des choses plus récentes sont déjà dans la base. Vérifiez-la à la page «\u{202f}Adresse et certificat\u{202f}», ou reliez la boîte à internet, qui la remettra à l’heure.",
        );
    }
    match facts.is_synchronised {
        Some(false) => said.but(
            State::Watch,
            "Elle ne suit pas l’heure du réseau. Si elle dérive, demandez à la mairie d’ouvrir l’heure réseau (NTP, port UDP 123) ou d’en indiquer une source.",
        ),
        _ => said,
    }
}

fn room(facts: &Facts) -> Finding {
    let said = well("disk", "Disque", disk::pages::state(facts.room));
    match facts.room.fill() {
        Fill::Plenty => said,
        Fill::Low => said.but(State::Watch, disk::pages::WHAT_TO_DO),
        Fill::Full => said.but(State::Wrong, disk::pages::WHAT_TO_DO),
    }
}

fn certificate(facts: &Facts) -> Finding {
    let held = &facts.certificate;
    let left = held.until.since(facts.now);
    let day = french::day_year(held.until.date(&facts.zone));
    let says = if left < 0 { format!("Il a expiré le {day}.") } else { format!("Il est valable jusqu’au {day}.") };
    let said = well("certificate", "Certificat", says);
    if let Some(hindrance) = held.hindrance.as_ref().filter(|_| facts.is_set_up) {
        // The date is spoken of above.
        let why = match hindrance {
            Hindrance::Clock(_) => "Il ne sera pas renouvelé tant que la date est en doute.".to_owned(),
            other => address::pages::hindrance(other, &facts.zone),
        };
        return said.but(State::Wrong, why);
    }
    let renew = "La boîte le renouvelle d’elle-même\u{202f}: s’il reste ainsi, redémarrez-la, puis regardez la page «\u{202f}Adresse et certificat\u{202f}».";
    match left {
        ..0 => said.but(State::Wrong, renew),
        0..SOON_OVER => said.but(State::Watch, renew),
        _ if held.is_provisional && facts.is_set_up => said.but(
            State::Watch,
            "Il est provisoire\u{202f}: fixez l’adresse de l’école à la page «\u{202f}Adresse et certificat\u{202f}».",
        ),
        _ => said,
    }
}

fn door(answers: bool) -> Finding {
    if answers {
        return well("door", "Service", "Le service répond à sa porte.");
    }
    well("door", "Service", "Le service ne répond pas à sa porte.").but(
        State::Wrong,
        "Regardez «\u{202f}systemctl status preau\u{202f}» et «\u{202f}journalctl -u preau\u{202f}», puis «\u{202f}systemctl restart preau\u{202f}». Un autre programme tient peut-être le port.",
    )
}

fn mail(facts: &Facts) -> Finding {
    let Some(mail) = &facts.mail else {
        return well("mail", "E-mails", "Aucun serveur n’est réglé\u{202f}: aucune lettre ne part.").but(
            State::Watch,
            "Réglez-le à la page «\u{202f}Courrier\u{202f}», ou continuez sans\u{202f}: les familles verront tout en venant.",
        );
    };
    let said = well("mail", "E-mails", sent(mail, facts));
    if mail.late_since.is_some_and(|since| facts.now.since(since) > LATE) {
        let fault = mail
            .last_fault
            .as_deref()
            .map(|said| format!(" Le serveur a dit\u{202f}: «\u{202f}{said}\u{202f}»."))
            .unwrap_or_default();
        return said.but(
            State::Wrong,
            format!("Des lettres attendent depuis plus de deux heures.{fault} Faites un essai à la page «\u{202f}Courrier\u{202f}»."),
        );
    }
    if mail.stopped > 0 {
        let many = french::count(mail.stopped as i64, "adresse refuse", "adresses refusent");
        return said.but(
            State::Watch,
            format!("{many} nos lettres\u{202f}: la page «\u{202f}Courrier\u{202f}» dit de qui, pour leur demander la bonne."),
        );
    }
    said
}

fn sent(mail: &Mail, facts: &Facts) -> String {
    let last = match mail.last_sent {
        Some(at) => {
            let when = french::moment(at.timestamp(), facts.now.timestamp(), &facts.zone);
            format!("La dernière lettre est partie {when}")
        }
        None => "Aucune lettre n’est encore partie".to_owned(),
    };
    match mail.waiting {
        0 => format!("{last}\u{202f}; aucune n’attend."),
        some => format!("{last}\u{202f}; {}.", french::count(some, "attend", "attendent")),
    }
}

fn database(facts: &Facts) -> Finding {
    let title = "Base de données";
    let Some(last) = facts.checked else {
        return well("database", title, "Elle n’a pas encore été relue.")
            .but(State::Watch, "Elle l’est dans l’heure qui suit le démarrage du service, puis chaque jour.");
    };
    let when = french::moment(last.at.timestamp(), facts.now.timestamp(), &facts.zone);
    if last.faults > 0 {
        return well("database", title, format!("Relue {when}, elle est abîmée.")).but(
            State::Wrong,
            "N’éteignez pas la boîte et n’effacez rien\u{202f}: restaurez la dernière sauvegarde, ou appelez la mairie. «\u{202f}preau check\u{202f}» dit ce qui est touché.",
        );
    }
    let said = well("database", title, format!("Relue {when}, elle est entière."));
    if facts.now.since(last.at) > CHECKED_OFTEN_ENOUGH {
        return said.but(State::Watch, "Elle devrait l’être chaque jour\u{202f}: redémarrez la boîte.");
    }
    said
}

fn resolved(name: &str, asked: Asked) -> Option<Finding> {
    let lost = match asked {
        Asked::NotYet => return None,
        Asked::Leads => return Some(well("name", "Adresse", format!("Le nom {name} mène quelque part."))),
        Asked::LeadsNowhere => format!("Le nom {name} ne mène nulle part, vu de la boîte."),
    };
    let said = well("name", "Adresse", lost).but(
        State::Watch,
        "Si personne n’y arrive non plus, demandez à la mairie de vérifier ce nom (DNS). Si les familles y arrivent, la boîte n’a sans doute pas internet.",
    );
    Some(said)
}

fn worn(disk: &Disk) -> Option<Finding> {
    let name = &disk.name;
    let said = |says| well("wear", "Usure du disque", says);
    match disk.kind {
        Kind::SdCard => Some(said(format!("Les données sont sur une carte SD ({name}).")).but(
            State::Watch,
            "Une carte s’use en deux ans et ne prévient pas\u{202f}: demandez un disque SSD, et gardez une sauvegarde ailleurs.",
        )),
        Kind::Emmc => {
            let tenths = disk.worn.filter(|_| !disk.is_ending);
            match (disk.is_ending, tenths) {
                (false, None) => None,
                (false, Some(tenths)) if tenths < WORN => Some(said(format!("Le disque ({name}) a servi à {}\u{202f}% au plus de ce qu’il peut.", tenths * 10))),
                _ => Some(said(format!("Le disque ({name}) est près de sa fin.")).but(
                    State::Wrong,
                    "Faites une sauvegarde aujourd’hui, et demandez à la mairie de le remplacer.",
                )),
            }
        }
        Kind::Other => None,
    }
}

fn encrypted(is_encrypted: bool) -> Finding {
    if is_encrypted {
        return well("encryption", "Vol de la boîte", "Le disque est chiffré\u{202f}: volé, il ne se lit pas.");
    }
    well("encryption", "Vol de la boîte", "Le disque n’est pas chiffré\u{202f}: qui vole la boîte peut le lire.").but(
        State::Watch,
        "Gardez la boîte sous clé, et demandez à la mairie de chiffrer le disque («\u{202f}preau-luks\u{202f}»).",
    )
}

#[cfg(test)]
mod tests;
