//! The rules that a tool and its extensions list, and which of them a result speaks of.

use tickmark_plugin::At;
use tickmark_plugin::sla::Rating;

use crate::Config;
use crate::secrets::is_secret_rule;

/// A level of SARIF 2.1.0 (3.27.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    None,
    Note,
    Warning,
    Error,
}

impl Level {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "none" => Self::None,
            "note" => Self::Note,
            "warning" => Self::Warning,
            "error" => Self::Error,
            _ => return None,
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A rule as a tool describes it.
#[derive(Debug, Clone)]
pub(crate) struct ToolRule {
    pub(crate) id: String,
    pub(crate) tags: Vec<String>,
    pub(crate) level: Option<Level>,
    /// The severity that the rule's properties state, and in what words.
    pub(crate) rating: Option<(Rating, String)>,
    pub(crate) secret: bool,
    /// Whether the rule is one of CodeQL's that are not about security: it has the metadata of a query
    /// but neither a security severity nor a tag of it.
    pub(crate) quality: bool,
}

/// The rules of the driver, then those of each extension.
#[derive(Debug, Default)]
pub(crate) struct ToolRules {
    pub(crate) rules: Vec<ToolRule>,
    /// Where the rules of each component begin; the driver is the first component.
    starts: Vec<usize>,
    /// Name and GUID of each component, by which a reference may name it.
    names: Vec<(Option<String>, Option<String>)>,
}

impl ToolRules {
    pub(crate) fn read(tool: &At<'_>, config: &Config) -> Self {
        let mut all = Self::default();
        let codeql = tool
            .get("driver")
            .and_then(|driver| text(&driver, "name"))
            .is_some_and(|name| name.to_lowercase().starts_with("codeql"));
        let extensions = tool.get("extensions");
        let components = tool
            .get("driver")
            .into_iter()
            .chain(extensions.iter().flat_map(At::items));
        for component in components {
            all.starts.push(all.rules.len());
            all.names
                .push((text(&component, "name"), text(&component, "guid")));
            if let Some(rules) = component.get("rules") {
                all.rules
                    .extend(rules.items().map(|rule| read_rule(&rule, codeql, config)));
            }
        }
        all
    }

    /// The rule that a reference (SARIF 2.1.0, 3.52) or a result's own fields name: by index where the
    /// index leads to a rule of that id, else by id.
    pub(crate) fn find(&self, id: Option<&str>, reference: &At<'_>) -> Option<usize> {
        let range = match reference.get("toolComponent") {
            None => self.range(0),
            Some(component) => self
                .component(&component)
                .map_or(0..0, |component| self.range(component)),
        };
        let by_index = reference
            .get("index")
            .or_else(|| reference.get("ruleIndex"))
            .and_then(|index| usize::try_from(index.as_i64()?).ok())
            .map(|index| range.start.saturating_add(index))
            .filter(|index| range.contains(index));
        match (by_index, id) {
            (Some(index), None) => Some(index),
            (Some(index), Some(id)) if names(id, &self.rules[index].id) => Some(index),
            (_, Some(id)) => self.by_id(id),
            (None, None) => None,
        }
    }

    fn by_id(&self, id: &str) -> Option<usize> {
        self.rules
            .iter()
            .position(|rule| rule.id == id)
            .or_else(|| self.rules.iter().position(|rule| names(id, &rule.id)))
    }

    fn component(&self, reference: &At<'_>) -> Option<usize> {
        if let Some(index) = reference
            .get("index")
            .and_then(|index| usize::try_from(index.as_i64()?).ok())
        {
            // Extensions follow the driver.
            return Some(index.saturating_add(1));
        }
        let (name, guid) = (text(reference, "name"), text(reference, "guid"));
        if name.is_none() && guid.is_none() {
            return Some(0);
        }
        self.names.iter().position(|(known, of)| {
            guid.as_ref().map_or(*known == name, |guid| {
                of.as_ref().is_some_and(|of| of.eq_ignore_ascii_case(guid))
            })
        })
    }

    fn range(&self, component: usize) -> std::ops::Range<usize> {
        let end = self.rules.len();
        let start = self.starts.get(component).copied().unwrap_or(end);
        start..self.starts.get(component + 1).copied().unwrap_or(end)
    }
}

/// Whether a result's rule id names a rule: the same, or one below it (`CA1000/1` is below `CA1000`).
fn names(id: &str, rule: &str) -> bool {
    id.strip_prefix(rule)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn read_rule(rule: &At<'_>, codeql: bool, config: &Config) -> ToolRule {
    let id = text(rule, "id").unwrap_or_default();
    let tags = tags(rule);
    let rating = rating(rule);
    ToolRule {
        secret: is_secret_rule(&id, tags.iter().map(String::as_str), config),
        quality: codeql
            && rule.path(&["properties", "problem.severity"]).is_some()
            && rule.path(&["properties", "security-severity"]).is_none()
            && !tags
                .iter()
                .any(|tag| tag == "security" || tag.contains("cwe")),
        level: rule
            .path(&["defaultConfiguration", "level"])
            .and_then(|level| Level::parse(level.as_str()?)),
        id,
        tags,
        rating,
    }
}

/// The tags in an object's property bag.
pub(crate) fn tags(of: &At<'_>) -> Vec<String> {
    let listed = of.path(&["properties", "tags"]);
    listed
        .iter()
        .flat_map(At::items)
        .filter_map(|tag| Some(tag.as_str()?.to_owned()))
        .collect()
}

/// The severity that an object's property bag states: `security-severity`, a CVSS score as GitHub reads
/// it, else `severity`, a word.
pub(crate) fn rating(of: &At<'_>) -> Option<(Rating, String)> {
    let properties = of.get("properties")?;
    if let Some(score) = properties.get("security-severity") {
        let number = score
            .as_f64()
            .or_else(|| score.as_str()?.trim().parse().ok());
        if let Some(rating) = number.and_then(Rating::of_score) {
            return Some((rating, format!("security-severity {}", score.summary())));
        }
    }
    let word = properties.get("severity")?;
    let rating = Rating::of_word(word.as_str()?)?;
    Some((rating, format!("severity {}", word.summary())))
}

/// The text of a member that is not blank.
pub(crate) fn text(of: &At<'_>, name: &str) -> Option<String> {
    let value = of.get(name)?;
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}
