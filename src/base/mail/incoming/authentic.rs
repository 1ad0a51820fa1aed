//! Whether our own server says that the sender's domain did not send it (RFC 8601). What stands lower than its line may
//! have been written by the sender himself.

use super::automatic::header;
use mail_parser::Message;

/// False when the topmost `Authentication-Results` speaks against it. A server that checks nothing speaks against nobody.
pub fn may_be(message: &Message, from: &str) -> bool {
    let Some(results) = header(message, "Authentication-Results") else { return true };
    let results = without_comments(&results);
    let parts: Vec<&str> = results.split(';').map(str::trim).collect();
    let is = |method: &str, result: &str| {
        parts.iter().any(|part| {
            let mut words = part.split_whitespace();
            words.next().and_then(|word| word.split_once('=')).is_some_and(|(m, r)| m == method && r == result)
        })
    };
    if is("dmarc", "pass") {
        return true;
    }
    let domain = from.rsplit_once('@').map_or("", |(_, domain)| domain);
    let is_signed = parts.iter().any(|part| part.starts_with("dkim=pass") && is_of(part, domain));
    !is("dmarc", "fail") && (is_signed || !(is("spf", "fail") || is("spf", "hardfail")))
}

/// The signing domain is the sender's, or one above it: a stranger's own signature proves only the stranger.
fn is_of(part: &str, domain: &str) -> bool {
    part.split_whitespace().filter_map(|word| word.split_once('=')).any(|(key, value)| {
        let signer = value.trim_start_matches('@').rsplit('@').next().unwrap_or("");
        matches!(key, "header.d" | "header.i")
            && signer.contains('.')
            && (domain == signer || domain.ends_with(&format!(".{signer}")))
    })
}

fn without_comments(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}
