//! Coming in and going out.

use crate::world::{PASSPHRASE, School};

#[test]
fn sophie_signs_in_and_out() {
    let school = School::new();
    let mut sophie = school.visitor();
    let page = sophie.get("/");
    assert_eq!(page.path, "/connexion");
    let home = page.form("Me connecter").set("identifiant", "Sophie.Petit").set("phrase", PASSPHRASE).send(&mut sophie);
    home.assert_status(200).assert_says("Bonjour Sophie");
    let account = sophie.get("/compte");
    account.assert_says("sophie.petit");
    let out = account.form("Me déconnecter").send(&mut sophie);
    out.assert_says("Vous êtes déconnecté");
    assert_eq!(sophie.get("/compte").path, "/connexion?retour=%2Fcompte");
}
