//! What the title of a column means, by its folded name and never by its place. The list of what is dropped lives here.
use super::{Kind, fold::fold};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The only cells that ever leave a file. Whatever has no name here is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Last,
    Usage,
    First,
    Birth,
    Sex,
    Ine,
    Street,
    PostCode,
    Town,
    Country,
    SecondStreet,
    SecondPostCode,
    SecondTown,
    SecondCountry,
    Grade,
    Class,
    ClassId,
    Civility,
    Email,
    PhoneHome,
    PhoneWork,
    PhoneMobile,
    Director,
    ChildLast,
    ChildUsage,
    ChildFirst,
    ChildBirth,
    ChildClass,
}

impl Column {
    /// Of the repeated groups of a guardian's row.
    pub fn is_of_child(self) -> bool {
        use Column::*;
        matches!(self, ChildLast | ChildUsage | ChildFirst | ChildBirth | ChildClass)
    }
}

/// Whose column it is, when its title says so (« Nom responsable », « Nom de l'élève »).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Child,
    Adult,
    Teacher,
    Unsaid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Kept {
        column: Column,
        owner: Owner,
        /// « Nom de famille élève 2 », « Adresse2 ».
        number: Option<u8>,
    },
    Dropped,
    Unknown,
}

/// What a person said of a whole file: whom it lists, and what each of its columns holds, « not kept » included. Without a
/// kind nobody said anything, and the titles speak for themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub kind: Option<Kind>,
    /// By [`title_keys`].
    pub columns: BTreeMap<String, Option<Column>>,
}

/// What a column goes by, in whatever order columns come: its folded title, numbered when another bears it too.
pub fn title_keys(titles: &[String]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let keys = titles.iter().map(|title| {
        let key = fold(title);
        let nth = seen.entry(key.clone()).or_default();
        *nth += 1;
        if *nth == 1 { key } else { format!("{key}#{nth}") }
    });
    keys.collect()
}

pub fn meanings(titles: &[String], mapping: &Mapping) -> Vec<Meaning> {
    if mapping.kind.is_none() {
        return titles.iter().map(|title| meaning(title)).collect();
    }
    let said = |(title, key): (&String, String)| match mapping.columns.get(&key) {
        // Nobody can bring a forbidden column in by hand.
        _ if is_forbidden(title) => Meaning::Dropped,
        Some(Some(column)) => said_by_a_person(*column, number(title)),
        Some(None) | None => Meaning::Unknown,
    };
    titles.iter().zip(title_keys(titles)).map(said).collect()
}

/// What the title alone says.
pub fn meaning(title: &str) -> Meaning {
    let key = fold(title);
    let stem = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let kept = |column, owner| Meaning::Kept { column, owner, number: number(title) };
    if let Some(column) = alias(stem) {
        return kept(column, Owner::Unsaid);
    }
    let (owner, noun) = without_owner(stem);
    match alias(&noun) {
        Some(column) => kept(column, owner),
        None if is_dropped(&key) => Meaning::Dropped,
        None => Meaning::Unknown,
    }
}

/// A column that is never kept, whatever anybody says of it.
pub fn is_forbidden(title: &str) -> bool {
    meaning(title) == Meaning::Dropped
}

fn number(title: &str) -> Option<u8> {
    let key = fold(title);
    key[key.trim_end_matches(|c: char| c.is_ascii_digit()).len()..].parse().ok()
}

fn said_by_a_person(column: Column, number: Option<u8>) -> Meaning {
    let (column, owner) = match column {
        Column::ChildLast => (Column::Last, Owner::Child),
        Column::ChildUsage => (Column::Usage, Owner::Child),
        Column::ChildFirst => (Column::First, Owner::Child),
        Column::ChildBirth => (Column::Birth, Owner::Child),
        Column::ChildClass => (Column::Class, Owner::Child),
        // « Adresse 2 » said to be the address is the address.
        other => return Meaning::Kept { column: other, owner: Owner::Unsaid, number: None },
    };
    Meaning::Kept { column, owner, number }
}

pub fn is_photo(title: &str) -> bool {
    fold(title).contains("photo")
}

fn without_owner(stem: &str) -> (Owner, String) {
    const OWNERS: [(&str, Owner); 27] = [
        ("deleleve", Owner::Child),
        ("deseleves", Owner::Child),
        ("delenfant", Owner::Child),
        ("desenfants", Owner::Child),
        ("eleves", Owner::Child),
        ("eleve", Owner::Child),
        ("enfants", Owner::Child),
        ("enfant", Owner::Child),
        ("duresponsablelegal", Owner::Adult),
        ("duresponsable", Owner::Adult),
        ("desresponsables", Owner::Adult),
        ("responsablelegal", Owner::Adult),
        ("responsables", Owner::Adult),
        ("responsable", Owner::Adult),
        ("durepresentantlegal", Owner::Adult),
        ("representantlegal", Owner::Adult),
        ("desparents", Owner::Adult),
        ("duparent", Owner::Adult),
        ("parents", Owner::Adult),
        ("parent", Owner::Adult),
        ("delenseignante", Owner::Teacher),
        ("delenseignant", Owner::Teacher),
        ("enseignants", Owner::Teacher),
        ("enseignante", Owner::Teacher),
        ("enseignant", Owner::Teacher),
        ("professeurs", Owner::Teacher),
        ("professeur", Owner::Teacher),
    ];
    OWNERS.into_iter().find(|(word, _)| stem.contains(word)).map_or(
        (Owner::Unsaid, stem.to_owned()),
        |(word, owner)| {
            let noun = stem.replacen(word, "", 1);
            let noun = noun.trim_end_matches(|c: char| c.is_ascii_digit());
            (owner, noun.to_owned())
        },
    )
}

/// Folded titles, less their owner, a space between two.
const ALIASES: &[(Column, &str)] = &[
    (Column::Last, "nom noms nomdefamille nomfamille nomdenaissance nomnaissance nompatronymique nompatro patronyme"),
    (Column::Usage, "nomdusage nomusage nomdusages nomusuel nommarital nomdepouse nomdepoux"),
    (Column::First, "prenom prenoms premierprenom 1erprenom prenomusuel prenomdusage"),
    (Column::Birth, "datenaissance datedenaissance naissance datenaiss datedenaiss neele nele nee ne neeele ddn"),
    (Column::Sex, "sexe genre"),
    (
        Column::Ine,
        "ine numeroine nine codeine identifiantnational identifiantnationaleleve \
         identifiantnationaldeleleve",
    ),
    (Column::Street, "adresse adressepostale adressecomplete rue voie"),
    (Column::PostCode, "cp codepostal"),
    (Column::Town, "commune ville localite"),
    (Column::Country, "pays"),
    (Column::Grade, "niveau niveaux niveauscolaire niveaudeclasse niveauclasse"),
    (
        Column::Class,
        "classe classes libelleclasse libelledelaclasse libelledeclasse libellesclasses nomclasse \
         nomdelaclasse nomdeclasse classeouregroupement classesouregroupements division",
    ),
    (Column::ClassId, "identifiantclasse identifiantdelaclasse idclasse idbe codeclasse"),
    (Column::Civility, "civilite civ"),
    (
        Column::Email,
        "courriel courriels mail mails email emails mel adressemail adresseemail adressecourriel \
         adresseelectronique adressemel courrielpersonnel emailpersonnel courrielprofessionnel \
         emailprofessionnel adressedecourriel adressedemessagerie",
    ),
    (
        Column::PhoneHome,
        "telephone tel telephonedomicile teldomicile telephonefixe telfixe fixe telephonepersonnel \
         telpersonnel telperso numerodetelephone ntelephone ndetelephone domicile telephonemaison",
    ),
    (
        Column::PhoneWork,
        "telephonetravail teltravail telephoneprofessionnel telprofessionnel telephonepro telpro \
         telephonebureau",
    ),
    (Column::PhoneMobile, "telephoneportable telportable portable mobile telephonemobile telmobile numerodeportable"),
    (Column::Director, "directeur directrice directeurtrice directeurdirectrice directeuroudirectrice direction"),
];

fn alias(key: &str) -> Option<Column> {
    ALIASES.iter().find(|(_, titles)| titles.split(' ').any(|title| title == key)).map(|(column, _)| *column)
}

/// Known columns that a school's space has no business with (arrêté ENT, data minimised). Said in the report, never kept.
const DROPPED: &str = "pcs cycle cycles etat regime filiere intervenant poste religion pai nir";

/// As above, wherever the word stands in the title.
const DROPPED_PART: &str = "pcs socioprofessionnel profession communenaissance communedenaissance villedenaissance \
    villenaissance deptnaissance departementnaissance departementdenaissance paysnaissance \
    paysdenaissance lieunaissance lieudenaissance nationalite assurance attestation decision passage \
    autorisation photo communicationadresse deuxiemeprenom troisiemeprenom autresprenoms \
    dateinscription dateentree datesortie dateradiation dispositif regroupement numerodeposte \
    regimedel situationfamil allerg sante medical medecin vaccin quotient allocataire \
    securitesociale languematernelle";

fn is_dropped(key: &str) -> bool {
    let (_, noun) = without_owner(key);
    DROPPED.split(' ').any(|word| word == key || word == noun) || DROPPED_PART.split(' ').any(|word| key.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(title: &str) -> Option<(Column, Owner, Option<u8>)> {
        match meaning(title) {
            Meaning::Kept { column, owner, number } => Some((column, owner, number)),
            _ => None,
        }
    }

    #[test]
    fn titles_of_all_generations_are_known() {
        use Column::*;
        for (title, column, owner) in [
            ("Nom élève", Last, Owner::Child),
            ("Nom d'usage Elève", Usage, Owner::Child),
            ("Nom d’usage de l’élève", Usage, Owner::Child),
            ("\u{feff}Prénom*", First, Owner::Unsaid),
            ("Né(e) le", Birth, Owner::Unsaid),
            ("Date de naissance élève", Birth, Owner::Child),
            ("Libellé classe", Class, Owner::Unsaid),
            ("Classe ou regroupement", Class, Owner::Unsaid),
            ("Classes de l'élève", Class, Owner::Child),
            ("Identifiant national élève", Ine, Owner::Unsaid),
            ("N° INE", Ine, Owner::Unsaid),
            ("CP responsable", PostCode, Owner::Adult),
            ("Adresse e-mail", Email, Owner::Unsaid),
            ("TÉL. PORTABLE", PhoneMobile, Owner::Unsaid),
            ("Nom de l'enseignant", Last, Owner::Teacher),
            ("Directeur(trice)", Director, Owner::Unsaid),
            ("Genre", Sex, Owner::Unsaid),
        ] {
            assert_eq!(kept(title), Some((column, owner, None)), "{title}");
        }
        assert_eq!(kept("Nom de famille élève 2"), Some((Last, Owner::Child, Some(2))));
        assert_eq!(kept("Cp2"), Some((PostCode, Owner::Unsaid, Some(2))));
    }

    #[test]
    fn what_ought_not_to_be_kept_is_dropped_even_when_mapped() {
        let said = |title: &str, column| (fold(title), Some(column));
        let columns = BTreeMap::from([said("PCS", Column::Town), said("Surnom", Column::Usage)]);
        let mapping = Mapping { kind: Some(Kind::Pupils), columns };
        let of = |title: &str| meanings(&[title.to_owned()], &mapping)[0];
        for title in [
            "PCS",
            "PCS responsable",
            "Commune naissance",
            "Lieu de naissance élève",
            "Nationalité",
            "Attestation fournie",
            "Autorisation photo",
            "Autorisations associations",
            "Décision de passage",
            "Régime",
            " Cycle",
            "Dispositif(s)",
            "Numéro de poste",
            "Communication adresses",
            "Deuxième prénom",
        ] {
            assert_eq!((meaning(title), of(title)), (Meaning::Dropped, Meaning::Dropped), "{title}");
        }
        assert_eq!(of("Couleur"), Meaning::Unknown);
        assert!(matches!(of("surnom"), Meaning::Kept { column: Column::Usage, .. }));
        // Once a person has spoken, a title that she left out says nothing by itself.
        assert_eq!(of("Nom"), Meaning::Unknown);
        assert!(is_photo("Autorisations photos"));
    }

    #[test]
    fn homonymous_columns_stay_apart() {
        let titles: Vec<String> = ["Nom", "Adresse", "NOM", ""].map(String::from).into();
        assert_eq!(title_keys(&titles), ["nom", "adresse", "nom#2", ""]);
    }
}
