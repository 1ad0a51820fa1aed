//! A class that is open to its pupils, as its teacher tends it: badges, the poster, the tablets, who is ready and who is
//! blocked. It never shows when a child came, nor anything of a secret that was drawn before.

mod badges;
mod drawing;
mod forms;
mod pages;
pub mod routes;
