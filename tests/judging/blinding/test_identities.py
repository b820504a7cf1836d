"""Whose names are proposed, and what stands in their place."""

import uuid

import pytest

from judging.blinding.identities import Directory, KnownAgency, Whose, person_names, proposals, redacted
from judging.blinding.scanner import Kind

RAILWAYS, SMALL_FIRMS, HEALTH = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
DIRECTORY = Directory.of(
    [
        KnownAgency(
            RAILWAYS, "SAR", ("الخطوط الحديدية السعودية", "Saudi Arabia Railways", "سار", "sar.example")
        ),
        KnownAgency(SMALL_FIRMS, "MONSHAAT", ("هيئة المنشآت الصغيرة", "SME Authority", "منشآت", "Monsha'at")),
        KnownAgency(
            HEALTH,
            "MoH",
            ("وزارة الصحة", "Ministry of Health", "SANG"),
            services=("خدمة مواعيد الأسنان", "Dental Visits"),
        ),
    ]
)


def found(text, **whose):
    return [(text[p.start : p.end], p.whose) for p in proposals(text, DIRECTORY, **whose)]


@pytest.mark.parametrize(
    "text", ["from 310 SAR to 42 SAR", "SAR 1,850 on average", "٣٠٠ SAR", "a sar is a unit", "he sang"]
)
def test_a_currency_or_an_ordinary_word_is_not_taken_for_another_agency(text) -> None:
    assert found(text) == []


def test_an_acronym_counts_in_its_exact_case_only() -> None:
    assert found("SAR runs it") == [("SAR", Whose.OTHER)]
    assert found("MOH and MoH run it") == [("MOH", Whose.OTHER), ("MoH", Whose.OTHER)]
    assert found("a sar, a moh") == []


def test_the_entrants_own_acronym_is_proposed_beside_a_number_too() -> None:
    assert found("saves 310 SAR", entrant=[RAILWAYS]) == [("SAR", Whose.ENTRANT)]


def test_an_ordinary_word_is_proposed_only_as_the_entrants_own_name() -> None:
    text = "استفادت 300 منشآت صغيرة"
    assert found(text) == []
    assert found(text, entrant=[SMALL_FIRMS]) == [("منشآت", Whose.ENTRANT)]


def test_whose_a_name_is_decides_what_stands_in_its_place() -> None:
    text = "أطلقت وزارة الصحة الخدمة مع الخطوط الحديدية السعودية وهيئة المنشآت الصغيرة."
    proposed = proposals(text, DIRECTORY, entrant=[HEALTH], partners=[RAILWAYS])
    assert redacted(text, proposed) == "أطلقت [الجهة] الخدمة مع [جهة شريكة] و[جهة أخرى]."
    english = "Ministry of Health built it with Saudi Arabia Railways and the SME Authority."
    proposed = proposals(english, DIRECTORY, entrant=[HEALTH], partners=[RAILWAYS])
    assert (
        redacted(english, proposed)
        == "[the agency] built it with [a partner agency] and the [another agency]."
    )


def test_a_person_becomes_the_entrant() -> None:
    persons = person_names("مريم بنت راشد المناعي", "Maryam Rashid Al Mannai")
    text = "طوّرت مريم المناعي التطبيق.\nWritten by Maryam Rashid Al Mannai; ask Ms Al Mannai."
    proposed = proposals(text, DIRECTORY, persons=persons)
    assert (
        redacted(text, proposed) == "طوّرت [المشارك] التطبيق.\nWritten by [the entrant]; ask Ms [the entrant]."
    )


def test_a_given_name_alone_is_left_because_it_may_be_an_ordinary_word() -> None:
    assert [name.text for name in person_names("أمل سعد الحربي")] == [
        "أمل سعد الحربي",
        "أمل الحربي",
        "الحربي",
    ]
    assert found("لدينا أمل كبير", persons=person_names("أمل سعد الحربي")) == []


def test_addresses_and_numbers_are_proposed_whoever_they_belong_to() -> None:
    text = "Write to help@sar.example or call +966 11 234 5678"
    kinds = [p.kind for p in proposals(text, DIRECTORY, entrant=[HEALTH])]
    assert kinds == [Kind.EMAIL, Kind.PHONE]
    assert redacted(text, proposals(text, DIRECTORY)) == "Write to [removed] or call [removed]"


def test_a_name_is_proposed_once_although_the_directory_knows_it_too() -> None:
    assert found("وزارة الصحة", entrant=[HEALTH]) == [("وزارة الصحة", Whose.ENTRANT)]


def test_a_service_gives_away_whose_it_is_and_is_looked_for_in_its_agencys_entries_alone() -> None:
    text = "People book through Dental Visits, the app."
    assert found(text, entrant=[HEALTH]) == [("Dental Visits", Whose.ENTRANT)]
    assert found(text, partners=[HEALTH], entrant=[RAILWAYS]) == [("Dental Visits", Whose.PARTNER)]
    assert found(text, entrant=[RAILWAYS]) == []
    assert redacted(text, proposals(text, DIRECTORY, entrant=[HEALTH])) == (
        "People book through [the service], the app."
    )
    arabic = "يحجز الناس عبر خدمة مواعيد الأسنان."
    assert redacted(arabic, proposals(arabic, DIRECTORY, entrant=[HEALTH])) == "يحجز الناس عبر [الخدمة]."
