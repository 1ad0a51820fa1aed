//! One folder a feature. Rooms never import rooms: `app` lists them, and what two need goes down to `school`.

pub mod home;
pub mod liaison;
pub mod people;
pub mod sign_in;
