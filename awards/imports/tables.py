"""A file that somebody made in a spreadsheet, as rows of text. Pure.

CSV and XLSX come out alike: a header, and rows with the numbers under which the spreadsheet shows them.
"""

from dataclasses import dataclass

from awards.imports.csv_tables import csv_rows
from awards.imports.raw import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Raw, TableRefused, too_long
from awards.imports.xlsx_tables import xlsx_rows
from awards.kit.i18n import Message, msg

_ZIP, _OLD_EXCEL, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table that is not empty, its cells without blanks around them."""

    number: int
    """As a spreadsheet counts: from 1, the header and empty lines too."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What stands in a file: the first line that is not empty is the header."""

    header: Row
    rows: tuple[Row, ...]
    notes: tuple[Message, ...] = ()
    """What a reader must know of how it was read."""


def read_table(data: bytes, *, sheet: str = "") -> Table:
    """Read a CSV or XLSX file; `sheet` names one of a workbook, else its first is read.

    Raises TableRefused for what is neither, holds no table, or is larger than what is taken.
    """
    if not data.strip():
        raise TableRefused(msg("The file is empty."))
    if len(data) > MOST_BYTES:
        raise TableRefused(msg("The file is larger than %(n)s MB. Divide it.", n=MOST_BYTES // 1024**2))
    if data.startswith(_OLD_EXCEL):
        raise TableRefused(
            msg(
                "This is an old or a protected Excel file. Save it as “Excel workbook (.xlsx)” without a password."
            )
        )
    if data.startswith(_PDF):
        raise TableRefused(msg("This is a PDF. Upload the table as CSV or Excel workbook (.xlsx)."))
    return _table(xlsx_rows(data, sheet) if data.startswith(_ZIP) else csv_rows(data))


def _table(raw: Raw) -> Table:
    found: list[Row] = []
    for number, cells in raw.rows:
        kept = _trimmed(cells)
        if not kept:
            continue
        if len(kept) > MOST_COLUMNS:
            raise TableRefused(
                msg(
                    "Row %(row)s has more than %(n)s columns. Is this the right file?",
                    row=number,
                    n=MOST_COLUMNS,
                )
            )
        if len(found) > MOST_ROWS:
            raise too_long(MOST_ROWS)
        found.append(Row(number, kept))
    if not found:
        raise TableRefused(msg("The file is empty."))
    if len(found) == 1:
        raise TableRefused(msg("The file has a header and no rows below it."))
    return Table(found[0], tuple(found[1:]), tuple(raw.notes))


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    kept = [cell.replace("\r\n", "\n").replace("\r", "\n").strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
