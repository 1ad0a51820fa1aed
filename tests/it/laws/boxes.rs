//! What packages are made of: each path and unit that people are told of is in them, and the traps that were met on real machines
//! stay shut. `scripts/boxes` and its like prove the same on machines that run; this is cheap, and stands before them.

use super::docs::documents;
use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const UNITS: &str = "/usr/lib/systemd/system";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of a unit that say something.
fn unit(name: &str) -> Vec<String> {
    let lines = read(&format!("systemd/{name}"));
    lines.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn run(command: &mut Command) -> Output {
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ran.stderr));
    ran
}

/// As each package is laid out, with a program of no worth.
fn laid() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    run(Command::new(root().join("packaging/lay-out")).arg(folder.path()).arg("/bin/true").arg(UNITS));
    folder
}

/// The words that begin so, as far as a name goes.
fn named(text: &str, beginning: &str) -> BTreeSet<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "/._-@".contains(c);
    let words = text.match_indices(beginning).map(|(at, _)| text[at..].split(|c| !is_name(c)).next().unwrap());
    words.map(|word| word.trim_end_matches(['.', '/']).to_owned()).collect()
}

#[test]
fn what_documents_name_is_in_the_packages() {
    let package = laid();
    let inside = |path: &str| package.path().join(path.trim_start_matches('/'));
    let mut texts = documents();
    texts.extend(
        ["packaging/man/preau.1", "packaging/preau.toml", "packaging/usb/install.sh"].map(|p| (p.into(), read(p))),
    );
    for (document, text) in &texts {
        for beginning in ["/usr/share/doc/preau", "/usr/lib/preau"] {
            for path in named(text, beginning) {
                assert!(inside(&path).exists(), "{document} names {path}, which no package holds");
            }
        }
        for word in named(text, "preau").into_iter().filter(|word| !word.starts_with("preau-relay")) {
            let Some((name, kind)) =
                word.rsplit_once('.').filter(|(_, kind)| ["service", "socket", "timer"].contains(kind))
            else {
                continue;
            };
            let template = name.split_once('@').map_or(name.to_owned(), |(name, _)| format!("{name}@"));
            assert!(
                inside(&format!("{UNITS}/{template}.{kind}")).exists(),
                "{document} names {word}, which is no unit"
            );
        }
    }
    let pages = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    for page in pages.filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let page = page.file_name().unwrap().to_string_lossy().into_owned();
        assert!(inside(&format!("/usr/share/doc/preau/docs/{page}")).exists(), "{page} is on no machine");
    }
}

#[test]
fn every_unit_is_laid_and_the_rpm_owns_what_is_laid() {
    let package = laid();
    for entry in fs::read_dir(root().join("systemd")).unwrap().map(|entry| entry.unwrap().file_name()) {
        let name = entry.to_string_lossy().into_owned();
        let is_there = package.path().join(UNITS.trim_start_matches('/')).join(&name).exists();
        assert!(is_there || name == "sandbox.conf", "{name} is in no package");
    }
    let spec = read("packaging/rpm/preau.spec");
    let owned: Vec<&str> =
        spec.lines().filter_map(|line| line.split_whitespace().last()).filter(|p| p.starts_with('/')).collect();
    let mut folders = vec![package.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let path = Path::new("/").join(path.strip_prefix(package.path()).unwrap());
            let is_owned = |known: &&str| match known.strip_suffix('*') {
                Some(beginning) => path.to_string_lossy().starts_with(beginning),
                None => path.starts_with(known),
            };
            assert!(owned.iter().any(is_owned), "{} is not in %files", path.display());
        }
    }
}

/// A version that dies at its start is seen, gives up soon, and hands over to what brings the one before back: dpkg calls it a success.
#[test]
fn a_service_that_dies_gives_up_and_somebody_is_called() {
    let sandbox = unit("sandbox.conf");
    assert!(["Type=notify", "RestartSec=2"].iter().all(|line| sandbox.iter().any(|said| said == line)), "{sandbox:?}");
    for name in ["preau.service", "preau@.service"] {
        let unit = unit(name);
        for line in ["StartLimitIntervalSec=60", "StartLimitBurst=4", "OnFailure=preau-rollback.service"] {
            assert!(unit.iter().any(|said| said == line), "{name}: {line}");
        }
    }
}

/// systemd gives all the instances of a template one and the same dynamic account.
#[test]
fn each_school_of_a_server_has_an_account_and_a_view_of_its_own() {
    let each = unit("preau@.service");
    for line in ["User=preau-%i", "Group=preau-%i", "TemporaryFileSystem=/var/lib:ro", "BindPaths=/var/lib/preau-%i"] {
        assert!(each.iter().any(|said| said == line), "{line}");
    }
    for entry in fs::read_dir(root().join("systemd")).unwrap().map(|entry| entry.unwrap().file_name()) {
        let name = entry.to_string_lossy().into_owned();
        assert!(!unit(&name).iter().any(|line| line.starts_with("DynamicUser=")), "{name}");
    }
}

/// What waits for an ordinary service, which waits for the sockets, makes a circle: systemd would start without them.
#[test]
fn what_comes_before_our_sockets_waits_for_no_ordinary_service() {
    let after = |name: &str| -> Vec<String> {
        let lines = unit(name);
        let words = lines.iter().filter_map(|line| line.strip_prefix("After=")).flat_map(str::split_whitespace);
        words.map(str::to_owned).collect()
    };
    let mut seen = 0;
    for entry in fs::read_dir(root().join("systemd")).unwrap().map(|entry| entry.unwrap().file_name()) {
        let socket = entry.to_string_lossy().into_owned();
        for before in after(&socket).into_iter().filter(|_| socket.ends_with(".socket")) {
            assert!(unit(&before).iter().any(|line| line == "DefaultDependencies=no"), "{socket}: {before}");
            assert_eq!(after(&before), ["local-fs.target"], "{socket}: {before}");
            seen += 1;
        }
    }
    assert_eq!(seen, 1, "the doors of a server's schools are guarded before they open");
}

/// apt keeps what a script says; and a code that is lost is not drawn again.
#[test]
fn a_code_goes_to_its_file_and_to_no_log_however_the_answers_end() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let script = read("packaging/answers");
    let script = ["/etc/preau/", "/run/"].iter().fold(script, |script, place| {
        assert!(script.contains(place), "{place}");
        script.replace(place, &format!("{}/", folder.path().display()))
    });
    let put = |name: &str, text: &str| {
        fs::write(at(name), text).unwrap();
        fs::set_permissions(at(name), fs::Permissions::from_mode(0o755)).unwrap();
    };
    put("answers", &script);
    put("chown", "#!/bin/sh\n");
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let code = "echo 'Code d’accès  ABCD-EFGH'";
    for (says, ends, is_told) in [(code, 1, true), (code, 0, true), ("true", 1, false), ("true", 0, false)] {
        put("runuser", &format!("#!/bin/sh\n{says}\necho la suite\nexit {ends}\n"));
        put("reponses.toml", "");
        let mut command = Command::new("sh");
        let ran = command.arg(at("answers")).arg(at("reponses.toml")).env("PATH", &path).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned() + &String::from_utf8_lossy(&ran.stdout);
        assert_eq!(ran.status.code(), Some(ends), "{said}");
        assert!(!said.contains("ABCD") && said.contains("la suite") == (ends == 1 || !is_told), "{said}");
        assert_eq!(at("reponses.toml").exists(), ends == 1, "{said}");
        let told = at("premier-acces.txt");
        assert_eq!(told.exists(), is_told, "{said}");
        if is_told {
            assert_eq!(fs::metadata(&told).unwrap().permissions().mode() & 0o777, 0o400);
            assert!(fs::read_to_string(&told).unwrap().contains("ABCD-EFGH"));
            fs::remove_file(told).unwrap();
        }
        let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("preau-reponses")), "{said}");
    }
}

/// The old program copies before anything is replaced; and debhelper forgets accounts and templates unless it is told.
#[test]
fn the_packages_ask_for_what_nobody_does_by_himself() {
    for script in ["packaging/debian/preau.preinst", "packaging/rpm/preau.spec"] {
        assert!(read(script).contains("/usr/lib/preau/update prepare"), "{script}");
    }
    assert!(read("packaging/debian/rules").contains("--with installsysusers"));
    for script in ["packaging/debian/preau.postinst", "packaging/rpm/preau.spec"] {
        let script_text = read(script);
        let turns = script_text.find("/usr/lib/preau/update turns");
        assert!(turns.is_some(), "{script}: preau@ is nobody else's to restart");
        let laid = script_text.find("/usr/lib/preau/preau-doors load");
        assert!(laid.is_some() && laid < turns, "{script}: the rules of this version, before the schools are back");
    }
}

/// « restrict » alone still runs what it is asked; a locked account refuses keys where there is no PAM.
#[test]
fn the_key_of_a_box_opens_its_two_ports_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let list: PathBuf = folder.path().join("liste");
    let key = |end: &str| format!("AAAAC3NzaC1lZDI1NTE5AAAAIExempleExempleExempleExempleExempleExemple{end}");
    fs::write(&list, format!("un.ville.fr 7 ssh-ed25519 {}\n", key("1"))).unwrap();
    let relay = |words: &[&str]| {
        let mut command = Command::new("sh");
        command.arg(root().join("packaging/relay/preau-relay")).args(words).env("PREAU_RELAY", folder.path());
        command
    };
    run(&mut relay(&["apply", list.to_str().unwrap()]));
    let two = key("2");
    run(&mut relay(&["add", "deux.ville.fr", "8", "ssh-ed25519", &two]));
    let keys = fs::read_to_string(folder.path().join("authorized_keys")).unwrap();
    assert_eq!(keys.lines().count(), 2, "{keys}");
    for (line, number) in keys.lines().zip([7, 8]) {
        let options = format!(
            "restrict,port-forwarding,permitlisten=\"127.0.0.1:{}\",permitlisten=\"127.0.0.1:{}\",permitopen=\"127.0.0.1:1\",command=\"/bin/false\" ssh-ed25519 ",
            20_000 + number,
            25_000 + number
        );
        assert!(line.starts_with(&options), "{line}");
    }
    // Two options of one's own in the place of a key.
    let sly = relay(&["add", "trois.ville.fr", "9", "ssh-ed25519", "AAAA\" command=\"sh"]).output().unwrap();
    assert!(!sly.status.success() && fs::read_to_string(folder.path().join("authorized_keys")).unwrap() == keys);
    let sshd = read("packaging/relay/sshd_config");
    assert!(
        ["ForceCommand /bin/false", "UsePAM no", "PermitOpen none"].iter().all(|line| sshd.lines().any(|l| l == *line))
    );
    assert!(read("packaging/relay/preau-relay").contains("usermod --password '*' preau-relay"));
}
