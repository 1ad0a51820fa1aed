//! `preau fleet` on real boxes: each is believed by its own means or not at all, and no token is told to who is not.

use crate::{knock::tls, relay::Front};
use preau::base::tls::Fingerprint;
use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Command, Output},
    thread,
};

const TOKEN: &str = "9f2c1b7e4d8a6053c1e7b9d2";

fn fleet(folder: &Path, inventory: &str) -> (Output, String, String) {
    let file = folder.join("ecoles.toml");
    fs::write(&file, inventory).unwrap();
    let out = folder.join("parc");
    let ran =
        Command::new(env!("CARGO_BIN_EXE_preau")).arg("fleet").arg(&file).arg("--out").arg(&out).output().unwrap();
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap_or_default();
    let (page, sheet) = (read("index.html"), read("parc.csv"));
    (ran, page, sheet)
}

/// The line of one school.
fn line<'a>(sheet: &'a str, school: &str) -> &'a str {
    let found = sheet.trim_start_matches('\u{feff}').lines().find(|line| line.starts_with(&format!("{school};")));
    found.unwrap_or_else(|| panic!("no {school} in {sheet}"))
}

/// A box with names, hence with an authority of its own; and that authority.
fn named() -> (Front, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("reponses.toml");
    let text = "[school]\nname = \"École d’essai\"\nzone = \"B\"\n[director]\nfirst_name = \"Anne\"\nlast_name = \"Le Goff\"\nemail = \"d@exemple.invalid\"\n[address]\nnames = [\"ecole.essai.example\"]\n";
    fs::write(&answers, text).unwrap();
    let data = folder.path().join("donnees");
    let ran = Command::new(env!("CARGO_BIN_EXE_preau"))
        .args(["init", "--data"])
        .arg(&data)
        .arg("--answers")
        .arg(&answers)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let school = Front::of(folder, &format!("metrics_token = \"{TOKEN}\"\n"));
    let root = get(school.https, "/confiance/preau.der");
    (school, root)
}

/// What a page holds, to the byte.
fn get(at: SocketAddr, path: &str) -> Vec<u8> {
    let mut line = tls(at);
    line.write_all(format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    answer[end..].to_vec()
}

#[test]
fn each_box_is_believed_by_its_own_authority_alone() {
    let (school, root) = named();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("jeton"), TOKEN).unwrap();
    fs::write(folder.path().join("faux"), "x".repeat(24)).unwrap();
    fs::write(folder.path().join("racine.pem"), get(school.https, "/confiance/preau.pem")).unwrap();
    let print = Fingerprint::of(&root).hex();
    let wrong = Fingerprint::of(b"another").hex();
    let at = school.https;
    let ask = |name: &str, more: &str| {
        format!(
            "[[school]]\nname = \"{name}\"\nurl = \"https://ecole.essai.example:{}\"\naddress = \"{at}\"\n{more}\n",
            at.port()
        )
    };
    let with = "token_file = \"jeton\"";
    let inventory = [
        "title = \"Villeneuve\"\n".to_owned(),
        ask("Empreinte", &format!("fingerprint = \"{print}\"\n{with}")),
        ask("Racine", &format!("ca_file = \"racine.pem\"\n{with}")),
        ask("Autre empreinte", &format!("fingerprint = \"{wrong}\"\n{with}")),
        ask("Web", with),
        ask("Faux jeton", &format!("fingerprint = \"{print}\"\ntoken_file = \"faux\"")),
        ask("Autre nom", &format!("ca_file = \"racine.pem\"\n{with}")).replace("ecole.essai.example", "autre.example"),
    ]
    .concat();
    let (ran, page, sheet) = fleet(folder.path(), &inventory);
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    for known in ["Empreinte", "Racine"] {
        let line = line(&sheet, known);
        assert!(line.contains(env!("CARGO_PKG_VERSION")) && !line.starts_with(&format!("{known};Sans")), "{line}");
    }
    for (stranger, why) in [
        ("Autre empreinte", "pas celle de l’empreinte"),
        ("Web", "pas celui attendu"),
        ("Faux jeton", "jeton absent ou faux"),
        ("Autre nom", "pas celui attendu"),
    ] {
        let line = line(&sheet, stranger);
        assert!(line.starts_with(&format!("{stranger};Sans nouvelles;")) && line.contains(why), "{line}");
    }
    assert!(page.contains("<h1>Villeneuve</h1>") && page.contains("Sans nouvelles") && !page.contains(TOKEN));
    assert!(String::from_utf8_lossy(&ran.stdout).contains("6 écoles"));
}

#[test]
fn who_is_away_slow_or_strange_is_told_and_holds_nobody_up() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let strange = TcpListener::bind("127.0.0.1:0").unwrap();
    let (mute, odd) = (silent.local_addr().unwrap(), strange.local_addr().unwrap());
    thread::spawn(move || {
        let (mut socket, _) = strange.accept().unwrap();
        let _ = socket.write_all(b"SSH-2.0-OpenSSH_9.2\r\n");
        let _ = socket.read(&mut [0; 64]);
    });
    let folder = tempfile::tempdir().unwrap();
    let figures = "preau_build_info{version=\"9.9.9\"} 1\npreau_set_up 1\npreau_backup_made_timestamp_seconds 1\n";
    fs::write(folder.path().join("poussee.prom"), figures).unwrap();
    fs::write(folder.path().join("vide.prom"), "node_load1 0.5\n").unwrap();
    let ask = |name: &str, at: SocketAddr| {
        format!("[[school]]\nname = \"{name}\"\nurl = \"https://127.0.0.1:{}\"\naddress = \"{at}\"\n", at.port())
    };
    let file = |name: &str, file: &str| format!("[[school]]\nname = \"{name}\"\nfile = \"{file}\"\n");
    let many: String = (0..40).map(|at| file(&format!("Poussée {at}"), "poussee.prom")).collect();
    let inventory = [
        ask("Absente", nobody),
        ask("Muette", mute),
        ask("Étrange", odd),
        file("Sans fichier", "absent.prom"),
        file("Sans chiffres", "vide.prom"),
        many,
    ]
    .concat();
    let began = std::time::Instant::now();
    let (ran, page, sheet) = fleet(folder.path(), &inventory);
    assert!(began.elapsed().as_secs() < 25, "the silent one was waited for too long: {:?}", began.elapsed());
    assert_eq!(ran.status.code(), Some(1));
    for (school, why) in [
        ("Absente", "personne ne répond"),
        ("Muette", "personne ne répond"),
        ("Étrange", "n’a pas été comprise"),
        ("Sans fichier", "aucun fichier"),
        ("Sans chiffres", "pas de chiffres de Préau"),
    ] {
        assert!(line(&sheet, school).contains(why), "{}", line(&sheet, school));
    }
    assert!(line(&sheet, "Poussée 7").contains(";9.9.9;1970-01-01"), "{}", line(&sheet, "Poussée 7"));
    assert_eq!(page.matches("<tr class=\"regler\">").count(), 40, "a backup of 1970 is to be mended");
    let first = page.find("Poussée 0").unwrap();
    assert!(first < page.find("Absente").unwrap(), "what is to be mended comes before who is silent");
    drop(silent);
}

#[test]
fn a_fleet_without_a_fault_is_no_failure_and_a_bad_inventory_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let now = preau::base::clock::Clock::default().now().0;
    let figures = format!(
        "preau_build_info{{version=\"1.0\"}} 1\npreau_clock_doubtful 0\npreau_backup_made_timestamp_seconds {}\n",
        now - 3_600
    );
    fs::write(folder.path().join("a.prom"), figures).unwrap();
    let (ran, _, sheet) = fleet(folder.path(), "[[school]]\nname = \"A\"\nfile = \"a.prom\"\n");
    assert_eq!(ran.status.code(), Some(0), "{sheet}");
    assert!(String::from_utf8_lossy(&ran.stdout).contains("tout va bien"));
    let other = tempfile::tempdir().unwrap();
    let (ran, page, _) = fleet(other.path(), "[[school]]\nname = \"A\"\n");
    assert!(!ran.status.success() && page.is_empty());
    assert!(String::from_utf8_lossy(&ran.stderr).contains("A : « url » ou « file »"));
}
