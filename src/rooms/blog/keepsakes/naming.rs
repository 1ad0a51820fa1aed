//! The names of files taken home: « 2026-11-17 Sortie à la ferme 03.jpg », in the order in which photos were taken.

use super::Keepsake;
use crate::school::media;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// Letters of a post's title that a name keeps.
const TITLE: usize = 60;

/// One for each, in the same order.
pub fn names(keepsakes: &[Keepsake], zone: &TimeZone) -> Vec<String> {
    let starts: Vec<String> =
        keepsakes.iter().map(|one| format!("{} {}", one.at.date(zone), title(&one.title))).collect();
    let mut all: HashMap<&str, usize> = HashMap::new();
    for start in &starts {
        *all.entry(start).or_default() += 1;
    }
    let mut so_far: HashMap<&str, usize> = HashMap::new();
    let mut names = Vec::with_capacity(starts.len());
    for (start, one) in starts.iter().zip(keepsakes) {
        let count = so_far.entry(start).or_default();
        *count += 1;
        let extension = media::extension(&one.media_type).unwrap_or("bin");
        let digits = all.get(start.as_str()).map_or(2, |all| all.to_string().len().max(2));
        names.push(format!("{start} {count:0digits$}.{}", extension));
    }
    names
}

/// What every system takes in a name.
fn title(title: &str) -> String {
    let plain: String = title
        .chars()
        .map(|letter| if letter.is_control() || "/\\:*?\"<>|".contains(letter) { ' ' } else { letter })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let cut: String = words.join(" ").chars().take(TITLE).collect();
    let cut = cut.trim().trim_end_matches('.');
    if cut.is_empty() { "Blog".to_owned() } else { cut.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{clock::Instant, files::Hash};

    fn one(title: &str, at: i64, media_type: &str) -> Keepsake {
        Keepsake {
            title: title.into(),
            shown_on: jiff::civil::date(2026, 11, 17),
            at: Instant(at),
            children: Vec::new(),
            file: Hash::parse(&"0".repeat(64)).unwrap(),
            media_type: media_type.into(),
            bytes: 1,
        }
    }

    #[test]
    fn names_say_the_day_the_post_and_the_order() {
        let noon = 1_794_913_200; // 17 November 2026, 11:00 UTC
        let keepsakes = [
            one("Sortie à la ferme", noon, "image/jpeg"),
            one("Sortie à la ferme", noon + 60, "video/mp4"),
            one("A/B : \"quoi ?\"", noon, "image/png"),
            one("Sortie à la ferme", noon + 86_400, "image/jpeg"),
            one(" ... ", noon, "audio/mpeg"),
        ];
        assert_eq!(
            names(&keepsakes, &TimeZone::UTC),
            [
                "2026-11-17 Sortie à la ferme 01.jpg",
                "2026-11-17 Sortie à la ferme 02.mp4",
                "2026-11-17 A B quoi 01.png",
                "2026-11-18 Sortie à la ferme 01.jpg",
                "2026-11-17 Blog 01.mp3",
            ]
        );
    }
}
