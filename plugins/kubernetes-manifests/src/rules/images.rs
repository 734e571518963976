//! Which images run, and where they come from.

use tickmark_plugin::brief;
use tickmark_plugin::prelude::*;

use crate::cluster::Cluster;
use crate::field::{self, Read};
use crate::verdict::{Verdict, each_workload};
use crate::workload::Container;

/// A reference to an image, as container runtimes read it.
#[derive(Debug, PartialEq, Eq)]
struct Image<'a> {
    /// With the registry and folder that are meant where none is named.
    repository: String,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl<'a> Image<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (named, digest) = match text.split_once('@') {
            Some((named, digest)) => (named, Some(digest)),
            None => (text, None),
        };
        // A colon before the last slash belongs to the port of a registry.
        let tag_at = named
            .rfind(':')
            .filter(|colon| named.rfind('/').is_none_or(|slash| slash < *colon));
        let (name, tag) = match tag_at {
            Some(colon) => (&named[..colon], Some(&named[colon + 1..])),
            None => (named, None),
        };
        let right = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "._-:".contains(letter))
        };
        if !name.split('/').all(right) || !tag.is_none_or(right) || !digest.is_none_or(right) {
            return None;
        }
        let repository = match name.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => {
                let first = first.to_ascii_lowercase();
                let registry = match first.as_str() {
                    "index.docker.io" | "registry-1.docker.io" => "docker.io",
                    other => other,
                };
                format!("{registry}/{rest}")
            }
            Some(_) => format!("docker.io/{name}"),
            None => format!("docker.io/library/{name}"),
        };
        Some(Self {
            repository,
            tag,
            digest,
        })
    }

    /// Whether the digest is a whole one.
    fn is_pinned(&self) -> bool {
        self.digest
            .and_then(|digest| digest.split_once(':'))
            .is_some_and(|(algorithm, hash)| {
                let letters = match algorithm {
                    "sha256" => 64,
                    "sha512" => 128,
                    _ => return false,
                };
                hash.len() == letters
                    && hash
                        .chars()
                        .all(|letter| letter.is_ascii_digit() || ('a'..='f').contains(&letter))
            })
    }

    /// Whether it lies in a registry, or in a folder of one.
    fn is_from(&self, place: &str) -> bool {
        self.repository
            .strip_prefix(place.trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Judges the image of every container.
fn each_image(
    cluster: &Cluster<'_>,
    findings: &mut Findings<'_>,
    expected: &str,
    good: &str,
    wrong: impl Fn(&Image<'_>) -> Option<&'static str>,
) {
    each_workload(cluster, findings, |workload| {
        let mut verdict = Verdict::default();
        for container in &workload.containers {
            verdict.look(look(container, &wrong));
        }
        Some(verdict.finding(&workload.subject, expected, good, workload.spec.place()))
    });
}

fn look(
    container: &Container<'_>,
    wrong: &impl Fn(&Image<'_>) -> Option<&'static str>,
) -> Read<Option<(String, Location)>> {
    let Some((text, at)) = field::text(&container.at, "image")? else {
        return Err(container
            .at
            .problem(format!("{} names no image", container.label())));
    };
    let image = Image::parse(text).ok_or_else(|| {
        at.problem(format!(
            "{}: `{}` is no reference to an image",
            container.label(),
            brief(text, 100)
        ))
    })?;
    Ok(wrong(&image).map(|why| {
        let what = format!("{}: {} {why}", container.label(), brief(text, 120));
        (what, at.place())
    }))
}

/// Images are named by a version
///
/// Without a tag, and with the tag `latest`, it is not known which version runs, and two copies of
/// one workload may differ. A digest will do instead of a tag. Source: Kubernetes' documentation,
/// Configuration Best Practices; Polaris asks for the same.
#[control(
    severity = Medium,
    method = Configuration,
    supports(
        "CC8.1" = "What was deployed can be told from the manifest.",
        "CC6.8" = "It is known which software runs.",
    ),
    remedy = "Name the version in `image`, best together with its digest.",
)]
pub(crate) fn image_tags_fixed(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_image(
        cluster,
        findings,
        "a digest, or a tag other than latest",
        "every image has a version",
        |image| match image.tag {
            _ if image.is_pinned() => None,
            _ if image.digest.is_some() => Some("(the digest is not a whole one)"),
            None => Some("(no tag)"),
            Some("latest") => Some("(tag latest)"),
            Some(_) => None,
        },
    );
}

/// Images are pinned by their digest
///
/// A tag can be moved to another image in the registry, a digest cannot. Source: Kubernetes'
/// documentation, Images. Where the registry forbids to overwrite tags, leave the control out
/// (`leave-out`).
#[control(
    severity = Low,
    method = Configuration,
    implements("CC6.8" = "Nothing but the very build that was chosen can run, whoever writes to the registry."),
    supports("CC8.1" = "What runs is byte for byte what was approved."),
    remedy = "Write `image: NAME:TAG@sha256:…`; the deployment pipeline can resolve the digest.",
)]
pub(crate) fn images_pinned_by_digest(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    each_image(
        cluster,
        findings,
        "a digest",
        "every image has a digest",
        |image| (!image.is_pinned()).then_some("(no digest)"),
    );
}

/// Images come from approved registries
///
/// What is in an approved registry was built, mirrored or scanned by the organisation; an image from
/// elsewhere is unapproved software. `nginx` means `docker.io/library/nginx`. Source: CIS Kubernetes
/// Benchmark 1.9.0, recommendation 5.5.1; the registries are configured (`allowed-registries`), and
/// without any the control is not judged.
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.8" = "Only software from sources that the organisation approved is deployed."),
    remedy = "Mirror the image into an approved registry and use it from there, or approve its registry in \
              `allowed-registries`.",
)]
pub(crate) fn images_from_allowed_registries(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    let allowed = &cluster.config.allowed_registries;
    each_image(
        cluster,
        findings,
        &format!("images from {}", allowed.join(", ")),
        "every image comes from an approved registry",
        |image| {
            let approved = allowed.iter().any(|place| image.is_from(place));
            (!approved).then_some("(not approved)")
        },
    );
}

#[cfg(test)]
mod tests {
    use super::Image;

    #[test]
    fn references_mean_what_runtimes_take_them_for() {
        let read = |text| Image::parse(text).unwrap();
        assert_eq!(read("nginx").repository, "docker.io/library/nginx");
        assert_eq!(read("acme/web:1").repository, "docker.io/acme/web");
        assert_eq!(read("localhost:5000/web").tag, None);
        assert_eq!(read("ghcr.io/acme/web:1.2").tag, Some("1.2"));
        assert!(read("ghcr.io/acme/web").is_from("ghcr.io/acme"));
        assert!(read("ghcr.io/acme/web").is_from("ghcr.io/"));
        assert!(!read("ghcr.io/acme-evil/web").is_from("ghcr.io/acme"));
        assert!(!read("ghcr.io/web").is_from("ghcr.io/acme"));
    }

    #[test]
    fn only_a_whole_digest_pins() {
        let whole = format!("web:1@sha256:{}", "a".repeat(64));
        assert!(Image::parse(&whole).unwrap().is_pinned());
        assert!(!Image::parse(&whole[..whole.len() - 1]).unwrap().is_pinned());
        assert!(!Image::parse("web:1@md5:aa").unwrap().is_pinned());
        assert!(Image::parse("web:").is_none());
        assert!(Image::parse("we b").is_none());
        assert!(Image::parse("").is_none());
    }
}
