"""Counting, on cases worked out by hand."""

import uuid
from fractions import Fraction

import pytest

from judging.tally.chart import bars
from judging.tally.document import CriterionLine, Document, ScoreLine, from_json, to_json
from judging.tally.pseudonyms import judge_pseudonyms
from judging.tally.results import Contender, Contest, Sheet, count
from judging.tally.written import decimal_text, entry_sum, equals, sheet_sum

WEIGHTS = {"benefit": "50", "channels": "30", "support": "20"}


def sheet(judge, *points):
    lines = [
        ScoreLine(key, None if p is None else str(p), None if p is not None else "abstained")
        for key, p in zip(WEIGHTS, points, strict=True)
    ]
    return Sheet(uuid.uuid4(), judge, lines)


def counted(*entries, min_sheets=3):
    """Entries numbered from 1; each is a list of sheets' points."""
    contenders = [
        Contender(
            uuid.uuid4(),
            n,
            f"ع{n}",
            f"T{n}",
            "ج",
            "A",
            (),
            [sheet(f"J{i:02}", *p) for i, p in enumerate(given, 1)],
        )
        for n, given in enumerate(entries, 1)
    ]
    criteria = tuple(CriterionLine(key, key, key, weight) for key, weight in WEIGHTS.items())
    return count(Contest(uuid.uuid4(), "G2C", "ف", "C", 3, criteria, contenders), min_sheets=min_sheets)


def test_a_total_is_the_mean_of_weighted_sheets():
    category = counted([(8, 7, 6), (10, 5, 5), (0, 10, 10)])
    entry = category.entries[0]
    # 8·50 + 7·30 + 6·20 = 730; 10·50 + 5·30 + 5·20 = 750; 0 + 300 + 200 = 500
    assert [s.total_exact for s in entry.sheets] == ["73", "75", "50"]
    assert (entry.total_exact, entry.total, entry.rank) == ("66", "66.00", 1)
    assert entry.means == {"benefit": "6", "channels": "22/3", "support": "7"}


def test_an_abstention_is_left_out_of_both_sums_and_is_not_a_zero():
    category = counted([(8, None, 6), (8, 8, 8), (8, 8, 8)])
    entry = category.entries[0]
    assert Fraction(entry.sheets[0].total_exact) == Fraction(8 * 50 + 6 * 20, 70) * 10
    assert entry.sheets[0].total == "74.29"
    assert entry.means["channels"] == "8"


def test_the_heaviest_criterion_parts_equal_totals_and_then_the_next():
    category = counted(
        [(6, 8, 8)] * 3,  # 300 + 240 + 160 = 700
        [(8, 6, 6)] * 3,  # 400 + 180 + 120 = 700
        [(6, 10, 5)] * 3,  # 300 + 300 + 100 = 700
        [(9, 9, 9)] * 3,
    )
    assert [(e.number, e.rank, e.broken_by) for e in category.entries] == [
        (4, 1, None),
        (2, 2, "benefit"),
        (3, 3, "channels"),
        (1, 4, "channels"),
    ]
    assert {e.number for e in category.same_total(category.entries[1])} == {1, 2, 3}


def test_what_the_ladder_cannot_part_is_shared_and_the_next_rank_is_skipped():
    category = counted([(7, 7, 7)] * 3, [(9, 9, 9)] * 3, [(7, 7, 7)] * 3, [(5, 5, 5)] * 3)
    assert [(e.number, e.rank, e.tied_with) for e in category.entries] == [
        (2, 1, ()),
        (1, 2, (3,)),
        (3, 2, (1,)),
        (4, 4, ()),
    ]
    assert category.ranked(3) == ()


def test_exact_fractions_keep_a_tie_that_rounding_or_floats_would_break_or_make():
    category = counted(
        [(7, 7, 7), (7, 7, 7), (6, 7, 7)],  # 70, 70, 65
        [(7, 7, 7), (7, 7, 7), (7, 7, 5)],  # 70, 70, 66
        min_sheets=3,
    )
    assert [(e.number, e.rank, e.total_exact) for e in category.entries] == [(2, 1, "206/3"), (1, 2, "205/3")]


def test_an_entry_with_too_few_sheets_is_last_and_unranked():
    category = counted([(10, 10, 10)] * 2, [(1, 1, 1)] * 3, [])
    assert [(e.number, e.rank, e.total) for e in category.entries] == [
        (2, 1, "10.00"),
        (1, None, "100.00"),
        (3, None, None),
    ]


def test_a_category_without_entries_is_counted_too():
    assert counted().entries == ()


def test_a_sheet_without_any_points_is_an_error_and_not_a_zero():
    with pytest.raises(ValueError, match="nothing is scored"):
        counted([(None, None, None)])


def test_a_document_reads_back_as_it_was_written():
    document = Document(1, uuid.uuid4(), 3, "mean", 3, (counted([(8, None, 6)] * 3, []),))
    assert from_json(to_json(document)) == document


def test_pseudonyms_are_the_same_each_time_and_differ_between_rounds():
    judges = [uuid.UUID(int=n) for n in range(12)]
    one, other = uuid.UUID(int=1000), uuid.UUID(int=1001)
    names = judge_pseudonyms(one, judges)
    assert sorted(names.values()) == [f"J{n:02}" for n in range(1, 13)]
    assert judge_pseudonyms(one, reversed(judges)) == names
    assert judge_pseudonyms(other, judges) != names
    assert [names[judge] for judge in judges] != sorted(names.values())


def test_the_computation_is_written_out():
    category = counted([(8, None, 6), (8, 7, 6), (7, 7, 6)])
    entry = category.entries[0]
    assert sheet_sum(category, entry.sheets[0]) == "(50 × 8 + 20 × 6) ÷ 70 × 10 = 520/7 ≈ 74.29"
    assert sheet_sum(category, entry.sheets[1]) == "(50 × 8 + 30 × 7 + 20 × 6) ÷ 100 × 10 = 73"
    assert entry_sum(entry) == "(520/7 + 73 + 68) ÷ 3 = 1507/21 ≈ 71.76"
    assert equals("121/2") == "= 121/2 = 60.50"
    assert decimal_text(Fraction("82.5")) == "82.5"
    assert decimal_text(Fraction(100)) == "100"


def test_the_chart_shows_the_first_ranked_entries_only():
    category = counted([(9, 9, 9)] * 3, [(8, 8, 8)] * 3, [(10, 10, 10)] * 2)
    assert [(bar.number, bar.length, bar.sheets) for bar in bars(category)] == [
        (1, 90.0, (90.0, 90.0, 90.0)),
        (2, 80.0, (80.0, 80.0, 80.0)),
    ]
    assert len(bars(category, most=1)) == 1
