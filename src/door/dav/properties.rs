//! PROPFIND and PROPPATCH: what is known of a thing. A few properties are told from what stands there; others a program sets and
//! finds again, and nobody else reads anything in them.

use super::{
    answers::{Done, Stop, xml as answer},
    changing::{self, Change},
    drive::{self, Node, Top},
    litter,
    locks::Lock,
    order::{Body, Depth, Order},
    place::Place,
    store,
    target::{Target, locate},
    xml::{self, Element, Name},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        disk,
        error::Result,
    },
    door::{cx::Cx, range},
    school::document::Entry,
};
use std::{borrow::Borrow, collections::HashMap};

/// Told from what stands there; nobody sets them.
const LIVE: [&str; 9] = [
    "resourcetype",
    "displayname",
    "creationdate",
    "getlastmodified",
    "getcontentlength",
    "getcontenttype",
    "getetag",
    "supportedlock",
    "lockdiscovery",
];
/// Only for who names them: they cost a look at the disk.
const QUOTA: [&str; 2] = ["quota-available-bytes", "quota-used-bytes"];

enum Wanted {
    All(Vec<Name>),
    NamesOnly,
    These(Vec<Name>),
}

/// Something in a list, and all that may be said of it.
struct Thing<'a> {
    place: Place,
    name: &'a str,
    is_folder: bool,
    node: Option<&'a Node>,
    locks: &'a [Lock],
    dead: &'a [(Name, String)],
    now: Instant,
    /// Free and used on the disk, when it was asked for.
    room: Option<disk::Room>,
}

pub fn find<D: Borrow<Rx>>(cx: &Cx<D>, order: &Order) -> Done {
    let depth = order.depth.unwrap_or(Depth::Infinity);
    if depth == Depth::Infinity {
        return Err(Stop::Since(403, "propfind-finite-depth", None));
    }
    let wanted = wanted(&order.body)?;
    let target = locate(cx, &order.place)?;
    let locks = target.top().map_or(Ok(Vec::new()), |top| store::locks(cx.db.borrow(), top, cx.now))?;
    let own = place_of(&target, &order.place).ok_or(Stop::Is(404));
    let own = match own {
        Ok(own) => own,
        Err(stop) => return of_litter(cx, order, &wanted, &locks).ok_or(stop),
    };
    let (tops, nodes) = if depth == Depth::One { inside(cx, &target)? } else { (Vec::new(), Vec::new()) };
    let dead = dead(cx, target.node().into_iter().chain(&nodes))?;
    let room = wanted
        .names(&QUOTA)
        .then(|| disk::room(&cx.house.data))
        .transpose()
        .map_err(crate::base::error::Error::from)?;
    let none = Vec::new();
    let thing = |place: Place, name: &str, node: Option<&Node>, is_folder: bool| {
        let dead = node.and_then(|node| dead.get(&node.id)).unwrap_or(&none);
        wanted.response(&Thing { place, name, is_folder, node, locks: &locks, dead, now: cx.now, room })
    };
    let mut out = thing(own.clone(), own.last().unwrap_or("Documents"), target.node(), target.is_folder());
    for top in &tops {
        out.push_str(&thing(own.within(&top.name), &top.name, None, true));
    }
    for node in &nodes {
        out.push_str(&thing(own.within(&node.name), &node.name, Some(node), node.is_folder()));
    }
    Ok(multistatus(out))
}

/// With the names as they stand, not as they were asked for.
fn place_of(target: &Target, asked: &Place) -> Option<Place> {
    match target {
        Target::Root => Some(asked.clone()),
        Target::Top(top) => Some(asked.beside(&top.name)),
        Target::Node(_, node) => Some(asked.beside(&node.name)),
        Target::Free(..) | Target::Astray | Target::NoTop => None,
    }
}

fn inside<D: Borrow<Rx>>(cx: &Cx<D>, target: &Target) -> Result<(Vec<Top>, Vec<Node>)> {
    Ok(match target {
        Target::Root => (drive::tops(cx)?, Vec::new()),
        Target::Top(top) => (Vec::new(), drive::list(cx, top.space, None)?),
        Target::Node(top, node) if node.is_folder() => (Vec::new(), drive::list(cx, top.space, Some(node))?),
        _ => (Vec::new(), Vec::new()),
    })
}

type Dead = HashMap<Id<Entry>, Vec<(Name, String)>>;

fn dead<'a, D: Borrow<Rx>>(cx: &Cx<D>, nodes: impl Iterator<Item = &'a Node>) -> Result<Dead> {
    let ids: Vec<Id<Entry>> = nodes.map(|node| node.id).collect();
    let mut dead = Dead::new();
    for (id, key, xml) in store::properties(cx.db.borrow(), &ids)? {
        if let Some(name) = Name::of_key(&key) {
            dead.entry(id).or_default().push((name, xml));
        }
    }
    Ok(dead)
}

/// What a system left there, for the one who wrote it.
fn of_litter<D: Borrow<Rx>>(
    cx: &Cx<D>,
    order: &Order,
    wanted: &Wanted,
    locks: &[Lock],
) -> Option<crate::door::answer::Answer> {
    if !litter::is_litter(&order.place) {
        return None;
    }
    let bytes = cx.house.litter.get(cx.viewer.as_ref()?.person, &order.place)?;
    let thing = Thing {
        place: order.place.clone(),
        name: order.place.last().unwrap_or_default(),
        is_folder: false,
        node: None,
        locks,
        dead: &[(Name::dav("getcontentlength"), format!("<D:getcontentlength>{}</D:getcontentlength>", bytes.len()))],
        now: cx.now,
        room: None,
    };
    Some(multistatus(wanted.response(&thing)))
}

fn multistatus(responses: String) -> crate::door::answer::Answer {
    answer(207, format!("<D:multistatus xmlns:D=\"DAV:\">{responses}</D:multistatus>"))
}

fn wanted(body: &Body) -> std::result::Result<Wanted, Stop> {
    let bytes = match body {
        Body::Xml(bytes) if !bytes.is_empty() => bytes,
        _ => return Ok(Wanted::All(Vec::new())),
    };
    let root = xml::read(bytes).filter(|root| root.name.is_dav("propfind")).ok_or(Stop::Is(400))?;
    let names = |element: &Element| element.elements().map(|one| one.name.clone()).collect();
    if let Some(prop) = root.child("prop") {
        return Ok(Wanted::These(names(prop)));
    }
    match (root.child("propname"), root.child("allprop")) {
        (Some(_), None) => Ok(Wanted::NamesOnly),
        (None, Some(_)) => Ok(Wanted::All(root.child("include").map(names).unwrap_or_default())),
        _ => Err(Stop::Is(400)),
    }
}

impl Wanted {
    fn names(&self, some: &[&str]) -> bool {
        let (Wanted::All(names) | Wanted::These(names)) = self else { return false };
        names.iter().any(|name| some.iter().any(|one| name.is_dav(one)))
    }

    fn response(&self, thing: &Thing) -> String {
        let (mut found, mut absent) = (String::new(), String::new());
        let mut tell = |name: &Name| match thing.value(name) {
            Some(value) => found.push_str(&value),
            None => absent.push_str(&name.empty()),
        };
        match self {
            Wanted::These(names) => names.iter().for_each(&mut tell),
            Wanted::All(more) => {
                for name in LIVE.map(Name::dav).iter().chain(thing.dead.iter().map(|(name, _)| name)) {
                    found.extend(thing.value(name));
                }
                for name in more {
                    if !LIVE.iter().any(|live| name.is_dav(live)) {
                        found.extend(thing.value(name));
                    }
                }
            }
            Wanted::NamesOnly => {
                let live = LIVE.map(Name::dav);
                let names = live.iter().filter(|name| thing.value(name).is_some());
                found.extend(names.chain(thing.dead.iter().map(|(name, _)| name)).map(Name::empty));
            }
        }
        let mut out = format!("<D:response><D:href>{}</D:href>", xml::escape(&thing.place.href(thing.is_folder)));
        if !found.is_empty() || absent.is_empty() {
            out.push_str(&propstat(&found, "200 OK"));
        }
        if !absent.is_empty() {
            out.push_str(&propstat(&absent, "404 Not Found"));
        }
        out.push_str("</D:response>");
        out
    }
}

fn propstat(inside: &str, status: &str) -> String {
    format!("<D:propstat><D:prop>{inside}</D:prop><D:status>HTTP/1.1 {status}</D:status></D:propstat>")
}

impl Thing<'_> {
    fn value(&self, name: &Name) -> Option<String> {
        if let Some((_, xml)) = self.dead.iter().find(|(one, _)| one == name) {
            return Some(xml.clone());
        }
        if name.space != xml::DAV {
            return None;
        }
        let file = self.node.and_then(|node| node.file.as_ref());
        let inside = match name.local.as_str() {
            "resourcetype" if self.is_folder => "<D:collection/>".to_owned(),
            "resourcetype" => String::new(),
            "displayname" => xml::escape(self.name),
            "creationdate" => self.node?.made_at.timestamp().to_string(),
            "getlastmodified" => said_date(self.node?.changed_at)?,
            "getcontentlength" => file?.bytes.to_string(),
            "getcontenttype" => xml::escape(&file?.media_type),
            "getetag" => xml::escape(&range::tag(&file?.hash)),
            "supportedlock" => ["exclusive", "shared"]
                .map(|scope| format!("<D:lockentry><D:lockscope><D:{scope}/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>"))
                .concat(),
            "lockdiscovery" => {
                let key = self.place.key();
                self.locks.iter().filter(|lock| lock.covers(&key)).map(|lock| active(lock, self.now)).collect()
            }
            "quota-available-bytes" if self.is_folder => self.room?.left_for_files().to_string(),
            "quota-used-bytes" if self.is_folder => self.room.map(|room| room.whole.saturating_sub(room.free))?.to_string(),
            _ => return None,
        };
        let tag = &name.local;
        Some(format!("<D:{tag}>{inside}</D:{tag}>"))
    }
}

/// A lock, as it is told.
pub fn active(lock: &Lock, now: Instant) -> String {
    let scope = if lock.is_shared { "shared" } else { "exclusive" };
    let depth = if lock.is_deep { "infinity" } else { "0" };
    let (token, root) = (xml::escape(&lock.token), xml::escape(&lock.place.href(false)));
    format!(
        "<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:{scope}/></D:lockscope><D:depth>{depth}</D:depth>{}\
         <D:timeout>Second-{}</D:timeout><D:locktoken><D:href>{token}</D:href></D:locktoken><D:lockroot><D:href>{root}</D:href></D:lockroot></D:activelock>",
        lock.said,
        lock.expires_at.since(now).max(0)
    )
}

/// As HTTP says dates.
pub fn said_date(at: Instant) -> Option<String> {
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&at.timestamp()).ok()
}

/// All of it, or nothing.
pub fn patch(cx: &Cx<Tx>, order: &Order) -> Done {
    let Body::Xml(bytes) = &order.body else { return Err(Stop::Is(400)) };
    let root = xml::read(bytes).filter(|root| root.name.is_dav("propertyupdate")).ok_or(Stop::Is(400))?;
    let target = locate(cx, &order.place)?;
    let node = match &target {
        Target::Node(top, node) => {
            changing::must_be_free(cx, order, top, &order.place, Change::Of)?;
            drive::must_keep(cx, top.space)?;
            Some(node)
        }
        Target::Root | Target::Top(_) => return Err(Stop::Is(403)),
        _ if litter::is_litter(&order.place) => None,
        _ => return Err(Stop::Is(404)),
    };
    let steps = steps(&root);
    let is_ours = |name: &Name| name.space == xml::DAV && LIVE.iter().chain(&QUOTA).any(|live| name.is_dav(live));
    let refused = steps.iter().any(|(_, one)| is_ours(&one.name));
    let (mut good, mut bad, mut full) = (String::new(), String::new(), String::new());
    for (is_set, one) in &steps {
        let said = one.name.empty();
        match node {
            _ if refused && is_ours(&one.name) => bad.push_str(&said),
            _ if refused => good.push_str(&said),
            Some(node) if *is_set => {
                let is_set = store::set(&cx.db, node.id, &one.name.key(), &one.written())?;
                if is_set { good.push_str(&said) } else { full.push_str(&said) }
            }
            Some(node) => {
                store::remove(&cx.db, node.id, &one.name.key())?;
                good.push_str(&said);
            }
            None => good.push_str(&said),
        }
    }
    let is_done = bad.is_empty() && full.is_empty();
    let mut out = format!("<D:response><D:href>{}</D:href>", xml::escape(&order.place.href(target.is_folder())));
    for (inside, status) in [
        (good, if is_done { "200 OK" } else { "424 Failed Dependency" }),
        (bad, "403 Forbidden"),
        (full, "507 Insufficient Storage"),
    ] {
        if !inside.is_empty() {
            out.push_str(&propstat(&inside, status));
        }
    }
    out.push_str("</D:response>");
    let told = multistatus(out);
    if is_done {
        if let Some(node) = node {
            cx.journal("drive_describe", "document", Some(node.id.number()))?;
        }
        Ok(told)
    } else {
        Err(Stop::Undone(told))
    }
}

/// What is set (or else removed), in order.
fn steps(root: &Element) -> Vec<(bool, &Element)> {
    let all = root.elements().filter(|step| step.name.is_dav("set") || step.name.is_dav("remove"));
    all.flat_map(|step| {
        let is_set = step.name.is_dav("set");
        step.child("prop").into_iter().flat_map(Element::elements).map(move |one| (is_set, one))
    })
    .collect()
}
