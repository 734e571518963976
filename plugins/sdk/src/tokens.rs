//! Recognises credentials by the marks that their issuers put on them, so that a plugin can say that
//! one stands in clear without guessing from names. It knows only issuers whose format is published
//! and distinctive; a password that somebody made up is not to be told from other text.

/// One kind of credential: what it is, how it begins, and what follows.
struct Token {
    kind: &'static str,
    prefix: &'static str,
    /// The least number of characters after the prefix.
    least: usize,
    /// Whether only capitals and digits may follow.
    capitals: bool,
}

const fn token(kind: &'static str, prefix: &'static str, least: usize) -> Token {
    Token {
        kind,
        prefix,
        least,
        capitals: false,
    }
}

const fn capitals(kind: &'static str, prefix: &'static str, least: usize) -> Token {
    Token {
        kind,
        prefix,
        least,
        capitals: true,
    }
}

/// Formats that the issuers document or that the issuers' own secret scanning partners publish.
const TOKENS: &[Token] = &[
    capitals("AWS access key id", "AKIA", 16),
    capitals("AWS temporary access key id", "ASIA", 16),
    token("GitHub personal access token", "ghp_", 36),
    token("GitHub OAuth token", "gho_", 36),
    token("GitHub user token", "ghu_", 36),
    token("GitHub installation token", "ghs_", 36),
    token("GitHub refresh token", "ghr_", 36),
    token("GitHub fine-grained token", "github_pat_", 60),
    token("GitLab personal access token", "glpat-", 20),
    token("npm access token", "npm_", 36),
    token("PyPI upload token", "pypi-AgEIcHlwaS5vcmc", 40),
    token("Docker access token", "dckr_pat_", 24),
    token("Slack token", "xoxb-", 20),
    token("Slack token", "xoxp-", 20),
    token("Slack token", "xoxa-", 20),
    token("Slack webhook", "hooks.slack.com/services/T", 20),
    token("Stripe live key", "sk_live_", 20),
    token("Stripe restricted live key", "rk_live_", 20),
    token("Google API key", "AIza", 35),
    token("SendGrid key", "SG.", 60),
    token("HashiCorp Vault token", "hvs.", 24),
    token("DigitalOcean token", "dop_v1_", 64),
];

/// What kind of credential a text holds, by its issuer's mark; never the credential itself.
///
/// Keys that end in `EXAMPLE`, as in the manuals of AWS, are none.
pub fn known_token(text: &str) -> Option<&'static str> {
    if let Some(start) = text.find("-----BEGIN ")
        && let Some(end) = text[start..].find("PRIVATE KEY-----")
        && !text[start..start + end].contains('\n')
    {
        return Some("private key");
    }
    TOKENS
        .iter()
        .find(|token| holds(text, token))
        .map(|token| token.kind)
}

fn holds(text: &str, token: &Token) -> bool {
    text.match_indices(token.prefix).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        if before.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
            return false;
        }
        let rest = &text[start + token.prefix.len()..];
        let length = rest
            .bytes()
            .take_while(|byte| {
                if token.capitals {
                    byte.is_ascii_uppercase() || byte.is_ascii_digit()
                } else {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/')
                }
            })
            .count();
        length >= token.least
            && !(token.capitals && length != token.least)
            && !rest[..length].ends_with("EXAMPLE")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_marks_are_recognised() {
        // Put together here, so that no scanner takes this file for a leak.
        for (prefix, rest, kind) in [
            ("AKIA", "ABCDEFGHIJ234567", "AWS access key id"),
            (
                "ghp_",
                "abcdefghijklmnopqrstuvwxyz0123456789",
                "GitHub personal access token",
            ),
            ("-----BEGIN ", "RSA PRIVATE KEY-----", "private key"),
        ] {
            let text = format!("value: \"{prefix}{rest}\"");
            assert_eq!(known_token(&text), Some(kind), "{kind}");
        }
    }

    #[test]
    fn look_alikes_are_left_in_peace() {
        for text in [
            "",
            "AKIAIOSFODNN7EXAMPLE",
            "AKIA",
            "AKIAabcdefghijklmnop",
            "XAKIAABCDEFGHIJ234567",
            "ghp_short",
            "-----BEGIN CERTIFICATE-----\nPRIVATE KEY-----",
            "SLACKIAABCDEFGHIJ234567",
        ] {
            assert_eq!(known_token(text), None, "{text}");
        }
    }
}
