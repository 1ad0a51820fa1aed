//! The rich text of words and posts: an allow-list, its plain-text twin, and what changed between two versions.
//!
//! A text holds paragraphs, small titles, lists, quotes, emphasis and links. It never holds a style, a class, a picture,
//! or anything that runs: pictures are attachments. Only what `clean` or `from_plain` returned may be shown unescaped.

mod blocks;
mod changes;
mod depth;
mod plain;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

pub use blocks::{Block, BlockKind, Span, blocks};
pub use changes::{Change, Piece, changes};
pub use plain::{excerpt, to_plain};

/// The longest text that is read, in bytes: some twenty pages.
pub const LIMIT: usize = 64 * 1024;

/// The text is over `LIMIT`. Nothing is cut in silence: its author must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ce texte est trop long : gardez-en l’essentiel et joignez le reste en pièce jointe.")
    }
}

impl std::error::Error for TooLong {}

/// What may be stored and shown of the HTML that an editor sends. Cleaning twice changes nothing.
pub fn clean(html: &str) -> Result<String, TooLong> {
    if html.len() > LIMIT {
        return Err(TooLong);
    }
    // First pass: the foreign tags that carry structure are kept bare, so that they can be renamed as text without
    // ambiguity (a `<` that was typed is escaped by then). Second pass: what renaming may have nested badly is parsed again.
    let renamed = rename(&INTAKE.clean(&depth::shallow(html)).to_string());
    let cleaned = without_empty_paragraphs(&STRICT.clean(&renamed).to_string());
    // Closing what was left open may lengthen a text; an honest one never doubles.
    if cleaned.len() > 2 * LIMIT { Err(TooLong) } else { Ok(cleaned) }
}

/// What a field sends that becomes an editor where JavaScript runs: HTML; without it, what was typed, or what was typed
/// around HTML that stood there.
pub fn typed(text: &str) -> Result<String, TooLong> {
    let whole = text.starts_with('<') && text.ends_with('>');
    let is_html = whole || ["</p>", "</li>", "</h2>", "</blockquote>"].iter().any(|end| text.contains(end));
    if is_html { clean(text) } else { from_plain(text) }
}

/// Plain text as paragraphs: a blank line parts two of them, a single line end is kept. Addresses do not become links.
pub fn from_plain(text: &str) -> Result<String, TooLong> {
    if text.len() > LIMIT {
        return Err(TooLong);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut html = String::with_capacity(text.len() + 64);
    let mut paragraph: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            paragraph.push(line);
        } else if !paragraph.is_empty() {
            let lines: Vec<String> = paragraph.drain(..).map(escaped).collect();
            html.push_str(&format!("<p>{}</p>", lines.join("<br>")));
        }
    }
    Ok(html)
}

const KEPT: [&str; 10] = ["p", "br", "strong", "em", "h3", "ul", "ol", "li", "blockquote", "a"];

/// Tags of editors and word processors, and what each becomes.
const RENAMED: [(&str, &str, &str); 16] = [
    ("b", "<strong>", "</strong>"),
    ("i", "<em>", "</em>"),
    ("h1", "<h3>", "</h3>"),
    ("h2", "<h3>", "</h3>"),
    ("h4", "<h3>", "</h3>"),
    ("h5", "<h3>", "</h3>"),
    ("h6", "<h3>", "</h3>"),
    ("div", "<p>", "</p>"),
    // A table pasted from a spreadsheet becomes one paragraph a row.
    ("tr", "<p>", "</p>"),
    ("td", " ", " "),
    ("th", " ", " "),
    ("table", "", ""),
    ("thead", "", ""),
    ("tbody", "", ""),
    ("tfoot", "", ""),
    ("caption", "<p>", "</p>"),
];

static STRICT: LazyLock<Builder<'static>> = LazyLock::new(|| sanitizer(KEPT.into()));
static INTAKE: LazyLock<Builder<'static>> =
    LazyLock::new(|| sanitizer(KEPT.into_iter().chain(RENAMED.iter().map(|(tag, _, _)| *tag)).collect()));

fn sanitizer(tags: HashSet<&'static str>) -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(tags)
        .clean_content_tags(
            ["script", "style", "title", "template", "svg", "math", "object", "iframe", "noscript"].into(),
        )
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .generic_attributes(HashSet::new())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
}

fn rename(html: &str) -> String {
    RENAMED.iter().fold(html.to_owned(), |html, (tag, opening, closing)| {
        html.replace(&format!("<{tag}>"), opening).replace(&format!("</{tag}>"), closing)
    })
}

fn without_empty_paragraphs(html: &str) -> String {
    let mut html = html.replace(" </p>", "</p>").replace("<p> ", "<p>");
    for empty in ["<p></p>", "<p><br></p>", "<p>&nbsp;</p>", "<h3></h3>"] {
        html = html.replace(empty, "");
    }
    html.trim().to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(html: &str) -> String {
        let once = clean(html).unwrap();
        assert_eq!(clean(&once).unwrap(), once, "cleaning twice");
        once
    }

    #[test]
    fn what_a_word_needs_is_kept() {
        let word = "<p>Demain, <strong>piscine</strong>.<br>Prévoir <em>un bonnet</em>.</p><h3>À noter</h3>\
                    <ul><li>8 h</li></ul><ol><li>car</li></ol><blockquote>Merci</blockquote>";
        assert_eq!(cleaned(word), word);
    }

    #[test]
    fn foreign_tags_are_renamed_or_dropped() {
        for (pasted, kept) in [
            ("<b>x</b><i>y</i>", "<strong>x</strong><em>y</em>"),
            ("<h1 class=big>Titre</h1>", "<h3>Titre</h3>"),
            ("<div>un</div><div><br></div><div>deux</div>", "<p>un</p><p>deux</p>"),
            ("<div><p>un</p></div>", "<p>un</p>"),
            ("<div><ul><li>un</li></ul></div>", "<ul><li>un</li></ul>"),
            ("<span style='color:red'>rouge</span>", "rouge"),
            ("<table><tr><td>Lundi</td><td>8 h</td></tr></table>", "<p>Lundi  8 h</p>"),
            ("<p>a<img src=x onerror=alert(1)>b</p>", "<p>ab</p>"),
            ("<p style=\"position:fixed\" onclick=x id=y>a</p>", "<p>a</p>"),
            ("2 &lt; 3 &amp; <b", "2 &lt; 3 &amp; "),
        ] {
            assert_eq!(cleaned(pasted).trim(), kept.trim(), "{pasted}");
        }
    }

    #[test]
    fn nothing_runs() {
        for hostile in [
            "<script>alert(1)</script>",
            "<style>*{}</style>",
            "<svg><script>alert(1)</script></svg>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<iframe src=//x></iframe>",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
            "<!--><img src=x onerror=alert(1)>-->",
        ] {
            let kept = cleaned(hostile);
            for trace in ["<script", "<style", "<img", "<svg", "<iframe", "onerror=alert(1)>", "<!--"] {
                assert!(!kept.contains(trace), "{hostile} → {kept}");
            }
        }
    }

    #[test]
    fn links_go_out_by_four_schemes_only() {
        let rel = "rel=\"noopener noreferrer nofollow\"";
        assert_eq!(
            cleaned("<a href='https://ecole.fr/?a=1&b=2' target=_blank>ici</a>"),
            format!("<a href=\"https://ecole.fr/?a=1&amp;b=2\" {rel}>ici</a>")
        );
        assert!(cleaned("<a href='mailto:a@b.fr'>a</a><a href='tel:+33261910001'>b</a>").matches("href=").count() == 2);
        for bad in
            ["javascript:alert(1)", " jAva\tscript:alert(1)", "data:text/html,x", "/reglages", "//x.fr", "vbscript:x"]
        {
            assert_eq!(cleaned(&format!("<a href=\"{bad}\">x</a>")), format!("<a {rel}>x</a>"), "{bad}");
        }
        // A tag hidden in an address is never renamed into markup.
        let hidden = cleaned("<a href='https://x.fr/\"><b><div>'>x</a>");
        assert!(!hidden.contains("<strong>") && !hidden.contains("<p>") && !hidden.contains("<div>"), "{hidden}");
    }

    #[test]
    fn long_and_deep_texts_are_bounded() {
        assert_eq!(clean(&"a".repeat(LIMIT + 1)), Err(TooLong));
        assert_eq!(from_plain(&"a".repeat(LIMIT + 1)), Err(TooLong));
        let begun = std::time::Instant::now();
        for brick in ["<ul><li>", "<b><p>", "<blockquote>", "<a href=http://x>", "<table><td>", "<div>"] {
            let deep = clean(&brick.repeat(LIMIT / brick.len()));
            assert!(deep.is_err() || deep.is_ok_and(|kept| kept.len() <= 2 * LIMIT));
        }
        let reopened: String = (0..100).map(|n| format!("<b id={n}>")).collect();
        let bomb = format!("<p>{reopened}</p>{}", "<p>x</p>".repeat(7000));
        assert_eq!(clean(&bomb), Err(TooLong));
        // Generous for a debug build on a busy machine; without the bounds it takes minutes.
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }

    #[test]
    fn plain_text_becomes_paragraphs() {
        assert_eq!(
            from_plain("Bonjour,\r\nà demain <3\n\n\n  https://x.fr & co \n").unwrap(),
            "<p>Bonjour,<br>à demain &lt;3</p><p>https://x.fr &amp; co</p>"
        );
        assert_eq!(from_plain(" \n ").unwrap(), "");
        let html = from_plain("a\nb\n\nc").unwrap();
        assert_eq!(clean(&html).unwrap(), html);
        assert_eq!(to_plain(&html), "a\nb\n\nc");
    }
}
