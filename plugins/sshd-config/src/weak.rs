//! Which algorithms are weak, and who says so.

use crate::Config;
use crate::algorithms::Family;

/// What is thought of an algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grade {
    Strong,
    /// No attack is known, but it is being withdrawn: why.
    Aging(&'static str),
    /// Why it must not be used.
    Weak(&'static str),
    /// Configured to be refused.
    Refused,
    /// Not one that portable OpenSSH has.
    Unknown,
}

const SMALL_BLOCKS: &str = "64-bit blocks (NIST SP 800-131A Rev. 2 disallows 3DES since 2024; Blowfish and CAST share the \
     fault)";
const RC4: &str = "RC4 (RFC 8758)";
const CBC: &str =
    "CBC mode leaks plaintext in SSH (CVE-2008-5161; off by default since OpenSSH 6.7)";
const MD5: &str = "MD5 (RFC 6151)";
const TRUNCATED: &str = "tag cut to 96 bits (CIS Debian Linux 12 Benchmark 1.1.0, 5.1.15)";
const RIPEMD: &str = "RIPEMD-160 (removed in OpenSSH 7.6)";
const SHA1_MAC: &str = "SHA-1 (NIST withdraws it by the end of 2030; not in Mozilla's guideline)";
const SHORT_TAG: &str = "64-bit tag (CIS Debian Linux 12 Benchmark 1.1.0, 5.1.15)";
const SHA1_EXCHANGE: &str = "SHA-1 (RFC 9142: SHOULD NOT)";
const GROUP_1: &str = "1024-bit group with SHA-1 (RFC 9142: SHOULD NOT)";
const RSA_1024: &str = "1024-bit RSA with SHA-1 (RFC 9142: MUST NOT)";
const GROUP_14_SHA1: &str =
    "SHA-1 (RFC 9142: MAY, for old peers only; off by default since OpenSSH 8.2)";
const GSS_GROUP_1: &str = "1024-bit group with SHA-1 (RFC 8732 and RFC 9142: SHOULD NOT)";
const GSS_SHA1: &str = "SHA-1 (RFC 8732 and RFC 9142: SHOULD NOT)";
const SHA1_SIGNATURE: &str =
    "SHA-1 signatures (NIST SP 800-131A Rev. 2; off by default since OpenSSH 8.8)";
const DSA: &str =
    "1024-bit DSA with SHA-1 (NIST SP 800-131A Rev. 2; not built by default since OpenSSH 9.8)";

/// What is thought of an algorithm, with what configuration says of it.
pub(crate) fn grade(family: Family, name: &str, config: &Config) -> Grade {
    configured(name, config).unwrap_or_else(|| match family {
        Family::Ciphers => cipher(name),
        Family::Macs => mac(name),
        Family::KeyExchange => key_exchange(name),
        Family::Keys | Family::CaSignatures => signature(name),
    })
}

/// What is thought of a key exchange with GSS-API, with what configuration says of it.
pub(crate) fn grade_gss(name: &str, config: &Config) -> Grade {
    configured(name, config).unwrap_or_else(|| gss_key_exchange(name))
}

fn configured(name: &str, config: &Config) -> Option<Grade> {
    if config.weak_algorithms.contains(name) {
        return Some(Grade::Refused);
    }
    let accepted = config.accepted_algorithms.contains(name);
    accepted.then_some(Grade::Strong)
}

fn cipher(name: &str) -> Grade {
    match name {
        "chacha20-poly1305@openssh.com"
        | "aes128-gcm@openssh.com"
        | "aes256-gcm@openssh.com"
        | "aes128-ctr"
        | "aes192-ctr"
        | "aes256-ctr" => Grade::Strong,
        "3des-cbc" | "blowfish-cbc" | "cast128-cbc" => Grade::Weak(SMALL_BLOCKS),
        "arcfour" | "arcfour128" | "arcfour256" => Grade::Weak(RC4),
        "aes128-cbc" | "aes192-cbc" | "aes256-cbc" | "rijndael-cbc@lysator.liu.se" => {
            Grade::Weak(CBC)
        }
        _ => Grade::Unknown,
    }
}

fn mac(name: &str) -> Grade {
    let plain = name.strip_suffix("-etm@openssh.com").unwrap_or(name);
    let plain = plain.strip_suffix("@openssh.com").unwrap_or(plain);
    match plain {
        "hmac-sha2-256" | "hmac-sha2-512" | "umac-128" => Grade::Strong,
        "hmac-md5" | "hmac-md5-96" => Grade::Weak(MD5),
        "hmac-sha1-96" => Grade::Weak(TRUNCATED),
        "hmac-ripemd160" => Grade::Weak(RIPEMD),
        "hmac-sha1" => Grade::Aging(SHA1_MAC),
        "umac-64" => Grade::Aging(SHORT_TAG),
        _ => Grade::Unknown,
    }
}

fn key_exchange(name: &str) -> Grade {
    match name {
        "curve25519-sha256"
        | "curve25519-sha256@libssh.org"
        | "ecdh-sha2-nistp256"
        | "ecdh-sha2-nistp384"
        | "ecdh-sha2-nistp521"
        | "diffie-hellman-group-exchange-sha256"
        | "diffie-hellman-group14-sha256"
        | "diffie-hellman-group16-sha512"
        | "diffie-hellman-group18-sha512"
        | "sntrup4591761x25519-sha512@tinyssh.org"
        | "sntrup761x25519-sha512"
        | "sntrup761x25519-sha512@openssh.com"
        | "mlkem768x25519-sha256"
        | "mlkem768nistp256-sha256" => Grade::Strong,
        "diffie-hellman-group1-sha1" => Grade::Weak(GROUP_1),
        "diffie-hellman-group-exchange-sha1" => Grade::Weak(SHA1_EXCHANGE),
        "rsa1024-sha1" => Grade::Weak(RSA_1024),
        "diffie-hellman-group14-sha1" => Grade::Aging(GROUP_14_SHA1),
        _ => Grade::Unknown,
    }
}

/// The names end in what tells the mechanism (RFC 4462, section 2), which sshd adds itself.
fn gss_key_exchange(name: &str) -> Grade {
    let method = name.rsplit_once('-').map_or(name, |(method, _)| method);
    match method {
        "gss-group14-sha256"
        | "gss-group15-sha512"
        | "gss-group16-sha512"
        | "gss-group17-sha512"
        | "gss-group18-sha512"
        | "gss-nistp256-sha256"
        | "gss-nistp384-sha384"
        | "gss-nistp521-sha512"
        | "gss-curve25519-sha256"
        | "gss-curve448-sha512" => Grade::Strong,
        "gss-group1-sha1" => Grade::Weak(GSS_GROUP_1),
        "gss-gex-sha1" | "gss-group14-sha1" => Grade::Weak(GSS_SHA1),
        _ => Grade::Unknown,
    }
}

fn signature(name: &str) -> Grade {
    match name.strip_suffix("-cert-v01@openssh.com").unwrap_or(name) {
        "ssh-ed25519"
        | "sk-ssh-ed25519@openssh.com"
        | "sk-ssh-ed25519"
        | "ssh-mldsa44-ed25519@openssh.com"
        | "ssh-mldsa44-ed25519"
        | "ecdsa-sha2-nistp256"
        | "ecdsa-sha2-nistp384"
        | "ecdsa-sha2-nistp521"
        | "sk-ecdsa-sha2-nistp256@openssh.com"
        | "sk-ecdsa-sha2-nistp256"
        | "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
        | "webauthn-sk-ecdsa-sha2-nistp256"
        | "rsa-sha2-256"
        | "rsa-sha2-512" => Grade::Strong,
        "ssh-rsa" => Grade::Weak(SHA1_SIGNATURE),
        "ssh-dss" => Grade::Weak(DSA),
        _ => Grade::Unknown,
    }
}

/// Whether an algorithm's keys are RSA keys.
pub(crate) fn is_rsa(name: &str) -> bool {
    name.starts_with("rsa-sha2-") || name.starts_with("ssh-rsa")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::Releases;

    #[test]
    fn every_algorithm_that_openssh_has_is_graded() {
        let config = Config::default();
        for family in [
            Family::Ciphers,
            Family::Macs,
            Family::KeyExchange,
            Family::Keys,
            Family::CaSignatures,
        ] {
            for name in family.known(Releases::ALL) {
                assert_ne!(grade(family, name, &config), Grade::Unknown, "{name}");
            }
        }
    }

    #[test]
    fn configuration_wins_over_the_lists_and_refusal_over_acceptance() {
        let names = |name: &str| [name.to_owned()].into_iter().collect();
        let config = Config {
            weak_algorithms: names("aes128-ctr"),
            accepted_algorithms: ["aes128-ctr".to_owned(), "aes128-cbc".to_owned()].into(),
            ..Config::default()
        };
        let graded = |name| grade(Family::Ciphers, name, &config);
        assert_eq!(graded("aes128-ctr"), Grade::Refused);
        assert_eq!(graded("aes128-cbc"), Grade::Strong);
        assert_eq!(graded("sm4-gcm@vendor.example"), Grade::Unknown);
    }
}
