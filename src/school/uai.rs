//! The school's national number (UAI, once RNE): seven digits and a check letter. A doubt is told and never blocks:
//! schools exist whose number does not follow the rule.

/// A number as typed, tidied up, and what we think of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uai {
    /// Upper case, without spaces, hyphens or dots: what is stored even when the verdict is a doubt.
    pub number: String,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// The right shape, but these seven digits should end with another letter.
    OddLetter {
        expected: char,
    },
    OddShape,
}

impl Uai {
    pub fn read(typed: &str) -> Uai {
        let number: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '.' | '\u{202F}'))
            .flat_map(char::to_uppercase)
            .take(LONGEST)
            .collect();
        let verdict = verdict(&number);
        Uai { number, verdict }
    }

    /// The number of its département as the UAI writes it (75, 974, 620 for Corse-du-Sud), when the shape is right.
    pub fn department(&self) -> Option<u16> {
        split(&self.number)?;
        self.number.get(..3)?.parse().ok()
    }

    /// The sentence to show beside the field, none when all is well.
    pub fn warning(&self) -> Option<String> {
        match self.verdict {
            Verdict::Good => None,
            Verdict::OddLetter { expected } => Some(format!(
                "Avec ces chiffres, la dernière lettre devrait être {expected}. Vérifiez le numéro ; vous pouvez aussi le garder."
            )),
            Verdict::OddShape => Some(
                "Un numéro UAI compte d’habitude 7 chiffres et une lettre, comme 0751234J. Vous pouvez le garder ainsi."
                    .to_owned(),
            ),
        }
    }
}

/// The letter that seven digits call for: their remainder by 23 in an alphabet without I, O and Q.
pub fn check_letter(digits: u32) -> char {
    char::from(LETTERS[digits as usize % LETTERS.len()])
}

const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

// What a field keeps of something that is plainly not a number.
const LONGEST: usize = 20;

fn verdict(number: &str) -> Verdict {
    let Some((digits, letter)) = split(number) else {
        return Verdict::OddShape;
    };
    let expected = check_letter(digits);
    if letter == expected { Verdict::Good } else { Verdict::OddLetter { expected } }
}

/// Seven digits that begin with a département (001 to 095, 620 and 720 for Corse, 97x and 98x overseas) and one letter.
fn split(number: &str) -> Option<(u32, char)> {
    let letter = number.chars().last()?;
    let digits = number.strip_suffix(letter)?;
    let shaped = digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()) && letter.is_ascii_uppercase();
    let department: u32 = digits.get(..3)?.parse().ok()?;
    let placed = matches!(department, 1..=95 | 620 | 720 | 970..=989);
    if shaped && placed { Some((digits.parse().ok()?, letter)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_schools_are_good() {
        for number in ["0751234J", "0690078K", "0010856A", "0752550P", "0400740M"] {
            assert_eq!(Uai::read(number), Uai { number: number.to_owned(), verdict: Verdict::Good });
        }
    }

    #[test]
    fn what_is_typed_is_tidied() {
        assert_eq!(Uai::read(" 075 1234-j ").number, "0751234J");
        assert_eq!(Uai::read("075\u{A0}1234.j").verdict, Verdict::Good);
        assert_eq!(Uai::read(&"9".repeat(5000)).number.len(), 20);
    }

    #[test]
    fn the_departement_is_read() {
        assert_eq!(Uai::read("0751234J").department(), Some(75));
        assert_eq!(Uai::read("9740001Z").department(), Some(974));
        assert_eq!(Uai::read("7200001A").department(), Some(720));
        assert_eq!(Uai::read("école").department(), None);
    }

    #[test]
    fn doubts_are_told() {
        assert_eq!(Uai::read("0751234K").verdict, Verdict::OddLetter { expected: 'J' });
        assert!(Uai::read("0751234K").warning().unwrap().contains("devrait être J"));
        // Swapped digits: the reason why the letter exists.
        assert!(matches!(Uai::read("0752134J").verdict, Verdict::OddLetter { .. }));
        for odd in ["", "751234J", "0000000V", "07512345", "0751234É", "0991234A", "école", "É"] {
            assert_eq!(Uai::read(odd).verdict, Verdict::OddShape, "{odd}");
        }
        assert_eq!(Uai::read("0751234J").warning(), None);
    }
}
