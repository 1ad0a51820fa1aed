//! What each method does.

use super::{MINE, count, program};
use crate::world::{School, row};

#[test]
fn a_file_comes_and_goes_byte_for_byte() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    let at = &format!("{MINE}/le%C3%A7on.bin");
    let bytes: Vec<u8> = (0..700_000u32).map(|n| (n * 7 % 251) as u8).collect();
    let put = teacher.ask("PUT", at, &[], &bytes);
    let tag = put.header("etag").unwrap().to_owned();
    assert_eq!((put.status, teacher.get(at)), (201, Some(bytes.clone())));
    let part = teacher.ask("GET", at, &[("range", "bytes=100-199")], b"");
    assert_eq!((part.status, part.bytes.as_slice()), (206, &bytes[100..200]));
    assert_eq!(part.header("content-range"), Some("bytes 100-199/700000"));
    let head = teacher.ask("HEAD", at, &[], b"");
    assert_eq!((head.status, head.header("etag"), head.bytes.len()), (200, Some(tag.as_str()), 0));
    assert_eq!(teacher.ask("GET", at, &[("if-none-match", &tag)], b"").status, 304);
    assert_eq!(teacher.ask("GET", at, &[("if-match", "\"other\"")], b"").status, 412);
    assert!(head.header("content-disposition").unwrap().starts_with("attachment"), "never shown by a browser");
    assert!(head.header("content-security-policy").unwrap().contains("sandbox"));

    // A new version, only over the one that was seen.
    assert_eq!(teacher.ask("PUT", at, &[("if-match", "\"other\"")], b"autre").status, 412);
    assert_eq!(teacher.ask("PUT", at, &[("if-none-match", "*")], b"autre").status, 412);
    assert_eq!(teacher.ask("PUT", at, &[("if-match", &tag)], b"deuxieme").status, 204);
    assert_eq!(teacher.get(at).as_deref(), Some(&b"deuxieme"[..]));
    assert_eq!((count(&school, "document"), count(&school, "document_version")), (1, 2));
    let written = format!(
        "SELECT count(*) FROM journal WHERE act = 'drive_put' AND thing = 'document' AND by = {}",
        school.id("maitre_cm1")
    );
    assert_eq!(row(&school, &written), 2);
    assert_eq!(teacher.put(&format!("{MINE}/absent/a.txt"), b"a"), 409);
    assert_eq!(teacher.put(MINE, b"a"), 405);
}

#[test]
fn an_empty_file_is_no_version_of_its_own() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    let at = &format!("{MINE}/rapport.odt");
    // As Finder and Windows write: first an empty one, then what it holds.
    assert_eq!((teacher.put(at, b""), teacher.put(at, b"un rapport")), (201, 204));
    assert_eq!(count(&school, "document_version"), 1);
    assert_eq!(teacher.get(at).as_deref(), Some(&b"un rapport"[..]));
}

#[test]
fn folders_are_made_listed_and_thrown_away() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    let folder = format!("{MINE}/Semaine%201");
    assert_eq!(teacher.plain("MKCOL", &folder), 201);
    assert_eq!(teacher.plain("MKCOL", &folder), 405);
    assert_eq!(teacher.plain("MKCOL", &format!("{MINE}/semaine%201")), 405, "Windows takes them for one");
    assert_eq!(teacher.plain("MKCOL", &format!("{MINE}/a/b")), 409);
    assert_eq!(teacher.ask("MKCOL", &format!("{MINE}/c"), &[], b"<x/>").status, 415);
    assert_eq!(teacher.put(&format!("{folder}/a.txt"), b"a"), 201);
    assert_eq!(teacher.list(&folder), [format!("{folder}/a.txt")]);
    assert_eq!(teacher.ask("PROPFIND", &folder, &[], b"").status, 403, "not the whole tree at once");
    assert_eq!(teacher.plain("GET", &folder), 405);
    assert_eq!(teacher.ask("DELETE", &folder, &[("depth", "0")], b"").status, 400);
    assert_eq!(teacher.plain("DELETE", &folder), 204);
    assert_eq!(teacher.plain("DELETE", &folder), 404);
    assert_eq!(teacher.plain("DELETE", MINE), 403);
    assert_eq!(
        row(
            &school,
            "SELECT count(*) FROM document WHERE binned_at IS NOT NULL AND binned_with = (SELECT min(id) FROM document)"
        ),
        2
    );
}

#[test]
fn copies_and_moves_go_where_they_may() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    let own = |name: &str| format!("{MINE}/{name}");
    assert_eq!(
        (teacher.put(&own("a"), b"a"), teacher.put(&own("b"), b"b"), teacher.plain("MKCOL", &own("d"))),
        (201, 201, 201)
    );
    assert_eq!(teacher.send("COPY", &own("a"), &own("b"), &[("overwrite", "F")]), 412);
    let id = row(&school, "SELECT id FROM document WHERE name = 'b'");
    assert_eq!(teacher.send("COPY", &own("a"), &own("b"), &[]), 204);
    assert_eq!(
        row(&school, &format!("SELECT count(*) FROM document_version WHERE document = {id}")),
        2,
        "its next version"
    );
    assert_eq!(teacher.send("MOVE", &own("b"), &own("d/b"), &[]), 201);
    assert_eq!(teacher.send("COPY", &own("d"), "/dav/Classe%20CM1/d", &[]), 201);
    assert_eq!(teacher.get("/dav/Classe%20CM1/d/b").as_deref(), Some(&b"a"[..]));
    assert_eq!(teacher.send("COPY", &own("d"), &own("e"), &[("depth", "0")]), 201);
    assert!(teacher.list(&own("e")).is_empty());
    assert_eq!(teacher.send("MOVE", &own("d"), &own("d/dedans"), &[]), 403);
    assert_eq!(teacher.send("COPY", &own("a"), &own("a"), &[]), 403);
    assert_eq!(teacher.send("MOVE", &own("a"), &own("A"), &[]), 201, "another case is another name of the same");
    assert_eq!(teacher.send("COPY", &own("A"), &own("rien/a"), &[]), 409);
    assert_eq!(teacher.send("COPY", &own("A"), "https://ailleurs.example/dav/a", &[]), 502);
    assert_eq!(teacher.send("COPY", &own("A"), "/compte", &[]), 502);
    assert_eq!(teacher.plain("COPY", &own("A")), 400);
    assert_eq!(teacher.send("MOVE", &own("d"), &own("e"), &[]), 204, "a folder over a folder makes room by the bin");
    assert_eq!(teacher.list(&own("e")), [own("e/b")]);
}

#[test]
fn what_was_set_is_found_again_and_nothing_else_is() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    let at = &format!("{MINE}/a.txt");
    assert_eq!(teacher.put(at, b"a"), 201);
    let patch = |inside: &str| format!("<D:propertyupdate xmlns:D=\"DAV:\">{inside}</D:propertyupdate>").into_bytes();
    let set = patch("<D:set><D:prop><x:note xmlns:x=\"urn:x\">&lt;b&gt; é</x:note></D:prop></D:set>");
    assert_eq!(teacher.ask("PROPPATCH", at, &[], &set).status, 207);
    let ask = br#"<D:propfind xmlns:D="DAV:"><D:prop><note xmlns="urn:x"/><D:getetag/><x xmlns="urn:y"/></D:prop></D:propfind>"#;
    let found = teacher.ask("PROPFIND", at, &[("depth", "0")], ask).body();
    assert!(found.contains(">&lt;b&gt; é</n:note>") && found.contains("404 Not Found"), "{found}");
    assert_eq!(teacher.send("MOVE", at, &format!("{MINE}/b.txt"), &[]), 201);
    assert!(teacher.ask("PROPFIND", &format!("{MINE}/b.txt"), &[("depth", "0")], b"").body().contains("&lt;b&gt; é"));
    // One that is not theirs to set spoils all.
    let mixed = patch("<D:set><D:prop><y xmlns=\"urn:x\">1</y><D:getetag>x</D:getetag></D:prop></D:set>");
    let told = teacher.ask("PROPPATCH", &format!("{MINE}/b.txt"), &[], &mixed).body();
    assert!(told.contains("403 Forbidden") && told.contains("424 Failed Dependency"), "{told}");
    assert_eq!(count(&school, "document_property"), 1);
    let heavy = patch(&format!("<D:set><D:prop><z xmlns=\"urn:x\">{}</z></D:prop></D:set>", "z".repeat(20_000)));
    assert!(teacher.ask("PROPPATCH", &format!("{MINE}/b.txt"), &[], &heavy).body().contains("507"));
    for broken in
        ["<a>", "<D:propfind xmlns:D=\"DAV:\"/>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"]
    {
        assert_eq!(teacher.ask("PROPFIND", MINE, &[("depth", "0")], broken.as_bytes()).status, 400, "{broken}");
    }
    assert_eq!(teacher.ask("PROPFIND", MINE, &[("depth", "0")], &vec![b' '; 400_000]).status, 413);
}

/// Taken for the whole, the end of a file would be all that is left of it.
#[test]
fn a_part_of_a_file_is_refused() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    let path = format!("{MINE}/film.bin");
    assert_eq!(teacher.put(&path, b"0123456789"), 201);
    for said in ["bytes 5-9/10", "bytes */10", ""] {
        assert_eq!(teacher.ask("PUT", &path, &[("content-range", said)], b"56789").status, 400, "{said}");
    }
    assert_eq!(teacher.get(&path).as_deref(), Some(&b"0123456789"[..]));
}
