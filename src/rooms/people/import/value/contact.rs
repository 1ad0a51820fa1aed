//! Addresses, telephones and e-mails: checked and made comparable, never « corrected ».
use crate::rooms::people::import::fold::{fold_words, slips};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub street: String,
    pub post_code: String,
    pub town: String,
    pub country: String,
}

impl Address {
    /// `None` when the cells are empty or hold a country alone, as ONDE writes for nobody's second home.
    pub fn key(&self) -> Option<String> {
        let key = fold_words(&[&*self.street, &*self.post_code, &*self.town].join(" "));
        (!key.is_empty()).then_some(key)
    }

    pub fn one_line(&self) -> String {
        let town = format!("{} {}", self.post_code, self.town);
        let foreign = match fold_words(&self.country).as_str() {
            "" | "france" => "",
            _ => &self.country,
        };
        [self.street.trim(), town.trim(), foreign]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// In international form, so that `06 39 98 00 02` and `+33 6 39 98 00 02` are one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phone(String);

impl Phone {
    pub fn international(&self) -> &str {
        &self.0
    }

    /// « 06 39 98 00 02 » for a French number, else with its country's prefix.
    pub fn shown(&self) -> String {
        let Some(rest) = self.0.strip_prefix("+33") else {
            return self.0.clone();
        };
        let national: Vec<char> = std::iter::once('0').chain(rest.chars()).collect();
        national.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

pub fn phone(cell: &str) -> Option<Phone> {
    let mut digits = String::new();
    for c in cell.replace("(0)", "").trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => digits.push('+'),
            ' ' | '.' | '-' | '/' | '(' | ')' | '\u{a0}' | '\u{202f}' => {}
            _ => return None,
        }
    }
    if let Some(rest) = digits.strip_prefix("00") {
        digits = format!("+{rest}");
    }
    let key = match digits.strip_prefix('+') {
        Some(rest) => match rest.strip_prefix("330") {
            Some(doubled) => format!("+33{doubled}"),
            None => digits,
        },
        None if digits.len() == 10 && digits.starts_with('0') => format!("+33{}", &digits[1..]),
        // A spreadsheet took the number for a number and ate its zero.
        None if digits.len() == 9 && !digits.starts_with('0') => format!("+33{digits}"),
        None => return None,
    };
    let count = key.len() - 1;
    let plausible = match key.strip_prefix("+33") {
        Some(rest) => rest.len() == 9,
        None => (8..=15).contains(&count),
    };
    plausible.then_some(Phone(key))
}

/// Syntax only; the domain in lower case, the rest as given.
pub fn email(cell: &str) -> Option<String> {
    let cell = cell.trim().trim_start_matches("mailto:");
    let (local, domain) = cell.split_once('@')?;
    let local_ok = (1..=64).contains(&local.len())
        && dots_ok(local)
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b));
    let label_ok = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let domain_ok = domain.contains('.')
        && domain.len() <= 190
        && dots_ok(domain)
        && domain.split('.').all(label_ok)
        && domain.rsplit('.').next().is_some_and(|tld| tld.len() >= 2 && tld.bytes().any(|b| b.is_ascii_alphabetic()));
    (local_ok && domain_ok).then(|| format!("{local}@{}", domain.to_ascii_lowercase()))
}

fn dots_ok(part: &str) -> bool {
    !part.starts_with('.') && !part.ends_with('.') && !part.contains("..")
}

/// « gamil.com »: the well-known domain that was probably meant. The address itself is never changed.
pub fn doubtful_domain(email: &str) -> Option<&'static str> {
    const KNOWN: [&str; 22] = [
        "gmail.com",
        "hotmail.com",
        "hotmail.fr",
        "yahoo.com",
        "yahoo.fr",
        "orange.fr",
        "wanadoo.fr",
        "laposte.net",
        "outlook.com",
        "outlook.fr",
        "icloud.com",
        "bbox.fr",
        "neuf.fr",
        "live.fr",
        "live.com",
        "free.fr",
        "sfr.fr",
        "mail.com",
        "ymail.com",
        "gmx.fr",
        "protonmail.com",
        "aliceadsl.fr",
    ];
    let domain = email.rsplit('@').next()?;
    if KNOWN.contains(&domain) {
        return None;
    }
    if domain == "gmail.fr" {
        return Some("gmail.com");
    }
    // Short domains have honest neighbours; only the long ones are guessed at.
    KNOWN.into_iter().filter(|known| known.len() >= 8).find(|known| slips(domain, known, 1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_in_all_its_clothes() {
        let wanted = phone("0639980002");
        assert!(wanted.is_some());
        for cell in [
            "06 39 98 00 02",
            "06.39.98.00.02",
            "+33 6 39 98 00 02",
            "+33 (0)6 39 98 00 02",
            "0033639980002",
            "639980002",
            "06-39-98-00-02",
        ] {
            assert_eq!(phone(cell), wanted, "{cell}");
        }
        assert_eq!(phone("+33639980002").map(|p| p.shown()).as_deref(), Some("06 39 98 00 02"));
        assert_eq!(phone("+262 692 12 34 56").map(|p| p.shown()).as_deref(), Some("+262692123456"));
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        for cell in ["", "3,36E+10", "06 39", "liste rouge", "06399800020639980003"] {
            assert_eq!(phone(cell), None, "{cell}");
        }
    }

    #[test]
    fn an_email_is_checked_not_changed() {
        assert_eq!(email(" Paul.Martin@Exemple.INVALID ").as_deref(), Some("Paul.Martin@exemple.invalid"));
        for bad in ["paul", "paul@", "@x.fr", "a@b", "a..b@x.fr", "a b@x.fr", "a@x.fr;b@x.fr", "a@x@y.fr", "a@1.2.3.4"]
        {
            assert_eq!(email(bad), None, "{bad}");
        }
        assert_eq!(doubtful_domain("a@gamil.com"), Some("gmail.com"));
        assert_eq!(doubtful_domain("a@hotmal.fr"), Some("hotmail.fr"));
        assert_eq!(doubtful_domain("a@gmail.fr"), Some("gmail.com"));
        for good in ["a@gmail.com", "a@mail.com", "a@exemple.invalid", "a@yahoo.fr"] {
            assert_eq!(doubtful_domain(good), None, "{good}");
        }
    }

    #[test]
    fn an_address_is_compared_by_its_words() {
        let given = |street: &str| Address {
            street: street.into(),
            post_code: "61999".into(),
            town: "Saint-Fictif".into(),
            country: "FRANCE".into(),
        };
        assert_eq!(given("12, rue des Écoles").key(), given("12 RUE DES ECOLES").key());
        assert_ne!(given("1 rue Haute").key(), given("11 rue Haute").key());
        let nobody = Address { country: "FRANCE".into(), ..Address::default() };
        assert_eq!(nobody.key(), None);
        assert_eq!(given("1 rue Haute").one_line(), "1 rue Haute, 61999 Saint-Fictif");
    }
}
