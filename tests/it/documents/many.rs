//! Whole trees and ten thousand documents.

use super::{holds, space};
use crate::world::{Reply, School};

#[test]
fn a_whole_tree_comes_in_and_leaves_as_it_was() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let mut browser = school.browser("maitre_cm1");
    let tree = format!("/documents/{cm1}/arborescence");
    let reply = browser.post_once(&tree, &[("dans", ""), ("chemin", "Année/Trimestre 1")]);
    reply.assert_status(303);
    let made = reply.header("location").unwrap().to_owned();
    assert_eq!(
        browser.post_once(&tree, &[("dans", ""), ("chemin", "Année/Trimestre 1")]).header("location"),
        Some(made.as_str())
    );
    school.put("maitre_cm1", &made, "Lundi.txt", b"l");
    school.browser("parent_lea").post_once(&tree, &[("chemin", "x")]).assert_status(403);
    browser.post_once(&tree, &[("dans", ""), ("chemin", "À ranger/Été 🏖")]).assert_status(303);
    let zip: Reply = school.browser("parent_lea").get(&format!("/documents/{cm1}/archive"));
    assert!(holds(&zip.bytes, "Trimestre 1/Lundi.txt".as_bytes()));
    assert!(holds(&zip.bytes, "À ranger/Été 🏖/".as_bytes()), "an empty folder leaves too");
    assert_eq!(zip.header("content-disposition").map(|said| said.contains("zip")), Some(true));
}

/// A folder of ten thousand is read page by page, found by name, thrown away and taken back.
#[test]
fn ten_thousand_documents_are_no_burden() {
    let school = School::new();
    let cm1 = space(&school, "CM1");
    let folder = school.folder("maitre_cm1", &cm1, None, "Tout");
    let class = school.class("CM1");
    school.sql(&format!(
        "INSERT INTO file (hash, size, media_type, made_at) VALUES ('{hash}', 1, 'x', 0);
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
         INSERT INTO document (space, owner, folder, kind, name, folded, sort_key, version, bytes, made_at, changed_at)
         SELECT 'class', {class}, {folder}, 'file', 'f' || i || '.txt', 'f' || i || '.txt', printf('f%012d.txt', i), 1, i, 0, i FROM n;
         INSERT INTO document_version (document, version, file, bytes, media_type, made_at) SELECT id, 1, '{hash}', bytes, 'text/plain', 0 FROM document WHERE folder = {folder};",
        hash = "a".repeat(64)
    ));
    let mut browser = school.browser("maitre_cm1");
    let at = format!("/documents/{cm1}/dossiers/{folder}");
    for (path, wanted) in
        [(at.clone(), "f200.txt"), (format!("{at}?page=50"), "f10000.txt"), (format!("{at}?tri=taille"), "f9801.txt")]
    {
        browser.get(&path).assert_says(wanted).assert_silent_on("f5000.txt");
    }
    browser.get("/documents?q=f7777").assert_says("f7777");
    browser.post(&format!("/documents/{cm1}/jeter"), &[("choix", &folder.to_string())]).assert_status(200);
    browser.post(&format!("/documents/{cm1}/corbeille/{folder}/remettre"), &[]).assert_status(200);
    browser.get(&at).assert_says("10 000 éléments");
}
