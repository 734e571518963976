//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What images may be built from, and what must be so in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// How closely images of others must be named. The default of `version` is that of hadolint
    /// (`DL3006`, `DL3007`) and Trivy (`DS001`); `OpenSSF` Scorecard's Pinned-Dependencies asks for
    /// `digest`.
    pub pin_images_by: Pin,
    /// Registries, or paths of them, that images may come from, as in `docker.io/library` or
    /// `ghcr.io/acme`. Without any the control is not claimed.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub allowed_registries: Vec<String>,
    /// Images whose own default user is not root, as `name` or `name:tag` with `*` for any text.
    /// The default names images whose makers promise it.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub images_with_own_user: Vec<String>,
    /// Images whose own default user is root. The default names Docker Official Images that set no
    /// user.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub images_with_root: Vec<String>,
    /// Names of `ENV` and `ARG` that look like a secret's and are none, as in `TOKEN_ISSUER`.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub harmless_names: Vec<String>,
    /// Ports that an image must not offer. The default of 22, for SSH, is that of Trivy (`DS004`) and
    /// Checkov (`CKV_DOCKER_1`).
    #[schemars(inner(range(min = 1, max = 65535)))]
    pub forbidden_ports: Vec<u16>,
    /// Controls that the organisation does not claim, and that are therefore not judged.
    pub leave_out: Vec<OptionalControl>,
}

/// How closely an image must be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pin {
    /// By a tag other than `latest`, or by digest.
    Version,
    /// By digest.
    Digest,
}

/// A control that an organisation may leave out: it hardens images, but they can be sound without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionalControl {
    /// A `HEALTHCHECK`; orchestrators such as Kubernetes have probes of their own instead.
    HealthCheckDeclared,
    /// Builds without `sudo`.
    SudoNotUsed,
}

impl Default for Config {
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            pin_images_by: Pin::Version,
            allowed_registries: Vec::new(),
            // Not all of Chainguard's: `go` and `wolfi-base` run as root.
            images_with_own_user: list(&[
                "gcr.io/distroless/*:*nonroot*",
                "cgr.dev/chainguard/glibc-dynamic",
                "cgr.dev/chainguard/jre",
                "cgr.dev/chainguard/nginx",
                "cgr.dev/chainguard/node",
                "cgr.dev/chainguard/python",
                "cgr.dev/chainguard/static",
            ]),
            images_with_root: list(&[
                "alpine",
                "amazonlinux",
                "busybox",
                "cgr.dev/chainguard/go",
                "cgr.dev/chainguard/wolfi-base",
                "debian",
                "eclipse-temurin",
                "fedora",
                "golang",
                "httpd",
                "maven",
                "mysql",
                "nginx",
                "node",
                "openjdk",
                "perl",
                "php",
                "postgres",
                "python",
                "redis",
                "rockylinux",
                "ruby",
                "rust",
                "ubuntu",
            ]),
            harmless_names: Vec::new(),
            forbidden_ports: vec![22],
            leave_out: Vec::new(),
        }
    }
}

impl Config {
    /// Whether the organisation claims a control.
    pub(crate) fn claims(&self, control: &str) -> bool {
        let left_out = self.leave_out.iter().any(|optional| {
            control
                == match optional {
                    OptionalControl::HealthCheckDeclared => "health-check-declared",
                    OptionalControl::SudoNotUsed => "sudo-not-used",
                }
        });
        !left_out
            && (control != "base-images-from-allowed-registries"
                || !self.allowed_registries.is_empty())
    }
}
