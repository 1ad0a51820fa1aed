//! Typed row ids: an `Id<Class>` cannot be handed where an `Id<Note>` is asked for.

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use std::{fmt, hash::Hash, hash::Hasher, marker::PhantomData, str::FromStr};

pub struct Id<T> {
    number: i64,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    pub const fn new(number: i64) -> Id<T> {
        Id { number, of: PhantomData }
    }

    pub const fn number(self) -> i64 {
        self.number
    }

    /// `[3,5]`, for `json_each`: one statement whatever the number of ids.
    pub fn json(ids: &[Id<T>]) -> String {
        let numbers: Vec<String> = ids.iter().map(|id| id.number.to_string()).collect();
        format!("[{}]", numbers.join(","))
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Id<T> {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Id<T>) -> bool {
        self.number == other.number
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Id<T>) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Id<T>) -> std::cmp::Ordering {
        self.number.cmp(&other.number)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.number)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number.fmt(f)
    }
}

impl<T> FromStr for Id<T> {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Id<T>, Self::Err> {
        text.parse().map(Id::new)
    }
}

impl<T> ToSql for Id<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.number.to_sql()
    }
}

impl<T> FromSql for Id<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Id<T>> {
        i64::column_result(value).map(Id::new)
    }
}

impl<T> maud::Render for Id<T> {
    fn render_to(&self, buffer: &mut String) {
        self.number.render_to(buffer);
    }
}
