//! A fictive school while it is being made up: what each room's `demo` is given. The hand of time is moved through the
//! year, people act by their own permits, and the same plan gives the same school, byte for byte.
//! It writes nothing by itself and knows no room: `tell` is given them, by `commands/demo/folder.rs`.

use super::room::Room;
use crate::{
    base::{
        clock::Instant,
        db::{Db, Id, Rx, Tx},
        error::{Error, Result},
        files::Files,
        jobs::System,
    },
    school::{
        Person, account,
        calendar::{self, Holiday, SchoolYear, Zone},
        half_days::WeekPattern,
        permit::{self, May, Resource, Rule},
        settings,
        viewer::{self, Viewer},
    },
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// What decides of everything: two builds of one plan are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// The last day of what is told.
    pub date: Date,
    pub pupils: usize,
    pub years: usize,
}

impl Plan {
    fn first_year(&self) -> SchoolYear {
        (1..self.years).fold(SchoolYear::of(self.date), |year, _| year.previous())
    }
}

/// Somebody whom the visitor may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// « directrice », « maîtresse de CM1 ».
    pub role: String,
    pub name: String,
    pub login: String,
    /// Comes with an access slip instead of a passphrase.
    pub awaits_activation: bool,
}

/// What opens every ready-made account of a demonstration that only its own machine can reach.
pub const PASSPHRASE: &str = "trois petits chats";
/// The same, hashed once and for all: a salt drawn anew would make two builds differ.
pub const PASSPHRASE_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAJv+1aEocm2PrQfLqi7Ng$7addK6OJcfpmpsZ+fwgpAYGbyKzG7QWx0n9l6aGL6kE";

/// Weeks told of the last year, when it is the only one.
const TERM_WEEKS: i64 = 13;

pub struct Demo {
    pub tx: Tx,
    pub by: System,
    pub plan: Plan,
    /// The school year being told.
    pub year: SchoolYear,
    /// Moved by hand through the year: nothing here asks the machine for the time.
    pub now: Instant,
    pub zone: TimeZone,
    /// The ready-made logins, in the order in which they are shown.
    pub parts: Vec<Part>,
    /// Where what people sent is kept.
    pub files: Files,
    db: Db,
}

impl Demo {
    pub fn begin(db: &Db, files: Files, plan: Plan, by: System) -> Result<Demo> {
        let year = plan.first_year();
        let zone = TimeZone::get("Europe/Paris").map_err(|error| Error::internal(error.to_string()))?;
        let (tx, db) = (db.write()?, db.clone());
        let mut demo = Demo { tx, by, plan, year, now: Instant(0), zone, parts: Vec::new(), files, db };
        demo.go_to(year.first_day(), 8, 0);
        Ok(demo)
    }

    /// Every room's piece of every year, each year one transaction. Gives back the ready-made logins.
    pub fn tell(mut self, rooms: &[Room]) -> Result<Vec<Part>> {
        loop {
            self.go_to(self.year.first_day(), 8, 0);
            for seed in rooms.iter().filter_map(|room| room.demo) {
                seed(&mut self)?;
            }
            if self.is_last_year() {
                break;
            }
            self = self.turn_the_year()?;
        }
        self.tx.commit()?;
        Ok(self.parts)
    }

    fn turn_the_year(self) -> Result<Demo> {
        let Demo { tx, by, plan, year, now, zone, parts, files, db } = self;
        // There is one writer: it goes back before it is asked for again.
        tx.commit()?;
        Ok(Demo { tx: db.write()?, by, plan, year: year.next(), now, zone, parts, files, db })
    }

    pub fn is_first_year(&self) -> bool {
        self.year == self.plan.first_year()
    }

    pub fn is_last_year(&self) -> bool {
        self.year == SchoolYear::of(self.plan.date)
    }

    pub fn today(&self) -> Date {
        self.now.date(&self.zone)
    }

    pub fn go_to(&mut self, day: Date, hour: i8, minute: i8) {
        self.now = self.instant(day, hour, minute);
    }

    pub fn instant(&self, day: Date, hour: i8, minute: i8) -> Instant {
        let at = day.at(hour, minute, 0, 0).to_zoned(self.zone.clone());
        at.map_or(Instant(0), |zoned| zoned.timestamp().into())
    }

    /// The morning on which the story stops: whoever opens the school that day finds nothing from the future.
    pub fn end(&self) -> Instant {
        self.instant(self.plan.date, 7, 30)
    }

    /// The days of class to be told of this year, in order.
    pub fn school_days(&self) -> Result<Vec<Date>> {
        let eve = self.plan.date.yesterday().unwrap_or(self.plan.date);
        let last = self.year.last_day().min(eve);
        let term = last.saturating_sub(TERM_WEEKS.weeks());
        let first = self.year.first_day();
        let first = if self.plan.years == 1 { first.max(term) } else { first };
        let calendar = Calendar::read(&self.tx)?;
        Ok(std::iter::successors(Some(first), |day| day.tomorrow().ok())
            .take_while(|day| *day <= last)
            .filter(|day| calendar.has_class(*day))
            .collect())
    }

    /// Chance of a room's own, this year: another room's draws do not disturb it.
    pub fn chance(&self, room: &str) -> Chance {
        let of_room = room.bytes().fold(self.plan.seed, |mixed, byte| Chance(mixed ^ u64::from(byte)).next());
        Chance(of_room ^ self.year.first_civil_year() as u64)
    }

    /// A person as they would come through the door at this moment; `None` without an account.
    pub fn viewer_of(&self, person: Id<Person>) -> Result<Option<Viewer>> {
        match account::store::of_person(&self.tx, person, &self.by)? {
            Some(account) => viewer::store::viewer(&self.tx, account.id, self.today()),
            None => Ok(None),
        }
    }

    /// The permit that the door would have given.
    pub fn may<R: Rule>(&self, viewer: &Viewer, key: <R::On as Resource>::Key) -> Result<May<R>> {
        permit::admit::<R>(&self.tx, viewer, key)
    }
}

/// The school's days, as its own rows tell them.
pub struct Calendar {
    week: WeekPattern,
    holidays: Vec<Holiday>,
}

impl Calendar {
    pub fn read(rx: &Rx) -> Result<Calendar> {
        let rows = settings::store::holidays(rx)?;
        let holidays = rows.into_iter().map(|row| Holiday {
            zone: Zone::Other,
            year_label: String::new(),
            name: row.name,
            first: row.first_on,
            last: row.last_on,
        });
        let week = WeekPattern::parse(&settings::store::facts(rx)?.half_days).unwrap_or(WeekPattern::EIGHT);
        Ok(Calendar { week, holidays: holidays.collect() })
    }

    pub fn has_class(&self, day: Date) -> bool {
        calendar::is_school_day(day, &self.week, &self.holidays)
    }

    /// The first day of class at least `days` after this one.
    pub fn class_after(&self, day: Date, days: i64) -> Date {
        let eve = day.saturating_add((days - 1).days());
        calendar::next_school_day(eve, &self.week, &self.holidays).unwrap_or(eve)
    }
}

/// Chance that a seed repeats: Steele, Lea and Flood's SplitMix64. Never for a secret.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    #[expect(clippy::should_implement_trait, reason = "an endless draw is no list to be walked through")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `n` − 1; 0 for 0. The bias of a remainder by so small numbers shows nowhere.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }

    /// Both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    pub fn happens(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_the_published_one() {
        let mut chance = Chance::new(1_234_567);
        let drawn: Vec<u64> = (0..5).map(|_| chance.next()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    #[test]
    fn the_passphrase_opens_its_hash() {
        assert!(crate::base::secret::is_passphrase(PASSPHRASE, PASSPHRASE_HASH));
        assert!(crate::base::secret::is_hash(PASSPHRASE_HASH));
    }

    #[test]
    fn draws_stay_within_bounds() {
        let mut chance = Chance::new(7);
        assert!((0..500).all(|_| (3..=5).contains(&chance.between(3, 5)) && chance.below(4) < 4));
        assert!((0..100).all(|_| !chance.happens(0) && chance.happens(100)));
        let mut cards: Vec<usize> = (0..20).collect();
        chance.shuffle(&mut cards);
        assert_ne!(cards, (0..20).collect::<Vec<_>>());
        cards.sort_unstable();
        assert_eq!(cards, (0..20).collect::<Vec<_>>());
    }
}
