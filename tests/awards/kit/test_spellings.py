"""A text is found in every spelling that folds alike, as it stands and within recorded JSON."""

import json
import re

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from awards.kit.spellings import spellings
from awards.kit.text import fold

LETTERS = "اأإآبتةهىيوؤئءـَِّمنABab7٧-_.*+?[](){}|^$\\\"'/"
texts = st.text(alphabet=LETTERS + " ", max_size=30)
words = st.text(alphabet=LETTERS, min_size=1, max_size=6).filter(lambda word: fold(word) != "")


def found(word, text):
    return (
        re.search(spellings(word), text) is not None,
        re.search(spellings(word, escaped=True), json.dumps({"reason": text})) is not None,
    )


@given(texts, words, texts)
def test_a_word_is_found_wherever_it_is_written_in_whatever_spelling(before, word, after):
    plain, escaped = found(word, before + word + after)
    assert plain
    assert escaped


@given(words, texts)
def test_what_does_not_fold_alike_is_not_found(word, text):
    assert found(word, text)[0] == (fold(word) in fold(text))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("احمد", "أحمَد"),
        ("مؤسسه", "مؤسّـسة"),
        ("الهدي", "الهدى"),
        ("RECEIPT", "receipt"),
        ("3", "٣"),
        ("فرع", "فَرْعٌ"),
    ],
)
def test_known_spellings_are_one(typed, written):
    assert found(typed, written) == (True, True)
    assert found(written, typed) == (True, True)


@given(words)
def test_a_database_reads_the_expression_as_python_does(word):
    with sa.create_engine("sqlite://").connect() as connection:
        column = sa.literal(f"x {word} y")
        assert connection.scalar(sa.select(column.regexp_match(spellings(word))))
