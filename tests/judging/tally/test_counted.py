"""A whole round counted: neither order nor names change it, both methods stand side by side, panels that nothing connects are named."""

from dataclasses import astuple, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.rounds.method.rules import Ladder, Method, Rules
from judging.tally.counted import count_contests, name_of
from judging.tally.document import FORMAT, Document, from_json, to_json
from judging.tally.figures import Shares, Variances, figure
from judging.tally.results import Counting, Least, count
from judging.tally.shown import changes, first_by_huber, percent, signed, steps, sureness, verdict
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.tallied import Asked, tally
from tests.judging.tally.made import contest, contests, drawn

ADJUSTED, MEAN = Rules(Method.ADJUSTED, draws=300), Rules(Method.MEAN, draws=300)
LEAST = Least(3)


def placed(counted):
    return {entry.number: entry.rank for category in counted.categories for entry in category.entries}


def renamed(given, name):
    return {
        code: [(number, name(judge), points) for number, judge, points in sheets]
        for code, sheets in given.items()
    }


@given(st.integers(0, 500), st.sampled_from([ADJUSTED, MEAN]), st.randoms())
@settings(max_examples=25, deadline=None)
def test_the_order_of_sheets_and_categories_changes_nothing(seed, rules, random):
    given = drawn(seed)
    one = count_contests(contests(given), rules, least=LEAST)
    shuffled = {code: random.sample(list(sheets), len(sheets)) for code, sheets in reversed(given.items())}
    other = count_contests(contests(shuffled), rules, least=LEAST)
    assert other.model == one.model
    assert {c.code: c for c in other.categories} == {c.code: c for c in one.categories}


@given(st.integers(0, 500), st.permutations(range(1, 6)))
@settings(max_examples=25, deadline=None)
def test_other_pseudonyms_change_no_figure(seed, order):
    given = drawn(seed)
    one = count_contests(contests(given), ADJUSTED, least=LEAST)
    other = count_contests(
        contests(renamed(given, lambda judge: f"J{order[int(judge[1:]) - 1]:02}")), ADJUSTED, least=LEAST
    )
    for before, after in zip(one.categories, other.categories, strict=True):
        assert [(e.number, e.rank, e.compared, e.figures) for e in before.entries] == [
            (e.number, e.rank, e.compared, e.figures) for e in after.entries
        ]
    assert sorted(judge.effect for judge in one.model.judges) == sorted(
        judge.effect for judge in other.model.judges
    )


@given(st.integers(0, 500), st.integers(2, 9), st.integers(-50, 50))
@settings(max_examples=25, deadline=None)
def test_another_scale_of_totals_changes_no_rank(seed, times, plus):
    def scaled(contest):
        return replace(
            contest,
            contenders=[
                replace(c, sheets=[replace(s, total=_total(s) * times + plus) for s in c.sheets])
                for c in contest.contenders
            ],
        )

    whole = contests(drawn(seed))
    for method in Method:
        rules = Rules(method, Ladder.SHARED)
        one = count_contests(whole, rules, least=LEAST, chances=False)
        other = count_contests([scaled(c) for c in whole], rules, least=LEAST, chances=False)
        assert placed(other) == placed(one)


def _total(sheet):
    return sum(Fraction(score.points) * weight for score, weight in zip(sheet.scores, (5, 3, 2), strict=True))


@given(st.integers(0, 500))
@settings(max_examples=25, deadline=None)
def test_by_the_mean_a_round_is_ranked_as_each_category_by_itself(seed):
    whole = contests(drawn(seed))
    counted = count_contests(whole, MEAN, least=LEAST)
    alone = [count(contest, min_sheets=3) for contest in whole]
    assert [
        [(e.number, e.rank, e.total_exact, e.broken_by) for e in c.entries] for c in counted.categories
    ] == [[(e.number, e.rank, e.total_exact, e.broken_by) for e in c.entries] for c in alone]
    assert not any(c.adjusted for c in counted.categories)


@given(st.integers(0, 500))
@settings(max_examples=25, deadline=None)
def test_each_method_shows_the_ranks_of_the_other(seed):
    whole = contests(drawn(seed))
    by_mean, by_adjusted = (count_contests(whole, rules, least=LEAST) for rules in (MEAN, ADJUSTED))
    for one, other in zip(by_mean.categories, by_adjusted.categories, strict=True):
        adjusted = {e.number: e for e in other.entries}
        for entry in one.entries:
            assert entry.rank == adjusted[entry.number].figures.mean_rank
            assert adjusted[entry.number].rank == entry.figures.adjusted_rank
            assert entry.figures.adjusted == adjusted[entry.number].compared


@given(st.integers(0, 500))
@settings(max_examples=25, deadline=None)
def test_the_steps_that_are_shown_lead_from_the_mean_to_the_adjusted_score(seed):
    counted = count_contests(contests(drawn(seed)), ADJUSTED, least=LEAST)
    effects = {judge.judge: judge.effect for judge in counted.model.judges}
    for category in counted.categories:
        for step in steps(category, counted.model.judges):
            entry = step.line.entry
            mean = sum(effects[sheet.judge] for sheet in entry.sheets) / len(entry.sheets)
            assert float(Fraction(entry.total_exact)) - mean == pytest.approx(
                float(Fraction(entry.compared)), abs=1e-6
            )


def test_a_document_is_read_back_as_it_was_written():
    counted = count_contests(contests(drawn(1)), ADJUSTED, least=LEAST)
    document = Document(
        FORMAT,
        contests(drawn(1))[0].id,
        1,
        "adjusted",
        3,
        counted.categories,
        model=counted.model,
    )
    assert from_json(to_json(document)) == document


APART = [(n, f"J0{j}", [p, p, p]) for n, j, p in [(1, 1, 9), (1, 2, 8), (1, 3, 9), (2, 1, 7), (2, 2, 7), (2, 3, 6)]]  # fmt: skip
BESIDE = [(3, "J04", [5, 5, 5]), (3, "J05", [4, 5, 5]), (3, "J06", [5, 5, 6])]


def test_panels_that_nothing_connects_are_named_with_a_reading_that_would_connect_them():
    (category,) = count_contests(
        [contest("A", [1, 2, 3], [*APART, *BESIDE])], ADJUSTED, least=LEAST
    ).categories
    assert category.figures.components == 2
    assert not category.comparable
    (link,) = category.figures.links
    linked = [*APART, *BESIDE, (link.entry, link.judge, [7, 7, 7])]
    (category,) = count_contests([contest("A", [1, 2, 3], linked)], ADJUSTED, least=LEAST).categories
    assert category.figures.components == 1
    assert category.comparable


def test_a_lost_part_is_connected_by_its_busiest_judge_reading_the_least_read_entry_of_the_largest_part():
    points = [5, 5, 5]
    small = [(1, "J07", points), (1, "J08", points), (2, "J08", points)]
    large = [(n, judge, points) for n, judges in ((3, "123"), (4, "23"), (5, "12")) for judge in judges]
    alone = [(6, "J09", points)]
    entries = [contest("A", range(1, 7), [*small, *large, *alone])]
    (category,) = count_contests(entries, ADJUSTED, least=LEAST).categories
    assert category.figures.components == 3
    assert [(link.judge, link.entry) for link in category.figures.links] == [("J08", 4), ("J09", 4)]


def test_by_the_mean_nothing_is_compared_across_panels_that_could_not_be():
    (category,) = count_contests([contest("A", [1, 2, 3], [*APART, *BESIDE])], MEAN, least=LEAST).categories
    assert category.comparable


def test_another_category_may_connect_two_panels():
    other = [(4, "J01", [6, 6, 6]), (4, "J04", [6, 7, 6]), (4, "J05", [6, 6, 6])]
    counted = count_contests(
        [contest("A", [1, 2, 3], [*APART, *BESIDE]), contest("B", [4], other)], ADJUSTED, least=LEAST
    )
    assert counted.categories[0].comparable


def test_finalists_stand_first_by_either_method_and_the_chances_are_theirs():
    given = [(n, f"J0{j}", [p, p, p]) for n, p in ((1, 9), (2, 6), (3, 5)) for j in (1, 2, 3)]
    for rules in (ADJUSTED, MEAN):
        (category,) = count_contests(
            [contest("A", [1, 2, 3], given, finalists=[2, 3])], rules, least=LEAST
        ).categories
        assert [(e.number, e.rank) for e in category.entries] == [(2, 1), (3, 2), (1, 3)]
        assert category.entries[2].figures.p_winner is None
        assert first_by_huber(category) == (2,)


def test_a_round_without_a_sheet_has_no_model_and_says_nothing():
    counted = count_contests([contest("A", [1, 2], [])], ADJUSTED, least=LEAST)
    assert counted.model is None
    assert [entry.rank for entry in counted.categories[0].entries] == [None, None]
    document = Document(FORMAT, contest("A", [], []).id, 1, "adjusted", 3, counted.categories)
    assert sureness(document, counted.categories[0]) is None


def test_what_is_not_certain_is_never_shown_as_certain():
    assert [percent(chance) for chance in (0.0, 0.0004, 0.5, 0.9996, 1.0, None)] == [
        "0", "< 1", "50", "> 99", "100", "–",
    ]  # fmt: skip
    assert [signed(value) for value in (0.434, -0.434, 0.001, -0.001)] == ["+0.43", "−0.43", "0.00", "0.00"]


def test_the_labels_are_those_that_were_chosen():
    whole = contests(drawn(3))
    chance = count_contests(whole, ADJUSTED, least=LEAST).categories[0].ranked(1)[0].figures.p_winner
    above = min(int(100 * chance) + 2, 99)
    (first, _) = count_contests(
        whole, replace(ADJUSTED, leading=above - 1, clear=above), least=LEAST
    ).categories
    assert verdict(first).label == "too_close_to_call"
    (first, _) = count_contests(whole, replace(ADJUSTED, leading=1, clear=2), least=LEAST).categories
    assert verdict(first).label == "clear"


def test_a_judge_without_whom_another_would_win_is_named():
    given = [(1, "J01", [9, 9, 9]), (1, "J02", [6, 6, 6]), (1, "J03", [6, 6, 6]), (1, "J04", [6, 6, 6]),
             (2, "J01", [5, 5, 5]), (2, "J02", [7, 7, 7]), (2, "J03", [7, 7, 7]), (2, "J04", [7, 7, 7])]  # fmt: skip
    (category,) = count_contests([contest("A", [1, 2], given)], MEAN, least=LEAST).categories
    assert category.ranked(1)[0].number == 1
    assert [(change.judge, change.numbers) for change in changes(category)] == [("J01", (2,))]


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_the_statistics_asked_with_all_that_was_chosen(seed):
    given = contests(drawn(seed, each=2 + seed % 2))
    rules = Rules(Method.MEAN, clear=41, leading=33, far="1.5", draws=400, seed=5)
    asked = Asked(Method.MEAN, 2, 2, draws=400, seed=5, clear=0.41, leading=0.33, far=1.5)
    sheets = [
        Sheet(name_of(number), line.judge, Fraction(line.total_exact))
        for one in given
        for number, lines in Counting(one, rules.ladder).sheets.items()
        for line in lines
    ]
    of = {name_of(contender.number): one.code for one in given for contender in one.contenders}
    whole, counted = tally(sheets, of, asked), count_contests(given, rules, least=Least(2))
    fixed, random, model = whole.official, whole.both_random, counted.model
    assert (model.sheets, model.components) == (whole.sheets, whole.components)
    assert model.official == Variances(
        noise=figure(fixed.sigma2), judge=figure(fixed.sigma2_judge), reml=figure(fixed.reml)
    )
    parts = (random.sigma2_entry, random.sigma2_judge, random.sigma2)
    assert model.both_random == Variances(
        noise=figure(parts[2]), judge=figure(parts[1]), entry=figure(parts[0]), reml=figure(random.reml)
    )
    assert model.shares == Shares(*(figure(part / sum(parts)) for part in parts))
    assert [(row.judge, row.sheets, row.effect, row.spread) for row in model.judges] == [
        (row.judge, row.sheets, figure(row.effect), figure(row.spread)) for row in whole.judges
    ]
    told = {category.category: category for category in whole.categories}
    for category in counted.categories:
        found = told[category.code]
        assert (category.figures.judges, category.figures.components) == (found.judges, found.components)
        assert astuple(category.figures.reliability) == tuple(map(figure, astuple(found.reliability)))
        assert category.figures.boundary_label == found.boundary_label
        assert [(flag.kind, flag.entry, flag.judge, flag.value) for flag in category.figures.flags] == [
            (sign.kind.value, int(sign.entry) if sign.entry else None, sign.judge, figure(sign.value))
            for sign in found.flags
        ]
        entries = {int(entry.entry): entry for entry in found.entries}
        for entry in category.entries:
            chances, shown = entries[entry.number].chances, entry.figures
            assert (shown.p_winner, shown.p_top3, shown.p_awarded, shown.rank_low, shown.rank_high) == (
                figure(chances.winner), figure(chances.top3), figure(chances.awarded), chances.low, chances.high
            )  # fmt: skip


def test_without_chances_nothing_is_drawn_and_nothing_is_called_sure():
    (category, _) = count_contests(contests(drawn(1)), ADJUSTED, least=LEAST, chances=False).categories
    assert {entry.figures.p_winner for entry in category.entries} == {None}
    assert (category.figures.label, category.figures.boundary_label) == (None, None)


def test_a_category_without_an_entry_is_counted_with_nothing():
    (full, empty) = count_contests(
        [*contests({"A": drawn(1)["A"]}), contest("B", [], [])], ADJUSTED, least=LEAST
    ).categories
    assert full.figures is not None
    assert (empty.code, empty.entries, empty.figures) == ("B", (), None)
