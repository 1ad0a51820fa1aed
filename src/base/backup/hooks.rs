//! The programs that take a backup elsewhere (restic, rclone), one after another, when they are root's or our own and nobody
//! else may write them. What one says as it fails is told; it is stopped when the service stops, and after six hours.

use super::fault::{Fault, Result, at};
use rustix::process::{Pid, Signal, kill_process_group};
use std::{
    fs,
    io::{self, Read, Seek, SeekFrom},
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

const LONGEST: Duration = Duration::from_secs(6 * 3_600);
const LOOK: Duration = Duration::from_millis(200);
/// Of what it said last, so many characters are told.
const WORDS: usize = 300;

/// In the order of their names. Nothing where there is no such folder; what somebody else may write is refused, and told.
pub fn found(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        entries => entries.map_err(at(folder))?,
    };
    for entry in entries {
        let path = entry.map_err(at(folder))?.path();
        let is_file = fs::metadata(&path).is_ok_and(|found| found.is_file());
        if is_file && path.extension().is_none_or(|ending| ending != "exemple") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// `shelf` is the folder of all backups, `archive` the new one; they stand in its environment. What it says goes to `bench`.
pub fn run(hook: &Path, shelf: &Path, archive: &Path, said: &Path, stop: &dyn Fn() -> bool) -> Result<()> {
    must_be_safe(hook)?;
    let out = fs::File::create(said).map_err(at(said))?;
    let err = out.try_clone().map_err(at(said))?;
    let mut command = Command::new(hook);
    command.env("PREAU_SAUVEGARDES", shelf).env("PREAU_SAUVEGARDE", archive);
    // A group of its own: a script that is stopped must not leave at work what it started.
    command.stdin(Stdio::null()).stdout(out).stderr(err).process_group(0);
    let status = wait(begun(&mut command).map_err(at(hook))?, stop).map_err(at(hook))?.ok_or(Fault::Stopped)?;
    if status.success() {
        return Ok(());
    }
    let words = end_of(said).map(|said| tail(&String::from_utf8_lossy(&said))).unwrap_or_default();
    Err(Fault::Hook { name: name(hook), words })
}

fn must_be_safe(hook: &Path) -> Result<()> {
    let found = fs::metadata(hook).map_err(at(hook))?;
    let ours = rustix::process::geteuid().as_raw();
    let is_safe = [0, ours].contains(&found.uid()) && found.permissions().mode() & 0o022 == 0;
    if !is_safe {
        return Err(Fault::Hook { name: name(hook), words: "d’autres comptes peuvent l’écrire".to_owned() });
    }
    if found.permissions().mode() & 0o111 == 0 {
        return Err(Fault::Hook { name: name(hook), words: "il n’est pas exécutable".to_owned() });
    }
    Ok(())
}

/// Somebody may still be writing it: it is asked again for a second or so.
fn begun(command: &mut Command) -> io::Result<Child> {
    for _ in 0..5 {
        match command.spawn() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => thread::sleep(LOOK),
            begun => return begun,
        }
    }
    command.spawn()
}

/// Nothing when it was stopped by us.
fn wait(mut child: Child, stop: &dyn Fn() -> bool) -> io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let is_late = begun.elapsed() > LONGEST;
        if is_late || stop() {
            kill_process_group(Pid::from_child(&child), Signal::KILL)?;
            let status = child.wait()?;
            return Ok(is_late.then_some(status));
        }
        thread::sleep(LOOK);
    }
}

/// More than enough for the words that are told: a program may have spoken for hours.
fn end_of(said: &Path) -> io::Result<Vec<u8>> {
    const LAST: u64 = 16 * 1024;
    let mut said = fs::File::open(said)?;
    let size = said.metadata()?.len();
    said.seek(SeekFrom::Start(size.saturating_sub(LAST)))?;
    let mut end = Vec::new();
    said.take(LAST).read_to_end(&mut end)?;
    Ok(end)
}

/// The last of what it said, in one line.
fn tail(said: &str) -> String {
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let from = line.char_indices().rev().nth(WORDS - 1).map_or(0, |(at, _)| at);
    line[from..].to_owned()
}

fn name(hook: &Path) -> String {
    hook.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(folder: &Path, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path
    }

    #[test]
    fn what_it_says_as_it_fails_is_told_and_what_anybody_could_write_never_runs() {
        let folder = tempfile::tempdir().unwrap();
        let (place, said) = (folder.path(), folder.path().join("dit.txt"));
        let run = |hook: &Path| run(hook, Path::new("/tous"), Path::new("/un"), &said, &|| false);
        let good = script(place, "10-bien", "test \"$PREAU_SAUVEGARDES/$PREAU_SAUVEGARDE\" = /tous//un", 0o755);
        run(&good).unwrap();
        let bad = script(place, "20-mal", "echo 'le serveur ne répond pas' >&2; exit 3", 0o700);
        let told = run(&bad).unwrap_err().to_string();
        assert!(told.contains("20-mal") && told.contains("le serveur ne répond pas"), "{told}");
        let open = script(place, "30-ouvert", "true", 0o777);
        assert!(run(&open).unwrap_err().to_string().contains("peuvent l’écrire"));
        let plain = script(place, "40-texte", "true", 0o644);
        assert!(run(&plain).unwrap_err().to_string().contains("exécutable"));
        script(place, "restic.exemple", "true", 0o644);
        fs::remove_file(&said).unwrap();
        assert_eq!(found(place).unwrap(), [good, bad, open, plain]);
        assert!(found(&place.join("rien")).unwrap().is_empty());
    }

    #[test]
    fn it_ends_with_the_service() {
        let folder = tempfile::tempdir().unwrap();
        let slow = script(folder.path(), "lent", "sleep 60 & echo $! > \"$PREAU_SAUVEGARDES/qui\"; wait", 0o700);
        let child = folder.path().join("qui");
        let has_begun = || fs::read_to_string(&child).is_ok_and(|said| said.ends_with('\n'));
        let begun = Instant::now();
        let stopped = run(&slow, folder.path(), Path::new("/"), &folder.path().join("dit"), &has_begun);
        assert!(matches!(stopped, Err(Fault::Stopped)) && begun.elapsed() < Duration::from_secs(10));
        let stat = format!("/proc/{}/stat", fs::read_to_string(&child).unwrap().trim());
        let is_gone = || fs::read_to_string(&stat).map_or(true, |stat| stat.contains(") Z "));
        while !is_gone() {
            assert!(begun.elapsed() < Duration::from_secs(20), "what the script had started is still at work");
            thread::sleep(LOOK);
        }
        assert_eq!(tail(&format!("{}fin", "é ".repeat(400))).chars().count(), WORDS);
    }
}
