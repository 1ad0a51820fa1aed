//! In September the fictive school asks for the year's image consents: most say yes for the class, some refuse, some stay
//! silent, and one talon comes back on paper.

use super::{Act, Book, viewer};
use crate::{
    base::{clock::Instant, db::Id, error::Result},
    door::Demo,
    rooms::liaison::{
        Note,
        paper::store as paper,
        policy::{ReadNote, RecordPaper, WriteWord},
        questions::{self, Filled, Value, consents},
        store, templates,
        writing::New,
    },
    school::{
        Person,
        audience::Addressed,
        consent::{Asking, Needs, Purpose},
        policy::WriteToSchool,
    },
};

/// Class days after the first one on which the word is written, and before which it is to be answered.
const WRITTEN: i64 = 4;
const ANSWERED: i64 = 18;

impl Book {
    /// When the director asks, and who she is.
    pub(super) fn plan_images(&mut self, demo: &Demo) {
        let Some(director) = self.cast.director() else { return };
        let day = self.calendar.class_after(demo.year.first_day(), WRITTEN);
        self.then(demo.instant(day, 10, 20), Act::AskForImages(director));
    }

    pub(super) fn ask_for_images(&mut self, demo: &Demo, director: Id<Person>) -> Result<()> {
        let (author, today) = (viewer(demo, director)?, demo.today());
        let (from_on, until_on) = (demo.year.first_day(), demo.year.last_day());
        let asked = [Purpose::Class, Purpose::School, Purpose::Public];
        let asked = asked.map(|purpose| Asking { purpose, occasion: String::new(), from_on, until_on });
        let model = templates::image::model(&asked, Needs::One);
        let mut to = Addressed::by(&author);
        to.school(&demo.may::<WriteToSchool>(&author, ())?);
        let new = New {
            title: model.title,
            body: model.body,
            category: model.category,
            asks: model.asks,
            deadline_on: Some(self.calendar.class_after(today, ANSWERED)),
            event_on: None,
            shown_until: None,
            text_in_mail: false,
            is_urgent: false,
            reminds: true,
            questions: model.questions,
        };
        let note = store::add(&demo.tx, &demo.may::<WriteWord>(&author, ())?, &to, &new, demo.now, demo.now)?;
        store::deliver(&demo.tx, note, author.closed(), demo.now, today)?;
        self.schedule_answers(demo, note, &author)?;
        self.then(demo.now.plus(40 * Instant::DAY), Act::NotePaper(note, director));
        Ok(())
    }
}

/// One family who had not answered brings the talon: yes for the class, and nothing else.
pub(super) fn note_paper(demo: &Demo, note: Id<Note>, director: Id<Person>) -> Result<()> {
    let director = viewer(demo, director)?;
    let word = demo.may::<ReadNote>(&director, note)?;
    let asked = questions::store::of_note(&demo.tx, &word)?;
    let Some(class) = asked.first() else { return Ok(()) };
    for reached in &word.reached {
        let slip = demo.may::<RecordPaper>(&director, (note, reached.pupil))?;
        if paper::standing(&demo.tx, &slip, None)?.is_none() {
            let answer = paper::record(&demo.tx, &slip, None, slip.version, demo.now)?;
            let filled = Filled::of([(class.id, Value::Yes)]);
            let kept = consents::note(&demo.tx, &slip, None, &filled, demo.now)?;
            return questions::store::put(&demo.tx, answer.number(), &filled, &kept, demo.now);
        }
    }
    Ok(())
}
