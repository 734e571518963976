//! What connections may carry beside a session.

use tickmark_plugin::prelude::*;

use crate::config::Forwarding;
use crate::judge::{Question, Subjects};
use crate::keywords::Key;
use crate::verdict::Verdict;
use crate::version::Version;
use crate::view::View;

/// What these rules read.
pub(super) const READS: &[Key] = &[
    Key::AllowAgentForwarding,
    Key::AllowStreamLocalForwarding,
    Key::AllowTcpForwarding,
    Key::DisableForwarding,
    Key::GatewayPorts,
    Key::PermitTunnel,
    Key::X11Forwarding,
];

/// One kind of forwarding: what switches it, and since which release `DisableForwarding` does too.
struct Kind {
    forwarding: Forwarding,
    name: &'static str,
    key: Key,
    disabled_since: Version,
}

/// Before 10.0 `DisableForwarding` left the agent and X11 on (CVE-2025-32728), before 10.4 tunnels.
const KINDS: [Kind; 6] = [
    Kind {
        forwarding: Forwarding::Tcp,
        name: "TCP",
        key: Key::AllowTcpForwarding,
        disabled_since: Version::OLDEST,
    },
    Kind {
        forwarding: Forwarding::StreamLocal,
        name: "Unix socket",
        key: Key::AllowStreamLocalForwarding,
        disabled_since: Version::OLDEST,
    },
    Kind {
        forwarding: Forwarding::Agent,
        name: "agent",
        key: Key::AllowAgentForwarding,
        disabled_since: Version::new(10, 0),
    },
    Kind {
        forwarding: Forwarding::X11,
        name: "X11",
        key: Key::X11Forwarding,
        disabled_since: Version::new(10, 0),
    },
    Kind {
        forwarding: Forwarding::Tunnel,
        name: "tunnel",
        key: Key::PermitTunnel,
        disabled_since: Version::new(10, 4),
    },
    Kind {
        forwarding: Forwarding::GatewayPorts,
        name: "gateway port",
        key: Key::GatewayPorts,
        disabled_since: Version::OLDEST,
    },
];

impl Kind {
    /// Whether `DisableForwarding` turns it off, whatever its own keyword says.
    fn is_disabled(&self, view: &View<'_>) -> bool {
        view.is(Key::DisableForwarding, "yes")
            && (self.disabled_since == Version::OLDEST || view.release() >= self.disabled_since)
    }

    fn is_on(&self, view: &View<'_>) -> bool {
        !self.is_disabled(view) && !view.is(self.key, "no")
    }
}

/// Connections do not tunnel through the server
///
/// Forwarded ports, sockets, tunnels and displays lead around the firewall, and a forwarded agent
/// lends a user's keys to whoever rules the server. Each kind must be off, by its own keyword or by
/// `DisableForwarding`, which before OpenSSH 10.0 left the agent and X11 on (CVE-2025-32728). Source:
/// CIS Debian Linux 12 Benchmark 1.1.0, recommendation 5.1.8; what servers need is configured
/// (`allowed-forwarding`).
#[control(
    severity = Medium,
    method = Configuration,
    implements("CC6.6" = "SSH opens no way around the boundary's other controls."),
    supports("CC6.7" = "Data does not leave through tunnels that nobody watches."),
    remedy = "Set `DisableForwarding yes`, and before OpenSSH 10.0 also `AllowAgentForwarding no` and \
              `X11Forwarding no`. Allow what a group needs in a Match block of its own and name it in \
              allowed-forwarding.",
)]
pub(crate) fn forwarding_restricted(subjects: &Subjects<'_>, findings: &mut Findings<'_>) {
    let allowed = &subjects.config.allowed_forwarding;
    let judged: Vec<&Kind> = KINDS
        .iter()
        .filter(|kind| !allowed.contains(&kind.forwarding))
        .collect();
    let names: Vec<&str> = judged.iter().map(|kind| kind.name).collect();
    Question {
        reads: READS,
        expected: if names.is_empty() {
            "any forwarding".to_owned()
        } else {
            format!("no {} forwarding", names.join(", "))
        },
        judge: |view: &View<'_>| {
            let on: Vec<&&Kind> = judged.iter().filter(|kind| kind.is_on(view)).collect();
            let disabled = view.is(Key::DisableForwarding, "yes");
            if on.is_empty() {
                let switch = disabled.then(|| view.shows(Key::DisableForwarding));
                let own = judged.iter().filter(|kind| !kind.is_disabled(view));
                let shown = switch
                    .into_iter()
                    .chain(own.map(|kind| view.shows(kind.key)));
                return Verdict::when(true, shown.collect::<Vec<_>>().join(", "));
            }
            let shown: Vec<String> = on.iter().map(|kind| view.shows(kind.key)).collect();
            let note = if disabled {
                ", which DisableForwarding does not turn off before OpenSSH 10.0 (tunnels: 10.4)"
            } else {
                ""
            };
            Verdict::when(false, format!("{}{note}", shown.join(", ")))
        },
    }
    .ask(subjects, findings);
}
