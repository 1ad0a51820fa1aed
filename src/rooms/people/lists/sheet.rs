//! From rolls to the pages that the printer gets: a class begins on its own page.

use super::{
    badges,
    forms::Sheet,
    store::{Adult, Line, Roll},
    told::{OnPaper, Told},
};
use crate::{
    base::{
        french,
        pdf::{Align, Column, Document, PdfError, Row, Table},
    },
    rooms::people::{pages::full_name, ties::words},
    school::person::Contact,
};
use jiff::civil::Date;

/// What every page says beside the list itself.
pub struct Words {
    pub school: String,
    pub today: Date,
}

pub fn pdf(words: &Words, sheet: Sheet, rolls: &[Roll]) -> Result<Vec<u8>, PdfError> {
    let title = format!("{}, {}", title(sheet), words.school);
    let mut document = Document::new(&title, "fr-FR");
    for roll in rolls {
        match sheet {
            Sheet::Badges { rows } => badges::pages(&mut document, &words.school, rows, roll)?,
            Sheet::Roll { boxes } => document.table(&roll_of(words, roll, boxes))?,
            Sheet::Addresses => document.table(&addresses(words, roll))?,
            Sheet::Emergencies => document.table(&emergencies(words, roll))?,
        }
    }
    document.finish()
}

pub fn title(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::Roll { .. } => "Liste",
        Sheet::Addresses => "Adresses",
        Sheet::Emergencies => "Urgences",
        Sheet::Badges { .. } => "Badges",
    }
}

fn table(words: &Words, title: String, subtitle: String, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    let printed = french::date_year(words.today);
    Table {
        title,
        subtitle,
        columns,
        rows,
        is_ruled: false,
        row_height: 0.0,
        foot: format!(
            "{} · Données personnelles\u{202f}: à garder sous clé, à détruire après usage. Imprimé le {printed}.",
            words.school
        ),
        page_number: |page, pages| format!("page {page} sur {pages}"),
    }
}

fn column(title: &str, share: f32) -> Column {
    Column { title: title.to_owned(), share, align: Align::Start }
}

fn roll_of(words: &Words, roll: &Roll, boxes: usize) -> Table {
    let is_mixed = roll.lines.iter().any(|line| line.class_name != roll.name);
    let mut columns = vec![column("", 0.5), column("Nom et prénom", 3.6), column("Niveau", 0.8)];
    if is_mixed {
        columns.push(column("Classe", 1.4));
    }
    columns.push(column("Naissance", 1.3));
    columns.extend((0..boxes).map(|_| column("", 0.75)));
    let rows = (1..)
        .zip(&roll.lines)
        .map(|(number, line)| {
            let mut cells = vec![format!("{number}"), register_name(line), line.grade.clone()];
            if is_mixed {
                cells.push(line.class_name.clone());
            }
            cells.push(line.born_on.map(short).unwrap_or_default());
            cells.resize(columns.len(), String::new());
            Row { cells, ..Row::default() }
        })
        .collect();
    let subtitle = french::count(roll.lines.len(), "élève", "élèves");
    Table { is_ruled: true, row_height: 7.6, ..table(words, roll.name.clone(), subtitle, columns, rows) }
}

fn addresses(words: &Words, roll: &Roll) -> Table {
    let columns = vec![
        column("Élève", 2.2),
        column("Adulte", 2.5),
        column("Adresse", 2.8),
        column("Téléphone", 2.0),
        column("Ce qu’on peut lui dire", 2.7),
    ];
    let rows = rows(roll, words.today, 5, |adult, paper| {
        let contact = Some(&adult.person.contact).filter(|_| paper.has_contact());
        vec![
            named(adult),
            // Who only comes for the child is called, never written to.
            contact.filter(|_| paper.told != Told::ComesOnly).map(address).unwrap_or_default(),
            contact.map(|contact| phones(contact, false)).unwrap_or_default(),
            may_be_told(paper),
        ]
    });
    table(words, format!("{}\u{a0}: adresses des familles", roll.name), SUBTITLE.to_owned(), columns, rows)
}

fn emergencies(words: &Words, roll: &Roll) -> Table {
    let columns = vec![
        column("Élève", 2.3),
        column("Appeler", 0.9),
        column("Adulte", 2.6),
        column("Téléphone", 2.8),
        column("Vient chercher l’enfant", 2.4),
    ];
    let rows = rows(roll, words.today, 5, |adult, paper| {
        let is_called = paper.has_contact();
        vec![
            adult.rank.filter(|_| is_called).map(words::rank).unwrap_or_default(),
            named(adult),
            if is_called { phones(&adult.person.contact, true) } else { String::new() },
            may_come(paper),
        ]
    });
    table(words, format!("{}\u{a0}: qui appeler en cas d’urgence", roll.name), SUBTITLE.to_owned(), columns, rows)
}

const SUBTITLE: &str = "Réservé à l’équipe de l’école. Ne se donne ni ne se montre à une famille.";

/// A line for each adult, the pupil's name on the first; those who must be kept away come last.
fn rows(roll: &Roll, today: Date, columns: usize, cells: impl Fn(&Adult, OnPaper) -> Vec<String>) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in &roll.lines {
        let mut adults: Vec<(&Adult, OnPaper)> = line
            .adults
            .iter()
            .filter_map(|adult| Some((adult, OnPaper::of(&adult.facts, adult.may_pick_up, today)?)))
            .collect();
        adults.sort_by_key(|(_, paper)| !paper.has_contact());
        let born = line.born_on.map(|day| format!("\n{}", short(day))).unwrap_or_default();
        let mut name = format!("{}{born}", register_name(line));
        if adults.is_empty() {
            let mut cells = vec![std::mem::take(&mut name), "Aucun adulte noté".to_owned()];
            cells.resize(columns, String::new());
            rows.push(Row { cells, ..Row::default() });
        }
        for (at, (adult, paper)) in adults.into_iter().enumerate() {
            let mut row = vec![std::mem::take(&mut name)];
            row.extend(cells(adult, paper));
            rows.push(Row { cells: row, goes_on: at > 0, is_loud: !paper.has_contact() });
        }
    }
    rows
}

/// « MARTIN Léa » is for files; « Martin Léa » is read as well, and keeps its accents.
fn register_name(line: &Line) -> String {
    format!("{} {}", line.last_name, line.first_name)
}

fn named(adult: &Adult) -> String {
    format!("{}\n{}", full_name(&adult.person), adult.kind.title().to_lowercase())
}

fn address(contact: &Contact) -> String {
    let town = format!("{} {}", contact.postcode, contact.town);
    let lines = [contact.street.as_str(), town.trim()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn phones(contact: &Contact, with_places: bool) -> String {
    let all = [("mobile", &contact.mobile_phone), ("domicile", &contact.home_phone), ("travail", &contact.work_phone)];
    let known = all.into_iter().filter(|(_, number)| !number.is_empty());
    let lines = known.map(|(place, number)| match with_places {
        true => format!("{} ({place})", number.replace(' ', "\u{a0}")),
        false => number.replace(' ', "\u{a0}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn may_be_told(paper: OnPaper) -> String {
    let told = match paper.told {
        Told::Signs => "À informer, signe",
        Told::Reads => "À informer, ne signe pas",
        Told::ComesOnly => "Ne pas informer. Vient chercher l’enfant",
        Told::Barred => return "NE PAS INFORMER, NE PAS REMETTRE L’ENFANT. Voir la direction".to_owned(),
        Told::Unseen => return "Lien pas encore vérifié\u{202f}: ne rien dire. Voir la direction".to_owned(),
    };
    if paper.picks_up { told.to_owned() } else { format!("{told}. Ne pas lui remettre l’enfant") }
}

fn may_come(paper: OnPaper) -> String {
    match (paper.told, paper.picks_up) {
        (Told::Barred, _) => "NE PAS APPELER, NE PAS REMETTRE L’ENFANT",
        (Told::Unseen, _) => "Lien pas encore vérifié\u{202f}: voir la direction",
        (Told::ComesOnly, _) => "Oui, sans être informé de la scolarité",
        (_, true) => "Oui",
        (_, false) => "Non",
    }
    .to_owned()
}

fn short(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}
