//! How a tie is said on the screen, on every page of the room that shows one.

use crate::{
    base::french,
    rooms::people::pages::day,
    school::guardianship::{Authority, Given, Guardianship, Look, Standing, TWO_HOMES},
};
use jiff::civil::Date;

/// What each choice gives, in one sentence under it.
pub fn gives(authority: Authority) -> &'static str {
    match authority {
        Authority::Exercises => {
            "Voit tout ce qui concerne l’enfant, signe, reçoit les e-mails et peut y signer. C’est le cas des deux parents, même séparés, sauf décision d’un juge."
        }
        Authority::NotExercising => {
            "Un juge a confié l’exercice à l’autre parent. Cette personne reste informée : elle lit tout et reçoit les e-mails, mais ne signe pas."
        }
        Authority::ThirdParty => {
            "Grand-parent, beau-parent, famille d’accueil, foyer… N’a que ce que vous cochez plus bas, rien sinon."
        }
        Authority::Withdrawn => "Un juge l’a retirée. Cette personne ne voit et ne reçoit plus rien de l’enfant.",
    }
}

/// What the tie gives today.
pub fn given(tie: &Guardianship, today: Date) -> String {
    if tie.facts.look == Look::HoldsAll {
        return "Ne voit rien tant que vous n’avez pas regardé ce lien.".to_owned();
    }
    if let Some(from) = tie.facts.restricted_on.filter(|from| *from <= today) {
        return format!("Ne reçoit aucune information depuis le {}.", day(from));
    }
    let given = Given::of(&tie.facts, today);
    let now = match (given.reads, given.signs) {
        (true, true) => "Lit et signe",
        (true, false) => "Lit, ne signe pas",
        (false, _) => "Ne voit rien",
    };
    let now = match tie.facts.restricted_on {
        Some(from) => format!("{now}, jusqu’au {} : aucune information ensuite.", day(from)),
        None => format!("{now}."),
    };
    format!("{now}{}", letters(given))
}

/// What those who teach the child must know before they turn to this adult.
pub fn to_staff(standing: Standing) -> &'static str {
    match standing {
        Standing::Barred => "Ne lui donnez aucune information : voyez la direction.",
        Standing::AwaitsLook => "Ne lui transmettez rien avant l’avis de la direction.",
        Standing::NotInformed => "Ne reçoit pas les informations de l’école.",
        Standing::Exercises | Standing::Informed => "",
    }
}

/// What comes by e-mail, for whoever reads.
fn letters(given: Given) -> &'static str {
    match given {
        Given { reads: false, .. } => "",
        Given { one_tap: true, .. } => " Reçoit les e-mails et peut y signer.",
        Given { letters: true, .. } => " Reçoit les e-mails.",
        Given { .. } => " Ne reçoit pas d’e-mail.",
    }
}

/// What waits until the director has looked.
pub fn held(look: Look) -> &'static str {
    match look {
        Look::Done => "",
        Look::HoldsSlip => "Jusque-là, pas de fiche de connexion pour cet adulte. Ses droits ne changent pas.",
        Look::HoldsAll => "Jusque-là, cet adulte ne voit rien et n’a pas de fiche de connexion.",
    }
}

/// Why the director is asked to look. An import may have written its own code; an unknown one is said in general.
pub fn reason(code: &str) -> &'static str {
    match code {
        "third_adult" => "C’est au moins le troisième adulte de cet enfant : l’école ne sait pas ce qui lui revient.",
        "relative" => "C’est un proche, pas un parent : dites ce qu’il peut voir.",
        "tied_again" => "Ce lien a été retiré à la main, et le fichier importé le donne encore : vérifiez.",
        "beside_organisation" => {
            "Un organisme est noté pour cet enfant : l’école ne sait pas ce qui revient à cet adulte."
        }
        TWO_HOMES => {
            "Ses adultes ont deux adresses. Sans décision d’un juge, chacun voit et signe : vérifiez avant de donner les fiches."
        }
        "organisation" => "C’est un organisme (foyer, service d’aide…) : dites ce qu’il doit recevoir.",
        _ => "Le fichier importé ne dit pas ce que cet adulte doit recevoir.",
    }
}

/// « 1er », « 2e ».
pub fn rank(rank: i64) -> String {
    french::ordinal(u32::try_from(rank).unwrap_or(1), french::Gender::Masculine)
}
