import csv
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scorecards.totals import round_half_up
from judging.tally.score_file import BadFile, read_scores, read_weights
from judging.tally.statistics.design import Sheet
from judging.tally.statistics.sign import Sign, SignKind
from tests.judging.tally.statistics.rounds import CASES

GOOD = "entry,judge,score\na,x,7.25\na,y,\nb,x,8\n"
WEIGHTS = {"impact": Fraction(60), "design": Fraction(40)}


def test_a_total_for_each_sheet_is_read_exactly_and_an_empty_one_is_an_abstention():
    scores = read_scores(GOOD.encode())
    assert scores.sheets == (Sheet("a", "x", Fraction(29, 4)), Sheet("b", "x", Fraction(8)))
    assert scores.category_of == {"a": None, "b": None}


def test_columns_stand_in_any_order_beside_others_and_blank_lines_are_left_out():
    text = '\ufeffScore, category ,note,judge,entry\n7,G2C,"a, b",x,a\n\n-1.5,G2G,,x,b\n'
    scores = read_scores(text.encode())
    assert scores.sheets == (Sheet("a", "x", Fraction(7)), Sheet("b", "x", Fraction(-3, 2)))
    assert scores.category_of == {"a": "G2C", "b": "G2G"}


def test_points_by_criterion_are_weighted_over_what_was_scored():
    rows = ["entry,judge,criterion,score", "a,x,impact,7", "a,x,design,8", "a,y,impact,9", "a,y,design,"]
    rows += ["a,z,impact,", "a,z,design,10", "b,z,impact,", "b,z,design,"]
    scores = read_scores("\n".join(rows).encode(), WEIGHTS)
    assert scores.sheets == (Sheet("a", "x", Fraction(37, 5)), Sheet("a", "y", Fraction(9)))
    assert scores.signs == {None: [Sign(SignKind.THIN_SHEET, "a", "z", 0.4)]}
    assert scores.category_of == {"a": None, "b": None}


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("", None, None),
        ("entry,judge,score\n", None, None),
        ("entry,judge\na,x\n", 1, "score"),
        ("entry,judge,score,score\na,x,1,2\n", 1, "score"),
        ("entry,judge,score\na,x,1\na,y,seven\n", 3, "score"),
        ("entry,judge,score\na,x,nan\n", 2, "score"),
        ("entry,judge,score\na,x,inf\n", 2, "score"),
        ("entry,judge,score\na,x,1e3\n", 2, "score"),
        ("entry,judge,score\na,x,٧\n", 2, "score"),
        ("entry,judge,score\na,x,1234567890123\n", 2, "score"),
        ("entry,judge,score\na,x,1.1234567890123\n", 2, "score"),
        ("entry,judge,score\na,x,1\nb,x,2\na,x,1\n", 4, "judge"),
        ("entry,judge,score\na,x\n", 2, None),
        ("entry,judge,score\n,x,1\n", 2, "entry"),
        ("entry,judge,score\na,,1\n", 2, "judge"),
        ("entry,judge,score,category\na,x,1,one\na,y,1,two\n", 3, "category"),
        ("entry,judge,score,category\na,x,1,\n", 2, "category"),
        ("entry,judge,criterion,score\na,x,impact,1\n", 1, "criterion"),
        ('entry,judge,score\na,x,"1\n', 2, None),
    ],
)
def test_a_bad_file_is_refused_with_row_and_column(text, row, column):
    with pytest.raises(BadFile) as refused:
        read_scores(text.encode())
    assert (refused.value.row, refused.value.column) == (row, column)


COLUMNS = "the columns are entry,judge,score, one score on each row, and category if there are several"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is nothing in it"),
        ("entry,judge,score\n", "there is no score in it"),
        ("entry,judge\na,x\n", f"row 1, column score: this column is missing; {COLUMNS}"),
        ("entry,judge,score,score\na,x,1,2\n", "row 1, column score: this column is there twice"),
        ("entry,judge,score\na,x,1\n\na,x,1\n", "row 4, column judge: x scored a before"),
        ("entry,judge,score\na,x\n", "row 2: 2 cells under 3 columns"),
        ("entry,judge,score\n,x,1\n", "row 2, column entry: this is empty"),
        (
            "entry,judge,score,category\na,x,1,one\na,y,1,two\n",
            "row 3, column category: a was under 'one' before",
        ),
    ],
)
def test_whoever_gave_a_bad_file_reads_what_is_wrong_and_where(text, told):
    with pytest.raises(BadFile) as refused:
        read_scores(text.encode())
    assert str(refused.value) == told


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_file_whose_cells_are_parted_by_something_else_is_told_so(separator):
    with pytest.raises(BadFile, match="cells are parted by commas") as refused:
        read_scores("entry,judge,score\na,x,1\n".replace(",", separator).encode())
    assert refused.value.row == 1
    assert repr(separator) in refused.value.reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "entry,judge,score\na,x,1\n",
            "row 1, column criterion: this column is missing; with weights "
            + COLUMNS.replace("judge,", "judge,criterion,"),
        ),
        ("entry,judge,criterion,score\na,x,speed,1\n", "row 2, column criterion: 'speed' has no weight"),
        ("entry,judge,criterion,score\na,x,,1\n", "row 2, column criterion: this is empty"),
        (
            "entry,judge,criterion,score\na,x,impact,1\na,x,impact,1\n",
            "row 3, column judge: x scored a on impact before",
        ),
    ],
)
def test_a_bad_file_of_points_is_refused_too(text, told):
    with pytest.raises(BadFile) as refused:
        read_scores(text.encode(), WEIGHTS)
    assert str(refused.value) == told


def test_sheets_that_do_not_count_are_named_in_their_category_in_order_and_keep_no_other_from_counting():
    rows = ["category,entry,judge,criterion,score"]
    for category, entry, judge, impact in (
        ("two", "b", "y", ""),
        ("one", "a", "z", ""),
        ("two", "b", "x", ""),
    ):
        rows += [f"{category},{entry},{judge},impact,{impact}", f"{category},{entry},{judge},design,10"]
    rows += ["one,a,n,impact,", "one,a,n,design,", "one,a,w,impact,5", "one,a,w,design,5"]
    scores = read_scores("\n".join(rows).encode(), WEIGHTS)
    assert scores.sheets == (Sheet("a", "w", Fraction(5)),)
    assert scores.signs == {
        "two": [Sign(SignKind.THIN_SHEET, "b", "x", 0.4), Sign(SignKind.THIN_SHEET, "b", "y", 0.4)],
        "one": [Sign(SignKind.THIN_SHEET, "a", "z", 0.4)],
    }


POINTS = ["entry,judge,criterion,score", "A,j1,impact,7", "A,j1,design,4", "A,j2,impact,6", "A,j2,design,5"]


def test_a_missing_row_of_a_criterion_is_refused_and_an_empty_score_is_an_abstention():
    whole = read_scores("\n".join(POINTS).encode(), WEIGHTS)
    assert (len(whole.sheets), whole.abstentions) == (2, 0)
    with pytest.raises(BadFile) as refused:
        read_scores("\n".join(row for row in POINTS if row != "A,j1,design,4").encode(), WEIGHTS)
    assert (refused.value.row, refused.value.column) == (2, "criterion")
    assert "j1 has no row on A for design" in refused.value.reason
    empty = read_scores("\n".join(POINTS).replace("j1,design,4", "j1,design,").encode(), WEIGHTS)
    assert (empty.sheets[0].total, empty.abstentions) == (Fraction(7), 1)


def test_a_criterion_that_no_sheet_of_a_category_has_is_missed_by_none():
    rows = ["category,entry,judge,criterion,score", "one,A,j1,impact,7", "two,B,j1,design,4"]
    weights = {"impact": Fraction(50), "design": Fraction(50)}
    assert len(read_scores("\n".join(rows).encode(), weights).sheets) == 2


def test_bytes_that_are_no_text_are_refused_with_their_row():
    with pytest.raises(BadFile, match="row 2"):
        read_scores(b"entry,judge,score\na,\xff,1\n")


@given(
    st.binary(max_size=200) | st.text(alphabet="entry,judgescore\n0123.\"' x", max_size=200).map(str.encode)
)
@settings(max_examples=300, deadline=None)
def test_any_file_is_read_or_refused(content):
    with suppress(BadFile):
        assert read_scores(content).category_of


def test_weights_are_read_exactly():
    assert read_weights(b'{"a": 12.5, "b": 0.1}') == {"a": Fraction(25, 2), "b": Fraction(1, 10)}
    assert read_weights(b'{"a": 0.33333333333333333333}') == {"a": Fraction(33333333333333333333, 10**20)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        "{}",
        '{"a": 0}',
        '{"a": -1}',
        '{"a": "5"}',
        '{"a": true}',
        '{"a": 1, "a": 2}',
        '{"a": NaN}',
        '{"a": 1e-999999999}',
        '{"a": 1e9999999999999999999}',
        '{"a": 1' + "0" * 5000 + "}",
        '{"a": ' + "[" * 100_000,
        "\xff",
    ],
)
def test_bad_weights_are_refused(text):
    with pytest.raises(BadFile):
        read_weights(text.encode("latin-1"))


def test_a_mark_that_was_not_given_is_no_zero():
    # The published mean drops the highest and the lowest of the marks that were given; 0.0 stands for none there.
    rows = list(csv.DictReader((CASES / "figure_skating_2016.csv").read_text(encoding="utf-8").splitlines()))
    missing = 0
    for row in rows:
        judges = [f"J{i}" for i in range(1, 10)]
        lines = ["entry,judge,score", *(f"e,{j},{'' if row[j] == '0.0' else row[j]}" for j in judges)]
        marks = sorted(sheet.total for sheet in read_scores("\n".join(lines).encode()).sheets)
        published = round_half_up(Fraction(row["published"]), 2)
        assert round_half_up(sum(marks[1:-1]) / len(marks[1:-1]), 2) == published
        if len(marks) < 9:
            missing += 1
            zeros = sorted([Fraction(0), *marks])
            assert round_half_up(sum(zeros[1:-1]) / len(zeros[1:-1]), 2) != published
    assert missing == 5
