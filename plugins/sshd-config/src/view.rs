//! A server as one kind of connection finds it: which value each keyword has there, and from where.
//!
//! A view answers for one release and remembers what it was asked, so that whoever judges need not
//! carry places and doubts along.

use std::cell::{Cell, RefCell};

use tickmark_plugin::Location;

use crate::algorithms::Family;
use crate::keywords::{Key, Repeated, Spelling};
use crate::servers::Server;
use crate::tree::{GroupId, Setting, Tree};
use crate::version::{Releases, Version};

/// Where a value comes from.
#[derive(Debug, Clone)]
pub(crate) enum Origin<'a> {
    /// Lines in `Match` blocks.
    Blocks(Vec<&'a Setting>),
    /// Lines outside of blocks.
    Start(Vec<&'a Setting>),
    /// The output of `sshd -T`.
    Dump(&'a Location),
    /// No line: the release's default.
    Default,
}

/// A value that was asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) key: Key,
    pub(crate) origin: Origin<'a>,
    value: Vec<String>,
}

/// A server as the connections of some groups find it.
#[derive(Debug)]
pub(crate) struct View<'a> {
    server: &'a Server,
    groups: &'a [GroupId],
    release: Version,
    asked: RefCell<Vec<Asked<'a>>>,
    /// Whether another release could have given another answer.
    depends: Cell<bool>,
    /// Whether this release would refuse a value that was asked for.
    impossible: Cell<bool>,
}

impl<'a> View<'a> {
    pub(crate) fn new(server: &'a Server, groups: &'a [GroupId], release: Version) -> Self {
        Self {
            server,
            groups,
            release,
            asked: RefCell::default(),
            depends: Cell::new(false),
            impossible: Cell::new(false),
        }
    }

    /// The release, for judgements that depend on more than values.
    pub(crate) fn release(&self) -> Version {
        self.depends.set(true);
        self.release
    }

    pub(crate) fn depends_on_release(&self) -> bool {
        self.depends.get()
    }

    pub(crate) fn is_impossible(&self) -> bool {
        self.impossible.get()
    }

    /// What was asked for, in the order of the questions.
    pub(crate) fn asked(self) -> Vec<Asked<'a>> {
        self.asked.into_inner()
    }

    /// The words of a keyword's value.
    pub(crate) fn words(&self, key: Key) -> Vec<String> {
        let known = self
            .asked
            .borrow()
            .iter()
            .find(|asked| asked.key == key)
            .map(|asked| asked.value.clone());
        if let Some(value) = known {
            return value;
        }
        let origin = self.origin(key);
        let value = match &origin {
            Origin::Blocks(settings) | Origin::Start(settings) => settings
                .iter()
                .flat_map(|setting| setting.value.clone())
                .collect(),
            Origin::Dump(_) => self.dumped(key).map(|(value, _)| value).unwrap_or_default(),
            Origin::Default => self.default(key),
        };
        self.asked.borrow_mut().push(Asked {
            key,
            origin,
            value: value.clone(),
        });
        value
    }

    /// A keyword's value where it is one word.
    pub(crate) fn word(&self, key: Key) -> String {
        self.words(key).into_iter().next().unwrap_or_default()
    }

    /// Whether a keyword's value is this word.
    pub(crate) fn is(&self, key: Key, word: &str) -> bool {
        self.word(key) == word
    }

    /// A keyword's value where it is a number.
    pub(crate) fn number(&self, key: Key) -> u64 {
        // The value was read as a number, so that the fallback is never taken.
        self.word(key).parse().unwrap_or(u64::MAX)
    }

    /// Whether the server's values were printed by `sshd -T`.
    pub(crate) fn is_dumped(&self) -> bool {
        self.server.dump.is_some()
    }

    /// Whether no line sets a keyword.
    pub(crate) fn is_default(&self, key: Key) -> bool {
        self.words(key);
        let asked = self.asked.borrow();
        asked
            .iter()
            .any(|asked| asked.key == key && matches!(asked.origin, Origin::Default))
    }

    /// The algorithms that a keyword allows.
    pub(crate) fn algorithms(&self, key: Key) -> Vec<String> {
        let list = self.words(key).concat();
        let origin = self
            .asked
            .borrow()
            .iter()
            .find(|asked| asked.key == key)
            .map(|asked| asked.origin.clone());
        let names = match (key.family(), origin) {
            (Some(family), Some(Origin::Blocks(_))) => {
                self.expanded(family, &list, Family::assemble)
            }
            (Some(family), Some(Origin::Start(_))) => {
                self.expanded(family, &list, Family::assemble_at_start)
            }
            _ => None,
        };
        names.unwrap_or_else(|| {
            list.split(',')
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect()
        })
    }

    /// The algorithms that a line's list stands for, where it does not simply name them.
    fn expanded(
        &self,
        family: Family,
        list: &str,
        assemble: fn(Family, &str, Version) -> Vec<&'static str>,
    ) -> Option<Vec<String>> {
        let only = Releases::from_config(Some(self.release));
        if family.check(list, only).is_err() {
            self.impossible.set(true);
            self.depends.set(true);
        }
        if Family::is_fixed(list) {
            return None;
        }
        self.depends.set(true);
        let names = assemble(family, list, self.release);
        Some(names.into_iter().map(str::to_owned).collect())
    }

    /// A keyword with its value, as a person would write it.
    pub(crate) fn shows(&self, key: Key) -> String {
        let words = self.words(key);
        let name = key.keyword().name;
        let mark = if self.is_default(key) {
            " (default)"
        } else {
            ""
        };
        if words.is_empty() {
            return format!("{name} not set");
        }
        format!("{name} {}{mark}", words.join(" "))
    }

    fn dumped(&self, key: Key) -> Option<(Vec<String>, &'a Location)> {
        let (value, place) = self.server.dump.as_ref()?.value(key)?;
        Some((value.clone(), place))
    }

    fn origin(&self, key: Key) -> Origin<'a> {
        let in_blocks = self.in_blocks(key);
        if !in_blocks.is_empty() {
            return Origin::Blocks(in_blocks);
        }
        if self.server.dump.is_some() {
            return self
                .dumped(key)
                .map_or(Origin::Default, |(_, place)| Origin::Dump(place));
        }
        let at_start = match &self.server.tree {
            Some(tree) => at_start(tree, key, self.release),
            None => Vec::new(),
        };
        if key == Key::KbdInteractiveAuthentication && self.straddles(Version::new(8, 7)) {
            self.depends.set(true);
        }
        if at_start.is_empty() {
            Origin::Default
        } else {
            Origin::Start(at_start)
        }
    }

    /// Whether the server may run releases on both sides of one.
    fn straddles(&self, release: Version) -> bool {
        self.server.releases.reach(release) && self.server.releases.before(release)
    }

    /// The lines in blocks that hold for these connections. What `sshd -T` printed already has the
    /// blocks that every connection meets.
    fn in_blocks(&self, key: Key) -> Vec<&'a Setting> {
        let Some(tree) = &self.server.tree else {
            return Vec::new();
        };
        let dumped = self.server.dump.is_some() && self.groups.is_empty();
        if dumped || !key.in_match() {
            return Vec::new();
        }
        let lines = |release| tree.in_blocks(key, self.groups, release);
        let releases = self.server.releases;
        if lines(releases.oldest()).len() != lines(releases.newest()).len() {
            self.depends.set(true);
        }
        Tree::holding(key, lines(self.release), self.release)
    }

    fn default(&self, key: Key) -> Vec<String> {
        let own = key.default(self.release);
        let varies = || {
            self.server
                .releases
                .each()
                .any(|release| key.default(release) != own)
        };
        if !self.depends.get() && varies() {
            self.depends.set(true);
        }
        own.unwrap_or_default()
    }
}

/// The lines of a keyword that hold where no block is met.
pub(crate) fn at_start(tree: &Tree, key: Key, release: Version) -> Vec<&Setting> {
    if key == Key::KbdInteractiveAuthentication {
        return tree.interactive_at_start(release).into_iter().collect();
    }
    Tree::holding(key, tree.at_start(key).collect(), release)
}

impl Asked<'_> {
    /// Where the value stands.
    pub(crate) fn places(&self) -> Vec<Location> {
        match &self.origin {
            Origin::Blocks(settings) | Origin::Start(settings) => settings
                .iter()
                .map(|setting| setting.place.clone())
                .collect(),
            Origin::Dump(place) => vec![(*place).clone()],
            Origin::Default => Vec::new(),
        }
    }

    /// Whether releases differ in what they take from the lines.
    pub(crate) fn is_ambiguous(&self) -> bool {
        match &self.origin {
            Origin::Blocks(settings) | Origin::Start(settings) => {
                settings.iter().any(|setting| setting.ambiguous)
            }
            Origin::Dump(_) | Origin::Default => false,
        }
    }

    /// Whether what `sshd -T` printed contradicts the files: the value there, if so. Lists of
    /// algorithms are compared only where the file writes them out.
    pub(crate) fn contradicts(&self, tree: &Tree, release: Version) -> Option<String> {
        let Origin::Dump(_) = self.origin else {
            return None;
        };
        let in_blocks = Tree::holding(self.key, tree.in_blocks(self.key, &[], release), release);
        let set = if in_blocks.is_empty() {
            at_start(tree, self.key, release)
        } else {
            in_blocks
        };
        let hidden = tree.blinds.iter().any(|blind| {
            blind.group.is_none_or(|group| tree.groups[group].always)
                && (self.key.keyword().repeated == Repeated::Added
                    || set.iter().any(|setting| blind.order <= setting.order))
        });
        let value: Vec<String> = set
            .iter()
            .flat_map(|setting| setting.value.clone())
            .collect();
        let written_out = self.key.family().is_none() || Family::is_fixed(&value.concat());
        // Before 8.7 `ChallengeResponseAuthentication` was a keyword of its own.
        let usual = set
            .iter()
            .all(|setting| setting.spelling == Spelling::Usual);
        let comparable = !value.is_empty() && !hidden && written_out && usual;
        (comparable && value != self.value).then(|| value.join(" "))
    }
}
