//! `preau init --answers FILE`: the set-up without anybody, for town halls. Any subset of the answers; what is missing is
//! asked on the screens. Hashes or drawn codes only: a clear password in the file is refused. Twice changes nothing.
//! On a clock in doubt nothing is written, unless root says the date (`--date`).

mod answers;

use super::{Folder, Outcome, said};
use crate::{
    base::{
        acme,
        clock::Instant,
        db::Tx,
        error::{Error, Result},
        french,
        jobs::System,
        tls::{Fault, Verdict},
    },
    door::House,
    rooms::settings::{
        address::forms::broken,
        certificate::public::forms::PublicForm,
        first_run::{
            forms,
            store::{self, Step},
        },
    },
    school::{
        account::{self, FreshSlip},
        journal, login, settings,
    },
};
use answers::{Answers, Director};
use clap::Args;
use jiff::civil::Date;
use std::{path::PathBuf, process::ExitCode};

#[derive(Args)]
pub struct Init {
    #[command(flatten)]
    folder: Folder,
    /// Fichier TOML de réponses
    #[arg(long, value_name = "FICHIER")]
    answers: PathBuf,
    /// La date d’aujourd’hui, quand la machine doute de son horloge : la même que la sienne, elle la confirme
    #[arg(long, value_name = "AAAA-MM-JJ")]
    date: Option<Date>,
}

impl Init {
    pub fn run(self) -> Outcome {
        let answers = Answers::read(&self.answers)?;
        let house = self.folder.house()?;
        if let Some(date) = self.date {
            confirm(&house, date)?;
        }
        let facts = house.db.read().and_then(|rx| settings::store::facts(&rx)).map_err(said)?;
        if facts.set_up_at.is_some() {
            println!("L’école est déjà en route : rien n’est changé.");
            return Ok(ExitCode::SUCCESS);
        }
        // Before anything is written: a code drawn on a wrong date would end on a wrong one.
        let verdict = house.db.read().and_then(|rx| house.verdict(&rx)).map_err(said)?;
        let Verdict::Sure(now) = verdict else {
            let today = french::day_year(house.clock.machine().date(&facts.zone_of_time()));
            return Err(format!(
                "l’horloge de la machine dit {today}, et paraît fausse : réglez-la ou, si c’est bien la date, ajoutez « --date AAAA-MM-JJ »."
            ));
        };
        // Nor one for names that the box will not have: these answers would be given again, and no code drawn again.
        if let Some(certificate) = &answers.certificate {
            known(&house, &answers, certificate)?;
        }
        if let Some((login, slip)) = write(&house, &answers).map_err(said)? {
            println!("Identifiant   {login}");
            println!("Code d’accès  {}", login::shown_code(&slip.code).to_uppercase());
        }
        if let Some(address) = &answers.address {
            let school = house.db.read().and_then(|rx| settings::store::name(&rx)).map_err(said)?;
            house.tls.establish(&address.names, &school, now).map_err(|fault| match fault {
                Fault::BrokenAuthority { path } => broken(&path),
                other => said(other.into()),
            })?;
        }
        if let Some(certificate) = &answers.certificate {
            ask_for(&house, certificate).map_err(said)?;
        }
        println!("{}", finish(&house).map_err(said)?);
        Ok(ExitCode::SUCCESS)
    }
}

/// A certificate is for the names that these answers give the box, or for those that it has.
fn known(house: &House, answers: &Answers, certificate: &PublicForm) -> std::result::Result<(), String> {
    let facts = house.tls.facts();
    let names = answers.address.as_ref().map(|address| &address.names).or(facts.names.as_ref());
    certificate.stranger(names).map_or(Ok(()), Err)
}

/// Written down once the box has its names; the service asks.
fn ask_for(house: &House, certificate: &PublicForm) -> Result<()> {
    let tx = house.db.write()?;
    if acme::store::standing(&tx)?.is_none_or(|standing| standing.wish != certificate.0) {
        acme::store::wish(&tx, &certificate.0, house.clock.now())?;
    }
    tx.commit()
}

/// Root vouches for the clock by saying today’s date: another date than the clock’s confirms nothing.
fn confirm(house: &House, date: Date) -> std::result::Result<(), String> {
    let tx = house.db.write().map_err(said)?;
    let facts = settings::store::facts(&tx).map_err(said)?;
    let today = house.clock.machine().date(&facts.zone_of_time());
    if date != today {
        return Err(format!(
            "l’horloge de la machine dit {}, pas {} : réglez-la, puis recommencez.",
            french::day_year(today),
            french::day_year(date)
        ));
    }
    if write_confirmation(house, tx).map_err(said)? {
        println!("La date est confirmée : {}.", french::day_year(today));
    }
    Ok(())
}

/// False when nobody doubted.
fn write_confirmation(house: &House, tx: Tx) -> Result<bool> {
    let Some(doubt) = house.verdict(&tx)?.doubt() else { return Ok(false) };
    settings::store::confirm_clock(&tx, doubt.into(), &System::at_the_console())?;
    let at = house.clock.now();
    journal::store::add(&tx, &journal::Entry { at, by: None, act: "confirm_date", thing: "school", thing_id: None })?;
    tx.commit()?;
    Ok(true)
}

/// One transaction: all the answers or none. A slip when the director has no hash and no account yet.
fn write(house: &House, answers: &Answers) -> Result<Option<(String, FreshSlip)>> {
    let root = System::at_the_console();
    let now = house.clock.now();
    let tx = house.db.write()?;
    let today = now.date(&settings::store::facts(&tx)?.zone_of_time());
    let mut drawn = None;
    if let Some(school) = &answers.school {
        school.write(&tx, today, &root)?;
        store::reach(&tx, Step::Director, &root)?;
    }
    if let Some(director) = &answers.director {
        drawn = write_director(house, &tx, director, (now, today))?;
        if answers.school.is_some() {
            store::reach(&tx, Step::Address, &root)?;
        }
    }
    if let Some(address) = &answers.address {
        address.write(&tx, None, &root)?;
    }
    if let Some(mail) = &answers.mail {
        let standing = settings::store::mail(&tx)?;
        let wanted = mail.settings(&standing, &house.keys)?;
        // Sealing never gives the same bytes twice: what is the same inside stays as it is.
        let clear =
            |mail: &settings::MailSettings| mail.password.as_deref().and_then(|sealed| house.keys.unseal(sealed));
        let same = settings::MailSettings { password: standing.password.clone(), ..wanted.clone() } == standing;
        if !same || clear(&wanted) != clear(&standing) {
            settings::store::set_mail(&tx, &wanted, &root)?;
        }
    }
    tx.commit()?;
    Ok(drawn)
}

fn write_director(
    house: &House,
    tx: &Tx,
    director: &Director,
    when: (Instant, Date),
) -> Result<Option<(String, FreshSlip)>> {
    let root = System::at_the_console();
    let state = store::state(tx)?;
    let made = forms::write_director(tx, &director.person, &director.login, state.answers.person(), when, &root)?;
    let account = made.ok_or_else(|| Error::internal("cet identifiant est déjà pris"))?;
    let is_new = state.answers.account().is_none();
    let mut kept = state.answers;
    (kept.person, kept.account) = (Some(account.person.number()), Some(account.id.number()));
    store::remember(tx, &kept, &root)?;
    match &director.password_hash {
        Some(hash) => {
            account::store::set_passphrase(tx, account.id, hash, when.0)?;
            Ok(None)
        }
        None if is_new => {
            Ok(Some((account.login.clone(), account::store::draw_slip(tx, account.id, &house.keys, when.0, &root)?)))
        }
        None => Ok(None),
    }
}

/// The set-up is over once there are a school, a director and an address; else the screens ask for the rest.
fn finish(house: &House) -> Result<&'static str> {
    let root = System::at_the_console();
    let now = house.clock.now();
    let tx = house.db.write()?;
    let (facts, state) = (settings::store::facts(&tx)?, store::state(&tx)?);
    let has_names = house.tls.facts().names.is_some();
    if facts.name.is_empty() || state.answers.account.is_none() || !has_names {
        return Ok(
            "Les réponses sont enregistrées. Le reste sera demandé à l’écran, que montre le service (ou « preau serve »).",
        );
    }
    settings::store::finish_set_up(&tx, now, &root)?;
    journal::store::add(&tx, &journal::Entry { at: now, by: None, act: "init", thing: "school", thing_id: None })?;
    tx.commit()?;
    crate::rooms::settings::first_run::announce::forget(house)?;
    Ok("L’école est en route : le service (ou « preau serve ») la sert.")
}
