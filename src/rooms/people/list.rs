//! What is asked of a long list: a name, a view, a page. Names are compared folded, so that « Lea » finds Léa.

use crate::{base::french, door::Fields};

const LINES: usize = 50;

pub struct Asked {
    pub name: String,
    pub view: String,
    words: Vec<String>,
    page: usize,
}

/// One page of the list, and where it stands.
pub struct Cut<T> {
    pub lines: Vec<T>,
    pub total: usize,
    pub page: usize,
    pub pages: usize,
}

impl Asked {
    pub fn read(query: &Fields) -> Asked {
        let name = query.get("q").chars().take(80).collect::<String>();
        let words = words(&name);
        Asked { name, view: query.get("vue").to_owned(), words, page: query.get("page").parse().unwrap_or(1) }
    }

    /// Every word asked for begins a word of one of these names.
    pub fn holds<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let known: Vec<String> = names.into_iter().flat_map(words).collect();
        self.words.iter().all(|asked| known.iter().any(|word| word.starts_with(asked.as_str())))
    }

    pub fn cut<T>(&self, lines: Vec<T>) -> Cut<T> {
        let total = lines.len();
        let pages = total.div_ceil(LINES).max(1);
        let page = self.page.clamp(1, pages);
        let lines = lines.into_iter().skip((page - 1) * LINES).take(LINES).collect();
        Cut { lines, total, page, pages }
    }
}

fn words(name: &str) -> Vec<String> {
    french::fold(name).split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        Asked::read(&Fields::parse(query.as_bytes()))
    }

    #[test]
    fn a_name_is_found_without_its_accents() {
        assert!(asked("q=lea").holds(["Léa Martin"]));
        assert!(asked("q=MART+l").holds(["Léa Martin"]));
        assert!(asked("q=anne").holds(["Marie-Anne Le Gall"]));
        assert!(!asked("q=artin").holds(["Léa Martin"]));
        assert!(asked("").holds([]));
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        let cut = asked("page=9").cut((0..120).collect());
        assert_eq!((cut.page, cut.pages, cut.total, cut.lines.len()), (3, 3, 120, 20));
        assert_eq!(asked("page=0").cut(vec![1]).page, 1);
    }
}
