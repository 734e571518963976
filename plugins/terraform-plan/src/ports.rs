//! Openings in firewalls: which ports, from where. The providers' files read their own kinds of rules
//! into an [`Opening`]; what counts as the world is decided here.

use tickmark_plugin::addresses;
use tickmark_plugin::prelude::*;

use crate::Config;
use crate::verdict::Verdict;
use crate::words::listed;

/// A rule that lets traffic in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Opening {
    /// Port ranges, both ends inclusive.
    pub(crate) ranges: Vec<(u16, u16)>,
    /// The ports or the protocol are known only after apply.
    pub(crate) ports_open: bool,
    pub(crate) sources: Vec<String>,
    /// What is not known of the sources, in words.
    pub(crate) sources_open: Option<&'static str>,
    /// What deserves a place of its own in the finding.
    pub(crate) places: Vec<Location>,
}

pub(crate) const ALL_PORTS: (u16, u16) = (0, u16::MAX);

impl Opening {
    /// Judges whether the rule opens one of the ports to the world.
    pub(crate) fn judge(&self, config: &Config, ports: &[u16], place: &Location) -> Verdict {
        let hit: Vec<u16> = ports
            .iter()
            .copied()
            .filter(|port| {
                self.ranges
                    .iter()
                    .any(|(from, to)| (from..=to).contains(&port))
            })
            .collect();
        let world: Vec<&String> = self
            .sources
            .iter()
            .filter(|source| is_world(config, source))
            .collect();
        let ranges = listed(self.ranges.iter().map(|(from, to)| match (from, to) {
            (0, &u16::MAX) => "all ports".to_owned(),
            (from, to) if from == to => format!("port {from}"),
            (from, to) => format!("ports {from} to {to}"),
        }));
        let sources = if world.is_empty() {
            listed(&self.sources)
        } else {
            listed(world.iter())
        };
        let what = match (ranges.is_empty(), sources.is_empty()) {
            (true, _) => "no TCP or UDP port".to_owned(),
            (false, true) => format!("{ranges} from no address range"),
            (false, false) => format!("{ranges} from {sources}"),
        };
        let place = self.places.first().unwrap_or(place).clone();
        let ports_safe = hit.is_empty() && !self.ports_open;
        let verdict = if !hit.is_empty() && !world.is_empty() {
            Verdict::fail(format!("{what}, which includes {}", listed(&hit)), place)
        } else if ports_safe {
            Verdict::pass(what, place)
        } else if world.is_empty() && self.sources_open.is_none() {
            let sources = if sources.is_empty() {
                "no address range"
            } else {
                &sources
            };
            let what = if self.ports_open {
                format!("from {sources}")
            } else {
                what
            };
            Verdict::pass(what, place)
        } else if self.ports_open {
            Verdict::unclear("the ports are known only after apply", place)
        } else {
            let why = self.sources_open.unwrap_or("the sources are not known");
            Verdict::unclear(format!("{what}; {why}"), place)
        };
        verdict
            .expected(format!("none of the ports {} open to the world", {
                let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
                ports.join(", ")
            }))
            .also_at(self.places.iter().skip(1).cloned())
    }
}

/// Whether a range of addresses is so wide that it means the world.
pub(crate) fn is_world(config: &Config, source: &str) -> bool {
    match source.to_ascii_lowercase().as_str() {
        "*" | "any" | "internet" | "0.0.0.0" | "::" => true,
        // Names such as those of security groups are no range.
        text => addresses::is_world(text, config.widest()) == Some(true),
    }
}

/// A port range in words: `22`, `20-30` or `*`.
pub(crate) fn range(text: &str) -> Option<(u16, u16)> {
    let text = text.trim();
    if text == "*" {
        return Some(ALL_PORTS);
    }
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_world_has_many_names() {
        let config = Config::default();
        for world in ["0.0.0.0/0", "2000::/3", "0.0.0.0", "Internet", "*"] {
            assert!(is_world(&config, world), "{world}");
        }
        for part in ["10.0.0.0/8", "fd00::/16", "VirtualNetwork", "sg-1"] {
            assert!(!is_world(&config, part), "{part}");
        }
    }

    #[test]
    fn how_wide_is_too_wide_is_configured() {
        let config = Config {
            widest_ipv4_prefix: 24,
            ..Config::default()
        };
        assert!(is_world(&config, "10.0.0.0/8"));
    }

    #[test]
    fn ranges_are_read_in_all_forms() {
        assert_eq!(range("22"), Some((22, 22)));
        assert_eq!(range("20 - 30"), Some((20, 30)));
        assert_eq!(range("*"), Some(ALL_PORTS));
        assert_eq!(range("ssh"), None);
    }
}
