//! Where a line ends, and how far a text may shrink before it takes a second line. Pure: widths come from a closure.

/// How a text may be made to fit. Sizes are in points.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub width: f32,
    pub lines: usize,
    pub size: f32,
    pub smallest: f32,
    /// How far it may shrink, as a share of its size, to save a line: 1 not at all.
    pub comfortable: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    pub size: f32,
    pub lines: Vec<String>,
}

/// Lines no wider than `width`, cut at spaces; a word that is too long alone is cut at its hyphens and stops, and if
/// that is not enough anywhere. No-break spaces hold as long as they can. A line feed always ends a line.
pub fn wrap(text: &str, width: f32, measure: &dyn Fn(&str) -> f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in words(paragraph) {
            add(&mut line, &mut lines, word, width, measure);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Shrinks within comfort to stay on fewer lines, then wraps, then shrinks as far as allowed; what still does not fit
/// ends with an ellipsis. `measure` gives the width of a text at size 1.
pub fn fit(text: &str, limits: Limits, measure: &dyn Fn(&str) -> f32) -> Fitted {
    const STEP: f32 = 0.25;

    let at = |size: f32| wrap(text, limits.width, &|part| measure(part) * size);
    for count in 1..=limits.lines {
        let floor = match count == limits.lines {
            true => limits.smallest,
            false => limits.smallest.max(limits.size * limits.comfortable),
        };
        let mut size = limits.size;
        while size >= floor {
            let lines = at(size);
            if lines.len() <= count {
                return Fitted { size, lines };
            }
            size -= STEP;
        }
    }
    let mut lines = at(limits.smallest);
    lines.truncate(limits.lines.max(1));
    if let Some(last) = lines.last_mut() {
        while !last.is_empty() && measure(&format!("{last}…")) * limits.smallest > limits.width {
            last.pop();
        }
        *last = format!("{}…", last.trim_end());
    }
    Fitted { size: limits.smallest, lines }
}

fn add(line: &mut String, lines: &mut Vec<String>, word: &str, width: f32, measure: &dyn Fn(&str) -> f32) {
    let fits = |text: &str| measure(text.trim_end()) <= width;
    if fits(&format!("{line}{word}")) {
        line.push_str(word);
        return;
    }
    if !line.is_empty() {
        lines.push(line.trim_end().to_owned());
        line.clear();
    }
    if fits(word) {
        line.push_str(word);
        return;
    }
    for part in parts(word) {
        if !line.is_empty() && !fits(&format!("{line}{part}")) {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        for letter in part.chars() {
            if !line.is_empty() && !fits(&format!("{line}{letter}")) {
                lines.push(std::mem::take(line));
            }
            line.push(letter);
        }
    }
}

/// Words with the spaces after them. Chinese has no spaces: a line may end after any sign that no closing one follows.
pub(super) fn words(text: &str) -> Vec<&str> {
    split_after(text, |letter, next| {
        letter == ' ' && next != ' ' || is_ideograph(letter) && !is_closing(next) && next != ' '
    })
}

/// A long word's own joints: a composed name, an address, a group held by no-break spaces.
fn parts(word: &str) -> Vec<&str> {
    split_after(word, |letter, next| {
        matches!(letter, '-' | '/' | '.' | '@' | '_' | '\u{a0}' | '\u{202f}') && next != '/'
    })
}

fn split_after(text: &str, may_end: impl Fn(char, char) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((index, letter)) = letters.next() {
        let end = index + letter.len_utf8();
        match letters.peek() {
            Some(&(_, next)) if !may_end(letter, next) => {}
            _ => {
                pieces.push(&text[start..end]);
                start = end;
            }
        }
    }
    pieces
}

fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '。' | '，' | '、' | '：' | '；' | '？' | '！' | '）' | '」' | '”' | '.' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter is one wide.
    fn count(text: &str) -> f32 {
        text.chars().count() as f32
    }

    fn limits(width: f32, lines: usize) -> Limits {
        Limits { width, lines, size: 10.0, smallest: 6.0, comfortable: 0.8 }
    }

    #[test]
    fn lines_end_at_spaces_and_never_at_no_break_spaces() {
        assert_eq!(wrap("pour Léa et Hugo", 9.0, &count), ["pour Léa", "et Hugo"]);
        assert_eq!(wrap("pour Léa\u{a0}(PS-MS)", 12.0, &count), ["pour", "Léa\u{a0}(PS-MS)"]);
    }

    #[test]
    fn a_composed_name_is_cut_at_its_hyphen_only_when_it_must() {
        assert_eq!(wrap("Marie-Charlotte", 15.0, &count), ["Marie-Charlotte"]);
        assert_eq!(wrap("Marie-Charlotte", 9.0, &count), ["Marie-", "Charlotte"]);
    }

    #[test]
    fn a_word_without_joints_is_cut_rather_than_overflow() {
        for line in wrap(&"w".repeat(60), 13.0, &count) {
            assert!(count(&line) <= 13.0);
        }
    }

    #[test]
    fn chinese_lines_do_not_begin_with_a_full_stop() {
        assert_eq!(wrap("请向学校咨询。谢谢", 6.0, &count), ["请向学校咨", "询。谢谢"]);
    }

    #[test]
    fn a_short_name_keeps_its_size() {
        let fitted = fit("Léa", limits(100.0, 2), &count);
        assert_eq!((fitted.size, fitted.lines.len()), (10.0, 1));
    }

    #[test]
    fn a_longer_name_shrinks_before_it_wraps() {
        let fitted = fit("Charlotte Martin", limits(144.0, 2), &count);
        assert_eq!((fitted.size, fitted.lines.len()), (9.0, 1));
        let fitted = fit("Charlotte Martin", limits(100.0, 2), &count);
        assert_eq!((fitted.size, fitted.lines.len()), (10.0, 2));
    }

    #[test]
    fn prose_takes_the_lines_it_may_have_before_it_shrinks() {
        let prose = Limits { comfortable: 1.0, ..limits(144.0, 2) };
        let fitted = fit("Charlotte Martin", prose, &count);
        assert_eq!((fitted.size, fitted.lines.len()), (10.0, 2));
    }

    #[test]
    fn what_cannot_fit_ends_with_an_ellipsis_inside_the_width() {
        let fitted = fit(&"mot ".repeat(60), limits(60.0, 2), &count);
        assert_eq!((fitted.size, fitted.lines.len()), (6.0, 2));
        let last = &fitted.lines[1];
        assert!(last.ends_with('…') && count(last) * fitted.size <= 60.0, "{last}");
    }
}
