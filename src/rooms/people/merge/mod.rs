//! « C'est la même personne que… »: two pages of one adult, or of one pupil, become one. What both did stays done. Never
//! proposed on the name alone, never done without a person's word, and undone like an import.

mod forms;
mod letters;
mod likeness;
mod pages;
pub mod routes;
mod store;
mod words;
