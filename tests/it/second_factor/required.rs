//! The director's choice, what the door then holds, and the help for a lost telephone.

use super::{finish_set_up, first_step, pass, school, second_step, set_up};
use crate::world::{Browser, PASSPHRASE, School, bind, letters, row};
use preau::door::routes::Method;

/// Anne has it, and requires it of these from that many days on.
fn required(people: &[&str], of: &str, days: &str) -> School {
    let mut all = vec!["directrice"];
    all.extend(people);
    let school = school(&all);
    let mut anne = school.browser("directrice");
    set_up(&school, &mut anne);
    require(&mut anne, of, days).assert_says("enregistré");
    drop(anne);
    pass(&school, 60);
    school
}

fn require(director: &mut Browser, of: &str, days: &str) -> crate::world::Reply {
    let page = director.get("/reglages/securite");
    page.form("Enregistrer").set("qui", of).set("delai", days).send(director)
}

#[test]
fn the_director_cannot_lock_herself_out() {
    let school = school(&["directrice"]);
    let mut anne = school.browser("directrice");
    let to = anne.get("/reglages").link("Sécurité des comptes");
    let page = anne.get(&to);
    page.assert_says("Personne ne l’a encore activée").assert_says("activez la vôtre");
    require(&mut anne, "staff", "0").assert_status(422).assert_says("Activez d’abord la vôtre");
    anne.get("/").assert_says("Bonjour Anne");
    let phone = set_up(&school, &mut anne);
    require(&mut anne, "direction", "0").assert_says("enregistré");
    anne.get("/ecole").assert_status(200);
    pass(&school, 60);
    // Nor by taking hers away while she requires it.
    let stop = anne.get("/compte/deux-etapes/arret");
    stop.assert_says("ne peut pas être arrêtée");
    assert!(!stop.has_button("Arrêter"));
    let code = phone.code(&school, 0);
    let forced = anne.post("/compte/deux-etapes/arret", &[("phrase", PASSPHRASE), ("code", &code)]);
    forced.assert_status(422).assert_says("ne peut pas être arrêtée");
    // Nor from her own page in « L'école », without a code.
    let own = format!("/ecole/personnes/{}/deux-etapes", school.id("directrice"));
    anne.get(&own).assert_says("passez par « Mon compte »");
    anne.post(&own, &[]).assert_status(422);
    anne.get("/compte/deux-etapes").assert_says("Activée");
}

#[test]
fn a_week_is_told_on_the_home_page_and_then_the_door_holds() {
    let school = required(&["maitre_cm1"], "staff", "7");
    let mut etienne = school.browser("maitre_cm1");
    etienne.get("/").assert_says("À partir du mardi 24 novembre 2026").assert_says("Bonjour Étienne");
    school.browser("parent_lea").get("/").assert_silent_on("24 novembre");
    school.at("2026-11-23 23:59");
    let own = format!("/classes/{}", school.class("CM1"));
    etienne.get(&own).assert_status(200);
    school.at("2026-11-24 00:00");
    let held = etienne.get(&own);
    assert_eq!(held.path, "/compte/deux-etapes", "a session that stands is held too");
    held.assert_says("La direction de l’école la demande");
    let page = held.form("Ajouter mon téléphone").set("phrase", PASSPHRASE).send(&mut etienne);
    finish_set_up(&school, &mut etienne, &page);
    etienne.get("/").assert_says("Bonjour Étienne").assert_silent_on("nécessaire pour entrer");
}

/// What stays open to who is held at the door: its own three pages, the way out, and what is open to everybody.
#[test]
fn who_owes_it_reaches_nothing_else() {
    let school = required(&[], "staff", "0");
    let open = ["/compte/deux-etapes", "/compte/deux-etapes/application", "/deconnexion"];
    let mut held = school.browser("maitre_cm1");
    let mut seen = 0;
    for route in school.routes.iter().filter(|route| !open.contains(&route.path)) {
        let path = bind(&school, route.path);
        let reply = match route.method {
            Method::Get => held.get_once(&path),
            Method::Post => held.post_once(&path, &[("a", "b")]),
            other => held.tus_once(other, &path),
        };
        // Behind the link of a letter nobody who is signed in is meant.
        if matches!(route.gate, "Public" | "Always" | "AtSchool" | "SetUpCode" | "SettingUp")
            || route.gate.starts_with("ByLink<")
        {
            reply.assert_silent_on("Étienne");
            continue;
        }
        seen += 1;
        // A program is told so; it is led nowhere.
        if reply.status == 401 && (route.in_pieces || route.method == Method::Dav) {
            continue;
        }
        let led = reply.header("location") == Some("/compte/deux-etapes");
        // A form that does not check is drawn again behind its gate: led there, too.
        assert!(reply.status == 303 && led, "{:?} {}: {} {:?}", route.method, route.path, reply.status, reply.headers);
    }
    assert!(seen > 90, "{seen}");
    let page = held.get("/");
    page.assert_silent_on("Étienne");
    assert!(!page.body().contains("aria-label=\"Menu\""), "no menu to what is shut");
    page.form("Me déconnecter").send(&mut held).assert_says("La connexion est fermée");
}

#[test]
fn it_binds_whom_the_director_said_and_never_a_family() {
    let staff = ["maitresse_ce1", "atsem", "mairie", "technicien"];
    let others = ["parent_lea", "other_parent_lea", "lea"];
    let school = required(&[], "direction", "0");
    for who in staff.iter().chain(&others) {
        assert_eq!(school.browser(who).get("/").path, "/", "{who}");
    }
    let mut anne = school.browser("directrice");
    require(&mut anne, "staff", "0");
    for who in staff {
        assert_eq!(school.browser(who).get("/").path, "/compte/deux-etapes", "{who}");
    }
    // A substitute within her dates, and not between them.
    assert_eq!(school.browser("remplacante").get("/").path, "/");
    school.at("2026-12-02 08:00");
    assert_eq!(school.browser("remplacante").get("/").path, "/compte/deux-etapes");
    for who in others {
        assert_eq!(school.browser(who).get("/").path, "/", "{who}");
    }
    require(&mut school.browser("directrice"), "nobody", "0");
    assert_eq!(school.browser("atsem").get("/").path, "/");
}

#[test]
fn saving_the_same_choice_again_gives_no_new_delay() {
    let school = required(&[], "staff", "0");
    require(&mut school.browser("directrice"), "staff", "7");
    assert_eq!(school.browser("atsem").get("/").path, "/compte/deux-etapes");
}

#[test]
fn the_director_helps_who_lost_a_telephone() {
    let school = school(&["maitre_cm1", "directrice"]);
    let mut etienne = school.browser("maitre_cm1");
    let phone = set_up(&school, &mut etienne);
    pass(&school, 30);
    let mut laptop = school.visitor();
    let page = first_step(&mut laptop, "etienne.roussel");
    page.form("Continuer").set("code", &phone.code(&school, 0)).tick("appareil", "oui").send(&mut laptop);
    let path = format!("/ecole/personnes/{}", school.id("maitre_cm1"));
    let reset = format!("{path}/deux-etapes");
    for (who, status) in
        [("maitresse_ce1", 404), ("technicien", 404), ("mairie", 404), ("parent_lea", 404), ("other_parent_lea", 404)]
    {
        let mut browser = school.browser(who);
        browser.get(&reset).assert_status(status);
        browser.post(&reset, &[]).assert_status(status);
    }
    etienne.post(&reset, &[]).assert_status(404);
    assert_eq!(etienne.get("/").path, "/", "nobody else could");

    let mut anne = school.browser("directrice");
    let to = anne.get(&path).link("Téléphone perdu");
    let page = anne.get(&to);
    page.assert_says("de vive voix");
    page.form("Réinitialiser").send(&mut anne).assert_says("réinitialisé").assert_silent_on("Téléphone perdu");
    assert_eq!(etienne.get("/").path, "/connexion", "every session is cut");
    assert_eq!(laptop.get("/").path, "/connexion");
    let told = letters(&school);
    assert!(told.iter().any(|(_, subject)| subject.contains("est à refaire")), "{told:?}");
    let lines = "SELECT count(*) FROM journal WHERE act = 'reset_second_factor' AND by IS NOT NULL";
    assert_eq!(row(&school, lines), 1);
    first_step(&mut etienne, "etienne.roussel").assert_says("Bonjour Étienne");
    // The old sheet and the browser that was trusted are worth nothing when he sets it up again.
    set_up(&school, &mut etienne);
    assert_eq!(first_step(&mut laptop, "etienne.roussel").path, "/connexion/code");
    anne.post(&format!("/ecole/personnes/{}/deux-etapes", school.id("atsem")), &[]).assert_says("rien à réinitialiser");
}

#[test]
fn a_reset_while_it_is_required_leads_to_a_new_telephone() {
    let school = required(&["maitre_cm1"], "staff", "0");
    let mut etienne = school.visitor();
    let page = first_step(&mut etienne, "etienne.roussel");
    assert_eq!(page.path, "/compte/deux-etapes");
    let page = page.form("Ajouter mon téléphone").set("phrase", PASSPHRASE).send(&mut etienne);
    finish_set_up(&school, &mut etienne, &page);
    let reset = format!("/ecole/personnes/{}/deux-etapes", school.id("maitre_cm1"));
    school.browser("directrice").post(&reset, &[]);
    pass(&school, 60);
    let page = first_step(&mut etienne, "etienne.roussel");
    assert_eq!(page.path, "/compte/deux-etapes");
    let page = page.form("Ajouter mon téléphone").set("phrase", PASSPHRASE).send(&mut etienne);
    let phone = finish_set_up(&school, &mut etienne, &page);
    pass(&school, 60);
    let mut elsewhere = school.visitor();
    let page = first_step(&mut elsewhere, "etienne.roussel");
    second_step(&page, &mut elsewhere, &phone.code(&school, 0)).assert_says("Bonjour Étienne");
}

#[test]
fn root_helps_a_director_who_is_alone() {
    let school = required(&[], "staff", "0");
    let root = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_preau"));
        let done = command.args(["user", "second-factor", "anne.legoff"]).args(arguments);
        let done = done.arg("--data").arg(school.data()).output().unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    assert!(root(&[]).contains("se connecte en deux étapes"));
    let mut anne = school.visitor();
    assert_eq!(first_step(&mut anne, "anne.legoff").path, "/connexion/code", "asking changes nothing");
    assert!(root(&["--reset"]).contains("phrase de passe seule"));
    let lines = "SELECT count(*) FROM journal WHERE act = 'reset_second_factor' AND by IS NULL";
    assert_eq!(row(&school, lines), 1);
    assert!(letters(&school).iter().any(|(_, subject)| subject.contains("est à refaire")));
    let page = first_step(&mut anne, "anne.legoff");
    assert_eq!(page.path, "/compte/deux-etapes", "held like everybody, until she has it again");
    let page = page.form("Ajouter mon téléphone").set("phrase", PASSPHRASE).send(&mut anne);
    finish_set_up(&school, &mut anne, &page);
    anne.get("/reglages/securite").assert_status(200);
}
