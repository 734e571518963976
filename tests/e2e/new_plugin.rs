//! `tickmark plugin new` and `tickmark plugin build`. That what they write builds and passes its own
//! tests needs the languages' tools, and is shown by continuous integration.

use crate::support::{Answer, Assessment};

fn new(place: &Assessment, language: &str, name: &str) -> Answer {
    place.run(&["plugin", "new", "--lang", language, name])
}

#[test]
fn a_new_plugin_says_what_comes_next() {
    for (language, build) in [
        ("rust", "make"),
        ("python", "python build.py"),
        ("javascript", "npm ci && npm run build"),
        ("c", "make"),
        ("go", "make"),
    ] {
        let place = Assessment::new();
        let answer = new(&place, language, "vendor-register");
        assert_eq!(answer.code, 0, "{language}: {}", answer.stderr);
        let next = format!(
            "next:\n  cd vendor-register\n  {build}\n  tickmark plugin test .\n  tickmark check --plugins dist cases/timeout-too-long\n"
        );
        assert!(
            answer.stdout.contains(&next),
            "{language}: {}",
            answer.stdout
        );
        let root = place.path().join("vendor-register");
        let wit = std::fs::read_to_string(root.join("wit/plugin.wit")).unwrap();
        assert!(wit.contains("package tickmark:plugin@0.1.0"), "{language}");
        let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
        assert!(readme.starts_with("# vendor-register\n"), "{language}");
    }
}

#[test]
fn nothing_is_written_over() {
    let place = Assessment::new().file("mine/notes.txt", "keep\n");
    let answer = new(&place, "c", "mine");
    assert_eq!(answer.code, 3);
    assert!(
        answer
            .stderr
            .contains("mine is there already and is not empty"),
        "{}",
        answer.stderr
    );
    assert!(!place.path().join("mine/README.md").exists());
    std::fs::create_dir(place.path().join("empty")).unwrap();
    assert_eq!(
        new(&place, "c", "empty").code,
        0,
        "an empty directory is free"
    );
}

#[test]
fn names_that_cannot_be_ids_are_refused() {
    let place = Assessment::new();
    for name in ["Vendor", "vendor_register", "../vendor", "2fa", "a--b"] {
        let answer = new(&place, "go", name);
        assert_eq!(answer.code, 3, "{name}");
        assert!(
            answer.stderr.contains("cannot be a plugin's name"),
            "{name}: {}",
            answer.stderr
        );
    }
    let answer = new(&place, "go", "sshd-config");
    assert_eq!(answer.code, 3);
    assert!(
        answer
            .stderr
            .contains("the name of a plugin that came with the program"),
        "{}",
        answer.stderr
    );
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn what_is_no_module_for_the_world_is_not_built() {
    let build = |content: &[u8]| {
        let place = Assessment::new().file("in.wasm", content);
        let answer = place.run(&["plugin", "build", "in.wasm", "--output", "dist/out.wasm"]);
        assert_eq!(answer.code, 3, "{}", answer.stdout);
        assert!(!place.path().join("dist").exists());
        answer.stderr
    };
    let text = build(b"hello");
    assert!(text.contains("the file is no WebAssembly module"), "{text}");
    let empty = build(&wat::parse_str("(module)").unwrap());
    assert!(
        empty.contains("generate its bindings from this version of the contract"),
        "{empty}"
    );
    let component = build(&wat::parse_str("(component)").unwrap());
    assert!(component.contains("is a component already"), "{component}");
    let missing = Assessment::new().run(&["plugin", "build", "none.wasm", "-o", "out.wasm"]);
    assert_eq!(missing.code, 3);
    assert!(
        missing.stderr.contains("cannot read none.wasm"),
        "{}",
        missing.stderr
    );
}
