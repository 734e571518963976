//! Reads files line by line, as sshd does, following `Include` and `Match`.

use std::collections::BTreeMap;
use std::rc::Rc;

use tickmark_plugin::{Location, Problem};

use super::{Blind, Group, GroupId, Missing, SPLIT_LIKE_A_SHELL, Setting, Tree, start};
use crate::brief;
use crate::criteria::Criteria;
use crate::keywords::{self, Key, Spelling, Word};
use crate::layout::{Files, Layout};
use crate::values::{Arguments, Value};
use crate::version::{Releases, Version};
use crate::words::{self, Line};

/// How deep sshd follows includes.
const MAX_DEPTH: usize = 16;
/// How many lines one server's configuration may come to, with every repetition of an include. Far
/// above any real one; it only stops files that include each other many times over.
const MAX_LINES: usize = 200_000;
/// How many files may be included.
const MAX_INCLUDES: usize = 2_000;
/// How many lines that sshd would refuse are reported one by one.
const MAX_PROBLEMS: usize = 20;

/// Where a line stands.
#[derive(Debug, Clone, Copy)]
enum Block {
    Outside,
    In {
        group: GroupId,
        /// The release from which on the block has an effect.
        since: Version,
    },
    /// Under a `Match` line that could not be read.
    Unknown,
}

impl Block {
    fn group(self) -> Option<GroupId> {
        match self {
            Self::In { group, .. } => Some(group),
            Self::Outside | Self::Unknown => None,
        }
    }

    /// The release from which on blocks here have an effect. 8.2 and 8.3 forget those of files that
    /// are included outside of blocks.
    fn since(self, depth: usize) -> Version {
        match self {
            Self::In { since, .. } => since,
            Self::Outside if depth > 0 => Version::new(8, 4),
            Self::Outside | Self::Unknown => Version::OLDEST,
        }
    }
}

/// Reads one server's files into a tree.
pub(super) struct Reader<'a> {
    files: &'a Files,
    missing: Missing,
    layout: Layout,
    releases: Releases,
    tree: Tree,
    conditions: BTreeMap<(Option<GroupId>, Criteria), GroupId>,
    /// What `Include` arguments name, so that each is looked up once.
    resolved: BTreeMap<String, Vec<Rc<str>>>,
    lines: usize,
    includes: usize,
    unreported: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        files: &'a Files,
        layout: Layout,
        releases: Releases,
        missing: Missing,
    ) -> Self {
        Self {
            files,
            missing,
            layout,
            releases,
            tree: Tree::default(),
            conditions: BTreeMap::new(),
            resolved: BTreeMap::new(),
            lines: 0,
            includes: 0,
            unreported: 0,
        }
    }

    /// Reads a main file and everything that it includes.
    pub(super) fn read(mut self, main: &Rc<str>) -> Tree {
        self.file(main, Block::Outside, 0);
        // What a file sets that was not granted is not known.
        if self.tree.blinds.is_empty() {
            for (place, message) in start::refusals(&self.tree, self.releases) {
                self.refused(&place, &message);
            }
        }
        if self.unreported > 0 {
            let message = format!("{} further lines that sshd would refuse", self.unreported);
            let place = Location::file(main);
            self.tree.problems.push(Problem::new(place, message));
        }
        self.tree
    }

    fn file(&mut self, path: &Rc<str>, around: Block, depth: usize) {
        let Some(content) = self.files.get(path) else {
            return;
        };
        self.tree.read.insert(path.clone());
        let mut block = around;
        for (index, line) in content.split(|&byte| byte == b'\n').enumerate() {
            if self.lines == MAX_LINES {
                return;
            }
            self.lines += 1;
            let place = Location::line(path, index + 1);
            if self.lines == MAX_LINES {
                let message = format!(
                    "with its includes the configuration has more than {MAX_LINES} lines; the rest \
                     is not read"
                );
                self.tree.problems.push(Problem::new(place, message));
                return;
            }
            if let Some(text) = self.text(line, &place) {
                self.line(text, &place, &mut block, around, depth);
            }
        }
    }

    /// A line that may hold a keyword. Comments are not looked at further, whatever their encoding.
    fn text<'l>(&mut self, line: &'l [u8], place: &Location) -> Option<&'l str> {
        if line.contains(&0) {
            self.refused(
                place,
                "the line holds a zero byte, at which sshd stops reading it",
            );
            return None;
        }
        let start = line
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))?;
        if line[start] == b'#' {
            self.comment(&line[start..], place);
            return None;
        }
        let Ok(text) = std::str::from_utf8(line) else {
            self.refused(place, "the line is not valid UTF-8");
            return None;
        };
        if text.starts_with('\u{feff}') {
            self.refused(
                place,
                "the file starts with a byte order mark, which sshd takes for part of the first \
                 word; save it as UTF-8 without one",
            );
            return None;
        }
        Some(text)
    }

    /// Red Hat Enterprise Linux 8 passes cryptographic settings to sshd on its command line, which
    /// wins over every file. Its own `sshd_config` says so in a comment.
    fn comment(&mut self, line: &[u8], place: &Location) {
        const SIGN: &str = "overridden by command-line options";
        if self.tree.overridden.is_none() && String::from_utf8_lossy(line).contains(SIGN) {
            self.tree.overridden = Some(place.clone());
        }
    }

    fn line(
        &mut self,
        text: &str,
        place: &Location,
        block: &mut Block,
        around: Block,
        depth: usize,
    ) {
        let (keyword, rest) = match words::keyword(text) {
            Line::Nothing => return,
            Line::Unreadable => {
                return self.refused(
                    place,
                    "sshd ignores this line, because a quote around its keyword is not closed",
                );
            }
            Line::Directive { keyword, rest } => (keyword, rest),
        };
        if rest.is_empty() {
            return self.refused(place, &format!("`{keyword}` has no argument"));
        }
        match keywords::look_up(&keyword, self.releases) {
            Word::Match => *block = self.condition(rest, place, around, depth),
            Word::Include => self.include(rest, place, *block, depth),
            Word::Key {
                key,
                spelling,
                global,
            } => {
                if self.stands_well(&keyword, global, place, *block) {
                    self.setting((key, spelling), rest, place, *block);
                }
            }
            Word::WithoutEffect { global } => {
                self.stands_well(&keyword, global, place, *block);
            }
            Word::TooNew(since) => self.refused(
                place,
                &format!(
                    "`{keyword}` came with OpenSSH {since}, and the configured openssh-version is \
                     older"
                ),
            ),
            Word::Unknown => self.refused(
                place,
                &format!("sshd knows no keyword `{keyword}` and refuses to start with it"),
            ),
        }
    }

    /// Whether a keyword may stand in its block.
    fn stands_well(&mut self, keyword: &str, global: bool, place: &Location, block: Block) -> bool {
        let allowed = !global
            || match block {
                Block::Unknown => true,
                _ => self.tree.is_always(block.group()),
            };
        if !allowed {
            self.refused(
                place,
                &format!("`{keyword}` is not allowed within a Match block"),
            );
        }
        allowed
    }

    fn setting(
        &mut self,
        (key, spelling): (Key, Spelling),
        rest: &str,
        place: &Location,
        block: Block,
    ) {
        let (value, ambiguous) = match self.value(key, rest) {
            Ok(read) => read,
            Err(error) => {
                let name = key.keyword().name;
                return self.refused(place, &format!("{name}: {error}"));
            }
        };
        self.tree.needs = self.tree.needs.max(Some(key.keyword().since));
        if matches!(block, Block::Unknown) || value.is_empty() {
            return;
        }
        self.tree.add(Setting {
            key,
            spelling,
            value,
            place: place.clone(),
            group: block.group(),
            order: self.tree.settings.len(),
            ambiguous,
            since: match block {
                Block::In { since, .. } => since,
                Block::Outside | Block::Unknown => Version::OLDEST,
            },
        });
    }

    /// A keyword's value, and whether releases differ in what they take from the line. A line that
    /// only some releases accept is read as they read it: a server that runs with it is one of them.
    fn value(&self, key: Key, rest: &str) -> Result<(Value, bool), String> {
        let releases = self.releases;
        let new = |releases| match words::split_new(rest) {
            Some(words) => Arguments::new(words, rest, releases).read(key.keyword().read),
            None => Err("a quote is not closed".to_owned()),
        };
        let old = |releases| {
            let seen = words::before_comment(rest);
            let words = words::split_old(seen, key != Key::SetEnv);
            Arguments::new(words, seen, releases).read(key.keyword().read)
        };
        if !releases.before(SPLIT_LIKE_A_SHELL) || words::is_plain(rest) {
            return new(releases).map(|value| (value, false));
        }
        if !releases.reach(SPLIT_LIKE_A_SHELL) {
            return old(releases).map(|value| (value, false));
        }
        match (
            new(releases.from(SPLIT_LIKE_A_SHELL)),
            old(releases.until(SPLIT_LIKE_A_SHELL)),
        ) {
            (Ok(new), Ok(old)) => {
                let ambiguous = new != old;
                Ok((new, ambiguous))
            }
            (Ok(value), Err(_)) | (Err(_), Ok(value)) => Ok((value, false)),
            (Err(error), Err(_)) => Err(error),
        }
    }

    fn condition(&mut self, rest: &str, place: &Location, around: Block, depth: usize) -> Block {
        let criteria = match Criteria::read(rest, self.releases) {
            Ok(criteria) => criteria,
            Err(error) => {
                self.refused(place, &format!("Match: {error}"));
                return Block::Unknown;
            }
        };
        if matches!(around, Block::Unknown) {
            return Block::Unknown;
        }
        let parent = around.group();
        let always = criteria.is_all() && self.tree.is_always(parent);
        let groups = &mut self.tree.groups;
        let group = *self
            .conditions
            .entry((parent, criteria.clone()))
            .or_insert_with(|| {
                groups.push(Group {
                    criteria,
                    parent,
                    always,
                    place: place.clone(),
                });
                groups.len() - 1
            });
        Block::In {
            group,
            since: around.since(depth),
        }
    }

    fn include(&mut self, rest: &str, place: &Location, block: Block, depth: usize) {
        let arguments = if self.releases.reach(SPLIT_LIKE_A_SHELL) {
            words::split_new(rest)
        } else {
            Some(words::split_old(words::before_comment(rest), true))
        };
        let Some(arguments) = arguments else {
            return self.refused(place, "Include: a quote is not closed");
        };
        if arguments.is_empty() || arguments.iter().any(String::is_empty) {
            return self.refused(place, "Include: an argument is missing");
        }
        for argument in arguments {
            let files = self.resolve(&argument);
            if files.is_empty() && self.missing == Missing::Unknown {
                self.tree.blinds.push(Blind {
                    argument,
                    place: place.clone(),
                    group: block.group(),
                    order: self.tree.settings.len(),
                });
            }
            if files.is_empty() {
                continue;
            }
            if depth == MAX_DEPTH {
                return self.refused(
                    place,
                    &format!("sshd follows includes only {MAX_DEPTH} deep and refuses to start"),
                );
            }
            for file in files {
                self.includes += 1;
                if self.includes > MAX_INCLUDES {
                    if self.includes == MAX_INCLUDES + 1 {
                        let message = format!(
                            "more than {MAX_INCLUDES} files are included; the rest is not read"
                        );
                        self.tree
                            .problems
                            .push(Problem::new(place.clone(), message));
                    }
                    return;
                }
                self.file(&file, block, depth + 1);
            }
        }
    }

    fn resolve(&mut self, argument: &str) -> Vec<Rc<str>> {
        if let Some(files) = self.resolved.get(argument) {
            return files.clone();
        }
        let files = self.layout.included(argument, self.files);
        self.resolved.insert(argument.to_owned(), files.clone());
        files
    }

    fn refused(&mut self, place: &Location, message: &str) {
        if self.tree.problems.len() < MAX_PROBLEMS {
            self.tree
                .problems
                .push(Problem::new(place.clone(), brief::text(message.to_owned())));
        } else {
            self.unreported += 1;
        }
    }
}
