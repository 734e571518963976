//! The servers among the granted files: which files belong to which, and what is known of each.

use std::collections::BTreeSet;
use std::rc::Rc;

use tickmark_plugin::prelude::*;

use crate::Config;
use crate::dump::{Dump, Recognised};
use crate::keywords::Key;
use crate::layout::{Files, Layout};
use crate::tree::{Missing, Tree};
use crate::version::Releases;

/// One server.
#[derive(Debug)]
pub(crate) struct Server {
    /// The host's directory, or the path of the file that is all there is of it.
    pub(crate) name: String,
    /// The main file, or the output of `sshd -T`.
    pub(crate) place: Location,
    /// Its configuration files.
    pub(crate) tree: Option<Tree>,
    /// What `sshd -T` printed on it.
    pub(crate) dump: Option<Dump>,
    /// The releases that it may run.
    pub(crate) releases: Releases,
}

/// Everything that was granted.
#[derive(Debug, Default)]
pub(crate) struct Fleet {
    pub(crate) servers: Vec<Server>,
    /// Files that could not be understood, with their paths.
    pub(crate) strays: Vec<(String, Problem)>,
    /// Files in a server's directories that its sshd does not read.
    pub(crate) unused: Vec<Rc<str>>,
    /// All files that were read.
    pub(crate) files: Vec<Location>,
}

/// A main file and where its server's files lie.
struct Main {
    path: Rc<str>,
    layout: Layout,
}

impl Fleet {
    /// Reads every granted file. `wanted` are the keywords that matter.
    pub(crate) fn read(check: &Check<'_, Config>, input: &str, wanted: &BTreeSet<Key>) -> Self {
        let mut fleet = Self::default();
        let releases = Releases::from_config(check.config.openssh_version);
        let mut files = Files::new();
        let mut dumps: Vec<(Rc<str>, Dump)> = Vec::new();
        for item in check.items(input) {
            let content = match check.bytes(&item) {
                Ok(content) => content,
                Err(problem) => {
                    fleet.strays.push((item.path.to_string(), problem));
                    continue;
                }
            };
            fleet.files.push(item.place());
            match Dump::recognise(&item.path, &content, wanted) {
                Recognised::Dump(dump) => dumps.push((item.path, dump)),
                Recognised::Broken(problem) => fleet.strays.push((item.path.to_string(), problem)),
                Recognised::Other => {
                    files.insert(item.path, content);
                }
            }
        }
        let mains: Vec<Main> = files
            .keys()
            .filter(|path| is_main(path))
            .map(|path| Main {
                path: path.clone(),
                layout: Layout::of(path),
            })
            .collect();
        let missing = if check.config.includes_complete {
            Missing::Nothing
        } else {
            Missing::Unknown
        };
        for main in &mains {
            let mut tree = Tree::read(&main.path, &files, releases, missing);
            tree.problems.extend(nothing_collected(&main.path, &files));
            fleet.servers.push(Server {
                name: main.layout.host().unwrap_or(&main.path).to_owned(),
                place: Location::file(&main.path),
                releases: tree.needs.map_or(releases, |needs| releases.from(needs)),
                tree: Some(tree),
                dump: None,
            });
        }
        fleet.sort_out_others(&mains, &files);
        fleet.place_dumps(&mains, dumps, releases);
        fleet
    }

    /// Files that no server reads: beside a server they are without effect, elsewhere they are part
    /// of a configuration that was not granted.
    fn sort_out_others(&mut self, mains: &[Main], files: &Files) {
        let read: BTreeSet<&Rc<str>> = self
            .servers
            .iter()
            .filter_map(|server| server.tree.as_ref())
            .flat_map(|tree| &tree.read)
            .collect();
        for path in files.keys().filter(|path| !read.contains(path)) {
            let beside = mains.iter().any(|main| main.layout.holds(path));
            if beside {
                self.unused.push(path.clone());
            } else {
                let message = "no granted sshd_config includes this file, and it is not the whole \
                               output of sshd -T; grant the server's sshd_config with it";
                let problem = Problem::new(Location::file(path), message);
                self.strays.push((path.to_string(), problem));
            }
        }
    }

    /// Gives each output of `sshd -T` to the server in whose directory it lies, where there is one
    /// such server and one such output; else it stands for a server of its own.
    fn place_dumps(&mut self, mains: &[Main], dumps: Vec<(Rc<str>, Dump)>, releases: Releases) {
        let owners: Vec<Option<usize>> = dumps.iter().map(|(path, _)| owner(path, mains)).collect();
        for ((path, dump), owner) in dumps.into_iter().zip(&owners) {
            let alone = owners.iter().filter(|other| *other == owner).count() == 1;
            match owner.filter(|_| alone) {
                Some(owner) => self.servers[owner].dump = Some(dump),
                None => self.servers.push(Server {
                    name: path.to_string(),
                    place: Location::file(&path),
                    tree: None,
                    dump: Some(dump),
                    releases,
                }),
            }
        }
    }
}

/// sshd would run on its defaults with an empty main file, but nobody installs one: it is what a
/// failed copy leaves behind.
fn nothing_collected(main: &Rc<str>, files: &Files) -> Option<Problem> {
    let empty = files.get(main)?.trim_ascii().is_empty();
    empty.then(|| {
        let message = "the file is empty, as after a failed copy; collect it again, or grant the \
                       output of sshd -T where the server has no settings of its own";
        Problem::new(Location::file(main), message)
    })
}

/// `sshd_config`, or the same with a server's name before it, as in `web-1.sshd_config`.
fn is_main(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.strip_suffix("sshd_config")
        .is_some_and(|server| server.is_empty() || server.ends_with(['.', '-', '_']))
}

/// The only server whose root or configuration directory holds a file.
fn owner(path: &str, mains: &[Main]) -> Option<usize> {
    let directory = &path[..path.rfind('/').map_or(0, |at| at + 1)];
    let mut owners = mains.iter().enumerate().filter(|(_, main)| {
        directory == main.layout.home() || directory == main.layout.directory()
    });
    match (owners.next(), owners.next()) {
        (Some((owner, _)), None) => Some(owner),
        _ => None,
    }
}
