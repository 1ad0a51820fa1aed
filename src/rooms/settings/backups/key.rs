//! The printed key: drawn on a screen, in memory alone, and counted once its last group came back from the paper. The set-up
//! asks the same with the same piece of page.

use super::{KEY, PATH, forms::KeyForm, pages::TITLE};
use crate::{
    base::{
        backup::{self, Confirmed, RecoveryKey},
        clock::Instant,
        error::{Error, Result},
        french,
        ui::{
            button, field,
            notice::{self, Tone},
            page, piece, qr,
        },
    },
    door::{Beats, Cx, Draft, Faults, House, KEYS, Page},
    school::{permit::May, policy::ManageSchool},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const CONFIRMED: &str = "La clé est confirmée\u{202f}: les prochaines sauvegardes s’ouvriront avec elle.";
const HEADING: &str = "La clé de secours";

pub fn show(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let standing = backup::recovery_number(&cx.house.data.join(KEYS))?;
    let sheet = sheet(&cx.house, &owner(cx)?, &cx.school.name, (cx.now, &cx.zone))?;
    let body = html! {
        (page::crumbs(&[("Réglages", "/reglages"), (TITLE, PATH)], HEADING))
        h1 { (HEADING) }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        @match &sheet {
            Some(sheet) => { (sheet) (retype(KEY, draft, "Ma feuille est rangée", html! {})) }
            None => {
                (why())
                @if let Some(number) = &standing {
                    (notice::notice(Tone::Info, html! { p { "La clé n°\u{202f}" (number) " est en vigueur. Une nouvelle la remplace pour les prochaines sauvegardes\u{202f}; gardez l’ancienne trois mois, le temps que les sauvegardes d’avant disparaissent." } }))
                }
                form.rang method="post" action=(KEY) { (button::primary(if standing.is_some() { "Créer une nouvelle clé" } else { "Créer la clé" }).sends("nouvelle", "oui")) }
            }
        }
    };
    Ok(Page::narrow(HEADING, body))
}

pub fn save(beats: &Beats, form: KeyForm) -> Result<Page> {
    let owner = beats.read::<May<ManageSchool>, _>(|cx, _| owner(cx))?;
    match taken(&beats.house, &owner, &form)? {
        Taken::Drawn => Ok(Page::go(KEY)),
        Taken::Put => Ok(Page::go(PATH)),
        Taken::Not(faults) => Ok(Page::again(faults)),
        Taken::Confirmed => beats.write::<May<ManageSchool>>(|cx, _| {
            cx.journal("recovery_key", "school", None)?;
            Ok(Page::go(PATH).saying(CONFIRMED))
        }),
    }
}

pub enum Taken {
    Put,
    Drawn,
    Confirmed,
    Not(Faults),
}

/// No transaction is open: the key's public half goes to the disk.
pub fn taken(house: &House, owner: &str, form: &KeyForm) -> Result<Taken> {
    let now = house.clock.now();
    let typed = match form {
        KeyForm::Later => return Ok(Taken::Put),
        KeyForm::Draw => {
            house.papers.draw(owner, now);
            return Ok(Taken::Drawn);
        }
        KeyForm::Copied(typed) => typed,
    };
    Ok(match house.papers.confirm(owner, typed, &house.data.join(KEYS), now)? {
        Confirmed::Yes => Taken::Confirmed,
        Confirmed::NotThatGroup => Taken::Not(Faults::one(
            "groupe",
            "Ce n’est pas le dernier groupe de la clé. Recopiez-le depuis votre feuille.",
        )),
        Confirmed::Forgotten => Taken::Not(Faults::one(
            "",
            "Cette clé n’est plus à l’écran depuis plus d’une heure, et la boîte ne l’a gardée nulle part. Créez-en une autre, et jetez la feuille.",
        )),
    })
}

/// The sheet to print, when one is being shown to that screen.
pub fn sheet(house: &House, owner: &str, school: &str, when: (Instant, &TimeZone)) -> Result<Option<Markup>> {
    let drawn = house.papers.shown(owner, when.0, |key| drawn(key, school, when));
    drawn.transpose()
}

fn drawn(key: &RecoveryKey, school: &str, (now, zone): (Instant, &TimeZone)) -> Result<Markup> {
    let groups = key.groups();
    Ok(html! {
        p.ecran { "Imprimez cette page ou recopiez la clé, et rangez-la hors de l’école\u{202f}: à la mairie, dans un coffre. Elle ne sera plus jamais affichée, et la boîte ne la garde pas." }
        section.carte {
            h2 { "Clé de secours n°\u{202f}" (key.number()) }
            p { (school) ", le " (french::day_year(now.date(zone))) ". Cette clé ouvre toutes les sauvegardes de l’école faites à partir de ce jour\u{202f}: qui l’a peut tout lire." }
            (qr::code(&key.line(), "La même clé, à scanner")?)
            ol.codes translate="no" { @for group in &groups { li { code { (group) } } } }
            h3 { "Le jour où la boîte est perdue" }
            ol {
                li { "Installez Préau sur une machine neuve et ouvrez l’adresse qu’elle affiche." }
                li { "Choisissez «\u{202f}Restaurer une sauvegarde\u{202f}» et branchez le disque qui la porte." }
                li { "Tapez ces dix groupes, avec ou sans espaces, en majuscules ou non." }
            }
            p.papier { "À garder hors de l’école, sous clé, et à remplacer si quelqu’un a pu la lire." }
        }
        div.rang { (button::print("Imprimer la clé")) }
    })
}

/// `more`: what else may be done there.
pub fn retype(action: &str, draft: &Draft, label: &str, more: Markup) -> Markup {
    html! {
        form.pile.ecran method="post" action=(action) {
            (field::code("groupe", "Recopiez le dernier groupe de la clé").typed(draft.typed("groupe")).required()
                .hint("Quatre signes, depuis votre feuille\u{202f}: c’est le moyen de savoir qu’elle se lit bien. La clé ne compte qu’après."))
            (button::primary(label))
        }
        (more)
    }
}

pub fn why() -> Markup {
    html! {
        p { "Chaque nuit, la boîte sauvegarde toute l’école, chiffrée. La clé de secours est ce qui rouvrira ces sauvegardes si la boîte est volée ou brûle." }
        (piece::card(html! {
            ul {
                li { "Elle s’imprime sur une feuille, avec la marche à suivre." }
                li { "La boîte ne la garde pas\u{202f}: sans la feuille, une boîte perdue est une école perdue." }
                li { "Elle se range hors de l’école\u{202f}: à la mairie, dans un coffre." }
            }
        }))
    }
}

fn owner(cx: &Cx) -> Result<String> {
    let session = cx.session.as_ref().ok_or(Error::SignIn)?;
    Ok(format!("session {} {}", session.id, cx.viewer()?.person))
}
