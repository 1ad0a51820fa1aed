//! Somebody's whole name in what others wrote, in whatever order, case or accents, in a sentence as in a file's name; and the
//! text without it. A first name alone is anybody's: it is not looked for.

use super::tokens;

/// What stands where a name stood: who reads a proof later sees why.
const GONE: &str = "[nom effacé]";
/// A whole name as one word; a shorter one may be another's first name (« Na Li », « Lina »).
const JOINED_LETTERS: usize = 8;

/// The names by which one person is known.
#[derive(Clone, Debug, Default)]
pub struct Named {
    orders: Vec<Order>,
}

/// Its words folded, from one of them on: « martin lea »; and as one word.
#[derive(Clone, Debug, PartialEq)]
struct Order {
    words: Vec<String>,
    joined: String,
    /// First name first, as it is said; else as a list has it.
    is_said: bool,
}

/// What is shown to somebody who will look may be another's; what is taken out must not be.
#[derive(Clone, Copy, PartialEq)]
enum Care {
    Loose,
    Strict,
}

impl Named {
    /// A name of one word is left out: it would be found everywhere.
    pub fn read<'a>(names: impl IntoIterator<Item = &'a str>) -> Named {
        let mut orders: Vec<Order> = Vec::new();
        for name in names {
            let words: Vec<String> = tokens(name).map(|token| token.folded).collect();
            for first in (0..words.len()).filter(|_| words.len() > 1) {
                let words = [&words[first..], &words[..first]].concat();
                let order = Order { joined: words.concat(), words, is_said: first == 0 };
                if !orders.contains(&order) {
                    orders.push(order);
                }
            }
        }
        Named { orders }
    }

    /// A last name alone, where it is known otherwise whom it means.
    pub fn of_last<'a>(names: impl IntoIterator<Item = &'a str>) -> Named {
        let words = names.into_iter().map(|name| tokens(name).map(|token| token.folded).collect::<Vec<_>>());
        let orders = words.filter(|words| !words.is_empty());
        Named { orders: orders.map(|words| Order { joined: words.concat(), words, is_said: true }).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    pub fn is_in(&self, text: &str) -> bool {
        !self.is_empty() && !self.places(text, Care::Loose).is_empty()
    }

    /// One word of it at least; where it is known otherwise that somebody is meant.
    pub fn is_touched(&self, text: &str) -> bool {
        tokens(text)
            .any(|token| self.orders.iter().flat_map(|order| &order.words).any(|word| is_word(word, &token.folded)))
    }

    /// The text without it, which says so; nothing when it is not there, or only as a part of another's. HTML stays HTML; a link
    /// with the name in it leads nowhere any more.
    pub fn taken_out(&self, text: &str) -> Option<String> {
        let places = if self.is_empty() { Vec::new() } else { self.places(text, Care::Strict) };
        let mut done = 0;
        let mut out = String::with_capacity(text.len());
        for (from, to) in &places {
            out.push_str(&text[done..*from]);
            out.push_str(GONE);
            done = *to;
        }
        out.push_str(&text[done..]);
        (!places.is_empty()).then_some(out)
    }

    /// The same of a title and what stands under it; nothing when neither bears it.
    pub fn taken_out_of(&self, title: String, body: String) -> Option<(String, String)> {
        match (self.taken_out(&title), self.taken_out(&body)) {
            (None, None) => None,
            (other, text) => Some((other.unwrap_or(title), text.unwrap_or(body))),
        }
    }

    fn places(&self, text: &str, care: Care) -> Vec<(usize, usize)> {
        // A hard space written as HTML is no word.
        let is_space = |at: usize| text[..at].ends_with('&') && text[at..].starts_with("nbsp;");
        let words: Vec<_> = tokens(text).filter(|token| !is_space(token.from)).collect();
        let end = |at: usize| words[at].from + words[at].written.len();
        let mut places = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let stands = |order: &Order| {
                let length = order.words.len();
                at + length <= words.len()
                    && order.words.iter().zip(&words[at..]).all(|(word, token)| is_word(word, &token.folded))
                    && (at + 1..at + length).all(|next| is_near(&text[end(next - 1)..words[next].from]))
                    && (care == Care::Loose || {
                        let between = at + 1 < words.len() && text[end(at)..words[at + 1].from].trim().is_empty();
                        // « Victor Hugo » is not « Hugo Victor »; « MARTIN Léa » is Léa Martin.
                        let is_meant =
                            order.is_said || words[at..at + length].iter().any(|word| is_capital(word.written));
                        is_meant && !(between && is_tied(text, words[at].from, end(at + length - 1)))
                    })
            };
            let is_joined = |order: &Order| {
                is_word(&order.joined, &words[at].folded)
                    && (care == Care::Loose || order.joined.len() >= JOINED_LETTERS)
            };
            // « leamartin2 », as a file may be called.
            let last = match self.orders.iter().find(|order| stands(order)) {
                Some(order) => at + order.words.len() - 1,
                None if self.orders.iter().any(is_joined) => at,
                None => {
                    at += 1;
                    continue;
                }
            };
            places.push((words[at].from, end(last)));
            at = last + 1;
        }
        places
    }
}

/// A telephone numbers what it names: « martin3 ».
fn is_word(word: &str, token: &str) -> bool {
    word == token || word == token.trim_matches(|c: char| c.is_ascii_digit())
}

fn is_capital(word: &str) -> bool {
    word.chars().count() > 1 && !word.chars().any(char::is_lowercase)
}

/// Part of a longer name: « Jean-Paul Martin », « Léa Martin-Durand ».
fn is_tied(text: &str, from: usize, to: usize) -> bool {
    let ties = |c: char| ['-', '\u{2010}', '\u{2011}'].contains(&c);
    let before = text[..from].strip_suffix(ties).is_some_and(|rest| rest.ends_with(char::is_alphabetic));
    let after = text[to..].strip_prefix(ties).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    before || after
}

/// What may stand between two words of one name: spaces, or one sign without any. « Avec Léa. Martin est là » names two.
fn is_near(between: &str) -> bool {
    let between = between.replace("&nbsp;", "\u{a0}");
    between.trim().is_empty() || (between.chars().count() == 1 && !between.starts_with(['<', '>', '&', ';']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_name_is_seen_however_it_is_written() {
        let lea = Named::read(["Léa Martin", "Léa Le Goff"]);
        for said in [
            "Léa Martin",
            "MARTIN LEA",
            "avec lea  martin, hier",
            "lea_martin_anniversaire.jpg",
            "LeaMartin2.JPG",
            "Lea-MARTIN3.JPG",
            "2027 Martin-Léa.pdf",
            "Le Goff Léa",
            "Le\u{301}a Martin",
            "<p>Léa&nbsp;Martin</p>",
        ] {
            assert!(lea.is_in(said), "{said}");
        }
        for said in [
            "Léa",
            "Martin",
            "Léa Martinez",
            "Avec Léa. Martin est là",
            "Léa et Martin",
            "leamartine",
            "",
            "Léa <b>Martin",
        ] {
            assert!(!lea.is_in(said), "{said}");
        }
        assert!(lea.is_touched("Bravo Léa !") && !lea.is_touched("Léana"));
        assert!(Named::read(["Léa", ""]).is_empty() && !Named::read(["Léa"]).is_in("Léa"));
    }

    #[test]
    fn it_goes_and_the_rest_stays() {
        let lea = Named::read(["Léa Martin"]);
        assert_eq!(
            lea.taken_out("<p>Bravo à <b>Léa Martin</b>, et à MARTIN Léa&nbsp;!</p>").as_deref(),
            Some("<p>Bravo à <b>[nom effacé]</b>, et à [nom effacé]&nbsp;!</p>")
        );
        assert_eq!(lea.taken_out("sortie-lea-martin.jpg").as_deref(), Some("sortie-[nom effacé].jpg"));
        assert_eq!(lea.taken_out("LeaMartin2.jpg").as_deref(), Some("[nom effacé].jpg"));
        assert_eq!(lea.taken_out("Léa Martinez"), None);
    }

    #[test]
    fn another_s_name_is_left_to_them() {
        for (gone, said) in [
            ("Paul Martin", "Bravo à Jean-Paul Martin"),
            ("Léa Martin", "Léa Martin-Durand lit"),
            ("Hugo Victor", "au collège Victor Hugo"),
            ("Na Li", "Lina chante"),
        ] {
            let gone = Named::read([gone]);
            assert_eq!(gone.taken_out(said), None, "{said}");
            assert!(gone.is_in(said), "shown before, all the same: {said}");
        }
    }
}
