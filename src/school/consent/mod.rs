//! Image consents: whether a child may be shown, to whom, judged in one pure function from what each guardian said.
//! « Préalable, expresse et spéciale » (norms.md §4.4): silence is no consent, and one refusal wins over any number of yes.
//! It shows nothing and asks nobody: a word of the liaison book asks, the blog obeys.

pub mod asking;
pub mod policy;
pub mod said;
pub mod store;

pub use asking::{Asking, Request};
pub use said::{Answer, Said};

use super::{
    Person, Pupil,
    guardianship::{Authority, Facts, Given},
};
use crate::base::{db::Id, french};
use jiff::civil::Date;
use std::collections::HashMap;

/// Where a guardian sees and changes what was said.
pub const PAGE: &str = "/autorisations-image";

/// To whom a child would be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Purpose {
    /// The families of the class.
    Class,
    /// The families of the whole school.
    School,
    /// Everybody, on the school's public page.
    Public,
    Press,
}

impl Purpose {
    pub const ALL: [Purpose; 4] = [Purpose::Class, Purpose::School, Purpose::Public, Purpose::Press];

    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Class => "class",
            Purpose::School => "school",
            Purpose::Public => "public",
            Purpose::Press => "press",
        }
    }

    pub fn parse(text: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// How many guardians must say yes, as the school decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Needs {
    #[default]
    One,
    All,
}

impl Needs {
    pub fn as_str(self) -> &'static str {
        match self {
            Needs::One => "one",
            Needs::All => "all",
        }
    }

    pub fn parse(text: &str) -> Needs {
        if text == "all" { Needs::All } else { Needs::One }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    Given,
    Refused,
    /// Nobody said anything yet, or not all who must.
    Silent,
}

/// What something is shown under: to whom, on which day, for which occasion if any.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Showing<'a> {
    pub purpose: Purpose,
    /// As the request names it, in whatever case and accents; empty: only the year's consents count.
    pub occasion: &'a str,
    /// The day on which it was first shown, or today for what is not shown yet.
    pub on: Date,
}

/// The newest that one hand said to one request. `guardian` is `None` for a paper whose hand was not told.
#[derive(Clone, Debug)]
struct Heard {
    guardian: Option<Id<Person>>,
    purpose: Purpose,
    occasion: String,
    from_on: Date,
    until_on: Date,
    says: bool,
}

/// What is known of some pupils: loaded once, asked as often as there are photos.
pub struct Known {
    needs: Needs,
    pupils: HashMap<Id<Pupil>, Family>,
}

/// The same before the day is known on which it is judged.
pub struct Gathered {
    needs: Needs,
    ties: Vec<(Id<Pupil>, Id<Person>, Facts)>,
    said: Vec<(Id<Pupil>, Heard)>,
}

impl Gathered {
    pub fn on(&self, today: Date) -> Known {
        let mut pupils: HashMap<Id<Pupil>, Family> = HashMap::new();
        for (pupil, guardian, facts) in &self.ties {
            if decides(facts, today) {
                pupils.entry(*pupil).or_default().deciding.push(*guardian);
            }
        }
        for (pupil, said) in &self.said {
            pupils.entry(*pupil).or_default().said.push(said.clone());
        }
        Known { needs: self.needs, pupils }
    }
}

/// Who may decide for a pupil today, and what was said.
#[derive(Default)]
struct Family {
    /// With parental authority, today: a withdrawn or restricted tie does not count.
    deciding: Vec<Id<Person>>,
    said: Vec<Heard>,
}

/// A pupil's image consents: the child, and the ties of those who may decide.
#[derive(Clone, Debug)]
pub struct Images {
    pub pupil: Pupil,
    ties: Vec<(Id<Person>, Facts)>,
}

impl Images {
    fn is_decided_by(&self, person: Id<Person>, today: Date) -> bool {
        self.ties.iter().any(|(guardian, facts)| *guardian == person && decides(facts, today))
    }
}

/// Whether this tie lets its guardian decide whether the child is shown: with parental authority, and nothing that takes
/// the right to sign away today.
pub fn decides(facts: &Facts, today: Date) -> bool {
    facts.authority == Authority::Exercises && Given::of(facts, today).signs
}

impl Known {
    pub fn needs(&self) -> Needs {
        self.needs
    }

    pub fn standing(&self, pupil: Id<Pupil>, showing: &Showing) -> Standing {
        self.pupils.get(&pupil).map_or(Standing::Silent, |family| family.standing(self.needs, showing))
    }

    pub fn allows(&self, pupil: Id<Pupil>, showing: &Showing) -> bool {
        self.standing(pupil, showing) == Standing::Given
    }
}

impl Family {
    /// Of one guardian the occasion's own answer counts before the year's: it is the more special of the two.
    fn standing(&self, needs: Needs, showing: &Showing) -> Standing {
        // A hand, whether it spoke of the occasion itself, and what it said.
        let mut says: Vec<(Option<Id<Person>>, bool, bool)> = Vec::new();
        for said in self.said.iter().filter(|said| said.is_about(showing)) {
            if said.guardian.is_some_and(|guardian| !self.deciding.contains(&guardian)) {
                continue;
            }
            let is_special = !said.occasion.is_empty();
            match says.iter_mut().find(|(hand, ..)| *hand == said.guardian) {
                None => says.push((said.guardian, is_special, said.says)),
                Some(entry) if is_special && !entry.1 => (entry.1, entry.2) = (true, said.says),
                // Nameless papers are not one hand: among them, too, one refusal wins.
                Some(entry) if is_special == entry.1 => entry.2 = said.says && (entry.2 || said.guardian.is_some()),
                Some(_) => {}
            }
        }
        let agree = says.iter().filter(|(.., yes)| *yes).count();
        // A paper that does not tell whose hand it is may be of one who has said yes already: it makes no second voice.
        let sure = says.iter().filter(|(hand, _, yes)| hand.is_some() && *yes).count().max(agree.min(1));
        match needs {
            _ if agree < says.len() => Standing::Refused,
            // Nobody decides for this child today: what a stranger's hand agreed to counts for nothing.
            _ if agree == 0 || self.deciding.is_empty() => Standing::Silent,
            Needs::All if sure < self.deciding.len() => Standing::Silent,
            Needs::One | Needs::All => Standing::Given,
        }
    }
}

impl Heard {
    fn is_about(&self, showing: &Showing) -> bool {
        // « Fête de l'été » and « FÊTE DE L’ÉTÉ » are one: a refusal is not lost to a keyboard.
        let is_its = self.occasion.is_empty() || french::fold(&self.occasion) == french::fold(showing.occasion);
        self.purpose == showing.purpose && is_its && self.from_on <= showing.on && showing.on <= self.until_on
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const MOTHER: Option<Id<Person>> = Some(Id::new(1));
    const FATHER: Option<Id<Person>> = Some(Id::new(2));
    const AUNT: Option<Id<Person>> = Some(Id::new(3));
    const PAPER: Option<Id<Person>> = None;

    fn said(guardian: Option<Id<Person>>, occasion: &str, says: bool) -> Heard {
        let (from_on, until_on) = (date(2026, 9, 1), date(2027, 7, 3));
        Heard { guardian, purpose: Purpose::Class, occasion: occasion.into(), from_on, until_on, says }
    }

    fn of(needs: Needs, showing: &Showing, said: &[Heard]) -> Standing {
        Family { deciding: vec![Id::new(1), Id::new(2)], said: said.to_vec() }.standing(needs, showing)
    }

    const SHOWN: Showing = Showing { purpose: Purpose::Class, occasion: "", on: date(2026, 11, 22) };
    const FAIR: Showing = Showing { purpose: Purpose::Class, occasion: "Kermesse", on: date(2026, 11, 22) };

    /// Who said what, and how it stands where one must agree, where all must.
    type Line = (&'static [(Option<Id<Person>>, bool)], Standing, Standing);

    #[test]
    #[rustfmt::skip]
    fn one_refusal_wins_and_silence_is_no_consent() {
        use Standing::{Given, Refused, Silent};
        let table: [Line; 13] = [
            // who said what                                     one   all
            (&[],                                               Silent,  Silent),
            (&[(MOTHER, true)],                                 Given,   Silent),
            (&[(MOTHER, true), (FATHER, true)],                 Given,   Given),
            (&[(MOTHER, true), (FATHER, false)],                Refused, Refused),
            (&[(MOTHER, false)],                                Refused, Refused),
            // Changed her mind: the newest counts, either way.
            (&[(MOTHER, true), (MOTHER, false)],                Refused, Refused),
            (&[(MOTHER, false), (MOTHER, true)],                Given,   Silent),
            // Whose tie is withdrawn, or who never decides: neither a yes nor a no.
            (&[(AUNT, true)],                                   Silent,  Silent),
            (&[(MOTHER, true), (AUNT, false)],                  Given,   Silent),
            (&[(PAPER, false), (MOTHER, true)],                 Refused, Refused),
            (&[(PAPER, false), (PAPER, true), (MOTHER, true)],  Refused, Refused),
            // Whose hand the paper is nobody knows: it may be hers again.
            (&[(PAPER, true), (MOTHER, true)],                  Given,   Silent),
            (&[(PAPER, true), (MOTHER, true), (FATHER, true)],  Given,   Given),
        ];
        for (said_by, one, all) in table {
            let answers: Vec<Heard> = said_by.iter().map(|(who, says)| said(*who, "", *says)).collect();
            assert_eq!(of(Needs::One, &SHOWN, &answers), one, "{said_by:?}");
            assert_eq!(of(Needs::All, &SHOWN, &answers), all, "{said_by:?}");
        }
    }

    #[test]
    fn an_occasion_is_asked_for_itself() {
        let answers = [said(MOTHER, "", false), said(MOTHER, "kermesse", true)];
        assert_eq!(of(Needs::One, &FAIR, &answers), Standing::Given, "the special answer of the same hand");
        assert_eq!(of(Needs::One, &SHOWN, &answers), Standing::Refused, "and only there");
        let apart = [said(FATHER, "", false), said(MOTHER, "kermesse", true)];
        assert_eq!(of(Needs::One, &FAIR, &apart), Standing::Refused, "another's refusal still wins");
    }

    #[test]
    fn an_occasion_is_the_same_however_it_is_typed() {
        let answers = [said(MOTHER, "", true), said(MOTHER, "Fête de l'Été", false)];
        for occasion in ["FÊTE DE L’ÉTÉ", " fete de l’été "] {
            let showing = Showing { occasion, ..SHOWN };
            assert_eq!(of(Needs::One, &showing, &answers), Standing::Refused, "{occasion}");
        }
    }

    #[test]
    fn it_covers_its_purpose_and_its_days_alone() {
        let answers = [said(MOTHER, "", true)];
        let before = Showing { on: date(2026, 8, 31), ..SHOWN };
        let public = Showing { purpose: Purpose::Public, ..SHOWN };
        assert_eq!(of(Needs::One, &before, &answers), Standing::Silent);
        assert_eq!(of(Needs::One, &public, &answers), Standing::Silent);
    }

    #[test]
    fn nobody_decides_for_a_child_without_guardians() {
        let family = Family { deciding: Vec::new(), said: vec![said(PAPER, "", true)] };
        assert_eq!(family.standing(Needs::One, &SHOWN), Standing::Silent);
    }
}
