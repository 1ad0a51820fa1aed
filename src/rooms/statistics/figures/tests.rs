//! Figures of schools large and small.

use super::*;
use jiff::civil::date;

fn class(name: &str, ecole: i64) -> Class {
    Class { name: name.to_owned(), ecole, school: format!("École {ecole}") }
}

fn lines(figure: &Figure) -> Vec<(&str, &[u64])> {
    figure.rows.iter().map(|row| (row.label.as_str(), row.parts.as_slice())).collect()
}

fn families_of(all: &[(i64, u64, [u64; 3])]) -> Figure {
    let counted: Vec<(Class, Families)> = all
        .iter()
        .map(|(ecole, id, [activated, waiting, paper])| {
            (class(&format!("C{id}"), *ecole), Families { activated: *activated, waiting: *waiting, paper: *paper })
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
fn a_few_of_the_whole_school_are_not_told() {
    let almost = families_of(&[(1, 1, [20, 0, 0]), (1, 2, [15, 2, 1])]);
    assert!(almost.rows.is_empty());
    assert!(almost.instead.starts_with("Presque toutes les familles"), "{}", almost.instead);
    let hardly = families_of(&[(1, 1, [2, 18, 0]), (1, 2, [1, 14, 0])]);
    assert!(hardly.rows.is_empty());
    assert_eq!(hardly.instead, "Moins de cinq familles ont un compte ouvert.");
    assert!(families_of(&[(1, 1, [2, 1, 0])]).instead.contains("trop peu de familles"));
}

fn answers(times: [u64; 3], children: [u64; 3]) -> Answers {
    Answers { times, children }
}

#[test]
fn one_family_s_missing_answers_are_not_told() {
    let (cp, ce1, ce2) = (class("CP", 1), class("CE1", 1), class("CE2", 1));
    let told = words_by_class(&[
        (cp.clone(), answers([40, 14, 9], [20, 9, 6])),
        // Twelve answers are missing there, all of them one child's.
        (ce1, answers([60, 0, 12], [21, 0, 1])),
        (ce2.clone(), answers([50, 0, 30], [22, 0, 9])),
    ]);
    assert_eq!(
        lines(&told),
        [("CP", &[40, 14, 9][..]), ("CE1 et CE2", &[110, 0, 42][..]), (sentences::ALL, &[150, 14, 51][..])]
    );
    assert!(words_by_class(&[(cp, answers([40, 0, 12], [20, 0, 1]))]).rows.is_empty());
    assert_eq!(words_by_class(&[(ce2, answers([40, 0, 0], [20, 0, 0]))]).rows.len(), 1, "all of them answered");
}

#[test]
fn a_way_that_few_took_is_told_with_another() {
    let way = |how, times, children| Way { how, times, children };
    let all = [
        way(How::Application, [40, 20], [20, 12]),
        way(How::OneTap, [0, 30], [0, 9]),
        // Twelve answers on paper, of two families.
        way(How::Paper, [0, 12], [0, 2]),
    ];
    let figure = words_by_way(&all);
    let told: Vec<(&str, &[u64])> = lines(&figure);
    assert_eq!(told, [("Dans Préau", &[40, 20][..]), ("Par le lien d’une lettre et sur papier", &[0, 42][..])]);
    assert!(words_by_way(&all[2..]).rows.is_empty());
}

fn months(people: [u64; 5], times: &[[u64; 5]]) -> Vec<Month> {
    let month = |(at, times): (usize, &[u64; 5])| Month { first: date(2026, 9 + at as i8, 1), people, times: *times };
    times.iter().enumerate().map(month).collect()
}

#[test]
fn one_director_is_never_a_column() {
    let came = [[0; 5], [30, 90, 0, 400, 0]];
    let figure = sign_ins(&months([1, 7, 0, 210, 0], &came));
    assert_eq!(figure.parts, ["Direction et enseignants", "Responsables"]);
    assert_eq!(lines(&figure), [("septembre 2026", &[0, 0][..]), ("octobre 2026", &[120, 400][..])]);
    // Four at work in all: they are told with the families.
    assert_eq!(sign_ins(&months([1, 3, 0, 210, 0], &came)).rows[1].parts, [520]);
    assert!(sign_ins(&months([1, 3, 0, 0, 0], &[[9, 9, 0, 0, 0]])).rows.is_empty());
    // Whoever came and is gone was somebody: never alone either.
    assert_eq!(sign_ins(&months([0, 7, 0, 210, 0], &came)).parts.len(), 2);
    assert!(sign_ins(&[]).rows.is_empty());
}

#[test]
fn profiles_are_told_apart_as_they_were_in_each_month() {
    let mut two = months([1, 7, 6, 210, 90], &[[9, 60, 40, 300, 80], [9, 60, 20, 300, 80]]);
    assert_eq!(sign_ins(&two).parts, ["Direction et enseignants", "Autres personnels", "Responsables", "Élèves"]);
    // Two of the staff then, six today: no page tells those two, nor lets them be found by taking one from another.
    two[0].people[Profile::Staff as usize] = 2;
    let figure = sign_ins(&two);
    assert_eq!(figure.parts, ["Direction, enseignants et autres personnels", "Responsables", "Élèves"]);
    assert_eq!(figure.rows[1].parts, [89, 300, 80]);
    assert!(sign_ins(&two[1..]).parts.contains(&"Autres personnels".to_owned()), "the sum of it is a whole branch");
}

#[test]
fn a_month_in_which_few_came_is_told_with_the_next() {
    let figure = sign_ins(&months([1, 7, 0, 210, 0], &[[1, 2, 0, 60, 0], [4, 20, 0, 90, 0], [0, 2, 0, 50, 0]]));
    assert_eq!(lines(&figure), [("septembre 2026 et octobre 2026", &[27, 150][..])]);
}
