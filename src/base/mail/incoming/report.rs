//! A letter that came back (RFC 3464), and the reports of servers that never heard of it.

use super::automatic::{self, header};
use crate::base::mail::verdict;
use mail_parser::{Message, MimeHeaders};

/// A letter of ours did not arrive.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The secret of the envelope that it came back to.
    pub token: String,
    /// Whom the report names; the secret says it too.
    pub address: Option<String>,
    /// Nobody has this address.
    pub is_hard: bool,
    /// In the server's words.
    pub said: String,
}

/// `None` for what is no report, and for one of a letter that arrived or is only late.
pub fn read(message: &Message, token: &str) -> Option<Report> {
    let status = message.parts.iter().find(|part| {
        part.content_type().is_some_and(|kind| {
            kind.ctype().eq_ignore_ascii_case("message")
                && kind.subtype().is_some_and(|sub| {
                    sub.eq_ignore_ascii_case("delivery-status") || sub.eq_ignore_ascii_case("global-delivery-status")
                })
        })
    });
    match status {
        Some(part) => of_fields(&String::from_utf8_lossy(part.contents()), token),
        None if is_bare(message) => of_words(message, token),
        None => None,
    }
}

/// The first recipient whom it failed to reach: a letter of ours has one.
fn of_fields(text: &str, token: &str) -> Option<Report> {
    let blocks = text.replace("\r\n", "\n");
    blocks.split("\n\n").find_map(|block| {
        let block = unfolded(block);
        let field = |name: &str| {
            block.iter().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        if !field("Action")?.to_lowercase().starts_with("failed") {
            return None;
        }
        let status = field("Status").unwrap_or_default();
        let words = field("Diagnostic-Code").map(|code| after_type(&code)).unwrap_or_default();
        let address = field("Final-Recipient").or_else(|| field("Original-Recipient"));
        let said = if words.is_empty() { status.clone() } else { words.clone() };
        // The number that stands apart counts before the words; « 5.0.0 » says nothing.
        let is_hard = verdict::is_hard(&status) || (!is_telling(&status) && verdict::is_hard(&words));
        Some(Report { token: token.to_owned(), address: address.map(|a| after_type(&a)), is_hard, said: short(&said) })
    })
}

/// qmail and others write a page of English and nothing else.
fn is_bare(message: &Message) -> bool {
    let is_answer = header(message, "Auto-Submitted").is_some_and(|said| said.starts_with("auto-replied"));
    automatic::is_from_machine(message) && !is_answer
}

fn of_words(message: &Message, token: &str) -> Option<Report> {
    let text = message.body_text(0)?;
    // What follows is our own letter.
    let cut = ["\n--- ", "\n----", "Return-Path:", "Received:"].iter().filter_map(|mark| text.find(mark)).min();
    let text = &text[..cut.unwrap_or(text.len())];
    let is_about =
        |line: &&str| line.split(|c: char| !c.is_ascii_digit()).any(|word| word.len() == 3 && word.starts_with('5'));
    let line = text.lines().find(is_about).or_else(|| text.lines().find(|line| verdict::is_hard(line)))?;
    let is_hard = verdict::is_hard(line) || verdict::is_hard(&text.replace('\n', " "));
    Some(Report { token: token.to_owned(), address: None, is_hard, said: short(line.trim()) })
}

fn unfolded(block: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in block.lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// « rfc822; x@y », « smtp; 550 … »: what stands after the kind.
fn after_type(value: &str) -> String {
    value.split_once(';').map_or(value, |(_, rest)| rest).trim().to_owned()
}

fn is_telling(status: &str) -> bool {
    !matches!(status.trim(), "" | "5.0.0" | "5.5.0")
}

fn short(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}
