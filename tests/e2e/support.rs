//! A scratch directory with an assessment in it, and the program run there.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// An assessment in a directory of its own.
pub(crate) struct Assessment {
    directory: TempDir,
}

/// What the program answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Assessment {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    /// One with a configuration. The head of the file is given: an organisation, a system, and a
    /// date.
    pub(crate) fn with_config(rest: &str) -> Self {
        Self::new().config(rest)
    }

    pub(crate) fn config(self, rest: &str) -> Self {
        let text = format!(
            "[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\nas-of = 2026-11-22\n{rest}"
        );
        self.file("tickmark.toml", text)
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Adds a file, relative to the directory.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.path().join(path)).unwrap();
    }

    /// Runs the program in the directory.
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        run_in(self.path(), arguments)
    }

    /// Runs `check` and reads the result.
    pub(crate) fn check(&self) -> (i32, Outcome) {
        self.check_with(&[])
    }

    /// Runs `check` with further arguments and reads the result.
    pub(crate) fn check_with(&self, arguments: &[&str]) -> (i32, Outcome) {
        let mut all = vec!["check", "--format", "json"];
        all.extend(arguments);
        let answer = self.run(&all);
        let value = serde_json::from_str(&answer.stdout)
            .unwrap_or_else(|error| panic!("no result: {error}\n{}", answer.stderr));
        (answer.code, Outcome(value))
    }
}

/// Runs the program in a directory.
pub(crate) fn run_in(directory: &Path, arguments: &[&str]) -> Answer {
    answer(command(directory, arguments))
}

/// The program about to be run in a directory, as on a desk: no pipeline, and a cache that is not the
/// user's.
pub(crate) fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tickmark"));
    command
        .args(arguments)
        .current_dir(directory)
        .env_remove("NO_COLOR")
        .env_remove("CI")
        .env_remove("GITHUB_STEP_SUMMARY")
        .env("TICKMARK_CACHE_DIR", cache());
    command
}

/// The compile cache that the tests share.
pub(crate) fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("tickmark-cache")
}

/// Runs a command.
pub(crate) fn answer(mut command: Command) -> Answer {
    let output = command.output().unwrap();
    Answer {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A result, for asking about.
#[derive(Debug, PartialEq)]
pub(crate) struct Outcome(pub(crate) Value);

impl Outcome {
    fn list(&self, name: &str) -> &[Value] {
        self.0[name].as_array().map_or(&[], Vec::as_slice)
    }

    /// The status of a criterion.
    pub(crate) fn criterion(&self, id: &str) -> &str {
        self.find("criteria", id)["status"].as_str().unwrap()
    }

    /// Why a criterion stands where it stands.
    pub(crate) fn why(&self, id: &str) -> &str {
        self.find("criteria", id)["reason"].as_str().unwrap()
    }

    /// The status of a control.
    pub(crate) fn control(&self, id: &str) -> &str {
        self.find("controls", id)["status"].as_str().unwrap()
    }

    fn find(&self, list: &str, id: &str) -> &Value {
        self.list(list)
            .iter()
            .find(|entry| entry["id"] == id)
            .unwrap_or_else(|| panic!("there is no {id} among the {list}"))
    }

    /// The reasons of an unproven control: code and message.
    pub(crate) fn reasons(&self, control: &str) -> Vec<(String, String)> {
        pairs(&self.find("controls", control)["reasons"])
    }

    /// What could not be evaluated: code and message.
    pub(crate) fn unevaluated(&self) -> Vec<(String, String)> {
        pairs(&self.0["unevaluated"])
    }

    /// The findings of a control.
    pub(crate) fn findings(&self, control: &str) -> Vec<&Value> {
        self.list("findings")
            .iter()
            .filter(|finding| finding["control"] == control)
            .collect()
    }

    /// How many criteria have a status.
    pub(crate) fn count(&self, status: &str) -> usize {
        self.list("criteria")
            .iter()
            .filter(|criterion| criterion["status"] == status)
            .count()
    }

    /// The first unit of a check.
    pub(crate) fn unit(&self, check: &str) -> &Value {
        let check = self
            .list("checks")
            .iter()
            .find(|entry| entry["name"] == check)
            .unwrap_or_else(|| panic!("there is no check {check}"));
        &check["units"][0]
    }
}

fn pairs(reasons: &Value) -> Vec<(String, String)> {
    let text = |reason: &Value, key: &str| reason[key].as_str().unwrap().to_owned();
    reasons
        .as_array()
        .map(|reasons| {
            reasons
                .iter()
                .map(|reason| (text(reason, "code"), text(reason, "message")))
                .collect()
        })
        .unwrap_or_default()
}

/// A credential report in which everything is in order.
pub(crate) const GOOD_REPORT: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated
<root_account>,arn:aws:iam::210987654321:root,2021-02-03T10:11:12+00:00,not_supported,2026-03-01T08:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
ann,arn:aws:iam::210987654321:user/ann,2025-01-05T09:00:00+00:00,true,2026-11-19T09:00:00+00:00,2026-05-05T09:00:00+00:00,N/A,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
bot,arn:aws:iam::210987654321:user/bot,2025-01-05T09:00:00+00:00,false,N/A,N/A,N/A,false,true,2026-10-01T09:00:00+00:00,2026-11-20T07:00:00+00:00,eu-west-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
";

/// Provenance for it.
pub(crate) const GOOD_PROVENANCE: &str = "[[evidence]]\npath = \"aws/credential-report.csv\"\ncollected = 2026-11-20T10:00:00Z\nsource = \"AWS IAM, account 210987654321\"\nquery = \"aws iam get-credential-report\"\ncollected-by = \"evidence job\"\nitems = 3\n";

/// A check of the credential report.
pub(crate) const GOOD_CHECK: &str = "[[check]]\nplugin = \"aws-credential-report\"\n";

/// An assessment with one check, in order.
pub(crate) fn good() -> Assessment {
    Assessment::with_config(GOOD_CHECK)
        .file("evidence/aws/credential-report.csv", GOOD_REPORT)
        .file("evidence/evidence.toml", GOOD_PROVENANCE)
}
