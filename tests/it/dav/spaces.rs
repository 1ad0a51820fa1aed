//! Which folders stand at the top for whom, and what is read and kept there.

use super::program;
use crate::world::School;

#[test]
fn each_sees_their_own_spaces() {
    let school = School::new();
    for (who, wanted) in [
        ("directrice", "Mes documents, École, Salle des maîtres, Classe CE1, Classe CM1, Classe CP"),
        ("maitre_cm1", "Mes documents, École, Salle des maîtres, Classe CM1, Casier CM1"),
        ("maitresse_ce1", "Mes documents, École, Salle des maîtres, Classe CE1, Casier CE1"),
        ("atsem", "Mes documents, École, Salle des maîtres, Classe CP"),
        ("animatrice", "Mes documents, École, Salle des maîtres"),
    ] {
        let names = program(&school, who).list("/dav/");
        let names = names.iter().map(|href| {
            let name = href.trim_start_matches("/dav/").trim_end_matches('/');
            percent_encoding::percent_decode_str(name).decode_utf8().unwrap().into_owned()
        });
        assert_eq!(names.collect::<Vec<_>>().join(", "), wanted, "{who}");
    }
}

#[test]
fn what_is_another_s_is_not_there() {
    let school = School::new();
    let (mut own, mut other) = (program(&school, "maitre_cm1"), program(&school, "maitresse_ce1"));
    assert_eq!(own.put("/dav/Classe%20CM1/dict%C3%A9e.odt", b"une dictee"), 201);
    assert_eq!(own.put("/dav/Mes%20documents/notes.txt", b"a moi"), 201);
    for path in [
        "/dav/Classe%20CM1/dict%C3%A9e.odt",
        "/dav/Classe%20CM1",
        "/dav/Casier%20CM1/",
        "/dav/Mes%20documents/notes.txt",
    ] {
        for method in ["GET", "DELETE", "UNLOCK"] {
            let status = other.ask(method, path, &[("lock-token", "<urn:uuid:0>")], b"").status;
            assert!([404, 409].contains(&status), "{method} {path}: {status}");
        }
        assert_eq!(other.ask("PROPFIND", path, &[("depth", "0")], b"").status, 404, "{path}");
    }
    // As one that there is not.
    assert_eq!(other.put("/dav/Classe%20CM1/x.txt", b"x"), other.put("/dav/Classe%20ZZ/x.txt", b"x"));
    assert_eq!(other.plain("MKCOL", "/dav/Classe%20CM1"), other.plain("MKCOL", "/dav/Classe%20ZZ"));
    assert_eq!(other.send("COPY", "/dav/Classe%20CM1/dict%C3%A9e.odt", "/dav/Mes%20documents/volee.odt", &[]), 404);
    assert_eq!(own.put("/dav/Mes%20documents/a.txt", b"a"), 201);
    assert_eq!(own.send("MOVE", "/dav/Mes%20documents/a.txt", "/dav/Classe%20CE1/a.txt", &[]), 409);
    // The director keeps the class, and has nothing to do with what is her teacher's own.
    let mut director = program(&school, "directrice");
    assert_eq!(director.get("/dav/Classe%20CM1/dict%C3%A9e.odt").as_deref(), Some(&b"une dictee"[..]));
    assert_eq!(director.get("/dav/Mes%20documents/notes.txt"), None);
}

#[test]
fn who_only_reads_changes_nothing() {
    let school = School::new();
    let mut director = program(&school, "directrice");
    assert_eq!(director.put("/dav/%C3%89cole/menu.txt", b"des frites"), 201);
    let mut reader = program(&school, "maitre_cm1");
    let menu = "/dav/%C3%89cole/menu.txt";
    assert_eq!(reader.get(menu).as_deref(), Some(&b"des frites"[..]));
    assert_eq!(reader.send("COPY", menu, "/dav/Mes%20documents/menu.txt", &[]), 201, "to one's own");
    let lock = br#"<D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>"#;
    let patch = br#"<D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><a xmlns="urn:a">b</a></D:prop></D:set></D:propertyupdate>"#;
    for (method, path, body) in [
        ("PUT", menu, &b"rien"[..]),
        ("PUT", "/dav/%C3%89cole/autre.txt", b"rien"),
        ("MKCOL", "/dav/%C3%89cole/Dossier", b""),
        ("DELETE", menu, b""),
        ("DELETE", "/dav/%C3%89cole", b""),
        ("LOCK", menu, lock),
        ("LOCK", "/dav/%C3%89cole/libre.txt", lock),
        ("PROPPATCH", menu, patch),
    ] {
        assert_eq!(reader.ask(method, path, &[], body).status, 403, "{method} {path}");
    }
    assert_eq!(reader.send("MOVE", menu, "/dav/Mes%20documents/pris.txt", &[]), 403);
    assert_eq!(reader.put("/dav/Mes%20documents/a.txt", b"a"), 201);
    assert_eq!(reader.send("COPY", "/dav/Mes%20documents/a.txt", "/dav/%C3%89cole/a.txt", &[]), 403);
    assert_eq!(reader.send("MOVE", "/dav/Mes%20documents/a.txt", menu, &[]), 403);
    assert_eq!(director.get(menu).as_deref(), Some(&b"des frites"[..]));
    assert_eq!(director.list("/dav/%C3%89cole/"), [menu]);
    // An aide reads the class's; the casier is read and not filled.
    let mut aide = program(&school, "atsem");
    assert_eq!(aide.put("/dav/Classe%20CP/x.txt", b"x"), 403);
    let mut teacher = program(&school, "maitre_cm1");
    assert_eq!(teacher.put("/dav/Casier%20CM1/x.txt", b"x"), 403);
    // At the top only spaces stand.
    assert_eq!(teacher.put("/dav/x.txt", b"x"), 403);
    assert_eq!(teacher.plain("MKCOL", "/dav/Dossier"), 403);
    assert_eq!(teacher.send("MOVE", "/dav/Mes%20documents", "/dav/Miens", &[]), 403);
}
