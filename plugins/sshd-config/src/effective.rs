//! The effective configuration of one server, as `sshd -T` prints it.
//!
//! For those who want to compare this plugin's reading with sshd's own, and for tests.

use std::collections::BTreeMap;
use std::rc::Rc;

pub use crate::criteria::Connection;
pub use crate::version::Version;

use crate::algorithms::Family;
use crate::keywords::{Key, Repeated};
use crate::layout::Files;
use crate::tree::{Missing, Setting, Tree};
use crate::version::Releases;
use crate::view;

/// Reads a main file with everything that it includes. `files` holds the content of each file by its
/// path; `connection` is what `sshd -T -C` is given.
///
/// Keywords are in lower case, each with the lines that `sshd -T` prints for it. Keywords whose
/// default the build decides (paths, addresses, patched values) are there only where a file sets them.
///
/// # Errors
///
/// What sshd would refuse, one message for each line.
pub fn effective_configuration<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    main: &str,
    version: Version,
    connection: Option<&Connection>,
) -> Result<BTreeMap<String, Vec<String>>, Vec<String>> {
    let files: Files = files
        .into_iter()
        .map(|(path, content)| (Rc::from(path), content.to_vec()))
        .collect();
    let releases = Releases::from_config(Some(version));
    let tree = Tree::read(&Rc::from(main), &files, releases, Missing::Nothing);
    if !tree.problems.is_empty() {
        return Err(tree.problems.iter().map(ToString::to_string).collect());
    }
    let groups = connection.map_or_else(Vec::new, |connection| tree.met_by(connection, version));
    let known = Key::ALL
        .iter()
        .filter(|key| key.keyword().since <= version)
        .filter_map(|&key| {
            let in_blocks = if key.in_match() {
                Tree::holding(key, tree.in_blocks(key, &groups, version), version)
            } else {
                Vec::new()
            };
            let lines = if in_blocks.is_empty() {
                let at_start = view::at_start(&tree, key, version);
                lines(key, &at_start, version, Family::assemble_at_start)?
            } else {
                lines(key, &in_blocks, version, Family::assemble)?
            };
            Some((key.keyword().name.to_ascii_lowercase(), lines))
        });
    Ok(known.collect())
}

/// The lines that `sshd -T` prints for a keyword. `None` where the build decides.
fn lines(
    key: Key,
    settings: &[&Setting],
    version: Version,
    assemble: fn(Family, &str, Version) -> Vec<&'static str>,
) -> Option<Vec<String>> {
    let values: Vec<Vec<String>> = if settings.is_empty() {
        vec![key.default(version)?]
    } else {
        settings
            .iter()
            .map(|setting| setting.value.clone())
            .collect()
    };
    if let Some(family) = key.family() {
        let list = values.concat().concat();
        return Some(vec![if settings.is_empty() {
            list
        } else {
            assemble(family, &list, version).join(",")
        }]);
    }
    Some(match key.keyword().repeated {
        _ if key == Key::SetEnv => values.concat(),
        Repeated::Added | Repeated::Named => values.concat(),
        Repeated::Ignored | Repeated::ReplacesBefore(_) => values
            .into_iter()
            .filter(|words| !words.is_empty())
            .map(|words| words.join(" "))
            .collect(),
    })
}
