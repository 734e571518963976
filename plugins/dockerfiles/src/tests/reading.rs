//! How files are read: directives, continued lines, here-documents, damage.

use tickmark_plugin::testing::damaged;

use super::*;

const GOOD: &str = "# syntax=docker/dockerfile:1\nARG GO=1.25\nFROM golang:${GO} AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/api ./cmd/api\n\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /out/api /api\nEXPOSE 8080\nUSER 65532:65532\nHEALTHCHECK CMD [\"/api\", \"health\"]\nENTRYPOINT [\"/api\"]\n";

/// Whether the user of a file can be told, and who it is.
fn user(text: &str) -> String {
    only(&examine(text), "runs-as-own-user").actual.clone()
}

#[test]
fn a_good_file_passes_everything_it_is_judged_by() {
    // The one image without a version has its user from its tag.
    let report = examine(GOOD);
    for finding in &report.findings {
        assert_eq!(finding.outcome, Outcome::Pass, "{finding:#?}");
    }
}

#[test]
fn lines_are_continued_by_the_escape_that_the_file_names() {
    assert_eq!(user("FROM a:1\nUSER \\\n# no\n\n  app\n"), "USER app");
    assert_eq!(user("# escape=`\nFROM a:1\nUSER `\n  app\n"), "USER app");
    assert_eq!(
        user("# Escape = `\nFROM a:1\nRUN dir C:\\\nUSER app\n"),
        "USER app"
    );
    assert_eq!(user("FROM a:1\nRUN echo \\\\\nUSER app\n"), "USER app");
    // A directive after any other comment is a comment.
    assert_eq!(
        user("# hello\n# escape=`\nFROM a:1\nUSER \\\napp\n"),
        "USER app"
    );
    assert_eq!(user("FROM a:1\r\nUSER app\r\n"), "USER app");
}

#[test]
fn here_documents_are_no_instructions() {
    for text in [
        "FROM a:1\nUSER app\nRUN <<EOF\nUSER root\nEOF\n",
        "FROM a:1\nUSER app\nRUN cat <<'EOF' > /x && true\nUSER root\nEOF\n",
        "FROM a:1\nUSER app\nRUN cat <<A <<-B\nUSER root\nA\nUSER root\n\tB\n",
        "FROM a:1\nUSER app\nCOPY <<\"EOF\" /x\nUSER root\nEOF\n",
        "FROM a:1\nUSER app\nONBUILD RUN <<EOF\nUSER root\nEOF\n",
        "FROM a:1\nUSER app\nCMD cat <<EOF\n",
        "FROM a:1\nUSER app\nRUN cat <<<word\n",
    ] {
        assert_eq!(user(text), "USER app", "{text}");
    }
    assert_eq!(
        outcome("FROM a:1\nUSER app\nRUN <<EOF\ntrue\n", "runs-as-own-user"),
        Outcome::Inconclusive
    );
}

#[test]
fn what_is_no_dockerfile_is_inconclusive_for_every_control() {
    for text in [
        "",
        "# only a comment\n",
        "ARG A=1\n",
        "RUN true\n",
        "FROM\n",
        "FROM a b c d\n",
        "FROM a:1\nUSR app\n",
        "FROM a:1\nUSER\n",
        "# escape=x\nFROM a:1\n",
        "FROM a:1\nONBUILD ONBUILD RUN x\n",
    ] {
        let report = examine(text);
        assert!(report.findings.len() >= 8, "{text}");
        for finding in &report.findings {
            assert_eq!(finding.outcome, Outcome::Inconclusive, "{text}");
            assert!(!finding.locations.is_empty());
        }
    }
}

#[test]
fn no_damage_panics_and_what_has_no_stage_passes_nothing() {
    for (name, content) in damaged(GOOD.as_bytes()) {
        let evidence = MemoryEvidence::new().file("dockerfiles", PATH, content.clone());
        let report = run::<Dockerfiles>("{}", "2026-11-22", &evidence).unwrap();
        assert!(!report.findings.is_empty(), "{name}");
        let passes = report
            .findings
            .iter()
            .any(|finding| finding.outcome == Outcome::Pass);
        let stage = String::from_utf8(content).is_ok_and(|text| text.contains("FROM g"));
        assert!(!passes || stage, "{name}");
    }
}

#[test]
fn hostile_files_are_bounded() {
    let growing: String = (0..200).map(|_| "ENV A=$A$A$A$A\n").collect();
    examine(&format!("FROM a:1\nENV A=x\n{growing}USER $A\n"));
    let numbered = |count: usize, text: &str| -> String {
        (0..count)
            .map(|number| text.replace('#', &number.to_string()))
            .collect()
    };
    assert_eq!(
        outcome(&numbered(2000, "FROM a:1 AS s#\n"), "runs-as-own-user"),
        Outcome::Inconclusive
    );
    let variables = numbered(5000, "ENV A#=1\n");
    assert_eq!(
        outcome(&format!("FROM a:1\n{variables}"), "runs-as-own-user"),
        Outcome::Inconclusive
    );
    examine(&format!("FROM a:1\nRUN {}\n", "[".repeat(100_000)));
    examine(&format!("FROM a:1\n{}", "RUN \\\n".repeat(50_000)));
}
