import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from judging.rounds.method.rules import Ladder
from judging.tally.ranking import Row, Standing, one_after_another, ranking

LADDER = ["benefit", "maturity"]
SMALL = st.integers(0, 3).map(lambda n: Fraction(n, 3))  # few values, so that ties are common


@st.composite
def fields(draw):
    count = draw(st.integers(0, 9))
    return [
        Standing(
            entry=f"e{i}",
            total=draw(st.one_of(st.none(), SMALL)),
            sheets=draw(st.integers(2, 5)),
            means=draw(st.fixed_dictionaries({}, optional=dict.fromkeys(LADDER, SMALL))),
        )
        for i in range(count)
    ]


def standing(entry, total, *, sheets=4, **means):
    return Standing(entry, Fraction(total), sheets, {key: Fraction(value) for key, value in means.items()})


def ranks(rows):
    return {row.entry: row.rank for row in rows}


def test_equal_totals_share_a_rank_and_the_next_is_skipped():
    rows = ranking([standing("a", 70), standing("b", 80), standing("c", 80), standing("d", 60)])
    assert [(row.entry, row.rank, row.tied_with) for row in rows] == [
        ("b", 1, ("c",)),
        ("c", 1, ("b",)),
        ("a", 3, ()),
        ("d", 4, ()),
    ]


def test_three_thirds_tie_where_floats_would_not():
    thirds = sum([Fraction(1, 10)] * 3, Fraction(0))
    assert 0.1 + 0.1 + 0.1 != 0.3
    assert ranks(ranking([standing("a", thirds), standing("b", Fraction(3, 10))])) == {"a": 1, "b": 1}


def test_the_ladder_parts_a_tie_and_says_by_what():
    rows = ranking(
        [
            standing("a", 80, benefit=7, maturity=9),
            standing("b", 80, benefit=8, maturity=5),
            standing("c", 80, benefit=7, maturity=6),
            standing("d", 90),
        ],
        ladder=LADDER,
    )
    assert [(row.entry, row.rank, row.broken_by) for row in rows] == [
        ("d", 1, None),
        ("b", 2, "benefit"),
        ("a", 3, "maturity"),
        ("c", 4, "maturity"),
    ]


def test_a_ladder_may_end_in_a_shared_rank():
    rows = ranking([standing(e, 80, benefit=7, maturity=7) for e in "ab"], ladder=LADDER)
    assert [(row.rank, row.tied_with, row.broken_by) for row in rows] == [
        (1, ("b",), None),
        (1, ("a",), None),
    ]


def test_a_criterion_that_one_of_the_tied_lacks_is_passed_over():
    rows = ranking([standing("a", 80, benefit=9, maturity=5), standing("b", 80, maturity=6)], ladder=LADDER)
    assert [(row.entry, row.broken_by) for row in rows] == [("b", "maturity"), ("a", "maturity")]


def test_too_few_sheets_leave_an_entry_unranked_whatever_its_total():
    rows = ranking([standing("a", 99, sheets=2), standing("b", 10, sheets=3)])
    assert rows == [Row("b", Fraction(10), 1), Row("a", Fraction(99), None)]


def test_the_heaviest_criterion_comes_first():
    assert Ladder.CRITERIA.keys(
        {"a": Fraction(20), "b": Fraction(50), "c": Fraction(30), "d": Fraction(20)}
    ) == list("bcad")


def test_the_ranked_of_a_second_ranking_stand_behind_those_of_the_first_and_the_unranked_of_both_last():
    finalists = ranking([standing("a", 60), standing("b", 60), standing("c", 99, sheets=1)])
    others = ranking([standing("d", 80), standing("e", 90), standing("f", 95, sheets=1)])
    assert [(row.entry, row.rank) for row in one_after_another(finalists, others)] == [
        ("a", 1), ("b", 1), ("e", 3), ("d", 4), ("c", None), ("f", None),
    ]  # fmt: skip


@given(fields())
def test_a_rank_is_one_more_than_the_number_strictly_ahead(standings):
    rows = ranking(standings)
    ranked = [row for row in rows if row.rank is not None]
    for row in ranked:
        assert row.rank == 1 + sum(other.total > row.total for other in ranked)
        assert set(row.tied_with) == {o.entry for o in ranked if o.total == row.total} - {row.entry}


@given(fields())
def test_ranked_are_exactly_those_with_a_total_and_enough_sheets(standings):
    rows = ranking(standings, ladder=LADDER)
    assert sorted(row.entry for row in rows) == sorted(s.entry for s in standings)
    for s in standings:
        assert (ranks(rows)[s.entry] is not None) == (s.total is not None and s.sheets >= 3)


@given(fields())
def test_the_ladder_only_ever_parts_equal_totals(standings):
    plain, broken = ranks(ranking(standings)), ranks(ranking(standings, ladder=LADDER))
    for one in standings:
        for other in standings:
            if None not in (plain[one.entry], plain[other.entry]) and plain[one.entry] < plain[other.entry]:
                assert broken[one.entry] < broken[other.entry]


@given(fields())
def test_whoever_the_ladder_moved_names_the_criterion(standings):
    plain = {row.entry: row for row in ranking(standings)}
    for row in ranking(standings, ladder=LADDER):
        assert (row.broken_by is None) == (row.tied_with == plain[row.entry].tied_with)


@given(fields(), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_are_given_decides_nothing(standings, chance: random.Random):
    shuffled = chance.sample(standings, len(standings))
    by_entry = {
        row.entry: (row.rank, set(row.tied_with), row.broken_by) for row in ranking(standings, ladder=LADDER)
    }
    assert by_entry == {
        row.entry: (row.rank, set(row.tied_with), row.broken_by) for row in ranking(shuffled, ladder=LADDER)
    }


@given(fields())
def test_complete_ladders_rank_as_comparing_the_whole_ladder_at_once(standings):
    complete = [s for s in standings if s.total is not None and s.sheets >= 3 and set(s.means) == set(LADDER)]
    keys = {s.entry: (s.total, *(s.means[c] for c in LADDER)) for s in complete}
    for row in ranking(complete, ladder=LADDER):
        assert row.rank == 1 + sum(key > keys[row.entry] for key in keys.values())
