//! Secrets that an image would carry.

use tickmark_plugin::known_token;
use tickmark_plugin::prelude::*;

use super::{Objection, Subjects, each};
use crate::Config;
use crate::stages::{Dockerfile, Instruction};
use crate::words;

/// Parts of a name that say secret. Source: `BuildKit`'s build check `SecretsUsedInArgOrEnv`.
const SECRET_PARTS: &[&str] = &[
    "apikey",
    "auth",
    "credential",
    "credentials",
    "key",
    "passwd",
    "password",
    "pword",
    "secret",
    "token",
];
/// Parts of a name that say otherwise; the last two name where a secret is, not what it is.
const HARMLESS_PARTS: &[&str] = &["public", "file", "path"];
/// Files that hold credentials, by name or by a folder above them.
const SECRET_FILES: &[&str] = &[
    ".aws",
    ".env",
    ".git-credentials",
    ".gnupg",
    ".netrc",
    ".pgpass",
    ".pypirc",
    ".ssh",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
];
/// Endings of files that hold private keys.
const SECRET_ENDINGS: &[&str] = &[".jks", ".key", ".keystore", ".p12", ".pfx", ".ppk"];

/// No secret is left in the image or its history
///
/// Whatever `ENV` and `ARG` say, and every file that `COPY` or `ADD` takes in, can be read by whoever
/// has the image, even if a later instruction removes it. Examined are names that say secret (with a
/// value, or as an argument that the build hands over), the marks that issuers put on their keys, and
/// files that usually hold credentials; a secret under another name is not to be told. Earlier stages
/// count, because build caches keep them. Source: `BuildKit`, `SecretsUsedInArgOrEnv`; Trivy `DS031`; CIS
/// Docker Benchmark 1.6.0, recommendation 4.10.
#[control(
    severity = Critical,
    method = Configuration,
    supports("CC6.1" = "Credentials are not handed to everybody who can pull the image."),
    supports("CC6.7" = "Secrets do not travel inside images through registries."),
    remedy = "Hand secrets to the build with `RUN --mount=type=secret` and to the container at run time; \
              list files with credentials in `.dockerignore`. Replace a secret that was in an image. \
              Names that are none can be listed in `harmless-names`.",
)]
pub(crate) fn no_secrets_in_the_image(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(
        subjects,
        findings,
        "no secret in ENV, ARG, copied files or scripts",
        "none found",
        |file, instruction| object(file, instruction, subjects.config).map(Objection::Wrong),
    );
}

fn object(file: &Dockerfile, instruction: &Instruction, config: &Config) -> Option<String> {
    let keyword = instruction.keyword.as_str();
    match keyword {
        "ARG" | "ENV" => instruction
            .pairs(file.escape)
            .iter()
            .find_map(|(name, value)| {
                let value = value
                    .as_ref()
                    .map(|value| words::unquote(value, file.escape));
                if let Some(kind) = value.as_deref().and_then(known_token) {
                    return Some(format!("{keyword} {name} holds what looks like a {kind}"));
                }
                let given = match &value {
                    // An argument without a value is handed over by the build, and its history has it.
                    None => true,
                    Some(value) => !value.is_empty() && !value.starts_with("/run/secrets/"),
                };
                (given && says_secret(name, config)).then(|| format!("{keyword} {name}"))
            }),
        "COPY" | "ADD" if instruction.flag("from").is_none() => {
            let sources = instruction
                .arguments
                .split_last()
                .map_or(&[][..], |(_, rest)| rest);
            let file = sources
                .iter()
                .flatten()
                .find(|source| is_secret_file(source));
            if let Some(file) = file {
                return Some(format!("{keyword} {file}"));
            }
            in_bodies(instruction)
        }
        "RUN" => known_token(&instruction.rest)
            .map(|kind| format!("RUN holds what looks like a {kind}"))
            .or_else(|| in_bodies(instruction)),
        _ => None,
    }
}

fn in_bodies(instruction: &Instruction) -> Option<String> {
    let kind = instruction
        .heredocs
        .iter()
        .find_map(|body| known_token(body))?;
    Some(format!(
        "{} holds what looks like a {kind}",
        instruction.keyword
    ))
}

fn says_secret(name: &str, config: &Config) -> bool {
    let name_in_lower_case = name.to_ascii_lowercase();
    let parts: Vec<&str> = name_in_lower_case.split('_').collect();
    let says = |list: &[&str]| parts.iter().any(|part| list.contains(part));
    says(SECRET_PARTS)
        && !says(HARMLESS_PARTS)
        && !config
            .harmless_names
            .iter()
            .any(|harmless| harmless.eq_ignore_ascii_case(name))
}

fn is_secret_file(source: &str) -> bool {
    let lower = source.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or_default();
    lower
        .split('/')
        .any(|segment| SECRET_FILES.contains(&segment))
        || SECRET_ENDINGS.iter().any(|ending| name.ends_with(ending))
}
