"""What makes a function a rule: a decorator that holds what the contract wants to know of it.

The first line of a rule's docstring is the control's title, the rest its description.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .config import Config
from .model import FAIL, NOT_APPLICABLE, PASS, Place, Verdict
from .register import Vendor
from .reports import Reports

VENDORS = "vendors"
REPORTS = "reports"


@dataclass(frozen=True)
class Case:
    """What a rule may know besides its subject."""

    config: Config
    as_of: date
    reports: Reports
    # The vendor of each report that belongs to one, by the report's path.
    owners: dict[str, Vendor]


@dataclass(frozen=True)
class Control:
    """One thing that the plugin can test."""

    id: str
    title: str
    description: str
    severity: str
    method: str
    # Criterion, relation and rationale.
    mappings: tuple[tuple[str, str, str], ...]
    remediation: str
    # The inputs without which it cannot be decided, besides the required one.
    needs: tuple[str, ...]
    # What the rule is asked about: each of the vendors or each of the reports.
    of: str
    expected: Callable[[Case], str]
    judge: Callable


# Every rule, in the order in which the functions stand in `rules`.
CONTROLS: list[Control] = []


def control(
    *,
    severity: str,
    remediation: str,
    expected: Callable[[Case], str],
    implements: dict[str, str] | None = None,
    supports: dict[str, str] | None = None,
    needs: tuple[str, ...] = (),
    of: str = VENDORS,
):
    """Makes a function a rule. Its name gives the control's id."""
    mappings = [(criterion, "implements", why) for criterion, why in (implements or {}).items()]
    mappings += [(criterion, "supports", why) for criterion, why in (supports or {}).items()]

    def register(judge: Callable):
        title, _, description = inspect.getdoc(judge).partition("\n\n")
        CONTROLS.append(
            Control(
                id=judge.__name__.replace("_", "-"),
                title=title,
                description=" ".join(description.split()),
                severity=severity,
                method="records",
                mappings=tuple(mappings),
                remediation=" ".join(remediation.split()),
                needs=needs,
                of=of,
                expected=expected,
                judge=judge,
            )
        )
        return judge

    return register


def passes(actual: str, *places: Place) -> Verdict:
    """The evidence shows that the subject meets the control."""
    return Verdict(PASS, actual, places)


def fails(actual: str, *places: Place, severity: tuple[str, str] | None = None) -> Verdict:
    """The evidence shows that it does not."""
    return Verdict(FAIL, actual, places, severity)


def not_applicable(actual: str, *places: Place) -> Verdict:
    """The control does not concern the subject."""
    return Verdict(NOT_APPLICABLE, actual, places)
