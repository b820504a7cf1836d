"""All agencies and all entries of the fixtures come into an empty cycle at once."""

import uuid

import pytest
from sqlmodel import col, func, select

from awards.cycles.models import Announcement
from awards.cycles.operations import create_cycle
from awards.cycles.plans import plan_from_fixtures
from awards.demo import fixtures
from awards.demo.fixtures import FIELDS
from awards.entries.models import Entry, EntryState, Submission
from awards.imports.models import TableKind
from awards.kit.audit import AuditEvent
from awards.kit.templates import resource
from tests.awards.imports.conftest import csv_of
from tests.conftest import NOW
from tests.timetables import timetable

NO_ANSWER = {
    f"{name}_{lang}": "" for name in ("title", "summary", "operator", *FIELDS) for lang in ("ar", "en")
}


def entry_rows():
    for entry in fixtures.entries():
        languages = ("ar", "en") if entry.language == "both" else (entry.language,)
        yield {
            "key": entry.key,
            "category": entry.category,
            "agency": entry.agency or "",
            "person": f"{(entry.agency or entry.key).lower()}@focal.example",
            "state": "submitted",
            "language": entry.language,
            "partners": "|".join(entry.partners),
            "launched_on": "2024-01-15",
            "maturity": entry.maturity,
            "channels": "|".join(entry.channels),
            "transactions": f"{entry.transactions:,}",
            **NO_ANSWER,
            **{f"operator_{lang}": "إدارة الخدمات" if lang == "ar" else "Services" for lang in languages},
            **entry.text,
        }


def people_rows():
    for code in sorted({entry.agency for entry in fixtures.entries() if entry.agency}):
        yield {
            "email": f"{code}@focal.example",
            "name_ar": f"ضابط اتصال {code}",
            "name_en": f"Focal {code}",
            "agency": code,
            "part": "owner",
        }
    for entry in fixtures.entries():
        if not entry.agency:
            names = {"name_ar": entry.person_ar, "name_en": entry.person_en}
            yield {"email": f"{entry.key.lower()}@focal.example", **names, "agency": "", "part": ""}


@pytest.fixture
def cycle(desk, db):
    desk.bring_in(TableKind.AGENCIES, (resource("fixtures") / "agencies.csv").read_bytes())
    with db.write() as session:
        cycle = create_cycle(session, plan_from_fixtures(3, timetable()), by=desk.organiser.id, at=NOW)
        session.add(Announcement(cycle_id=cycle.id, announced_at=NOW))
    return cycle


def test_67_agencies_and_184_entries_come_in_at_once_and_the_second_time_change_nothing(desk, db, cycle):
    people, entries = list(people_rows()), list(entry_rows())
    assert (len([row for row in people if row["agency"]]), len(people), len(entries)) == (67, 83, 184)
    assert desk.bring_in(TableKind.PEOPLE, csv_of(*people)) == (83, 0, 0)
    file = csv_of(*entries)
    assert desk.bring_in(TableKind.ENTRIES, file, cycle) == (184, 0, 0)
    seen = desk.preview(TableKind.ENTRIES, file, cycle)
    assert (seen.new, seen.changed, seen.unchanged, seen.problem_count) == (0, 0, 184, 0)
    with db.read() as session:
        states = session.exec(select(Entry.state, func.count()).group_by(col(Entry.state))).all()
        submitters = session.exec(select(Submission.submitted_by_id).distinct()).all()
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.submitted")).first()
        starter = session.exec(
            select(Entry.started_by_id).where(Entry.id == uuid.UUID(event.subject_id))
        ).one()
    assert list(states) == [(EntryState.SUBMITTED, 184)]
    assert submitters == [desk.organiser.id], "the terms were accepted by the organiser, on behalf"
    assert (event.actor_id, event.detail["for"]) == (desk.organiser.id, str(starter))
