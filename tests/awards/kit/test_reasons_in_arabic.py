"""A field that asks for Arabic is not filled with something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from awards.kit.reasons import not_in_arabic
from judging.tally.forms import ClosingForm


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_a_text_without_arabic_letters_is_told_apart_from_an_empty_one(text) -> None:
    assert bool(not_in_arabic(text)) == bool(text.strip())
    assert not_in_arabic(text + "ج") is None


def test_a_closing_reason_in_english_is_refused_where_arabic_is_asked_for() -> None:
    with pytest.raises(ValidationError):
        ClosingForm(reason="The judges are done", reason_en="The judges are done")
    assert ClosingForm(reason="انتهى عمل المحكّمين كلهم", reason_en="The judges are done").reason
    assert ClosingForm().reason == ""
