//! Why a message is reported, and what the direction notes when it has seen to it.

use crate::door::{Faults, Fields, Form, form::Checked, upload::Upload};

const LONGEST: usize = 2_000;

pub struct Why(pub String);

impl Form for Why {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Why> {
        let why = fields.get("raison");
        match why.chars().count() {
            0 => Err(Faults::one("raison", "Il manque quelques mots\u{202f}: qu’est-ce qui ne va pas\u{202f}?")),
            1..=LONGEST => Ok(Why(why.to_owned())),
            _ => Err(Faults::one("raison", "C’est trop long : 2 000 signes au plus.")),
        }
    }
}

pub struct Settled(pub String);

impl Form for Settled {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Settled> {
        let remark = fields.get("remarque");
        if remark.chars().count() > LONGEST {
            return Err(Faults::one("remarque", "C’est trop long : 2 000 signes au plus."));
        }
        Ok(Settled(remark.to_owned()))
    }
}
