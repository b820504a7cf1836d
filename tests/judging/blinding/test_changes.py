"""What a blind copy says otherwise than the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.blinding.changes import change
from judging.blinding.review import Piece

words = st.lists(st.sampled_from(["خدمة", "11", "٣٠", "days", ".", "2"])).map(" ".join)


@given(words, words)
def test_the_stretches_put_together_are_the_original_and_the_copy(original, copy):
    found = change([Piece(original)], copy)
    if original == copy:
        assert found is None
        return
    assert "".join(s.text for s in found.stretches if not s.added) == original
    assert "".join(s.text for s in found.stretches if not s.cut) == copy


@pytest.mark.parametrize(
    ("original", "copy", "gone", "new"),
    [
        ("From 11 days to 2.", "From many days to few.", ("11", "2"), ()),
        ("من ١١ يومًا إلى ٢", "من 11 يومًا إلى 2", (), ()),
        ("It saved 4.5 million.", "It saved 45 million.", ("4.5",), ("45",)),
        ("2 and 2", "2", ("2",), ()),
        ("The Ministry did it.", "[the agency 1] did it.", (), ()),
    ],
)
def test_numbers_that_are_gone_or_new_are_told(original, copy, gone, new):
    found = change([Piece(original)], copy)
    assert (found.numbers_gone, found.numbers_new) == (gone, new)


def test_numbers_within_what_the_search_found_are_not_missed():
    pieces = [Piece("Call "), Piece("920 001 234", "entrant", "telephone"), Piece(" in 3 days.")]
    assert not change(pieces, "Call [the telephone] in 3 days.").in_numbers
    assert change(pieces, "Call [the telephone] soon.").numbers_gone == ("3",)
