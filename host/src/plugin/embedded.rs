//! The plugins inside the program, compiled when it was built.

use crate::sandbox::{Compiled, Pages};

/// One of them.
pub(super) struct Embedded {
    /// Its file's name, without the extension: the plugin's id.
    pub(super) id: &'static str,
    pub(super) sha256: &'static str,
    pub(super) wasm: &'static [u8],
    pub(super) code: Compiled,
}

// `static EMBEDDED: &[Embedded]` and the machine code that it names, written by the build script.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The plugin of the program that has this SHA-256.
pub(super) fn twin(sha256: &str) -> Option<&'static Embedded> {
    EMBEDDED.iter().find(|embedded| embedded.sha256 == sha256)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{Cancel, Sandbox};

    #[test]
    fn one_component_is_loaded_twice_and_outlives_the_other() {
        let embedded = &EMBEDDED[0];
        let sandboxes = [(); 2].map(|()| Sandbox::new(Cancel::default()).unwrap());
        let [first, second] = sandboxes
            .each_ref()
            .map(|sandbox| sandbox.prepare_trusted(&embedded.code).unwrap());
        let again = sandboxes[0].prepare_trusted(&embedded.code).unwrap();
        drop(first);
        for (sandbox, component) in sandboxes.iter().zip([&again, &second]) {
            let descriptor = sandbox.describe(component, None).unwrap();
            assert_eq!(descriptor.id, embedded.id);
        }
        drop(second);
        assert_eq!(sandboxes[0].describe(&again, None).unwrap().id, embedded.id);
    }

    #[test]
    fn whoever_finds_no_place_has_memory_of_its_own() {
        let embedded = &EMBEDDED[0];
        for places in [0, 1] {
            let sandbox = Sandbox::with_places(Cancel::default(), places).unwrap();
            let component = sandbox.prepare_trusted(&embedded.code).unwrap();
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        for _ in 0..20 {
                            let descriptor = sandbox.describe(&component, None).unwrap();
                            assert_eq!(descriptor.id, embedded.id);
                        }
                    });
                }
            });
        }
    }

    #[test]
    fn every_plugin_takes_turns_when_it_is_asked_often() {
        // With one place, what a plugin consists of is within what each may consist of.
        let sandbox = Sandbox::with_places(Cancel::default(), 1).unwrap();
        for embedded in EMBEDDED {
            let component = sandbox.prepare_trusted(&embedded.code).unwrap();
            let answers = [(); 10].map(|()| {
                let pooled = sandbox.takes_turns(&component);
                let descriptor = sandbox.describe(&component, None).unwrap();
                (pooled, descriptor)
            });
            // Asking counts as an instance too.
            let pooled = answers.iter().filter(|(pooled, _)| *pooled).count();
            assert_eq!(pooled, 6, "{}", embedded.id);
            assert!(
                answers.iter().all(|(_, it)| *it == answers[0].1),
                "{}",
                embedded.id
            );
        }
    }

    #[test]
    fn machine_code_begins_with_a_page() {
        for embedded in EMBEDDED {
            assert!(embedded.code.bytes().as_ptr().addr().is_multiple_of(4096));
        }
    }
}
