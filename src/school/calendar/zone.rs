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

    /// The zone that a département calls for, by its number (75, 974; 620 and 720 for Corse, as in a UAI): a first guess
    /// for a form, which the director may change.
    pub fn of_department(number: u16) -> Zone {
        match number {
            1
            | 3
            | 7
            | 15..=17
            | 19
            | 21
            | 23..=26
            | 33
            | 38..=40
            | 42
            | 43
            | 47
            | 58
            | 63
            | 64
            | 69..=71
            | 73
            | 74
            | 79
            | 86
            | 87
            | 89
            | 90 => Zone::A,
            2
            | 4..=6
            | 8
            | 10
            | 13
            | 14
            | 18
            | 22
            | 27..=29
            | 35..=37
            | 41
            | 44
            | 45
            | 49..=57
            | 59..=62
            | 67
            | 68
            | 72
            | 76
            | 80
            | 83..=85
            | 88 => Zone::B,
            9 | 11 | 12 | 30..=32 | 34 | 46 | 48 | 65 | 66 | 75 | 77 | 78 | 81 | 82 | 91..=95 => Zone::C,
            _ => Zone::Other,
        }
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
    fn each_departement_of_the_mainland_has_its_zone() {
        let in_zone = |zone| (1..=95).filter(|n| Zone::of_department(*n) == zone).count();
        // 32, 41 and 21 départements in the académies of each zone; 20 is Corse.
        assert_eq!((in_zone(Zone::A), in_zone(Zone::B), in_zone(Zone::C), in_zone(Zone::Other)), (32, 41, 21, 1));
        for (number, zone) in [(69, Zone::A), (33, Zone::A), (13, Zone::B), (35, Zone::B), (75, Zone::C), (31, Zone::C)]
        {
            assert_eq!(Zone::of_department(number), zone);
        }
        assert_eq!([620, 720, 974, 0].map(Zone::of_department), [Zone::Other; 4]);
    }

    #[test]
    fn codes_come_back() {
        for zone in Zone::ALL {
            assert_eq!(Zone::parse(zone.code()), Some(zone));
        }
        assert_eq!(Zone::parse(" b "), Some(Zone::B));
        assert_eq!(Zone::parse("D"), None);
    }
}
