//! How a container of the image runs.

use tickmark_plugin::prelude::*;

use super::{Objection, Subjects, each};
use crate::Config;
use crate::stages::{Base, Dockerfile, Instruction};

/// The image runs as a user other than root
///
/// Whoever breaks into a process that runs as root owns the container, and is nearer to the host.
/// Judged by the last `USER` of the last stage and of the stages it is built from; without one the base
/// image decides, which is known only for images that are configured (`images-with-own-user`,
/// `images-with-root`). Source: CIS Docker Benchmark 1.6.0, recommendation 4.1; hadolint `DL3002`,
/// Trivy `DS002`, Checkov `CKV_DOCKER_3` and `CKV_DOCKER_8`.
#[control(
    severity = High,
    method = Configuration,
    supports("CC6.1" = "A process that is taken over has few rights."),
    supports("CC6.3" = "Least privilege for the processes of the system."),
    supports("CC6.8" = "Software cannot be installed or replaced by what runs in the container."),
    remedy = "Create a user and end the last stage with `USER`, best by number, as in `USER 10001`.",
)]
pub(crate) fn runs_as_own_user(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for file in subjects.files {
        let finding = match file.effective("USER") {
            Some(instruction) => by_user(&file.subject, instruction),
            None => by_base(file, subjects.config),
        };
        findings.push(finding.expected("a user other than root (0)"));
    }
}

fn by_user(subject: &str, instruction: &Instruction) -> Finding {
    let finding = match instruction.arguments.first() {
        Some(Some(user)) => {
            let name = user.split(':').next().unwrap_or_default();
            let root = name.eq_ignore_ascii_case("root")
                || name.eq_ignore_ascii_case("ContainerAdministrator")
                || (!name.is_empty() && name.bytes().all(|byte| byte == b'0'));
            if name.is_empty() {
                Finding::inconclusive(subject).actual("USER names nobody")
            } else {
                Finding::when(!root, subject).actual(format!("USER {user}"))
            }
        }
        _ => Finding::inconclusive(subject).actual(format!(
            "USER {}: only the build decides who it is",
            instruction.rest
        )),
    };
    finding.at(instruction.place.clone())
}

fn by_base(file: &Dockerfile, config: &Config) -> Finding {
    let subject = file.subject.as_str();
    let chain = file.last();
    let Some(stage) = chain.last() else {
        return Finding::inconclusive(subject).actual("the file has no stage");
    };
    let finding = match &stage.base {
        Base::Scratch => Finding::fail(subject).actual("no USER, on scratch: root"),
        Base::Image(image) => {
            let among = |list: &[String]| list.iter().any(|pattern| image.is(pattern));
            if among(&config.images_with_own_user) {
                Finding::pass(subject).actual(format!("no USER; {} has one of its own", image.text))
            } else if among(&config.images_with_root) {
                Finding::fail(subject).actual(format!("no USER, and {} runs as root", image.text))
            } else {
                Finding::inconclusive(subject)
                    .actual(format!("no USER; as whom {} runs is not known", image.text))
            }
        }
        Base::Unknown(text) => Finding::inconclusive(subject).actual(format!(
            "no USER, and only the build decides what {text} is"
        )),
        Base::Stage(_) => Finding::inconclusive(subject).actual("no USER"),
    };
    finding.at(stage.place.clone())
}

/// The image offers no port for remote administration
///
/// A container is administered from its host; a server for remote sign-in in it is one more way in.
/// Judged by `EXPOSE` in every stage, against `forbidden-ports`. Source: Trivy `DS004`, Checkov
/// `CKV_DOCKER_1`.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.6" = "Containers offer no way for remote sign-in besides those that are guarded."),
    remedy = "Remove the server and its `EXPOSE`; use `docker exec` or the orchestrator's own way in.",
)]
pub(crate) fn forbidden_ports_not_offered(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let ports = &subjects.config.forbidden_ports;
    let expected = ports
        .iter()
        .map(u16::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    each(
        subjects,
        findings,
        &format!("none of the ports {expected}"),
        "none of them",
        |_, instruction| {
            if instruction.keyword != "EXPOSE" {
                return None;
            }
            let mut unclear = None;
            for argument in &instruction.arguments {
                match argument.as_deref().map(range) {
                    Some(Some((first, last))) => {
                        if let Some(port) = ports.iter().find(|port| (first..=last).contains(*port))
                        {
                            return Some(Objection::Wrong(format!("EXPOSE {port}")));
                        }
                    }
                    _ => {
                        unclear = Some(Objection::Unclear(format!(
                            "EXPOSE {}: only the build decides which port it is",
                            instruction.rest
                        )));
                    }
                }
            }
            unclear
        },
    );
}

/// The first and the last port of `80`, `80/tcp` or `80-90/tcp`.
fn range(text: &str) -> Option<(u16, u16)> {
    let ports = text.split('/').next()?;
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// The image says how to tell that it is healthy
///
/// With a `HEALTHCHECK` the engine notices a process that runs but no longer answers. Judged by the
/// last stage and those it is built from; what a base image declares is not known. Source: CIS Docker
/// Benchmark 1.6.0, recommendation 4.6; Trivy `DS026`, Checkov `CKV_DOCKER_2`.
#[control(
    severity = Low,
    method = Configuration,
    supports("CC7.2" = "A container that no longer works as it should is noticed."),
    supports("A1.1" = "Whether the capacity that is deployed answers is measured."),
    remedy = "Add a `HEALTHCHECK`. Where an orchestrator has probes of its own instead, put the control \
              in `leave-out`.",
)]
pub(crate) fn health_check_declared(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for file in subjects.files {
        let finding = match file.effective("HEALTHCHECK") {
            Some(check) => {
                let none = check.rest.eq_ignore_ascii_case("none");
                Finding::when(!none, &file.subject)
                    .actual(if none {
                        "HEALTHCHECK NONE"
                    } else {
                        "HEALTHCHECK"
                    })
                    .at(check.place.clone())
            }
            None => file.last().iter().fold(
                Finding::fail(&file.subject).actual("no HEALTHCHECK"),
                |finding, stage| finding.at(stage.place.clone()),
            ),
        };
        findings.push(finding.expected("a HEALTHCHECK"));
    }
}
