//! What a spreadsheet does to cells on its way: zeros eaten at the start of a number, dates turned into day counts, days
//! spelt out. Put right here, before any row is read; what is doubtful stays as it is written.
use super::fold::fold_words;
use super::header::Layout;
use super::table::Row;
use super::{Column, Fault, sentences};
use jiff::{ToSpan, civil::Date};

pub fn mend(rows: &mut [Row], layout: &Layout, header_line: u32) -> Vec<Fault> {
    let births = layout.place(Column::Birth).into_iter();
    let births: Vec<usize> =
        births.chain(layout.children.iter().filter_map(|child| child.place(Column::Birth))).collect();
    let homes = [(Column::PostCode, Column::Country), (Column::SecondPostCode, Column::SecondCountry)];
    let phones = [Column::PhoneHome, Column::PhoneWork, Column::PhoneMobile];
    let mut zeros = 0;
    for row in rows {
        for place in &births {
            if let Some(day) = day_counted(row.cell(*place)).or_else(|| day_spelt_out(row.cell(*place))) {
                row.put(*place, &day.to_string());
            }
        }
        for (code, country) in homes {
            let at_home = matches!(fold_words(layout.cell(row, country)).as_str(), "" | "france");
            zeros += usize::from(at_home && put_zero_back(row, layout.place(code), 4));
        }
        for phone in phones {
            zeros += usize::from(put_zero_back(row, layout.place(phone), 9));
        }
    }
    match zeros {
        0 => Vec::new(),
        count => vec![Fault::note(header_line, sentences::zeros_put_back(count))],
    }
}

/// A number one digit short, which begins with none.
fn put_zero_back(row: &mut Row, place: Option<usize>, digits: usize) -> bool {
    let Some(place) = place else { return false };
    let cell = row.cell(place);
    let is_short = cell.len() == digits && cell.bytes().all(|b| b.is_ascii_digit()) && !cell.starts_with('0');
    if is_short {
        let whole = format!("0{cell}");
        row.put(place, &whole);
    }
    is_short
}

/// Days since the eve of 1900, as spreadsheets count them: of a child or an adult, hence five digits.
fn day_counted(cell: &str) -> Option<Date> {
    let days: i32 = cell.parse().ok().filter(|_| cell.len() == 5)?;
    Date::constant(1899, 12, 30).checked_add(days.days()).ok().filter(|day| (1930..=2100).contains(&day.year()))
}

/// « mardi 12 mars 2019 », « 1er avril 2020 ».
fn day_spelt_out(cell: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ];
    let folded = fold_words(cell);
    let words: Vec<&str> = folded.split(' ').collect();
    let [.., day, month, year] = words[..] else { return None };
    let month = MONTHS.iter().position(|name| *name == month)?;
    let day = day.trim_end_matches("er").parse().ok()?;
    Date::new(year.parse().ok().filter(|_| year.len() == 4)?, i8::try_from(month + 1).ok()?, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::people::import::{Rows, read};

    #[test]
    fn days_come_back_from_where_spreadsheets_put_them() {
        let wanted = Some(Date::constant(2019, 3, 12));
        assert_eq!(day_counted("43536"), wanted);
        for cell in ["mardi 12 mars 2019", "12 MARS 2019", "12  mars 2019"] {
            assert_eq!(day_spelt_out(cell), wanted, "{cell}");
        }
        assert_eq!(day_spelt_out("1er août 2020"), Some(Date::constant(2020, 8, 1)));
        for cell in ["mars 2019", "31 avril 2019", "12 mars 19", "99999", "4353", ""] {
            assert_eq!((day_counted(cell), day_spelt_out(cell)), (None, None), "{cell}");
        }
    }

    #[test]
    fn zeros_come_back_in_france_and_are_said() {
        let file = "Nom;Prénom;Né le;Classe;CP;Commune;Pays\nA;Léa;43536;CP;1000;Bourg;\nB;Noé;43536;CP;1000;Bruxelles;Belgique\n";
        let parsed = read(file.as_bytes()).unwrap();
        let Rows::Pupils(rows) = &parsed.rows else { panic!("no pupils") };
        let codes: Vec<_> = rows.iter().filter_map(|row| Some(row.address.as_ref()?.post_code.as_str())).collect();
        assert_eq!(codes, ["01000", "1000"]);
        assert_eq!(rows[0].birth, Some(Date::constant(2019, 3, 12)));
        assert!(parsed.faults.iter().any(|fault| fault.line == 1 && fault.sentence.contains("zéro")));
    }
}
