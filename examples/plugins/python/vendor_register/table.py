"""CSV files as rows that know their lines. A row that does not fit is reported, never skipped."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from .model import Place, Unclear

# Every row is judged by every control; beyond this the findings would outgrow any report.
MOST_ROWS = 5000


@dataclass(frozen=True)
class Row:
    """One record: its cells in the order of the header."""

    cells: list[str]
    place: Place


@dataclass(frozen=True)
class Broken:
    """A record that could not be read, and its cells as far as there are any."""

    cells: list[str]
    why: Unclear


def read(path: str, text: str, delimiter: str) -> tuple[list[str], Iterator[Row | Broken]]:
    """The header and the records that are not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise Unclear(f"the header cannot be read: {error}", Place(path, 1)) from error
    return header, _records(path, reader, len(header))


def _records(path: str, reader, width: int) -> Iterator[Row | Broken]:
    count = 0
    while True:
        place = Place(path, reader.line_num + 1)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            why = f"the row cannot be read, and nothing after it was: {error}"
            yield Broken([], Unclear(why, place))
            return
        if cells is None:
            return
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        count += 1
        if count > MOST_ROWS:
            why = f"there are more than {MOST_ROWS} rows, and the rest was not read"
            yield Broken([], Unclear(why, place))
            return
        if len(cells) == width:
            yield Row(cells, place)
        else:
            why = f"the row has {len(cells)} cells, the header has {width}"
            yield Broken(cells, Unclear(why, place))
