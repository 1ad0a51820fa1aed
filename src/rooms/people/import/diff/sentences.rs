//! What the diff says and asks, in French.
use super::{Care, Change, Field, What};
use crate::rooms::people::import::sentences::typeset;
use crate::rooms::people::import::value::{Grade, Sex};

pub fn day(day: jiff::civil::Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

pub fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Girl => "fille",
        Sex::Boy => "garçon",
    }
}

pub fn in_the_team() -> &'static str {
    "équipe, sans classe"
}

/// « Léa Martin, 05/05/2019, CE1-CE2 Mme BENALI »
pub fn pupil_candidate(who: &str, birth: Option<jiff::civil::Date>, class: Option<&str>) -> String {
    let birth = birth.map_or("date de naissance inconnue".into(), day);
    format!("{who}, {birth}, {}", class.unwrap_or("sans classe"))
}

pub fn guardian_candidate(who: &str, children: &str, home: Option<&str>) -> String {
    let children = match children {
        "" => "sans enfant".to_owned(),
        names => format!("pour {names}"),
    };
    match home {
        Some(home) => format!("{who}, {children}, {home}"),
        None => format!("{who}, {children}"),
    }
}

pub fn member_candidate(who: &str, classes: &str) -> String {
    match classes {
        "" => format!("{who}, sans classe"),
        labels => format!("{who}, {labels}"),
    }
}

pub fn which_pupil(who: &str, how_many: usize) -> String {
    typeset(format!("{how_many} élèves de l’école pourraient être {who}. Lequel est-ce, ou est-ce un nouvel élève ?"))
}

pub fn same_ine(who: &str, known: &str) -> String {
    typeset(format!("{who} porte l’INE de {known}, mais ni son nom ni sa date de naissance. Est-ce le même élève ?"))
}

/// Decided by a person, however much speaks for it.
pub fn renamed(who: &str, known: &str, same_ine: bool) -> String {
    let same = if same_ine {
        "a le même INE et la même date de naissance"
    } else {
        "a le même prénom et la même date de naissance"
    };
    typeset(format!("{who} {same} que {known}. Cet enfant a-t-il changé de nom ?"))
}

pub fn near_name(who: &str, known: &str) -> String {
    typeset(format!("{who} est né le même jour que {known}, sous un nom presque pareil. Est-ce le même élève ?"))
}

pub fn other_birth(who: &str, given: jiff::civil::Date, known: jiff::civil::Date) -> String {
    typeset(format!("L’école connaît {who}, du {} ; le fichier dit {}. Est-ce le même élève ?", day(known), day(given)))
}

pub fn other_ine(who: &str) -> String {
    typeset(format!("L’école connaît {who}, du même jour, sous un autre INE. Est-ce le même élève ?"))
}

pub fn unknown_birth(who: &str) -> String {
    typeset(format!(
        "L’école connaît {who}, mais il manque une date de naissance pour en être sûr. Est-ce le même élève ?"
    ))
}

/// Two rows of the file cannot be one person of the school.
pub fn said_twice(who: &str) -> String {
    typeset(format!("Une autre ligne du fichier est déjà cette personne. Qui est alors {who} ?"))
}

pub fn same_grade(grade: Grade) -> String {
    format!("reste en {}", grade.short())
}

pub fn had_left() -> &'static str {
    "avait quitté l’école"
}

pub fn which_child(child: &str, adult: &str) -> String {
    typeset(format!("Plusieurs élèves se nomment {child}. Lequel est l’enfant de {adult} ?"))
}

pub fn child_elsewhere(child: &str, adult: &str) -> String {
    typeset(format!(
        "L’école connaît {child}, mais dans une autre classe que celle du fichier. Est-ce l’enfant de {adult} ?"
    ))
}

pub fn held_child(child: &str, adult: &str) -> String {
    typeset(format!(
        "La ligne de {child} n’est pas reprise du fichier des élèves : {adult} n’est donc pas noté comme son responsable."
    ))
}

pub fn unknown_child(child: &str, adult: &str) -> String {
    typeset(format!(
        "{child}, enfant de {adult}, n’est pas dans l’école. Importez d’abord le fichier des élèves, ou laissez ce lien de côté."
    ))
}

pub fn which_guardian(who: &str, how_many: usize) -> String {
    typeset(match how_many {
        1 => format!("L’école connaît peut-être déjà {who}. Est-ce la même personne ?"),
        n => format!("{n} personnes de l’école pourraient être {who}. Laquelle est-ce ?"),
    })
}

pub fn which_member(who: &str, how_many: usize) -> String {
    typeset(match how_many {
        1 => format!("L’équipe compte peut-être déjà {who}. Est-ce la même personne ?"),
        n => format!("{n} personnes de l’équipe pourraient être {who}. Laquelle est-ce ?"),
    })
}

/// Heading and detail of one line of the diff; nothing for who does not change.
pub fn what(what: &What) -> Option<(&'static str, String)> {
    let list = |changes: &[Change]| {
        let each = changes.iter().map(change).collect::<Vec<_>>();
        each.join(" ; ")
    };
    Some(match what {
        What::Same { .. } => return None,
        What::New => ("Nouveau", String::new()),
        What::Changed { changes, .. } => ("Changé", list(changes)),
        What::Moved { rises: true, changes, .. } => ("Nouvelle classe", list(changes)),
        What::Moved { changes, .. } => ("Change de classe", list(changes)),
        What::Absent { .. } => {
            ("Absent du fichier", "Rien ne change : absent du fichier ne veut pas dire parti.".into())
        }
        What::Doubtful { question, .. } => ("À décider", question.clone()),
        What::Skipped => ("Laissé de côté", String::new()),
    })
}

pub fn change(change: &Change) -> String {
    let field = field(change.field);
    match change.before.as_str() {
        "" if change.field == Field::Class => format!("passe en {}", change.after),
        "" => format!("{field} : {}", change.after),
        before => format!("{field} : {before} → {}", change.after),
    }
}

pub fn field(field: Field) -> &'static str {
    match field {
        Field::Last => "nom",
        Field::Usage => "nom d’usage",
        Field::First => "prénom",
        Field::Birth => "date de naissance",
        Field::Sex => "sexe",
        Field::Ine => "INE",
        Field::Grade => "niveau",
        Field::Address => "adresse",
        Field::SecondAddress => "deuxième adresse",
        Field::Civility => "civilité",
        Field::Email => "e-mail",
        Field::PhoneHome => "téléphone du domicile",
        Field::PhoneWork => "téléphone du travail",
        Field::PhoneMobile => "téléphone portable",
        Field::Children => "enfants",
        Field::Class => "classe",
        Field::Classes => "classes",
    }
}

pub fn care(care: Care) -> &'static str {
    match care {
        Care::ThirdAdult => "plus de deux adultes",
        Care::TwoHomes => "deux foyers",
        Care::Organisation => "un organisme dans le fichier",
        Care::TiedAgain => "un lien retiré à la main",
    }
}
