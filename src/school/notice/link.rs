//! The address in a letter that turns its kind off. Nothing of it is stored: it names the person and the kind, under this box's
//! key. It opens that one choice and no session; whoever forwards a letter gives away no more.

use super::Chooser;
use crate::{
    base::{
        db::Id,
        secret::{self, Keys},
    },
    school::Person,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The kind of the digest's own letters: whatever somebody gets that way.
pub const DIGEST: &str = "digest";
const PURPOSE: &str = "unsubscribe";
/// Bytes of the seal: 128 bits.
const SEAL: usize = 16;

/// `base_url` is the school's public address, without a slash at its end.
pub fn unsubscribe_address(keys: &Keys, base_url: &str, person: Id<Person>, kind: &str) -> String {
    let said = format!("{person}.{kind}");
    let seal = URL_SAFE_NO_PAD.encode(&keys.code(PURPOSE, &said)[..SEAL]);
    format!("{base_url}/avis/{said}.{seal}")
}

/// Whose choice a token opens, and of which kind; nothing when one letter of it is wrong.
pub fn opened_by(keys: &Keys, token: &str) -> Option<(Chooser, String)> {
    let (said, seal) = token.rsplit_once('.')?;
    let (person, kind) = said.split_once('.')?;
    let seal = URL_SAFE_NO_PAD.decode(seal).ok()?;
    let is_ours = secret::is_same(&seal, &keys.code(PURPOSE, said)[..SEAL]);
    let person = person.parse().ok().filter(|_| is_ours)?;
    Some((Chooser(Id::new(person)), kind.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_its_own_choice_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let address = unsubscribe_address(&keys, "https://ecole.example", Id::new(12), "mot");
        let token = address.strip_prefix("https://ecole.example/avis/").unwrap();
        let (chooser, kind) = opened_by(&keys, token).unwrap();
        assert_eq!((chooser.person().number(), kind.as_str()), (12, "mot"));
        let seal = token.rsplit_once('.').unwrap().1;
        let others = [
            format!("13.mot.{seal}"),
            format!("12.rappel.{seal}"),
            format!("12.mot.{}", &seal[1..]),
            format!("12.mot.x.{seal}"),
            "12.mot.".to_owned(),
            "12.mot".to_owned(),
            String::new(),
        ];
        for other in others {
            assert!(opened_by(&keys, &other).is_none(), "{other}");
        }
        let elsewhere = Keys::open(tempfile::tempdir().unwrap().path()).unwrap();
        assert!(opened_by(&elsewhere, token).is_none());
    }
}
