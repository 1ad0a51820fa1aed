//! Which figures may stand alone. Nobody is singled out: what counts fewer than five people is told together with others, and
//! since every figure is of one group of a partition, no total less the rest gives a hidden one back. It knows no name.

/// Fewer people than this are never a group of their own.
pub const LEAST: u64 = 5;

/// How people of several places are counted when the places are told together.
type Together = fn(&mut dyn Iterator<Item = u64>) -> u64;

/// The places, each with the parts into which its people fall, put into groups that may each be told: of five people or more,
/// and no part of them of one to four. Each group in order, the one of several places last. Nothing at all when not even all
/// of them together may be told.
pub fn merged(places: &[Vec<u64>]) -> Vec<Vec<usize>> {
    put_together(places, |people| people.sum())
}

/// The same where one person may be in several places: as many as in the largest are certainly somebody each.
pub fn merged_overlapping(places: &[Vec<u64>]) -> Vec<Vec<usize>> {
    put_together(places, |people| people.max().unwrap_or(0))
}

fn put_together(places: &[Vec<u64>], of: Together) -> Vec<Vec<usize>> {
    let size = |place: &usize| places[*place].iter().sum::<u64>();
    let may_be_told = |group: &[usize]| {
        let parts = 0..places.iter().map(Vec::len).max().unwrap_or(0);
        let sums: Vec<u64> =
            parts.map(|part| of(&mut group.iter().filter_map(|place| places[*place].get(part)).copied())).collect();
        may_stand(&sums)
    };
    let (mut alone, mut together): (Vec<usize>, Vec<usize>) =
        (0..places.len()).partition(|place| may_be_told(&[*place]));
    // What is too small even together takes the smallest of the others with it: alone it would be the total less the rest.
    while !together.is_empty() && !may_be_told(&together) {
        let Some(at) = (0..alone.len()).min_by_key(|at| size(&alone[*at])) else { return Vec::new() };
        together.push(alone.remove(at));
    }
    together.sort_unstable();
    let mut groups: Vec<Vec<usize>> = alone.into_iter().map(|place| vec![place]).collect();
    groups.extend((!together.is_empty()).then_some(together));
    groups
}

/// Five people or more, and no part of them of one to four.
fn may_stand(parts: &[u64]) -> bool {
    parts.iter().sum::<u64>() >= LEAST && parts.iter().all(|part| hides_nobody(*part))
}

fn hides_nobody(part: u64) -> bool {
    part == 0 || part >= LEAST
}

/// Of places that follow each other, as months do: what may not be told alone is told with what comes next, and the last ones
/// wait for it. So what was told once never changes, and nobody is left by taking one page from another.
pub fn following(places: &[Vec<u64>]) -> Vec<Vec<usize>> {
    let (mut groups, mut waiting) = (Vec::new(), Vec::new());
    for at in 0..places.len() {
        waiting.push(at);
        let sum = |part: usize| waiting.iter().filter_map(|at| places[*at].get(part)).sum::<u64>();
        if (0..places[at].len()).all(|part| hides_nobody(sum(part))) {
            groups.push(std::mem::take(&mut waiting));
        }
    }
    groups
}

/// The same where each place also belongs to a whole that is told with its own sum: first the wholes are put together, then
/// the places within each, so that a sum never holds a part of a group.
pub fn nested(places: &[(i64, Vec<u64>)]) -> Vec<(Vec<i64>, Vec<Vec<usize>>)> {
    let mut wholes: Vec<i64> = Vec::new();
    for (whole, _) in places {
        if !wholes.contains(whole) {
            wholes.push(*whole);
        }
    }
    let parts = |whole: &i64| {
        let of: Vec<&Vec<u64>> = places.iter().filter(|(of, _)| of == whole).map(|(_, parts)| parts).collect();
        (0..of.first().map_or(0, |parts| parts.len())).map(|part| of.iter().map(|one| one[part]).sum()).collect()
    };
    let sums: Vec<Vec<u64>> = wholes.iter().map(parts).collect();
    let told = merged(&sums).into_iter().map(|group| {
        let own: Vec<i64> = group.into_iter().map(|at| wholes[at]).collect();
        let at: Vec<usize> = (0..places.len()).filter(|at| own.contains(&places[*at].0)).collect();
        let parts: Vec<Vec<u64>> = at.iter().map(|at| places[*at].1.clone()).collect();
        let groups = merged(&parts).into_iter().map(|group| group.into_iter().map(|one| at[one]).collect()).collect();
        (own, groups)
    });
    told.collect()
}

/// Whole percent of a group that may be told.
pub fn percent(part: u64, of: u64) -> Option<u64> {
    (of >= LEAST).then(|| (100 * part + of / 2) / of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_sizes(sizes: &[u64]) -> Vec<Vec<usize>> {
        merged(&sizes.iter().map(|size| vec![*size]).collect::<Vec<_>>())
    }

    fn in_wholes(places: &[(i64, u64)]) -> Vec<(Vec<i64>, Vec<Vec<usize>>)> {
        nested(&places.iter().map(|(whole, size)| (*whole, vec![*size])).collect::<Vec<_>>())
    }

    #[test]
    fn a_part_of_one_to_four_is_told_with_others_until_it_is_five() {
        let places = [vec![23, 0], vec![21, 1], vec![22, 0], vec![19, 3], vec![20, 1]];
        assert_eq!(merged(&places), [vec![0], vec![2], vec![1, 3, 4]]);
        assert_eq!(merged(&[vec![21, 1], vec![30, 6], vec![22, 0]]), [vec![0, 1, 2]], "one alone takes others with it");
        // Three in the whole school: nothing is told of them.
        assert!(merged(&[vec![23, 0], vec![19, 3]]).is_empty());
        assert!(merged(&[vec![1, 3]]).is_empty());
    }

    #[test]
    fn whoever_is_in_two_places_is_one_person() {
        let places = [vec![9, 6], vec![3, 0], vec![4, 0]];
        assert_eq!(merged(&places), [vec![0], vec![1, 2]], "three and four are seven, if nobody is in both");
        assert_eq!(merged_overlapping(&places), [[0, 1, 2]]);
        assert!(merged_overlapping(&[vec![3], vec![4]]).is_empty());
    }

    #[test]
    fn a_small_month_is_told_with_the_next_and_the_last_ones_wait() {
        let months = [vec![40, 9], vec![12, 2], vec![30, 8], vec![0, 0], vec![6, 1]];
        assert_eq!(following(&months), [vec![0], vec![1, 2], vec![3]]);
        // What was told stays as it was when another month is over.
        let more: Vec<Vec<u64>> = months.into_iter().chain([vec![6, 4]]).collect();
        assert_eq!(following(&more), [vec![0], vec![1, 2], vec![3], vec![4, 5]]);
    }

    #[test]
    fn what_is_large_enough_stands_alone() {
        assert_eq!(of_sizes(&[20, 5, 25]), [vec![0], vec![1], vec![2]]);
        assert!(of_sizes(&[]).is_empty());
        assert_eq!(of_sizes(&[5]), [[0]]);
    }

    #[test]
    fn what_is_too_small_is_told_together() {
        assert_eq!(of_sizes(&[20, 3, 25, 4]), [vec![0], vec![2], vec![1, 3]]);
        assert_eq!(of_sizes(&[2, 2, 1]), [[0, 1, 2]]);
    }

    #[test]
    fn one_small_group_among_large_ones_takes_the_smallest_with_it() {
        assert_eq!(of_sizes(&[20, 3, 8]), [vec![0], vec![1, 2]]);
        assert_eq!(of_sizes(&[12, 1, 7, 200, 0]), [vec![0], vec![3], vec![1, 2, 4]]);
        assert_eq!(of_sizes(&[4, 6]), [[0, 1]]);
    }

    #[test]
    fn too_few_in_all_are_not_told() {
        assert!(of_sizes(&[4]).is_empty());
        assert!(of_sizes(&[1, 2, 1]).is_empty());
        assert!(of_sizes(&[0, 0]).is_empty());
    }

    #[test]
    fn a_sum_by_school_never_parts_a_group() {
        // A small class of one école is not told with one of another: both écoles have their own sum.
        assert_eq!(
            in_wholes(&[(1, 3), (1, 20), (2, 4), (2, 18)]),
            [(vec![1], vec![vec![0, 1]]), (vec![2], vec![vec![2, 3]])]
        );
        // An école that is itself too small has none.
        assert_eq!(in_wholes(&[(1, 30), (2, 4), (3, 12)]), [(vec![1], vec![vec![0]]), (vec![2, 3], vec![vec![1, 2]])]);
        assert!(in_wholes(&[(1, 2), (2, 2)]).is_empty());
    }

    #[test]
    fn percentages_are_of_five_or_more() {
        assert_eq!((percent(2, 4), percent(0, 0)), (None, None));
        assert_eq!((percent(2, 5), percent(1, 6), percent(5, 6)), (Some(40), Some(17), Some(83)));
    }

    /// Whoever subtracts any told figures from any told total is left with a sum of whole groups, each of five or more.
    #[test]
    fn every_place_is_told_once_in_a_group_of_five_or_more() {
        for all in 0..10_000usize {
            let sizes = [1, 10, 100, 1000].map(|digit| (all / digit % 10) as u64);
            let groups = of_sizes(&sizes);
            let mut places: Vec<usize> = groups.iter().flatten().copied().collect();
            places.sort_unstable();
            if sizes.iter().sum::<u64>() < LEAST {
                assert!(groups.is_empty(), "{sizes:?}");
            } else {
                assert_eq!(places, [0, 1, 2, 3], "{sizes:?}");
            }
            for group in groups {
                assert!(group.iter().map(|at| sizes[*at]).sum::<u64>() >= LEAST, "{sizes:?}");
            }
        }
    }
}
