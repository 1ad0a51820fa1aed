//! `preau user code LOGIN`: a way back in for somebody whom nothing else can help, given by whoever holds the machine.

use super::{Folder, Outcome, said};
use crate::{
    base::{error::Result, jobs::System},
    door::{House, session},
    school::{
        account::{self, FreshSlip, store},
        journal, login,
    },
};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum User {
    /// Donne un code d’accès tout neuf à un compte et ferme ses sessions
    Code {
        #[command(flatten)]
        folder: Folder,
        /// L’identifiant, comme prenom.nom
        login: String,
    },
}

impl User {
    pub fn run(self) -> Outcome {
        let User::Code { folder, login } = self;
        let house = folder.standing_house()?;
        let login = login::normalise_login(&login);
        match draw(&house, &login).map_err(said)? {
            None => Err(format!("aucun compte ne s’appelle « {login} ».")),
            Some(slip) => {
                println!("Identifiant   {login}");
                println!("Code d’accès  {}", login::shown_code(&slip.code).to_uppercase());
                println!(
                    "Il vaut {} jours et une seule fois. Les sessions du compte sont fermées.",
                    account::SLIP_DAYS
                );
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

/// A slip for that account; its sessions end and its browsers are forgotten.
fn draw(house: &House, login: &str) -> Result<Option<FreshSlip>> {
    let root = System::at_the_console();
    let now = house.clock.now();
    let tx = house.db.write()?;
    let Some(account) = store::by_login(&tx, login, &root)? else { return Ok(None) };
    let slip = store::draw_slip(&tx, account.id, &house.keys, now, &root)?;
    store::end_sessions(&tx, account.id, None)?;
    session::store::forget_devices(&tx, account.id)?;
    let thing_id = Some(account.id.number());
    journal::store::add(&tx, &journal::Entry { at: now, by: None, act: "user_code", thing: "account", thing_id })?;
    tx.commit()?;
    Ok(Some(slip))
}
