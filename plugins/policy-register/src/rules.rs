//! The rules, one function each.

mod listing;
mod presence;

use tickmark_plugin::prelude::*;

use crate::judge::{Judge, owned, versioned};
use crate::kinds;
use crate::policy::Policy;
use crate::sources::{Sources, Trouble};
use crate::standing::State;
use crate::verdict::Verdict;
use listing::listing;
use presence::{absence, policies_of_kind, presence};

/// What each rule judges: all policies, however they are written down.
pub(crate) struct Subjects<'a> {
    pub(crate) policies: &'a [Policy],
    pub(crate) sources: &'a Sources,
    pub(crate) judge: Judge<'a>,
}

pub(crate) type Rule = tickmark_plugin::Rule<fn(&Subjects<'_>, &mut Findings<'_>)>;

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule] = &[
    required_policies_present,
    policies_in_force,
    policies_owned,
    policies_versioned,
    policies_approved,
    policies_reviewed_on_time,
    code_of_conduct_in_force,
    information_security_policy_in_force,
    incident_response_plan_in_force,
    business_continuity_plan_in_force,
    register_matches_documents,
];

/// Every policy of the required set is there and in force
///
/// What management expects is only binding where it is written down and in force. The AICPA gives no
/// list of policies; the set is configured (`required`), and its default is a lean one of this
/// project. A kind is recognised by the field `kind`, the title or the file name (`kinds`).
#[control(
    severity = High,
    method = Document,
    implements("CC5.3" = "Control activities are deployed through policies, so a policy in force must exist for each subject that management names."),
    remedy = "Write and approve the missing policy. If it exists under another title, give it the \
              field `kind`, or add its title to `kinds`. If your organisation does not need it, take \
              it off `required`.",
)]
pub(crate) fn required_policies_present(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    for kind in &subjects.judge.settings.required {
        findings.push(presence(subjects, kind));
    }
    troubles(subjects, findings, Trouble::concerns_all);
    complete(subjects, findings);
}

/// Every policy is in force
///
/// A draft, an expired policy or one whose first day has not come binds nobody, although it lies
/// among those that do. Retired policies do not count, nor do drafts of a policy of which another
/// version is in force. The words for each status are configured (`statuses`).
#[control(
    severity = Medium,
    method = Document,
    supports("CC5.3" = "A text that is not in force deploys no control, whatever it says."),
    remedy = "Finish and approve the draft, or take it out of the evidence (by default files whose \
              names start with `_` are passed over). Renew an expired policy or mark it as retired. \
              Where no status is stated, state one, or configure `missing-status`.",
)]
pub(crate) fn policies_in_force(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, Judge::in_force);
}

/// Every policy names its owner
///
/// Without somebody who answers for it a policy is neither explained nor kept up to date. Source:
/// NIST SP 800-53 revision 5, PL-1 (b), by which an official is named to manage the policy. A role or
/// a team will do.
#[control(
    severity = Medium,
    method = Document,
    supports("CC5.3" = "Responsibility for a policy must lie with somebody who can be named."),
    remedy = "Name the person or role that answers for the policy, for example `owner: Jane Doe` in \
              the front matter.",
)]
pub(crate) fn policies_owned(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, |_, policy| owned(policy));
}

/// Every policy states its version
///
/// Only with a version can anybody say which text was approved, reviewed and acknowledged. Source:
/// ISO/IEC 27001:2022, clause 7.5.3 (control of changes). A list of dated revisions stands for a
/// version.
#[control(
    severity = Low,
    method = Document,
    supports("CC5.3" = "An approval means nothing while nobody can say which text was approved."),
    remedy = "State a version, for example `version: 1.2`, and raise it with each approved change.",
)]
pub(crate) fn policies_versioned(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, |_, policy| versioned(policy));
}

/// Every policy was approved by somebody other than its author, on a stated day
///
/// An approval by management turns a text into a rule, and a second pair of eyes is what makes it
/// more than its author's opinion. Source: ISO/IEC 27001:2022, annex A control 5.1 (approved by
/// management) and 5.3 (segregation of duties). Spellings of one person (case, order, addresses,
/// handles) count as one; where nobody can tell, the finding is inconclusive until `people` settles
/// it. A policy without an author is inconclusive unless `missing-author` says otherwise.
#[control(
    severity = High,
    method = Document,
    implements("CC5.3" = "Policies are established by somebody with the authority to do so, which an approval by another person than the author records."),
    remedy = "Have somebody other than the author approve the policy, and record `author`, \
              `approved_by` and `approved_on` (YYYY-MM-DD). Name people in full.",
)]
pub(crate) fn policies_approved(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, Judge::approved);
}

/// Every policy was reviewed in time
///
/// A policy that nobody has looked at for years describes another company. Due is the earliest of:
/// the last review or approval plus the policy's own interval, the same plus the configured limit
/// (`max-review-interval`, by default the 12 months of PCI DSS 4.0.1, requirement 12.1.2), and the
/// stated next review. On the due day itself the policy is in time.
#[control(
    severity = Medium,
    method = Document,
    implements("CC5.3" = "Policies are reassessed at regular intervals, so that they describe the controls that management wants now."),
    remedy = "Review the policy, record `last_reviewed` (YYYY-MM-DD) and move `next_review` on. If \
              your interval is longer than a year, configure `max-review-interval`.",
)]
pub(crate) fn policies_reviewed_on_time(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    each(subjects, findings, Judge::reviewed);
}

/// A code of conduct is in force, approved and reviewed
///
/// The code of conduct is where an organisation says which behaviour it expects. Judged are its
/// status, approval and review, as for every policy; whether people know and follow it, other
/// evidence must show.
#[control(
    severity = High,
    method = Document,
    implements("CC1.1" = "An approved and current code of conduct sets the standards of conduct, which is the part of the criterion that a document can meet; that people adhere to them is not shown here."),
    remedy = "Write a code of conduct, have it approved by somebody other than its author, and review \
              it each year. If it has another title, give it `kind: code-of-conduct`.",
)]
pub(crate) fn code_of_conduct_in_force(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    of_kind(subjects, findings, kinds::CODE_OF_CONDUCT);
}

/// An information security policy is in force, approved and reviewed
///
/// The information security policy tells everybody what is expected of them. Judged are its status,
/// approval and review; that it reached anybody, acknowledgements and training records must show.
#[control(
    severity = High,
    method = Document,
    supports(
        "CC2.2" = "Duties can only be communicated once they are written down and approved; that they were communicated is not shown here.",
        "CC5.3" = "It is the policy from which the other policies follow.",
    ),
    remedy = "Write an information security policy, have it approved by somebody other than its \
              author, and review it each year. If it has another title, give it \
              `kind: information-security`.",
)]
pub(crate) fn information_security_policy_in_force(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
) {
    of_kind(subjects, findings, kinds::INFORMATION_SECURITY);
}

/// An incident response plan is in force, approved and reviewed
///
/// Under the pressure of an incident people can only follow a plan that exists already. Judged are
/// its status, approval and review; that incidents are handled by it, incident records and exercises
/// must show.
#[control(
    severity = High,
    method = Document,
    supports("CC7.4" = "Incidents are answered by a defined programme, which this plan defines; that it is carried out is not shown here."),
    remedy = "Write an incident response plan, have it approved by somebody other than its author, \
              and review it each year. If it has another title, give it `kind: incident-response`.",
)]
pub(crate) fn incident_response_plan_in_force(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
) {
    of_kind(subjects, findings, kinds::INCIDENT_RESPONSE);
}

/// A business continuity or disaster recovery plan is in force, approved and reviewed
///
/// The plan is what an organisation has decided to do about disruptions of its business. Judged are
/// its status, approval and review; tests of the plan and the risk analysis behind it, other
/// evidence must show.
#[control(
    severity = High,
    method = Document,
    implements("CC9.1" = "An approved and current continuity plan is the mitigation that was developed for disruptions of business, the part of the criterion that a document can meet; how the risks were identified is not shown here."),
    remedy = "Write a business continuity plan, have it approved by somebody other than its author, \
              and review it each year. If it has another title, give it `kind: business-continuity`.",
)]
pub(crate) fn business_continuity_plan_in_force(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
) {
    of_kind(subjects, findings, kinds::BUSINESS_CONTINUITY);
}

/// The policy register lists every document and says what the document says
///
/// Auditors choose their samples from the register. A policy that it does not list, or lists with
/// another version, owner or date, makes them doubt the rest. Where the two contradict each other,
/// the controls that need the value are inconclusive, and this one fails. Without a register, or
/// without documents, there is nothing to compare.
#[control(
    severity = Medium,
    method = Records,
    supports("CC5.3" = "A complete and correct register is how management keeps the whole set of policies in view."),
    remedy = "Add the missing row, or correct whichever of the two is wrong; best, generate the \
              register from the documents.",
)]
pub(crate) fn register_matches_documents(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let sources = subjects.sources;
    let missing = match (sources.has_documents, sources.has_register) {
        (true, true) => None,
        (_, false) => Some("no policy register was given"),
        (false, true) => Some("no policy documents were given"),
    };
    if let Some(missing) = missing {
        findings.push(Finding::not_applicable("policy register").actual(missing));
    } else {
        for policy in subjects.policies {
            findings.push(listing(policy));
        }
        troubles(subjects, findings, |_| true);
    }
    complete(subjects, findings);
}

/// Asks one question about each policy.
fn each<'a>(
    subjects: &Subjects<'a>,
    findings: &mut Findings<'_>,
    question: fn(Judge<'a>, &Policy) -> Verdict,
) {
    for policy in subjects.policies {
        findings.push(question(subjects.judge, policy).finding(&policy.subject));
    }
    troubles(subjects, findings, |_| true);
    complete(subjects, findings);
}

/// Judges each policy of a kind, or the absence of any.
fn of_kind(subjects: &Subjects<'_>, findings: &mut Findings<'_>, kind: &str) {
    let mut policies: Vec<&Policy> = policies_of_kind(subjects, kind)
        .filter(|policy| policy.standing.state != State::Retired)
        .collect();
    // What is only being prepared does not matter beside a policy that is in force.
    let applies = |policy: &Policy| policy.standing.state == State::InForce;
    if policies.iter().any(|policy| applies(policy)) {
        policies.retain(|policy| !matches!(policy.standing.state, State::Draft | State::Coming));
    }
    for policy in &policies {
        findings.push(subjects.judge.reliable(policy).finding(&policy.subject));
    }
    if !policies.is_empty() {
        troubles(subjects, findings, |trouble| trouble.concerns(kind));
    } else if subjects.judge.settings.required.contains(kind) {
        findings
            .push(absence(subjects, kind).expected("a policy of this kind, approved and reviewed"));
    } else {
        findings.push(Finding::not_applicable(kind).actual(format!(
            "there is none, and `{kind}` is not among the required kinds"
        )));
    }
    complete(subjects, findings);
}

/// Reports what could not be understood, as far as it matters here.
fn troubles(
    subjects: &Subjects<'_>,
    findings: &mut Findings<'_>,
    matters: impl Fn(&Trouble) -> bool,
) {
    for trouble in &subjects.sources.troubles {
        if matters(trouble) {
            findings.push(trouble.finding());
        }
    }
}

fn complete(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    findings.complete(subjects.sources.files.clone());
}
