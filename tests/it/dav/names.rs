//! Names as an enemy gives them, and what systems leave behind.

use super::{MINE, count, program};
use crate::world::School;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

fn at(name: &str) -> String {
    format!("{MINE}/{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

#[test]
fn a_name_is_found_as_it_was_given_or_refused() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    let emoji = format!("{}.odt", "\u{1f388}".repeat(62));
    let kept = [
        "CON.txt",
        "aux",
        "été à la plage.jpg",
        "100 % sûr ?.odt",
        "a#b&c=d.txt",
        "<script>alert(1).html",
        "\"quotes\" 'et' autres",
        ".~lock.compte rendu.odt#",
        "%2e%2e",
        "a;b:c|d*e",
        &emoji,
    ];
    for name in kept {
        assert_eq!(teacher.put(&at(name), name.as_bytes()), 201, "{name}");
        assert_eq!(teacher.get(&at(name)).as_deref(), Some(name.as_bytes()), "{name}");
    }
    let list = teacher.list(MINE);
    assert_eq!(list.len(), kept.len());
    for href in &list {
        assert!(teacher.get(href).is_some(), "{href}");
    }
    let long = "\u{1f388}".repeat(64);
    for name in ["a\u{202e}txt.exe", "a\nb", "a\u{7f}", "a\\b", " ", "\u{200b}", "fin ", long.as_str()] {
        assert_eq!(teacher.put(&at(name), b"x"), 403, "{name:?}");
        assert_eq!(teacher.plain("MKCOL", &at(name)), 403, "{name:?}");
        assert_eq!(teacher.send("COPY", &at("aux"), &at(name), &[]), 403, "{name:?}");
    }
    for path in
        ["/dav/Mes%20documents/..%2fx", "/dav/%2e%2e/compte", "/dav/Mes%20documents/a%00b", "/dav/Mes%20documents/%ff"]
    {
        assert_eq!(teacher.put(path, b"x"), 404, "{path}");
    }
    assert_eq!(count(&school, "document"), kept.len() as i64);
}

#[test]
fn what_a_mac_gives_in_two_letters_is_one_name() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    assert_eq!(teacher.put(&at("e\u{301}te\u{301}.txt"), b"x"), 201);
    assert!(teacher.get(&at("été.txt")).is_some() && teacher.get(&at("e\u{301}te\u{301}.txt")).is_some());
    assert_eq!(teacher.put(&at("été.txt"), b"y"), 204);
}

#[test]
fn what_systems_leave_is_never_a_document() {
    let school = School::new();
    let (mut teacher, mut director) = (program(&school, "maitre_cm1"), program(&school, "directrice"));
    let class = "/dav/Classe%20CM1";
    let before = count(&school, "file");
    for name in ["._dict%C3%A9e.odt", ".DS_Store", "Thumbs.db", "desktop.ini"] {
        let at = &format!("{class}/{name}");
        assert_eq!((teacher.put(at, b"litter"), teacher.put(at, b"again")), (201, 204), "{name}");
        assert_eq!(teacher.get(at).as_deref(), Some(&b"again"[..]));
        assert_eq!(teacher.ask("PROPFIND", at, &[("depth", "0")], b"").status, 207);
        assert_eq!(director.get(at), None, "{name}");
    }
    assert!(teacher.list(class).is_empty());
    assert_eq!(teacher.send("MOVE", &format!("{class}/.DS_Store"), &format!("{class}/._autre"), &[]), 201);
    assert_eq!(teacher.send("MOVE", &format!("{class}/._autre"), &format!("{class}/autre"), &[]), 403);
    assert_eq!(
        (teacher.plain("DELETE", &format!("{class}/._autre")), teacher.plain("DELETE", &format!("{class}/._autre"))),
        (204, 404)
    );
    assert_eq!(teacher.plain("MKCOL", &format!("{class}/.Trashes")), 403);
    assert_eq!((count(&school, "document"), count(&school, "file")), (0, before));
}

#[test]
fn a_mac_s_own_spelling_leads_to_the_same_place() {
    let school = School::new();
    let (mut teacher, mut director) = (program(&school, "maitre_cm1"), program(&school, "directrice"));
    assert_eq!(director.put("/dav/E%CC%81cole/re%CC%80glement.txt", b"un"), 201);
    assert_eq!(teacher.get("/dav/%C3%89cole/r%C3%A8glement.txt").as_deref(), Some(&b"un"[..]));
    assert_eq!(teacher.get("/dav/E%CC%81COLE/re%CC%80glement.txt").as_deref(), Some(&b"un"[..]));
    // A lock taken by the one spelling holds for the other.
    assert_eq!(teacher.put("/dav/Classe%20CM1/e%CC%81te%CC%81.odt", b"un"), 201);
    let locks = "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>";
    assert_eq!(teacher.ask("LOCK", "/dav/Classe%20CM1/e%CC%81te%CC%81.odt", &[], locks.as_bytes()).status, 200);
    assert_eq!(director.put("/dav/Classe%20CM1/%C3%A9t%C3%A9.odt", b"deux"), 423);
}
