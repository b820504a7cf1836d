import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.tally.statistics.design import Sheet
from judging.tally.statistics.official import official
from judging.tally.statistics.sign import SignKind
from judging.tally.statistics.signs import (
    far_sheets,
    means_without,
    odd_judges,
    residual_t,
    scores_without,
)
from tests.judging.tally.statistics.dense import fitted, incidence
from tests.judging.tally.statistics.rounds import designed, drawn


@given(st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_scores_without_a_judge_are_those_of_a_round_without_them(seed):
    sheets = drawn(seed, entries=15, judges=5)[0]
    design = designed(sheets)
    fit = official(design)
    for judge, scores, read in scores_without(design, fit):
        rest = designed([sheet for sheet in sheets if sheet.judge != design.judges[judge]])
        entries, judges, _, y = incidence(rest)
        plain = fitted(entries, [(judges, fit.theta2)], y)[2] + float(rest.middle - design.middle)
        kept = [design.entries.index(name) for name in rest.entries]
        assert scores[kept] == pytest.approx(plain, abs=1e-8)
        assert list(read[kept]) == list(rest.read)
        assert np.isnan(np.delete(scores, kept)).all()


def test_of_many_judges_each_is_left_out_in_turn():
    sheets = drawn(2, entries=90, judges=70, most=4)[0]
    design = designed(sheets)
    fit = official(design)
    found = list(scores_without(design, fit))
    assert [judge for judge, *_ in found] == list(range(len(design.judges)))
    assert len(found) > 65  # more than are taken out together
    for judge, scores, read in found[::32]:
        rest = designed([sheet for sheet in sheets if sheet.judge != design.judges[judge]])
        entries, judges, _, y = incidence(rest)
        plain = fitted(entries, [(judges, fit.theta2)], y)[2] + float(rest.middle - design.middle)
        kept = [design.entries.index(name) for name in rest.entries]
        assert scores[kept] == pytest.approx(plain, abs=1e-8)
        assert list(read[kept]) == list(rest.read)


def test_means_without_a_judge_leave_their_sheets_out():
    design = designed([Sheet("a", "x", 2), Sheet("a", "y", 4), Sheet("b", "x", 9)])
    without = {design.judges[judge]: (means, list(read)) for judge, means, read in means_without(design)}
    means, read = without["x"]
    assert means[0] == pytest.approx(4 - 5)
    assert np.isnan(means[1])
    assert read == [1, 0]


@given(st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_a_residual_is_that_of_a_fit_without_the_sheet(seed):
    design = designed(drawn(seed, entries=10, judges=4)[0])
    fit = official(design)
    entries, judges, _, y = incidence(design)
    t = residual_t(design, fit)
    for sheet in np.flatnonzero(~np.isnan(t)):
        kept = np.arange(len(y)) != sheet
        _, variance, scores, covariance, _ = fitted(entries[kept], [(judges[kept], fit.theta2)], y[kept])
        h = np.eye(kept.sum()) + fit.theta2 * judges[kept] @ judges[kept].T
        with_it = fit.theta2 * judges[kept] @ judges[sheet]
        drawn_on = np.linalg.solve(h, with_it)
        expected = entries[sheet] @ scores + drawn_on @ (y[kept] - entries[kept] @ scores)
        left = entries[sheet] - drawn_on @ entries[kept]
        error = variance * (1 + fit.theta2 - with_it @ drawn_on) + left @ covariance @ left
        assert t[sheet] == pytest.approx((y[sheet] - expected) / np.sqrt(error), abs=1e-6)


def test_a_residual_worked_out_by_hand():
    design = designed([Sheet("e", "x", 1), Sheet("e", "y", 2), Sheet("e", "z", 6)])
    # Distances −2, −1 and 3 with squares of 14, a weight of 2/3 each, one sheet to spare without it:
    # 3/√(2/3·(14 − 9·3/2)), and so on.
    found = dict(
        zip((design.judges[j] for j in design.judge), residual_t(design, official(design)), strict=True)
    )
    assert found == pytest.approx(
        {"x": -2 / np.sqrt(16 / 3), "y": -1 / np.sqrt(25 / 3), "z": 3 / np.sqrt(1 / 3)}
    )
    (sign,) = far_sheets(design, official(design))
    assert (sign.kind, sign.entry, sign.judge, sign.value) == (SignKind.RESIDUAL, "e", "z", found["z"])
    assert not list(far_sheets(design, official(design), far=5.5))


def test_where_no_sheet_is_to_spare_or_an_entry_has_one_there_is_no_residual():
    pair = designed([Sheet("a", "x", 1), Sheet("a", "y", 9), Sheet("b", "x", 5)])
    assert np.isnan(residual_t(pair, official(pair))).all()
    lone = designed([Sheet("a", j, t) for j, t in (("x", 1), ("y", 9), ("z", 4))] + [Sheet("b", "x", 5)])
    assert list(np.isnan(residual_t(lone, official(lone)))) == [False, False, False, True]
    agreed = designed([Sheet(f"e{i}", f"j{j}", i) for i in range(3) for j in range(3)])
    assert np.isnan(residual_t(agreed, official(agreed))).all()


def test_an_insider_is_named():
    sheets = [s for s in drawn(1, entries=60, judges=8, most=4)[0] if s.entry != "e005"]
    sheets += [Sheet("e005", f"j0{k}", total) for k, total in enumerate((0, 0, 0, 6))]
    design = designed(sheets)
    far = {(sign.entry, sign.judge) for sign in far_sheets(design, official(design))}
    assert ("e005", "j03") in far
    assert len(far) < 8


def test_judges_of_one_score_or_one_entry_are_named():
    sheets = [Sheet(e, j, t) for j in "xy" for e, t in (("a", 1), ("b", 2))]
    sheets += [Sheet("a", "same", 5), Sheet("b", "same", 5), Sheet("b", "once", 3)]
    found = {(sign.kind, sign.judge, sign.entry, sign.value) for sign in odd_judges(designed(sheets))}
    assert found == {
        (SignKind.CONSTANT_JUDGE, "same", None, 5.0),
        (SignKind.ONE_ENTRY_JUDGE, "once", "b", None),
    }
