"""The words that the parts of the plugin share. They follow the contract in `wit/types.wit`."""

from dataclasses import dataclass, field

PASS = "pass"
FAIL = "fail"
NOT_APPLICABLE = "not-applicable"
INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, order=True)
class Place:
    """A place in an evidence file."""

    path: str
    line: int | None = None
    pointer: str | None = None


class Unclear(Exception):
    """The evidence does not say, or says it in a way that cannot be understood."""

    def __init__(self, message: str, *places: Place):
        super().__init__(message)
        self.message = message
        self.places = places


@dataclass(frozen=True)
class Problem:
    """Something in a file that could not be understood, and whatever it would have decided."""

    subject: str
    message: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one subject."""

    outcome: str
    actual: str
    places: tuple[Place, ...]
    # A severity other than the control's own, and why.
    severity: tuple[str, str] | None = None


@dataclass(frozen=True)
class Finding:
    """A verdict with the control and the subject that it belongs to."""

    control: str
    subject: str
    expected: str
    verdict: Verdict


@dataclass(frozen=True)
class Population:
    """How many subjects a control has, and which files show it."""

    control: str
    size: int
    shown_by: tuple[Place, ...]


@dataclass
class Report:
    """Everything that one check found out."""

    findings: list[Finding] = field(default_factory=list)
    populations: list[Population] = field(default_factory=list)
    # How many records each file holds, malformed ones included.
    tallies: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """A named slot for evidence files."""

    name: str
    description: str
    globs: tuple[str, ...]
    required: bool
    max_age_days: int | None = None


@dataclass(frozen=True)
class Item:
    """One evidence file."""

    path: str
    size: int


class Unreadable(Exception):
    """An evidence file cannot be read."""


class ConfigError(Exception):
    """The configuration satisfies its schema and still makes no sense."""
