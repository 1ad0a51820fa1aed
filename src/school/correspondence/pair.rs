//! The pairs of the director's table, each with what the house thinks usual. A pair of pupils does not exist.

/// From whom to whom. In this order they are tried: what somebody is by their work comes before what they are as a parent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Pair {
    DirectionToStaff,
    StaffToDirection,
    StaffToStaff,
    TownToDirection,
    DirectionToTown,
    TownToStaff,
    StaffToTown,
    /// Of a class that she teaches.
    TeacherToFamily,
    /// ATSEM: of the class helped in. AESH: of the pupils accompanied.
    AideToFamily,
    /// Of the pupils of a group that is led.
    LeaderToFamily,
    DirectionToFamily,
    TeacherToPupil,
    FamilyToTeacher,
    FamilyToDirection,
    FamilyToAide,
    FamilyToLeader,
    /// Of the same class; never between those tied to the same child.
    FamilyToFamily,
    PupilToTeacher,
}

impl Pair {
    pub const ALL: [Pair; 18] = [
        Pair::DirectionToStaff,
        Pair::StaffToDirection,
        Pair::StaffToStaff,
        Pair::TownToDirection,
        Pair::DirectionToTown,
        Pair::TownToStaff,
        Pair::StaffToTown,
        Pair::TeacherToFamily,
        Pair::AideToFamily,
        Pair::LeaderToFamily,
        Pair::DirectionToFamily,
        Pair::TeacherToPupil,
        Pair::FamilyToTeacher,
        Pair::FamilyToDirection,
        Pair::FamilyToAide,
        Pair::FamilyToLeader,
        Pair::FamilyToFamily,
        Pair::PupilToTeacher,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Pair::DirectionToStaff => "direction_to_staff",
            Pair::StaffToDirection => "staff_to_direction",
            Pair::StaffToStaff => "staff_to_staff",
            Pair::TownToDirection => "town_to_direction",
            Pair::DirectionToTown => "direction_to_town",
            Pair::TownToStaff => "town_to_staff",
            Pair::StaffToTown => "staff_to_town",
            Pair::TeacherToFamily => "teacher_to_family",
            Pair::AideToFamily => "aide_to_family",
            Pair::LeaderToFamily => "leader_to_family",
            Pair::DirectionToFamily => "direction_to_family",
            Pair::TeacherToPupil => "teacher_to_pupil",
            Pair::FamilyToTeacher => "family_to_teacher",
            Pair::FamilyToDirection => "family_to_direction",
            Pair::FamilyToAide => "family_to_aide",
            Pair::FamilyToLeader => "family_to_leader",
            Pair::FamilyToFamily => "family_to_family",
            Pair::PupilToTeacher => "pupil_to_teacher",
        }
    }

    pub fn parse(text: &str) -> Option<Pair> {
        Pair::ALL.into_iter().find(|pair| pair.as_str() == text)
    }

    /// Where the director decided nothing. Who leads a group already sends it words, so writes to its families too.
    pub fn usual(self) -> bool {
        use Pair::*;
        self.is_fixed()
            || matches!(
                self,
                StaffToStaff | TownToDirection | DirectionToTown | TeacherToFamily | LeaderToFamily | FamilyToTeacher
            )
    }

    /// What nobody may close: the direction reaches everybody, and is reached by families and staff.
    pub fn is_fixed(self) -> bool {
        use Pair::*;
        matches!(self, DirectionToStaff | StaffToDirection | DirectionToFamily | FamilyToDirection)
    }
}
