//! Where a link that calls or writes leads. It opens the reader's own telephone or mail program, and nothing of ours.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What an address may hold as it is; a `?` left in it would write a subject and a text.
const IN_AN_ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_').remove(b'+');

pub fn tel(number: &str) -> String {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{dialled}")
}

pub fn mailto(address: &str) -> String {
    format!("mailto:{}", utf8_percent_encode(address, IN_AN_ADDRESS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_holds_a_number_or_an_address_and_nothing_else() {
        assert_eq!(tel("+33 6.39.98 00-01 (soir)"), "tel:+33639980001");
        assert_eq!(mailto("a.b+c@exemple.invalid"), "mailto:a.b+c@exemple.invalid");
        assert_eq!(mailto("a?bcc=b@c.fr&x"), "mailto:a%3Fbcc%3Db@c.fr%26x");
    }
}
