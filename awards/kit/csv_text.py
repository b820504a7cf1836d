"""CSV that a spreadsheet opens as text and never as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Tells Excel that the file is UTF-8."""
MEDIA_TYPE = "text/csv"

_FORMULA = re.compile(r"'*(?:[\t\r\n]|[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@＝＋－＠])")


def safe_cell(text: str) -> str:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it.

    That is text which begins, after blanks or invisible characters, with `= + - @` or their full-width forms,
    or with a tab or a line break; and such text with apostrophes before it, so that `typed_cell` undoes exactly this.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def typed_cell(cell: str) -> str:
    """The text that `safe_cell` made safe, or what somebody typed who did not need to."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """A whole file, with BOM and CRLF. Text cells are made safe; numbers stand as they are."""
    target = io.StringIO()
    target.write(BOM)
    writer = csv.writer(target)
    writer.writerow(header)
    writer.writerows([safe_cell(c) if isinstance(c, str) else c for c in row] for row in rows)
    return target.getvalue().encode()
