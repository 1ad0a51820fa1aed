//! How a name is proved to be ours: on port 80, on port 443, or by the town's own program in its DNS.

use crate::{
    base::{
        acme::{Challenge, Fault, Prove, record, store::Way},
        clock::Instant,
    },
    door::House,
};
use std::{
    process::{Command, Stdio},
    time::Duration,
};

pub struct Proof<'a> {
    pub house: &'a House,
    pub way: Way,
    pub now: Instant,
    pub pause: &'a dyn Fn(Duration) -> bool,
}

/// The town's program has so long, waiting for its DNS included.
const HOOK: Duration = Duration::from_secs(300);
const LAST_WORDS: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(200);

impl Prove for Proof<'_> {
    fn challenge(&self) -> Challenge {
        match self.way {
            Way::Dns => Challenge::Dns,
            Way::Tls => Challenge::Tls,
            Way::Http | Way::Any => Challenge::Http,
        }
    }

    fn show(&self, name: &str, token: &str, authorization: &str) -> Result<(), Fault> {
        let challenges = self.house.tls.challenges();
        match self.challenge() {
            Challenge::Http => challenges.show_text(token, authorization),
            Challenge::Tls => challenges
                .show_certificate(name, authorization, self.now.0)
                .map_err(|fault| Fault::NotShown(fault.to_string()))?,
            Challenge::Dns => self.call("set", name, authorization)?,
        }
        Ok(())
    }

    fn take_away(&self, name: &str, token: &str, authorization: &str) {
        self.house.tls.challenges().take_away(name, token);
        if self.challenge() == Challenge::Dns
            && let Err(fault) = self.call("clear", name, authorization)
        {
            tracing::warn!(%fault, "a record stays in the DNS");
        }
    }

    fn pause(&self, patience: Duration) -> bool {
        (self.pause)(patience)
    }
}

impl Proof<'_> {
    /// `PROGRAM set|clear _acme-challenge.NAME VALUE`. What it says goes to our log.
    fn call(&self, what: &str, name: &str, authorization: &str) -> Result<(), Fault> {
        let program = &self.house.authority.hook;
        let failed = |why: String| Fault::NotShown(format!("{}: {why}", program.display()));
        let mut child = Command::new(program)
            .args([what, &format!("_acme-challenge.{name}"), &record(authorization)])
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        let mut waited = Duration::ZERO;
        loop {
            match child.try_wait().map_err(|error| failed(error.to_string()))? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(failed(status.to_string())),
                None => {}
            }
            let is_closing = self.pause(LOOK);
            // A house that closes still has the record taken away.
            let is_over = is_closing && (what == "set" || waited > LAST_WORDS);
            if is_over || waited > HOOK {
                let _ = child.kill();
                let _ = child.wait();
                return Err(if is_over { Fault::Stopped } else { failed("too slow".to_owned()) });
            }
            if is_closing {
                std::thread::sleep(LOOK);
            }
            waited += LOOK;
        }
    }
}
