//! What the import says, in French: short, exact, and what to do. Never a cell that is not kept.
use super::value::DateFault;
use super::{Column, Kind, MAX_BYTES, Refusal, Weight, table::MAX_ROWS};
use crate::base::french;

pub fn refusal(refusal: &Refusal) -> String {
    const AGAIN: &str = "Refaites l’extraction CSV dans ONDE, puis déposez-la telle quelle.";
    typeset(match refusal {
        Refusal::Empty => format!("Ce fichier est vide. {AGAIN}"),
        Refusal::TooBig { bytes } => format!(
            "Ce fichier pèse {} Mo ; un export d’ONDE en pèse moins de {}. C’est sans doute un autre fichier.",
            bytes.div_ceil(1024 * 1024),
            MAX_BYTES / (1024 * 1024)
        ),
        Refusal::TooLong => format!(
            "Ce fichier a plus de {} lignes ; un export d’ONDE en a bien moins. C’est sans doute un autre fichier.",
            french::number(MAX_ROWS as i64)
        ),
        Refusal::OldWorkbook => {
            "C’est un classeur Excel d’ancien format, ou protégé par un mot de passe. Enregistrez-le sans mot de passe au format .xlsx, ou déposez le fichier CSV d’ONDE tel quel."
                .into()
        }
        Refusal::BrokenWorkbook => {
            "Ce classeur est abîmé : il ne s’ouvre pas jusqu’au bout. Enregistrez-le à nouveau, ou déposez le fichier CSV d’ONDE tel quel.".into()
        }
        Refusal::Swollen => {
            "Ce classeur contient bien plus qu’une liste d’école : il n’est pas lu. Copiez la liste seule dans un classeur neuf.".into()
        }
        Refusal::Archive => {
            "C’est un fichier compressé (ZIP). Ouvrez-le, puis déposez le fichier CSV qu’il contient.".into()
        }
        Refusal::Pdf => {
            format!("C’est un document PDF : il se lit, mais ne s’importe pas. {AGAIN}")
        }
        Refusal::WebPage => {
            format!("C’est une page web, pas un export : la session d’ONDE avait sans doute expiré. {AGAIN}")
        }
        Refusal::Xml => format!("C’est un fichier XML (annuaire fédérateur), qui ne se lit pas ici. {AGAIN}"),
        Refusal::Binary => format!("Ce n’est pas un fichier de texte. {AGAIN}"),
        Refusal::Garbled { line } => format!(
            "Les accents sont abîmés à partir de la ligne {line} : le fichier a été réenregistré dans un autre codage. {AGAIN}"
        ),
        Refusal::Cut { line } => {
            format!("Le fichier s’arrête au milieu de la ligne {line} : le téléchargement a été interrompu. {AGAIN}")
        }
        Refusal::OpenQuote { line } => format!(
            "À la ligne {line}, un guillemet droit s’ouvre et ne se referme jamais. Corrigez cette ligne, ou refaites l’extraction CSV."
        ),
        Refusal::NoHeader => format!(
            "Ce n’est pas un export d’ONDE : aucune ligne de titres (« Nom », « Prénom »…) dans les dix premières lignes. {AGAIN}"
        ),
        Refusal::NoRows => {
            format!("Ce fichier a ses titres de colonnes, mais aucune personne. {AGAIN}")
        }
        Refusal::MissingColumns { kind, missing, .. } => missing_columns(*kind, missing),
    })
}

/// Signs that never begin a line in French.
pub fn typeset(sentence: String) -> String {
    sentence
        .replace("«\u{20}", "«\u{202f}")
        .replace("\u{20}»", "\u{202f}»")
        .replace(" :", "\u{a0}:")
        .replace(" ;", "\u{202f};")
        .replace(" ?", "\u{202f}?")
}

fn missing_columns(kind: Kind, missing: &[Column]) -> String {
    let names: Vec<String> = missing.iter().map(|c| format!("« {} »", column(*c))).collect();
    let (start, it) = match names.len() {
        1 => ("Il manque la colonne", "elle"),
        _ => ("Il manque les colonnes", "elles"),
    };
    format!(
        "{start} {} dans ce fichier {}. Refaites l’extraction avec {it}, sans changer les titres.",
        names.join(", "),
        of_kind(kind)
    )
}

pub fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupils => "d’élèves",
        Kind::Guardians => "de responsables",
        Kind::Staff => "d’enseignants",
    }
}

/// The column's usual title in ONDE.
pub fn column(column: Column) -> &'static str {
    match column {
        Column::Last => "Nom",
        Column::Usage => "Nom d’usage",
        Column::First => "Prénom",
        Column::Birth => "Date de naissance",
        Column::Sex => "Sexe",
        Column::Ine => "INE",
        Column::Street => "Adresse",
        Column::PostCode => "Code postal",
        Column::Town => "Commune",
        Column::Country => "Pays",
        Column::SecondStreet => "Adresse 2",
        Column::SecondPostCode => "Code postal 2",
        Column::SecondTown => "Commune 2",
        Column::SecondCountry => "Pays 2",
        Column::Grade => "Niveau",
        Column::Class => "Classe",
        Column::ClassId => "Identifiant classe",
        Column::Civility => "Civilité",
        Column::Email => "Courriel",
        Column::PhoneHome => "Téléphone domicile",
        Column::PhoneWork => "Téléphone travail",
        Column::PhoneMobile => "Téléphone portable",
        Column::Director => "Directeur",
        Column::ChildLast => "Nom de famille enfant",
        Column::ChildUsage => "Nom d’usage enfant",
        Column::ChildFirst => "Prénom enfant",
        Column::ChildBirth => "Date de naissance enfant",
        Column::ChildClass => "Classes enfants",
    }
}

/// « ce qui est cité », between guillemets that never part from it.
pub fn quoted(text: &str) -> String {
    format!("«\u{202f}{text}\u{202f}»")
}

pub fn no_name_at_all() -> String {
    "Ni nom ni prénom : cette ligne n’est pas reprise.".into()
}

pub fn no_last_name() -> String {
    "Le nom manque : cette ligne n’est pas reprise. Complétez-le dans ONDE.".into()
}

pub fn no_first_name() -> String {
    "Le prénom manque : cette ligne n’est pas reprise. Complétez-le dans ONDE.".into()
}

pub fn row_too_long() -> String {
    "Cette ligne a plus de cellules que de titres : les dernières ne sont pas reprises.".into()
}

pub fn birth(written: &str, fault: DateFault) -> String {
    let written = quoted(written);
    match fault {
        DateFault::TwoDigitYear => {
            format!("Date de naissance {written} : l’année doit avoir quatre chiffres. Elle n’est pas reprise.")
        }
        DateFault::NoSuchDay => {
            format!("Date de naissance {written} : ce jour n’existe pas. Elle n’est pas reprise.")
        }
        DateFault::Unreadable => {
            format!("Date de naissance {written} illisible : écrivez jour/mois/année. Elle n’est pas reprise.")
        }
    }
}

pub fn no_birth() -> String {
    "La date de naissance manque : à compléter, pour ne pas confondre deux homonymes.".into()
}

pub fn odd_ine() -> String {
    "L’INE n’a pas la forme attendue (onze caractères) : il n’est pas repris.".into()
}

pub fn unknown_grade(written: &str) -> String {
    format!("Niveau {} inconnu : l’élève est repris sans niveau.", quoted(written))
}

pub fn no_class() -> String {
    "Pas de classe : à placer dans une classe à la main.".into()
}

pub fn pupil_repeated(who: &str, line: u32) -> String {
    format!("{who} figure déjà à la ligne {line} : lu une seule fois.")
}

pub fn member_repeated(who: &str, line: u32) -> String {
    format!("{who} figure déjà à la ligne {line} : lu comme une seule personne, avec ses deux classes.")
}

pub fn no_child(who: &str) -> String {
    format!("Aucun enfant n’est indiqué pour {who}.")
}

pub fn half_child() -> String {
    "Un enfant n’a que son nom ou que son prénom : ce lien n’est pas repris.".into()
}

pub fn odd_phone(written: &str) -> String {
    format!("Téléphone {} illisible : il n’est pas repris.", quoted(written))
}

pub fn odd_email(written: &str) -> String {
    format!("{} n’est pas une adresse e-mail : elle n’est pas reprise.", quoted(written))
}

pub fn doubtful_email(email: &str, meant: &str) -> String {
    format!("L’adresse {} semble mal écrite ({} ?) : reprise telle quelle, à vérifier.", quoted(email), meant)
}

pub fn shared_email(email: &str, other: &str, line: u32) -> String {
    format!(
        "L’adresse {} est aussi celle de {other} (ligne {line}) : deux personnes, une seule boîte aux lettres.",
        quoted(email)
    )
}

pub fn photo_column() -> String {
    format!(
        "La colonne {} n’est pas reprise : ce n’est jamais un consentement à publier une photo.",
        quoted("Autorisation photo")
    )
}

/// How many cells a spreadsheet had changed and which are put right.
pub fn zeros_put_back(count: usize) -> String {
    format!(
        "Le tableur avait effacé le zéro du début de {} : il est remis.",
        french::count(count as i64, "code postal ou téléphone", "codes postaux ou téléphones")
    )
}

pub fn dropped_columns(titles: &[String]) -> String {
    format!("Colonnes jamais conservées : {}. Elles n’ont pas été lues.", titles.join(", "))
}

pub fn ignored_columns(titles: &[String]) -> String {
    format!("Colonnes inconnues, laissées de côté : {}.", titles.join(", "))
}

pub fn organisation(name: &str, children: &str) -> String {
    let name = quoted(name);
    let start = format!("Organisme {name} : il n’a aucun droit avant que vous l’ayez regardé");
    match children {
        "" => format!("{start}. Le fichier ne lui donne aucun élève."),
        names => format!("{start}. Il est nommé pour {names}."),
    }
}

pub fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Note => "À vérifier",
        Weight::LeftOut => "Non repris",
    }
}
