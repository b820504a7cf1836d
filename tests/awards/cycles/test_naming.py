"""What cycles are called after their numbers."""

import pytest

from awards.cycles.naming import numbered_name
from awards.cycles.plans import fixture_name


@pytest.mark.parametrize(
    ("number", "arabic", "english"),
    [
        (1, "الدورة الأولى", "First cycle"),
        (5, "الدورة الخامسة", "Fifth cycle"),
        (11, "الدورة الحادية عشرة", "Eleventh cycle"),
        (20, "الدورة العشرون", "Twentieth cycle"),
        (21, "الدورة 21", "Cycle 21"),
    ],
)
def test_a_cycle_is_called_by_its_number_in_words(number, arabic, english) -> None:
    assert numbered_name(number) == (arabic, english)


def test_the_shipped_names_are_those_of_the_rule() -> None:
    for number in range(1, 8):
        assert fixture_name(number) == numbered_name(number)
