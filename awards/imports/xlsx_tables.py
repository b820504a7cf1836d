"""XLSX workbooks: one sheet as rows of text, whatever the file claims about its size."""

import codecs
import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from awards.imports.raw import MOST_COLUMNS, Raw, TableRefused
from awards.kit.i18n import msg

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_UNPACKED = 64 * 1024**2
"""Bytes of all parts together. Workbooks that people type stay below a tenth of it."""
MOST_PARTS = 1000
MOST_CELLS = 1_000_000
EMPTY_ROWS = 1000
"""So many in a row, and what follows is not read: formats often reach down to the last line there is."""


def xlsx_rows(data: bytes, sheet: str) -> Raw:
    """The rows of a sheet. Raises TableRefused for a file that is no workbook, or would be too large unpacked."""
    from openpyxl import load_workbook  # memory that most processes never need

    with_formulas = _inspect(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = (
            load_workbook(io.BytesIO(data), read_only=True, keep_links=False) if with_formulas else None
        )
    except Exception as error:  # whatever a broken workbook makes the library stumble over
        raise _no_workbook() from error
    name = _sheet_name(book, sheet)
    raw = Raw(())
    raw.rows = _guarded(_rows(book[name], formulas[name] if formulas else None, raw))
    return raw


def _no_workbook() -> TableRefused:
    return TableRefused(
        msg("This file cannot be read as an Excel workbook. Save it anew, or as “CSV UTF-8”.")
    )


def _inspect(data: bytes) -> bool:
    """Whether any sheet has formulas. Raises TableRefused for a bomb or for no archive at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts)
            contents = [
                (part.filename, archive.read(part))
                for part in parts
                if part.filename.endswith((".xml", ".rels"))
            ]
    except TableRefused:
        raise
    except Exception as error:  # not an archive, encrypted, or with a false size
        raise _no_workbook() from error
    if any(_declares(content) for _, content in contents):
        raise _no_workbook()
    return any(
        b"<f>" in content or b"<f " in content
        for name, content in contents
        if name.startswith("xl/worksheets/")
    )


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TableRefused(msg("This workbook is too large once it is unpacked. Divide it."))


def _declares(content: bytes) -> bool:
    """No spreadsheet writes a document type, by which entities come in, nor anything but UTF-8."""
    return b"<!DOCTYPE" in content or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _sheet_name(book: "Workbook", wanted: str) -> str:
    names = [sheet.title for sheet in book.worksheets]
    if not names:
        raise _no_workbook()
    if wanted and wanted not in names:
        raise TableRefused(
            msg(
                "The workbook has no sheet “%(name)s”. It has: %(names)s.",
                name=wanted,
                names=" · ".join(names[:20]),
            )
        )
    return wanted or names[0]


def _guarded(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of formats that the library does not know
            yield from rows
    except TableRefused:
        raise
    except Exception as error:
        raise _no_workbook() from error


def _rows(values: Any, formulas: Any, raw: Raw) -> Iterator[tuple[int, list[str]]]:
    values.reset_dimensions()
    computed: Iterator[Any] = iter(())
    if formulas is not None:
        formulas.reset_dimensions()
        computed = formulas.iter_rows()
    blank = cells = 0
    lines = values.iter_rows()
    for number, (row, same) in enumerate(zip_longest(lines, computed, fillvalue=()), 1):
        cells += len(row)
        if cells > MOST_CELLS:
            raise TableRefused(msg("The table has too many cells. Divide it, or delete the empty columns."))
        shown = [_shown(number, cell) for cell in row]
        _refuse_uncomputed(shown, same)
        blank = 0 if any(shown) else blank + 1
        if blank > EMPTY_ROWS:
            raw.notes.append(
                msg(
                    "After %(n)s empty rows, from row %(row)s on, nothing was read.", n=EMPTY_ROWS, row=number
                )
            )
            return
        yield number, shown


def _refuse_uncomputed(shown: list[str], same: Any) -> None:
    """A formula counts as its result; one that no spreadsheet has worked out yet has none."""
    for place, cell in enumerate(same[:MOST_COLUMNS]):
        if cell.data_type == "f" and not (place < len(shown) and shown[place]):
            raise TableRefused(
                msg(
                    "The cell %(cell)s holds a formula without a result. Open the file in Excel, save it, and upload it again.",
                    cell=cell.coordinate,
                )
            )


def _shown(number: int, cell: Any) -> str:
    if cell.data_type == "e":
        raise TableRefused(
            msg("A cell of row %(row)s holds the error %(error)s.", row=number, error=str(cell.value))
        )
    return text_of(cell.value)


def text_of(value: Any) -> str:
    """A cell's value as it would be typed: numbers without an exponent, days as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        exact = Decimal(repr(value))
        return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    # Excel keeps a carriage return in its own spelling.
    return "" if value is None else str(value).replace("_x000D_\n", "\n")
