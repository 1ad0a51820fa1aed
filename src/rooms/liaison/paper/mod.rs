//! The paper twin of a word: talons to tear off, sheets for the pupils' books, and the answers that come back on them,
//! tapped on a list or scanned with a phone. Nobody's answer is ever taken away here: paper adds, or is said to be a double.

mod homes;
mod pages;
mod plan;
mod printing;
mod recording;
mod sheets;
mod steps;
pub mod store;

pub use recording::by_code;
pub use steps::steps;

use crate::door::Routes;

/// `/t/CODE` is what a talon's picture holds: as short as can be, so that a worn sheet is still read.
pub fn routes(r: &mut Routes) {
    r.slow_form_in_beats("/cahier-de-liaison/{note}/talons", printing::choose, printing::print);
    r.slow_form("/cahier-de-liaison/{note}/papier", recording::list, recording::take_ticked);
    r.post("/cahier-de-liaison/{note}/papier/code", recording::take_code);
    r.post("/cahier-de-liaison/{note}/papier/annuler", recording::cancel);
    r.form_in_beats("/cahier-de-liaison/{note}/eleves/{pupil}/papier", recording::read, recording::copy);
    r.get("/t/{code}", by_code);
}
