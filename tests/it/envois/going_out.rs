//! Kept files in parts, and archives.

use super::school;
use crate::world::{Browser, Reply, School};
use actix_web::{http::Method, test::TestRequest};
use std::io::{Cursor, Read};

/// A file on the shelf, and its address.
fn film(school: &School) -> (String, Vec<u8>) {
    let bytes: Vec<u8> = (0..50_000_u32).flat_map(u32::to_le_bytes).collect();
    let hash = school.house.files.keep(school.house.files.stage(&bytes).unwrap()).unwrap();
    (format!("/essai/{}/fichiers/{}", school.class("CM1"), hash.as_str()), bytes)
}

fn get(browser: &mut Browser, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = TestRequest::get().uri(path);
    for (name, value) in headers {
        request = request.insert_header((*name, *value));
    }
    browser.send(request, path)
}

#[test]
fn a_kept_file_is_sent_whole_in_part_or_not_again() {
    let school = school();
    let (path, bytes) = film(&school);
    let mut teacher = school.browser("maitre_cm1");
    let whole = get(&mut teacher, &path, &[]);
    assert_eq!((whole.status, whole.header("accept-ranges")), (200, Some("bytes")));
    assert_eq!(whole.header("cache-control"), Some("private, no-cache"));
    assert_eq!(whole.header("content-length"), Some("200000"));
    assert!(whole.bytes == bytes);
    let tag = whole.header("etag").unwrap().to_owned();

    let part = get(&mut teacher, &path, &[("range", "bytes=100000-100099"), ("if-range", &tag)]);
    assert_eq!((part.status, part.header("content-range")), (206, Some("bytes 100000-100099/200000")));
    assert_eq!(part.header("content-length"), Some("100"));
    assert!(part.bytes == bytes[100_000..100_100]);
    let last = get(&mut teacher, &path, &[("range", "bytes=-10")]);
    assert!(last.bytes == bytes[199_990..]);
    let other = get(&mut teacher, &path, &[("range", "bytes=0-9"), ("if-range", "\"autre\"")]);
    assert_eq!((other.status, other.bytes.len()), (200, 200_000));
    let beyond = get(&mut teacher, &path, &[("range", "bytes=200000-")]);
    assert_eq!((beyond.status, beyond.header("content-range")), (416, Some("bytes */200000")));
    assert!(beyond.bytes.is_empty());

    let same = get(&mut teacher, &path, &[("if-none-match", &tag)]);
    assert_eq!((same.status, same.bytes.len(), same.header("etag")), (304, 0, Some(tag.as_str())));
    assert_eq!(same.header("cache-control"), Some("private, no-cache"));
    let told = teacher.send(TestRequest::default().method(Method::HEAD).uri(&path), &path);
    assert_eq!((told.status, told.header("etag"), told.bytes.len()), (200, Some(tag.as_str()), 0));
    assert_eq!(told.header("content-length"), Some("200000"));
}

#[test]
fn who_may_see_it_no_more_is_not_told_that_it_is_the_same() {
    let school = school();
    let (path, _) = film(&school);
    let tag = get(&mut school.browser("maitre_cm1"), &path, &[]).header("etag").unwrap().to_owned();
    get(&mut school.browser("parent_lea"), &path, &[("if-none-match", &tag)]).assert_status(403);
    get(&mut school.browser("parent_tom"), &path, &[("if-none-match", "*"), ("range", "bytes=0-1")]).assert_status(404);
    assert_eq!(get(&mut school.visitor(), &path, &[("if-none-match", &tag)]).status, 303);
}

#[test]
fn an_archive_is_made_while_it_is_sent() {
    let school = school();
    let (path, bytes) = film(&school);
    let path = path.replace("/fichiers/", "/archive/");
    let mut teacher = school.browser("maitre_cm1");
    let reply = get(&mut teacher, &path, &[]);
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/zip")));
    assert_eq!(reply.header("content-length"), Some(reply.bytes.len().to_string().as_str()));
    assert!(reply.header("content-disposition").unwrap().contains("Photos%20de%20L%C3%A9a.zip"));
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let mut archive = zip::ZipArchive::new(Cursor::new(reply.bytes.clone())).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["Noël.jpg", "_noël.jpg"]);
    let mut read = Vec::new();
    archive.by_index(1).unwrap().read_to_end(&mut read).unwrap();
    assert!(read == bytes);
    get(&mut school.browser("parent_tom"), &path, &[]).assert_status(404);
    // What other programs make of it, where the machine has them.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("photos.zip");
    std::fs::write(&file, &reply.bytes).unwrap();
    let python = std::process::Command::new("python3").args(["-m", "zipfile", "-t"]).arg(&file).output();
    if let Ok(said) = python {
        assert!(said.status.success() && !String::from_utf8_lossy(&said.stdout).contains("corrupt"), "{said:?}");
    }
    if let Ok(said) = std::process::Command::new("unzip").arg("-t").arg(&file).output() {
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    }
}
