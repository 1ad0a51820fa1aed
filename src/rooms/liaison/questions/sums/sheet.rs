//! The answers as files: a CSV for a spreadsheet, one line for each pupil and guardian, and a PDF to be printed, one line for each pupil.

use super::{
    Answers,
    count::{Answer, Said, Sum, Total},
    pages::{left, sum_text},
};
use crate::{
    base::{
        french,
        pdf::{Align, Column, Document, PdfError, Row, Table},
    },
    rooms::liaison::{
        answers::How,
        follow_up::store::PupilName,
        questions::{Kind, Per, Value},
    },
};
use jiff::{Zoned, tz::TimeZone};

/// Questions that stand side by side on one sheet.
const ABREAST: usize = 4;

pub fn file_name(title: &str, extension: &str) -> String {
    let words = french::fold(&format!("réponses {title}"));
    let plain: String = words.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    format!("{}.{extension}", plain.trim_matches('-'))
}

/// For a French spreadsheet: UTF-8 said by its mark, semicolons, and no cell that could be taken for a formula.
pub fn csv(all: &Answers, zone: &TimeZone) -> String {
    let mut text = String::from('\u{feff}');
    let heads = ["Classe", "Nom", "Prénom", "Responsable", "Répondu le", "Par quel moyen"];
    let labels = all.questions.iter().map(|asked| asked.label.clone());
    line(&mut text, heads.into_iter().map(str::to_owned).chain(labels));
    for pupil in &all.pupils {
        let of: Vec<&Answer> = all.answers.iter().filter(|answer| answer.pupil == pupil.pupil).collect();
        let who = [pupil.class_name.clone(), pupil.last_name.clone(), pupil.first_name.clone()];
        if of.is_empty() {
            line(&mut text, who.into_iter().chain(std::iter::repeat_n(String::new(), all.questions.len() + 3)));
            continue;
        }
        for answer in of {
            let at = answer.at.zoned(zone).strftime("%d/%m/%Y %H:%M").to_string();
            let how = [answer.name.clone(), at, by(answer.how).to_owned()];
            let given = all.questions.iter().map(|asked| match answer.to(asked.id).map(|given| &given.value) {
                // A spreadsheet adds up bare numbers.
                Some(value @ (Value::Number(_) | Value::Amount(_))) => value.typed(),
                Some(Value::Date(day)) => day.strftime("%d/%m/%Y").to_string(),
                Some(value) => value.shown(asked),
                None => String::new(),
            });
            line(&mut text, who.clone().into_iter().chain(how).chain(given));
        }
    }
    text
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    text.push_str(&cells.join(";"));
    text.push_str("\r\n");
}

fn quoted(cell: &str) -> String {
    // What begins so is a formula for a spreadsheet; a quote before it makes it a text.
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([';', '"', '\r', '\n', '\'']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn by(how: How) -> &'static str {
    match how {
        How::Application => "application",
        How::OneTap => "lien reçu par e-mail",
        How::Mail => "réponse par e-mail",
        How::Paper => "papier",
    }
}

pub fn pdf(all: &Answers, school: &str, now: Zoned) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new(&format!("Réponses, {}", all.title), "fr-FR");
    let sums = all.sums();
    for abreast in sums.chunks(ABREAST) {
        document.table(&table(all, abreast, school, &now))?;
    }
    document.finish()
}

fn table(all: &Answers, abreast: &[Sum], school: &str, now: &Zoned) -> Table {
    let column = |title: &str, share| Column { title: title.to_owned(), share, align: Align::Start };
    let mut columns = vec![column("Élève", 2.2)];
    columns.extend(abreast.iter().map(|sum| column(&sum.asked.label, 2.0)));
    let several = all.pupils.windows(2).any(|pair| pair[0].class_name != pair[1].class_name);
    let mut rows: Vec<Row> = all.pupils.iter().map(|pupil| row(pupil, abreast, several)).collect();
    let mut cells = vec!["Total".to_owned()];
    cells.extend(abreast.iter().map(total));
    rows.push(Row { cells, is_loud: true, ..Row::default() });
    let at = format!("{} à {}", french::date_year(now.date()), french::time(now));
    Table {
        title: all.title.clone(),
        subtitle: format!("Réponses reçues au {at}."),
        columns,
        rows,
        is_ruled: false,
        row_height: 0.0,
        foot: format!("{school} · Données personnelles\u{202f}: à garder sous clé, à détruire après usage."),
        page_number: |page, pages| format!("page {page} sur {pages}"),
    }
}

fn row(pupil: &PupilName, abreast: &[Sum], several: bool) -> Row {
    let class = if several { format!(" ({})", pupil.class_name) } else { String::new() };
    let mut cells = vec![format!("{} {}{class}", pupil.last_name, pupil.first_name)];
    cells.extend(abreast.iter().map(|sum| {
        let of: Vec<&Said> = sum.said.iter().filter(|one| one.answer.pupil == pupil.pupil).collect();
        cell(sum, &of)
    }));
    Row { cells, ..Row::default() }
}

/// What counts; with a name where each guardian speaks, or where two do not say the same.
fn cell(sum: &Sum, of: &[&Said]) -> String {
    let named = sum.asked.per == Per::Guardian || of.iter().any(|one| one.differs);
    let said = of.iter().filter(|one| one.counts || one.differs).map(|one| {
        let value = one.given.map_or("rien".to_owned(), |given| given.value.shown(sum.asked));
        if named && !one.answer.name.is_empty() { format!("{value} ({})", one.answer.name) } else { value }
    });
    said.collect::<Vec<_>>().join(" / ")
}

fn total(sum: &Sum) -> String {
    let counts = match &sum.total {
        Total::YesNo { yes, no } => format!("oui\u{a0}: {yes}, non\u{a0}: {no}"),
        Total::Choices(counts) => {
            let each = sum.asked.choices.iter().zip(counts).map(|(label, count)| format!("{label}\u{a0}: {count}"));
            each.collect::<Vec<_>>().join(", ")
        }
        Total::Sum { hundredths, .. } => sum_text(sum.asked.kind, *hundredths),
        Total::List(count) if sum.asked.kind == Kind::File => french::count(*count, "fichier", "fichiers"),
        Total::List(count) => french::count(*count, "réponse", "réponses"),
    };
    format!("{counts}. {}.", left(sum))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, safe) in [
            ("=1+1", "\"'=1+1\""),
            ("+33 6", "\"'+33 6\""),
            ("-2", "\"'-2\""),
            ("@x", "\"'@x\""),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            ("Léa; \"elle\"", "\"Léa; \"\"elle\"\"\""),
            ("Léa", "Léa"),
            ("12,50", "12,50"),
        ] {
            assert_eq!(quoted(cell), safe);
        }
    }
}
