//! What a finger drew, in thousandths of the photo; and what taps drew where no script runs.

use super::pages::NOTHING_DRAWN;
use crate::{
    base::{db::Id, images::Shape},
    door::{Faults, Fields, Form, upload::Upload},
    school::Pupil,
};

/// More than anybody draws; a photo is not to cost the darkroom a day.
const SHAPES: usize = 60;
const POINTS: usize = 400;
const WHOLE: u16 = 1000;
/// How wide the photo stands that is tapped without a script.
pub const TAPPED: u32 = 320;

pub struct Drawn {
    pub shapes: Vec<Shape>,
    /// Who cannot be recognised any more.
    pub pupils: Vec<Id<Pupil>>,
}

impl Form for Drawn {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Drawn, Faults> {
        let shapes = parsed(fields.get("formes"));
        if shapes.is_empty() {
            return Err(Faults::one("formes", NOTHING_DRAWN));
        }
        Ok(Drawn { shapes, pupils: fields.all("eleve").filter_map(|id| id.parse().ok()).collect() })
    }
}

/// Nothing of it when any of it is no shape on a photo.
pub fn parsed(text: &str) -> Vec<Shape> {
    let shapes = Shape::parse(text).unwrap_or_default();
    if shapes.len() <= SHAPES && shapes.iter().all(is_on_photo) { shapes } else { Vec::new() }
}

fn is_on_photo(shape: &Shape) -> bool {
    match shape {
        Shape::Ellipse { x, y, rx, ry } => [x, y, rx, ry].into_iter().all(|one| *one <= WHOLE) && *rx > 0 && *ry > 0,
        Shape::Stroke { points, width } => {
            let is_short = (1..=POINTS).contains(&points.len());
            is_short && (1..=WHOLE).contains(width) && points.iter().flatten().all(|one| *one <= WHOLE)
        }
    }
}

/// The drawing so far, with the tap that came by an image button (`p.x`, `p.y` on a photo [`TAPPED`] wide).
pub fn taps(query: &Fields, standing: Vec<Shape>, (width, height): (u32, u32)) -> Vec<Shape> {
    let mut shapes = if query.has("formes") { parsed(query.get("formes")) } else { standing };
    if query.has("effacer") {
        shapes.pop();
        return shapes;
    }
    let at = |name: &str| query.get(name).parse::<u32>().ok();
    let (Some(x), Some(y)) = (at("p.x"), at("p.y")) else { return shapes };
    let (width, height) = (width.max(1), height.max(1));
    let tall = (TAPPED * height / width).max(1);
    let rx: u32 = match query.get("taille") {
        "petit" => 45,
        "grand" => 140,
        _ => 80,
    };
    // A head is a little higher than wide, whatever the shape of the photo.
    let ry = (rx * 6 / 5 * width / height).clamp(1, 1000);
    let thousandths = |part: u32, whole: u32| (part * 1000 / whole).min(1000) as u16;
    if shapes.len() < SHAPES {
        shapes.push(Shape::Ellipse {
            x: thousandths(x, TAPPED),
            y: thousandths(y, tall),
            rx: rx as u16,
            ry: ry as u16,
        });
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_shape_on_a_photo_draws_nothing() {
        assert_eq!(parsed(r#"[{"ellipse":{"x":500,"y":400,"rx":80,"ry":120}}]"#).len(), 1);
        assert_eq!(parsed(r#"[{"stroke":{"points":[[10,20],[30,40]],"width":60}}]"#).len(), 1);
        for wrong in [
            "",
            "[]",
            "null",
            r#"[{"ellipse":{"x":5000,"y":400,"rx":80,"ry":120}}]"#,
            r#"[{"ellipse":{"x":500,"y":400,"rx":0,"ry":120}}]"#,
            r#"[{"stroke":{"points":[],"width":60}}]"#,
            r#"[{"stroke":{"points":[[1,1]],"width":0}}]"#,
        ] {
            assert!(parsed(wrong).is_empty(), "{wrong}");
        }
        assert!(parsed(&format!("[{}]", vec![r#"{"ellipse":{"x":1,"y":1,"rx":1,"ry":1}}"#; 61].join(","))).is_empty());
    }

    #[test]
    fn a_tap_is_a_head_on_the_photo() {
        let query = Fields::parse(b"p.x=160&p.y=60&taille=moyen");
        let Some(Shape::Ellipse { x, y, rx, ry }) = taps(&query, Vec::new(), (4000, 3000)).pop() else {
            panic!("a head")
        };
        assert_eq!((x, y, rx, ry), (500, 250, 80, 128));
        let back = Fields::parse(br#"effacer=1&formes=[{"ellipse":{"x":1,"y":1,"rx":1,"ry":1}}]"#);
        assert!(taps(&back, Vec::new(), (4000, 3000)).is_empty());
    }
}
