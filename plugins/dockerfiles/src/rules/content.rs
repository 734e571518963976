//! What goes into an image, and how it gets there.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use super::{Objection, Subjects, each};
use crate::shell;
use crate::stages::Instruction;

/// Files that `ADD` fetches are verified
///
/// `ADD` with an address takes whatever the server sends on that day. With `--checksum`, or a Git
/// address that names a commit, it takes what was chosen. Judged in every stage. Source: Docker's
/// "Building best practices", "ADD or COPY"; hadolint `DL3020`, Checkov `CKV_DOCKER_4`.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "Files from elsewhere enter an image only if they are the ones that were chosen."),
    supports("CC8.1" = "A build gives the same image until a reviewed change says otherwise."),
    remedy = "Add `--checksum=sha256:…`, name the commit of a Git address after `#`, or fetch the file \
              with `RUN` and compare its digest there.",
)]
pub(crate) fn added_files_verified(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(
        subjects,
        findings,
        "no ADD from an address without a checksum or commit",
        "no ADD from an address, or each with a checksum or commit",
        |_, instruction| {
            let checksum = instruction.flag("checksum").unwrap_or_default();
            let varies = checksum.contains('$');
            if instruction.keyword != "ADD" || (!checksum.is_empty() && !varies) {
                return None;
            }
            let sources = instruction
                .arguments
                .split_last()
                .map_or(&[][..], |(_, rest)| rest);
            for source in sources {
                match source {
                    None => {
                        return Some(Objection::Unclear(
                            "ADD of what only the build decides".to_owned(),
                        ));
                    }
                    // An empty checksum is none.
                    Some(source) if is_remote(source) && varies => {
                        return Some(Objection::Unclear(format!(
                            "ADD {} with the checksum {}, which only the build decides",
                            without_login(source),
                            brief(checksum, 60)
                        )));
                    }
                    Some(source) if is_remote(source) && !names_commit(source) => {
                        return Some(Objection::Wrong(format!("ADD {}", without_login(source))));
                    }
                    Some(_) => {}
                }
            }
            None
        },
    );
}

fn is_remote(source: &str) -> bool {
    ["http://", "https://", "git://", "ssh://", "git@"]
        .iter()
        .any(|scheme| {
            source
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        })
}

/// A Git address may name a commit after `#`.
fn names_commit(source: &str) -> bool {
    source.split_once('#').is_some_and(|(_, version)| {
        let commit = version.split(':').next().unwrap_or_default();
        matches!(commit.len(), 40 | 64) && commit.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// An address without a name and password in it.
fn without_login(source: &str) -> String {
    match source.split_once("://") {
        Some((scheme, rest)) => {
            let host = rest.find('/').unwrap_or(rest.len());
            let start = rest[..host].rfind('@').map_or(0, |at| at + 1);
            format!("{scheme}://{}", &rest[start..])
        }
        None => source.to_owned(),
    }
}

/// No download is run unseen
///
/// `curl … | sh` runs whatever the server sends, as root, in the middle of a build. Judged for the
/// pipelines of every `RUN` in every stage, for `sh -c "$(curl …)"` and `bash <(curl …)` too; a file
/// that is fetched first and run later is not followed. Source: `OpenSSF` Scorecard,
/// Pinned-Dependencies (downloadThenRun).
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.8" = "Nobody outside can put software into an image by changing what a server sends."),
    supports("CC8.1" = "What goes into an image is in the reviewed file."),
    remedy = "Fetch the file, compare its digest (`echo \"<sha256>  file\" | sha256sum -c -`) or \
              signature, and only then run it; or install a package from a signed repository.",
)]
pub(crate) fn downloads_not_run_unseen(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(
        subjects,
        findings,
        "no download piped into a program that runs it",
        "none found",
        |_, instruction| {
            commands(instruction)
                .iter()
                .find_map(shell::runs_download)
                .map(Objection::Wrong)
        },
    );
}

/// Builds do not use sudo
///
/// A build has the rights it needs, so `sudo` is left in the image for whoever gets in. Source:
/// hadolint `DL3004`.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC6.3" = "The image holds no program by which its user could take all rights."),
    remedy = "Do what needs root before the last `USER`, and leave `sudo` out of the image. An \
              organisation that does not claim this can put the control in `leave-out`.",
)]
pub(crate) fn sudo_not_used(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(
        subjects,
        findings,
        "no command run through sudo",
        "none found",
        |_, instruction| {
            commands(instruction)
                .iter()
                .flatten()
                .any(|command| shell::is_sudo(command))
                .then(|| Objection::Wrong("RUN uses sudo".to_owned()))
        },
    );
}

/// The pipelines that a `RUN` runs, those of its here-documents included.
fn commands(instruction: &Instruction) -> Vec<shell::Pipeline> {
    if instruction.keyword == "RUN" {
        shell::pipelines(&instruction.command())
    } else {
        Vec::new()
    }
}
