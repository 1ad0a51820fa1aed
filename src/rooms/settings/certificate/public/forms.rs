//! The names to be certified, as they are typed, and the terms that somebody agrees to.

use crate::{
    base::{
        acme::store::{Way, Wish},
        tls::Names,
    },
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    rooms::settings::address::forms::sentence,
    school::settings::Facts,
};

pub struct PublicForm(pub Wish);

/// No public authority certifies what only a house or a school calls itself.
const PRIVATE: [&str; 9] = ["local", "arpa", "lan", "home", "internal", "localhost", "invalid", "test", "example"];
const MOST: usize = 5;

impl Form for PublicForm {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<PublicForm> {
        let mut faults = Faults::default();
        let typed: Vec<&str> =
            fields.get("noms").split([',', ';', ' ', '\n', '\r', '\t']).filter(|name| !name.is_empty()).collect();
        let names = match Names::parse(&typed) {
            Ok(names) => names.dns().to_vec(),
            Err(fault) => {
                faults.add("noms", if typed.is_empty() { NO_NAME.to_owned() } else { sentence(&fault) });
                Vec::new()
            }
        };
        if names.len() > MOST {
            faults.add("noms", "Cinq noms au plus.");
        }
        if let Some(name) = names.iter().find(|name| PRIVATE.contains(&name.rsplit('.').next().unwrap_or_default())) {
            faults.add(
                "noms",
                format!("« {name} » n’existe que dans l’école : aucune autorité publique ne le certifie."),
            );
        }
        let contact = fields.get("contact");
        let is_address =
            |text: &str| text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
        if !contact.is_empty() && (!is_address(contact) || !contact.bytes().all(|b| b.is_ascii_graphic())) {
            faults.add("contact", "Cet e-mail n’est pas complet : mairie@ville.fr, par exemple.");
        }
        if !fields.holds("conditions", "oui") {
            faults.add("conditions", "Sans cet accord, l’autorité ne donne pas de certificat.");
        }
        let way = Way::parse(fields.get("preuve"));
        if way.is_none() {
            faults.add("preuve", "Choisissez comment le nom est prouvé.");
        }
        faults.or(PublicForm(Wish { names, contact: contact.to_owned(), way: way.unwrap_or(Way::Any) }))
    }
}

impl PublicForm {
    /// A name that is not ours yet: our own leaf could not stand in for it.
    pub fn stranger(&self, names: Option<&Names>) -> Option<String> {
        let own = names.map(Names::dns).unwrap_or_default();
        let lost = self.0.names.iter().find(|name| !own.contains(name))?;
        Some(format!(
            "« {lost} » n’est pas encore un nom de la boîte : ajoutez-le d’abord à la page « Adresse et certificat »."
        ))
    }
}

/// The name that families type.
pub fn proposed(school: &Facts) -> String {
    let rest = school.public_address.strip_prefix("https://").unwrap_or_default();
    let host = rest.split(':').next().unwrap_or_default();
    if host.parse::<std::net::IpAddr>().is_ok() { String::new() } else { host.to_owned() }
}

const NO_NAME: &str = "Donnez le nom public de la boîte, comme ent.ville.fr.";

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &str, contact: &str, agrees: bool) -> Checked<PublicForm> {
        let mut fields = Fields::default();
        for (name, value) in [("noms", names), ("contact", contact), ("preuve", "any")] {
            fields.push(name, value);
        }
        if agrees {
            fields.push("conditions", "oui");
        }
        PublicForm::check(&fields, &[])
    }

    #[test]
    fn public_names_are_taken_and_others_are_told() {
        let wish = check("ENT.ville.fr, www.ecole.fr", "mairie@ville.fr", true).ok().unwrap().0;
        assert_eq!(wish.names, ["ent.ville.fr", "www.ecole.fr"]);
        for wrong in
            ["", "ecole.local", "ecole.home.arpa", "192.168.1.10", "école.fr", "ecole", "a.fr b.fr c.fr d.fr e.fr f.fr"]
        {
            assert!(check(wrong, "", true).err().unwrap().of("noms").is_some(), "{wrong}");
        }
        for wrong in ["mairie", "mairie@ville", "@ville.fr", "a b@ville.fr"] {
            assert!(check("ent.ville.fr", wrong, true).err().unwrap().of("contact").is_some(), "{wrong}");
        }
        assert!(check("ent.ville.fr", "", false).err().unwrap().of("conditions").is_some());
    }

    #[test]
    fn a_name_that_is_not_ours_is_refused() {
        let form = check("ent.ville.fr", "", true).ok().unwrap();
        assert!(form.stranger(None).is_some());
        assert!(form.stranger(Names::parse(["ecole.local"]).ok().as_ref()).unwrap().contains("Adresse"));
        assert!(form.stranger(Names::parse(["ecole.local", "ent.ville.fr"]).ok().as_ref()).is_none());
    }
}
