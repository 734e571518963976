//! The layouts of account exports: those of known products, and the column names that most others
//! use.
//!
//! Names are in the plain form of [`crate::names::plain`]. A layout names columns in the order in
//! which they are preferred; a product's layout is recognised by columns that only it has.

use crate::config::Preset;
use crate::header::Header;
use crate::words::{Use, Words, account_status};

/// Where an account export has what.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Columns that together say that a file has this layout.
    signature: &'static [&'static [&'static str]],
    /// What names the account; the first that is filled.
    pub(crate) account: &'static [&'static str],
    pub(crate) email: &'static [&'static str],
    pub(crate) employee_id: &'static [&'static str],
    pub(crate) status: &'static [&'static str],
    pub(crate) created: &'static [&'static str],
    pub(crate) kind: &'static [&'static str],
    pub(crate) owner: &'static [&'static str],
    pub(crate) system: &'static [&'static str],
    /// Status words; none where the usual ones apply.
    words: &'static [(Use, &'static [&'static str])],
    /// Without a status column every account in the export can be used.
    pub(crate) all_live: bool,
    /// How the product writes dates, besides ISO 8601.
    pub(crate) date_formats: &'static [&'static str],
}

impl Layout {
    /// What the words in the status column with this plain name mean.
    pub(crate) fn status_words(&self, column: &str) -> Words<Use> {
        if self.words.is_empty() {
            account_status(column)
        } else {
            Words::known(self.words)
        }
    }

    /// The layout of a product.
    pub(crate) fn of(preset: Preset) -> &'static Self {
        match preset {
            Preset::Okta => &OKTA,
            Preset::GoogleWorkspace => &GOOGLE_WORKSPACE,
            Preset::Entra => &ENTRA,
            Preset::Github => &GITHUB,
            Preset::Gitlab => &GITLAB,
            Preset::Slack => &SLACK,
            Preset::Atlassian => &ATLASSIAN,
            Preset::AwsIdentityCenter => &AWS_IDENTITY_CENTER,
            Preset::AwsIam => &AWS_IAM,
        }
    }

    /// The layout that a header row shows: a product's, or the common one.
    pub(crate) fn recognised<R: std::io::Read>(header: &Header<'_, R>) -> &'static Self {
        PRODUCTS
            .iter()
            .find(|layout| layout.signature.iter().any(|names| header.has_all(names)))
            .copied()
            .unwrap_or(&COMMON)
    }
}

/// Every product's layout; where a file could have two of them, the more demanding one comes first.
const PRODUCTS: &[&Layout] = &[
    &OKTA,
    &GOOGLE_WORKSPACE,
    &ENTRA,
    &GITHUB,
    &GITLAB,
    &SLACK,
    &ATLASSIAN,
    &AWS_IAM,
    &AWS_IDENTITY_CENTER,
];

/// Nothing is known but what columns are usually called.
const COMMON: Layout = Layout {
    signature: &[],
    account: &[
        "accountid",
        "account",
        "accountname",
        "username",
        "login",
        "loginname",
        "userprincipalname",
        "upn",
        "samaccountname",
        "userid",
        "user",
        "principal",
        "useremail",
        "email",
        "emailaddress",
        "primaryemail",
        "workemail",
        "mail",
        "id",
    ],
    email: &[
        "email",
        "emailaddress",
        "emails",
        "useremail",
        "primaryemail",
        "workemail",
        "mail",
        "userprincipalname",
        "upn",
        "secondaryemail",
        "aliases",
    ],
    employee_id: &[
        "employeeid",
        "employeenumber",
        "employeeno",
        "workerid",
        "staffid",
        "personnelnumber",
    ],
    status: &[
        "status",
        "accountstatus",
        "userstatus",
        "state",
        "accountstate",
        "lifecyclestatus",
        "lifecyclestate",
        "enabled",
        "accountenabled",
        "isenabled",
        "active",
        "isactive",
    ],
    created: &[
        "created",
        "createdat",
        "createdon",
        "createddate",
        "createddatetime",
        "creationdate",
        "creationtime",
        "datecreated",
        "datecreatedutc",
        "whencreated",
        "usercreationtime",
        "added",
        "addedon",
        "dateadded",
        "joined",
        "joinedon",
        "datejoined",
    ],
    kind: &["accounttype", "usertype", "type", "kind", "identitytype"],
    owner: &[
        "owner",
        "accountowner",
        "owneremail",
        "responsible",
        "custodian",
    ],
    system: &[
        "system",
        "systemname",
        "application",
        "applicationname",
        "app",
        "appname",
        "platform",
        "tool",
    ],
    words: &[],
    all_live: false,
    date_formats: &[],
};

/// Okta: the columns of the password health report (User, Login, Status, Activation date,
/// Authentication Source, Last Login, Last Password Change) and those of the Users API, whose
/// profile becomes `profile.login`, `profile.email` when flattened. The statuses are those of the
/// API and their names in the Admin Console. A staged user cannot sign in yet.
const OKTA: Layout = Layout {
    signature: &[
        &["login", "status", "authenticationsource"],
        &["profilelogin", "status"],
        &["oktausername", "oktauserstatus"],
    ],
    account: &["profilelogin", "login", "oktausername", "username"],
    email: &[
        "profileemail",
        "email",
        "primaryemail",
        "profilelogin",
        "login",
        "oktausername",
        "profilesecondemail",
    ],
    employee_id: &["profileemployeenumber", "employeenumber"],
    status: &["status", "oktauserstatus"],
    created: &["created", "creationdate", "activated", "activationdate"],
    kind: &["profileusertype", "usertype"],
    owner: &[],
    system: &[],
    words: &[
        (
            Use::Live,
            &[
                "ACTIVE",
                "PROVISIONED",
                "RECOVERY",
                "LOCKED_OUT",
                "PASSWORD_EXPIRED",
                "Pending user action",
                "Password reset",
            ],
        ),
        (
            Use::NotLive,
            &["STAGED", "SUSPENDED", "DEPROVISIONED", "Deactivated"],
        ),
    ],
    all_live: false,
    date_formats: &[],
};

/// Google Workspace: the file that "Download users" in the Admin console gives. It has no creation
/// date. Archived users cannot sign in.
const GOOGLE_WORKSPACE: Layout = Layout {
    signature: &[&["emailaddressrequired", "statusreadonly"]],
    account: &["emailaddressrequired"],
    email: &["emailaddressrequired"],
    employee_id: &["employeeid"],
    status: &["statusreadonly"],
    created: &[],
    kind: &["employeetype"],
    owner: &[],
    system: &[],
    words: &[
        (Use::Live, &["Active"]),
        (Use::NotLive, &["Suspended", "Archived"]),
    ],
    all_live: false,
    date_formats: &[],
};

/// Microsoft Entra ID: the file that "Download users" in the admin center gives. Its times are in
/// the American form.
const ENTRA: Layout = Layout {
    signature: &[&["userprincipalname", "accountenabled"]],
    account: &["userprincipalname"],
    email: &["mail", "userprincipalname"],
    employee_id: &["employeeid"],
    status: &["accountenabled"],
    created: &["createddatetime"],
    kind: &[],
    owner: &[],
    system: &[],
    words: &[(Use::Live, &["True"]), (Use::NotLive, &["False"])],
    all_live: false,
    date_formats: &["%m/%d/%Y %I:%M:%S %p"],
};

/// GitHub: the export of an organisation's people (`login`, `saml_name_id`) and the licence report of
/// an enterprise, which also lists people without an account on GitHub.com. Whoever is listed is a
/// member; a suspended one is not listed.
const GITHUB: Layout = Layout {
    signature: &[&["githubcomlogin"], &["login", "samlnameid"]],
    account: &["githubcomlogin", "login"],
    email: &[
        "githubcomsamlname",
        "samlnameid",
        "githubcomverifieddomainemails",
    ],
    employee_id: &[],
    status: &["githubcomuser"],
    created: &[],
    kind: &[],
    owner: &[],
    system: &[],
    words: &[(Use::Live, &["True"]), (Use::NotLive, &["False"])],
    all_live: true,
    date_formats: &[],
};

/// GitLab: the export of a group's members. A member has a row for each group and project; whoever
/// was blocked is not listed.
const GITLAB: Layout = Layout {
    signature: &[&["username", "accessgranted", "membershiptype"]],
    account: &["username"],
    email: &["email"],
    employee_id: &[],
    status: &["membershipstatus"],
    created: &["accessgranted"],
    kind: &[],
    owner: &[],
    system: &[],
    words: &[(Use::Live, &["approved", "pending"])],
    all_live: true,
    date_formats: &[],
};

/// Slack: the file that "Export member list" gives. The status is also the role; a bot is an account
/// that a program uses.
const SLACK: Layout = Layout {
    signature: &[&["username", "billingactive", "userid"]],
    account: &["username", "userid"],
    email: &["email"],
    employee_id: &[],
    status: &["status"],
    created: &[],
    kind: &["status"],
    owner: &[],
    system: &[],
    words: &[
        (
            Use::Live,
            &[
                "Member",
                "Admin",
                "Owner",
                "Primary Owner",
                "Workspace Admin",
                "Workspace Owner",
                "Multi-Channel Guest",
                "Single-Channel Guest",
                "Bot",
            ],
        ),
        (Use::NotLive, &["Deactivated"]),
    ],
    all_live: false,
    date_formats: &[],
};

/// Atlassian: the file that "Export users" gives. The address is the name at sign-in.
const ATLASSIAN: Layout = Layout {
    signature: &[&["userid", "username", "userstatus", "addedtoorg"]],
    account: &["email", "userid"],
    email: &["email"],
    employee_id: &[],
    status: &["userstatus"],
    created: &["addedtoorg"],
    kind: &[],
    owner: &[],
    system: &[],
    words: &[],
    all_live: false,
    date_formats: &["%d %b %Y"],
};

/// AWS IAM Identity Center: the fields of the Identity Store's users. It has no export as a file;
/// `aws identitystore list-users` with a query gives one.
const AWS_IDENTITY_CENTER: Layout = Layout {
    signature: &[&["username", "userid", "userstatus"]],
    account: &["username"],
    email: &["email", "primaryemail", "emails", "email1", "username"],
    employee_id: &["employeenumber"],
    status: &["userstatus"],
    created: &["createdat"],
    kind: &[],
    owner: &[],
    system: &[],
    words: &[(Use::Live, &["ENABLED"]), (Use::NotLive, &["DISABLED"])],
    all_live: false,
    date_formats: &[],
};

/// AWS IAM: the credential report. A user without a password and keys can be given some at any
/// time, so that every user in it counts as live.
const AWS_IAM: Layout = Layout {
    signature: &[&["user", "arn", "usercreationtime", "passwordenabled"]],
    account: &["user"],
    email: &["user"],
    employee_id: &[],
    status: &[],
    created: &["usercreationtime"],
    kind: &[],
    owner: &[],
    system: &[],
    words: &[],
    all_live: true,
    date_formats: &[],
};
