"""A sealed tally by the adjusted score is counted again by what was chosen before judging opened."""

from dataclasses import replace

import pytest

from judging.rounds.method.rules import Ladder, Method, Rules
from judging.sealing.archive import DoesNotHold
from judging.sealing.recount import Lodged, Rubric, recounted
from judging.tally.counted import count_contests, formula_for, rules_line
from judging.tally.document import FORMAT, Document
from judging.tally.results import Least
from tests.judging.tally.made import contests, drawn

RULES = Rules(Method.ADJUSTED, Ladder.HEAVIEST, draws=200, seed=3)


@pytest.fixture(scope="module")
def sealed():
    """A document with no names, its rubrics, and the sheets that it was counted from."""
    whole = [
        replace(c, contenders=[replace(e, title_ar="", title_en="", entrant_ar="", entrant_en="") for e in c.contenders])
        for c in contests(drawn(6))
    ]  # fmt: skip
    counted = count_contests(whole, RULES, least=Least(3))
    document = Document(
        FORMAT,
        whole[0].id,
        1,
        "adjusted",
        3,
        counted.categories,
        formula_for(whole, Method.ADJUSTED, None),
        rules=rules_line(1, RULES),
        model=counted.model,
    )
    rubrics = {c.code: Rubric(c.code, c.code, 1, c.criteria) for c in whole}
    sheets = [
        Lodged(
            round=1,
            entry=entry.number,
            judge=sheet.judge,
            receipt="",
            salt="",
            sheet={
                "rubric": {"id": category.code},
                "scorecard": str(sheet.scorecard_id),
                "total": sheet.total,
                "marks": [
                    {"criterion": s.criterion, "points": s.points, "not_scored": s.not_scored}
                    for s in sheet.scores
                ],
            },
            left_out=None,
        )
        for category in document.categories
        for entry in category.entries
        for sheet in entry.sheets
    ]
    return document, rubrics, sheets


def test_it_comes_out_as_it_was_sealed(sealed):
    document, rubrics, sheets = sealed
    totals, ranking = recounted(document, rubrics, sheets)
    assert "adjusted" in ranking
    assert totals.startswith("totals: 48 sheets")


def test_another_adjusted_score_is_found(sealed):
    document, rubrics, sheets = sealed
    first, *others = document.categories
    best, *rest = first.entries
    forged = replace(first, entries=(replace(best, compared="99.000000000"), *rest))
    with pytest.raises(DoesNotHold, match="ranking: entry 6 of A has the score"):
        recounted(replace(document, categories=(forged, *others)), rubrics, sheets)


def test_another_method_than_was_chosen_is_found(sealed):
    document, rubrics, sheets = sealed
    with pytest.raises(DoesNotHold):
        recounted(replace(document, method="mean"), rubrics, sheets)
