//! What the consoles of Google Workspace and Entra ID download.

use super::*;

pub(super) const GOOGLE: &str = "\
First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Status [READ ONLY],Last Sign In [READ ONLY],2sv Enrolled [READ ONLY],2sv Enforced [READ ONLY]
Ann,Ames,Ann@birch.example,****,/Staff,Active,2026/11/19 08:00:00,True,True
Bob,Berg,bob@birch.example,****,/Staff,Active,Never logged in,False,False
Cid,Cole,cid@birch.example,****,/Staff,Suspended,2026/06/01 17:20:11,False,False
Dee,Dahl,dee@birch.example,****,/Staff,Active,2026/06/01 17:20:11,True,False
";

const ENTRA: &str = "\
userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,usageLocation,companyName,createdDateTime
ann@birch.example,Ann Ames,Ames,ann@birch.example,Ann,A1,Member,,,True,DE,,8/19/2021 1:25:31 PM
bob@birch.example,Bob Berg,Berg,bob@birch.example,Bob,b2,Member,,,True,DE,,8/19/2021 1:25:31 PM
cid@birch.example,Cid Cole,Cole,cid@birch.example,Cid,c3,Member,,,False,DE,,8/19/2021 1:25:31 PM
pat_pine.example#EXT#@birch.example,Pat,,pat@pine.example,Pat,d4,Guest,,,True,,,8/19/2021 1:25:31 PM
";

const DETAILS: &str = r#"{"value": [
{"id": "a1", "userPrincipalName": "ann@birch.example", "isAdmin": true, "isMfaRegistered": true, "methodsRegistered": ["fido2SecurityKey"]},
{"id": "b2", "userPrincipalName": "bob@birch.example", "isAdmin": false, "isMfaRegistered": false, "methodsRegistered": []},
{"id": "c3", "userPrincipalName": "cid@birch.example", "isAdmin": false, "isMfaRegistered": false, "methodsRegistered": []},
{"id": "d4", "userPrincipalName": "pat_pine.example#EXT#@birch.example", "isAdmin": false, "isMfaRegistered": true, "methodsRegistered": ["mobilePhone"]}
]}"#;

const GOOGLE_FILE: &str = "google-workspace/User_Download_20112026_070000.csv";
const ENTRA_FILE: &str = "entra/exportUsers_2026-11-20.csv";

fn google(users: &str) -> Report {
    examine("{}", &[("users", GOOGLE_FILE, users)])
}

fn entra(users: &str) -> Report {
    let details = ("factors", "entra/userRegistrationDetails.json", DETAILS);
    examine("{}", &[("users", ENTRA_FILE, users), details])
}

#[test]
fn googles_download_tells_enrolment_and_use() {
    let report = google(GOOGLE);
    assert_eq!(
        report.outcomes("second-factor"),
        [
            ("google/ann@birch.example", Outcome::Pass),
            ("google/bob@birch.example", Outcome::Fail),
            ("google/dee@birch.example", Outcome::Pass),
        ]
    );
    assert_eq!(
        verdict(
            &report,
            "unused-accounts-disabled",
            "google/dee@birch.example"
        ),
        (Outcome::Fail, "last sign-in 2026-06-01, 172 days ago")
    );
    // Since when somebody does not sign in cannot be seen without the day of creation.
    let never = verdict(
        &report,
        "unused-accounts-disabled",
        "google/bob@birch.example",
    );
    assert_eq!(never.0, Outcome::Inconclusive);
    let finding = report.about("second-factor", "google/bob@birch.example")[0];
    assert_eq!(finding.locations[0].line, Some(3));
    assert_eq!(finding.actual, "2sv Enrolled [READ ONLY] false");
}

#[test]
fn entras_download_is_joined_with_the_registration_details() {
    let report = entra(ENTRA);
    assert_eq!(
        report.outcomes("second-factor"),
        [
            ("entra/ann@birch.example", Outcome::Pass),
            ("entra/bob@birch.example", Outcome::Fail),
        ]
    );
    assert_eq!(
        report.outcomes("guests-second-factor"),
        [("entra/pat_pine.example#ext#@birch.example", Outcome::Pass)]
    );
    assert_eq!(
        report.outcomes("administrators-phishing-resistant"),
        [("entra/ann@birch.example", Outcome::Pass)]
    );
    let (outcome, actual) = verdict(
        &report,
        "unused-accounts-disabled",
        "entra/ann@birch.example",
    );
    assert_eq!(outcome, Outcome::Inconclusive);
    assert!(actual.contains("signInActivity"), "{actual}");
}

#[test]
fn no_download_tells_googles_administrators() {
    let report = google(GOOGLE);
    for control in ["administrators-few", "administrators-phishing-resistant"] {
        no_pass_of(&report, control);
        unproven_throughout(&report, &[control]);
    }
}

#[test]
fn words_that_are_not_known_and_columns_that_are_not_there_pass_nothing() {
    for users in [
        GOOGLE.replace(",Active,", ",Invited,"),
        GOOGLE.replace("Status [READ ONLY]", "State"),
        GOOGLE.replace(",Active,", ",,"),
    ] {
        no_pass(&google(&users), &users);
    }
    for users in [
        GOOGLE.replace("2sv Enrolled", "Enrolled"),
        GOOGLE.replace(",True,", ",yes,"),
    ] {
        no_pass_of(&google(&users), "second-factor");
    }
    let report = google(&GOOGLE.replace("2026/11/19", "19.11.2026"));
    assert_eq!(
        verdict(
            &report,
            "unused-accounts-disabled",
            "google/ann@birch.example"
        )
        .1,
        "`19.11.2026 08:00:00` is not a time"
    );
    let report = entra(&ENTRA.replace(",True,", ",Yes,"));
    no_pass(&report, "accountEnabled");
    for users in [
        "name,mail\nann,ann@birch.example\n",
        "Email Address [Required]\n",
        "",
    ] {
        let report = google(users);
        no_pass(&report, users);
        unproven_throughout(&report, &["second-factor", "administrators-few"]);
    }
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_a_user_twice_too() {
    let report = google(&GOOGLE.replace("Bob,Berg,bob@birch.example,", "Bob,Berg,"));
    let subject = format!("{GOOGLE_FILE}:3");
    assert_eq!(
        verdict(&report, "second-factor", &subject).0,
        Outcome::Inconclusive
    );
    let report = google(&GOOGLE.replace("bob@", "ann@"));
    let twice = report.about("second-factor", "google/ann@birch.example");
    assert!(
        twice
            .iter()
            .any(|finding| finding.outcome == Outcome::Inconclusive
                && finding.actual.contains("twice")),
        "{twice:#?}"
    );
}
