//! Names of people and codes are never translated: « Léa Petit » must not become « Lea Small » for who reads in another language.

use crate::world::{Reply, School, WORD, selector};
use std::collections::BTreeSet;

/// Names that are nothing else on our pages.
const NAMES: [&str; 14] = [
    "Léa", "Hugo", "Zoé", "Sophie", "Yvonne", "Öztürk", "Nguyễn", "Roussel", "Benali", "Le Goff", "Petit", "Martin",
    "Lefèvre", "Keller",
];

#[test]
fn names_are_kept_from_translators() {
    let school = School::new();
    let (lea, word) = (school.id("lea"), format!("/cahier-de-liaison/{WORD}"));
    let pupil = format!("/eleves/{lea}");
    let sample: [(&str, &[&str]); 4] = [
        ("parent_lea", &["/", "/cahier-de-liaison", &word, "/compte", "/compte/papier", "/annuaire"]),
        ("maitre_cm1", &["/", "/cahier-de-liaison", "/cahier-de-liaison/nouveau", &word, &pupil, "/annuaire"]),
        ("directrice", &["/ecole/familles", "/ecole/eleves", "/ecole/equipe", "/ecole/situations", &pupil]),
        ("lea", &["/", &word]),
    ];
    let mut found = BTreeSet::new();
    for (who, paths) in sample {
        for path in paths {
            let reply = school.browser(who).get(path);
            reply.assert_status(200);
            found.extend(bare(&reply).into_iter().map(|text| format!("{path} ({who}): {text}")));
        }
    }
    for what in ["suivi", "papier", "talons"] {
        let path = format!("{word}/{what}");
        let reply = school.browser("maitre_cm1").get(&path);
        reply.assert_status(200);
        found.extend(bare(&reply).into_iter().map(|text| format!("{path}: {text}")));
    }
    assert!(
        found.is_empty(),
        "say translate=\"no\" around these names:\n{}",
        found.into_iter().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn a_bare_name_would_be_seen() {
    let page = "<!doctype html><html lang=fr><title>Léa</title><p>Pour <b translate=no><i>Léa</i></b>.<p>Pour Zoé.<option value=Hugo>x</option>";
    let reply = Reply { status: 200, path: "/".into(), headers: Vec::new(), bytes: page.as_bytes().to_vec() };
    assert_eq!(bare(&reply), ["Pour Zoé."]);
}

/// Texts of the body that hold a name outside of `translate="no"`.
fn bare(reply: &Reply) -> Vec<String> {
    let html = reply.html();
    let body = html.select(&selector("body")).next().expect("a page has a body");
    let texts = body.descendants().filter_map(|node| Some((node, node.value().as_text()?.trim().to_owned())));
    texts
        .filter(|(_, text)| NAMES.iter().any(|name| text.contains(name)))
        .filter(|(node, _)| {
            !node.ancestors().any(|above| above.value().as_element().is_some_and(|e| e.attr("translate") == Some("no")))
        })
        .map(|(_, text)| text)
        .collect()
}
