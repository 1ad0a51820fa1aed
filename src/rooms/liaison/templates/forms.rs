//! What is typed to write a ready-made word, checked as a word is.

use super::Model;
use crate::{
    base::french,
    door::{Faults, Fields, Form, upload::Upload},
    rooms::liaison::{
        Asks, Category,
        questions::blocks,
        writing::{ASK_FOR_THE_SLIP, body, title},
    },
};

const NAME_LETTERS: usize = 80;

pub struct Typed(pub Model);

impl Form for Typed {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Typed, Faults> {
        let mut faults = Faults::default();
        if blocks::is_gesture(fields) {
            return Err(faults);
        }
        let name = french::typeset(fields.get("nom"));
        match name.chars().count() {
            0 => faults.add("nom", "Donnez un nom au modèle : c’est lui que vos collègues voient dans la liste."),
            n if n > NAME_LETTERS => faults.add("nom", "Ce nom est trop long : 80 lettres au plus."),
            _ => {}
        }
        let (title, body) = (title(fields, &mut faults), body(fields, &mut faults));
        let category = Category::parse(fields.get("categorie"));
        if category.is_none() {
            faults.add("categorie", "Choisissez une catégorie.");
        }
        let asks = Asks::parse(fields.get("demande"));
        if asks.is_none() {
            faults.add("demande", "Dites ce que ce mot demandera aux familles.");
        }
        let questions = blocks::check(fields, &mut faults);
        if !questions.is_empty() && asks == Some(Asks::Nothing) {
            faults.add("demande", ASK_FOR_THE_SLIP);
        }
        match (faults.is_empty(), category, asks) {
            (true, Some(category), Some(asks)) => Ok(Typed(Model { name, title, body, category, asks, questions })),
            _ => Err(faults),
        }
    }
}

/// Which shipped model a button is about.
pub struct Which(pub String);

impl Form for Which {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Which, Faults> {
        Ok(Which(fields.get("modele").to_owned()))
    }
}
