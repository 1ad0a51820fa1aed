//! Who comes in, and by what.

use super::{MINE, draw, login, program, with};
use crate::world::{PASSPHRASE, PERSONAS, School, row};
use actix_web::test::TestRequest;
use preau::{base::db::Id, school::account};

fn run(school: &School, sql: &str) {
    rusqlite::Connection::open(school.house.db.path()).unwrap().execute_batch(sql).unwrap();
}

/// M. Roussel's account has a passphrase.
fn activate(school: &School) {
    let phc = preau::base::secret::hash_passphrase(PASSPHRASE).unwrap();
    let (tx, account) = (school.house.db.write().unwrap(), Id::new(school.people.account("maitre_cm1")));
    account::store::set_passphrase(&tx, account, &phc, school.house.clock.now()).unwrap();
    tx.commit().unwrap();
}

#[test]
fn nobody_is_asked_for_a_password_and_a_cookie_is_none() {
    let school = School::new();
    for who in ["visiteur", "maitre_cm1"] {
        for method in
            ["OPTIONS", "PROPFIND", "GET", "PUT", "MKCOL", "DELETE", "COPY", "MOVE", "LOCK", "UNLOCK", "PROPPATCH"]
        {
            let request = TestRequest::default()
                .method(actix_web::http::Method::from_bytes(method.as_bytes()).unwrap())
                .uri("/dav/Mes%20documents/a")
                .insert_header(("depth", "0"))
                .insert_header(("sec-fetch-site", "same-origin"));
            let reply = school.browser(who).send(request, MINE);
            assert_eq!(reply.status, 401, "{who} {method}");
            assert!(reply.header("www-authenticate").unwrap().starts_with("Basic realm=\"Preau\""), "{who} {method}");
            assert!(reply.header("set-cookie").is_none());
        }
    }
}

#[test]
fn an_application_password_opens_documents_and_no_page() {
    let school = School::new();
    let mut program = program(&school, "maitre_cm1");
    assert_eq!(program.ask("PROPFIND", "/dav/", &[("depth", "0")], b"").status, 207);
    for page in ["/compte", "/", "/compte/applications"] {
        let reply = program.ask("GET", page, &[], b"");
        assert!(reply.status == 303 && reply.header("location").unwrap().starts_with("/connexion"), "{page}");
    }
    // Neither the passphrase, nor another's login.
    let own = login(&school, "maitre_cm1");
    assert_eq!(with(&school, &own, PASSPHRASE).plain("OPTIONS", "/dav"), 401);
    let password = draw(&school, "maitre_cm1");
    assert_eq!(with(&school, &login(&school, "directrice"), &password).plain("OPTIONS", "/dav"), 401);
    assert_eq!(with(&school, &format!("PC-CLASSE\\{own}"), &password.to_uppercase()).plain("OPTIONS", "/dav"), 200);
    for broken in ["Basic", "Basic !!!", "Basic bm9ib2R5", "Bearer x", &format!("Basic {}", "A".repeat(5_000))] {
        let mut program = with(&school, "x", "y");
        program.authorization = Some(broken.to_owned());
        assert_eq!(program.plain("OPTIONS", "/dav"), 401, "{broken}");
    }
}

#[test]
fn only_who_works_here_makes_one_and_only_while_they_do() {
    let school = School::new();
    let mut may = Vec::new();
    for who in PERSONAS.iter().filter(|who| **who != "visiteur") {
        let status = school.browser(who).get_once("/compte/applications").status;
        assert!([200, 303, 404].contains(&status), "{who}: {status}");
        if status == 200 {
            may.push(*who);
        }
    }
    assert_eq!(
        may,
        ["directrice", "maitre_cm1", "maitresse_ce1", "remplacante_en_poste", "atsem", "aesh", "animatrice"],
        "{may:?}"
    );
    let mut program = program(&school, "remplacante_en_poste");
    assert_eq!(program.plain("OPTIONS", "/dav"), 200);
    run(
        &school,
        &format!("UPDATE duty SET until_on = '2026-11-01' WHERE person = {}", school.id("remplacante_en_poste")),
    );
    assert_eq!(program.plain("OPTIONS", "/dav"), 401, "her time here is over");
}

#[test]
fn it_is_made_with_the_passphrase_shown_once_and_revoked() {
    let school = School::new();
    activate(&school);
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get("/compte/applications");
    let form = page.form("Créer");
    let wrong = form.clone().set("nom", "Portable").set("phrase", "autre chose que la phrase").send(&mut teacher);
    wrong.assert_status(422).assert_says("Ce n’est pas votre phrase de passe");
    let shown = form.set("nom", "Portable de la classe").set("phrase", PASSPHRASE).send(&mut teacher);
    shown.assert_says("il ne sera plus jamais affiché");
    let text = shown.text();
    let password = text.split_whitespace().find(|word| word.len() == 34 && word.matches('-').count() == 6).unwrap();
    let mut program = with(&school, &login(&school, "maitre_cm1"), password);
    assert_eq!(program.plain("OPTIONS", "/dav"), 200);
    let list = teacher.get("/compte/applications");
    list.assert_says("Portable de la classe").assert_says("Utilisé aujourd’hui").assert_silent_on(password);
    assert!(!crate::world::data_holds(school.data(), password.replace('-', "").as_bytes()), "only its digest is kept");
    // Another's is not touched.
    let id = row(&school, "SELECT max(id) FROM application_password");
    assert_eq!(school.browser("directrice").post_once(&format!("/compte/applications/{id}/fin"), &[]).status, 404);
    assert_eq!(program.plain("OPTIONS", "/dav"), 200);
    list.form("Supprimer").send(&mut teacher).assert_says("C’est supprimé");
    assert_eq!(program.plain("OPTIONS", "/dav"), 401);
    assert!(crate::world::letters(&school).iter().any(|(_, subject)| subject.contains("mot de passe d’application")));
}

#[test]
fn it_goes_with_the_passphrase_the_account_and_stops_while_all_is_frozen() {
    let school = School::new();
    activate(&school);
    let mut program = program(&school, "maitre_cm1");
    run(&school, "INSERT INTO correspondence_freeze (profile, frozen_at) VALUES ('staff', 1)");
    assert_eq!(program.plain("OPTIONS", "/dav"), 401);
    run(&school, "DELETE FROM correspondence_freeze");
    assert_eq!(program.plain("OPTIONS", "/dav"), 200);
    let mut teacher = school.browser("maitre_cm1");
    let form = teacher.get("/compte/phrase").form("Enregistrer");
    let new = "cinq tortues dans la neige";
    form.set("actuelle", PASSPHRASE).set("nouvelle", new).set("encore", new).send(&mut teacher);
    assert_eq!(program.plain("OPTIONS", "/dav"), 401, "it went with the old passphrase");
    let mut program = super::program(&school, "maitresse_ce1");
    run(&school, &format!("UPDATE account SET closed_at = 1 WHERE id = {}", school.people.account("maitresse_ce1")));
    assert_eq!(program.plain("OPTIONS", "/dav"), 401, "the account is closed");
}

#[test]
fn signing_everybody_out_ends_them_all() {
    const STOP: &str = "/reglages/correspondance/suspension";
    let school = School::new();
    activate(&school);
    let mut programs = ["maitre_cm1", "atsem", "directrice"].map(|who| program(&school, who));
    for program in &mut programs {
        assert_eq!(program.plain("OPTIONS", "/dav"), 200);
    }
    let mut anne = school.browser("directrice");
    let page = anne.get(STOP);
    page.assert_says("tous les mots de passe d’application sont supprimés");
    page.form("Suspendre tous les messages et déconnecter tout le monde").send(&mut anne);
    let mut teacher = school.browser("maitre_cm1");
    let create = |teacher: &mut crate::world::Browser| {
        let form = teacher.get("/compte/applications").form("Créer");
        form.set("nom", "Portable").set("phrase", PASSPHRASE).send(teacher)
    };
    create(&mut teacher).assert_status(422).assert_says("La direction a suspendu les échanges");
    for profile in ["staff", "families", "pupils"] {
        for program in &mut programs {
            assert_eq!(program.plain("OPTIONS", "/dav"), 401, "before {profile} are opened");
            assert_eq!(program.put("/dav/Mes%20documents/x.txt", b"x"), 401);
        }
        anne.post(&format!("{STOP}/reprise"), &[("qui", profile)]).assert_status(200);
    }
    for program in &mut programs {
        assert_eq!(program.plain("OPTIONS", "/dav"), 401, "opened again, they are gone all the same");
    }
    assert_eq!(row(&school, "SELECT count(*) FROM application_password WHERE revoked_at IS NULL"), 0);
    create(&mut teacher).assert_status(200).assert_says("il ne sera plus jamais affiché");
}

#[test]
fn where_documents_are_off_there_is_no_drive() {
    let school = School::new();
    let mut program = program(&school, "maitre_cm1");
    run(&school, "INSERT INTO service_off (room, off_at) VALUES ('documents', 1)");
    assert_eq!(program.plain("OPTIONS", "/dav"), 404);
    assert_eq!(school.visitor().get_once("/dav").status, 404);
    assert_eq!(school.browser("maitre_cm1").get_once("/compte/applications").status, 404);
    let bare = School::bare();
    assert_eq!(bare.visitor().get_once("/dav").status, 404);
}

#[test]
fn guesses_are_few_and_keep_no_good_one_out() {
    let school = School::new();
    let (mut good, mut wrong) = (program(&school, "maitre_cm1"), with(&school, "maitre.cm1", "0000-0000"));
    let answers: Vec<u16> = (0..130).map(|_| wrong.plain("OPTIONS", "/dav")).collect();
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 120);
    let reply = wrong.ask("OPTIONS", "/dav", &[], b"");
    assert_eq!(reply.status, 429);
    assert!(reply.header("retry-after").is_some());
    assert_eq!(good.plain("OPTIONS", "/dav"), 200);
}
