//! The compile cache: it saves time where it can be trusted, and costs nothing but time where it cannot.
//! Each of these runs ends in the same result.

#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::guests::{guest, hostile, with_custom_section};
use crate::support::{Answer, Assessment, answer, command};
use crate::unprivileged::{self, is_root};

/// What stands behind the code: magic (16), key (32), length (8), SHA-256 (32).
const SEAL: usize = 88;

/// An assessment whose one plugin did not come with the program, and a cache of its own.
struct Desk {
    assessment: Assessment,
    /// Holds the cache, so that the cache itself may be missing.
    place: TempDir,
}

impl Desk {
    fn new() -> Self {
        let assessment = Assessment::with_config(
            "[plugins]\ndirectories = [\"plugins\"]\n[[check]]\nplugin = \"hostile\"\n",
        )
        .file("evidence/hostile/a.txt", "")
        .file("plugins/hostile.wasm", hostile());
        Self {
            assessment,
            place: tempfile::tempdir().unwrap(),
        }
    }

    /// One whose cache holds the plugin already.
    fn prepared() -> Self {
        let desk = Self::new();
        assert_eq!(desk.compiles(), "compiled");
        desk
    }

    fn cache(&self) -> PathBuf {
        self.place.path().join("cache")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(self.assessment.path(), arguments);
        command.env("TICKMARK_CACHE_DIR", self.cache());
        command
    }

    fn run(&self, arguments: &[&str]) -> Answer {
        answer(self.command(arguments))
    }

    /// Runs `plugin compile` and gives what it did with the plugin.
    fn compiles(&self) -> String {
        did(&self.run(&["plugin", "compile", "plugins"]))
    }

    /// Runs `check`, which must end as if there were no cache, and gives what was said about it.
    fn checks(&self) -> String {
        let answer = self.run(&["check"]);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        answer.stderr
    }

    /// The names of the cache's files, sorted.
    fn files(&self) -> Vec<String> {
        files(&self.cache())
    }

    /// The only entry.
    fn entry(&self) -> PathBuf {
        let files = self.files();
        assert_eq!(files.len(), 1, "{files:?}");
        self.cache().join(&files[0])
    }
}

fn files(directory: &Path) -> Vec<String> {
    let mut files: Vec<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    files
}

/// The first word of what `plugin compile` said.
fn did(answer: &Answer) -> String {
    let word = answer.stdout.split_whitespace().next();
    word.unwrap_or_else(|| panic!("{}", answer.stderr))
        .to_owned()
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn what_was_compiled_once_is_found_the_next_time() {
    let desk = Desk::prepared();
    assert_eq!(desk.compiles(), "cached");
    assert_eq!(desk.checks(), "", "nothing is said when all is well");
    let bits = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(bits(&desk.cache()), 0o700, "nobody else looks into it");
    assert_eq!(bits(&desk.entry()), 0o600);
}

#[test]
fn a_copy_of_an_embedded_plugin_is_neither_compiled_nor_kept() {
    let desk = Desk::new();
    let dist = crate::support::repository().join("plugins/dist/access-review.wasm");
    let answer = desk.run(&["plugin", "compile", dist.to_str().unwrap()]);
    assert_eq!(did(&answer), "embedded");
    assert!(!desk.cache().exists(), "nothing of it was needed");
}

#[test]
fn a_file_that_is_no_plugin_is_named_and_the_others_are_compiled() {
    let desk = Desk::new();
    desk.assessment.write("plugins/broken.wasm", "x");
    let answer = desk.run(&["plugin", "compile", "plugins"]);
    assert_eq!(answer.code, 2);
    assert_eq!(did(&answer), "compiled");
    assert!(
        answer
            .stderr
            .contains("plugins/broken.wasm is no plugin: the file is not WebAssembly"),
        "{}",
        answer.stderr
    );
}

#[test]
fn processes_that_want_the_same_component_wait_for_the_first_one() {
    let desk = Desk::new();
    let children: Vec<_> = (0..4)
        .map(|_| {
            desk.command(&["plugin", "compile", "plugins"])
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut words: Vec<String> = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        words.push(text.split_whitespace().next().unwrap().to_owned());
    }
    words.sort();
    assert_eq!(words, ["cached", "cached", "cached", "compiled"]);
    desk.entry();
}

#[test]
fn a_process_that_dies_while_it_compiles_holds_nobody_up() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["plugin", "compile", "plugins"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let is_compiling =
        || desk.cache().is_dir() && desk.files().iter().any(|name| name.contains(".lock"));
    while !is_compiling() {
        assert!(child.try_wait().unwrap().is_none(), "it is too fast");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(desk.compiles(), "compiled");
    desk.entry();
}

#[test]
fn a_damaged_entry_is_made_anew() {
    let desk = Desk::prepared();
    let whole = std::fs::read(desk.entry()).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let longer = [&whole[..], b"x"].concat();
    let half = &whole[..whole.len() / 2];
    let mut other_layout = whole.clone();
    other_layout[whole.len() - SEAL + 14] = b'9';
    for damaged in [&flipped[..], half, b"", &longer, &other_layout] {
        std::fs::write(desk.entry(), damaged).unwrap();
        assert_eq!(desk.compiles(), "compiled");
        assert_eq!(std::fs::read(desk.entry()).unwrap().len(), whole.len());
        assert_eq!(desk.compiles(), "cached");
    }
}

#[test]
fn an_entry_under_another_components_name_is_not_used_for_it() {
    let desk = Desk::prepared();
    let stolen = desk.entry();
    let other = with_custom_section(hostile());
    desk.assessment.write("plugins/hostile.wasm", other);
    assert_eq!(desk.compiles(), "compiled", "it has a name of its own");
    let files = desk.files();
    let name = files
        .iter()
        .map(|name| desk.cache().join(name))
        .find(|path| *path != stolen)
        .unwrap();
    std::fs::copy(&stolen, &name).unwrap();
    assert_eq!(desk.compiles(), "compiled", "its key is another");
    assert_eq!(desk.compiles(), "cached");
}

#[test]
fn an_entry_of_another_release_is_left_alone() {
    let desk = Desk::prepared();
    let entry = desk.entry();
    let foreign = desk.cache().join("0".repeat(64) + ".code");
    std::fs::rename(&entry, &foreign).unwrap();
    assert_eq!(desk.compiles(), "compiled");
    assert!(entry.exists() && foreign.exists());
}

#[test]
fn whole_machine_code_that_does_not_load_is_made_anew() {
    use sha2::{Digest, Sha256};
    // As if a release of the compiler had been built otherwise and called itself the same.
    let desk = Desk::prepared();
    let entry = std::fs::read(desk.entry()).unwrap();
    let code = b"\x7fELF, but not ours";
    let seal = entry.len() - SEAL;
    let mut forged = code.to_vec();
    forged.extend(&entry[seal..seal + 48]);
    forged.extend((code.len() as u64).to_le_bytes());
    forged.extend(Sha256::digest(code));
    std::fs::write(desk.entry(), forged).unwrap();
    assert_eq!(desk.compiles(), "compiled");
    assert_eq!(std::fs::read(desk.entry()).unwrap().len(), entry.len());
}

#[test]
fn a_directory_that_others_can_write_is_not_trusted() {
    let desk = Desk::prepared();
    for bits in [0o770, 0o707, 0o777, 0o1777] {
        mode(&desk.cache(), bits);
        let said = desk.checks();
        assert!(
            said.contains("warning[cache-unused]")
                && said.contains("the directory can be written by other users")
                && said.contains("chmod go-w"),
            "{bits:o}: {said}"
        );
    }
    let answer = desk.run(&["plugin", "compile", "plugins"]);
    assert_eq!(did(&answer), "compiled", "what it holds is not used");
    assert_eq!(answer.code, 2, "what the command is for was not done");
    mode(&desk.cache(), 0o755);
    assert_eq!(desk.compiles(), "cached", "to be read by others is no harm");
}

#[test]
fn a_directory_of_another_user_is_not_trusted() {
    let desk = Desk::prepared();
    let foreign = if is_root() {
        chown(desk.cache(), Some(65534), None).unwrap();
        desk.cache()
    } else {
        PathBuf::from("/usr")
    };
    let before = files(&foreign);
    let mut command = desk.command(&["check"]);
    let answer = answer({
        command.env("TICKMARK_CACHE_DIR", &foreign);
        command
    });
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(
        answer
            .stderr
            .contains("the directory belongs to another user"),
        "{}",
        answer.stderr
    );
    assert_eq!(files(&foreign), before);
}

#[test]
fn an_entry_that_others_can_write_is_not_trusted() {
    let desk = Desk::prepared();
    let entry = desk.entry();
    let refused = |why: &str| {
        let said = desk.checks();
        assert!(
            said.contains(why) && said.contains("remove the entry"),
            "{said}"
        );
    };
    mode(&entry, 0o660);
    refused("can be written by other users");
    mode(&entry, 0o600);
    if is_root() {
        chown(&entry, Some(65534), None).unwrap();
        refused("belongs to another user");
        chown(&entry, Some(0), None).unwrap();
    }
    let aside = desk.place.path().join("aside");
    std::fs::rename(&entry, &aside).unwrap();
    symlink(&aside, &entry).unwrap();
    refused("is not a regular file");
    std::fs::remove_file(&entry).unwrap();
    std::fs::create_dir(&entry).unwrap();
    refused("is not a regular file");
    std::fs::remove_dir(&entry).unwrap();
    nix::unistd::mkfifo(&entry, nix::sys::stat::Mode::S_IRWXU).unwrap();
    refused("is not a regular file");
    std::fs::remove_file(&entry).unwrap();
    std::fs::rename(&aside, &entry).unwrap();
    assert_eq!(desk.compiles(), "cached", "nothing was lost");
}

#[test]
fn a_directory_that_cannot_be_written_is_still_read() {
    let desk = Desk::new();
    let run = |arguments: &[&str]| {
        unprivileged::give(desk.place.path());
        unprivileged::run(desk.assessment.path(), &desk.cache(), arguments)
    };
    assert_eq!(did(&run(&["plugin", "compile", "plugins"])), "compiled");
    mode(&desk.cache(), 0o500);
    let answer = run(&["check"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(!answer.stderr.contains("cache"), "{}", answer.stderr);
    assert_eq!(did(&run(&["plugin", "compile", "plugins"])), "cached");
    let other = with_custom_section(hostile());
    desk.assessment.write("plugins/hostile.wasm", other);
    let answer = run(&["check"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(
        answer
            .stderr
            .contains("nothing can be added to the compile cache"),
        "{}",
        answer.stderr
    );
    mode(&desk.cache(), 0o700);
}

#[test]
fn a_directory_that_cannot_be_made_costs_a_warning() {
    let desk = Desk::new();
    std::fs::write(desk.cache(), "a file").unwrap();
    let said = desk.checks();
    assert!(said.contains("cannot be used"), "{said}");
    assert_eq!(said.matches("warning[cache-unused]").count(), 1, "{said}");
}

#[test]
fn a_disk_that_is_full_costs_a_warning_and_leaves_nothing_behind() {
    let desk = Desk::new();
    // A limit on the size of files fails in the middle of writing one, as a full disk does.
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -f 1024; exec \"$0\" check"])
        .arg(env!("CARGO_BIN_EXE_tickmark"))
        .current_dir(desk.assessment.path())
        .env_remove("CI")
        .env("TICKMARK_CACHE_DIR", desk.cache());
    let answer = answer(command);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(
        answer
            .stderr
            .contains("nothing can be added to the compile cache"),
        "{}",
        answer.stderr
    );
    assert_eq!(desk.files(), [""; 0]);
    assert_eq!(desk.compiles(), "compiled");
}

#[test]
fn without_the_cache_nothing_is_read_and_nothing_written() {
    let desk = Desk::new();
    let answer = desk.run(&["check", "--no-cache"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(!desk.cache().exists());
    assert_eq!(answer.stderr, "");
}

#[test]
fn a_plugin_that_does_not_compile_leaves_nothing_in_the_cache() {
    let desk = Desk::new();
    let mut broken = guest("unreachable");
    // The last byte of the code section's `unreachable`, made an unknown instruction.
    let position = broken
        .windows(4)
        .rposition(|bytes| bytes == [3, 0, 0, 0x0b])
        .unwrap();
    broken[position + 2] = 0xff;
    desk.assessment.write("plugins/hostile.wasm", broken);
    let answer = desk.run(&["check"]);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    assert!(answer.stderr.contains("is no plugin"), "{}", answer.stderr);
    assert!(!desk.cache().exists() || desk.files().is_empty());
}
