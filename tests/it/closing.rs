//! An account closed by the director, every door of it, and the same account opened again.

use crate::world::{PASSPHRASE, Reply, School, letters, row};
use preau::{
    base::{db::Id, jobs::System, secret},
    school::account,
};

fn path(school: &School, who: &str, what: &str) -> String {
    format!("/ecole/personnes/{}/{what}", school.id(who))
}

fn close(school: &School, by: &str, who: &str) -> Reply {
    let mut browser = school.browser(by);
    browser.get(&path(school, who, "fermeture")).form("Fermer le compte").send(&mut browser)
}

/// Opens the account of somebody of the team.
fn activate(school: &School, who: &str) {
    let phc = secret::hash_passphrase(PASSPHRASE).unwrap();
    let tx = school.house.db.write().unwrap();
    let now = school.house.clock.now();
    account::store::set_passphrase(&tx, Id::new(school.people.account(who)), &phc, now).unwrap();
    tx.commit().unwrap();
}

fn slip(school: &School, who: &str) -> account::FreshSlip {
    let tx = school.house.db.write().unwrap();
    let (account, now) = (Id::new(school.people.account(who)), school.house.clock.now());
    let slip = account::store::draw_slip(&tx, account, &school.house.keys, now, &System::at_the_console()).unwrap();
    tx.commit().unwrap();
    slip
}

#[test]
fn a_closed_account_opens_by_no_door() {
    let school = School::new();
    let account = school.people.account("parent_lea");
    let tx = school.house.db.write().unwrap();
    let codes = [school.house.keys.code("recovery", "abcdefgh")];
    account::store::set_recovery_codes(&tx, Id::new(account), &codes).unwrap();
    tx.commit().unwrap();
    let slip_before = slip(&school, "parent_lea");
    let mut phone = school.browser("parent_lea");
    phone.get("/").assert_says("Bonjour Sophie");
    let closed = close(&school, "directrice", "parent_lea");
    closed.assert_says("Le compte est fermé.").assert_says("Compte fermé").assert_says("Rouvrir le compte");

    assert_eq!(phone.get("/").path, "/connexion", "sessions end");
    let wrong = {
        let mut sophie = school.visitor();
        let form = sophie.get("/connexion").form("Me connecter").set("identifiant", "sophie.petit");
        form.set("phrase", PASSPHRASE).send(&mut sophie)
    };
    wrong.assert_status(422).assert_says("n’est pas le bon");
    school.visitor().get(&format!("/activer/{}", slip_before.token)).assert_status(404);
    let mut sophie = school.visitor();
    let form = sophie.get("/activation").form("Continuer").set("identifiant", "sophie.petit");
    form.set("code", &slip_before.code).send(&mut sophie).assert_says("ne vont pas ensemble");
    let form = sophie.get("/connexion/secours").form("Changer ma phrase").set("identifiant", "sophie.petit");
    let form = form.set("code", "abcd-efgh").set("nouvelle", "trois tortues dans le couloir");
    form.set("encore", "trois tortues dans le couloir").send(&mut sophie).assert_status(422);

    // No paper and no code is made for it.
    let mut anne = school.browser("directrice");
    anne.get(&path(&school, "parent_lea", "fiche"))
        .assert_says("Ce compte est fermé")
        .assert_silent_on("Imprimer la fiche");
    anne.post_once(&path(&school, "parent_lea", "fiche"), &[]).assert_status(403);
    anne.get("/ecole/fiches?quoi=toutes").assert_says("1 personne a un compte fermé");
    let mut teacher = school.browser("maitre_cm1");
    let rescue = teacher.get(&format!("/eleves/{}/depannage", school.id("lea")));
    rescue.assert_says("Paul Martin").assert_silent_on("Sophie");
    let tie = row(
        &school,
        &format!(
            "SELECT id FROM guardianship WHERE pupil = {} AND guardian = {}",
            school.id("lea"),
            school.id("parent_lea")
        ),
    );
    teacher.post_once(&format!("/eleves/{}/depannage/{tie}", school.id("lea")), &[]).assert_status(404);
    // Even a slip drawn past the screens is worth nothing.
    let forced = slip(&school, "parent_lea");
    school.visitor().get(&format!("/activer/{}", forced.token)).assert_status(404);

    anne.get("/ecole/familles?q=petit").assert_says("Compte fermé");
    anne.get("/ecole/familles?vue=attente").assert_silent_on("Sophie");
    let subjects: Vec<String> = letters(&school)
        .into_iter()
        .filter(|(to, _)| to.starts_with("parent_lea@"))
        .map(|(_, subject)| subject)
        .collect();
    assert!(subjects.iter().any(|subject| subject.ends_with("votre compte est fermé")), "{subjects:?}");
    assert_eq!(
        row(&school, &format!("SELECT count(*) FROM journal WHERE act = 'close_account' AND thing_id = {account}")),
        1
    );
}

#[test]
fn the_same_account_is_opened_again() {
    let school = School::new();
    close(&school, "directrice", "parent_lea");
    let mut anne = school.browser("directrice");
    let page = anne.get(&path(&school, "parent_lea", "reouverture"));
    page.form("Rouvrir le compte").send(&mut anne).assert_says("Le compte est rouvert.").assert_says("Activé le");
    let mut sophie = school.visitor();
    let form = sophie.get("/connexion").form("Me connecter").set("identifiant", "sophie.petit");
    form.set("phrase", PASSPHRASE).send(&mut sophie).assert_says("Bonjour Sophie").assert_says("Léa");
    assert!(letters(&school).iter().any(|(_, subject)| subject.ends_with("votre compte est rouvert")));
    // Asked once too often, nothing happens.
    assert_eq!(
        anne.get(&path(&school, "parent_lea", "reouverture")).path,
        format!("/ecole/personnes/{}", school.id("parent_lea"))
    );
}

#[test]
fn nobody_but_the_director_closes() {
    let school = School::new();
    let closing = path(&school, "parent_lea", "fermeture");
    for (who, expected) in [
        ("maitre_cm1", 404),
        ("other_parent_lea", 404),
        ("parent_lea", 404),
        ("mairie", 404),
        ("technicien", 404),
        ("lea", 404),
        ("ancienne_directrice", 404),
    ] {
        let mut browser = school.browser(who);
        for path in [&closing, &path(&school, "parent_lea", "reouverture")] {
            browser.get_once(path).assert_status(expected);
            browser.post_once(path, &[]).assert_status(expected);
        }
    }
    assert_eq!(row(&school, "SELECT count(*) FROM account WHERE closed_at IS NOT NULL"), 0);
    // A pupil's account is not closed from here.
    school.browser("directrice").get_once(&path(&school, "lea", "fermeture")).assert_status(404);
}

#[test]
fn neither_ones_own_nor_the_last_director_s() {
    let school = School::new();
    activate(&school, "directrice");
    let own = path(&school, "directrice", "fermeture");
    let mut anne = school.browser("directrice");
    anne.get(&own).assert_says("votre propre compte").assert_silent_on("Fermer le compte</span></button>");
    anne.post_once(&own, &[]).assert_status(422).assert_says("votre propre compte");

    // Odile directs for a month: she may not close the account of who directs without an end.
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let odile = school.id("ancienne_directrice");
    file.execute("UPDATE duty SET until_on = '2026-12-16' WHERE person = ?1", [odile]).unwrap();
    let closing = path(&school, "directrice", "fermeture");
    let mut browser = school.browser("ancienne_directrice");
    browser.get(&closing).assert_says("dernier compte qui dirige");
    browser.post_once(&closing, &[]).assert_status(422);
    anne.get("/ecole").assert_status(200);

    // With an account in use and no end in sight, she may.
    file.execute("UPDATE duty SET until_on = NULL WHERE person = ?1", [odile]).unwrap();
    browser.post_once(&closing, &[]).assert_status(422);
    activate(&school, "ancienne_directrice");
    close(&school, "ancienne_directrice", "directrice").assert_says("Le compte est fermé.");
    assert_eq!(anne.get("/ecole").path, "/connexion?retour=%2Fecole");
}
