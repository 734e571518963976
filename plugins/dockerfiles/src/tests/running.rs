//! Users, ports, health checks.

use super::*;

const USER: &str = "runs-as-own-user";

#[test]
fn the_last_user_of_the_last_stage_decides() {
    for (text, expected) in [
        ("FROM a:1\nUSER app\n", Outcome::Pass),
        ("FROM a:1\nUSER 10001:10001\n", Outcome::Pass),
        ("FROM a:1\nUSER app\nUSER root\n", Outcome::Fail),
        ("FROM a:1\nuser 0\n", Outcome::Fail),
        ("FROM a:1\nUSER 0:app\n", Outcome::Fail),
        ("FROM a:1\nUSER \"root\"\n", Outcome::Fail),
        (
            "FROM a:1 AS build\nUSER app\nFROM a:1\n",
            Outcome::Inconclusive,
        ),
        ("FROM a:1 AS base\nUSER app\nFROM Base\n", Outcome::Pass),
        (
            "FROM a:1 AS base\nUSER app\nFROM base\nUSER root\n",
            Outcome::Fail,
        ),
        ("FROM a:1\nONBUILD USER app\n", Outcome::Inconclusive),
        ("FROM a:1\nENV U=app\nUSER $U\n", Outcome::Pass),
        ("FROM a:1\nARG U=root\nUSER ${U}\n", Outcome::Fail),
        ("FROM a:1\nARG U\nUSER ${U}\n", Outcome::Inconclusive),
        ("FROM a:1\nARG U\nUSER ${U:-root}\n", Outcome::Inconclusive),
        ("FROM a:1\nENV U=app\nARG U=root\nUSER $U\n", Outcome::Pass),
        (
            "FROM a:1 AS b\nENV U=app\nARG V=app\nFROM b\nUSER $U\n",
            Outcome::Pass,
        ),
        (
            "FROM a:1 AS b\nENV U=app\nARG V=app\nFROM b\nUSER $V\n",
            Outcome::Inconclusive,
        ),
        ("ARG U=app\nFROM a:1\nUSER $U\n", Outcome::Inconclusive),
        ("ARG U=app\nFROM a:1\nARG U\nUSER $U\n", Outcome::Pass),
    ] {
        assert_eq!(outcome(text, USER), expected, "{text}");
    }
}

#[test]
fn without_a_user_the_base_image_decides() {
    for (text, expected) in [
        ("FROM scratch\n", Outcome::Fail),
        ("FROM alpine:3.20\n", Outcome::Fail),
        ("FROM docker.io/library/python:3.12\n", Outcome::Fail),
        ("FROM cgr.dev/chainguard/static:latest\n", Outcome::Pass),
        ("FROM cgr.dev/chainguard/wolfi-base:latest\n", Outcome::Fail),
        (
            "FROM cgr.dev/chainguard/kubectl:latest\n",
            Outcome::Inconclusive,
        ),
        (
            "FROM gcr.io/distroless/static-debian12:nonroot\n",
            Outcome::Pass,
        ),
        (
            "FROM gcr.io/distroless/static-debian12\n",
            Outcome::Inconclusive,
        ),
        ("FROM acme/base:1\n", Outcome::Inconclusive),
        ("ARG BASE\nFROM $BASE\n", Outcome::Inconclusive),
        ("ARG BASE=alpine:3.20\nFROM $BASE\n", Outcome::Fail),
    ] {
        assert_eq!(outcome(text, USER), expected, "{text}");
    }
    let report = configured(
        r#"{"images-with-own-user": ["acme/*"]}"#,
        "FROM acme/base:1\n",
    );
    assert_eq!(only(&report, USER).outcome, Outcome::Pass);
}

#[test]
fn the_finding_names_the_deciding_value_and_line() {
    let report = examine("# comment\nFROM a:1\n\nUSER \\\n  root\n");
    let finding = only(&report, USER);
    assert_eq!(finding.actual, "USER root");
    assert_eq!(finding.subject, PATH);
    assert_eq!(finding.locations[0].line, Some(4));
}

#[test]
fn forbidden_ports_are_found_in_every_spelling() {
    for (text, expected) in [
        ("EXPOSE 8080", Outcome::Pass),
        ("EXPOSE 8080 22/tcp", Outcome::Fail),
        ("EXPOSE 20-25", Outcome::Fail),
        ("ENV P=22\nEXPOSE $P", Outcome::Fail),
        ("ARG P\nEXPOSE $P", Outcome::Inconclusive),
        ("EXPOSE ssh", Outcome::Inconclusive),
    ] {
        let text = format!("FROM a:1\n{text}\n");
        assert_eq!(
            outcome(&text, "forbidden-ports-not-offered"),
            expected,
            "{text}"
        );
    }
    let report = configured(r#"{"forbidden-ports": [3389]}"#, "FROM a:1\nEXPOSE 22\n");
    assert_eq!(
        only(&report, "forbidden-ports-not-offered").outcome,
        Outcome::Pass
    );
}

#[test]
fn a_health_check_may_be_inherited_and_may_be_switched_off() {
    const CHECK: &str = "health-check-declared";
    for (text, expected) in [
        (
            "FROM a:1\nHEALTHCHECK --interval=5s CMD curl -f localhost\n",
            Outcome::Pass,
        ),
        ("FROM a:1\nHEALTHCHECK none\n", Outcome::Fail),
        ("FROM a:1\n", Outcome::Fail),
        ("FROM a:1 AS b\nHEALTHCHECK CMD x\nFROM b\n", Outcome::Pass),
        (
            "FROM a:1 AS b\nHEALTHCHECK CMD x\nFROM a:1\n",
            Outcome::Fail,
        ),
    ] {
        assert_eq!(outcome(text, CHECK), expected, "{text}");
    }
    let report = configured(r#"{"leave-out": ["health-check-declared"]}"#, "FROM a:1\n");
    assert!(report.outcomes(CHECK).is_empty());
}
