//! Letters through a real Postfix, and back through a real Dovecot.

mod outbox;
mod servers;
mod word;

use crate::world::{School, instant, row};
use preau::{
    app::{mailbox, sender::Sender},
    base::{
        clock::{Clock, Instant},
        db::Tx,
        error::Result,
        jobs::System,
        mail::{self, Incoming, Letter, line::Line, roots, store},
        secret::Token,
    },
    door::{House, Room},
    migrations,
    school::settings::{self, MailSettings, MailboxSettings},
};
use servers::{PASSWORD, REPLIES, Servers};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant as Moment},
};

/// The servers are one, and the tests after one another: each has a mailbox of its own only in a fresh one.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Answers that reached the room of the tests.
static ANSWERS: Mutex<Vec<Incoming>> = Mutex::new(Vec::new());
static LISTENING: [Room; 1] = [Room { reply: listen, ..Room::new("probe", |_| {}) }];

fn listen(_: &Tx, _: &System, answer: &Incoming, _: Instant) -> Result<bool> {
    ANSWERS.lock().unwrap().push(answer.clone());
    Ok(true)
}

fn settle(house: &House, mail: &MailSettings, mailbox: &MailboxSettings) {
    let tx = house.db.write().unwrap();
    settings::store::set_mail(&tx, mail, &System::at_the_console()).unwrap();
    settings::store::set_mailbox(&tx, mailbox, &System::at_the_console()).unwrap();
    tx.commit().unwrap();
}

fn bare(port: u16) -> MailSettings {
    MailSettings {
        host: "127.0.0.1".into(),
        port,
        security: "local".into(),
        from: "ecole@ecole.example".into(),
        per_hour: 100_000,
        ..MailSettings::default()
    }
}

fn replies(house: &House, port: u16, security: &str, host: &str) -> MailboxSettings {
    MailboxSettings {
        host: host.into(),
        port,
        security: security.into(),
        login: REPLIES.into(),
        password: Some(house.keys.seal(PASSWORD).unwrap()),
        address: REPLIES.into(),
    }
}

fn letter(to: &str, subject: &str) -> Letter {
    Letter { to: to.into(), kind: "mot", subject: subject.into(), text: "Bonjour".into(), ..Letter::default() }
}

fn post(house: &House, letters: &[Letter]) {
    let tx = house.db.write().unwrap();
    for letter in letters {
        store::post(&tx, letter, house.clock.now()).unwrap();
    }
    tx.commit().unwrap();
}

fn waiting(house: &House) -> i64 {
    store::count_waiting(&house.db.read().unwrap()).unwrap()
}

fn message_ids(letters: &[String]) -> Vec<String> {
    let id = |letter: &String| letter.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned();
    letters.iter().map(id).collect()
}

#[test]
fn letters_go_out_refusals_are_shown_and_replies_come_back() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(servers) = Servers::start() else { return };
    let school = School::new();
    let house = &school.house;
    settle(house, &bare(servers.smtp), &replies(house, servers.imap, "local", "127.0.0.1"));
    let set = |who: &str, email: &str| {
        let file = rusqlite::Connection::open(house.db.path()).unwrap();
        file.execute("UPDATE person SET email = ?1 WHERE id = ?2", (email, school.id(who))).unwrap();
    };
    set("parent_lea", "Inconnu@exemple.fr");
    set("other_parent_lea", "perdu@exemple.fr");
    let sortie = letter("sophie@exemple.fr", "Sortie au musée");
    post(house, &[sortie, letter("Inconnu@exemple.fr", "a"), letter("perdu@exemple.fr", "b")]);
    let mut sender = Sender::default();
    sender.go(house, &|| false).unwrap();
    let got = servers.letters_once("sophie@exemple.fr", 1);
    assert!(got[0].contains("Auto-Submitted: auto-generated"), "{}", got[0]);
    assert!(got[0].starts_with("Return-Path: <reponses+"), "{}", got[0]);

    // Refused on the line: the director and the owner see it.
    let mut director = school.browser("directrice");
    let page = format!("/ecole/personnes/{}", school.id("parent_lea"));
    director.get(&page).assert_says("refuse les lettres de l’école").assert_says("User unknown");
    school.browser("parent_lea").get("/compte").assert_says("refuse les lettres de l’école");
    director.get("/reglages/courrier").assert_says("Adresses qui refusent").assert_says("inconnu@exemple.fr");
    // Nothing more goes there.
    post(house, &[letter("inconnu@exemple.fr", "c")]);
    sender.go(house, &|| false).unwrap();
    assert_eq!(waiting(house), 0);
    assert_eq!(row(&school, "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL"), 2);

    // Taken, then come back as a report.
    servers.letters_once(REPLIES, 1);
    let other = format!("/ecole/personnes/{}", school.id("other_parent_lea"));
    director.get(&other).assert_silent_on("refuse les lettres");
    mailbox::read(house, &|| false).unwrap();
    director.get(&other).assert_says("refuse les lettres de l’école").assert_says("perdu@exemple.fr");
    assert_eq!(servers.seen(REPLIES), 1, "what was taken is marked, nothing is removed");

    // « Réessayer », and another address has no refusal.
    let lifted = director.get(&page).form("Réessayer").send(&mut director);
    lifted.assert_says("La prochaine lettre y sera envoyée").assert_silent_on("refuse les lettres");
    set("other_parent_lea", "sophie@exemple.fr");
    director.get(&other).assert_silent_on("refuse les lettres");
}

#[test]
fn a_reply_is_handed_on_once() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(servers) = Servers::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::default();
    clock.set(instant(crate::world::MORNING));
    let open = || House::open(folder.path(), clock.clone(), &LISTENING, migrations::STEPS).unwrap();
    let house = open();
    std::fs::write(folder.path().join(roots::FILE), &servers.authority).unwrap();
    ANSWERS.lock().unwrap().clear();
    // By TLS and by STARTTLS, under an authority of the town's own.
    let (tls, starttls) =
        (replies(&house, servers.imaps, "tls", "localhost"), replies(&house, servers.imap, "starttls", "localhost"));
    settle(&house, &bare(servers.smtp), &tls);
    mailbox::read(&house, &|| false).unwrap();
    assert_eq!(settings::store::mailbox_state(&house.db.read().unwrap()).unwrap().fault, "");

    let token = Token::draw().unwrap();
    post(&house, &[Letter { reply: token.reveal().into(), ..letter("sophie@exemple.fr", "Sortie") }]);
    Sender::default().go(&house, &|| false).unwrap();
    let sent = servers.letters_once("sophie@exemple.fr", 1).remove(0);
    let to = sent.lines().find_map(|line| line.strip_prefix("Reply-To: ")).unwrap();
    let to = to.rsplit('<').next().unwrap().trim_end_matches('>').to_owned();
    // Somebody else's letter in the same mailbox, an out-of-office, then the answer.
    deliver(&servers, REPLIES, "Subject: Facture\r\n\r\nBonjour\r\n");
    deliver(
        &servers,
        &to,
        "Subject: Absence du bureau : Sortie\r\nAuto-Submitted: auto-replied\r\n\r\nLu et signé\r\n",
    );
    let answer = "Subject: Re: Sortie\r\nMessage-ID: <1@exemple.fr>\r\n\r\nLu et signé\r\n\r\nLe 17 nov. 2026 à 08:30, École a écrit :\r\n> Bonjour\r\n";
    deliver(&servers, &to, answer);
    servers.letters_once(REPLIES, 3);
    settle(&house, &bare(servers.smtp), &starttls);
    mailbox::read(&house, &|| false).unwrap();
    let handed = || ANSWERS.lock().unwrap().clone();
    assert_eq!(handed().len(), 1, "{:?}", handed());
    let one = handed().remove(0);
    assert_eq!((one.token.as_str(), one.text.as_str()), (token.reveal(), "Lu et signé"));
    assert_eq!((one.from.as_str(), one.message.as_str(), one.doubt), ("sophie@exemple.fr", "1@exemple.fr", None));
    assert_eq!(servers.seen(REPLIES), 2, "the town's invoice stays unread");

    // Neither the next look nor a new start takes it again; a mailbox built anew is read again, by Message-ID.
    mailbox::read(&house, &|| false).unwrap();
    drop(house);
    let house = open();
    mailbox::read(&house, &|| false).unwrap();
    assert_eq!(handed().len(), 1);
    servers.renumber(REPLIES);
    mailbox::read(&house, &|| false).unwrap();
    assert!(handed().iter().all(|answer| answer.message == "1@exemple.fr"), "{:?}", handed());
}

#[test]
fn a_server_that_is_down_for_two_days_loses_and_doubles_nothing() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(mut servers) = Servers::start() else { return };
    let school = School::new();
    let house = &school.house;
    settle(house, &bare(servers.smtp), &MailboxSettings::default());
    let all: Vec<Letter> = (0..40).map(|at| letter("sophie@exemple.fr", &format!("Mot {at}"))).collect();
    post(house, &all[..10]);
    let mut sender = Sender::default();
    sender.go(house, &|| false).unwrap();
    servers.letters_once("sophie@exemple.fr", 10);
    servers.close();
    post(house, &all[10..]);
    for _ in 0..288 {
        house.clock.set(house.clock.now().plus(10 * Instant::MINUTE));
        sender.go(house, &|| false).unwrap();
    }
    assert_eq!(waiting(house), 30);
    servers.open();
    house.clock.set(house.clock.now().plus(20 * Instant::MINUTE));
    sender.go(house, &|| false).unwrap();
    assert_eq!(waiting(house), 0);
    let mut ids = message_ids(&servers.letters_once("sophie@exemple.fr", 40));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 40);

    // The machine dies between the server's yes and our note: once more, under the same name.
    post(house, &all[..1]);
    let tx = house.db.write().unwrap();
    let leased = store::lease(&tx, 100_000, house.clock.now()).unwrap().unwrap();
    tx.commit().unwrap();
    let server = house.mail_server(&house.db.read().unwrap()).unwrap().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { Line::open(&server).await.unwrap().send(&server, &leased).await }).unwrap();
    sender.go(house, &|| false).unwrap();
    assert_eq!(servers.letters_once("sophie@exemple.fr", 41).len(), 41, "leased: nobody else sends it now");
    house.clock.set(house.clock.now().plus(11 * Instant::MINUTE));
    sender.go(house, &|| false).unwrap();
    let mut ids = message_ids(&servers.letters_once("sophie@exemple.fr", 42));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 41);
}

#[test]
fn starttls_and_tls_with_a_login_work_and_a_stranger_s_certificate_does_not() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(servers) = Servers::start() else { return };
    let school = School::new();
    let house = &school.house;
    let signed_in = |port: u16, security: &str, password: &str| MailSettings {
        host: "localhost".into(),
        security: security.into(),
        login: "ecole@ecole.example".into(),
        password: Some(house.keys.seal(password).unwrap()),
        ..bare(port)
    };
    let try_out = |mail: &MailSettings| {
        settle(house, mail, &MailboxSettings::default());
        post(house, &[letter("sophie@exemple.fr", &mail.security)]);
        Sender::default().go(house, &|| false).unwrap();
        store::outbox(&house.db.read().unwrap(), house.clock.now()).unwrap().last_fault
    };
    let fault = try_out(&signed_in(servers.submission, "starttls", PASSWORD));
    assert!(fault.unwrap().to_lowercase().contains("certificate"), "an unknown authority is believed");
    std::fs::write(house.data.join(roots::FILE), &servers.authority).unwrap();
    let fault = try_out(&signed_in(servers.submission, "starttls", "un autre"));
    assert!(fault.unwrap().contains("535"));
    assert_eq!(waiting(house), 2, "nothing of this is the letters' fault");
    assert_eq!(try_out(&signed_in(servers.submission, "starttls", PASSWORD)), None);
    assert_eq!(try_out(&signed_in(servers.smtps, "tls", PASSWORD)), None);
    assert_eq!(servers.letters_once("sophie@exemple.fr", 4).len(), 4);

    // A provider that knows no sender but the account itself gets it, letter after letter; nobody's address is to blame.
    settle(
        house,
        &signed_in(servers.submission, "starttls", PASSWORD),
        &replies(house, servers.imap, "local", "localhost"),
    );
    post(house, &[letter("sophie@exemple.fr", "a"), letter("sophie@exemple.fr", "b")]);
    Sender::default().go(house, &|| false).unwrap();
    let got = servers.letters_once("sophie@exemple.fr", 6);
    assert!(got.iter().all(|letter| letter.starts_with("Return-Path: <ecole@ecole.example>")));
    assert_eq!(row(&school, "SELECT count(*) FROM mail_refusal"), 0);
    // The school's own address is another's there: all wait, and none is given up.
    let wrong = MailSettings { from: "mairie@ecole.example".into(), ..signed_in(servers.smtps, "tls", PASSWORD) };
    assert!(try_out(&wrong).unwrap().contains("Sender address rejected"));
    assert_eq!((waiting(house), row(&school, "SELECT count(*) FROM mail_refusal")), (1, 0));

    // The screens say the same, in French.
    let mut director = school.browser("directrice");
    let fill = |director: &mut crate::world::Browser, security: &str, port: u16, password: &str| {
        let form = director.get("/reglages/courrier/reponses").form("Essayer et enregistrer");
        form.set("serveur", "localhost")
            .set("port", &port.to_string())
            .set("securite", security)
            .set("identifiant_boite", REPLIES)
            .set("mot_de_passe_boite", password)
            .set("adresse_reponses", REPLIES)
            .send(director)
    };
    fill(&mut director, "tls", servers.imaps, "un autre")
        .assert_status(422)
        .assert_says("refuse l’identifiant ou le mot de passe");
    fill(&mut director, "tls", servers.imap, PASSWORD).assert_status(422).assert_says("connexion chiffrée");
    fill(&mut director, "tls", 1, PASSWORD).assert_status(422).assert_says("n’écoute pas à ce port");
    let saved = fill(&mut director, "starttls", servers.imap, PASSWORD);
    saved.assert_says("La boîte s’ouvre bien").assert_says(REPLIES).assert_silent_on(PASSWORD);
    let removed = director.get("/reglages/courrier/reponses").form("Ne plus relever").send(&mut director);
    removed.assert_says("n’est plus relevée");
}

#[test]
fn five_hundred_letters_leave_while_pages_go_on() {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some(servers) = Servers::start() else { return };
    let school = School::new();
    settle(&school.house, &bare(servers.smtp), &MailboxSettings::default());
    let all: Vec<Letter> = (0..500).map(|at| letter(&format!("famille{at}@exemple.fr"), "Sortie au musée")).collect();
    post(&school.house, &all);
    let mut parent = school.browser("parent_lea");
    parent.get("/");
    let house: Arc<House> = school.house.clone();
    let begun = Moment::now();
    let sending = std::thread::spawn(move || {
        let mut sender = Sender::default();
        while waiting(&house) > 0 && begun.elapsed() < Duration::from_secs(120) {
            sender.go(&house, &|| false).unwrap();
        }
        begun.elapsed()
    });
    let mut pages = Vec::new();
    while !sending.is_finished() {
        let asked = Moment::now();
        parent.get("/");
        pages.push(asked.elapsed());
        std::thread::sleep(Duration::from_millis(10));
    }
    let took = sending.join().unwrap();
    pages.sort();
    let (median, slowest) = (pages[pages.len() / 2], pages[pages.len() - 1]);
    println!("500 letters in {took:?}; {} pages meanwhile: median {median:?}, slowest {slowest:?}", pages.len());
    assert_eq!(row(&school, "SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL"), 500);
    assert!(median < Duration::from_secs(1) && slowest < Duration::from_secs(10), "{median:?}, {slowest:?}");
}

/// Sophie writes.
fn deliver(servers: &Servers, to: &str, letter: &str) {
    hand_over(servers, "Sophie@exemple.fr", to, letter);
}

/// As another mail server hands it over.
fn hand_over(servers: &Servers, from: &str, to: &str, letter: &str) {
    use std::io::{BufRead, BufReader, Write};
    let socket = std::net::TcpStream::connect(("127.0.0.1", servers.smtp)).unwrap();
    let mut lines = BufReader::new(socket.try_clone().unwrap());
    let mut socket = socket;
    let mut said = |expected: &str| loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert!(line.starts_with(expected), "{line}");
        if line.as_bytes().get(3) == Some(&b' ') {
            break;
        }
    };
    said("220");
    let words = [
        ("EHLO exemple.fr\r\n".to_owned(), "250"),
        (format!("MAIL FROM:<{from}>\r\n"), "250"),
        (format!("RCPT TO:<{to}>\r\n"), "250"),
        ("DATA\r\n".to_owned(), "354"),
        (format!("From: Sophie <{from}>\r\nTo: {to}\r\n{letter}.\r\n"), "250"),
    ];
    for (word, expected) in words {
        socket.write_all(word.as_bytes()).unwrap();
        said(expected);
    }
    assert!(mail::is_address(to));
}
