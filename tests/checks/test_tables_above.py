"""A module asks only the tables of its own layer and of those below: the exceptions are named here, and no others come.

Imports are held to the layers by `lint-imports`, which does not see a table that is named in a string.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

from awards import tables

ROOT = Path(__file__).resolve().parents[2]
ABOVE = {
    ("awards/entries/outcomes.py", "decision"): "an entrant reads of a special mention, which is no win",
    ("awards/entries/queries.py", "assignment"): "an entry that judges were given is not reopened",
    ("awards/entries/queries.py", "publication"): "what entrants may see changes once results are published",
    ("awards/entries/queries.py", "round"): "an entry cannot be withdrawn once its results are opened",
    ("awards/entries/queries.py", "tally"): "the same",
    ("awards/invitations/queries.py", "cycle"): "an invitation names the award and who holds it",
    ("awards/screening/moving.py", "assignment"): "an entry that is given to judges stays in its category",
    ("awards/screening/moving.py", "round"): "the same once the round is open",
    (
        "awards/screening/replies/queries.py",
        "round",
    ): "no disqualified entry comes back once the round of judging has opened",
    (
        "judging/blinding/sheets.py",
        "assignment",
    ): "a copy on which judges have begun is reworded with a reason only",
    (
        "judging/scorecards/desk.py",
        "calibration",
    ): "a judge's list leads to calibration, without a statement more",
    (
        "judging/scorecards/queries.py",
        "calibration_entry",
    ): "a sheet says what the panel called its entry in calibration, without a statement more",
    ("judging/deliberations/held_back.py", "appeal"): "publication waits for appeals where the cycle says so",
    ("judging/deliberations/held_back.py", "appeal_notice"): "the same",
    ("judging/deliberations/held_back.py", "appeal_rule"): "the same",
    (
        "judging/rounds/first_reading_operations.py",
        "assignment",
    ): "with which round judging begins stands once judges were given entries",
    ("judging/panels/naming.py", "round"): "once judging is open a chair leaves only for a successor",
    (
        "judging/scorecards/desk.py",
        "discrepancy_rule",
    ): "a judge is led to reconciliations only where the cycle has a rule for them",
    ("judging/rounds/finalists.py", "assignment"): "the list of finalists says whom each was given to before",
    (
        "judging/scorecards/votes_waiting.py",
        "room_vote",
    ): "a judge's first page says how many votes wait, without a statement more",
    ("judging/scorecards/votes_waiting.py", "room_motion"): "the same",
    ("judging/scorecards/votes_waiting.py", "room_motion_item"): "the same",
    ("judging/scorecards/votes_waiting.py", "room_item"): "the same",
    ("judging/scorecards/votes_waiting.py", "deliberation_room"): "the same",
    ("judging/scorecards/votes_waiting.py", "decision"): "the same",
    ("judging/blinding/sheets.py", "scorecard"): "the same; and assignments know what is lodged from there",
    (
        "judging/blinding/sheets.py",
        "lodgement_receipt",
    ): "a reopened sheet was lodged, and is not lost with its judge",
}
"""Module and table → why it has to know. Whatever is added here couples a lower layer to an upper one."""


def test_no_module_names_a_table_of_a_layer_above_but_those_that_have_to() -> None:
    assert {(path, table) for path, table, _ in named()} == ABOVE.keys()


def test_a_table_that_is_named_has_the_columns_that_are_named_with_it() -> None:
    """Nothing else would notice that a column was renamed in the layer above."""
    for path, table, columns in named():
        assert columns <= set(tables.metadata.tables[table].columns.keys()), (path, table)


def test_rows_refer_to_their_own_layer_or_to_one_below() -> None:
    home = {
        model.__tablename__: model.__module__
        for model in SQLModel.__subclasses__()
        if isinstance(getattr(model, "__table__", None), sa.Table)
    }
    assert home.keys() == tables.metadata.tables.keys()
    upwards = [
        (name, key.column.table.name)
        for name, table in tables.metadata.tables.items()
        for key in table.foreign_keys
        if level(home[name]) > level(home[key.column.table.name])
    ]
    assert upwards == []


def named() -> Iterator[tuple[str, str, set[str]]]:
    """Module, table and columns of every `sa.table("…", sa.column("…"))`; SQL as text is refused."""
    for package in ("awards", "judging", "reports"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            where = str(path.relative_to(ROOT))
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(call, ast.Call):
                    continue
                called = ast.unparse(call.func)
                assert called not in ("sa.text", "text", "sa.literal_column"), f"{where}:{call.lineno}"
                if called == "sa.table":
                    table, *columns = call.args
                    yield where, text_of(table), {text_of(column.args[0]) for column in columns}


def text_of(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant), ast.unparse(node)
    return str(node.value)


def level(module: str) -> tuple[int, int]:
    """How far from the top a module lies: its place in the contracts of `pyproject.toml`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    whole, within = (
        c["layers"] for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers"
    )
    return place(module, whole), place(module.removeprefix("judging."), within) if module[
        :7
    ] == "judging" else 0


def place(module: str, layers: list[str]) -> int:
    (found,) = (
        i
        for i, layer in enumerate(layers)
        if any(module == name or module.startswith(f"{name}.") for name in layer.split(" : "))
    )
    return found
