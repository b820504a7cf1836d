import pytest
from litestar.datastructures import FormMultiDict

from judging.scorecards.forms import LONGEST_COMMENT, LONGEST_REMARK, read_sheet
from judging.scorecards.sheet import ABSTAINED, Mark


def filled(**fields: str):
    return read_sheet(FormMultiDict([(name.replace("__", "."), value) for name, value in fields.items()]))


def test_points_abstention_and_remarks_are_read():
    sheet = filled(
        points__benefit="8",
        comment__benefit="  واضح\r\nومقيس ",
        points__channels=ABSTAINED,
        comment__support="لاحقًا",
        strengths="أثر",
        version="3",
        then="next",
    )
    assert sheet.errors == {}
    assert sheet.version == 3
    assert sheet.then == "next"
    assert sheet.sheet.mark("benefit") == Mark("8", None, "واضح\nومقيس")
    assert sheet.sheet.mark("channels") == Mark(None, ABSTAINED, "")
    assert sheet.sheet.mark("support") == Mark(None, None, "لاحقًا")
    assert sheet.sheet.strengths == "أثر"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("85", "85"), ("٧٫٥٠", "7.5"), ("08", "8"), ("-1", "-1"), ("<b>", "<b>"), ("9" * 50, "9" * 20)],
)
def test_points_are_read_in_one_spelling_and_left_to_the_rubric_to_judge(typed, read):
    filled_in = filled(points__benefit=typed)
    assert filled_in.errors == {}
    assert filled_in.sheet.mark("benefit").points == read


def test_points_and_an_abstention_at_once_are_an_error_of_their_field():
    posted = [
        ("points.benefit", "85"),
        ("points.benefit", ABSTAINED),
        ("points.reach", ""),
        ("points.reach", ABSTAINED),
    ]
    assert list(read_sheet(FormMultiDict(posted)).errors) == ["points.benefit"]


def test_text_that_is_too_long_is_an_error_and_not_cut_off():
    sheet = filled(comment__benefit="ا" * (LONGEST_COMMENT + 1), confidential="ب" * (LONGEST_REMARK + 1))
    assert list(sheet.errors) == ["comment.benefit", "confidential"]
    assert len(sheet.sheet.mark("benefit").comment) == LONGEST_COMMENT + 1


@pytest.mark.parametrize("version", ["", "x", "-1", "١", "1e3", "99999999999"])
def test_what_is_no_version_matches_no_sheet(version):
    assert filled(version=version).version == -1
