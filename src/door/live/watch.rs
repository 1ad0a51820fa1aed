//! Whether those who listen may still: gone round by one thread for all streams. A session that was ended (signed out,
//! frozen, its account closed) is seen within seconds by one short question; all else that ends a session (its time, a
//! second factor that is owed) at each sign of life. Listening is no visit: it keeps no session open.

use super::hub::Verdict;
use crate::{
    base::error::Result,
    door::{House, session},
    school::settings,
};
use std::{collections::HashMap, time::Duration};

/// A connection through a box at home is forgotten after a minute of silence, by the worst of them.
const SIGN_OF_LIFE: Duration = Duration::from_secs(25);

pub fn tend(house: &House) -> Result<()> {
    let sessions = house.live.sessions();
    if sessions.is_empty() {
        return Ok(());
    }
    let rx = house.db.read()?;
    let school = settings::store::facts(&rx)?;
    let now = house.clock.now();
    let today = now.date(&school.zone_of_time());
    let mut verdicts = HashMap::new();
    for (digest, judged) in sessions {
        let verdict = if judged.elapsed() < SIGN_OF_LIFE {
            if session::store::stands(&rx, &digest)? { Verdict::Stays } else { Verdict::Ends }
        } else if session::still_opens(house, &rx, &digest, &school, now, today)? {
            Verdict::StaysAndBeats
        } else {
            Verdict::Ends
        };
        verdicts.insert(digest, verdict);
    }
    drop(rx);
    house.live.apply(&verdicts);
    Ok(())
}
