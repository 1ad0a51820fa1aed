//! Who is tied to a child, and what the director decides of a tie.

use crate::{
    base::db::Id,
    door::{Faults, Fields, Form, upload::Upload},
    rooms::people::forms::{Twin, day, person, twin},
    school::{
        Person,
        guardianship::{Authority, Facts, Kind, Look},
        person::NewPerson,
    },
};
use jiff::civil::Date;

/// An adult who is new to the school.
pub struct NewGuardian {
    pub new: NewPerson,
    pub kind: Kind,
    pub twin: Twin,
}

impl Form for NewGuardian {
    fn check(fields: &Fields, _: &[Upload]) -> Result<NewGuardian, Faults> {
        let mut faults = Faults::default();
        let new = person(fields, &mut faults);
        let kind = Kind::parse(fields.get("genre")).unwrap_or(Kind::Parent);
        faults.or(NewGuardian { new, kind, twin: twin(fields) })
    }
}

/// An adult whom the school knows already.
pub struct KnownGuardian {
    pub person: Id<Person>,
}

impl Form for KnownGuardian {
    fn check(fields: &Fields, _: &[Upload]) -> Result<KnownGuardian, Faults> {
        match fields.get("personne").parse() {
            Ok(person) => Ok(KnownGuardian { person }),
            Err(_) => Err(Faults::one("", "Choisissez d’abord une personne.")),
        }
    }
}

pub struct Decision {
    pub facts: Facts,
    pub document_on: Option<Date>,
    pub kind: Kind,
    pub may_pick_up: bool,
    pub emergency_rank: Option<i64>,
}

impl Form for Decision {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Decision, Faults> {
        let mut faults = Faults::default();
        let authority = Authority::parse(fields.get("autorite"));
        if authority.is_none() {
            faults.add("autorite", "Choisissez ce qui décrit cet adulte.");
        }
        let emergency_rank = rank(fields.get("rang"), &mut faults);
        let restricted_on = restriction(fields, &mut faults);
        let document_on = day(fields, "document_le", &mut faults);
        // Ticks count for a third party alone; kept for another they would come back by surprise.
        let is_third = authority == Some(Authority::ThirdParty);
        let ticked = |name: &str| is_third && fields.has(name);
        let (reads, signs, receives) = (ticked("lit"), ticked("signe"), ticked("recoit"));
        if signs && !reads {
            faults.add("signe", "Signer sans pouvoir lire ne se peut pas : cochez aussi « Lit ».");
        }
        if receives && !reads {
            faults.add("recoit", "Un e-mail contient le mot lui-même : cochez aussi « Lit ».");
        }
        let facts = Facts {
            authority: authority.unwrap_or(Authority::Withdrawn),
            reads,
            signs,
            receives,
            restricted_on,
            look: Look::Done,
        };
        let kind = Kind::parse(fields.get("genre")).unwrap_or(Kind::Parent);
        faults.or(Decision { facts, document_on, kind, may_pick_up: fields.has("vient_chercher"), emergency_rank })
    }
}

/// A restriction always has its day: without one nobody would know since when.
fn restriction(fields: &Fields, faults: &mut Faults) -> Option<Date> {
    if !fields.has("restriction") {
        return None;
    }
    let from = day(fields, "restriction_le", faults);
    if from.is_none() && faults.of("restriction_le").is_none() {
        faults.add("restriction_le", "Dites à partir de quel jour.");
    }
    from
}

fn rank(text: &str, faults: &mut Faults) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    let rank = text.parse().ok().filter(|rank| (1..=9).contains(rank));
    if rank.is_none() {
        faults.add("rang", "Un chiffre de 1 à 9, ou rien.");
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(query: &str) -> Result<Decision, Faults> {
        Decision::check(&Fields::parse(query.as_bytes()), &[])
    }

    #[test]
    fn ticks_are_a_third_partys_alone() {
        let ticks = |query: &str| {
            let facts = check(query).expect("it checks").facts;
            (facts.reads, facts.signs, facts.receives)
        };
        assert_eq!(ticks("autorite=withdrawn&lit=oui&signe=oui&recoit=oui"), (false, false, false));
        assert_eq!(ticks("autorite=third_party&lit=oui"), (true, false, false));
        assert_eq!(ticks("autorite=third_party&lit=oui&recoit=oui"), (true, false, true));
        for name in ["signe", "recoit"] {
            let faults = check(&format!("autorite=third_party&{name}=oui"));
            assert!(faults.is_err_and(|faults| faults.of(name).is_some()), "{name}");
        }
    }

    #[test]
    fn a_restriction_needs_its_day() {
        assert!(check("autorite=exercises&restriction=oui").is_err_and(|faults| faults.of("restriction_le").is_some()));
        let decision = check("autorite=exercises&restriction=oui&restriction_le=2026-11-02").expect("it checks");
        assert_eq!(decision.facts.restricted_on, Some(date(2026, 11, 2)));
        // Unticked, the day that is still typed there no longer counts.
        let decision = check("autorite=exercises&restriction_le=2026-11-02").expect("it checks");
        assert_eq!(decision.facts.restricted_on, None);
    }

    #[test]
    fn nothing_is_decided_without_a_choice() {
        assert!(check("rang=1").is_err_and(|faults| faults.of("autorite").is_some()));
        assert!(check("autorite=exercises&rang=douze").is_err_and(|faults| faults.of("rang").is_some()));
    }
}
