//! « Something changed »: one stream of events a browser, told after the commit. A page that hears of it asks for itself
//! again, behind its own permit; so a stream says a kind and a number, never a content nor a name, and nothing here judges
//! who may see what. Nobody is shown as present: that a stream is open is told to nobody.

mod hub;
mod stream;
mod watch;

pub use hub::{Hub, Listening, Refusal};
pub(super) use stream::{busy, flow};
pub use watch::tend;

use crate::{
    base::db::{Id, Told, Tx},
    school::Person,
};

/// Said to this person's open pages once the transaction is durable, and never when it is not: from a handler (also
/// [`super::Cx::tell_live`]) or a job. `kind` is the room's name, by which a page marks its parts.
pub fn tell(tx: &Tx, to: Id<Person>, kind: &'static str, thing: i64) {
    tx.tell(Told { to: to.number(), kind, thing });
}
