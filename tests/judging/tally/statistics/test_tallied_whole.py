"""A whole tally: what each category and each judge is told, to the last figure, also where there is little or nothing."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.rounds.method.rules import Method
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.official import official
from judging.tally.statistics.reliability import Reliability, generalisability
from judging.tally.statistics.robust import spread_of_judges
from judging.tally.statistics.sign import Sign, SignKind
from judging.tally.statistics.tallied import Asked, CategoryTally, EntryTally, RoundTally, tally
from tests.judging.tally.statistics.rounds import case, designed, drawn, small_rounds

NOTHING = Reliability(None, None, None, None, None, None)


def bare(entry):
    return EntryTally(entry, 0, None, None, None, None, None, None, None)


def test_where_nothing_is_scored_every_entry_is_listed_with_nothing():
    sign = Sign(SignKind.NOT_COMPARABLE, value=1.0)
    told = tally([], {"d": "y", "c": "x", "b": "y", "a": None}, Asked(method=Method.MEAN), {"y": [sign]})
    assert told == RoundTally(
        method=Method.MEAN,
        sheets=0,
        components=0,
        official=None,
        both_random=None,
        judges=(),
        categories=(
            CategoryTally(None, 0, 0, 0, NOTHING, (bare("a"),), None, ()),
            CategoryTally("x", 0, 0, 0, NOTHING, (bare("c"),), None, ()),
            CategoryTally("y", 0, 0, 0, NOTHING, (bare("b"), bare("d")), None, (sign,)),
        ),
    )


def two_categories():
    """A complete panel in x, an incomplete one in y, and z without a sheet; (sheets, categories)."""
    random = np.random.default_rng(3)
    pairs = [(f"x{i}", f"j{j}") for i in range(4) for j in range(3)]
    pairs += [(f"y{i}", f"j{j}") for i in range(5) for j in range(1, 6) if (i + j) % 5]
    sheets = [Sheet(e, j, Fraction(f"{random.normal(50 + 9 * int(e[1]), 4):.3f}")) for e, j in pairs]
    return sheets, {entry: entry[0] for entry in {*(e for e, _ in pairs), "z0"}}


def test_each_judge_has_their_sheets_effect_and_spread():
    sheets, category_of = two_categories()
    design = designed(sheets, category_of)
    fixed = official(design)
    spread = spread_of_judges(design, fixed)
    rows = zip(design.judges, design.given, fixed.effects, spread, strict=True)
    told = tally(sheets, category_of).judges
    assert [(row.judge, row.sheets, row.effect, row.spread) for row in told] == sorted(rows)


def test_a_design_is_of_at_least_one_sheet():
    with pytest.raises(ValueError, match="there is no sheet"):
        designed([])


def test_a_category_is_told_of_its_own_sheets_judges_and_agreement():
    sheets, category_of = two_categories()
    told = tally(sheets, category_of)
    x, y, z = told.categories
    assert [(c.category, c.sheets, c.judges, c.components) for c in (x, y, z)] == [
        ("x", 12, 3, 1),
        ("y", 20, 5, 1),
        ("z", 0, 0, 0),
    ]
    assert (told.sheets, told.components) == (32, 1)
    assert [(judge.judge, judge.sheets) for judge in told.judges] == [
        ("j0", 4), ("j1", 8), ("j2", 8), ("j3", 4), ("j4", 4), ("j5", 4),
    ]  # fmt: skip
    variances = (told.both_random.sigma2_entry, told.both_random.sigma2_judge, told.both_random.sigma2)
    for category in (x, y):
        alone = tally([s for s in sheets if s.entry[0] == category.category], category_of)
        (own,) = (c for c in alone.categories if c.category == category.category)
        one, other = category.reliability, own.reliability
        assert one.alpha_interval == pytest.approx(other.alpha_interval, rel=1e-9)
        assert one.alpha_ordinal == pytest.approx(other.alpha_ordinal, rel=1e-9)
        read = np.array([row.sheets for row in category.entries])
        assert (one.g, one.phi) == generalisability(*variances, read)
        assert None not in (one.g, one.phi, one.alpha_interval, one.alpha_ordinal)
    alone = tally([s for s in sheets if s.entry[0] == "x"], category_of).categories[0].reliability
    assert x.reliability.icc2k == pytest.approx(alone.icc2k, rel=1e-9)
    assert x.reliability.kendall_w == pytest.approx(alone.kendall_w, rel=1e-9)
    assert None not in (alone.icc2k, alone.kendall_w)
    assert (y.reliability.icc2k, y.reliability.kendall_w) == (None, None)
    assert z.reliability == NOTHING
    assert z.entries == (bare("z0"),)


def test_the_agreement_of_the_paris_tasting_is_told_with_its_ranking():
    (category,) = tally(*case("paris_1976.csv")).categories
    agreement = category.reliability
    assert (category.sheets, category.judges, category.components) == (110, 11, 1)
    assert agreement.kendall_w == pytest.approx(0.260149, abs=1e-6)
    assert agreement.icc2k > agreement.alpha_interval > 0


@given(st.integers(2, 7), st.integers(0, 8))
@settings(max_examples=30, deadline=None)
def test_a_category_in_which_all_scores_are_equal_says_nothing_of_agreement(entries, shift):
    """Whatever the other categories hold: it is neither agreement nor the lack of it."""
    sheets = [Sheet(f"x{i}", f"j{j}", 7) for i in range(entries) for j in range(3)]
    sheets += [Sheet(f"y{i}", f"j{j}", (i * j + shift) % 9) for i in range(4) for j in range(3)]
    x, _ = tally(sheets, {sheet.entry: sheet.entry[0] for sheet in sheets}, Asked(draws=0)).categories
    agreement = x.reliability
    assert (agreement.alpha_interval, agreement.alpha_ordinal, agreement.icc2k, agreement.kendall_w) == (
        None,
    ) * 4


def test_signs_found_before_stand_before_those_of_the_tally_in_their_own_category():
    sheets, category_of = two_categories()
    before = Sign(SignKind.RESIDUAL, "y0", "j1", 9.0)
    told = {c.category: c.flags for c in tally(sheets, category_of, signs={"y": [before]}).categories}
    assert told["y"][0] == before
    assert before not in (*told["x"], *told["z"])


def test_an_insider_is_named_in_the_category_of_the_entry():
    sheets = [s for s in drawn(1, entries=60, judges=8, most=4, categories=2)[0] if s.entry != "e005"]
    sheets += [Sheet("e005", f"j0{k}", total) for k, total in enumerate((0, 0, 0, 6))]
    told = tally(sheets, {f"e{i:03}": f"c{i % 2}" for i in range(60)})
    far = {
        category.category: [(s.entry, s.judge) for s in category.flags if s.kind is SignKind.RESIDUAL]
        for category in told.categories
    }
    assert ("e005", "j03") in far["c1"]
    assert all(
        int(entry[1:]) % 2 == int(category[1]) for category, signs in far.items() for entry, _ in signs
    )
    [value] = [s.value for c in told.categories for s in c.flags if (s.entry, s.judge) == ("e005", "j03")]
    assert value > 2.5


@given(small_rounds(), st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_who_would_win_without_a_judge_is_who_wins_where_their_sheets_are_missing(drawn_round, min_sheets):
    sheets, category_of = drawn_round
    asked = Asked(method=Method.MEAN, min_sheets=min_sheets, draws=0)
    read = Counter(sheet.entry for sheet in sheets)
    ranked = {entry for entry in read if read[entry] >= min_sheets}

    def winners_of(given):
        """Of those that have enough sheets in the whole round, whatever is left of them."""
        return {
            category.category: {row.entry for row in category.entries if row.rank == 1}
            for category in tally(given, category_of, replace(asked, min_sheets=1)).categories
        }

    now, expected = winners_of([sheet for sheet in sheets if sheet.entry in ranked]), set()
    for judge in {sheet.judge for sheet in sheets}:
        rest = winners_of([sheet for sheet in sheets if sheet.judge != judge and sheet.entry in ranked])
        for category in {category_of[sheet.entry] for sheet in sheets if sheet.judge == judge}:
            lost = now[category] - {s.entry for s in sheets if s.judge != judge}
            kind = SignKind.UNRANKED_WITHOUT_JUDGE if lost else SignKind.WINNER_WITHOUT_JUDGE
            first = lost or rest[category]
            # Where nobody would be ranked any more, nobody else would win either.
            if lost or (first and first != now[category]):
                expected |= {(category, judge, entry, kind) for entry in first}
    told = tally(sheets, category_of, asked)
    found = {
        (category.category, sign.judge, sign.entry, sign.kind)
        for category in told.categories
        for sign in category.flags
        if sign.kind in (SignKind.WINNER_WITHOUT_JUDGE, SignKind.UNRANKED_WITHOUT_JUDGE)
    }
    assert found == expected


@given(small_rounds(), st.integers(2, 4))
@settings(max_examples=100, deadline=None)
def test_who_would_be_awarded_without_a_judge_is_who_is_where_their_sheets_are_missing(drawn_round, places):
    sheets, category_of = drawn_round
    read = Counter(sheet.entry for sheet in sheets)
    sheets = [sheet for sheet in sheets if read[sheet.entry] > 1]  # nobody is left without any
    asked = Asked(method=Method.MEAN, min_sheets=1, places=places, draws=0)

    def awarded(given):
        return {
            category.category: {
                (row.entry, row.rank) for row in category.entries if row.rank and row.rank <= places
            }
            for category in tally(given, category_of, asked).categories
        }

    now, expected = awarded(sheets), set()
    for judge in {sheet.judge for sheet in sheets}:
        then = awarded([sheet for sheet in sheets if sheet.judge != judge])
        for category in {category_of[sheet.entry] for sheet in sheets if sheet.judge == judge}:
            if then[category] != now[category]:
                expected |= {(category, judge, *placed) for placed in then[category]}
    found = {
        (category.category, sign.judge, sign.entry, sign.value)
        for category in tally(sheets, category_of, asked).categories
        for sign in category.flags
        if sign.kind is SignKind.PLACE_WITHOUT_JUDGE
    }
    assert found == expected


@pytest.mark.parametrize("method", Method)
def test_a_winner_of_as_many_sheets_as_are_needed_is_not_said_to_lose_to_another_by_one_less(method):
    """The minimum asks what is enough to be ranked; one judge taken out in thought does not ask it again."""
    sheets = [Sheet("best", judge, total) for judge, total in zip("abc", (90, 91, 92), strict=True)]
    sheets += [Sheet("next", judge, total) for judge, total in zip("abcd", (50, 51, 53, 52), strict=True)]
    (category,) = tally(sheets, dict.fromkeys(["best", "next"]), Asked(method, draws=0)).categories
    assert not [sign for sign in category.flags if sign.kind is SignKind.WINNER_WITHOUT_JUDGE]


def test_a_winner_without_any_other_sheet_would_be_unranked_and_nobody_else_is_named():
    sheets = [Sheet("best", "a", 90), Sheet("next", "a", 60), Sheet("next", "b", 50)]
    asked = Asked(Method.MEAN, min_sheets=1, draws=0)
    (category,) = tally(sheets, dict.fromkeys(["best", "next"]), asked).categories
    found = [(sign.kind, sign.entry, sign.judge) for sign in category.flags if sign.judge == "a"]
    assert found == [(SignKind.UNRANKED_WITHOUT_JUDGE, "best", "a")]


def test_a_judge_without_whom_nobody_of_one_category_is_ranked_is_asked_about_in_the_next():
    sheets = [Sheet("x", judge, 5) for judge in "jab"]
    sheets += [Sheet("y0", judge, total) for judge, total in zip("jabc", (9, 5, 5, 5), strict=True)]
    sheets += [Sheet("y1", judge, total) for judge, total in zip("jabc", (1, 6, 6, 6), strict=True)]
    x, y = tally(sheets, {"x": "x", "y0": "y", "y1": "y"}, Asked(method=Method.MEAN, draws=0)).categories
    named = [[(s.judge, s.entry) for s in c.flags if s.kind is SignKind.WINNER_WITHOUT_JUDGE] for c in (x, y)]
    assert named == [[], [("j", "y1")]]


def test_judges_without_whom_another_would_win_are_named_with_that_winner():
    """By the adjusted score; the ratio of variances is kept, so the second fit is only near."""
    (category,) = tally(*case("paris_1976.csv")).categories
    named = {(s.judge, s.entry) for s in category.flags if s.kind is SignKind.WINNER_WITHOUT_JUDGE}
    sheets, category_of = case("paris_1976.csv")
    for judge in {sheet.judge for sheet in sheets}:
        rest = [sheet for sheet in sheets if sheet.judge != judge]
        first = tally(rest, category_of).categories[0].entries[0].entry
        assert ((judge, first) in named) == (first != category.entries[0].entry)


def test_one_sheet_for_each_entry_gives_the_raw_means_and_says_nothing_of_errors():
    sheets = [Sheet(f"e{i}", f"j{i % 2}", i) for i in range(4)]
    told = tally(sheets, {f"e{i}": None for i in range(4)}, Asked(min_sheets=1))
    assert [(row.entry, row.adjusted, row.se, row.rank) for row in told.categories[0].entries] == [
        ("e3", 3.0, None, 1),
        ("e2", 2.0, None, 2),
        ("e1", 1.0, None, 3),
        ("e0", 0.0, None, 4),
    ]
    assert (told.official.theta2, told.official.variance, told.official.reml) == (0.0, None, None)


def test_judges_who_agree_to_the_point_leave_no_error_and_a_certain_winner():
    sheets = [Sheet(f"e{i}", f"j{j}", 3 * i) for i in range(3) for j in range(3)]
    told = tally(sheets, {f"e{i}": None for i in range(3)})
    first, second, third = told.categories[0].entries
    assert [row.entry for row in (first, second, third)] == ["e2", "e1", "e0"]
    assert [row.se for row in (first, second, third)] == [0.0, 0.0, 0.0]
    assert (told.official.theta2, told.official.variance) == (0.0, 0.0)
    assert (first.chances.winner, second.chances.winner, first.label) == (1.0, 0.0, "clear")
    random = told.both_random
    assert (random.variance, random.sigma2, random.sigma2_judge) == (0.0, 0.0, 0.0)
    assert random.sigma2_entry == pytest.approx(9.0)  # of 0, 3 and 6
    assert (random.reml, random.state) == (None, None)


def test_what_the_defaults_are():
    assert (Asked().method, Asked().places, Asked().min_sheets) == (Method.ADJUSTED, 1, 3)
    assert (Asked().draws, Asked().seed, Asked().clear, Asked().leading, Asked().far) == (
        10_000,
        0,
        0.8,
        0.5,
        2.5,
    )


@pytest.mark.parametrize("places", [1, 3])
def test_where_sheets_show_no_difference_between_entries_nobody_is_ahead(places):
    """Chances alone would say one half, or three quarters: *leading*."""
    scores = {"A": ("1", "2", "3"), "B": ("4", "-5.5", "6")}
    if places == 3:
        scores |= {"C": ("2", "2", "1.75"), "D": ("3", "1", "1.5")}
    sheets = [
        Sheet(e, j, Fraction(t)) for e, given in scores.items() for j, t in zip("xyz", given, strict=True)
    ]
    told = tally(sheets, dict.fromkeys(scores), Asked(places=places))
    assert told.both_random.sigma2_entry == 0.0
    (category,) = told.categories
    assert category.entries[0].chances.winner == pytest.approx(1 / len(scores))
    assert category.entries[0].label == "too_close_to_call"
    assert category.boundary_label == "too_close_to_call"


def one_judge_away(*, places, min_sheets=2):
    """Of j0: the sole reader of a0, whose category has nobody else who is ranked; and in b they put b0 first."""
    totals = {"a0": {"j0": 5}, "b0": {"j0": 9, "j1": 5, "j2": 5}, "b1": {"j0": 3, "j1": 6, "j2": 6},
              "b2": {"j0": 2, "j1": 2, "j2": 3}, "b3": {"j0": 1, "j1": 1, "j2": 1}}  # fmt: skip
    sheets = [Sheet(e, j, Fraction(t)) for e, given in totals.items() for j, t in given.items()]
    asked = Asked(method=Method.MEAN, places=places, min_sheets=min_sheets, draws=100)
    a, b = tally(sheets, {entry: entry[0] for entry in totals}, asked).categories
    return [
        [
            (sign.kind, sign.entry, sign.value)
            for sign in told.flags
            if sign.judge == "j0" and "WITHOUT" in sign.kind.name
        ]
        for told in (a, b)
    ]


def test_a_category_in_which_nobody_is_ranked_keeps_no_other_from_being_looked_at():
    assert one_judge_away(places=1) == [[], [(SignKind.WINNER_WITHOUT_JUDGE, "b1", None)]]


def test_places_are_looked_at_only_where_there_are_several():
    assert one_judge_away(places=2) == [
        [],
        [
            (SignKind.WINNER_WITHOUT_JUDGE, "b1", None),
            (SignKind.PLACE_WITHOUT_JUDGE, "b1", 1.0),
            (SignKind.PLACE_WITHOUT_JUDGE, "b0", 2.0),
        ],
    ]


def test_an_entry_that_a_judge_alone_read_is_unranked_without_them_and_the_next_category_is_looked_at():
    assert one_judge_away(places=1, min_sheets=1) == [
        [(SignKind.UNRANKED_WITHOUT_JUDGE, "a0", None)],
        [(SignKind.WINNER_WITHOUT_JUDGE, "b1", None)],
    ]


def test_without_a_judge_an_entry_that_they_alone_read_has_no_place_before_others():
    totals = {"a": {"j0": 9, "j1": 9}, "b": {"j0": 5}, "c": {"j0": 1, "j1": 3}}
    sheets = [Sheet(e, j, Fraction(t)) for e, given in totals.items() for j, t in given.items()]
    asked = Asked(method=Method.MEAN, places=2, min_sheets=1, draws=100)
    (only,) = tally(sheets, dict.fromkeys(totals), asked).categories
    assert [(s.kind, s.entry, s.value) for s in only.flags if s.judge == "j0"] == [
        (SignKind.PLACE_WITHOUT_JUDGE, "a", 1.0),
        (SignKind.PLACE_WITHOUT_JUDGE, "c", 2.0),
    ]


def test_whoever_would_win_by_the_other_method_is_named_whichever_was_chosen():
    named = dict.fromkeys(Method, 0)
    for seed in range(12):
        given = drawn(seed, entries=6, judges=4, noise=1.5)
        asked = (Asked(method, min_sheets=1, draws=0) for method in Method)
        told = {one.method: tally(*given, one).categories[0] for one in asked}
        first = {method: {e.entry for e in one.entries if e.rank == 1} for method, one in told.items()}
        for method, other in zip(Method, reversed(Method), strict=True):
            found = {s.entry for s in told[method].flags if s.kind is SignKind.METHODS_DISAGREE}
            assert found == first[other] - first[method]
            named[method] += len(found)
    assert all(named.values())
