//! The table of routes. Every handler has a gate as its second argument, every write its journal line, every fault its way
//! back to the form. A handler is a plain function in one transaction; only `Beats` has several.

use super::{
    answer::Answer,
    confirm,
    cx::{Ask, Cx},
    form::{Draft, Form},
    gate::Gate,
    house::House,
    page::{Body, Page},
    session, shell,
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::{Confirm, Error, Result},
    },
    school::{Person, journal, services, settings},
};
use std::{borrow::Borrow, cell::RefCell, sync::Arc};

use super::route::{Admit, Run};
pub use super::route::{Bench, Limits, Method, Route};

#[derive(Default)]
pub struct Routes {
    table: Vec<Route>,
    room: &'static str,
    asks_again: bool,
    asks_always: bool,
    one_click: bool,
}

impl Routes {
    /// The routes of all rooms, in order.
    pub fn of(rooms: &[super::Room]) -> Vec<Route> {
        let mut routes = Routes::default();
        for room in rooms {
            routes.room = room.name;
            (room.routes)(&mut routes);
        }
        routes.table
    }

    /// These routes ask for the passphrase again on a shared computer, when it was not given just before.
    pub fn asking_again(&mut self, routes: impl FnOnce(&mut Routes)) {
        self.asks_again = true;
        routes(self);
        self.asks_again = false;
    }

    /// These ask for it on one's own device too: what leaves here leaves for good.
    pub fn asking_always(&mut self, routes: impl FnOnce(&mut Routes)) {
        self.asks_always = true;
        self.asking_again(routes);
        self.asks_always = false;
    }

    pub fn get<G: Gate + 'static>(&mut self, path: &'static str, handler: fn(&Cx, G) -> Result<Page>) {
        self.look(path, Bench::Inline, handler);
    }

    /// For search, reports, exports: whatever may take more than a millisecond.
    pub fn get_slow<G: Gate + 'static>(&mut self, path: &'static str, handler: fn(&Cx, G) -> Result<Page>) {
        self.look(path, Bench::Blocking, handler);
    }

    /// A button: no page of its own, so a fault is answered with its sentence on a plain page.
    pub fn post<G: Gate + 'static, F: Form + 'static>(
        &mut self,
        path: &'static str,
        handler: fn(&Cx<Tx>, G, F) -> Result<Page>,
    ) {
        let show = |_: &Cx, _: &G, draft: &Draft| Ok(super::refusal::faults(&draft.faults));
        self.send(path, show, handler);
    }

    /// A form's page and what it sends, behind one gate. What does not check comes back to the same page, 422, as it was typed.
    pub fn form<G: Gate + 'static, F: Form + 'static>(
        &mut self,
        path: &'static str,
        show: fn(&Cx, &G, &Draft) -> Result<Page>,
        save: fn(&Cx<Tx>, G, F) -> Result<Page>,
    ) {
        self.get_form(path, Bench::Inline, show);
        self.send(path, show, save);
    }

    /// A form that a person's mail program may send as well, by the address in a letter's `List-Unsubscribe` (RFC 8058): without
    /// a page, hence without an origin. It comes with no session, and brings nothing but that one word.
    pub fn one_click_form<G: Gate + 'static, F: Form + 'static>(
        &mut self,
        path: &'static str,
        show: fn(&Cx, &G, &Draft) -> Result<Page>,
        save: fn(&Cx<Tx>, G, F) -> Result<Page>,
    ) {
        self.one_click = true;
        self.form(path, show, save);
        self.one_click = false;
    }

    /// The same when drawing the page may take more than a millisecond: a long list compared with another.
    pub fn slow_form<G: Gate + 'static, F: Form + 'static>(
        &mut self,
        path: &'static str,
        show: fn(&Cx, &G, &Draft) -> Result<Page>,
        save: fn(&Cx<Tx>, G, F) -> Result<Page>,
    ) {
        self.get_form(path, Bench::Blocking, show);
        self.send(path, show, save);
    }

    /// A form whose work takes several transactions, with slow work (argon2, SMTP) between them and the writer free.
    pub fn form_in_beats<G: Gate + 'static, F: Form + 'static>(
        &mut self,
        path: &'static str,
        show: fn(&Cx, &G, &Draft) -> Result<Page>,
        work: fn(&Beats, F) -> Result<Page>,
    ) {
        self.get_form(path, Bench::Inline, show);
        self.beats(path, show, work);
    }

    /// The same with a page that is slow to draw.
    pub fn slow_form_in_beats<G: Gate + 'static, F: Form + 'static>(
        &mut self,
        path: &'static str,
        show: fn(&Cx, &G, &Draft) -> Result<Page>,
        work: fn(&Beats, F) -> Result<Page>,
    ) {
        self.get_form(path, Bench::Blocking, show);
        self.beats(path, show, work);
    }

    fn beats<G: Gate + 'static, F: Form + 'static>(
        &mut self,
        path: &'static str,
        show: fn(&Cx, &G, &Draft) -> Result<Page>,
        work: fn(&Beats, F) -> Result<Page>,
    ) {
        let room = self.room;
        let run: Run = Arc::new(move |house, ask| {
            let done = match F::check(&ask.fields, &ask.uploads) {
                Ok(form) => {
                    admit::<G>(house, ask, room)?;
                    work(&Beats { house: house.clone(), ask: ask.clone(), room }, form)?
                }
                Err(faults) => Page::again(faults),
            };
            finish(house, ask, room, done, show)
        });
        self.push::<G>(Method::Post, path, Bench::Blocking, limits::<F>(), run);
    }

    fn look<G: Gate + 'static>(&mut self, path: &'static str, bench: Bench, handler: fn(&Cx, G) -> Result<Page>) {
        let room = self.room;
        let run: Run = Arc::new(move |house, ask| {
            let cx = enter::<G, Rx>(house, ask, room, house.db.read()?)?;
            let page = handler(&cx, G::open(&cx)?)?;
            shell::answer(&cx, page)
        });
        self.push::<G>(Method::Get, path, bench, Limits::NOTHING, run);
    }

    fn get_form<G: Gate + 'static>(
        &mut self,
        path: &'static str,
        bench: Bench,
        show: fn(&Cx, &G, &Draft) -> Result<Page>,
    ) {
        let room = self.room;
        let run: Run = Arc::new(move |house, ask| {
            let cx = enter::<G, Rx>(house, ask, room, house.db.read()?)?;
            let page = show(&cx, &G::open(&cx)?, &Draft::default())?;
            shell::answer(&cx, page)
        });
        self.push::<G>(Method::Get, path, bench, Limits::NOTHING, run);
    }

    fn send<G: Gate + 'static, F: Form + 'static>(
        &mut self,
        path: &'static str,
        show: fn(&Cx, &G, &Draft) -> Result<Page>,
        save: fn(&Cx<Tx>, G, F) -> Result<Page>,
    ) {
        let room = self.room;
        let run: Run = Arc::new(move |house, ask| {
            let done = match F::check(&ask.fields, &ask.uploads) {
                Ok(form) => write::<G>(house, ask, room, |cx, gate| save(cx, gate, form))?,
                Err(faults) => Page::again(faults),
            };
            finish(house, ask, room, done, show)
        });
        self.push::<G>(Method::Post, path, Bench::Blocking, limits::<F>(), run);
    }

    pub(super) fn room(&self) -> &'static str {
        self.room
    }

    pub(super) fn push<G: Gate + 'static>(
        &mut self,
        method: Method,
        path: &'static str,
        bench: Bench,
        limits: Limits,
        run: Run,
    ) -> &mut Route {
        let (room, asks_again, asks_always, one_click) = (self.room, self.asks_again, self.asks_always, self.one_click);
        let admit: Admit = Arc::new(move |house, ask| {
            admit::<G>(house, ask, room)?;
            // While a long file flows, its reader's device is still their own.
            if asks_again { confirm::must_be_fresh(house, ask, Confirm::Back, false) } else { Ok(()) }
        });
        let run = if asks_again { again::<G>(method, room, asks_always, run) } else { run };
        self.table.push(Route {
            method,
            path,
            gate: G::name(),
            asks_again,
            asks_always,
            one_click,
            in_pieces: false,
            find: None,
            room,
            bench,
            limits,
            admit,
            run,
        });
        self.table.last_mut().expect("it was pushed just above")
    }
}

/// The gate first: who may not pass is asked for nothing.
fn again<G: Gate + 'static>(method: Method, room: &'static str, always: bool, run: Run) -> Run {
    Arc::new(move |house, ask| {
        admit::<G>(house, ask, room)?;
        let can_replay = method == Method::Post && ask.uploads.is_empty();
        confirm::must_be_fresh(house, ask, if can_replay { Confirm::Replay } else { Confirm::Back }, always)?;
        run(house, ask)
    })
}

/// Several transactions, one after another. A permit never outlives the one in which it was judged: each opens its gate anew.
pub struct Beats {
    pub house: Arc<House>,
    pub ask: Arc<Ask>,
    room: &'static str,
}

impl Beats {
    pub fn read<G: Gate, T>(&self, work: impl FnOnce(&Cx, G) -> Result<T>) -> Result<T> {
        let cx = enter::<G, Rx>(&self.house, &self.ask, self.room, self.house.db.read()?)?;
        let gate = G::open(&cx)?;
        work(&cx, gate)
    }

    /// As a plain form's: a page of faults rolls back what was written before it.
    pub fn write<G: Gate>(&self, work: impl FnOnce(&Cx<Tx>, G) -> Result<Page>) -> Result<Page> {
        write::<G>(&self.house, &self.ask, self.room, work)
    }

    /// What the next beat goes on with, or what stays whatever is answered: a try counts when it is wrong, too.
    pub fn record<G: Gate, T>(&self, work: impl FnOnce(&Cx<Tx>, G) -> Result<T>) -> Result<T> {
        let cx = enter::<G, Tx>(&self.house, &self.ask, self.room, self.house.db.write()?)?;
        let gate = G::open(&cx)?;
        let (thing, by) = (gate.thing(), gate.by());
        let done = work(&cx, gate)?;
        note::<G>(&cx, thing, by)?;
        cx.db.commit()?;
        Ok(done)
    }
}

fn limits<F: Form>() -> Limits {
    Limits { fields: F::LIMIT, file: F::FILE_LIMIT, files: F::FILES, in_memory: F::IN_MEMORY }
}

fn admit<G: Gate>(house: &Arc<House>, ask: &Arc<Ask>, room: &'static str) -> Result<()> {
    let cx = enter::<G, Rx>(house, ask, room, house.db.read()?)?;
    G::open(&cx).map(drop)
}

/// Session, viewer, school and `now`, all from the one snapshot. A room that is off has no routes.
pub(super) fn enter<G: Gate, D: Borrow<Rx>>(house: &Arc<House>, ask: &Arc<Ask>, room: &str, db: D) -> Result<Cx<D>> {
    let mut cx = look_around(house, ask, db)?;
    if cx.school.set_up_at.is_none() && !G::BEFORE_SET_UP {
        return Err(Error::SignIn);
    }
    if !cx.is_on(room) {
        return Err(Error::NotFound);
    }
    cx.viewer = cx.viewer_in(room);
    cx.closed = cx.off.classes(room);
    Ok(cx)
}

pub(super) fn look_around<D: Borrow<Rx>>(house: &Arc<House>, ask: &Arc<Ask>, db: D) -> Result<Cx<D>> {
    let now = house.clock.now();
    let school = settings::store::facts(db.borrow())?;
    let zone = school.zone_of_time();
    let today = now.date(&zone);
    let (session, viewer) = session::who(house, db.borrow(), ask, now, today)?;
    // Taken away here, so that no gate, no menu and no summary ever sees a viewer who owes a second factor.
    let owes = viewer.as_deref().map(|viewer| session::owes_second_factor(db.borrow(), viewer, &school, now));
    let (viewer, held) = if owes.transpose()?.unwrap_or(false) { (None, viewer) } else { (viewer, None) };
    let off = services::store::off(db.borrow())?;
    let whole = viewer.clone();
    let (house, ask, closed) = (house.clone(), ask.clone(), Vec::new());
    Ok(Cx {
        db,
        house,
        ask,
        viewer,
        held,
        whole,
        off,
        closed,
        session,
        school,
        zone,
        now,
        today,
        noted: RefCell::default(),
    })
}

/// One write: gate, handler, journal line, commit. A page of faults rolls everything back.
pub(super) fn write<G: Gate>(
    house: &Arc<House>,
    ask: &Arc<Ask>,
    room: &str,
    work: impl FnOnce(&Cx<Tx>, G) -> Result<Page>,
) -> Result<Page> {
    let cx = enter::<G, Tx>(house, ask, room, house.db.write()?)?;
    let gate = G::open(&cx)?;
    let (thing, by) = (gate.thing(), gate.by());
    let page = work(&cx, gate)?;
    if !matches!(page.body, Body::Again(_)) {
        note::<G>(&cx, thing, by)?;
        cx.db.commit()?;
    }
    Ok(page)
}

/// The line of the act, unless the handler told more exactly what was done to the very same thing: one act is one line.
pub(super) fn note<G: Gate>(
    cx: &Cx<Tx>,
    thing: Option<(&'static str, Option<i64>)>,
    by: Option<Id<Person>>,
) -> Result<()> {
    let Some((thing, thing_id)) = thing else { return Ok(()) };
    let by = by.or(cx.viewer.as_ref().map(|viewer| viewer.person));
    if cx.noted.borrow().iter().any(|(noted, id, who)| (noted.as_str(), *id, *who) == (thing, thing_id, by)) {
        return Ok(());
    }
    journal::store::add(&cx.db, &journal::Entry { at: cx.now, by, act: G::name(), thing, thing_id })
}

/// Draws the answer to a POST: where to go, or the form again with its faults.
pub(super) fn finish<G: Gate>(
    house: &Arc<House>,
    ask: &Arc<Ask>,
    room: &str,
    page: Page,
    show: impl Fn(&Cx, &G, &Draft) -> Result<Page>,
) -> Result<Answer> {
    let Body::Again(faults) = page.body else {
        return shell::answer(&look_around(house, ask, house.db.read()?)?, page);
    };
    let cx = enter::<G, Rx>(house, ask, room, house.db.read()?)?;
    let gate = G::open(&cx)?;
    let draft = Draft { fields: ask.fields.clone(), faults };
    shell::answer(&cx, show(&cx, &gate, &draft)?.with_status(422))
}
