//! One server's configuration files, read in the order in which sshd reads them.
//!
//! sshd reads its files twice. When it starts, lines outside `Match` blocks take effect; for each
//! connection, lines inside the blocks that the connection meets take effect and win over the former.
//! In both passes the first line with a keyword holds, and an included file stands where its
//! `Include` line stands. A tree keeps every setting with its block and its order, so that either
//! pass can be asked about later; it does not judge. `reader` makes one from files, and `start` knows
//! what sshd checks once it has read everything.

mod reader;
mod start;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use tickmark_plugin::{Location, Problem};

use crate::criteria::{Connection, Criteria};
use crate::keywords::{Key, Repeated, Spelling};
use crate::layout::{Files, Layout};
use crate::values::Value;
use crate::version::{Releases, Version};

use reader::Reader;

/// From here on arguments are split like those of a shell.
const SPLIT_LIKE_A_SHELL: Version = Version::new(8, 7);

/// A `Match` condition: what a connection must meet, everything around it included. Lines with the
/// same criteria in the same surroundings share one.
pub(crate) type GroupId = usize;

/// A `Match` condition.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) criteria: Criteria,
    /// The condition around the `Include` line that led here.
    pub(crate) parent: Option<GroupId>,
    /// Whether every connection meets it.
    pub(crate) always: bool,
    /// The first `Match` line.
    pub(crate) place: Location,
}

/// A line that sets a keyword.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) key: Key,
    pub(crate) spelling: Spelling,
    pub(crate) value: Value,
    pub(crate) place: Location,
    pub(crate) group: Option<GroupId>,
    /// Earlier lines have lower numbers.
    pub(crate) order: usize,
    /// Whether releases before and since 8.7 take something different from the line.
    pub(crate) ambiguous: bool,
    /// The release from which on its block has an effect.
    since: Version,
}

/// An `Include` of which nothing was granted: what it would set is not known.
#[derive(Debug)]
pub(crate) struct Blind {
    pub(crate) argument: String,
    pub(crate) place: Location,
    pub(crate) group: Option<GroupId>,
    /// It stands before settings with this number and higher ones.
    pub(crate) order: usize,
}

/// What an `Include` stands for of which no file was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// Files that were not collected, perhaps.
    Unknown,
    /// Nothing: every file was granted.
    Nothing,
}

/// One server's configuration.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) settings: Vec<Setting>,
    pub(crate) groups: Vec<Group>,
    pub(crate) blinds: Vec<Blind>,
    /// What sshd would refuse, with its place.
    pub(crate) problems: Vec<Problem>,
    /// The release that brought the newest of the keywords used. Older ones refuse these files.
    pub(crate) needs: Option<Version>,
    /// Where a file says that command-line options override its cryptographic settings.
    pub(crate) overridden: Option<Location>,
    /// The files that took part.
    pub(crate) read: BTreeSet<Rc<str>>,
    /// Settings outside blocks, and in blocks that every connection meets: what holds at start.
    global: BTreeMap<Key, Vec<usize>>,
    /// Settings in blocks that every connection meets.
    always: BTreeMap<Key, Vec<usize>>,
    /// Settings in other blocks.
    grouped: BTreeMap<(Key, GroupId), Vec<usize>>,
}

impl Tree {
    /// Reads a main file and everything that it includes.
    pub(crate) fn read(
        main: &Rc<str>,
        files: &Files,
        releases: Releases,
        missing: Missing,
    ) -> Self {
        Reader::new(files, Layout::of(main), releases, missing).read(main)
    }

    /// The settings of a keyword that a connection in these groups takes from blocks, in order.
    pub(crate) fn in_blocks(
        &self,
        key: Key,
        groups: &[GroupId],
        release: Version,
    ) -> Vec<&Setting> {
        let mut found: Vec<usize> = self.always.get(&key).cloned().unwrap_or_default();
        for &group in groups {
            if let Some(more) = self.grouped.get(&(key, group)) {
                found.extend(more);
            }
        }
        found.sort_unstable();
        found
            .into_iter()
            .map(|index| &self.settings[index])
            .filter(|setting| setting.since <= release)
            .collect()
    }

    /// The groups that set a keyword and that not every connection meets.
    pub(crate) fn groups_that_set(&self, key: Key) -> impl Iterator<Item = GroupId> {
        self.grouped
            .range((key, GroupId::MIN)..=(key, GroupId::MAX))
            .map(|((_, group), _)| *group)
    }

    /// The settings of a keyword that hold at start, in order.
    pub(crate) fn at_start(&self, key: Key) -> impl Iterator<Item = &Setting> {
        let indices = self.global.get(&key).map_or(&[][..], Vec::as_slice);
        indices.iter().map(|&index| &self.settings[index])
    }

    /// The setting that turns keyboard-interactive authentication on or off at start. Without one it
    /// is on. Before 8.7 `ChallengeResponseAuthentication`, on by default, turned it on whatever
    /// `KbdInteractiveAuthentication` said.
    pub(crate) fn interactive_at_start(&self, release: Version) -> Option<&Setting> {
        let settings = || self.at_start(Key::KbdInteractiveAuthentication);
        if release >= Version::new(8, 7) {
            return settings().next();
        }
        let first = |spelling| settings().find(|setting| setting.spelling == spelling);
        let challenge = first(Spelling::ChallengeResponse)?;
        let usual = first(Spelling::Usual).filter(|usual| usual.value == ["yes"]);
        Some(usual.unwrap_or(challenge))
    }

    /// Those of a keyword's settings, in order, that hold in a release.
    pub(crate) fn holding(key: Key, settings: Vec<&Setting>, release: Version) -> Vec<&Setting> {
        match key.keyword().repeated {
            Repeated::Added => settings,
            Repeated::Named => {
                let mut seen = BTreeSet::new();
                let name = |setting: &Setting| {
                    let value = setting.value.concat();
                    value.split(' ').next().unwrap_or_default().to_owned()
                };
                settings
                    .into_iter()
                    .filter(|setting| seen.insert(name(setting)))
                    .collect()
            }
            Repeated::ReplacesBefore(changed) if release < changed => {
                settings.into_iter().next_back().into_iter().collect()
            }
            Repeated::Ignored | Repeated::ReplacesBefore(_) => {
                settings.into_iter().take(1).collect()
            }
        }
    }

    /// The groups other than `always` ones that a connection meets.
    pub(crate) fn met_by(&self, connection: &Connection, release: Version) -> Vec<GroupId> {
        let mut met: Vec<bool> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let around = group.parent.is_none_or(|parent| met[parent]);
            met.push(around && group.criteria.met_by(connection, release));
        }
        (0..self.groups.len())
            .filter(|&group| met[group] && !self.groups[group].always)
            .collect()
    }

    /// A group and every group around it that not all connections meet.
    pub(crate) fn with_surroundings(&self, group: GroupId) -> Vec<GroupId> {
        let mut all = Vec::new();
        let mut next = Some(group);
        while let Some(group) = next {
            if !self.groups[group].always {
                all.push(group);
            }
            next = self.groups[group].parent;
        }
        all.reverse();
        all
    }

    /// A group in words, with those around it.
    pub(crate) fn label(&self, group: GroupId) -> String {
        let labels: Vec<String> = self
            .with_surroundings(group)
            .into_iter()
            .map(|group| self.groups[group].criteria.to_string())
            .collect();
        labels.join(", ")
    }

    /// Whether one connection could be in both groups.
    pub(crate) fn may_meet(&self, one: GroupId, other: GroupId) -> bool {
        let others = self.with_surroundings(other);
        self.with_surroundings(one).into_iter().all(|one| {
            others.iter().all(|&other| {
                self.groups[one]
                    .criteria
                    .may_meet(&self.groups[other].criteria)
            })
        })
    }

    fn is_always(&self, group: Option<GroupId>) -> bool {
        group.is_none_or(|group| self.groups[group].always)
    }

    fn add(&mut self, setting: Setting) {
        let (index, key) = (self.settings.len(), setting.key);
        if self.is_always(setting.group) {
            self.global.entry(key).or_default().push(index);
        }
        if let Some(group) = setting.group {
            if self.groups[group].always {
                self.always.entry(key).or_default().push(index);
            } else {
                self.grouped.entry((key, group)).or_default().push(index);
            }
        }
        self.settings.push(setting);
    }
}
