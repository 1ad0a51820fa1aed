//! One line of the table of routes: what is asked for, what stands before it, how it is done. It does nothing by itself.

use super::{answer::Answer, cx::Ask, house::House, resumable::Row};
use crate::base::error::Result;
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    Get,
    Post,
    Head,
    Patch,
    Delete,
    Options,
    /// All that a network drive asks: see [`super::dav`].
    Dav,
}

impl Method {
    /// It changes nothing: a request of that kind may come from anywhere.
    pub(super) fn only_asks(self) -> bool {
        matches!(self, Method::Get | Method::Head | Method::Options)
    }
}

/// Where the work is done: on the socket's own thread, or on the blocking pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bench {
    /// Point and short range reads only.
    Inline,
    Blocking,
}

#[derive(Clone, Copy)]
pub struct Limits {
    pub fields: usize,
    pub file: u64,
    pub files: usize,
    pub in_memory: bool,
}

impl Limits {
    /// A GET sends nothing.
    pub(super) const NOTHING: Limits = Limits { fields: 0, file: 0, files: 0, in_memory: false };
}

pub(super) type Admit = Arc<dyn Fn(&Arc<House>, &Arc<Ask>) -> Result<()> + Send + Sync>;
pub(super) type Run = Arc<dyn Fn(&Arc<House>, &Arc<Ask>) -> Result<Answer> + Send + Sync>;
/// The file on its way in that a path names, behind the gate.
pub(super) type Find = Arc<dyn Fn(&Arc<House>, &Arc<Ask>) -> Result<Row> + Send + Sync>;

pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub gate: &'static str,
    /// On a shared computer the passphrase is asked again before it.
    pub asks_again: bool,
    /// On one's own device too.
    pub asks_always: bool,
    /// A mail program may send it too, from no page of ours: see [`Routes::one_click_form`].
    pub one_click: bool,
    /// A program sends it, in the words of tus: see [`super::resumable`].
    pub in_pieces: bool,
    pub(super) find: Option<Find>,
    pub room: &'static str,
    pub bench: Bench,
    pub limits: Limits,
    /// The gate alone: asked before a file is taken in.
    pub admit: Admit,
    pub run: Run,
}
