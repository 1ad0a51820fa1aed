//! What is typed to write or correct a word, checked.

use crate::{
    base::{db::Id, french, rich_text},
    door::{Faults, Fields, Form, upload::Upload},
    rooms::liaison::{
        Asks, Category,
        pieces::{self, Taken},
        questions::{Kind, Question, blocks},
        templates,
        waiting::{self, When},
    },
    school::{Class, Group, Pupil, audience::Part},
};
use jiff::civil::Date;
use std::collections::BTreeSet;

const TITLE_LETTERS: usize = 140;
pub const SENT: &str = "envoyes";

/// A word's content.
pub struct New {
    pub title: String,
    /// Clean HTML.
    pub body: String,
    pub category: Category,
    pub asks: Asks,
    pub deadline_on: Option<Date>,
    pub event_on: Option<Date>,
    pub shown_until: Option<Date>,
    pub text_in_mail: bool,
    pub is_urgent: bool,
    /// Two days before the deadline and on its day, to who has not answered.
    pub reminds: bool,
    pub questions: Vec<Question>,
}

/// To whom, as ticked: each id still needs its permit.
pub enum To {
    School,
    Classes(Vec<Id<Class>>),
    Groups(Vec<Id<Group>>),
    Pupils(Vec<Id<Pupil>>),
}

/// Everything that the page for writing sends.
pub struct Written {
    pub new: New,
    pub to: To,
    pub when: When,
    pub pieces: Vec<Taken>,
}

impl Form for Written {
    const FILE_LIMIT: u64 = pieces::FILE_LIMIT;
    const FILES: usize = pieces::FILES;

    fn check(fields: &Fields, uploads: &[Upload]) -> Result<Written, Faults> {
        let mut faults = Faults::default();
        if blocks::is_gesture(fields) {
            return Err(gesture(uploads));
        }
        let (title, body) = (title(fields, &mut faults), body(fields, &mut faults));
        let category = Category::parse(fields.get("categorie"));
        if category.is_none() {
            faults.add("categorie", "Choisissez une catégorie : elle aide les familles à s’y retrouver.");
        }
        let asks = Asks::parse(fields.get("demande"));
        if asks.is_none() {
            faults.add("demande", "Dites ce que vous demandez aux familles.");
        }
        let questions = blocks::check(fields, &mut faults);
        let labels = questions.iter().map(|question| question.label.as_str());
        let texts: Vec<&str> = [title.as_str(), body.as_str()].into_iter().chain(labels).collect();
        if let Some(open) = templates::left_open(fields.get(templates::FIELDS), &texts) {
            faults.add("texte", format!("Il reste « [{open}] » à remplir. Complétez-le dans le texte, ou retirez-le."));
        }
        if !questions.is_empty() && asks == Some(Asks::Nothing) {
            faults.add("demande", ASK_FOR_THE_SLIP);
        }
        if questions.iter().any(|question| question.kind == Kind::Consent) && asks.is_some_and(|asks| !asks.is_signed())
        {
            faults.add("demande", super::pages::SIGN_THE_CONSENT);
        }
        let deadline_on = deadline(fields, &mut faults);
        let event_on = waiting::day(fields, "evenement_le", &mut faults);
        let shown_until = waiting::day(fields, "affiche_jusqu_au", &mut faults);
        let when = When::read(fields, &mut faults);
        let to = recipients(fields, &mut faults);
        let taken = taken(uploads, &mut faults);
        match (faults.is_empty(), category, asks, to) {
            (true, Some(category), Some(asks), Some(to)) => {
                // A date without a question asks nothing of anybody.
                let deadline_on = deadline_on.filter(|_| asks != Asks::Nothing);
                // Where the letter holds the text anyway there is nothing to tick.
                let is_discreet = category == Category::Health || matches!(to, To::Pupils(_));
                let new = New {
                    title,
                    body,
                    category,
                    asks,
                    deadline_on,
                    event_on,
                    shown_until,
                    text_in_mail: is_discreet && fields.has("texte_dans_mail"),
                    is_urgent: when.is_urgent,
                    reminds: fields.has("rappels"),
                    questions,
                };
                Ok(Written { new, to, when, pieces: taken })
            }
            _ => Err(faults),
        }
    }
}

/// A correction: the text, the date, the pieces, and whether to ask again.
pub struct Corrected {
    /// The version that was on the screen.
    pub version: i64,
    pub title: String,
    pub body: String,
    pub deadline_on: Option<Date>,
    pub event_on: Option<Date>,
    pub shown_until: Option<Date>,
    pub asks_again: bool,
    /// Numbers of pieces, which still have to be this word's.
    pub removed: BTreeSet<i64>,
    pub pieces: Vec<Taken>,
}

impl Form for Corrected {
    const FILE_LIMIT: u64 = pieces::FILE_LIMIT;
    const FILES: usize = pieces::FILES;

    fn check(fields: &Fields, uploads: &[Upload]) -> Result<Corrected, Faults> {
        let mut faults = Faults::default();
        let (title, body) = (title(fields, &mut faults), body(fields, &mut faults));
        let deadline_on = deadline(fields, &mut faults);
        let event_on = waiting::day(fields, "evenement_le", &mut faults);
        let shown_until = waiting::day(fields, "affiche_jusqu_au", &mut faults);
        let version = fields.get("version").parse().unwrap_or(0);
        let removed = removed(fields);
        let pieces = taken(uploads, &mut faults);
        let asks_again = fields.has("a_nouveau");
        faults.or(Corrected { version, title, body, deadline_on, event_on, shown_until, asks_again, removed, pieces })
    }
}

/// Numbers of pieces that are to go.
pub fn removed(fields: &Fields) -> BTreeSet<i64> {
    fields.all("retirer").filter_map(|id| id.parse().ok()).take(MOST).collect()
}

impl To {
    /// What was addressed, as it would be ticked again.
    pub fn of(parts: &[Part]) -> To {
        let (mut classes, mut groups, mut pupils) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::School => return To::School,
                Part::Class(class) => classes.push(*class),
                Part::Group(group) => groups.push(*group),
                Part::Pupil(pupil) => pupils.push(*pupil),
            }
        }
        match (classes.is_empty(), groups.is_empty()) {
            (false, _) => To::Classes(classes),
            (true, false) => To::Groups(groups),
            (true, true) => To::Pupils(pupils),
        }
    }

    /// What is ticked so far, while it is still being chosen.
    pub fn ticked(fields: &Fields) -> To {
        let mut faults = Faults::default();
        match fields.get("a_qui") {
            "ecole" => To::School,
            "classes" => To::Classes(ids(fields, "classe", "", "", &mut faults)),
            "groupes" => To::Groups(ids(fields, "groupe", "", "", &mut faults)),
            _ => To::Pupils(ids(fields, "eleve", "", "", &mut faults)),
        }
    }
}

/// What was typed so far, as it was typed. `is_silent`: saved by the page itself, no word about it.
pub struct Kept {
    pub fields: Fields,
    pub is_silent: bool,
    /// How many words its author had sent when the page was drawn; nothing where the page did not say it.
    pub sent: Option<usize>,
}

impl Form for Kept {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Kept, Faults> {
        Ok(Kept { fields: kept_of(fields), is_silent: fields.has("discret"), sent: fields.get(SENT).parse().ok() })
    }
}

/// What of these a draft keeps.
pub fn kept_of(fields: &Fields) -> Fields {
    let mut kept = Fields::default();
    for (name, value) in fields.pairs() {
        if NAMES.contains(&name.as_str()) || blocks::is_name(name) {
            kept.push(name, value);
        }
    }
    kept
}

pub const ASK_FOR_THE_SLIP: &str = "Votre mot pose des questions : dites aussi ce que vous demandez. Une réponse sans signature, la signature d’un responsable, ou celle de chacun.";

/// A button of the slip was pressed: the page comes back as it was typed, with nothing to mend but the files.
fn gesture(uploads: &[Upload]) -> Faults {
    if uploads.is_empty() { Faults::default() } else { Faults::one("pieces", super::pages::CHOOSE_AGAIN) }
}

/// The fields that a draft remembers; a confirmation is given anew each time.
const NAMES: [&str; 17] = [
    "titre",
    "texte",
    "categorie",
    "demande",
    "avant_le",
    "champs",
    "a_qui",
    "classe",
    "groupe",
    "eleve",
    "evenement_le",
    "affiche_jusqu_au",
    "texte_dans_mail",
    "rappels",
    "quand",
    "quand_le",
    "quand_a",
];

fn taken(uploads: &[Upload], faults: &mut Faults) -> Vec<Taken> {
    let mut taken = Vec::new();
    for upload in uploads {
        match pieces::take(upload) {
            Ok(piece) => taken.push(piece),
            Err(sentence) => faults.add("pieces", sentence),
        }
    }
    // A browser never keeps the files of a form that comes back.
    if !faults.is_empty() && !taken.is_empty() {
        faults.add("pieces", super::pages::CHOOSE_AGAIN);
    }
    taken
}

pub fn title(fields: &Fields, faults: &mut Faults) -> String {
    let title = fields.get("titre");
    match title.chars().count() {
        0 => faults.add("titre", "Donnez un titre : c’est lui que les familles voient d’abord."),
        n if n > TITLE_LETTERS => faults.add("titre", "Ce titre est trop long : 140 lettres au plus."),
        _ => {}
    }
    // No title breaks before its colon, on any screen.
    french::typeset(title)
}

pub fn body(fields: &Fields, faults: &mut Faults) -> String {
    match rich_text::typed(fields.get("texte")) {
        Ok(body) if rich_text::to_plain(&body).trim().is_empty() => {
            faults.add("texte", "Écrivez le texte du mot.");
            String::new()
        }
        Ok(body) => body,
        Err(too_long) => {
            faults.add("texte", too_long.to_string());
            String::new()
        }
    }
}

fn deadline(fields: &Fields, faults: &mut Faults) -> Option<Date> {
    let typed = fields.get("avant_le");
    if typed.is_empty() {
        return None;
    }
    let day = typed.parse::<Date>().ok();
    if day.is_none() {
        faults.add("avant_le", "Cette date n’existe pas : écrivez-la comme 2026-11-27, ou choisissez-la.");
    }
    day
}

fn recipients(fields: &Fields, faults: &mut Faults) -> Option<To> {
    let before = faults.iter().count();
    let to = match fields.get("a_qui") {
        "ecole" => {
            if !fields.has("confirmer") {
                faults.add("confirmer", "Confirmez que ce mot part à toutes les familles de l’école.");
            }
            To::School
        }
        "classes" => {
            not_narrower(fields, faults);
            To::Classes(ids(fields, "classe", "classe", "Cochez au moins une classe.", faults))
        }
        "groupes" => {
            not_narrower(fields, faults);
            To::Groups(ids(fields, "groupe", "groupe", "Cochez au moins un groupe.", faults))
        }
        "eleves" => To::Pupils(ids(fields, "eleve", "a_qui", "Cochez au moins un élève.", faults)),
        _ => {
            faults.add("a_qui", "Dites à qui ce mot s’adresse.");
            return None;
        }
    };
    (faults.iter().count() == before).then_some(to)
}

/// Half a choice would send to a whole class or group what was meant for one pupil.
fn not_narrower(fields: &Fields, faults: &mut Faults) {
    if fields.has("eleve") {
        faults.add("a_qui", "Vous avez coché des élèves : choisissez « Seulement des élèves », ou décochez-les.");
    }
}

/// More recipients, or pieces, than any school has.
const MOST: usize = 1_500;

fn ids<T>(fields: &Fields, name: &str, at: &'static str, none: &str, faults: &mut Faults) -> Vec<Id<T>> {
    // Each once, and no more than a school holds: what is repeated would hold the writer for nothing.
    let ids: BTreeSet<Id<T>> = fields.all(name).filter_map(|id| id.parse().ok()).take(MOST).collect();
    let ids: Vec<Id<T>> = ids.into_iter().collect();
    if ids.is_empty() {
        faults.add(at, none);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Written, Faults> {
        Written::check(&Fields::parse(text.as_bytes()), &[])
    }

    const WHOLE: &str = "titre=Sortie&texte=Bonjour&categorie=sortie&demande=one&";

    #[test]
    fn plain_text_becomes_paragraphs_and_html_is_cleaned() {
        let plain = check(&format!("{WHOLE}a_qui=classes&classe=3")).ok().unwrap();
        assert_eq!(plain.new.body, "<p>Bonjour</p>");
        let hostile = WHOLE.replace("Bonjour", "%3Cp onclick%3Dx%3ESalut%3Cscript%3Ealert(1)%3C/script%3E%3C/p%3E");
        let hostile = check(&format!("{hostile}a_qui=classes&classe=3")).ok().unwrap();
        assert_eq!(hostile.new.body, "<p>Salut</p>");
        // Corrected in the plain field: no tag is ever read by a family.
        let around = WHOLE.replace("Bonjour", "Attention%0D%0A%3Cp%3ESamedi.%3C/p%3E%0D%0AMerci");
        let around = check(&format!("{around}a_qui=classes&classe=3")).ok().unwrap();
        assert!(!around.new.body.contains("&lt;"), "{}", around.new.body);
        let less = WHOLE.replace("Bonjour", "1 %3C 2 et je vous aime %3C3");
        let less = check(&format!("{less}a_qui=classes&classe=3")).ok().unwrap();
        assert_eq!(less.new.body, "<p>1 &lt; 2 et je vous aime &lt;3</p>");
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let faults = check("").err().unwrap();
        for field in ["titre", "texte", "categorie", "demande", "a_qui"] {
            assert!(faults.of(field).is_some(), "{field}");
        }
        assert!(
            check(&format!("{WHOLE}a_qui=classes&classe=3&avant_le=demain")).err().unwrap().of("avant_le").is_some()
        );
    }

    #[test]
    fn half_a_choice_of_recipients_is_refused() {
        assert!(check(&format!("{WHOLE}a_qui=ecole")).err().unwrap().of("confirmer").is_some());
        assert!(check(&format!("{WHOLE}a_qui=ecole&confirmer=oui")).is_ok());
        assert!(check(&format!("{WHOLE}a_qui=classes&classe=3&eleve=8")).err().unwrap().of("a_qui").is_some());
        assert!(check(&format!("{WHOLE}a_qui=groupes&groupe=3&eleve=8")).err().unwrap().of("a_qui").is_some());
        assert!(check(&format!("{WHOLE}a_qui=groupes&classe=3")).err().unwrap().of("groupe").is_some());
        assert!(check(&format!("{WHOLE}a_qui=eleves&classe=3")).err().unwrap().of("a_qui").is_some());
    }

    #[test]
    fn a_date_without_a_question_is_no_deadline() {
        let asked = check(&format!("{WHOLE}a_qui=classes&classe=3&avant_le=2026-12-01")).ok().unwrap();
        assert!(asked.new.deadline_on.is_some());
        let nothing = WHOLE.replace("demande=one", "demande=nothing");
        let nothing = check(&format!("{nothing}a_qui=classes&classe=3&avant_le=2026-12-01")).ok().unwrap();
        assert!(nothing.new.deadline_on.is_none());
    }
}
