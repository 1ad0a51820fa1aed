//! What a program holds is not changed from a page: the page says who holds it, and until when.

use super::{Program, program};
use crate::world::{Browser, Reply, School, row};

const FILE: &str = "/dav/Classe%20CM1/conseil.odt";

fn lock(program: &mut Program, path: &str) -> String {
    let body = "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>";
    let reply = program.ask("LOCK", path, &[("timeout", "Second-1800")], body.as_bytes());
    assert!([200, 201].contains(&reply.status), "{path} {}", reply.status);
    reply.header("lock-token").unwrap().to_owned()
}

/// Every way in which a page changes a file, each refused.
fn tried(browser: &mut Browser, cm1: &str, id: i64) -> Vec<(&'static str, Reply)> {
    let (file, id) = (format!("/documents/fichiers/{id}"), id.to_string());
    let chosen = [("choix", id.as_str())];
    let elsewhere = [("choix", id.as_str()), ("vers", "equipe"), ("geste", "deplacer")];
    let version = browser.get(&file).form("Envoyer la version").attach("fichiers", "x.odt", b"de la page");
    vec![
        ("renommer", browser.post(&format!("{file}/renommer"), &[("nom", "autre.odt")])),
        ("déplacer", browser.post(&format!("/documents/{cm1}/deplacer"), &elsewhere)),
        ("jeter", browser.post(&format!("/documents/{cm1}/jeter"), &chosen)),
        ("version", version.send(browser)),
        ("reprendre", browser.post(&format!("{file}/versions/1/reprendre"), &[])),
    ]
}

#[test]
fn a_file_that_is_open_elsewhere_is_left_alone_by_the_pages() {
    let school = School::new();
    let cm1 = format!("classe-{}", school.class("CM1"));
    let (mut teacher, mut anne) = (program(&school, "maitre_cm1"), school.browser("directrice"));
    assert_eq!((teacher.put(FILE, b"un"), teacher.put(FILE, b"deux")), (201, 204));
    let id = row(&school, "SELECT max(id) FROM document");
    let token = lock(&mut teacher, FILE);
    let before = crate::world::dump(&school)["document"].clone();
    for (what, reply) in tried(&mut anne, &cm1, id) {
        reply.assert_status(422).assert_says("est ouvert par M. Roussel").assert_says("jusqu’à 9 h");
        assert!(reply.text().contains("conseil.odt"), "{what}");
    }
    // Her own program would not find its file again either.
    for (what, reply) in tried(&mut school.browser("maitre_cm1"), &cm1, id) {
        reply.assert_status(422).assert_says("fermez-le d’abord");
        assert!(!reply.text().contains("Roussel dans un logiciel"), "{what}");
    }
    assert_eq!(crate::world::dump(&school)["document"], before);
    anne.get(&format!("/documents/fichiers/{id}")).assert_status(200);
    let copied = [("choix", id.to_string()), ("vers", "moi".into()), ("geste", "copier".into())];
    let copied: Vec<(&str, &str)> = copied.iter().map(|(name, value)| (*name, value.as_str())).collect();
    anne.post(&format!("/documents/{cm1}/deplacer"), &copied).assert_status(200);
    // Given back, or at its end.
    assert_eq!(teacher.ask("UNLOCK", FILE, &[("lock-token", &token)], b"").status, 204);
    anne.post(&format!("/documents/fichiers/{id}/renommer"), &[("nom", "compte rendu.odt")]).assert_status(200);
    lock(&mut teacher, "/dav/Classe%20CM1/compte%20rendu.odt");
    anne.post(&format!("/documents/fichiers/{id}/renommer"), &[("nom", "a.odt")]).assert_status(422);
    school.at("2026-11-17 09:31");
    anne.post(&format!("/documents/fichiers/{id}/renommer"), &[("nom", "a.odt")]).assert_status(200);
}

#[test]
fn a_folder_that_is_held_takes_nothing_in_and_stays() {
    let school = School::new();
    let cm1 = format!("classe-{}", school.class("CM1"));
    let (mut teacher, mut anne) = (program(&school, "maitre_cm1"), school.browser("directrice"));
    let folder = school.folder("maitre_cm1", &cm1, None, "Sortie");
    let inside = format!("/documents/{cm1}/dossiers/{folder}");
    let thrown = school.put("directrice", &inside, "jeté.txt", b"x").to_string();
    let beside = school.put("directrice", &format!("/documents/{cm1}"), "à côté.txt", b"y").to_string();
    anne.post(&format!("/documents/{cm1}/jeter"), &[("choix", &thrown)]).assert_status(200);
    lock(&mut teacher, "/dav/Classe%20CM1/Sortie");
    let place = folder.to_string();
    for (path, sent) in [
        ("nouveau-dossier".to_owned(), vec![("nom", "a"), ("dans", place.as_str())]),
        ("arborescence".to_owned(), vec![("chemin", "a/b"), ("dans", &place)]),
        ("deplacer".to_owned(), vec![("choix", &beside), ("vers", &cm1), ("dossier", &place), ("geste", "copier")]),
        ("jeter".to_owned(), vec![("choix", &place)]),
        (format!("corbeille/{thrown}/remettre"), vec![]),
    ] {
        let reply = anne.post(&format!("/documents/{cm1}/{path}"), &sent);
        reply.assert_status(422).assert_says("est ouvert par M. Roussel");
    }
    school.try_to_put("directrice", &inside, "z.txt", b"z").assert_status(422).assert_says("M. Roussel");
    // What holds one folder holds nothing beside it, in no other space, and tells nothing to who has no such folder.
    school.put("directrice", &format!("/documents/{cm1}"), "z.txt", b"z");
    school.folder("directrice", "equipe", None, "Sortie");
    let foreign = [("nom", "a"), ("dans", place.as_str())];
    school.browser("maitresse_ce1").post_once("/documents/equipe/nouveau-dossier", &foreign).assert_status(404);
}
