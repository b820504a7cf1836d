from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.rounds.method.rules import Method
from judging.tally.statistics.chances import label
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.sign import SignKind
from judging.tally.statistics.tallied import Asked, tally
from tests.judging.tally.statistics.rounds import case, drawn, small_rounds


def ranks(result):
    return {row.entry: row.rank for category in result.categories for row in category.entries}


def test_the_paris_tasting_has_its_published_means_and_order():
    (category,) = tally(*case("paris_1976.csv"), Asked(places=3)).categories
    assert [row.entry for row in category.entries[:3]] == [
        "Stag's Leap 1973",
        "Mouton Rothschild 1970",
        "Montrose 1970",
    ]
    assert [row.mean for row in category.entries[:2]] == [Fraction(311, 22), Fraction(155, 11)]
    assert category.entries[0].label == "too_close_to_call"
    assert category.boundary_label == "leading"
    assert {row.label for row in category.entries[1:]} == {None}


@given(small_rounds(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_changes_nothing(drawn_round, random):
    sheets, category_of = drawn_round
    first = tally(sheets, category_of, Asked(draws=200))
    shuffled = random.sample(sheets, len(sheets))
    again = tally(
        shuffled, dict(random.sample(sorted(category_of.items()), len(category_of))), Asked(draws=200)
    )
    assert again.categories == first.categories
    assert again.judges == first.judges


@given(st.integers(0, 1000), st.permutations(range(8)))
@settings(max_examples=15, deadline=None)
def test_other_names_of_the_judges_change_nothing_but_names(seed, order):
    sheets, category_of = drawn(seed, categories=2)
    first = tally(sheets, category_of, Asked(draws=500))
    renamed = tally(
        [replace(sheet, judge=f"n{order[int(sheet.judge[1:])]}") for sheet in sheets],
        category_of,
        Asked(draws=500),
    )
    for one, other in zip(first.categories, renamed.categories, strict=True):
        assert one.entries == other.entries
        assert one.reliability == other.reliability
        assert one.boundary_label == other.boundary_label


@given(st.integers(0, 1000), st.integers(1, 50), st.integers(-100, 100))
@settings(max_examples=15, deadline=None)
def test_another_scale_changes_scores_and_neither_ranks_nor_agreement(seed, times, plus):
    sheets, category_of = drawn(seed, categories=2)
    first = tally(sheets, category_of, Asked(draws=500))
    scaled = tally([replace(s, total=s.total * times + plus) for s in sheets], category_of, Asked(draws=500))
    assert ranks(scaled) == ranks(first)
    for one, other in zip(first.categories, scaled.categories, strict=True):
        assert one.reliability.g == pytest.approx(other.reliability.g, abs=1e-6)
        assert one.reliability.alpha_interval == pytest.approx(other.reliability.alpha_interval, abs=1e-9)
        for row, there in zip(one.entries, other.entries, strict=True):
            assert there.adjusted == pytest.approx(row.adjusted * times + plus, abs=1e-5 * times)
            assert there.huber == pytest.approx(row.huber * times + plus, abs=1e-5 * times)
            if row.chances:
                assert there.chances.winner == pytest.approx(row.chances.winner, abs=0.01)


@given(small_rounds(), st.sampled_from(Method))
@settings(max_examples=100, deadline=None)
def test_every_entry_is_listed_and_ranks_are_those_of_the_value(drawn_round, method):
    sheets, category_of = drawn_round
    result = tally(sheets, category_of, Asked(method=method, draws=100))
    assert ranks(result).keys() == category_of.keys()
    for category in result.categories:
        ranked = [row for row in category.entries if row.rank is not None]
        assert all((row.sheets >= 3) == (row.rank is not None) for row in category.entries)
        for row in ranked:
            value = row.mean if method is Method.MEAN else row.adjusted
            better = [
                other for other in ranked if (other.mean if method is Method.MEAN else other.adjusted) > value
            ]
            assert row.rank == 1 + len(better)
            assert row.mean_rank == 1 + sum(other.mean > row.mean for other in ranked)


def test_complete_panels_rank_by_the_mean_under_both_methods():
    sheets, category_of = case("princeton_2012.csv")
    assert ranks(tally(sheets, category_of)) == ranks(tally(sheets, category_of, Asked(method=Method.MEAN)))


def test_equal_means_share_a_rank_though_floats_would_part_them():
    thirds = [Fraction(1, 10), Fraction(2, 10), Fraction(3, 10)]
    sheets = [Sheet("a", f"j{k}", t) for k, t in enumerate(thirds)]
    sheets += [Sheet("b", f"j{k}", t) for k, t in enumerate(reversed(thirds))]
    sheets += [Sheet("c", f"j{k}", Fraction(1, 10)) for k in range(3)]
    for method in Method:
        assert ranks(tally(sheets, dict.fromkeys("abc"), Asked(method=method))) == {"a": 1, "b": 1, "c": 3}


def test_an_entry_without_a_sheet_is_listed_and_one_of_two_is_scored_but_not_ranked():
    sheets = [Sheet("full", f"j{k}", k) for k in range(3)] + [Sheet("two", f"j{k}", 9) for k in range(2)]
    (category,) = tally(sheets, dict.fromkeys(["full", "two", "none"])).categories
    full, none, two = category.entries
    assert (full.rank, full.unranked) == (1, False)
    assert (two.rank, two.sheets, two.chances, two.unranked) == (None, 2, None, True)
    assert two.adjusted is not None
    assert (none.sheets, none.mean, none.adjusted, none.se, none.rank) == (0, None, None, None, None)
    empty = tally([], {"a": "x", "b": "y"})
    assert [category.category for category in empty.categories] == ["x", "y"]
    assert empty.official is None


def test_panels_that_nothing_connects_are_not_comparable():
    sheets = [
        Sheet(f"{part}{i}", f"{part}{j}", 3 * i + j) for part in "ab" for i in range(3) for j in range(3)
    ]
    result = tally(sheets, dict.fromkeys(sheet.entry for sheet in sheets))
    assert result.components == result.categories[0].components == 2
    flags = [(sign.kind, sign.value) for sign in result.categories[0].flags]
    assert (SignKind.NOT_COMPARABLE, 2.0) in flags
    assert {row.label for row in result.categories[0].entries} == {None}
    assert result.categories[0].boundary_label is None
    apart = tally(sheets, {sheet.entry: sheet.entry[0] for sheet in sheets})
    assert all(category.entries[0].label for category in apart.categories)
    assert all(category.boundary_label for category in apart.categories)
    assert [category.components for category in apart.categories] == [1, 1]
    assert all(SignKind.NOT_COMPARABLE not in {s.kind for s in c.flags} for c in apart.categories)


def test_a_tie_across_the_last_place_is_too_close_to_call():
    sheets = [Sheet(f"e{i}", f"j{j}", 5 + (j if i else 2 * j)) for i in range(4) for j in range(3)]
    (category,) = tally(sheets, {f"e{i}": None for i in range(4)}, Asked(places=2)).categories
    assert category.boundary_label == "too_close_to_call"
    assert (
        tally(sheets, {f"e{i}": None for i in range(4)}, Asked(places=4)).categories[0].boundary_label is None
    )


def test_who_is_awarded_is_as_sure_as_the_least_sure_of_them():
    """Ranked by the mean: lenient judges put second who has the least chance of a place."""
    given = (
        ("e0", {"j0": -18, "j4": -15, "j3": -3}), ("e1", {"j2": 6, "j1": 26, "j3": 23}),
        ("e2", {"j0": -1, "j2": 6, "j3": 15}), ("e3", {"j4": -16, "j2": 5, "j1": 23}),
        ("e4", {"j3": -5, "j1": 20, "j2": 9}), ("e5", {"j4": -16, "j2": -6, "j0": -22}),
        ("e6", {"j3": -5, "j0": -20, "j2": -9}), ("e7", {"j0": -28, "j1": 10, "j5": -27}),
    )  # fmt: skip
    sheets = [Sheet(entry, judge, total) for entry, totals in given for judge, total in totals.items()]
    asked = Asked(Method.MEAN, places=3)
    (category,) = tally(sheets, {sheet.entry: None for sheet in sheets}, asked).categories
    awarded = [row.chances.awarded for row in category.entries[:3]]
    assert awarded[1] < 0.5 < 0.8 < awarded[2]
    assert category.boundary_label == "too_close_to_call"


@given(st.integers(0, 1000), st.sampled_from(Method), st.integers(1, 6))
@settings(max_examples=15, deadline=None)
def test_no_awarded_place_is_less_sure_than_is_said(seed, method, places):
    sheets, category_of = drawn(seed)
    for category in tally(sheets, category_of, Asked(method, places=places, draws=200)).categories:
        if category.boundary_label not in (None, "too_close_to_call"):
            awarded = [row.chances.awarded for row in category.entries[:places]]
            assert category.boundary_label == label(min(awarded))


@pytest.mark.parametrize("method", Method)
def test_of_equals_who_share_the_first_rank_none_is_leading(method):
    """Of two, one has more than half of the draws by chance alone."""
    rows = {"a": (9, 7, 8), "b": (7, 9, 8), "c": (1, 2, 1)}
    sheets = [Sheet(e, f"j{k}", t) for e, totals in rows.items() for k, t in enumerate(totals)]
    (category,) = tally(sheets, dict.fromkeys(rows), Asked(method)).categories
    assert [(row.entry, row.rank, row.label) for row in category.entries] == [
        ("a", 1, "too_close_to_call"), ("b", 1, "too_close_to_call"), ("c", 3, None),
    ]  # fmt: skip
    assert max(row.chances.winner for row in category.entries) > 0.5


def test_where_the_methods_have_other_winners_it_is_said():
    strict = [Sheet(f"e{i}", f"j{j}", 10 + i) for i in range(8) for j in range(3)]
    lenient = [Sheet("e3", f"j{j}", 20 + j) for j in range(3, 9)]
    (category,) = tally(strict + lenient, {f"e{i}": None for i in range(8)}, Asked(draws=500)).categories
    assert category.entries[0].entry == "e7"
    assert min(category.entries, key=lambda row: row.mean_rank).entry == "e3"
    assert ("methods_disagree", "e3") in [(sign.kind, sign.entry) for sign in category.flags]
