//! A school comes back through the set-up of a bare box: from a disk, with the paper's key, and with plain words when it cannot.

use super::{backup, paper};
use crate::{
    first_run::{give, machine_beside},
    world::{Reply, School, row},
};
use preau::{
    app::restores,
    base::{
        backup::{RecoveryKey, RestoreState, settle},
        jobs::System,
    },
};
use std::path::Path;

const PAGE: &str = "/mise-en-route/restauration";

/// A school's backup on a disk that is plugged into the machine of that folder.
fn on_a_disk(machine: &Path) -> (School, String) {
    let school = School::new();
    let class = format!("/documents/classe-{}", school.class("CM1"));
    school.put("maitre_cm1", &class, "un.txt", b"le seul");
    let disk = machine.join("media/PREAU-1");
    std::fs::create_dir_all(&disk).unwrap();
    let key = paper(school.data());
    backup(&school, &disk.join("sauvegardes-preau"));
    let line = format!("36 35 8:1 / {} rw - ext4 /dev/sda1 rw\n", disk.display());
    std::fs::write(machine.join("mounts"), line).unwrap();
    (school, key)
}

fn work(school: &School) -> RestoreState {
    restores::go(&school.house, &System::at_the_console(), &|| false).unwrap();
    school.house.restoring.state()
}

fn asked(page: &Reply, key: &str, browser: &mut crate::world::Browser) -> Reply {
    page.form("Restaurer").set("cle", key).send(browser)
}

#[test]
fn a_bare_box_takes_the_school_back_and_signs_everybody_out() {
    let disk = tempfile::tempdir().unwrap();
    let (school, key) = on_a_disk(disk.path());
    let (bare, code) = machine_beside(disk.path());
    // Not without the code.
    assert_eq!(bare.visitor().get(PAGE).path, "/mise-en-route");
    let refused = bare.visitor().post_once(PAGE, &[("cle", key.as_str())]);
    assert_eq!(refused.header("location"), Some("/mise-en-route"));
    let mut visitor = bare.visitor();
    let start = give(&mut visitor, &code);
    start.assert_says("Une nouvelle école").assert_says("Une école qui revient").link("Restaurer une sauvegarde");
    let page = visitor.get(PAGE);
    page.assert_says("PREAU-1");
    let going = asked(&page, &key.to_lowercase(), &mut visitor);
    assert_eq!(going.path, PAGE);
    going.assert_says("La restauration commence");
    let again = visitor.post_once(PAGE, &[("sauvegarde", "autre"), ("cle", key.as_str())]);
    again.assert_status(422);
    assert_eq!(work(&bare), RestoreState::Ready { lost: 0 });
    visitor.get(PAGE).assert_says("L’école est revenue");
    assert_eq!(row(&bare, "SELECT count(*) FROM person"), 0, "until the service begins anew");
    // As `serve` does between two lives.
    let back = bare.restarted_after(|data| assert!(settle(data).unwrap()));
    assert_eq!(row(&back, "SELECT count(*) FROM pupil"), row(&school, "SELECT count(*) FROM pupil"));
    assert_eq!(row(&back, "SELECT count(*) FROM session"), 0);
    assert_eq!(row(&back, "SELECT count(*) FROM restored WHERE confirmed_at IS NULL"), 1);
    back.visitor().get_once("/mise-en-route").assert_status(404);
    back.visitor().get_once(PAGE).assert_status(404);
    assert!(!back.data().join("restauration-prete").exists());
}

#[test]
fn what_cannot_come_back_is_said_and_the_box_stays_as_it_was() {
    let disk = tempfile::tempdir().unwrap();
    let (_school, key) = on_a_disk(disk.path());
    let (bare, code) = machine_beside(disk.path());
    let mut visitor = bare.visitor();
    give(&mut visitor, &code);
    let page = visitor.get(PAGE);
    asked(&page, "bonjour", &mut visitor).assert_status(422).assert_says("Ce n’est pas une clé de secours");
    let other = RecoveryKey::draw().groups().join(" ");
    asked(&page, &other, &mut visitor).assert_status(422).assert_says("n’ouvre pas cette sauvegarde");
    for path in ["../../../etc/passwd", "PREAU-1/../../x", "/etc/passwd"] {
        let reply = visitor.post_once(PAGE, &[("sauvegarde", path), ("cle", key.as_str())]);
        reply.assert_status(422).assert_says("n’est plus là");
    }
    // A file beside the archive has a flipped byte: found before anything is in its place.
    let files = super::all_files(&disk.path().join("media/PREAU-1/sauvegardes-preau/fichiers"));
    let mut bytes = std::fs::read(&files[0]).unwrap();
    let middle = bytes.len() - 5;
    bytes[middle] ^= 1;
    std::fs::write(&files[0], &bytes).unwrap();
    asked(&page, &key, &mut visitor).assert_says("La restauration commence");
    assert!(matches!(work(&bare), RestoreState::Incomplete(_)));
    let page = visitor.get(PAGE);
    page.assert_says("1 fichier manque ou est abîmé sur").assert_says("Restaurer sans les fichiers manquants");
    assert!(!bare.data().join("restauration-en-cours").exists() && !bare.data().join("restauration-prete").exists());
    // The way of a new school stays open.
    visitor.get("/mise-en-route/ecole").assert_status(200);
    page.form("Restaurer").set("cle", &key).tick("sans_abimes", "oui").send(&mut visitor);
    assert_eq!(work(&bare), RestoreState::Ready { lost: 1 }, "whoever has no other disk has all the rest");
    visitor.get(PAGE).assert_says("L’école est revenue, sauf 1 fichier");
    bytes[middle] ^= 1;
    std::fs::write(&files[0], &bytes).unwrap();
    // Nothing is there: what to do is said.
    let (bare, code) = machine_beside(&disk.path().join("rien"));
    let mut visitor = bare.visitor();
    give(&mut visitor, &code);
    let page = visitor.get(PAGE);
    page.assert_says("Aucune sauvegarde n’est là");
    // Or it is sent from the browser, in one file.
    let parcel = disk.path().join("ecole.tar");
    let folder = disk.path().join("media/PREAU-1");
    let tar = std::process::Command::new("tar").arg("-cf").arg(&parcel).arg("-C").arg(&folder).arg(".").status();
    assert!(tar.unwrap().success());
    let sent = |bytes: &[u8], browser: &mut crate::world::Browser| {
        browser.get(PAGE).form("Envoyer").attach("fichier", "ecole.tar", bytes).send(browser)
    };
    sent(b"pas un tar", &mut visitor).assert_status(422);
    sent(&std::fs::read(&parcel).unwrap(), &mut visitor).assert_says("Le fichier est arrivé");
    asked(&visitor.get(PAGE), &key, &mut visitor);
    assert_eq!(work(&bare), RestoreState::Ready { lost: 0 });
}

#[test]
fn what_another_disk_knows_of_who_was_erased_is_heeded() {
    let disks = tempfile::tempdir().unwrap();
    let (school, key) = on_a_disk(disks.path());
    // The disk with the backup was unplugged when Léa was erased: the other one got the line.
    let other = disks.path().join("media/PREAU-2/sauvegardes-preau");
    std::fs::create_dir_all(&other).unwrap();
    let (lea, made_at) =
        (school.id("lea"), row(&school, &format!("SELECT made_at FROM person WHERE id = {}", school.id("lea"))));
    let line = format!("{lea} {made_at} 1795000000\n{} 1 1795000000\n", school.id("zoe"));
    std::fs::write(other.join("effacements.txt"), line).unwrap();
    let mut mounts = std::fs::read_to_string(disks.path().join("mounts")).unwrap();
    let second = other.parent().unwrap().display().to_string();
    mounts.push_str(&format!("37 35 8:17 / {second} rw - ext4 /dev/sdb1 rw\n"));
    std::fs::write(disks.path().join("mounts"), mounts).unwrap();

    let (bare, code) = machine_beside(disks.path());
    let mut visitor = bare.visitor();
    give(&mut visitor, &code);
    asked(&visitor.get(PAGE), &key, &mut visitor).assert_says("La restauration commence");
    assert_eq!(work(&bare), RestoreState::Ready { lost: 0 });
    let back = bare.restarted_after(|data| assert!(settle(data).unwrap()));
    assert_eq!(row(&back, &format!("SELECT count(*) FROM person WHERE id = {lea}")), 0);
    assert_eq!(
        row(&back, &format!("SELECT count(*) FROM person WHERE id = {}", school.id("zoe"))),
        1,
        "a number alone is nobody"
    );
    assert_eq!(row(&back, &format!("SELECT count(*) FROM erasure WHERE person = {lea} AND until IS NULL")), 1);
    assert!(
        std::fs::read_to_string(back.data().join("effacements.txt")).unwrap().contains(&format!("{lea} {made_at}"))
    );
}
