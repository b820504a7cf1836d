"""The lists that ship with the product come into an empty cycle in one go, and out again as they were."""

import csv
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import col, func, select

from awards.cli import main
from awards.cycles.models import Announcement
from awards.cycles.operations import create_cycle
from awards.cycles.plans import plan_from_fixtures
from awards.entries.models import Entry, EntryPartner, EntryService, EntryState, Submission
from awards.entries.translations.models import Translation
from awards.imports import together
from awards.imports.files import table_file
from awards.imports.folders import uploads_in
from awards.imports.kinds import KINDS
from awards.imports.models import TableKind
from awards.imports.operations import Upload
from awards.imports.previews import shown
from awards.kit import clock
from awards.kit.audit import AuditEvent
from awards.kit.templates import resource
from awards.people.models import Role
from tests.conftest import NOW
from tests.timetables import timetable

LISTS = Path(str(resource("fixtures"))) / "lists"


@pytest.fixture
def cycle(desk, db):
    plan = replace(plan_from_fixtures(3, timetable()), organiser="")  # is not in the directory yet
    with db.write() as session:
        cycle = create_cycle(session, plan, by=desk.organiser.id, at=NOW)
        session.add(Announcement(cycle_id=cycle.id, announced_at=NOW))
    return cycle


def brought_in(db, uploads, setting):
    """New, changed and unchanged rows of each list."""
    set_id = together.show_together(db, uploads, setting)
    with db.read() as session:
        files = together.set_of(session, set_id)
    previews = {found.kind: shown(found.preview) for found in files}
    assert {kind: one.problems for kind, one in previews.items() if one.problems} == {}
    together.confirm_together(db, set_id, together.digest_of(files), setting)
    return {kind.value: (one.new, one.changed, one.unchanged) for kind, one in previews.items()}


def test_67_agencies_and_184_entries_come_in_at_once_and_go_out_as_they_came(desk, db, cycle):
    setting = desk.setting(cycle)
    found = brought_in(db, uploads_in(LISTS), setting)
    counts = {"agencies": 87, "people": 83, "services": 119, "entries": 184}
    assert found == {name: (n, 0, 0) for name, n in counts.items()}
    with db.read() as session:
        states = session.exec(select(Entry.state, func.count()).group_by(col(Entry.state))).all()
        entrants = session.exec(select(func.count(col(Entry.agency_id).distinct()))).one()
        submitters = session.exec(select(Submission.submitted_by_id).distinct()).all()
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.submitted")).first()
        starter = session.exec(
            select(Entry.started_by_id).where(Entry.id == uuid.UUID(event.subject_id))
        ).one()
        beside = [
            session.exec(select(func.count()).select_from(table)).one()
            for table in (EntryPartner, EntryService, Translation)
        ]
    assert (states, entrants) == ([(EntryState.SUBMITTED, 184)], 67)
    assert all(beside), beside
    assert submitters == [desk.organiser.id], "the terms were accepted by the organiser, on behalf"
    assert (event.actor_id, event.detail["for"]) == (desk.organiser.id, str(starter))

    for form in ("csv", "xlsx"):
        with db.read() as session:
            out = {
                kind: Upload(f"{kind}.{form}", table_file(session, KINDS[kind], setting, form))
                for kind in KINDS
            }
        assert brought_in(db, out, setting) == {name: (0, 0, n) for name, n in counts.items()}
    with db.read() as session:
        for kind in ("people", "services", "entries"):
            with (LISTS / f"{kind}.csv").open(encoding="utf-8", newline="") as shipped:
                came = {normal(row) for row in csv.DictReader(shipped)}
            assert {normal(row) for row in KINDS[TableKind(kind)].written_out(session, setting)} == came


def normal(row):
    """Without empty cells; the parts of a cell in any order, since aliases and partners are kept sorted."""
    return tuple(sorted((key, "|".join(sorted(cell.split("|")))) for key, cell in row.items() if cell))


def test_the_folder_comes_in_from_a_terminal_and_the_second_time_changes_nothing(
    settings, db, make, tmp_path, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    organiser = make.person(Role.ORGANISER, email="organiser@award.example")
    environment = {"TAHKIM_DATA_DIR": str(settings.data_dir), "TAHKIM_DATABASE_URL": settings.database_url}

    def tahkim(*words):
        return CliRunner().invoke(main, ["import", str(tmp_path), *words], env=environment, input="y\n")

    assert "at least one file" in tahkim("--as", organiser.email).output
    for name in ("agencies.csv", "services.csv"):
        (tmp_path / name).write_bytes((LISTS / name).read_bytes())
    assert "not the address of an organiser" in tahkim("--as", make.person(Role.ENTRANT).email).output
    done = tahkim("--as", organiser.email)
    assert "agencies.csv: 87 new, 0 changed, 0 unchanged" in done.output
    assert done.output.endswith("The lists are brought in.\n")
    assert "services.csv: 0 new, 0 changed, 119 unchanged" in tahkim("--as", organiser.email, "--yes").output
    (tmp_path / "people.csv").write_text("email,name_ar,name_en\nx,,\n")
    wrong = tahkim("--as", organiser.email, "--yes")
    assert wrong.exit_code == 1
    assert "Row 2, E-mail address:" in wrong.output
    (tmp_path / "entries.csv").write_text("key\n")
    assert tahkim("--as", organiser.email).exit_code == 2
    assert set(TableKind) == set(KINDS)
