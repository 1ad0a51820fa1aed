//! `preau recovery-key`: draws the key that opens the school's backups anywhere, shows it once, and takes it only when its last
//! group comes back from the paper. The key itself is never written here.

use super::{Folder, Outcome, told};
use crate::{
    base::backup::{BoxKeys, RecoveryKey},
    door::KEYS,
};
use clap::Args;
use std::{io::BufRead, process::ExitCode};

const TRIES: usize = 3;
const LINE: usize = 5;

#[derive(Args)]
pub struct RecoveryKeyCommand {
    #[command(flatten)]
    folder: Folder,
}

impl RecoveryKeyCommand {
    pub fn run(self) -> Outcome {
        let house = self.folder.standing_house()?;
        let folder = house.data.join(KEYS);
        let mut keys = BoxKeys::open(&folder).map_err(told)?;
        let key = RecoveryKey::draw();
        println!("Clé de secours de l’école, à imprimer ou à recopier, et à garder hors de l’école :\n");
        for line in key.groups().chunks(LINE) {
            println!("    {}", line.join(" "));
        }
        println!("\nElle ouvre toutes les sauvegardes faites à partir de maintenant. La boîte ne la garde pas.");
        let mut typed = std::io::stdin().lock().lines();
        for _ in 0..TRIES {
            println!("Recopiez son dernier groupe :");
            let Some(Ok(line)) = typed.next() else { break };
            if key.ends_with(&line) {
                keys.set_recovery(&folder, &key).map_err(told)?;
                println!("C’est elle. Les prochaines sauvegardes s’ouvriront avec cette clé.");
                return Ok(ExitCode::SUCCESS);
            }
            println!("Ce n’est pas cela.");
        }
        Err("la clé n’est pas confirmée : rien n’est changé, et celle d’avant vaut toujours.".into())
    }
}
