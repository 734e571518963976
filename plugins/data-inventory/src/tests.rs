//! The plugin on registers written here in the forms that tools export.

use tickmark_plugin::Outcome::{self, Fail, Inconclusive, NotApplicable, Pass};
use tickmark_plugin::Report;
use tickmark_plugin::testing::{MemoryEvidence, hold_damage, hold_manual, run};

use crate::DataInventory;

const STORES: &str = "Data store,Owner,Classification,Retention (days),Encrypted,Public access,Last reviewed,Contains PII,Purpose,Legal basis,Added,DPIA
orders,Priya,Confidential,730,yes,no,2026-03-01,yes,billing; support,contract,2024-01-01,
telemetry,Marcus,internal,90,no,no,2026-03-01,no,,,2024-01-01,
site,Marcus,public,365,no,yes,2025-01-01,no,,,2024-01-01,
crm,,restricted,730,yes,yes,2026-03-01,yes,sales,,2026-06-01,PIA-2
beta,Priya,secret,,,,,,,,2026-06-01,PIA-9
maps,Priya,confidential,30,,no,2026-12-24,yes,navigation,contract,2026-06-01,PIA-1
";

fn evidence(files: &[(&str, &str)]) -> MemoryEvidence {
    files
        .iter()
        .fold(MemoryEvidence::new(), |evidence, (input, content)| {
            let path = format!("{input}.csv");
            evidence.collected(input, &path, "2026-11-21T06:00:00Z", *content)
        })
}

fn examine(files: &[(&str, &str)]) -> Report {
    run::<DataInventory>("{}", "2026-11-22", &evidence(files)).unwrap()
}

fn outcome(report: &Report, control: &str, subject: &str) -> (Outcome, String) {
    let findings = report.about(control, subject);
    assert_eq!(findings.len(), 1, "{control} {subject}: {findings:?}");
    (findings[0].outcome, findings[0].actual.clone())
}

#[test]
fn stores_need_an_owner_and_a_class_of_the_scheme() {
    let report = examine(&[("data-stores", STORES)]);
    let of = |store| outcome(&report, "data-stores-classified", store);
    assert_eq!(of("orders"), (Pass, "Confidential, Priya".to_owned()));
    assert_eq!(of("crm"), (Fail, "no owner".to_owned()));
    assert_eq!(of("beta").0, Fail);
    let place = &report.about("data-stores-classified", "crm")[0].locations[0];
    assert_eq!(place.line, Some(5));
}

#[test]
fn yes_and_pending_name_nobody_and_nothing() {
    let header = STORES.lines().next().unwrap();
    let stores = format!(
        "{header}
crm,pending,internal,365,no,yes,2026-10-01,yes,support,pending,2020-01-01,
erp,Ann,internal,365,no,yes,2026-10-01,yes,yes,contract,2020-01-01,
"
    );
    let disposals = "what,store,method,done,by,proof
batch 1,crm,shred,2026-10-01,no,pending
batch 2,crm,pending,2026-10-01,Scheduled purge job,OPS-1
";
    let exits = "customer,ended,due,done,proof
A,2026-09-01,,2026-09-10,no
B,2026-09-01,,2026-09-10,pending
";
    let uses = "id,store,purpose,done,by\nU-1,crm,support,2026-10-01,pending\n";
    let report = examine(&[
        ("data-stores", &stores),
        ("disposals", disposals),
        ("customer-exits", exits),
        ("data-uses", uses),
    ]);
    for (control, subject, actual) in [
        ("data-stores-classified", "crm", "no owner"),
        ("personal-data-purposes-stated", "crm", "no basis"),
        ("personal-data-purposes-stated", "erp", "no purpose"),
        ("disposals-recorded", "batch 1", "`by`, `proof` not stated"),
        ("disposals-recorded", "batch 2", "`method` not stated"),
        (
            "customer-data-deleted",
            "A",
            "deleted on 2026-09-10, without a proof",
        ),
        (
            "customer-data-deleted",
            "B",
            "deleted on 2026-09-10, without a proof",
        ),
        ("personal-data-used-as-stated", "U-1", "nobody approved it"),
    ] {
        assert_eq!(
            outcome(&report, control, subject),
            (Fail, actual.to_owned()),
            "{control} {subject}"
        );
    }
}

/// The files are collected the day before the as-of date, and show nothing of that day.
#[test]
fn what_lies_after_the_collection_shows_nothing() {
    let header = STORES.lines().next().unwrap();
    let stores = format!(
        "{header}
crm,Ann,internal,365,no,yes,2026-11-22,yes,support,contract,2027-03-01,PIA-1
"
    );
    let report = examine(&[
        ("data-stores", &stores),
        ("oldest-records", "store,oldest\ncrm,2206-01-01\n"),
        (
            "disposals",
            "what,method,done,by,proof\nD-1,shred,2026-11-22,Ann,OPS-1\n",
        ),
        (
            "customer-exits",
            "customer,ended,due,done,proof
A,2026-11-01,,2026-11-22,DEL-1
B,2020-09-01,2030-01-01,,
",
        ),
        ("assessments", "id,completed on\nPIA-1,2026-05-01\n"),
        (
            "data-uses",
            "id,store,purpose,done,by\nU-1,crm,support,2027-10-01,Ann\n",
        ),
    ]);
    for (control, subject, expected) in [
        ("inventory-reviewed", "crm", Inconclusive),
        ("records-deleted-in-time", "crm", Inconclusive),
        ("disposals-recorded", "D-1", Inconclusive),
        ("customer-data-deleted", "A", Inconclusive),
        ("customer-data-deleted", "B", NotApplicable),
        ("new-personal-data-assessed", "crm", NotApplicable),
        ("personal-data-used-as-stated", "U-1", Inconclusive),
    ] {
        assert_eq!(
            outcome(&report, control, subject).0,
            expected,
            "{control} {subject}"
        );
    }
}

#[test]
fn confidential_stores_are_encrypted_and_private() {
    let report = examine(&[("data-stores", STORES)]);
    let of = |store| outcome(&report, "confidential-stores-protected", store);
    assert_eq!(of("orders").0, Pass);
    assert_eq!(of("crm"), (Fail, "public".to_owned()));
    assert_eq!(
        of("maps"),
        (Inconclusive, "encryption is not stated".to_owned())
    );
    assert_eq!(of("beta").0, Inconclusive);
    assert!(
        report
            .about("confidential-stores-protected", "telemetry")
            .is_empty()
    );
}

#[test]
fn rows_are_reviewed_and_not_in_the_future() {
    let report = examine(&[("data-stores", STORES)]);
    let of = |store| outcome(&report, "inventory-reviewed", store).0;
    assert_eq!(of("orders"), Pass);
    assert_eq!(of("site"), Fail);
    assert_eq!(of("beta"), Fail);
    assert_eq!(of("maps"), Inconclusive);
}

#[test]
fn the_oldest_record_is_held_against_the_retention() {
    let oldest = "store,oldest record
orders,2024-12-01
telemetry,2026-08-01
crm,
site,2025-11-21
";
    let report = examine(&[("data-stores", STORES), ("oldest-records", oldest)]);
    let of = |store| outcome(&report, "records-deleted-in-time", store);
    assert_eq!(of("orders").0, Pass);
    assert_eq!(
        of("telemetry"),
        (
            Fail,
            "the oldest record is of 2026-08-01, 112 days old".to_owned()
        )
    );
    assert_eq!(of("site").0, Pass);
    assert_eq!(of("crm").0, Inconclusive);
    assert_eq!(of("maps").0, Inconclusive);
    assert_eq!(of("beta"), (Fail, "no retention stated".to_owned()));
}

#[test]
fn a_retention_is_read_with_its_unit() {
    let of = |column: &str, kept: &str, oldest: &str| {
        let stores = format!("store,{column}\norders,{kept}\n");
        let oldest = format!("store,oldest record\norders,{oldest}\n");
        let report = examine(&[("data-stores", &stores), ("oldest-records", &oldest)]);
        outcome(&report, "records-deleted-in-time", "orders").0
    };
    for (column, kept, oldest, expected) in [
        ("Retention", "24", "2026-11-01", Inconclusive),
        ("Retention", "as long as needed", "2026-11-01", Inconclusive),
        ("Retention", "24 months", "2025-01-01", Pass),
        ("Retention", "24 months", "2024-01-01", Fail),
        ("Retention", "10 years", "2017-01-01", Pass),
        ("Retention (months)", "24", "2025-01-01", Pass),
        ("Retention (years)", "1", "2025-01-01", Fail),
        ("Retention (days)", "30", "2026-11-01", Pass),
        ("Retention (days)", "30", "2026-10-01", Fail),
        ("retention-days", "30", "2026-11-01", Pass),
    ] {
        assert_eq!(
            of(column, kept, oldest),
            expected,
            "{column}: {kept}, {oldest}"
        );
    }
}

#[test]
fn a_cipher_says_that_a_store_is_encrypted() {
    let of = |encrypted: &str| {
        let stores =
            format!("store,classification,encrypted,public\norders,confidential,{encrypted},no\n");
        let report = examine(&[("data-stores", &stores)]);
        outcome(&report, "confidential-stores-protected", "orders").0
    };
    for said in ["yes", "AES-256", "Yes (AES-256)", "enabled"] {
        assert_eq!(of(said), Pass, "{said}");
    }
    assert_eq!(of("disabled"), Fail);
    assert_eq!(of("Yes (planned)"), Inconclusive);
}

#[test]
fn two_measurements_under_one_name_show_nothing() {
    for oldest in [
        "store,oldest record\nOrders,2026-08-01\norders,2015-01-01\n",
        "store,oldest record\norders,2015-01-01\nOrders,2026-08-01\n",
    ] {
        let report = examine(&[("data-stores", STORES), ("oldest-records", oldest)]);
        let (found, actual) = outcome(&report, "records-deleted-in-time", "orders");
        assert_eq!(found, Inconclusive);
        assert!(actual.contains("one name"), "{actual}");
    }
}

#[test]
fn a_disposal_needs_method_day_person_and_proof() {
    let log = "id,method,date,approved by,certificate
D-1,crypto-erase,2026-10-01,Dana,CERT-1
D-2,crypto-erase,2026-10-01,Dana,
D-3,crypto-erase,2026-12-24,Dana,CERT-3
D-4,tbd,,,
";
    let report = examine(&[("disposals", log)]);
    let of = |id| outcome(&report, "disposals-recorded", id);
    assert_eq!(of("D-1"), (Pass, "crypto-erase on 2026-10-01".to_owned()));
    assert_eq!(of("D-2"), (Fail, "`proof` not stated".to_owned()));
    assert_eq!(of("D-3").0, Inconclusive);
    assert_eq!(
        of("D-4"),
        (
            Fail,
            "`method`, `done`, `by`, `proof` not stated".to_owned()
        )
    );
}

#[test]
fn customers_who_left_have_their_data_deleted_in_time() {
    let exits = "customer,contract end,due,deleted on,ticket
A,2026-09-01,,2026-09-20,DEL-1
B,2026-09-01,,2026-10-20,DEL-2
C,2026-09-01,2026-12-01,,
D,2026-09-01,,,
E,2026-09-01,,2026-09-20,
F,2026-12-31,,,
G,2026-09-01,,2026-08-01,DEL-3
H,2026-09-01,,2026-12-20,DEL-4
";
    let report = examine(&[("customer-exits", exits)]);
    for (customer, expected) in [
        ("A", Pass),
        ("B", Fail),
        ("C", NotApplicable),
        ("D", Fail),
        ("E", Fail),
        ("G", Inconclusive),
        ("H", Fail),
    ] {
        assert_eq!(
            outcome(&report, "customer-data-deleted", customer).0,
            expected,
            "{customer}"
        );
    }
    assert!(report.about("customer-data-deleted", "F").is_empty());
}

#[test]
fn agreements_are_signed_and_in_force() {
    let log = "counterparty,signed on,valid until
Ann,2025-01-01,
Bob,,
Cid,2024-01-01,2026-01-01
Dan,2026-12-01,
Eve,2025-01-01,none
Flo,2025-01-01,unknown
Gus,2025-01-01,TBD
";
    let report = examine(&[("agreements", log)]);
    for (party, expected) in [
        ("Ann", Pass),
        ("Bob", Fail),
        ("Cid", Fail),
        ("Dan", Fail),
        ("Eve", Pass),
        ("Flo", Inconclusive),
        ("Gus", Inconclusive),
    ] {
        assert_eq!(
            outcome(&report, "confidentiality-agreed", party).0,
            expected,
            "{party}"
        );
    }
}

#[test]
fn personal_data_has_a_purpose_and_a_basis() {
    let report = examine(&[("data-stores", STORES)]);
    let of = |store| outcome(&report, "personal-data-purposes-stated", store);
    assert_eq!(of("orders").0, Pass);
    assert_eq!(of("crm"), (Fail, "no basis".to_owned()));
    assert_eq!(of("beta").0, Inconclusive);
    assert!(
        report
            .about("personal-data-purposes-stated", "site")
            .is_empty()
    );
}

#[test]
fn new_stores_are_assessed_before_they_are_used() {
    let assessments = "id,completed on,approved by\nPIA-1,2026-05-20,Dana\nPIA-2,2026-06-20,Dana\n";
    let report = examine(&[("data-stores", STORES), ("assessments", assessments)]);
    let of = |store| outcome(&report, "new-personal-data-assessed", store);
    assert_eq!(of("maps"), (Pass, "PIA-1 of 2026-05-20".to_owned()));
    assert_eq!(of("crm"), (Fail, "PIA-2 of 2026-06-20".to_owned()));
    assert_eq!(
        of("beta"),
        (Fail, "the register has no assessment `PIA-9`".to_owned())
    );
    assert!(
        report
            .about("new-personal-data-assessed", "orders")
            .is_empty()
    );
}

#[test]
fn uses_are_held_against_the_stated_purposes() {
    let uses = "id,store,purpose,date,approved by
U-1,orders,Support,2026-10-01,Dana
U-2,orders,marketing,2026-10-01,Dana
U-3,orders,billing,2026-10-01,
U-4,nowhere,billing,2026-10-01,Dana
U-5,orders,,2026-10-01,Dana
";
    let report = examine(&[("data-stores", STORES), ("data-uses", uses)]);
    let of = |id| outcome(&report, "personal-data-used-as-stated", id);
    assert_eq!(of("U-1").0, Pass);
    assert_eq!(
        of("U-2"),
        (
            Fail,
            "used for `marketing`, the inventory states `billing; support`".to_owned()
        )
    );
    assert_eq!(of("U-3"), (Fail, "nobody approved it".to_owned()));
    assert_eq!(of("U-4").0, Fail);
    assert_eq!(of("U-5").0, Fail);
}

#[test]
fn without_registers_nothing_is_said() {
    let report = examine(&[]);
    assert!(report.findings.is_empty());
    assert!(report.populations.is_empty());
}

#[test]
fn damage_never_makes_more_pass() {
    let good = evidence(&[("data-stores", STORES)]);
    hold_damage::<DataInventory>("{}", "2026-11-22", &good, |_, _| false);
}

#[test]
fn the_manual_says_what_the_plugin_describes() {
    hold_manual::<DataInventory>(env!("CARGO_MANIFEST_DIR"));
}
