//! A bound on nesting, before any parser sees the text: eight thousand lists in lists take a tree builder seconds, and
//! a hundred unclosed `<b>` are written again in each of the paragraphs that follow.

use std::collections::HashMap;

/// The same HTML, with every `<` that would open a level beyond the deepest allowed turned into plain text.
pub fn shallow(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut levels = Levels::default();
    let mut rest = html;
    while let Some(place) = rest.find('<') {
        let tag = &rest[place + 1..];
        kept.push_str(&rest[..place]);
        rest = tag;
        let (closing, name) = match tag.strip_prefix('/') {
            Some(name) => (true, name_of(name)),
            None => (false, name_of(tag)),
        };
        let known = !name.is_empty() && !FLAT.contains(&name.as_str());
        if known && closing {
            // Only what was opened can be closed: stray ends must not buy more depth.
            if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                *levels.of(&name) -= 1;
            }
        } else if known {
            *levels.of(&name) += 1;
            *open.entry(name).or_default() += 1;
        }
        let too_deep = levels.blocks > DEEPEST || levels.emphasis > DEEPEST_EMPHASIS;
        let opens_too_deep = known && !closing && too_deep;
        kept.push_str(if opens_too_deep { "&lt;" } else { "<" });
    }
    kept.push_str(rest);
    kept
}

/// Far deeper than any editor or word processor goes.
const DEEPEST: usize = 100;
const DEEPEST_EMPHASIS: usize = 12;

/// Opened and not closed yet. Emphasis is counted apart, since a parser reopens it in every block.
#[derive(Default)]
struct Levels {
    blocks: usize,
    emphasis: usize,
}

impl Levels {
    fn of(&mut self, name: &str) -> &mut usize {
        if EMPHASIS.contains(&name) { &mut self.emphasis } else { &mut self.blocks }
    }
}

const EMPHASIS: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Never nested by themselves, and often left unclosed by honest authors.
const FLAT: [&str; 14] =
    ["p", "br", "li", "img", "hr", "td", "th", "tr", "tbody", "col", "meta", "link", "input", "wbr"];

fn name_of(tag: &str) -> String {
    tag.chars()
        .take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/' | '<'))
        .take(20)
        .flat_map(char::to_lowercase)
        .skip_while(|c| !c.is_ascii_alphabetic())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_texts_are_left_alone() {
        for html in
            ["<p>un<p>deux<br>2 < 3", &"<ul><li>x</li></ul>".repeat(500), &"<p>x".repeat(500), &"<ul><li>".repeat(90)]
        {
            assert_eq!(shallow(html), *html);
        }
    }

    #[test]
    fn deeper_levels_become_text() {
        assert_eq!(shallow(&"<ul><LI>".repeat(3000)).matches("<ul").count(), 100);
        assert_eq!(shallow(&"<ul></b></x>".repeat(3000)).matches("<ul").count(), 100);
        assert_eq!(shallow(&"<b x=1>".repeat(3000)).matches("<b").count(), 12);
        assert_eq!(shallow(&"<UL>".repeat(3000)).matches("<UL").count(), 100);
    }
}
