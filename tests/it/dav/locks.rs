//! Locks and `If:`.

use super::{Program, count, program};
use crate::world::School;

const FILE: &str = "/dav/Classe%20CM1/conseil.odt";

fn lock(program: &mut Program, path: &str, scope: &str, headers: &[(&str, &str)]) -> (u16, Option<String>) {
    let body = format!(
        "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:{scope}/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner>Rémi</D:owner></D:lockinfo>"
    );
    let reply = program.ask("LOCK", path, headers, body.as_bytes());
    let token = reply.header("lock-token").map(|token| token.trim_matches(['<', '>']).to_owned());
    (reply.status, token)
}

#[test]
fn who_holds_a_file_writes_it_alone_until_it_is_given_back() {
    let school = School::new();
    let (mut teacher, mut director) = (program(&school, "maitre_cm1"), program(&school, "directrice"));
    assert_eq!(teacher.put(FILE, b"un"), 201);
    let (status, token) = lock(&mut teacher, FILE, "exclusive", &[]);
    let token = token.unwrap();
    assert_eq!(status, 200);
    let shown = format!("(<{token}>)");
    for (method, path) in [("PUT", FILE), ("DELETE", FILE), ("DELETE", "/dav/Classe%20CM1/conseil.odt/")] {
        assert_eq!(director.ask(method, path, &[], b"deux").status, 423, "{method}");
        assert_eq!(director.ask(method, path, &[("if", &shown)], b"deux").status, 423, "another's token is no key");
        assert_eq!(teacher.ask(method, path, &[], b"deux").status, 423, "nor is its owner without it");
    }
    assert_eq!(director.send("MOVE", FILE, "/dav/Classe%20CM1/pris.odt", &[]), 423);
    assert_eq!(lock(&mut director, FILE, "exclusive", &[]).0, 423);
    assert_eq!(director.get(FILE).as_deref(), Some(&b"un"[..]), "it is read as before");
    assert!(director.ask("PROPFIND", FILE, &[("depth", "0")], b"").body().contains("Rémi"));
    assert_eq!(teacher.ask("PUT", FILE, &[("if", &shown)], b"trois").status, 204);
    assert_eq!(director.ask("UNLOCK", FILE, &[("lock-token", &format!("<{token}>"))], b"").status, 403);
    assert_eq!(teacher.ask("UNLOCK", FILE, &[("lock-token", "<urn:uuid:autre>")], b"").status, 409);
    assert_eq!(teacher.ask("UNLOCK", FILE, &[("lock-token", &format!("<{token}>"))], b"").status, 204);
    assert_eq!(director.put(FILE, b"quatre"), 204);
}

#[test]
fn a_lock_ends_by_itself_and_is_prolonged_by_its_token() {
    let school = School::new();
    let (mut teacher, mut director) = (program(&school, "maitre_cm1"), program(&school, "directrice"));
    assert_eq!(teacher.put(FILE, b"un"), 201);
    let (_, token) = lock(&mut teacher, FILE, "exclusive", &[("timeout", "Second-600")]);
    let shown = format!("(<{}>)", token.unwrap());
    school.at("2026-11-17 08:39");
    assert_eq!(director.put(FILE, b"deux"), 423);
    assert_eq!(teacher.ask("LOCK", FILE, &[("if", &shown), ("timeout", "Second-600")], b"").status, 200);
    assert_eq!(director.ask("LOCK", FILE, &[("if", &shown)], b"").status, 412);
    school.at("2026-11-17 08:48");
    assert_eq!(director.put(FILE, b"deux"), 423);
    school.at("2026-11-17 08:50");
    assert_eq!(director.put(FILE, b"deux"), 204);
    assert_eq!(
        teacher.ask("PUT", FILE, &[("if", &shown)], b"trois").status,
        412,
        "what is over is no condition that holds"
    );
}

#[test]
fn a_folder_holds_what_is_in_it_and_a_free_name_is_kept() {
    let school = School::new();
    let (mut teacher, mut director) = (program(&school, "maitre_cm1"), program(&school, "directrice"));
    let folder = "/dav/Classe%20CM1/Sortie";
    assert_eq!(teacher.plain("MKCOL", folder), 201);
    let (_, token) = lock(&mut teacher, folder, "exclusive", &[]);
    assert_eq!(director.put(&format!("{folder}/liste.txt"), b"x"), 423);
    assert_eq!(director.send("COPY", "/dav/Classe%20CM1/Sortie", "/dav/Mes%20documents/Sortie", &[]), 201);
    let shown = format!("<{folder}/> (<{}>)", token.unwrap());
    assert_eq!(teacher.ask("PUT", &format!("{folder}/liste.txt"), &[("if", &shown)], b"x").status, 201);
    // A free name: an empty file, as the norm has it.
    let free = "/dav/Classe%20CM1/libre.odt";
    let (status, _) = lock(&mut teacher, free, "exclusive", &[]);
    assert_eq!((status, director.put(free, b"x"), director.get(free)), (201, 423, Some(Vec::new())));
    assert_eq!(teacher.ask("DELETE", folder, &[("if", &shown)], b"").status, 204);
    assert_eq!(count(&school, "document_lock"), 1, "what was thrown away is held no more");
}

#[test]
fn conditions_are_judged_before_anything_is_written() {
    let school = School::new();
    let mut teacher = program(&school, "maitre_cm1");
    let tag = teacher.ask("PUT", FILE, &[], b"un").header("etag").unwrap().to_owned();
    for (said, status) in [
        ("(<urn:uuid:perdu>)".to_owned(), 412),
        ("([\"autre\"])".to_owned(), 412),
        ("(<DAV:no-lock>)".to_owned(), 412),
        ("(Not <DAV:no-lock>)".to_owned(), 204),
        (format!("([{tag}])"), 412),
        ("(".to_owned(), 400),
        ("n’importe quoi".to_owned(), 400),
    ] {
        // After the first write the tag is another's.
        assert_eq!(teacher.ask("PUT", FILE, &[("if", &said)], b"deux").status, status, "{said}");
    }
    assert_eq!(teacher.ask("PUT", FILE, &[("depth", "12")], b"deux").status, 400);
}

#[test]
fn several_may_share() {
    let school = School::new();
    let (mut teacher, mut director) = (program(&school, "maitre_cm1"), program(&school, "directrice"));
    assert_eq!(teacher.put(FILE, b"un"), 201);
    let (first, second) =
        (lock(&mut teacher, FILE, "shared", &[]).1.unwrap(), lock(&mut director, FILE, "shared", &[]).1.unwrap());
    assert_eq!(lock(&mut director, FILE, "exclusive", &[]).0, 423);
    assert_eq!(teacher.put(FILE, b"deux"), 423);
    assert_eq!(teacher.ask("PUT", FILE, &[("if", &format!("(<{first}>)"))], b"deux").status, 204);
    assert_eq!(director.ask("PUT", FILE, &[("if", &format!("(<{second}>)"))], b"trois").status, 204);
}
