"""The whole check: read the files, ask every rule about every subject, count."""

from datetime import date

from . import register, reports, rules
from .config import Config
from .control import CONTROLS, VENDORS, Case, Control
from .files import Evidence
from .model import (
    INCONCLUSIVE,
    NOT_APPLICABLE,
    Finding,
    Place,
    Population,
    Problem,
    Report,
    Unclear,
    Verdict,
)

assert rules, "importing the module is what declares the rules"

ID = "vendor-register"
VERSION = "0.1.0"
TITLE = "Vendor register and SOC reports"
DESCRIPTION = (
    "Reads a vendor register and what is known of the SOC reports on the vendors, and decides whether "
    "every critical vendor is covered by a current report that somebody read and answered, and whether "
    "every vendor has an owner and a risk rating. It judges what was entered, not the reports "
    "themselves."
)
INPUTS = (register.INPUT, reports.INPUT)

# Of many files or rows that cannot be understood, the first are listed, and the others counted.
MOST_PROBLEMS = 200


def check(evidence: Evidence, config: Config, as_of: str) -> Report:
    """Examines the evidence."""
    vendors = register.read(evidence, config)
    known = reports.read(evidence, config)
    owners = known.owners(vendors.vendors)
    case = Case(config, date.fromisoformat(as_of), known, owners)
    report = Report(tallies=vendors.tallies)
    for control in CONTROLS:
        _examine(control, case, vendors, report)
    return report


def _examine(control: Control, case: Case, vendors: register.Register, report: Report) -> None:
    known = case.reports
    if control.of == VENDORS:
        subjects = [(vendor.subject, vendor) for vendor in vendors.vendors]
        files = vendors.files
    else:
        subjects = [(item.path, item) for item in known.reports]
        files = known.files
    # A row or a file that nobody understood may be the very one that matters.
    problems = vendors.problems + (known.problems if control.needs else [])
    expected = control.expected(case)
    for subject, item in subjects:
        verdict = _judge(control, item, case)
        report.findings.append(Finding(control.id, subject, expected, verdict))
    for problem in problems[:MOST_PROBLEMS]:
        verdict = Verdict(INCONCLUSIVE, problem.message, problem.places)
        report.findings.append(Finding(control.id, problem.subject, expected, verdict))
    examined = {subject for subject, _ in subjects} | {problem.subject for problem in problems}
    if len(problems) > MOST_PROBLEMS:
        report.findings.append(_further(control, expected, problems))
        examined.add(FURTHER)
    if examined or files:
        report.populations.append(Population(control.id, len(examined), tuple(files)))


def _judge(control: Control, item, case: Case) -> Verdict:
    ended = getattr(item, "ended", None)
    if ended is not None:
        return Verdict(NOT_APPLICABLE, f"its status is {ended}", (item.place,))
    try:
        return control.judge(item, case)
    except Unclear as why:
        places = why.places or (Place(item.place.path),)
        return Verdict(INCONCLUSIVE, why.message, tuple(places))


FURTHER = "further rows and files"


def _further(control: Control, expected: str, problems: list[Problem]) -> Finding:
    last = problems[-1]
    message = (
        f"{len(problems) - MOST_PROBLEMS} more could not be understood; the last: {last.message}"
    )
    verdict = Verdict(INCONCLUSIVE, message, last.places)
    return Finding(control.id, FURTHER, expected, verdict)
