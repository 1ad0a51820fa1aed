//! The 256 words in which a fingerprint is read aloud.
//!
//! Common French words, safe for children, of which no two begin alike or differ by fewer than three letters: a
//! word misheard is a word noticed. Printed sheets depend on this list, so its order never changes.

#[rustfmt::skip]
pub(super) const WORDS: [&str; 256] = [
    "abeille", "acacia", "agneau", "agrafe", "album", "ananas", "antenne", "argile", "armoire",
    "asperge", "atelier", "aurore", "avion", "badge", "baleine", "banane", "banjo", "basilic",
    "béret", "biscuit", "bison", "bocal", "bonbon", "bonnet", "bouquet", "brebis", "brioche",
    "brique", "brocoli", "brosse", "brume", "buffet", "bulle", "bureau", "cacao", "cactus",
    "canard", "caramel", "carnet", "carotte", "castor", "chalet", "chameau", "chemise", "cigale",
    "cigogne", "cinéma", "cirque", "citron", "clavier", "cloche", "clown", "cobaye", "colibri",
    "colline", "compas", "concert", "coussin", "crayon", "crocus", "dauphin", "dessin", "dindon",
    "domino", "drapeau", "dune", "éclair", "écran", "écureuil", "édredon", "éléphant", "épinard",
    "éponge", "équerre", "érable", "étoile", "éventail", "falaise", "fanfare", "faucon", "fenouil",
    "feuille", "figue", "flamant", "flûte", "fougère", "fourmi", "fromage", "fusée", "galette",
    "garage", "gazelle", "genou", "glaçon", "grenier", "guitare", "gymnase", "hamac", "hamster",
    "haricot", "hibou", "homard", "horloge", "hublot", "igloo", "iris", "ivoire", "jaguar",
    "jambon", "jasmin", "jeton", "journal", "judo", "jument", "jungle", "kayak", "képi", "kimono",
    "kiosque", "koala", "laitue", "laurier", "lavande", "légume", "lézard", "lierre", "lilas",
    "limace", "lionne", "lucarne", "luciole", "lynx", "macaron", "maillot", "manège", "marmite",
    "marteau", "matelas", "mélodie", "menthe", "merle", "mésange", "mimosa", "moteur", "mouette",
    "mouton", "muguet", "nappe", "navire", "nougat", "nuage", "numéro", "ogre", "olive", "opéra",
    "ourson", "outil", "palmier", "panda", "panthère", "papaye", "papillon", "parasol", "parfum",
    "pastèque", "peigne", "pélican", "pelouse", "pendule", "persil", "pétale", "phoque", "photo",
    "piano", "pigeon", "pilote", "pinceau", "pingouin", "piscine", "pizza", "placard", "planète",
    "poireau", "poivron", "pomme", "poney", "potager", "poterie", "poulain", "prairie", "puzzle",
    "pyjama", "pyramide", "racine", "radis", "raisin", "raquette", "rivière", "rocher", "roseau",
    "ruban", "ruisseau", "sabot", "safran", "salade", "sandale", "sapin", "sardine", "sentier",
    "sifflet", "sirène", "sirop", "soleil", "sorbet", "souris", "spirale", "statue", "sucre",
    "tableau", "tabouret", "tambour", "tennis", "théâtre", "tilleul", "timbre", "tiroir",
    "toboggan", "tomate", "tonneau", "torrent", "tortue", "toupie", "tracteur", "trèfle", "triton",
    "troupeau", "truite", "tulipe", "tunnel", "turbine", "tuyau", "vallée", "vanille", "velours",
    "véranda", "village", "violon", "vitrail", "voilier", "volcan", "voyage", "wagon", "yaourt",
    "yoga", "zèbre", "zigzag",
];

#[cfg(test)]
mod tests {
    use super::WORDS;
    use std::collections::HashSet;

    fn plain(word: &str) -> Vec<char> {
        word.chars()
            .map(|c| match c {
                'â' => 'a',
                'ç' => 'c',
                'é' | 'è' => 'e',
                'û' => 'u',
                c => c,
            })
            .collect()
    }

    /// How many letters must be added, taken out or changed to go from one word to the other.
    fn distance(a: &[char], b: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut diagonal = row[0];
            row[0] = i + 1;
            for (j, y) in b.iter().enumerate() {
                let changed = diagonal + usize::from(x != y);
                diagonal = row[j + 1];
                row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
            }
        }
        row[b.len()]
    }

    #[test]
    fn the_256_words_are_distinct_and_far_apart_even_without_accents() {
        let words: Vec<Vec<char>> = WORDS.iter().map(|word| plain(word)).collect();
        let begins: HashSet<&[char]> = words.iter().map(|word| &word[..4]).collect();
        assert_eq!(begins.len(), 256);
        for (at, word) in words.iter().enumerate() {
            assert!(word.len() <= 9, "{word:?}");
            assert!(word.iter().all(char::is_ascii_lowercase), "{word:?}");
            for other in &words[..at] {
                assert!(distance(word, other) > 2, "{word:?} and {other:?}");
            }
        }
    }
}
