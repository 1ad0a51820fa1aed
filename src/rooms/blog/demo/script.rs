//! Who would publish what when: chance within the habits of a school. Nothing is written here.

use super::texts::{ALL, For};
use crate::{
    base::{clock::Instant, db::Id, error::Result},
    door::{Demo, demo::Chance},
    school::{
        Class, Person, Pupil, account,
        class::{self, Duty, DutyKind},
        grade::Grade,
        guardianship::{self, Given},
        person,
    },
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One post to come; the whole school when there is no class.
pub struct Plan {
    pub at: Instant,
    pub author: Id<Person>,
    pub class: Option<Id<Class>>,
    pub model: usize,
}

/// Who is there this year.
pub struct Cast {
    pub chance: Chance,
    duties: Vec<Duty>,
    maternelles: BTreeSet<Id<Class>>,
    pupils: BTreeMap<Id<Class>, Vec<Id<Pupil>>>,
    /// Guardians who may read and have an account, by class.
    guardians: BTreeMap<Id<Class>, Vec<Id<Person>>>,
}

impl Cast {
    pub fn read(demo: &Demo) -> Result<Cast> {
        let (tx, by) = (&demo.tx, &demo.by);
        let accounts = account::store::all(tx, by)?;
        let active: BTreeSet<Id<Person>> =
            accounts.into_iter().filter(|account| account.is_activated).map(|account| account.person).collect();
        let pupils = person::store::pupils(tx, by)?;
        let class_of: BTreeMap<Id<Pupil>, Id<Class>> =
            pupils.iter().filter_map(|pupil| Some((pupil.id, pupil.class?))).collect();
        let mut of_class: BTreeMap<Id<Class>, Vec<Id<Pupil>>> = BTreeMap::new();
        for (pupil, class) in &class_of {
            of_class.entry(*class).or_default().push(*pupil);
        }
        let mut guardians: BTreeMap<Id<Class>, Vec<Id<Person>>> = BTreeMap::new();
        for tie in guardianship::store::all(tx, by)? {
            let reads = Given::of(&tie.facts, demo.today()).reads && active.contains(&tie.guardian);
            if let Some(class) = class_of.get(&tie.pupil).filter(|_| reads) {
                guardians.entry(*class).or_default().push(tie.guardian);
            }
        }
        let is_maternelle = |grade: &str| Grade::parse(grade).is_some_and(Grade::is_maternelle);
        let elder: BTreeSet<_> =
            pupils.iter().filter(|pupil| !is_maternelle(&pupil.grade)).filter_map(|pupil| pupil.class).collect();
        let maternelles = class_of.values().copied().filter(|class| !elder.contains(class)).collect();
        let duties = class::store::duties(tx, demo.year.first_day(), by)?;
        Ok(Cast { chance: demo.chance("blog"), duties, maternelles, pupils: of_class, guardians })
    }

    pub fn classes(&self) -> BTreeSet<Id<Class>> {
        self.duties.iter().filter(|duty| duty.kind == DutyKind::Teacher).filter_map(|duty| duty.class).collect()
    }

    pub fn director(&self) -> Option<Id<Person>> {
        self.duties.iter().find(|duty| duty.kind == DutyKind::Director).map(|duty| duty.person)
    }

    /// The class's own teacher that day.
    pub fn teacher(&self, class: Id<Class>, day: Date) -> Option<Id<Person>> {
        let on_duty = |duty: &&Duty| {
            duty.class == Some(class) && duty.from_on <= day && duty.until_on.is_none_or(|until| until >= day)
        };
        let of = |kind| self.duties.iter().filter(on_duty).find(move |duty| duty.kind == kind).map(|duty| duty.person);
        of(DutyKind::Substitute).or(of(DutyKind::Teacher))
    }

    pub fn pupils(&self, class: Id<Class>) -> &[Id<Pupil>] {
        self.pupils.get(&class).map_or(&[], Vec::as_slice)
    }

    /// Some who would comment there.
    pub fn guardians(&mut self, class: Id<Class>, wanted: usize) -> Vec<Id<Person>> {
        let mut all = self.guardians.get(&class).cloned().unwrap_or_default();
        all.dedup();
        self.chance.shuffle(&mut all);
        all.truncate(wanted);
        all
    }

    /// The year's posts, in order.
    pub fn plans(&mut self, demo: &Demo) -> Result<Vec<Plan>> {
        let mut weeks: BTreeMap<Date, Vec<Date>> = BTreeMap::new();
        for day in demo.school_days()? {
            let monday = day.saturating_sub(jiff::Span::new().days(i64::from(day.weekday().to_monday_zero_offset())));
            weeks.entry(monday).or_default().push(day);
        }
        let mut plans = Vec::new();
        for class in self.classes() {
            let own = if self.maternelles.contains(&class) { For::Maternelle } else { For::Elementaire };
            let mut deck = self.deck(&[For::AnyClass, own]);
            for days in weeks.values() {
                let wanted = 1 + usize::from(self.chance.happens(35));
                for _ in 0..wanted {
                    let day = *self.chance.pick(days);
                    let (Some(author), Some(model)) = (self.teacher(class, day), draw(&mut deck, day)) else {
                        continue;
                    };
                    plans.push(Plan { at: self.evening(demo, day), author, class: Some(class), model });
                }
            }
        }
        let mut deck = self.deck(&[For::School]);
        for days in weeks.values().skip(1).step_by(3) {
            let day = *self.chance.pick(days);
            let (Some(author), Some(model)) = (self.director(), draw(&mut deck, day)) else { continue };
            plans.push(Plan { at: self.evening(demo, day), author, class: None, model });
        }
        plans.sort_by_key(|plan| (plan.at, plan.class));
        Ok(plans)
    }

    fn deck(&mut self, whom: &[For]) -> Vec<usize> {
        let mut deck: Vec<usize> = (0..ALL.len()).filter(|at| whom.contains(&ALL[*at].whom)).collect();
        self.chance.shuffle(&mut deck);
        deck
    }

    /// Once the children are gone.
    fn evening(&mut self, demo: &Demo, day: Date) -> Instant {
        demo.instant(day, self.chance.between(16, 18) as i8, self.chance.below(60) as i8)
            .plus(self.chance.between(0, 59))
    }
}

/// What has not been told yet this year and fits the season; nothing once all has been told.
fn draw(deck: &mut Vec<usize>, day: Date) -> Option<usize> {
    let at = deck.iter().position(|model| ALL[*model].is_of(day))?;
    Some(deck.remove(at))
}
