//! Names of images: registry, path, tag and digest, as `distribution/reference` splits them.

/// The registry that a name without one means.
const DOCKER_HUB: &str = "docker.io";
/// The length of a SHA-256, in hexadecimal digits.
const DIGEST: usize = 64;

/// An image by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Image {
    /// As written.
    pub(crate) text: String,
    /// Registry and path in full: `docker.io/library/alpine`.
    pub(crate) name: String,
    pub(crate) tag: Option<String>,
    pub(crate) digest: bool,
}

impl Image {
    pub(crate) fn parse(text: &str) -> Self {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (
                rest,
                digest.strip_prefix("sha256:").is_some_and(|hex| {
                    hex.len() == DIGEST && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
                }),
            ),
            None => (text, false),
        };
        // A colon before the last slash belongs to a registry's port.
        let (path, tag) = match rest.rsplit_once(':') {
            Some((path, tag)) if !tag.contains('/') => (path, Some(tag.to_owned())),
            _ => (rest, None),
        };
        let name = match path.split_once('/') {
            // The hub's own images are those of `library`, also where the hub is named.
            Some((DOCKER_HUB | "index.docker.io", path)) if !path.contains('/') => {
                format!("{DOCKER_HUB}/library/{path}")
            }
            Some(("index.docker.io", path)) => format!("{DOCKER_HUB}/{path}"),
            Some((registry, _)) if registry.contains(['.', ':']) || registry == "localhost" => {
                path.to_owned()
            }
            Some(_) => format!("{DOCKER_HUB}/{path}"),
            None => format!("{DOCKER_HUB}/library/{path}"),
        };
        Self {
            text: text.to_owned(),
            name,
            tag,
            digest,
        }
    }

    /// Whether the image is what a pattern names: a name as in a Dockerfile, with a tag or without,
    /// in which `*` stands for any text.
    pub(crate) fn is(&self, pattern: &str) -> bool {
        let wanted = Self::parse(pattern);
        fits(&wanted.name, &self.name)
            && wanted
                .tag
                .as_deref()
                .is_none_or(|tag| fits(tag, self.tag.as_deref().unwrap_or("latest")))
    }

    /// Whether the image stands under a registry or a path of one.
    pub(crate) fn under(&self, place: &str) -> bool {
        self.name
            .strip_prefix(place.trim_end_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Whether a text fits a pattern in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut open = false;
    for part in parts {
        open = part.is_empty();
        if open {
            continue;
        }
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    open || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed_as_docker_completes_them() {
        for (text, name, tag) in [
            ("alpine", "docker.io/library/alpine", None),
            ("alpine:3.20", "docker.io/library/alpine", Some("3.20")),
            ("acme/web", "docker.io/acme/web", None),
            ("ghcr.io/acme/web:1", "ghcr.io/acme/web", Some("1")),
            ("localhost:5000/web", "localhost:5000/web", None),
            ("docker.io/alpine", "docker.io/library/alpine", None),
            ("docker.io/acme/web", "docker.io/acme/web", None),
            ("index.docker.io/acme/web", "docker.io/acme/web", None),
        ] {
            let image = Image::parse(text);
            assert_eq!((image.name.as_str(), image.tag.as_deref()), (name, tag));
        }
        let digest = format!("alpine@sha256:{}", "0a".repeat(32));
        assert!(Image::parse(&digest).digest);
        assert!(!Image::parse("alpine@sha256:0a").digest);
    }

    #[test]
    fn patterns_and_places_are_whole_segments() {
        let image = Image::parse("gcr.io/distroless/static-debian12:nonroot");
        assert!(image.is("gcr.io/distroless/*:*nonroot*"));
        assert!(!image.is("gcr.io/distroless/*:debug"));
        assert!(image.under("gcr.io/distroless"));
        assert!(!image.under("gcr.io/distro"));
        assert!(Image::parse("python:3").is("python"));
        assert!(!Image::parse("python-x:3").is("python"));
    }
}
