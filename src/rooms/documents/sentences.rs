//! How spaces are called, who reads and who writes there in one sentence, and why something is not put somewhere.

use crate::{
    base::french,
    door::{Cx, dav::Held},
    school::document::{
        DEEPEST, Shelf, Space, Who,
        grants::{Gives, Profile},
        placing::Hindrance,
    },
};
use jiff::tz::TimeZone;

pub const TITLE: &str = "Documents";
pub const NO_NAME: &str = "Donnez un nom, avec au moins une lettre ou un chiffre.";
pub const CHOOSE: &str = "Cochez d’abord un fichier ou un dossier.";

/// Whose hand it was, where the viewer is told.
pub fn named<'a>(cx: &Cx, who: &'a Option<Who>) -> Option<&'a Who> {
    let viewer = cx.viewer.as_ref()?;
    who.as_ref().filter(|who| who.is_named_to(viewer))
}

/// « Documents de CM1 ».
pub fn title(shelf: &Shelf, space: Space) -> String {
    match space {
        Space::Own(_) => "Mes documents".to_owned(),
        Space::Class(_) => format!("Classe {}", shelf.class_name),
        Space::Staff => "Salle des maîtres".to_owned(),
        Space::School => "Documents de l’école".to_owned(),
        Space::HandIn(_) => format!("Casier {}", shelf.class_name),
    }
}

/// Who reads and who writes there.
pub fn rights(shelf: &Shelf, space: Space, is_pupil: bool) -> String {
    match space {
        Space::Own(_) if is_pupil => "Personne d’autre que toi ne les voit.".to_owned(),
        Space::Own(_) => "Personne d’autre que vous ne les voit.".to_owned(),
        Space::Staff => "Tout le personnel de l’école y range et y lit des documents. Ni les familles ni les élèves ne les voient.".to_owned(),
        Space::HandIn(_) => "Les familles et les élèves de la classe y déposent. Seuls les enseignants de la classe voient ce qui est déposé.".to_owned(),
        Space::School | Space::Class(_) => shared(shelf, space),
    }
}

fn shared(shelf: &Shelf, space: Space) -> String {
    let is_class = matches!(space, Space::Class(_));
    let mut writes = if is_class { vec!["les enseignants de la classe", "la direction"] } else { vec!["la direction"] };
    let mut reads = Vec::new();
    for profile in Profile::ALL {
        let name = match (profile, is_class) {
            (Profile::Families, _) => "les familles",
            (Profile::Pupils, _) => "les élèves",
            (Profile::Aides, true) => "les aides",
            (Profile::Aides, false) => continue,
            (Profile::Staff, true) => "les autres collègues",
            (Profile::Staff, false) => "le personnel",
        };
        match shelf.grant(profile) {
            Some(gives) if space.may_give(profile, gives) && gives == Gives::Write => writes.push(name),
            Some(_) => reads.push(name),
            None if is_class && profile == Profile::Staff => {}
            None => reads.push(name),
        }
    }
    let writers = french::capitalised(&french::list(&writes.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>()));
    let verb = if writes.len() == 1 { "y range" } else { "y rangent" };
    let place = if is_class { "de la classe " } else { "" };
    if reads.is_empty() {
        return format!("{writers} {verb} et y lisent des documents.");
    }
    let readers = french::list(&reads.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
    let reading = if reads == ["le personnel"] { "les lit" } else { "les lisent" };
    format!("{writers} {verb} des documents\u{202f}; {readers} {place}{reading}.")
}

pub fn hindrance(hindrance: Hindrance) -> String {
    match hindrance {
        Hindrance::Name => NO_NAME.to_owned(),
        Hindrance::Taken(_) => "Ce nom est déjà pris ici\u{202f}: choisissez-en un autre.".to_owned(),
        Hindrance::Inside => "Un dossier ne peut pas aller dans lui-même.".to_owned(),
        Hindrance::TooDeep => {
            format!("Il y a déjà {DEEPEST} dossiers l’un dans l’autre\u{202f}: on ne va pas plus loin.")
        }
        Hindrance::Stays => {
            "Ces documents restent dans cet espace\u{202f}: on peut les copier ailleurs, pas les en sortir.".to_owned()
        }
        Hindrance::OwnIsFull => {
            "L’espace «\u{202f}Mes documents\u{202f}» est plein\u{202f}: il tient 1\u{a0}Go, versions d’avant et corbeille comprises."
                .to_owned()
        }
        Hindrance::TooMany => "C’est trop à copier en une fois\u{202f}: copiez dossier par dossier.".to_owned(),
    }
}

/// A lock ends by itself, an hour from now at the latest.
pub fn held(held: &Held, zone: &TimeZone) -> String {
    let (name, until) = (&held.name, french::time(held.until.zoned(zone).time()));
    if held.is_own {
        return format!(
            "Vous avez «\u{202f}{name}\u{202f}» ouvert dans un logiciel, jusqu’à {until} au plus tard\u{202f}: fermez-le d’abord."
        );
    }
    format!(
        "«\u{202f}{name}\u{202f}» est ouvert par {} dans un logiciel, jusqu’à {until} au plus tard\u{202f}: il faut attendre.",
        held.by
    )
}

pub fn moved(count: usize, copied: bool) -> String {
    match (count, copied) {
        (1, true) => "C’est copié.".to_owned(),
        (1, false) => "C’est rangé.".to_owned(),
        (n, true) => format!("{n} éléments sont copiés."),
        (n, false) => format!("{n} éléments sont rangés."),
    }
}

pub fn binned(count: usize) -> String {
    match count {
        1 => "C’est dans la corbeille, pour 30 jours.".to_owned(),
        n => format!("{n} éléments sont dans la corbeille, pour 30 jours."),
    }
}

/// « 3 fichiers », « vide ».
pub fn files(count: usize) -> String {
    if count == 0 { "vide".to_owned() } else { french::count(count as i64, "fichier", "fichiers") }
}
