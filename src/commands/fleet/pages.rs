//! The report as one page that needs nothing else: no script, no file beside it, nothing from elsewhere.

use super::{
    Report,
    ask::Mute,
    judge::{COLUMNS, Cell, Level, Mark, Row},
};
use crate::base::{
    assets, french, secret,
    tls::Silence,
    ui::{Icon, icon},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const TOKENS: &str = include_str!("../../../assets/css/01-tokens.css");
const STYLE: &str = include_str!("page.css");
const LEVELS: [Level; 4] = [Level::Wrong, Level::Silent, Level::Watch, Level::Well];

pub fn report(report: &Report) -> Markup {
    let style = style();
    let at = report.at.zoned(&report.zone);
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy(&style));
                meta name="robots" content="noindex";
                title { (report.title) " · Préau" }
                style { (PreEscaped(&style)) }
            }
            body {
                header.toit { (icon::preau()) strong { "Préau" } span { "état du parc" } }
                main {
                    h1 { (report.title) }
                    p.doux { "Relevé du " (french::day_year(at.date())) " à " (french::time(&at)) ". " (summary(report)) }
                    ul.compte {
                        @for level in LEVELS { li.(class(level)) { strong { (report.count(level)) } " " (sign(level)) (state(level)) } }
                    }
                    (table(report))
                    p.doux { "Chaque ligne est ce que la boîte dit d’elle-même. «\u{202f}inconnu\u{202f}»\u{202f}: elle n’en dit rien, ou n’a rien de tel. Le détail, et quoi faire, est sur place\u{202f}: «\u{202f}preau doctor\u{202f}», ou Réglages, «\u{202f}Santé de la boîte\u{202f}». Les mêmes chiffres pour un tableur\u{202f}: " a href="parc.csv" { "parc.csv" } "." }
                }
            }
        }
    }
}

/// Whatever a figure or a name may hold, nothing runs, nothing is fetched, and no style counts but ours.
fn policy(style: &str) -> String {
    let known = STANDARD.encode(secret::sha256(style.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{known}'; font-src data:")
}

/// One sentence, for the console too.
pub fn summary(report: &Report) -> String {
    let all = french::count(report.rows.len() as i64, "école", "écoles");
    let said: Vec<String> = LEVELS[..3]
        .iter()
        .map(|level| (report.count(*level), state(*level).to_lowercase()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, state)| format!("{count} {state}"))
        .collect();
    match said.as_slice() {
        [] => format!("{all}\u{202f}: tout va bien."),
        some => format!("{all}\u{202f}: {}.", french::list(some)),
    }
}

pub fn state(level: Level) -> &'static str {
    match level {
        Level::Wrong => "À régler",
        Level::Silent => "Sans nouvelles",
        Level::Watch => "À surveiller",
        Level::Well => "Tout va bien",
    }
}

/// Why a school says nothing, and where to look.
pub fn why(mute: Mute) -> String {
    match mute {
        Mute::NoAddress => "son nom ne mène nulle part d’ici".to_owned(),
        Mute::NoFile => "aucun fichier n’est arrivé d’elle".to_owned(),
        Mute::Old(age) => format!("son dernier fichier a plus de {}", age_of(age)),
        Mute::NoFigures => "ce qui vient d’elle n’a pas de chiffres de Préau".to_owned(),
        Mute::Silent(silence) => match silence {
            Silence::NobodyThere => "personne ne répond à son adresse".to_owned(),
            Silence::Dates => "son certificat n’est pas valable à cette date".to_owned(),
            Silence::NotBelieved => "son certificat n’est pas celui attendu\u{202f}: rien ne lui a été dit".to_owned(),
            Silence::AnotherRoot => {
                "son autorité n’est pas celle de l’empreinte de l’inventaire\u{202f}: rien ne lui a été dit".to_owned()
            }
            Silence::NotUnderstood => "sa réponse n’a pas été comprise".to_owned(),
            Silence::Status(404) => "elle ne montre pas ses chiffres\u{202f}: jeton absent ou faux".to_owned(),
            Silence::Status(status) => format!("elle a répondu {status}"),
        },
    }
}

fn age_of(seconds: u64) -> String {
    match seconds / 3_600 {
        hours @ ..48 => french::count(hours as i64, "heure", "heures"),
        hours => french::count((hours / 24) as i64, "jour", "jours"),
    }
}

fn table(report: &Report) -> Markup {
    html! {
        div.tableau role="region" aria-label="Les écoles" tabindex="0" {
            table {
                caption.hors-vue { "Les écoles, celles où il y a quelque chose à régler d’abord" }
                thead { tr { th scope="col" { "École" } th scope="col" { "État" } @for column in COLUMNS { th scope="col" { (column) } } } }
                tbody { @for row in &report.rows { (line(row)) } }
            }
        }
    }
}

fn line(row: &Row) -> Markup {
    html! {
        tr.(class(row.level)) {
            th scope="row" translate="no" { (row.name) }
            td data-titre="État" { span.etat { (sign(row.level)) (said(row)) } }
            @match &row.is {
                Ok(cells) => @for (column, cell) in COLUMNS.iter().zip(cells) { (told(column, cell)) },
                Err(mute) => td.muet colspan=(COLUMNS.len()) { (french::capitalised(&why(*mute))) "." },
            }
        }
    }
}

/// With the box's own count, where it has one.
fn said(row: &Row) -> String {
    match (row.level, row.findings) {
        (Level::Wrong, (some @ 1.., _)) => format!("{some} à régler"),
        (Level::Watch, (_, some @ 1..)) => format!("{some} à surveiller"),
        (level, _) => state(level).to_owned(),
    }
}

fn told(column: &str, cell: &Cell) -> Markup {
    let (class, drawn) = match cell.mark {
        Mark::Wrong => ("regler", Some((Icon::CircleAlert, "À régler\u{202f}: "))),
        Mark::Watch => ("surveiller", Some((Icon::Eye, "À surveiller\u{202f}: "))),
        Mark::Well => ("bien", None),
        Mark::Unknown => ("inconnu", None),
    };
    html! {
        td.(class) data-titre=(column) {
            span.etat { @if let Some((which, word)) = drawn { (icon(which)) span.hors-vue { (word) } } span { (cell.says) } }
        }
    }
}

fn sign(level: Level) -> Markup {
    icon(match level {
        Level::Wrong => Icon::CircleAlert,
        Level::Silent => Icon::CircleHelp,
        Level::Watch => Icon::Eye,
        Level::Well => Icon::Check,
    })
}

fn class(level: Level) -> &'static str {
    match level {
        Level::Wrong => "regler",
        Level::Silent => "silence",
        Level::Watch => "surveiller",
        Level::Well => "bien",
    }
}

/// Colours and letters of the house, in the page itself.
fn style() -> String {
    let face = |family: &str, file: &str, weight: &str| {
        let path = assets_path(file);
        let font = path.and_then(|path| assets::find(path, "")).map(|found| STANDARD.encode(&found.bytes));
        let face = |font: String| {
            format!(
                "@font-face{{font-family:\"{family}\";src:url(data:font/woff2;base64,{font}) format(\"woff2\");font-weight:{weight}}}"
            )
        };
        font.map(face).unwrap_or_default()
    };
    let fonts = [face("Atkinson", "texte.", "400 700"), face("Bricolage", "titre.", "600 800")].concat();
    format!("{fonts}{TOKENS}{STYLE}")
}

fn assets_path(name: &str) -> Option<&'static str> {
    assets::Asset::all().find(|path| path.strip_prefix(assets::ROOT).is_some_and(|file| file.starts_with(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Instant;
    use jiff::tz::TimeZone;

    fn shown(rows: Vec<Row>) -> String {
        let report = Report { title: "Ville".into(), at: Instant(1_800_000_000), zone: TimeZone::UTC, rows };
        super::report(&report).into_string()
    }

    fn silent(name: &str) -> Row {
        Row { name: name.into(), level: Level::Silent, findings: (0, 0), is: Err(Mute::Silent(Silence::Status(404))) }
    }

    #[test]
    fn the_page_stands_alone_and_runs_nothing() {
        let page = shown(vec![silent("<script>alert(1)</script>")]);
        assert!(page.contains("&lt;script&gt;alert(1)"));
        for foreign in ["<script", "<img", "http://", "https://", "url(/", "url(..", "<link", "onerror"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        assert_eq!(page.matches("url(data:font/woff2;base64,").count(), 2, "both fonts are inside");
        assert!(page.len() < 80_000, "{}", page.len());
    }

    #[test]
    fn a_school_that_says_nothing_is_said_to_with_the_reason() {
        let page = shown(vec![silent("Jaurès")]);
        assert!(page.contains("Sans nouvelles") && page.contains("jeton absent ou faux"));
        assert!(page.contains("1 école\u{202f}: 1 sans nouvelles."));
        assert_eq!(why(Mute::Old(3 * 86_400)), "son dernier fichier a plus de 3 jours");
    }
}
