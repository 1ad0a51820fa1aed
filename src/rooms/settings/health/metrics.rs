//! The box in figures, as Prometheus reads them. No name, no address and no word of anybody.

use super::{Facts, State, findings, store::Sizes};
use crate::base::update::Ended;
use std::fmt::{Display, Write};

pub fn text(facts: &Facts, sizes: &Sizes, uptime: u64) -> String {
    let mut page = Lines::default();
    page.labelled("preau_build_info", "Always 1.", &[(&format!("version=\"{}\"", facts.version), 1)]);
    page.one("preau_uptime_seconds", "Since the service started.", uptime);
    page.one("preau_disk_size_bytes", "Of the disk on which the data stand.", facts.room.whole);
    page.one("preau_disk_free_bytes", "Free on it.", facts.room.free);
    page.one("preau_database_size_bytes", "Of the database.", sizes.database);
    page.some(
        "preau_database_checked_timestamp_seconds",
        "When it was last read through.",
        facts.checked.map(|last| last.at.0),
    );
    page.some("preau_database_faults", "Found then.", facts.checked.map(|last| last.faults));
    page.one("preau_certificate_expires_timestamp_seconds", "Of the certificate served.", facts.certificate.until.0);
    page.one("preau_clock_doubtful", "1 when the clock is not believed.", u8::from(facts.doubt.is_some()));
    page.some("preau_clock_synchronised", "1 when the clock follows the network.", facts.is_synchronised.map(u8::from));
    page.some(
        "preau_storage_encrypted",
        "1 when the disk is.",
        facts.storage.as_ref().map(|disks| u8::from(disks.is_encrypted)),
    );
    let update = facts.update.as_ref();
    page.some("preau_update_timestamp_seconds", "When the last update ended.", update.map(|last| last.at.0));
    page.some(
        "preau_update_failed",
        "1 when it went back by itself.",
        update.map(|last| u8::from(last.ended == Ended::Returned)),
    );
    page.some(
        "preau_service_restarted_timestamp_seconds",
        "When a service that had given up was last started again.",
        facts.alarm.map(|at| at.0),
    );
    page.one("preau_media_waiting", "Photos, sounds and videos not yet made ready.", sizes.media_waiting);
    if let Some(mail) = &facts.mail {
        page.one("preau_letters_waiting", "Letters that have not left.", mail.waiting);
        page.some(
            "preau_letters_late_since_timestamp_seconds",
            "When the oldest late one was written.",
            mail.late_since.map(|at| at.0),
        );
        page.some(
            "preau_letters_last_sent_timestamp_seconds",
            "When the last one left.",
            mail.last_sent.map(|at| at.0),
        );
        page.one("preau_letters_addresses_stopped", "Addresses that refuse for good.", mail.stopped);
    }
    let found = findings(facts);
    let count = |state| found.iter().filter(|finding| finding.state == state).count();
    let states = [("state=\"wrong\"", count(State::Wrong)), ("state=\"watch\"", count(State::Watch))];
    page.labelled("preau_findings", "As preau doctor counts them.", &states);
    page.0
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn one(&mut self, name: &str, help: &str, value: impl Display) {
        self.labelled(name, help, &[("", value)]);
    }

    /// What is not known is left out.
    fn some(&mut self, name: &str, help: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.one(name, help, value);
        }
    }

    fn labelled(&mut self, name: &str, help: &str, values: &[(&str, impl Display)]) {
        let mut page = format!("# HELP {name} {help}\n# TYPE {name} gauge\n");
        for (label, value) in values {
            let label = if label.is_empty() { String::new() } else { format!("{{{label}}}") };
            // A String takes whatever is written.
            let _ = writeln!(page, "{name}{label} {value}");
        }
        self.0.push_str(&page);
    }
}
