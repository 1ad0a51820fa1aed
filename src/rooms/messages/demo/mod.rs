//! A year of messages in a fictive school.

use crate::{base::error::Result, door::Demo};

pub fn year(_: &mut Demo) -> Result<()> {
    Ok(())
}
