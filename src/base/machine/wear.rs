//! What the disks say of their own wear, as root asked them (`preau-wear.timer`, by smartctl) and left it where the service may
//! read it. Nothing asked, nothing known.

use serde::Deserialize;
use std::{collections::BTreeMap, fs, path::Path};

pub(super) const FOLDER: &str = "/run/preau-wear";
/// What SSDs call, in attributes of their own, the life that is left them.
const LIFE_LEFT: [u16; 4] = [231, 233, 202, 177];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wear {
    /// In percent of what it was made to bear; over a hundred is beyond.
    pub percent: Option<u8>,
    /// It says itself that it will fail.
    pub is_failing: bool,
}

/// Of `sda` or `nvme0n1`.
pub(super) fn of(folder: &Path, disk: &str) -> Wear {
    fs::read(folder.join(format!("{disk}.json"))).map(|told| parse(&told)).unwrap_or_default()
}

fn parse(json: &[u8]) -> Wear {
    let told: Told = serde_json::from_slice(json).unwrap_or_default();
    let is_failing = told.smart_status.get("passed") == Some(&serde_json::Value::Bool(false))
        || told.nvme.as_ref().is_some_and(|nvme| nvme.critical_warning != 0);
    let left = |table: &[Attribute]| {
        table.iter().filter(|one| LIFE_LEFT.contains(&one.id) && one.value <= 100).map(|one| 100 - one.value).max()
    };
    let percent = match told.nvme {
        Some(nvme) => Some(nvme.percentage_used),
        None => left(&told.ata.table),
    };
    Wear { percent, is_failing }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Told {
    smart_status: BTreeMap<String, serde_json::Value>,
    #[serde(rename = "nvme_smart_health_information_log")]
    nvme: Option<Nvme>,
    #[serde(rename = "ata_smart_attributes")]
    ata: Ata,
}

#[derive(Deserialize)]
struct Nvme {
    critical_warning: u32,
    percentage_used: u8,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ata {
    table: Vec<Attribute>,
}

#[derive(Deserialize)]
struct Attribute {
    id: u16,
    /// From 100, or more, down to nothing.
    value: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_nvme_disk_says_what_is_used_of_it() {
        let told = br#"{"smart_status":{"passed":true,"nvme":{"value":0}},"temperature":{"current":38},
            "nvme_smart_health_information_log":{"critical_warning":0,"available_spare":100,"percentage_used":7}}"#;
        assert_eq!(parse(told), Wear { percent: Some(7), is_failing: false });
        let ending = br#"{"nvme_smart_health_information_log":{"critical_warning":4,"percentage_used":104}}"#;
        assert_eq!(parse(ending), Wear { percent: Some(104), is_failing: true });
    }

    #[test]
    fn a_sata_disk_says_what_is_left_of_it() {
        let told = br#"{"smart_status":{"passed":true},"ata_smart_attributes":{"revision":1,"table":[
            {"id":5,"name":"Reallocated_Sector_Ct","value":1},{"id":177,"name":"Wear_Leveling_Count","value":97},
            {"id":231,"name":"SSD_Life_Left","value":88}]}}"#;
        assert_eq!(parse(told), Wear { percent: Some(12), is_failing: false });
        let failing = br#"{"smart_status":{"passed":false},"ata_smart_attributes":{"table":[{"id":9,"value":1}]}}"#;
        assert_eq!(parse(failing), Wear { percent: None, is_failing: true });
    }

    #[test]
    fn what_is_not_told_is_not_known() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(of(folder.path(), "sda"), Wear::default());
        for noise in ["", "{", "[]", "{\"smart_status\":{}}", "{\"nvme_smart_health_information_log\":{}}"] {
            assert_eq!(parse(noise.as_bytes()), Wear::default(), "{noise}");
        }
    }
}
