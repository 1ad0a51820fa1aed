//! The names by which the box is called, as they are typed, and the date that a person vouches for.

use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        tls::{Fault, NameFault, NameProblem, Names, Verdict},
    },
    door::{Beats, Cx, Faults, Fields, Form, Gate, form::Checked, upload::Upload},
    school::{
        permit::Tends,
        settings::{self, ClockConfirmation},
    },
};

pub struct AddressForm {
    /// Every name, the public one included: what the certificate carries.
    pub names: Names,
    /// Those of the network at school; the first is the one we tell.
    pub local: Vec<String>,
    /// `https://…`, or empty.
    pub public_address: String,
    /// Ticked: the date shown is today's.
    pub date_is_right: bool,
}

impl Form for AddressForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<AddressForm> {
        let mut faults = Faults::default();
        let public = public_address(fields.get("adresse_publique"));
        if let Err(sentence) = &public {
            faults.add("adresse_publique", *sentence);
        }
        let others: Vec<&str> =
            fields.get("autres").split([',', ';', ' ', '\n', '\r', '\t']).filter(|n| !n.is_empty()).collect();
        if let Err(fault) = Names::parse([fields.get("nom_reseau")]) {
            faults.add("nom_reseau", sentence(&fault));
        }
        if !others.is_empty()
            && let Err(fault) = Names::parse(&others)
        {
            faults.add("autres", sentence(&fault));
        }
        let (public_address, host) = public.unwrap_or_default();
        let local = Names::parse(std::iter::once(fields.get("nom_reseau")).chain(others));
        let names = local.as_ref().map_err(Clone::clone).and_then(|local| {
            let host = host.as_deref().filter(|host| host.parse::<std::net::IpAddr>().is_err());
            Names::parse(local.dns().iter().map(String::as_str).chain(host))
        });
        match (names, local) {
            (Ok(names), Ok(local)) => faults.or(AddressForm {
                names,
                local: local.dns().to_vec(),
                public_address,
                date_is_right: fields.has("date_juste"),
            }),
            (Err(fault), _) | (_, Err(fault)) => {
                if faults.is_empty() {
                    faults.add("nom_reseau", sentence(&fault));
                }
                Err(faults)
            }
        }
    }
}

impl AddressForm {
    pub fn write(&self, tx: &Tx, confirmed: Option<ClockConfirmation>, by: &impl Tends) -> Result<()> {
        if let Some(confirmation) = confirmed {
            settings::store::confirm_clock(tx, confirmation, by)?;
        }
        settings::store::set_addresses(tx, &self.local, &self.public_address, by)
    }

    /// Writes the names, then makes the authority and the certificate, outside any transaction. Done twice, it does nothing more.
    pub fn fix<G: Gate>(
        &self,
        beats: &Beats,
        save: impl FnOnce(&Cx<Tx>, &G, Option<ClockConfirmation>) -> Result<()>,
    ) -> Result<Checked<()>> {
        let doubt = beats.read::<G, _>(|cx, _| cx.house.verdict(&cx.db))?.doubt();
        let confirmed = match doubt {
            Some(_) if !self.date_is_right => return Ok(Err(Faults::one("date_juste", UNSURE))),
            doubt => doubt.map(ClockConfirmation::from),
        };
        beats.record::<G, _>(|cx, gate| save(cx, &gate, confirmed))?;
        let (verdict, school) = beats.read::<G, _>(|cx, _| Ok((cx.house.verdict(&cx.db)?, cx.school.name.clone())))?;
        let Verdict::Sure(now) = verdict else { return Ok(Err(Faults::one("date_juste", UNSURE))) };
        match beats.house.tls.establish(&self.names, &school, now) {
            Ok(_) => Ok(Ok(())),
            Err(Fault::BrokenAuthority { path }) => Ok(Err(Faults::one("", broken(&path)))),
            Err(fault) => Err(Error::from(fault)),
        }
    }
}

const UNSURE: &str = "La date de la boîte paraît fausse : confirmez-la, ou réglez l’horloge avant de continuer.";

/// The sentence for [`Fault::BrokenAuthority`].
pub fn broken(path: &std::path::Path) -> String {
    format!(
        "Le fichier de l’autorité est abîmé ({}). Remettez-le depuis une sauvegarde avant de changer d’adresse.",
        path.display()
    )
}

/// The address without what follows it, and its host.
fn public_address(typed: &str) -> std::result::Result<(String, Option<String>), &'static str> {
    if typed.is_empty() {
        return Ok((String::new(), None));
    }
    let rest = match typed.split_once("://") {
        Some(("https", rest)) => rest,
        Some(_) => return Err("L’adresse publique commence par https:// : rien d’autre n’est protégé."),
        None => typed,
    };
    let authority = rest.trim_end_matches('/').to_ascii_lowercase();
    let (host, port) = authority.rsplit_once(':').unwrap_or((&authority, "443"));
    let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    if !plain || !host.contains('.') || port.parse::<u16>().is_err() {
        return Err("Donnez l’adresse seule, comme https://ent.ville.fr, sans rien après.");
    }
    Ok((format!("https://{authority}"), Some(host.to_owned())))
}

pub fn sentence(fault: &NameFault) -> String {
    let name = &fault.name;
    match fault.problem {
        NameProblem::Missing => "Donnez au moins un nom à la boîte, comme ecole-jaures.local.".to_owned(),
        NameProblem::TooMany => "Seize noms au plus.".to_owned(),
        NameProblem::NotAscii => format!("« {name} » : sans accent ni autre signe que lettres, chiffres et tirets."),
        NameProblem::BadCharacter => {
            format!("« {name} » : seulement des lettres, des chiffres, des tirets et des points.")
        }
        NameProblem::BadPart => {
            format!("« {name} » : un tiret ne va ni au début ni à la fin, et deux points ne se suivent pas.")
        }
        NameProblem::TooLong => format!("« {name} » est trop long : 64 signes au plus."),
        NameProblem::TooWide => format!("« {name} » est trop court : ajoutez une fin, comme {name}.local."),
        NameProblem::Address => "Les adresses en chiffres sont suivies toutes seules : donnez un nom.".to_owned(),
    }
}

/// « École Jean-Jaurès » gives « ecole-jean-jaures.local ».
pub fn proposed(school: &str) -> String {
    let folded = crate::base::french::fold(school);
    let words: Vec<String> = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| {
            !word.is_empty()
                && ![
                    "de",
                    "du",
                    "des",
                    "la",
                    "le",
                    "les",
                    "l",
                    "d",
                    "primaire",
                    "publique",
                    "elementaire",
                    "maternelle",
                    "groupe",
                    "scolaire",
                    "ecole",
                ]
                .contains(word)
        })
        .map(str::to_owned)
        .collect();
    let mut label = "ecole".to_owned();
    for word in words {
        if label.len() + word.len() > 30 {
            break;
        }
        label = format!("{label}-{word}");
    }
    format!("{label}.local")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&str, &str)]) -> Checked<AddressForm> {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.push(*name, *value);
        }
        AddressForm::check(&fields, &[])
    }

    #[test]
    fn names_are_proposed_from_the_school_s() {
        assert_eq!(proposed("École élémentaire Jean-Jaurès"), "ecole-jean-jaures.local");
        assert_eq!(proposed("École"), "ecole.local");
        assert_eq!(proposed("Groupe scolaire de l’Île-aux-Œufs"), "ecole-ile-aux-oeufs.local");
        let long = proposed("École Antoine de Saint-Exupéry et des Quatre-Vents du Haut-Plateau");
        assert!(Names::parse([&long]).is_ok() && long.len() < 40, "{long}");
    }

    #[test]
    fn the_certificate_carries_the_public_name_too() {
        let form = check(&[
            ("nom_reseau", "Ecole-Jaures.local"),
            ("autres", "ent.lan, ecole.home"),
            ("adresse_publique", "https://ENT.ville.example:8443/"),
        ])
        .ok()
        .unwrap();
        assert_eq!(form.local, ["ecole-jaures.local", "ent.lan", "ecole.home"]);
        assert_eq!(form.names.dns().last().map(String::as_str), Some("ent.ville.example"));
        assert_eq!(form.public_address, "https://ent.ville.example:8443");
    }

    #[test]
    fn each_bad_answer_is_told_beside_its_field() {
        assert!(check(&[("nom_reseau", "ecole")]).err().unwrap().of("nom_reseau").is_some());
        let faults = check(&[("nom_reseau", "a.local"), ("autres", "école.lan")]).err().unwrap();
        assert!(faults.of("autres").is_some());
        for wrong in ["http://ent.ville.example", "ent", "https://ent.ville.example/ecole", "https://a b.fr"] {
            let faults = check(&[("nom_reseau", "a.local"), ("adresse_publique", wrong)]).err().unwrap();
            assert!(faults.of("adresse_publique").is_some(), "{wrong}");
        }
    }
}
