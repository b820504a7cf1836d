import random
import re
import secrets
import uuid
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.assignments.order import DIGITS, LETTERS, entry_codes, new_seed, reading_order

seeds = st.integers(0, 2**63 - 1)
piles = st.sets(st.uuids(), max_size=40).map(lambda entries: sorted(entries, key=str))


@given(piles, seeds)
def test_every_entry_has_a_code_of_its_own_of_one_shape(entries, seed):
    codes = entry_codes(entries, random.Random(seed))
    assert list(codes) == entries
    assert len(set(codes.values())) == len(entries)
    assert all(
        re.fullmatch(f"[{LETTERS}][{DIGITS}]-[{LETTERS}]{{2}}[{DIGITS}]", code) for code in codes.values()
    )


def test_no_symbol_can_be_mistaken_or_spell_a_word():
    assert not set(LETTERS + DIGITS) & set("01OILAEIUY")
    assert len(set(LETTERS)) == len(LETTERS) == 16


@given(piles, seeds)
def test_codes_avoid_those_that_are_taken(entries, seed):
    first = entry_codes(entries, random.Random(seed))
    again = entry_codes(entries, random.Random(seed), taken=set(first.values()))
    assert not set(first.values()) & set(again.values())


@given(piles, seeds)
def test_codes_do_not_follow_from_the_entries(entries, seed):
    mirrored = entry_codes(entries[::-1], random.Random(seed))
    assert list(mirrored.values()) == list(entry_codes(entries, random.Random(seed)).values())


def test_two_judges_know_an_entry_by_different_codes():
    entries = [uuid.uuid4() for _ in range(40)]
    one, other = (entry_codes(entries, secrets.SystemRandom()) for _ in range(2))
    assert sum(one[e] == other[e] for e in entries) <= 3  # by chance 1 in 262,144 each


def test_more_entries_than_codes_are_refused_instead_of_searched_for_ever():
    with pytest.raises(ValueError, match="not enough"):
        entry_codes(range(131_073), random.Random(1))


@given(piles, seeds, st.randoms(use_true_random=False))
def test_an_order_depends_on_its_seed_alone(entries, seed, chance):
    shuffled = chance.sample(entries, len(entries))
    assert reading_order(shuffled, seed) == reading_order(entries, seed)
    assert sorted(reading_order(entries, seed), key=str) == entries


@given(piles, seeds, st.uuids())
def test_an_entry_that_comes_later_leaves_the_others_in_their_order(entries, seed, late):
    entries = [entry for entry in entries if entry != late]
    assert [e for e in reading_order([*entries, late], seed) if e != late] == reading_order(entries, seed)


def test_every_entry_comes_first_about_equally_often():
    firsts = Counter(reading_order("abcde", seed)[0] for seed in range(5000))
    assert all(900 < firsts[entry] < 1100 for entry in "abcde")


def test_a_known_order_stays_as_it_is_in_every_release():
    assert "".join(reading_order("abcdefgh", 1431)) == "adecbhgf"


@given(seeds)
def test_a_seed_fits_its_column(seed):
    assert 0 <= new_seed(random.Random(seed)) < 2**63
