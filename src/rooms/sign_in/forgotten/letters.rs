//! The letter that carries the link.

use crate::{
    base::mail::Letter,
    school::account::links::{Addressee, RESCUE_MINUTES},
};

pub fn rescue(school: &str, to: &Addressee, link: &str) -> Letter {
    Letter {
        to: to.email.clone(),
        kind: "compte",
        subject: format!("{school} : choisir une nouvelle phrase de passe"),
        text: format!(
            "Bonjour {},\n\nQuelqu’un, sans doute vous, a dit avoir oublié la phrase de passe de votre compte à {school}.\n\n\
             Pour en choisir une nouvelle, ouvrez ce lien dans les {RESCUE_MINUTES} minutes. Il ne sert qu’une fois :\n\n{link}\n\n\
             Si ce n’était pas vous, ne faites rien : votre phrase de passe reste la même. Ne donnez ce lien à personne, pas même à l’école.\n\n\
             {school}\n",
            to.first_name
        ),
        ..Letter::default()
    }
}
