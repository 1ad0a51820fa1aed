//! « Corrigé, ce qui a changé »: a word-level comparison of two plain texts.

/// A run of text that was kept, taken out or put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub change: Change,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    Removed,
    Added,
}

/// Compares two plain texts (see `to_plain`) word by word. Reading all but the removed pieces gives `after` back,
/// letter for letter. Two long texts with little in common are compared line by line, then as wholes.
pub fn changes(before: &str, after: &str) -> Vec<Piece> {
    let by = |split: fn(&str) -> Vec<&str>| compared(&split(before), &split(after));
    let marked = by(words).or_else(|| by(lines));
    let marked = marked.unwrap_or_else(|| vec![(Change::Removed, before), (Change::Added, after)]);
    let mut pieces: Vec<Piece> = Vec::new();
    for (change, text) in marked.into_iter().filter(|(_, text)| !text.is_empty()) {
        match pieces.last_mut() {
            Some(last) if last.change == change => last.text.push_str(text),
            _ => pieces.push(Piece { change, text: text.to_owned() }),
        }
    }
    pieces
}

/// Cells of the comparison table: 4 MB, some thousand changed words on each side.
const CELLS: usize = 1 << 20;

// Each word keeps the spaces that follow it, so that nothing of the text is lost.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut in_space = false;
    for (place, c) in text.char_indices() {
        if in_space && !c.is_whitespace() {
            words.push(&text[start..place]);
            start = place;
        }
        in_space = c.is_whitespace();
    }
    words.push(&text[start..]);
    words
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// None when the middle, between what both begin and end with, is too large for the table.
fn compared<'a>(before: &[&'a str], after: &[&'a str]) -> Option<Vec<(Change, &'a str)>> {
    let same = |(one, other): &(&&str, &&str)| one.trim_end() == other.trim_end();
    let head = before.iter().zip(after).take_while(same).count();
    let (old, new) = (&before[head..], &after[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    if (old.len() + 1) * (new.len() + 1) > CELLS {
        return None;
    }
    let kept = |words: &[&'a str]| words.iter().map(|word| (Change::Same, *word)).collect::<Vec<_>>();
    let mut marked = kept(&after[..head]);
    marked.extend(middle(old, new));
    marked.extend(kept(&after[after.len() - tail..]));
    Some(marked)
}

/// The longest common subsequence, walked from the start; what goes comes before what arrives.
fn middle<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Change, &'a str)> {
    let width = new.len() + 1;
    let mut longest = vec![0u32; (old.len() + 1) * width];
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            longest[o * width + n] = if old[o].trim_end() == new[n].trim_end() {
                longest[(o + 1) * width + n + 1] + 1
            } else {
                longest[(o + 1) * width + n].max(longest[o * width + n + 1])
            };
        }
    }
    let (mut o, mut n) = (0, 0);
    let mut marked = Vec::with_capacity(old.len() + new.len());
    while o < old.len() || n < new.len() {
        let both = o < old.len() && n < new.len();
        if both && old[o].trim_end() == new[n].trim_end() {
            marked.push((Change::Same, new[n]));
            (o, n) = (o + 1, n + 1);
        } else if n == new.len() || both && longest[(o + 1) * width + n] >= longest[o * width + n + 1] {
            marked.push((Change::Removed, old[o]));
            o += 1;
        } else {
            marked.push((Change::Added, new[n]));
            n += 1;
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(before: &str, after: &str) -> String {
        let pieces = changes(before, after);
        let rebuilt: String =
            pieces.iter().filter(|piece| piece.change != Change::Removed).map(|piece| piece.text.as_str()).collect();
        assert_eq!(rebuilt, after);
        let mark = |piece: &Piece| match piece.change {
            Change::Same => piece.text.clone(),
            Change::Removed => format!("[-{}-]", piece.text),
            Change::Added => format!("[+{}+]", piece.text),
        };
        pieces.iter().map(mark).collect()
    }

    #[test]
    fn only_what_changed_is_marked() {
        for (before, after, expected) in [
            ("Rendez-vous à 8 h.", "Rendez-vous à 9 h.", "Rendez-vous à [-8 -][+9 +]h."),
            ("La sortie.", "La sortie.", "La sortie."),
            ("Piscine lundi.", "Piscine lundi. Merci !", "Piscine lundi.[+ Merci !+]"),
            ("un deux trois", "deux trois", "[-un -]deux trois"),
            ("a b c d", "a x c y", "a [-b -][+x +]c [-d-][+y+]"),
            ("", "Bonjour", "[+Bonjour+]"),
            ("Bonjour", "", "[-Bonjour-]"),
            ("", "", ""),
            ("fin.\n\nMerci", "fin. Merci", "fin. Merci"),
        ] {
            let expected = expected.replace("lundi.[+ Merci", "lundi. [+Merci");
            assert_eq!(drawn(before, after), expected);
        }
    }

    #[test]
    fn long_texts_are_compared_without_growing_the_table() {
        let number = |range: std::ops::Range<u32>| range.map(|n| format!("mot{n} ")).collect::<String>();
        // One word in twenty thousand: head and tail are put aside.
        let before = number(0..20_000);
        let after = before.replace("mot10000 ", "autre ");
        assert_eq!(changes(&before, &after).len(), 4);
        // Nothing in common and too long by words: two lines, then two wholes.
        let pieces = changes(&number(0..5000), &number(5000..10_000));
        assert_eq!(pieces.iter().map(|p| p.change).collect::<Vec<_>>(), [Change::Removed, Change::Added]);
    }

    #[test]
    fn very_different_long_texts_fall_back_to_lines() {
        let text = |from: u32| format!("{}\ncommun\n{}\n", words_from(from), words_from(from + 5000));
        let pieces = changes(&text(0), &text(50_000));
        assert!(pieces.iter().any(|piece| piece.change == Change::Same && piece.text == "commun\n"));
    }

    fn words_from(start: u32) -> String {
        (start..start + 2000).map(|n| format!("mot{n}")).collect::<Vec<_>>().join(" ")
    }
}
