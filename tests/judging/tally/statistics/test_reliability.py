import csv

import numpy as np
import pytest

from judging.tally.statistics.reliability import (
    alpha_interval,
    alpha_ordinal,
    complete,
    generalisability,
    icc2k,
    kendall_w,
    middle_ranks,
)
from tests.judging.tally.statistics.rounds import CASES, case, designed


def flight(name):
    sheets, category_of = case("princeton_2012.csv")
    design = designed([sheet for sheet in sheets if category_of[sheet.entry] == name])
    return complete(design.entry, design.judge, design.totals)


def test_kendalls_w_and_the_icc_of_known_panels_are_as_published():
    paris = designed(*case("paris_1976.csv"))
    assert kendall_w(complete(paris.entry, paris.judge, paris.totals)) == pytest.approx(0.260149, abs=1e-6)
    assert kendall_w(flight("white")) == pytest.approx(0.10170819620749098)
    assert kendall_w(flight("red")) == pytest.approx(0.15429537421238665)
    assert icc2k(flight("white")) == pytest.approx(-0.36511183851609386)
    assert icc2k(flight("red")) == pytest.approx(0.5029750479846451)


def test_krippendorffs_alpha_of_his_own_example():
    # Krippendorff 2011, Computing Krippendorff's alpha-reliability, example C: 12 units by 4 observers.
    table = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    cells = [(unit, value) for row in table for unit, value in enumerate(row) if value is not None]
    entry, totals = np.array([c[0] for c in cells]), np.array([float(c[1]) for c in cells])
    assert alpha_interval(entry, totals) == pytest.approx(0.849, abs=5e-4)
    assert alpha_ordinal(entry, totals) == pytest.approx(0.815, abs=5e-4)


def test_the_published_means_and_spreads_of_iclr_2019_come_out():
    rows = list(csv.DictReader((CASES / "iclr_2019.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 56
    for row in rows:
        ratings = np.array([float(one) for one in row["ratings"].split(";")])
        assert f"{ratings.mean():.2f}" == f"{float(row['published_mean']):.2f}"
        assert ratings.std() == pytest.approx(float(row["published_spread"]), abs=5.1e-3)


def test_all_scores_equal_is_undefined_and_not_agreement():
    panel = np.full((4, 3), 7.0)
    entry = np.repeat(np.arange(4), 3)
    assert (icc2k(panel), kendall_w(panel)) == (None, None)
    assert (alpha_interval(entry, panel.ravel()), alpha_ordinal(entry, panel.ravel())) == (None, None)
    assert generalisability(0.0, 0.0, 0.0, np.array([3, 3])) == (None, None)


def test_full_agreement_is_one():
    panel = np.outer(np.arange(5.0), np.ones(3))
    entry = np.repeat(np.arange(5), 3)
    assert kendall_w(panel) == pytest.approx(1)
    assert icc2k(panel) == pytest.approx(1)
    assert alpha_interval(entry, panel.ravel()) == pytest.approx(1)
    assert generalisability(2.0, 0.0, 0.0, np.array([3, 3])) == (1.0, 1.0)


def test_generalisability_uses_the_harmonic_mean_of_sheets():
    g, phi = generalisability(2.0, 1.0, 3.0, np.array([2, 6]))
    assert g == pytest.approx(2 / (2 + 3 / 3))
    assert phi == pytest.approx(2 / (2 + 4 / 3))
    assert generalisability(0.1, 0.2, 0.6, np.array([2])) == pytest.approx((0.1 / 0.4, 0.1 / 0.5))
    assert generalisability(None, 1.0, 3.0, np.array([2])) == (None, None)
    assert generalisability(2.0, None, 3.0, np.array([3])) == (pytest.approx(2 / 3), None)


def test_an_entry_with_one_sheet_says_nothing_of_agreement_whatever_its_place():
    entry, totals = np.array([1, 1, 3, 3, 3]), np.array([2.0, 3, 5, 5, 6])
    with_lone = np.array([0, 1, 1, 2, 3, 3, 3, 4]), np.array([9.0, 2, 3, 1, 5, 5, 6, 7])
    # Observed: (2·1/1 + 2·2/2)/5 over the ordered pairs of one entry; expected: 2·10.8/4, about the mean of 4.2.
    assert alpha_interval(entry, totals) == pytest.approx(1 - ((2 + 2) / 5) / (2 * 10.8 / 4))
    assert alpha_interval(*with_lone) == pytest.approx(alpha_interval(entry, totals))
    assert alpha_ordinal(*with_lone) == pytest.approx(alpha_ordinal(entry, totals))
    assert (alpha_interval(np.arange(3), totals[:3]), alpha_ordinal(np.arange(3), totals[:3])) == (None, None)


@pytest.mark.parametrize("times", [1e-13, 1e13])
def test_agreement_is_the_same_on_scales_of_any_size(times):
    panel = flight("red")
    entry = np.repeat(np.arange(len(panel)), panel.shape[1])
    assert alpha_interval(entry, panel.ravel() * times) == pytest.approx(alpha_interval(entry, panel.ravel()))
    assert icc2k(panel * times) == pytest.approx(icc2k(panel))
    equal = np.full((4, 3), times / 3)
    assert (alpha_interval(np.repeat(np.arange(4), 3), equal.ravel()), icc2k(equal)) == (None, None)


def test_equal_values_share_the_mean_of_their_ranks():
    assert list(middle_ranks(np.array([10.0, 20, 20, 5, 20]))) == [2, 4, 4, 1, 4]


def test_two_entries_by_two_judges_are_a_panel():
    panel = complete(np.array([0, 0, 1, 1]), np.array([4, 7, 4, 7]), np.array([1.0, 2, 3, 4]))
    assert panel.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("missing", [0, 5])
def test_a_panel_with_a_gap_is_not_complete(missing):
    entry, judge = np.repeat(np.arange(3), 3), np.tile(np.arange(3), 3)
    kept = np.arange(9) != missing
    assert complete(entry, judge, np.arange(9.0)) is not None
    assert complete(entry[kept], judge[kept], np.arange(9.0)[kept]) is None
    assert complete(entry[:3], judge[:3], np.arange(3.0)) is None
