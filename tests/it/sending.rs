//! The sender itself, before a server that takes everything: when letters leave, to where, how often.

use crate::{
    letters::{Sent, later, letter, outbox, school, sql},
    liaison::{rows, write},
    world::School,
};
use preau::{
    app::{digest, sender::Sender},
    base::{
        db::Id,
        jobs::System,
        mail::{self, Letter},
    },
    school::settings::{self, MailSettings},
};
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// A mail server of few words: to whom each letter was that it took, in order, and the letter.
pub struct Server {
    port: u16,
    taken: Arc<Mutex<Vec<(String, String)>>>,
}

impl Server {
    /// The school's own from now on.
    pub fn of(school: &School) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let shelf = taken.clone();
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                talk(line, &shelf);
            }
        });
        let server = Server { port, taken };
        server.settle(school, 100_000);
        server
    }

    fn settle(&self, school: &School, per_hour: i64) {
        let mail = MailSettings {
            host: "127.0.0.1".into(),
            port: self.port,
            security: "local".into(),
            from: "ecole@exemple.invalid".into(),
            per_hour,
            ..MailSettings::default()
        };
        let tx = school.house.db.write().unwrap();
        settings::store::set_mail(&tx, &mail, &System::at_the_console()).unwrap();
        tx.commit().unwrap();
    }

    /// Whose letters it took since it was last asked.
    fn took(&self) -> Vec<String> {
        let mut names: Vec<String> = std::mem::take(&mut *self.taken.lock().unwrap())
            .into_iter()
            .map(|(to, _)| to.replace("@exemple.invalid", ""))
            .collect();
        names.sort();
        names
    }
}

fn talk(line: TcpStream, shelf: &Mutex<Vec<(String, String)>>) {
    let mut answer = line.try_clone().unwrap();
    let mut say = |words: &str| answer.write_all(format!("{words}\r\n").as_bytes());
    say("220 ecole").unwrap();
    let (mut to, mut text) = (String::new(), None::<String>);
    for said in BufReader::new(line).lines().map_while(Result::ok) {
        if let Some(letter) = &mut text {
            if said != "." {
                letter.push_str(&said);
                letter.push('\n');
                continue;
            }
            shelf.lock().unwrap().push((to.clone(), text.take().unwrap()));
        } else if let Some(rest) = said.strip_prefix("RCPT TO:<") {
            to = rest.split('>').next().unwrap().to_owned();
        }
        let word = match said.as_str() {
            "DATA" => {
                text = Some(String::new());
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 yes",
        };
        if say(word).is_err() || said == "QUIT" {
            return;
        }
    }
}

fn go(school: &School) {
    Sender::default().go(&school.house, &|| false).unwrap();
}

fn digests(school: &School) {
    digest::send_due(&school.house, &System::at_the_console()).unwrap();
}

fn email(school: &School, who: &str, email: &str) {
    sql(school, &format!("UPDATE person SET email = '{email}' WHERE id = {}", school.id(who)));
}

fn waiting(school: &School) -> Vec<Sent> {
    outbox(school).into_iter().filter(|sent| !sent.text.is_empty()).collect()
}

const FAMILIES: [&str; 4] = ["grand_mere", "mere_sans_autorite", "other_parent_lea", "parent_lea"];

#[test]
fn what_is_calm_stays_all_night_and_leaves_once_in_the_morning() {
    let school = school();
    let server = Server::of(&school);
    // Of a word of the evening, written after the calm has begun: for the morning from the first.
    school.at("2026-11-17 19:58");
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    school.at("2026-11-17 21:15");
    later(&school);
    go(&school);
    assert!(server.took().is_empty());
    // Due before it, and late: the sender itself puts these off. A passphrase forgotten at night does not wait.
    school.at("2026-11-17 19:59");
    write(&school, "maitre_cm1", "CM1", "Piscine", "one");
    later(&school);
    let tx = school.house.db.write().unwrap();
    let pressing = Letter {
        to: "tante@exemple.invalid".into(),
        kind: "compte",
        subject: "s".into(),
        text: "t".into(),
        ..Letter::default()
    };
    mail::store::post(&tx, &pressing, school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    for (night, taken) in [("20:00", vec!["tante"]), ("23:30", vec![]), ("06:59", vec![])] {
        let day = if night == "06:59" { 18 } else { 17 };
        school.at(&format!("2026-11-{day} {night}"));
        go(&school);
        assert_eq!(server.took(), taken, "{night}");
    }
    school.at("2026-11-18 07:00");
    go(&school);
    let mut twice: Vec<&str> = FAMILIES.iter().chain(&FAMILIES).copied().collect();
    twice.sort_unstable();
    assert_eq!(server.took(), twice);
    for later in ["2026-11-18 07:01", "2026-11-18 12:00", "2026-11-18 23:00", "2026-11-19 07:00"] {
        school.at(later);
        go(&school);
        assert!(server.took().is_empty(), "{later}");
    }
}

#[test]
fn a_letter_that_waited_goes_to_no_address_that_is_theirs_no_more() {
    let school = school();
    let server = Server::of(&school);
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    let old = letter(&school, "parent_lea").link();
    email(&school, "parent_lea", "neuve@exemple.invalid");
    email(&school, "other_parent_lea", "");
    email(&school, "grand_mere", "GRAND_mere@exemple.invalid");
    go(&school);
    assert_eq!(server.took(), ["grand_mere", "mere_sans_autorite"], "the same address but for its capitals stays");
    assert!(waiting(&school).is_empty());
    later(&school);
    let anew = letter(&school, "neuve");
    go(&school);
    assert_eq!(server.took(), ["neuve"]);
    assert_ne!(anew.link(), old);
    school.visitor().get(&old).assert_status(404);
    let mut phone = school.visitor();
    phone.get(&anew.link()).form("Signer pour Léa").send(&mut phone).assert_says("Signé par vous");
    later(&school);
    go(&school);
    assert!(server.took().is_empty());
    assert_eq!(rows(&school, &format!("SELECT count(*) FROM liaison_answer WHERE note = {note}")), 1);
}

#[test]
fn an_address_that_refused_and_was_mended_loses_nothing_that_waits() {
    let school = school();
    let server = Server::of(&school);
    write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    for who in ["parent_lea", "other_parent_lea"] {
        let refused = "INSERT INTO mail_refusal (address, said, times, refused_at, stopped_at) VALUES";
        sql(&school, &format!("{refused} ('{who}@exemple.invalid', 'no such user', 1, 1, 1)"));
    }
    email(&school, "parent_lea", "neuve@exemple.invalid");
    go(&school);
    assert_eq!(server.took(), ["grand_mere", "mere_sans_autorite"]);
    later(&school);
    go(&school);
    assert_eq!(server.took(), ["neuve"]);
    assert_eq!(rows(&school, "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL"), 1, "the other's is refused");
}

#[test]
fn a_reminder_that_is_written_anew_stays_a_reminder() {
    let school = school();
    let server = Server::of(&school);
    let note = write(&school, "maitre_cm1", "CM1", "Sortie", "one");
    later(&school);
    go(&school);
    server.took();
    school.browser("maitre_cm1").post(&format!("/cahier-de-liaison/{note}/relancer"), &[]).assert_status(200);
    later(&school);
    email(&school, "parent_lea", "neuve@exemple.invalid");
    go(&school);
    later(&school);
    assert_eq!(letter(&school, "neuve").subject, "École Jean-Jaurès, rappel : Sortie");
}

#[test]
fn what_holds_no_secret_follows_its_person() {
    let school = school();
    let server = Server::of(&school);
    let person = Some(school.id("maitre_cm1"));
    let post = |about: &str| {
        let tx = school.house.db.write().unwrap();
        let to = "maitre_cm1@exemple.invalid".into();
        let (about, text) = (about.to_owned(), "t".to_owned());
        let told = Letter { to, kind: "reponse", person, about, text, subject: "s".into(), ..Letter::default() };
        mail::store::post(&tx, &told, school.house.clock.now()).unwrap();
        tx.commit().unwrap();
    };
    post("replies 1");
    // About the account itself: it goes where it was meant to go.
    post("");
    email(&school, "maitre_cm1", "roussel@exemple.invalid");
    go(&school);
    assert_eq!(server.took(), ["maitre_cm1", "roussel"]);
}

/// Sophie's digest of two words, which waits; the numbers of both.
fn digest_of_two(school: &School) -> [i64; 2] {
    for kind in ["mot", "rappel"] {
        let person = school.id("parent_lea");
        sql(school, &format!("INSERT INTO notice_choice (person, kind, how) VALUES ({person}, '{kind}', 'digest')"));
    }
    let notes = ["Sortie", "Poux"].map(|title| write(school, "maitre_cm1", "CM1", title, "one"));
    later(school);
    sql(school, "DELETE FROM outbox");
    school.at("2026-11-17 18:00");
    digests(school);
    let told = letter(school, "parent_lea");
    assert!(told.text.contains("Sortie") && told.text.contains("Poux"), "{}", told.text);
    notes
}

#[test]
fn a_digest_that_waits_loses_the_word_that_is_withdrawn_and_keeps_the_other() {
    let school = school();
    let server = Server::of(&school);
    let [_, poux] = digest_of_two(&school);
    let mut teacher = school.browser("maitre_cm1");
    let asked = teacher.get(&format!("/cahier-de-liaison/{poux}/retirer"));
    asked.form("Retirer").send(&mut teacher).assert_status(200);
    go(&school);
    assert!(server.took().is_empty(), "it was taken back");
    digests(&school);
    let told = letter(&school, "parent_lea");
    assert!(told.text.contains("Sortie") && !told.text.contains("Poux"), "{}", told.text);
    go(&school);
    assert_eq!(server.took(), ["parent_lea"]);
    digests(&school);
    go(&school);
    assert!(server.took().is_empty(), "told once");
    assert_eq!(rows(&school, "SELECT count(*) FROM notice"), 0);
}

#[test]
fn a_digest_that_waits_says_what_is_corrected_and_leaves_once() {
    let school = school();
    let server = Server::of(&school);
    let [sortie, _] = digest_of_two(&school);
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get(&format!("/cahier-de-liaison/{sortie}/corriger")).form("Corriger le mot");
    form.set("texte", "À neuf heures.").tick("a_nouveau", "oui").send(&mut teacher).assert_status(200);
    sql(&school, "DELETE FROM outbox WHERE recipient NOT LIKE 'parent_lea@%'");
    later(&school);
    digests(&school);
    let told = letter(&school, "parent_lea");
    assert!(told.text.contains("À neuf heures.") && told.text.contains("Poux"), "{}", told.text);
    go(&school);
    assert_eq!(server.took().iter().filter(|to| *to == "parent_lea").count(), 1);
}

#[test]
fn a_digest_that_waits_is_not_for_who_has_lost_the_child() {
    let school = school();
    let server = Server::of(&school);
    digest_of_two(&school);
    let (lea, sophie) = (school.id("lea"), school.id("parent_lea"));
    let tie = rows(&school, &format!("SELECT id FROM guardianship WHERE pupil = {lea} AND guardian = {sophie}"));
    let (tx, by) = (school.house.db.write().unwrap(), System::at_the_console());
    preau::school::guardianship::store::remove(&tx, Id::new(tie), school.house.clock.now(), &by).unwrap();
    tx.commit().unwrap();
    digests(&school);
    go(&school);
    assert!(server.took().is_empty());
}

#[test]
fn a_digest_that_waits_follows_its_reader_and_is_none_for_who_wants_none() {
    let school = school();
    let server = Server::of(&school);
    digest_of_two(&school);
    email(&school, "parent_lea", "neuve@exemple.invalid");
    go(&school);
    assert!(server.took().is_empty(), "not to the old address");
    digests(&school);
    let mut phone = school.visitor();
    phone.get(&letter(&school, "neuve").link()).assert_status(200).assert_says("Signer pour Léa");
    let mut sophie = school.browser("parent_lea");
    let form = sophie.get("/compte/avis").form("Enregistrer").set("avis-mot", "never");
    form.send(&mut sophie).assert_says("C’est noté");
    digests(&school);
    go(&school);
    assert!(server.took().is_empty());
}
