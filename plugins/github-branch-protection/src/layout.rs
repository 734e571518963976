//! What a file's path says about its content, for answers that do not say it themselves.
//!
//! GitHub's refusals (`Branch not protected`) and its list of the rules that apply to a branch name
//! neither the repository nor the branch. Their files therefore lie at
//! `OWNER/REPOSITORY/branches/BRANCH/protection.json`, or, flat, at
//! `OWNER/REPOSITORY/protection-BRANCH.json` with `/` in the branch's name written as `%2F`; the
//! same goes for `rules` and `branch` in place of `protection`. A list of a repository's rulesets
//! lies at `OWNER/REPOSITORY/rulesets.json`, one of an organisation's at `OWNER/rulesets.json`.
//! Folders `github` and `repos` or `orgs` may stand before the owner. A path that can be read in
//! two ways says nothing. A file that should list all repositories of an owner is called `repos` or
//! `repositories`.

use crate::repository::RepositoryName;

/// What kind of answer a file's name promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Protection,
    Rules,
    Rulesets,
    Branch,
    /// A list of repositories; a single one is `Other`.
    Repositories,
    Other,
}

/// What a path says.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) kind: FileKind,
    /// The repository and branch that the answer is about.
    pub(crate) branch: Option<(RepositoryName, String)>,
    /// Whose rulesets the file lists.
    pub(crate) owner: Option<Owner>,
}

/// What has rulesets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Repository(RepositoryName),
    /// In lower case.
    Organization(String),
}

impl Layout {
    pub(crate) fn of(path: &str) -> Self {
        let mut folders: Vec<&str> = path.split('/').collect();
        let file = folders.pop().unwrap_or_default();
        let stem = file.strip_suffix(".json").unwrap_or(file);
        let folders = trimmed(&folders);
        let kind = FileKind::of(stem);
        Self {
            kind,
            branch: nested(folders, stem).or_else(|| flat(folders, stem)),
            owner: (kind == FileKind::Rulesets)
                .then(|| owner(folders))
                .flatten(),
        }
    }
}

impl FileKind {
    fn of(stem: &str) -> Self {
        if stem.contains("ruleset") {
            Self::Rulesets
        } else if stem.starts_with("rules") {
            Self::Rules
        } else if stem.starts_with("protection") {
            Self::Protection
        } else if stem.starts_with("branch") {
            Self::Branch
        } else if stem.starts_with("repos") && !stem.starts_with("repository") {
            Self::Repositories
        } else {
            Self::Other
        }
    }

    /// The file's stem, for the kinds that are about a branch.
    fn stem(self) -> Option<&'static str> {
        match self {
            Self::Protection => Some("protection"),
            Self::Rules => Some("rules"),
            Self::Branch => Some("branch"),
            Self::Rulesets | Self::Repositories | Self::Other => None,
        }
    }
}

/// Folders without the evidence's own ones at the start.
fn trimmed<'a, 'b>(mut folders: &'a [&'b str]) -> &'a [&'b str] {
    if let ["github", rest @ ..] = folders {
        folders = rest;
    }
    if let ["repos" | "orgs", rest @ ..] = folders {
        folders = rest;
    }
    folders
}

/// `OWNER/REPOSITORY/branches/BRANCH/protection`, after any other folders.
fn nested(folders: &[&str], stem: &str) -> Option<(RepositoryName, String)> {
    if FileKind::of(stem).stem()? != stem {
        return None;
    }
    let mut candidates = (2..folders.len().saturating_sub(1))
        .filter(|&index| folders.get(index) == Some(&"branches"));
    let index = candidates.next()?;
    if candidates.next().is_some() {
        return None;
    }
    let repository = RepositoryName::new(folders[index - 2], folders[index - 1])?;
    Some((repository, decoded(&folders[index + 1..].join("/"))?))
}

/// `OWNER/REPOSITORY/protection-BRANCH`.
fn flat(folders: &[&str], stem: &str) -> Option<(RepositoryName, String)> {
    let [owner, name] = folders else {
        return None;
    };
    let branch = stem
        .strip_prefix(FileKind::of(stem).stem()?)?
        .strip_prefix('-')?;
    Some((RepositoryName::new(owner, name)?, decoded(branch)?))
}

fn owner(folders: &[&str]) -> Option<Owner> {
    match folders {
        [owner] => Some(Owner::Organization(owner.to_ascii_lowercase())),
        [owner, name] => RepositoryName::new(owner, name).map(Owner::Repository),
        _ => None,
    }
}

/// The branch in the address of its protection, as in
/// `https://api.github.com/repos/acme/web/branches/main/protection`.
pub(crate) fn branch_in_url(url: &str) -> Option<(RepositoryName, String)> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let (_, path) = rest.split_once('/')?;
    let path = path.strip_prefix("api/v3/").unwrap_or(path);
    let mut parts = path.strip_prefix("repos/")?.splitn(3, '/');
    let repository = RepositoryName::new(parts.next()?, parts.next()?)?;
    let branch = parts.next()?.strip_prefix("branches/")?;
    Some((repository, decoded(branch.strip_suffix("/protection")?)?))
}

/// Text with `%2F` and the like made plain; nothing where that is not possible.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let value = digit(rest.next())? * 16 + digit(rest.next())?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(path: &str) -> Option<String> {
        Layout::of(path)
            .branch
            .map(|(repository, branch)| format!("{repository}:{branch}"))
    }

    #[test]
    fn a_folder_for_each_branch_names_repository_and_branch() {
        for (path, expected) in [
            (
                "github/acme/web/branches/main/protection.json",
                "acme/web:main",
            ),
            (
                "github/repos/acme/web/branches/main/rules.json",
                "acme/web:main",
            ),
            ("2026/x/acme/web/branches/main/branch.json", "acme/web:main"),
            (
                "github/acme/web/branches/release/1.0/protection.json",
                "acme/web:release/1.0",
            ),
            (
                "github/acme/web/branches/release%2F1.0/protection.json",
                "acme/web:release/1.0",
            ),
            (
                "github/github/docs/branches/main/rules.json",
                "github/docs:main",
            ),
        ] {
            assert_eq!(branch(path).as_deref(), Some(expected), "{path}");
        }
    }

    #[test]
    fn a_flat_file_names_repository_and_branch() {
        for (path, expected) in [
            ("github/acme/web/protection-main.json", "acme/web:main"),
            ("acme/web/rules-release%2f1.0.json", "acme/web:release/1.0"),
            ("github/acme/web/branch-a-b.json", "acme/web:a-b"),
        ] {
            assert_eq!(branch(path).as_deref(), Some(expected), "{path}");
        }
    }

    #[test]
    fn a_path_that_can_be_read_in_two_ways_says_nothing() {
        for path in [
            "github/protection-main.json",
            "github/web/protection-main.json",
            "github/acme/web/protection.json",
            "github/acme/web/protection-.json",
            "github/acme/web/protection-%zz.json",
            "github/2026/acme/web/protection-main.json",
            "github/x/acme/branches/branches/main/protection.json",
            "github/acme/web/branches/protection.json",
            "github/branches/main/protection.json",
            "github/acme/web/rulesets-main.json",
            "protection.json",
        ] {
            assert_eq!(branch(path), None, "{path}");
        }
    }

    #[test]
    fn only_a_plural_promises_a_list_of_repositories() {
        for (path, expected) in [
            ("github/acme/repos.json", FileKind::Repositories),
            ("github/acme/repos-2.json", FileKind::Repositories),
            ("github/acme/repositories.json", FileKind::Repositories),
            ("github/acme/web/repository.json", FileKind::Other),
            ("github/acme/web/repo.json", FileKind::Other),
        ] {
            assert_eq!(Layout::of(path).kind, expected, "{path}");
        }
    }

    #[test]
    fn a_list_of_rulesets_belongs_to_the_folder_that_holds_it() {
        let owner = |path| Layout::of(path).owner;
        assert_eq!(
            owner("github/acme/web/rulesets.json"),
            RepositoryName::parse("acme/web").map(Owner::Repository)
        );
        assert_eq!(
            owner("github/orgs/Acme/rulesets.json"),
            Some(Owner::Organization("acme".to_owned()))
        );
        assert_eq!(owner("github/a/acme/web/rulesets.json"), None);
        assert_eq!(owner("github/acme/web/rules.json"), None);
    }

    #[test]
    fn the_address_of_a_protection_names_repository_and_branch() {
        let read = |url| branch_in_url(url).map(|(name, branch)| format!("{name}:{branch}"));
        for (url, expected) in [
            (
                "https://api.github.com/repos/acme/web/branches/main/protection",
                "acme/web:main",
            ),
            (
                "https://git.acme.example/api/v3/repos/acme/web/branches/release/1.0/protection",
                "acme/web:release/1.0",
            ),
            (
                "https://api.github.com/repos/repos/branches/branches/release%2F1/protection",
                "repos/branches:release/1",
            ),
            (
                "https://api.github.com/repos/acme/web/branches/x/protection/protection",
                "acme/web:x/protection",
            ),
        ] {
            assert_eq!(read(url).as_deref(), Some(expected), "{url}");
        }
        for url in [
            "",
            "https://api.github.com",
            "https://api.github.com/repos/acme/branches/main/protection",
            "https://api.github.com/repos/acme/web/branches/main",
            "https://api.github.com/repos/acme/web/branches//protection",
            "https://api.github.com/users/octocat",
            "api.github.com/repos/acme/web/branches/main/protection",
        ] {
            assert_eq!(read(url), None, "{url}");
        }
    }
}
