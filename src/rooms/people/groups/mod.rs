//! Groups of pupils across classes, by hand: the director makes any, a teacher one of her own pupils; who leads sees it.
//! What a group is written stands in the liaison book.

mod forms;
mod pages;
pub mod routes;
