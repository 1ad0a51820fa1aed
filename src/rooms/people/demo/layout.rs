//! Which classes a school of that size has, and who goes to which: pure arithmetic. Twelve classes for 270 pupils, four of
//! them of two levels; 24 for 600, in two rows.

use crate::school::grade::Grade;

/// Nobody under three: the first class is the petite section.
pub const GRADES: [Grade; 8] =
    [Grade::Ps, Grade::Ms, Grade::Gs, Grade::Cp, Grade::Ce1, Grade::Ce2, Grade::Cm1, Grade::Cm2];
/// More classes than this stand in two rows, A and B.
const ONE_ROW: usize = 16;

/// A class before there are people in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    pub name: String,
    /// Each of its levels, and the share of that level's pupils who come here, beside the other classes' shares.
    pub shares: Vec<(Grade, usize)>,
}

impl Planned {
    pub fn has(&self, grade: Grade) -> bool {
        self.shares.iter().any(|(own, _)| *own == grade)
    }

    pub fn is_maternelle(&self) -> bool {
        self.shares.iter().all(|(grade, _)| grade.is_maternelle())
    }

    pub fn is_of_two_levels(&self) -> bool {
        self.shares.len() > 1
    }
}

pub fn classes(pupils: usize) -> Vec<Planned> {
    let count = ((2 * (pupils + 60) + 27) / 55).max(1);
    let rows = if count > ONE_ROW { 2 } else { 1 };
    let mut planned: Vec<Planned> = (0..rows).flat_map(|row| one_row((count + row) / rows)).collect();
    letter(&mut planned);
    planned
}

/// The eight levels end to end, cut into equal classes: a cut inside a level makes a class of two.
fn one_row(count: usize) -> Vec<Planned> {
    (0..count)
        .map(|at| {
            // In units of one level / count.
            let (from, to) = (at * GRADES.len(), (at + 1) * GRADES.len());
            let shares: Vec<(Grade, usize)> = GRADES
                .iter()
                .enumerate()
                .map(|(g, grade)| (*grade, to.min((g + 1) * count).saturating_sub(from.max(g * count))))
                .filter(|(_, share)| *share > 0)
                .collect();
            let names: Vec<&str> = shares.iter().map(|(grade, _)| grade.short()).collect();
            Planned { name: names.join("-"), shares }
        })
        .collect()
}

/// « CP A » and « CP B » when a name would stand twice.
fn letter(planned: &mut [Planned]) {
    let names: Vec<String> = planned.iter().map(|class| class.name.clone()).collect();
    for (at, class) in planned.iter_mut().enumerate() {
        if names.iter().filter(|name| **name == names[at]).count() > 1 {
            let before = names[..at].iter().filter(|name| **name == names[at]).count();
            class.name = format!("{} {}", names[at], (b'A' + before as u8) as char);
        }
    }
}

/// For each of a level's pupils, in order, the class that takes them: by the classes' shares.
pub fn seats(planned: &[Planned], grade: Grade, pupils: usize) -> Vec<usize> {
    let share = |at: usize| planned[at].shares.iter().find(|(own, _)| *own == grade).map_or(0, |(_, share)| *share);
    let whole: usize = (0..planned.len()).map(share).sum();
    let mut given = vec![0usize; planned.len()];
    let mut seats: Vec<usize> = (1..=pupils)
        .filter_map(|so_far| {
            // Whoever is furthest behind their share takes the next one.
            let behind = |at: &usize| (share(*at) * so_far) as i64 - (given[*at] * whole) as i64;
            let next = (0..planned.len()).filter(|at| share(*at) > 0).rev().max_by_key(behind)?;
            given[next] += 1;
            Some(next)
        })
        .collect();
    seats.sort_unstable();
    seats
}

/// How many pupils each level has: the same for all, the youngest taking what is left over.
pub fn places(pupils: usize) -> [usize; 8] {
    std::array::from_fn(|g| pupils / 8 + usize::from(g < pupils % 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_school_has_twelve_classes_of_which_four_of_two_levels() {
        let names: Vec<String> = classes(270).into_iter().map(|class| class.name).collect();
        assert_eq!(names, ["PS", "PS-MS", "MS", "GS", "GS-CP", "CP", "CE1", "CE1-CE2", "CE2", "CM1", "CM1-CM2", "CM2"]);
        let large = classes(600);
        assert_eq!(large.len(), 24);
        assert_eq!((large[0].name.as_str(), large[23].name.as_str()), ("PS A", "CM2 B"));
    }

    #[test]
    fn classes_are_even() {
        for pupils in [60, 100, 270, 435, 600, 1_000] {
            let planned = classes(pupils);
            let mut size = vec![0; planned.len()];
            for (grade, count) in GRADES.into_iter().zip(places(pupils)) {
                let seats = seats(&planned, grade, count);
                assert_eq!(seats.len(), count);
                for seat in seats {
                    assert!(planned[seat].has(grade));
                    size[seat] += 1;
                }
            }
            assert_eq!(size.iter().sum::<usize>(), pupils);
            let (least, most) = (size.iter().min().unwrap(), size.iter().max().unwrap());
            assert!(most - least <= 6 && *most <= 30, "{pupils}: {size:?}");
        }
    }
}
