//! Every text that the database keeps, and what becomes of a name that stands in it. `tests/golden/erasure.txt` says it for each
//! column; a column that comes later is asked for. A column may have several of these ways, by whose it is:
//!
//! - `own`: goes with the person's row, by the database's own keys.
//! - `theirs`: what they wrote, kept or sent themselves: their room takes it away.
//! - `taken`: the name goes from it at the erasure, or the row does.
//! - `shown`: others wrote it, and the director may read it: shown before, with the way there.
//! - `private`: others wrote it, and the director may not read it. It goes at its own term; the page says that it is not shown.
//! - `proof`: what others agreed to or answered, as they read it. It goes at its own term.
//! - `short`: goes by itself within hours or days, or as the letter leaves.
//! - `house`: of the school and its machine: no person's.
//! - `code`: written by the program: a code, a date, a hash, an address within the house.

use super::{found, hour, leaves, school};
use crate::{laws::assert_golden, liaison::write, world::School};
use preau::door::found as found_by;
use std::collections::{BTreeMap, BTreeSet};

const WAYS: [&str; 9] = ["own", "theirs", "taken", "shown", "private", "proof", "short", "house", "code"];
const GOLDEN: &str = include_str!("../../golden/erasure.txt");
const NAME: &str = "Tibelius Öztürk";

fn ways() -> BTreeMap<&'static str, Vec<&'static str>> {
    let line = |line: &'static str| {
        let mut words = line.split(' ');
        (words.next().unwrap(), words.collect())
    };
    GOLDEN.lines().map(line).collect()
}

fn columns(school: &School, sql: &str) -> Vec<String> {
    let file = school.file();
    let mut rows = file.prepare(sql).unwrap();
    rows.query_map([], |row| row.get(0)).unwrap().map(|name| name.unwrap()).collect()
}

fn of_way(way: &str) -> BTreeSet<&'static str> {
    ways().into_iter().filter(|(_, all)| all.contains(&way)).map(|(column, _)| column).collect()
}

#[test]
fn every_text_has_its_way() {
    let school = School::bare();
    let texts = columns(
        &school,
        "SELECT t.name || '.' || c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.type = 'TEXT' ORDER BY 1",
    );
    let ways = ways();
    let said = |column: &String| ways.get(column.as_str()).map_or("?".to_owned(), |ways| ways.join(" "));
    let lines: Vec<String> = texts.iter().map(|column| format!("{column} {}\n", said(column))).collect();
    assert_golden("erasure.txt", &lines.concat());
    let unknown: Vec<_> =
        ways.iter().filter(|(_, all)| all.is_empty() || all.iter().any(|way| !WAYS.contains(way))).collect();
    assert!(unknown.is_empty(), "what becomes of a name that stands there? {unknown:?}");

    // « own » is what the keys say: one way at least leads from the row to the person, and takes it along.
    let own: BTreeSet<String> = columns(
        &school,
        "WITH RECURSIVE goes (name) AS (VALUES ('person') UNION
           SELECT t.name FROM goes CROSS JOIN pragma_table_list t JOIN pragma_foreign_key_list(t.name) k
             ON k.\"table\" = goes.name AND k.on_delete = 'CASCADE' WHERE t.schema = 'main' AND t.type = 'table')
         SELECT name FROM goes",
    )
    .into_iter()
    .collect();
    let alone: Vec<_> =
        of_way("own").into_iter().filter(|column| !own.contains(column.split('.').next().unwrap())).collect();
    assert!(alone.is_empty(), "no key takes these along: {alone:?}");
}

/// What hangs on one word and on one post of others, each of its columns bearing the name: the column, how it got it, and where
/// the page leads.
fn shown(note: i64, post: i64, photo: i64, paper: i64) -> Vec<(&'static str, String, String)> {
    let (word, article) = (format!("/cahier-de-liaison/{note}"), format!("/blog/articles/{post}"));
    let templates = "/cahier-de-liaison/modeles".to_owned();
    let template = |column: &str| {
        let of = |one: &str| if one == column { NAME } else { "x" };
        let questions = if column == "questions" {
            format!("[{{\"kind\":\"yes_no\",\"label\":\"{NAME} ?\",\"is_required\":true,\"per\":\"pupil\"}}]")
        } else {
            "[]".to_owned()
        };
        format!(
            "INSERT INTO liaison_template (name, title, body, category, asks, questions, changed_at) VALUES ('{}', '{}', '<p>{}</p>', 'divers', 'nothing', '{questions}', 1)",
            of("name"),
            of("title"),
            of("body")
        )
    };
    let rubric = format!("INSERT INTO blog_category (name, sort_key) VALUES ('{NAME}', 'tibelius ozturk')");
    let group = format!(
        "INSERT INTO pupil_group (name, sort_key, from_on, until_on) VALUES ('Autour de {NAME}', 'autour de tibelius ozturk', '2026-09-01', '2027-07-01')"
    );
    let document = format!(
        "INSERT INTO document (id, space, owner, kind, name, folded, sort_key, made_at, changed_at)
           VALUES (900, 'school', 0, 'folder', '{NAME}', 'tibelius öztürk', 'tibelius ozturk', 1, 1)"
    );
    let set = |table: &str, column: &str, id: i64| format!("UPDATE {table} SET {column} = '{NAME}' WHERE id = {id}");
    let question = |label: &str, choices: &str| {
        format!(
            "INSERT INTO liaison_question (note, place, kind, label, choices, is_required, per) VALUES ({note}, (SELECT count(*) FROM liaison_question), 'one', '{label}', '{choices}', 0, 'pupil')"
        )
    };
    let withdrawn = |column: &str| {
        format!("UPDATE blog_post SET {column} = '{NAME}', state = 'withdrawn', withdrawn_at = 1 WHERE id = {post}")
    };
    let taken_back = |column: &str| {
        format!(
            "UPDATE liaison_version SET {column} = '{NAME}' WHERE note = {note}; UPDATE liaison_note SET withdrawn_at = 1 WHERE id = {note}"
        )
    };
    let mail = |column: &str| format!("UPDATE settings SET {column} = 'PARENT_TOM@exemple.invalid'");
    let comment = format!(
        "INSERT INTO blog_comment (post, author, text, said_at, state) SELECT id, author, '{NAME}', 1, 'shown' FROM blog_post WHERE id = {post}"
    );
    let joined = format!(
        "INSERT INTO liaison_attachment (note, name, file, media_type, size) SELECT {note}, 'ozturk_tibelius.pdf', hash, 'x', 1 FROM file LIMIT 1"
    );
    let contact =
        "INSERT INTO acme (id, names, contact, way, agreed_at) VALUES (1, 'x', 'parent_tom@exemple.invalid', 'any', 1)";
    let class = "UPDATE class SET name = 'CE1 de Mme Öztürk', key = 'ce1 de mme ozturk' WHERE name = 'CE1'".to_owned();
    let renamed = "/modifier\"".to_owned();
    vec![
        ("acme.contact", contact.to_owned(), "/reglages/certificat/public".into()),
        ("blog_category.name", rubric.clone(), "/blog/rubriques".into()),
        ("blog_category.sort_key", rubric, "/blog/rubriques".into()),
        ("blog_comment.text", comment, article.clone()),
        ("blog_post.body", withdrawn("body"), article.clone()),
        ("blog_post.occasion", set("blog_post", "occasion", post), article.clone()),
        ("blog_post.title", withdrawn("title"), article.clone()),
        ("class.key", class.clone(), renamed.clone()),
        ("class.name", class, renamed),
        ("document.folded", document.clone(), "/dossiers/900".into()),
        ("document.name", document.clone(), "/dossiers/900".into()),
        ("document.sort_key", document, "/dossiers/900".into()),
        ("liaison_attachment.name", joined, word.clone()),
        ("liaison_question.choices", question("Qui ?", &format!("[\"{NAME}\"]")), word.clone()),
        ("liaison_question.label", question(NAME, "[]"), word.clone()),
        ("liaison_template.body", template("body"), templates.clone()),
        ("liaison_template.name", template("name"), templates.clone()),
        ("liaison_template.questions", template("questions"), templates.clone()),
        ("liaison_template.title", template("title"), templates),
        ("liaison_version.body", taken_back("body"), word.clone()),
        ("liaison_version.title", taken_back("title"), word),
        ("media.alt", set("media", "alt", photo), article.clone()),
        ("media.name", set("media", "name", paper), article),
        ("pupil_group.name", group.clone(), "/groupes/".into()),
        ("pupil_group.sort_key", group, "/groupes/".into()),
        ("settings.imap_address", mail("imap_address"), "/reglages/courrier/reponses".into()),
        ("settings.imap_login", mail("imap_login"), "/reglages/courrier/reponses".into()),
        ("settings.mail_from", mail("mail_from"), "/reglages/courrier".into()),
        ("settings.mail_login", mail("mail_login"), "/reglages/courrier".into()),
    ]
}

#[test]
fn what_others_wrote_is_shown_before() {
    let (mut seen, mut missing) = (BTreeSet::new(), Vec::new());
    for at in 0.. {
        let school = school();
        let note = write(&school, "maitresse_ce1", "CE1", "Cirque", "one");
        let post = school.post("maitresse_ce1", "CE1");
        let (photo, paper) = (school.media(post, "photo"), school.media(post, "document"));
        school.on_it(photo, &["hugo"]);
        school.on_it(paper, &[]);
        let Some((column, sql, href)) = shown(note, post, photo, paper).into_iter().nth(at) else { break };
        let who = match column.split('.').next().unwrap() {
            "class" => "maitresse_ce1",
            "settings" | "acme" => "parent_tom",
            _ => "tom",
        };
        let id = school.id(who);
        school.sql(&format!(
            "UPDATE person SET last_name = 'Öztürk' WHERE id = {id};
             INSERT INTO departure (person, left_on, noted_on, erase_on) VALUES ({id}, '2026-11-16', '2026-11-16', '2027-02-14')"
        ));
        let here = format!("/ecole/departs/{id}");
        let page = school.browser("directrice").get(&here);
        assert!(!page.body().contains(&href), "{column}: else this proves nothing");
        school.sql(&sql);
        // What a search finds is found by its index.
        school.sql("UPDATE search_shelf SET version = 0");
        found_by::put_in_order(&school.house).unwrap();
        let page = school.browser("directrice").get(&here);
        if !page.assert_status(200).body().contains(&href) {
            missing.push(format!("{column}: {}", page.text()));
        }
        seen.insert(column);
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert_eq!(seen, of_way("shown"));
}

/// Each of these columns bears the name, in a row that stays or that somebody else's erasing must find.
fn taken(school: &School, note: i64, post: i64, photo: i64) -> Vec<(&'static str, String)> {
    let (tom, emre, paul, ce1) =
        (school.id("tom"), school.id("parent_tom"), school.id("other_parent_lea"), school.class("CE1"));
    let now = school.house.clock.now().0;
    let file = "(SELECT hash FROM file LIMIT 1)";
    let undo = |id: i64, about: &str, step: &str| {
        format!(
            "INSERT INTO people_undo (id, kind, about, made_at) VALUES ({id}, 'merge', '{about}', {now});
                 INSERT INTO people_undo_step (undo, place, name, before, after) VALUES ({id}, 0, 'person', {step})"
        )
    };
    let row = format!("'{{\"id\":{tom},\"first_name\":\"Tibelius\"}}'");
    let letter = |to: &str, subject: &str| {
        format!(
            "INSERT INTO outbox (recipient, kind, subject, text, posted_at, send_at) VALUES ('{to}', 'mot', '{subject}', '', {now}, 9000000000)"
        )
    };
    let version = |title: &str, body: &str| {
        format!("INSERT INTO liaison_version (note, version, title, body, written_at, written_by) SELECT {note}, 40 + (SELECT count(*) FROM liaison_version), '{title}', '<p>{body}</p>', 1, author FROM liaison_note WHERE id = {note};
                 INSERT INTO blog_version (post, version, title, body, written_at, written_by) SELECT {post}, 40 + (SELECT count(*) FROM blog_version), '{title}', '<p>{body}</p>', 1, author FROM blog_post WHERE id = {post}")
    };
    let message = format!(
        "INSERT INTO thread (id, opener, subject, answers, to_said, opened_at) VALUES (70, {paul}, 'x', 'all', '[]', {now}) ON CONFLICT DO NOTHING;
         INSERT INTO message (id, author, thread, state, changed_at, delivered_at) VALUES (70, {paul}, 70, 'delivered', {now}, {now}) ON CONFLICT DO NOTHING"
    );
    let report = |id: i64, why: &str, remark: &str| {
        format!(
            "{message}; INSERT INTO message_report (id, message, reporter, why, reported_at, settled_at, remark) VALUES ({id}, 70, {}, '{why}', {now}, {now}, '{remark}')",
            school.id(if id == 1 { "maitresse_ce1" } else { "maitre_cm1" })
        )
    };
    let refused = "INSERT INTO mail_refusal (address, said, times, refused_at) VALUES ('parent_tom@exemple.invalid', 'inconnu : parent_tom@exemple.invalid', 1, 1) ON CONFLICT DO NOTHING".to_owned();
    let document = format!(
        "INSERT INTO document (id, space, owner, kind, name, folded, sort_key, said, made_at, made_by, changed_at) VALUES (900, 'hand_in', {ce1}, 'file', 'a.pdf', 'a.pdf', 'a.pdf', 'Tibelius Öztürk.pdf', 1, {paul}, 1)"
    );
    vec![
        (
            "blog_comment.text",
            format!(
                "INSERT INTO blog_comment (post, author, text, said_at, state) VALUES ({post}, {paul}, 'Bravo {NAME}', 1, 'removed')"
            ),
        ),
        (
            "blog_remark.text",
            format!(
                "INSERT INTO blog_remark (post, said_by, said_at, text) VALUES ({post}, {paul}, 1, 'Retirez ÖZTÜRK Tibelius')"
            ),
        ),
        ("blog_version.body", version("x", "Avec Tibelius&nbsp;Öztürk")),
        ("blog_version.title", version(NAME, "x")),
        ("document.said", document),
        (
            "document_property.xml",
            format!("INSERT INTO document_property (document, name, xml) VALUES (900, 'x', '<a>{NAME}</a>')"),
        ),
        (
            "liaison_attachment.name",
            format!(
                "INSERT INTO liaison_attachment (note, name, file, media_type, size, removed_in) VALUES ({note}, 'tibelius_ozturk.pdf', {file}, 'x', 1, 2)"
            ),
        ),
        ("liaison_version.body", String::new()),
        ("liaison_version.title", String::new()),
        ("mail_refusal.address", refused),
        ("mail_refusal.said", String::new()),
        ("media.name", format!("UPDATE media SET name = 'Tibelius-OZTURK3.JPG' WHERE id = {photo}")),
        ("message_report.remark", report(1, "x", &format!("Vu avec {NAME}"))),
        ("message_report.why", report(2, NAME, "x")),
        ("outbox.recipient", letter("PARENT_TOM@exemple.invalid", "x")),
        ("outbox.subject", letter("x@exemple.invalid", &format!("Pour {NAME}"))),
        (
            "people_import.summary",
            format!(
                "INSERT INTO people_import (made_at, sources, applied_at, summary) VALUES ({now}, '[]', {now}, '{{\"ine_taken\":[\"Tibelius\"]}}')"
            ),
        ),
        ("people_undo.about", undo(77, NAME, "NULL, NULL")),
        ("people_undo_step.after", undo(78, "x", &format!("NULL, {row}"))),
        ("people_undo_step.before", undo(79, "x", &format!("{row}, NULL"))),
        (
            "pupil_tablet.name",
            format!(
                "INSERT INTO pupil_access (class, ways, from_home, opened_at) VALUES ({ce1}, 'pictures', 0, 1) ON CONFLICT DO NOTHING; INSERT INTO pupil_tablet (class, token, name, paired_at, paired_by) VALUES ({ce1}, zeroblob(32), 'Tablette de {NAME}', {now}, {emre})"
            ),
        ),
        ("throttle.key", format!("INSERT INTO throttle (key, full_till) VALUES ('account emregul.ozturk', {now})")),
    ]
}

#[test]
fn what_nobody_reads_as_it_stands_loses_the_name() {
    let school = school();
    let note = write(&school, "maitresse_ce1", "CE1", "Cirque", "one");
    let post = school.post("maitresse_ce1", "CE1");
    let (photo, drawn_over) = (school.media(post, "photo"), school.media(post, "photo"));
    school.on_it(photo, &["hugo"]);
    school.on_it(drawn_over, &["tom"]);
    school.sql(&format!(
        "UPDATE media_tag SET blurred_at = 1 WHERE media = {drawn_over};
         UPDATE media SET name = 'tibelius-gouter.jpg' WHERE id = {drawn_over}"
    ));
    let planted = taken(&school, note, post, photo);
    planted.iter().for_each(|(_, sql)| school.sql(sql));
    assert_eq!(planted.iter().map(|(column, _)| *column).collect::<BTreeSet<_>>(), of_way("taken"));
    leaves(&school, "tom", "2026-11-17");
    hour(&school, "2026-11-18 09:00");
    hour(&school, "2027-02-15 02:00");
    let mut needles = super::family();
    needles.push(b"OZTURK");
    let left = found(school.data(), &needles);
    assert!(left.is_empty(), "{}", left.join("\n"));
    let says = |sql: &str| columns(&school, sql).join(" | ");
    assert_eq!(says("SELECT text FROM blog_remark"), "Retirez [nom effacé]");
    assert_eq!(says("SELECT body FROM blog_version ORDER BY version LIMIT 1"), "<p>Avec [nom effacé]</p>");
    assert_eq!(says("SELECT said FROM document WHERE id = 900"), "[nom effacé].pdf");
    assert_eq!(says("SELECT name FROM media WHERE kind = 'photo' ORDER BY id"), "photo.JPG | photo.jpg");
    assert_eq!(says("SELECT remark FROM message_report WHERE id = 1"), "Vu avec [nom effacé]");
    assert_eq!(says("SELECT name FROM pupil_tablet"), "Tablette de [nom effacé]");
    // What is shown today is its author's to correct: nothing of it was rewritten.
    school.browser("directrice").get(&format!("/cahier-de-liaison/{note}")).assert_says("Cirque");
}
