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
    assert generalisability(None, 1.0, 3.0, np.array([2])) == (None, None)
    assert generalisability(2.0, None, 3.0, np.array([3])) == (pytest.approx(2 / 3), None)


@pytest.mark.parametrize("missing", [0, 5])
def test_a_panel_with_a_gap_is_not_complete(missing):
    entry, judge = np.repeat(np.arange(3), 3), np.tile(np.arange(3), 3)
    kept = np.arange(9) != missing
    assert complete(entry, judge, np.arange(9.0)) is not None
    assert complete(entry[kept], judge[kept], np.arange(9.0)[kept]) is None
    assert complete(entry[:3], judge[:3], np.arange(3.0)) is None
