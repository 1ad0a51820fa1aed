//! What the director changes in the settings, and what the technician sees of them.

use crate::world::School;
use preau::school::{class, settings};

#[test]
fn the_director_corrects_the_school_and_adds_an_ecole() {
    let school = School::new();
    let mut director = school.browser("directrice");
    let page = director.get("/reglages/ecole");
    let saved = page
        .form("Enregistrer")
        .set("nom", "Groupe scolaire Jean-Jaurès")
        .set("zone", "B")
        .set("semaine", "9")
        .set("uai", "")
        .set("nom1", "École élémentaire")
        .set("nom2", "École maternelle")
        .send(&mut director);
    saved.assert_status(200).assert_says("Les réglages de l’école sont enregistrés");
    let rx = school.house.db.read().unwrap();
    let facts = settings::store::facts(&rx).unwrap();
    assert_eq!((facts.name.as_str(), facts.zone.as_str()), ("Groupe scolaire Jean-Jaurès", "B"));
    assert_eq!(facts.half_days, "moap-tuap-wea-thap-frap");
    let names: Vec<String> = class::store::ecoles(&rx).unwrap().into_iter().map(|(_, ecole)| ecole.name).collect();
    assert_eq!(names, ["École élémentaire", "École maternelle"]);
}

#[test]
fn an_ecole_goes_with_its_name_unless_it_has_classes() {
    let school = School::new();
    let mut director = school.browser("directrice");
    let save = |director: &mut crate::world::Browser, second: &str, third: &str| {
        let form = director.get("/reglages/ecole").form("Enregistrer").set("uai", "");
        form.set("nom2", second).set("nom3", third).send(director)
    };
    let names = || {
        let rows = class::store::ecoles(&school.house.db.read().unwrap()).unwrap();
        rows.into_iter().map(|(_, ecole)| ecole.name).collect::<Vec<_>>()
    };
    save(&mut director, "Maternelle", "Annexe").assert_status(200);
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let settle = "UPDATE class SET ecole = (SELECT id FROM ecole WHERE name = ?1) WHERE key = 'cp'";
    file.execute(settle, ["Maternelle"]).unwrap();
    save(&mut director, "", "Annexe").assert_status(422).assert_says("Maternelle a encore des classes");
    assert_eq!(names(), ["École Jean-Jaurès", "Maternelle", "Annexe"]);
    // The class stays where it was when another one goes.
    file.execute(settle, ["Annexe"]).unwrap();
    save(&mut director, "", "Annexe").assert_status(200);
    assert_eq!(names(), ["École Jean-Jaurès", "Annexe"]);
    let its = "SELECT e.name FROM class c JOIN ecole e ON e.id = c.ecole WHERE c.key = 'cp'";
    assert_eq!(file.query_row(its, [], |row| row.get::<_, String>(0)).unwrap(), "Annexe");
}

#[test]
fn the_calendar_is_the_school_s_own() {
    let school = School::new();
    let mut director = school.browser("directrice");
    let taken = director.get("/reglages/calendrier").form("Reprendre").send(&mut director);
    taken.assert_says("Noël");
    let page = director.get("/reglages/calendrier/nouveau");
    let wrong = page.form("Enregistrer").set("nom", "Pont").set("du", "2027-05-07").set("au", "2027-05-06");
    wrong.send(&mut director).assert_status(422).assert_says("vient avant le premier");
    let added = page.form("Enregistrer").set("nom", "Journée banalisée").set("du", "2027-03-05").send(&mut director);
    let link = added.link("Journée banalisée");
    let edit = director.get(&link);
    let changed = edit.form("Enregistrer").set("nom", "Kermesse").send(&mut director);
    changed.assert_says("Kermesse").assert_says("vendredi 5 mars 2027");
    let removed = director.get(&link).form("Retirer").send(&mut director);
    removed.assert_silent_on("Kermesse");
    director.get_once(&link).assert_status(404);
}

#[test]
fn the_technician_tends_the_box_and_sees_nothing_else() {
    let school = School::new();
    school.at("2027-06-15 09:00");
    let mut technician = school.browser("technicien");
    let index = technician.get("/reglages");
    index
        .assert_says("Adresse et certificat")
        .assert_silent_on("/reglages/ecole")
        .assert_silent_on("/reglages/courrier");
    for path in ["/reglages/ecole", "/reglages/calendrier", "/reglages/courrier", "/reglages/premiers-pas"] {
        technician.get_once(path).assert_status(403);
    }
    let page = technician.get("/reglages/adresse");
    let fixed = page.form("Enregistrer l’adresse").set("nom_reseau", "ecole-jaures.local").set("autres", "ent.lan");
    fixed.send(&mut technician).assert_says("L’adresse est fixée").assert_says("ent.lan");
    assert_eq!(school.house.tls.facts().names.unwrap().dns(), ["ecole-jaures.local", "ent.lan"]);
    assert!(school.house.tls.is_called("ent.lan") && !school.house.tls.is_called("192.168.1.2"));
}

#[test]
fn a_certificate_whose_authority_was_lost_is_said_on_the_home_page() {
    let school = School::new();
    school.at("2027-06-15 09:00");
    let mut technician = school.browser("technicien");
    let page = technician.get("/reglages/adresse");
    page.form("Enregistrer l’adresse").set("nom_reseau", "ecole-jaures.local").send(&mut technician);
    technician.get("/").assert_silent_on("autorité");
    let lost = std::fs::read_dir(school.data().join("tls")).unwrap().map(|entry| entry.unwrap().path());
    for path in lost.filter(|path| path.to_string_lossy().contains("authority-")) {
        std::fs::remove_file(path).unwrap();
    }

    let school = school.restarted();
    school.at("2027-06-15 10:00");
    school.house.tend().unwrap();
    let mut technician = school.browser("technicien");
    technician.get("/").assert_says("Le fichier de l’autorité de l’école manque");
    let page = technician.get("/reglages/adresse");
    page.assert_says("une autorité qui n’est plus dans la boîte");
    page.form("Enregistrer l’adresse").send(&mut technician);
    technician.get("/").assert_silent_on("autorité");
}

#[test]
fn an_authority_in_its_last_year_asks_for_the_next() {
    let school = School::new();
    school.at("2027-06-15 09:00");
    let mut technician = school.browser("technicien");
    let save = |browser: &mut crate::world::Browser| {
        let form = browser.get("/reglages/adresse").form("Enregistrer l’adresse");
        form.set("nom_reseau", "ecole-jaures.local").send(browser).assert_says("L’adresse est fixée");
    };
    save(&mut technician);
    technician.get("/").assert_silent_on("autorité");
    school.at("2036-09-15 09:00");
    school.house.tend().unwrap();
    let mut technician = school.browser("technicien");
    technician.get("/").assert_says("L’autorité de l’école finit le").assert_says("une chose vous attend");
    save(&mut technician);
    technician.get("/").assert_silent_on("autorité");
    assert_eq!(school.house.tls.facts().roots.len(), 2);
}

#[test]
fn a_mail_server_that_does_not_answer_is_told_and_nothing_is_kept() {
    let school = School::new();
    let mut director = school.browser("directrice");
    let page = director.get("/reglages/courrier");
    let fill = |page: &crate::world::Reply, button: &str| {
        page.form(button)
            .set("serveur", "127.0.0.1")
            .set("port", "1")
            .set("securite", "local")
            .set("expediteur", "ecole@ville.example")
            .set("identifiant_courrier", "ecole")
            .set("mot_de_passe_courrier", "secret du courrier")
    };
    let refused = fill(&page, "Envoyer une lettre").send(&mut director);
    refused.assert_status(422).assert_says("La lettre d’essai n’est pas partie").assert_silent_on("secret du courrier");
    refused.assert_says("le serveur n’écoute pas à ce port").assert_says("Ce que le serveur a répondu");
    let html = refused.html();
    let words = html.select(&crate::world::selector("span[lang=en]")).next().unwrap();
    assert!(words.text().collect::<String>().contains("refused"));
    let mail = || settings::store::mail(&school.house.db.read().unwrap()).unwrap();
    assert!(!mail().is_set());
    fill(&page, "sans essai").send(&mut director).assert_says("Le courrier est réglé");
    let kept = mail();
    assert_eq!(school.house.keys.unseal(kept.password.as_deref().unwrap()).unwrap(), "secret du courrier");
    // Left empty, the password stays; the sealed bytes are not the clear ones.
    let page = director.get("/reglages/courrier");
    page.form("sans essai").set("expediteur", "jaures@ville.example").send(&mut director);
    assert_eq!(mail().password, kept.password);
    page.form("Couper").send(&mut director).assert_says("les lettres attendent");
    assert!(!mail().is_set());
}

#[test]
fn a_mail_server_s_no_is_told_by_its_cause() {
    let school = School::new();
    let mut director = school.browser("directrice");
    for (answer, field, said) in [
        ("550 5.7.1 Sender not allowed", "expediteur", "n’en a pas voulu"),
        ("530 5.7.0 Authentication required", "identifiant_courrier", "refuse l’identifiant"),
    ] {
        let (port, server) = refusing(answer);
        let page = director.get("/reglages/courrier").form("Envoyer une lettre").set("serveur", "127.0.0.1");
        let page =
            page.set("port", &port.to_string()).set("securite", "local").set("expediteur", "ecole@ville.example");
        let refused = page.send(&mut director);
        refused.assert_status(422).assert_says(said).assert_says(&answer[4..]);
        let html = refused.html();
        let invalid = crate::world::selector(&format!("[name={field}][aria-invalid]"));
        assert!(html.select(&invalid).next().is_some(), "{field}");
        server.join().unwrap();
    }
}

/// A mail server that greets, then says no to whoever would write.
fn refusing(answer: &'static str) -> (u16, std::thread::JoinHandle<()>) {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = move || {
        let (mut socket, _) = listener.accept().unwrap();
        socket.write_all(b"220 essai\r\n").unwrap();
        for line in BufReader::new(socket.try_clone().unwrap()).lines().map_while(Result::ok) {
            let reply = if line.starts_with("EHLO") { "250 essai" } else { answer };
            if socket.write_all(format!("{reply}\r\n").as_bytes()).is_err() {
                break;
            }
        }
    };
    (port, std::thread::spawn(serve))
}
