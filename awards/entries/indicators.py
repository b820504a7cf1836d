"""Tables of indicators: rows and columns that the organiser defines, figures that the entrant gives. Pure.

An answer is kept as canonical JSON of what was typed, by row and column key; empty cells are left out of it, and an
empty table is an empty text. Cells of rows or columns that are no longer asked stay in the draft, and nowhere else.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from awards.entries.answers import written
from awards.kit import i18n
from awards.kit.canonical import canonical_json
from awards.kit.i18n import Lang

Lines = Sequence[Mapping[str, str]]
"""Rows `{"key", "ar", "en", "unit_ar", "unit_en"}`, or columns without units."""
CELL_LENGTH = 100
"""Characters of a cell that a draft keeps."""
_FIGURE = re.compile(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,6})?")
_SIGNS = str.maketrans({"٫": ".", "٬": ",", "−": "-", "–": "-", "\u00a0": ""})


def understood_figure(typed: str) -> str | None:
    """A number in its one spelling (digits 0–9, a point before decimals); none if it is no such number.

    Nothing typed is a cell left empty, and understood.
    """
    western = "".join(str(unicodedata.decimal(c, c)) for c in written(typed)).translate(_SIGNS)
    plain = re.sub(r"[\s\u200e\u200f]|%$", "", western)
    if not plain:
        return ""
    if not _FIGURE.fullmatch(plain):
        return None
    figure = Decimal(plain.replace(",", ""))
    return "0" if not figure else f"{figure.normalize():f}"


def kept_figure(typed: str) -> str:
    """What a draft keeps of a cell: the figure, else what was typed."""
    figure = understood_figure(typed)
    return written(typed).replace("\n", " ")[:CELL_LENGTH] if figure is None else figure


def cells_of(value: str) -> dict[tuple[str, str], str]:
    """What stands in a kept answer, by row and column key."""
    rows: Any = json.loads(value) if value.startswith("{") else {}
    return {(row, column): text for row, of in rows.items() for column, text in of.items()}


def with_cell(value: str, row: str, column: str, text: str) -> str:
    """A kept answer with another text in one cell."""
    cells = {**cells_of(value), (row, column): text}
    rows: dict[str, dict[str, str]] = {}
    for (of, at), typed in cells.items():
        if typed:
            rows.setdefault(of, {})[at] = typed
    return canonical_json(rows).decode() if rows else ""


def asked_only(value: str, rows: Lines, columns: Lines) -> str:
    """A kept answer without cells that are no longer asked for."""
    here = {(row["key"], column["key"]) for row in rows for column in columns}
    found = ""
    for place, text in cells_of(value).items():
        found = with_cell(found, *place, text) if place in here else found
    return found


def shown(cell: str) -> str:
    """A cell as it is read: a number with its thousands parted, else what was typed."""
    return i18n.number(Decimal(cell)) if cell and understood_figure(cell) == cell else cell


def table_of(value: str, rows: Lines, columns: Lines) -> dict[str, Any]:
    """The answer as a submission freezes it and as it is drawn, in words that no question is needed for:
    `{"columns": [{"ar", "en"}], "rows": [{"ar", "en", "unit_ar", "unit_en", "cells": [text, …]}]}`.
    """
    cells = cells_of(value)
    return {
        "columns": [{"ar": column["ar"], "en": column["en"]} for column in columns],
        "rows": [
            {
                **{name: row.get(name, "") for name in ("ar", "en", "unit_ar", "unit_en")},
                "cells": [shown(cells.get((row["key"], column["key"]), "")) for column in columns],
            }
            for row in rows
        ],
    }


def table_in_words(table: Mapping[str, Any], lang: Lang) -> str:
    """A table as one text, for where none can be drawn; empty where no cell is filled."""
    comma = "، " if lang == "ar" else ", "
    lines = []
    for row in table["rows"]:
        filled = [
            f"{column[lang]} {cell}"
            for column, cell in zip(table["columns"], row["cells"], strict=True)
            if cell
        ]
        unit = f" ({row[f'unit_{lang}']})" if row[f"unit_{lang}"] else ""
        if filled:
            lines.append(f"{row[lang]}{unit}: {comma.join(filled)}")
    return ("؛ " if lang == "ar" else "; ").join(lines)
