//! After a restore: what families said and the school decided may be older here than it should be. The director goes through
//! it until it is confirmed, and says what becomes of the letters that waited. It changes none of those facts itself.

pub mod pages;
pub mod routes;
pub mod store;

pub const PATH: &str = "/reglages/apres-restauration";
