//! What the guardians of the tests said of their children's images, in one line each.

use super::School;
use preau::{
    base::db::{Id, Tx},
    school::{
        audience::Addressed,
        calendar::SchoolYear,
        consent::{Asking, Purpose, Said, asking, policy::DecideImages, policy::RecordConsent, said},
        how::How,
        permit,
        policy::WriteToPupil,
        viewer::{self, Viewer},
    },
};

impl School {
    /// « La mère de Léa accepte pour la classe »: `school.says("parent_lea", "lea", Purpose::Class, true)`, for the year.
    pub fn says(&self, guardian: &str, pupil: &str, purpose: Purpose, yes: bool) {
        self.says_for(guardian, pupil, &self.year(purpose), yes);
    }

    /// The same for an occasion.
    pub fn says_for(&self, guardian: &str, pupil: &str, asking: &Asking, yes: bool) {
        let request = self.asked(pupil, asking);
        let tx = self.house.db.write().unwrap();
        let viewer = self.viewer(&tx, guardian);
        let images = permit::admit::<DecideImages>(&tx, &viewer, Id::new(self.id(pupil))).unwrap();
        let said = Said { request, version: 1, text: "oui", says: yes };
        said::store::record(&tx, &images, &said, How::Application, self.house.clock.now()).unwrap();
        tx.commit().unwrap();
    }

    /// A paper that the director noted, whose hand it does not tell.
    pub fn paper_says(&self, pupil: &str, purpose: Purpose, yes: bool) {
        let request = self.asked(pupil, &self.year(purpose));
        let tx = self.house.db.write().unwrap();
        let viewer = self.viewer(&tx, "directrice");
        let images = permit::admit::<RecordConsent>(&tx, &viewer, Id::new(self.id(pupil))).unwrap();
        let said = Said { request, version: 1, text: "oui", says: yes };
        said::store::record_paper(&tx, &images, None, &said, self.house.clock.now()).unwrap();
        tx.commit().unwrap();
    }

    /// Asks the guardians of one pupil, as a word would, and says which request it is.
    pub fn asked(&self, pupil: &str, asking: &Asking) -> Id<asking::Request> {
        let (now, today) = (self.house.clock.now(), self.today());
        let tx = self.house.db.write().unwrap();
        let viewer = self.viewer(&tx, "directrice");
        let mut to = Addressed::by(&viewer);
        to.pupil(&permit::admit::<WriteToPupil>(&tx, &viewer, Id::new(self.id(pupil))).unwrap());
        let audience = preau::school::audience::store::address(&tx, &to, now).unwrap();
        preau::school::audience::store::deliver(&tx, audience, &[], now, today).unwrap();
        let text = asking::sentences::sentence(asking);
        let asked =
            asking::store::ask(&tx, asking, &text, (audience, "/cahier-de-liaison/1/suivi"), viewer.person, now)
                .unwrap();
        tx.commit().unwrap();
        asked.0
    }

    pub fn year(&self, purpose: Purpose) -> Asking {
        let year = SchoolYear::of(self.today());
        Asking { purpose, occasion: String::new(), from_on: year.first_day(), until_on: year.last_day() }
    }

    fn viewer(&self, tx: &Tx, who: &str) -> Viewer {
        viewer::store::viewer(tx, Id::new(self.people.account(who)), self.today()).unwrap().unwrap()
    }

    /// The day on which the house is.
    pub fn today(&self) -> jiff::civil::Date {
        self.house.clock.now().date(&jiff::tz::TimeZone::get("Europe/Paris").unwrap())
    }
}
