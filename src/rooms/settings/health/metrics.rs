//! The box in figures, as Prometheus reads them. No name, no address and no word of anybody.

use super::{Facts, State, findings, store::Sizes};
use crate::{
    base::{clock::Instant, update::Ended},
    rooms::settings::from_home::{Access, Found},
    school::backup::Round,
};
use std::fmt::{Display, Write};

pub fn text(facts: &Facts, sizes: &Sizes, uptime: u64) -> String {
    let mut page = Lines::default();
    page.labelled("preau_build_info", "Always 1.", &[(&format!("version=\"{}\"", facts.version), 1)]);
    page.one("preau_uptime_seconds", "Since the service started.", uptime);
    page.one("preau_set_up", "1 when the school is.", u8::from(facts.is_set_up));
    page.one("preau_clock_timestamp_seconds", "What the box believes the time to be.", facts.now.0);
    page.one("preau_disk_size_bytes", "Of the disk on which the data stand.", facts.room.whole);
    page.one("preau_disk_free_bytes", "Free on it.", facts.room.free);
    page.one("preau_database_size_bytes", "Of the database.", sizes.database);
    page.some(
        "preau_database_checked_timestamp_seconds",
        "When it was last read through.",
        facts.checked.map(|last| last.at.0),
    );
    page.some("preau_database_faults", "Found then.", facts.checked.map(|last| last.faults));
    backups(&mut page, facts);
    page.one("preau_certificate_expires_timestamp_seconds", "Of the certificate served.", facts.certificate.until.0);
    let days = |until: Instant| until.since(facts.now).div_euclid(Instant::DAY);
    let left: Vec<_> = until_of_each(facts).into_iter().map(|(label, until)| (label, days(until))).collect();
    page.labelled("preau_certificate_days_left", "Of each certificate that the box holds.", &left);
    page.some(
        "preau_certificate_public_failures",
        "In a row, while asking for a public certificate.",
        facts.certificate.wished.as_ref().map(|wished| wished.failures),
    );
    page.one("preau_clock_doubtful", "1 when the clock is not believed.", u8::from(facts.doubt.is_some()));
    page.some("preau_clock_synchronised", "1 when the clock follows the network.", facts.is_synchronised.map(u8::from));
    page.some(
        "preau_storage_encrypted",
        "1 when the disk is.",
        facts.storage.as_ref().map(|disks| u8::from(disks.is_encrypted)),
    );
    families(&mut page, facts);
    update(&mut page, facts);
    page.one("preau_media_waiting", "Photos, sounds and videos not yet made ready.", sizes.media_waiting);
    letters(&mut page, facts);
    page.one("preau_errors", "Logged by the service, since ever.", facts.errors.counted);
    page.one("preau_errors_unseen", "Of them, those that nobody has looked at.", facts.errors.unread);
    if !facts.announced.is_empty() {
        let held = facts.announced.iter().all(|said| said.held.as_ref() == Some(&said.name));
        page.one("preau_local_name_held", "1 when each .local name is ours on the network.", u8::from(held));
    }
    let worn = facts.storage.iter().flat_map(|storage| &storage.disks).filter_map(|disk| disk.worn).max();
    page.some("preau_storage_worn_percent", "Of the most worn disk, where it is known.", worn);
    let found = findings(facts);
    let count = |state| found.iter().filter(|finding| finding.state == state).count();
    let states = [("state=\"wrong\"", count(State::Wrong)), ("state=\"watch\"", count(State::Watch))];
    page.labelled("preau_findings", "As preau doctor counts them.", &states);
    page.0
}

/// As the last call by the public name found it.
fn families(page: &mut Lines, facts: &Facts) {
    if let Access::Called(checked) = &facts.access {
        let is_open = |found| matches!(found, Found::Open(_));
        page.some(
            "preau_families_access",
            "1 when families reach the school from home; nothing when that cannot be known.",
            (checked.found != Found::Indoors).then(|| u8::from(is_open(checked.found))),
        );
        page.one("preau_families_access_since_timestamp_seconds", "Since when it is so.", checked.since.0);
        page.one("preau_families_access_checked_timestamp_seconds", "When it was last looked at.", checked.at.0);
    }
}

fn update(page: &mut Lines, facts: &Facts) {
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
}

/// Nothing while no mail server is set.
fn letters(page: &mut Lines, facts: &Facts) {
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
}

/// Nothing before the school is set up, nor of a demonstration.
fn backups(page: &mut Lines, facts: &Facts) {
    let Some(state) = &facts.backups else { return };
    backup(page, "made", "backup was made", state.made.as_ref());
    backup(page, "verified", "backup was read whole", state.verified.as_ref());
    page.some(
        "preau_backup_elsewhere_timestamp_seconds",
        "When a backup last left the box, to a disk or elsewhere.",
        state.elsewhere(facts.now).map(|at| at.0),
    );
}

/// When it last went well, and whether the last try did.
fn backup(page: &mut Lines, name: &str, what: &str, round: Option<&Round>) {
    let Some(round) = round else { return };
    let (at, failing) = (format!("preau_backup_{name}_timestamp_seconds"), format!("preau_backup_{name}_failing"));
    page.some(&at, &format!("When a {what}."), round.done_at.map(|at| at.0));
    let is_failing = round.done_at.is_none_or(|done| done < round.tried_at);
    page.one(&failing, "1 when the last try failed.", u8::from(is_failing));
}

fn until_of_each(facts: &Facts) -> Vec<(&'static str, Instant)> {
    let held = &facts.certificate;
    let town = held.town.as_ref().and_then(|town| town.given.as_ref());
    let others = [("of=\"town\"", town), ("of=\"public\"", held.public.as_ref().map(|public| &public.given))];
    let others = others.into_iter().filter_map(|(label, given)| Some((label, Instant(given?.until))));
    std::iter::once(("of=\"school\"", held.until)).chain(others).collect()
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
