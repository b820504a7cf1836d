"""Columns are found by their names, whatever their order, and what is wrong with them is said."""

import pytest

from awards.imports.columns import Column, lines_of
from awards.imports.tables import Row, Table
from awards.kit.i18n import msg

COLUMNS = (
    Column("code", msg("Code"), needed=True),
    Column("name_ar", msg("Name in Arabic"), needed=True),
    Column("name_en", msg("Name in English")),
)


def table(header, *rows):
    return Table(Row(1, header), tuple(Row(n, row) for n, row in enumerate(rows, 2)))


@pytest.mark.parametrize(
    "header",
    [
        ("code", "name_ar", "name_en"),
        ("name_en", "CODE", "Name  in Arabic"),
        ("الاسم بالإنجليزية", "الاسم بالعربيه", "code"),
    ],
)
def test_headers_are_known_in_both_languages_and_in_any_order(header):
    where = {"code": "moh", "name_ar": "وزارة", "name_en": "Ministry"}
    cells = tuple(
        where[
            "code"
            if "ode" in h.lower()
            else "name_ar"
            if "rab" in h or "name_ar" in h or "العرب" in h
            else "name_en"
        ]
        for h in header
    )
    lines, problems = lines_of(table(header, cells), COLUMNS)
    assert problems == []
    assert lines[0].cells == where


def test_unknown_missing_and_doubled_columns_are_said_and_nothing_else():
    lines, problems = lines_of(table(("code", "Code", "size", ""), ("", "", "")), COLUMNS)
    assert lines == []
    assert [problem.text.text.split(".")[0] for problem in problems] == [
        "This column is there twice",
        "This column is not known here",
        "Column %(n)s has no header",
        "This column is missing",
    ]


def test_an_empty_cell_that_is_needed_and_a_cell_too_many_are_said_with_their_row():
    lines, problems = lines_of(table(("code", "name_ar"), ("moh", ""), ("moe", "x", "y")), COLUMNS)
    assert [(p.row, p.text.text[:12]) for p in problems] == [(3, "The row has "), (2, "This cell mu")]
    assert "name_en" not in lines[0]
    assert lines[0]["name_en"] == ""
