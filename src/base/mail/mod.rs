//! Letters: rows of the outbox, written in the transaction of what they tell, sent later by the transport.
//! One person a letter; an address that is not one never leaves.

pub mod store;
pub mod transport;

/// A letter to one address. `kind` is what a person may turn off.
pub struct Letter {
    pub to: String,
    pub kind: &'static str,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
}

/// A plausible mailbox: what lettre itself will take. No look-up is made.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.contains('@') && text.parse::<lettre::Address>().is_ok()
}
