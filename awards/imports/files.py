"""The tables that there are, as files that a spreadsheet opens and that can be brought in again."""

from collections.abc import Callable, Mapping

from sqlmodel import Session

from awards.imports.columns import headers
from awards.imports.plans import Kind, Setting
from awards.kit import csv_text, workbook
from awards.kit.i18n import translate

MEDIA_TYPES: Mapping[str, str] = {"csv": csv_text.MEDIA_TYPE, "xlsx": workbook.MEDIA_TYPE}
Wanted = Callable[[Mapping[str, str]], bool]
"""Whether a row, by the keys of its columns, is asked for."""


def table_file(
    session: Session, kind: Kind, setting: Setting, form: str, *, wanted: Wanted = lambda _: True
) -> bytes:
    """The table as CSV or XLSX, with headers in the reader's language. Raises RuleBroken as `workbook` does."""
    columns = kind.columns(session, setting)
    header = headers(columns, setting.lang)
    rows = [
        [row.get(column.key, "") for column in columns]
        for row in kind.written_out(session, setting)
        if wanted(row)
    ]
    if form == "csv":
        return csv_text.csv_file(header, rows)
    return workbook.workbook(translate(kind.name, setting.lang), header, rows, setting.lang)
