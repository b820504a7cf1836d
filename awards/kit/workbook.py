"""XLSX of one sheet, in which every cell is text and none is a formula."""

import io
from collections.abc import Iterable, Sequence

from awards.kit.errors import RuleBroken
from awards.kit.i18n import Lang, msg

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""Characters; Excel takes no more."""
_WIDTH = 22
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def workbook(name: str, header: Sequence[str], rows: Iterable[Sequence[str]], lang: Lang) -> bytes:
    """A whole file with one sheet called `name`; from right to left for a reader of Arabic.

    Raises RuleBroken for a text that no cell of Excel holds.
    """
    import xlsxwriter  # memory that most processes never need

    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(name.translate(_NOT_IN_NAMES)[:31])
    if lang == "ar":
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(header) - 1, 0), _WIDTH)
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    for place, cell in enumerate(header):
        sheet.write_string(0, place, cell, bold)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if len(cell) > LONGEST_CELL:
                raise RuleBroken(msg("A text is longer than a cell of Excel holds. Export the list as CSV."))
            if cell:
                sheet.write_string(number, place, cell, text)
    book.close()
    return target.getvalue()
