//! What is found, and what nothing typed can break.

use super::*;
use rusqlite::Connection;

fn shelf(texts: &[&str]) -> Connection {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE VIRTUAL TABLE shelf USING fts5(folded, stems, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
    )
    .unwrap();
    for text in texts {
        let Indexed { folded, stems } = indexed(text);
        db.execute("INSERT INTO shelf (folded, stems) VALUES (?1, ?2)", [folded, stems]).unwrap();
    }
    db
}

fn found(db: &Connection, typed: &str) -> i64 {
    let query = Query::read(typed);
    let count = |asked: Option<String>| match asked {
        Some(asked) => {
            db.query_row("SELECT count(*) FROM shelf WHERE shelf MATCH ?1", [asked], |row| row.get(0)).unwrap()
        }
        None => 0,
    };
    count(query.of_names());
    count(query.of_text())
}

#[test]
fn french_is_found_as_people_type_it() {
    for (typed, text) in [
        ("coeur", "De tout cœur avec vous"),
        ("cœur", "Le coeur des enfants"),
        ("cantines", "La cantine sera fermée"),
        ("cantine", "Les cantines seront fermées"),
        ("eleve", "Chaque élève apporte un sac"),
        ("élèves", "Un eleve malade"),
        ("Nguyen", "Zoé Nguyễn"),
        ("REUNION de la rentrée", "Réunion, rentrée et goûter"),
        ("l’école", "Notre école"),
        ("reservees", "Les places sont réservées"),
        ("kerm", "La kermesse"),
        ("lae", "Lætitia"),
        ("strass", "Voyage à Straße"),
        ("e\u{301}te\u{301}", "Les vacances d’été"),
        ("piscine CM1", "CM1 : piscine jeudi"),
    ] {
        assert_eq!(found(&shelf(&[text]), typed), 1, "« {typed} » in « {text} »");
    }
    for (typed, text) in
        [("piscine", "La cantine"), ("tine", "La cantine"), ("cantine jeudi", "La cantine"), ("x", "La cantine")]
    {
        assert_eq!(found(&shelf(&[text]), typed), 0, "« {typed} » in « {text} »");
    }
}

#[test]
fn nothing_typed_is_an_error_of_the_index() {
    let db = shelf(&["La cantine NEAR you AND OR NOT folded stems"]);
    let long = "a".repeat(10_000);
    let many = "mot ".repeat(5_000);
    for typed in [
        "",
        " ",
        "\"",
        "\"\"\"",
        "*",
        "-",
        "cantine*",
        "-cantine",
        "NEAR(a b)",
        "NEAR",
        "AND",
        "OR OR",
        "NOT",
        "folded:x",
        "{folded}",
        "(",
        ")",
        "a:b:c",
        "^cantine",
        "'; DROP TABLE shelf; --",
        "\0",
        "\u{300}",
        "\u{301}\u{301}",
        "😀",
        "一二三",
        "ﷺ",
        "٣",
        "ǅ",
        "🇫🇷 é",
        "\\",
        "%",
        "_",
        "+",
        "cantine AND",
        "\u{1e900}\u{1e922}",
        "𝒞antine",
        "ﬁn",
        "²",
        "½",
        &long,
        &many,
    ] {
        found(&db, typed);
    }
    assert_eq!(found(&db, "near"), 1);
    assert_eq!(found(&db, "\"cantine\""), 1);
    assert_eq!(found(&db, "-cantine"), 1);
    assert!(Query::read("  \"* - ").is_empty() && Query::read("é").is_empty() && !Query::read("ce").is_empty());
}

#[test]
fn a_name_is_found_in_memory_as_in_the_index() {
    let finds = |typed: &str, name: &str| Query::read(typed).finds(name);
    assert!(finds("goff le", "Mme Anne Le Goff"));
    assert!(finds("nguy z", "Zoé Nguyễn"));
    assert!(finds("d'hondt", "Léo D’Hondt"));
    assert!(!finds("off", "Mme Anne Le Goff"));
    assert!(!finds("", "Mme Anne Le Goff"));
}

#[test]
fn what_was_found_is_set_apart_and_the_text_stays_whole() {
    let query = Query::read("cantines <b>");
    let text = "Les <b>cantines</b> & la Cantine de l’été";
    let pieces = marked(text, &query);
    assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
    let found: Vec<&str> = pieces.iter().filter(|piece| piece.is_found).map(|piece| piece.text.as_str()).collect();
    assert_eq!(found, ["b", "cantines", "b", "Cantine"]);
}

#[test]
fn an_excerpt_holds_what_was_found_and_cuts_between_words() {
    let text = format!("{} la kermesse de l’école {}", "avant ".repeat(60), "après ".repeat(60));
    let pieces = excerpt(&text, &Query::read("kermesse"), 90);
    let said: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    assert!(said.starts_with("… avant") && said.ends_with("après …") && said.chars().count() <= 96, "{said}");
    assert!(pieces.iter().any(|piece| piece.is_found && piece.text == "kermesse"));
    let short = excerpt("Bonjour\n\nà tous", &Query::read("tous"), 90);
    assert_eq!(short.iter().map(|piece| piece.text.as_str()).collect::<String>(), "Bonjour à tous");
    assert!(excerpt("", &Query::read("tous"), 90).is_empty());
}
