//! Spellings of people, compared.

use super::*;
use crate::Document;

fn person(text: &str) -> Person {
    Person::new(text).unwrap_or_else(|| panic!("`{text}` names nobody"))
}

fn likeness(one: &str, other: &str) -> Likeness {
    let book = Book::default();
    let there = person(one).likeness(&person(other), &book);
    let back = person(other).likeness(&person(one), &book);
    assert_eq!(there, back, "`{one}` and `{other}` compare alike both ways");
    there
}

#[test]
fn one_person_in_many_spellings_is_one_person() {
    for (one, other) in [
        ("Jane Doe", "jane  DOE"),
        ("Jane Doe", "Doe Jane"),
        ("Jane Doe", "Jane Doe <jane@example.com>"),
        ("Jane Doe <j@example.com>", "J@EXAMPLE.COM"),
        ("Jane Doe", "jane.doe@example.com"),
        ("Jane Doe", "@jane-doe"),
        ("Jane Doe", "Jane Doe (CEO)"),
        (
            "Jane Doe (Co-Founder, Chief Officer (COO), Acme, Inc.)",
            "Jane Doe",
        ),
        ("Jane Doe, CEO", "Jane Doe"),
        ("Jane Doe - Head of Legal", "Jane Doe"),
        ("[Jane Doe](mailto:jane@example.com)", "jane@example.com"),
        ("Jane Doe (jane@example.com)", "jane@example.com"),
        ("@jdoe", "jdoe@example.com"),
        ("@jdoe", "https://github.com/JDoe/"),
        ("CEO", "Chief Executive Officer"),
        ("CISO", "ciso"),
    ] {
        assert_eq!(likeness(one, other), Likeness::Same, "`{one}`, `{other}`");
    }
}

#[test]
fn two_people_are_two_people() {
    for (one, other) in [
        ("Jane Doe", "John Roe"),
        ("Jane Doe", "Bob Doe"),
        ("Jane Doe (CEO)", "Bob Roe (CISO)"),
        (
            "Jane Doe (Information Security)",
            "Bob Roe (Information Security)",
        ),
        ("Jane Doe", "bob.roe@example.com"),
        ("jane@example.com", "bob@example.com"),
        ("Jane Doe <jane@example.com>", "bob@example.com"),
        ("@jane", "@bob"),
        ("Jane", "Bob"),
        ("Board of Directors", "Jane Doe"),
        ("Risk Committee", "CISO"),
        ("Jane", "John"),
    ] {
        assert_eq!(
            likeness(one, other),
            Likeness::Different,
            "`{one}`, `{other}`"
        );
    }
}

#[test]
fn doubt_stays_doubt() {
    for (one, other) in [
        ("J. Doe", "Jane Doe"),
        ("Jane", "Jane Doe"),
        ("Jane A. Doe", "Jane Doe"),
        ("Jane Doe", "Jane Deo Smith, Jane Doe"),
        ("Jane Doe", "Jan Doe"),
        ("José Díaz", "Jose Diaz"),
        ("Jörg Weiß", "Joerg Weiss"),
        ("@sparkle", "Jane Doe"),
        ("@sparkle-pony", "Jane Doe"),
        ("bob@example.com", "Jane Doe"),
        ("@bob", "jane@example.com"),
        ("CEO", "Jane Doe"),
        ("CEO", "CISO"),
        ("security@example.com", "Jane Doe"),
        ("Acme Inc (Jane Doe)", "Jane Doe"),
        ("Jane Doe and Bob Roe", "Jane Doe"),
        ("j.doe@example.com", "jane@example.com"),
        ("Robert", "Bob"),
        ("rob", "Robert"),
        ("Jane Doe (CEO)", "Board Chair"),
        ("Jane Doe", "Chair of the Board"),
        ("Jane Doe", "Secretary of the Risk Committee"),
    ] {
        assert_ne!(
            likeness(one, other),
            Likeness::Different,
            "`{one}`, `{other}`"
        );
    }
}

#[test]
fn declared_spellings_settle_doubt() {
    let book = Book::new(&[
        ["@sparkle", "Jane Doe", "CISO"].map(str::to_owned).to_vec(),
        ["CEO", "Mary Major"].map(str::to_owned).to_vec(),
    ])
    .unwrap();
    for (one, other, expected) in [
        ("@sparkle", "Jane Doe", Likeness::Same),
        ("CISO", "jane.doe@example.com", Likeness::Same),
        ("CEO", "CISO", Likeness::Different),
        ("@sparkle", "Bob Roe", Likeness::Different),
        ("CEO", "Bob Roe", Likeness::Different),
        ("CEO", "@bob", Likeness::Unclear),
    ] {
        assert_eq!(
            person(one).likeness(&person(other), &book),
            expected,
            "`{one}`, `{other}`"
        );
    }
}

#[test]
fn a_declaration_that_says_nothing_is_a_mistake() {
    assert!(Book::new(&[vec!["Jane Doe".to_owned()]]).is_err());
    assert!(Book::new(&[vec!["Jane Doe".to_owned(), "--".to_owned()]]).is_err());
}

fn people(text: &str) -> People {
    People::parse(text).unwrap()
}

#[test]
fn one_independent_approver_is_enough_and_a_doubtful_one_is_not() {
    let independence = |approvers: &str, authors: &str| {
        people(approvers).independence(&people(authors), &Book::default())
    };
    for (approvers, authors, expected) in [
        ("Jane Doe; Mary Major", "Jane Doe", Likeness::Different),
        ("jane doe", "Jane Doe; Bob Roe", Likeness::Same),
        ("Jane Doe; CEO", "Jane Doe", Likeness::Unclear),
        ("Mary Major", "Jane Doe; M. Major", Likeness::Unclear),
        ("Mary Major", "", Likeness::Unclear),
        ("", "Jane Doe", Likeness::Unclear),
    ] {
        assert_eq!(
            independence(approvers, authors),
            expected,
            "`{approvers}`, `{authors}`"
        );
    }
}

#[test]
fn fields_are_alike_when_all_their_people_are() {
    for (one, other, expected) in [
        ("Jane Doe; Bob Roe", "bob roe\njane doe", Likeness::Same),
        ("Jane Doe; Bob Roe", "Mary Major", Likeness::Different),
        ("Jane Doe; Bob Roe", "Jane Doe", Likeness::Unclear),
        ("Jane Doe", "CISO", Likeness::Unclear),
        ("Jane Doe", "TBD", Likeness::Unclear),
        ("", "", Likeness::Unclear),
    ] {
        let (one, other) = (people(one), people(other));
        let book = Book::default();
        assert_eq!(one.likeness(&other, &book), expected, "`{one}`, `{other}`");
        assert_eq!(other.likeness(&one, &book), expected, "`{other}`, `{one}`");
    }
}

#[test]
fn fields_disagree_when_one_names_somebody_more() {
    let agreement =
        |one: &str, other: &str| people(one).agreement(&people(other), &Book::default());
    assert_eq!(agreement("Jane Doe", "jane doe"), Likeness::Same);
    assert_eq!(agreement("Jane Doe", "J. Doe"), Likeness::Unclear);
    assert_eq!(
        agreement("Jane Doe; Bob Roe", "Jane Doe"),
        Likeness::Different
    );
}

#[test]
fn texts_that_name_nobody_are_nobody() {
    for text in [
        "",
        " ",
        "TBD",
        "n/a",
        "-",
        "none",
        "pending",
        "not yet",
        "; ;",
        "Rejected by Bob Lee",
        "Approval withdrawn",
        "automatic approval",
        "verbal approval",
        "none required",
        "to follow",
        "waived",
        "vacant",
        "nobody yet",
        "N/A - single owner",
    ] {
        assert!(people(text).is_empty(), "{text}");
    }
}

#[test]
fn people_are_shown_as_they_are_written() {
    assert_eq!(
        people("Jane Doe, CEO;  @bob\npending").to_string(),
        "Jane Doe, CEO; @bob"
    );
    let listed = People::of_texts(["Jane Doe", "-", "Bob Roe; @mary"]).unwrap();
    assert_eq!(listed.to_string(), "Jane Doe; Bob Roe; @mary");
}

#[test]
fn what_is_no_name_is_refused() {
    for text in [
        "a".repeat(MAX_TEXT + 1),
        "a, b, c, d, e, f, g, h, i".to_owned(),
        "Jane Doe;".repeat(MAX_PEOPLE + 1),
    ] {
        assert!(People::parse(&text).is_err(), "{text}");
    }
    assert!(People::read(&Entry::Flag(true)).is_err());
}

#[test]
fn documents_name_people_in_texts_lists_and_objects() {
    let document = Document::yaml(
        &"people.yaml".into(),
        b"text: Jane Doe; Bob Roe\n\
          list: [Jane Doe, null, {name: Bob Roe, email: bob@example.com}]\n\
          person: {name: TBD, email: jane@example.com}\n\
          parts: {legal: Jane Doe, security: [Bob Roe]}\n\
          number: 7\n\
          none: null\n\
          flag: true\n",
    )
    .unwrap();
    let read = |key: &str| {
        let people = People::of(&document.root().get(key).unwrap());
        people.map(|people| people.to_string())
    };
    for (key, expected) in [
        ("text", "Jane Doe; Bob Roe"),
        ("list", "Jane Doe; Bob Roe"),
        ("person", "jane@example.com"),
        ("parts", "Jane Doe; Bob Roe"),
        ("number", "7"),
        ("none", ""),
    ] {
        assert_eq!(read(key).as_deref(), Ok(expected), "{key}");
    }
    assert_eq!(read("flag"), Err("`true` is no name".to_owned()));
    let bob = People::of(&document.root().path(&["list"]).unwrap()).unwrap();
    let likeness = bob.likeness(&people("bob@example.com; Jane Doe"), &Book::default());
    assert_eq!(likeness, Likeness::Same);
}

#[test]
fn long_words_and_many_marks_are_compared_without_harm() {
    let long = "a".repeat(190);
    assert_eq!(likeness(&long, &long), Likeness::Same);
    assert!(Person::new("((((").is_none());
    assert!(Person::new("<@>").is_none());
    assert!(Person::new(")(a b@").is_some());
}

#[test]
fn letters_with_accents_are_one_however_they_are_stored() {
    for (one, other) in [
        ("Jo\u{308}rg Weiss", "J\u{f6}rg Weiss"),
        ("Zoe\u{308} Bru\u{308}hl", "Zo\u{eb} Br\u{fc}hl"),
        ("@zoe\u{308}", "zo\u{eb}@example.com"),
    ] {
        assert_eq!(likeness(one, other), Likeness::Same, "`{one}`, `{other}`");
    }
}

#[test]
fn a_declared_spelling_that_may_be_the_other_person_leaves_doubt() {
    let book = Book::new(&[["Jane Doe", "Jane Smith"].map(str::to_owned).to_vec()]).unwrap();
    for (one, expected) in [
        ("J. Smith", Likeness::Unclear),
        ("Jane", Likeness::Unclear),
        ("Jane Smith", Likeness::Same),
        ("Bob Roe", Likeness::Different),
    ] {
        assert_eq!(
            person(one).likeness(&person("Jane Doe"), &book),
            expected,
            "`{one}`"
        );
    }
}

#[test]
fn placeholders_among_names_are_nobody() {
    let approvers = people("Jane Doe; N/A; TBD");
    assert_eq!(approvers.to_string(), "Jane Doe");
    assert_eq!(
        approvers.independence(&people("Jane Doe"), &Book::default()),
        Likeness::Same
    );
    assert!(people("N/A; TBD").is_empty());
}
