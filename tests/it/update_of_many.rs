//! An update of several schools that share one program, as packaging/update leads it: the real script, on a machine of folders and
//! of programs that only keep the marks. What the marks are worth is tested beside them, and all of it with real programs by
//! scripts/boxes (tests/proof/boxes_late.py).

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// What the script finds at the root of a machine.
const PLACES: [&str; 5] =
    ["/var/cache/preau", "/var/lib/preau", "/usr/bin/preau", "/etc/systemd/system", "/etc/apt/preferences.d"];
/// Keeps marks as the real one does: each names the version whose data these are.
const PROGRAM: &str = r#"#!/bin/sh
own=VERSION
[ "$1" != --version ] || { echo "preau $own"; exit 0; }
step=$2 given=$*
while [ "$1" != --data ]; do shift; done
marks=$2/mise-a-jour
case $step in
  status) [ ! -e "$marks/en-cours.json" ] || exit 3; [ "$(cat "$marks/prete.json")" = "$own" ] || exit 3 ;;
  prepare) [ ! -e "$2/sick" ] || exit 1; mkdir -p "$marks"; echo "$own" > "$marks/prete.json" ;;
  cancel) [ "$(cat "$marks/prete.json" 2> /dev/null)" != "$own" ] || rm "$marks/prete.json"; echo "$own: $given" >> "$2/told" ;;
esac
"#;
const SYSTEMCTL: &str = r#"#!/bin/sh
case $1 in
  is-failed) [ -e "ROOT/failed/$3" ] ;;
  is-active) echo inactive ;;
  is-enabled) exit 1 ;;
  restart) echo "$2" >> ROOT/restarted; [ ! -e "ROOT/failed/$2" ] ;;
esac
"#;

struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    /// Version 2 serves, 1 was before it; the school of the machine itself has confirmed.
    fn new() -> Machine {
        let machine = Machine { folder: tempfile::tempdir().unwrap() };
        let script = include_str!("../../packaging/update");
        let root = machine.folder.path().to_str().unwrap();
        let script = PLACES.iter().fold(script.to_owned(), |script, place| {
            assert!(script.contains(place), "{place}");
            script.replace(place, &format!("{root}{place}"))
        });
        machine.executable("update", &script);
        machine.executable("bin/runuser", "#!/bin/sh\nshift 3\nexec \"$@\"\n");
        machine.executable("bin/sleep", "#!/bin/sh\n");
        machine.executable("bin/systemctl", &SYSTEMCTL.replace("ROOT", root));
        for place in ["etc/apt/preferences.d", "etc/systemd/system/multi-user.target.wants", "failed"] {
            fs::create_dir_all(machine.at(place)).unwrap();
        }
        machine.program("var/cache/preau/precedent/preau", 1);
        machine.program("usr/bin/preau", 2);
        machine.school("preau");
        machine
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn executable(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // Under a new name: a kept program may be the same file.
        let _ = fs::remove_file(&path);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn program(&self, path: &str, version: u8) {
        self.executable(path, &PROGRAM.replace("VERSION", &version.to_string()));
    }

    fn school(&self, account: &str) -> PathBuf {
        let data = self.at("var/lib").join(account);
        fs::create_dir_all(data.join("mise-a-jour")).unwrap();
        fs::write(data.join("preau.db"), "").unwrap();
        if let Some(name) = account.strip_prefix("preau-") {
            let units = self.at("etc/systemd/system");
            fs::create_dir_all(units.join(format!("preau@{name}.socket.d"))).unwrap();
            let wanted = units.join(format!("multi-user.target.wants/preau@{name}.service"));
            symlink("/usr/lib/systemd/system/preau@.service", wanted).unwrap();
        }
        data
    }

    /// « prete » or « en-cours », of data that are version 1's.
    fn late(&self, account: &str, mark: &str) {
        self.school(account);
        fs::write(self.mark(account, mark), "1\n").unwrap();
    }

    fn mark(&self, account: &str, mark: &str) -> PathBuf {
        self.at("var/lib").join(account).join(format!("mise-a-jour/{mark}.json"))
    }

    fn run(&self, words: &[&str]) -> Output {
        let path = format!("{}:{}", self.at("bin").display(), std::env::var("PATH").unwrap());
        Command::new(self.at("update")).args(words).env("PATH", path).env_remove("PREAU_RETURNING").output().unwrap()
    }

    /// From version 2 to 3, and laid.
    fn updated(&self) -> String {
        let done = self.run(&["prepare", "2", "3"]);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "{said}");
        self.program("usr/bin/preau", 3);
        said
    }

    fn fails(&self, unit: &str) {
        fs::write(self.at("failed").join(unit), "").unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_default()
    }

    /// Nothing when no program is there.
    fn version(&self, path: &str) -> Option<u8> {
        let text = self.read(path);
        let own = text.lines().find_map(|line| line.strip_prefix("own="))?;
        own.parse().ok()
    }
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn a_school_that_is_late_keeps_its_protection_and_takes_nobody_else_s_away() {
    let machine = Machine::new();
    machine.late("preau-bois", "en-cours");
    machine.late("preau-lac", "prete");
    let said = machine.updated();
    assert!(said.contains("preau-bois n'a pas confirmé") && said.contains("preau-lac n'a pas confirmé"), "{said}");
    assert_eq!(text(&machine.mark("preau", "prete")), "2\n", "who had confirmed is prepared");
    assert!(!machine.mark("preau-bois", "prete").exists());
    assert_eq!(
        (text(&machine.mark("preau-bois", "en-cours")), text(&machine.mark("preau-lac", "prete"))),
        ("1\n".into(), "1\n".into())
    );
    assert_eq!(machine.version("var/cache/preau/precedent/preau"), Some(2), "the package goes back to what is there");
    for late in ["preau-bois", "preau-lac"] {
        assert_eq!(machine.version(&format!("var/cache/preau/anciens/{late}")), Some(1), "{late}");
    }
}

#[test]
fn it_keeps_its_own_program_until_it_has_come_through() {
    let machine = Machine::new();
    machine.late("preau-bois", "en-cours");
    machine.late("preau-lac", "prete");
    machine.updated();
    // All but one come through.
    for account in ["preau", "preau-lac"] {
        fs::remove_file(machine.mark(account, "prete")).unwrap();
    }
    assert!(machine.run(&["prepare", "3", "4"]).status.success());
    assert_eq!(machine.version("var/cache/preau/anciens/preau-bois"), Some(1));
    assert_eq!(machine.version("var/cache/preau/anciens/preau-lac"), None);
    assert_eq!(machine.version("var/cache/preau/precedent/preau"), Some(3));
    assert_eq!(text(&machine.mark("preau-lac", "prete")), "3\n");
}

#[test]
fn the_failure_of_a_school_that_was_late_takes_nobody_back() {
    let machine = Machine::new();
    machine.late("preau-bois", "en-cours");
    machine.updated();
    machine.fails("preau@bois.service");
    assert!(machine.run(&["return"]).status.success());
    assert_eq!(machine.version("usr/bin/preau"), Some(3));
    assert!(machine.at("var/cache/preau/alarme").exists());
    // Another's does, as long as nobody has confirmed; and the late one is back where it was.
    machine.fails("preau.service");
    assert!(machine.run(&["return"]).status.success());
    assert_eq!(machine.version("usr/bin/preau"), Some(2));
    assert!(!machine.mark("preau", "prete").exists());
    assert!(machine.read("var/lib/preau/told").contains("--tried"), "the director is told");
    assert_eq!(text(&machine.mark("preau-bois", "en-cours")), "1\n");
}

#[test]
fn nobody_goes_back_once_the_late_one_has_confirmed() {
    let machine = Machine::new();
    machine.late("preau-bois", "en-cours");
    machine.updated();
    fs::remove_file(machine.mark("preau-bois", "en-cours")).unwrap();
    machine.fails("preau.service");
    assert!(machine.run(&["return"]).status.success());
    assert_eq!(machine.version("usr/bin/preau"), Some(3), "what its families signed is not taken back");
}

#[test]
fn when_nobody_has_come_through_the_way_back_is_the_older_one() {
    let machine = Machine::new();
    machine.late("preau", "en-cours");
    machine.late("preau-bois", "prete");
    machine.updated();
    assert_eq!(machine.version("var/cache/preau/precedent/preau"), Some(1));
    assert!(!machine.at("var/cache/preau/anciens").exists());
    assert_eq!(text(&machine.mark("preau-bois", "prete")), "1\n");
}

#[test]
fn a_school_that_cannot_be_prepared_stops_it_all_even_beside_a_late_one() {
    let machine = Machine::new();
    machine.late("preau-bois", "en-cours");
    let sick = machine.school("preau-lac");
    fs::write(sick.join("sick"), "").unwrap();
    let done = machine.run(&["prepare", "2", "3"]);
    assert!(!done.status.success());
    assert!(String::from_utf8_lossy(&done.stderr).contains("rien n'est changé"));
    assert!(!machine.mark("preau", "prete").exists(), "who was prepared is so no more");
    assert!(machine.mark("preau-bois", "en-cours").exists());
}

#[test]
fn the_late_ones_come_last_and_stop_nobody() {
    let machine = Machine::new();
    machine.late("preau-bois", "en-cours");
    machine.school("preau-lac");
    machine.school("preau-mer");
    machine.updated();
    machine.fails("preau@bois.service");
    assert!(machine.run(&["turns"]).status.success());
    assert_eq!(machine.read("restarted"), "preau@lac.service\npreau@mer.service\npreau@bois.service\n");
    // After one that was ready and fails, no other is tried.
    fs::remove_file(machine.at("restarted")).unwrap();
    machine.fails("preau@lac.service");
    assert!(!machine.run(&["turns"]).status.success());
    assert_eq!(machine.read("restarted"), "preau@lac.service\n");
}
