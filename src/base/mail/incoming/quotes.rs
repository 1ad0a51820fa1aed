//! What a person wrote above what her mail program quotes. Only these lines may sign: all the rest is the school's own text
//! come back.

use crate::base::{french, rich_text};

/// The person's own lines, trimmed, and whether a letter handed on follows them.
#[derive(Default, Debug)]
pub struct Written {
    pub text: String,
    pub forwards: bool,
}

pub fn unquoted(text: &str) -> Written {
    let clean = plain(text);
    let lines: Vec<&str> = clean.lines().map(str::trim_end).collect();
    let end = (0..lines.len()).find(|at| ends_at(&lines, *at)).unwrap_or(lines.len());
    let above = joined(&lines[..end]);
    let forwards = lines[end..].iter().take(3).any(|line| is_forward_mark(line));
    if !above.is_empty() || forwards {
        return Written { text: above, forwards };
    }
    Written { text: below(&lines[end..]), forwards }
}

/// HTML alone: cut where the program's own quote begins, then read as text.
pub fn unquoted_html(html: &str) -> Written {
    // ASCII only: the bytes keep their places.
    let folded = html.to_ascii_lowercase();
    let cut = QUOTES.iter().filter_map(|mark| folded.find(mark)).min();
    let above = match cut {
        // Back to the beginning of the tag in which the mark stands.
        Some(at) => &html[..html[..at + 1].rfind('<').unwrap_or(at)],
        None => html,
    };
    // Each line is a division of its own in what mail programs write.
    let above = without(above, &["head", "style", "script", "title"]).replace("<div", "<p").replace("</div", "</p");
    let written = unquoted(&rich_text::to_plain(&rich_text::clean(&above).unwrap_or_default()));
    let forwards =
        written.forwards || cut.is_some_and(|at| FORWARDS.iter().any(|mark| french::fold(&html[at..]).contains(mark)));
    Written { forwards, ..written }
}

pub fn is_forward(subject: &str) -> bool {
    let folded = french::fold(subject);
    ["fwd:", "fw:", "tr:", "tr :", "fwd :", "i:", "wg:"].iter().any(|mark| folded.starts_with(mark))
}

/// Where mail programs begin to quote, in HTML.
const QUOTES: [&str; 13] = [
    "<blockquote",
    "class=\"gmail_quote",
    "class=gmail_quote",
    "class=\"gmail_attr",
    "class=\"moz-cite-prefix",
    "class=\"moz-forward-container",
    "class=\"yahoo_quoted",
    "id=\"appendonsend",
    "id=\"divrplyfwdmsg",
    "id=\"mail-editor-reference-message-container",
    "id=\"reply-intro",
    "border-top:solid #e1e1e1",
    "border-top:solid #b5c4df",
];

/// Folded.
const FORWARDS: [&str; 6] = [
    "forwarded message",
    "message transfere",
    "message transmis",
    "begin forwarded message",
    "debut du message transfere",
    "debut du message reexpedie",
];

const SIGNATURES: [&str; 10] = [
    "envoye de mon",
    "envoye depuis",
    "envoye a partir de",
    "envoye avec",
    "telecharger outlook",
    "obtenez outlook",
    "get outlook",
    "sent from",
    "sent with",
    "provenance : courrier",
];

fn ends_at(lines: &[&str], at: usize) -> bool {
    let line = lines[at];
    let folded = french::fold(line);
    line.starts_with('>')
        || line == "--"
        || is_rule(line)
        || is_forward_mark(line)
        || SIGNATURES.iter().any(|words| folded.starts_with(words))
        || is_attribution(&lines[at..])
        || is_header_block(&lines[at..])
}

/// « -----Message d'origine----- », « ________________ ».
fn is_rule(line: &str) -> bool {
    let bare = line.trim();
    let words = french::fold(bare);
    let is_named = ["message d origine", "message original", "mail original", "original message", "message initial"]
        .iter()
        .any(|name| words.contains(name));
    (bare.starts_with("--") && is_named) || (bare.len() >= 20 && bare.chars().all(|c| c == '_'))
}

fn is_forward_mark(line: &str) -> bool {
    let folded = french::fold(line);
    let is_marked = line.trim_start().starts_with('-') || folded.starts_with("begin") || folded.starts_with("debut");
    is_marked && FORWARDS.iter().any(|mark| folded.contains(mark))
}

/// « Le mar. 17 nov. 2026 à 08:30, École <…> a écrit : », over up to three lines.
fn is_attribution(lines: &[&str]) -> bool {
    let first = lines[0].trim_start();
    if !(first.starts_with("Le ") || first.starts_with("On ") || first.starts_with("Em ")) {
        return false;
    }
    let joined = lines.iter().take(3).map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let said = ["a écrit :", "a écrit:", "wrote:", "escreveu:"].iter().filter_map(|end| joined.find(end)).min();
    said.is_some_and(|at| joined[..at].chars().count() < 240 && joined[..at].contains(|c: char| c.is_ascii_digit()))
}

/// Outlook, Orange, Zimbra: « De : … » with « Envoyé : », « À : » or « Objet : » right below.
fn is_header_block(lines: &[&str]) -> bool {
    let label = |line: &str| {
        let folded = french::fold(line.trim_start_matches(['*', ' ']));
        folded.split_once(':').map(|(label, _)| label.trim_end_matches(['*', ' ']).to_owned())
    };
    let is_first = label(lines[0]).is_some_and(|label| matches!(label.as_str(), "de" | "from" | "expediteur"));
    let below = ["envoye", "date", "sent", "a", "to", "objet", "subject", "envoye le"];
    is_first && lines.iter().skip(1).take(4).filter_map(|line| label(line)).any(|label| below.contains(&label.as_str()))
}

/// Written under the quote, as some programs still do: the first unquoted lines after it.
fn below(lines: &[&str]) -> String {
    let Some(first) = lines.iter().position(|line| line.starts_with('>')) else { return String::new() };
    if first > 4 || !(first == 0 || is_attribution(lines)) {
        return String::new();
    }
    let rest = &lines[first..];
    let Some(own) = rest.iter().position(|line| !line.starts_with('>') && !line.is_empty()) else {
        return String::new();
    };
    let rest = &rest[own..];
    let end = (0..rest.len()).find(|at| ends_at(rest, *at)).unwrap_or(rest.len());
    joined(&rest[..end])
}

fn joined(lines: &[&str]) -> String {
    lines.join("\n").trim().to_owned()
}

/// One kind of space, no sign that is not seen.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\r'))
        .map(|c| if matches!(c, '\u{00A0}' | '\u{202F}' | '\u{2009}' | '\t') { ' ' } else { c })
        .collect()
}

/// Without these elements and what stands in them.
fn without(html: &str, names: &[&str]) -> String {
    let mut left = html.to_owned();
    for name in names {
        let (open, close) = (format!("<{name}"), format!("</{name}"));
        while let Some(from) = left.to_ascii_lowercase().find(&open) {
            let after = left[from..].to_ascii_lowercase().find(&close).map(|at| from + at);
            let until = after.and_then(|at| left[at..].find('>').map(|end| at + end + 1)).unwrap_or(left.len());
            left.replace_range(from..until, "");
        }
    }
    left
}
