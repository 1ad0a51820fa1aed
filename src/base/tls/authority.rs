//! The school's own authority: made once when its names are fixed, and bound to them.
//!
//! The binding is the point: a stolen key vouches for the school's names and for private addresses, never for a bank.
//! A name outside it needs another authority, and the earlier one stays on the shelf until it ends or is dropped.

use super::clock::SureInstant;
use super::credential::{Credential, date};
use super::disk;
use super::fault::Fault;
use super::names::{Names, alternates};
use super::reach;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, GeneralSubtree, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, NameConstraints,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

pub(super) const DAY: i64 = 86_400;
pub(super) const BACKDATED: i64 = 3_600;
const TEN_YEARS: i64 = 3_652 * DAY;
/// The longest that X.520 lets a name be, and some readers insist.
const LONGEST_NAME: usize = 64;

pub(super) type Authority = Credential<Charter>;

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Charter {
    pub number: u32,
    pub school: String,
    pub names: Names,
    pub from: i64,
    pub until: i64,
}

/// All the authorities of the folder.
pub(super) struct Shelf {
    /// Newest first.
    pub whole: Vec<Authority>,
    pub broken: Vec<(u32, PathBuf)>,
}

impl Charter {
    /// How devices list it. The number tells a second one from the first, also for verifiers that go by the name.
    pub fn title(&self) -> String {
        let mark = match self.number {
            1 => String::new(),
            number => format!(" ({number})"),
        };
        let name = format!("Préau – autorité de {}", self.school);
        shorten(&name, LONGEST_NAME - mark.chars().count()) + &mark
    }

    pub fn path(&self, folder: &Path) -> PathBuf {
        folder.join(file_name(self.number))
    }
}

impl Shelf {
    pub fn read(folder: &Path) -> Result<Shelf, Fault> {
        let mut shelf = Shelf { whole: Vec::new(), broken: Vec::new() };
        let mut numbers: Vec<u32> = disk::names(folder)?.iter().filter_map(|name| number_of(name)).collect();
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        for number in numbers {
            let path = folder.join(file_name(number));
            let file = disk::bytes(&path)?.unwrap_or_default();
            match Authority::parse(&file) {
                Some(authority) => shelf.whole.push(authority),
                None => shelf.broken.push((number, path)),
            }
        }
        Ok(shelf)
    }

    pub fn newest(&self) -> Option<&Authority> {
        self.whole.first()
    }

    /// The damaged file that stands where the authority in use should be.
    pub fn damage(&self) -> Option<&PathBuf> {
        let newest = self.newest().map_or(0, |authority| authority.facts.number);
        let (number, path) = self.broken.first()?;
        (*number > newest).then_some(path)
    }

    /// Makes the next authority and writes it before anything relies on it.
    pub fn found(&mut self, folder: &Path, names: &Names, school: &str, now: SureInstant) -> Result<(), Fault> {
        let taken = |number: u32| {
            self.broken.iter().any(|(broken, _)| *broken == number)
                || self.whole.iter().any(|whole| whole.facts.number == number)
        };
        let mut number = self.newest().map_or(1, |newest| newest.facts.number + 1);
        while taken(number) {
            number += 1;
        }
        let from = now.unix() - BACKDATED;
        let authority =
            make(Charter { number, school: school.to_owned(), names: names.clone(), from, until: from + TEN_YEARS })?;
        authority.write(folder, &file_name(number))?;
        self.whole.insert(0, authority);
        Ok(())
    }
}

fn make(charter: Charter) -> Result<Authority, Fault> {
    let key = KeyPair::generate()?;
    let mut subject = DistinguishedName::new();
    subject.push(DnType::OrganizationName, shorten(&charter.school, LONGEST_NAME));
    subject.push(DnType::CommonName, charter.title());
    let mut params = CertificateParams::default();
    params.distinguished_name = subject;
    params.not_before = date(charter.from);
    params.not_after = date(charter.until);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints =
        Some(NameConstraints { permitted_subtrees: permitted(&charter.names), excluded_subtrees: Vec::new() });
    let certificate = params.self_signed(&key)?;
    Ok(Authority::new(charter, certificate, &key))
}

impl Authority {
    pub fn issuer(&self) -> Result<Issuer<'static, KeyPair>, Fault> {
        Ok(Issuer::from_ca_cert_der(&self.der, self.key_pair()?)?)
    }
}

fn permitted(names: &Names) -> Vec<GeneralSubtree> {
    let numbered = names.dns().iter().flat_map(|name| alternates(name));
    let dns = names.dns().iter().cloned().chain(numbered).chain([reach::LOCALHOST.to_owned()]);
    dns.map(GeneralSubtree::DnsName).chain(reach::subnets().map(GeneralSubtree::IpAddress)).collect()
}

fn file_name(number: u32) -> String {
    format!("authority-{number}.pem")
}

fn number_of(file_name: &str) -> Option<u32> {
    file_name.strip_prefix("authority-")?.strip_suffix(".pem")?.parse().ok()
}

fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::tls::clock::{Reading, Verdict};
    use x509_parser::prelude::*;

    pub fn sure(now: i64) -> SureInstant {
        let reading = Reading { now, built: now, newest: None, confirmed: None };
        match reading.verdict() {
            Verdict::Sure(instant) => instant,
            Verdict::Doubtful(_) => unreachable!("nothing is later than now"),
        }
    }

    fn founded(names: &Names, school: &str) -> Authority {
        let folder = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::read(folder.path()).unwrap();
        shelf.found(folder.path(), names, school, sure(1_800_000_000)).unwrap();
        shelf.whole.remove(0)
    }

    #[test]
    fn the_constraints_are_critical_and_exactly_these() {
        let names = Names::parse(["ecole-jaures.local", "ent.jaures.example"]).unwrap();
        let authority = founded(&names, "École Jean-Jaurès");
        let (_, cert) = X509Certificate::from_der(&authority.der).unwrap();
        let extension = cert.get_extension_unique(&oid_registry::OID_X509_EXT_NAME_CONSTRAINTS).unwrap().unwrap();
        assert!(extension.critical);
        let constraints = cert.name_constraints().unwrap().unwrap().value;
        assert!(constraints.excluded_subtrees.is_none());
        let mut found: Vec<String> = Vec::new();
        for subtree in constraints.permitted_subtrees.as_ref().unwrap() {
            found.push(match &subtree.base {
                GeneralName::DNSName(name) => (*name).to_owned(),
                GeneralName::IPAddress(bytes) => {
                    let half = bytes.len() / 2;
                    let bits: u32 = bytes[half..].iter().map(|b| b.count_ones()).sum();
                    format!("{:x?}/{bits}", &bytes[..half])
                }
                other => panic!("unexpected {other:?}"),
            });
        }
        assert_eq!(
            found,
            [
                "ecole-jaures.local",
                "ent.jaures.example",
                "ecole-jaures-2.local",
                "ecole-jaures-3.local",
                "ecole-jaures-4.local",
                "ecole-jaures-5.local",
                "ecole-jaures-6.local",
                "ecole-jaures-7.local",
                "ecole-jaures-8.local",
                "ecole-jaures-9.local",
                "localhost",
                "[a, 0, 0, 0]/8",
                "[ac, 10, 0, 0]/12",
                "[c0, a8, 0, 0]/16",
                "[7f, 0, 0, 0]/8",
                "[fc, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]/7",
                "[fe, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]/10",
                "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]/128",
            ]
        );
    }

    #[test]
    fn it_is_a_p256_authority_of_ten_years_that_makes_no_other() {
        let names = Names::parse(["ecole.local"]).unwrap();
        let authority = founded(&names, "École Jean-Jaurès");
        let (_, cert) = X509Certificate::from_der(&authority.der).unwrap();
        let basic = cert.basic_constraints().unwrap().unwrap();
        assert!(basic.critical && basic.value.ca);
        assert_eq!(basic.value.path_len_constraint, Some(0));
        let usage = cert.key_usage().unwrap().unwrap();
        assert!(usage.critical && usage.value.key_cert_sign() && usage.value.crl_sign());
        assert!(!usage.value.digital_signature());
        let span = cert.validity.not_after.timestamp() - cert.validity.not_before.timestamp();
        assert_eq!(span, TEN_YEARS);
        assert_eq!(cert.public_key().parsed().unwrap().key_size(), 256);
        let title = cert.subject().iter_common_name().next().unwrap();
        assert_eq!(title.as_str().unwrap(), "Préau – autorité de École Jean-Jaurès");
        assert!(cert.verify_signature(None).is_ok());
    }

    #[test]
    fn a_long_school_name_stays_within_the_norm_and_a_second_root_is_told_apart() {
        let school = "École élémentaire publique intercommunale du Haut-Val-de-Sèvre et des Rives";
        let mut charter = founded(&Names::parse(["ecole.local"]).unwrap(), school).facts;
        assert_eq!(charter.title().chars().count(), 64);
        assert!(charter.title().ends_with('…'));
        charter.number = 2;
        assert_eq!(charter.title().chars().count(), 64);
        assert!(charter.title().ends_with("… (2)"));
    }
}
