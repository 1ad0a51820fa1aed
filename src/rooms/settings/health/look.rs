//! Gathers what is known of the box, and judges nothing.

use super::store::{self, Checked};
use crate::{
    base::{
        acme::{self, store::Standing},
        clock::Instant,
        db::Rx,
        disk::Room,
        error::Result,
        log::{self, store::Errors},
        machine::{self, Storage},
        mail::{refusals, store::Outbox},
        neighbours::{self, Announced},
        tls::{self, Doubt, Hindrance, Public, Town},
        update::{self, Outcome},
    },
    door::House,
    rooms::settings::{
        backups::state::State,
        from_home::{self, Access},
    },
    school::settings,
};
use jiff::tz::TimeZone;

#[derive(Clone)]
pub struct Facts {
    pub now: Instant,
    pub zone: TimeZone,
    pub version: &'static str,
    pub is_set_up: bool,
    pub doubt: Option<Doubt>,
    /// Whether the clock follows the network, where the machine says so.
    pub is_synchronised: Option<bool>,
    pub room: Room,
    pub certificate: Certificate,
    /// Nothing while no mail server is set.
    pub mail: Option<Mail>,
    pub checked: Option<Checked>,
    /// Nothing before the school is set up, nor of a demonstration.
    pub backups: Option<State>,
    pub errors: Errors,
    /// The `.local` names, as the service announces them.
    pub announced: Vec<Announced>,
    /// The mail server's name, which a resolver must know.
    pub mail_host: Option<(String, Asked)>,
    /// Names that people type, and whether they lead anywhere.
    pub names: Vec<(String, Asked)>,
    /// As the last call by the public name found it.
    pub access: Access,
    pub storage: Option<Storage>,
    /// Where the doors are; nothing when nobody can tell.
    pub doors: Option<Doors>,
    /// How the last update ended.
    pub update: Option<Outcome>,
    /// When the machine last had to start a service again that had given up.
    pub alarm: Option<Instant>,
    /// Whether our own door answers a knock; nothing when nobody knocked.
    pub answers: Option<bool>,
}

/// The port wished for and the one that was to be had, for HTTPS and for the page of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doors {
    pub https: (u16, u16),
    /// Nothing behind a front that keeps that page's port itself.
    pub http: Option<(u16, u16)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Nobody asked: it takes as long as the network does.
    NotYet,
    Leads,
    LeadsNowhere,
}

#[derive(Clone)]
pub struct Certificate {
    pub until: Instant,
    pub is_provisional: bool,
    pub hindrance: Option<Hindrance>,
    pub town: Option<Town>,
    pub public: Option<Public>,
    /// A public certificate that somebody asked for, and how far it got.
    pub wished: Option<Standing>,
    /// Who is asked for it.
    pub authority: String,
}

#[derive(Clone, Default)]
pub struct Mail {
    pub waiting: i64,
    pub late_since: Option<Instant>,
    pub last_sent: Option<Instant>,
    pub last_fault: Option<String>,
    /// Addresses to which nothing is sent any more.
    pub stopped: usize,
}

impl Facts {
    /// Asks for each name whether it leads anywhere, some seconds long.
    pub fn asking_names(mut self) -> Facts {
        for (name, asked) in self.names.iter_mut().chain(&mut self.mail_host) {
            *asked = if machine::resolves(name) { Asked::Leads } else { Asked::LeadsNowhere };
        }
        self
    }
}

/// At once; `asking_names` takes its time.
pub fn look(house: &House, rx: &Rx, now: Instant) -> Result<Facts> {
    let school = settings::store::facts(rx)?;
    let tls = house.tls.facts();
    let certificate = Certificate {
        until: Instant(tls.served.until),
        is_provisional: tls.standing == tls::Standing::Provisional,
        hindrance: tls.hindrance,
        town: tls.town,
        public: tls.public,
        wished: acme::store::standing(rx)?,
        authority: house.authority.name().to_owned(),
    };
    let mailing = settings::store::mail(rx)?;
    let mail = mailing.is_set().then(|| mail(rx, now)).transpose()?;
    let is_name = mailing.is_set() && mailing.host.parse::<std::net::IpAddr>().is_err();
    let names = school.names.iter().map(String::as_str).chain(school.address_from_home().and_then(host));
    Ok(Facts {
        now,
        zone: school.zone_of_time(),
        version: env!("CARGO_PKG_VERSION"),
        is_set_up: school.set_up_at.is_some(),
        doubt: house.verdict(rx)?.doubt(),
        is_synchronised: machine::is_synchronised(),
        room: house.room()?,
        certificate,
        mail,
        checked: store::checked(rx)?,
        backups: if school.set_up_at.is_some() && !house.is_demo { Some(State::read(house, rx)?) } else { None },
        errors: log::store::errors(rx)?,
        announced: neighbours::store::announced(rx)?,
        mail_host: is_name.then_some((mailing.host, Asked::NotYet)),
        names: to_ask(names),
        access: from_home::access(rx, &school)?,
        storage: machine::storage(&house.data),
        doors: house.doors.get().map(|&(https, http)| Doors { https, http }),
        update: update::outcome(&house.data)?,
        alarm: update::alarm(),
        answers: None,
    })
}

fn mail(rx: &Rx, now: Instant) -> Result<Mail> {
    let Outbox { waiting, late_since, last_sent, last_fault, .. } = crate::base::mail::store::outbox(rx, now)?;
    let stopped = refusals::store::all(rx)?.iter().filter(|refused| refused.stopped.is_some()).count();
    Ok(Mail { waiting, late_since, last_sent, last_fault, stopped })
}

/// `.local` is asked of neighbours, not of a server: from here it says nothing of them.
fn to_ask<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(String, Asked)> {
    let mut wanted: Vec<&str> = names.filter(|name| name.contains('.') && !name.ends_with(".local")).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.into_iter().map(|name| (name.to_owned(), Asked::NotYet)).collect()
}

/// Of `https://ecole.ville.fr:8443`.
fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', ':']).next().filter(|host| !host.is_empty())
}
