"""What is known of each report on a vendor: one YAML, JSON or TOML file beside the report itself."""

import difflib
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from . import dates, documents, texts
from .config import CATEGORIES, REPORT_TYPES, Config
from .documents import Node
from .files import Evidence, text_of
from .model import Input, Place, Problem, Unclear
from .register import Vendor, category

INPUT = Input(
    name="reports",
    description="What is known of each SOC report on a vendor, one file a report (YAML, JSON or TOML): "
    "`organisation`, `report` (for example SOC 2 Type 2), `categories`, `period` with `start` and "
    "`end`, `auditor`, `opinion`, `exceptions` with a `response` each, `user-entity-controls` with "
    "`met-by` each, `bridge-letter` with `until`, `reviewed-by` and `reviewed-on`. Fill it in when the "
    "report is read.",
    globs=("vendors/reports/**/*.{yaml,yml,json,toml}",),
    required=False,
)

# Some hundred exceptions; YAML is read slowly.
LARGEST = 64 * 1024

KEYS = [
    "organisation",
    "report",
    "categories",
    "period",
    "auditor",
    "opinion",
    "exceptions",
    "user-entity-controls",
    "bridge-letter",
    "reviewed-by",
    "reviewed-on",
]
UNQUALIFIED = {"unqualified", "unmodified"}
QUALIFIED = {"qualified"}
WORSE = {"adverse", "disclaimer", "disclaimerofopinion", "disclaimed"}


@dataclass(frozen=True)
class Answered:
    """Something in a report that asks for an answer of the reader, and the answer."""

    name: str
    answer: str | None
    place: Place


@dataclass(frozen=True)
class SocReport:
    """One report. Its fields are read when somebody asks; what is unclear is raised then."""

    path: str
    fields: dict[str, Node]
    organisation: str
    config: Config = field(repr=False)

    @property
    def place(self) -> Place:
        """The whole file."""
        return Place(self.path)

    def place_of(self, name: str) -> Place:
        """Where a field stands; the whole file where it is missing."""
        node = self.fields.get(name)
        return node.place if node else self.place

    def text(self, name: str) -> str | None:
        """The text of a field; `None` where it says nothing."""
        return _text(self.fields.get(name), name)

    def needed(self, name: str) -> str:
        """The text of a field without which nothing can be said."""
        text = self.text(name)
        if text is None:
            raise Unclear(f"`{name}` is not filled in", self.place_of(name))
        return text

    @property
    def kind(self) -> str:
        """Which kind of report it is."""
        word = self.needed("report")
        written = texts.key(word).removesuffix("report")
        for roman, digit in (("typeii", "type2"), ("typei", "type1")):
            if written.endswith(roman):
                written = written.removesuffix(roman) + digit
        for known in REPORT_TYPES:
            if texts.key(known) == written:
                return known
        raise Unclear(
            f"`{texts.short(word)}` is no kind of report; known are {texts.quoted(REPORT_TYPES)}",
            self.place_of("report"),
        )

    def period(self, as_of: date) -> tuple[date, date]:
        """The first and the last day that the report covers; one day for a Type 1 report."""
        node = self.fields.get("period")
        if node is None:
            raise Unclear("`period` is missing", self.place)
        members = _members(node, "period", ["start", "end", "as-of"])
        if "as-of" in members:
            if len(members) > 1:
                raise Unclear("`period` holds `as-of` and more", node.place)
            start = end = self._day(members["as-of"], "period/as-of")
        else:
            start = self._day(members.get("start"), "period/start", node)
            end = self._day(members.get("end"), "period/end", node)
        if end < start:
            raise Unclear(f"the period ends on {end}, before it starts on {start}", node.place)
        if end > as_of:
            raise Unclear(f"the period ends on {end}, after the as-of date {as_of}", node.place)
        if start == end and self.kind.endswith("type-2"):
            raise Unclear("the period of a Type 2 report is a single day", node.place)
        return start, end

    def bridged_until(self, as_of: date) -> date | None:
        """The last day for which a bridge letter vouches."""
        node = self.fields.get("bridge-letter")
        if node is None or node.value is None:
            return None
        until = _members(node, "bridge-letter", ["until"]).get("until")
        day = self._day(until, "bridge-letter/until", node)
        if day > as_of:
            message = f"the bridge letter reaches until {day}, after the as-of date {as_of}"
            raise Unclear(f"{message}: it cannot vouch for days to come", until.place)
        return day

    @property
    def categories(self) -> list[str]:
        """The categories that the report covers."""
        node = self.fields.get("categories")
        if node is None or not isinstance(node.value, list) or not node.value:
            raise Unclear("`categories` is not a list of categories", self.place_of("categories"))
        found = set()
        for item in node.value:
            found.add(category(_text(item, "categories") or "", item.place))
        return sorted(found, key=CATEGORIES.index)

    @property
    def exceptions(self) -> list[Answered]:
        """The exceptions that the auditor found, with the reader's responses."""
        return self._answered("exceptions", "response")

    @property
    def user_entity_controls(self) -> list[Answered]:
        """The controls that the vendor expects of its customers, with what meets them here."""
        return self._answered("user-entity-controls", "met-by")

    def reviewed_on(self, as_of: date) -> date | None:
        """The day on which somebody decided on the report."""
        node = self.fields.get("reviewed-on")
        if _text(node, "reviewed-on") is None:
            return None
        day = self._day(node, "reviewed-on")
        if day > as_of:
            raise Unclear(f"`reviewed-on` is {day}, after the as-of date {as_of}", node.place)
        return day

    def _answered(self, name: str, answer: str) -> list[Answered]:
        node = self.fields.get(name)
        if node is None or not isinstance(node.value, list):
            message = f"`{name}` is not a list; an empty list `[]` says that the report holds none"
            raise Unclear(message, self.place_of(name))
        answered = []
        for number, item in enumerate(node.value, start=1):
            members = _members(item, name, ["id", "text", answer])
            label = _text(members.get("id"), "id") or _text(members.get("text"), "text")
            label = texts.short(label or f"number {number}", 60)
            answered.append(Answered(label, _text(members.get(answer), answer), item.place))
        return answered

    def _day(self, node: Node | None, name: str, within: Node | None = None) -> date:
        text = _text(node, name)
        if text is None:
            raise Unclear(f"`{name}` is not filled in", (node or within).place)
        try:
            return dates.parse(text, self.config.date_formats)
        except ValueError as error:
            raise Unclear(f"`{name}` is `{texts.short(text)}`: {error}", node.place) from error


@dataclass
class Reports:
    """All reports, and the files that could not be understood."""

    reports: list[SocReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: list[Place] = field(default_factory=list)

    _by_name: dict[str, list[SocReport]] = field(default_factory=dict)
    _by_organisation: dict[str, list[SocReport]] = field(default_factory=dict)

    def add(self, report: SocReport) -> None:
        """Takes a report in, so that it is found under each of its names."""
        self.reports.append(report)
        for name in _names(report.path):
            self._by_name.setdefault(name, []).append(report)
        organisation = texts.key(report.organisation)
        self._by_organisation.setdefault(organisation, []).append(report)

    def on(self, vendor: Vendor) -> list[SocReport]:
        """The reports on a vendor: those that its row names, else those on its organisation."""
        if not vendor.report_files:
            return self._by_organisation.get(texts.key(vendor.name), [])
        found = []
        for name in vendor.report_files:
            matches = self._by_name.get(name) or self._by_name.get(_stem(name), [])
            if len(matches) != 1:
                several = "several report files fit" if matches else "no readable report file fits"
                raise Unclear(f"the register names `{texts.short(name)}`: {several}", vendor.place)
            found.extend(matches)
        return found

    def owners(self, vendors: list[Vendor]) -> dict[str, Vendor]:
        """The first vendor of each report that belongs to one, by the report's path."""
        owners: dict[str, Vendor] = {}
        for vendor in vendors:
            try:
                theirs = self.on(vendor)
            except Unclear:
                # The row names a file that is not there; the controls on vendors say so.
                continue
            for report in theirs:
                owners.setdefault(report.path, vendor)
        return owners


def read(evidence: Evidence, config: Config) -> Reports:
    """Reads the files."""
    reports = Reports()
    for item in evidence.list(INPUT.name):
        try:
            text = text_of(evidence, item, LARGEST)
            reports.files.append(Place(item.path))
            reports.add(_report(item.path, text, config))
        except Unclear as why:
            reports.problems.append(Problem(item.path, why.message, why.places))
    return reports


def _report(path: str, text: str, config: Config) -> SocReport:
    fields = _members(documents.parse(path, text), "the file", KEYS)
    report = SocReport(path, fields, "", config)
    return SocReport(path, fields, report.needed("organisation"), config)


def _members(node: Node, name: str, keys: list[str]) -> dict[str, Node]:
    """The members of an object. A key that is not known may be a misspelt one that matters."""
    if not isinstance(node.value, dict):
        raise Unclear(f"`{name}` does not hold keys and values", node.place)
    for key, child in node.value.items():
        if key not in keys and not key.startswith("x-"):
            nearest = difflib.get_close_matches(key, keys, 1)
            hint = f"; is `{nearest[0]}` meant?" if nearest else f"; known are {texts.quoted(keys)}"
            raise Unclear(f"the key `{texts.short(key)}` is not known{hint}", child.place)
    return {key: child for key, child in node.value.items() if not key.startswith("x-")}


def _text(node: Node | None, name: str) -> str | None:
    if node is None or node.value is None:
        return None
    if not isinstance(node.value, str):
        raise Unclear(f"`{name}` is not a text", node.place)
    return None if texts.is_blank(node.value) else node.value


def _names(path: str) -> set[str]:
    """What a register may call a file: its path, any end of it, and its name without the ending, so
    that `kestrel-2026.pdf` finds the `kestrel-2026.yaml` that describes it."""
    parts = PurePosixPath(path).parts
    ends = {"/".join(parts[at:]) for at in range(len(parts))}
    return ends | {_stem(path)}


def _stem(name: str) -> str:
    return PurePosixPath(name).stem
