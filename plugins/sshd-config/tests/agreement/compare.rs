//! Compares this plugin's effective configuration with the output of `sshd -T`, keyword by keyword.

use std::collections::{BTreeMap, BTreeSet};

use tickmark_sshd_config::effective::Version;

/// Keywords whose printed lines say something else than the files do, and why.
const PRINTED_OTHERWISE: [(&str, &str); 2] = [
    ("listenaddress", "sshd resolves names and adds the port"),
    ("hostkey", "the key was given on sshd's command line"),
];

/// Keywords that sshd prints and that are not known here unless a file sets them, and why. Those that
/// a file sets are compared.
const LEFT_TO_THE_BUILD: [(&str, &str); 14] = [
    ("pidfile", "the default is a path of the build"),
    ("modulifile", "the default is a path of the build"),
    ("xauthlocation", "the default is a path of the build"),
    ("sshdsessionpath", "the default is a path of the build"),
    ("sshdauthpath", "the default is a path of the build"),
    ("ipqos", "Debian keeps the default of releases before 7.8"),
    (
        "persourcepenalties",
        "not read in detail: it guards against floods, not against intruders",
    ),
    (
        "challengeresponseauthentication",
        "before 8.7; its effect shows in kbdinteractiveauthentication",
    ),
    ("kerberosorlocalpasswd", "no effect on what is judged"),
    ("kerberosticketcleanup", "no effect on what is judged"),
    ("gssapicleanupcredentials", "no effect on what is judged"),
    ("gssapistrictacceptorcheck", "no effect on what is judged"),
    (
        "gssapistorecredentialsonrekey",
        "Debian's and Red Hat's patch",
    ),
    (
        "gssapikexalgorithms",
        "the default is one of Debian's and Red Hat's patch",
    ),
];

/// Keywords that are known here and that not every sshd prints, with the only value that it may keep
/// to itself, and why. Without a value any may be missing.
const NOT_ALWAYS_PRINTED: [(&str, Option<&str>, &str); 8] = [
    ("channeltimeout", Some("none"), "not printed before 9.3"),
    ("revokedkeys", Some("none"), "not printed since 10.3"),
    ("authorizedkeysfile", Some("none"), "not printed since 10.3"),
    (
        "kerberosauthentication",
        Some("no"),
        "only of builds with Kerberos",
    ),
    (
        "gssapiauthentication",
        Some("no"),
        "only of builds with GSS-API",
    ),
    (
        "gssapikeyexchange",
        Some("no"),
        "only of Debian's and Red Hat's builds",
    ),
    ("rdomain", None, "not printed on Linux"),
    (
        "requiredrsasize",
        None,
        "read for releases before 9.1 too, because Red Hat has it there",
    ),
];

/// 8.2 sets them too early where there is an `Include`.
const TOO_EARLY_IN_8_2: [&str; 2] = ["port", "addressfamily"];

/// The lines that sshd printed, by keyword.
pub(crate) fn parse(output: &str) -> BTreeMap<String, Vec<String>> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in output.lines() {
        let (keyword, value) = line.split_once(' ').unwrap_or((line, ""));
        let keyword = match keyword.to_ascii_lowercase().as_str() {
            // Their names until 8.4.
            "hostbasedacceptedkeytypes" => "hostbasedacceptedalgorithms".to_owned(),
            "pubkeyacceptedkeytypes" => "pubkeyacceptedalgorithms".to_owned(),
            name => name.to_owned(),
        };
        let keyword = keyword.as_str();
        let values = lines.entry(keyword.to_owned()).or_default();
        values.push(spelled(keyword, value));
    }
    lines
}

/// A printed value in the spelling that this plugin uses for it.
fn spelled(keyword: &str, value: &str) -> String {
    match (keyword, value) {
        // sshd keeps the interval of repeated lines apart from their size; no rule reads either.
        ("rekeylimit", _) => value.split(' ').take(1).collect(),
        // Until 10.0 sshd printed the older of two words.
        ("permitrootlogin", "without-password") => "prohibit-password".to_owned(),
        // Debian's word for QUIET.
        ("loglevel", "SILENT") => "QUIET".to_owned(),
        _ => value.to_owned(),
    }
}

/// What Debian 12's 9.2 adds to the list of key exchanges that the release has by default.
const DEBIAN_KEY_EXCHANGE: &str = "sntrup761x25519-sha512,";

/// How the plugin's reading relates to sshd's.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// The keywords that both read alike.
    pub(crate) alike: usize,
    /// The keywords of sshd's answer that were not compared.
    pub(crate) left: BTreeSet<String>,
    /// Where the two differ, in words.
    pub(crate) differences: Vec<String>,
}

/// Compares every keyword of both. Those of sshd's answer are alike, left, or different.
pub(crate) fn compare(
    version: Version,
    ours: &BTreeMap<String, Vec<String>>,
    theirs: &BTreeMap<String, Vec<String>>,
) -> Comparison {
    let mut comparison = Comparison::default();
    for (keyword, theirs) in theirs {
        let listed = |list: &[(&str, &str)]| list.iter().any(|(name, _)| name == keyword);
        let too_early =
            version == Version::new(8, 2) && TOO_EARLY_IN_8_2.contains(&keyword.as_str());
        match ours.get(keyword) {
            _ if listed(&PRINTED_OTHERWISE) || too_early => {
                comparison.left.insert(keyword.clone());
            }
            None if listed(&LEFT_TO_THE_BUILD) => {
                comparison.left.insert(keyword.clone());
            }
            None => comparison
                .differences
                .push(format!("{keyword}: not known here, sshd has {theirs:?}")),
            Some(ours) if alike(keyword, ours, theirs) => comparison.alike += 1,
            Some(ours) => comparison
                .differences
                .push(format!("{keyword}: {ours:?} here, sshd has {theirs:?}")),
        }
    }
    for (keyword, ours) in ours {
        let excused = PRINTED_OTHERWISE.iter().any(|(name, _)| name == keyword)
            || NOT_ALWAYS_PRINTED.iter().any(|(name, value, _)| {
                name == keyword && value.is_none_or(|value| *ours == [value])
            });
        if !theirs.contains_key(keyword) && !ours.is_empty() && !excused {
            comparison
                .differences
                .push(format!("{keyword}: {ours:?} here, sshd prints nothing"));
        }
    }
    comparison
}

fn alike(keyword: &str, ours: &[String], theirs: &[String]) -> bool {
    ours == theirs
        // The order of names behind a wildcard is that of the release's own table.
        || (keyword.ends_with("algorithms") && sorted(ours) == sorted(theirs))
        || (keyword == "rekeylimit"
            && ours.concat().starts_with(&format!("{} ", theirs.concat())))
        || (keyword == "kexalgorithms" && without_debians(ours) == without_debians(theirs))
}

fn sorted(lists: &[String]) -> Vec<&str> {
    let mut names: Vec<&str> = lists.iter().flat_map(|list| list.split(',')).collect();
    names.sort_unstable();
    names
}

fn without_debians(lists: &[String]) -> Vec<String> {
    lists
        .iter()
        .map(|list| list.replace(DEBIAN_KEY_EXCHANGE, ""))
        .collect()
}
