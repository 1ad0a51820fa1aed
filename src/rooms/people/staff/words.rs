//! How a part in the school is said.

use crate::{
    base::french,
    school::class::{Duty, DutyKind},
};

/// Over the list of those who have that part.
pub fn group(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Teacher => "Enseignants",
        DutyKind::Substitute => "Remplaçants",
        DutyKind::Staff => "Autres personnels",
        other => other.title(),
    }
}

/// What each part opens, under the choice.
pub fn gives(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Director => "Tout : les personnes, les classes, les réglages. Il peut y en avoir plusieurs.",
        DutyKind::Teacher => {
            "La liste de sa classe et le cahier de liaison. Titulaire, ou complément de service dans plusieurs classes."
        }
        DutyKind::Substitute => "Comme l’enseignant·e, mais seulement entre deux dates.",
        DutyKind::Atsem => {
            "Travaille dans une classe de maternelle. Lit les mots envoyés à toute la classe, sans les réponses des familles."
        }
        DutyKind::Aesh => {
            "Accompagne un ou plusieurs élèves, dans n’importe quelle classe. Lit les mots envoyés à toute leur classe, sans les réponses des familles."
        }
        DutyKind::AfterSchool => {
            "Encadre un groupe avant ou après la classe : voit ses élèves et écrit à leurs familles."
        }
        DutyKind::Staff => "Service civique, intervenant, secrétariat…",
        DutyKind::Town => "Ne voit rien des enfants.",
        DutyKind::Technician => "S’occupe de la boîte, ne voit rien des enfants.",
    }
}

/// « AESH de Léa », in a list of those who work in a class.
pub fn in_class(kind: DutyKind, pupil: &str) -> String {
    match kind {
        DutyKind::Teacher => "enseignant·e de la classe".to_owned(),
        DutyKind::Substitute => "remplaçant·e".to_owned(),
        DutyKind::Aesh if !pupil.is_empty() => format!("AESH {}", french::de(pupil)),
        other => other.title().to_owned(),
    }
}

/// « Enseignant·e · CE1 A », « AESH de Léa Martin », « Périscolaire · Chorale ».
pub fn in_school(duty: &Duty) -> String {
    let kind = duty.kind.title();
    match (duty.pupil_name.as_str(), duty.class_name.as_str(), duty.group_name.as_str()) {
        ("", "", "") => kind.to_owned(),
        ("", "", place) | ("", place, _) => format!("{kind} · {place}"),
        (pupil, _, _) => format!("{kind} {}", french::de(pupil)),
    }
}
