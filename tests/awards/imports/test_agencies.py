"""Agencies come in as a list: previewed, all or nothing, and the same list again changes nothing."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from awards.directory.models import Agency
from awards.directory.queries import directory
from awards.imports import operations
from awards.imports.models import TableImport, TableKind
from awards.imports.previews import shown
from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken, Stale
from awards.kit.templates import resource
from tests.conftest import NOW

AGENCIES = TableKind.AGENCIES
MOH = {
    "code": "moh",
    "name_ar": "وزارة الصحة",
    "name_en": "Ministry of Health",
    "domain": "moh.example",
    "sector": "health",
    "parent": "",
}
HOSP = {
    "code": "hosp",
    "name_ar": "مستشفى",
    "name_en": "Hospital",
    "domain": "moh.example",
    "sector": "الصحه",
    "parent": "moh",
}


def fixture():
    return (resource("fixtures") / "lists" / "agencies.csv").read_bytes()


def test_the_shipped_directory_comes_in_at_once_and_the_second_time_changes_nothing(desk, db):
    assert desk.bring_in(AGENCIES, fixture()) == (87, 0, 0)
    seen = desk.preview(AGENCIES, fixture())
    assert (seen.new, seen.changed, seen.unchanged) == (0, 0, 87)
    with db.read() as session:
        assert session.exec(select(func.count()).select_from(Agency)).one() == 87
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "import.done")).one()
    assert event.actor_id == desk.organiser.id
    assert {key: event.detail[key] for key in ("list", "added", "changed", "unchanged")} == {
        "list": "agencies",
        "added": 87,
        "changed": 0,
        "unchanged": 0,
    }
    assert len(event.detail["digest"]) == 64


def test_a_change_is_shown_with_what_stands_there_now(desk, table, db):
    desk.bring_in(AGENCIES, table(MOH, HOSP))
    renamed = {**MOH, "name_en": "Health Ministry"}
    seen = desk.preview(AGENCIES, table(renamed, HOSP))
    assert [row["changes"] for row in seen.rows] == [[["name_en", "Ministry of Health", "Health Ministry"]]]
    assert desk.bring_in(AGENCIES, table(renamed)) == (0, 1, 0)
    with db.read() as session:
        assert {a.code: (a.name_en, a.domains) for a in directory(session)} == {
            "moh": ("Health Ministry", ("moh.example",)),
            "hosp": ("Hospital", ()),
        }


def test_a_column_that_is_not_there_leaves_its_values(desk, table, db):
    desk.bring_in(AGENCIES, table(MOH))
    assert desk.bring_in(
        AGENCIES, table({"name_en": "Health", "code": "MOH", "الاسم بالعربية": "الصحة"})
    ) == (0, 1, 0)
    with db.read() as session:
        (agency,) = directory(session)
    assert (agency.name_ar, agency.domains, agency.sector) == ("الصحة", ("moh.example",), "health")


def test_every_row_says_what_is_wrong_in_it(desk, table):
    wrong = [
        {**MOH, "code": "M O H"},
        {**MOH, "name_ar": ""},
        {**MOH, "name_en": "x" * 201},
        {**MOH, "code": "two", "domain": "moh.example"},
        {**MOH, "code": "three", "domain": "no domain", "sector": "sports"},
        {**HOSP, "code": "four", "domain": "", "parent": "nobody"},
        {**HOSP, "code": "five", "domain": "", "parent": "six"},
        {**HOSP, "code": "six", "domain": "", "parent": "five"},
    ]
    found = [(row, text[:18]) for row, text in desk.problems(AGENCIES, table(*wrong))]
    assert found == [
        (2, "A code has small L"),
        (3, "This cell must not"),
        (3, "The domain moh.exa"),
        (4, "Write at most 200 "),
        (4, "This stands in row"),
        (5, "The domain moh.exa"),
        (6, "“no domain” is no "),
        (6, "“sports” is not po"),
        (7, "No agency has the "),
        (8, "An agency cannot b"),
        (9, "An agency cannot b"),
    ]


def test_nothing_comes_in_while_one_row_is_wrong(desk, table, db):
    found = desk.read(AGENCIES, table(MOH, {**HOSP, "parent": "nobody", "domain": ""}))
    with pytest.raises(Stale):
        operations.confirm(db, found.id, shown(found.preview).digest, desk.setting())
    with db.read() as session:
        assert session.exec(select(Agency)).all() == []
        assert session.exec(select(AuditEvent).where(AuditEvent.action == "import.done")).all() == []


def test_what_changed_meanwhile_is_shown_anew_and_not_done(desk, table, db):
    desk.bring_in(AGENCIES, table(MOH))
    found = desk.read(AGENCIES, table({**MOH, "name_en": "One"}))
    seen = shown(found.preview).digest
    desk.bring_in(AGENCIES, table({**MOH, "name_en": "Two"}))
    with pytest.raises(Stale):
        operations.confirm(db, found.id, seen, desk.setting())
    with db.read() as session:
        (agency,) = directory(session)
        anew = shown(operations.import_of(session, found.id).preview)
    assert agency.name_en == "Two"
    assert anew.rows[0]["changes"] == [["name_en", "Two", "One"]]
    operations.confirm(db, found.id, anew.digest, desk.setting())
    with db.read() as session:
        assert directory(session)[0].name_en == "One"


def test_what_changed_meanwhile_elsewhere_does_not_matter(desk, table, db):
    found = desk.read(AGENCIES, table(MOH))
    desk.bring_in(AGENCIES, table({**MOH, "code": "moe", "domain": "moe.example"}))
    operations.confirm(db, found.id, shown(found.preview).digest, desk.setting())
    with db.read() as session:
        assert len(directory(session)) == 2


def test_a_file_is_brought_in_once_and_then_forgotten(desk, table, db):
    found = desk.read(AGENCIES, table(MOH))
    seen = shown(found.preview).digest
    operations.confirm(db, found.id, seen, desk.setting())
    with pytest.raises(RuleBroken, match="already"):
        operations.confirm(db, found.id, seen, desk.setting())
    with db.read() as session:
        kept = operations.import_of(session, found.id)
    assert (kept.content, kept.preview) == (None, {})


def test_a_file_that_nobody_confirms_is_kept_for_two_hours(desk, table, db):
    found = desk.read(AGENCIES, table(MOH))
    late = desk.setting()
    late = type(late)(late.by, NOW + timedelta(hours=2), late.lang)
    with pytest.raises(RuleBroken, match="no longer kept"):
        operations.confirm(db, found.id, shown(found.preview).digest, late)
    operations.show(db, AGENCIES, operations.Upload("b.csv", table(MOH)), late)
    with db.read() as session:
        kept = session.exec(select(TableImport.content).where(TableImport.id == found.id)).one()
    assert kept is None


def test_an_empty_cell_deletes_nothing_and_the_log_names_what_changed(desk, table, db):
    desk.bring_in(AGENCIES, table({**MOH, "aliases_ar": "الصحة", "acronym": "MOH"}, HOSP))
    empty = dict.fromkeys(("domain", "sector", "parent", "aliases_ar", "acronym"), "")
    assert desk.bring_in(AGENCIES, table({**MOH, **empty, "name_en": "Health"}, {**HOSP, **empty})) == (
        0,
        1,
        1,
    )
    with db.read() as session:
        moh, hosp = (next(a for a in directory(session) if a.code == code) for code in ("moh", "hosp"))
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "directory.imported")).all()
    assert (moh.domains, moh.sector, moh.aliases, moh.acronym) == (
        ("moh.example",),
        "health",
        ("الصحة",),
        "MOH",
    )
    assert hosp.parent is not None
    (changes,) = [e.detail["changes"] for e in events if e.detail["changes"]]
    assert changes == {"moh": {"name_en": {"old": "Ministry of Health", "new": "Health"}}}
