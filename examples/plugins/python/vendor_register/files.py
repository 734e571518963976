"""From evidence files to their text."""

import re
from typing import Protocol

from .model import Item, Place, Unclear, Unreadable

# The deepest nesting of brackets. Parsers call themselves for each, and a component's stack is small.
DEEPEST = 64


class Evidence(Protocol):
    """What the plugin was given."""

    def list(self, name: str) -> list[Item]:
        """The files of an input, sorted by path."""

    def read(self, path: str) -> bytes:
        """A whole file; raises `Unreadable`."""


def text_of(evidence: Evidence, item: Item, largest: int) -> str:
    """The text of a file. Without a limit, one wrong file would use up the time of the whole check."""
    if item.size > largest:
        raise Unclear(f"the file has {item.size} bytes, at most {largest} are read")
    try:
        data = evidence.read(item.path)
    except Unreadable as error:
        raise Unclear(f"the file cannot be read: {error}") from error
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unclear("the file is not UTF-8 text", Place(item.path, line)) from error


def is_too_deep(text: str) -> bool:
    """Whether more brackets are open at once than a parser may be given, those in texts included."""
    depth = 0
    for bracket in re.finditer(r"[\[{\]}]", text):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > DEEPEST:
            return True
        depth = max(depth, 0)
    return False
