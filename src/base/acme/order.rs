//! One certificate, from the order to the chain: each name is proved in the way that the caller shows, then a key of its own
//! is certified. Whatever was shown is taken away again.

use super::{
    account::coded,
    client::{Client, nonsense, read},
    fault::{Fault, Problem},
};
use rcgen::{CertificateParams, DistinguishedName, KeyPair};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;

/// How a name is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// A page on port 80.
    Http,
    /// A certificate on port 443 (RFC 8737).
    Tls,
    /// A record beside the name.
    Dns,
}

/// Shows what an authority looks for.
pub trait Prove {
    fn challenge(&self) -> Challenge;
    fn show(&self, name: &str, token: &str, authorization: &str) -> Result<(), Fault>;
    fn take_away(&self, name: &str, token: &str, authorization: &str);
    /// Waits, and says whether the house closes.
    fn pause(&self, patience: Duration) -> bool;
}

/// A chain and its key, in PEM.
pub struct Bought {
    pub chain: String,
    pub key: String,
}

/// Seconds between two looks at one thing, unless the authority asks for more; and in all, for one thing. Whoever asks for
/// more than that is asked another time.
const BETWEEN: i64 = 3;
const PATIENCE: i64 = 300;

impl Challenge {
    fn as_acme(self) -> &'static str {
        match self {
            Challenge::Http => "http-01",
            Challenge::Tls => "tls-alpn-01",
            Challenge::Dns => "dns-01",
        }
    }
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Order {
    status: String,
    authorizations: Vec<String>,
    finalize: String,
    certificate: Option<String>,
    error: Option<Problem>,
}

#[derive(Deserialize)]
struct Authorization {
    status: String,
    identifier: Identifier,
    #[serde(default)]
    challenges: Vec<Offered>,
}

#[derive(Deserialize)]
struct Identifier {
    value: String,
}

#[derive(Clone, Deserialize)]
struct Offered {
    #[serde(rename = "type")]
    kind: String,
    url: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    error: Option<Problem>,
}

/// `replaces` is the identifier of the certificate before, where the authority counts renewals apart.
pub fn obtain(client: &Client, names: &[String], replaces: Option<&str>, prove: &dyn Prove) -> Result<Bought, Fault> {
    let (url, order) = place(client, names, replaces)?;
    for authorization in &order.authorizations {
        settle(client, authorization, names, prove)?;
    }
    let key = KeyPair::generate().map_err(|error| Fault::NotShown(error.to_string()))?;
    finalize(client, &url, names, &key, prove)
}

fn place(client: &Client, names: &[String], replaces: Option<&str>) -> Result<(String, Order), Fault> {
    let identifiers: Vec<_> = names.iter().map(|name| json!({"type": "dns", "value": name})).collect();
    let mut asked = json!({"identifiers": identifiers});
    let replaces = replaces.filter(|_| client.takes_replacements());
    if let Some(before) = replaces {
        asked["replaces"] = json!(before);
    }
    let reply = match client.order(&asked) {
        // What it does not know, or has replaced already, it need not replace: the order stands alone.
        Err(Fault::Refused(problem)) if replaces.is_some() && problem.word() != "rateLimited" => {
            client.order(&json!({"identifiers": identifiers}))?
        }
        other => other?,
    };
    let url = reply.header("location").ok_or_else(|| nonsense("an order without an address"))?;
    Ok((url.to_owned(), read(&reply)?))
}

fn settle(client: &Client, url: &str, names: &[String], prove: &dyn Prove) -> Result<(), Fault> {
    let (found, _) = client.look::<Authorization>(url)?;
    if found.status == "valid" {
        return Ok(());
    }
    let name = found.identifier.value;
    let wanted = prove.challenge().as_acme();
    let offered = found.challenges.into_iter().find(|offered| offered.kind == wanted);
    let Some(offered) = offered.filter(|_| found.status == "pending") else { return Err(Fault::NoWay { name }) };
    // Nothing is written into the town's DNS but what we asked for.
    if !names.contains(&name) {
        return Err(nonsense("a name that was not asked for"));
    }
    // It becomes a path, a label and an argument.
    if offered.token.is_empty() || !offered.token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
        return Err(nonsense("a token that is none"));
    }
    let authorization = client.authorization(&offered.token);
    prove.show(&name, &offered.token, &authorization)?;
    let settled = client.post(&offered.url, Some(&json!({}))).and_then(|_| proved(client, url, &name, wanted, prove));
    prove.take_away(&name, &offered.token, &authorization);
    settled
}

fn proved(client: &Client, url: &str, name: &str, wanted: &str, prove: &dyn Prove) -> Result<(), Fault> {
    until(prove, || {
        let (now, wait) = client.look::<Authorization>(url)?;
        match now.status.as_str() {
            "valid" => Ok(Ok(())),
            "pending" | "processing" => Ok(Err(wait)),
            _ => {
                let said = now.challenges.into_iter().find(|offered| offered.kind == wanted);
                let problem = said.and_then(|offered| offered.error).unwrap_or_default();
                Err(Fault::NotProved { name: name.to_owned(), problem })
            }
        }
    })
}

fn finalize(client: &Client, url: &str, names: &[String], key: &KeyPair, prove: &dyn Prove) -> Result<Bought, Fault> {
    let ready = |wanted: &'static str| {
        until(prove, || {
            let (order, wait) = client.look::<Order>(url)?;
            match order.status.as_str() {
                "valid" => Ok(Ok(order)),
                status if status == wanted => Ok(Ok(order)),
                "pending" | "processing" | "ready" => Ok(Err(wait)),
                _ => Err(Fault::Refused(order.error.unwrap_or_default())),
            }
        })
    };
    let order = ready("ready")?;
    let signing = |error: rcgen::Error| Fault::NotShown(error.to_string());
    let mut params = CertificateParams::new(names.to_vec()).map_err(signing)?;
    params.distinguished_name = DistinguishedName::new();
    let request = params.serialize_request(key).map_err(signing)?;
    if order.status == "ready" {
        client.post(&order.finalize, Some(&json!({"csr": coded(request.der())})))?;
    }
    let made = ready("valid")?.certificate.ok_or_else(|| nonsense("a certificate without an address"))?;
    let chain = client.post(&made, None)?.body;
    let chain = String::from_utf8(chain).map_err(|_| nonsense("a chain that is no text"))?;
    Ok(Bought { chain, key: key.serialize_pem() })
}

/// Looks again until `look` finds what it waits for; it gives the wait that was asked for, if any.
fn until<T>(prove: &dyn Prove, look: impl Fn() -> Result<Result<T, Option<i64>>, Fault>) -> Result<T, Fault> {
    let mut left = PATIENCE;
    loop {
        let wait = match look()? {
            Ok(found) => return Ok(found),
            Err(wait) => wait.unwrap_or(BETWEEN).max(1),
        };
        left = left.saturating_sub(wait);
        if left < 0 {
            return Err(Fault::Slow);
        }
        if prove.pause(Duration::from_secs(wait.unsigned_abs())) {
            return Err(Fault::Stopped);
        }
    }
}
