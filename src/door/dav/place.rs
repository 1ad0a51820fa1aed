//! Where a request points: the path below the drive, in names. Decoded once, and never a path of the disk.

use crate::school::document::names;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Below it everything stands.
pub const ROOT: &str = "/dav";
const LONGEST: usize = 8_000;
const DEEPEST: usize = 64;
/// What may stand bare in a path.
const BARE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'(').remove(b')');

/// Names from the top; none at the top itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place(Vec<String>);

impl Place {
    /// Of a path as it came; `None` for what leads nowhere.
    pub fn read(path: &str) -> Option<Place> {
        let below = path.strip_prefix(ROOT).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
        let mut names = Vec::new();
        for piece in below.split('/').filter(|piece| !piece.is_empty()) {
            let name = percent_decode_str(piece).decode_utf8().ok()?.into_owned();
            if name == "." || name == ".." || name.contains(['/', '\0']) {
                return None;
            }
            names.push(name);
        }
        (path.len() <= LONGEST && names.len() <= DEEPEST).then_some(Place(names))
    }

    pub fn names(&self) -> &[String] {
        &self.0
    }

    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    pub fn beside(&self, name: &str) -> Place {
        let mut names = self.0[..self.0.len().saturating_sub(1)].to_vec();
        names.push(name.to_owned());
        Place(names)
    }

    pub fn within(&self, name: &str) -> Place {
        let mut names = self.0.clone();
        names.push(name.to_owned());
        Place(names)
    }

    pub fn folder(&self) -> Place {
        Place(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    /// In the path as it is asked for; a folder's ends with a slash.
    pub fn href(&self, is_folder: bool) -> String {
        let mut href = ROOT.to_owned();
        for name in &self.0 {
            href.push('/');
            href.extend(utf8_percent_encode(name, BARE));
        }
        if is_folder {
            href.push('/');
        }
        href
    }

    /// What two places are compared by: names that differ by their case alone, or by how a Mac writes « é », are one.
    pub fn key(&self) -> String {
        self.0.iter().map(|name| format!("/{}", names::folded(name))).collect()
    }

    pub fn is_within(&self, other: &Place) -> bool {
        self.0.len() > other.0.len() && self.key().starts_with(&format!("{}/", other.key()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_out_as_they_came_in() {
        for name in ["a b", "é%2f", "CON.txt", "100 %.odt", "a#b?c", "\u{1f388}\u{1f388}", "<&\">", " . .", "%2e%2e"] {
            let place = Place::default().within("Mes documents").within(name);
            assert_eq!(Place::read(&place.href(false)), Some(place.clone()), "{name}");
            assert_eq!(Place::read(&place.href(true)), Some(place), "{name}");
        }
        assert_eq!(Place::read("/dav").unwrap().names().len(), 0);
        assert_eq!(Place::read("/dav//a///b/").unwrap().names(), ["a", "b"]);
    }

    #[test]
    fn nothing_leads_out_of_the_drive() {
        for path in
            ["/dav/../compte", "/dav/%2e%2e/compte", "/dav/a/..%2fb", "/dav/a%00", "/dav/%ff", "/davos", "/", ""]
        {
            assert_eq!(Place::read(path), None, "{path}");
        }
        assert_eq!(Place::read(&format!("/dav{}", "/a".repeat(65))), None);
    }

    #[test]
    fn case_does_not_make_another_place() {
        let read = |path: &str| Place::read(path).unwrap();
        assert_eq!(read("/dav/A/É").key(), read("/dav/a/é").key());
        assert_eq!(read("/dav/E%CC%81cole").key(), read("/dav/%C3%89cole").key(), "as a Mac writes it");
        assert!(read("/dav/a/b/c").is_within(&read("/dav/A/B")));
        assert!(!read("/dav/a/bc").is_within(&read("/dav/a/b")) && !read("/dav/a").is_within(&read("/dav/a")));
    }
}
