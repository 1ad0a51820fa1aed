//! The proof on paper: the answers, then each text that was answered.

use super::{Is, Proof, Said, store::Version, table};
use crate::{
    base::{
        french,
        pdf::{Align, Column, Document, PdfError, Row, Table},
        rich_text,
    },
    rooms::liaison::{Asks, pages::addressed},
};

/// Letters of a row of text: far less than a page.
const ROW: usize = 900;

pub fn pdf(proof: &Proof) -> Result<Vec<u8>, PdfError> {
    let title = proof.versions.last().map_or("", |version| version.title.as_str());
    let mut document = Document::new(&format!("Suivi : {title}, {}", proof.school), "fr-FR");
    let mut tables = vec![answers(proof, title)];
    tables.extend(proof.versions.iter().map(|version| text(proof, version)));
    document.tables(&tables)?;
    document.finish()
}

fn answers(proof: &Proof, title: &str) -> Table {
    let columns = vec![
        column("Élève", 2.4),
        column("Responsable", 2.4),
        column("État", 2.2),
        column("Date et heure", 2.6),
        column("Texte", 1.0),
        column("Moyen", 2.0),
    ];
    let mut rows = Vec::new();
    let mut before = "";
    for said in &proof.lines {
        let goes_on = before == said.pupil;
        before = &said.pupil;
        rows.push(Row { cells: cells(proof, said, goes_on), goes_on, is_loud: false });
    }
    if let Some((pupils, answered)) = table::gone(proof) {
        let cells = vec![pupils, String::new(), answered, String::new(), String::new(), String::new()];
        rows.push(Row { cells, goes_on: false, is_loud: false });
    }
    table(proof, format!("Suivi : {title}"), subtitle(proof), columns, rows)
}

fn cells(proof: &Proof, said: &Said, goes_on: bool) -> Vec<String> {
    let pupil = if goes_on { String::new() } else { format!("{}\n{}", said.pupil, said.class) };
    let guardian =
        if said.guardian.is_empty() { "Coupon, main non précisée".to_owned() } else { said.guardian.clone() };
    let state = table::state(proof.asks, said).to_owned();
    match &said.is {
        Is::Answered { at, how, version, recorded_by, .. } => {
            let mut means = table::means(*how).to_owned();
            if !recorded_by.is_empty() {
                means.push_str(&format!("\nenregistré par {recorded_by}"));
            }
            let when = format!("{}\n{}", table::day(proof, *at), table::time(proof, *at));
            vec![pupil, guardian, state, when, format!("version {version}"), means]
        }
        _ => vec![pupil, guardian, state, String::new(), String::new(), String::new()],
    }
}

fn subtitle(proof: &Proof) -> String {
    let asked = match proof.asks {
        Asks::Nothing => "rien n’était demandé",
        Asks::Read => "« lu » demandé",
        Asks::One => "signature d’un responsable demandée",
        Asks::All => "signature de chaque responsable demandée",
    };
    let withdrawn = if proof.is_withdrawn { " Mot retiré depuis." } else { "" };
    let to = if proof.to.is_empty() { String::new() } else { format!(", pour {}", addressed(&proof.to)) };
    format!(
        "De {}{to}. Remis le {} à {} ; {asked}.{withdrawn} Heures du fuseau {}.",
        proof.author,
        table::day(proof, proof.sent_at),
        table::time(proof, proof.sent_at),
        proof.zone_name
    )
}

fn text(proof: &Proof, version: &Version) -> Table {
    let mut subtitle = format!(
        "Écrit par {} le {} à {}.",
        version.written_by,
        table::day(proof, version.written_at),
        table::time(proof, version.written_at)
    );
    if let Some(day) = version.deadline_on {
        subtitle.push_str(&format!(" Réponse attendue d’ici le {}.", french::day_year(day)));
    }
    if let Some(day) = version.event_on {
        subtitle.push_str(&format!(" Le jour : {}.", french::day_year(day)));
    }
    let mut lines = vec![version.title.clone()];
    lines.extend(paragraphs(&rich_text::to_plain(&version.body)));
    if !version.pieces.is_empty() {
        lines.push(format!("Pièces jointes : {}", french::list(&version.pieces)));
    }
    let rows = (0..).zip(lines).map(|(at, line)| Row { cells: vec![line], goes_on: false, is_loud: at == 0 });
    let title = format!("Annexe : texte de la version {}", version.version);
    table(proof, title, subtitle, vec![column("Texte du mot", 1.0)], rows.collect())
}

/// What no page could hold in one row is cut between words.
fn paragraphs(text: &str) -> Vec<String> {
    let mut cut = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut row = String::new();
        for word in line.split(' ') {
            if !row.is_empty() && row.len() + word.len() > ROW {
                cut.push(std::mem::take(&mut row));
            }
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        cut.push(row);
    }
    cut
}

fn table(proof: &Proof, title: String, subtitle: String, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table {
        title,
        subtitle,
        columns,
        rows,
        is_ruled: false,
        row_height: 0.0,
        foot: format!(
            "{} · Fait le {} à {}",
            proof.school,
            table::day(proof, proof.made_at),
            table::time(proof, proof.made_at)
        ),
        page_number: |page, pages| format!("page {page} sur {pages}"),
    }
}

fn column(title: &str, share: f32) -> Column {
    Column { title: title.to_owned(), share, align: Align::Start }
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn a_very_long_paragraph_is_cut_between_words() {
        let long = "mot ".repeat(1_000);
        let cut = paragraphs(&format!("Bonjour.\n\n{long}"));
        assert_eq!(cut[0], "Bonjour.");
        assert!(cut.len() > 4 && cut.iter().all(|row| row.len() <= 901));
    }
}
