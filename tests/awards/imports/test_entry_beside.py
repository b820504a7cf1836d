"""Services and translations of a list of entries: added, changed, left alone, and refused in words."""

import pytest
from sqlmodel import col, select

from awards.directory.models import Service
from awards.entries.models import Entry, EntryService, Submission
from awards.entries.translations.models import Translation
from awards.imports.models import TableKind
from awards.people.models import Role

ENTRIES = TableKind.ENTRIES
WHOLE = {
    "key": "A-1",
    "category": "G2C",
    "agency": "maps",
    "person": "noura@maps.example",
    "state": "submitted",
    "language": "ar",
    "title_ar": "خدمة الخرائط",
    "title_en": "",
    "summary_ar": "ملخص",
    "services": "map|route",
    "operator_ar": "إدارة",
    "launched_on": "2024-01-15",
    "challenge_ar": "مشكلة",
    "challenge_en": "",
    "solution_ar": "حل",
    "solution_en": "",
    "summary_en": "",
    "operator_en": "",
    "translation_title": "The map service",
    "translation_summary": "Summary",
}


@pytest.fixture
def cycle(make):
    cycle = make.cycle(7)
    make.category(cycle)
    maps = make.agency(make.person(Role.ENTRANT, email="noura@maps.example"), code="maps")
    other = make.agency(make.person(Role.ENTRANT), code="other")
    for agency, code, active in (
        (maps, "map", True),
        (maps, "route", True),
        (maps, "old", False),
        (other, "sea", True),
    ):
        make._save(Service(agency_id=agency.id, code=code, name_ar=code, name_en=code, active=active))
    return cycle


def named(db):
    with db.read() as session:
        found = select(Service.code).join(EntryService).order_by(col(EntryService.position))
        return list(session.exec(found))


def translations(db):
    with db.read() as session:
        newest = select(Translation.field, Translation.text).order_by(col(Translation.made_at))
        return dict(session.exec(newest).all())


def test_another_order_of_services_is_a_change_and_an_empty_cell_is_none(desk, table, db, cycle):
    assert desk.bring_in(ENTRIES, table(WHOLE), cycle) == (1, 0, 0)
    assert named(db) == ["map", "route"]
    assert desk.bring_in(ENTRIES, table({**WHOLE, "services": ""}), cycle) == (0, 0, 1)
    changed = table({**WHOLE, "services": "Route | map"})
    assert desk.preview(ENTRIES, changed, cycle).rows[0]["changes"] == [
        ["services", "map|route", "route|map"]
    ]
    assert desk.bring_in(ENTRIES, changed, cycle) == (0, 1, 0)
    assert named(db) == ["route", "map"]
    with db.read() as session:
        contents = session.exec(select(Submission.content).order_by(col(Submission.sequence))).all()
    assert [content["services"][0]["code"] for content in contents] == ["map", "route"]


def test_a_translation_is_kept_beside_its_text_and_once_more_where_the_text_is_worded_anew(
    desk, table, db, cycle
):
    desk.bring_in(ENTRIES, table(WHOLE), cycle)
    assert translations(db) == {"title": "The map service", "summary": "Summary"}
    changed = table({**WHOLE, "title_ar": "خدمة الخرائط الجديدة"})
    assert [name for name, *_ in desk.preview(ENTRIES, changed, cycle).rows[0]["changes"]] == [
        "title_ar",
        "translation_title",
    ]
    assert desk.bring_in(ENTRIES, changed, cycle) == (0, 1, 0)
    assert desk.bring_in(ENTRIES, changed, cycle) == (0, 0, 1)
    with db.read() as session:
        assert session.exec(select(Entry.title_en)).one() == "", "the translation is no text of the entry"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"services": "sea"}, "no service with the code sea"),
        ({"services": "old"}, "no longer offered"),
        ({"translation_challenge": "word " * 1000}, "at most"),
        ({"translation_title": "x" * 1000}, "at most"),
        ({"translation_solution": "A solution", "solution_ar": "", "state": ""}, "There is no text of which"),
        (
            {"language": "both", "state": ""},
            "The entry is written in both languages: there is nothing to translate.",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, table, cycle, cells, said):
    texts = [text for _, text in desk.problems(ENTRIES, table({**WHOLE, **cells}), cycle)]
    assert [text for text in texts if said in text], texts
