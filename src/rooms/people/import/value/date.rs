//! Birth dates as exports and spreadsheets write them; only days that exist.
use jiff::civil::Date;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// 05/06/19: nobody can say which century, nor sometimes which of the three is the year.
    TwoDigitYear,
    NoSuchDay,
    Unreadable,
}

/// `28/11/2020`, `28-11-2020`, `28.11.2020`, `2020-11-28`, each possibly followed by a time.
pub fn date(cell: &str) -> Result<Date, DateFault> {
    let day = cell.split(|c: char| c.is_whitespace() || c == 'T').find(|part| !part.is_empty()).unwrap_or_default();
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [a, b, c] = parts[..] else {
        return Err(DateFault::Unreadable);
    };
    if [a, b, c].iter().any(|p| p.is_empty() || p.len() > 4 || !p.bytes().all(|b| b.is_ascii_digit())) {
        return Err(DateFault::Unreadable);
    }
    let (year, month, day) = match (a.len(), b.len(), c.len()) {
        (4, 1 | 2, 1 | 2) => (a, b, c),
        (1 | 2, 1 | 2, 4) => (c, b, a),
        (1 | 2, 1 | 2, 2) => return Err(DateFault::TwoDigitYear),
        _ => return Err(DateFault::Unreadable),
    };
    let year: i16 = year.parse().map_err(|_| DateFault::Unreadable)?;
    let month: i8 = month.parse().map_err(|_| DateFault::Unreadable)?;
    let day: i8 = day.parse().map_err(|_| DateFault::Unreadable)?;
    if !(1900..=2100).contains(&year) {
        return Err(DateFault::NoSuchDay);
    }
    Date::new(year, month, day).map_err(|_| DateFault::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_give_the_same_day() {
        let leap = Date::constant(2020, 2, 29);
        for cell in
            ["29/02/2020", "2020-02-29", "29-02-2020", " 29.2.2020 ", "2020-02-29 00:00:00", "2020-02-29T00:00:00"]
        {
            assert_eq!(date(cell), Ok(leap), "{cell}");
        }
    }

    #[test]
    fn other_days_are_refused_with_the_right_reason() {
        for (cell, fault) in [
            ("5/6/19", DateFault::TwoDigitYear),
            ("29/02/2021", DateFault::NoSuchDay),
            ("31/04/2019", DateFault::NoSuchDay),
            ("12/25/2019", DateFault::NoSuchDay),
            ("01/01/0019", DateFault::NoSuchDay),
            ("43904", DateFault::Unreadable),
            ("mars 2019", DateFault::Unreadable),
            ("+1/-2/2019", DateFault::Unreadable),
        ] {
            assert_eq!(date(cell), Err(fault), "{cell}");
        }
    }
}
