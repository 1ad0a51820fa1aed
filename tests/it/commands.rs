//! The real binary, as a machine runs it: sockets, TLS, the set-up file, and the commands that scripts rely on.

use crate::knock::{exchange, ports, tls};
use std::{
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

const PREAU: &str = env!("CARGO_BIN_EXE_preau");
const ANSWERS: &str = r#"
[school]
name = "École Jean-Jaurès"
postcode = "69100"
[director]
first_name = "Nadia"
last_name = "Benali"
[address]
names = ["ecole-jaures.local"]
"#;

struct Serving {
    child: Child,
    https: u16,
    http: u16,
}

impl Serving {
    fn start(data: &Path) -> Serving {
        let mut child = Command::new(PREAU)
            .args(["serve", "--https", "127.0.0.1:0", "--http", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (https, http) = ports(&mut child);
        Serving { child, https, http }
    }

    fn over_tls(&self, host: &str, path: &str) -> String {
        exchange(tls(([127, 0, 0, 1], self.https).into()), host, path)
    }

    fn in_the_clear(&self, path: &str) -> String {
        exchange(TcpStream::connect(("127.0.0.1", self.http)).unwrap(), "ecole-jaures.local", path)
    }

    /// Asks it to stop, as systemd would; true when it ends well.
    fn stop(mut self) -> bool {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn preau(data: &Path, arguments: &[&str]) -> Output {
    Command::new(PREAU).args(arguments).arg("--data").arg(data).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn an_empty_folder_is_served_at_once_and_leads_to_the_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("donnees");
    let service = Serving::start(&data);
    let answer = service.over_tls("localhost", "/");
    assert!(answer.starts_with("http/1.1 303") && answer.contains("location: /mise-en-route"), "{answer}");
    let page = service.over_tls("localhost", "/mise-en-route");
    assert!(page.starts_with("http/1.1 200") && page.contains("code de mise en route"), "{page}");
    assert!(!page.contains("strict-transport-security"));
    let file = data.join("INSTALLATION.txt");
    let waited = Instant::now();
    while !file.exists() && waited.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o400);

    let redirect = service.in_the_clear("/classes/3?x=1");
    assert!(redirect.starts_with("http/1.1 307"), "{redirect}");
    let to = format!("location: https://ecole-jaures.local:{}/classes/3?x=1\r\n", service.https);
    assert!(redirect.contains(&to), "{redirect}");
    assert!(service.in_the_clear("/mise-en-route").starts_with("http/1.1 307"));
    let trust = service.in_the_clear("/confiance");
    assert!(trust.starts_with("http/1.1 200") && trust.contains("n’installez rien"), "{trust}");
    assert!(service.stop());
}

#[test]
fn what_a_technician_gets_wrong_is_told_in_french() {
    let folder = tempfile::tempdir().unwrap();
    let (config, absent) = (folder.path().join("preau.toml"), folder.path().join("absent.toml"));
    let (config, absent) = (config.to_str().unwrap(), absent.to_str().unwrap());
    std::fs::write(config, "log = \"info\"\ndossier = \"/srv\"\n").unwrap();
    for (typed, wanted) in [
        (vec!["doctor", "--config", config], "ligne 2, « dossier » : clé inconnue. Les clés possibles : data, "),
        (vec!["serve", "--config", config], "ligne 2, « dossier » : clé inconnue."),
        (vec!["init", "--answers", absent], "absent.toml : il n’y a rien de ce nom"),
        (vec!["doctor", "--config", absent], "ce fichier n’existe pas"),
        (vec!["backup"], "il n’y a pas d’école"),
    ] {
        let ran = preau(folder.path(), &typed);
        assert!(!ran.status.success() && said(&ran).contains(wanted), "{typed:?}: {}", said(&ran));
    }
    std::fs::write(folder.path().join("preau.db"), "ce n’est pas une base".repeat(500)).unwrap();
    for typed in [vec!["check"], vec!["serve", "--https", "127.0.0.1:0", "--http", "127.0.0.1:0"]] {
        let ran = preau(folder.path(), &typed);
        assert!(!ran.status.success() && said(&ran).contains("est abîmée"), "{typed:?}: {}", said(&ran));
    }
    let nowhere = preau(Path::new("/proc/nulle-part"), &["serve", "--https", "127.0.0.1:0", "--http", "127.0.0.1:0"]);
    assert!(said(&nowhere).contains("/proc/nulle-part : il n’y a rien de ce nom"), "{}", said(&nowhere));
    // Who reads only the first line hears of no fault of ours.
    let mut routes = Command::new(PREAU).arg("routes").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(routes.stdout.take());
    let ended = routes.wait_with_output().unwrap();
    assert!(ended.stderr.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn unattended_answers_open_a_school_once() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("donnees"), folder.path().join("reponses.toml"));
    std::fs::write(&file, ANSWERS).unwrap();
    let arguments = ["init", "--answers", file.to_str().unwrap()];
    let first = preau(&data, &arguments);
    assert!(first.status.success(), "{}", said(&first));
    assert!(said(&first).contains("nadia.benali") && said(&first).contains("L’école est en route"), "{}", said(&first));
    let before = std::fs::read(data.join("tls/authority-1.pem")).unwrap();
    let second = preau(&data, &arguments);
    assert!(said(&second).contains("rien n’est changé") && !said(&second).contains("Code"), "{}", said(&second));
    assert_eq!(std::fs::read(data.join("tls/authority-1.pem")).unwrap(), before);

    let service = Serving::start(&data);
    assert!(
        service.over_tls("ecole-jaures.local", "/confiance").contains("strict-transport-security: max-age=15552000")
    );
    for other in ["localhost", "127.0.0.1", "autre.local"] {
        assert!(!service.over_tls(other, "/confiance").contains("strict-transport-security"), "{other}");
    }
    assert!(!service.in_the_clear("/confiance").contains("strict-transport-security"));
    assert!(service.over_tls("localhost", "/mise-en-route").starts_with("http/1.1 404"));
    assert!(!data.join("INSTALLATION.txt").exists());
    assert!(service.stop());

    let slip = preau(&data, &["user", "code", "nadia.benali"]);
    assert!(slip.status.success() && said(&slip).contains("Code d’accès"), "{}", said(&slip));
    assert!(!preau(&data, &["user", "code", "personne"]).status.success());
    let none = preau(&data, &["user", "second-factor", "nadia.benali", "--reset"]);
    assert!(String::from_utf8_lossy(&none.stdout).contains("n’a pas de connexion en deux étapes"), "{none:?}");
    assert!(!preau(&data, &["user", "second-factor", "personne"]).status.success());
    assert!(preau(&data, &["check"]).status.success());
    // Nobody serves this folder: that is what is wrong, and the only thing.
    let doctor = preau(&data, &["doctor", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&doctor.stdout).unwrap();
    assert!(!doctor.status.success() && told["state"] == "wrong" && told["findings"][0]["topic"] == "door", "{told}");
    assert!(told["findings"][1]["state"] != "wrong", "{told}");
    assert!(said(&preau(&data, &["doctor"])).contains("systemctl restart preau"));
}

/// A code that is drawn before the answers are refused is lost: the second time draws none.
#[test]
fn a_certificate_for_a_stranger_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("donnees"), folder.path().join("reponses.toml"));
    let certificate = "[certificate]\nnames = [\"ent.ville.fr\"]\nagrees = true\n";
    std::fs::write(&file, format!("{ANSWERS}{certificate}")).unwrap();
    let arguments = ["init", "--answers", file.to_str().unwrap()];
    let refused = preau(&data, &arguments);
    assert!(!refused.status.success() && said(&refused).contains("ent.ville.fr"), "{}", said(&refused));
    assert!(!said(&refused).contains("Code") && !rows(&data).iter().any(|row| row.contains("Benali")));
    assert!(!data.join("tls/authority-1.pem").exists());
    let mended = ANSWERS.replace("[\"ecole-jaures.local\"]", "[\"ecole-jaures.local\", \"ent.ville.fr\"]");
    std::fs::write(&file, mended + certificate).unwrap();
    let taken = preau(&data, &arguments);
    assert!(taken.status.success() && said(&taken).contains("Code d’accès"), "{}", said(&taken));
    assert!(rows(&data).iter().any(|row| row.contains("ent.ville.fr")));
}

#[test]
fn partial_answers_twice_change_nothing_and_leave_the_rest_to_the_screens() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("donnees"), folder.path().join("reponses.toml"));
    let secret = folder.path().join("courrier");
    std::fs::write(&secret, "secret du courrier\n").unwrap();
    let mail = format!(
        "[mail]\nhost = \"smtp.ville.example\"\nport = 587\nsecurity = \"starttls\"\nlogin = \"ecole\"\nfrom = \"ecole@ville.example\"\npassword_file = {:?}\n",
        secret
    );
    std::fs::write(&file, ANSWERS.split("[address]").next().unwrap().to_owned() + &mail).unwrap();
    let arguments = ["init", "--answers", file.to_str().unwrap()];
    let first = preau(&data, &arguments);
    assert!(said(&first).contains("Code d’accès") && said(&first).contains("à l’écran"), "{}", said(&first));
    let before = rows(&data);
    assert!(before.iter().any(|row| row.contains("Benali")) && !before.iter().any(|row| row.contains("secret du")));
    let second = preau(&data, &arguments);
    assert!(second.status.success() && !said(&second).contains("Code d’accès"), "{}", said(&second));
    assert_eq!(rows(&data), before);
}

#[test]
fn on_a_doubtful_clock_nothing_is_written_until_root_says_the_date() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("donnees"), folder.path().join("reponses.toml"));
    std::fs::write(&file, "").unwrap();
    let init = |more: &[&str]| preau(&data, &[&["init", "--answers", file.to_str().unwrap()], more].concat());
    assert!(init(&[]).status.success());
    let db = rusqlite::Connection::open(data.join("preau.db")).unwrap();
    // Four years ahead: as if the clock had been wrong once.
    db.execute("INSERT INTO journal (at, act, thing) VALUES (unixepoch() + 4 * 365 * 86400, 'x', 'y')", []).unwrap();
    std::fs::write(&file, ANSWERS).unwrap();
    let before = rows(&data);

    let doubted = init(&[]);
    assert!(!doubted.status.success() && said(&doubted).contains("--date AAAA-MM-JJ"), "{}", said(&doubted));
    let wrong = init(&["--date", "2020-01-01"]);
    assert!(!wrong.status.success() && said(&wrong).contains("pas mercredi 1er janvier 2020"), "{}", said(&wrong));
    assert_eq!(rows(&data), before, "nothing was written");
    assert!(!data.join("tls/authority-1.pem").exists());

    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).date().to_string();
    let confirmed = init(&["--date", &today]);
    assert!(confirmed.status.success() && said(&confirmed).contains("La date est confirmée"), "{}", said(&confirmed));
    assert!(said(&confirmed).contains("nadia.benali") && data.join("tls/authority-1.pem").exists());
    let lines = "SELECT count(*) FROM journal WHERE act = 'confirm_date' AND by IS NULL";
    assert_eq!(db.query_row(lines, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    // Nobody doubts any more: there is nothing to confirm.
    assert!(!said(&init(&["--date", &today])).contains("confirmée"));
}

/// Every row of every table, in words.
fn rows(data: &Path) -> Vec<String> {
    let db = rusqlite::Connection::open(data.join("preau.db")).unwrap();
    let names = |sql: &str| -> Vec<String> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut found = Vec::new();
    for table in names("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%search%' ORDER BY name")
    {
        let mut all = db.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = all.column_count();
        let mut rows = all.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<rusqlite::types::Value> = (0..columns).map(|at| row.get(at).unwrap()).collect();
            found.push(format!("{table} {values:?}"));
        }
    }
    found
}

#[test]
fn a_clear_password_a_demonstration_and_an_empty_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reponses.toml");
    std::fs::write(&file, ANSWERS.replace("[address]", "password = \"bonjour\"\n[address]")).unwrap();
    let data = folder.path().join("donnees");
    let refused = preau(&data, &["init", "--answers", file.to_str().unwrap()]);
    assert!(!refused.status.success() && said(&refused).contains("en clair"), "{}", said(&refused));
    assert!(!data.exists(), "nothing was begun");

    assert!(said(&preau(&data, &["check"])).contains("pas d’école"));
    let nowhere = preau(&data, &["check", "--config", "/nulle/part.toml"]);
    assert!(said(&nowhere).contains("n’existe pas"), "{}", said(&nowhere));
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(data.join("DEMONSTRATION"), "").unwrap();
    let demo = preau(&data, &["serve"]);
    assert!(!demo.status.success() && said(&demo).contains("démonstration"), "{}", said(&demo));
}

#[test]
fn scripts_read_the_routes() {
    let output = Command::new(PREAU).args(["routes", "--json"]).output().unwrap();
    let routes: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let found = routes.iter().find(|route| route["path"] == "/mise-en-route/ecole" && route["method"] == "POST");
    assert_eq!(found.unwrap()["gate"], "SettingUp");
}

#[test]
fn an_import_at_the_console_notes_no_leaver_and_is_kept_to_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file) = (folder.path().join("donnees"), folder.path().join("reponses.toml"));
    std::fs::write(&file, ANSWERS).unwrap();
    assert!(preau(&data, &["init", "--answers", file.to_str().unwrap()]).status.success());
    let pupils = folder.path().join("eleves.csv");
    let rows = |names: &[&str]| {
        let lines: String = names.iter().map(|name| format!("{name};01/02/2019;CP;CP\r\n")).collect();
        std::fs::write(&pupils, format!("Nom;Prénom;Né le;Classe;Niveau\r\n{lines}")).unwrap();
    };
    rows(&["UN;Lou", "DEUX;Ana", "TROIS;Max"]);
    let import = ["import", pupils.to_str().unwrap()];
    let first = preau(&data, &import);
    assert!(said(&first).contains("La direction peut annuler cet import"), "{}", said(&first));
    assert!(!said(&first).contains("départ"), "{}", said(&first));
    rows(&["UN;Lou", "DEUX;Ana"]);
    let second = preau(&data, &import);
    assert!(said(&second).contains("1 élève absent des fichiers : aucun départ n’est noté d’ici"), "{}", said(&second));
    let kept = rusqlite::Connection::open(data.join("preau.db")).unwrap();
    let count = |sql: &str| kept.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(
        count(
            "SELECT count(*) FROM people_import i JOIN people_undo u ON u.id = i.undo WHERE i.applied_at IS NOT NULL"
        ),
        1
    );
    assert!(
        count("SELECT count(*) FROM people_undo_step WHERE name = 'pupil'") >= 3,
        "an import that changed nothing leaves the one before it"
    );
    assert_eq!(count("SELECT count(*) FROM pupil WHERE left_on IS NOT NULL"), 0);
}
