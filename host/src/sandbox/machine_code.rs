//! Loading machine code: the one place where this program trusts bytes to be what they say.

#[cfg(target_os = "linux")]
use std::fs::File;
use std::io::{Read as _, Seek as _};
#[cfg(target_os = "linux")]
use std::os::fd::AsRawFd as _;

use wasmtime::component::Component;
use wasmtime::{Config, Engine};

use super::compile::{Code, Compiled};

/// Loads machine code from where it is, when that is possible: then only what runs is ever read, and nothing
/// is copied.
pub(super) fn load(engine: &Engine, code: &Compiled) -> wasmtime::Result<Component> {
    match &code.0 {
        Code::Program(bytes) => {
            #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
            if in_place::claim(bytes)
                && let Ok(component) = deserialize(engine, Loadable::InPlace(bytes))
            {
                return Ok(component);
            }
            deserialize(engine, Loadable::Bytes(bytes))
        }
        Code::Bytes(bytes) => deserialize(engine, Loadable::Bytes(bytes)),
        Code::File(file, length) => {
            #[cfg(target_os = "linux")]
            if let Ok(component) = deserialize(engine, Loadable::File(file)) {
                return Ok(component);
            }
            // Without /proc, and elsewhere, the code is read.
            let mut bytes = Vec::new();
            let mut file = file.as_ref();
            file.rewind()?;
            file.take(*length).read_to_end(&mut bytes)?;
            deserialize(engine, Loadable::Bytes(&bytes))
        }
    }
}

/// Machine code in the form in which it is loaded. Made only from a [`Compiled`].
#[derive(Clone, Copy)]
enum Loadable<'a> {
    Bytes(&'a [u8]),
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    InPlace(&'static [u8]),
    #[cfg(target_os = "linux")]
    File(&'a File),
}

#[expect(unsafe_code, reason = "the one place where machine code is loaded")]
fn deserialize(engine: &Engine, code: Loadable<'_>) -> wasmtime::Result<Component> {
    // SAFETY: these functions run whatever machine code they are given, so the bytes must be what this
    // version of wasmtime, configured alike, made of a component. A `Compiled` only ever holds code
    // from one of three places:
    // - this program's own build script;
    // - its own compile worker, read from a pipe;
    // - an entry of the compile cache, where an earlier run put what its worker had made. The entry
    //   was opened once, without following links, below a directory that was opened once; that
    //   directory and that file belong to the user who runs this program, and nobody else may write
    //   to either. So whoever could have put other bytes there could as well replace this program or
    //   change its memory: against them no check helps, and a keyed one would only hide its key in
    //   the same place. Against accidents the whole file was hashed and found to be what was written
    //   for this component, this exact release and configuration of wasmtime, this processor and this
    //   release of the program.
    // A mapped file must not change while it is mapped. It is the very file that was hashed, reached
    // through its descriptor and not by its name. This program never writes to an entry: it makes a
    // new file and renames it, and removes files only by name, which leaves the mapped one as it is.
    // Code that is used in place must stay as it is for as long as a component is: it is a constant of
    // this program, which lives as long as the process and which nothing can write to. It is claimed
    // before, so that it becomes one component only.
    // A file that a person offers as a plugin never becomes a `Compiled`. What remains is a compiler
    // bug that hostile wasm exploits inside the worker; that limit is stated in the README.
    unsafe {
        match code {
            Loadable::Bytes(bytes) => Component::deserialize(engine, bytes),
            #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
            Loadable::InPlace(bytes) => Component::deserialize_raw(engine, bytes.into()),
            #[cfg(target_os = "linux")]
            Loadable::File(file) => {
                let path = format!("/proc/self/fd/{}", file.as_raw_fd());
                Component::deserialize_file(engine, path)
            }
        }
    }
}

/// Lets an engine run code that it did not map itself.
pub(super) fn allow_in_place(config: &mut Config) {
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    config.with_custom_code_memory(Some(std::sync::Arc::new(in_place::Pages)));
    #[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
    let _ = config;
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod in_place {
    use std::collections::BTreeSet;
    use std::sync::{Mutex, PoisonError};

    use rustix::mm::{MprotectFlags, mprotect};
    use wasmtime::CustomCodeMemory;

    use crate::sandbox::Pages as Constant;

    /// Whether nobody has asked for this code in place. Wasmtime knows code by its address, so that no two
    /// components may run the same bytes; whoever comes second makes a copy.
    pub(super) fn claim(code: &'static [u8]) -> bool {
        static CLAIMED: Mutex<BTreeSet<usize>> = Mutex::new(BTreeSet::new());
        let mut claimed = CLAIMED.lock().unwrap_or_else(PoisonError::into_inner);
        claimed.insert(code.as_ptr().addr())
    }

    /// Pages of memory that are read and run, and not written.
    pub(super) struct Pages;

    impl CustomCodeMemory for Pages {
        fn required_alignment(&self) -> usize {
            align_of::<Constant<0>>()
        }

        #[expect(unsafe_code, reason = "an engine cannot run code in place without it")]
        fn publish_executable(&self, start: *const u8, length: usize) -> wasmtime::Result<()> {
            let flags = MprotectFlags::READ | MprotectFlags::EXEC;
            // SAFETY: only the engine has one of these, and calls it for the machine code of a component
            // that `deserialize` was given: either memory that the engine mapped for it and no longer writes
            // to, or a constant of this program. What shares its last page lies behind the code in the same
            // file and is only read. Nothing loses a right that it uses.
            unsafe { mprotect(start.cast_mut().cast(), length, flags) }?;
            Ok(())
        }

        /// Code of the engine's own is unmapped next. That of the program does no harm where it is.
        fn unpublish_executable(&self, _: *const u8, _: usize) -> wasmtime::Result<()> {
            Ok(())
        }
    }
}
