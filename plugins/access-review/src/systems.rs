//! The systems that accounts belong to, and what is expected of each.

use std::collections::BTreeMap;

use tickmark_plugin::{Day, Failure};

use crate::config::{Config, SystemSettings};
use crate::names::plain;

/// More systems than this are no systems but a wrong column.
const MOST: usize = 10_000;

/// Every system of which there is an account export.
#[derive(Debug)]
pub(crate) struct Systems {
    list: Vec<System>,
    /// By plain name, other names included.
    by_name: BTreeMap<String, u32>,
    /// What the configuration says, by plain name.
    settings: BTreeMap<String, SystemSettings>,
    /// The names in the configuration, by plain name, other names included.
    named: BTreeMap<String, String>,
    defaults: Limits,
}

/// A system.
#[derive(Debug)]
pub(crate) struct System {
    /// As people know it.
    pub(crate) name: String,
    pub(crate) plain: String,
    pub(crate) limits: Limits,
    /// The latest day whose state an export of it shows.
    pub(crate) day: Day,
}

/// What is expected of a system, in days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) removal: i64,
    pub(crate) revocation: i64,
    pub(crate) review_interval: i64,
}

impl Systems {
    pub(crate) fn new(config: &Config) -> Result<Self, Failure> {
        let mut settings = BTreeMap::new();
        let mut named: BTreeMap<String, String> = BTreeMap::new();
        for (name, setting) in &config.systems {
            for other in std::iter::once(name).chain(&setting.also_called) {
                let earlier = named.insert(plain(other), name.clone());
                if earlier.is_some_and(|earlier| &earlier != name) {
                    return Err(Failure::Config(format!(
                        "`systems` gives the name `{other}` to two systems"
                    )));
                }
            }
            settings.insert(plain(name), setting.clone());
        }
        Ok(Self {
            list: Vec::new(),
            by_name: BTreeMap::new(),
            settings,
            named,
            defaults: Limits {
                removal: i64::from(config.removal_days),
                revocation: i64::from(config.revocation_days),
                review_interval: i64::from(config.review_interval_days),
            },
        })
    }

    /// The system with a name, noted if it is new, as an export of a day shows it. `None` when
    /// there are too many of them.
    pub(crate) fn note(&mut self, name: &str, day: Day) -> Option<u32> {
        if let Some(known) = self.find(name) {
            let system = &mut self.list[known as usize];
            system.day = system.day.max(day);
            return Some(known);
        }
        let index = u32::try_from(self.list.len()).ok()?;
        if self.list.len() >= MOST {
            return None;
        }
        let name = self.named.get(&plain(name)).map_or(name, String::as_str);
        let own = plain(name);
        let settings = self.settings.get(&own);
        let days = |own: Option<u32>, default: i64| own.map_or(default, i64::from);
        let limits = Limits {
            removal: days(
                settings.and_then(|own| own.removal_days),
                self.defaults.removal,
            ),
            revocation: days(
                settings.and_then(|own| own.revocation_days),
                self.defaults.revocation,
            ),
            review_interval: days(
                settings.and_then(|own| own.review_interval_days),
                self.defaults.review_interval,
            ),
        };
        for other in settings.iter().flat_map(|own| &own.also_called) {
            self.by_name.insert(plain(other), index);
        }
        self.by_name.insert(own.clone(), index);
        self.list.push(System {
            name: name.to_owned(),
            plain: own,
            limits,
            day,
        });
        Some(index)
    }

    /// The system with a name or other name.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.by_name.get(&plain(name)).copied()
    }

    pub(crate) fn get(&self, index: u32) -> Option<&System> {
        self.list.get(index as usize)
    }

    /// All systems with their indices.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &System)> {
        (0..).zip(&self.list)
    }

    /// The only system, where there is just one.
    pub(crate) fn only(&self) -> Option<u32> {
        (self.list.len() == 1).then_some(0)
    }

    /// Configured systems of which no export shows anything.
    pub(crate) fn absent(&self) -> impl Iterator<Item = &str> {
        self.named
            .iter()
            .filter(|&(known, name)| *known == plain(name) && !self.by_name.contains_key(known))
            .map(|(_, name)| name.as_str())
    }
}
