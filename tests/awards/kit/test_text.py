import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from awards.kit.text import fold, fold_with_positions

TATWEEL, ZERO_WIDTH, RIGHT_TO_LEFT_MARK, FATHA = "ـ", "\u200b", "\u200f", "\u064e"

arabic = st.text(alphabet="ابةتثجحخدذرزسشصضطظعغفقكلمنهويىأإآٱؤئء ـًٌٍَُِّْٰ٠١٢٣۴۵۶\u200c\u200f\u061c")
anything = st.one_of(st.text(), arabic)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("أإآٱا", "ااااا"),
        ("مُسْتَشْفَى", "مستشفي"),
        ("وزارة", "وزاره"),
        ("مسؤولية شؤون", "مسووليه شوون"),
        ("هيئة", "هييه"),
        ("الــــرياض", "الرياض"),
        ("ﻻﺋﺤﺔ", "لايحه"),  # presentation forms, as copied out of an old PDF
        ("الرحمٰن", "الرحمن"),
        ("١٤٤٦ ۱۴۴۶", "1446 1446"),
        ("و\u200fز\u200dارة\u061c", "وزاره"),
        ("ＭＯＨ Straße", "moh strasse"),
        ("Café\tNaïve\u00a0x", "cafe naive x"),
        ("İstanbul", "istanbul"),
        ("ء", "ء"),
    ],
)
def test_two_writings_of_a_word_fold_alike(written, folded):
    assert fold(written) == folded


@given(anything)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(anything)
@example("\u1e9b\u0323")
@example("\uac01")
def test_normal_forms_of_one_text_fold_alike(text):
    assert {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {
        fold(text)
    }


@given(anything)
def test_case_of_ascii_does_not_matter(text):
    swapped = "".join(c.swapcase() if c.isascii() else c for c in text)
    assert fold(swapped) == fold(text)


@given(anything, st.sampled_from([TATWEEL, ZERO_WIDTH, RIGHT_TO_LEFT_MARK, FATHA]), st.data())
def test_what_has_no_shape_of_its_own_leaves_no_trace(text, invisible, data):
    at = data.draw(st.integers(0, len(text)))
    assert fold(text[:at] + invisible + text[at:]) == fold(text)


@given(anything)
def test_positions_lead_back_to_the_character_each_came_from(text):
    folded, positions = fold_with_positions(text)
    assert folded == fold(text)
    assert len(positions) == len(folded)
    assert positions == sorted(positions)
    assert all(folded[i] in fold(text[at]) for i, at in enumerate(positions))


@given(anything, anything)
def test_folding_is_done_character_by_character(left, right):
    assert fold(left + right) == fold(left) + fold(right)
