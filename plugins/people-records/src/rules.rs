//! The rules, by what they are about.

mod channels;
mod policies;
mod reviews;
mod roster;
mod screening;
mod training;
mod violations;

use tickmark_plugin::prelude::*;

use crate::records::Records;

use channels::reporting_channel_open;
use policies::{code_of_conduct_acknowledged, published_policies_acknowledged};
use reviews::performance_reviews_current;
use roster::roster_reliable;
use screening::workers_screened;
pub(crate) use training::role_training_current;
use training::security_training_current;
use violations::violations_followed_up;

pub(crate) type Judge = fn(&Records<'_>, &mut Findings<'_>);

/// Every rule of the plugin.
pub(crate) const RULES: &[Rule<Judge>] = &[
    roster_reliable,
    code_of_conduct_acknowledged,
    published_policies_acknowledged,
    workers_screened,
    security_training_current,
    role_training_current,
    performance_reviews_current,
    violations_followed_up,
    reporting_channel_open,
];
