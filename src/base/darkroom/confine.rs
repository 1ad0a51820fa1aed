//! The limits that the child sets upon itself before it reads a byte. A kernel that refuses one of them is no reason to
//! stop: the parent watches the clock all the same.

use super::frames::MEGABYTE;
use rustix::process::{Resource, Rlimit, Signal, nice, set_parent_process_death_signal, setrlimit};

/// A progressive photo of fifty million pixels takes some 500 MB.
const MEMORY: u64 = 768 * MEGABYTE;
const CPU_SECONDS: u64 = 60;
/// Standard input twice, output and error: there is no number left for another.
const OPEN_FILES: u64 = 4;

pub fn confine() {
    // First of all: a house that dies takes its child with it.
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
    // When memory runs short it is the child that goes, not the school. Before no file can be opened any more.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    // Pages come first.
    let _ = nice(10);
    let most = |resource, value| {
        let _ = setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) });
    };
    most(Resource::As, MEMORY);
    most(Resource::Cpu, CPU_SECONDS);
    most(Resource::Core, 0);
    most(Resource::Fsize, 0);
    most(Resource::Nofile, OPEN_FILES);
    most(Resource::Nproc, 0);
    let _ = rustix::thread::set_no_new_privs(true);
}
