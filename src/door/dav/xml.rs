//! The little XML that WebDAV speaks: read into a small tree within bounds, and written. No entity of a document's own is ever
//! looked up, and what cannot be read is `None`.

use quick_xml::{
    NsReader,
    XmlVersion::Implicit1_0,
    events::{BytesRef, BytesStart, Event},
    name::{PrefixDeclaration, ResolveResult},
};

pub const DAV: &str = "DAV:";
/// Of elements in one another, and of elements in all.
const DEEPEST: usize = 32;
const MOST: usize = 4_000;

/// A name with its namespace; the empty one is none.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Name {
    pub space: String,
    pub local: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Element {
    pub name: Name,
    pub attributes: Vec<(Name, String)>,
    pub inside: Vec<Inside>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inside {
    Element(Element),
    Text(String),
}

impl Name {
    pub fn dav(local: &str) -> Name {
        Name { space: DAV.to_owned(), local: local.to_owned() }
    }

    pub fn is_dav(&self, local: &str) -> bool {
        self.space == DAV && self.local == local
    }

    /// « {namespace}name »: how it is kept.
    pub fn key(&self) -> String {
        format!("{{{}}}{}", self.space, self.local)
    }

    pub fn of_key(key: &str) -> Option<Name> {
        let (space, local) = key.strip_prefix('{')?.rsplit_once('}')?;
        Some(Name { space: space.to_owned(), local: local.to_owned() })
    }

    /// As a tag without its brackets: nobody's prefix is leaned on.
    fn tag(&self) -> (String, String) {
        match self.space.as_str() {
            DAV => (format!("D:{}", self.local), String::new()),
            "" => (self.local.clone(), " xmlns=\"\"".to_owned()),
            space => (format!("n:{}", self.local), format!(" xmlns:n=\"{}\"", escape(space))),
        }
    }

    pub fn empty(&self) -> String {
        let (tag, bound) = self.tag();
        format!("<{tag}{bound}/>")
    }
}

impl Element {
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.inside.iter().filter_map(|inside| match inside {
            Inside::Element(element) => Some(element),
            Inside::Text(_) => None,
        })
    }

    pub fn child(&self, local: &str) -> Option<&Element> {
        self.elements().find(|element| element.name.is_dav(local))
    }

    /// Whole, wherever it is put: each tag says its own namespace.
    pub fn written(&self) -> String {
        let (tag, bound) = self.name.tag();
        let mut out = format!("<{tag}{bound}");
        for (at, (name, value)) in self.attributes.iter().enumerate() {
            let value = escape(value);
            out.push_str(&match name.space.as_str() {
                "" => format!(" {}=\"{value}\"", name.local),
                "http://www.w3.org/XML/1998/namespace" => format!(" xml:{}=\"{value}\"", name.local),
                space => format!(" xmlns:a{at}=\"{}\" a{at}:{}=\"{value}\"", escape(space), name.local),
            });
        }
        if self.inside.is_empty() {
            out.push_str("/>");
            return out;
        }
        out.push('>');
        out.push_str(&self.written_inside());
        out.push_str(&format!("</{tag}>"));
        out
    }

    pub fn written_inside(&self) -> String {
        let pieces = self.inside.iter().map(|inside| match inside {
            Inside::Element(element) => element.written(),
            Inside::Text(text) => escape(text),
        });
        pieces.collect()
    }
}

/// The one root of a document.
pub fn read(bytes: &[u8]) -> Option<Element> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let (mut open, mut root, mut count) = (Vec::<Element>::new(), None, 0);
    loop {
        let event = reader.read_event().ok()?;
        match event {
            Event::Start(start) => {
                count += 1;
                if count > MOST || open.len() >= DEEPEST || root.is_some() {
                    return None;
                }
                open.push(element(&reader, &start)?);
            }
            Event::End(_) => {
                let done = open.pop()?;
                match open.last_mut() {
                    Some(around) => around.inside.push(Inside::Element(done)),
                    None => root = Some(done),
                }
            }
            Event::Text(text) => say(&mut open, &text.xml10_content())?,
            Event::CData(text) => say(&mut open, &text.xml10_content())?,
            Event::GeneralRef(name) => say(&mut open, &character(&name)?)?,
            // A document that brings entities of its own is no client's.
            Event::DocType(_) => return None,
            Event::Eof => return root.filter(|_| open.is_empty()),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Empty(_) => {}
        }
    }
}

fn element(reader: &NsReader<&[u8]>, start: &BytesStart) -> Option<Element> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(Implicit1_0).ok()?.into_owned();
        match attribute.key.as_namespace_binding() {
            // A prefix cannot be bound to nothing.
            Some(PrefixDeclaration::Named(_)) if value.is_empty() => return None,
            Some(_) => {}
            None => {
                let (space, local) = reader.resolver().resolve_attribute(attribute.key);
                attributes.push((Name { space: bound(space)?, local: local.as_ref().to_owned() }, value));
            }
        }
    }
    let (space, local) = reader.resolver().resolve_element(start.name());
    let name = Name { space: bound(space)?, local: local.as_ref().to_owned() };
    Some(Element { name, attributes, inside: Vec::new() })
}

fn bound(found: ResolveResult) -> Option<String> {
    match found {
        ResolveResult::Unbound => Some(String::new()),
        ResolveResult::Bound(space) => Some(space.0.to_owned()),
        ResolveResult::Unknown(_) => None,
    }
}

/// Between elements only space may stand.
fn say(open: &mut [Element], text: &str) -> Option<()> {
    match open.last_mut() {
        Some(around) => match around.inside.last_mut() {
            Some(Inside::Text(before)) => before.push_str(text),
            _ => around.inside.push(Inside::Text(text.to_owned())),
        },
        None if text.trim().is_empty() => {}
        None => return None,
    }
    Some(())
}

fn character(name: &BytesRef) -> Option<String> {
    if name.is_char_ref() {
        return name.resolve_char_ref().ok()?.map(String::from);
    }
    let known = match name.xml10_content().as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "apos" => "'",
        "quot" => "\"",
        _ => return None,
    };
    Some(known.to_owned())
}

/// For text and for values alike. What XML cannot say is left out: a name with it is not ours anyway.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_comes_back_the_same_wherever_it_is_put() {
        let said = br#"<?xml version="1.0"?><D:set xmlns:D="DAV:" xmlns:x="urn:a"><x:deep lang="fr" x:kind="&lt;&#233;"><none xmlns="">a &amp; <x:b/><![CDATA[<c>]]></none></x:deep></D:set>"#;
        let set = read(said).unwrap();
        let deep = set.elements().next().unwrap();
        let again = read(format!("<D:prop xmlns:D=\"DAV:\">{}</D:prop>", deep.written()).as_bytes()).unwrap();
        assert_eq!(again.elements().next(), Some(deep));
        assert_eq!(Name::of_key(&deep.name.key()), Some(deep.name.clone()));
        let none = deep.elements().next().unwrap();
        assert_eq!(none.name.space, "");
        assert_eq!(none.inside.iter().filter(|inside| matches!(inside, Inside::Text(_))).count(), 2);
        assert!(none.written().ends_with("&lt;c&gt;</none>"), "{}", none.written());
    }

    #[test]
    fn what_is_no_document_is_nothing() {
        let deep = format!("{}{}", "<a>".repeat(40), "</a>".repeat(40));
        let wide = format!("<a>{}</a>", "<b/>".repeat(5_000));
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\">]><a>&b;</a>";
        let file = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        for broken in [
            "",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "<x:a/>",
            "<a>&b;</a>",
            bomb,
            file,
            &deep,
            &wide,
            "<D:propfind xmlns:D=\"DAV:\"><D:prop><bar:foo xmlns:bar=\"\"/></D:prop></D:propfind>",
        ] {
            assert_eq!(read(broken.as_bytes()), None, "{broken}");
        }
        assert_eq!(read(b"\xff\xfe<a/>"), None);
    }
}
