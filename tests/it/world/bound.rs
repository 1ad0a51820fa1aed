//! What stands for each id of a path: things that the access table and the walks through all pages find in their places. In the
//! database only once [`bind`] has been asked.

use super::{PICTURE, School, WORD, documents, row};

/// An import of one pupil that waits for the director's yes.
fn waiting_import(school: &School) -> i64 {
    use preau::rooms::people::import::{plan::Source, read};
    let parsed = read(b"Nom;Pr\xe9nom;N\xe9 le;Classe\r\nNOUVEAU;Lou;01/02/2019;CP\r\n").unwrap();
    let sources = serde_json::to_string(&[Source { name: "eleves.csv".into(), parsed }]).unwrap();
    let file = school.file();
    let row = (school.id("directrice"), school.house.clock.now().0, sources);
    file.execute("INSERT INTO people_import (made_by, made_at, sources) VALUES (?1, ?2, ?3)", row).unwrap();
    file.last_insert_rowid()
}

/// The code of a talon of Léa's for that word.
pub const TALON: &str = "abcd3fgh";

fn printed_talon(school: &School) {
    let file = school.file();
    let sql = "INSERT INTO liaison_coupon (note, pupil, version, code, made_at) VALUES (?1, ?2, 1, ?3, 0) ON CONFLICT DO NOTHING";
    file.execute(sql, (WORD, school.id("lea"), TALON)).unwrap();
}

/// A merge of which only the line is left.
fn past_merge(school: &School) -> i64 {
    let file = school.file();
    let row = (school.id("parent_lea"), school.house.clock.now().0);
    file.execute("INSERT INTO people_undo (kind, person, made_at) VALUES ('merge', ?1, ?2)", row).unwrap();
    file.last_insert_rowid()
}

/// What somebody said of an unknown file's columns.
fn remembered_mapping(school: &School) -> i64 {
    let file = school.file();
    let row = (school.id("directrice"), school.house.clock.now().0);
    let sql = "INSERT INTO people_mapping (titles, mapping, made_by, made_at) VALUES ('blase', '{\"kind\":\"pupils\",\"columns\":{\"blase\":\"last\"}}', ?1, ?2) ON CONFLICT DO NOTHING";
    file.execute(sql, row).unwrap();
    super::row(school, "SELECT max(id) FROM people_mapping")
}

/// The link of Léa's mother to the word, for Léa; in the database only once [`bind`] has been asked.
pub const LINK: &str = "AAECAwQFBgcICQoLDA0ODw";

/// A letter of the word to Léa's mother, with its link, and a reply to it that signed nothing.
fn waiting_reply(school: &School) -> i64 {
    let file = school.file();
    let (now, sophie) = (school.house.clock.now().0, school.id("parent_lea"));
    let letter = "INSERT INTO liaison_letter (id, note, guardian, email, version, made_at, expires_at) VALUES (1, ?1, ?2, 'parent_lea@exemple.invalid', 1, ?3, ?3 + 86400) ON CONFLICT DO NOTHING";
    file.execute(letter, (WORD, sophie, now)).unwrap();
    let link = preau::base::secret::Token::presented(LINK).digest();
    let pupil = "INSERT INTO liaison_letter_pupil (letter, pupil, link) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING";
    file.execute(pupil, (school.id("lea"), link)).unwrap();
    let reply = "INSERT INTO liaison_incoming (id, letter, received_at, message, why, text) VALUES (1, 1, ?1, 'x', 'words', 'Bonjour') ON CONFLICT DO NOTHING";
    file.execute(reply, [now]).unwrap();
    1
}

/// The director's request for Léa's images this year.
fn asked_for_lea(school: &School) -> i64 {
    school.asked("lea", &school.year(preau::school::consent::Purpose::Class)).number()
}

/// A ready-made word that M. Roussel made.
fn own_template(school: &School) -> i64 {
    let file = school.file();
    let row = (school.id("maitre_cm1"), school.house.clock.now().0);
    let sql = "INSERT INTO liaison_template (id, name, title, body, category, asks, made_by, changed_at) VALUES (900, 'Kermesse', 'Kermesse', '<p>Samedi.</p>', 'divers', 'read', ?1, ?2) ON CONFLICT DO NOTHING";
    file.execute(sql, row).unwrap();
    900
}

/// A post that M. Roussel published for CM1; in the database only once [`bind`] has been asked.
pub const POST: i64 = 700;

/// A photo of that post on which nobody can be recognised.
fn published_photo(school: &School) -> i64 {
    published_post(school);
    let standing = row(school, "SELECT coalesce(max(media), 0) FROM blog_media");
    if standing > 0 {
        return standing;
    }
    let media = school.media(POST, "photo");
    school.on_it(media, &[]);
    media
}

fn published_post(school: &School) -> i64 {
    let file = school.file();
    let row = (POST, school.id("maitre_cm1"), school.house.clock.now().0, school.class("CM1"));
    let once = |sql: &str, row: &[&dyn rusqlite::ToSql]| file.execute(sql, row).unwrap();
    once(
        "INSERT INTO audience (id, sent_at, closes_on) VALUES (?1, ?2, '2027-08-31') ON CONFLICT DO NOTHING",
        &[&row.0, &row.2],
    );
    once(
        "INSERT INTO audience_part (audience, kind, part) VALUES (?1, 'class', ?2) ON CONFLICT DO NOTHING",
        &[&row.0, &row.3],
    );
    once(
        "INSERT INTO audience_pupil (audience, pupil, class, sent_at) SELECT ?1, pupil, class, ?2 FROM enrolment WHERE class = ?3 AND until_on IS NULL ON CONFLICT DO NOTHING",
        &[&row.0, &row.2, &row.3],
    );
    once("INSERT INTO blog_post (id, author, state, title, body, audience, made_at, changed_at, published_at, published_on, published_by, comments)
          VALUES (?1, ?2, 'published', 'Le potager', '<p>Nous avons semé.</p>', ?1, ?3, ?3, ?3, '2026-11-17', ?2, 1) ON CONFLICT DO NOTHING", &[&row.0, &row.1, &row.2]);
    once("INSERT INTO blog_target (post, class) VALUES (?1, ?2) ON CONFLICT DO NOTHING", &[&row.0, &row.3]);
    once(
        "INSERT INTO blog_comment (id, post, author, text, said_at) VALUES (1, ?1, ?2, 'Bravo !', ?3) ON CONFLICT DO NOTHING",
        &[&row.0, &school.id("parent_lea"), &row.2],
    );
    POST
}

/// A thread of M. Roussel's with Léa's mother, of one message with a photo; in the database only once [`bind`] has been asked.
pub const THREAD: i64 = 800;

fn standing_thread(school: &School) -> i64 {
    let file = school.file();
    let (now, etienne, sophie, lea) =
        (school.house.clock.now().0, school.id("maitre_cm1"), school.id("parent_lea"), school.id("lea"));
    let sql = format!(
        "INSERT INTO thread (id, opener, subject, answers, to_said, opened_at) VALUES ({THREAD}, {etienne}, 'Piscine', 'all', '[]', {now}) ON CONFLICT DO NOTHING;
         INSERT INTO thread_member (thread, person, last_at) VALUES ({THREAD}, {etienne}, {now}), ({THREAD}, {sophie}, {now}) ON CONFLICT DO NOTHING;
         INSERT INTO thread_through (thread, person, pupil) VALUES ({THREAD}, {sophie}, {lea}) ON CONFLICT DO NOTHING;
         INSERT INTO message (id, author, thread, state, body, changed_at, sent_at, delivered_at)
           VALUES ({THREAD}, {etienne}, {THREAD}, 'delivered', '<p>Jeudi.</p>', {now}, {now}, {now}) ON CONFLICT DO NOTHING;
         INSERT INTO message_media (message, media, place) VALUES ({THREAD}, {}, 1) ON CONFLICT DO NOTHING;",
        published_photo(school)
    );
    file.execute_batch(&sql).unwrap();
    THREAD
}

/// Léa's mother's report of that message.
fn shown_to_the_direction(school: &School) -> i64 {
    standing_thread(school);
    let file = school.file();
    let row = (THREAD, school.id("parent_lea"), school.house.clock.now().0);
    let sql = "INSERT INTO message_report (id, message, reporter, why, reported_at) VALUES (?1, ?1, ?2, 'Pas lui.', ?3) ON CONFLICT DO NOTHING";
    file.execute(sql, row).unwrap();
    THREAD
}

/// What Léa's mother asked to take away, ready to be fetched.
fn made_takeaway(school: &School) -> i64 {
    let (id, sophie, now) = (900, school.id("parent_lea"), school.house.clock.now().0);
    let folder = school.house.data.join(preau::door::EXPORTS);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{id}.zip")), b"PK\x05\x06").unwrap();
    school.sql(&format!(
        "INSERT INTO takeaway (id, person, what, asked_at, made_at, hash, size, sees)
         VALUES ({id}, {sophie}, 'own', {now}, {now}, '{}', 4, 'child-{}') ON CONFLICT DO NOTHING",
        "a".repeat(64),
        school.id("lea")
    ));
    id
}

/// A substitute whose time is over, noted as such.
fn somebody_who_left(school: &School) -> i64 {
    let file = school.file();
    let sql = "INSERT INTO departure (person, left_on, noted_on, erase_on) VALUES (?1, '2026-11-16', '2026-11-17', '2027-02-14') ON CONFLICT DO NOTHING";
    let who = school.id("remplacante_partie");
    file.execute(sql, [who]).unwrap();
    who
}

/// One that can be taken back still; of nobody.
fn pending_erasure(school: &School) -> i64 {
    let file = school.file();
    let now = school.house.clock.now();
    let sealed = school.house.keys.seal("[]").unwrap();
    let sql = "INSERT INTO erasure (id, person, made_at, erased_at, sealed, until) VALUES (1, 99999, 0, ?1, ?2, ?1 + 86400) ON CONFLICT DO NOTHING";
    file.execute(sql, (now.0, sealed)).unwrap();
    1
}

/// A route's path with the ids of Léa's world in it.
pub fn bind(school: &School, path: &str) -> String {
    let lea = school.id("lea");
    let ids = [
        ("{class}", school.class("CM1")),
        ("{group}", school.people.group("Chorale")),
        ("{pupil}", lea),
        ("{person}", school.id("parent_lea")),
        ("{note}", WORD),
        ("{piece}", PICTURE),
        ("{session}", 999_999),
        ("{holiday}", row(school, "SELECT min(id) FROM holiday")),
        ("{tie}", row(school, &format!("SELECT min(id) FROM guardianship WHERE pupil = {lea}"))),
        ("{duty}", row(school, "SELECT min(id) FROM duty WHERE kind = 'teacher'")),
        ("{import}", waiting_import(school)),
        ("{file}", 0),
        ("{undo}", past_merge(school)),
        ("{other}", school.id("other_parent_lea")),
        ("{mapping}", remembered_mapping(school)),
        ("{reply}", waiting_reply(school)),
        ("{template}", own_template(school)),
        ("{media}", published_photo(school)),
        ("{answer}", 999_999),
        ("{question}", 999_999),
        ("{request}", asked_for_lea(school)),
        ("{post}", published_post(school)),
        ("{comment}", 1),
        ("{thread}", standing_thread(school)),
        ("{message}", THREAD),
        ("{enclosure}", published_photo(school)),
        ("{report}", shown_to_the_direction(school)),
        ("{entry}", documents::class_document(school)),
        ("{takeaway}", made_takeaway(school)),
        ("{number}", 1),
        ("{application}", 999_999),
        ("{leaver}", somebody_who_left(school)),
        ("{erasure}", pending_erasure(school)),
        ("{tablet}", 999_999),
    ];
    let bound = ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, &id.to_string()));
    let bound = bound
        .replace("{token}", "jamais-imprime")
        .replace("{code}", TALON)
        .replace("{link}", LINK)
        .replace("{upload}", "jamais-annonce")
        .replace("{word}", "jamais-envoye")
        .replace("{size}", "petite")
        .replace("{space}", &format!("classe-{}", school.class("CM1")))
        .replace("{path:.*}", "Mes%20documents")
        .replace("{day}", "2026-10-29");
    printed_talon(school);
    assert!(!bound.contains('{'), "say in world::bind what stands for {bound}");
    bound
}
