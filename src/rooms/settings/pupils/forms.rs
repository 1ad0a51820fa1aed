//! What the director decides, for all classes at once.

use crate::{
    base::{db::Id, proxies::Network},
    door::{Faults, Fields, Form, upload::Upload},
    school::{Class, account::pupil::Ways},
};

pub const NETWORKS: &str = "reseaux";
pub const CLOSED: &str = "ferme";
/// A school has a few; each sign-in looks through them.
const MOST: usize = 20;

pub struct Opening {
    fields: Fields,
    pub networks: Vec<String>,
}

impl Form for Opening {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Opening, Faults> {
        let typed: Vec<&str> =
            fields.get(NETWORKS).split([' ', ',', ';', '\r', '\n', '\t']).filter(|one| !one.is_empty()).collect();
        let mut networks = Vec::with_capacity(typed.len());
        for one in &typed {
            match one.parse::<Network>() {
                Ok(network) => networks.push(network.to_string()),
                Err(sentence) => return Err(Faults::one(NETWORKS, sentence)),
            }
        }
        if networks.len() > MOST {
            return Err(Faults::one(NETWORKS, "Vingt réseaux au plus."));
        }
        Ok(Opening { fields: fields.clone(), networks })
    }
}

impl Opening {
    /// `None`: not on the form. `Some(None)`: closed.
    pub fn of(&self, class: Id<Class>) -> Option<Option<(Ways, bool)>> {
        let chosen = self.fields.get(&ways_field(class));
        if chosen == CLOSED {
            return Some(None);
        }
        Ways::parse(chosen).map(|ways| Some((ways, self.fields.has(&home_field(class)))))
    }
}

pub fn ways_field(class: Id<Class>) -> String {
    format!("classe-{class}")
}

pub fn home_field(class: Id<Class>) -> String {
    format!("maison-{class}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(networks: &str) -> Result<Vec<String>, Faults> {
        let mut fields = Fields::default();
        fields.push(NETWORKS, networks);
        Opening::check(&fields, &[]).map(|opening| opening.networks)
    }

    #[test]
    fn networks_are_read_as_people_write_them() {
        assert_eq!(
            typed("192.0.2.0/24, 203.0.113.7\n2001:db8::/48").unwrap(),
            ["192.0.2.0/24", "203.0.113.7/32", "2001:db8::/48"]
        );
        assert_eq!(typed("  ").unwrap(), [""; 0]);
        for wrong in ["tout", "0.0.0.0/0", "192.0.2.0/33"] {
            assert!(typed(wrong).is_err(), "{wrong}");
        }
    }
}
