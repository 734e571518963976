"""The vendor register: one vendor, or one service of a vendor, in each row."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from . import dates, table, texts
from .config import CATEGORIES, Config
from .files import Evidence, text_of
from .model import Input, Place, Problem, Unclear

INPUT = Input(
    name="register",
    description="The vendor register as CSV with a header, one row for each vendor or service: who it "
    "is, how much depends on it, which data it handles, who answers for it here, when the contract was "
    "made, when its risk was last assessed, and which report there is on it. Export it with the ended "
    "vendors.",
    globs=("vendors/*register*.csv", "vendors/vendors.csv", "vendor-register*.csv"),
    required=True,
    max_age_days=90,
)


# Far above what a register needs.
LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Vendor:
    """One row of the register."""

    subject: str
    name: str
    cells: dict[str, str]
    place: Place
    config: Config = field(repr=False)

    def text(self, column: str) -> str | None:
        """What a cell says; `None` where it says nothing. Open where there is no such column."""
        if column not in self.cells:
            names = texts.quoted(self.config.columns[column])
            raise Unclear(
                f"the register has no column for `{column}` (one of {names}); `columns` can name it",
                Place(self.place.path, 1),
            )
        cell = self.cells[column]
        return None if texts.is_blank(cell) else cell

    def day(self, column: str) -> date | None:
        """The date in a cell; `None` where there is none."""
        text = self.text(column)
        if text is None:
            return None
        try:
            return dates.parse(text, self.config.date_formats)
        except ValueError as error:
            message = f"`{column}` is `{texts.short(text)}`: {error}"
            raise Unclear(message, self.place) from error

    @property
    def ended(self) -> str | None:
        """The word that says that the vendor is no longer used, where it does."""
        status = self.cells.get("status", "")
        return status if texts.key(status) in self.config.ended else None

    @property
    def critical(self) -> bool:
        """Whether so much depends on the vendor that it must have a report."""
        word = self.text("criticality")
        if word is None:
            raise Unclear("the register does not say how critical the vendor is", self.place)
        if texts.key(word) in self.config.critical:
            return True
        if texts.key(word) in self.config.not_critical:
            return False
        raise Unclear(
            f"the criticality `{texts.short(word)}` is in neither `critical` nor `not-critical`",
            self.place,
        )

    @property
    def report_files(self) -> list[str]:
        """The files that the row names as the reports on the vendor."""
        cell = self.cells.get("reports", "")
        names = [name.strip() for name in cell.split(";")]
        return [name for name in names if not texts.is_blank(name)]

    @property
    def needed_categories(self) -> list[str]:
        """The categories that a report on the vendor must cover."""
        needed = set(self.config.categories)
        for word in self.cells.get("categories", "").split(";"):
            if texts.is_blank(word):
                continue
            needed.add(category(word, self.place))
        return sorted(needed, key=CATEGORIES.index)


def category(word: str, *places: Place) -> str:
    """One of the five categories."""
    for known in CATEGORIES:
        if texts.key(known) == texts.key(word):
            return known
    message = (
        f"`{texts.short(word.strip())}` is no category; the five are {texts.quoted(CATEGORIES)}"
    )
    raise Unclear(message, *places)


@dataclass
class Register:
    """All rows of all register files."""

    vendors: list[Vendor] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: list[Place] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)


def read(evidence: Evidence, config: Config) -> Register:
    """Reads the register files."""
    register = Register()
    rows: list[tuple[dict[str, str], Place]] = []
    for item in evidence.list(INPUT.name):
        try:
            text = text_of(evidence, item, LARGEST)
            register.files.append(Place(item.path, 1))
            rows.extend(_rows(item.path, text, config, register))
        except Unclear as why:
            register.problems.append(Problem(item.path, why.message, why.places))
    _name(rows, config, register)
    return register


def _rows(path: str, text: str, config: Config, register: Register):
    header, records = table.read(path, text, config.delimiter)
    columns = _columns(path, header, config)
    register.tallies[path] = 0
    for record in records:
        register.tallies[path] += 1
        cells = {name: record.cells[at] for name, at in columns.items() if at < len(record.cells)}
        if isinstance(record, table.Broken):
            # The name may stand in the wrong cell; it only helps to find the row.
            subject = cells.get("vendor") or path
            register.problems.append(Problem(subject, record.why.message, record.why.places))
        elif texts.is_blank(cells["vendor"]):
            register.problems.append(
                Problem(path, "the row does not name the vendor", (record.place,))
            )
        else:
            yield cells, record.place


def _columns(path: str, header: list[str], config: Config) -> dict[str, int]:
    """Where each column is. The vendor's name must be there, and no column may be twice."""
    keys = [texts.key(name) for name in header]
    columns: dict[str, int] = {}
    for column, names in config.columns.items():
        for name in map(texts.key, names):
            if keys.count(name) > 1:
                raise Unclear(f"the header names the column `{name}` twice", Place(path, 1))
            if name in keys:
                columns[column] = keys.index(name)
                break
    if "vendor" not in columns:
        found = texts.few([f"`{texts.short(name)}`" for name in header if name]) or "nothing"
        names = texts.quoted(config.columns["vendor"])
        message = f"no column names the vendor (one of {names}); the header holds {found}"
        raise Unclear(message, Place(path, 1))
    return columns


def _name(rows: list[tuple[dict[str, str], Place]], config: Config, register: Register) -> None:
    """Gives every row a subject of its own: the vendor, with the service where it has several."""
    by_vendor = defaultdict(list)
    for cells, place in rows:
        by_vendor[texts.key(cells["vendor"])].append((cells, place))
    for alike in by_vendor.values():
        by_service = defaultdict(list)
        for cells, place in alike:
            by_service[texts.key(cells.get("service", ""))].append((cells, place))
        for same in by_service.values():
            cells, place = same[0]
            subject = cells["vendor"]
            if len(alike) > 1 and not texts.is_blank(cells.get("service", "")):
                subject = f"{subject} ({cells['service']})"
            if len(same) > 1:
                places = tuple(place for _, place in same)
                message = f"{len(same)} rows are about the same vendor and service"
                register.problems.append(Problem(subject, message, places))
            else:
                vendor = Vendor(subject, cells["vendor"], cells, place, config)
                register.vendors.append(vendor)
