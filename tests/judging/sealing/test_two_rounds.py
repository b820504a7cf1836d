"""Results of a cycle with a final panel are counted again from its sealed sheets: pooled, alone, by a rubric of its own."""

import pytest

from judging.deliberations.models import Outcome
from judging.sealing.holding import held
from tests.judging.rounds.test_final_panel import close_scoring, results, score_final, two_rounds
from tests.judging.rounds.test_final_rubrics import ALONE, own_rubric, score
from tests.judging.sealing.conftest import Sealing
from tests.judging.sealing.receipts import give_receipts


def sealed_lines(c, final, settings):
    give_receipts(c)
    [category] = results(c, final).categories
    sealing = Sealing(c, settings)
    entries = {entry.id: place for place, entry in enumerate(c.entries["G2C"])}
    for place in range(1, category.places + 1):
        holders = [entries[entry.entry_id] for entry in category.ranked(place)]
        outcome = Outcome.SHARED if len(holders) > 1 else None
        reason = "" if holders else "مشتركة"
        sealing.decide("G2C", place, *holders, outcome=outcome, reason=reason)
    return list(held(sealing.file(sealing.seal())))


def test_a_final_panel_by_a_rubric_of_its_own(make, settings):
    c = two_rounds(make, **ALONE)
    own_rubric(c)
    final = close_scoring(c)
    for place, sheets in enumerate([[(4, 8), (4, 8)], [(8, 4)], [(8, 4)], [(7, 7)]]):
        score(c, final, place, *sheets)
    lines = sealed_lines(c, final, settings)
    assert "rubrics: 2 versions, the weights of each sum to 100" in lines
    (receipts,) = [line for line in lines if line.startswith("receipts")]
    assert "do not" in receipts
    assert " 0 do not" not in receipts


@pytest.mark.parametrize("pools", [True, False])
def test_a_final_panel_by_the_rubric_of_scoring(make, settings, pools):
    c = two_rounds(make, **{**ALONE, "pools": pools})
    final = close_scoring(c)
    score_final(c, final, {place: [9 - place] * 2 for place in range(4)})
    lines = sealed_lines(c, final, settings)
    (receipts,) = [line for line in lines if line.startswith("receipts")]
    assert receipts.endswith(" 0 do not") == pools
