//! Where a server's files lie among the evidence: which path of the host an evidence path stands for,
//! and which granted files an `Include` names.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::pattern;

/// The granted files, by path.
pub(crate) type Files = BTreeMap<Rc<str>, Vec<u8>>;

/// Directories in which builds of sshd look for their configuration.
const CONFIGURATION: [&str; 3] = ["usr/local/etc/ssh/", "usr/etc/ssh/", "etc/ssh/"];

/// Where one server's files lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The directory that stands for the host's `/`, where the main file's path shows it. Ends with
    /// `/` unless it is empty.
    root: Option<String>,
    /// The main file's directory, which stands for `/etc/ssh`. Ends with `/` unless it is empty.
    directory: String,
}

impl Layout {
    /// The layout that a main file's path shows.
    pub(crate) fn of(main: &str) -> Self {
        let end = main.rfind('/').map_or(0, |at| at + 1);
        let directory = main[..end].to_owned();
        let root = root_of(&directory).map(str::to_owned);
        Self { root, directory }
    }

    /// Whether a file belongs to this server. One that lies in another host's configuration
    /// directory does not, even if that host's directory lies under this one.
    pub(crate) fn holds(&self, path: &str) -> bool {
        let inner = path.strip_prefix(self.home());
        let configuration = inner.and_then(|inner| {
            let ends = inner.match_indices('/').map(|(at, _)| &inner[..=at]);
            ends.filter_map(root_of).next_back()
        });
        inner.is_some() && configuration.is_none_or(str::is_empty)
    }

    /// The directory that holds everything of this server.
    pub(crate) fn home(&self) -> &str {
        self.root.as_ref().unwrap_or(&self.directory)
    }

    /// The main file's directory.
    pub(crate) fn directory(&self) -> &str {
        &self.directory
    }

    /// The host's name: its directory, where the main file is where sshd looks for it.
    pub(crate) fn host(&self) -> Option<&str> {
        let root = self.root.as_deref()?.strip_suffix('/')?;
        (self.directory == format!("{root}/etc/ssh/")).then_some(root)
    }

    /// The granted files that an `Include` argument names, in the order in which sshd reads them.
    /// None at all where the argument leads out of what the evidence can show.
    pub(crate) fn included(&self, argument: &str, files: &Files) -> Vec<Rc<str>> {
        let place = match (argument.strip_prefix('/'), &self.root) {
            (Some(absolute), Some(root)) => Some((root.as_str(), absolute)),
            (Some(absolute), None) => absolute
                .strip_prefix("etc/ssh/")
                .map(|rest| (self.directory.as_str(), rest)),
            (None, _) if argument.starts_with('~') => None,
            (None, _) => Some((self.directory.as_str(), argument)),
        };
        let Some((base, pattern)) = place else {
            return Vec::new();
        };
        if pattern.split('/').any(|segment| segment == "..") {
            return Vec::new();
        }
        files
            .range(Rc::from(base)..)
            .map(|(path, _)| path)
            .take_while(|path| path.starts_with(base))
            .filter(|path| pattern::path_matches(&path[base.len()..], pattern) == Some(true))
            .cloned()
            .collect()
    }
}

/// The directory that stands for `/` where another one is where sshd looks for its configuration.
fn root_of(directory: &str) -> Option<&str> {
    CONFIGURATION.iter().find_map(|configuration| {
        directory
            .strip_suffix(configuration)
            .filter(|root| root.is_empty() || root.ends_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Files {
        paths
            .iter()
            .map(|&path| (Rc::from(path), Vec::new()))
            .collect()
    }

    #[test]
    fn the_main_files_path_shows_the_hosts_root() {
        for (main, home, host) in [
            (
                "hosts/bastion-1/etc/ssh/sshd_config",
                "hosts/bastion-1/",
                Some("hosts/bastion-1"),
            ),
            ("etc/ssh/sshd_config", "", None),
            ("a/usr/etc/ssh/sshd_config", "a/", None),
            ("fetc/ssh/sshd_config", "fetc/ssh/", None),
            ("servers/web/sshd_config", "servers/web/", None),
            ("sshd_config", "", None),
        ] {
            let layout = Layout::of(main);
            assert_eq!(layout.home(), home, "{main}");
            assert_eq!(layout.host(), host, "{main}");
        }
    }

    #[test]
    fn a_file_in_another_hosts_configuration_directory_is_not_this_servers() {
        for (main, path, held) in [
            ("h/a/etc/ssh/sshd_config", "h/a/etc/ssh/x.conf", true),
            ("h/a/etc/ssh/sshd_config", "h/a/etc/crypto/x.config", true),
            ("h/a/etc/ssh/sshd_config", "h/b/etc/ssh/x.conf", false),
            ("etc/ssh/sshd_config", "etc/ssh/x.conf", true),
            ("etc/ssh/sshd_config", "h/b/etc/ssh/x.conf", false),
            ("sshd_config", "sshd_config.d/x.conf", true),
            ("sshd_config", "h/b/etc/ssh/x.conf", false),
        ] {
            assert_eq!(Layout::of(main).holds(path), held, "{main} {path}");
        }
    }

    #[test]
    fn includes_are_found_under_the_servers_own_root_in_lexical_order() {
        let files = files(&[
            "h/a/etc/crypto/x.config",
            "h/a/etc/ssh/sshd_config.d/20-b.conf",
            "h/a/etc/ssh/sshd_config.d/10-a.conf",
            "h/a/etc/ssh/sshd_config.d/.hidden.conf",
            "h/b/etc/ssh/sshd_config.d/00.conf",
        ]);
        let layout = Layout::of("h/a/etc/ssh/sshd_config");
        let included = |argument: &str| layout.included(argument, &files);
        let both = [
            Rc::from("h/a/etc/ssh/sshd_config.d/10-a.conf"),
            Rc::from("h/a/etc/ssh/sshd_config.d/20-b.conf"),
        ];
        assert_eq!(included("/etc/ssh/sshd_config.d/*.conf"), both);
        assert_eq!(included("sshd_config.d/*.conf"), both);
        assert_eq!(included("/etc/crypto/x.config").len(), 1);
        for nothing in [
            "/etc/ssh/other.d/*.conf",
            "~/x.conf",
            "../crypto/x.config",
            "/etc/ssh/../crypto/x.config",
        ] {
            assert!(included(nothing).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn without_a_root_the_main_files_directory_stands_for_etc_ssh() {
        let files = files(&["web/sshd_config.d/a.conf"]);
        let layout = Layout::of("web/sshd_config");
        assert_eq!(
            layout
                .included("/etc/ssh/sshd_config.d/*.conf", &files)
                .len(),
            1
        );
        assert!(layout.included("/usr/share/x.conf", &files).is_empty());
    }
}
