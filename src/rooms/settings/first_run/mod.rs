//! The first start: whoever has the code that the service printed answers six screens, each once, and may leave and come
//! back. Code → école → director → recovery codes → date, address, certificate → the backups' printed key → mail. Or, instead
//! of all that, a school comes back from its backup. After the mail screen the school is
//! set up, these pages are gone for good, and the director goes on signed in (« premiers pas » of the settings room).
//! No clear secret is kept: the code and the recovery codes stand as HMACs, those being shown are sealed until retyped.

pub mod announce;
mod back;
pub mod forms;
pub mod pages;
mod paper;
mod routes;
pub mod store;

use crate::door::{Room, Routes};

pub const ROOM: Room = Room::new("first_run", routes);

fn routes(r: &mut Routes) {
    r.form_in_beats("/mise-en-route", routes::door, routes::knock);
    r.get("/mise-en-route/debut", back::start);
    r.slow_form_in_beats(back::PATH, back::show, back::save);
    r.slow_form_in_beats(back::PARCEL, back::show, back::receive);
    r.form("/mise-en-route/ecole", routes::school, routes::save_school);
    r.form_in_beats("/mise-en-route/direction", routes::director, routes::save_director);
    r.form("/mise-en-route/codes", routes::codes, routes::retype);
    r.form_in_beats("/mise-en-route/adresse", routes::address, routes::fix_address);
    r.get("/mise-en-route/certificat", routes::certificate);
    r.form_in_beats("/mise-en-route/cle", paper::show, paper::save);
    r.form_in_beats("/mise-en-route/courrier", routes::mail, routes::save_mail);
}
