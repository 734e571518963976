//! Which algorithms which release of portable OpenSSH knows, in its own order (`cipher.c`, `mac.c`,
//! `kex-names.c` and `sshkey.c` of each release).

use crate::version::{Releases, Version};

/// A name, the release that brought it and the release that took it away.
pub(super) struct Name {
    pub(super) text: &'static str,
    since: Version,
    before: Version,
}

const ALWAYS: Version = Version::new(0, 0);
const NEVER: Version = Version::new(u8::MAX, 0);

const fn known(text: &'static str) -> Name {
    Name {
        text,
        since: ALWAYS,
        before: NEVER,
    }
}

impl Name {
    const fn since(mut self, major: u8, minor: u8) -> Self {
        self.since = Version::new(major, minor);
        self
    }

    const fn before(mut self, major: u8, minor: u8) -> Self {
        self.before = Version::new(major, minor);
        self
    }

    /// Whether at least one of the releases knows it.
    pub(super) fn in_some(&self, releases: Releases) -> bool {
        releases.reach(self.since) && releases.before(self.before)
    }
}

pub(super) const CIPHERS: &[Name] = &[
    known("3des-cbc"),
    known("blowfish-cbc").before(7, 6),
    known("cast128-cbc").before(7, 6),
    known("arcfour").before(7, 6),
    known("arcfour128").before(7, 6),
    known("arcfour256").before(7, 6),
    known("aes128-cbc"),
    known("aes192-cbc"),
    known("aes256-cbc"),
    known("rijndael-cbc@lysator.liu.se").before(8, 5),
    known("aes128-ctr"),
    known("aes192-ctr"),
    known("aes256-ctr"),
    known("aes128-gcm@openssh.com"),
    known("aes256-gcm@openssh.com"),
    known("chacha20-poly1305@openssh.com"),
];

pub(super) const MACS: &[Name] = &[
    known("hmac-sha1"),
    known("hmac-sha1-96"),
    known("hmac-sha2-256"),
    known("hmac-sha2-512"),
    known("hmac-md5"),
    known("hmac-md5-96"),
    known("hmac-ripemd160").before(7, 6),
    known("hmac-ripemd160@openssh.com").before(7, 6),
    known("umac-64@openssh.com"),
    known("umac-128@openssh.com"),
    known("hmac-sha1-etm@openssh.com"),
    known("hmac-sha1-96-etm@openssh.com"),
    known("hmac-sha2-256-etm@openssh.com"),
    known("hmac-sha2-512-etm@openssh.com"),
    known("hmac-md5-etm@openssh.com"),
    known("hmac-md5-96-etm@openssh.com"),
    known("hmac-ripemd160-etm@openssh.com").before(7, 6),
    known("umac-64-etm@openssh.com"),
    known("umac-128-etm@openssh.com"),
];

pub(super) const KEY_EXCHANGE: &[Name] = &[
    known("diffie-hellman-group1-sha1"),
    known("diffie-hellman-group14-sha1"),
    known("diffie-hellman-group14-sha256"),
    known("diffie-hellman-group16-sha512"),
    known("diffie-hellman-group18-sha512"),
    known("diffie-hellman-group-exchange-sha1"),
    known("diffie-hellman-group-exchange-sha256"),
    known("ecdh-sha2-nistp256"),
    known("ecdh-sha2-nistp384"),
    known("ecdh-sha2-nistp521"),
    known("curve25519-sha256"),
    known("curve25519-sha256@libssh.org"),
    known("sntrup4591761x25519-sha512@tinyssh.org")
        .since(8, 0)
        .before(8, 5),
    // The name without a vendor came with 9.9; distributions gave it to older releases too.
    known("sntrup761x25519-sha512").since(8, 5),
    known("sntrup761x25519-sha512@openssh.com").since(8, 5),
    known("mlkem768x25519-sha256").since(9, 9),
    known("mlkem768nistp256-sha256").since(10, 5),
];

pub(super) const KEYS: &[Name] = &[
    known("ssh-ed25519"),
    known("ssh-ed25519-cert-v01@openssh.com"),
    known("sk-ssh-ed25519@openssh.com").since(8, 2),
    known("sk-ssh-ed25519-cert-v01@openssh.com").since(8, 2),
    known("ssh-mldsa44-ed25519@openssh.com").since(10, 4),
    known("ssh-mldsa44-ed25519-cert-v01@openssh.com").since(10, 4),
    known("ecdsa-sha2-nistp256"),
    known("ecdsa-sha2-nistp256-cert-v01@openssh.com"),
    known("ecdsa-sha2-nistp384"),
    known("ecdsa-sha2-nistp384-cert-v01@openssh.com"),
    known("ecdsa-sha2-nistp521"),
    known("ecdsa-sha2-nistp521-cert-v01@openssh.com"),
    known("sk-ecdsa-sha2-nistp256@openssh.com").since(8, 2),
    known("sk-ecdsa-sha2-nistp256-cert-v01@openssh.com").since(8, 2),
    known("webauthn-sk-ecdsa-sha2-nistp256@openssh.com").since(8, 4),
    known("webauthn-sk-ecdsa-sha2-nistp256-cert-v01@openssh.com").since(10, 3),
    // Removed in 10.0, and not built by default since 9.8.
    known("ssh-dss").before(9, 8),
    known("ssh-dss-cert-v01@openssh.com").before(9, 8),
    known("ssh-rsa"),
    known("ssh-rsa-cert-v01@openssh.com"),
    known("rsa-sha2-256"),
    known("rsa-sha2-256-cert-v01@openssh.com").since(7, 8),
    known("rsa-sha2-512"),
    known("rsa-sha2-512-cert-v01@openssh.com").since(7, 8),
];

/// Whether a name is that of a certificate.
pub(super) fn is_certificate(name: &str) -> bool {
    name.contains("-cert-v01@")
}
