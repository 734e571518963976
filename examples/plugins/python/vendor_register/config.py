"""What can be configured, with the defaults and their sources. The schema is the one list of both."""

import json
from typing import Any

from . import dates, texts
from .files import is_too_deep
from .model import ConfigError

CATEGORIES = ["security", "availability", "processing-integrity", "confidentiality", "privacy"]
REPORT_TYPES = ["soc-1-type-1", "soc-1-type-2", "soc-2-type-1", "soc-2-type-2", "soc-3"]


def _number(description: str, default: int, least: int, most: int) -> dict[str, Any]:
    bounds = {"minimum": least, "maximum": most, "default": default}
    return {"description": description, "type": "integer"} | bounds


def _words(description: str, default: list[str]) -> dict[str, Any]:
    items = {"type": "string", "minLength": 1}
    return {"description": description, "type": "array", "items": items, "default": default}


def _choice(description: str, words: list[str], default: list[str]) -> dict[str, Any]:
    items = {"enum": words}
    shape = {"type": "array", "items": items, "minItems": 1, "uniqueItems": True}
    return {"description": description, "default": default} | shape


def _object(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "object", "additionalProperties": False, "properties": properties}
    return {"description": description} | shape


COLUMNS = {
    "vendor": _words("Who the vendor is.", ["vendor", "vendor name", "name", "supplier"]),
    "service": _words("What it does for you.", ["service", "services", "product"]),
    "criticality": _words("How much depends on it.", ["criticality", "tier", "vendor tier"]),
    "data": _words(
        "Which of your data it handles.", ["data", "data handled", "data classification"]
    ),
    "owner": _words(
        "Who answers for the vendor here.", ["owner", "vendor owner", "relationship owner"]
    ),
    "contract-date": _words(
        "When the contract was made.", ["contract date", "contract signed", "agreement date"]
    ),
    "status": _words("Whether you still use it.", ["status", "vendor status"]),
    "risk-rating": _words(
        "The outcome of your assessment.", ["risk rating", "risk", "inherent risk"]
    ),
    "risk-reviewed-on": _words(
        "When you last assessed it.",
        ["risk reviewed on", "last risk review", "last reviewed", "reviewed on"],
    ),
    "reports": _words(
        "The report's file, or several with `;` between them.",
        ["reports", "report", "report file", "soc report", "soc 2 report"],
    ),
    "categories": _words(
        "Categories that this vendor's report must cover besides `categories`.",
        ["categories", "needed categories", "trust services categories"],
    ),
}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(
        "What is asked of vendors and of the reports on them, and how both are written down.",
        {
            "max-uncovered-days": _number(
                "How many days may lie between the last day that a report and its bridge letter "
                "cover and the as-of date. The default is three months, about the time in which "
                "auditors issue the next report; the Trust Services Criteria set no number. Those "
                "who accept a report until fifteen months after the end of its period set 456.",
                92,
                0,
                730,
            ),
            "max-bridge-days": _number(
                "How many days after the end of a report's period a bridge letter counts. The letter "
                "is the vendor's own word and nobody audited it, so that it customarily covers three "
                "months at most.",
                92,
                0,
                366,
            ),
            "max-review-days": _number(
                "How many days may have gone by since somebody read the report and decided on it. "
                "The default is a year, the usual interval for critical vendors.",
                366,
                1,
                1096,
            ),
            "max-risk-review-days": _number(
                "How many days may have gone by since a vendor's risk was assessed. The default is a "
                "year, as for the reports.",
                366,
                1,
                1096,
            ),
            "report-types": _choice(
                "The reports that count. By default only those that say whether controls worked over "
                "a period: a Type 1 report describes one day, and a SOC 3 report names no exceptions.",
                REPORT_TYPES,
                ["soc-2-type-2"],
            ),
            "categories": _choice(
                "The categories that every critical vendor's report must cover. Name here what your "
                "own assessment covers and your vendors carry.",
                CATEGORIES,
                ["security"],
            ),
            "critical": _words(
                "The words for vendors that must have a report. Case and punctuation do not matter.",
                ["critical", "high", "tier 1"],
            ),
            "not-critical": _words(
                "The words for vendors that need none. Words in neither list are inconclusive.",
                ["medium", "moderate", "low", "tier 2", "tier 3"],
            ),
            "ended": _words(
                "The words in the status column for vendors that are no longer used, which are not "
                "judged. Any other word counts as in use.",
                ["ended", "terminated", "offboarded", "former"],
            ),
            "date-formats": _words(
                "Further date formats in the notation of `strptime`, for example `%d/%m/%Y`. "
                "`2026-11-22` is always read; forms such as `03/04/2026` are inconclusive until their "
                "format is named here.",
                [],
            ),
            "delimiter": {
                "description": "What stands between the cells of the register.",
                "enum": [",", ";", "\t", "|"],
                "default": ",",
            },
            "columns": _object(
                "The columns of the register. Case, spaces, hyphens and underscores do not matter; "
                "the first name that is there counts. A list takes the place of the default.",
                COLUMNS,
            ),
        },
    ),
}


class Config:
    """The configuration with its defaults.

    The host holds it against the schema before it gets here. It is held once more where a value of
    another kind would end in an exception, so that another host gets an answer too.
    """

    def __init__(self, text: str):
        if is_too_deep(text):
            raise ConfigError("the configuration is nested too deeply")
        try:
            given = json.loads(text)
        except ValueError as error:
            raise ConfigError(f"the configuration is not JSON: {error}") from error
        if not isinstance(given, dict):
            raise ConfigError("the configuration is not an object")
        columns = given.pop("columns", {})
        if not isinstance(columns, dict) or not columns.keys() <= COLUMNS.keys():
            raise ConfigError(f"`columns` does not name columns among {texts.quoted(COLUMNS)}")
        values = _defaults(SCHEMA) | given
        self.max_uncovered_days = _whole(values, "max-uncovered-days")
        self.max_bridge_days = _whole(values, "max-bridge-days")
        self.max_review_days = _whole(values, "max-review-days")
        self.max_risk_review_days = _whole(values, "max-risk-review-days")
        self.report_types = _list(values, "report-types", REPORT_TYPES)
        self.categories = _list(values, "categories", CATEGORIES)
        self.critical = {texts.key(word) for word in _list(values, "critical")}
        self.not_critical = {texts.key(word) for word in _list(values, "not-critical")}
        self.ended = {texts.key(word) for word in _list(values, "ended")}
        self.date_formats = _list(values, "date-formats")
        self.delimiter: str = values["delimiter"]
        if self.delimiter not in SCHEMA["properties"]["delimiter"]["enum"]:
            raise ConfigError("`delimiter` is none of those in the schema")
        names = _defaults({"properties": COLUMNS}) | columns
        self.columns = {column: _list(names, column) for column in COLUMNS}
        self._check()

    def _check(self) -> None:
        both = self.critical & self.not_critical
        if both:
            raise ConfigError(
                f"{texts.quoted(sorted(both))} is in `critical` and in `not-critical`"
            )
        taken: dict[str, str] = {}
        for field, names in self.columns.items():
            for name in names:
                other = taken.setdefault(texts.key(name), field)
                if other != field:
                    raise ConfigError(
                        f"`columns`: `{name}` is a name of both `{other}` and `{field}`"
                    )
        dates.check_formats(self.date_formats)


def _whole(values: dict[str, Any], name: str) -> int:
    value = values[name]
    if type(value) is not int:
        raise ConfigError(f"`{name}` is not a whole number")
    return value


def _list(values: dict[str, Any], name: str, words: list[str] | None = None) -> list[str]:
    value = values[name]
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ConfigError(f"`{name}` is not a list of texts")
    if words is not None and not set(value) <= set(words):
        raise ConfigError(f"`{name}` may hold {texts.quoted(words)}")
    return value


def _defaults(schema: dict[str, Any]) -> dict[str, Any]:
    properties = schema["properties"]
    return {name: part["default"] for name, part in properties.items() if "default" in part}
