//! Figures of schools large and small.

use super::*;
use jiff::civil::date;

fn class(id: i64, name: &str, ecole: i64, families: u64) -> Class {
    Class { id, name: name.to_owned(), ecole, school: format!("École {ecole}"), families }
}

fn lines(figure: &Figure) -> Vec<(&str, &[u64])> {
    figure.rows.iter().map(|row| (row.label.as_str(), row.parts.as_slice())).collect()
}

fn families_of(all: &[(i64, u64, [u64; 3])]) -> Figure {
    let counted: Vec<(Class, Families)> = all
        .iter()
        .map(|(ecole, id, [activated, waiting, paper])| {
            let own = class(*id as i64, &format!("C{id}"), *ecole, activated + waiting + paper);
            (own, Families { activated: *activated, waiting: *waiting, paper: *paper })
        })
        .collect();
    families(&counted)
}

#[test]
fn a_small_class_is_told_with_another() {
    let figure = families_of(&[(1, 1, [20, 0, 5]), (1, 2, [2, 1, 0]), (1, 3, [6, 4, 0])]);
    assert_eq!(
        lines(&figure),
        [("C1", &[20, 0, 5][..]), ("C2 et C3", &[8, 5, 0][..]), (sentences::ALL, &[28, 5, 5][..])]
    );
    assert_eq!(figure.share(&figure.rows[1]), Some(62));
    assert!(families_of(&[(1, 1, [2, 2, 0])]).rows.is_empty(), "four families in all");
}

#[test]
fn a_few_families_on_paper_are_told_with_those_who_wait() {
    let figure = families_of(&[(1, 1, [20, 0, 5]), (1, 2, [10, 4, 1])]);
    assert_eq!(figure.parts.len(), 2);
    assert_eq!(lines(&figure), [("C1", &[20, 5][..]), ("C2", &[10, 5][..]), (sentences::ALL, &[30, 10][..])]);
    // One family alone without an account: its class is told with another.
    let figure = families_of(&[(1, 1, [20, 0, 5]), (1, 2, [10, 1, 0]), (1, 3, [12, 0, 0])]);
    assert_eq!(lines(&figure), [("C1, C2 et C3", &[42, 6][..])]);
}

#[test]
fn each_ecole_has_its_sum_unless_it_is_too_small() {
    let figure = families_of(&[(1, 1, [20, 0, 0]), (2, 2, [9, 0, 0]), (3, 3, [2, 0, 0])]);
    assert_eq!(
        lines(&figure),
        [
            ("C1", &[20, 0, 0][..]),
            ("École 1", &[20, 0, 0][..]),
            ("C2 et C3", &[11, 0, 0][..]),
            ("École 2 et École 3", &[11, 0, 0][..]),
            (sentences::ALL, &[31, 0, 0][..]),
        ]
    );
}

#[test]
fn a_way_that_few_took_is_told_with_another() {
    let answered = |how, is_to_read, times| (1, Words { is_to_read, how, times });
    let words = [
        answered(Some(How::Application), true, 40),
        answered(Some(How::OneTap), false, 12),
        answered(Some(How::Paper), false, 2),
        answered(None, true, 9),
    ];
    let figure = words_by_way(&words);
    let told: Vec<&[u64]> = figure.rows.iter().map(|row| row.parts.as_slice()).collect();
    assert_eq!(told, [&[40, 0][..], &[0, 14]]);
    assert!(words_by_way(&words[2..]).rows.is_empty());
    let by_class = words_by_class(&[class(1, "CP", 1, 9)], &words);
    assert_eq!(lines(&by_class), [("CP", &[40, 14, 9][..])]);
}

#[test]
fn one_director_is_never_a_column() {
    let month = date(2026, 11, 1);
    let counts = [(month, Profile::Direction, 30), (month, Profile::Teacher, 90), (month, Profile::Guardian, 400)];
    let figure = sign_ins(&[date(2026, 10, 1), month], &counts, [1, 7, 0, 210, 0]);
    assert_eq!(figure.parts.len(), 2);
    let told: Vec<&[u64]> = figure.rows.iter().map(|row| row.parts.as_slice()).collect();
    assert_eq!(told, [&[0, 0][..], &[400, 120]]);
    // Four at work in all: they are told with the families.
    assert_eq!(sign_ins(&[month], &counts, [1, 3, 0, 210, 0]).rows[0].parts, [520]);
    assert!(sign_ins(&[month], &counts, [1, 3, 0, 0, 0]).rows.is_empty());
    // Whoever came and is gone was somebody: never alone either.
    assert_eq!(sign_ins(&[month], &counts, [0, 7, 0, 210, 0]).parts.len(), 2);
}
