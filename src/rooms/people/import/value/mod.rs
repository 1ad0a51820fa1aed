//! One cell → one checked value, or why not. Knows nothing of columns, rows or the school.
mod code;
mod contact;
mod date;
pub mod day;
mod name;

pub use crate::school::grade::Grade;
pub use code::{Civility, Sex, civility, ine, sex, yes};
pub use contact::{Address, Phone, doubtful_domain, email, phone};
pub use date::{DateFault, date};
pub use name::{class_key, class_label, name, name_key, proper_name};
