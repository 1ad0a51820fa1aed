//! What opens the ready-made accounts of pupils: drawn anew at each start, for the whole class where it comes in by pictures.

use super::keys::Key;
use crate::{
    base::{
        clock::Instant,
        db::Tx,
        error::{Error, Result},
        jobs::System,
    },
    door::{House, demo::Part},
    school::{
        account::{
            Account,
            pupil::{Known, Sequence, Way, store, words},
        },
        login,
    },
};

pub fn key(house: &House, tx: &Tx, part: &Part, account: &Account, known: &Known, now: Instant) -> Result<Key> {
    let by = System::at_the_console();
    let roster = store::roster_for(tx, known.class, &by)?;
    let line = roster.iter().find(|line| line.pupil == known.pupil).ok_or(Error::NotFound)?;
    let (mut password, mut pictures) = (None, None);
    match known.way {
        Way::Words => {
            let clear = words::draw()?;
            store::set_words(tx, line, account, &words::hash(&clear, account.id, &house.keys)?, now)?;
            password = Some(clear);
        }
        Way::Pictures => {
            // The other names of the class stand beside this one.
            for line in roster.iter().filter(|line| line.way == Way::Pictures) {
                let drawn = Sequence::draw()?;
                store::set_pictures(tx, line, &drawn, &house.keys, now)?;
                if line.pupil == known.pupil {
                    let poster = store::ensure_poster(tx, known.class, &house.keys, &by)?.ok_or(Error::NotFound)?;
                    pictures = Some((login::shown_code(&poster.code), drawn.words()));
                }
            }
        }
    }
    let (role, name, login) = (part.role.clone(), part.name.clone(), account.login.clone());
    Ok(Key { role, name, login, password, code: None, pictures })
}
