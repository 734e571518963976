"""Evidence in memory, and a register and a report in which everything is in order."""

import json
import unittest

from vendor_register.config import Config
from vendor_register.model import Finding, Item, Report, Unreadable
from vendor_register.plugin import check

AS_OF = "2026-11-22"
REGISTER = "vendors/register.csv"
REPORT = "vendors/reports/kestrel.yaml"

HEADER = "Vendor,Service,Criticality,Data handled,Owner,Contract date,Status,Risk rating,Risk reviewed on,Reports"
KESTREL = "Kestrel Cloud,Hosting,Critical,Customer data,Dana Whitcombe,2022-03-01,active,high,2026-02-10,kestrel.pdf"
LUMEN = "Lumen Press,Stationery,Low,none,Ines Roth,2024-05-06,active,low,2026-06-30,"

IN_ORDER = """\
organisation: Kestrel Cloud
report: SOC 2 Type 2
categories: [security, availability]
period:
  start: 2025-10-01
  end: 2026-09-30
auditor: Hale & Marsh LLP
opinion: unqualified
exceptions:
  - id: X-1
    text: Two of 25 leavers kept access for nine days.
    response: We remove our own staff's access ourselves.
user-entity-controls:
  - id: U-1
    text: Customers remove their leavers.
    met-by: quarterly access review
bridge-letter:
  until: 2026-10-31
reviewed-by: Dana Whitcombe
reviewed-on: 2026-11-02
"""


class Memory:
    """Evidence that is not on a disk."""

    def __init__(self, inputs: dict[str, dict[str, bytes | str | None]]):
        self.inputs = inputs

    def list(self, name: str) -> list[Item]:
        files = self.inputs.get(name, {})
        return [Item(path, len(files[path] or "")) for path in sorted(files)]

    def read(self, path: str) -> bytes:
        for files in self.inputs.values():
            if path in files:
                content = files[path]
                if content is None:
                    raise Unreadable("permission denied")
                return content.encode() if isinstance(content, str) else content
        raise AssertionError(f"{path} was not granted")


def examine(register: str | bytes | None, reports=None, **config) -> Report:
    """Runs the whole check."""
    inputs = {"register": {REGISTER: register}, "reports": reports or {}}
    return check(Memory(inputs), Config(json.dumps(config)), AS_OF)


def rows(*lines: str) -> str:
    """A register of these rows."""
    return "\n".join([HEADER, *lines]) + "\n"


class Case(unittest.TestCase):
    """A test that asks for outcomes."""

    def finding(self, report: Report, control: str, subject: str) -> Finding:
        found = [
            finding
            for finding in report.findings
            if finding.control == control and finding.subject == subject
        ]
        self.assertEqual(len(found), 1, f"{control} on {subject}: {found}")
        return found[0]

    def outcome(self, report: Report, control: str, subject: str = "Kestrel Cloud") -> str:
        return self.finding(report, control, subject).verdict.outcome

    def says(self, finding: Finding, outcome: str, *parts: str) -> None:
        self.assertEqual(finding.verdict.outcome, outcome, finding)
        for part in parts:
            self.assertIn(part, finding.verdict.actual)

    def judged(self, control: str, text: str, path: str = REPORT, **config) -> Finding:
        """What a control says of the critical vendor with this report."""
        report = examine(rows(KESTREL), {path: text}, **config)
        return self.finding(report, control, "Kestrel Cloud")
