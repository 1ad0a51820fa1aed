//! One adult, one pupil, one tie at a time, written as the screens write them.

use super::names;
use crate::{
    base::{
        db::Id,
        error::{Error, Result},
    },
    door::{
        Demo,
        demo::{self, Chance, Part},
    },
    school::{
        Person, Pupil,
        account::{self, CHARTER},
        grade::Grade,
        guardianship::{self, Authority, Facts, Kind, Look, store::NewTie},
        person::{self, Contact, NewPerson, PupilFacts, used},
    },
};
use jiff::civil::Date;

pub struct Register<'a> {
    pub demo: &'a mut Demo,
    pub chance: Chance,
}

/// How somebody is called.
#[derive(Clone, Copy)]
pub struct Named {
    pub civility: &'static str,
    pub last: &'static str,
    pub usage: &'static str,
    pub first: &'static str,
}

/// A child who arrives, at home somewhere and perhaps somewhere else too.
pub struct NewPupil<'a> {
    pub last: &'a str,
    pub first: &'a str,
    pub sex: &'a str,
    pub grade: Grade,
    pub home: &'a Contact,
    pub other_home: Option<&'a Contact>,
}

/// What the director has said of a tie.
#[derive(Clone, Copy)]
pub enum Said {
    Nothing,
    /// To a third party: reads, signs, receives.
    Ticks(bool, bool, bool),
    /// A judgment of that day counts from the other day on.
    Judged {
        on: Date,
        counts: Option<Date>,
    },
    /// Nothing yet, and something must be said: the reason's code.
    Awaited(&'static str),
}

impl Named {
    pub fn used(&self) -> &'static str {
        used(self.last, self.usage)
    }
}

impl<'a> Register<'a> {
    pub fn open(demo: &'a mut Demo) -> Register<'a> {
        let chance = demo.chance("people");
        Register { demo, chance }
    }

    /// With a login, activated or not.
    pub fn adult(&self, who: Named, contact: Contact, is_activated: bool) -> Result<Id<Person>> {
        let new = NewPerson {
            civility: who.civility.to_owned(),
            last_name: who.last.to_owned(),
            usage_name: who.usage.to_owned(),
            first_name: who.first.to_owned(),
            contact,
        };
        let Demo { tx, by, now, .. } = &*self.demo;
        let person = person::store::add(tx, &new, *now, by)?;
        let account = account::store::ensure(tx, person, who.first, who.used(), by)?;
        if is_activated {
            account::store::set_passphrase(tx, account.id, demo::PASSPHRASE_HASH, *now)?;
            account::store::accept_charter(tx, account.id, CHARTER)?;
        }
        Ok(person)
    }

    /// The same, at home there, reached by telephone and mostly by e-mail.
    pub fn adult_at(&mut self, who: Named, home: &Contact, is_activated: bool) -> Result<Id<Person>> {
        let contact = names::reached_at(home, who.first, who.used(), &mut self.chance);
        self.adult(who, contact, is_activated)
    }

    pub fn pupil(&mut self, new: &NewPupil) -> Result<Id<Pupil>> {
        let contact = Contact { home_phone: String::new(), ..new.home.clone() };
        let row = NewPerson {
            last_name: new.last.to_owned(),
            first_name: new.first.to_owned(),
            contact,
            ..NewPerson::default()
        };
        let person = person::store::add(&self.demo.tx, &row, self.demo.now, &self.demo.by)?;
        let other = new.other_home.cloned().unwrap_or_default();
        let facts = PupilFacts {
            born_on: Some(self.birthday(new.grade)),
            sex: new.sex.to_owned(),
            ine: Some(format!("99{:07}FF", person.number())),
            second_street: other.street,
            second_postcode: other.postcode,
            second_town: other.town,
        };
        person::store::add_pupil(&self.demo.tx, person, &facts, &self.demo.by)
    }

    pub fn tie(
        &self,
        pupil: Id<Pupil>,
        guardian: Id<Person>,
        (kind, authority): (Kind, Authority),
        rank: i64,
        said: Said,
    ) -> Result<()> {
        let Demo { tx, by, now, .. } = &*self.demo;
        let needs_look = if let Said::Awaited(reason) = said { reason } else { "" };
        let tie = guardianship::store::add(tx, &NewTie { pupil, guardian, authority, needs_look }, by)?;
        let may_pick_up = authority != Authority::Withdrawn;
        guardianship::store::change_daily_life(tx, tie, kind, may_pick_up, Some(rank), by)?;
        let (ticks, document_on, restricted_on) = match said {
            Said::Nothing | Said::Awaited(_) => return Ok(()),
            Said::Ticks(reads, signs, receives) => ((reads, signs, receives), None, None),
            Said::Judged { on, counts } => ((false, false, false), Some(on), counts),
        };
        let (reads, signs, receives) = ticks;
        let facts = Facts { authority, reads, signs, receives, restricted_on, look: Look::Done };
        guardianship::store::change(tx, tie, &facts, document_on, *now, by)
    }

    /// Adds somebody to the ready-made logins.
    pub fn introduce(&mut self, role: &str, person: Id<Person>) -> Result<()> {
        let account = account::store::of_person(&self.demo.tx, person, &self.demo.by)?.ok_or(Error::NotFound)?;
        let owner = account::store::owner_of(&self.demo.tx, account.id)?;
        self.demo.parts.push(Part {
            role: role.to_owned(),
            name: format!("{} {}", owner.first_name, owner.last_name),
            login: account.login,
            awaits_activation: !account.is_activated,
        });
        Ok(())
    }

    /// Mostly in the level's usual year.
    fn birthday(&mut self, grade: Grade) -> Date {
        let earlier = i16::from(grade > Grade::Cp && self.chance.happens(4));
        let year = grade.usual_birth_year(self.demo.year) - earlier;
        let (month, day) = (self.chance.between(1, 12), self.chance.between(1, 28));
        Date::new(year, month as i8, day as i8).expect("every month has 28 days")
    }
}
