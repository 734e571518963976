//! Agreement with hadolint and Checkov on Dockerfiles.
//!
//! What hadolint 2.15.1 and Checkov 3.3 say of each file was noted here once, as far as this plugin
//! asks the same. Most files are written here; two are others', found through the environment variable
//! `TICKMARK_CORPUS`, and skipped by name without it.

use std::path::PathBuf;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use tickmark_dockerfiles::Dockerfiles;
use tickmark_plugin::Outcome;
use tickmark_plugin::testing::{MemoryEvidence, run};

/// Which control asks what these rules of others ask.
const SHARED: &[(&str, &[&str])] = &[
    (
        "runs-as-own-user",
        &["DL3002", "CKV_DOCKER_3", "CKV_DOCKER_8"],
    ),
    ("images-pinned", &["DL3006", "DL3007", "CKV_DOCKER_7"]),
    ("added-files-verified", &["CKV_DOCKER_4"]),
    ("sudo-not-used", &["DL3004"]),
    ("no-secrets-in-the-image", &["DL3064"]),
    ("forbidden-ports-not-offered", &["CKV_DOCKER_1"]),
    ("health-check-declared", &["CKV_DOCKER_2"]),
];

/// A file and what was said of it.
struct Case {
    name: &'static str,
    file: File,
    /// The rules that hadolint and Checkov found broken.
    told: &'static [&'static str],
    /// The controls on which the answers differ, and whose the difference is.
    differences: &'static [(&'static str, &'static str)],
}

enum File {
    Written(&'static str),
    Corpus(&'static str),
}

const CASES: &[Case] = &[
    Case {
        name: "nothing in order",
        file: File::Written(include_str!("../cases/bad/evidence/portal/Dockerfile")),
        told: &[
            "DL3004",
            "DL3006",
            "DL3007",
            "DL3064",
            "CKV_DOCKER_1",
            "CKV_DOCKER_2",
            "CKV_DOCKER_3",
            "CKV_DOCKER_4",
            "CKV_DOCKER_7",
        ],
        differences: &[],
    },
    Case {
        name: "everything in order",
        file: File::Written(include_str!("../cases/good/evidence/portal/Dockerfile")),
        told: &["DL3064", "CKV_DOCKER_4"],
        differences: &[
            (
                "no-secrets-in-the-image",
                "definition: hadolint takes DB_PASSWORD_FILE, which names a path, for a secret",
            ),
            (
                "added-files-verified",
                "definition: Checkov wants no ADD at all, this plugin a checksum",
            ),
        ],
    },
    Case {
        name: "a user by variable",
        file: File::Written("FROM alpine:3.20\nENV RUN_AS=0\nUSER $RUN_AS\n"),
        told: &["CKV_DOCKER_2"],
        differences: &[(
            "runs-as-own-user",
            "theirs: neither follows the variable to 0",
        )],
    },
    Case {
        name: "a user of an earlier stage",
        file: File::Written(
            "FROM alpine:3.20 AS base\nUSER app\nFROM base\nHEALTHCHECK CMD true\n",
        ),
        told: &[],
        differences: &[],
    },
    Case {
        name: "an earlier stage that runs as root",
        file: File::Written(
            "FROM alpine:3.20 AS build\nRUN true\nFROM alpine:3.20\nUSER app\nHEALTHCHECK CMD true\n",
        ),
        told: &[],
        differences: &[],
    },
    Case {
        name: "instructions inside a here-document",
        file: File::Written(
            "FROM alpine:3.20\nUSER app\nRUN cat <<EOF > /tmp/x\nUSER root\nsudo true\nEOF\nHEALTHCHECK CMD true\n",
        ),
        told: &["CKV_DOCKER_8"],
        differences: &[(
            "runs-as-own-user",
            "theirs: Checkov takes a line of the here-document for an instruction, and hadolint cannot read the file",
        )],
    },
    Case {
        name: "ports by range",
        file: File::Written(
            "FROM alpine:3.20\nEXPOSE 20-25\nEXPOSE 22/tcp\nUSER app\nHEALTHCHECK CMD true\n",
        ),
        told: &["CKV_DOCKER_1"],
        differences: &[],
    },
    Case {
        name: "Trivy's fixture: dockerfile",
        file: File::Corpus("integration/testdata/fixtures/repo/dockerfile/Dockerfile"),
        told: &["CKV_DOCKER_3"],
        differences: &[HEALTHCHECK_NONE],
    },
    Case {
        name: "Trivy's fixture: custom-policy",
        file: File::Corpus("integration/testdata/fixtures/repo/custom-policy/Dockerfile"),
        told: &[],
        differences: &[HEALTHCHECK_NONE],
    },
];

const HEALTHCHECK_NONE: (&str, &str) = (
    "health-check-declared",
    "theirs: HEALTHCHECK NONE switches the check off, and Checkov counts it as one",
);

fn main() -> ExitCode {
    let corpus = std::env::var_os("TICKMARK_CORPUS").map(PathBuf::from);
    let trials = CASES
        .iter()
        .map(|case| {
            let folder = corpus.clone();
            let skipped = folder.is_none() && matches!(case.file, File::Corpus(_));
            Trial::test(case.name, move || agree(case, folder)).with_ignored_flag(skipped)
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn agree(case: &Case, corpus: Option<PathBuf>) -> Result<(), Failed> {
    let content = match (&case.file, corpus) {
        (File::Written(text), _) => (*text).as_bytes().to_vec(),
        (File::Corpus(path), Some(corpus)) => {
            std::fs::read(corpus.join("reports-trivy-golden/files").join(path))?
        }
        (File::Corpus(_), None) => return Ok(()),
    };
    let evidence = MemoryEvidence::new().file("dockerfiles", "Dockerfile", content);
    let report = run::<Dockerfiles>("{}", "2026-11-22", &evidence)
        .map_err(|failure| format!("the check failed: {failure:?}"))?;
    for (control, rules) in SHARED {
        let ours = report
            .outcomes(control)
            .iter()
            .any(|(_, outcome)| *outcome == Outcome::Fail);
        let theirs = rules.iter().any(|rule| case.told.contains(rule));
        let known = case.differences.iter().any(|(name, _)| name == control);
        if (ours != theirs) != known {
            return Err(format!(
                "{control}: tickmark finds it broken: {ours}; the others: {theirs}; listed as a difference: {known}"
            )
            .into());
        }
    }
    Ok(())
}
