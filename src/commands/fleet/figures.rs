//! A box's figures, as Prometheus writes them. What others wrote into the same file is passed over, and so is what is not a number.

use std::collections::BTreeMap;

const OURS: &str = "preau_";
const LONGEST_VERSION: usize = 40;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    pub version: String,
    values: BTreeMap<String, f64>,
}

impl Figures {
    /// Nothing where there is no figure of ours.
    pub fn parse(text: &str) -> Option<Figures> {
        let mut figures = Figures::default();
        for line in text.lines().filter(|line| line.starts_with(OURS)) {
            // A label may hold spaces; what follows the last brace does not.
            let (name, rest) = match line.rsplit_once('}') {
                Some((name, rest)) => (format!("{name}}}"), rest),
                None => line.split_once(' ').map(|(name, rest)| (name.to_owned(), rest)).unwrap_or_default(),
            };
            let value = rest.split_whitespace().next().and_then(|value| value.parse::<f64>().ok());
            let Some(value) = value.filter(|value| value.is_finite()) else { continue };
            if let Some(version) = name.strip_prefix("preau_build_info{version=\"") {
                figures.version = cleaned(version.trim_end_matches("\"}"));
            }
            figures.values.insert(name, value);
        }
        (!figures.values.is_empty()).then_some(figures)
    }

    /// The name without `preau_`, its labels included.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.values.get(&format!("{OURS}{name}")).copied()
    }

    pub fn whole(&self, name: &str) -> Option<i64> {
        // What is beyond is the end of the scale.
        self.value(name).map(|value| value as i64)
    }

    pub fn is(&self, name: &str) -> Option<bool> {
        self.value(name).map(|value| value != 0.0)
    }
}

/// Somebody else's words: only what a version is made of.
fn cleaned(version: &str) -> String {
    version.chars().filter(|c| c.is_ascii_alphanumeric() || ".~+-".contains(*c)).take(LONGEST_VERSION).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_figures_are_read_among_others() {
        let text = "# HELP preau_uptime_seconds Since.\npreau_uptime_seconds 12\nnode_load1 0.5\n\
            preau_build_info{version=\"0.2.0\"} 1\npreau_findings{state=\"wrong\"} 2 1800000000000\n\
            preau_disk_free_bytes 1.5e9\npreau_bad NaN\npreau_worse x\npreau_\n";
        let figures = Figures::parse(text).unwrap();
        assert_eq!(figures.version, "0.2.0");
        assert_eq!(figures.whole("uptime_seconds"), Some(12));
        assert_eq!(figures.whole("findings{state=\"wrong\"}"), Some(2));
        assert_eq!(figures.value("disk_free_bytes"), Some(1.5e9));
        assert_eq!((figures.value("bad"), figures.value("worse"), figures.value("load1")), (None, None, None));
        assert_eq!(Figures::parse("<html>preau</html>\nnode_load1 0.5\n"), None);
    }

    #[test]
    fn a_version_is_nothing_but_one() {
        let text = "preau_build_info{version=\"<script>=1+1</script>\"} 1\n";
        assert_eq!(Figures::parse(text).unwrap().version, "script1+1script");
        let long = format!("preau_build_info{{version=\"{}\"}} 1\n", "9".repeat(500));
        assert_eq!(Figures::parse(&long).unwrap().version.len(), LONGEST_VERSION);
    }
}
