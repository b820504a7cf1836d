"""Word limits and values: what a draft may hold and a submission may not."""

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.models import QuestionKind
from awards.entries.answers import in_words, kept, understood
from awards.entries.completeness import SUMMARY_WORDS, TITLE_LENGTH, faults, fields_of, gaps
from awards.entries.models import EntryLanguage, EntryState
from awards.entries.sheet import Asked, EntrySheet, Head
from awards.entries.words import count_words

AT = datetime(2026, 11, 1, tzinfo=UTC)
NOBODY = uuid.UUID(int=0)
OPTIONS = [{"key": "web", "ar": "الموقع", "en": "Website"}, {"key": "sms", "ar": "الرسائل", "en": "Messages"}]
words = st.sampled_from(["خدمة", "والخدمات", "follow-up", "3.5", "٤٬٥٠٠", "الجهة،", "agency's"])


def head(**fields):
    given = dict.fromkeys(Head._fields, "")
    ids = {name: NOBODY for name in Head._fields if name == "id" or name.endswith("_id")}
    return Head(**{**given, **ids, "state": EntryState.DRAFT, "language": EntryLanguage.BOTH, **fields})


def asked(kind=QuestionKind.LONG_TEXT, **fields):
    given = dict.fromkeys(Asked._fields, "")
    return Asked(
        **{
            **given,
            "question_id": NOBODY,
            "key": "q",
            "kind": kind,
            "word_limit": None,
            "options": OPTIONS,
            "required": True,
            **fields,
        }
    )


def sheet(*questions, **fields):
    return EntrySheet(head(**fields), (), questions, ())


@given(
    st.lists(words, max_size=40),
    st.lists(words, max_size=40),
    st.integers(1, 30),
    st.sampled_from(EntryLanguage),
)
def test_a_text_is_over_its_limit_exactly_when_it_has_more_words_in_a_language_of_the_entry(
    ar, en, limit, language
):
    question = asked(text_ar=" ".join(ar), text_en="\n".join(en), word_limit=limit)
    found = {gap.field: gap for gap in faults(sheet(question, language=language))}
    for lang, typed in (("ar", ar), ("en", en)):
        over = len(typed) > limit and language in (lang, EntryLanguage.BOTH)
        assert (f"text_{lang}-q" in found) == over
        if over:
            told = found[f"text_{lang}-q"].message.params
            assert (told["limit"], told["n"]) == (limit, len(typed))
            assert told["n"] == count_words(question.text(lang))


@given(st.integers(0, 2 * SUMMARY_WORDS), st.integers(1, 2 * TITLE_LENGTH))
def test_title_and_summary_have_their_limits_too(summary, title):
    found = {gap.field for gap in faults(sheet(summary_ar="كلمة " * summary, title_ar="ع" * title))}
    assert ("summary_ar" in found) == (summary > SUMMARY_WORDS)
    assert ("title_ar" in found) == (title > TITLE_LENGTH)


@given(st.lists(st.sampled_from(QuestionKind), max_size=6), st.sampled_from(EntryLanguage))
def test_every_gap_belongs_to_a_box_and_comes_in_the_order_of_the_boxes(kinds, language):
    empty = sheet(*(asked(kind, key=f"q{n}") for n, kind in enumerate(kinds)), language=language)
    fields = [gap.field for gap in gaps(empty)]
    assert fields == fields_of(empty)


def test_an_optional_question_may_stay_empty_and_not_be_wrong():
    link = asked(QuestionKind.LINK, required=False)
    whole = {"title_ar": "ع", "summary_ar": "ع", "language": EntryLanguage.ARABIC}
    assert gaps(sheet(link, **whole)) == []
    assert [gap.field for gap in gaps(sheet(link._replace(value="not an address"), **whole))] == ["value-q"]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (QuestionKind.NUMBER, "1,284,300", "1284300"),
        (QuestionKind.NUMBER, "١٢٬٥٠٠", "12500"),
        (QuestionKind.NUMBER, "12,5", None),
        (QuestionKind.NUMBER, "12.5", None),
        (QuestionKind.NUMBER, "12 500", "12500"),
        (QuestionKind.NUMBER, "about 12", None),
        (QuestionKind.NUMBER, "-3", None),
        (QuestionKind.NUMBER, "1e9", None),
        (QuestionKind.DATE, "2026-5-1", "2026-05-01"),
        (QuestionKind.DATE, "٢٠٢٦/٠٥/٠١", "2026-05-01"),
        (QuestionKind.DATE, "2026-02-30", None),
        (QuestionKind.DATE, "01-05-2026", None),
        (QuestionKind.LINK, "my.gov.sa/services", "https://my.gov.sa/services"),
        (QuestionKind.LINK, "http://my.gov.sa", "http://my.gov.sa"),
        (QuestionKind.LINK, "javascript:alert(1)//my.gov.sa", None),
        (QuestionKind.LINK, "ftp://my.gov.sa", None),
        (QuestionKind.LINK, "https://a b.sa", None),
        (QuestionKind.LINK, "https://[", None),
        (QuestionKind.CHOICE, "web", "web"),
        (QuestionKind.CHOICE, "web,sms", None),
        (QuestionKind.CHOICE, "fax", None),
        (QuestionKind.CHOICES, "sms,web", "web,sms"),
        (QuestionKind.CHOICES, "sms,fax", None),
        (QuestionKind.CHOICES, "", ""),
    ],
)
def test_a_value_has_one_spelling(kind, typed, value):
    assert understood(kind, typed, OPTIONS) == value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-5", "below zero"),
        ("−٥", "below zero"),
        ("12.5", "whole number"),
        ("١٢٫٥", "whole number"),
        ("12,5", "whole number"),
        ("9" * 30, "too large"),
        ("about 12", "digits only"),
    ],
)
def test_what_is_no_number_is_told_why(typed, words):
    (gap,) = faults(sheet(asked(QuestionKind.NUMBER, value=typed)))
    assert words in gap.message.text


@given(st.sampled_from([k for k in QuestionKind if "text" not in k]), st.text(max_size=60))
def test_what_is_kept_stays_as_it_is_when_it_is_kept_again(kind, typed):
    once = kept(kind, typed, OPTIONS)
    assert kept(kind, once, OPTIONS) == once


@pytest.mark.parametrize(
    ("kind", "value", "ar", "en"),
    [
        (QuestionKind.NUMBER, "1284300", "1,284,300 معاملة", "1,284,300 transactions"),
        (QuestionKind.DATE, "2026-12-03", "الخميس 3 ديسمبر 2026", "Thursday 3 December 2026"),
        (QuestionKind.CHOICES, "web,sms", "الموقع؛ الرسائل", "Website; Messages"),
        (QuestionKind.NUMBER, "about 12", "about 12", "about 12"),
        (QuestionKind.CHOICE, "", "", ""),
    ],
)
def test_a_value_is_shown_in_words(kind, value, ar, en):
    assert in_words(kind, value, OPTIONS, "معاملة", "ar") == ar
    assert in_words(kind, value, OPTIONS, "transactions", "en") == en
