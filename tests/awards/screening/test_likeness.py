"""How alike titles are."""

import time
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from awards.screening.likeness import ALIKE, likeness, pairs_alike, trigrams

WORDS = [
    "بوابة",
    "التراخيص",
    "الموحدة",
    "خدمة",
    "حجز",
    "المواعيد",
    "المنصة",
    "الوطنية",
    "portal",
    "licences",
    "booking",
    "one",
    "stop",
]
_titles = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@given(st.lists(_titles, max_size=25), st.floats(0.05, 1))
def test_the_quick_search_finds_exactly_what_comparing_each_with_each_finds(
    titles: list[str], least: float
) -> None:
    grams = {n: trigrams(title) for n, title in enumerate(titles)}
    quick = {tuple(sorted((a, b))): how for a, b, how in pairs_alike(grams, least)}
    slow = {(a, b): likeness(grams[a], grams[b]) for a, b in combinations(grams, 2)}
    assert quick == {pair: how for pair, how in slow.items() if how >= least}


@given(_titles, _titles)
def test_likeness_lies_between_nothing_and_one_and_is_the_same_both_ways(one: str, other: str) -> None:
    a, b = trigrams(one), trigrams(other)
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) == (1 if a else 0)


@given(st.permutations(WORDS))
def test_the_order_of_words_makes_no_difference(words: list[str]) -> None:
    assert trigrams(" ".join(words)) == trigrams(" ".join(WORDS))


def test_arabic_spellings_of_one_title_are_the_same() -> None:
    for one, other in (
        ("بوّابة الإقامة", "بوابه الاقامه"),
        ("منصة التراخيص", "المنصّـة للتراخيص"),
        ("خدمة ٢٤ ساعة", "خدمة 24 ساعة"),
    ):
        assert trigrams(one) == trigrams(other), one


def test_a_word_added_is_alike_and_another_subject_is_not() -> None:
    title = trigrams("بوابة التراخيص البلدية الموحدة")
    assert likeness(title, trigrams("بوابة التراخيص البلدية الموحدة الجديدة")) >= ALIKE
    assert likeness(title, trigrams("بوابة المواعيد الصحية")) < ALIKE


def test_two_thousand_titles_are_compared_in_seconds() -> None:
    chance = Random(1)
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 8))) for _ in range(900)]
    titles = {n: trigrams(" ".join(chance.choices(words, k=6))) for n in range(2000)}
    titles[2000] = titles[7]
    began = time.process_time()
    found = list(pairs_alike(titles))
    assert (7, 2000, 1.0) in found
    assert time.process_time() - began < 30  # two seconds, or as many minutes
