//! What can be configured, with defaults and the source of each.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tickmark_plugin::register::Layout;

/// Thresholds, and how the registers are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The kinds of assets that need an endpoint protection agent (CIS Controls 8.1, safeguard 10.1: on
    /// all enterprise assets that can carry one).
    pub protected_kinds: Vec<Kind>,
    /// The kinds of assets that need a log source (CIS Controls 8.1, safeguard 8.2). Laptops are left
    /// out by default, because their agent reports what happens on them.
    pub logged_kinds: Vec<Kind>,
    /// The most days since an agent on a server was last seen. The default of 7 is ours: it bridges a
    /// week of maintenance, not a month of silence.
    #[schemars(range(min = 1, max = 365))]
    pub agent_seen_days: u32,
    /// The most days since an agent or the device management saw a laptop. The default of 30 is ours: it
    /// bridges a long holiday.
    #[schemars(range(min = 1, max = 365))]
    pub laptop_seen_days: u32,
    /// The most days since a log source delivered its last event. The default of 3 is a weekend.
    #[schemars(range(min = 1, max = 365))]
    pub log_seen_days: u32,
    /// The most days from an asset's retirement until its media are sanitised. The default of 90 is
    /// ours; NIST SP 800-88 revision 1 names no number.
    #[schemars(range(min = 0, max = 3650))]
    pub disposal_days: u32,
    /// The ways of sanitising media that count (NIST SP 800-88 revision 1, section 2.5).
    pub accepted_methods: Vec<Method>,
    /// Names of teams that count as owners, as in `Platform`.
    pub teams: Vec<String>,
    /// Holders of badges that no roster knows, as in `Cleaning company`. Their badges are not judged
    /// against it.
    pub other_badge_holders: Vec<String>,
    /// The most days between two reviews of who may enter. The default of 92 is a quarter, the usual
    /// cadence of access reviews.
    #[schemars(range(min = 1, max = 3650))]
    pub badge_review_days: u32,
    /// Within how many hours a visitor signs out. The default of 24 is the same day.
    #[schemars(range(min = 1, max = 720))]
    pub visit_hours: u32,
    /// Controls that the organisation does not claim, and that are therefore not judged: those of offices
    /// where it has none in scope.
    pub leave_out: Vec<OptionalControl>,
    /// How the inventory is laid out.
    pub assets: Layout,
    /// How the export of endpoint protection is laid out.
    pub agents: Layout,
    /// How the list of log sources is laid out.
    pub log_sources: Layout,
    /// How the export of device management is laid out.
    pub devices: Layout,
    /// How the log of disposals is laid out.
    pub disposals: Layout,
    /// How the list of badges is laid out.
    pub badges: Layout,
    /// How the list of visits is laid out.
    pub visitors: Layout,
    /// How the list of reviews of badges is laid out.
    pub badge_reviews: Layout,
    /// How the roster is laid out.
    pub roster: Layout,
}

/// A kind of asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A server with media of its own.
    Server,
    /// A machine that a cloud or hypervisor runs.
    VirtualServer,
    /// A computer that somebody works with.
    Laptop,
    /// A database, bucket, file share or queue.
    DataStore,
    /// A router, switch, firewall or access point.
    Network,
    /// A phone or tablet.
    Mobile,
    /// A disk, tape or stick by itself.
    Media,
    /// Anything else.
    Other,
}

/// A way of sanitising media.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Overwriting, or a reset that does.
    Clear,
    /// Cryptographic erase, block erase, degaussing.
    Purge,
    /// Shredding, melting, incinerating.
    Destroy,
}

/// A control that concerns offices only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OptionalControl {
    /// Badges belong to people who work here.
    BadgesHeldByStaff,
    /// Who may enter is reviewed.
    BadgesReviewed,
    /// Visitors sign out.
    VisitorsSignedOut,
}

impl OptionalControl {
    fn id(self) -> &'static str {
        match self {
            Self::BadgesHeldByStaff => "badges-held-by-staff",
            Self::BadgesReviewed => "badges-reviewed",
            Self::VisitorsSignedOut => "visitors-signed-out",
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            protected_kinds: vec![Kind::Server, Kind::VirtualServer, Kind::Laptop],
            logged_kinds: vec![
                Kind::Server,
                Kind::VirtualServer,
                Kind::DataStore,
                Kind::Network,
            ],
            agent_seen_days: 7,
            laptop_seen_days: 30,
            log_seen_days: 3,
            disposal_days: 90,
            accepted_methods: vec![Method::Clear, Method::Purge, Method::Destroy],
            teams: Vec::new(),
            other_badge_holders: Vec::new(),
            badge_review_days: 92,
            visit_hours: 24,
            leave_out: Vec::new(),
            assets: Layout::default(),
            agents: Layout::default(),
            log_sources: Layout::default(),
            devices: Layout::default(),
            disposals: Layout::default(),
            badges: Layout::default(),
            visitors: Layout::default(),
            badge_reviews: Layout::default(),
            roster: Layout::default(),
        }
    }
}

impl Config {
    /// Whether the organisation claims a control.
    pub(crate) fn claims(&self, control: &str) -> bool {
        self.leave_out
            .iter()
            .all(|left_out| left_out.id() != control)
    }
}
