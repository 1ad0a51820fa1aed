//! A feature is one room. Rooms never import rooms.

pub mod blog;
pub mod consents;
pub mod departures;
pub mod directory;
pub mod documents;
pub mod home;
pub mod legal;
pub mod liaison;
pub mod live;
pub mod messages;
pub mod notices;
pub mod people;
pub mod privacy;
pub mod search;
pub mod settings;
pub mod sign_in;
pub mod statistics;
pub mod trust;
