//! Each pair alone, between two who are nothing but what it says, and between strangers.

use super::*;
use crate::base::db::Id;

fn rules(decided: &[(Pair, bool)]) -> Rules {
    Rules { decided: decided.to_vec(), in_groups: vec![(Id::new(1), Id::new(101))], closed: Vec::new() }
}

fn staff(person: i64) -> Party {
    Party { is_staff: true, ..Party::none(Id::new(person)) }
}

fn parent(person: i64, child: i64, class: i64) -> Party {
    let id = Id::new(child);
    Party { children: vec![(id, Some(Id::new(class)))], tied: vec![id], ..Party::none(Id::new(person)) }
}

/// Two who are tied by this pair and by no other of the same kind.
fn tied_by(pair: Pair) -> (Party, Party) {
    let teacher = Party { teaches: vec![Id::new(5)], ..staff(1) };
    let director = Party { is_director: true, ..staff(2) };
    let atsem = Party { helps_in: vec![Id::new(5)], ..staff(3) };
    let leader = Party { leads: vec![Id::new(1)], ..staff(4) };
    let town = Party { is_town: true, ..Party::none(Id::new(6)) };
    let pupil = Party { pupil: Some((Id::new(101), Some(Id::new(5)))), ..Party::none(Id::new(101)) };
    let (family, mates) = (parent(7, 101, 5), parent(8, 102, 5));
    match pair {
        Pair::DirectionToStaff => (director, staff(9)),
        Pair::StaffToDirection => (staff(9), director),
        Pair::StaffToStaff => (staff(9), staff(10)),
        Pair::TownToDirection => (town, director),
        Pair::DirectionToTown => (director, town),
        Pair::TownToStaff => (town, staff(9)),
        Pair::StaffToTown => (staff(9), town),
        Pair::TeacherToFamily => (teacher, family),
        Pair::AideToFamily => (atsem, family),
        Pair::LeaderToFamily => (leader, family),
        Pair::DirectionToFamily => (director, family),
        Pair::TeacherToPupil => (teacher, pupil),
        Pair::FamilyToTeacher => (family, teacher),
        Pair::FamilyToDirection => (family, director),
        Pair::FamilyToAide => (family, atsem),
        Pair::FamilyToLeader => (family, leader),
        Pair::FamilyToFamily => (family, mates),
        Pair::PupilToTeacher => (pupil, teacher),
    }
}

fn pair_of(from: &Party, to: &Party, rules: &Rules) -> Option<Pair> {
    may_begin(from, to, rules)
}

#[test]
fn each_pair_ties_its_two_where_it_is_open_and_nobody_where_it_is_closed() {
    for pair in Pair::ALL {
        let (from, to) = tied_by(pair);
        let alone: Vec<_> = Pair::ALL.into_iter().map(|other| (other, other == pair)).collect();
        assert_eq!(pair_of(&from, &to, &rules(&alone)), Some(pair), "{pair:?}");
        // The town's and the colleagues' ways to a director stay, where this is one of them.
        let shut: Vec<_> = Pair::ALL.into_iter().map(|other| (other, false)).collect();
        assert_eq!(pair_of(&from, &to, &rules(&shut)), Some(pair).filter(|pair| pair.is_fixed()), "{pair:?}");
        assert_eq!(pair_of(&from, &from.clone(), &rules(&alone)), None, "oneself, {pair:?}");
    }
}

#[test]
fn what_the_house_thinks_usual_is_the_product_s_table() {
    let usual: Vec<&str> = Pair::ALL.into_iter().filter(|pair| pair.usual()).map(Pair::as_str).collect();
    let said = "direction_to_staff staff_to_direction staff_to_staff town_to_direction direction_to_town teacher_to_family \
                leader_to_family direction_to_family family_to_teacher family_to_direction";
    assert_eq!(usual.join(" "), said);
    for pair in Pair::ALL {
        assert_eq!(Pair::parse(pair.as_str()), Some(pair));
        assert_eq!(rules(&[]).allows(pair), pair.usual());
        let decided = rules(&[(pair, !pair.usual())]);
        assert_eq!(decided.allows(pair), pair.usual() == pair.is_fixed(), "{pair:?}");
    }
}

#[test]
fn another_class_another_group_another_child_ties_nobody() {
    let open: Vec<_> = Pair::ALL.into_iter().map(|pair| (pair, true)).collect();
    let (elsewhere, open) = (parent(20, 901, 9), rules(&open));
    for pair in Pair::ALL {
        let (from, to) = tied_by(pair);
        if from.is_director || to.is_director {
            continue;
        }
        for side in [from, to] {
            assert_eq!(pair_of(&elsewhere, &side, &open), None, "{pair:?}");
            assert_eq!(pair_of(&side, &elsewhere, &open), None, "{pair:?}");
        }
    }
    let pupil = |id: i64| Party { pupil: Some((Id::new(id), Some(Id::new(5)))), ..Party::none(Id::new(id)) };
    assert_eq!(pair_of(&pupil(101), &pupil(102), &open), None, "no pupil writes to a pupil");
    assert_eq!(pair_of(&pupil(101), &parent(7, 101, 5), &open), None);
}

#[test]
fn those_tied_to_one_child_do_not_find_each_other_even_through_another() {
    let open = rules(&[(Pair::FamilyToFamily, true)]);
    let (mother, mut father) = (parent(7, 101, 5), parent(8, 102, 5));
    assert_eq!(pair_of(&mother, &father, &open), Some(Pair::FamilyToFamily));
    // He was withdrawn from hers, and has another child in the same class.
    father.tied.push(Id::new(101));
    assert_eq!(pair_of(&mother, &father, &open), None);
    assert_eq!(pair_of(&father, &mother, &open), None);
}

#[test]
fn the_children_of_the_pair_and_no_other_are_those_in_whose_respect_it_is() {
    let teacher = Party { teaches: vec![Id::new(5)], ..staff(1) };
    let mut mother = parent(7, 101, 5);
    mother.children.push((Id::new(103), Some(Id::new(6))));
    let leave = super::leave(&teacher, &mother, &rules(&[])).unwrap();
    assert_eq!(leave.through, [(Id::new(7), Id::new(101))]);
    // A colleague with a child in the class is written to as a colleague.
    mother.is_staff = true;
    let leave = super::leave(&teacher, &mother, &rules(&[])).unwrap();
    assert_eq!((leave.pair, leave.through), (Pair::StaffToStaff, Vec::new()));
    let leave = super::leave(&mother, &teacher, &rules(&[(Pair::StaffToStaff, false)])).unwrap();
    assert_eq!((leave.pair, leave.through), (Pair::FamilyToTeacher, vec![(Id::new(7), Id::new(101))]));
}

#[test]
fn where_messages_are_off_for_a_class_it_ties_nobody() {
    let open: Vec<_> = Pair::ALL.into_iter().map(|pair| (pair, true)).collect();
    let shut = Rules { closed: vec![Id::new(5)], ..rules(&open) };
    for pair in Pair::ALL {
        let (from, to) = tied_by(pair);
        let is_of_a_class = !from.children.is_empty() || !to.children.is_empty() || from.pupil.or(to.pupil).is_some();
        assert_eq!(pair_of(&from, &to, &shut).is_none(), is_of_a_class, "{pair:?}");
    }
}

#[test]
fn a_family_speaks_through_the_child_asked_for() {
    let teacher = Party { teaches: vec![Id::new(5)], ..staff(1) };
    let mut mother = parent(7, 101, 5);
    mother.children.push((Id::new(103), Some(Id::new(6))));
    assert_eq!(pair_of(&teacher, &mother.through(Id::new(101)), &rules(&[])), Some(Pair::TeacherToFamily));
    assert_eq!(pair_of(&teacher, &mother.through(Id::new(103)), &rules(&[])), None);
    assert_eq!(pair_of(&teacher, &mother.without_children(), &rules(&[])), None);
}
