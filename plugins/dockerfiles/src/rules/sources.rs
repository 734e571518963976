//! What an image is built from.

use tickmark_plugin::prelude::*;

use super::Subjects;
use crate::config::Pin;
use crate::image::Image;
use crate::stages::{Base, Dockerfile};

/// An image of others that a file uses: `FROM`, `COPY --from`, `RUN --mount`.
struct Source {
    subject: String,
    /// As written, where only the build decides which image it is.
    image: Result<Image, String>,
    place: Location,
}

/// Every image that a file uses, each once for each stage or instruction that does.
fn sources(file: &Dockerfile) -> Vec<Source> {
    let mut sources = Vec::new();
    for stage in &file.stages {
        let image = match &stage.base {
            Base::Image(image) => Ok(image.clone()),
            Base::Unknown(text) => Err(text.clone()),
            Base::Stage(_) | Base::Scratch => continue,
        };
        sources.push((image, stage.place.clone()));
    }
    for (instruction, _) in file.instructions() {
        let from = match instruction.keyword.as_str() {
            "COPY" => instruction.flag("from"),
            // A trigger of a later build: what it is built from then.
            "FROM" => Some(instruction.rest.as_str()),
            _ => None,
        };
        let mounts = instruction
            .flags
            .iter()
            .filter(|(name, _)| name == "mount")
            .flat_map(|(_, value)| value.split(','))
            .filter_map(|option| option.strip_prefix("from="));
        for name in from.into_iter().chain(mounts) {
            let name = name.trim_matches(['"', '\'']);
            if file.is_stage(name) || name == "scratch" {
                continue;
            }
            let image = if name.contains('$') {
                Err(name.to_owned())
            } else {
                Ok(Image::parse(name))
            };
            sources.push((image, instruction.place.clone()));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    sources
        .into_iter()
        .filter_map(|(image, place)| {
            let name = match &image {
                Ok(image) => &image.name,
                Err(text) => text,
            };
            let subject = format!("{}, image {name}", file.subject);
            // The same image named twice in one way is one subject.
            let key = image
                .as_ref()
                .map_or_else(Clone::clone, |image| image.text.clone());
            if !seen.insert(key) {
                return None;
            }
            Some(Source {
                subject,
                image,
                place,
            })
        })
        .collect()
}

/// Images of others are named by version or digest
///
/// Without a tag, or with `latest`, a build takes whatever the registry holds today. A version tag
/// says which release is meant; a digest says which bytes (`pin-images-by`). Judged for each image that
/// `FROM`, `COPY --from` and `RUN --mount` name, in every stage. Source: hadolint `DL3006` and
/// `DL3007`, Trivy `DS001`; `OpenSSF` Scorecard, Pinned-Dependencies.
#[control(
    severity = Medium,
    method = Configuration,
    supports("CC6.8" = "The software under an image is the one that was chosen, not what its name happens to mean today."),
    supports("CC8.1" = "A build gives the same image until a reviewed change says otherwise."),
    supports("CC7.1" = "It can be told which releases are in use, and so which vulnerabilities concern them."),
    remedy = "Name a version and, better, its digest, as in `alpine:3.20@sha256:…`; let Dependabot or \
              Renovate raise them.",
)]
pub(crate) fn images_pinned(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let expected = match subjects.config.pin_images_by {
        Pin::Version => "a version (a tag other than latest) or a digest",
        Pin::Digest => "a digest (@sha256: and 64 hexadecimal digits)",
    };
    for source in subjects.files.iter().flat_map(sources) {
        let subject = source.subject.as_str();
        let finding = match &source.image {
            Err(text) => Finding::inconclusive(subject).actual(undecided(text)),
            Ok(image) => {
                let version = image.tag.as_deref().is_some_and(|tag| !is_latest(tag));
                let pinned =
                    image.digest || (version && subjects.config.pin_images_by == Pin::Version);
                Finding::when(pinned, subject).actual(&image.text)
            }
        };
        findings.push(finding.expected(expected).at(source.place));
    }
}

fn is_latest(tag: &str) -> bool {
    tag.eq_ignore_ascii_case("latest")
}

fn undecided(text: &str) -> String {
    format!("{text}: only the build decides which image it is")
}

/// Images come from registries that the organisation allows
///
/// An image from an unknown place is software that nobody has agreed to. Judged for each image that
/// `FROM`, `COPY --from` and `RUN --mount` name, against `allowed-registries`; without any the control
/// is not claimed. Source: hadolint `DL3026`.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.8" = "Images are built only on software from places that were approved, which keeps unapproved software out of what is deployed."),
    supports("CC9.2" = "What suppliers of software there are is decided and known."),
    remedy = "Take the image from an allowed registry, or have the registry approved and add it to \
              `allowed-registries`.",
)]
pub(crate) fn base_images_from_allowed_registries(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
) {
    let allowed = &subjects.config.allowed_registries;
    for source in subjects.files.iter().flat_map(sources) {
        let subject = source.subject.as_str();
        let finding = match &source.image {
            Err(text) => Finding::inconclusive(subject).actual(undecided(text)),
            Ok(image) => Finding::when(allowed.iter().any(|place| image.under(place)), subject)
                .actual(&image.name),
        };
        findings.push(
            finding
                .expected(format!("an image under {}", allowed.join(" or ")))
                .at(source.place),
        );
    }
}
