"""Dates as people write them into registers. One that could mean two days is not guessed."""

# `datetime.strptime` imports this when it is first called, which a component cannot.
import _strptime  # noqa: F401
import re
from datetime import date, datetime

from .model import ConfigError

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# No contract, report or review that anybody still relies on lies outside of these years.
YEARS = range(1990, 2101)


def check_formats(formats: list[str]) -> None:
    """Refuses formats that do not name a whole day, because the rest of it would be made up."""
    for form in formats:
        names = set(re.findall(r"%(.)", form))
        if not ("d" in names and "Y" in names and names & {"m", "b", "B"}):
            raise ConfigError(f"`date-formats`: `{form}` must hold %d, %Y and one of %m, %b and %B")
        try:
            datetime.strptime(date(2001, 2, 3).strftime(form), form)
        except ValueError as error:
            raise ConfigError(f"`date-formats`: `{form}` is no date format: {error}") from error


def parse(text: str, formats: list[str]) -> date:
    """Reads a date; a `ValueError` says why it is none."""
    if ISO.fullmatch(text):
        found = {date.fromisoformat(text)}
    else:
        found = set()
        for form in formats:
            try:
                found.add(datetime.strptime(text, form).date())
            except ValueError:
                continue
    if not found:
        wanted = "YYYY-MM-DD" if not formats else "YYYY-MM-DD or one of `date-formats`"
        raise ValueError(f"it is not a date in the form {wanted}")
    if len(found) > 1:
        raise ValueError("the configured `date-formats` read it as different days")
    day = found.pop()
    if day.year not in YEARS:
        raise ValueError(f"the year is not from {YEARS.start} to {YEARS.stop - 1}")
    return day
