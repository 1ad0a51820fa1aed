//! A clean text as what a printed page is made of: paragraphs, titles, items, quotes, and in them what stands out.

use super::plain::{decoded, end_of_tag};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub spans: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    Title,
    Quote,
    /// In so many lists, the outermost having that number in the text; with its own number where the list counts.
    Item {
        list: usize,
        depth: usize,
        number: Option<u32>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// A line feed where the author ended a line.
    pub text: String,
    pub is_strong: bool,
    pub is_slanted: bool,
}

/// Of what `clean` or `from_plain` returned.
pub fn blocks(html: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        reader.text(&rest[..start]);
        let Some(end) = end_of_tag(&rest[start..]) else { return reader.finish() };
        reader.tag(rest[start + 1..start + end].split_whitespace().next().unwrap_or_default());
        rest = &rest[start + end + 1..];
    }
    reader.text(rest);
    reader.finish()
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    spans: Vec<Span>,
    strong: usize,
    slanted: usize,
    is_title: bool,
    quotes: usize,
    /// The lists that are open, with the number of the last item for those that count.
    lists: Vec<Option<u32>>,
    outermost: usize,
}

impl Reader {
    fn text(&mut self, escaped: &str) {
        let (is_strong, is_slanted) = (self.strong > 0, self.slanted > 0);
        let mut text = String::new();
        for letter in decoded(escaped).chars() {
            if !matches!(letter, ' ' | '\t' | '\n' | '\r') {
                text.push(letter);
            } else if !(text.ends_with(' ') || text.is_empty() && self.is_at_a_space()) {
                text.push(' ');
            }
        }
        if text.is_empty() {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if (last.is_strong, last.is_slanted) == (is_strong, is_slanted) => last.text.push_str(&text),
            _ => self.spans.push(Span { text, is_strong, is_slanted }),
        }
    }

    fn is_at_a_space(&self) -> bool {
        self.spans.last().is_none_or(|span| span.text.ends_with([' ', '\n']))
    }

    fn tag(&mut self, name: &str) {
        match name {
            "strong" => self.strong += 1,
            "/strong" => self.strong = self.strong.saturating_sub(1),
            "em" => self.slanted += 1,
            "/em" => self.slanted = self.slanted.saturating_sub(1),
            "br" => self.feed(),
            "p" | "/p" => self.end(),
            "h3" | "/h3" => {
                self.end();
                self.is_title = name == "h3";
            }
            "blockquote" | "/blockquote" => {
                self.end();
                self.quotes = if name == "blockquote" { self.quotes + 1 } else { self.quotes.saturating_sub(1) };
            }
            "ul" | "ol" => {
                self.end();
                self.outermost += usize::from(self.lists.is_empty());
                self.lists.push((name == "ol").then_some(0));
            }
            "/ul" | "/ol" => {
                self.end();
                self.lists.pop();
            }
            "li" => {
                self.end();
                if let Some(Some(number)) = self.lists.last_mut() {
                    *number += 1;
                }
            }
            "/li" => self.end(),
            _ => {}
        }
    }

    fn feed(&mut self) {
        if let Some(last) = self.spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            last.text.push('\n');
        }
    }

    fn end(&mut self) {
        let mut spans = std::mem::take(&mut self.spans);
        if let Some(last) = spans.last_mut() {
            last.text.truncate(last.text.trim_end_matches([' ', '\n']).len());
        }
        spans.retain(|span| !span.text.is_empty());
        if spans.is_empty() {
            return;
        }
        let kind = match self.lists.last() {
            Some(number) => BlockKind::Item { list: self.outermost, depth: self.lists.len(), number: *number },
            None if self.is_title => BlockKind::Title,
            None if self.quotes > 0 => BlockKind::Quote,
            None => BlockKind::Paragraph,
        };
        self.blocks.push(Block { kind, spans });
    }

    fn finish(mut self) -> Vec<Block> {
        self.end();
        self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::super::clean;
    use super::*;

    fn told(html: &str) -> Vec<String> {
        let tell = |block: Block| {
            let mark = match block.kind {
                BlockKind::Paragraph => "p".to_owned(),
                BlockKind::Title => "h".to_owned(),
                BlockKind::Quote => "q".to_owned(),
                BlockKind::Item { list, depth, number } => format!("{list}.{depth}.{}", number.unwrap_or(0)),
            };
            let spans = block.spans.iter().map(|span| match (span.is_strong, span.is_slanted) {
                (true, true) => format!("*/{}/*", span.text),
                (true, false) => format!("*{}*", span.text),
                (false, true) => format!("/{}/", span.text),
                (false, false) => span.text.clone(),
            });
            format!("{mark}:{}", spans.collect::<String>())
        };
        blocks(&clean(html).unwrap()).into_iter().map(tell).collect()
    }

    #[test]
    fn what_an_author_writes_comes_in_its_order() {
        let html = "<p>Demain, <strong>piscine&nbsp;!</strong><br>Prévoir <em>un <strong>bonnet</strong></em>.</p><h3>À noter</h3>\
                    <ul><li>8 h</li><li>car<ol><li>un</li><li>deux</li></ol></li></ul><blockquote><p>Merci &amp; à demain</p></blockquote>";
        assert_eq!(
            told(html),
            [
                "p:Demain, *piscine\u{a0}!\n*Prévoir /un /*/bonnet/*.",
                "h:À noter",
                "1.1.0:8 h",
                "1.1.0:car",
                "1.2.1:un",
                "1.2.2:deux",
                "q:Merci & à demain"
            ]
        );
    }

    #[test]
    fn spaces_are_told_once_and_emptiness_not_at_all() {
        assert_eq!(told("<p> un   <strong> deux</strong> trois </p><p> </p><ul><li></li></ul>"), ["p:un *deux* trois"]);
        assert_eq!(told(""), Vec::<String>::new());
        assert_eq!(told("<ul><li>a</li></ul><p>b</p><ol><li>c</li></ol>"), ["1.1.0:a", "p:b", "2.1.1:c"]);
    }
}
