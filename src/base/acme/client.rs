//! What is said to the authority and in which form: directory, nonces, the account. What for is `order`'s.

use super::{
    account::{Key, coded},
    fault::{Fault, Problem},
    wire::{Ask, Reply},
};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::cell::RefCell;

pub struct Client<'a> {
    ask: &'a dyn Ask,
    key: &'a Key,
    directory: Directory,
    /// Our account's address there, once it is known.
    account: String,
    nonce: RefCell<Option<String>>,
    now: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Directory {
    new_nonce: String,
    new_account: String,
    new_order: String,
    #[serde(default)]
    renewal_info: Option<String>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Meta {
    terms_of_service: String,
    external_account_required: bool,
}

/// When the authority would like a certificate to be replaced (RFC 9773), and in how many seconds to ask again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggested {
    pub from: i64,
    pub until: i64,
    pub ask_again: Option<i64>,
}

/// A nonce that is not taken is followed by another, so many times.
const NONCES: usize = 4;

impl<'a> Client<'a> {
    /// Reads the directory; `now` is only what a date in an answer is measured from.
    pub fn reach(ask: &'a dyn Ask, url: &str, key: &'a Key, now: i64) -> Result<Client<'a>, Fault> {
        let reply = ask.ask("GET", url, None)?;
        let directory = match reply.status {
            200 => read(&reply)?,
            _ => return Err(refusal(&reply, now)),
        };
        Ok(Client { ask, key, directory, account: String::new(), nonce: RefCell::default(), now })
    }

    /// The terms of service, where they are to be read.
    pub fn terms(&self) -> &str {
        &self.directory.meta.terms_of_service
    }

    /// Opens the account, or finds the one that the key already has. The terms were accepted by a person.
    pub fn sign_in(&mut self, contact: &str) -> Result<(), Fault> {
        if self.directory.meta.external_account_required {
            let kind = "urn:ietf:params:acme:error:externalAccountRequired".to_owned();
            return Err(Fault::Refused(Problem { kind, ..Problem::default() }));
        }
        let mut asked = json!({"termsOfServiceAgreed": true});
        if !contact.is_empty() {
            asked["contact"] = json!([format!("mailto:{contact}")]);
        }
        let url = self.directory.new_account.clone();
        let reply = self.post(&url, Some(&asked))?;
        let account = reply.header("location").ok_or_else(|| nonsense("an account without an address"))?;
        self.account = account.to_owned();
        Ok(())
    }

    pub(super) fn order(&self, payload: &Value) -> Result<Reply, Fault> {
        self.post(&self.directory.new_order, Some(payload))
    }

    pub(super) fn authorization(&self, token: &str) -> String {
        self.key.authorization(token)
    }

    pub(super) fn look<T: DeserializeOwned>(&self, url: &str) -> Result<(T, Option<i64>), Fault> {
        let reply = self.post(url, None)?;
        Ok((read(&reply)?, retry_after(&reply, self.now)))
    }

    pub(super) fn takes_replacements(&self) -> bool {
        self.directory.renewal_info.is_some()
    }

    /// Nothing when the authority suggests nothing. `certificate` is its identifier (RFC 9773, 4.1).
    pub fn suggested(&self, certificate: &str) -> Result<Option<Suggested>, Fault> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Info {
            suggested_window: Window,
        }
        #[derive(Deserialize)]
        struct Window {
            start: String,
            end: String,
        }
        let Some(at) = &self.directory.renewal_info else { return Ok(None) };
        let reply = self.ask.ask("GET", &format!("{}/{certificate}", at.trim_end_matches('/')), None)?;
        match reply.status {
            200 => {}
            404 | 405 => return Ok(None),
            _ => return Err(refusal(&reply, self.now)),
        }
        let Info { suggested_window: window } = read(&reply)?;
        let second = |text: &str| {
            text.parse::<Timestamp>().map(|at| at.as_second()).map_err(|_| nonsense("a window without dates"))
        };
        let (from, until) = (second(&window.start)?, second(&window.end)?);
        if until < from {
            return Err(nonsense("a window that ends before it begins"));
        }
        Ok(Some(Suggested { from, until, ask_again: retry_after(&reply, self.now) }))
    }

    pub(super) fn post(&self, url: &str, payload: Option<&Value>) -> Result<Reply, Fault> {
        for _ in 0..NONCES {
            let mut header = json!({"alg": "ES256", "nonce": self.nonce()?, "url": url});
            match self.account.as_str() {
                "" => header["jwk"] = self.key.public(),
                account => header["kid"] = json!(account),
            }
            let reply = self.ask.ask("POST", url, Some(&self.key.signed(&header, payload)?))?;
            *self.nonce.borrow_mut() = reply.header("replay-nonce").map(str::to_owned);
            if (200..300).contains(&reply.status) {
                return Ok(reply);
            }
            match refusal(&reply, self.now) {
                Fault::Refused(problem) if problem.word() == "badNonce" => {}
                other => return Err(other),
            }
        }
        Err(nonsense("no nonce of its own is taken"))
    }

    fn nonce(&self) -> Result<String, Fault> {
        if let Some(nonce) = self.nonce.borrow_mut().take() {
            return Ok(nonce);
        }
        let reply = self.ask.ask("HEAD", &self.directory.new_nonce, None)?;
        reply.header("replay-nonce").map(str::to_owned).ok_or_else(|| match reply.status {
            200..300 => nonsense("no nonce"),
            _ => refusal(&reply, self.now),
        })
    }
}

pub(super) fn nonsense(what: &str) -> Fault {
    Fault::Nonsense(what.to_owned())
}

pub(super) fn read<T: DeserializeOwned>(reply: &Reply) -> Result<T, Fault> {
    serde_json::from_slice(&reply.body).map_err(|error| Fault::Nonsense(error.to_string()))
}

/// A problem in its own words, or what the status says of who answered in its place.
fn refusal(reply: &Reply, now: i64) -> Fault {
    let wait = retry_after(reply, now);
    match serde_json::from_slice::<Problem>(&reply.body) {
        Ok(problem) if !problem.kind.is_empty() => Fault::Refused(Problem { wait, ..problem }),
        _ if reply.status == 429 || reply.status == 503 => {
            let kind = "urn:ietf:params:acme:error:rateLimited".to_owned();
            Fault::Refused(Problem { kind, detail: format!("HTTP {}", reply.status), wait })
        }
        _ => Fault::Nonsense(format!("HTTP {}", reply.status)),
    }
}

/// Seconds, or a date.
pub(super) fn retry_after(reply: &Reply, now: i64) -> Option<i64> {
    let said = reply.header("retry-after")?;
    let seconds = said.parse::<i64>().ok().or_else(|| {
        let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(said).ok()?;
        Some(at.as_second().saturating_sub(now))
    });
    seconds.map(|seconds| seconds.max(0))
}

/// How RFC 9773 calls a certificate: the key that signed it, and its number.
pub fn identifier(certificate: &[u8]) -> Option<String> {
    use x509_parser::{extensions::ParsedExtension, prelude::*};
    let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
    let signer = parsed.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::AuthorityKeyIdentifier(signer) => signer.key_identifier.as_ref(),
        _ => None,
    })?;
    Some(format!("{}.{}", coded(signer.0), coded(parsed.raw_serial())))
}
