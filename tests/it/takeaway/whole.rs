//! The school's whole export: who may, and that it reads again as HTML, CSV and iCalendar.

use super::{Files, holds, lived, make, opened, text, unpacked};
use crate::{
    blog::activate,
    world::{School, letters, row},
};

fn school_export(school: &School) -> Files {
    activate(school, "directrice");
    let mut browser = school.browser("directrice");
    let page = browser.get("/reglages/emporter");
    let asked = page.assert_status(200).form("Préparer les données de l’école").send(&mut browser);
    asked.assert_status(200).assert_says("Nous préparons");
    make(school);
    let page = browser.get("/reglages/emporter");
    let file = browser.get(&page.link("Télécharger les données de l’école"));
    file.assert_status(200);
    unpacked(file.bytes)
}

#[test]
fn the_school_reads_again_in_open_formats() {
    let school = lived();
    let post = school.post("maitre_cm1", "CM1");
    let (agreed, refused) = (school.media(post, "photo"), school.media(post, "photo"));
    school.on_it(agreed, &["lea"]);
    school.on_it(refused, &["tom"]);
    school.sql("UPDATE liaison_version SET title = 'Sortie ; au « musée », demain', deadline_on = '2026-12-04', event_on = '2026-12-11'");
    school.sql(
        "INSERT INTO liaison_question (id, note, place, kind, label, is_required, per) VALUES (901, 1, 1, 'text', 'Repas', 0, 'guardian');
         INSERT INTO liaison_answer_value (answer, question, value) SELECT min(id), 901, 'sans viande' FROM liaison_answer WHERE note = 1",
    );
    let files = school_export(&school);
    let slip = text(&files["mots/mot-1-talon.csv"]);
    assert!(slip.contains("Repas") && slip.contains("sans viande"), "{slip}");
    let broken: Vec<String> =
        files.keys().filter(|name| name.ends_with(".html")).flat_map(|name| opened::faults(&files, name)).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let reached = opened::reached(&files);
    assert!(files.keys().all(|name| !name.ends_with(".html") || reached.contains(name)), "{reached:?}");
    let sheets: Vec<&String> = files.keys().filter(|name| name.ends_with(".csv")).collect();
    assert!(sheets.len() >= 9, "{sheets:?}");
    for name in sheets {
        assert!(rows(&files[name], name) > 0, "{name} is empty");
    }
    let calendars: Vec<&String> = files.keys().filter(|name| name.ends_with(".ics")).collect();
    assert_eq!(calendars.len(), 2, "{calendars:?}");
    assert!(calendars.iter().map(|name| events(&text(&files[*name]))).sum::<usize>() > 10);
    // Two schools have a word 1 each: an agenda that holds both tells them apart.
    let own = format!(".{}@preau", row(&school, "SELECT coalesce(set_up_at, 0) FROM settings"));
    let all: String = calendars.iter().map(|name| text(&files[*name])).collect();
    assert!(all.lines().filter(|line| line.starts_with("UID:")).all(|line| line.ends_with(&own)), "{all}");
    assert!(text(&files["mots/dates-des-mots.ics"]).contains("DTSTART;VALUE=DATE:20261211\r\n"));
    for wanted in [
        "Öztürk",
        "1111111111A",
        "rue du Secret",
        "Article premier",
        "Le cancre",
        "A signé",
        &format!("originale {agreed}"),
    ] {
        assert!(!holds(&files, wanted).is_empty(), "{wanted}");
    }
    // A photo that families may not be shown stays at school; what is each person's own is theirs to take.
    for foreign in [&*format!("originale {refused}"), "les notes de", "Paul demande", "Tom a oublié", "Le car part"] {
        assert!(holds(&files, foreign).is_empty(), "{foreign} is in {:?}", holds(&files, foreign));
    }
    assert_eq!(row(&school, "SELECT count(*) FROM journal WHERE act = 'ExportSchool'"), 1);
    assert!(letters(&school).iter().any(|(to, subject)| to.starts_with("directrice@") && subject.contains("prêtes")));
}

#[test]
fn whoever_left_is_told_of_by_name_and_what_is_left_out_is_said() {
    let school = lived();
    let lea = school.id("lea");
    school.sql(&format!(
        "UPDATE enrolment SET until_on = '2026-11-10' WHERE pupil = {lea}; UPDATE pupil SET left_on = '2026-11-10' WHERE person = {lea}"
    ));
    let files = school_export(&school);
    let consents = text(&files["autorisations/reponses.csv"]);
    assert!(consents.contains("CM1 (2026-2027)") && consents.contains("Léa Martin"), "{consents}");
    assert!(text(&files["identite/liens.csv"]).contains("Léa Martin"));
    assert!(files.contains_key("identite/groupes.csv"));
    let (first, mut anne) = (text(&files["index.html"]), school.browser("directrice"));
    let page = anne.get("/reglages/emporter");
    for out in ["Les messages, les documents personnels", "Les brouillons", "Le journal"] {
        page.assert_says(out);
        assert!(first.contains(out), "{out}\n{first}");
    }
    // The letter says where it is.
    let told = "SELECT count(*) FROM outbox WHERE text LIKE '%« Emporter toute l’école » dans les réglages%'";
    assert_eq!(row(&school, told), 1);
}

/// Every line has as many cells as the first; a byte-order mark opens it in a spreadsheet.
fn rows(bytes: &[u8], name: &str) -> usize {
    let body = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or_else(|| panic!("{name} has no byte-order mark"));
    let mut read = csv::ReaderBuilder::new().delimiter(b';').flexible(false).from_reader(body);
    let width = read.headers().unwrap().len();
    assert!(width > 1, "{name}");
    read.records()
        .map(|line| line.unwrap_or_else(|error| panic!("{name}: {error}")))
        .filter(|line| line.len() == width)
        .count()
        + 1
}

/// RFC 5545: lines, folding, and what every calendar and event must have. How many events there are.
fn events(text: &str) -> usize {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "3.1: lines end so");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "3.1: 75 octets a line");
    let whole = text.replace("\r\n ", "");
    let lines: Vec<&str> = whole.split("\r\n").filter(|line| !line.is_empty()).collect();
    assert_eq!((lines[0], lines[lines.len() - 1]), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
    for once in ["VERSION:2.0", "PRODID:"] {
        assert_eq!(lines.iter().filter(|line| line.starts_with(once)).count(), 1, "3.6: {once}");
    }
    let (mut count, mut uids) = (0, std::collections::BTreeSet::new());
    for event in whole.split("BEGIN:VEVENT\r\n").skip(1) {
        let event = event.split("END:VEVENT\r\n").next().unwrap();
        let value = |name: &str| {
            let found: Vec<&str> = event.split("\r\n").filter_map(|line| line.strip_prefix(name)).collect();
            assert_eq!(found.len(), 1, "3.6.1: {name} once in\n{event}");
            found[0].to_owned()
        };
        assert!(uids.insert(value("UID:")), "3.8.4.7: a UID is one event's");
        assert!(value("DTSTAMP:").ends_with('Z'));
        let (start, end) = (value("DTSTART;VALUE=DATE:"), value("DTEND;VALUE=DATE:"));
        assert!(start.len() == 8 && end > start, "3.6.1: {start} {end}");
        let title = value("SUMMARY:");
        let bare = title.replace("\\\\", "").replace("\\;", "").replace("\\,", "").replace("\\n", "");
        assert!(!bare.contains([';', ',', '\\']) && !title.is_empty(), "3.3.11: {title}");
        count += 1;
    }
    count
}

#[test]
fn only_the_director_takes_the_school() {
    let school = School::new();
    for who in ["maitre_cm1", "parent_lea", "lea", "mairie", "technicien", "ancienne_directrice"] {
        let got = school.browser(who).get_once("/reglages/emporter").status;
        assert!([403, 404].contains(&got), "{who}: {got}");
        let got = school.browser(who).post_once("/reglages/emporter", &[]).status;
        assert!([403, 404].contains(&got), "{who}: {got}");
    }
    school.visitor().get_once("/reglages/emporter").assert_status(303);
    assert_eq!(row(&school, "SELECT count(*) FROM takeaway"), 0);
    // Made while she directed, it is nobody's once she does no more.
    let files = school_export(&school);
    assert!(!files.is_empty());
    let id = row(&school, "SELECT id FROM takeaway");
    school.sql("UPDATE duty SET until_on = '2026-11-16' WHERE kind = 'director'");
    school.browser("directrice").get_once(&format!("/mes-donnees/{id}/fichier")).assert_status(404);
}

#[test]
fn whoever_lost_the_right_meanwhile_makes_no_export_of_the_school() {
    let school = School::new();
    activate(&school, "directrice");
    school.browser("directrice").post("/reglages/emporter", &[]);
    school.sql("UPDATE duty SET until_on = '2026-11-16' WHERE kind = 'director'");
    make(&school);
    assert_eq!(row(&school, "SELECT count(*) FROM takeaway"), 0);
    assert_eq!(std::fs::read_dir(school.data().join("emporter")).unwrap().count(), 0);
}
