//! The archive as a browser opens it from a disk: valid pages, every link there, nothing from elsewhere.

use super::{Files, lived, own, text};
use crate::world::selector;
use scraper::Html;
use std::collections::BTreeSet;

/// What is wrong with a page of an archive.
pub fn faults(files: &Files, name: &str) -> Vec<String> {
    let page = text(&files[name]);
    let html = Html::parse_document(&page);
    let mut found: Vec<String> = html.errors.iter().map(|error| format!("{name}: {error}")).collect();
    let count = |css: &str| html.select(&selector(css)).count();
    if (count("h1"), count("main"), count("html[lang=fr]")) != (1, 1, 1) || !page.starts_with("<!DOCTYPE html>") {
        found.push(format!("{name}: no title, main or language"));
    }
    for bad in ["script", "style", "[style]", "iframe", "base", "img:not([alt])"] {
        if count(bad) > 0 {
            found.push(format!("{name}: {bad}"));
        }
    }
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    for element in html.select(&selector("[href], [src]")) {
        let to = element.attr("href").or(element.attr("src")).unwrap_or_default();
        let is_out = ["https://", "http://", "mailto:", "tel:"].iter().any(|start| to.starts_with(start));
        if is_out && element.value().name() == "a" {
            continue;
        }
        let place = percent_encoding::percent_decode_str(to).decode_utf8().unwrap().into_owned();
        let whole = match (place.strip_prefix("../"), folder) {
            (Some(up), _) => up.to_owned(),
            (None, "") => place,
            (None, folder) => format!("{folder}/{place}"),
        };
        if !files.contains_key(&whole) {
            found.push(format!("{name} leads to {to}, which is not there"));
        }
    }
    found
}

/// Pages to which links lead from the first.
pub fn reached(files: &Files) -> BTreeSet<String> {
    let (mut seen, mut todo) = (BTreeSet::new(), vec!["index.html".to_owned()]);
    while let Some(name) = todo.pop() {
        if !name.ends_with(".html") || !seen.insert(name.clone()) {
            continue;
        }
        let folder = name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let html = Html::parse_document(&text(&files[&name]));
        todo.extend(html.select(&selector("a[href]")).filter_map(|link| {
            let to = percent_encoding::percent_decode_str(link.attr("href")?).decode_utf8().ok()?.into_owned();
            let whole = to.strip_prefix("../").map_or_else(|| format!("{folder}{to}"), str::to_owned);
            files.contains_key(&whole).then_some(whole)
        }));
    }
    seen
}

#[test]
fn an_export_opens_from_a_disk_with_every_link_there() {
    let school = lived();
    let post = school.post("maitre_cm1", "CM1");
    for kind in ["photo", "video", "sound", "document"] {
        let media = school.media(post, kind);
        school.on_it(media, &[]);
    }
    // A link into the school leads nowhere from a disk; one to elsewhere stays.
    school.sql(
        "UPDATE blog_post SET body = '<p><a href=\"/documents/1\" rel=\"noopener\">ici</a> <a href=\"https://exemple.invalid/\" rel=\"noopener\">là</a></p>'",
    );
    let files = own(&school, "parent_lea");
    assert!(files.contains_key("index.html") && files.contains_key("style.css"));
    let pages: Vec<&String> = files.keys().filter(|name| name.ends_with(".html")).collect();
    assert!(pages.len() > 10, "{pages:?}");
    let broken: Vec<String> = pages.into_iter().flat_map(|name| faults(&files, name)).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let reached = reached(&files);
    let alone: Vec<&String> = files.keys().filter(|name| name.ends_with(".html") && !reached.contains(*name)).collect();
    assert!(alone.is_empty(), "no link leads to {alone:?}");
    let first = text(&files["index.html"]);
    for part in ["Cahier de liaison", "Blog", "Messages", "Documents", "Autorisations d’image", "Personnes et école"]
    {
        assert!(first.contains(part), "{part}\n{first}");
    }
    assert!(!text(&files["style.css"]).contains("url("));
}
