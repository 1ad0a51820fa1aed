//! Of whom the school requires more than a passphrase. Only a director who has it herself may require it: nobody can shut the
//! school's last door behind her.

mod forms;
pub mod pages;
pub mod routes;
