//! How concerns are reported.

use tickmark_plugin::prelude::*;
use tickmark_plugin::register::Faults;

use crate::records::Records;
use crate::specs::{ANNOUNCED, ANONYMOUS, CHANNEL, CONTACT, OWNER};

/// Staff know how to report concerns, also without their name
///
/// Every reporting channel has a contact and somebody who answers it, and was announced to staff at most
/// `channel-days` ago; at least one takes reports without a name. Auditors ask for the channel and for
/// how staff learnt of it.
#[control(
    severity = Medium,
    method = Records,
    implements("CC2.2" = "Staff have known lines to report incidents and concerns, apart from their manager."),
    supports("CC1.1" = "Departures from the standards of conduct come to light through such channels."),
    needs("reporting-channels"),
    remedy = "Name a contact and an owner for the channel, offer one without names, and announce it to staff at least yearly.",
)]
pub(crate) fn reporting_channel_open(records: &Records<'_>, findings: &mut Findings<'_>) {
    let channels = &records.channels;
    if channels.is_absent() {
        return;
    }
    let days = records.config.channel_days;
    let expected = format!(
        "contact, owner, and announced at most {days} days before {}",
        records.as_of
    );
    let needs = [&CHANNEL, &CONTACT, &ANONYMOUS, &ANNOUNCED, &OWNER];
    let mut anonymous = Vec::new();
    let mut unread = !channels.problems(&needs).is_empty();
    for channel in channels.records() {
        match channel.flag(&ANONYMOUS) {
            Ok(Some(true)) if channel.text(&CONTACT).is_some() => anonymous.push(channel.place()),
            Ok(_) => {}
            Err(_) => unread = true,
        }
    }
    let anyone = match (anonymous.first(), unread) {
        (Some(place), _) => Finding::pass("reports without a name")
            .actual("a channel takes them")
            .at(place.clone()),
        (None, true) => {
            Finding::inconclusive("reports without a name").actual("not all channels can be read")
        }
        (None, false) => {
            let none = Finding::fail("reports without a name")
                .actual("no channel says that it takes them");
            channels.files().iter().cloned().fold(none, Finding::at)
        }
    };
    findings.push(anyone.expected("at least one channel takes reports without a name"));
    channels.judge(findings, &needs, |channel| {
        let mut faults = Faults::new();
        faults.answered(channel, &CONTACT);
        records.roster.owner(&mut faults, channel, &OWNER);
        let announced = channel.day(&ANNOUNCED)?.filter(|day| *day <= records.as_of);
        let mut fine = String::new();
        match announced {
            None => faults.wrong("never announced"),
            Some(day) if records.as_of.days_since(day) > i64::from(days) => {
                faults.wrong(format!(
                    "last announced {day}, {} days before",
                    records.as_of.days_since(day)
                ));
            }
            Some(day) => fine = format!("announced {day}"),
        }
        Ok(Some(faults.finding(channel, &expected, &fine)))
    });
}
