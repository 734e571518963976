//! Where zizmor and this plugin differ, and whose each difference is.

use super::Shared;

/// zizmor files images of actions under its own audit for images.
const OTHER_NAME: &str =
    "both report it: zizmor as an unpinned image, tickmark as an unpinned action";
/// zizmor asks for a tag, and for a digest only in its pedantic persona.
const TAG_WILL_DO: &str = "definition: a tag is enough for zizmor's ordinary persona";
/// The workflow's callers decide what its token may do.
const CALLED: &str = "definition: the calling job's permissions apply, and are judged there";
/// Keys that differ by case alone.
const DOUBLED: &str = "definition: the file is malformed to tickmark, which finds it inconclusive";
/// What people with write access or the organisation set, and what steps compute.
const NOT_OUTSIDERS: &str = "definition: zizmor also reports values that no outsider writes (variables, inputs of a manual start, runner and event fields of a fixed form) and outputs of steps, which tickmark does not follow";
/// Malformed expressions.
const UNREADABLE: &str = "theirs: an expression that cannot be read is passed over by zizmor, and inconclusive to tickmark";
/// The trigger alone.
const TRIGGER_ALONE: &str = "definition: zizmor reports the trigger, tickmark a checkout under it";

/// What both ask.
pub(crate) const SHARED: &[Shared] = &[
    Shared {
        audit: "unpinned-uses",
        control: "actions-pinned",
        lines: true,
        theirs: &[],
        ours: &[
            ("testdata/ok/docker_steps.yaml", 7, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 12, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 16, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 20, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 23, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 27, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 30, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 33, OTHER_NAME),
            ("testdata/ok/issue-495_with_args.yaml", 11, OTHER_NAME),
        ],
    },
    Shared {
        audit: "unpinned-images",
        control: "container-images-pinned",
        lines: true,
        theirs: &[
            ("testdata/ok/docker_steps.yaml", 7, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 12, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 16, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 20, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 23, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 27, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 30, OTHER_NAME),
            ("testdata/ok/docker_steps.yaml", 33, OTHER_NAME),
            ("testdata/ok/issue-495_with_args.yaml", 11, OTHER_NAME),
        ],
        ours: &[
            ("testdata/err/env_context_banned.yaml", 28, TAG_WILL_DO),
            (
                "testdata/err/expr_check_in_env_var_name.yaml",
                10,
                TAG_WILL_DO,
            ),
            (
                "testdata/ok/issue-312_expression_in_env_var.yaml",
                13,
                TAG_WILL_DO,
            ),
        ],
    },
    Shared {
        audit: "artipacked",
        control: "checkout-token-not-kept",
        lines: true,
        theirs: &[],
        ours: &[],
    },
    Shared {
        audit: "excessive-permissions",
        control: "token-permissions-limited",
        lines: false,
        theirs: &[
            ("testdata/err/upper_case_duplicate_keys.yaml", 0, DOUBLED),
            ("testdata/ok/nested_workflow_call.yaml", 0, CALLED),
        ],
        ours: &[],
    },
    Shared {
        audit: "template-injection",
        control: "scripts-without-untrusted-input",
        lines: false,
        theirs: &[
            ("testdata/bench/large.yaml", 0, NOT_OUTSIDERS),
            ("testdata/err/evaluated_template.yaml", 0, NOT_OUTSIDERS),
            (
                "testdata/err/inputs_without_workflow_call_event.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            (
                "testdata/err/issue151_child_of_child_job.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            ("testdata/err/outputs_map_object.yaml", 0, NOT_OUTSIDERS),
            (
                "testdata/err/outputs_of_action_skipping_inputs_check.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            ("testdata/err/variables_type_check.yaml", 0, NOT_OUTSIDERS),
            (
                "testdata/examples/contextual_needs_object.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            (
                "testdata/examples/contextual_steps_outputs.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            (
                "testdata/examples/local_action_outputs.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            (
                "testdata/examples/popular_action_outputs.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            ("testdata/ok/issue-104.yaml", 0, NOT_OUTSIDERS),
            ("testdata/ok/issue-113.yaml", 0, NOT_OUTSIDERS),
            (
                "testdata/ok/issue-151-child-of-child-job.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            ("testdata/ok/issue-152.yaml", 0, NOT_OUTSIDERS),
            ("testdata/ok/issue-223.yaml", 0, NOT_OUTSIDERS),
            (
                "testdata/ok/issue-261_matrix_row_item_constructed_with_expr.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            (
                "testdata/ok/issue-294_matrix_row_array_expression.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            (
                "testdata/ok/issue-442-download-artifact-v3-workaround.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            ("testdata/ok/issue-45.yaml", 0, NOT_OUTSIDERS),
            ("testdata/ok/issue-67.yaml", 0, NOT_OUTSIDERS),
            (
                "testdata/ok/matrix_exclude_match_to_expr.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            ("testdata/ok/skip_inputs.yaml", 0, NOT_OUTSIDERS),
            (
                "testdata/ok/using_reusable_workflow_call_outputs.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            ("testdata/ok/variables.yaml", 0, NOT_OUTSIDERS),
            (
                "testdata/ok/workflow_dispatch_25_inputs.yaml",
                0,
                NOT_OUTSIDERS,
            ),
            (
                "testdata/ok/workflow_dispatch_input_types.yaml",
                0,
                NOT_OUTSIDERS,
            ),
        ],
        ours: &[(
            "testdata/examples/expression_syntax_error.yaml",
            0,
            UNREADABLE,
        )],
    },
    Shared {
        audit: "secrets-inherit",
        control: "secrets-handed-over-by-name",
        lines: true,
        theirs: &[],
        ours: &[],
    },
    Shared {
        audit: "hardcoded-container-credentials",
        control: "no-credentials-in-clear",
        lines: false,
        theirs: &[],
        ours: &[],
    },
    Shared {
        audit: "dangerous-triggers",
        control: "outsiders-code-without-rights",
        lines: false,
        theirs: &[("testdata/ok/events_with_no_config.yaml", 0, TRIGGER_ALONE)],
        ours: &[],
    },
];
