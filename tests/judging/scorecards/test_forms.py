import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict

from awards.kit.i18n import msg
from judging.rubrics.scale import SCALE
from judging.scorecards.forms import LONGEST_COMMENT, LONGEST_REMARK, FilledSheet, read_sheet, savable
from judging.scorecards.sheet import ABSTAINED, REMARKS, Mark, SheetInput


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


texts = st.text("اب ", max_size=6).map(str.strip)
given_marks = st.builds(
    lambda chosen, comment: Mark(
        None if chosen == ABSTAINED else chosen or None, ABSTAINED if chosen == ABSTAINED else None, comment
    ),
    st.sampled_from(["", ABSTAINED, *SCALE]),
    texts,
)
sheets = st.builds(
    SheetInput, st.dictionaries(st.sampled_from(["a", "b", "c"]), given_marks), texts, texts, texts
)


@given(
    sheets,
    sheets,
    st.sets(
        st.sampled_from([*REMARKS, *(f"{part}.{key}" for part in ("points", "comment") for key in "abc")])
    ),
)
def test_where_a_field_is_wrong_what_was_saved_stays_and_the_rest_is_taken(typed, saved, wrong):
    # A wrong comment belongs to a criterion that was sent; so does a wrong choice, which is read as none.
    wrong = {name for name in wrong if not name.startswith("comment.") or name[-1] in typed.marks}
    kept = savable(FilledSheet(typed, 1, "", dict.fromkeys(wrong, msg("wrong"))), saved)
    for name in REMARKS:
        assert getattr(kept, name) == getattr(saved if name in wrong else typed, name)
    for key in "abc":
        points, comment = (saved if f"{part}.{key}" in wrong else typed for part in ("points", "comment"))
        assert kept.mark(key).chosen == points.mark(key).chosen
        assert kept.mark(key).comment == comment.mark(key).comment


@pytest.mark.parametrize("version", ["", "x", "-1", "١", "1e3", "99999999999"])
def test_what_is_no_version_matches_no_sheet(version):
    assert filled(version=version).version == -1
