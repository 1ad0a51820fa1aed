//! What a word's letter may hold and give, for whom. It writes rows of letters and their secrets; the words are `mail`'s.

use super::{Addressee, Child, Occasion, mail, store};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Tx},
        error::Result,
        jobs::System,
        mail::Letter,
        secret::Token,
    },
    rooms::liaison::{
        Asks, Category, Facts, Text,
        by_mail::Expected,
        pieces::{self, store::Piece},
        questions::{self, Asked, answering::only_yes_or_no},
        store as notes,
    },
    school::{
        quiet::{self, Quiet},
        settings,
    },
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// Days that a link opens after the day until which an answer is asked for, those of a word without one, and the most.
const AFTER_DEADLINE: i64 = 30;
const UNDATED: i64 = 60;
const AT_MOST: i64 = 90;

/// A word, read once for all its letters.
pub struct Telling {
    pub school: String,
    pub word: Facts,
    pub text: Text,
    pub pieces: Vec<Piece>,
    pub questions: Vec<Asked>,
    pub announced: Option<Announced>,
    /// Where links begin, when families reach the school from home.
    pub address: Option<String>,
    /// Replies are read.
    pub takes_replies: bool,
    pub quiet: Quiet,
    pub zone: TimeZone,
    pub today: Date,
}

/// Its letters hold no text: it is about one family's own, or about health.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Announced;

/// A letter's child, with the link that it gets.
pub struct Told<'a> {
    pub child: &'a Child,
    pub link: Option<Token>,
}

impl Telling {
    pub fn read(rx: &Rx, word: Facts, now: Instant, by: &System) -> Result<Telling> {
        let school = settings::store::facts(rx)?;
        let zone = school.zone_of_time();
        Ok(Telling {
            address: school.address_from_home().map(str::to_owned),
            school: school.name,
            text: notes::text_told(rx, &word, by)?,
            pieces: pieces::store::told(rx, &word, by)?,
            questions: questions::store::told(rx, &word, by)?,
            announced: announces(rx, &word, by)?,
            takes_replies: settings::store::takes_replies(rx)?,
            quiet: quiet::store::quiet(rx)?,
            today: now.date(&zone),
            zone,
            word,
        })
    }

    /// What a reply from this person may be, when it may be an answer.
    pub fn expects(&self, from: &Addressee) -> Option<Expected> {
        expects(&self.word, &self.questions, self.announced, from)
    }

    /// The row of the letter and its links, without the letter: for a digest, which is answered by its links alone.
    pub fn links<'a>(
        &self,
        tx: &Tx,
        to: &Addressee,
        children: &'a [Child],
        reply: Option<&Token>,
        now: Instant,
        by: &System,
    ) -> Result<Vec<Told<'a>>> {
        let told: Vec<Told> = children
            .iter()
            .map(|child| {
                let link = self.may_link(to, child).then(Token::draw).transpose()?;
                Ok(Told { child, link })
            })
            .collect::<Result<_>>()?;
        if reply.is_some() || told.iter().any(|one| one.link.is_some()) {
            let letter = store::add(tx, &self.word, to, reply, self.expires_at(now), now, by)?;
            for one in &told {
                store::add_pupil(tx, letter, one.child.id, one.link.as_ref(), by)?;
            }
        }
        Ok(told)
    }

    pub fn letter(
        &self,
        tx: &Tx,
        to: &Addressee,
        children: &[Child],
        occasion: Occasion,
        now: Instant,
        by: &System,
    ) -> Result<Letter> {
        let reply = self.takes_replies.then(Token::draw).transpose()?;
        let told = self.links(tx, to, children, reply.as_ref(), now, by)?;
        let expected = self.expects(to).filter(|_| self.takes_replies);
        let letter = mail::letter(self, &told, expected, occasion, self.expires_at(now).date(&self.zone));
        Ok(Letter {
            to: to.email.clone(),
            person: Some(to.person.number()),
            reply: reply.map(|token| token.reveal().to_owned()).unwrap_or_default(),
            about: super::about(self.word.id, occasion),
            ..letter
        })
    }

    /// Only where there is something to do behind it, and only for who may sign by one.
    fn may_link(&self, to: &Addressee, child: &Child) -> bool {
        let leads_somewhere = self.word.asks != Asks::Nothing || !self.pieces.is_empty() || self.announced.is_some();
        self.address.is_some() && leads_somewhere && to.has_account && !to.is_shared && child.given.one_tap
    }

    fn expires_at(&self, now: Instant) -> Instant {
        let most = now.plus(AT_MOST * Instant::DAY);
        let Some(deadline) = self.word.deadline_on else { return now.plus(UNDATED * Instant::DAY) };
        // A late reminder's link is worth something, too.
        let last = deadline.max(self.today).saturating_add((AFTER_DEADLINE + 1).days());
        last.to_zoned(self.zone.clone()).map_or(most, |end| Instant::from(end.timestamp()).min(most))
    }
}

/// Whether its letters only announce it.
pub fn announces(rx: &Rx, word: &Facts, by: &System) -> Result<Option<Announced>> {
    let is_private = word.category == Category::Health || store::is_to_pupils(rx, word, by)?;
    Ok((is_private && !word.text_in_mail).then_some(Announced))
}

/// Nobody signs what only the page shows, nor for somebody else behind the same address where each guardian is asked.
pub fn expects(word: &Facts, questions: &[Asked], announced: Option<Announced>, from: &Addressee) -> Option<Expected> {
    if announced.is_some() || !from.has_account || (from.is_shared && word.asks == Asks::All) {
        return None;
    }
    match (word.asks, questions) {
        (Asks::Nothing, _) => None,
        (Asks::Read, []) => Some(Expected::Reading),
        (_, []) => Some(Expected::Signature),
        (_, asked) => only_yes_or_no(asked).map(|_| Expected::YesNo),
    }
}
