//! Statements. Imported by `store` files only (the walls test holds it).

use super::{Rx, Tx};
use crate::base::error::Result;
use rusqlite::{OptionalExtension, Params, Row, types::FromSql};

pub trait Sql {
    fn rx(&self) -> &Rx;

    fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnOnce(&Row) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.rx().conn().prepare_cached(sql)?.query_row(params, row).optional()?)
    }

    fn all<T>(&self, sql: &str, params: impl Params, row: impl FnMut(&Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        Ok(self.rx().conn().prepare_cached(sql)?.query_map(params, row)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The first column of the one row that an aggregate always gives.
    fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<T> {
        Ok(self.rx().conn().prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
    }

    fn exists(&self, sql: &str, params: impl Params) -> Result<bool> {
        Ok(self.rx().conn().prepare_cached(sql)?.exists(params)?)
    }
}

impl Sql for Rx {
    fn rx(&self) -> &Rx {
        self
    }
}

pub trait SqlWrite {
    /// How many rows were touched.
    fn run(&self, sql: &str, params: impl Params) -> Result<usize>;
    /// The new row's id.
    fn insert(&self, sql: &str, params: impl Params) -> Result<i64>;
}

impl SqlWrite for Tx {
    fn run(&self, sql: &str, params: impl Params) -> Result<usize> {
        Ok(self.conn().prepare_cached(sql)?.execute(params)?)
    }

    fn insert(&self, sql: &str, params: impl Params) -> Result<i64> {
        Ok(self.conn().prepare_cached(sql)?.insert(params)?)
    }
}
