"""The choice of type sizes and line breaks."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.certificates.fit import COLUMN, balanced, fits, largest_that_fits, name_size
from reports.certificates.sides import Text
from reports.certificates.wording import CertificateWording


@given(sizes=st.integers(1, 40), limit=st.integers(0, 40))
def test_the_largest_size_that_fits_is_found_in_few_tries(sizes: int, limit: int) -> None:
    tried: list[int] = []

    def make(size: int) -> int | None:
        tried.append(size)
        return size if size >= limit else None

    found = largest_that_fits(range(sizes), make)
    assert found == (limit if limit < sizes else None)
    assert len(tried) <= min(limit + 2, 11)


def test_longer_and_more_names_are_set_smaller(wording: Callable[..., CertificateWording]) -> None:
    sizes = [
        name_size(wording(recipients_ar=names))
        for names in (("وزارة",), ("وزارة " * 6,), ("وزارة " * 20,), ("وزارة " * 6,) * 4)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 4


def test_every_step_is_smaller_than_the_one_before(wording: Callable[..., CertificateWording]) -> None:
    steps = [(not fit.tight, not fit.joined, fit.text, fit.name) for fit in fits(wording())]
    assert steps == sorted(steps, reverse=True)
    assert len(set(steps)) == len(steps)


def test_a_text_of_one_line_is_not_indented() -> None:
    assert balanced(Text("Absher", "en"), 13.5, COLUMN) == "0"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_text_a_little_longer_than_a_line_is_drawn_together(lang: str) -> None:
    word = "خدمة" if lang == "ar" else "service"
    repeats = next(
        n for n in range(2, 200) if balanced(Text(" ".join([word] * n), lang), 13.5, COLUMN) != "0"
    )
    indent = float(balanced(Text(" ".join([word] * repeats), lang), 13.5, COLUMN).removesuffix("em"))
    room = COLUMN / 13.5
    assert room * 0.15 < indent < room * 0.26
