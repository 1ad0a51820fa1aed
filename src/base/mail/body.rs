//! The look of a letter: one text said once, written as plain text and as HTML that Outlook, a telephone in the dark and a
//! browser's translator read well. Tables and attributes of old, because letters are read by programs of old; no picture, no
//! font and no style sheet from elsewhere, nothing that tells the sender that the letter was opened.

use super::Letter;
use crate::base::rich_text;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::fmt::Write;

/// A piece of a sentence. Names and codes are kept from translators.
#[derive(Clone, Copy)]
pub enum Said<'a> {
    Text(&'a str),
    Name(&'a str),
}

/// What is written so far.
pub struct Body {
    school: String,
    text: String,
    html: String,
}

impl Body {
    /// `school` heads the letter and signs it.
    pub fn new(school: &str) -> Body {
        Body { school: school.to_owned(), text: String::new(), html: String::new() }
    }

    pub fn heading(self, title: &str) -> Body {
        let line = format!("{title}\n{}", "-".repeat(title.chars().count().min(60)));
        self.add(&line, html! { h1 style="font-size:22px;line-height:1.3;margin:22px 0 10px" { (title) } })
    }

    /// What follows is about one person, or several: a name, and what goes after it.
    pub fn about(self, name: &str, more: &str) -> Body {
        let pieces = [Said::Name(name), Said::Text(more)];
        let pieces = if name.is_empty() { &pieces[1..] } else { &pieces };
        let line = plain(pieces);
        let text = format!("{line}\n{}", "=".repeat(line.chars().count().min(60)));
        self.add(&text, html! { h2 style="font-size:20px;line-height:1.3;margin:26px 0 8px" { (marked(pieces)) } })
    }

    /// One thing of several.
    pub fn item(self, title: &str, line: &str) -> Body {
        let text = [title, line].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join("\n");
        self.add(
            &text,
            html! {
                h3 style="font-size:17px;line-height:1.3;margin:18px 0 4px" { (title) }
                @if !line.is_empty() { p style="margin:0 0 10px" { (line) } }
            },
        )
    }

    /// A person's name stands in it as it is written: see `named` for one that must not be translated.
    pub fn paragraph(self, text: &str) -> Body {
        self.add(text, html! { p style="margin:0 0 14px" { (text) } })
    }

    /// A sentence around a name or a code that no translator may touch.
    pub fn named(self, before: &str, name: &str, after: &str) -> Body {
        self.sentence(&[Said::Text(before), Said::Name(name), Said::Text(after)])
    }

    /// The same around several.
    pub fn sentence(self, pieces: &[Said]) -> Body {
        self.add(&plain(pieces), html! { p style="margin:0 0 14px" { (marked(pieces)) } })
    }

    /// What somebody wrote, kept apart from what the letter says of it.
    pub fn quoted(self, text: &str) -> Body {
        let shape = "margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid #b9adff";
        let quoted = text.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
        self.add(&quoted, html! { p style=(shape) { @for line in text.lines() { (line) br; } } })
    }

    /// Clean HTML, as the house keeps it.
    pub fn rich(self, clean: &str) -> Body {
        let text = rich_text::to_plain(clean);
        self.add(&text, html! { div style="margin:0 0 14px" { (PreEscaped(clean)) } })
    }

    pub fn list(self, items: &[String]) -> Body {
        let text = items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n");
        self.add(&text, html! { ul style="margin:0 0 14px;padding-left:22px" { @for item in items { li { (item) } } } })
    }

    /// The one thing to do.
    pub fn button(self, label: &str, href: &str) -> Body {
        self.button_for(label, "", href)
    }

    /// One for each of several; the name at the label's end is kept from translators.
    pub fn button_for(self, label: &str, name: &str, href: &str) -> Body {
        let text = format!("{label}{name} :\n{href}");
        let shape = "display:inline-block;padding:13px 22px;color:#ffffff;text-decoration:none;font-weight:bold";
        self.add(
            &text,
            html! {
                table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:6px 0 18px" {
                    tr { td bgcolor="#43348f" style="background:#43348f;border-radius:10px" {
                        a href=(href) style=(shape) { (label) @if !name.is_empty() { (marked(&[Said::Name(name)])) } }
                    } }
                }
            },
        )
    }

    pub fn link(self, label: &str, href: &str) -> Body {
        self.add(&format!("{label} : {href}"), html! { p style="margin:0 0 14px" { a href=(href) { (label) } } })
    }

    /// Below the rest, and smaller.
    pub fn small(self, text: &str) -> Body {
        self.small_sentence(&[Said::Text(text)])
    }

    pub fn small_sentence(self, pieces: &[Said]) -> Body {
        let shape = "margin:0 0 10px;font-size:14px;color:#5c5872";
        self.add(&plain(pieces), html! { p style=(shape) class="doux" { (marked(pieces)) } })
    }

    pub fn small_link(self, label: &str, href: &str) -> Body {
        let shape = "margin:0 0 10px;font-size:14px";
        self.add(&format!("{label} : {href}"), html! { p style=(shape) { a href=(href) { (label) } } })
    }

    /// A line between what is told and what is to be done.
    pub fn rule(self) -> Body {
        let shape = "border:0;border-top:1px solid #e4dccb;margin:18px 0";
        self.add("", html! { hr style=(shape); })
    }

    pub fn finish(self, to: &str, kind: &'static str, subject: String) -> Letter {
        let page = page(&subject, &self.school, &self.html).into_string();
        let mut text = self.text;
        let _ = writeln!(text, "{}", self.school);
        Letter { to: to.to_owned(), kind, subject, text, html: Some(page), ..Letter::default() }
    }

    fn add(mut self, text: &str, markup: Markup) -> Body {
        if !text.is_empty() {
            self.text.push_str(text.trim_end());
            self.text.push_str("\n\n");
        }
        self.html.push_str(&markup.into_string());
        self
    }
}

fn plain(pieces: &[Said]) -> String {
    pieces.iter().map(|(Said::Text(text) | Said::Name(text))| *text).collect()
}

fn marked(pieces: &[Said]) -> Markup {
    html! {
        @for piece in pieces {
            @match piece {
                Said::Text(text) => (text),
                Said::Name(name) => span translate="no" class="notranslate" { (name) },
            }
        }
    }
}

fn page(title: &str, school: &str, body: &str) -> Markup {
    const LOOK: &str = ".carte a{color:#43348f}@media (prefers-color-scheme:dark){body,.fond{background:#16151d!important}.carte{background:#211f2b!important;color:#ece9f6!important}.carte a{color:#b9adff}.carte hr{border-color:#37343f!important}.doux{color:#b4b0c6!important}}";
    let card = "background:#ffffff;color:#23203a;border-radius:14px;padding:24px 22px;font-family:Arial,Helvetica,sans-serif;font-size:17px;line-height:1.5;text-align:left";
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (title) }
                style { (PreEscaped(LOOK)) }
            }
            body style="margin:0;padding:0;background:#faf6ee" {
                table class="fond" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#faf6ee" {
                    tr { td align="center" style="padding:20px 10px" {
                        table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px" {
                            tr { td class="carte" bgcolor="#ffffff" style=(card) {
                                p style="margin:0 0 4px;font-weight:bold" translate="no" { (school) }
                                (PreEscaped(body))
                            } }
                        }
                    } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_said_once_reads_in_both() {
        let letter = Body::new("École du Préau")
            .heading("Sortie au musée")
            .rich("<p>Bonjour,</p><ul><li>un <strong>goûter</strong></li></ul>")
            .button_for("Signer pour ", "Léa", "https://ecole.example/mot/x")
            .finish("sophie@exemple.fr", "mot", "Sortie".into());
        for part in ["Sortie au musée", "un goûter", "Signer pour Léa", "https://ecole.example/mot/x", "École du Préau"]
        {
            assert!(letter.text.contains(part), "{part} in {}", letter.text);
        }
        let html = letter.html.unwrap();
        for part in ["lang=\"fr\"", "<strong>goûter</strong>", "href=\"https://ecole.example/mot/x\"", "color-scheme"]
        {
            assert!(html.contains(part), "{part}");
        }
        assert!(!html.contains("<img") && !html.contains("http://"), "nothing is fetched when it is opened");
    }

    #[test]
    fn what_is_no_markup_stays_text() {
        let html = Body::new("É").paragraph("<script>x</script>").finish("a@b.fr", "mot", "s".into()).html.unwrap();
        assert!(!html.contains("<script>"));
    }
}
