//! How those to whom a message goes are named.

use super::{Part, Said};
use crate::base::french;

impl Said {
    /// « Mme Petit (Léa) », « les responsables de Léa », « les familles de CE1 ».
    pub fn label(&self) -> String {
        match self.part() {
            Some(Part::Direction) => "la direction".to_owned(),
            Some(Part::Team) => "toute l’équipe".to_owned(),
            Some(Part::Person(_)) | None => self.name.clone(),
            Some(Part::Guardian(..)) => format!("{} ({})", self.name, self.about),
            Some(Part::Family(_)) => format!("les responsables {}", french::de(&self.name)),
            Some(Part::Class(_)) => format!("les familles de {}", self.name),
            Some(Part::Group(_)) => format!("les familles du groupe {}", self.name),
        }
    }
}

/// At most so many names in a line.
const NAMED: usize = 3;

/// « Mme Petit (Léa), les familles de CE1 et 2 autres ».
pub fn list(said: &[Said]) -> String {
    french::list(&labels(said))
}

fn labels(said: &[Said]) -> Vec<String> {
    let mut labels: Vec<String> = said.iter().map(Said::label).collect();
    if labels.len() > NAMED + 1 {
        let rest = labels.split_off(NAMED).len();
        labels.push(french::count(rest as i64, "autre", "autres"));
    }
    labels
}

/// After a comma: « à Mme Petit (Léa), aux familles de CE1 et à 2 autres ».
pub fn list_to(said: &[Said]) -> String {
    french::list(&labels(said).iter().map(|label| french::to(label)).collect::<Vec<_>>())
}

/// What of it is told to who must not know the others: no single person.
pub fn told_to_members(said: &[Said]) -> String {
    let open: Vec<Said> =
        said.iter().filter(|one| one.part().is_some_and(|part| !part.is_somebody())).cloned().collect();
    list_to(&open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::db::Id;

    #[test]
    fn nobody_is_named_to_the_others() {
        let said = [
            Said::new(Part::Guardian(Id::new(1), Id::new(2)), "Mme Petit".into(), "Léa".into()),
            Said::new(Part::Class(Id::new(3)), "CE1".into(), String::new()),
            Said::new(Part::Family(Id::new(5)), "Inès".into(), String::new()),
        ];
        assert_eq!(list(&said), "Mme Petit (Léa), les familles de CE1 et les responsables d’Inès");
        assert_eq!(list_to(&said), "à Mme Petit (Léa), aux familles de CE1 et aux responsables d’Inès");
        assert_eq!(told_to_members(&said), "aux familles de CE1");
        assert_eq!(told_to_members(&said[..1]), "");
    }
}
