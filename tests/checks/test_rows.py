"""Rows that are turned into values by position have their columns in the order of the fields."""

from dataclasses import fields

import pytest
import sqlalchemy as sa

from awards.entries import choice, queries, sheet
from awards.site import audit_queries
from judging.scorecards import desk
from judging.scorecards import operations as saving
from judging.scorecards import queries as sheets
from judging.scorecards.sheet import REMARKS, SheetInput

BY_POSITION = {
    "entries.Head": (queries.HEAD, sheet.Head._fields),
    "entries.OpenCategory": (choice._OPEN, choice.OpenCategory._fields),
    "audit.Event": (audit_queries._EVENTS, tuple(f.name for f in fields(audit_queries.Event))),
    "scorecards.Receipt": (sheets._RECEIPT, tuple(f.name for f in fields(sheets.Receipt))),
    "scorecards.remarks": (saving._REMARKS, tuple(f.name for f in fields(SheetInput)[1:])),
}


@pytest.mark.parametrize("name", BY_POSITION)
def test_a_row_read_by_position_has_its_columns_in_the_order_of_the_fields(name: str) -> None:
    statement, wanted = BY_POSITION[name]
    assert columns(statement) == wanted


def test_the_row_of_a_judges_desk_has_its_columns_in_the_order_of_the_fields() -> None:
    called = {"id": "round_id", "judging_opens_at": "opens", "judging_closes_at": "closes"}
    found = tuple(called.get(name, name) for name in columns(desk._DESK))
    assert found == tuple(f.name for f in fields(desk.Desk))


def test_the_row_of_a_judges_list_is_the_key_of_its_view_the_code_and_how_far_the_sheet_is() -> None:
    names = columns(sheets._LIST)
    assert names[sheets._KEYED] == "code"
    assert names[sheets._KEYED + 1 :] == sheets.MyEntry._fields[2:]


def test_the_remarks_are_the_texts_of_a_sheet() -> None:
    assert tuple(f.name for f in fields(SheetInput)[1:]) == REMARKS


def columns(statement: sa.Select) -> tuple[str, ...]:
    return tuple(column.name for column in statement.selected_columns)
