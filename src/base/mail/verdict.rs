//! What a server's refusal says of the address: that nobody is there, or only that this letter was not wanted.
//! Pure; the same reading for an answer on the line and for a report that came back.

/// RFC 3463, and what providers write in its place. Policy, reputation and full mailboxes are never the address's end.
pub fn is_hard(said: &str) -> bool {
    let words = said.to_lowercase();
    let is_policy = POLICY.iter().any(|word| words.contains(word));
    let is_unknown = UNKNOWN.iter().any(|word| words.contains(word));
    match enhanced(said) {
        // The sender's address, not the recipient's.
        Some((5, 1, 7 | 8)) => false,
        Some((5, 1, _)) => true,
        // Gmail says it of a closed account, and of one that receives too much today.
        Some((5, 2, 1)) => !is_policy,
        // No such domain.
        Some((5, 4, 4 | 310)) => true,
        // « Other »: the words decide.
        Some((5, 0 | 5, _)) | None => is_unknown && !is_policy && matches!(code(said), Some(550 | 551 | 553) | None),
        Some(_) => false,
    }
}

/// A mailbox that is full today: worth another try, although the server said « for ever ».
pub fn is_full(said: &str) -> bool {
    matches!(enhanced(said), Some((5, 2, 2))) || code(said) == Some(552)
}

const UNKNOWN: [&str; 20] = [
    "user unknown",
    "unknown user",
    "unknown recipient",
    "recipient unknown",
    "unknown address",
    "address unknown",
    "no such",
    "does not exist",
    "doesn't exist",
    "not exist",
    "invalid recipient",
    "invalid mailbox",
    "mailbox unavailable",
    "not found",
    "no mailbox",
    "unrouteable",
    "account disabled",
    "inconnu",
    "n'existe pas",
    "adresse invalide",
];

const POLICY: [&str; 16] = [
    "spam",
    "block",
    "blacklist",
    "policy",
    "reputation",
    "spf",
    "dkim",
    "dmarc",
    "denied",
    "relay",
    " rate",
    "quota",
    "full",
    "greylist",
    "suspicious",
    "too many",
];

/// The first `5.1.1` of it.
fn enhanced(said: &str) -> Option<(u16, u16, u16)> {
    said.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|token| {
        let mut parts = token.trim_end_matches('.').split('.').map(|part| part.parse::<u16>().ok());
        match (parts.next()??, parts.next()??, parts.next()??, parts.next()) {
            (class @ (2 | 4 | 5), subject, detail, None) if subject < 10 => Some((class, subject, detail)),
            _ => None,
        }
    })
}

fn code(said: &str) -> Option<u16> {
    let mut tokens = said.split(|c: char| !c.is_ascii_digit());
    tokens.find(|token| token.len() == 3).and_then(|token| token.parse().ok()).filter(|code| (200..600).contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_there_is_told_from_not_wanted() {
        let hard = [
            "550 5.1.1 <paul@exemple.fr>: Recipient address rejected: User unknown in virtual mailbox table",
            "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking",
            "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            "550 No such user here",
            "551 utilisateur inconnu",
            "5.4.4 Host or domain name not found. Name service error for name=exempel.fr type=A",
            "550 5.2.1 The email account that you tried to reach is disabled.",
            "550 5.1.2 <x@gmial.con>: Recipient address rejected: Domain not found",
        ];
        for said in hard {
            assert!(is_hard(said), "{said}");
        }
        let soft = [
            "550 5.7.1 Message rejected as spam by Content Filtering.",
            "550 5.7.26 Unauthenticated email from ecole.example is not accepted due to domain's DMARC policy",
            "552 5.2.2 The email account that you tried to reach is over quota",
            "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
            "550 5.4.5 Daily user sending limit exceeded",
            "554 5.7.1 <x@orange.fr>: Recipient address rejected: Access denied",
            "550 spam detected, user unknown to our policy",
            "553 5.1.8 <ecole@ville.example>: Sender address rejected: Domain not found",
            "550 Administrative prohibition",
            "554 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
            "",
        ];
        for said in soft {
            assert!(!is_hard(said), "{said}");
        }
        assert!(is_full(soft[2]) && is_full("552 Mailbox full") && !is_full(soft[0]));
    }
}
