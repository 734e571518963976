//! Secrets in clear text: in environment variables and in ConfigMaps. No value is ever repeated.

use tickmark_plugin::prelude::*;
use tickmark_plugin::{brief, known_token};

use crate::cluster::Cluster;
use crate::field::{self, Read};
use crate::kind::Kind;
use crate::verdict::{Verdict, each_workload, exempt};
use crate::workload::Container;

/// Words that make a name look like that of a secret. Each is a run of whole words: `API_KEY` is in
/// `STRIPE_API_KEY` and `stripeApiKey`.
const SECRET_WORDS: &[&str] = &[
    "ACCESS_KEY",
    "ACCOUNT_KEY",
    "APIKEY",
    "API_KEY",
    "AUTH_KEY",
    "BATCH_KEY",
    "CREDENTIAL",
    "CREDENTIALS",
    "ENCRYPTION_KEY",
    "KEY_CONTENT",
    "MASTER_KEY",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "PRIVATE_KEY",
    "PWD",
    "SECRET",
    "SECRET_KEY",
    "SIGNING_KEY",
    "STORAGE_KEY",
    "TOKEN",
];

/// Last words of names that speak about a secret without being one.
const ABOUT_SECRETS: &[&str] = &[
    "AGE",
    "ALGORITHM",
    "ARN",
    "AUDIENCE",
    "CLASS",
    "COUNT",
    "DAYS",
    "DIR",
    "DIRECTORY",
    "DURATION",
    "ENABLED",
    "ENDPOINT",
    "EXPIRATION",
    "EXPIRY",
    "FILE",
    "FILES",
    "FORMAT",
    "HEADER",
    "HOST",
    "ID",
    "INTERVAL",
    "ISSUER",
    "LENGTH",
    "LIFETIME",
    "LOCATION",
    "MINUTES",
    "NAME",
    "NAMES",
    "NAMESPACE",
    "PATH",
    "POLICY",
    "PREFIX",
    "PROVIDER",
    "REF",
    "REGION",
    "REQUIRED",
    "ROTATION",
    "SECONDS",
    "SIZE",
    "STORE",
    "TIMEOUT",
    "TTL",
    "TYPE",
    "URI",
    "URL",
    "VERSION",
];

/// The words of a name: `dbPassword`, `DB_PASSWORD` and `db-password` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut after_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            words.push(String::new());
            after_lower = false;
            continue;
        }
        if letter.is_uppercase() && after_lower {
            words.push(String::new());
        }
        after_lower = letter.is_lowercase() || letter.is_numeric();
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_uppercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The secret word in a name.
fn secret_word(name: &str, further: &[String]) -> Option<String> {
    let words = words(name);
    let last = words.last()?;
    // With Vault the id of a secret is one itself.
    if holds_vault_id(&words) {
        return Some("SECRET_ID".to_owned());
    }
    if ABOUT_SECRETS.contains(&last.as_str()) {
        return None;
    }
    let holds = |run: &str| {
        let length = run.split('_').count();
        words
            .windows(length)
            .any(|window| window.iter().map(String::as_str).eq(run.split('_')))
    };
    // Every shell has a `PWD`, which is a directory.
    let shell = words.len() == 1 && words[0] == "PWD";
    SECRET_WORDS
        .iter()
        .find(|word| holds(word) && !shell)
        .map(|word| (*word).to_owned())
        .or_else(|| glued(&words).map(str::to_owned))
        .or_else(|| {
            let further = further.iter().map(|word| self::words(word).join("_"));
            further.into_iter().find(|word| holds(word))
        })
}

/// The secret word that a name ends with although nothing sets it apart, as in `PGPASSWORD` and
/// `dbpassword`, or that means a password only at the end, as in `RABBITMQ_DEFAULT_PASS`.
fn glued(words: &[String]) -> Option<&'static str> {
    let last = words.last()?;
    if words.len() > 1 && last == "PASS" {
        return Some("PASS");
    }
    ["PASSWORD", "PASSWD"]
        .into_iter()
        .find(|suffix| words.iter().any(|word| word.ends_with(suffix)))
}

fn holds_vault_id(words: &[String]) -> bool {
    matches!(words, [.., secret, id] if secret == "SECRET" && id == "ID")
        && words
            .iter()
            .any(|word| word == "VAULT" || word == "APPROLE")
}

/// Whether a value has the form of a UUID, as the secret ids of Vault have.
fn is_uuid(value: &str) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    value.split('-').map(str::len).eq(GROUPS)
        && value
            .chars()
            .all(|letter| letter == '-' || letter.is_ascii_hexdigit())
}

/// What a value is that is a secret whatever its name.
fn secret_value(value: &str) -> Option<String> {
    const MARKS: [(&str, &str); 9] = [
        ("ghp_", "a GitHub token"),
        ("github_pat_", "a GitHub token"),
        ("glpat-", "a GitLab token"),
        ("xoxb-", "a Slack token"),
        ("xoxp-", "a Slack token"),
        ("sk_live_", "a Stripe key"),
        ("rk_live_", "a Stripe key"),
        ("SG.", "a SendGrid key"),
        ("npm_", "an npm token"),
    ];
    /// Shorter values that begin so are names.
    const TOKEN_LETTERS: usize = 20;
    if value.contains("-BEGIN ") && value.contains(" PRIVATE KEY-") {
        return Some("a private key".to_owned());
    }
    if let Some((_, what)) = MARKS.iter().find(|(mark, _)| value.starts_with(mark))
        && value.len() >= TOKEN_LETTERS
        && !value.contains(char::is_whitespace)
    {
        return Some((*what).to_owned());
    }
    known_token(value)
        .map(|kind| format!("a credential ({kind})"))
        .or_else(|| has_password(value).then(|| "a URL with a password".to_owned()))
}

/// Whether a text holds a URL of the form `scheme://user:password@host`, wherever it stands.
fn has_password(value: &str) -> bool {
    value.match_indices("://").any(|(start, mark)| {
        let rest = &value[start + mark.len()..];
        let authority = rest
            .split(|letter: char| {
                letter.is_whitespace() || matches!(letter, '/' | '?' | '#' | '"' | '\'' | '<' | '>')
            })
            .next()
            .unwrap_or(rest);
        authority
            .rsplit_once('@')
            .and_then(|(user, _)| user.split_once(':'))
            .is_some_and(|(_, password)| {
                let expanded = value.contains('\n') && is_expanded(password);
                !is_reference(password) && !expanded
            })
    })
}

/// Whether a value holds nothing itself: it is empty, a switch, or refers to another variable.
fn is_reference(value: &str) -> bool {
    let value = value.trim();
    let refers =
        ["$(", "${"].iter().any(|open| value.starts_with(open)) && value.ends_with([')', '}']);
    value.is_empty() || refers || matches!(value, "true" | "false" | "null" | "none")
}

/// Whether the value of a line is put in by whoever reads the file: a variable or a placeholder, or
/// what a program works out.
fn is_expanded(value: &str) -> bool {
    let named = |name: &str| {
        name.chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | ':' | '-'))
    };
    let call = value
        .trim_end_matches(';')
        .strip_suffix([')', ']'])
        .and_then(|call| call.split_once(['(', '[']))
        .is_some_and(|(function, _)| !function.is_empty() && named(function));
    value.strip_prefix('$').is_some_and(named)
        || ["$(", "${", "$__", "{{", "<", "%(", "!", "ENC(", "ENC["]
            .iter()
            .any(|open| value.starts_with(open))
        || call
}

/// The name in a line of a file that gives a secret a literal value, and the secret word in it.
/// Several settings may stand in one line: members of an object, or parameters of a connection.
fn secret_line(line: &str, further: &[String]) -> Option<(String, String)> {
    let line = line.trim();
    if line.starts_with(['#', ';']) || line.starts_with("//") {
        return None;
    }
    let line = line.strip_prefix("export ").unwrap_or(line);
    line.split(['{', '}', ',', ';', '?', '&'])
        .find_map(|setting| secret_setting(setting, further))
}

/// Judges one setting: `key=value`, `key: value` or a member of JSON. The secret word must end the
/// name: `password_encryption` is about passwords.
fn secret_setting(setting: &str, further: &[String]) -> Option<(String, String)> {
    let setting = setting.trim();
    let setting = setting.strip_prefix("- ").unwrap_or(setting).trim_start();
    // A colon inside of a word, as in `unix:/run/x`, sets no value, except after a quoted name.
    let colon = setting
        .find(": ")
        .or_else(|| setting.find("\":").map(|at| at + 1));
    let sign = match (setting.find('='), colon) {
        (Some(equals), Some(colon)) => equals.min(colon),
        (equals, colon) => equals.or(colon)?,
    };
    let unquoted = |text: &str| {
        let text = text.trim().trim_end_matches('\\').trim_end();
        text.trim_matches(['"', '\'']).to_owned()
    };
    let name = unquoted(&setting[..sign]);
    let value = unquoted(&setting[sign + 1..]);
    if name.contains(char::is_whitespace) || is_reference(&value) || is_expanded(&value) {
        return None;
    }
    // What belongs to it stands in further lines, or elsewhere: a list, a block or an alias of YAML.
    if matches!(value.as_str(), "[" | "[]" | "|" | ">" | "|-" | ">-" | "%")
        || value.starts_with('*')
    {
        return None;
    }
    let words = words(&name);
    let word = (0..words.len()).find_map(|start| {
        let rest = words[start..].join("_");
        secret_word(&rest, further).filter(|word| rest.ends_with(word.as_str()))
    })?;
    Some((name, word))
}

/// Looks at a name and its literal value.
fn literal(name: &str, value: &At<'_>, further: &[String]) -> Read<Option<String>> {
    let Some(text) = value.as_str() else {
        // Kubernetes wants text; a number is refused, so nothing runs with it.
        return Err(value.problem(format!(
            "the value of `{}` is not text; Kubernetes refuses such an object",
            brief(name, 80)
        )));
    };
    if text.contains("{{") && secret_word(name, further).is_some() {
        return Err(value.problem("the value is a template that was not rendered (`{{`)"));
    }
    let label = brief(name, 80);
    if let Some(what) = secret_value(text) {
        return Ok(Some(format!("{label} holds {what}")));
    }
    let vault = words(name).ends_with(&["SECRET".to_owned(), "ID".to_owned()]) && is_uuid(text);
    let word = secret_word(name, further).or_else(|| vault.then(|| "SECRET_ID".to_owned()));
    if let Some(word) = word.filter(|_| !is_reference(text)) {
        return Ok(Some(format!(
            "{label} has a literal value (name holds {word})"
        )));
    }
    // A file with settings of its own.
    let line = text
        .contains('\n')
        .then(|| text.lines().find_map(|line| secret_line(line, further)))
        .flatten();
    Ok(line.map(|(inner, word)| {
        format!(
            "{label} gives {} a literal value (name holds {word})",
            brief(&inner, 80)
        )
    }))
}

/// Looks at a container's environment; says how many variables come from Secrets.
fn environment(container: &Container<'_>, further: &[String], verdict: &mut Verdict) -> usize {
    let mut referred = 0;
    for variable in verdict
        .take(field::list(&container.at, "env"))
        .unwrap_or_default()
    {
        let Some(name) = verdict.take(field::text(&variable, "name")) else {
            continue;
        };
        let Some((name, _)) = name else {
            verdict.unclear(variable.problem("a variable has no name"));
            continue;
        };
        let secret = field::path(&variable, &["valueFrom", "secretKeyRef"]);
        if verdict.take(secret).flatten().is_some() {
            referred += 1;
        } else if let Some(value) = field::get(&variable, "value") {
            verdict.look(literal(name, &value, further).map(|what| {
                what.map(|what| (format!("{}: {what}", container.label()), value.place()))
            }));
        }
    }
    for source in verdict
        .take(field::list(&container.at, "envFrom"))
        .unwrap_or_default()
    {
        if field::get(&source, "secretRef").is_some() {
            referred += 1;
        }
    }
    referred
}

/// No secret stands in clear text in environment variables or ConfigMaps
///
/// Manifests lie in repositories and are readable for everybody who may look at pods. Judged are
/// literal values of variables, and of keys in ConfigMaps, whose names look like those of secrets, and
/// values that are private keys, tokens of known services or URLs with a password. In values of several
/// lines each line of the form `key=value` or `key: value` is judged so as well. A variable that
/// comes from a Secret (`secretKeyRef`) passes; a file would be better, because variables end up in
/// crash reports. Source: CIS Kubernetes Benchmark 1.9.0, recommendation 5.4.1, and the OWASP Kubernetes
/// Top Ten 2022, K08; further words are configured (`secret-words`).
#[control(
    severity = High,
    method = Configuration,
    implements("CC6.1" = "Credentials are not readable by everybody who can read manifests."),
    remedy = "Renew the secret, because it was readable. Put the new one into a Secret or a secret manager \
              and refer to it with `secretKeyRef` or a volume.",
)]
pub(crate) fn secrets_not_in_clear_text(cluster: &Cluster<'_>, findings: &mut Findings<'_>) {
    const EXPECTED: &str = "no literal value of a secret";
    let further = &cluster.config.secret_words;
    for map in cluster.kind(Kind::ConfigMap) {
        if cluster.is_exempt(&map.namespace) {
            findings.push(exempt(&map.subject, map));
            continue;
        }
        let mut verdict = Verdict::default();
        let data = verdict.take(field::object(&map.at, "data")).flatten();
        for (key, value) in data.iter().flat_map(field::members) {
            verdict.look(
                literal(key, &value, further).map(|what| what.map(|what| (what, value.place()))),
            );
        }
        let finding = verdict.finding(
            &map.subject,
            EXPECTED,
            "no secret among the data",
            map.at.place(),
        );
        findings.push(map.noted(finding));
    }
    for unclear in &cluster.problems {
        if unclear.kind == Some(Kind::ConfigMap) {
            findings.problem(&unclear.subject, &unclear.problem);
        }
    }
    each_workload(cluster, findings, |workload| {
        let mut verdict = Verdict::default();
        let mut referred = 0;
        for container in &workload.containers {
            referred += environment(container, further, &mut verdict);
        }
        let good = match referred {
            0 => "no literal value of a secret".to_owned(),
            count => format!("no literal value of a secret; {count} references to Secrets"),
        };
        Some(verdict.finding(&workload.subject, EXPECTED, good, workload.spec.place()))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_word_by_word() {
        for name in [
            "DB_PASSWORD",
            "dbPassword",
            "stripe-api-key",
            "AWS_SECRET_ACCESS_KEY",
            "TOKEN2_TOKEN",
            "PGPASSWORD",
            "dbpassword",
            "mysqlpasswd",
            "RABBITMQ_DEFAULT_PASS",
            "VAULT_SECRET_ID",
        ] {
            assert!(secret_word(name, &[]).is_some(), "{name}");
        }
        for name in [
            "PASSWORD_FILE",
            "MAX_TOKENS",
            "TOKENIZER",
            "TOKEN_TTL",
            "ROUTING_KEY",
            "SECRET_NAME",
            "DB_SECRET_ID",
            "PGPASSFILE",
            "PASS_THROUGH",
            "BYPASS",
            "",
        ] {
            assert!(secret_word(name, &[]).is_none(), "{name}");
        }
        assert!(secret_word("licenceKey", &["LICENCE_KEY".to_owned()]).is_some());
    }

    #[test]
    fn values_give_secrets_away_whatever_their_name() {
        assert!(secret_value("postgres://app:hunter2@db:5432/app").is_some());
        assert!(secret_value("-----BEGIN RSA PRIVATE KEY-----\nx").is_some());
        assert!(secret_value("postgres://app:$(DB_PASSWORD)@db/app").is_none());
        assert!(secret_value("https://example.com/a:b@c").is_none());
        assert!(secret_value("npm_config_cache").is_none());
        assert!(secret_value("http://a/b redis://app:hunter2@cache:6379").is_some());
        // Put together here, so that no scanner takes this file for a leak.
        assert!(secret_value(&format!("AKIA{}", "ABCDEFGHIJ234567")).is_some());
        let token = format!("ghp_{}", "abcdefghijklmnopqrstuvwxyz0123456789");
        assert!(secret_value(&format!(r#"{{"token": "{token}"}}"#)).is_some());
    }

    #[test]
    fn lines_of_files_are_judged_by_their_names() {
        for line in [
            "spring.datasource.password=hunter2",
            "DB_PASSWORD=hunter2",
            "  password: hunter2",
            "export API_KEY='abc'",
            r#""password": "hunter2","#,
            r#""client_secret":"hunter2""#,
            "password: hunter(2",
            "secret_token=abc",
            "db: {user: app, password: hunter2}",
            r#"{"user":"app","password":"hunter2"}"#,
            "url=jdbc:mysql://db/app?user=app&password=hunter2",
            "Dsn=Server=db;Password=hunter2;",
        ] {
            assert!(secret_line(line, &[]).is_some(), "{line}");
        }
        for line in [
            "# password=hunter2",
            "password_encryption = scram-sha-256",
            "proxy_pass http://backend;",
            "fastcgi_pass unix:/run/php.sock;",
            "password: ${DB_PASSWORD}",
            "clientSecret: $dex.github.clientSecret",
            "password = $__file{/run/secrets/db}",
            "TOKEN=$(cat /run/secrets/token)",
            "token = os.environ[\"TOKEN\"]",
            "password:",
            "password: *shared",
            "passwordSecret: {name: db, key: password}",
            "--password=$DB_PASSWORD \\",
            "token: {{ .Token }}",
            "url=jdbc:mysql://db/app?user=app&password=${DB_PASSWORD}",
            "bearer_token_file: /var/run/token",
            "log_level: debug",
        ] {
            assert_eq!(secret_line(line, &[]), None, "{line}");
        }
    }
}
