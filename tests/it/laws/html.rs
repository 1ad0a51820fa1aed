//! Every page that a person can reach by links: valid, one h1, labels, nothing inline, nothing from elsewhere.

use crate::world::{PERSONAS, Reply, School, selector};
use scraper::{ElementRef, Html};
use std::collections::{BTreeSet, HashSet};

/// More pages than anyone has links for.
const AT_MOST: usize = 400;

#[test]
fn every_page_that_links_lead_to_is_well_made() {
    let mut broken = BTreeSet::new();
    let mut seen_by_all = 0;
    for who in PERSONAS {
        let school = School::new();
        let mut browser = school.browser(who);
        let (mut seen, mut todo) = (HashSet::new(), vec!["/".to_owned()]);
        while let Some(path) = todo.pop() {
            if !seen.insert(path.clone()) || seen.len() > AT_MOST {
                continue;
            }
            let reply = browser.get(&path);
            if reply.status >= 400 {
                broken.insert(format!("{who} follows a link to {path}: {}", reply.status));
            }
            if reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
                broken.extend(faults(&reply).into_iter().map(|fault| format!("{path} ({who}): {fault}")));
                todo.extend(links(&reply));
            }
        }
        seen_by_all += seen.len();
    }
    assert!(seen_by_all > 3 * PERSONAS.len(), "only {seen_by_all} pages were reached");
    assert!(broken.is_empty(), "{}", broken.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_badly_made_page_would_be_seen() {
    let page = "<!doctype html><html lang=fr><title>x</title><body style='color:red'><h1>a</h1><h1>b</h1><input name=x><img src=http://ailleurs/x.png><script>1</script>";
    let reply = Reply { status: 200, path: "/".into(), headers: Vec::new(), bytes: page.as_bytes().to_vec() };
    let found = faults(&reply).join("\n");
    for sign in ["2 h1", "no label", "style attribute", "inline script", "from elsewhere", "no alt"] {
        assert!(found.contains(sign), "{sign} was not seen in:\n{found}");
    }
}

/// What is wrong with a page.
pub fn faults(reply: &Reply) -> Vec<String> {
    let html = reply.html();
    let mut found: Vec<String> =
        html.errors.iter().filter(|error| !error.contains("foreign")).map(|error| format!("html: {error}")).collect();
    let all = |css: &str| html.select(&selector(css)).collect::<Vec<_>>();
    if all("h1").len() != 1 {
        found.push(format!("{} h1", all("h1").len()));
    }
    if all("html[lang=fr]").is_empty() || all("title").is_empty() || all("main#contenu").len() != 1 {
        found.push("no language, title or main".into());
    }
    found.extend(all("[style]").iter().map(|e| format!("style attribute on {}", e.value().name())));
    found.extend(all("script:not([src]), style").iter().map(|_| "inline script or style".to_owned()));
    found.extend(all("img:not([alt])").iter().map(|_| "no alt".to_owned()));
    found.extend(all("*").iter().flat_map(|e| {
        e.value()
            .attrs()
            .filter(|(name, _)| name.starts_with("on"))
            .map(|(name, _)| format!("handler {name}"))
            .collect::<Vec<_>>()
    }));
    for e in all("[src], link[href]") {
        let to = e.attr("src").or(e.attr("href")).unwrap_or_default();
        if to.contains("//") {
            found.push(format!("{to} comes from elsewhere"));
        }
    }
    found.extend(unlabelled(&html));
    found.extend(repeated_ids(&html));
    found
}

fn unlabelled(html: &Html) -> Vec<String> {
    let labels: HashSet<String> =
        html.select(&selector("label[for]")).map(|label| label.attr("for").unwrap().to_owned()).collect();
    let fields = html.select(&selector("input, select, textarea")).collect::<Vec<_>>();
    let is_silent = |field: &&ElementRef| !matches!(field.attr("type"), Some("hidden" | "submit" | "button"));
    fields
        .iter()
        .filter(is_silent)
        .filter(|field| {
            let by_id = field.attr("id").is_some_and(|id| labels.contains(id));
            let inside = field.ancestors().any(|node| node.value().as_element().is_some_and(|e| e.name() == "label"));
            !(by_id || inside || field.attr("aria-label").is_some() || field.attr("aria-labelledby").is_some())
        })
        .map(|field| format!("no label for {} {}", field.value().name(), field.attr("name").unwrap_or_default()))
        .collect()
}

fn repeated_ids(html: &Html) -> Vec<String> {
    let mut seen = HashSet::new();
    html.select(&selector("[id]"))
        .filter_map(|e| e.attr("id"))
        .filter(|id| !seen.insert(id.to_string()))
        .map(|id| format!("two elements called {id}"))
        .collect()
}

fn links(reply: &Reply) -> Vec<String> {
    let html = reply.html();
    html.select(&selector("a[href]"))
        .filter_map(|a| a.attr("href"))
        .filter(|to| to.starts_with('/'))
        .map(|to| to.split('#').next().unwrap().to_owned())
        .collect()
}
