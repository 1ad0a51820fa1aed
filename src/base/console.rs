//! What the machine answers, and what is wrong in a file of settings, in French: for whoever must mend it,
//! most often at the console. Never the words of the file itself: a secret may stand there.

use super::{
    db::{Hindrance, hindrance},
    disk, error as base,
};
use std::{io::Error, path::Path};

/// What the system answered about that path.
pub fn unread(path: &Path, error: &Error) -> String {
    format!("{} : {}", path.display(), answer(error))
}

/// The same, without a path.
pub fn answer(error: &Error) -> String {
    format!("{}.", disk::cause(error))
}

/// What the house answered, as far as whoever must act can do something about it.
pub fn house(error: &base::Error) -> String {
    match error {
        base::Error::Busy => "la base est occupée par un autre programme : réessayez dans un instant.".to_owned(),
        base::Error::Full => "le disque est plein : rien n’est écrit. Faites de la place.".to_owned(),
        base::Error::Conflict => "quelqu’un d’autre vient de changer la même chose : recommencez.".to_owned(),
        base::Error::Internal(cause) => broken(cause).unwrap_or_else(|| error.to_string()),
        other => other.to_string(),
    }
}

/// Why nothing could go on, where the disk or the database is the reason.
pub fn broken(cause: &anyhow::Error) -> Option<String> {
    if let Some(error) = cause.downcast_ref::<Error>() {
        return Some(format!("le disque a refusé : {}", answer(error)));
    }
    let known = match hindrance(cause)? {
        Hindrance::Damaged => {
            "la base (preau.db) est abîmée : mettez ce dossier de côté, sans l’effacer, et restaurez une sauvegarde (« preau restore »)."
        }
        Hindrance::Shut => {
            "la base (preau.db) ne s’ouvre pas : regardez à qui est ce dossier, et si son disque se laisse écrire."
        }
    };
    Some(known.to_owned())
}

/// What is wrong in this text, with its line.
pub fn toml(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
    let place = line.map(|line| format!("ligne {line}, ")).unwrap_or_default();
    format!("{place}{}", meaning(error.message()))
}

/// The library's own words are a part of what it gives: `unknown field`, then names between backquotes.
fn meaning(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let starts = |beginning: &str| message.starts_with(beginning);
    match names.as_slice() {
        [key, known @ ..] if starts("unknown field") => {
            format!("« {key} » : clé inconnue. Les clés possibles : {}.", known.join(", "))
        }
        [key, ..] if starts("missing field") => format!("il manque « {key} »."),
        _ if starts("duplicate key") || starts("duplicate field") => "cette clé est donnée deux fois.".to_owned(),
        _ if starts("invalid type") || starts("invalid value") || starts("invalid socket address") => {
            format!("cette valeur ne convient pas : {} est attendu.", wanted(message))
        }
        // A sentence of ours.
        _ if message.contains('«') => message.to_owned(),
        _ => "ce n’est pas du TOML : une clé, « = », une valeur, et les mots entre guillemets droits.".to_owned(),
    }
}

fn wanted(message: &str) -> &'static str {
    let after = message.rsplit_once("expected ").map_or(message, |(_, after)| after);
    match after {
        "a boolean" => "true ou false",
        "a sequence" => "une liste entre crochets",
        text if text.contains("socket address") => "une adresse et un port, comme « 127.0.0.1:8443 »,",
        text if text.contains("string") => "un texte entre guillemets droits",
        text if text.contains("map") || text.starts_with("struct") => "un bloc entre crochets",
        _ => "un nombre entier",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::Layer;
    use std::io::ErrorKind;

    #[test]
    fn a_file_of_settings_that_is_wrong_is_told_in_french_with_its_line() {
        let cases = [
            (
                "log = \"info\"\ndossier = 1\n",
                "ligne 2, « dossier » : clé inconnue. Les clés possibles : data, https, ",
            ),
            ("workers = \"deux\"\n", "ligne 1, cette valeur ne convient pas : un nombre entier est attendu."),
            ("\nworkers = -1\n", "ligne 2, cette valeur ne convient pas : un nombre entier est attendu."),
            ("https = \"443\"\n", "ligne 1, cette valeur ne convient pas : une adresse et un port, comme"),
            ("proxy_protocol = \"oui\"\n", "ligne 1, cette valeur ne convient pas : true ou false est attendu."),
            ("trusted_proxies = \"10.0.0.1\"\n", "ligne 1, cette valeur ne convient pas : une liste entre crochets"),
            ("log = 1\n", "ligne 1, cette valeur ne convient pas : un texte entre guillemets droits est attendu."),
            ("log = \"a\"\nlog = \"b\"\n", "ligne 2, cette clé est donnée deux fois."),
            ("trusted_proxies = [\"0.0.0.0/0\"]\n", "ligne 1, « 0.0.0.0/0 » couvre toutes les adresses"),
            ("log = info\n", "ligne 1, ce n’est pas du TOML"),
            ("metrics_token = secret secret\n", "ligne 1, ce n’est pas du TOML"),
        ];
        for (text, wanted) in cases {
            let error = toml::from_str::<Layer>(text).err().unwrap_or_else(|| panic!("{text} is taken"));
            let said = super::toml(text, &error);
            assert!(said.starts_with(wanted), "{text}: {said} ({})", error.message());
            assert!(!said.contains("secret") && !said.contains("expected"), "{said}");
        }
    }

    #[test]
    fn what_the_disk_answers_is_told_in_french() {
        for (kind, wanted) in [
            (ErrorKind::NotFound, "rien de ce nom"),
            (ErrorKind::PermissionDenied, "n’y a pas accès"),
            (ErrorKind::StorageFull, "plein"),
        ] {
            let said = unread(Path::new("/a/b"), &Error::from(kind));
            assert!(said.starts_with("/a/b : ") && said.contains(wanted), "{said}");
        }
        // Of what has no sentence here, the system's own says more than nothing.
        assert!(answer(&Error::other("x")).contains('x'));
    }
}
