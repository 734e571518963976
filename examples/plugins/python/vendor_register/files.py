"""From evidence files to their text."""

from typing import Protocol

from .model import Item, Place, Unclear, Unreadable

# Far above what a register or a report's metadata needs; without a limit, one wrong file would use
# up the memory and the time that the whole check has.
LARGEST = 4 * 1024 * 1024


class Evidence(Protocol):
    """What the plugin was given."""

    def list(self, name: str) -> list[Item]:
        """The files of an input, sorted by path."""

    def read(self, path: str) -> bytes:
        """A whole file; raises `Unreadable`."""


def text_of(evidence: Evidence, item: Item) -> str:
    """The text of a file."""
    if item.size > LARGEST:
        raise Unclear(f"the file has {item.size} bytes, at most {LARGEST} are read")
    try:
        data = evidence.read(item.path)
    except Unreadable as error:
        raise Unclear(f"the file cannot be read: {error}") from error
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unclear("the file is not UTF-8 text", Place(item.path, line)) from error
