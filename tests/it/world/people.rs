//! Who lives in the school of the tests, founded through the same store functions as a real one.

use preau::{
    app,
    base::{clock::Clock, db::Id, jobs::System, secret},
    door::House,
    migrations,
    rooms::liaison::{self, pieces, policy::WriteWord},
    school::{
        Class, Person, Pupil,
        account::{self, pupil::Ways},
        audience::Addressed,
        class::{self, DutyKind, Ecole, NewDuty},
        group::{self, NewGroup},
        guardianship::{self, Authority, Facts, Guardianship, Kind, Look, store::NewTie},
        permit,
        person::{self, Contact, NewPerson, PupilFacts},
        policy::{ChangeGroup, MakeGroup, PlaceInGroup, WriteToClass},
        settings, viewer,
    },
};
use std::{collections::HashMap, path::Path};

pub const PASSPHRASE: &str = "quatre vélos sous la pluie";

/// Everyone whom the access table asks, in its order.
pub const PERSONAS: [&str; 24] = [
    "directrice",
    "ancienne_directrice",
    "maitre_cm1",
    "maitresse_ce1",
    "remplacante",
    "remplacante_en_poste",
    "remplacante_partie",
    "atsem",
    "aesh",
    "animatrice",
    "parent_lea",
    "other_parent_lea",
    "pere_retire",
    "pere_restreint",
    "mere_sans_autorite",
    "tante",
    "grand_mere",
    "organisme",
    "parent_tom",
    "lea",
    "tom",
    "mairie",
    "technicien",
    "visiteur",
];

#[derive(Clone, Default)]
pub struct People {
    persons: HashMap<&'static str, (i64, i64)>,
    classes: HashMap<&'static str, i64>,
    groups: HashMap<&'static str, i64>,
}

impl People {
    pub fn person(&self, who: &str) -> i64 {
        self.persons.get(who).unwrap_or_else(|| panic!("nobody is called {who}")).0
    }

    pub fn account(&self, who: &str) -> i64 {
        self.persons.get(who).unwrap_or_else(|| panic!("nobody is called {who}")).1
    }

    pub fn class(&self, name: &str) -> i64 {
        *self.classes.get(name).unwrap_or_else(|| panic!("no class is called {name}"))
    }
}

impl People {
    pub fn group(&self, name: &str) -> i64 {
        *self.groups.get(name).unwrap_or_else(|| panic!("no group is called {name}"))
    }
}

/// Two classes. Léa (CM1) has two parents who live apart, Tom (CE1) one; around them every kind of tie and of duty.
pub fn found(folder: &Path) -> People {
    let clock = Clock::default();
    clock.set(super::instant("2026-09-01 08:00"));
    let house = House::open(folder, clock, app::ROOMS, migrations::STEPS).unwrap();
    let mut founding = Founding {
        tx: house.db.write().unwrap(),
        house: &house,
        by: System::at_the_console(),
        people: People::default(),
    };
    founding.school();
    founding.staff();
    founding.families();
    founding.word();
    founding.groups();
    founding.open_to_pupils();
    let Founding { tx, people, .. } = founding;
    tx.commit().unwrap();
    people
}

struct Founding<'a> {
    tx: preau::base::db::Tx,
    house: &'a House,
    by: System,
    people: People,
}

impl Founding<'_> {
    fn school(&mut self) {
        let (tx, by) = (&self.tx, &self.by);
        settings::store::set_school(tx, "École Jean-Jaurès", "B", "Europe/Paris", "moap-tuap-wea-thap-frap", by)
            .unwrap();
        settings::store::set_addresses(tx, &["ecole-jaures.local".to_owned()], "", by).unwrap();
        let autumn = ("Vacances de la Toussaint".to_owned(), day("2026-10-17"), day("2026-11-01"));
        settings::store::set_holidays(tx, &[autumn], by).unwrap();
        settings::store::finish_set_up(tx, self.house.clock.now(), by).unwrap();
        let ecole = Ecole { name: "École Jean-Jaurès".into(), uai: "0751234J".into(), ..Ecole::default() };
        class::store::set_ecoles(tx, &[ecole], by).unwrap();
        let year = class::store::ensure_year(tx, "2026-2027", day("2026-09-01"), day("2027-08-31"), by).unwrap();
        for name in ["CM1", "CE1", "CP"] {
            let id = class::store::ensure_class(tx, &year, name, "", by).unwrap();
            self.people.classes.insert(name, id.number());
        }
    }

    fn staff(&mut self) {
        self.adult("directrice", "Mme", "Le Goff", "Anne");
        self.duty("directrice", DutyKind::Director, None, "2026-09-01", None);
        // Her last day was yesterday.
        self.adult("ancienne_directrice", "Mme", "Garnier", "Odile");
        self.duty("ancienne_directrice", DutyKind::Director, None, "2026-08-31", Some("2026-11-16"));
        self.adult("maitre_cm1", "M.", "Roussel", "Étienne");
        self.duty("maitre_cm1", DutyKind::Teacher, Some("CM1"), "2026-09-01", None);
        self.adult("maitresse_ce1", "Mme", "Benali", "Samia");
        self.duty("maitresse_ce1", DutyKind::Teacher, Some("CE1"), "2026-09-01", None);
        // She replaced in CM1 for two weeks in October, and will again in December.
        self.adult("remplacante", "Mme", "Fontaine", "Claire");
        self.duty("remplacante", DutyKind::Substitute, Some("CM1"), "2026-10-05", Some("2026-10-16"));
        self.duty("remplacante", DutyKind::Substitute, Some("CM1"), "2026-12-01", Some("2026-12-11"));
        self.adult("remplacante_en_poste", "Mme", "Morvan", "Nolwenn");
        self.duty("remplacante_en_poste", DutyKind::Substitute, Some("CM1"), "2026-11-16", Some("2026-11-20"));
        // Her last day was yesterday.
        self.adult("remplacante_partie", "Mme", "Barbier", "Lise");
        self.duty("remplacante_partie", DutyKind::Substitute, Some("CM1"), "2026-11-02", Some("2026-11-16"));
        self.adult("atsem", "Mme", "Costa", "Lucie");
        self.duty("atsem", DutyKind::Atsem, Some("CP"), "2026-09-01", None);
        self.adult("mairie", "M.", "Blanc", "Yves");
        self.duty("mairie", DutyKind::Town, None, "2026-09-01", None);
        self.adult("technicien", "M.", "Petitjean", "Marc");
        self.duty("technicien", DutyKind::Technician, None, "2026-09-01", None);
    }

    fn families(&mut self) {
        self.pupil("lea", "Martin", "Léa", "2017-05-05", "CM1");
        self.pupil("hugo", "Martin", "Hugo", "2019-01-30", "CE1");
        self.pupil("tom", "Öztürk", "Tom", "2019-06-11", "CE1");
        self.pupil("zoe", "Nguyễn", "Zoé", "2017-02-28", "CM1");
        for (who, civility, last, first) in [
            ("parent_lea", "Mme", "Petit", "Sophie"),
            ("other_parent_lea", "M.", "Martin", "Paul"),
            ("parent_tom", "M.", "Öztürk", "Emre"),
            ("pere_retire", "M.", "Nguyễn", "Bao"),
            ("pere_restreint", "M.", "Da Silva", "João"),
            ("mere_sans_autorite", "Mme", "Lefèvre", "Inès"),
            ("tante", "Mme", "Keller", "Rosa"),
            ("grand_mere", "Mme", "Petit", "Yvonne"),
            ("organisme", "", "Foyer des Tilleuls", "Service éducatif"),
        ] {
            self.adult(who, civility, last, first);
        }
        self.adult("aesh", "Mme", "Lopez", "Carmen");
        let carmen = Id::new(self.people.person("aesh"));
        let lea = Some(Id::new(self.people.person("lea")));
        let aesh = NewDuty { pupil: lea, ..NewDuty::new(carmen, DutyKind::Aesh, None, day("2026-09-01")) };
        class::store::add_duty(&self.tx, &aesh, &self.by).unwrap();
        for child in ["lea", "hugo"] {
            self.tie(child, "parent_lea", Authority::Exercises, None);
            self.tie(child, "other_parent_lea", Authority::Exercises, None);
        }
        self.tie("tom", "parent_tom", Authority::Exercises, None);
        self.tie("zoe", "pere_retire", Authority::Withdrawn, None);
        self.tie("zoe", "pere_restreint", Authority::Exercises, Some("2026-10-01"));
        self.tie("zoe", "mere_sans_autorite", Authority::NotExercising, None);
        // A relative for whom nothing was ticked.
        self.tie("zoe", "tante", Authority::ThirdParty, None);
        for child in ["lea", "hugo"] {
            let tie = self.tie(child, "grand_mere", Authority::ThirdParty, None);
            self.decide(tie, &Facts { reads: true, receives: true, ..facts(Authority::ThirdParty) });
        }
        let home = self.tie("lea", "organisme", Authority::ThirdParty, None);
        guardianship::store::change_daily_life(&self.tx, home, Kind::Organisation, false, None, &self.by).unwrap();
        self.decide(home, &facts(Authority::ThirdParty));
    }

    /// A word from M. Roussel to CM1 that asks for a signature, with a picture.
    fn word(&mut self) {
        let at = self.house.clock.now();
        let today = day("2026-09-01");
        let account = Id::new(self.people.account("maitre_cm1"));
        let viewer = viewer::store::viewer(&self.tx, account, today).unwrap().unwrap();
        let book = permit::admit::<WriteWord>(&self.tx, &viewer, ()).unwrap();
        let mut to = Addressed::by(&viewer);
        to.class(&permit::admit::<WriteToClass>(&self.tx, &viewer, self.class_id("CM1")).unwrap());
        let new = liaison::New {
            title: "Réunion de rentrée".into(),
            body: "<p>Nous vous attendons vendredi à 18 h.</p>".into(),
            category: liaison::Category::Event,
            asks: liaison::Asks::One,
            deadline_on: None,
            event_on: None,
            shown_until: None,
            text_in_mail: false,
            is_urgent: false,
            reminds: true,
            questions: Vec::new(),
        };
        let note = liaison::store::add(&self.tx, &book, &to, &new, at, at).unwrap();
        liaison::store::deliver(&self.tx, note, &[], at, today).unwrap();
        let file =
            |bytes: &[u8]| (self.house.files.keep(self.house.files.stage(bytes).unwrap()).unwrap(), bytes.len() as u64);
        let kept = pieces::Kept {
            name: "salle.png".into(),
            media_type: "image/png",
            file: file(b"grande image"),
            thumbnail: Some(file(b"petite image")),
            shape: Some((160, 120)),
        };
        pieces::store::add(&self.tx, &book, note, &[kept], at).unwrap();
        assert_eq!(note.number(), super::WORD);
    }

    /// The choir of Léa (CM1) and Tom (CE1) until the summer, led by an animatrice.
    fn groups(&mut self) {
        let viewer = self.viewer("directrice");
        let make = permit::admit::<MakeGroup>(&self.tx, &viewer, ()).unwrap();
        let new = NewGroup {
            name: "Chorale".into(),
            from_on: day("2026-09-01"),
            until_on: day("2027-06-30"),
            leaders: Vec::new(),
        };
        let id = group::store::add(&self.tx, &new, &make).unwrap();
        let choir = permit::admit::<ChangeGroup>(&self.tx, &viewer, id).unwrap();
        for child in ["lea", "tom"] {
            let pupil = permit::admit::<PlaceInGroup>(&self.tx, &viewer, Id::new(self.people.person(child))).unwrap();
            group::store::join(&self.tx, &choir, &pupil, day("2026-09-01")).unwrap();
        }
        self.people.groups.insert("Chorale", id.number());
        self.adult("animatrice", "Mme", "Sarr", "Awa");
        let person = Id::new(self.people.person("animatrice"));
        let evening =
            NewDuty { group: Some(id), ..NewDuty::new(person, DutyKind::AfterSchool, None, day("2026-09-01")) };
        class::store::add_duty(&self.tx, &evening, &self.by).unwrap();
    }

    /// CM1 comes in by words, at home too; CE1 by pictures, at the school.
    fn open_to_pupils(&self) {
        let now = self.house.clock.now();
        for (class, ways) in [("CM1", Ways::Words), ("CE1", Ways::Pictures)] {
            let class = self.class_id(class);
            account::pupil::store::open(&self.tx, class, ways, ways == Ways::Words, now, &self.by).unwrap();
            account::pupil::store::ensure_poster(&self.tx, class, &self.house.keys, &self.by).unwrap();
        }
    }

    fn viewer(&self, who: &str) -> viewer::Viewer {
        let account = Id::new(self.people.account(who));
        viewer::store::viewer(&self.tx, account, day("2026-09-01")).unwrap().unwrap()
    }

    fn adult(&mut self, who: &'static str, civility: &str, last: &str, first: &str) {
        let contact = Contact {
            email: format!("{who}@exemple.invalid"),
            mobile_phone: "06 39 98 00 01".into(),
            ..Contact::default()
        };
        let new = NewPerson {
            civility: civility.into(),
            last_name: last.into(),
            first_name: first.into(),
            contact,
            ..NewPerson::default()
        };
        let person = person::store::add(&self.tx, &new, self.house.clock.now(), &self.by).unwrap();
        self.open_account(who, person, first, last);
    }

    fn pupil(&mut self, who: &'static str, last: &str, first: &str, born: &str, class: &str) {
        let new = NewPerson { last_name: last.into(), first_name: first.into(), ..NewPerson::default() };
        let person = person::store::add(&self.tx, &new, self.house.clock.now(), &self.by).unwrap();
        let facts = PupilFacts { born_on: Some(day(born)), sex: "F".into(), ..PupilFacts::default() };
        let pupil = person::store::add_pupil(&self.tx, person, &facts, &self.by).unwrap();
        class::store::enrol(&self.tx, pupil, self.class_id(class), class, day("2026-09-01"), &self.by).unwrap();
        self.open_account(who, person, first, last);
    }

    fn open_account(&mut self, who: &'static str, person: Id<Person>, first: &str, last: &str) {
        let account = account::store::ensure(&self.tx, person, first, last, &self.by).unwrap();
        if who == "parent_lea" {
            let phc = secret::hash_passphrase(PASSPHRASE).unwrap();
            account::store::set_passphrase(&self.tx, account.id, &phc, self.house.clock.now()).unwrap();
        }
        self.people.persons.insert(who, (person.number(), account.id.number()));
    }

    fn duty(&mut self, who: &str, kind: DutyKind, class: Option<&str>, from: &str, until: Option<&str>) {
        let class = class.map(|class| self.class_id(class));
        let person = Id::new(self.people.person(who));
        let new = NewDuty { until_on: until.map(day), ..NewDuty::new(person, kind, class, day(from)) };
        class::store::add_duty(&self.tx, &new, &self.by).unwrap();
    }

    fn tie(&mut self, child: &str, guardian: &str, authority: Authority, restricted: Option<&str>) -> Id<Guardianship> {
        let pupil: Id<Pupil> = Id::new(self.people.person(child));
        let new = NewTie { pupil, guardian: Id::new(self.people.person(guardian)), authority, needs_look: "" };
        let tie = guardianship::store::add(&self.tx, &new, &self.by).unwrap();
        if let Some(restricted) = restricted {
            self.decide(tie, &Facts { restricted_on: Some(day(restricted)), ..facts(authority) });
        }
        tie
    }

    fn decide(&mut self, tie: Id<Guardianship>, facts: &Facts) {
        guardianship::store::change(&self.tx, tie, facts, None, self.house.clock.now(), &self.by).unwrap();
    }

    fn class_id(&self, name: &str) -> Id<Class> {
        Id::new(self.people.class(name))
    }
}

/// Nothing ticked, nothing restricted, looked at.
fn facts(authority: Authority) -> Facts {
    Facts { authority, reads: false, signs: false, receives: false, restricted_on: None, look: Look::Done }
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}
