"""Counting, on cases worked out by hand."""

import uuid
from fractions import Fraction

import pytest

from judging.rubrics.scale import TEN, Scale
from judging.tally.chart import bars
from judging.tally.document import (
    FORMULA,
    FORMULA_OF_SCALES,
    CriterionLine,
    Document,
    Named,
    ScoreLine,
    formula_of_totals,
    from_json,
    to_json,
)
from judging.tally.pseudonyms import judge_pseudonyms
from judging.tally.results import Contender, Contest, Sheet, count, leaving_out
from judging.tally.written import decimal_text, entry_sum, equals, sheet_sum
from tests.judging.rubrics.made import LEVELS

WEIGHTS = {"benefit": "50", "channels": "30", "support": "20"}


def sheet(judge, *points):
    lines = [
        ScoreLine(key, None if p is None else str(p), None if p is not None else "abstained")
        for key, p in zip(WEIGHTS, points, strict=True)
    ]
    return Sheet(uuid.uuid4(), judge, lines)


def counted(*entries, min_sheets=3, scales=(TEN, TEN, TEN)):
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
    criteria = tuple(
        CriterionLine(key, key, key, weight, scale)
        for (key, weight), scale in zip(WEIGHTS.items(), scales, strict=True)
    )
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


FINAL = {"effect": "75", "reach": "25"}


def contender(number, weights, *given, finalist=False):
    sheets = [
        Sheet(
            uuid.UUID(int=100 * number + at),
            f"J{at:02}",
            [ScoreLine(key, str(p)) for key, p in zip(weights, points, strict=True)],
            round=2 if finalist else 1,
        )
        for at, points in enumerate(given, 1)
    ]
    partners = (Named("ش", f"P{number}"),)
    return Contender(
        uuid.UUID(int=number),
        number,
        f"ع{number}",
        f"T{number}",
        "ج",
        f"A{number}",
        partners,
        sheets,
        finalist,
    )


def lines_of(weights):
    return tuple(CriterionLine(key, key, key, weight, TEN) for key, weight in weights.items())


def test_finalists_are_counted_by_their_own_rubric_and_the_others_by_that_of_scoring():
    contest = Contest(
        uuid.UUID(int=9), "G2C", "ف", "C", 3, lines_of(WEIGHTS),
        [
            contender(4, WEIGHTS, (9, 9, 9)),
            contender(3, WEIGHTS, (9, 9, 9), (9, 9, 8)),
            contender(2, FINAL, (6, 10), finalist=True),  # 450 + 250 = 700
            contender(1, FINAL, (8, 4), finalist=True),  # 600 + 100 = 700
        ],
        lines_of(FINAL),
    )  # fmt: skip
    category = count(contest, min_sheets=1, scoring_min_sheets=2)
    assert [(e.number, e.rank, e.total, e.broken_by) for e in category.entries] == [
        (1, 1, "70.00", "effect"),
        (2, 2, "70.00", "effect"),
        (3, 3, "89.00", None),
        (4, None, "90.00", None),
    ]
    assert (category.ladder, category.final_ladder) == (
        ("benefit", "channels", "support"),
        ("effect", "reach"),
    )
    first = category.entries[0]
    assert category.criteria_of(first) == category.criteria_on(first.sheets[0]) == lines_of(FINAL)
    assert category.criteria_of(category.entries[2]) == lines_of(WEIGHTS)
    assert [entry.number for entry in count(contest, min_sheets=2, scoring_min_sheets=1).entries] == [
        4,
        3,
        1,
        2,
    ]
    assert [entry.rank for entry in count(contest, min_sheets=2).entries] == [1, None, None, None]


def test_the_names_that_a_result_rests_on_are_copied_into_it():
    contest = Contest(
        uuid.UUID(int=9), "G2C", "ف", "C", 3, lines_of(WEIGHTS), [contender(7, WEIGHTS, (8, 8, 8), (6, 6, 6))]
    )
    category = count(contest, min_sheets=1)
    assert (category.id, category.code, category.name_ar, category.name_en, category.places) == (
        contest.id, "G2C", "ف", "C", 3,
    )  # fmt: skip
    (entry,) = category.entries
    assert (entry.entry_id, entry.number, entry.title_ar, entry.title_en) == (uuid.UUID(int=7), 7, "ع7", "T7")
    assert (entry.entrant_ar, entry.entrant_en, entry.partners) == ("ج", "A7", (Named("ش", "P7"),))
    assert (entry.total, entry.means) == ("70.00", dict.fromkeys(WEIGHTS, "7"))
    assert [(s.sheet, s.judge, s.scorecard_id, s.total, s.round) for s in entry.sheets] == [
        ("7-J01", "J01", uuid.UUID(int=701), "80.00", 1),
        ("7-J02", "J02", uuid.UUID(int=702), "60.00", 1),
    ]


def test_sheets_that_do_not_count_are_left_out_of_their_own_entry_alone():
    whole = Contest(
        uuid.UUID(int=9), "G2C", "ف", "C", 3, lines_of(WEIGHTS),
        [contender(1, WEIGHTS, (8, 8, 8), (6, 6, 6)), contender(2, WEIGHTS, (5, 5, 5), (5, 5, 5))],
    )  # fmt: skip
    left = count(leaving_out(whole, {uuid.UUID(int=101)}), min_sheets=1)
    assert [(e.number, e.total, len(e.sheets)) for e in left.entries] == [(1, "60.00", 1), (2, "50.00", 2)]
    assert leaving_out(whole, ()) == whole


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


FIVE, HUNDRED = Scale(highest="5"), Scale(highest="100")


def test_sheets_on_scales_of_every_kind_are_counted_in_percents_and_ties_parted_by_points():
    category = counted([(4, 2, 85)] * 3, [(5, 0, 85)] * 3, scales=(FIVE, LEVELS, HUNDRED))
    # 80·50 + 200/3·30 + 85·20 = 7700; 100·50 + 0 + 85·20 = 6700
    assert [entry.total_exact for entry in category.entries] == ["77", "67"]
    assert category.entries[0].means == {"benefit": "4", "channels": "2", "support": "85"}


def test_a_sum_over_different_scales_is_written_with_parts_of_each():
    category = counted([(4, 2, None)], scales=(FIVE, LEVELS, HUNDRED))
    [sheet_line] = category.entries[0].sheets
    assert sheet_sum(category, sheet_line) == "(50 × 4/5 + 30 × 2/3) ÷ 80 × 100 = 75"


@pytest.mark.parametrize(
    ("scale", "points", "says"),
    [
        (FIVE, 4, "(50 × 4 + 30 × 4 + 20 × 4) ÷ 100 × 20 = 80"),
        (HUNDRED, 85, "(50 × 85 + 30 × 85 + 20 × 85) ÷ 100 × 1 = 85"),
        (Scale("0", "3"), 1, "(50 × 1/3 + 30 × 1/3 + 20 × 1/3) ÷ 100 × 100 = 100/3 ≈ 33.33"),
        (Scale("1", "5"), 4, "(50 × (4 − 1)/4 + 30 × (4 − 1)/4 + 20 × (4 − 1)/4) ÷ 100 × 100 = 75"),
    ],
)
def test_a_sum_on_one_scale_is_written_as_simply_as_it_can_be(scale, points, says):
    category = counted([(points, points, points)], scales=(scale, scale, scale))
    assert sheet_sum(category, category.entries[0].sheets[0]) == says


def test_a_tally_says_another_formula_only_where_a_scale_is_another():
    assert formula_of_totals([TEN, TEN]) == FORMULA
    assert formula_of_totals([TEN, FIVE]) == FORMULA_OF_SCALES


def test_a_tally_from_before_there_were_scales_is_read_as_one_of_ten_and_a_new_one_keeps_them():
    category = counted([(4, 2, 85)] * 3, scales=(FIVE, LEVELS, HUNDRED))
    document = Document(1, uuid.uuid4(), 5, "mean", 3, (category,), FORMULA_OF_SCALES)
    plain = to_json(document)
    assert from_json(plain) == document
    for criterion in plain["categories"][0]["criteria"]:
        del criterion["scale"]
    old = from_json(plain).categories[0]
    assert {criterion.scale for criterion in old.criteria} == {TEN}
