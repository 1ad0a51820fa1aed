//! The rows of ready-made words.

use super::{Model, Template};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::liaison::{
        policy::{AddTemplate, ChangeTemplate, KeepTemplates, WriteWord},
        store::{asks, category},
    },
    school::permit::{May, Witness},
};
use rusqlite::{Row, params};

const COLUMNS: &str = "id, shipped, name, title, body, category, asks, questions, is_hidden, made_by";

pub fn all(rx: &Rx, _: &May<WriteWord>) -> Result<Vec<Template>> {
    rx.all(&format!("SELECT {COLUMNS} FROM liaison_template ORDER BY name"), [], read)
}

/// One of the school's own.
pub fn template(rx: &Rx, id: Id<Template>, _: &Witness) -> Result<Option<Template>> {
    rx.one(&format!("SELECT {COLUMNS} FROM liaison_template WHERE id = ?1 AND shipped IS NULL"), [id], read)
}

pub fn add(tx: &Tx, book: &May<AddTemplate>, model: &Model, now: Instant) -> Result<()> {
    tx.insert(
        "INSERT INTO liaison_template (name, title, body, category, asks, questions, changed_at, made_by, changed_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
        params![
            model.name,
            model.title,
            model.body,
            model.category.as_str(),
            model.asks.as_str(),
            serde_json::to_string(&model.questions)?,
            now,
            book.by()
        ],
    )?;
    Ok(())
}

pub fn change(tx: &Tx, template: &May<ChangeTemplate>, model: &Model, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE liaison_template SET name = ?2, title = ?3, body = ?4, category = ?5, asks = ?6, questions = ?7, changed_at = ?8, changed_by = ?9 WHERE id = ?1",
        params![
            template.id,
            model.name,
            model.title,
            model.body,
            model.category.as_str(),
            model.asks.as_str(),
            serde_json::to_string(&model.questions)?,
            now,
            template.by()
        ],
    )?;
    Ok(())
}

pub fn remove(tx: &Tx, template: &May<ChangeTemplate>) -> Result<()> {
    tx.run("DELETE FROM liaison_template WHERE id = ?1", [template.id])?;
    Ok(())
}

/// What the school makes of a shipped one.
pub fn put(tx: &Tx, book: &May<KeepTemplates>, key: &str, model: &Model, is_hidden: bool, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_template (shipped, name, title, body, category, asks, questions, is_hidden, changed_at, made_by, changed_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
         ON CONFLICT (shipped) DO UPDATE SET name = ?2, title = ?3, body = ?4, category = ?5, asks = ?6, questions = ?7, is_hidden = ?8, changed_at = ?9, changed_by = ?10",
        params![
            key,
            model.name,
            model.title,
            model.body,
            model.category.as_str(),
            model.asks.as_str(),
            serde_json::to_string(&model.questions)?,
            is_hidden,
            now,
            book.by()
        ],
    )?;
    Ok(())
}

/// Back to the text that came with the house.
pub fn restore(tx: &Tx, _: &May<KeepTemplates>, key: &str) -> Result<()> {
    tx.run("DELETE FROM liaison_template WHERE shipped = ?1", [key])?;
    Ok(())
}

fn read(row: &Row) -> rusqlite::Result<Template> {
    let model = Model {
        name: row.get(2)?,
        title: row.get(3)?,
        body: row.get(4)?,
        category: category(row, 5)?,
        asks: asks(row, 6)?,
        questions: serde_json::from_str(&row.get::<_, String>(7)?).unwrap_or_default(),
    };
    Ok(Template { id: row.get(0)?, shipped: row.get(1)?, model, is_hidden: row.get(8)?, made_by: row.get(9)? })
}
