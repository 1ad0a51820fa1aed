//! The three zones of the national calendar, and those who fix their own dates.

/// Which list of holidays a school follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    A,
    B,
    C,
    /// Corse and outre-mer: the school types its own dates.
    Other,
}

impl Zone {
    pub const ALL: [Zone; 4] = [Zone::A, Zone::B, Zone::C, Zone::Other];

    /// As stored, and as written in the data file.
    pub fn code(self) -> &'static str {
        match self {
            Zone::A => "A",
            Zone::B => "B",
            Zone::C => "C",
            Zone::Other => "autre",
        }
    }

    pub fn parse(code: &str) -> Option<Zone> {
        Zone::ALL.into_iter().find(|zone| zone.code().eq_ignore_ascii_case(code.trim()))
    }

    pub fn label(self) -> &'static str {
        match self {
            Zone::A => "Zone A",
            Zone::B => "Zone B",
            Zone::C => "Zone C",
            Zone::Other => "Corse, outre-mer ou autre",
        }
    }

    /// The académies, so that a head teacher who does not know the letter finds the place.
    pub fn places(self) -> &'static str {
        match self {
            Zone::A => "Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers",
            Zone::B => {
                "Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims, Rennes, Strasbourg"
            }
            Zone::C => "Créteil, Montpellier, Paris, Toulouse, Versailles",
            Zone::Other => "dates saisies par l’école",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for zone in Zone::ALL {
            assert_eq!(Zone::parse(zone.code()), Some(zone));
        }
        assert_eq!(Zone::parse(" b "), Some(Zone::B));
        assert_eq!(Zone::parse("D"), None);
    }
}
