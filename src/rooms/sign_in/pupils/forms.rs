//! What a child types or touches.

use crate::{
    base::pictograms::COUNT,
    door::{Faults, Fields, Form, upload::Upload},
    school::{account::pupil::pictures::LENGTH, login},
};

pub struct ClassCode(pub String);

impl Form for ClassCode {
    fn check(fields: &Fields, _: &[Upload]) -> Result<ClassCode, Faults> {
        match login::normalise_code(fields.get("code")) {
            Some(code) => Ok(ClassCode(code)),
            None => Err(Faults::one("code", "Le code a huit signes. Recopie celui de l’affiche de ta classe.")),
        }
    }
}

/// The pictures touched so far, the last one included.
pub struct Touched(pub Vec<usize>);

impl Form for Touched {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Touched, Faults> {
        let again = || Faults::one("", "Touche une image, puis une autre, puis encore une autre.");
        let so_far = fields.get("avant").split('-').filter(|part| !part.is_empty()).map(picture);
        let all = so_far.chain([picture(fields.get("image"))]).collect::<Option<Vec<usize>>>().ok_or_else(again)?;
        if all.len() > LENGTH { Err(again()) } else { Ok(Touched(all)) }
    }
}

fn picture(text: &str) -> Option<usize> {
    text.parse().ok().filter(|picture| *picture < COUNT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(before: &str, image: &str) -> Option<Vec<usize>> {
        let mut fields = Fields::default();
        fields.push("avant", before);
        fields.push("image", image);
        Touched::check(&fields, &[]).ok().map(|touched| touched.0)
    }

    #[test]
    fn pictures_come_one_after_the_other() {
        assert_eq!(touched("", "7"), Some(vec![7]));
        assert_eq!(touched("7-0", "11"), Some(vec![7, 0, 11]));
    }

    #[test]
    fn what_is_no_picture_is_asked_for_again() {
        for (before, image) in [("", ""), ("", "12"), ("x", "1"), ("1-2-3", "4"), ("", "-1"), ("1-99", "2")] {
            assert_eq!(touched(before, image), None, "{before} {image}");
        }
    }
}
