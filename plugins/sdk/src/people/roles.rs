//! Which words are job titles, departments and bodies instead of people's names.

/// Words that make a text a job title, a department or a body instead of a person's name.
const ROLE_WORDS: &[&str] = &[
    "accountant",
    "administrator",
    "admin",
    "analyst",
    "architect",
    "board",
    "ceo",
    "cfo",
    "chair",
    "chief",
    "chro",
    "cio",
    "ciso",
    "cmo",
    "committee",
    "compliance",
    "coo",
    "cofounder",
    "coordinator",
    "council",
    "counsel",
    "cpo",
    "cro",
    "cso",
    "cto",
    "department",
    "dept",
    "director",
    "directors",
    "dpo",
    "engineer",
    "engineering",
    "evp",
    "executive",
    "executives",
    "finance",
    "founder",
    "founders",
    "general",
    "governance",
    "grc",
    "group",
    "head",
    "hr",
    "information",
    "infosec",
    "infrastructure",
    "internal",
    "it",
    "lead",
    "leader",
    "leadership",
    "legal",
    "management",
    "manager",
    "managers",
    "marketing",
    "office",
    "officer",
    "operations",
    "ops",
    "owner",
    "partner",
    "people",
    "platform",
    "policy",
    "president",
    "principal",
    "privacy",
    "product",
    "resources",
    "risk",
    "sales",
    "secretary",
    "security",
    "senior",
    "staff",
    "steering",
    "svp",
    "team",
    "technical",
    "technology",
    "vice",
    "vp",
];

/// Bodies that decide together, so that their approval is not one person's.
const BODY_WORDS: &[&str] = &["board", "committee", "council"];

/// Whether some word makes the text a role.
pub(super) fn is_role(words: &[String]) -> bool {
    contains_any(words, ROLE_WORDS)
}

/// One person of a body, or whom a body has appointed: `Chair of the Board`, `Board Secretary`.
const OFFICE_WORDS: &[&str] = &[
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "ceo",
    "delegate",
    "director",
    "head",
    "lead",
    "leader",
    "liaison",
    "manager",
    "member",
    "observer",
    "officer",
    "president",
    "representative",
    "secretary",
];

/// Whether some word makes the text a body, and none one of its members.
pub(super) fn is_body(words: &[String]) -> bool {
    contains_any(words, BODY_WORDS) && !contains_any(words, OFFICE_WORDS)
}

fn contains_any(words: &[String], known: &[&str]) -> bool {
    words.iter().any(|word| known.contains(&word.as_str()))
}
