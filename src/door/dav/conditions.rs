//! `If:` (RFC 4918, 10.4): lists of states and tags, of this thing or of others. Read and judged; what to do with the tokens
//! that were shown is the business of `locks`.

use super::place::Place;

#[derive(Default, PartialEq, Eq, Debug)]
pub struct If(Vec<List>);

#[derive(PartialEq, Eq, Debug)]
struct List {
    /// `None`: the thing asked for.
    of: Option<Place>,
    all: Vec<Condition>,
}

#[derive(PartialEq, Eq, Debug)]
struct Condition {
    is_not: bool,
    state: State,
}

#[derive(PartialEq, Eq, Debug)]
enum State {
    Token(String),
    Tag(String),
}

/// What is true of a place when it is asked.
pub trait Standing {
    /// Whether that lock holds there.
    fn has_lock(&self, of: Option<&Place>, token: &str) -> bool;
    fn has_tag(&self, of: Option<&Place>, tag: &str) -> bool;
}

impl If {
    /// `None` for what cannot be read. `place` makes a place of a tagged address.
    pub fn read(said: &str, place: impl Fn(&str) -> Option<Place>) -> Option<If> {
        let (mut lists, mut of, mut rest) = (Vec::new(), None, said.trim());
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('<') {
                let (tagged, after) = after.split_once('>')?;
                // One that is not ours has no state here.
                of = Some(place(tagged).unwrap_or_else(|| Place::default().within("\0")));
                rest = after.trim_start();
            }
            let (list, after) = list(rest.strip_prefix('(')?)?;
            lists.push(List { of: of.clone(), all: list });
            rest = after.trim_start();
        }
        (!lists.is_empty()).then_some(If(lists))
    }

    /// One list that is true is enough.
    pub fn holds(&self, standing: &impl Standing) -> bool {
        self.0.iter().any(|list| {
            list.all.iter().all(|condition| {
                let is_so = match &condition.state {
                    State::Token(token) => standing.has_lock(list.of.as_ref(), token),
                    State::Tag(tag) => standing.has_tag(list.of.as_ref(), tag),
                };
                is_so != condition.is_not
            })
        })
    }

    /// Every token that was shown, wherever it stood.
    pub fn shows(&self, token: &str) -> bool {
        self.tokens().any(|shown| shown == token)
    }

    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|list| &list.all).filter_map(|condition| match &condition.state {
            State::Token(token) => Some(token.as_str()),
            State::Tag(_) => None,
        })
    }
}

fn list(mut rest: &str) -> Option<(Vec<Condition>, &str)> {
    let mut all = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(')') {
            return (!all.is_empty()).then_some((all, after));
        }
        let is_not = rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("not"));
        if is_not {
            rest = rest[3..].trim_start();
        }
        let (state, after) = if let Some(after) = rest.strip_prefix('<') {
            let (token, after) = after.split_once('>')?;
            (State::Token(token.to_owned()), after)
        } else {
            let (tag, after) = rest.strip_prefix('[')?.split_once(']')?;
            (State::Tag(tag.trim().to_owned()), after)
        };
        all.push(Condition { is_not, state });
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Here;

    impl Standing for Here {
        fn has_lock(&self, of: Option<&Place>, token: &str) -> bool {
            token == if of.is_some() { "urn:uuid:there" } else { "urn:uuid:here" }
        }
        fn has_tag(&self, _: Option<&Place>, tag: &str) -> bool {
            tag == "\"tag\""
        }
    }

    fn read(said: &str) -> Option<If> {
        If::read(said, |address| Place::read(address.strip_prefix("https://ecole")?))
    }

    #[test]
    fn lists_are_judged_as_the_norm_says() {
        for (said, holds) in [
            ("(<urn:uuid:here>)", true),
            ("(<urn:uuid:there>)", false),
            ("(<urn:uuid:here> [\"tag\"])", true),
            ("(<urn:uuid:here> [\"other\"])", false),
            ("(<urn:uuid:lost>) ([\"tag\"])", true),
            ("(Not <DAV:no-lock>)", true),
            ("(<DAV:no-lock>)", false),
            ("(<urn:uuid:here> Not [\"other\"]) (Not<DAV:no-lock>)", true),
            ("<https://ecole/dav/a> (<urn:uuid:there>)", true),
            ("<https://ecole/dav/a> (<urn:uuid:here>) (<urn:uuid:there>)", true),
            ("<https://autre/dav/a> (<urn:uuid:here>)", false),
        ] {
            assert_eq!(read(said).unwrap().holds(&Here), holds, "{said}");
        }
        let shown = read("(Not <urn:a>) <https://ecole/dav/b> (<urn:b> [\"c\"])").unwrap();
        assert!(shown.shows("urn:a") && shown.shows("urn:b") && !shown.shows("c"));
    }

    #[test]
    fn what_is_no_list_is_nothing() {
        for said in ["", "()", "(", "(<a", "<a>", "x", "(a)", "([\"t\")", "(Not)", "(<a>) x"] {
            assert_eq!(read(said), None, "{said}");
        }
    }
}
