//! From a bare machine to a school: the code, the screens, the certificate, and the end of the set-up.

use crate::world::{Browser, Reply, School};
use preau::{
    base::{
        backup::{RecoveryKey, RestoreState, Wish},
        db::Id,
        jobs::System,
        tls::Standing,
    },
    door::routes::Method,
    rooms::settings::first_run::announce,
    school::account,
};
use std::os::unix::fs::PermissionsExt;

const SURE: &str = "2027-06-15 09:00";
const PHRASE: &str = "girafe tuba lampe seize";

/// A bare machine whose clock is right, and the code that its console shows.
fn machine() -> (School, String) {
    let school = School::bare();
    school.at(SURE);
    school.house.tend().unwrap();
    let code = start(&school);
    (school, code)
}

/// The same beside a folder that stands for its disks.
pub fn machine_beside(disks: &std::path::Path) -> (School, String) {
    let school = School::bare().beside(disks);
    school.at(SURE);
    let code = start(&school);
    (school, code)
}

fn start(school: &School) -> String {
    let text = announce::invitation(&school.house, &System::at_the_console(), 443, Some(80)).unwrap().unwrap();
    let is_code = |line: &&str| line.len() == 14 && line.matches('-').count() == 2;
    text.lines().map(str::trim).find(is_code).unwrap().to_owned()
}

pub fn give(browser: &mut Browser, code: &str) -> Reply {
    let door = browser.get("/mise-en-route");
    door.form("Commencer").set("code", code).send(browser)
}

fn school_screen(browser: &mut Browser) -> Reply {
    let page = browser.get("/mise-en-route/ecole");
    page.form("Continuer")
        .set("nom", "École Jean-Jaurès")
        .set("uai", "0691234S")
        .set("code_postal", "69100")
        .set("ville", "Villeurbanne")
        .send(browser)
}

fn director_screen(browser: &mut Browser) -> Reply {
    let page = browser.get("/mise-en-route/direction");
    page.form("Créer mon compte")
        .set("civilite", "Mme")
        .set("prenom", "Nadia")
        .set("nom", "Benali")
        .set("phrase", PHRASE)
        .send(browser)
}

fn shown_codes(page: &Reply) -> Vec<String> {
    let html = page.html();
    html.select(&crate::world::selector("ol li code")).map(crate::world::words).collect()
}

#[test]
fn without_the_code_nothing_opens() {
    let (school, _) = machine();
    let mut visitor = school.visitor();
    assert_eq!(visitor.get("/").path, "/mise-en-route");
    let mut seen = 0;
    for at in 0..school.routes.len() {
        let (method, path, gate) = (school.routes[at].method, school.routes[at].path, school.routes[at].gate);
        if path == "/mise-en-route" || gate == "Always" || path.contains('{') {
            continue;
        }
        let reply = match method {
            Method::Get => visitor.get_once(path),
            Method::Post => visitor.post_once(path, &[("plus_tard", "oui")]),
            other => visitor.tus_once(other, path),
        };
        if method == Method::Dav {
            assert_eq!(reply.status, 404, "a program is led nowhere");
            continue;
        }
        assert!(matches!(reply.status, 303 | 422), "{path}: {}", reply.status);
        if reply.status == 303 {
            assert_eq!(reply.header("location"), Some("/mise-en-route"), "{path}");
        }
        reply.assert_silent_on("Codes de secours");
        seen += 1;
    }
    assert!(seen > 15, "only {seen} routes were tried");
    visitor.get("/confiance").assert_says("familles, n’installez rien");
    assert!(school.house.tls.facts().names.is_none());
}

#[test]
fn a_forged_cookie_opens_nothing() {
    let (school, code) = machine();
    let mut nadia = school.visitor();
    assert_eq!(give(&mut nadia, &code).path, "/mise-en-route/debut");
    let mut other = school.visitor();
    other.set_cookie("__Host-installation", "AAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(other.get("/mise-en-route/ecole").path, "/mise-en-route");
}

#[test]
fn wrong_codes_are_told_counted_and_slowed() {
    let (school, code) = machine();
    let mut visitor = school.visitor();
    for wrong in ["", "AAAA-BBBB-CCCC", "bonjour", "AAAA-BBBB-CCC0"].iter().cycle().take(8) {
        give(&mut visitor, wrong).assert_status(422).assert_says("Ce n’est pas le code affiché");
    }
    give(&mut visitor, &code).assert_status(422).assert_says("Trop d’essais. Attendez 30 secondes");
    // The director's own tablet is another machine.
    let mut nadia = school.visitor();
    nadia.address = "192.168.1.77:1000".parse().unwrap();
    assert_eq!(give(&mut nadia, &code).path, "/mise-en-route/debut");
    school.at("2027-06-15 09:01");
    assert_eq!(give(&mut visitor, &code.to_lowercase().replace('-', " ")).path, "/mise-en-route/debut");
}

#[test]
fn a_restart_ends_the_worth_of_the_code_before() {
    let (school, old) = machine();
    let new = start(&school);
    assert_ne!(old, new);
    let mut nadia = school.visitor();
    give(&mut nadia, &old).assert_status(422);
    assert_eq!(give(&mut nadia, &new).path, "/mise-en-route/debut");
    // A browser that gave the code before the restart goes on.
    start(&school);
    assert_eq!(nadia.get("/mise-en-route").path, "/mise-en-route/debut");
}

#[test]
fn nadia_sets_up_her_school_in_two_sittings() {
    let (school, code) = machine();
    let file = school.data().join("INSTALLATION.txt");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o400);
    assert!(std::fs::read_to_string(&file).unwrap().contains(&code));

    let mut nadia = school.visitor();
    give(&mut nadia, &code);
    assert_eq!(school_screen(&mut nadia).path, "/mise-en-route/direction");
    // A weak passphrase first, then a login that nobody has.
    let page = nadia.get("/mise-en-route/direction");
    let weak = page.form("Créer mon compte").set("prenom", "Nadia").set("nom", "Benali").set("phrase", "nadia benali");
    weak.send(&mut nadia).assert_status(422).assert_says("Elle repose sur votre nom");
    let page = director_screen(&mut nadia);
    assert_eq!(page.path, "/mise-en-route/codes");
    let codes = shown_codes(&page);
    assert_eq!(codes.len(), 10);
    // She may not go past a screen.
    assert_eq!(nadia.get("/mise-en-route/courrier").path, "/mise-en-route/codes");
    page.form("Ma feuille").set("code", &codes[0]).send(&mut nadia).assert_status(422).assert_says("quatrième code");

    // The next day, from another machine: the code again, then where she was, with the same codes.
    school.at("2027-06-16 09:00");
    let mut nadia = school.visitor();
    let page = give(&mut nadia, &code);
    assert_eq!((page.path.as_str(), shown_codes(&page)), ("/mise-en-route/codes", codes.clone()));
    let address = page.form("Ma feuille").set("code", &codes[3].to_lowercase()).send(&mut nadia);
    assert_eq!(address.path, "/mise-en-route/adresse");
    assert_eq!(nadia.get("/mise-en-route/codes").path, "/mise-en-route/adresse", "they are never shown again");
    address.assert_says("mercredi 16 juin 2027, 9 h");

    assert_eq!(school.house.tls.facts().standing, Standing::Provisional);
    let fixed = address.form("Fixer").set("nom_reseau", "ecole-jaures.local").send(&mut nadia);
    let facts = school.house.tls.facts();
    assert_eq!(facts.standing, Standing::Authority);
    fixed.assert_says(&facts.roots[0].fingerprint().words().join(" · ")).assert_says("https://ecole-jaures.local");

    assert_eq!(nadia.get("/mise-en-route/courrier").path, "/mise-en-route/cle", "the backups' key comes first");
    let mail = nadia.get("/mise-en-route/cle").form("Plus tard").send(&mut nadia);
    assert_eq!(mail.path, "/mise-en-route/courrier");
    // One school or the other: while one comes back, this one is not finished.
    let wish = Wish { from: school.data().into(), key: RecoveryKey::draw(), takes_loss: false };
    assert!(school.house.restoring.wish(wish));
    assert_eq!(mail.form("Plus tard").send(&mut nadia).path, "/mise-en-route/restauration");
    assert!(file.exists());
    school.house.restoring.tell(RestoreState::Nothing);
    let done = mail.form("Plus tard").send(&mut nadia);
    assert_eq!(done.path, "/reglages/premiers-pas");
    done.assert_says("Nadia Benali").assert_says("Élèves et classes");
    assert!(!file.exists());
    nadia.get("/").assert_says("deux choses vous attendent").link("Imprimer la clé");

    the_set_up_is_gone_for_everybody(&school, &mut nadia, &code);
    a_recovery_code_is_worth_one_use(&school, &codes[7]);
    nothing_clear_is_kept(&school, &[&codes[7], PHRASE, &code]);
}

fn the_set_up_is_gone_for_everybody(school: &School, director: &mut Browser, code: &str) {
    for path in ["/mise-en-route", "/mise-en-route/ecole", "/mise-en-route/codes", "/mise-en-route/certificat"] {
        director.get_once(path).assert_status(404);
        school.visitor().get_once(path).assert_status(404);
    }
    director.post_once("/mise-en-route", &[("code", code)]).assert_status(404);
    assert!(announce::invitation(&school.house, &System::at_the_console(), 443, Some(80)).unwrap().is_none());
}

fn a_recovery_code_is_worth_one_use(school: &School, code: &str) {
    let code = preau::school::login::normalise_code(code).unwrap();
    let digest = school.house.keys.code("recovery", &code);
    let tx = school.house.db.write().unwrap();
    let account = account::store::by_login(&tx, "nadia.benali", &System::at_the_console()).unwrap().unwrap();
    let spend = || account::store::spend_recovery_code(&tx, account.id, digest, school.house.clock.now()).unwrap();
    assert_eq!((spend(), spend()), (true, false));
    assert_eq!(account.id, Id::new(1));
}

fn nothing_clear_is_kept(school: &School, secrets: &[&str]) {
    let mut folders = vec![school.data().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).to_lowercase();
            for secret in secrets {
                let bare = secret.to_lowercase();
                for form in [bare.replace('-', ""), bare] {
                    assert!(!text.contains(&form), "a secret is in {}", path.display());
                }
            }
        }
    }
}

#[test]
fn a_doubtful_clock_says_why_and_is_confirmed_by_a_person() {
    let school = School::bare();
    school.at("2020-01-01 00:10");
    let code = start(&school);
    let mut nadia = school.visitor();
    give(&mut nadia, &code);
    school_screen(&mut nadia);
    let codes = shown_codes(&director_screen(&mut nadia));
    let page = nadia.get("/mise-en-route/codes");
    let address = page.form("Ma feuille").set("code", &codes[3]).send(&mut nadia);
    address.assert_says("mercredi 1 janvier 2020".replace("1 janvier", "1er janvier").as_str());
    address.assert_says("l’horloge retarde sans doute");
    let again = address.form("Fixer").send(&mut nadia);
    again.assert_status(422).assert_says("confirmez-la");
    assert_eq!(school.house.tls.facts().standing, Standing::Provisional);
    let fixed = again.form("Fixer").tick("date_juste", "oui").send(&mut nadia);
    fixed.assert_status(200).assert_says("L’adresse est fixée");
    assert_eq!(school.house.tls.facts().standing, Standing::Authority);
}

#[test]
fn the_page_of_trust_gives_the_certificate_once_there_is_one() {
    let (school, code) = machine();
    let mut anybody = school.visitor();
    anybody.get("/confiance").assert_says("pas encore de certificat à installer");
    anybody.get_once("/confiance/preau.pem").assert_status(404);
    let mut nadia = school.visitor();
    give(&mut nadia, &code);
    school_screen(&mut nadia);
    let codes = shown_codes(&director_screen(&mut nadia));
    let page = nadia.get("/mise-en-route/codes");
    page.form("Ma feuille").set("code", &codes[3]).send(&mut nadia).form("Fixer").send(&mut nadia);
    let print = school.house.tls.facts().roots[0].fingerprint();
    let page = anybody.get("/confiance");
    // On a phone the line may break after each byte.
    let shown = page.assert_says("Chromebook").text().replace(": ", ":");
    assert!(shown.contains(&print.hex()), "{shown}");
    let pem = anybody.get("/confiance/preau.pem");
    assert!(pem.body().starts_with("-----BEGIN CERTIFICATE-----"));
    pem.assert_silent_on("PRIVATE");
    let der = anybody.get("/confiance/preau.der");
    assert_eq!(preau::base::tls::Fingerprint::of(&der.bytes), print);
    let profile = anybody.get("/confiance/preau.mobileconfig");
    assert_eq!(profile.header("content-type"), Some("application/x-apple-aspen-config"));
    profile.assert_silent_on("PRIVATE");
}
