"""A criterion's scale is a value: nothing else in the code or on a page says where points end."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.rubrics.models import Criterion
from judging.rubrics.scale import TEN, percents_of
from judging.tally.document import CriterionLine

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


HIGHEST = int(TEN.highest)
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


def test_the_scale_of_criteria_that_do_not_say_another_is_the_one_that_tables_and_tallies_have_by_default() -> (
    None
):
    assert [int(points) for points in TEN.values] == list(range(HIGHEST + 1))
    assert list(percents_of(TEN).values()) == [points * 10 for points in range(HIGHEST + 1)]
    assert Criterion.model_fields["highest"].default == TEN.highest
    assert CriterionLine("a", "a", "a", "100").scale == TEN
