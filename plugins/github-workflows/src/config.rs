//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the files cannot say, and what the organisation has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// What the token of a job may do where no `permissions` are written. Settings of the
    /// organisation and the repository decide that, and no workflow file shows them (Settings >
    /// Actions > General > Workflow permissions).
    pub default_token_permissions: DefaultToken,
    /// Whether `permissions: read-all` is narrow enough. The default follows `OpenSSF` Scorecard's
    /// Token-Permissions, which asks only for read access at the top.
    pub allow_read_all: bool,
    /// Owners (`actions`) or repositories (`docker/login-action`) whose actions and reusable
    /// workflows need no commit hash. The default of none is that of `OpenSSF` Scorecard's
    /// Pinned-Dependencies.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub trusted_action_owners: Vec<String>,
    /// Further contexts that outsiders can write, as in `github.event.release.name`; a `*` stands
    /// for one segment.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub untrusted_contexts: Vec<String>,
    /// Whether the inputs of a manual start (`workflow_dispatch`) and the payload of a
    /// `repository_dispatch` may stand in a script. Both need write access to the repository, so
    /// whoever gives them could change the script as well.
    pub trust_manual_inputs: bool,
    /// Whether the inputs of reusable workflows and composite actions may stand in a script. What
    /// their callers hand in is not to be seen in the same file.
    pub trust_caller_inputs: bool,
    /// Who can see the repository. Anybody may open a pull request against a public one, and so
    /// start code on its own runners.
    pub repository_visibility: Visibility,
    /// Names of runners that GitHub or a supplier makes new for each job, beyond GitHub's own labels
    /// (`ubuntu-24.04`, `windows-latest`, `macos-15-xlarge`); a `*` at the end stands for any text.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub hosted_runners: Vec<String>,
    /// Jobs, by their keys, that must run on every pull request of each repository.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub required_jobs: Vec<String>,
    /// The branches that releases are made from, of every repository alike. A workflow with
    /// `pull_request: { branches: […] }` holds for `required-jobs` where it names all of these.
    #[schemars(inner(length(min = 1, max = 200)))]
    pub main_branches: Vec<String>,
    /// Controls that the organisation does not claim, and that are therefore not judged.
    pub leave_out: Vec<OptionalControl>,
}

/// What the token may do where nothing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultToken {
    /// Nobody has said; such jobs are inconclusive.
    Unknown,
    /// Reading repository contents and packages.
    Restricted,
    /// Reading and writing nearly everything.
    Permissive,
}

/// Who can see the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Nobody has said; jobs on runners of one's own are inconclusive.
    Unknown,
    /// Anybody.
    Public,
    /// Members only, internal repositories included.
    Private,
}

/// A control that an organisation may leave out: it hardens the pipeline, but the pipeline can be
/// sound without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionalControl {
    /// Images of job and service containers by digest.
    ContainerImagesPinned,
    /// The checkout's token removed from the working copy.
    CheckoutTokenNotKept,
    /// Where jobs run.
    OwnRunnersUnreachable,
    /// Secrets handed to reusable workflows one by one.
    SecretsHandedOverByName,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            default_token_permissions: DefaultToken::Unknown,
            allow_read_all: true,
            trusted_action_owners: Vec::new(),
            untrusted_contexts: Vec::new(),
            trust_manual_inputs: true,
            trust_caller_inputs: false,
            repository_visibility: Visibility::Unknown,
            hosted_runners: Vec::new(),
            required_jobs: Vec::new(),
            main_branches: Vec::new(),
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
                    OptionalControl::ContainerImagesPinned => "container-images-pinned",
                    OptionalControl::CheckoutTokenNotKept => "checkout-token-not-kept",
                    OptionalControl::OwnRunnersUnreachable => "own-runners-unreachable",
                    OptionalControl::SecretsHandedOverByName => "secrets-handed-over-by-name",
                }
        });
        !left_out && (control != "required-jobs-run" || !self.required_jobs.is_empty())
    }
}
