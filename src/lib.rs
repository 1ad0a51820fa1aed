//! Préau: one school's digital space in one binary. This page is the map of its code.
//!
//! # Bird's view
//! One process serves one school (or several écoles under one roof) from one SQLite file and one folder of files.
//! A request goes: socket → limits and same-origin check → one snapshot or one write transaction → session → viewer →
//! gate (load the thing, judge the rule) → handler → store → page → commit. Handlers are plain synchronous functions.
//!
//! # Arrows (no circles; `tests/it/laws/walls.rs` holds them)
//! ```text
//! main → commands → app → rooms/* → door → school → base      (each may also use anything further right)
//! ```
//! - [`base`] knows nothing about schools: database, files, secrets, certificates, mail, French, pictures, PDF, the look.
//! - [`school`] holds the facts that several rooms share: people, classes, ties, accounts, audiences, settings; and how a
//!   permission is made impossible to forget ([`school::permit`]).
//! - [`door`] stands between the socket and a room: who are you, which way, one transaction, one journal line.
//! - [`rooms`] are the features. **Rooms never import rooms**: what one offers the house is its [`door::Room`] value.
//! - [`app`] is the only file that lists the rooms. [`migrations`] is the one numbered list of schema steps.
//!
//! # Invariants, told as absences
//! - No handler without a gate; no gate made outside `door`; no viewer made outside the session; no permit made outside
//!   [`school::permit::admit`]; no second id without a permit of its own.
//! - No write in a GET; no write without a journal line; no answer before a durable commit.
//! - No argon2, picture or SMTP while the writer is held: that work is done in `Form::check`, between the beats of
//!   [`door::Beats`], or in a job.
//! - No SQL outside `store.rs` and `base/db`; no rule outside `policy.rs`; no actix outside `door`, `app`, `base/tls`.
//! - No inline script or style, no request to anywhere else, no page that needs JavaScript.
//! - No picture, sound or video that somebody sent is decoded in the service itself: [`base::darkroom`] starts our own program
//!   for one file, with little memory and time; what was sent is served to nobody, and goes once it was made safe.
//! - Nobody who was erased comes back: what is theirs leaves every room ([`door::erasing`]) and then the file's own bytes
//!   ([`base::db::scrub`]), and a ledger of numbers beside the backups is read before a restored school opens.
//! - No clear secret on the disk: passphrases as argon2id (a pupil's words under this box's key), tokens as SHA-256, codes as
//!   HMAC under a key that is no part of the database or its backups.
//!
//! # Where we left the plan, and why
//! - `school/permit` holds the machinery of permissions and `school/policy` the shared rules, so that a policy file stays
//!   readable by a head teacher.
//! - A form is checked from its fields (`door::Fields`) rather than through serde: what was typed is kept for free, and a
//!   name may come several times.
//! - `door::Beats` gives a handler several transactions when slow work must stand between them; each opens its gate anew.
//! - An audience is resolved to pupils when it is sent (`audience_pupil`), and a newcomer to a class is added while it is
//!   open: lists are then a range read by pupil or class and time, after ten years as on the first day. Until then a thing
//!   that waits (quiet hours, a chosen moment) has reached nobody, so that no list needs to know of waiting.
//! - [`door::gate::ByLink`]: the link of a letter opens one thing with the rights that its addressee has today, judged by the
//!   same `admit`; no session comes of it. Jobs act for a person through `door::gate::on_behalf`, by the same judge.
//! - A letter about somebody's own things is checked against their address as it leaves: one that has waited is written anew
//!   by its room ([`door::Room`]'s `rewrite`), so that its links are the new address's. A digest keeps what it tells in its
//!   queue until it has left: taken back, it is put together anew.
//! - Files come in pieces, at any speed, by `door::resumable`: the one place where a body reaches the disk before the
//!   transaction that takes it in, and where a program is answered in another way than a browser.
//! - [`door::AtSchool`]: children come in by pictures where the box itself sees that they stand beside it ([`base::lan`]), or on a
//!   tablet that their teacher paired. What a relay announces is never compared with the box's own network, and a neighbour who
//!   passes on what others ask is no neighbour. A pupil's session stands only while the director keeps the class open and its
//!   year lasts, asked at every request.
//! - Letters are sent by `app::sender` and replies read by `app::mailbox`, each on a thread of its own that holds no
//!   transaction while it talks to a server; `app::darkroom` develops photos, sounds and videos likewise; digests are put
//!   together by `app::digest`, which asks every room.
//!
//! # Glossary
//! *Word* (code: `Note`): un mot du cahier de liaison. *Post*: un article du blog; *in hand* while only its author sees it.
//! *Tie*: what a viewer is to a thing, or a guardian to a pupil. *Slip*: fiche de connexion. *Duty*: a person's part in the
//! school, with dates. *Reached*: a pupil to whom a thing is addressed. *Beat*: one transaction of a handler that needs several.

pub mod app;
pub mod base;
pub mod commands;
pub mod door;
pub mod migrations;
pub mod rooms;
pub mod school;
