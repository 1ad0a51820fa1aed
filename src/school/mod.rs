//! The shared facts of a school: who is what to whom, and who may. It draws no page and knows no room.

pub mod account;
pub mod audience;
pub mod backup;
pub mod calendar;
pub mod class;
pub mod consent;
pub mod consulted;
pub mod correspondence;
pub mod departure;
pub mod document;
pub mod erasure;
pub mod grade;
pub mod group;
pub mod guardianship;
pub mod half_days;
pub mod how;
pub mod journal;
pub mod login;
pub mod media;
pub mod notice;
pub mod permit;
pub mod person;
pub mod policy;
pub mod quiet;
pub mod retention;
pub mod services;
pub mod settings;
pub mod sign_ins;
pub mod uai;
pub mod viewer;

pub use class::Class;
pub use group::Group;
pub use person::{Person, Pupil};
