//! Is an adult's passphrase strong enough: a length, an estimator, and no rule of composition.
//!
//! The estimator knows English, so the words that French people choose are told to it, with the person's own names.
//! It may take some milliseconds: call it outside any transaction. It never keeps nor prints what it judges.

use std::collections::BTreeSet;

use zxcvbn::{Score, zxcvbn};

use super::french;

pub const SHORTEST: usize = 12;
/// Room for a whole sentence; beyond, only someone who means harm.
pub const LONGEST: usize = 512;

/// Why a passphrase is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    TooShort {
        missing: usize,
    },
    TooLong,
    /// It rests on a name, the login or the school.
    Personal,
    /// A phrase that thousands of people choose.
    Common,
    /// One sign or one pattern again and again.
    Repeated,
    Guessable,
}

impl Weakness {
    /// One or two sentences to show beside the field.
    pub fn advice(self) -> String {
        match self {
            Weakness::TooShort { missing } => format!(
                "Il manque {}. Quatre mots sans rapport entre eux font une bonne phrase de passe.",
                french::count(missing, "caractère", "caractères")
            ),
            Weakness::TooLong => format!("Restez en dessous de {LONGEST} caractères."),
            Weakness::Personal => {
                "Elle repose sur votre nom, votre identifiant ou celui de l’école. Ajoutez deux mots sans rapport avec vous."
                    .to_owned()
            }
            Weakness::Common => {
                "Beaucoup de gens choisissent ces mots. Ajoutez-en deux auxquels personne ne penserait.".to_owned()
            }
            Weakness::Repeated => "Elle se répète trop. Choisissez quatre mots différents.".to_owned(),
            Weakness::Guessable => "Elle se devine vite. Ajoutez un ou deux mots sans rapport entre eux.".to_owned(),
        }
    }
}

/// Judges a passphrase. `about` holds what others know of the person: first and last names, login, e-mail, school, town.
pub fn judge(passphrase: &str, about: &[&str]) -> Result<(), Weakness> {
    // Counted up to the bound only, so that a megabyte costs nothing.
    let length = passphrase.chars().take(LONGEST + 1).count();
    if length < SHORTEST {
        return Err(Weakness::TooShort { missing: SHORTEST - length });
    }
    if length > LONGEST {
        return Err(Weakness::TooLong);
    }
    let compact = compact(passphrase);
    let personal = words_of(about);
    if length_beyond(&personal, &compact) < BEYOND_NAMES {
        return Err(Weakness::Personal);
    }
    if is_strong(passphrase, &compact, &personal) {
        return Ok(());
    }
    let distinct: BTreeSet<char> = compact.chars().collect();
    Err(if distinct.len() <= 4 {
        Weakness::Repeated
    } else if personal.iter().any(|word| compact.contains(word.as_str())) {
        Weakness::Personal
    } else if french_words().any(|word| word.len() >= 5 && compact.contains(word)) {
        Weakness::Common
    } else {
        Weakness::Guessable
    })
}

/// The least that must remain once names are taken out: « Claire2026!! » has only a year and two signs of its own.
const BEYOND_NAMES: usize = 8;

/// What the estimator reads, at most: its time grows with the square of the length.
const READ: usize = 100;

// Judged as typed, then without spaces nor accents: « mot de passe » is no better than « motdepasse ».
fn is_strong(passphrase: &str, compact: &str, personal: &BTreeSet<String>) -> bool {
    let mut known: Vec<&str> = personal.iter().map(String::as_str).collect();
    known.extend(french_words());
    [passphrase, compact].into_iter().all(|text| {
        let read: String = text.chars().take(READ).collect();
        zxcvbn(&read, &known).score() >= Score::Three
    })
}

fn length_beyond(personal: &BTreeSet<String>, compact: &str) -> usize {
    let mut longest_first: Vec<&String> = personal.iter().collect();
    longest_first.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = longest_first.into_iter().fold(compact.to_owned(), |rest, word| rest.replace(word.as_str(), ""));
    rest.chars().count()
}

fn words_of(about: &[&str]) -> BTreeSet<String> {
    let whole = about.iter().map(|text| compact(text));
    let parts = about.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).map(compact);
    whole.chain(parts).filter(|word| (3..=60).contains(&word.len())).take(60).collect()
}

fn compact(text: &str) -> String {
    let shortened: String = text.chars().take(LONGEST).collect();
    french::fold(&shortened).chars().filter(|c| !c.is_whitespace() && *c != '.').collect()
}

fn french_words<'a>() -> std::str::Split<'a, char> {
    FRENCH.split(' ')
}

const FRENCH: &str = "\
    motdepasse mdp motsecret azerty azertyuiop qsdfghjklm wxcvbn azeqsd bonjour bonsoir salut coucou \
    bienvenue merci jetaime moncoeur amour monamour toujours pourlavie doudou loulou chouchou cheri \
    cherie monbebe bebe maman papa mamie papi papy famille mafamille enfant enfants mesenfants monfils \
    mafille princesse soleil lune etoile chocolat vacances voyage maison jardin voiture musique chat \
    chien cheval secret sesame ouvretoi entrer liberte egalite fraternite vivelafrance france paris \
    marseille lyon toulouse lille bretagne corse allezlesbleus football ecole lecole maecole monecole \
    primaire maternelle elementaire maitre maitresse maitrise directeur directrice professeur enseignant \
    enseignante classe eleve cantine cartable cahier recreation rentree liaison janvier fevrier mars \
    avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi \
    samedi dimanche printemps ete automne hiver noel joyeuxnoel bonneannee anniversaire abracadabra \
    administrateur utilisateur connexion identifiant ordinateur internet un deux trois quatre cinq six \
    sept huit neuf dix";

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    const CLAIRE: &[&str] =
        &["Claire", "Benhaïm-Lefèvre", "claire.benhaimlefevre", "École Jules-Ferry", "Saint-Fictif"];

    #[test]
    fn phrases_that_nobody_guesses_pass() {
        for good in [
            "tortue agrafe velours midi",
            "Le facteur range des ombrelles",
            "xK7-pq vB2 mmZ9 tR",
            "girafe-parapluie-lundi-cactus",
            &"un long poème que je sais par cœur ".repeat(6),
        ] {
            assert_eq!(judge(good, CLAIRE), Ok(()), "{good}");
        }
    }

    #[test]
    fn french_commonplaces_are_refused() {
        for (weak, why) in [
            ("motdepasse2026", Weakness::Common),
            ("Mot de passe 1!", Weakness::Common),
            ("azertyuiop123", Weakness::Common),
            ("bonjourbonjour", Weakness::Common),
            ("Bonjour Soleil", Weakness::Common),
            ("jetaimemonamour", Weakness::Common),
            ("M0tdep@sse2025", Weakness::Guessable),
            ("aaaaaaaaaaaaaaa", Weakness::Repeated),
            ("abababababababab", Weakness::Repeated),
            ("123456789012345", Weakness::Guessable),
            ("passwordpassword", Weakness::Guessable),
        ] {
            assert_eq!(judge(weak, CLAIRE), Err(why), "{weak}");
        }
    }

    #[test]
    fn what_others_know_of_the_person_is_refused() {
        for weak in ["Claire2026!!", "benhaimlefevre1", "École Jules Ferry", "claire.benhaimlefevre", "saintfictif2026"]
        {
            assert_eq!(judge(weak, CLAIRE), Err(Weakness::Personal), "{weak}");
        }
    }

    #[test]
    fn lengths_are_bounded_in_characters() {
        assert_eq!(judge("éàüïœ", CLAIRE), Err(Weakness::TooShort { missing: 7 }));
        assert_eq!(judge("", &[]), Err(Weakness::TooShort { missing: 12 }));
        assert!(Weakness::TooShort { missing: 1 }.advice().starts_with("Il manque 1 caractère."));
        assert_eq!(judge(&"tortue agrafe ".repeat(1000), CLAIRE), Err(Weakness::TooLong));
    }

    #[test]
    fn hostile_lengths_do_not_slow_the_school() {
        let begun = Instant::now();
        for hostile in ["@$!3017+|€".repeat(51), "abc123".repeat(85), "motdepasse".repeat(50), "a".repeat(512)] {
            let _ = judge(&hostile, CLAIRE);
        }
        // Generous for a debug build on a busy machine; without the bound it takes minutes.
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    }
}
