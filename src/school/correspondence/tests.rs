//! Each pair alone, between two who are nothing but what it says, and between strangers.

use super::*;
use crate::base::db::Id;

fn rules(decided: &[(Pair, bool)]) -> Rules {
    Rules { decided: decided.to_vec(), in_groups: vec![(Id::new(1), Id::new(101))], closed: Vec::new() }
}

fn staff(person: i64) -> Side {
    Side { is_staff: true, ..Side::nobody(Id::new(person)) }
}

fn parent(person: i64, child: i64, class: i64) -> Side {
    let id = Id::new(child);
    Side { children: vec![Child { id, class: Id::new(class) }], tied: vec![id], ..Side::nobody(Id::new(person)) }
}

/// Two who are tied by this pair and by no other of the same kind.
fn tied_by(pair: Pair) -> (Side, Side) {
    let teacher = Side { teaches: vec![Id::new(5)], ..staff(1) };
    let director = Side { is_director: true, ..staff(2) };
    let atsem = Side { helps_in: vec![Id::new(5)], ..staff(3) };
    let leader = Side { leads: vec![Id::new(1)], ..staff(4) };
    let town = Side { is_town: true, ..Side::nobody(Id::new(6)) };
    let pupil = Side { pupil: Some((Id::new(101), Id::new(5))), ..Side::nobody(Id::new(101)) };
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

fn pair_of(from: &Side, to: &Side, rules: &Rules) -> Option<Pair> {
    may_begin(from, to, rules).map(|leave| leave.pair)
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
    let pupil = |id: i64| Side { pupil: Some((Id::new(id), Id::new(5))), ..Side::nobody(Id::new(id)) };
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
    let teacher = Side { teaches: vec![Id::new(5)], ..staff(1) };
    let mut mother = parent(7, 101, 5);
    mother.children.push(Child { id: Id::new(103), class: Id::new(6) });
    let leave = may_begin(&teacher, &mother, &rules(&[])).unwrap();
    assert_eq!(leave.through, [(Id::new(7), Id::new(101))]);
    // A colleague with a child in the class is written to as a colleague.
    mother.is_staff = true;
    let leave = may_begin(&teacher, &mother, &rules(&[])).unwrap();
    assert_eq!((leave.pair, leave.through), (Pair::StaffToStaff, Vec::new()));
    let leave = may_begin(&mother, &teacher, &rules(&[(Pair::StaffToStaff, false)])).unwrap();
    assert_eq!((leave.pair, leave.through), (Pair::FamilyToTeacher, vec![(Id::new(7), Id::new(101))]));
}
