"""The rules, one function each."""

from collections.abc import Callable

from . import texts
from .control import REPORTS, Case, control, fails, not_applicable, passes
from .model import Unclear, Verdict
from .register import Vendor
from .reports import QUALIFIED, UNQUALIFIED, WORSE, Answered, SocReport

NEEDS_REPORTS = ("reports",)


@control(
    severity="high",
    needs=NEEDS_REPORTS,
    implements={
        "CC9.2": "An independent report on a vendor's controls is how the risk of those on whom the "
        "system depends is assessed, the part of the criterion that a register and reports can show."
    },
    remediation="""Ask the vendor for its SOC 2 Type 2 report (usually under a non-disclosure
        agreement), read it, and describe it in a file under vendors/reports. If the vendor has
        another report that you accept, configure `report-types`; if nothing critical depends on it,
        correct its criticality.""",
    expected=lambda case: f"a report on each critical vendor: {_kinds(case)}",
)
def critical_vendors_reported(vendor: Vendor, case: Case) -> Verdict:
    """There is an independent report on every critical vendor

    Where the system depends on somebody else's controls, only a report by an independent auditor
    shows that these exist and work. Which vendors are critical, the register says. A vendor whose
    criticality is missing or unknown is inconclusive."""
    if not vendor.critical:
        return _not_critical(vendor)
    reports = case.reports.on(vendor)
    if not reports:
        return fails("there is no report on this vendor", vendor.place)
    newest = _newest(vendor, case)
    if newest is None:
        kinds = texts.few(sorted({report.kind for report in reports}))
        return fails(f"there is only {kinds}", *[report.place_of("report") for report in reports])
    start, end = newest.period(case.as_of)
    auditor = newest.needed("auditor")
    actual = f"{newest.kind} by {texts.short(auditor)} on {start} to {end}"
    return passes(actual, newest.place_of("report"), vendor.place)


@control(
    severity="high",
    needs=NEEDS_REPORTS,
    supports={
        "CC9.2": "An assessment of a vendor holds for the time that its report covers, and says "
        "nothing of the vendor as it is now once that is long past."
    },
    remediation="""Ask the vendor for its next report, and for the time since the last one for a
        bridge letter; record the letter's last day as `bridge-letter` with `until`.""",
    expected=lambda case: (
        f"report and bridge letter reach to within {texts.days(case.config.max_uncovered_days)} "
        f"of {case.as_of}"
    ),
)
def reports_current(vendor: Vendor, case: Case) -> Verdict:
    """The reports on critical vendors, with their bridge letters, reach up to now

    A report says how controls worked in its period and is silent about the time after. A bridge
    letter fills the time up to the next report, but is the vendor's own word, so that it only counts
    for a while (`max-bridge-days`). Judged is the report whose period ends last."""

    def judge(report: SocReport) -> Verdict:
        _, end = report.period(case.as_of)
        covered, until, places = end, report.bridged_until(case.as_of), [report.place_of("period")]
        actual = f"the period ends on {end}"
        if until is not None:
            places.append(report.place_of("bridge-letter"))
            counted = min((until - end).days, case.config.max_bridge_days)
            actual += f", a bridge letter reaches until {until}"
            if counted < (until - end).days:
                actual += f", of which {texts.days(counted)} count"
            if counted > 0:
                covered = type(end).fromordinal(end.toordinal() + counted)
        open_days = (case.as_of - covered).days
        actual += f"; {texts.days(open_days)} are not covered"
        verdict = passes if open_days <= case.config.max_uncovered_days else fails
        return verdict(actual, *places)

    return _of_newest(vendor, case, judge)


@control(
    severity="high",
    needs=NEEDS_REPORTS,
    supports={
        "CC9.2": "A report of which the auditor could not say that controls worked gives no comfort "
        "about the vendor, however recent it is."
    },
    remediation="""Find out from the report which controls the auditor's reservation concerns, decide
        whether you depend on them, and either put controls of your own in their place or change the
        vendor. If you accept the risk, say so in a waiver with an expiry.""",
    expected=lambda case: "an unqualified opinion",
)
def opinions_unqualified(vendor: Vendor, case: Case) -> Verdict:
    """The auditor's opinion in each critical vendor's report is unqualified

    A qualified opinion says that controls did not meet at least one criterion. An adverse opinion or
    a disclaimer says that the report as a whole cannot be relied on, and is critical. What the
    opinion is, the report's metadata states as whoever read the report entered it."""

    def judge(report: SocReport) -> Verdict:
        opinion, place = report.needed("opinion"), report.place_of("opinion")
        word = texts.key(opinion)
        if word in UNQUALIFIED:
            return passes(f"the opinion is {opinion}", place)
        if word in QUALIFIED:
            return fails(f"the opinion is {opinion}", place)
        if word in WORSE:
            reason = "nothing in a report with such an opinion can be relied on"
            return fails(f"the opinion is {opinion}", place, severity=("critical", reason))
        raise Unclear(
            f"the opinion `{texts.short(opinion)}` is none of unqualified, qualified, adverse and "
            "disclaimer",
            place,
        )

    return _of_newest(vendor, case, judge)


@control(
    severity="medium",
    needs=NEEDS_REPORTS,
    supports={
        "CC9.2": "A report assesses a vendor only in the categories that it covers; for the others "
        "the vendor's risk was not assessed by it."
    },
    remediation="""Ask the vendor for a report that covers the missing categories, or assess the
        vendor in these by other means and take the category off `categories`, or off the vendor's row,
        with a reason that you can give to an auditor.""",
    expected=lambda case: f"a report on {texts.few(case.config.categories)}, and what the row adds",
)
def categories_covered(vendor: Vendor, case: Case) -> Verdict:
    """Each critical vendor's report covers the categories for which you depend on it

    Most reports cover security alone. Whoever promises availability or confidentiality to customers
    and relies on a vendor for it needs a report on that as well. Needed are `categories` of the
    configuration and those in the vendor's row."""

    def judge(report: SocReport) -> Verdict:
        needed, covered = vendor.needed_categories, report.categories
        place = report.place_of("categories")
        missing = [category for category in needed if category not in covered]
        if missing:
            actual = f"{', '.join(missing)} missing; the report covers {', '.join(covered)}"
            return fails(actual, place, vendor.place)
        return passes(f"the report covers {', '.join(covered)}", place)

    return _of_newest(vendor, case, judge)


@control(
    severity="high",
    needs=NEEDS_REPORTS,
    implements={
        "CC9.2": "Reading a report and deciding on it is how the organisation itself assesses the "
        "vendor, the part of the criterion that no auditor of the vendor can do for it."
    },
    remediation="""Have somebody who knows how you use the vendor read the report and decide whether
        you can go on relying on it; record `reviewed-by` and `reviewed-on` (YYYY-MM-DD).""",
    expected=lambda case: (
        f"read by a named person, after the period's end and at most "
        f"{texts.days(case.config.max_review_days)} before {case.as_of}"
    ),
)
def reports_reviewed(vendor: Vendor, case: Case) -> Verdict:
    """Somebody read each critical vendor's report and is named for it

    A report that was only filed assesses nothing. The review must be of this report, so that it
    cannot have happened before the report's period ended."""

    def judge(report: SocReport) -> Verdict:
        _, end = report.period(case.as_of)
        who, when = report.text("reviewed-by"), report.reviewed_on(case.as_of)
        places = [report.place_of("reviewed-by"), report.place_of("reviewed-on")]
        if who is None or when is None:
            missing = [name for name in ("reviewed-by", "reviewed-on") if report.text(name) is None]
            return fails(f"{' and '.join(missing)} not filled in", *places)
        age = (case.as_of - when).days
        actual = f"read by {texts.short(who)} on {when}, {texts.days(age)} before {case.as_of}"
        if when <= end:
            return fails(f"{actual}: before the period ended on {end}", *places)
        verdict = passes if age <= case.config.max_review_days else fails
        return verdict(actual, *places)

    return _of_newest(vendor, case, judge)


@control(
    severity="medium",
    needs=NEEDS_REPORTS,
    supports={
        "CC9.2": "An exception in a vendor's report is a known risk, and a risk is managed once "
        "somebody has said what is done about it."
    },
    remediation="""Write for each exception in the report what it means for you and what you do about
        it, as its `response`; `no effect, because …` is an answer too.""",
    expected=lambda case: "a response to every exception in the report",
)
def exceptions_answered(vendor: Vendor, case: Case) -> Verdict:
    """Every exception in a critical vendor's report has a response

    Even an unqualified opinion may come with tests that found deviations. Auditors ask what you made
    of each. An empty list says that there are none; a missing one says nothing, and is
    inconclusive."""
    return _all_answered(vendor, case, "exceptions", lambda report: report.exceptions)


@control(
    severity="medium",
    needs=NEEDS_REPORTS,
    supports={
        "CC9.2": "A vendor's controls only work together with those that it expects of its customers, "
        "so that relying on the vendor means to operate these."
    },
    remediation="""Name for each complementary user-entity control in the report which control of
        yours meets it, as its `met-by`, or why it does not concern you.""",
    expected=lambda case: "an own control for every control that the report expects of customers",
)
def user_entity_controls_met(vendor: Vendor, case: Case) -> Verdict:
    """Every control that a critical vendor expects of its customers has a counterpart

    A report's complementary user-entity controls say what the vendor leaves to its customers, such as
    removing their own leavers. Where nobody does it, neither side does. Whether the counterparts work,
    other controls show."""
    return _all_answered(
        vendor, case, "user-entity-controls", lambda report: report.user_entity_controls
    )


@control(
    severity="medium",
    implements={
        "CC9.2": "A rating of each vendor's risk that is renewed at regular intervals is the "
        "assessment of vendor risk which the criterion asks for; how good it is, people must judge."
    },
    supports={
        "CC3.2": "The risks that come from vendors belong to those that an organisation identifies "
        "and analyses, and the rating is the outcome for one vendor."
    },
    remediation="""Assess the vendor (what it handles, what depends on it, what could go wrong), and
        record the rating and the day in the register.""",
    expected=lambda case: (
        f"a risk rating, reviewed at most {texts.days(case.config.max_risk_review_days)} before "
        f"{case.as_of}"
    ),
)
def vendor_risks_reviewed(vendor: Vendor, case: Case) -> Verdict:
    """Every vendor has a risk rating that was reviewed in time

    Vendors change: they get breached, are bought, or handle more than they did when they were chosen.
    This concerns every vendor in use, because somebody must have decided that the others are not
    critical."""
    rating, reviewed = vendor.text("risk-rating"), vendor.day("risk-reviewed-on")
    if rating is None:
        return fails("there is no risk rating", vendor.place)
    if reviewed is None:
        return fails(f"rated {texts.short(rating)}, on no stated day", vendor.place)
    age = (case.as_of - reviewed).days
    if age < 0:
        message = f"the risk review is dated {reviewed}, after the as-of date {case.as_of}"
        raise Unclear(message, vendor.place)
    actual = f"rated {texts.short(rating)} on {reviewed}, {texts.days(age)} before {case.as_of}"
    verdict = passes if age <= case.config.max_risk_review_days else fails
    return verdict(actual, vendor.place)


@control(
    severity="medium",
    supports={
        "CC9.2": "Responsibility for a vendor must lie with somebody who can be named, or nobody "
        "notices when it fails."
    },
    remediation="Name the person or role that answers for the vendor in the register.",
    expected=lambda case: "a named owner",
)
def vendors_owned(vendor: Vendor, case: Case) -> Verdict:
    """Every vendor has an owner

    Somebody must notice when a contract ends, a report is due or an incident is announced. A person
    or a role will do; `TBD` and dashes are no owner."""
    owner = vendor.text("owner")
    if owner is None:
        return fails("the register names no owner", vendor.place)
    return passes(f"owned by {texts.short(owner)}", vendor.place)


@control(
    severity="medium",
    supports={
        "CC9.2": "Which vendor does what, with which data and under which contract is what an "
        "assessment of its risk starts from."
    },
    remediation="""Fill in the service, the criticality, the data handled (`none` is an answer) and the
        day of the contract.""",
    expected=lambda case: "service, criticality, data handled and day of the contract",
)
def vendors_described(vendor: Vendor, case: Case) -> Verdict:
    """The register describes every vendor

    What it does, how critical it is, which data it handles and when the contract was made: without
    these nobody can tell which vendors need a report, or whether there is a contract at all."""
    missing = [name for name in ("service", "criticality") if vendor.text(name) is None]
    if vendor.text("data") is None and texts.key(vendor.cells["data"]) != "none":
        missing.append("data")
    signed = vendor.day("contract-date")
    if signed is None:
        missing.append("contract-date")
    elif signed > case.as_of:
        message = f"the contract is dated {signed}, after the as-of date {case.as_of}"
        raise Unclear(message, vendor.place)
    if missing:
        return fails(f"{texts.few(missing)} not filled in", vendor.place)
    actual = (
        f"{texts.short(vendor.cells['service'])}, {texts.short(vendor.cells['criticality'])}, data: "
        f"{texts.short(vendor.cells['data'])}, contract of {signed}"
    )
    return passes(actual, vendor.place)


@control(
    severity="low",
    needs=NEEDS_REPORTS,
    of=REPORTS,
    supports={
        "CC9.2": "Only a complete register keeps all vendors in view; a report on somebody whom it "
        "does not list shows that it is not."
    },
    remediation="""Add the vendor to the register, name the file in the vendor's row, or take the
        report of a vendor that never was one out of the evidence.""",
    expected=lambda case: "a vendor in the register to whom the report belongs",
)
def reported_vendors_registered(report: SocReport, case: Case) -> Verdict:
    """Every report belongs to a vendor in the register

    A report on an organisation that the register does not list means that the register has a gap,
    and with it every control here."""
    name = texts.short(report.organisation)
    owner = case.owners.get(report.path)
    if owner is not None:
        places = report.place_of("organisation"), owner.place
        return passes(f"{name} is {owner.subject}", *places)
    return fails(f"no row is about {name}", report.place_of("organisation"))


def _not_critical(vendor: Vendor) -> Verdict:
    return not_applicable(f"its criticality is {vendor.text('criticality')}", vendor.place)


def _kinds(case: Case) -> str:
    return " or ".join(case.config.report_types)


def _newest(vendor: Vendor, case: Case) -> SocReport | None:
    """Of the reports that count, the one whose period ends last."""
    counted = [
        report for report in case.reports.on(vendor) if report.kind in case.config.report_types
    ]
    return max(
        counted, key=lambda report: (report.period(case.as_of)[1], report.path), default=None
    )


def _of_newest(vendor: Vendor, case: Case, judge: Callable[[SocReport], Verdict]) -> Verdict:
    """Judges the report on a critical vendor."""
    if not vendor.critical:
        return _not_critical(vendor)
    report = _newest(vendor, case)
    if report is None:
        actual = f"there is no {_kinds(case)}, as critical-vendors-reported says"
        return not_applicable(actual, vendor.place)
    return judge(report)


def _all_answered(
    vendor: Vendor, case: Case, name: str, items: Callable[[SocReport], list[Answered]]
) -> Verdict:
    def judge(report: SocReport) -> Verdict:
        asked = items(report)
        answered = [item for item in asked if item.answer is not None]
        if len(answered) == len(asked):
            count = f"{len(asked)} of {len(asked)} answered" if asked else "the report holds none"
            return passes(count, report.place_of(name))
        unanswered = [item for item in asked if item.answer is None]
        names = texts.few([item.name for item in unanswered])
        actual = f"{len(unanswered)} of {len(asked)} without an answer: {names}"
        return fails(actual, *[item.place for item in unanswered[:20]])

    return _of_newest(vendor, case, judge)
