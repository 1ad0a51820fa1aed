//! The same, as it is said: on the page of terms, in the register and in the notices.

use super::{Kind, YEAR};
use crate::base::french;

pub fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Accounts => "Comptes et fiches des personnes parties",
        Kind::Words => "Mots du cahier de liaison",
        Kind::Posts => "Articles du blog",
        Kind::Messages => "Messages",
        Kind::Documents => "Documents des classes passées",
        Kind::HandIns => "Dépôts dans les casiers",
        Kind::Consents => "Autorisations d’image",
        Kind::Journal => "Journal et connexions",
        Kind::Readings => "Consultations des fiches",
        Kind::Slips => "Fiches de connexion",
        Kind::Bin => "Corbeille des documents",
    }
}

/// From when on it is counted, and what goes.
pub fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Accounts => {
            "Après le départ\u{202f}: la personne est prévenue, reprend ses données, puis tout ce qui la nomme est effacé."
        }
        Kind::Words => "Après leur envoi\u{202f}: le texte, les pièces jointes, les réponses et les signatures.",
        Kind::Posts => "Après leur publication\u{202f}: le texte, les photos, les sons et les commentaires.",
        Kind::Messages => "Après le dernier message d’une conversation\u{202f}: toute la conversation.",
        Kind::Documents => "Après la fin de l’année scolaire\u{202f}: l’espace de la classe, avec ses dossiers.",
        Kind::HandIns => "Après la fin de l’année scolaire\u{202f}: ce que les familles et les élèves ont déposé.",
        Kind::Consents => {
            "Après la fin de l’année scolaire qu’elles couvrent\u{202f}: la preuve de ce qui a été dit. Elle reste au moins aussi longtemps que les articles du blog."
        }
        Kind::Journal => "Qui a fait quoi, et quand\u{202f}: jamais ce qui a été lu ni écrit.",
        Kind::Readings => "Qui a ouvert la fiche de qui, pour que chacun puisse le demander.",
        Kind::Slips => "Après leur impression\u{202f}: le code et le QR code n’ouvrent plus rien.",
        Kind::Bin => "Après avoir été jetés.",
    }
}

/// On what the term stands.
pub fn source(kind: Kind) -> &'static str {
    match kind {
        Kind::Accounts => "Arrêté du 30 novembre 2006 modifié en 2017, article 6\u{202f}: trois mois au plus.",
        Kind::Words | Kind::Messages | Kind::Documents | Kind::HandIns => {
            "RGPD, article 5\u{202f}: pas plus longtemps que nécessaire."
        }
        Kind::Posts => {
            "Arrêté de 2006 modifié, article 6\u{202f}: à des fins d’information, pédagogiques ou scientifiques."
        }
        Kind::Consents => "Une autorisation vaut une année scolaire (Éduscol).",
        Kind::Journal | Kind::Readings => "CNIL, recommandation sur la journalisation\u{202f}: de six mois à un an.",
        Kind::Slips => "Usage d’ÉduConnect\u{202f}: trois mois.",
        Kind::Bin => "Choix de l’école.",
    }
}

/// « 90 jours », « 6 mois », « 1 an ».
pub fn term(days: i64) -> String {
    match days {
        days if days >= YEAR && days % YEAR == 0 => french::count(days / YEAR, "an", "ans"),
        180 => french::count(6, "mois", "mois"),
        270 => french::count(9, "mois", "mois"),
        days => french::count(days, "jour", "jours"),
    }
}
