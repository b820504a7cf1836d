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


@pytest.mark.parametrize("points", ["11", "7.5", "-1", "not_applicable", "<b>"])
def test_points_that_are_no_choice_are_an_error_of_their_field(points):
    assert list(filled(points__benefit=points).errors) == ["points.benefit"]


def test_text_that_is_too_long_is_an_error_and_not_cut_off():
    sheet = filled(comment__benefit="ا" * (LONGEST_COMMENT + 1), confidential="ب" * (LONGEST_REMARK + 1))
    assert list(sheet.errors) == ["comment.benefit", "confidential"]
    assert len(sheet.sheet.mark("benefit").comment) == LONGEST_COMMENT + 1


@pytest.mark.parametrize("version", ["", "x", "-1", "١", "1e3", "99999999999"])
def test_what_is_no_version_matches_no_sheet(version):
    assert filled(version=version).version == -1
