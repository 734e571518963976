//! Agreement with other people's tools: the answers of `sshd -T` and of ssh-audit that came with real
//! files, and sshd itself on generated configurations.
//!
//! `TICKMARK_CORPUS` names the directory with the real files, `TICKMARK_SSHD` an sshd of a release
//! that the plugin knows; `ssh-keygen` must be in the path, and sshd's privilege separation directory
//! (`/run/sshd` on Debian) must exist. Without them the trials are skipped by name.

mod compare;
mod corpus;
mod generate;
mod sshd;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let trials: Vec<Trial> = [corpus::trials(), sshd::trials()]
        .into_iter()
        .flatten()
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}
