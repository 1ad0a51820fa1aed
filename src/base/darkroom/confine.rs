//! The limits that the child sets upon itself before it reads a byte. A kernel that refuses one of them is no reason to
//! stop: the parent watches the clock all the same.

use super::frames::MEGABYTE;
use rustix::process::{Resource, Rlimit, Signal, nice, set_parent_process_death_signal, setrlimit};

pub struct Bounds {
    memory: u64,
    cpu_seconds: u64,
    open_files: u64,
}

/// An iPhone's photo of fifty million pixels takes some 390 MB, and the program itself is mapped beside it. Standard input twice, output and
/// error: there is no number left for another file.
pub const BOUNDS: Bounds = Bounds { memory: 768 * MEGABYTE, cpu_seconds: 60, open_files: 4 };

pub fn confine(bounds: &Bounds) {
    // First of all: a house that dies takes its child with it.
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
    // When memory runs short it is the child that goes, not the school. Before no file can be opened any more.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    // Pages come first.
    let _ = nice(10);
    let most = |resource, value| {
        let _ = setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) });
    };
    most(Resource::As, bounds.memory);
    most(Resource::Cpu, bounds.cpu_seconds);
    most(Resource::Core, 0);
    most(Resource::Fsize, 0);
    most(Resource::Nofile, bounds.open_files);
    most(Resource::Nproc, 0);
    let _ = rustix::thread::set_no_new_privs(true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        env,
        os::unix::process::ExitStatusExt,
        process::{Command, ExitStatus, Stdio},
        time::{Duration, Instant},
    };

    /// These tests started once more, in a process of their own that confines itself.
    fn confined(test: &str) -> ExitStatus {
        let mut again = Command::new(env::current_exe().unwrap());
        again.args(["--exact", &format!("{}::{test}", module_path!().split_once("::").unwrap().1), "--test-threads=1"]);
        again.env(MARK, "1").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap()
    }

    const MARK: &str = "CONFINED_HERE";
    const SMALL: Bounds = Bounds { memory: 400 * MEGABYTE, cpu_seconds: 1, open_files: 3 };

    fn is_the_child() -> bool {
        env::var_os(MARK).is_some()
    }

    #[test]
    fn who_computes_for_ever_is_killed() {
        if is_the_child() {
            confine(&SMALL);
            let mut turns = 0u64;
            loop {
                turns = std::hint::black_box(turns.wrapping_add(1));
            }
        }
        let begun = Instant::now();
        let signal = confined("who_computes_for_ever_is_killed").signal();
        assert!([Signal::XCPU.as_raw(), Signal::KILL.as_raw()].map(Some).contains(&signal), "{signal:?}");
        assert!(begun.elapsed() < Duration::from_secs(40), "{:?}", begun.elapsed());
    }

    #[test]
    fn who_takes_too_much_memory_gets_none() {
        if is_the_child() {
            confine(&SMALL);
            let mut room: Vec<u8> = Vec::new();
            assert!(room.try_reserve_exact(50 << 20).is_ok());
            assert!(room.try_reserve_exact(500 << 20).is_err());
            return;
        }
        assert!(confined("who_takes_too_much_memory_gets_none").success());
    }

    #[test]
    fn there_is_no_way_to_another_file_nor_to_the_network() {
        if is_the_child() {
            confine(&SMALL);
            assert!(std::fs::File::open("/etc/passwd").is_err());
            assert!(std::net::TcpStream::connect("127.0.0.1:1").is_err_and(|error| error.raw_os_error() == Some(24)));
            return;
        }
        assert!(confined("there_is_no_way_to_another_file_nor_to_the_network").success());
    }
}
