//! Exports of known products, in the column layouts that their vendors document or that are seen
//! in public tools that read them. Every person and value is made up.

use super::*;

/// Runs one export under an otherwise orderly case, by recognition and by naming the preset.
fn export(preset: &str, system: &str, text: &str) -> [Report; 2] {
    let path = format!("access/accounts-{system}.csv");
    let case = Case::empty().accounts(&path, text).roster(ROSTER);
    let recognised = case.run();
    let named = case
        .config(json!({ "accounts": [{ "files": path, "preset": preset }] }))
        .run();
    [recognised, named]
}

fn outcomes<'r>(report: &'r Report, control: &str) -> Vec<(&'r str, Outcome)> {
    report.outcomes(control)
}

use Outcome::{Fail, Inconclusive, Pass};

#[test]
fn okta_password_health_report() {
    // Columns of Okta's password health report.
    let text = "\
User,Login,Status,Activation date,Authentication Source,Last Login,Last Password Change
Ann Ames,ann@example.com,Active,2021-02-01T09:00:00Z,Okta,2026-11-19T08:00:00Z,2026-02-01T09:00:00Z
Cid Cole,cid@example.com,Deactivated,2022-01-10T09:00:00Z,Okta,,
Bob Berg,bob@example.com,Locked out,2020-05-01T09:00:00Z,Okta,,
Zoe Zorn,zoe@example.com,Password expired,2020-05-01T09:00:00Z,Okta,,
New Hire,new@example.com,Staged,,Okta,,
Who Knows,who@example.com,Dormant,,Okta,,
";
    for report in export("okta", "okta", text) {
        assert_eq!(
            outcomes(&report, "accounts-owned"),
            [
                ("okta/ann@example.com", Pass),
                ("okta/bob@example.com", Pass),
                ("okta/who@example.com", Inconclusive),
                ("okta/zoe@example.com", Fail),
            ]
        );
    }
}

#[test]
fn okta_users_api_flattened() {
    // Fields of a user in Okta's Users API.
    let text = "\
id,status,created,activated,lastLogin,profile.login,profile.email,profile.firstName,profile.lastName,profile.employeeNumber
00u1,ACTIVE,2021-02-01T09:00:00.000Z,2021-02-01T09:00:00.000Z,,ann.ames,ann@example.com,Ann,Ames,0001
00u2,PROVISIONED,2022-01-10T09:00:00.000Z,,,cid.cole,cid@example.com,Cid,Cole,3
00u3,DEPROVISIONED,2022-01-10T09:00:00.000Z,,,dan.dorn,dan@example.com,Dan,Dorn,4
00u4,RECOVERY,2022-01-10T09:00:00.000Z,,,bob.berg,bob@example.com,Bob,Berg,
";
    for report in export("okta", "okta", text) {
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [
                ("okta/ann.ames", Pass),
                ("okta/bob.berg", Pass),
                ("okta/cid.cole", Fail),
            ]
        );
    }
}

#[test]
fn google_workspace_download_users() {
    // Columns of "Download users" in the Google Admin console.
    let text = "\
First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Home Secondary Email,Work Secondary Email,Recovery Phone [MUST BE IN THE E.164 FORMAT],Work Phone,Home Phone,Mobile Phone,Work Address,Home Address,Employee ID,Employee Type,Employee Title,Manager Email,Department,Cost Center,2sv Enrolled [READ ONLY],2sv Enforced [READ ONLY],Building ID,Floor Name,Floor Section,Email Usage [READ ONLY],Drive Usage [READ ONLY],Total Storage [READ ONLY],Change Password at Next Sign-In,New Status [UPLOAD ONLY]
Ann,Ames,ann@example.com,****,,/Staff,,Active,2026/11/19 08:00:00,,,,,,,,,,1,,,,,,True,True,,,,1.0GB,0.5GB,Unlimited,False,
Cid,Cole,cid@example.com,****,,/Staff,,Active,Never logged in,,,,,,,,,,3,,,,,,False,True,,,,1.0GB,0.5GB,Unlimited,False,
Bob,Berg,bob@example.com,****,,/Staff,,Suspended,2026/10/19 08:00:00,,,,,,,,,,2,,,,,,True,True,,,,1.0GB,0.5GB,Unlimited,False,
Old,Oak,old@example.com,****,,/Former,,Archived,2024/10/19 08:00:00,,,,,,,,,,,,,,,,True,True,,,,1.0GB,0.5GB,Unlimited,False,
";
    for report in export("google-workspace", "google", text) {
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [
                ("google/ann@example.com", Pass),
                ("google/cid@example.com", Fail),
            ]
        );
    }
}

#[test]
fn microsoft_entra_download_users() {
    // Columns of "Download users" in the Microsoft Entra admin center.
    let header = "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,usageLocation,streetAddress,state,country,officeLocation,city,postalCode,telephoneNumber,mobilePhone,alternateEmailAddress,ageGroup,consentProvidedForMinor,legalAgeGroupClassification,companyName,creationType,directorySynced,invitationState,identityIssuer,createdDateTime";
    let row = |upn: &str, mail: &str, kind: &str, enabled: &str| {
        format!(
            "{upn},Name,Sur,{mail},Given,7cc0c81b,{kind},,,{enabled},DE,,,,,,,,,,,,,,,,,example.onmicrosoft.com,8/19/2021 1:25:31 PM"
        )
    };
    let text = [
        header.to_owned(),
        row(
            "ann@example.onmicrosoft.com",
            "Ann@example.com",
            "Member",
            "True",
        ),
        row("cid@example.com", "cid@example.com", "Member", "True"),
        row("bob@example.com", "", "Member", "False"),
        row(
            "eve_other.example#EXT#@example.onmicrosoft.com",
            "eve@other.example",
            "Guest",
            "True",
        ),
    ]
    .join("\n");
    for report in export("entra", "entra", &text) {
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [
                ("entra/ann@example.onmicrosoft.com", Pass),
                ("entra/cid@example.com", Fail),
                (
                    "entra/eve_other.example#EXT#@example.onmicrosoft.com",
                    Inconclusive
                ),
            ]
        );
        assert_eq!(
            report.about(
                "accounts-owned",
                "entra/eve_other.example#EXT#@example.onmicrosoft.com"
            )[0]
            .outcome,
            Fail,
            "a guest who stands in no roster"
        );
    }
}

#[test]
fn entra_creation_times_are_read_in_the_american_form() {
    let case = Case::new()
        .accounts(
            "access/accounts-okta.csv",
            "userPrincipalName,mail,accountEnabled,createdDateTime\nann,ann@example.com,True,2/1/2021 9:00:00 AM\neva,eva@example.com,True,10/7/2026 11:05:00 AM\n",
        );
    assert_eq!(
        case.outcome("review-on-time", "okta/eva"),
        Some(Outcome::NotApplicable)
    );
}

#[test]
fn github_organisation_members() {
    // The export of an organisation's people names accounts in `login` and, with SAML single
    // sign-on, their identity in `saml_name_id`.
    let text = "\
login,name,role,last_active,saml_name_id
ann-codes,Ann Ames,Owner,2026-11-19T08:00:00Z,ann@example.com
cidc,,Member,2026-10-19T08:00:00Z,cid@example.com
outsider,,Member,,
";
    for report in export("github", "github", text) {
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [
                ("github/ann-codes", Pass),
                ("github/cidc", Fail),
                ("github/outsider", Inconclusive),
            ]
        );
    }
}

#[test]
fn github_enterprise_licence_report() {
    // Columns of GitHub's licence report reference. The last row is a person without an account on
    // GitHub.com.
    let text = "\
GitHub com login,GitHub com name,Enterprise server user ids,GitHub com user,Enterprise server user,Visual studio subscription user,License type,GitHub com profile,GitHub com member roles,GitHub com enterprise roles,GitHub com verified domain emails,GitHub com saml name,GitHub com orgs with pending invites,GitHub com two factor auth,Total user accounts
ann-codes,Ann Ames,,True,False,False,Enterprise,https://github.com/ann-codes,example:Owner,Owner,\"ann.private@home.example, ann@example.com\",,,True,1
cidc,,,True,False,False,Enterprise,https://github.com/cidc,example:Member,Member,,cid@example.com,,True,1
,,,False,False,True,Visual Studio subscription,,,,,,,,0
";
    for report in export("github", "github", text) {
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [("github/ann-codes", Pass), ("github/cidc", Fail)]
        );
        assert_eq!(report.tallies[1].records, 3);
    }
}

#[test]
fn gitlab_group_members() {
    // Columns of GitLab's export of group members; a member has a row for each group and project.
    let text = "\
Name,Username,Email,Path,Group or project name,Type,Role,Role type,Membership type,Membership status,Membership source,Access granted,Access expiration,Last activity
Ann Ames,ann,ann@example.com,example,Example,Group,Owner,default,direct,approved,example,2021-02-05T03:32:11Z,,
Ann Ames,ann,ann@example.com,example/app,App,Project,Developer,default,direct,approved,example/app,2024-12-05T03:32:11Z,,
Cid Cole,cid,cid@example.com,example,Example,Group,Developer,default,direct,approved,example,2024-12-05T03:32:11Z,,
";
    for report in export("gitlab", "gitlab", text) {
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [("gitlab/ann", Pass), ("gitlab/cid", Fail)]
        );
    }
}

#[test]
fn slack_member_list() {
    // Columns of Slack's member list.
    let text = "\
username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp
ann,ann@example.com,Primary Owner,1,1,0,U01,Ann Ames,ann,
cid,cid@example.com,Member,1,0,0,U03,Cid Cole,cid,
old,old@example.com,Deactivated,0,0,0,U04,Old Oak,old,
deploybot,,Bot,0,0,0,U05,Deploy,deploy,
odd,bob@example.com,Astronaut,1,0,0,U06,Bob,bob,
";
    for report in export("slack", "slack", text) {
        assert_eq!(
            outcomes(&report, "accounts-owned"),
            [
                ("slack/ann", Pass),
                ("slack/cid", Pass),
                ("slack/deploybot", Fail),
                ("slack/odd", Inconclusive),
            ]
        );
        let bot = report.about("accounts-owned", "slack/deploybot")[0];
        assert_eq!(bot.actual, "a service account for which nobody answers");
    }
}

#[test]
fn atlassian_users() {
    // Columns of Atlassian's user export.
    let text = "\
User id,User name,email,User status,Added to org,Org role,Last seen in Jira - example,Last seen in Confluence - example
712020:aaaa,Ann Ames,ann@example.com,Active,3 Jan 2024,,28 Apr 2026,Never accessed
712020:cccc,Cid Cole,cid@example.com,Active,3 Jan 2024,,Never accessed,Never accessed
712020:bbbb,Bob Berg,bob@example.com,Suspended,3 Jan 2024,,Never accessed,Never accessed
712020:dddd,Hidden,,Active,3 Jan 2024,,Never accessed,Never accessed
";
    for report in export("atlassian", "atlassian", text) {
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [
                ("atlassian/712020:dddd", Inconclusive),
                ("atlassian/ann@example.com", Pass),
                ("atlassian/cid@example.com", Fail),
            ]
        );
    }
}

#[test]
fn aws_identity_center_users() {
    // Fields of a user in the AWS Identity Store API.
    let text = "\
UserName,UserId,DisplayName,Email,UserStatus,CreatedAt
ann,9067-a,Ann Ames,ann@example.com,ENABLED,2021-02-01T09:00:00Z
cid,9067-c,Cid Cole,cid@example.com,DISABLED,2021-02-01T09:00:00Z
dan,9067-d,Dan Dorn,dan@example.com,ENABLED,2026-11-01T09:00:00Z
";
    for report in export("aws-identity-center", "aws", text) {
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [("aws/ann", Pass), ("aws/cid", Pass), ("aws/dan", Pass)]
        );
    }
}

#[test]
fn aws_iam_credential_report() {
    // Columns of the IAM credential report; users are named freely, so owners are declared.
    let text = "\
user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active
<root_account>,arn:aws:iam::210987654321:root,2021-02-03T10:11:12+00:00,not_supported,no_information,not_supported,not_supported,true
ann,arn:aws:iam::210987654321:user/ann,2021-02-03T10:11:12+00:00,true,2026-11-19T09:00:00+00:00,2026-05-05T09:00:00+00:00,N/A,true
cid@example.com,arn:aws:iam::210987654321:user/cid,2021-02-03T10:11:12+00:00,false,N/A,N/A,N/A,false
";
    for report in export("aws-iam", "aws-prod", text) {
        assert_eq!(
            outcomes(&report, "accounts-owned"),
            [
                ("aws-prod/<root_account>", Fail),
                ("aws-prod/ann", Fail),
                ("aws-prod/cid@example.com", Pass),
            ]
        );
        assert_eq!(
            outcomes(&report, "leavers-removed"),
            [
                ("aws-prod/<root_account>", Inconclusive),
                ("aws-prod/ann", Inconclusive),
                ("aws-prod/cid@example.com", Fail),
            ]
        );
    }
}

#[test]
fn a_common_access_file_needs_no_preset() {
    // The kind of file that review tools ask for where they have no integration.
    let text = "\
Account name,Account owner,Role,Status,Date created (UTC)
ann-crm,ann@example.com,Seller,Active,2024-01-05
cid-crm,cid@example.com,Seller,Deactivated,2024-01-05
robot,Not a person,Integration,Active,2024-01-05
guest,External user,Viewer,Active,2024-01-05
";
    let report = Case::empty()
        .accounts("access/accounts-crm.csv", text)
        .roster(ROSTER)
        .run();
    assert_eq!(
        outcomes(&report, "accounts-owned"),
        [
            ("crm/ann-crm", Pass),
            ("crm/guest", Fail),
            ("crm/robot", Fail)
        ]
    );
}
