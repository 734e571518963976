//! Spellings of people, compared.

use super::*;

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

#[test]
fn one_independent_approver_is_enough_and_a_doubtful_one_is_not() {
    let people = |names: &[&str]| People(names.iter().map(|name| person(name)).collect());
    let book = Book::default();
    let independence = |approvers: &[&str], authors: &[&str]| {
        book.independence(&people(approvers), &people(authors))
    };
    assert_eq!(
        independence(&["Jane Doe", "Mary Major"], &["Jane Doe"]),
        Likeness::Different
    );
    assert_eq!(
        independence(&["jane doe"], &["Jane Doe", "Bob Roe"]),
        Likeness::Same
    );
    assert_eq!(
        independence(&["Jane Doe", "CEO"], &["Jane Doe"]),
        Likeness::Unclear
    );
    assert_eq!(
        independence(&["Mary Major"], &["Jane Doe", "M. Major"]),
        Likeness::Unclear
    );
}

#[test]
fn long_words_and_many_marks_are_compared_without_harm() {
    let long = "a".repeat(190);
    assert_eq!(likeness(&long, &long), Likeness::Same);
    assert!(Person::new("((((").is_none());
    assert!(Person::new("<@>").is_none());
    assert!(Person::new(")(a b@").is_some());
}
