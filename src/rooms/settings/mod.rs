//! What the school is and how its box is set: facts, calendar, address and certificate, mail. `first_run` asks the same
//! questions once, before there is a director, with the same forms and fields; this is why it stands inside this room.
//! The set-up proper ends with the mail screen: from there on the director is signed in, and « premiers pas » leads her
//! through ONDE, classes and slips with the rights that she keeps. No text of a family or of a child is shown here.

pub mod address;
pub mod backups;
mod bearing;
pub mod calendar;
pub mod certificate;
mod correspondence;
pub mod disk;
pub mod first_run;
pub mod from_home;
pub mod health;
mod home;
pub mod mail;
mod pupils;
mod quiet;
pub mod restored;
pub mod school;
mod security;
mod services;

use crate::{
    base::{db::Rx, error::Result, ui::Icon},
    door::{Room, Routes, room::Place},
    school::viewer::Viewer,
};

pub const ROOM: Room = Room { menu, summary: home::summary, bears: bearing::bears, ..Room::new("settings", routes) };

fn routes(r: &mut Routes) {
    r.get("/reglages", home::index);
    r.get("/reglages/premiers-pas", home::first_steps);
    r.get_slow(disk::PATH, disk::index);
    r.get_slow(health::PATH, health::index);
    r.post(health::ERRORS, health::errors_read);
    r.form_in_beats(from_home::PATH, from_home::show, from_home::test);
    r.get(from_home::HOME, from_home::home);
    r.get_slow(backups::PATH, backups::routes::index);
    r.get(restored::PATH, restored::routes::index);
    r.asking_again(changes);
}

fn changes(r: &mut Routes) {
    r.form("/reglages/ecole", school::routes::show, school::routes::save);
    r.form("/reglages/services", services::routes::show, services::routes::save);
    r.form(crate::school::account::pupil::PAGE, pupils::routes::show, pupils::routes::save);
    r.get("/reglages/calendrier", calendar::routes::index);
    r.form("/reglages/calendrier/nouveau", calendar::routes::blank, calendar::routes::add);
    r.post("/reglages/calendrier/zone", calendar::routes::take_zone);
    r.form("/reglages/calendrier/{holiday}", calendar::routes::edit, calendar::routes::change);
    r.post("/reglages/calendrier/{holiday}/retrait", calendar::routes::remove);
    r.form(quiet::PATH, quiet::routes::show, quiet::routes::save);
    r.form("/reglages/heures-calmes/jours", quiet::routes::blank_day, quiet::routes::open_day);
    r.post("/reglages/heures-calmes/jours/{day}/retrait", quiet::routes::close_day);
    r.form(correspondence::PATH, correspondence::routes::show, correspondence::routes::save);
    r.post("/reglages/correspondance/habituel", correspondence::routes::back_to_usual);
    r.form(correspondence::FREEZE, correspondence::freezing::show, correspondence::freezing::freeze_all);
    r.post("/reglages/correspondance/suspension/reprise", correspondence::freezing::open_again);
    r.post(backups::NOW, backups::routes::ask);
    r.form(backups::SETTINGS, backups::routes::show_settings, backups::routes::save_settings);
    r.form_in_beats(backups::KEY, backups::key::show, backups::key::save);
    r.post(restored::PATH, restored::routes::confirm);
    r.post("/reglages/apres-restauration/lettres", restored::routes::letters);
    r.form_in_beats("/reglages/adresse", address::routes::show, address::routes::fix);
    r.post("/reglages/adresse/date", address::routes::confirm_date);
    certificate::routes(r);
    r.form("/reglages/securite", security::routes::show, security::routes::save);
    r.form_in_beats("/reglages/courrier", mail::routes::show, mail::routes::save);
    r.form_in_beats("/reglages/courrier/reponses", mail::replies::routes::show, mail::replies::routes::save);
}

fn menu(_: &Rx, viewer: &Viewer) -> Result<Vec<Place>> {
    if !viewer.is_director && !viewer.is_technician {
        return Ok(Vec::new());
    }
    Ok(vec![Place { href: "/reglages".to_owned(), label: "Réglages", icon: Icon::Settings, rank: 90 }])
}
