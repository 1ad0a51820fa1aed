//! `preau user code LOGIN` and `preau user second-factor LOGIN --reset`: a way back in for somebody whom nothing else can help,
//! given by whoever holds the machine.

use super::{Folder, Outcome, said};
use crate::{
    base::{error::Result, jobs::System, mail},
    door::{House, session},
    rooms::sign_in::second_factor::letters,
    school::{
        account::{self, FreshSlip, links::store as links, store},
        journal, login, settings,
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
    /// Dit si un compte demande un code en plus de la phrase de passe ; --reset l’enlève et ferme ses sessions
    SecondFactor {
        #[command(flatten)]
        folder: Folder,
        /// L’identifiant, comme prenom.nom
        login: String,
        /// Enlève la seconde étape : le téléphone et les codes de secours sont perdus
        #[arg(long)]
        reset: bool,
    },
}

impl User {
    pub fn run(self) -> Outcome {
        match self {
            User::Code { folder, login } => User::code(&folder, &login),
            User::SecondFactor { folder, login, reset } => User::second_factor(&folder, &login, reset),
        }
    }

    fn second_factor(folder: &Folder, login: &str, reset: bool) -> Outcome {
        let house = folder.standing_house()?;
        let login = login::normalise_login(login);
        let said = match second_factor(&house, &login, reset).map_err(said)? {
            None => return Err(format!("aucun compte ne s’appelle « {login} ».")),
            Some(false) => "n’a pas de connexion en deux étapes",
            Some(true) if reset => {
                "se connecte de nouveau avec sa phrase de passe seule. Les sessions du compte sont fermées"
            }
            Some(true) => "se connecte en deux étapes",
        };
        println!("{login} {said}.");
        Ok(ExitCode::SUCCESS)
    }

    fn code(folder: &Folder, login: &str) -> Outcome {
        let house = folder.standing_house()?;
        let login = login::normalise_login(login);
        match draw(&house, &login).map_err(said)? {
            None => Err(format!("aucun compte ouvert ne s’appelle « {login} ».")),
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

/// Whether that account had a second factor; gone now when it was to be reset.
fn second_factor(house: &House, login: &str, reset: bool) -> Result<Option<bool>> {
    let root = System::at_the_console();
    let now = house.clock.now();
    let tx = house.db.write()?;
    let Some(account) = store::by_login(&tx, login, &root)? else { return Ok(None) };
    if !reset || !account::second_factor::store::reset(&tx, account.id, &root)? {
        return account::second_factor::store::is_on(&tx, account.id).map(Some);
    }
    let thing_id = Some(account.id.number());
    let act = "reset_second_factor";
    journal::store::add(&tx, &journal::Entry { at: now, by: None, act, thing: "account", thing_id })?;
    let school = settings::store::facts(&tx)?;
    let owner = store::owner_of(&tx, account.id)?;
    if let Some(letter) = letters::letter(&school, &owner, letters::Event::Reset, now) {
        mail::store::post(&tx, &letter, now)?;
    }
    tx.commit()?;
    Ok(Some(true))
}

/// A slip for that account; its sessions end, its browsers and the links that wait are forgotten.
fn draw(house: &House, login: &str) -> Result<Option<FreshSlip>> {
    let root = System::at_the_console();
    let now = house.clock.now();
    let tx = house.db.write()?;
    let Some(account) = store::by_login(&tx, login, &root)?.filter(|one| !one.is_closed) else { return Ok(None) };
    let slip = store::draw_slip(&tx, account.id, &house.keys, now, &root)?;
    store::end_sessions(&tx, account.id, None)?;
    links::forget(&tx, account.id)?;
    session::store::forget_devices(&tx, account.id)?;
    let thing_id = Some(account.id.number());
    journal::store::add(&tx, &journal::Entry { at: now, by: None, act: "user_code", thing: "account", thing_id })?;
    tx.commit()?;
    Ok(Some(slip))
}
