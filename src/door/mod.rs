//! Between the socket and a room: who are you, which way, one transaction. It knows no room by name.

pub mod answer;
pub mod confirm;
pub mod cx;
pub mod dav;
pub mod demo;
pub mod entrance;
pub mod figures;
pub mod form;
pub mod found;
pub mod gate;
pub mod house;
pub mod live;
pub mod page;
pub mod pocket;
mod range;
pub mod refusal;
mod request;
pub mod resumable;
pub mod room;
mod route;
pub mod routes;
pub mod session;
pub mod shell;
pub mod socket;
mod stream;
pub mod throttle;
pub mod under_way;
pub mod upload;

pub use cx::Cx;
pub use demo::Demo;
pub use form::{Draft, Faults, Fields, Form};
pub use gate::{Always, AtTheDoor, ByLink, Gate, Public, SetUpCode, SettingUp, SignedIn};
pub use house::{BACKUPS, FILES, House, KEYS, ON_A_DISK};
pub use page::Page;
pub use room::Room;
pub use routes::{Beats, Routes};
