//! Documents as people meet them: who finds which space, what becomes of files.

mod bound;
mod casier;
mod cited;
mod given;
mod harm;
mod many;

use crate::world::{PERSONAS, School, row};
use preau::{
    base::{db::Id, error::Error},
    school::{
        document::{
            Key, Space,
            policy::{EnterSpace, HandIn, KeepSpace, OpenCasier, ReadSpace, ShareSpace},
        },
        permit::{self, Resource, Rule},
        viewer::{self, Viewer},
    },
};

fn space(school: &School, class: &str) -> String {
    format!("classe-{}", school.class(class))
}

fn page(space: &str) -> String {
    format!("/documents/{space}")
}

fn file(id: i64) -> String {
    format!("/documents/fichiers/{id}")
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|found| found == wanted)
}

/// Each rule for each person, and what each grant adds: read as a diff.
#[test]
fn spaces_are_for_whom_the_table_says() {
    let school = School::new();
    let mut table = String::from(
        "# what each person may do in each space: e(nter) r(ead) k(eep) s(hare), o(pen the casier), h(and in)\n",
    );
    told(&school, &mut table);
    let class = school.class("CM1");
    for (profile, gives) in
        [("aides", "write"), ("families", "write"), ("pupils", "write"), ("staff", "read"), ("staff", "write")]
    {
        school.sql("DELETE FROM document_grant");
        school.sql(&format!(
            "INSERT INTO document_grant (space, owner, profile, gives, given_at) VALUES ('class', {class}, '{profile}', '{gives}', 0)"
        ));
        table.push_str(&format!("# with {gives} of CM1 given to {profile}\n"));
        told_of(&school, "classe CM1", Key::Of(Space::Class(Id::new(class))), &mut table);
    }
    // What cannot be given is not, whatever a row says.
    school.sql("DELETE FROM document_grant");
    for (space, owner) in [("staff", 0), ("hand_in", class), ("own", school.id("directrice"))] {
        for profile in ["families", "pupils", "aides", "staff"] {
            school.sql(&format!(
                "INSERT INTO document_grant (space, owner, profile, gives, given_at) VALUES ('{space}', {owner}, '{profile}', 'write', 0)"
            ));
        }
    }
    table.push_str("# with rows that give what cannot be given\n");
    told_of(&school, "équipe", Key::Of(Space::Staff), &mut table);
    told_of(&school, "casier CM1", Key::Of(Space::HandIn(Id::new(class))), &mut table);
    crate::laws::assert_golden("spaces.txt", &table);
}

fn told(school: &School, table: &mut String) {
    for (name, key) in [
        ("moi", Key::Mine),
        ("classe CM1", Key::Of(Space::Class(Id::new(school.class("CM1"))))),
        ("classe CE1", Key::Of(Space::Class(Id::new(school.class("CE1"))))),
        ("équipe", Key::Of(Space::Staff)),
        ("école", Key::Of(Space::School)),
        ("casier CM1", Key::Of(Space::HandIn(Id::new(school.class("CM1"))))),
    ] {
        told_of(school, name, key, table);
    }
}

fn told_of(school: &School, name: &str, key: Key, table: &mut String) {
    let tx = school.house.db.read().unwrap();
    let mut by_rights: std::collections::BTreeMap<String, Vec<&str>> = Default::default();
    for who in PERSONAS.iter().filter(|who| **who != "visiteur") {
        let account = Id::new(school.people.account(who));
        let Some(viewer) = viewer::store::viewer(&tx, account, school.today()).unwrap() else { continue };
        let mut rights = String::new();
        let mut may = |sign: char, has: bool| rights.push_str(&if has { sign.to_string() } else { String::new() });
        may('e', has::<EnterSpace>(&tx, &viewer, key));
        may('r', has::<ReadSpace>(&tx, &viewer, key));
        may('k', has::<KeepSpace>(&tx, &viewer, key));
        may('s', has::<ShareSpace>(&tx, &viewer, key));
        if let Key::Of(Space::HandIn(class)) = key {
            may('o', has::<OpenCasier>(&tx, &viewer, class));
            may('h', has::<HandIn>(&tx, &viewer, (class, Id::new(school.id("lea")))));
        }
        by_rights.entry(if rights.is_empty() { "-".into() } else { rights }).or_default().push(who);
    }
    table.push_str(&format!("{name}\n"));
    for (rights, who) in by_rights {
        table.push_str(&format!("    {rights}: {}\n", who.join(", ")));
    }
}

fn has<R: Rule>(rx: &preau::base::db::Rx, viewer: &Viewer, key: <R::On as Resource>::Key) -> bool {
    match permit::admit::<R>(rx, viewer, key) {
        Ok(_) => true,
        Err(Error::NotFound | Error::Forbidden) => false,
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn a_class_reads_what_its_teacher_puts_there_and_nobody_else() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let id = school.put("maitre_cm1", &page(&cm1), "Poésie.txt", "Les sanglots longs".as_bytes());
    for who in ["directrice", "maitre_cm1", "parent_lea", "other_parent_lea", "lea", "atsem"] {
        let mut browser = school.browser(who);
        if browser.get(&page(&cm1)).status == 404 {
            assert_eq!(who, "atsem", "helps in another class");
            continue;
        }
        browser.get(&page(&cm1)).assert_status(200).assert_says("Poésie.txt");
        browser.get(&file(id)).assert_status(200).assert_says("Les sanglots longs");
        let got = browser.get(&format!("{}/telecharger", file(id)));
        assert_eq!((got.status, got.bytes.as_slice()), (200, "Les sanglots longs".as_bytes()), "{who}");
    }
    for who in
        ["maitresse_ce1", "parent_tom", "tom", "pere_retire", "remplacante_partie", "ancienne_directrice", "mairie"]
    {
        let mut browser = school.browser(who);
        for path in [page(&cm1), file(id), format!("{}/telecharger", file(id)), format!("/documents/{cm1}/archive")] {
            browser.get_once(&path).assert_status(404);
        }
        browser.get("/documents?q=po%C3%A9sie").assert_silent_on("Poésie.txt");
    }
    // Who reads does not write.
    for who in ["parent_lea", "lea"] {
        let mut browser = school.browser(who);
        for (path, sent) in [
            (format!("/documents/{cm1}/nouveau-dossier"), vec![("nom", "x")]),
            (format!("/documents/{cm1}/jeter"), vec![("choix", "1")]),
            (format!("/documents/{cm1}/deplacer"), vec![("choix", "1"), ("vers", "moi")]),
            (format!("{}/renommer", file(id)), vec![("nom", "x")]),
            (format!("/documents/{cm1}/droits"), vec![("families", "write")]),
        ] {
            browser.post_once(&path, &sent).assert_status(403);
        }
        assert!(browser.get(&page(&cm1)).body().find("Nouveau dossier").is_none());
    }
    // What one keeps for oneself is nobody else's, the director's neither.
    let own = school.put("maitre_cm1", "/documents/moi", "Notes.txt", b"a");
    for who in ["directrice", "maitresse_ce1", "parent_lea"] {
        school.browser(who).get_once(&file(own)).assert_status(404);
    }
    school.browser("parent_lea").get("/documents?q=poesie").assert_says("Poésie");
    school.browser("parent_lea").get("/recherche?q=poesie").assert_says("Poésie");
}

#[test]
fn rights_are_given_in_one_sentence_and_taken_back() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let mut teacher = school.browser("maitre_cm1");
    teacher
        .get(&page(&cm1))
        .assert_says("les enseignants de la classe et la direction y rangent".replace("les", "Les").as_str());
    school
        .browser("lea")
        .post_once(&format!("/documents/{cm1}/nouveau-dossier"), &[("nom", "Exposés")])
        .assert_status(403);
    teacher
        .post(&format!("/documents/{cm1}/droits"), &[("pupils", "write"), ("staff", "read")])
        .assert_says("les élèves y rangent");
    school.browser("lea").post(&format!("/documents/{cm1}/nouveau-dossier"), &[("nom", "Exposés")]).assert_status(200);
    school.browser("maitresse_ce1").get(&page(&cm1)).assert_status(200).assert_says("Exposés");
    school
        .browser("parent_lea")
        .post_once(&format!("/documents/{cm1}/nouveau-dossier"), &[("nom", "x")])
        .assert_status(403);
    teacher.post(&format!("/documents/{cm1}/droits"), &[("pupils", ""), ("staff", "")]).assert_status(200);
    school.browser("lea").post_once(&format!("/documents/{cm1}/nouveau-dossier"), &[("nom", "y")]).assert_status(403);
    school.browser("maitresse_ce1").get_once(&page(&cm1)).assert_status(404);
}

#[test]
fn folders_are_made_moved_and_never_put_into_themselves() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let who = "maitre_cm1";
    let outer = school.folder(who, &cm1, None, "Sorties");
    let inner = school.folder(who, &cm1, Some(outer), "Musée");
    let id = school.put(who, &format!("/documents/{cm1}/dossiers/{inner}"), "plan.txt", b"a gauche");
    let mut browser = school.browser(who);
    let name = |id: i64| row_text(&school, &format!("SELECT name FROM document WHERE id = {id}"));
    // The same name by another case is the same name.
    browser
        .post(&format!("/documents/{cm1}/nouveau-dossier"), &[("nom", "SORTIES")])
        .assert_status(422)
        .assert_says("déjà pris");
    let move_to = |browser: &mut crate::world::Browser, id: i64, to: &str, folder: &str| {
        let id = id.to_string();
        browser.post(
            &format!("/documents/{cm1}/deplacer"),
            &[("choix", &id), ("vers", to), ("dossier", folder), ("geste", "deplacer")],
        )
    };
    move_to(&mut browser, outer, &cm1, &inner.to_string()).assert_status(422).assert_says("dans lui-même");
    move_to(&mut browser, outer, &cm1, &outer.to_string()).assert_status(422);
    move_to(&mut browser, outer, "moi", "").assert_status(200).assert_says("Sorties");
    school.browser("parent_lea").get_once(&file(id)).assert_status(404);
    school.browser("directrice").get_once(&file(id)).assert_status(404);
    assert_eq!(row(&school, &format!("SELECT owner FROM document WHERE id = {id}")), school.id(who));
    // Not into a space that is only read, nor one that is not one's own.
    let ours = school.put(who, &page(&cm1), "a.txt", b"a");
    move_to(&mut browser, ours, "ecole", "").assert_status(403);
    move_to(&mut browser, ours, &space(&school, "CE1"), "").assert_status(404);
    move_to(&mut browser, ours, &format!("casier-{}", school.class("CM1")), "").assert_status(403);
    // A folder of another space under the name of this one is not found.
    move_to(&mut browser, ours, &cm1, &outer.to_string()).assert_status(404);
    // A copy stands by itself; a taken name gets a number.
    let id_text = ours.to_string();
    browser
        .post(&format!("/documents/{cm1}/deplacer"), &[("choix", &id_text), ("vers", &cm1), ("geste", "copier")])
        .assert_says("a (2).txt");
    browser.get("/documents/equipe").assert_status(200);
    // Forty folders deep, and no further.
    let mut at = None;
    for depth in 1..=40 {
        at = Some(school.folder(who, &cm1, at, &format!("niveau {depth}")));
    }
    let deepest = at.unwrap().to_string();
    browser.post(&format!("/documents/{cm1}/nouveau-dossier"), &[("nom", "x"), ("dans", &deepest)]).assert_status(422);
    let other = school.folder(who, &cm1, None, "Autre");
    move_to(&mut browser, other, &cm1, &deepest).assert_status(422).assert_says("plus loin");
    browser.get(&format!("/documents/{cm1}/dossiers/{deepest}")).assert_status(200);
    assert_eq!(name(outer), "Sorties");
}

#[test]
fn what_is_thrown_away_comes_back_to_its_place_or_goes_for_good() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let who = "maitre_cm1";
    let folder = school.folder(who, &cm1, None, "Sorties");
    let id = school.put(who, &format!("/documents/{cm1}/dossiers/{folder}"), "plan.txt", b"unique au monde");
    let mut browser = school.browser(who);
    let bin = |browser: &mut crate::world::Browser, id: i64| {
        browser.post(&format!("/documents/{cm1}/jeter"), &[("choix", &id.to_string())])
    };
    bin(&mut browser, id).assert_says("30 jours");
    for one in [who, "parent_lea", "directrice"] {
        school.browser(one).get_once(&file(id)).assert_status(404);
        school.browser(one).get_once(&format!("{}/telecharger", file(id))).assert_status(404);
    }
    bin(&mut browser, folder);
    school.browser("parent_lea").get_once(&format!("/documents/{cm1}/corbeille")).assert_status(403);
    browser.get(&format!("/documents/{cm1}/corbeille")).assert_says("plan.txt").assert_says("Sorties");
    // Its folder is in the bin too: it is made again.
    browser.post(&format!("/documents/{cm1}/corbeille/{id}/remettre"), &[]).assert_says("remis à sa place");
    school.browser("parent_lea").get(&page(&cm1)).assert_says("Sorties");
    school.browser("parent_lea").get(&file(id)).assert_status(200).assert_says("unique au monde");
    // A word refers to it: asked once more.
    school.sql(&format!("INSERT INTO document_use (document, thing, thing_id, used_at) VALUES ({id}, 'note', 1, 0)"));
    bin(&mut browser, id).assert_status(422).assert_says("mot du cahier");
    browser.post(&format!("/documents/{cm1}/jeter"), &[("choix", &id.to_string()), ("sur", "oui")]).assert_status(200);
    school.browser("lea").post_once(&format!("/documents/{cm1}/corbeille/vider"), &[]).assert_status(403);
    browser.post(&format!("/documents/{cm1}/corbeille/vider"), &[]).assert_says("vide");
    assert_eq!(row(&school, &format!("SELECT count(*) FROM document WHERE id IN ({id}, {folder})")), 0);
    assert_eq!(
        row(
            &school,
            "SELECT count(*) FROM file f WHERE NOT EXISTS (SELECT 1 FROM document_version v WHERE v.file = f.hash) AND f.size = 15"
        ),
        0,
        "its bytes have no row any more"
    );
    // By itself, after thirty days.
    let other = school.put(who, &page(&cm1), "b.txt", b"b");
    bin(&mut browser, other);
    sweep(&school);
    assert_eq!(row(&school, &format!("SELECT count(*) FROM document WHERE id = {other}")), 1);
    school.at("2026-12-18 09:00");
    sweep(&school);
    assert_eq!(row(&school, &format!("SELECT count(*) FROM document WHERE id = {other}")), 0);
}

fn sweep(school: &School) {
    let tx = school.house.db.write().unwrap();
    let by = preau::base::jobs::System::at_the_console();
    preau::school::document::bin::store::sweep(&tx, &by, school.house.clock.now()).unwrap();
    tx.commit().unwrap();
}

#[test]
fn versions_are_kept_and_brought_back() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let id = school.put("maitre_cm1", &page(&cm1), "Compte rendu.txt", b"premier jet");
    let mut browser = school.browser("maitre_cm1");
    let sent = browser.get(&file(id)).form("Envoyer la version").attach("fichiers", "autre nom.txt", b"second jet");
    sent.send(&mut browser).assert_status(200).assert_says("second jet").assert_says("Version 2");
    browser.get(&file(id)).assert_says("Compte rendu.txt");
    assert_eq!(browser.get(&format!("{}/versions/1", file(id))).bytes, b"premier jet");
    school.browser("parent_lea").get_once(&format!("{}/versions/1", file(id))).assert_status(403);
    school.browser("parent_lea").get(&file(id)).assert_says("second jet").assert_silent_on("Version 2");
    browser
        .post(&format!("{}/versions/1/reprendre", file(id)), &[])
        .assert_says("premier jet")
        .assert_says("Version 3");
    school.browser("lea").post_once(&format!("{}/versions/1/reprendre", file(id)), &[]).assert_status(403);
}

fn row_text(school: &School, sql: &str) -> String {
    rusqlite::Connection::open(school.house.db.path()).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}
