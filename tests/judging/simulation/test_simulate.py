"""`tahkim simulate`: what it says of ways of judging, and in which form."""

import json

import pytest
from click.testing import CliRunner

from awards.cli import main
from judging.simulation.contest import Layout
from judging.simulation.figures import simulate
from judging.simulation.ways import Way


@pytest.fixture(scope="module")
def figures():
    """A harsh and lenient jury; enough cycles that what is compared lies several standard errors apart."""
    return {one.way: one for one in simulate(Layout(184, 24, 4, 0.9), rounds=120, draws=300)}


def test_the_adjusted_score_is_ahead_of_the_mean_where_judges_differ(figures):
    assert figures[Way.ADJUSTED].found > figures[Way.MEAN].found + 2 * figures[Way.MEAN].error
    assert figures[Way.ADJUSTED].tau > figures[Way.MEAN].tau + 0.02


def test_z_scores_fall_behind_where_who_reads_what_is_not_left_to_chance():
    sorted_ = {one.way: one for one in simulate(Layout(184, 24, 4, 0.6, sorting=1.0), rounds=60, draws=50)}
    assert sorted_[Way.ADJUSTED].found > sorted_[Way.Z_SCORE].found + 2 * sorted_[Way.Z_SCORE].error


def test_two_stages_are_ahead_of_all_with_no_more_sheets(figures):
    two = figures[Way.TWO_STAGE]
    others = [one for way, one in figures.items() if way is not Way.TWO_STAGE]
    assert all(two.found > one.found + 2 * one.error for one in others)
    assert all(two.sheets < one.sheets for one in others)


def test_chances_of_the_adjusted_score_and_of_two_stages_hold(figures):
    for way in (Way.ADJUSTED, Way.TWO_STAGE):
        assert figures[way].claimed == pytest.approx(figures[way].found, abs=3 * figures[way].error)


def test_it_prints_the_figures_on_standard_output_and_progress_elsewhere():
    asked = ["simulate", "--entries", "20", "--judges", "5", "--per-entry", "3", "--rounds", "2"]
    text = CliRunner().invoke(main, asked)
    assert text.exit_code == 0
    assert text.stdout.startswith("2 made-up cycles: 20 entries in 7 categories, 5 judges.\n")
    assert "two stages, adjusted" in text.stdout
    printed = CliRunner().invoke(main, [*asked, "--json"])
    found = json.loads(printed.stdout)
    assert [way["way"] for way in found["ways"]] == list(Way)
    assert found["layout"]["first"] == 2
    assert found["ways"][1]["claimed"] is None
    assert CliRunner().invoke(main, [*asked, "--json"]).stdout == printed.stdout


def test_a_layout_that_cannot_be_ends_with_2_and_says_why():
    refused = CliRunner().invoke(main, ["simulate", "--judges", "3", "--per-entry", "4"])
    assert refused.exit_code == 2
    assert "an entry can have from 1 to 3 sheets" in refused.stderr
