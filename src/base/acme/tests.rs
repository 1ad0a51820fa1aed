//! A whole order against an authority that is played here, question by question.

use super::*;
use serde_json::{Value, json};
use std::{cell::RefCell, time::Duration};

/// What it answers, in order; each is kept for its turn. Nonces are given with every answer.
struct Played {
    answers: RefCell<Vec<(&'static str, Reply)>>,
    heard: RefCell<Vec<String>>,
}

fn reply(status: u16, headers: &[(&str, &str)], body: Value) -> Reply {
    let headers = headers.iter().chain(&[("replay-nonce", "n")]);
    let headers = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Reply { status, headers, body: body.to_string().into_bytes() }
}

fn problem(kind: &str, status: u16, headers: &[(&str, &str)]) -> Reply {
    reply(status, headers, json!({"type": format!("urn:ietf:params:acme:error:{kind}"), "detail": "non"}))
}

impl Played {
    fn new(answers: Vec<(&'static str, Reply)>) -> Played {
        let directory = json!({
            "newNonce": "https://ca/nonce", "newAccount": "https://ca/account", "newOrder": "https://ca/order",
            "renewalInfo": "https://ca/renewal", "meta": {"termsOfService": "https://ca/terms"},
        });
        let first = vec![
            ("https://ca/dir", reply(200, &[], directory)),
            ("https://ca/nonce", reply(200, &[], json!({}))),
            ("https://ca/account", reply(201, &[("location", "https://ca/me")], json!({"status": "valid"}))),
        ];
        Played { answers: RefCell::new(first.into_iter().chain(answers).collect()), heard: RefCell::default() }
    }

    fn payloads(&self) -> Vec<String> {
        self.heard.borrow().clone()
    }
}

impl Ask for Played {
    fn ask(&self, _: &str, url: &str, body: Option<&[u8]>) -> Result<Reply, Fault> {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        if let Some(body) = body {
            let said: Value = serde_json::from_slice(body).unwrap();
            let part = |name: &str| URL_SAFE_NO_PAD.decode(said[name].as_str().unwrap()).unwrap();
            let header: Value = serde_json::from_slice(&part("protected")).unwrap();
            assert_eq!((header["url"].as_str(), header["nonce"].as_str()), (Some(url), Some("n")));
            self.heard.borrow_mut().push(String::from_utf8(part("payload")).unwrap());
        }
        let (wanted, reply) = self.answers.borrow_mut().remove(0);
        assert_eq!(url, wanted);
        Ok(reply)
    }
}

/// Shows by writing down.
#[derive(Default)]
struct Shown {
    told: RefCell<Vec<String>>,
    waited: RefCell<Vec<u64>>,
    closes: bool,
}

impl Prove for Shown {
    fn challenge(&self) -> Challenge {
        Challenge::Http
    }

    fn show(&self, name: &str, token: &str, authorization: &str) -> Result<(), Fault> {
        assert!(authorization.starts_with(&format!("{token}.")));
        self.told.borrow_mut().push(format!("show {name} {token}"));
        Ok(())
    }

    fn take_away(&self, name: &str, token: &str, _: &str) {
        self.told.borrow_mut().push(format!("take away {name} {token}"));
    }

    fn pause(&self, patience: Duration) -> bool {
        self.waited.borrow_mut().push(patience.as_secs());
        self.closes
    }
}

const NAMES: [&str; 1] = ["ent.ville.fr"];
const NOW: i64 = 1_800_000_000;

fn names() -> Vec<String> {
    NAMES.map(str::to_owned).to_vec()
}

fn order(status: &str) -> Reply {
    let body = json!({"status": status, "authorizations": ["https://ca/authz"], "finalize": "https://ca/finalize",
        "certificate": "https://ca/cert"});
    reply(if status == "pending" { 201 } else { 200 }, &[("location", "https://ca/order/1")], body)
}

fn authorization(status: &str, error: Value) -> Reply {
    let challenge =
        |kind: &str| json!({"type": kind, "url": format!("https://ca/{kind}"), "token": "tok-1", "error": error});
    let body = json!({"status": status, "identifier": {"type": "dns", "value": "ent.ville.fr"},
        "challenges": [challenge("dns-01"), challenge("http-01")]});
    reply(200, &[], body)
}

fn run(played: &Played, shown: &Shown, replaces: Option<&str>) -> Result<Bought, Fault> {
    let key = Key::draw().unwrap();
    let mut client = Client::reach(played, "https://ca/dir", &key, NOW)?;
    assert_eq!(client.terms(), "https://ca/terms");
    client.sign_in("mairie@ville.fr")?;
    obtain(&client, &names(), replaces, shown)
}

#[test]
fn an_order_goes_from_the_account_to_the_chain() {
    let played = Played::new(vec![
        ("https://ca/order", order("pending")),
        ("https://ca/authz", authorization("pending", Value::Null)),
        ("https://ca/http-01", problem("badNonce", 400, &[])),
        ("https://ca/http-01", reply(200, &[], json!({}))),
        ("https://ca/authz", authorization("pending", Value::Null)),
        ("https://ca/authz", authorization("valid", Value::Null)),
        ("https://ca/order/1", order("ready")),
        ("https://ca/finalize", order("processing")),
        ("https://ca/order/1", order("processing")),
        ("https://ca/order/1", order("valid")),
        ("https://ca/cert", reply(200, &[], json!("PEM"))),
    ]);
    let shown = Shown::default();
    let bought = run(&played, &shown, Some("before")).unwrap();
    assert_eq!(bought.chain, "\"PEM\"");
    assert!(bought.key.contains("PRIVATE KEY"));
    assert_eq!(*shown.told.borrow(), ["show ent.ville.fr tok-1", "take away ent.ville.fr tok-1"]);
    let said = played.payloads();
    assert!(said[0].contains("mailto:mairie@ville.fr") && said[0].contains("\"termsOfServiceAgreed\":true"));
    assert!(said[1].contains("\"replaces\":\"before\""));
    assert!(played.answers.borrow().is_empty());
}

#[test]
fn a_name_that_is_not_proved_says_why_and_leaves_nothing_shown() {
    let error = json!({"type": "urn:ietf:params:acme:error:connection", "detail": "personne"});
    let played = Played::new(vec![
        ("https://ca/order", order("pending")),
        ("https://ca/authz", authorization("pending", Value::Null)),
        ("https://ca/http-01", reply(200, &[], json!({}))),
        ("https://ca/authz", authorization("invalid", error)),
    ]);
    let shown = Shown::default();
    let fault = run(&played, &shown, None).err().unwrap();
    assert_eq!((fault.kind(), fault.said().as_str()), (Kind::NotProved, "ent.ville.fr: personne"));
    assert_eq!(shown.told.borrow().len(), 2);
}

#[test]
fn a_limit_says_how_long_and_a_replaced_certificate_is_ordered_plainly() {
    let date = "Fri, 15 Jan 2027 09:00:00 GMT";
    for (said, seconds) in [("3600", 3600), (date, 3600)] {
        let limited = problem("rateLimited", 429, &[("retry-after", said)]);
        let fault = run(&Played::new(vec![("https://ca/order", limited)]), &Shown::default(), Some("x")).err().unwrap();
        assert_eq!((fault.kind(), fault.wait()), (Kind::Limited, Some(seconds)), "{said}");
    }
    let bare = Reply { body: b"<html>".to_vec(), ..reply(503, &[("retry-after", "60")], json!({})) };
    let fault = run(&Played::new(vec![("https://ca/order", bare)]), &Shown::default(), None).err().unwrap();
    assert_eq!((fault.kind(), fault.wait()), (Kind::Limited, Some(60)));
    let played = Played::new(vec![
        ("https://ca/order", problem("alreadyReplaced", 409, &[])),
        ("https://ca/order", problem("dns", 400, &[])),
    ]);
    assert_eq!(run(&played, &Shown::default(), Some("before")).err().unwrap().kind(), Kind::Name);
    assert!(!played.payloads()[2].contains("replaces"));
}

#[test]
fn an_authority_that_asks_for_time_is_given_it_and_not_for_ever() {
    let pending = |said: Option<&str>| {
        let headers: Vec<_> = said.iter().map(|said| ("retry-after", *said)).collect();
        let plain = authorization("pending", Value::Null);
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        ("https://ca/authz", Reply { headers: plain.headers.into_iter().chain(headers).collect(), ..plain })
    };
    let begun = || {
        vec![("https://ca/order", order("pending")), pending(None), ("https://ca/http-01", reply(200, &[], json!({})))]
    };
    let waits = [Some("60"), None, Some("0"), Some("90"), Some("400")].map(pending);
    let played = Played::new(begun().into_iter().chain(waits).collect());
    let shown = Shown::default();
    assert_eq!(run(&played, &shown, None).err().unwrap().kind(), Kind::Slow);
    assert_eq!(*shown.waited.borrow(), [60, 3, 1, 90]);
    assert!(shown.told.borrow().last().unwrap().starts_with("take away"));
}

#[test]
fn a_closing_house_stops_between_two_looks_and_what_is_strange_is_shown_to_nobody() {
    let played = Played::new(vec![
        ("https://ca/order", order("pending")),
        ("https://ca/authz", authorization("pending", Value::Null)),
        ("https://ca/http-01", reply(200, &[], json!({}))),
        ("https://ca/authz", authorization("pending", Value::Null)),
    ]);
    let shown = Shown { closes: true, ..Shown::default() };
    assert_eq!(run(&played, &shown, None).err().unwrap().kind(), Kind::Stopped);
    assert_eq!(shown.told.borrow().len(), 2);
    let offers = |name: &str, token: &str| {
        json!({"status": "pending", "identifier": {"value": name},
            "challenges": [{"type": "http-01", "url": "https://ca/x", "token": token}]})
    };
    for strange in [offers("ent.ville.fr", "../../etc"), offers("mairie.ville.fr", "tok-1")] {
        let played =
            Played::new(vec![("https://ca/order", order("pending")), ("https://ca/authz", reply(200, &[], strange))]);
        let shown = Shown::default();
        assert_eq!(run(&played, &shown, None).err().unwrap().kind(), Kind::Nonsense);
        assert!(shown.told.borrow().is_empty());
    }
}

#[test]
fn a_certificate_is_called_as_the_norm_s_own_example() {
    use rcgen::{CertificateParams, CertifiedIssuer, KeyIdMethod, KeyPair, SerialNumber};
    let mut root = CertificateParams::default();
    let key = b"\x69\x88\x5b\x6b\x87\x46\x40\x41\xe1\xb3\x7b\x84\x7b\xa0\xae\x2c\xde\x01\xc8\xd4";
    root.key_identifier_method = KeyIdMethod::PreSpecified(key.to_vec());
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
    let mut leaf = CertificateParams::new(names()).unwrap();
    leaf.use_authority_key_identifier_extension = true;
    leaf.serial_number = Some(SerialNumber::from(vec![0x87, 0x65, 0x43, 0x21]));
    let leaf = leaf.signed_by(&KeyPair::generate().unwrap(), &root).unwrap();
    assert_eq!(identifier(leaf.der()).as_deref(), Some("aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE"));
}

#[test]
fn the_window_of_a_renewal_is_read() {
    let window = json!({"suggestedWindow": {"start": "2027-01-15T08:00:00Z", "end": "2027-01-16T08:00:00.5Z"}});
    for (answer, found) in [
        (reply(200, &[("retry-after", "21600")], window), Ok(true)),
        (reply(404, &[], json!({})), Ok(false)),
        (
            reply(
                200,
                &[],
                json!({"suggestedWindow": {"start": "2027-01-15T08:00:00Z", "end": "2026-01-15T08:00:00Z"}}),
            ),
            Err(()),
        ),
    ] {
        let played = Played::new(vec![]);
        played.answers.borrow_mut().truncate(1);
        played.answers.borrow_mut().push(("https://ca/renewal/aki.serial", answer));
        let key = Key::draw().unwrap();
        let said = Client::reach(&played, "https://ca/dir", &key, NOW).unwrap().suggested("aki.serial");
        assert_eq!(said.as_ref().map(Option::is_some).map_err(drop), found);
        if let Ok(Some(window)) = said {
            assert_eq!((window.until - window.from, window.ask_again), (86_400, Some(21_600)));
        }
    }
}
