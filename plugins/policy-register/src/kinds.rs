//! Which kind of policy a document or row is: a code of conduct, an incident response plan.

use std::collections::{BTreeMap, BTreeSet};

use fast_glob::{glob_match, validate};
use tickmark_plugin::words::words;

use crate::config::KindConfig;
use crate::words::quoted;

pub(crate) const BUSINESS_CONTINUITY: &str = "business-continuity";
pub(crate) const CODE_OF_CONDUCT: &str = "code-of-conduct";
pub(crate) const INCIDENT_RESPONSE: &str = "incident-response";
pub(crate) const INFORMATION_SECURITY: &str = "information-security";

/// The known kinds, with patterns on titles and file names.
const KNOWN: &[(&str, &[&str])] = &[
    ("acceptable-use", &["*acceptable use*"]),
    (
        "access-control",
        &[
            "*access control*",
            "*access management*",
            "*identity and access*",
            "*logical access*",
            "*user access*",
            "access",
            "access {policy,policies}",
            "access * {policy,policies}",
        ],
    ),
    (
        "asset-management",
        &["*asset management*", "*asset inventory*"],
    ),
    ("backup", &["*backup*"]),
    (
        BUSINESS_CONTINUITY,
        &[
            "*business continuity*",
            "*continuity of operations*",
            "*continuity {plan,policy}*",
            "*disaster recovery*",
            "*{business,operational} resilience*",
            "{bcp,bcdr}",
            "{bcp,bcdr} *",
            "bc dr*",
        ],
    ),
    (
        "change-management",
        &[
            "*change management*",
            "*change control*",
            "*system change*",
            "change {policy,procedure}",
        ],
    ),
    (
        CODE_OF_CONDUCT,
        &[
            "*code of conduct*",
            "*code of ethics*",
            "*code of business*",
            "*business conduct*",
            "ethics {policy,code}",
        ],
    ),
    (
        "data-classification",
        &[
            "*data classification*",
            "*information classification*",
            "*data handling*",
            "*information handling*",
            "*data management*",
            "classification {policy,standard}",
        ],
    ),
    (
        "data-retention",
        &["*retention*", "*data {disposal,deletion}*"],
    ),
    (
        "encryption",
        &["*encryption*", "*cryptograph*", "*key management*"],
    ),
    (
        "human-resources",
        &[
            "*human resource*",
            "*personnel*",
            "*hr security*",
            "hr policy",
        ],
    ),
    (
        INCIDENT_RESPONSE,
        &[
            "*incident response*",
            "*incident management*",
            "*incident handling*",
            "incident {policy,plan}",
        ],
    ),
    (
        INFORMATION_SECURITY,
        &[
            "*information security {policy,policies,program,programme}*",
            "*information security management*",
            "information security",
            "infosec {policy,policies}",
            "{cybersecurity,cyber security,it security,security} {policy,policies}",
        ],
    ),
    (
        "logging-and-monitoring",
        &[
            "*logging*",
            "*log management*",
            "*monitoring {policy,standard}*",
        ],
    ),
    ("password", &["*password*"]),
    (
        "physical-security",
        &[
            "*physical security*",
            "*office security*",
            "*{datacenter,data center}*",
        ],
    ),
    ("privacy", &["*privacy*", "*data protection*"]),
    (
        "remote-work",
        &[
            "*remote {work,working,access}*",
            "*mobile device*",
            "*telework*",
        ],
    ),
    (
        "risk-management",
        &["*risk management*", "*risk assessment*"],
    ),
    (
        "secure-development",
        &[
            "*software development*",
            "*secure development*",
            "*development life*",
            "*sdlc*",
            "*secure coding*",
            "*application security*",
        ],
    ),
    (
        "security-awareness",
        &[
            "*security awareness*",
            "*security training*",
            "*awareness and training*",
        ],
    ),
    (
        "vendor-management",
        &["*vendor*", "*third party*", "*supplier*"],
    ),
    (
        "vulnerability-management",
        &["*vulnerability*", "*patch management*", "*patching*"],
    ),
];

/// Every kind, known and configured.
#[derive(Debug)]
pub(crate) struct Kinds {
    kinds: BTreeMap<String, Kind>,
}

#[derive(Debug, Default)]
struct Kind {
    titles: Vec<String>,
    /// Whether the patterns are the configuration's, which mean what they say.
    configured: bool,
    criteria: Vec<String>,
}

impl Kinds {
    /// The known kinds with the configured ones over them.
    pub(crate) fn new(configured: &BTreeMap<String, KindConfig>) -> Result<Self, String> {
        let mut kinds: BTreeMap<String, Kind> = KNOWN
            .iter()
            .map(|&(id, titles)| {
                let titles = titles.iter().map(|&title| title.to_owned()).collect();
                let kind = Kind {
                    titles,
                    ..Kind::default()
                };
                (id.to_owned(), kind)
            })
            .collect();
        for (id, config) in configured {
            if !is_identifier(id) {
                return Err(format!(
                    "kinds: `{id}` is no identifier (lower-case letters, digits and hyphens)"
                ));
            }
            let kind = kinds.entry(id.clone()).or_default();
            if let Some(titles) = &config.titles {
                check_patterns(&format!("kinds.{id}.titles"), titles)?;
                kind.titles.clone_from(titles);
                kind.configured = true;
            }
            kind.criteria.clone_from(&config.criteria);
            if kind.titles.is_empty() && kind.criteria.is_empty() {
                return Err(format!(
                    "kinds.{id}: the kind can never be recognised; give it `titles`"
                ));
            }
        }
        Ok(Self { kinds })
    }

    /// The kinds that must be there. An unknown one is a mistake.
    pub(crate) fn required(&self, ids: &[String]) -> Result<BTreeSet<String>, String> {
        if ids.is_empty() {
            return Err("required: the list is empty".to_owned());
        }
        if let Some(unknown) = ids.iter().find(|id| !self.kinds.contains_key(*id)) {
            return Err(format!(
                "required: `{unknown}` is no known kind (known are {}); describe it under `kinds`",
                quoted(self.kinds.keys())
            ));
        }
        Ok(ids.iter().cloned().collect())
    }

    /// The kinds that a value of the field `kind` names, by id or by title.
    pub(crate) fn named(&self, text: &str) -> BTreeSet<String> {
        let text = words(text);
        self.filter(|id, kind| words(id) == text || kind.has_title(id, &text))
    }

    /// The kinds that a title or file name shows.
    pub(crate) fn titled(&self, text: &str) -> BTreeSet<String> {
        let text = words(text);
        self.filter(|id, kind| kind.has_title(id, &text))
    }

    /// The kinds that the named criteria mark.
    pub(crate) fn serving(&self, criteria: &[&str]) -> BTreeSet<String> {
        self.filter(|_, kind| {
            kind.criteria.iter().any(|criterion| {
                criteria
                    .iter()
                    .any(|stated| stated.trim().eq_ignore_ascii_case(criterion.trim()))
            })
        })
    }

    fn filter(&self, matches: impl Fn(&str, &Kind) -> bool) -> BTreeSet<String> {
        self.kinds
            .iter()
            .filter(|(id, kind)| matches(id, kind))
            .map(|(id, _)| id.clone())
            .collect()
    }
}

impl Kind {
    fn has_title(&self, id: &str, words: &str) -> bool {
        (self.configured || !(is_about_another(words) || is_beside(id, words)))
            && self.titles.iter().any(|title| glob_match(title, words))
    }
}

/// Whether a title is that of something about a policy instead of a policy: a form to sign, a
/// template, a list of exceptions.
fn is_about_another(words: &str) -> bool {
    const FIRST: &[&str] = &[
        "exception",
        "exceptions",
        "exemption",
        "exemptions",
        "sample",
        "template",
        "waiver",
        "waivers",
    ];
    const LAST: &[&str] = &[
        "acknowledgement",
        "acknowledgment",
        "checklist",
        "exception",
        "exceptions",
        "exemption",
        "exemptions",
        "form",
        "minutes",
        "presentation",
        "quiz",
        "report",
        "results",
        "sample",
        "slides",
        "template",
        "waiver",
        "waivers",
    ];
    let (first, last) = (words.split(' ').next(), words.split(' ').next_back());
    first.is_some_and(|word| FIRST.contains(&word)) || last.is_some_and(|word| LAST.contains(&word))
}

/// Whether a title shares its words with a kind, but is about others than those for whom the kind is meant, or
/// about practising what it plans.
fn is_beside(id: &str, words: &str) -> bool {
    let others: &[&str] = match id {
        CODE_OF_CONDUCT => &[
            "contractor",
            "contractors",
            "partner",
            "partners",
            "supplier",
            "suppliers",
            "third",
            "vendor",
            "vendors",
        ],
        BUSINESS_CONTINUITY | INCIDENT_RESPONSE => &[
            "awareness",
            "drill",
            "drills",
            "exercise",
            "exercises",
            "log",
            "test",
            "tests",
            "training",
        ],
        _ => &[],
    };
    words.split(' ').any(|word| others.contains(&word))
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
}

/// Refuses patterns that would silently match nothing.
pub(crate) fn check_patterns(name: &str, patterns: &[String]) -> Result<(), String> {
    for pattern in patterns {
        validate(pattern).map_err(|error| format!("{name}: the pattern `{pattern}`: {error}"))?;
    }
    Ok(())
}

/// What a path says when the title says nothing: the file's name without its endings, or the folder
/// of a file that only stands for its folder (`incident-response/index.md`).
pub(crate) fn name_of_path(path: &str) -> &str {
    let mut segments = path.rsplit('/');
    let file = segments.next().unwrap_or(path);
    let stem = file.split('.').next().unwrap_or(file);
    let for_folder = stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme");
    match segments.next() {
        Some(folder) if for_folder => folder,
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Vec<String> {
        let kinds = Kinds::new(&BTreeMap::new()).unwrap();
        kinds.titled(title).into_iter().collect()
    }

    #[test]
    fn every_known_pattern_is_well_formed() {
        for (id, titles) in KNOWN {
            assert!(is_identifier(id), "{id}");
            let titles: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
            check_patterns(id, &titles).unwrap();
        }
    }

    #[test]
    fn the_documentation_lists_every_known_kind() {
        let schema = schemars::schema_for!(crate::Config).to_value().to_string();
        for (id, _) in KNOWN {
            assert!(schema.contains(&format!("`{id}`")), "{id}");
        }
    }

    #[test]
    fn titles_as_people_write_them_show_the_kind() {
        for (title, kind) in [
            ("Code of Conduct", "code-of-conduct"),
            ("Employee Code of Conduct & Ethics", "code-of-conduct"),
            ("Information Security Policy", "information-security"),
            ("Security Policy", "information-security"),
            ("Security Incident Response Plan", "incident-response"),
            ("BCP/DR policy", "business-continuity"),
            (
                "Business Continuity and Disaster Recovery Plan",
                "business-continuity",
            ),
            ("Acceptable Use Policy (AUP)", "acceptable-use"),
            ("Access Onboarding and Termination Policy", "access-control"),
            ("System Change Policy", "change-management"),
            ("Third-Party Risk Policy", "vendor-management"),
            ("risk-assessment", "risk-management"),
            ("information_classification", "data-classification"),
        ] {
            assert_eq!(titled(title), [kind], "{title}");
        }
    }

    #[test]
    fn what_is_for_others_or_only_practises_is_not_the_kind() {
        let kinds = Kinds::new(&BTreeMap::new()).unwrap();
        for (title, kind) in [
            ("Supplier Code of Conduct", CODE_OF_CONDUCT),
            ("Code of Conduct for Third Parties", CODE_OF_CONDUCT),
            ("Disaster Recovery Test 2026", BUSINESS_CONTINUITY),
            (
                "Business Continuity Awareness Training",
                BUSINESS_CONTINUITY,
            ),
            ("Incident Response Drills", INCIDENT_RESPONSE),
        ] {
            assert!(!kinds.titled(title).contains(kind), "{title}");
        }
    }

    #[test]
    fn titles_of_other_policies_do_not_show_a_kind() {
        for title in [
            "Remote Hiring Policy",
            "Network Security Policy",
            "Information Security Roles and Responsibilities",
            "Availability Policy",
            "Travel Policy",
            "Accessibility Policy",
            "",
        ] {
            assert!(titled(title).is_empty(), "{title}");
        }
        assert_eq!(titled("Remote Access Policy"), ["remote-work"]);
    }

    #[test]
    fn one_document_may_be_of_two_kinds() {
        assert_eq!(
            titled("Vendor Management and Acceptable Use Policy"),
            ["acceptable-use", "vendor-management"]
        );
    }

    #[test]
    fn the_folder_speaks_for_its_index() {
        assert_eq!(
            name_of_path("policies/access-control/index.md"),
            "access-control"
        );
        assert_eq!(
            name_of_path("policies/access-control/README.md"),
            "access-control"
        );
        assert_eq!(name_of_path("policies/conduct.html.md.erb"), "conduct");
        assert_eq!(name_of_path("index.md"), "index");
    }

    #[test]
    fn mistakes_in_the_configuration_are_named() {
        let kind = |titles: &[&str]| KindConfig {
            titles: Some(titles.iter().map(|&title| title.to_owned()).collect()),
            criteria: Vec::new(),
        };
        for (id, titles) in [("Bad Id", vec!["*a*"]), ("a", vec!["{a"]), ("a", vec![])] {
            let config = BTreeMap::from([(id.to_owned(), kind(&titles))]);
            assert!(Kinds::new(&config).is_err(), "{id} {titles:?}");
        }
        let kinds = Kinds::new(&BTreeMap::new()).unwrap();
        assert!(kinds.required(&["no-such-kind".to_owned()]).is_err());
        assert!(kinds.required(&[]).is_err());
    }
}
