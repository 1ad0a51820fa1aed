//! A QR code on the screen: one path inside the page, so that what it carries is in no address and in no cache. White around
//! it whatever the theme: a scanner wants black on white.
use std::fmt::Write;

use maud::{Markup, html};

use crate::base::{
    error::{Error, Result},
    qr::{self, QUIET_MODULES},
};

/// `label` says what it is for to who cannot see it.
pub fn code(data: &str, label: &str) -> Result<Markup> {
    let modules = qr::modules(data).map_err(|error| Error::internal(format!("qr: {error}")))?;
    let mut path = String::new();
    for (row, start, length) in modules.stretches {
        let (x, y) = (start + QUIET_MODULES, row + QUIET_MODULES);
        write!(path, "M{x} {y}h{length}v1h-{length}z").expect("writing to a string cannot fail");
    }
    let side = modules.width + 2 * QUIET_MODULES;
    Ok(html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path fill="#000" d=(path) {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn it_is_one_path_with_a_name_and_no_style() {
        let drawn = code("otpauth://totp/x", "Pour l’application").unwrap().into_string();
        assert_eq!(drawn.matches("<path").count(), 1);
        assert!(drawn.contains("aria-label=\"Pour l’application\""));
        assert!(!drawn.contains("style="));
    }
}
