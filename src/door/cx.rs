//! One request, seen by a handler: one snapshot or transaction, one viewer, one `now`.

use super::{
    dav::Order,
    form::Fields,
    house::House,
    live,
    page::Page,
    resumable::{Poured, Said},
    session::Current,
    upload::Upload,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
        jobs::{Job, store as jobs},
        lan::Came,
        mail,
        secret::Token,
    },
    school::{
        Class, Person,
        account::application::Presented,
        document::{Entry, policy::ReadEntry, uses},
        journal,
        permit::{self, May, Params, Resource, Rule},
        services::{self, Off},
        settings::Facts,
        viewer::Viewer,
    },
};
use jiff::{civil::Date, tz::TimeZone};
use std::{borrow::Borrow, cell::RefCell, net::IpAddr, sync::Arc};

/// What came over the wire, parsed.
#[derive(Default)]
pub struct Ask {
    pub path: String,
    /// Where a sign-in leads back to: this page with its query; for what was sent, the page it was sent from.
    pub back: String,
    pub params: Vec<(String, String)>,
    pub query: Fields,
    pub fields: Fields,
    pub uploads: Vec<Upload>,
    /// Of a file that comes in pieces: what its program says, and what stands on the disk after this piece.
    pub(super) said: Option<Said>,
    pub(super) poured: Option<Poured>,
    /// Of a network drive: what its program signs in with, and what it asks.
    pub(super) application: Option<Presented>,
    pub(super) order: Option<Order>,
    /// Cookies, as they came.
    pub session: Option<String>,
    pub device: Option<String>,
    pub set_up: Option<String>,
    /// Of a sign-in between passphrase and code.
    pub half_way: Option<String>,
    /// Of a tablet that the school knows.
    pub tablet: Option<String>,
    pub flash: Option<String>,
    pub address: Option<IpAddr>,
    /// Whether a relay or a proxy stood between: the address is then what it says, of a network that is not ours.
    pub came: Came,
    pub agent: String,
    /// The host that the browser asked for, with its port; checked to be plain.
    pub host: String,
    /// A page asks for itself again because it heard of something: nobody is there for certain, and it is no visit.
    pub by_itself: bool,
}

impl Params for Ask {
    fn id(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.text(name)
    }
}

impl Ask {
    /// The same without a cookie: what it may do, it may do for what it says itself.
    pub(super) fn of_nobody(self) -> Ask {
        Ask { session: None, device: None, set_up: None, half_way: None, tablet: None, flash: None, ..self }
    }

    /// Behind the link of a letter: whoever holds it acts for the one to whom it went, and nobody who is signed in is meant.
    pub fn is_by_link(&self) -> bool {
        self.text("link").is_some()
    }

    /// A word in the path, such as a file's name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

pub struct Cx<D = Rx> {
    pub db: D,
    pub house: Arc<House>,
    pub ask: Arc<Ask>,
    /// As the room entered sees them; the classes for which it is off are left out.
    pub viewer: Option<Arc<Viewer>>,
    /// Signed in, and held at the door until the second factor that is required stands. Never a viewer at the same time.
    pub held: Option<Arc<Viewer>>,
    pub(super) whole: Option<Arc<Viewer>>,
    pub(super) off: Off,
    /// The classes for which the room entered is off.
    pub(super) closed: Vec<Id<Class>>,
    pub session: Option<Current>,
    pub school: Facts,
    pub zone: TimeZone,
    pub now: Instant,
    pub today: Date,
    /// What the handler wrote into the journal itself.
    pub(super) noted: RefCell<Vec<Noted>>,
}

/// A thing, its number, and who did something to it.
pub(super) type Noted = (String, Option<i64>, Option<Id<Person>>);

impl<D: Borrow<Rx>> Cx<D> {
    /// A permit for an id that did not come in the path: a ticked box, a second child.
    pub fn may<R: Rule>(&self, key: <R::On as Resource>::Key) -> Result<May<R>> {
        permit::admit::<R>(self.db.borrow(), self.viewer()?, key)
    }

    /// The same, or nothing: for a page that asks before it draws.
    pub fn may_perhaps<R: Rule>(&self, key: <R::On as Resource>::Key) -> Result<Option<May<R>>> {
        match self.may::<R>(key) {
            Ok(may) => Ok(Some(may)),
            Err(Error::NotFound | Error::Forbidden | Error::SignIn) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether a room is on for the school.
    pub fn is_on(&self, room: &str) -> bool {
        !self.off.is_off(room)
    }

    /// The viewer as that room sees them; `None` where it is off.
    pub fn viewer_in(&self, room: &str) -> Option<Arc<Viewer>> {
        let whole = self.whole.as_ref().filter(|_| self.is_on(room))?;
        let closed = self.off.classes(room);
        Some(if closed.is_empty() { whole.clone() } else { Arc::new(whole.without(&closed)) })
    }

    /// Where a link in a letter begins: the public address, else the box's own name. A visitor's word about the host is taken
    /// for its port alone: whoever asks for somebody else's letter must not say where it leads.
    pub fn own_address(&self) -> Option<String> {
        let public = self.school.public_address.trim_end_matches('/');
        if !public.is_empty() {
            return Some(public.to_owned());
        }
        let name = self.school.names.first()?;
        let port = self.ask.host.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
        Some(
            port.filter(|port| *port != 443).map_or(format!("https://{name}"), |port| format!("https://{name}:{port}")),
        )
    }

    pub fn viewer(&self) -> Result<&Viewer> {
        self.viewer.as_deref().ok_or(Error::SignIn)
    }
}

impl Cx<Rx> {
    /// Behind no request: what is done later for this person.
    pub(super) fn of(house: &Arc<House>, viewer: Viewer, school: Facts, db: Rx) -> Result<Cx> {
        let (now, zone) = (house.clock.now(), school.zone_of_time());
        let viewer = Some(Arc::new(viewer));
        Ok(Cx {
            off: services::store::off(&db)?,
            db,
            house: house.clone(),
            ask: Arc::default(),
            whole: viewer.clone(),
            viewer,
            held: None,
            closed: Vec::new(),
            session: None,
            school,
            today: now.date(&zone),
            zone,
            now,
            noted: RefCell::default(),
        })
    }

    /// The stream on which this browser is told what changes for the viewer; it carries no content.
    pub fn listen(&self, viewer: &Viewer) -> Result<Page> {
        let token = self.ask.session.as_deref().ok_or(Error::SignIn)?;
        Ok(Page::events(self.house.live.open(viewer.person.number(), Token::presented(token).digest())))
    }

    /// The same moment as another room sees it; `None` where it is off, or for a visitor.
    pub fn within(&self, room: &str) -> Option<Cx<Rx>> {
        let viewer = Some(self.viewer_in(room)?);
        Some(Cx {
            db: self.db.again(),
            house: self.house.clone(),
            ask: self.ask.clone(),
            viewer,
            held: None,
            whole: self.whole.clone(),
            off: self.off.clone(),
            closed: self.off.classes(room),
            session: self.session,
            school: self.school.clone(),
            zone: self.zone.clone(),
            now: self.now,
            today: self.today,
            noted: RefCell::default(),
        })
    }
}

impl Cx<Tx> {
    /// Said to this person's open pages once this request is durable: something of the room changed, of that number.
    pub fn tell_live(&self, to: Id<Person>, kind: &'static str, thing: i64) {
        live::tell(&self.db, to, kind, thing);
    }

    /// The documents to which the text of a thing links are noted as used there, so that nobody throws them away unseen. Only
    /// those that the viewer may read: to write an address is no proof of anything.
    pub fn refers(&self, thing: &str, thing_id: i64, body: &str) -> Result<()> {
        let linked: Vec<Id<Entry>> = uses::mentioned(body).into_iter().collect();
        uses::store::keep_only(&self.db, &linked, thing, thing_id)?;
        for entry in linked {
            if let Some(entry) = self.may_perhaps::<ReadEntry>(entry)? {
                uses::store::add(&self.db, &entry, thing, thing_id, self.now)?;
            }
        }
        Ok(())
    }

    /// Later work, written with this request or not at all.
    pub fn enqueue<J: Job>(&self, job: &J) -> Result<()> {
        jobs::enqueue(&self.db, job, self.now)
    }

    pub fn post(&self, letter: &mail::Letter) -> Result<()> {
        mail::store::post(&self.db, letter, self.now).map(drop)
    }

    /// A line of the handler's own: for acts behind the public door, on a second thing, or told more exactly than the door
    /// would: about the gate's own thing it stands in the place of the door's.
    pub fn journal(&self, act: &str, thing: &str, thing_id: Option<i64>) -> Result<()> {
        let by = self.viewer.as_ref().or(self.held.as_ref()).map(|viewer| viewer.person);
        self.noted.borrow_mut().push((thing.to_owned(), thing_id, by));
        journal::store::add(&self.db, &journal::Entry { at: self.now, by, act, thing, thing_id })
    }
}
