//! What is published: the security contact and the subprocessors.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Faults;

use crate::records::{Records, ago};
use crate::security_txt::{SecurityTxt, expiry, is_contact};
use crate::specs::{ANNOUNCED, CHECKED, COUNTRY, NAME, PURPOSE, SINCE};

/// Outsiders can report weaknesses
///
/// Each `security.txt` names a contact that people can use and an expiry that has not passed, in the form
/// of RFC 9116 (sections 2.5.3 and 2.5.5). Whoever finds a weakness looks there first; auditors take it as
/// the inbound line that CC2.3 asks for. A signature is not verified.
#[control(
    severity = Medium,
    method = Configuration,
    implements("CC2.3" = "There is a published line by which outsiders report what concerns the controls."),
    needs("security-txt"),
    remedy = "Publish /.well-known/security.txt with a mailto:, https: or tel: contact and an Expires less than a year ahead.",
)]
pub(crate) fn security_contact_published(records: &Records<'_>, findings: &mut Findings<'_>) {
    for (item, read) in &records.contacts {
        match read {
            Ok(file) => {
                let finding = contact(file, records.as_of).verdict(
                    &*item.path,
                    "a contact, and an expiry that has not passed",
                    &file
                        .contacts
                        .first()
                        .map_or_else(String::new, |(contact, _)| contact.clone()),
                );
                let places = file
                    .contacts
                    .iter()
                    .take(1)
                    .chain(file.expires.iter().take(2));
                let finding = places.fold(finding, |finding, (_, place)| finding.at(place.clone()));
                findings.push(if finding.locations.is_empty() {
                    finding.at(item.place())
                } else {
                    finding
                });
            }
            Err(problem) => findings.problem(&item.path, problem),
        }
    }
    if !records.contacts.is_empty() {
        findings.complete(
            records
                .contacts
                .iter()
                .map(|(item, _)| item.place())
                .collect(),
        );
    }
}

fn contact(file: &SecurityTxt, as_of: Day) -> Faults {
    let mut faults = Faults::new();
    if file.contacts.is_empty() {
        faults.wrong("no `Contact`");
    }
    if let Some((value, _)) = file.contacts.iter().find(|(value, _)| !is_contact(value)) {
        faults.wrong(format!(
            "the contact `{}` is no URI that RFC 9116 allows",
            tickmark_plugin::brief(value, 100)
        ));
    }
    match &file.expires[..] {
        [] => faults.wrong("no `Expires`"),
        [(value, _)] => match expiry(value) {
            None => faults.wrong(format!(
                "`Expires` is `{}`, no time of RFC 3339",
                tickmark_plugin::brief(value, 60)
            )),
            Some(time) if time.day() < as_of => faults.wrong(format!("expired {time}")),
            Some(_) => {}
        },
        _ => faults.wrong("`Expires` stands there several times"),
    }
    faults
}

/// The published list of subprocessors is kept
///
/// Every subprocessor on the list has its purpose and location, was announced at least
/// `change-notice-days` before its use began (where that was in the assessed time), and its entry was
/// checked at most `subprocessor-days` ago. Customers decide by this list whether to object.
#[control(
    severity = Low,
    method = Records,
    supports(
        "CC2.3" = "Customers are told who else handles their data.",
        "CC9.2" = "Vendors that handle data are on a list that is kept.",
        "P6.1" = "Recipients of personal data are disclosed with their purpose.",
    ),
    needs("subprocessors"),
    remedy = "Complete the entry, announce new subprocessors in time, and check the list at least yearly.",
)]
pub(crate) fn subprocessors_published(records: &Records<'_>, findings: &mut Findings<'_>) {
    let config = records.config;
    let needs = [&NAME, &PURPOSE, &COUNTRY, &SINCE, &ANNOUNCED, &CHECKED];
    let expected = format!(
        "purpose and location, announced {} days ahead, checked at most {} days before {}",
        config.change_notice_days, config.subprocessor_days, records.as_of
    );
    records.subprocessors.judge(findings, &needs, |row| {
        let mut faults = Faults::new();
        faults.answered(row, &PURPOSE);
        faults.stated(row, &COUNTRY);
        match (
            row.day(&SINCE)?,
            row.day(&ANNOUNCED)?.filter(|day| *day <= records.as_of),
        ) {
            (None, _) => faults.wrong("`since` not stated"),
            (Some(since), _) if since < records.since => {}
            (Some(since), None) => faults.wrong(format!("in use since {since}, never announced")),
            (Some(since), Some(told))
                if since.days_since(told) < i64::from(config.change_notice_days) =>
            {
                faults.wrong(format!("in use since {since}, announced {told}"));
            }
            (Some(_), Some(_)) => {}
        }
        let mut fine = String::new();
        match row.day(&CHECKED)?.filter(|day| *day <= records.as_of) {
            None => faults.wrong("never checked"),
            Some(day) if records.as_of.days_since(day) > i64::from(config.subprocessor_days) => {
                faults.wrong(format!("checked {}", ago(records.as_of, day)));
            }
            Some(day) => fine = format!("checked {day}"),
        }
        Ok(Some(faults.finding(row, &expected, &fine)))
    });
}
