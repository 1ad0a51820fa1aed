//! A school out of its backup, on a box that is not set up or by command: read, compared, and made worth nothing to whoever held
//! a session, a link or a slip of before. It then stands ready; whoever starts the service next puts it in its place.

use super::ROOMS;
use crate::{
    base::{
        backup::{self, Fault, Ground, RestoreState, Staged, Wish},
        clock::Clock,
        db::Id,
        error::Result,
        files,
        jobs::System,
        mail,
    },
    door::{FILES, House, erasing, resumable},
    migrations,
    school::{
        account,
        backup::{restored, store as rounds},
        journal, settings,
    },
};

/// What only the old box could open, and must be set anew.
pub struct Left {
    pub second_factors: usize,
    pub mail: bool,
    /// They wait for the director's word.
    pub letters: usize,
}

/// What somebody asked for: letters that may leave, a school that is to come back.
pub fn go(house: &House, root: &System, stop: &dyn Fn() -> bool) -> Result<()> {
    let rx = house.db.read()?;
    if mail::held::store::count(&rx)? > 0 && restored::store::are_letters_free(&rx)? {
        drop(rx);
        free_letters(house, root)?;
    }
    let Some(wish) = house.restoring.take() else { return Ok(()) };
    let state = match bring_back(house, &wish, root, stop) {
        Ok(lost) => {
            tracing::info!(lost, "a school stands ready to come back");
            RestoreState::Ready { lost }
        }
        Err(fault) => {
            tracing::warn!(%fault, "a school could not be brought back");
            let told = fault.to_string();
            if matches!(fault, Fault::Incomplete { .. }) {
                RestoreState::Incomplete(told)
            } else {
                RestoreState::Failed(told)
            }
        }
    };
    house.restoring.tell(state);
    Ok(())
}

fn bring_back(house: &House, wish: &Wish, root: &System, stop: &dyn Fn() -> bool) -> backup::Result<usize> {
    let told = |stage| house.restoring.tell(RestoreState::UnderWay(Some(stage)));
    let (steps, takes_loss) = (migrations::STEPS.len(), wish.takes_loss);
    let ground = Ground { data: &house.data, files: FILES, steps, takes_loss, stop, told: &told };
    let staged = backup::stage(&wish.from, wish.key.identity(), &ground)?;
    reopen(&staged, &erasing::ledgers_about(house), root)?;
    // Never over a school: somebody may have gone on in another browser.
    if settings::store::facts(&house.db.read()?)?.set_up_at.is_some() {
        return Err(Fault::NotEmpty(house.data.clone()));
    }
    let lost = staged.lost();
    staged.make_ready()?;
    Ok(lost)
}

/// What tells of somebody's own things is written anew by its room, for its links are of before; the rest leaves as it is.
fn free_letters(house: &House, root: &System) -> Result<()> {
    let (tx, now) = (house.db.write()?, house.clock.now());
    for letter in mail::held::store::all(&tx)? {
        let mut is_anew = false;
        if let Some(person) = letter.person.map(Id::new).filter(|_| !letter.about.is_empty()) {
            for room in house.rooms {
                is_anew = is_anew || (room.rewrite)(&tx, root, &letter.about, person, now)?;
            }
        }
        if is_anew {
            mail::store::take_back_these(&tx, &[letter.id])?;
        } else {
            mail::held::store::let_go(&tx, letter.id, now)?;
        }
    }
    tx.commit()
}

/// Still aside: nobody can come in before what was given out is worth nothing.
/// `about`: ledgers of who was erased that stand elsewhere than beside it.
pub fn reopen(staged: &Staged, about: &[String], root: &System) -> Result<Left> {
    let house = House::open(staged.folder(), Clock::default(), ROOMS, migrations::STEPS)?;
    let now = house.clock.now();
    let tx = house.db.write()?;
    let second_factors = account::store::revoke_everything(&tx, now, root)?;
    let mail = settings::store::forget_sealed(&tx, root)?;
    let letters = mail::held::store::hold(&tx, mail::store::PRESSING, root)?;
    rounds::forget(&tx, root)?;
    // What had come of these files is in no backup, and their addresses are of before.
    resumable::store::forget_all(&tx, root)?;
    restored::store::note(&tx, now, staged.manifest.made_at, root)?;
    for room in house.rooms {
        (room.restored)(&tx, root)?;
    }
    journal::store::add(&tx, &journal::Entry { at: now, by: None, act: "restored", thing: "school", thing_id: None })?;
    tx.commit()?;
    // Nobody who was erased since that backup comes back with it, and nothing of them either.
    let gone = erasing::apply(&house, &[&staged.gone, about].concat(), root)?;
    if gone > 0 {
        house.files.sweep_alone(|hash| files::store::has_row(&house.db.read()?, hash))?;
        erasing::scrub(&house, root)?;
    }
    house.db.checkpoint()?;
    Ok(Left { second_factors, mail, letters })
}
