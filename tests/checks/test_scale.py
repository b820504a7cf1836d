"""The scale of points stands in one place: nothing else in the code or on a page says where it ends."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.rubrics.scale import HIGHEST, LOWEST, POINTS, SCALE, TO_PERCENT

ROOT = Path(__file__).resolve().parents[2]
ABOUT_POINTS = (
    *(
        p
        for name in ("rubrics", "scorecards", "tally", "deliberations")
        for p in (ROOT / "judging" / name).glob("*.py")
    ),
    ROOT / "awards/demo/simulation.py",
    ROOT / "awards/demo/judging.py",
    ROOT / "benchmarks/scenarios.py",
)
TEMPLATES = [
    *(ROOT / "templates/judging/scorecards").glob("*.html"),
    *(ROOT / "templates/judging/rubrics").glob("*.html"),
    ROOT / "templates/awards/site/category.html",
    ROOT / "templates/reports/results/report.html",
]


@pytest.mark.parametrize("path", ABOUT_POINTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_about_points_takes_the_ends_of_the_scale_from_its_place(path: Path) -> None:
    if path.name == "scale.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    beside = {id(node) for part in ast.walk(tree) for node in of_another_kind(part)}
    found = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in ENDS and id(node) not in beside
    ]
    assert found == []


ENDS = (HIGHEST, HIGHEST + 1, str(HIGHEST))


def of_another_kind(part: ast.AST) -> Iterator[ast.AST]:
    """Numbers that have nothing to do with points: the base of a power, a length, and how long a text may be."""
    if isinstance(part, ast.BinOp) and isinstance(part.op, ast.Pow):
        yield part.left
    elif isinstance(part, ast.Assign) and re.match("(LEAST|MOST|LONGEST)", ast.unparse(part)):
        yield part.value
    elif isinstance(part, ast.Compare) and "len(" in ast.unparse(part):
        yield from part.comparators


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_about_points_is_told_the_ends_of_the_scale(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(rf"(?<![\w.-]){HIGHEST}(?![\w.%-])", text) == []


def test_totals_are_out_of_a_hundred_and_points_begin_at_none() -> None:
    """What a weighted mean of points is multiplied by makes the highest of them a hundred."""
    assert LOWEST == 0
    assert HIGHEST * TO_PERCENT == 100
    assert POINTS[-1] == HIGHEST
    assert tuple(map(int, SCALE)) == POINTS


def test_the_sheet_has_a_column_for_each_number_of_points() -> None:
    style = (ROOT / "awards/static/judging.css").read_text(encoding="utf-8")
    assert f".scale {{ display: grid; grid-template-columns: repeat({len(SCALE)}, " in style
