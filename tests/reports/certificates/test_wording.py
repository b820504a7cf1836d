"""What may stand on a certificate, and how the two languages word it."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.certificates.sides import language_of, side
from reports.certificates.wording import CertificateWording, WordingRefused

Word = Callable[..., CertificateWording]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title_ar": "ع" * 241}, "title_ar is longer"),
        ({"recipients_en": ("M" * 121,)}, "recipients_en is longer"),
        ({"code": "C" * 33}, "code is longer"),
        ({"title_ar": "", "title_en": ""}, "title is empty"),
        ({"recipients_ar": (), "recipients_en": ()}, "recipients is empty"),
        ({"recipients_ar": ("وزارة",) * 7}, "more than 6"),
        ({"kind": "winner"}, "needs a place"),
        ({"title_en": "one\ntwo"}, "title_en holds a control character"),
        ({"recipients_ar": ("وزارة\x08",)}, "recipients_ar holds a control character"),
        ({"category_en": "\ud800"}, "category_en holds a control character"),
        ({"code": "../../TK"}, "not a code"),
        ({"verify_url": "javascript:alert(1)"}, "not a code and its address"),
    ],
)
def test_a_wording_that_no_layout_can_hold_is_refused(wording: Word, changes: dict, reason: str) -> None:
    with pytest.raises(WordingRefused, match=reason):
        wording(**changes)


printable = st.characters(exclude_categories=["Cc", "Cs"])


@given(
    title=st.text(printable, max_size=240),
    names=st.lists(st.text(printable, max_size=120), max_size=6),
    demo=st.booleans(),
)
def test_a_wording_survives_json(title: str, names: list[str], demo: bool) -> None:
    given_wording = replace(
        _plain(),
        title_ar=title,
        title_en="A title",
        recipients_ar=tuple(names),
        recipients_en=("A",),
        demo=demo,
    )
    assert CertificateWording.from_json(json.loads(json.dumps(given_wording.as_json()))) == given_wording


def _plain() -> CertificateWording:
    empty = {name: "" for name, kind in CertificateWording.__annotations__.items() if kind is str}
    return CertificateWording.from_json(
        {
            **empty,
            "kind": "participation",
            "recipients_ar": [],
            "recipients_en": ["Ministry"],
            "title_en": "A title",
            "code": "TK-1",
            "verify_url": "https://award.example/TK-1",
            "category_en": "A category",
            "award_en": "An award",
            "cycle_number": 1,
            "year": 2026,
            "entries": 1,
            "categories": 1,
            "issued_on": "2026-12-03",
        }
    )


@pytest.mark.parametrize(
    ("entries", "arabic", "english"),
    [
        (1, "مشاركة واحدة", "one entry"),
        (2, "مشاركتين", "2 entries"),
        (3, "3 مشاركات", "3 entries"),
        (10, "10 مشاركات", "10 entries"),
        (11, "11 مشاركة", "11 entries"),
        (99, "99 مشاركة", "99 entries"),
        (100, "100 مشاركة", "100 entries"),
        (103, "103 مشاركات", "103 entries"),
        (184, "184 مشاركة", "184 entries"),
    ],
)
def test_counts_agree_with_their_nouns(wording: Word, entries: int, arabic: str, english: str) -> None:
    assert side(wording(entries=entries), "ar").closing[0].startswith(f"من بين {arabic} في")
    assert side(wording(entries=entries), "en").closing[0].startswith(f"among {english} in")


def test_a_winner_is_counted_among_the_entries_of_its_category(wording: Word) -> None:
    won = wording(kind="winner", place_ar="المركز الأول", place_en="First place", entries=52, categories=7)
    assert side(won, "ar").closing == ("من بين 52 مشاركة في هذا الفرع.",)
    assert side(won, "en").closing == ("among 52 entries in this category.",)


@pytest.mark.parametrize(
    ("label", "worded"),
    [
        ("المركز الأول", "بالمركز الأول"),
        ("جائزة الجمهور", "بجائزة الجمهور"),
        ("First place", "بـ First place"),
    ],
)
def test_the_arabic_preposition_joins_an_arabic_place(wording: Word, label: str, worded: str) -> None:
    assert side(wording(kind="winner", place_ar=label), "ar").place == worded


def test_a_title_in_one_language_stands_on_both_sides_as_what_it_is(wording: Word) -> None:
    only_english = wording(title_ar="")
    assert [side(only_english, lang).title.text for lang in ("ar", "en")] == [only_english.title_en] * 2
    assert [side(only_english, lang).title.dir for lang in ("ar", "en")] == ["ltr", "ltr"]
    only_arabic = wording(title_en="", recipients_en=())
    assert [side(only_arabic, lang).title.dir for lang in ("ar", "en")] == ["rtl", "rtl"]
    assert side(only_arabic, "en").recipients == side(only_arabic, "ar").recipients


@pytest.mark.parametrize(
    ("text", "lang"),
    [("خدمة", "ar"), ("service", "en"), ("خدمة Absher", "en"), ("2030", "en"), ("Absher أبشر", "en")],
)
def test_a_text_without_a_script_of_its_own_keeps_its_sides_language(text: str, lang: str) -> None:
    assert language_of(text, "en") == lang


def test_the_sentence_is_the_same_for_a_ministry_and_a_fund(wording: Word) -> None:
    ministry = side(wording(recipients_ar=("وزارة الصحة",)), "ar")
    fund = side(wording(recipients_ar=("صندوق التنمية العقارية",)), "ar")
    assert replace(ministry, recipients=fund.recipients) == fund
