"""How texts are compared and shown."""

from collections.abc import Iterable

# What people write into a cell that they cannot fill in yet.
BLANKS = {"", "na", "none", "tba", "tbc", "tbd", "todo", "unknown"}


def key(text: str) -> str:
    """The letters and digits alone, in lower case: `Report File` and `report_file` are one key."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def is_blank(text: str) -> bool:
    """Whether the text says nothing: empty, a dash, `n/a`, `TBD`."""
    return key(text) in BLANKS


def quoted(texts: Iterable[str]) -> str:
    """Texts in backticks, with commas between them."""
    return ", ".join(f"`{text}`" for text in texts)


def few(texts: Iterable[str], limit: int = 5) -> str:
    """The first few texts, and how many more there are."""
    texts = list(texts)
    shown = ", ".join(texts[:limit])
    return shown if len(texts) <= limit else f"{shown} and {len(texts) - limit} more"


def short(text: str, limit: int = 80) -> str:
    """The beginning of a text that may be long."""
    return text if len(text) <= limit else f"{text[:limit]}…"


def days(count: int) -> str:
    """`1 day`, `2 days`."""
    return "1 day" if count == 1 else f"{count} days"
