//! The fields of the address, and how the certificate stands, in words.

use super::forms::proposed;
use crate::{
    base::{
        clock::Instant,
        french,
        tls::{Doubt, DoubtReason, Facts, Fingerprint, Hindrance, Standing},
        ui::{
            choice, field,
            notice::{self, Tone},
            piece,
        },
    },
    door::Draft,
    school::settings,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const FIXED: &str = "L’adresse est fixée et le certificat est prêt.";
pub const CONFIRMED: &str = "La date est confirmée.";

pub fn standing(draft: &Draft, school: &settings::Facts) -> Draft {
    let own = school.names.first().cloned().unwrap_or_else(|| proposed(&school.name));
    let others = school.names.get(1..).unwrap_or_default().join("\n");
    draft.or_standing(&[("nom_reseau", &own), ("autres", &others), ("adresse_publique", &school.public_address)])
}

pub fn fields(draft: &Draft) -> Markup {
    html! {
        (field::text("nom_reseau", "Nom sur le réseau de l’école").typed(draft.typed("nom_reseau")).required().as_written().autocomplete("off")
            .hint("Sans accent ni espace. Un nom en .local marche sur la plupart des appareils sans rien régler."))
        (field::textarea("autres", "Autres noms").typed(draft.typed("autres")).optional()
            .hint("Un par ligne : ceux que la mairie a donnés à la boîte, par exemple."))
        (field::text("adresse_publique", "Adresse depuis la maison").typed(draft.typed("adresse_publique")).optional().as_written()
            .inputmode("url").autocomplete("off")
            .hint("Si la mairie vous en a donné une : https://ent.ville.fr. Vous pourrez l’ajouter plus tard."))
    }
}

/// The date as the machine says it; in doubt, why, and a box to tick.
pub fn date(now: Instant, zone: &TimeZone, doubt: Option<Doubt>, draft: &Draft) -> Markup {
    html! {
        section.carte {
            h2 { "La date de la boîte" }
            p { strong { (spoken(doubt.map_or(now, |doubt| Instant(doubt.now)), zone)) } }
            @match doubt {
                None => p.doux { "Si elle est fausse, réglez l’horloge de la machine avant de continuer : un certificat mal daté serait refusé par les téléphones." },
                Some(doubt) => {
                    (notice::notice(Tone::Warning, html! { p { (why(&doubt, zone)) } }))
                    (choice::checkbox("date_juste", "oui", "Oui, c’est bien la date d’aujourd’hui").typed(draft.typed("date_juste")))
                }
            }
        }
    }
}

pub fn why(doubt: &Doubt, zone: &TimeZone) -> String {
    let floor = spoken(Instant(doubt.floor), zone);
    match doubt.reason {
        DoubtReason::BeforeBuild => {
            format!(
                "Cette version de Préau a été fabriquée après cette date ({floor}) : l’horloge retarde sans doute, la pile est peut-être vide."
            )
        }
        DoubtReason::BeforeNewestRow => {
            format!(
                "Préau a déjà travaillé après cette date ({floor}) : l’horloge a sans doute reculé, la pile est peut-être vide."
            )
        }
    }
}

pub fn hindrance(hindrance: &Hindrance, zone: &TimeZone) -> String {
    match hindrance {
        Hindrance::Clock(doubt) => {
            format!("Aucun certificat n’est renouvelé tant que la date est en doute. {}", why(doubt, zone))
        }
        Hindrance::BrokenAuthority(path) => {
            format!("Le fichier de l’autorité est abîmé ({}). Remettez-le depuis une sauvegarde.", path.display())
        }
        Hindrance::ExpiredAuthority => {
            "L’autorité de l’école a expiré. Enregistrez de nouveau l’adresse ci-dessous pour en faire une autre."
                .to_owned()
        }
        Hindrance::NoAuthority => {
            "Le fichier de l’autorité de l’école manque : le certificat ne pourra pas être renouvelé. Remettez-le depuis une sauvegarde, ou enregistrez de nouveau l’adresse pour faire une autre autorité."
                .to_owned()
        }
    }
}

/// « samedi 21 novembre 2026, 23 h 07 ».
pub fn spoken(at: Instant, zone: &TimeZone) -> String {
    let zoned = at.zoned(zone);
    format!("{}, {}", french::day_year(zoned.date()), french::time(&zoned))
}

/// How the certificate stands, for who tends the box.
pub fn state(facts: &Facts, zone: &TimeZone) -> Markup {
    let served = &facts.served;
    let day = |at: i64| french::day_year(Instant(at).date(zone));
    let addresses: Vec<String> =
        served.addresses.iter().filter(|ip| !ip.is_loopback()).map(ToString::to_string).collect();
    let left_out: Vec<String> = facts.left_out.iter().map(ToString::to_string).collect();
    html! {
        section.carte {
            h2 { "Certificat" }
            @if let Some(hindered) = &facts.hindrance { (notice::notice(Tone::Warning, html! { p { (hindrance(hindered, zone)) } })) }
            (piece::facts([
                ("État", match facts.standing {
                    Standing::Provisional if facts.served.issuer.is_some() => html! { "Signé par une autorité qui n’est plus dans la boîte" },
                    Standing::Provisional => html! { "Provisoire : il sera remplacé quand l’adresse sera fixée" },
                    Standing::Authority => html! { "Signé par l’autorité de l’école" },
                }),
                ("Valable", html! { "du " (day(served.from)) " au " (day(served.until)) ", renouvelé tout seul" }),
                ("Noms", html! { @for name in served.dns.iter().filter(|name| *name != "localhost") { code.code { (name) } " " } }),
                ("Adresses", html! { @if addresses.is_empty() { "aucune" } @else { (addresses.join(", ")) } }),
            ]))
            @if !left_out.is_empty() {
                p.doux { "Laissées de côté, car hors du réseau privé de l’école : " (left_out.join(", ")) "." }
            }
            @for root in &facts.roots {
                h3 { (root.title) }
                p.doux { "Jusqu’au " (day(root.until)) " · " (root.names.dns().join(", ")) }
                (fingerprint(&root.fingerprint()))
            }
        }
    }
}

/// A fingerprint to compare: in words for the voice, in figures for machines.
pub fn fingerprint(print: &Fingerprint) -> Markup {
    html! {
        p { strong { (print.words().join("\u{a0}· ")) } }
        p.doux { code { @for byte in print.hex().split_inclusive(':') { (byte) wbr; } } }
    }
}
