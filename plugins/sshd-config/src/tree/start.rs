//! What sshd checks once it has read everything, before it starts.

use tickmark_plugin::Location;

use super::{SPLIT_LIKE_A_SHELL, Setting, Tree};
use crate::keywords::Key;
use crate::version::{Releases, Version};

/// A line, and why sshd would refuse to start with it.
type Refusal = (Location, String);

/// Why sshd would refuse to start with what was read.
pub(super) fn refusals(tree: &Tree, releases: Releases) -> Vec<Refusal> {
    [
        command_without_user(
            tree,
            Key::AuthorizedKeysCommand,
            Key::AuthorizedKeysCommandUser,
        ),
        command_without_user(
            tree,
            Key::AuthorizedPrincipalsCommand,
            Key::AuthorizedPrincipalsCommandUser,
        ),
        no_method_is_enabled(tree, releases),
        subsystem_is_named_twice(tree, releases),
        any_method_is_not_alone(tree, releases),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn first(tree: &Tree, key: Key) -> Option<(&str, &Location)> {
    let setting = tree.at_start(key).next()?;
    Some((setting.value.first()?.as_str(), &setting.place))
}

fn command_without_user(tree: &Tree, command: Key, user: Key) -> Option<Refusal> {
    let (_, place) = first(tree, command).filter(|(value, _)| *value != "none")?;
    let message = format!(
        "sshd refuses to start with {} but without {}",
        command.keyword().name,
        user.keyword().name
    );
    first(tree, user)
        .is_none()
        .then(|| (place.clone(), message))
}

/// sshd refuses to start where no list of `AuthenticationMethods` can be satisfied.
fn no_method_is_enabled(tree: &Tree, releases: Releases) -> Option<Refusal> {
    let setting = tree.at_start(Key::AuthenticationMethods).next()?;
    let enabled = |key, default| first(tree, key).map_or(default, |(value, _)| value == "yes");
    let interactive = releases.each().any(|release| {
        let decided = tree.interactive_at_start(release);
        decided.is_none_or(|setting| setting.value == ["yes"])
    });
    let method = |name: &str| match name {
        "publickey" => enabled(Key::PubkeyAuthentication, true),
        "password" => enabled(Key::PasswordAuthentication, true),
        "hostbased" => enabled(Key::HostbasedAuthentication, false),
        "gssapi-with-mic" | "gssapi-keyex" => enabled(Key::GSSAPIAuthentication, false),
        "keyboard-interactive" => interactive,
        _ => true,
    };
    let satisfied = setting.value.iter().any(|list| {
        list.split(',')
            .all(|part| method(part.split(':').next().unwrap_or_default()))
    });
    let message = "sshd refuses to start, because every list of AuthenticationMethods needs a \
                   method that is not enabled";
    (!satisfied).then(|| (setting.place.clone(), message.to_owned()))
}

/// Before 9.5 sshd refuses to start with the same subsystem twice.
fn subsystem_is_named_twice(tree: &Tree, releases: Releases) -> Option<Refusal> {
    if releases.reach(Version::new(9, 5)) {
        return None;
    }
    let all: Vec<&Setting> = tree.at_start(Key::Subsystem).collect();
    let holding = Tree::holding(Key::Subsystem, all.clone(), releases.newest());
    // Both are in the order of the files.
    let repeated = all
        .iter()
        .enumerate()
        .find(|(index, setting)| {
            holding
                .get(*index)
                .is_none_or(|first| first.order != setting.order)
        })
        .map(|(_, setting)| setting)?;
    let message = "the subsystem is defined twice, and sshd refuses to start";
    Some((repeated.place.clone(), message.to_owned()))
}

/// From 8.7 to 9.6 sshd refuses `AuthenticationMethods any` after another such line, even in a block.
fn any_method_is_not_alone(tree: &Tree, releases: Releases) -> Option<Refusal> {
    if releases.reach(Version::new(9, 7)) || releases.before(SPLIT_LIKE_A_SHELL) {
        return None;
    }
    let key = Key::AuthenticationMethods;
    let first = tree.at_start(key).next()?;
    let later = tree.settings.iter().find(|setting| {
        setting.key == key && setting.order > first.order && setting.value == ["any"]
    })?;
    let message = "sshd 8.7 to 9.6 refuses to start with `AuthenticationMethods any` after another \
                   such line";
    Some((later.place.clone(), message.to_owned()))
}
