//! The one row of the set-up, while it lasts.

use crate::{
    base::{
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
        secret::Token,
    },
    school::{Person, account::Account},
};
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// The screens in order; a later one is reached only through those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    School,
    Director,
    Codes,
    Address,
    Paper,
    Mail,
}

/// What a screen must remember until the next.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Answers {
    pub person: Option<i64>,
    pub account: Option<i64>,
    /// The recovery codes being shown, sealed with the box's key; gone once one was retyped.
    pub codes: Option<Vec<u8>>,
}

pub struct State {
    /// HMAC of the code.
    pub code: Option<Vec<u8>>,
    /// SHA-256 of the cookie of the browser that gave it.
    pub visitor: Option<Vec<u8>>,
    pub step: Step,
    pub answers: Answers,
}

const STEPS: [(Step, &str); 6] = [
    (Step::School, "school"),
    (Step::Director, "director"),
    (Step::Codes, "codes"),
    (Step::Address, "address"),
    (Step::Paper, "paper"),
    (Step::Mail, "mail"),
];

impl Answers {
    pub fn account(&self) -> Option<Id<Account>> {
        self.account.map(Id::new)
    }

    pub fn person(&self) -> Option<Id<Person>> {
        self.person.map(Id::new)
    }
}

pub fn state(rx: &Rx) -> Result<State> {
    let row = rx.one("SELECT code, visitor, step, answers FROM first_run", [], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    })?;
    let Some((code, visitor, step, answers)) = row else {
        return Ok(State { code: None, visitor: None, step: Step::School, answers: Answers::default() });
    };
    let step = STEPS.iter().find(|(_, name)| *name == step).map_or(Step::School, |(step, _)| *step);
    Ok(State { code, visitor, step, answers: serde_json::from_str(&answers).unwrap_or_default() })
}

/// The code printed at this start; the one before it is worth nothing any more.
pub fn set_code(tx: &Tx, code: &[u8; 32], _: &System) -> Result<()> {
    begin(tx)?;
    tx.run("UPDATE first_run SET code = ?1", [code])?;
    Ok(())
}

pub fn set_visitor(tx: &Tx, token: &Token) -> Result<()> {
    tx.run("UPDATE first_run SET visitor = ?1", params![token.digest()])?;
    Ok(())
}

/// Goes on to a step, never back.
pub fn reach(tx: &Tx, step: Step, _: &System) -> Result<()> {
    begin(tx)?;
    let name = STEPS.iter().find(|(one, _)| *one == step).map_or("school", |(_, name)| *name);
    if state(tx)?.step < step {
        tx.run("UPDATE first_run SET step = ?1", [name])?;
    }
    Ok(())
}

pub fn remember(tx: &Tx, answers: &Answers, _: &System) -> Result<()> {
    begin(tx)?;
    tx.run("UPDATE first_run SET answers = ?1", [serde_json::to_string(answers)?])?;
    Ok(())
}

fn begin(tx: &Tx) -> Result<()> {
    tx.run("INSERT INTO first_run (id) VALUES (1) ON CONFLICT (id) DO NOTHING", [])?;
    Ok(())
}
