//! What a merge asks and refuses, in French.

use super::likeness::{Refusal, Sign};
use crate::base::ui::notice::named;

pub const OUTDATED: &str =
    "Une des deux pages a changé depuis que celle-ci a été affichée : relisez, puis confirmez. Rien n’a été modifié.";
pub const WHICH_LOGIN: &str = "Les deux comptes servent : choisissez l’identifiant qui reste.";
pub const WHICH_CLASS: &str = "Choisissez la classe où l’enfant est aujourd’hui.";
pub const TICK: &str = "Cochez pour confirmer.";

pub fn merged(name: &str) -> String {
    format!(
        "Il n’y a plus qu’une page pour {}. Vous pouvez encore revenir en arrière, en bas de sa page : « Deux pages pour une seule personne ? »",
        named(name)
    )
}

pub fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::Email => "même adresse e-mail",
        Sign::Phone => "même téléphone",
        Sign::Address => "même domicile",
        Sign::Child => "même enfant",
        Sign::Guardian => "même responsable",
        Sign::Birth => "même date de naissance",
    }
}

pub fn refusal(refusal: &Refusal, tied: &str) -> String {
    match refusal {
        Refusal::Same => "C’est déjà la même page.".to_owned(),
        Refusal::AdultAndPupil => "Un adulte et un élève ne peuvent pas être la même personne.".to_owned(),
        Refusal::TwoInes => {
            "Ces deux élèves ont chacun leur INE : ce sont deux enfants. Si l’un des deux INE est faux, corrigez-le d’abord sur la page de l’élève.".to_owned()
        }
        Refusal::TiesDiffer(_) => format!(
            "Les deux pages sont liées à {tied}, mais ces liens ne donnent pas la même chose. Réglez-les d’abord de la même façon, depuis la page de l’enfant : Préau ne choisit pas à votre place."
        ),
        Refusal::Own => "C’est votre propre page qui disparaîtrait. Partez de votre page, et choisissez l’autre.".to_owned(),
    }
}

pub fn field(name: &str) -> &'static str {
    match name {
        "civilite" => "Civilité",
        "prenom" => "Prénom",
        "nom" => "Nom de famille",
        "nom_usage" => "Nom d’usage",
        "naissance" => "Date de naissance",
        "sexe" => "Sexe",
        "courriel" => "Adresse e-mail",
        "tel_mobile" => "Téléphone mobile",
        "tel_domicile" => "Téléphone du domicile",
        "tel_travail" => "Téléphone du travail",
        _ => "Domicile",
    }
}
