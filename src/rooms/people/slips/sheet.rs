//! What a sheet of access slips says, as plain data, and the PDF of it: eight slips to a page, or a letter for each.
//!
//! Pure: it draws no code, looks nobody up, and keeps nothing.

use crate::base::pdf::{Document, PdfError};

use super::{eight_up, tutorial};

pub struct Sheet {
    pub school_name: String,
    /// The public address when the school has one. Without it, the slip says that activation is done at school.
    pub address_line: Option<String>,
    /// What to type inside the school.
    pub local_address: String,
    /// Already in French, as `expires_on`.
    pub printed_on: String,
    pub layout: Layout,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Two by four on A4, to be cut.
    EightUp,
    /// A page for each person: a letter, three steps, and a line in ten languages for guardians.
    Tutorial,
}

pub struct Slip {
    pub person_name: String,
    pub civility: Option<String>,
    pub role: SlipRole,
    pub login: String,
    /// Eight characters, without the hyphen that is printed in their middle.
    pub code: String,
    pub qr_url: String,
    pub expires_on: String,
    /// Two guardians who live apart each get theirs from a hand, never in the same schoolbag.
    pub by_hand: bool,
    pub class_group: String,
}

pub enum SlipRole {
    Guardian { children: Vec<Child> },
    Staff { title: String },
}

pub struct Child {
    pub first_name: String,
    pub class_name: String,
}

/// The slips in the order of the classes given, those to be handed over in person apart, at the end.
pub fn pdf(sheet: &Sheet, slips: &[Slip]) -> Result<Vec<u8>, PdfError> {
    let title = format!("Fiches de connexion, {}", sheet.school_name);
    let mut document = Document::new(&title, "fr-FR");
    for pile in piles(slips) {
        match sheet.layout {
            Layout::EightUp => eight_up::pile(&mut document, sheet, &pile)?,
            Layout::Tutorial => tutorial::pile(&mut document, sheet, &pile)?,
        }
    }
    document.finish()
}

/// Slips that come out of the printer together: a class, or all those to be handed over in person.
pub(super) struct Pile<'a> {
    pub name: &'a str,
    pub slips: Vec<&'a Slip>,
}

pub(super) const BY_HAND: &str = "À remettre en main propre";
pub(super) const QR_ALT: &str = "QR code qui ouvre votre accès à Préau";

impl Slip {
    /// `Mme Nguyễn Thị Ánh`, on one line as long as it fits.
    pub(super) fn full_name(&self) -> String {
        match &self.civility {
            Some(civility) => format!("{civility}\u{a0}{}", self.person_name),
            None => self.person_name.clone(),
        }
    }

    /// `abcd-efgh`: two groups of four are read, dictated and typed with fewer mistakes.
    pub(super) fn spaced_code(&self) -> String {
        let letters: Vec<char> = self.code.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join("-")
    }

    /// `pour Léa (PS-MS) et Hugo (CE1-CE2)`, or the post of somebody who works here.
    pub(super) fn about(&self) -> String {
        match &self.role {
            SlipRole::Guardian { children } if children.is_empty() => String::new(),
            SlipRole::Guardian { children } => format!("pour {}", enumeration(children)),
            SlipRole::Staff { title } => title.clone(),
        }
    }
}

/// `Léa (PS-MS), Tom (CP) et Hugo (CE1-CE2)`.
pub(super) fn enumeration(children: &[Child]) -> String {
    let names: Vec<String> =
        children.iter().map(|child| format!("{}\u{a0}({})", child.first_name, child.class_name)).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} et {last}", others.join(", ")),
    }
}

fn piles(slips: &[Slip]) -> Vec<Pile<'_>> {
    let mut classes: Vec<Pile<'_>> = Vec::new();
    let mut by_hand: Vec<&Slip> = Vec::new();
    for slip in slips {
        if slip.by_hand {
            by_hand.push(slip);
            continue;
        }
        match classes.iter_mut().find(|pile| pile.name == slip.class_group) {
            Some(pile) => pile.slips.push(slip),
            None => classes.push(Pile { name: &slip.class_group, slips: vec![slip] }),
        }
    }
    if !by_hand.is_empty() {
        classes.push(Pile { name: BY_HAND, slips: by_hand });
    }
    classes
}

#[cfg(test)]
mod tests;
