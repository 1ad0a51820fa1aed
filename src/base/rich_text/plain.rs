//! The plain-text twin of a rich text: for text letters, search, comparison and the signed version.

use std::borrow::Cow;

/// The text of what `clean` returned: paragraphs parted by a blank line, list items with their mark, links followed by
/// their address when the words do not say it.
pub fn to_plain(html: &str) -> String {
    Writer::new(Addresses::Told, usize::MAX).read(html)
}

/// The first words on one line, at most `n` characters with the ellipsis, cut between words.
pub fn excerpt(html: &str, n: usize) -> String {
    // One letter more than fits tells that it is to be cut: a list shows the beginning of many long texts.
    let plain = Writer::new(Addresses::Left, n.saturating_add(1)).read(html);
    // « ? » stays with its word: a space that does not break is none between words.
    let breaks = |c: char| c.is_whitespace() && !['\u{A0}', '\u{202F}'].contains(&c);
    let words: Vec<&str> = plain.split(breaks).filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    if line.chars().count() <= n {
        return line;
    }
    let kept = n.saturating_sub(1);
    let cut: String = line.chars().take(kept).collect();
    // A cut that falls on a space is already between words; one word longer than the whole excerpt is cut where it falls.
    let between = line.chars().nth(kept) == Some(' ');
    let whole_words = match cut.rfind(' ') {
        Some(space) if !between => &cut[..space],
        _ => cut.as_str(),
    };
    format!("{}…", whole_words.trim_end_matches([' ', ',', ';', ':']))
}

#[derive(PartialEq)]
enum Addresses {
    Told,
    Left,
}

struct Writer {
    out: String,
    /// Letters still wanted, white space not counted: what follows them is not read.
    wanted: usize,
    addresses: Addresses,
    /// The lists that are open, with the number of the last item for those that count.
    lists: Vec<Option<u32>>,
    /// A mark was just written: the paragraph that an editor puts inside the item must not part from it.
    fresh_item: bool,
    link: Option<(String, usize)>,
}

impl Writer {
    fn new(addresses: Addresses, wanted: usize) -> Writer {
        Writer { out: String::new(), wanted, addresses, lists: Vec::new(), fresh_item: false, link: None }
    }

    // Sound on serialised, sanitised HTML only: there, every `<` opens a tag and every `>` in an attribute is escaped
    // or stands between quotes without a `<` after it.
    fn read(mut self, html: &str) -> String {
        let mut rest = html;
        while self.wanted > 0
            && let Some(start) = rest.find('<')
        {
            self.text(&rest[..start]);
            let Some(end) = end_of_tag(&rest[start..]) else {
                rest = "";
                break;
            };
            self.tag(&rest[start + 1..start + end]);
            rest = &rest[start + end + 1..];
        }
        self.text(rest);
        self.out.truncate(self.out.trim_end().len());
        self.out
    }

    fn text(&mut self, escaped: &str) {
        for c in decoded(escaped).chars() {
            if self.wanted == 0 {
                return;
            }
            self.wanted -= usize::from(!c.is_whitespace());
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
                    self.out.push(' ');
                }
            } else {
                self.out.push(c);
                self.fresh_item = false;
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name {
            "br" => self.line_end(),
            "p" | "h3" | "blockquote" | "/p" | "/h3" | "/blockquote" => self.part(),
            "ul" | "ol" => {
                self.part();
                self.lists.push((name == "ol").then_some(0));
            }
            "/ul" | "/ol" => {
                self.lists.pop();
                self.part();
            }
            "li" => self.item(),
            "a" => self.link = href(tag).map(|address| (address, self.out.len())),
            "/a" => self.tell_address(),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.fresh_item = false;
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.line_end();
        }
        let indent = "  ".repeat(self.lists.len().saturating_sub(1).min(6));
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{number}. ")
            }
            _ => "– ".to_owned(),
        };
        self.out.push_str(&indent);
        self.out.push_str(&mark);
        self.fresh_item = true;
    }

    /// Parts two blocks: by a blank line, or by a line end inside a list.
    fn part(&mut self) {
        if self.out.is_empty() || self.fresh_item {
            return;
        }
        let wanted = if self.lists.is_empty() { 2 } else { 1 };
        self.trim_spaces();
        let had = self.out.len() - self.out.trim_end_matches('\n').len();
        self.out.push_str(&"\n\n"[..wanted - had.min(wanted)]);
    }

    fn line_end(&mut self) {
        self.trim_spaces();
        self.out.push('\n');
    }

    fn trim_spaces(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
    }

    fn tell_address(&mut self) {
        let Some((address, start)) = self.link.take() else {
            return;
        };
        let shown = address.trim_start_matches("mailto:").trim_start_matches("tel:");
        let said = self.out.get(start..).unwrap_or_default().trim();
        if self.addresses == Addresses::Told && said != shown && said != address {
            self.out.push_str(&format!(" ({shown})"));
        }
    }
}

/// Where a tag ends: a `>` outside quotes.
pub(super) fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href=\"")?;
    let (address, _) = value.split_once('"')?;
    Some(decoded(address).into_owned())
}

/// The five that the serialiser writes.
const ESCAPES: [(&str, &str); 5] =
    [("&nbsp;", "\u{A0}"), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")];

/// In one pass, so that nothing is decoded twice.
pub(super) fn decoded(escaped: &str) -> Cow<'_, str> {
    if !escaped.contains('&') {
        return Cow::Borrowed(escaped);
    }
    let (mut out, mut rest) = (String::with_capacity(escaped.len()), escaped);
    while let Some(at) = rest.find('&') {
        let found = ESCAPES.iter().find(|(escape, _)| rest[at..].starts_with(escape));
        let (escape, sign) = found.copied().unwrap_or(("&", "&"));
        out.push_str(&rest[..at]);
        out.push_str(sign);
        rest = &rest[at + escape.len()..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::super::clean;
    use super::*;

    fn plain(html: &str) -> String {
        to_plain(&clean(html).unwrap())
    }

    #[test]
    fn blocks_are_parted_and_lists_keep_their_marks() {
        assert_eq!(
            plain(
                "<h2>Piscine</h2><p>Prévoir :</p><ul><li>un bonnet</li><li><p>une serviette</p></li></ul><p>Merci<br>à tous</p>"
            ),
            "Piscine\n\nPrévoir :\n\n– un bonnet\n– une serviette\n\nMerci\nà tous"
        );
        assert_eq!(
            plain("<ol><li>un<ul><li>a</li><li>b</li></ul></li><li>deux</li></ol>"),
            "1. un\n  – a\n  – b\n2. deux"
        );
    }

    #[test]
    fn entities_come_back_as_typed() {
        assert_eq!(plain("<p>2 &lt; 3 &amp;&amp; &amp;lt; &quot;x&quot; a&nbsp;b</p>"), "2 < 3 && &lt; \"x\" a\u{A0}b");
        assert_eq!(plain("<p>a\n   b\t c</p>"), "a b c");
    }

    #[test]
    fn links_say_where_they_go() {
        assert_eq!(plain("<p>Voir <a href='https://x.fr/?a&b'>le site</a>.</p>"), "Voir le site (https://x.fr/?a&b).");
        assert_eq!(plain("<a href='https://x.fr'>https://x.fr</a>"), "https://x.fr");
        assert_eq!(plain("<a href='mailto:a@b.fr'>a@b.fr</a>"), "a@b.fr");
        assert!(plain("<a href='https://x.fr/\"><b>y'>lien</a>z").ends_with('z'));
    }

    #[test]
    fn excerpts_end_on_a_word() {
        let html = clean("<p>La piscine reprend lundi, pour toute la classe.</p><p>Merci</p>").unwrap();
        assert_eq!(excerpt(&html, 200), "La piscine reprend lundi, pour toute la classe. Merci");
        assert_eq!(excerpt(&html, 26), "La piscine reprend lundi…");
        assert_eq!(excerpt("<p>Anticonstitutionnellement</p>", 10), "Anticonst…");
        assert!(excerpt(&html, 30).chars().count() <= 30);
        assert_eq!(excerpt("", 10), "");
        assert_eq!(excerpt("<p>abc</p>", 0), "…");
        assert_eq!(excerpt("<p>abc</p>", 3), "abc");
        assert_eq!(excerpt("<p>abc</p><p>d</p>", 3), "ab…");
    }

    #[test]
    fn an_excerpt_is_the_beginning_of_the_whole_whatever_is_not_read() {
        let html = clean("<p>Ce&nbsp;matin, Nora a dit&nbsp;: «&nbsp;Il pleut &amp; &lt;il vente&gt;&nbsp;»</p><ul><li>un</li><li>deux</li></ul>")
            .unwrap();
        let whole = excerpt(&html, usize::MAX);
        assert!(whole.ends_with("deux"), "{whole}");
        for n in 0..=whole.chars().count() {
            let short = excerpt(&html, n);
            let said = short.trim_end_matches('…');
            assert!(whole.starts_with(said) && short.chars().count() <= n.max(1), "{n}: {short}");
            assert_eq!(short == whole, n == whole.chars().count(), "{n}: {short}");
        }
    }

    #[test]
    fn nothing_is_decoded_twice() {
        assert_eq!(decoded("&amp;lt; & &copy; &lt;&gt;&quot;&nbsp;"), "&lt; & &copy; <>\"\u{A0}");
    }
}
