//! What a person gets wrong, and what the program says: the line, what is wrong, and what to do.

use crate::support::{Answer, Assessment, GOOD_CHECK, good};

/// Runs a configuration (the whole file) and returns what the program said.
fn said(config: &str) -> String {
    let assessment = Assessment::new()
        .file("tickmark.toml", config)
        .file("evidence/aws/credential-report.csv", "x");
    let answer = assessment.run(&["check"]);
    assert_eq!(answer.code, 3, "{}", answer.stdout);
    assert!(answer.stdout.is_empty(), "nothing was run");
    neutral(&answer, &assessment)
}

/// What was said, without the scratch directory's name.
fn neutral(answer: &Answer, assessment: &Assessment) -> String {
    let directory = assessment.path().to_str().unwrap();
    answer
        .stderr
        .replace(directory, "DIR")
        .replace("./tickmark.toml", "tickmark.toml")
}

const HEAD: &str = "[assessment]\norganisation = \"Acme\"\nsystem = \"API\"\nas-of = 2026-11-22\n";

fn with(rest: &str) -> String {
    said(&format!("{HEAD}{rest}"))
}

#[test]
fn mistakes_in_the_configuration_are_shown_where_they_are() {
    insta::assert_snapshot!("not-toml", said("[assessment\n"));
    insta::assert_snapshot!(
        "unknown-key",
        said("[assessment]\norganistion = \"Acme\"\nsystem = \"API\"\n")
    );
    insta::assert_snapshot!("unknown-table", with("[chekc]\n"));
    insta::assert_snapshot!("wrong-type", with("[gate]\nminimum-ready = \"half\"\n"));
    insta::assert_snapshot!("out-of-range", with("[gate]\nminimum-ready = 101\n"));
    insta::assert_snapshot!(
        "unknown-criterion",
        with(
            "[scope.not-relevant]\n\"CC6.11\" = \"Because.\"\n[gate]\nrequire-ready = [\"C6.1\"]\n"
        )
    );
    insta::assert_snapshot!(
        "bad-date",
        said("[assessment]\norganisation = \"A\"\nsystem = \"B\"\nas-of = \"22/11/2026\"\n")
    );
    insta::assert_snapshot!(
        "type-2-without-period",
        said("[assessment]\norganisation = \"A\"\nsystem = \"B\"\ntype = 2\n")
    );
    insta::assert_snapshot!("doubled-check", with(&format!("{GOOD_CHECK}{GOOD_CHECK}")));
    insta::assert_snapshot!(
        "unknown-plugin",
        with("[[check]]\nplugin = \"aws-credentials-report\"\n")
    );
    insta::assert_snapshot!(
        "unknown-input",
        with(
            "[[check]]\nplugin = \"aws-credential-report\"\nevidence = { credential-report = \"aws/*.csv\" }\n"
        )
    );
    insta::assert_snapshot!(
        "bad-globs",
        with(
            "[[check]]\nplugin = \"aws-credential-report\"\nevidence = { credential-reports = [\"../aws/*.csv\", \"/etc/passwd\", \"aws/[\", \"a//b\", \"{target}.csv\"] }\n"
        )
    );
    insta::assert_snapshot!(
        "bad-targets",
        with(
            "[[check]]\nplugin = \"aws-credential-report\"\ntargets = \"accounts/*\"\n[[check]]\nplugin = \"aws-credential-report\"\nname = \"two\"\ntargets = [\"a/b\"]\n"
        )
    );
    insta::assert_snapshot!(
        "plugin-config",
        with(
            "[[check]]\nplugin = \"aws-credential-report\"\n[check.config]\nkey-max-age-day = 30\nunused-days = \"many\"\npassword-max-age-days = 0\n"
        )
    );
    insta::assert_snapshot!(
        "bad-waiver",
        with(&format!(
            "{GOOD_CHECK}[[waiver]]\ncontrol = \"console-mfa\"\nsubject = \"*\"\nreason = \"ok\"\nowner = \"Ann Example\"\napproved-by = \"ann  example\"\napproved-on = 2026-01-01\nexpires = 2027-06-01\n"
        ))
    );
}

#[test]
fn several_mistakes_are_named_in_one_run() {
    let text = with("[gate]\nfail-on = \"hihg\"\nminimum = 3\n[[check]]\nplug = \"x\"\n");
    for message in [
        "`fail-on` is \"hihg\"",
        "did you mean `high`?",
        "unknown key `minimum`",
        "unknown key `plug`",
        "the key `plugin` is missing",
    ] {
        assert!(text.contains(message), "{message}: {text}");
    }
}

#[test]
fn paths_that_are_not_there_are_named() {
    let assessment = Assessment::new();
    let answer = assessment.run(&["check", "nowhere"]);
    assert_eq!(answer.code, 3);
    assert!(
        answer.stderr.contains("cannot read nowhere"),
        "{}",
        answer.stderr
    );

    let answer = Assessment::with_config("[evidence]\nroot = \"proofs\"\n").run(&["check"]);
    assert_eq!(answer.code, 3);
    assert!(
        answer.stderr.contains("cannot open the evidence folder"),
        "{}",
        answer.stderr
    );

    let answer = good().run(&["check", "--plugins", "nowhere"]);
    assert_eq!(answer.code, 3);
    assert!(
        answer
            .stderr
            .contains("cannot list the plugin directory nowhere"),
        "{}",
        answer.stderr
    );
}

#[test]
fn a_configuration_that_is_no_text_file_is_named() {
    let answer = Assessment::new()
        .file("tickmark.toml", b"\xff\xfe")
        .run(&["check"]);
    assert_eq!(answer.code, 3);
    assert!(answer.stderr.contains("not UTF-8"), "{}", answer.stderr);
    let directory = Assessment::new().file("tickmark.toml/x", "");
    let answer = directory.run(&["check"]);
    assert_eq!(answer.code, 3);
    assert!(answer.stderr.contains("cannot read"), "{}", answer.stderr);
}

#[test]
fn mistakes_on_the_command_line_end_with_three() {
    for arguments in [
        vec!["chekc"],
        vec!["check", "--as-of", "tomorrow"],
        vec!["check", "--format", "html5"],
        vec!["check", "--jobs", "0"],
        vec!["check", "--format", "json", "--format", "terminal"],
        vec!["check", "--format", "json=nowhere/result.json"],
        vec!["explain"],
        vec!["explain", "CC66.1"],
        vec!["plugin", "inspect", "nothing"],
        vec!["plugin", "inspect", "tickmark.toml.wasm"],
    ] {
        let answer = good().run(&arguments);
        assert_eq!(
            answer.code, 3,
            "{arguments:?}: {}{}",
            answer.stdout, answer.stderr
        );
        assert!(!answer.stderr.is_empty(), "{arguments:?}");
        assert!(!answer.stderr.contains("panicked"), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_loses_no_other_and_ends_with_three() {
    let full = [
        "check",
        "--format",
        "json=/dev/full",
        "--format",
        "terminal",
    ];
    let answer = good().run(&full);
    assert_eq!(answer.code, 3);
    assert!(
        answer.stdout.contains("criteria shown ready"),
        "{}",
        answer.stdout
    );
    assert!(
        answer.stderr.contains("cannot write /dev/full"),
        "{}",
        answer.stderr
    );
}

#[test]
fn an_output_that_is_known_to_be_unwritable_is_refused_before_anything_runs() {
    let assessment = good().file("taken/x", "").file("here.json", "before");
    let refused = |formats: &[&str], why: &str| {
        let mut arguments = vec!["check"];
        for format in formats {
            arguments.extend(["--format", format]);
        }
        let answer = assessment.run(&arguments);
        assert_eq!(answer.code, 3, "{formats:?}: {}", answer.stderr);
        assert_eq!(answer.stdout, "", "{formats:?}");
        assert!(answer.stderr.contains(why), "{}", answer.stderr);
    };
    refused(&["json=here.json", "json=taken"], "taken is a directory");
    refused(
        &["json=here.json", "json=no/where.json"],
        "there is no directory no",
    );
    refused(&["json=here.json/x"], "here.json");
    refused(
        &["json=here.json", "terminal=./here.json"],
        "two formats go to",
    );
    refused(
        &["json=new.json", "terminal=taken/../new.json"],
        "two formats go to",
    );
    refused(&["json", "terminal"], "two formats go to stdout");
    let before = std::fs::read_to_string(assessment.path().join("here.json")).unwrap();
    assert_eq!(before, "before", "nothing was lost");
    assert!(!assessment.path().join("new.json").exists());
}

/// Where a process may have few addresses, it is the machine that is named, not the plugin.
#[test]
#[cfg(target_os = "linux")]
fn a_machine_that_gives_no_memory_is_named() {
    let assessment = good();
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", "ulimit -v 3000000; exec \"$0\" check"])
        .arg(env!("CARGO_BIN_EXE_tickmark"))
        .current_dir(assessment.path());
    let answer = crate::support::answer(command);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    assert!(answer.stdout.contains("ready 0"), "{}", answer.stdout);
    let told = "out-of-memory: this machine gives the plugin no memory";
    assert!(answer.stderr.contains(told), "{}", answer.stderr);
}
