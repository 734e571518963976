//! What the three readers have in common, and where each is strict.

use super::*;

fn json(text: &str) -> Result<Document, Problem> {
    Document::json(&Rc::from("a.json"), text.as_bytes())
}

fn yaml(text: &str) -> Result<Document, Problem> {
    Document::yaml(&Rc::from("a.yaml"), text.as_bytes())
}

fn toml(text: &str) -> Result<Document, Problem> {
    Document::toml(&Rc::from("a.toml"), text.as_bytes())
}

fn place(line: u32, column: u32, pointer: &str) -> Location {
    Location {
        path: String::new(),
        line: Some(line),
        column: Some(column),
        pointer: Some(pointer.to_owned()),
    }
}

fn place_of(value: &At<'_>) -> Location {
    Location {
        path: String::new(),
        ..value.place()
    }
}

#[test]
fn each_value_knows_its_line_column_and_pointer() {
    let document = json("{\n  \"a/b\": [1, {\"c~\": true}]\n}\n").unwrap();
    let value = document
        .root()
        .get("a/b")
        .unwrap()
        .items()
        .nth(1)
        .unwrap()
        .get("c~")
        .unwrap();
    assert_eq!(value.as_bool(), Some(true));
    assert_eq!(place_of(&value), place(2, 21, "/a~1b/1/c~0"));

    let document = yaml("a:\n  - x\n  - b: 2\n").unwrap();
    let value = document
        .root()
        .get("a")
        .unwrap()
        .items()
        .nth(1)
        .unwrap()
        .get("b")
        .unwrap();
    assert_eq!(value.as_i64(), Some(2));
    assert_eq!(place_of(&value), place(3, 8, "/a/1/b"));

    let document = toml("[a]\nb = 2026-01-02\n[[c]]\nd = 1.5\n").unwrap();
    let value = document.root().path(&["a", "b"]).unwrap();
    assert_eq!(value.as_str(), Some("2026-01-02"));
    assert_eq!(place_of(&value), place(2, 5, "/a/b"));
}

#[test]
fn columns_count_characters_not_bytes() {
    let document = json("{\"ä\": \"ö\", \"b\": 1}").unwrap();
    assert_eq!(document.root().get("b").unwrap().place().column, Some(17));
}

#[test]
fn a_doubled_key_is_a_problem() {
    assert_eq!(
        json("{\"enabled\": false,\n \"enabled\": true}")
            .unwrap_err()
            .place
            .line,
        Some(2)
    );
    assert_eq!(yaml("a: 1\nb: 2\na: 3\n").unwrap_err().place.line, Some(3));
    assert!(toml("a = 1\na = 2\n").is_err());
}

#[test]
fn json_is_read_strictly() {
    for text in [
        "",
        "{",
        "[1,]",
        "{a: 1}",
        "// c\n1",
        "{'a': 1}",
        "[1 2]",
        "{\"a\": 1} x",
        "NaN",
        "0x1",
        "[+1]",
        "\"\\x41\"",
        "01",
    ] {
        assert!(json(text).is_err(), "{text:?} is not JSON");
    }
    for text in ["null", " [] ", "-1.5e+10", "\"\\u00e4\\n\"", "{\"\": {}}"] {
        assert!(json(text).is_ok(), "{text:?} is JSON");
    }
}

#[test]
fn yaml_scalars_follow_the_core_schema() {
    let document =
        yaml("a: no\nb: true\nc: '1'\nd: 1\ne: ~\nf:\ng: 1.50\nh: 2026-01-02\n").unwrap();
    let root = document.root();
    assert_eq!(root.get("a").unwrap().as_str(), Some("no"));
    assert_eq!(root.get("b").unwrap().as_bool(), Some(true));
    assert_eq!(root.get("c").unwrap().as_str(), Some("1"));
    assert_eq!(root.get("d").unwrap().as_i64(), Some(1));
    assert!(root.get("e").unwrap().is_null());
    assert!(root.get("f").unwrap().is_null());
    assert_eq!(root.get("g").unwrap().summary(), "1.50");
    assert_eq!(root.get("h").unwrap().as_str(), Some("2026-01-02"));
}

#[test]
fn yaml_aliases_are_expanded_within_a_budget() {
    let document = yaml("a: &x {k: 1}\nb: *x\n").unwrap();
    assert_eq!(document.root().path(&["b", "k"]).unwrap().as_i64(), Some(1));
    assert!(yaml("a: &x [*x]\n").is_err());

    let mut bomb = "l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n".to_owned();
    for level in 1..9 {
        let previous = format!("*l{}, ", level - 1).repeat(10);
        writeln!(bomb, "l{level}: &l{level} [{previous}]").unwrap();
    }
    assert!(yaml(&bomb).unwrap_err().message.contains("expand too far"));
}

#[test]
fn deep_nesting_is_a_problem_not_a_crash() {
    let deep = 100_000;
    assert!(json(&"[".repeat(deep)).is_err());
    assert!(json(&format!("{}{}", "[".repeat(300), "]".repeat(300))).is_err());
    assert!(yaml(&"[".repeat(deep)).is_err());
    assert!(yaml(&"- ".repeat(deep)).is_err());
    assert!(toml(&format!("a = {}", "[".repeat(deep))).is_err());
}

#[test]
fn several_yaml_documents_are_kept_apart() {
    let documents = Document::yaml_all(&Rc::from("a.yaml"), b"a: 1\n---\na: 2\n---\n").unwrap();
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[1].root().get("a").unwrap().place().line, Some(3));
    assert!(yaml("a: 1\n---\na: 2\n").is_err());
}

#[test]
fn other_encodings_are_named_not_guessed() {
    let utf16 = Document::json(&Rc::from("a.json"), b"\xff\xfe{\0}\0").unwrap_err();
    assert!(utf16.message.contains("UTF-16"));
    let latin1 = Document::json(&Rc::from("a.json"), b"{\n\"a\": \"\xe4\"}").unwrap_err();
    assert_eq!(latin1.place.line, Some(2));
}

#[test]
fn a_document_inside_another_file_counts_the_lines_before_it() {
    let document = yaml("a: 1\n").unwrap().shifted(3);
    assert_eq!(document.root().get("a").unwrap().place().line, Some(4));
}

#[test]
fn json_lines_are_read_one_by_one() {
    let path = Rc::from("a.jsonl");
    let text = b"{\"a\": 1}\r\n\n{\"a\": \n{\"a\": \"\xe4\"}\n{\"a\": 2, \"b\": 3}";
    let lines: Vec<_> = Document::json_lines(&path, text).collect();
    assert_eq!(lines.len(), 4);
    let first = lines[0].as_ref().unwrap().root().get("a").unwrap();
    assert_eq!(place_of(&first), place(1, 7, "/a"));
    let problem = lines[1].as_ref().unwrap_err();
    assert_eq!(problem.place.line, Some(3));
    assert!(problem.message.starts_with("the line is not valid JSON"));
    assert_eq!(lines[2].as_ref().unwrap_err().place.line, Some(4));
    let last = lines[3].as_ref().unwrap().root().get("b").unwrap();
    assert_eq!(place_of(&last), place(5, 15, "/b"));
}

#[test]
fn json_lines_without_a_value_are_a_problem() {
    let path = Rc::from("a.jsonl");
    for text in [&b""[..], b"\n \r\n", b"\xff\xfe{\0}\0\n\0"] {
        let lines: Vec<_> = Document::json_lines(&path, text).collect();
        assert_eq!(lines.len(), 1);
        assert!(lines[0].is_err());
    }
}

#[test]
fn json_errors_stand_where_they_are() {
    for (text, line, column) in [
        ("{\n  \"a\": 1,\n}", 3, 1),
        ("[1,\n 2\n 3]", 3, 2),
        ("{\"a\" 1}", 1, 6),
        ("{\"a\": 1, \"b\": 2, \"a\": 3}", 1, 18),
        ("{\"ä\": tru}", 1, 8),
        ("[1", 1, 3),
        ("{\"a\": 1} x", 1, 10),
    ] {
        let problem = json(text).unwrap_err();
        assert_eq!(
            (problem.place.line, problem.place.column),
            (Some(line), Some(column)),
            "{text:?}: {}",
            problem.message
        );
    }
    assert!(json("[1").unwrap_err().message.contains("ends too early"));
}

#[test]
fn a_doubled_key_is_found_among_many_and_past_nested_objects() {
    let keys = |count: usize, last: &str| {
        let keys: Vec<_> = (0..count)
            .map(|key| format!("\"k{key}\": {{\"k1\": 0}}"))
            .collect();
        format!("{{{}, \"{last}\": 1}}", keys.join(", "))
    };
    for count in [2, 15, 16, 17, 100] {
        assert!(json(&keys(count, "other")).is_ok());
        assert!(json(&keys(count, "k0")).is_err());
        assert!(json(&keys(count, &format!("k{}", count - 1))).is_err());
    }
    assert!(json("{\"\\u0061\": 1, \"a\": 2}").is_err());
}

#[test]
fn json_texts_and_numbers_are_kept_as_they_are() {
    let long = "x".repeat(100);
    let document = json(&format!(
        "[\"a\\u00e4\\ud83d\\ude00\\\"\", 1.50e+3, -0, 123456789012345678901234567890, \"{long}\"]"
    ))
    .unwrap();
    let root = document.root();
    let summaries: Vec<_> = root.items().map(|item| item.summary()).collect();
    assert_eq!(
        summaries,
        [
            "aä😀\"",
            "1.50e+3",
            "-0",
            "123456789012345678901234567890",
            &long
        ]
    );
    for text in [
        "\"\\ud83d\"",
        "\"\\udc00\"",
        "\"a\u{1}\"",
        "1.",
        "-",
        "1e",
        "00",
        "-01",
        "\"\\u12\"",
    ] {
        assert!(json(text).is_err(), "{text:?} is not JSON");
    }
}

#[test]
fn megabytes_on_one_line_are_read_at_once() {
    let row = "{\"name\":\"röw\",\"size\":10,\"list\":[true,null]}";
    let rows = 50_000;
    let document = json(&format!("[{}]", vec![row; rows].join(","))).unwrap();
    let last = document.root().items().last().unwrap();
    assert_eq!(last.get("name").unwrap().as_str(), Some("röw"));
    let before = 1 + (row.chars().count() + 1) * (rows - 1);
    assert_eq!(last.place().column, u32::try_from(before + 1).ok());
}

#[test]
fn a_report_of_one_long_line_is_walked_once() {
    // A hundred thousand values on one line: the square of it would take minutes.
    let values: Vec<String> = (0..100_000).map(|value| format!("\"ä{value}\"")).collect();
    let text = format!("[{}]", values.join(","));
    let document = json(&text).unwrap();
    let last = document.root().items().last().unwrap();
    let before = text.rfind("\"ä").unwrap();
    let column = u32::try_from(text[..before].chars().count() + 1).unwrap();
    assert_eq!(place_of(&last), place(1, column, "/99999"));
}

#[test]
fn offsets_may_be_asked_for_in_any_order() {
    let index = LineIndex::new("äbc\ndéf");
    assert_eq!(index.position(8), (2, 3));
    assert_eq!(index.position(2), (1, 2));
    assert_eq!(index.position(6), (2, 2));
    assert_eq!(index.position(3), (1, 3));
    assert_eq!(index.position(5), (2, 1));
}
