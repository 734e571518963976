//! Base images, downloads, secrets.

use super::*;

const PINNED: &str = "images-pinned";
const SECRETS: &str = "no-secrets-in-the-image";

#[test]
fn images_want_a_version_or_a_digest() {
    let digest = "0a".repeat(32);
    for (image, version, by_digest) in [
        ("alpine", Outcome::Fail, Outcome::Fail),
        ("alpine:latest", Outcome::Fail, Outcome::Fail),
        ("localhost:5000/a", Outcome::Fail, Outcome::Fail),
        ("alpine:3.20", Outcome::Pass, Outcome::Fail),
        ("$A", Outcome::Inconclusive, Outcome::Inconclusive),
        (
            &format!("alpine@sha256:{digest}"),
            Outcome::Pass,
            Outcome::Pass,
        ),
        (
            &format!("alpine:latest@sha256:{digest}"),
            Outcome::Pass,
            Outcome::Pass,
        ),
    ] {
        let text = format!("ARG A\nFROM --platform=linux/amd64 {image} AS x\n");
        assert_eq!(outcome(&text, PINNED), version, "{image}");
        let report = configured(r#"{"pin-images-by": "digest"}"#, &text);
        assert_eq!(only(&report, PINNED).outcome, by_digest, "{image}");
    }
}

#[test]
fn every_image_that_is_used_counts_and_stages_are_none() {
    let text = "FROM golang:1.25 AS build\nRUN --mount=type=bind,from=acme/tools,target=/t make\nFROM build\nCOPY --from=build /a /a\nCOPY --from=0 /b /b\nCOPY --from=nginx:1.27 /c /c\nFROM scratch\n";
    assert_eq!(
        examine(text).outcomes(PINNED),
        [
            ("api/Dockerfile, image docker.io/acme/tools", Outcome::Fail),
            (
                "api/Dockerfile, image docker.io/library/golang",
                Outcome::Pass
            ),
            (
                "api/Dockerfile, image docker.io/library/nginx",
                Outcome::Pass
            ),
        ]
    );
    let none = examine("FROM scratch\n");
    let population = none
        .populations
        .iter()
        .find(|population| population.control == PINNED)
        .unwrap();
    assert_eq!((population.size, population.shown_by.len()), (0, 1));
}

#[test]
fn registries_are_claimed_only_where_they_are_configured() {
    const CONTROL: &str = "base-images-from-allowed-registries";
    assert!(examine("FROM a:1\n").outcomes(CONTROL).is_empty());
    let config = r#"{"allowed-registries": ["ghcr.io/acme", "docker.io/library"]}"#;
    for (image, expected) in [
        ("alpine:3", Outcome::Pass),
        ("ghcr.io/acme/x:1", Outcome::Pass),
        ("ghcr.io/acme-evil/x:1", Outcome::Fail),
        ("acme/x:1", Outcome::Fail),
        ("$A", Outcome::Inconclusive),
    ] {
        let report = configured(config, &format!("ARG A\nFROM {image}\n"));
        assert_eq!(only(&report, CONTROL).outcome, expected, "{image}");
    }
}

#[test]
fn what_add_fetches_wants_a_checksum_or_a_commit() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    for (add, expected) in [
        ("a.tgz /a".to_owned(), Outcome::Pass),
        ("https://x.example/a.tgz /a".to_owned(), Outcome::Fail),
        (
            "[\"HTTPS://x.example/a\", \"/a\"]".to_owned(),
            Outcome::Fail,
        ),
        (
            "--checksum=sha256:00 https://x.example/a /a".to_owned(),
            Outcome::Pass,
        ),
        (
            "--checksum= https://x.example/a /a".to_owned(),
            Outcome::Fail,
        ),
        (
            "--checksum=$SUM https://x.example/a /a".to_owned(),
            Outcome::Inconclusive,
        ),
        ("git@github.com:acme/x.git /x".to_owned(), Outcome::Fail),
        (
            format!("https://github.com/acme/x.git#{commit} /x"),
            Outcome::Pass,
        ),
        (
            "https://github.com/acme/x.git#v1 /x".to_owned(),
            Outcome::Fail,
        ),
        ("${SRC} /x".to_owned(), Outcome::Inconclusive),
        ("https://u:p@x.example/a /a".to_owned(), Outcome::Fail),
    ] {
        let report = examine(&format!("FROM a:1\nADD {add}\n"));
        let finding = only(&report, "added-files-verified");
        assert_eq!(finding.outcome, expected, "{add}");
        assert!(!finding.actual.contains("u:p"), "logins are not repeated");
    }
}

#[test]
fn downloads_are_not_run_unseen() {
    for (run, expected) in [
        ("RUN curl -sSf https://x.example | sh", Outcome::Fail),
        ("RUN curl -s x | python3 -", Outcome::Fail),
        // What is piped into a program that stands in the Dockerfile is data.
        (
            "RUN curl -s x | python3 -c \"import json,sys; print(json.load(sys.stdin)['v'])\"",
            Outcome::Pass,
        ),
        ("RUN [\"/bin/sh\", \"-c\", \"curl x | sh\"]", Outcome::Fail),
        ("RUN <<EOF\nset -e\ncurl x | bash\nEOF", Outcome::Fail),
        ("ONBUILD RUN wget -O- x | sh", Outcome::Fail),
        ("RUN curl x \\\n  # fetch and run\n\n  | sh", Outcome::Fail),
        (
            "RUN curl -o x x && sha256sum -c sums && sh x",
            Outcome::Pass,
        ),
        ("CMD curl x | sh", Outcome::Pass),
    ] {
        let text = format!("FROM a:1\n{run}\n");
        assert_eq!(
            outcome(&text, "downloads-not-run-unseen"),
            expected,
            "{run}"
        );
    }
}

#[test]
fn sudo_is_found_as_a_command_only() {
    for (run, expected) in [
        ("sudo apt-get update", Outcome::Fail),
        ("true && A=1 sudo -u x y", Outcome::Fail),
        ("apt-get install -y sudo", Outcome::Pass),
        ("echo sudo", Outcome::Pass),
    ] {
        let text = format!("FROM a:1\nRUN {run}\n");
        assert_eq!(outcome(&text, "sudo-not-used"), expected, "{run}");
    }
}

#[test]
fn secrets_are_found_by_name_by_mark_and_by_file() {
    let token = format!("ghp_{}", "a1".repeat(18));
    for (line, expected) in [
        ("ENV DB_PASSWORD=hunter2".to_owned(), Outcome::Fail),
        ("ENV db_password hunter2 and more".to_owned(), Outcome::Fail),
        ("ARG NPM_TOKEN".to_owned(), Outcome::Fail),
        ("ARG API_KEY=x".to_owned(), Outcome::Fail),
        ("ENV PUBLIC_KEY=abc".to_owned(), Outcome::Pass),
        (
            "ENV DB_PASSWORD_FILE=/run/secrets/db".to_owned(),
            Outcome::Pass,
        ),
        ("ENV DB_PASSWORD=/run/secrets/db".to_owned(), Outcome::Pass),
        ("ENV DB_PASSWORD=".to_owned(), Outcome::Pass),
        ("ENV MONKEY=1 KEYBOARD=2".to_owned(), Outcome::Pass),
        (format!("ENV NAME={token}"), Outcome::Fail),
        (format!("RUN curl -u x:{token} y"), Outcome::Fail),
        (format!("COPY <<EOF /etc/x\n{token}\nEOF"), Outcome::Fail),
        ("COPY .env /app/".to_owned(), Outcome::Fail),
        ("COPY a .ssh/id_rsa /root/.ssh/".to_owned(), Outcome::Fail),
        (
            "ADD [\"tls/server.key\", \"/etc/\"]".to_owned(),
            Outcome::Fail,
        ),
        ("COPY --from=0 /root/.ssh /x".to_owned(), Outcome::Pass),
        ("COPY .env.example src /app/".to_owned(), Outcome::Pass),
        (
            "RUN --mount=type=secret,id=npm make".to_owned(),
            Outcome::Pass,
        ),
    ] {
        let report = examine(&format!("FROM a:1\n{line}\n"));
        let finding = only(&report, SECRETS);
        assert_eq!(finding.outcome, expected, "{line}");
        let told = format!("{:?}", report.findings);
        assert!(
            !told.contains(&token) && !told.contains("hunter2"),
            "{line}"
        );
    }
    let report = configured(
        r#"{"harmless-names": ["token_issuer"]}"#,
        "FROM a:1\nENV TOKEN_ISSUER=x\n",
    );
    assert_eq!(only(&report, SECRETS).outcome, Outcome::Pass);
}

#[test]
fn earlier_stages_count_and_are_named() {
    let report = examine("FROM a:1 AS b\nARG NPM_TOKEN\nFROM a:1\n");
    let finding = only(&report, SECRETS);
    assert_eq!(finding.outcome, Outcome::Fail);
    assert_eq!(finding.actual, "ARG NPM_TOKEN (in an earlier stage)");
    assert_eq!(finding.locations[0].line, Some(2));
}
