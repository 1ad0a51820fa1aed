//! Somebody's whole name in what others wrote, in whatever order, case or accents, in a sentence as in a file's name; and the
//! text without it. A first name alone is anybody's: it is not looked for.

use super::tokens;

/// What stands where a name stood.
pub const GONE: &str = "…";

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
}

impl Named {
    /// A name of one word is left out: it would be found everywhere.
    pub fn read<'a>(names: impl IntoIterator<Item = &'a str>) -> Named {
        let mut orders: Vec<Order> = Vec::new();
        for name in names {
            let words: Vec<String> = tokens(name).map(|token| token.folded).collect();
            for first in (0..words.len()).filter(|_| words.len() > 1) {
                let words = [&words[first..], &words[..first]].concat();
                let order = Order { joined: words.concat(), words };
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
        Named { orders: orders.map(|words| Order { joined: words.concat(), words }).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.orders.is_empty()
    }

    pub fn is_in(&self, text: &str) -> bool {
        !self.is_empty() && !self.places(text).is_empty()
    }

    /// One word of it at least; where it is known otherwise that somebody is meant.
    pub fn is_touched(&self, text: &str) -> bool {
        tokens(text)
            .any(|token| self.orders.iter().flat_map(|order| &order.words).any(|word| is_word(word, &token.folded)))
    }

    /// The text with « … » in the place of each; nothing when none is there. Its tags stay whole, when it is HTML.
    pub fn taken_out(&self, text: &str) -> Option<String> {
        let places = if self.is_empty() { Vec::new() } else { self.places(text) };
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

    fn places(&self, text: &str) -> Vec<(usize, usize)> {
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
            };
            // « leamartin2 », as a file may be called.
            let last = match self.orders.iter().find(|order| stands(order)) {
                Some(order) => at + order.words.len() - 1,
                None if self.orders.iter().any(|order| is_word(&order.joined, &words[at].folded)) => at,
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
            Some("<p>Bravo à <b>…</b>, et à …&nbsp;!</p>")
        );
        assert_eq!(lea.taken_out("lea_martin.jpg").as_deref(), Some("….jpg"));
        assert_eq!(lea.taken_out("Léa Martinez"), None);
    }
}
