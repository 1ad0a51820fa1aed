//! The look of a letter: one text said once, written as plain text and as HTML that Outlook, a telephone in the dark and a
//! browser's translator read well. Tables and attributes of old, because letters are read by programs of old; no picture, no
//! font and no style sheet from elsewhere, nothing that tells the sender that the letter was opened.

use super::Letter;
use crate::base::rich_text;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::fmt::Write;

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
        self.add(&line, html! { h2 style="font-size:20px;line-height:1.3;margin:24px 0 8px" { (title) } })
    }

    /// A person's name stands in it as it is written: see `named` for one that must not be translated.
    pub fn paragraph(self, text: &str) -> Body {
        self.add(text, html! { p style="margin:0 0 14px" { (text) } })
    }

    /// A sentence around a name or a code that no translator may touch.
    pub fn named(self, before: &str, name: &str, after: &str) -> Body {
        let text = format!("{before}{name}{after}");
        self.add(
            &text,
            html! { p style="margin:0 0 14px" { (before) span translate="no" class="notranslate" { (name) } (after) } },
        )
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

    /// The one thing to do, or one a child.
    pub fn button(self, label: &str, href: &str) -> Body {
        let text = format!("{label} :\n{href}");
        let shape = "display:inline-block;padding:13px 22px;color:#ffffff;text-decoration:none;font-weight:bold";
        self.add(
            &text,
            html! {
                table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:6px 0 18px" {
                    tr { td bgcolor="#1f4e79" style="background:#1f4e79;border-radius:8px" { a href=(href) style=(shape) { (label) } } }
                }
            },
        )
    }

    pub fn link(self, label: &str, href: &str) -> Body {
        self.add(&format!("{label} : {href}"), html! { p style="margin:0 0 14px" { a href=(href) { (label) } } })
    }

    /// Below the rest, and smaller.
    pub fn small(self, text: &str) -> Body {
        self.add(text, html! { p style="margin:0 0 10px;font-size:14px;color:#5b6470" class="doux" { (text) } })
    }

    pub fn finish(self, to: &str, kind: &'static str, subject: String) -> Letter {
        let page = page(&subject, &self.school, &self.html).into_string();
        let mut text = self.text;
        let _ = writeln!(text, "{}", self.school);
        Letter { to: to.to_owned(), kind, subject, text, html: Some(page), ..Letter::default() }
    }

    fn add(mut self, text: &str, markup: Markup) -> Body {
        self.text.push_str(text.trim_end());
        self.text.push_str("\n\n");
        self.html.push_str(&markup.into_string());
        self
    }
}

fn page(title: &str, school: &str, body: &str) -> Markup {
    const DARK: &str = "@media (prefers-color-scheme:dark){body,.fond{background:#14181d!important}.carte{background:#1d232a!important;color:#e8ebee!important}.carte a{color:#9cc7f0}.doux{color:#a9b2bc!important}}";
    let card = "background:#ffffff;color:#1d2430;border-radius:12px;padding:24px;font-family:Arial,Helvetica,sans-serif;font-size:17px;line-height:1.5;text-align:left";
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (title) }
                style { (PreEscaped(DARK)) }
            }
            body style="margin:0;padding:0;background:#f3f0ea" {
                table class="fond" role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3f0ea" {
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
            .button("Signer pour Léa", "https://ecole.example/mot/x")
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
