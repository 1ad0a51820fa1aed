//! The search: each finds what they may see, as people type it, and nothing tells that there is more.

use crate::{
    directory::{browser_of, change, choir, newcomer},
    world::{Reply, School, WORD, row},
};
use preau::{
    base::db::Id,
    door::found,
    school::class::{DutyKind, NewDuty},
};

fn path(query: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", query).finish();
    format!("/recherche?{query}")
}

fn look(school: &School, who: &str, query: &str) -> Reply {
    school.browser(who).get(&path(query))
}

/// The titles of what was found, in order.
fn found(reply: &Reply) -> Vec<String> {
    reply.assert_status(200);
    let html = reply.html();
    html.select(&crate::world::selector(".trouves strong")).map(crate::world::words).collect()
}

#[track_caller]
fn assert_finds(school: &School, who: &str, query: &str, expected: &[&str]) {
    assert_eq!(found(&look(school, who, query)), expected, "{who}: « {query} »");
}

fn write(school: &School, title: &str, text: &str) -> i64 {
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", title).set("texte", text);
    let form = form.set("categorie", "cantine").set("demande", "nothing").set("a_qui", "classes");
    let sent = form.forge("classe", &school.class("CM1").to_string()).send(&mut teacher);
    sent.assert_status(200).path.split('/').nth(2).unwrap().parse().unwrap()
}

#[test]
fn each_finds_the_people_of_their_own_directory() {
    let school = School::new();
    assert_finds(&school, "directrice", "martin", &["Hugo Martin", "Léa Martin", "M. Paul Martin"]);
    assert_finds(&school, "directrice", "Nguyen", &["Zoé Nguyễn", "M. Bao Nguyễn"]);
    assert_finds(&school, "directrice", "oztu", &["Tom Öztürk", "M. Emre Öztürk"]);
    assert_finds(&school, "maitre_cm1", "martin", &["Léa Martin", "M. Paul Martin"]);
    assert_finds(&school, "maitre_cm1", "öztürk", &[]);
    assert_finds(&school, "maitre_cm1", "benali", &["Mme Samia Benali"]);
    assert_finds(&school, "maitresse_ce1", "sophie", &["Mme Sophie Petit"]);
    assert_finds(&school, "atsem", "martin", &[]);
    assert_finds(&school, "parent_lea", "le", &["Léa Martin", "Mme Anne Le Goff"]);
    assert_finds(&school, "parent_lea", "roussel etienne", &["M. Étienne Roussel"]);
    assert_finds(&school, "lea", "rou", &["M. Étienne Roussel"]);
    assert_finds(&school, "mairie", "goff", &["Mme Anne Le Goff"]);
    assert_finds(&school, "mairie", "martin", &[]);
    assert_eq!(look(&school, "technicien", "martin").status, 404);
    assert_eq!(look(&school, "pere_restreint", "zoe").status, 404);
    assert_eq!(school.visitor().get_once("/recherche?q=martin").status, 303);
}

#[test]
fn nobody_finds_the_other_guardian_or_a_child_kept_from_them() {
    let school = School::new();
    for (who, query) in [
        ("parent_lea", "paul"),
        ("parent_lea", "martin paul"),
        ("other_parent_lea", "sophie"),
        ("other_parent_lea", "petit"),
        ("parent_lea", "tom"),
        ("parent_lea", "costa"),
        ("parent_lea", "zoe"),
        ("parent_tom", "lea"),
        ("mere_sans_autorite", "bao"),
        ("mere_sans_autorite", "joao"),
        ("lea", "sophie"),
        ("lea", "zoe"),
    ] {
        let reply = look(&school, who, query);
        assert_eq!(found(&reply), Vec::<String>::new(), "{who}: « {query} »");
        // The same page, to the letter, as for what does not exist at all.
        let absent = look(&school, who, "xyzxyz").body().replace("xyzxyz", query);
        assert_eq!(reply.body(), absent, "{who}: « {query} »");
    }
    assert_finds(&school, "mere_sans_autorite", "zoe", &["Zoé Nguyễn"]);
    let flagged = look(&school, "maitre_cm1", "silva");
    flagged.assert_says("M. João Da Silva").assert_says("Ne pas informer").assert_silent_on("tel:");
}

#[test]
fn a_substitute_finds_within_her_dates() {
    let school = School::new();
    for (day, is_there) in [
        ("2026-09-20", false),
        ("2026-10-06", true),
        ("2026-10-20", false),
        ("2026-12-02", true),
        ("2026-12-14", false),
    ] {
        school.at(&format!("{day} 08:30"));
        let reply = look(&school, "remplacante", "martin");
        if is_there {
            assert_eq!(found(&reply), ["Léa Martin", "M. Paul Martin"], "{day}");
        } else {
            assert_eq!(reply.status, 404, "{day}");
        }
        let seen = found(&look(&school, "parent_lea", "fontaine"));
        assert_eq!(seen == ["Mme Claire Fontaine"], is_there, "{day}: {seen:?}");
    }
}

#[test]
fn groups_and_those_in_them_are_found_by_who_leads_them() {
    let school = School::new();
    let team = choir(&school, "maitresse_ce1", &["lea"]);
    assert_finds(&school, "maitresse_ce1", "coeurs", &["Chorale des cœurs"]);
    assert_finds(&school, "directrice", "chorale", &["Chorale", "Chorale des cœurs"]);
    for who in ["maitre_cm1", "parent_lea", "lea", "mairie"] {
        assert_finds(&school, who, "coeurs", &[]);
    }
    let lea = look(&school, "maitresse_ce1", "lea");
    assert_eq!(found(&lea), ["Léa Martin"]);
    assert!(lea.body().contains(&format!("/annuaire/groupes/{team}\"")), "only by the group's names");
    let aesh = newcomer(&school, "Diallo", "Fanta", |duty| NewDuty {
        kind: DutyKind::Aesh,
        pupil: Some(Id::new(school.id("lea"))),
        ..duty
    });
    let mut fanta = browser_of(&school, aesh);
    assert_eq!(found(&fanta.get(&path("martin"))), ["Léa Martin"]);
    assert_eq!(found(&fanta.get(&path("petit"))), Vec::<String>::new());
}

#[test]
fn words_are_found_as_people_type_them() {
    let school = School::new();
    write(&school, "La cantine de tout cœur", "Chaque élève apporte une serviette. Les places sont réservées.");
    for query in [
        "cantines",
        "coeur",
        "cœur",
        "CŒUR",
        "eleve",
        "élèves",
        "serv",
        "reserve",
        "la cantine de l’élève",
        "cantine -serviette",
    ] {
        assert_finds(&school, "parent_lea", query, &["La cantine de tout cœur"]);
    }
    let reply = look(&school, "parent_lea", "eleves");
    assert!(reply.body().contains("<mark>élève</mark>"), "{}", reply.body());
    for query in ["piscine", "antine", "cantine piscine"] {
        assert_finds(&school, "parent_lea", query, &[]);
    }
    assert_finds(&school, "other_parent_lea", "cantine", &["La cantine de tout cœur"]);
    assert_finds(&school, "lea", "cantine", &["La cantine de tout cœur"]);
    assert_finds(&school, "directrice", "cantine", &["La cantine de tout cœur"]);
    for who in ["parent_tom", "maitresse_ce1", "atsem", "mairie", "tom"] {
        assert_finds(&school, who, "cantine", &[]);
    }
}

#[test]
fn a_word_is_found_by_what_its_slip_asks() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/cahier-de-liaison/nouveau").form("Envoyer").set("titre", "La ferme");
    let form = form.set("texte", "Bonjour.").set("categorie", "sortie").set("demande", "one").set("a_qui", "classes");
    let form = form.forge("classe", &school.class("CM1").to_string());
    let form = form.forge("q1_intitule", "Apportera-t-il un casque de vélo").forge("q1_sorte", "yes_no");
    form.send(&mut teacher).assert_status(200);
    for who in ["parent_lea", "other_parent_lea", "maitre_cm1", "directrice"] {
        assert_finds(&school, who, "casques", &["La ferme"]);
    }
    assert!(look(&school, "parent_lea", "casque").body().contains("<mark>casque</mark>"));
    for who in ["parent_tom", "maitresse_ce1"] {
        assert_finds(&school, who, "casque", &[]);
    }
    // An index built anew knows it too.
    let note = row(&school, "SELECT max(id) FROM liaison_note");
    change(&school, &format!("DELETE FROM liaison_search WHERE rowid = {note}"));
    assert_finds(&school, "parent_lea", "casque", &[]);
    found::put_in_order(&school.house).unwrap();
    assert_finds(&school, "parent_lea", "casque", &["La ferme"]);
    // Corrected, it still asks the same.
    let form = teacher.get(&format!("/cahier-de-liaison/{note}/corriger")).form("Corriger le mot");
    form.set("texte", "Bonsoir.").send(&mut teacher).assert_status(200);
    assert_finds(&school, "parent_lea", "casque bonsoir", &["La ferme"]);
}

#[test]
fn what_was_corrected_or_withdrawn_is_found_no_more() {
    let school = School::new();
    assert_finds(&school, "parent_lea", "vendredi", &["Réunion de rentrée"]);
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get(&format!("/cahier-de-liaison/{WORD}/corriger")).form("Corriger le mot");
    form.set("texte", "Nous vous attendons samedi.").send(&mut teacher).assert_status(200);
    assert_finds(&school, "parent_lea", "vendredi", &[]);
    assert_finds(&school, "parent_lea", "samedi", &["Réunion de rentrée"]);
    let asked = teacher.get(&format!("/cahier-de-liaison/{WORD}/retirer"));
    asked.form("Retirer le mot").send(&mut teacher).assert_status(200);
    for who in ["parent_lea", "lea", "maitre_cm1", "directrice"] {
        assert_finds(&school, who, "samedi", &[]);
    }
    assert_eq!(found::out_of_order(&school.house).unwrap(), Vec::<&str>::new());
}

#[test]
fn a_new_name_is_found_and_the_old_one_is_not() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let form = anne.get(&format!("/ecole/eleves/{}/modifier", school.id("tom"))).form("Enregistrer");
    form.set("nom", "Lœuillet").send(&mut anne).assert_status(200);
    assert_finds(&school, "directrice", "loeuil", &["Tom Lœuillet"]);
    assert_finds(&school, "directrice", "tom öztürk", &[]);
    change(&school, &format!("UPDATE pupil SET left_on = '2026-11-10' WHERE person = {}", school.id("tom")));
    assert_finds(&school, "directrice", "loeuil", &[]);
    assert_finds(&school, "directrice", "emre", &[]);
    let names = "SELECT count(*) FROM person_search JOIN person_named ON id = person_search.rowid WHERE person_search.names IS person_named.names";
    assert_eq!(row(&school, names), row(&school, "SELECT count(*) FROM person"));
}

#[test]
fn whatever_is_typed_is_answered() {
    let school = School::new();
    let long = "é".repeat(10_000);
    for who in ["directrice", "parent_lea", "lea"] {
        for query in [
            "", "\"", "*", "-", "NEAR(", "NEAR/2", "a AND", "OR", "NOT", "folded:x", "{}", "^", "'; --", "<script>",
            "%", "\0", "a", &long,
        ] {
            let reply = look(&school, who, query);
            assert!([200, 414].contains(&reply.status), "{who} « {query} »: {}", reply.status);
            reply.assert_silent_on("<script>");
            assert_eq!(crate::laws::html::faults(&reply), Vec::<String>::new(), "{query}");
        }
    }
    look(&school, "parent_lea", "a").assert_says("au moins deux lettres");
    look(&school, "parent_lea", "<b>xyz").assert_says("Rien pour « <b>xyz »");
}

#[test]
fn an_index_that_lost_its_way_is_told_and_built_anew() {
    let school = School::new();
    change(&school, "DELETE FROM liaison_search WHERE rowid = 1");
    assert_finds(&school, "parent_lea", "vendredi", &[]);
    assert_eq!(found::out_of_order(&school.house).unwrap(), ["words"]);
    found::put_in_order(&school.house).unwrap();
    assert_finds(&school, "parent_lea", "vendredi", &["Réunion de rentrée"]);
    change(&school, "UPDATE search_shelf SET version = 0");
    assert_eq!(found::out_of_order(&school.house).unwrap(), ["words", "posts", "messages"]);
    found::put_in_order(&school.house).unwrap();
    assert_eq!(found::out_of_order(&school.house).unwrap(), Vec::<&str>::new());
}

#[test]
fn twenty_are_shown_and_more_are_told() {
    let school = School::new();
    for number in 0..22 {
        write(&school, &format!("Sortie {number}"), "À la ferme.");
    }
    let reply = look(&school, "parent_lea", "ferme");
    assert_eq!(found(&reply).len(), 20);
    assert_eq!(found(&reply)[0], "Sortie 21");
    reply.assert_says("Il y en a d’autres");
    // The other class's search does not run into them.
    assert_finds(&school, "parent_tom", "ferme", &[]);
}

#[test]
fn who_helps_finds_what_all_were_told_and_no_word_to_one_family() {
    let school = School::new();
    write(&school, "Sortie à la ferme", "Prévoir des bottes.");
    let mut anne = school.browser("directrice");
    let page = anne.get("/cahier-de-liaison/nouveau");
    let form =
        page.form("Envoyer").set("titre", "Entre nous").set("texte", "Les bottes de Léa.").set("categorie", "sante");
    let form = form.set("demande", "nothing").set("a_qui", "eleves").tick("eleve", &school.id("lea").to_string());
    form.send(&mut anne).assert_status(200);
    assert_finds(&school, "parent_lea", "bottes", &["Entre nous", "Sortie à la ferme"]);
    assert_finds(&school, "aesh", "bottes", &["Sortie à la ferme"]);
    assert_finds(&school, "atsem", "bottes", &[]);
    change(&school, &format!("UPDATE duty SET class = {} WHERE person = {}", school.class("CM1"), school.id("atsem")));
    assert_finds(&school, "atsem", "bottes", &["Sortie à la ferme"]);
    change(&school, &format!("UPDATE duty SET until_on = '2026-11-16' WHERE person = {}", school.id("aesh")));
    assert_eq!(look(&school, "aesh", "bottes").status, 404);
}

#[test]
fn large_families_hide_no_guardian() {
    let school = School::new();
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    for number in 0..12 {
        let name = format!("Zzz{number:02}");
        let sql = "INSERT INTO person (last_name, first_name, sort_key, made_at) VALUES ('Aubry', ?1, 'aubry ' || lower(?1), 0)";
        file.execute(sql, [&name]).unwrap();
        let person = file.last_insert_rowid();
        for child in ["lea", "zoe"] {
            let sql = "INSERT INTO guardianship (pupil, guardian, authority) VALUES (?1, ?2, 'exercises')";
            file.execute(sql, [school.id(child), person]).unwrap();
        }
    }
    let found = found(&look(&school, "maitre_cm1", "aubry"));
    assert_eq!(found.len(), 12, "{found:?}");
}
