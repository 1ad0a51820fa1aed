//! Lists on paper: what each sheet says, what it never says, and who may print it.

use crate::world::{Browser, Reply, School};
use std::{io::Write, process::Command};

/// The sheet's text, as a reader would have it.
fn text(pdf: &Reply) -> String {
    assert_eq!(pdf.header("content-type"), Some("application/pdf"), "{}", pdf.text());
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&pdf.bytes).unwrap();
    let read = Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output();
    String::from_utf8(read.expect("pdftotext (poppler-utils) reads the sheets").stdout).unwrap()
}

fn print(browser: &mut Browser, page: &str, fields: &[(&str, &str)]) -> Reply {
    let form = browser.get(page).form("Faire le PDF");
    fields.iter().fold(form, |form, (name, value)| form.set(name, value)).send(browser)
}

fn of(school: &School, class: &str) -> String {
    format!("/classes/{}/imprimer", school.class(class))
}

fn sql(school: &School, statement: &str) {
    rusqlite::Connection::open(school.house.db.path()).unwrap().execute_batch(statement).unwrap();
}

/// Everyone has the same telephone in this school: give whom a judge keeps away, and the aunt, another one.
fn with_secrets(school: &School) {
    for (who, phone) in
        [("pere_retire", "06 66 66 66 66"), ("pere_restreint", "06 66 66 66 66"), ("tante", "06 77 77 77 77")]
    {
        let id = school.id(who);
        sql(school, &format!("UPDATE person SET mobile_phone = '{phone}', street = '13 rue Cachée' WHERE id = {id}"));
    }
    let mother = school.id("mere_sans_autorite");
    sql(school, &format!("UPDATE person SET street = '2 rue Haute', town = 'Saint-Fictif' WHERE id = {mother}"));
}

#[test]
fn a_teacher_prints_the_list_of_her_own_class() {
    let school = School::new();
    let mut etienne = school.browser("maitre_cm1");
    let to = etienne.get(&format!("/classes/{}", school.class("CM1"))).link("Imprimer");
    assert_eq!(to, of(&school, "CM1"));
    let reply = print(&mut etienne, &to, &[("quoi", "liste"), ("cases", "3")]);
    assert!(reply.header("content-disposition").unwrap().contains("liste-cm1.pdf"));
    let sheet = text(&reply);
    for wanted in [
        "CM1",
        "Martin Léa",
        "Nguyễn Zoé",
        "05/05/2017",
        "2 élèves",
        "page 1 sur 1",
        "à garder sous clé",
        "17 novembre 2026",
    ] {
        assert!(sheet.contains(wanted), "{wanted} is not on:\n{sheet}");
    }
    assert!(!sheet.contains("Tom"), "{sheet}");
    assert!(!sheet.contains("Petit"), "no adult on a class list: {sheet}");
}

#[test]
fn addresses_never_tell_where_a_barred_adult_lives() {
    let school = School::new();
    with_secrets(&school);
    let mut etienne = school.browser("maitre_cm1");
    let sheet = text(&print(&mut etienne, &of(&school, "CM1"), &[("quoi", "adresses")]));
    assert!(sheet.contains("2 rue Haute") && sheet.contains("ne signe pas"), "{sheet}");
    assert_eq!(sheet.matches("NE PAS INFORMER").count(), 2, "one withdrawn, one restricted: {sheet}");
    assert!(sheet.contains("Bao") && sheet.contains("João"), "{sheet}");
    for secret in ["66 66", "Cachée", "@exemple"] {
        assert!(!sheet.contains(secret), "{secret} is on:\n{sheet}");
    }
    // The aunt does not come for Zoé unless the director says so; then she is there, and told nothing.
    assert!(sheet.contains("Rosa"), "she may pick her up by default: {sheet}");
    sql(&school, &format!("UPDATE guardianship SET may_pick_up = 0 WHERE guardian = {}", school.id("tante")));
    let sheet = text(&print(&mut etienne, &of(&school, "CM1"), &[("quoi", "adresses")]));
    assert!(!sheet.contains("Rosa"), "{sheet}");
}

#[test]
fn whom_to_call_stands_in_order_and_says_who_comes() {
    let school = School::new();
    with_secrets(&school);
    let (lea, sophie, paul) = (school.id("lea"), school.id("parent_lea"), school.id("other_parent_lea"));
    sql(
        &school,
        &format!(
            "UPDATE guardianship SET emergency_rank = 1, may_pick_up = 0 WHERE pupil = {lea} AND guardian = {paul};
        UPDATE guardianship SET emergency_rank = 2 WHERE pupil = {lea} AND guardian = {sophie};
        UPDATE guardianship SET emergency_rank = 1 WHERE guardian = {};",
            school.id("pere_retire")
        ),
    );
    let mut etienne = school.browser("maitre_cm1");
    let sheet = text(&print(&mut etienne, &of(&school, "CM1"), &[("quoi", "urgences")]));
    assert!(sheet.find("Paul").unwrap() < sheet.find("Sophie").unwrap(), "{sheet}");
    assert!(sheet.contains("1er") && sheet.contains("Non"), "{sheet}");
    assert!(sheet.find("Inès").unwrap() < sheet.find("Bao").unwrap(), "who must be kept away comes last: {sheet}");
    assert!(sheet.contains("NE PAS APPELER"), "{sheet}");
    assert!(sheet.contains("77 77 77 77"), "the aunt comes and is called: {sheet}");
    sql(&school, &format!("UPDATE guardianship SET may_pick_up = 0 WHERE guardian = {}", school.id("tante")));
    let sheet = text(&print(&mut etienne, &of(&school, "CM1"), &[("quoi", "urgences")]));
    assert!(!sheet.contains("66") && !sheet.contains("77"), "{sheet}");
}

#[test]
fn the_director_prints_the_whole_school_and_a_group() {
    let school = School::new();
    sql(&school, &format!("INSERT INTO pupil_group (id, name, sort_key, from_on, until_on) VALUES (7, 'Chorale', 'chorale', '2026-09-01', '2027-07-03');
        INSERT INTO pupil_group_member (team, pupil) VALUES (7, {}), (7, {});
        UPDATE person SET first_name = 'Łukasz', last_name = 'Şahin' WHERE id = {};", school.id("lea"), school.id("tom"), school.id("tom")));
    let mut anne = school.browser("directrice");
    let page = "/ecole/imprimer";
    let all = text(&print(&mut anne, page, &[("quoi", "liste"), ("pour", "ecole")]));
    assert_eq!(all.matches("page 1 sur 1").count(), 2, "a page a class, none for the empty one: {all}");
    assert!(all.contains("Şahin Łukasz") && all.contains("Martin Léa"), "{all}");
    let choir = text(&print(&mut anne, page, &[("quoi", "liste"), ("pour", "groupe-7")]));
    assert!(
        choir.contains("Chorale") && choir.contains("CE1") && choir.contains("CM1") && !choir.contains("Zoé"),
        "{choir}"
    );
    let badges = text(&print(&mut anne, page, &[("quoi", "badges"), ("badges_par_page", "10"), ("pour", "groupe-7")]));
    assert!(badges.contains("Łukasz") && badges.contains("Léa") && !badges.contains("Martin"), "{badges}");
    let refused = anne.post_once(page, &[("quoi", "adresses"), ("pour", "groupe-7")]);
    refused.assert_status(422).assert_says("classe par classe");
    let empty = format!("classe-{}", school.class("CP"));
    anne.post_once(page, &[("quoi", "liste"), ("pour", &empty)]).assert_status(422).assert_says("aucun élève");
    assert_eq!(anne.post_once(page, &[("quoi", "liste"), ("pour", "classe-999999")]).status, 404);
}

#[test]
fn a_list_of_several_pages_repeats_its_head() {
    let school = School::new();
    let class = school.class("CE1");
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    for at in 0..70 {
        file.execute("INSERT INTO person (last_name, first_name, sort_key, made_at) VALUES ('De La Rochefoucauld-Montmorency', 'Marie-Charlotte', ?1, 0)", [format!("z{at}")]).unwrap();
        let id = file.last_insert_rowid();
        file.execute("INSERT INTO pupil (person) VALUES (?1)", [id]).unwrap();
        file.execute(
            "INSERT INTO enrolment (pupil, class, grade, from_on) VALUES (?1, ?2, 'CE1', '2026-09-01')",
            [id, class],
        )
        .unwrap();
    }
    let mut anne = school.browser("directrice");
    let sheet = text(&print(&mut anne, &of(&school, "CE1"), &[("quoi", "liste"), ("cases", "12")]));
    let pages = sheet.matches("Nom et prénom").count();
    assert!(pages >= 3 && sheet.contains(&format!("page {pages} sur {pages}")), "{sheet}");
    assert_eq!(sheet.matches("à garder sous clé").count(), pages);
}

#[test]
fn who_leads_a_group_prints_its_badges_and_nothing_else() {
    let school = School::new();
    let group = school.people.group("Chorale");
    let mut awa = school.browser("animatrice");
    let page = awa.get(&format!("/groupes/{group}")).link("Badges");
    assert_eq!(page, format!("/groupes/{group}/imprimer"));
    let reply = print(&mut awa, &page, &[("badges_par_page", "10")]);
    assert!(reply.header("content-disposition").unwrap().contains("badges-chorale.pdf"));
    let badges = text(&reply);
    assert!(badges.contains("Léa") && badges.contains("CM1") && badges.contains("Tom"), "{badges}");
    assert!(!badges.contains("Martin") && !badges.contains("2017"), "{badges}");
    // What the sheets of a class hold is not to be had by naming it.
    let forged = awa.post_once(&page, &[("quoi", "urgences"), ("pour", "ecole")]);
    assert!(!text(&forged).contains("06"), "{}", text(&forged));
    assert_eq!(crate::world::row(&school, "SELECT count(*) FROM journal WHERE act = 'PrintBadges'"), 2);
    for who in ["maitre_cm1", "maitresse_ce1", "atsem", "aesh", "parent_lea", "lea", "mairie", "visiteur"] {
        let mut other = school.browser(who);
        for reply in [other.get_once(&page), other.post_once(&page, &[])] {
            assert!(matches!(reply.status, 303 | 403 | 404), "{who}: {}", reply.status);
            assert_ne!(reply.header("content-type"), Some("application/pdf"), "{who}");
        }
    }
    sql(&school, &format!("DELETE FROM pupil_group_member WHERE team = {group}"));
    awa.get(&format!("/groupes/{group}")).assert_silent_on("Badges");
    awa.post_once(&page, &[]).assert_status(422).assert_says("aucun élève");
}

#[test]
fn each_print_is_in_the_journal_and_none_is_kept() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    print(&mut anne, &of(&school, "CM1"), &[("quoi", "urgences")]);
    let printed = "SELECT count(*) FROM journal WHERE act = 'PrintClass' AND by IS NOT NULL";
    assert_eq!(crate::world::row(&school, printed), 1);
    assert_eq!(crate::world::row(&school, "SELECT count(*) FROM file WHERE media_type = 'application/pdf'"), 0);
}

#[test]
fn nobody_prints_another_class() {
    let school = School::new();
    let (cm1, ce1) = (of(&school, "CM1"), of(&school, "CE1"));
    let refused = |who: &str, path: &str| {
        let mut other = school.browser(who);
        for reply in [other.get_once(path), other.post_once(path, &[("quoi", "adresses")])] {
            assert!(matches!(reply.status, 303 | 403 | 404), "{who} at {path}: {}", reply.status);
            assert_ne!(reply.header("content-type"), Some("application/pdf"));
        }
    };
    for who in [
        "maitresse_ce1",
        "remplacante",
        "atsem",
        "aesh",
        "parent_lea",
        "other_parent_lea",
        "pere_retire",
        "lea",
        "mairie",
        "technicien",
        "visiteur",
    ] {
        refused(who, &cm1);
        refused(who, "/ecole/imprimer");
    }
    refused("maitre_cm1", &ce1);
    refused("maitre_cm1", "/ecole/imprimer");
    // A substitute prints within her dates, and not a day longer.
    school.at("2026-12-01 08:30");
    text(&print(&mut school.browser("remplacante"), &cm1, &[("quoi", "urgences")]));
    school.at("2026-12-12 08:30");
    refused("remplacante", &cm1);
}
