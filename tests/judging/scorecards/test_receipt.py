import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from judging.scorecards.receipt import canonical_sheet, receipt, verify

salts = st.binary(min_size=32, max_size=32)
points = st.one_of(
    st.integers(0, 20).map(lambda n: f"{n / 2:g}"), st.sampled_from(["abstained", "not_scored"])
)
sheets = st.fixed_dictionaries(
    {
        "scorecard": st.uuids().map(str),
        "points": st.dictionaries(st.sampled_from(["benefit", "maturity", "support"]), points),
        "strengths": st.text(alphabet="ab جهة،\n"),
    }
)


def test_a_receipt_can_be_worked_out_by_hand():
    sheet = {"points": {"support": "7.5", "benefit": "8"}, "comment": "جيّد"}
    plain = '{"comment":"جيّد","points":{"benefit":"8","support":"7.5"}}'.encode()
    assert canonical_sheet(sheet) == plain
    assert receipt(sheet, b"s" * 32) == hashlib.sha256(b"s" * 32 + plain).hexdigest()


@given(sheets, salts)
def test_a_receipt_proves_its_sheet_however_the_sheet_is_ordered(sheet, salt):
    backwards = {key: sheet[key] for key in reversed(sheet)}
    assert verify(backwards, salt, receipt(sheet, salt))
    assert verify(sheet, salt, " " + receipt(sheet, salt).upper() + "\n")


@given(sheets, sheets, salts)
def test_a_receipt_proves_no_other_sheet(sheet, other, salt):
    assume(sheet != other)
    assert not verify(other, salt, receipt(sheet, salt))


@given(sheets, salts, salts)
def test_equal_sheets_of_two_judges_have_different_receipts(sheet, salt, other):
    assume(salt != other)
    assert receipt(sheet, salt) != receipt(sheet, other)
    assert not verify(sheet, other, receipt(sheet, salt))


@pytest.mark.parametrize("claimed", ["", "0" * 64, "جهة"])
def test_what_is_no_receipt_proves_nothing(claimed):
    assert not verify({"points": {}}, b"s" * 32, claimed)


def test_a_short_salt_is_refused():
    with pytest.raises(ValueError, match="32"):
        receipt({}, b"short")


@pytest.mark.parametrize("sheet", [{"total": 7.5}, {"points": {"a": 7.0}}, {"list": ["x", (1.5,)]}])
def test_floats_have_no_place_in_a_sheet(sheet):
    with pytest.raises(TypeError, match="never floats"):
        receipt(sheet, b"s" * 32)
