//! The digest's words: a greeting, then each child's part, then how to change it.

use crate::{
    base::{
        db::Id,
        french,
        mail::{Body, Letter},
    },
    school::{
        Pupil,
        notice::{DIGEST, Entry},
    },
};

pub struct Reader {
    pub first_name: String,
    pub email: String,
    /// Empty where families do not reach the school from home.
    pub unsubscribe: String,
}

/// What is about one child, or about none.
pub struct Part {
    pub pupil: Option<Id<Pupil>>,
    /// First name and class.
    pub child: Option<(String, String)>,
    pub entries: Vec<Entry>,
}

pub fn digest(school: &str, reader: &Reader, parts: &[Part]) -> Letter {
    let mut body = Body::new(school).named("Bonjour ", &reader.first_name, ",");
    body = body.paragraph("Voici ce que l’école a pour vous aujourd’hui.");
    for (number, part) in parts.iter().enumerate() {
        body = match &part.child {
            Some((name, class)) if class.is_empty() => body.about(name, ""),
            Some((name, class)) => body.about(name, &format!(" ({class})")),
            None if number == 0 => body,
            None => body.about("", "L’école"),
        };
        for entry in &part.entries {
            body = told(body, entry);
        }
    }
    body = body.rule().small("Vous avez choisi de recevoir un seul e-mail par jour, quand il y a du nouveau.");
    body = if reader.unsubscribe.is_empty() {
        body.small("Pour changer : « Mon compte », puis « Mes avis ».")
    } else {
        body.link("Changer ce choix", &reader.unsubscribe)
    };
    Letter { unsubscribe: reader.unsubscribe.clone(), ..body.finish(&reader.email, DIGEST, subject(parts)) }
}

fn told(body: Body, entry: &Entry) -> Body {
    let mut body = body.item(&entry.title, &entry.line);
    if let Some(text) = &entry.body {
        body = body.rich(text);
    }
    for (place, (label, href)) in entry.links.iter().enumerate() {
        body = if place == 0 { body.button(label, href) } else { body.link(label, href) };
    }
    body
}

/// « Léa et Tom : 3 nouvelles de l’école ».
fn subject(parts: &[Part]) -> String {
    let names: Vec<&str> = parts.iter().filter_map(|part| Some(part.child.as_ref()?.0.as_str())).collect();
    let count: usize = parts.iter().map(|part| part.entries.len()).sum();
    let news = french::count(count, "nouvelle de l’école", "nouvelles de l’école");
    if names.is_empty() { news } else { format!("{} : {news}", french::list(&names)) }
}
