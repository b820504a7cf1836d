"""Several lists come in at once: each is read as if those before it were in already, and all of them or none stay."""

import pytest
from sqlmodel import col, func, select

from awards.directory.models import Agency, Membership
from awards.entries.models import Entry, EntryService
from awards.entries.translations.models import Translation
from awards.imports import together
from awards.imports.models import ImportedEntry, TableImport, TableKind
from awards.imports.operations import Upload
from awards.imports.previews import shown
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, RuleBroken, Stale
from awards.kit.mail.outbox import Mail
from awards.people.models import Person
from tests.awards.imports.conftest import csv_of

AGENCY = {"code": "maps", "name_ar": "هيئة الخرائط", "name_en": "Board of Maps"}
PERSON = {
    "email": "noura@maps.example",
    "name_ar": "نورة",
    "name_en": "Noura",
    "agency": "maps",
    "part": "owner",
}
SERVICE = {"agency": "maps", "code": "map", "name_ar": "خريطة", "name_en": "Map"}
ENTRY = {
    "key": "A-1",
    "category": "G2C",
    "agency": "maps",
    "person": "noura@maps.example",
    "state": "submitted",
    "language": "ar",
    "title_ar": "خدمة الخرائط",
    "summary_ar": "ملخص",
    "services": "map",
    "operator_ar": "إدارة",
    "launched_on": "2024-01-15",
    "challenge_ar": "مشكلة",
    "solution_ar": "حل",
    "translation_title": "The map service",
    "translation_challenge": "A problem",
}


@pytest.fixture
def cycle(make):
    cycle = make.cycle(7)
    make.category(cycle)
    return cycle


def lists(**changes):
    rows = {"agencies": AGENCY, "people": PERSON, "services": SERVICE, "entries": ENTRY}
    found = {name: {**row, **changes.get(name, {})} for name, row in rows.items()}
    return {TableKind(name): Upload(f"{name}.csv", csv_of(row)) for name, row in found.items()}


def shown_of(db, set_id):
    with db.read() as session:
        files = together.set_of(session, set_id)
    return {found.kind.value: shown(found.preview) for found in files}, together.digest_of(files)


def counted(db):
    with db.read() as session:
        return tuple(
            session.exec(select(func.count()).select_from(table)).one()
            for table in (Agency, Membership, Entry, EntryService, Translation, AuditEvent, Mail)
        )


def test_lists_name_what_those_before_them_bring_and_looking_at_them_leaves_nothing(desk, db, cycle):
    before = counted(db)
    set_id = together.show_together(db, lists(), desk.setting(cycle))
    previews, seen = shown_of(db, set_id)
    assert {name: (one.new, one.problem_count) for name, one in previews.items()} == dict.fromkeys(
        ("agencies", "people", "services", "entries"), (1, 0)
    )
    assert counted(db) == before
    together.confirm_together(db, set_id, seen, desk.setting())
    with db.read() as session:
        entry = session.exec(select(Entry).join(ImportedEntry)).one()
        started = session.get_one(Person, entry.started_by_id)
        translated = dict(session.exec(select(Translation.field, Translation.text)).all())
        named = session.exec(select(EntryService.position)).all()
        kept = session.exec(select(TableImport.content)).all()
        events = session.exec(
            select(AuditEvent).where(col(AuditEvent.action).in_(["entry.saved", "entry.translated"]))
        ).all()
    assert (started.email, named) == ("noura@maps.example", [1])
    assert translated == {"title": "The map service", "answer.challenge": "A problem"}
    assert kept == [None] * 4
    assert {(event.actor_id, event.detail["for"]) for event in events} == {
        (desk.organiser.id, str(started.id))
    }
    again, _ = shown_of(db, together.show_together(db, lists(), desk.setting(cycle)))
    assert [(one.new, one.changed, one.unchanged) for one in again.values()] == [(0, 0, 1)] * 4
    with pytest.raises(RuleBroken, match="already"):
        together.confirm_together(db, set_id, seen, desk.setting())


def test_what_is_wrong_in_every_list_is_told_at_once_and_one_wrong_row_keeps_all_out(desk, db, cycle):
    wrong = lists(
        people={"email": "noura"},
        services={"address": "x"},
        entries={"services": "sea", "translation_summary": "", "operator_ar": ""},
    )
    before = counted(db)
    set_id = together.show_together(db, wrong, desk.setting(cycle))
    previews, seen = shown_of(db, set_id)
    texts = {name: [text["en"] for _, _, text in one.problems] for name, one in previews.items()}
    assert texts["agencies"] == []
    assert [len(texts[name]) for name in ("people", "services")] == [1, 1]
    assert "Nobody has this e-mail address yet: bring in the people first." in texts["entries"]
    with pytest.raises(Stale):
        together.confirm_together(db, set_id, seen, desk.setting())
    assert counted(db) == before


def test_a_wrong_row_that_others_rest_on_ends_nothing(desk, db, cycle):
    parent = {**AGENCY, "code": "above", "sector": "no such sector"}
    data = csv_of({**AGENCY, "sector": "digital", "parent": "above"}, {**parent, "parent": ""})
    uploads = {**lists(), TableKind.AGENCIES: Upload("agencies.csv", data)}
    previews, _ = shown_of(db, together.show_together(db, uploads, desk.setting(cycle)))
    assert previews["agencies"].problem_count == 1
    assert "No agency of the directory" in previews["people"].problems[0][2]["en"]


def test_nothing_stays_where_the_award_changed_meanwhile(desk, db, cycle, make):
    set_id = together.show_together(db, lists(), desk.setting(cycle))
    _, seen = shown_of(db, set_id)
    make.agency(make.person(), code="maps", name_en="Maps")
    before = counted(db)
    with pytest.raises(Stale):
        together.confirm_together(db, set_id, seen, desk.setting())
    assert counted(db) == before
    previews, anew = shown_of(db, set_id)
    assert previews["agencies"].changed == 1
    together.confirm_together(db, set_id, anew, desk.setting())
    assert counted(db)[2] == 1


def test_a_file_that_is_no_table_is_told_beside_its_box(desk, db, cycle):
    uploads = {**lists(), TableKind.SERVICES: Upload("services.pdf", b"%PDF-1.7")}
    with pytest.raises(Invalid) as refused:
        together.show_together(db, uploads, desk.setting(cycle))
    assert set(refused.value.errors) == {"services"}
    with pytest.raises(Invalid, match="at least one file"):
        together.show_together(db, {}, desk.setting(cycle))
