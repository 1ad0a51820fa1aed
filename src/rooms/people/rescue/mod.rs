//! « Dépanner un parent »: at the gate, the teacher's phone shows a code that the parent's phone scans. No e-mail is needed, no
//! passphrase is ever seen by the school.

mod pages;
pub mod routes;
