//! What people take away: a family's export holds all that is theirs and nothing of another family, nothing of the other
//! guardian's; the school's reads again as the open formats that it is made of. Each with who is refused.

mod apart;
mod looks;
mod opened;
mod refused;
mod whole;

use crate::{
    blog::activate,
    messages,
    world::{Browser, School},
};
use preau::{base::jobs::System, rooms::privacy::taking, school::consent::Purpose};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

/// The files of an archive, by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

pub fn unpacked(bytes: Vec<u8>) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Files::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        assert!(files.insert(name.clone(), bytes).is_none(), "{name} twice");
    }
    files
}

pub fn make(school: &School) {
    taking::go(&school.house, &System::at_the_console(), &|| false).unwrap();
}

/// Asked for, made, fetched.
pub fn own(school: &School, who: &str) -> Files {
    activate(school, who);
    let mut browser = school.browser(who);
    let asked = browser.get("/mes-donnees").form("Préparer mes données").send(&mut browser);
    asked.assert_status(200).assert_says("Nous préparons le fichier");
    make(school);
    fetched(&mut browser)
}

pub fn fetched(browser: &mut Browser) -> Files {
    let page = browser.get("/mes-donnees");
    page.assert_says("Le fichier est prêt");
    let file = browser.get(&page.link("Télécharger mes données"));
    file.assert_status(200);
    assert_eq!(file.header("content-type"), Some("application/zip"));
    unpacked(file.bytes)
}

/// A year of two families: photos, a signed word, messages, documents, consents; the other parent lives elsewhere.
pub fn lived() -> School {
    let school = School::new();
    school.sql(&format!(
        "UPDATE person SET mobile_phone = '06 39 98 77 01', street = '9 rue du Secret', town = 'Ailleurs' WHERE id = {};
         UPDATE person SET street = '12 rue des Écoles', postcode = '61999', town = 'Saint-Fictif' WHERE id = {};
         UPDATE person SET street = '9 rue du Secret', town = 'Ailleurs' WHERE id = {};
         UPDATE pupil SET second_street = '9 rue du Secret', second_town = 'Ailleurs', ine = '1111111111A' WHERE person = {}",
        school.id("other_parent_lea"),
        school.id("parent_lea"),
        school.id("lea"),
        school.id("lea"),
    ));
    for who in ["parent_lea", "other_parent_lea", "parent_tom", "maitre_cm1", "maitresse_ce1", "directrice"] {
        activate(&school, who);
    }
    school.says("parent_lea", "lea", Purpose::Class, true);
    school.says("other_parent_lea", "lea", Purpose::Class, true);
    signed(&school, "parent_lea");
    signed(&school, "other_parent_lea");
    for (who, text) in [("parent_lea", "Sophie vous répond."), ("other_parent_lea", "Paul demande un rendez-vous.")] {
        let teacher = [messages::person(&school, "maitre_cm1")];
        messages::write(&school, who, &teacher, &format!("Question : {text}"), text);
    }
    let both = ["parent_lea", "other_parent_lea"].map(|who| messages::guardian(&school, who, "lea"));
    messages::write(&school, "maitre_cm1", &both, "La sortie", "Le car part à 9 h.");
    let tom = [messages::guardian(&school, "parent_tom", "tom")];
    messages::write(&school, "maitresse_ce1", &tom, "Pour Tom", "Tom a oublié son cartable.");
    school.put("parent_lea", "/documents/moi", "mes notes.txt", b"les notes de Sophie");
    school.put("other_parent_lea", "/documents/moi", "brouillon.txt", b"les notes de Paul");
    school.put("lea", "/documents/moi", "exposé.txt", "Les volcans, par Léa".as_bytes());
    school.put("directrice", "/documents/ecole", "Règlement n°1.txt", "Article premier".as_bytes());
    school.put("maitre_cm1", &format!("/documents/classe-{}", school.class("CM1")), "poésie.txt", b"Le cancre");
    school.put("directrice", &format!("/documents/classe-{}", school.class("CP")), "tables.txt", b"2 x 2");
    school
}

fn signed(school: &School, who: &str) {
    school.sql(&format!(
        "INSERT INTO liaison_answer (note, pupil, guardian, version, answered_at, how) VALUES (1, {}, {}, 1, {}, 'application')",
        school.id("lea"),
        school.id(who),
        school.house.clock.now().0
    ));
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn holds(files: &Files, wanted: &str) -> Vec<String> {
    let wanted = wanted.as_bytes();
    let has = |bytes: &[u8]| bytes.windows(wanted.len()).any(|found| found == wanted);
    let found = files.iter().filter(|(name, bytes)| has(bytes) || has(name.as_bytes()));
    found.map(|(name, _)| name.clone()).collect()
}

#[test]
fn a_family_takes_all_that_is_theirs_and_nothing_of_another() {
    let school = lived();
    let post = school.post("maitre_cm1", "CM1");
    let (of_lea, of_tom, of_zoe) =
        (school.media(post, "photo"), school.media(post, "photo"), school.media(post, "photo"));
    school.on_it(of_lea, &["lea"]);
    school.on_it(of_tom, &["tom"]);
    school.on_it(of_zoe, &["zoe"]);
    // What a photo was called may be another child's name.
    school.sql("UPDATE media SET name = 'lea-et-tom-ozturk.jpg'");
    let files = own(&school, "parent_lea");
    assert_eq!(holds(&files, "tom-ozturk"), Vec::<String>::new());
    for wanted in [
        "parent_lea@exemple.invalid",
        "12 rue des Écoles",
        "1111111111A",
        "Exerce l’autorité parentale",
        "Réunion de rentrée",
        "Nous vous attendons vendredi",
        "grande image",
        "dans Préau (texte n° 1)",
        "Au jardin",
        &format!("originale {of_lea}"),
        "Sophie vous répond.",
        "Le car part à 9 h.",
        "les notes de Sophie",
        "Article premier",
        "Les volcans, par Léa",
        "Le cancre",
        "J’autorise l’école",
        "A demandé ses données",
    ] {
        assert!(!holds(&files, wanted).is_empty(), "{wanted} is in none of {:?}", files.keys());
    }
    for foreign in [
        // The other guardian: how he is reached, what he said, what is his.
        "other_parent_lea",
        "06 39 98 77 01",
        "rue du Secret",
        "Ailleurs",
        "Paul",
        // Other families, their children, their guardians.
        "Öztürk",
        "Tom",
        "Emre",
        "Nguyễn",
        "Zoé",
        "Bao",
        "João",
        "Da Silva",
        "Inès",
        "Keller",
        "Yvonne",
        "Tilleuls",
        "2 x 2",
        &format!("originale {of_tom}"),
        &format!("originale {of_zoe}"),
        &format!("grande {of_tom}"),
    ] {
        assert!(holds(&files, foreign).is_empty(), "{foreign} is in {:?}", holds(&files, foreign));
    }
    // The other parent's holds his, and nothing of hers.
    let his = own(&school, "other_parent_lea");
    assert!(!holds(&his, "Paul demande un rendez-vous").is_empty() && !holds(&his, "rue du Secret").is_empty());
    for hers in ["parent_lea@exemple", "12 rue des Écoles", "Sophie", "Petit"] {
        let found = holds(&his, hers);
        let is_own_login =
            |name: &String| hers == "parent_lea@exemple" && text(&his[name]).contains("other_parent_lea@exemple");
        assert!(found.iter().all(is_own_login), "{hers} is in {found:?}");
    }
}

#[test]
fn a_colleague_takes_their_own_words_and_no_photo_of_a_pupil() {
    let school = lived();
    let post = school.post("maitre_cm1", "CM1");
    let photo = school.media(post, "photo");
    school.on_it(photo, &["lea"]);
    let files = own(&school, "maitre_cm1");
    for wanted in ["Étienne", "Enseignant·e", "Nous vous attendons vendredi", "Nous avons semé", "Le car part à 9 h."]
    {
        assert!(!holds(&files, wanted).is_empty(), "{wanted}");
    }
    for foreign in ["originale", "Sophie vous répond", "Paul demande", "1111111111A", "rue du Secret", "Le cancre"] {
        assert!(holds(&files, foreign).is_empty(), "{foreign} is in {:?}", holds(&files, foreign));
    }
}
