//! One of the team: the person, and the classes taught from today. Nobody becomes a director by a file.
use super::{Writing, people, real};
use crate::base::{db::Id, error::Result};
use crate::rooms::people::import::after::id_of;
use crate::rooms::people::import::diff::{Entry, PlacedMember, Snapshot, What};
use crate::rooms::people::import::store;
use crate::school::class::{self, DutyKind, NewDuty};
use crate::school::permit::Manages;
use crate::school::person::store as people_store;

impl<M: Manages> Writing<'_, M> {
    pub(super) fn member(
        &mut self,
        entry: &Entry<PlacedMember>,
        classes: &[i64],
        place: usize,
        school: &Snapshot,
    ) -> Result<()> {
        let (Some(planned), Some(row)) = (id_of(entry, place), &entry.row) else { return Ok(()) };
        let given = &row.member;
        let known = school.staff.iter().find(|known| known.id == planned);
        if given.is_director && !known.is_some_and(|known| known.is_director) {
            self.summary.directors.push(given.name.shown());
        }
        let id = match &entry.what {
            What::New => {
                let id = people_store::add(self.tx, &people::new_member(given), self.now, self.by)?.number();
                self.people.insert(planned, id);
                self.summary.staff.new += 1;
                id
            }
            What::Changed { changes, .. } => {
                let id = real(&self.people, planned)?;
                let mut person = store::standing_person(self.tx, Id::new(id), self.by)?;
                people::change_member(&mut person, given, changes);
                people_store::change(self.tx, Id::new(id), &person, self.by)?;
                self.summary.staff.changed += 1;
                id
            }
            _ => return Ok(()),
        };
        let works_here = known.is_some_and(|known| known.works_here);
        if classes.is_empty() && !works_here {
            return self.duty(id, DutyKind::Staff, None);
        }
        let taught = known.map_or(&[][..], |known| &known.classes);
        let new = classes.iter().filter(|class| !taught.contains(class));
        new.copied().try_for_each(|class| self.duty(id, DutyKind::Teacher, Some(class)))
    }

    fn duty(&self, person: i64, kind: DutyKind, class: Option<i64>) -> Result<()> {
        let new = NewDuty::new(Id::new(person), kind, class.map(Id::new), self.today);
        class::store::add_duty(self.tx, &new, self.by).map(drop)
    }
}
