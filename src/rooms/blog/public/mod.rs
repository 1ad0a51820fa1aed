//! The school's public page: posts that the director put there one by one, for everybody and without a sign-in. Off until she
//! opens it, and then as if it had never been there. It shows photos on which every child's family agrees to that very
//! purpose, judged at each request; no sound, no video, no document, no comment, no name of an author. It sets no cookie.

mod feed;
mod judging;
pub mod leaving;
mod making;
mod pages;
mod settings;
pub mod store;
mod visiting;

use crate::{base::db::Id, door::Routes, rooms::blog::Post, school::media::Media};

pub const PATH: &str = "/public";
pub const FEED: &str = "/public/flux.xml";
pub const SETTINGS: &str = "/blog/page-publique";

/// Proof that the page is open: whatever a visitor is told goes through it.
pub struct Open(());

pub fn routes(r: &mut Routes) {
    r.get(PATH, visiting::index);
    r.get(FEED, feed::atom);
    r.get("/public/articles/{post}", visiting::post);
    r.get("/public/articles/{post}/photos/{media}/{size}", visiting::photo);
    r.get("/robots.txt", visiting::robots);
    r.form(SETTINGS, settings::show, settings::save);
    r.form("/blog/articles/{post}/public", making::show, making::put);
    r.post("/blog/articles/{post}/public/retrait", making::take_off);
}

fn post_path(post: Id<Post>) -> String {
    format!("{PATH}/articles/{post}")
}

fn photo_path(post: Id<Post>, media: Id<Media>, size: &str) -> String {
    format!("{PATH}/articles/{post}/photos/{media}/{size}")
}

/// Where the director puts a post there, and takes it off.
pub fn making_path(post: Id<Post>) -> String {
    format!("/blog/articles/{post}/public")
}
