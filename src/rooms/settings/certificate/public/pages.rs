//! The page of the public certificate.

use super::PATH;
use crate::{
    base::{
        acme::{
            plan::{self, Held},
            store::Standing,
        },
        clock::Instant,
        french,
        tls::Facts,
        ui::{
            button,
            choice::{self, choice},
            field,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Draft, Page},
    rooms::settings::{address, certificate::sentences},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const TITLE: &str = "Certificat public";
pub const ASKED: &str = "La boîte demande le certificat : c’est l’affaire d’une minute.";
pub const NOTED: &str = "C’est noté. La boîte demandera le certificat dès qu’elle le pourra.";
pub const STOPPED: &str = "La boîte ne demande plus de certificat public. Le sien répond à tous les noms.";
pub const JUST_TRIED: &str = "La boîte vient d’essayer : laissez-lui une minute.";

pub struct Seen<'a> {
    pub facts: Facts,
    pub authority: &'a str,
    /// Where they are read, as far as it is known.
    pub terms: &'a str,
    pub standing: Option<&'a Standing>,
    pub is_doubtful: bool,
    pub is_demo: bool,
    pub now: Instant,
    pub zone: &'a TimeZone,
}

pub fn wait(until: Instant, zone: &TimeZone) -> String {
    format!("L’autorité demande d’attendre jusqu’au {}.", address::pages::spoken(until, zone))
}

pub fn summary(facts: &Facts, wished: Option<&Standing>, zone: &TimeZone) -> String {
    let until = facts.public.as_ref().map(|public| french::day_year(Instant(public.given.until).date(zone)));
    match (wished, until) {
        (None, _) => "Aucun. Pour un nom comme ent.ville.fr".to_owned(),
        (Some(_), Some(until)) => format!("Jusqu’au {until}"),
        (Some(standing), None) if standing.fault.is_some() => "Demandé, pas encore obtenu".to_owned(),
        (Some(_), None) => "Demandé".to_owned(),
    }
}

pub fn standing(draft: &Draft, standing: Option<&Standing>, proposed: &str) -> Draft {
    let Some(Standing { wish, .. }) = standing else {
        return draft.or_standing(&[("noms", proposed), ("preuve", "any")]);
    };
    let agreed = ("conditions", "oui");
    draft.or_standing(&[
        ("noms", &wish.names.join("\n")),
        ("contact", &wish.contact),
        ("preuve", wish.way.as_str()),
        agreed,
    ])
}

pub fn show(draft: &Draft, seen: &Seen) -> Page {
    let authority = seen.authority;
    Page::narrow(
        TITLE,
        html! {
            (page::crumbs(&[("Réglages", "/reglages"), ("Certificats", super::super::PATH)], TITLE))
            h1 { (TITLE) }
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            p { "Quand un nom public mène à la boîte, comme ent.ville.fr, elle peut demander elle-même un certificat à " strong { (authority) } " et le renouveler toute seule. Tous les appareils le reconnaissent : les familles n’ont aucun avertissement." }
            @if seen.is_demo { (notice::notice(Tone::Warning, html! { p { "Cette école de démonstration ne demande rien à personne." } })) }
            @if seen.is_doubtful {
                (notice::notice(Tone::Warning, html! { p { "Tant que la date de la boîte est en doute, rien n’est demandé. " a href="/reglages/adresse" { "Vérifier la date" } } }))
            }
            @if let Some(standing) = seen.standing { (state(seen, standing)) }
            form.pile method="post" action=(PATH) {
                (field::textarea("noms", "Nom public").typed(draft.typed("noms")).required()
                    .hint("Celui que les familles tapent. S’il y en a plusieurs, un par ligne. Il doit déjà être un nom de la boîte, à la page « Adresse et certificat »."))
                (field::email("contact", "E-mail de contact").typed(draft.typed("contact")).optional()
                    .hint("Pour que l’autorité puisse prévenir quelqu’un. Celui de la mairie convient."))
                (choice::radios("preuve", "Comment prouver que le nom est à l’école", vec![
                    choice("any", "Comme la boîte peut").hint("Elle essaie par le port 80, puis par le port 443."),
                    choice("http", "Par le port 80"),
                    choice("tls", "Par le port 443").hint("Derrière un relais qui ne laisse passer que celui-là."),
                    choice("dns", "Par le DNS de la mairie").hint("Avec le programme que la mairie a posé sur la machine (docs/certificats.md)."),
                ]).typed(draft.typed("preuve")))
                (choice::checkbox("conditions", "oui", format!("J’accepte, pour l’école, les conditions de {authority}")).typed(draft.typed("conditions")))
                @if seen.terms.starts_with("https://") { p.doux { "Elles se lisent ici : " (seen.terms) } }
                (button::primary(if seen.standing.is_some() { "Enregistrer et redemander" } else { "Demander le certificat" }))
            }
            @if seen.standing.is_some() {
                form.sans-papier method="post" action="/reglages/certificat/public/arret" {
                    (button::quiet("Ne plus demander de certificat public").confirm("Ne plus demander de certificat public ? Celui de l’école répondra à tous les noms, et les appareils des familles avertiront."))
                }
            }
        },
    )
}

fn state(seen: &Seen, standing: &Standing) -> Markup {
    let day = |at: i64| french::day_year(Instant(at).date(seen.zone));
    let names = &standing.wish.names;
    let public = seen.facts.public.as_ref().filter(|public| names.iter().all(|name| public.given.covers(name)));
    let waits = standing.asked_for.filter(|until| *until > seen.now);
    html! {
        section.carte {
            h2 { "Où il en est" }
            (piece::facts([
                ("Noms", html! { @for name in names { code.code { (name) } " " } }),
                ("État", match public {
                    Some(public) if public.is_served => html! { "Servi, valable jusqu’au " (day(public.given.until)) },
                    Some(public) => html! { "Fini le " (day(public.given.until)) " : le certificat de l’école répond en attendant" },
                    None if standing.tried_at.is_none() => html! { "Demandé" },
                    None => html! { "Pas encore obtenu : le certificat de l’école répond en attendant" },
                }),
                ("Renouvellement", match public {
                    Some(public) => html! { "Vers le " (day(plan::renewal(Held { from: public.given.from, until: public.given.until }, standing.kept.renew_at))) ", tout seul" },
                    None => html! { "Tout seul" },
                }),
                ("Dernier essai", match standing.tried_at {
                    Some(at) => html! { (french::moment(at.timestamp(), seen.now.timestamp(), seen.zone)) },
                    None => html! { "Pas encore" },
                }),
            ]))
            @if let Some(fault) = standing.fault {
                (notice::notice(Tone::Warning, html! {
                    p { (sentences::refused(fault, seen.authority)) }
                    @if let Some(until) = waits { p { (wait(until, seen.zone)) } }
                    @else if let Some(at) = standing.kept.not_before.filter(|at| *at > seen.now.0) {
                        p { "Prochain essai tout seul : " (address::pages::spoken(Instant(at), seen.zone)) "." }
                    }
                }))
                @if !standing.said.is_empty() { (piece::details_of("Ce qui a été répondu", html! { p { code translate="no" { (standing.said) } } })) }
                @if waits.is_none() { (button::post_button("/reglages/certificat/public/essai", button::quiet("Réessayer maintenant"))) }
            } @else if let Some(until) = waits {
                (notice::notice(Tone::Warning, html! { p { (wait(until, seen.zone)) } }))
            }
        }
    }
}
