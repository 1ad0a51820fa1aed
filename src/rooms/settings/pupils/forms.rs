//! What the director decides, for all classes at once.

use crate::{
    base::{db::Id, proxies::Network},
    door::{Faults, Fields, Form, upload::Upload},
    school::{
        Class,
        account::pupil::{Way, Ways},
    },
};

pub const NETWORKS: &str = "reseaux";
pub const CLOSED: &str = "ferme";
/// After a way by words: not from home.
const AT_SCHOOL: &str = "-ecole";
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
        let (ways, from_home) = chosen.strip_suffix(AT_SCHOOL).map_or((chosen, true), |ways| (ways, false));
        Ways::parse(ways).map(|ways| Some((ways, from_home && ways.has(Way::Words))))
    }
}

/// As the field says it.
pub fn value_of(standing: Option<(Ways, bool)>) -> String {
    match standing {
        None => CLOSED.to_owned(),
        Some((ways, from_home)) if from_home || !ways.has(Way::Words) => ways.as_str().to_owned(),
        Some((ways, _)) => format!("{}{AT_SCHOOL}", ways.as_str()),
    }
}

pub fn ways_field(class: Id<Class>) -> String {
    format!("classe-{class}")
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
    fn what_stands_comes_back_as_it_was_chosen() {
        let class = Id::new(3);
        for standing in [
            None,
            Some((Ways::Pictures, false)),
            Some((Ways::Words, true)),
            Some((Ways::Words, false)),
            Some((Ways::ByGrade, true)),
            Some((Ways::ByGrade, false)),
        ] {
            let mut fields = Fields::default();
            fields.push(ways_field(class), value_of(standing));
            let opening = Opening::check(&fields, &[]).ok().unwrap();
            assert_eq!(opening.of(class), Some(standing), "{standing:?}");
            assert_eq!(opening.of(Id::new(4)), None, "a class that is not on the form");
        }
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
