//! The stem of a French word, by Snowball's algorithm; always folded, so that accents left out change nothing.

use crate::base::french;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::sync::LazyLock;

static FRENCH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::French));

/// « cantines » → `cantin`. Two stems when accents matter to the algorithm (« réservée »): whoever leaves them out is served
/// by the one, whoever writes them by the other.
pub fn stems(written: &str, folded: &str) -> Vec<String> {
    let bare = FRENCH.stem(folded).into_owned();
    let accented: String = french::fold(&FRENCH.stem(&written.to_lowercase()));
    let accented: String = accented.chars().filter(|c| c.is_alphanumeric()).collect();
    if accented == bare || accented.is_empty() { vec![bare] } else { vec![bare, accented] }
}
