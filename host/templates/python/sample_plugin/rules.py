"""The rules, in plain Python: a rule takes the text of a file and gives findings.

Nothing here knows of WebAssembly, so that `python -m unittest` tests it all.
"""

import re
from dataclasses import dataclass

KEY = "idle_timeout_minutes"


@dataclass(frozen=True)
class Finding:
    """What one rule found out about one file."""

    control: str
    subject: str
    outcome: str  # "pass", "fail", "not-applicable" or "inconclusive"
    expected: str
    actual: str
    line: int | None = None


def idle_timeout_set(path: str, text: str, most: int) -> Finding:
    """Sessions that nobody uses end after at most `most` minutes.

    A line that cannot be read might be the one that decides, so it leaves the question open
    instead of being passed over.
    """

    def finding(outcome: str, actual: str, line: int | None = None) -> Finding:
        expected = f"{KEY} is a whole number from 1 to {most}"
        return Finding("idle-timeout-set", path, outcome, expected, actual, line)

    found: tuple[int, str] | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not key:
            return finding("inconclusive", "the line is not `key = value`", number)
        if key != KEY:
            continue
        if found:
            return finding("inconclusive", f"{KEY} is set again, after line {found[0]}", number)
        found = (number, value)

    if not found:
        return finding("fail", f"{KEY} is not set")
    number, value = found
    if not re.fullmatch("[0-9]{1,9}", value):
        return finding("inconclusive", f"`{value[:80]}` is not a whole number", number)
    outcome = "pass" if 1 <= int(value) <= most else "fail"
    return finding(outcome, f"{KEY} = {value}", number)
