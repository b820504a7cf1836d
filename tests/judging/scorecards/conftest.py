"""A judge with entries to score, and a colleague who scores the same ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlmodel import select

from awards.cycles.models import Category, Cycle
from awards.entries.models import Entry
from awards.kit.db import Database
from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.rounds.models import Round
from judging.rubrics.models import Criterion, Rubric
from judging.scorecards.operations import SavedSheet, save_scorecard
from judging.scorecards.sheet import ABSTAINED, Mark, SheetInput
from tests.conftest import StandingClock
from tests.factories import Factory
from tests.pages import form_token
from tests.statements import statements

CRITERIA = ("benefit", "channels", "support")
"""Weights 50, 30 and 20."""
CODES = ("AA-111", "BB-222", "CC-333")


@dataclass
class Jury:
    """Two judges and three entries in one category; the judge's codes are `CODES`, the colleague has one entry."""

    db: Database
    make: Factory
    clock: StandingClock
    cycle: Cycle
    category: Category
    round: Round
    organiser: Person
    person: Person
    judge: Judge
    colleague: Person
    entries: list[Entry]
    assignments: list[Assignment]
    theirs: Assignment

    def save(self, sheet: SheetInput, *, version: int = 0, entry: int = 0) -> SavedSheet:
        with self.db.write() as session:
            return save_scorecard(
                session,
                self.assignments[entry].id,
                sheet,
                version=version,
                by=self.person.id,
                at=self.clock(),
            )

    def rubric(self) -> Rubric:
        with self.db.read() as session:
            return session.exec(select(Rubric).where(Rubric.category_id == self.category.id)).one()

    def criteria(self) -> dict[str, Criterion]:
        with self.db.read() as session:
            found = session.exec(select(Criterion).where(Criterion.rubric_id == self.rubric().id))
            return {criterion.key: criterion for criterion in found}

    def rows(self, table: type, **where: object) -> list:
        with self.db.read() as session:
            return list(session.exec(select(table).filter_by(**where)))


@pytest.fixture
def jury(db: Database, make: Factory, clock: StandingClock) -> Jury:
    cycle = make.judging_cycle()
    category = make.category(cycle, name_ar="خدمات الأفراد", name_en="Services to people")
    organiser, entrant = make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    agency = make.agency(entrant)
    round_ = make.round(cycle)
    judge, colleague = make.judge(cycle), make.judge(cycle)
    entries, assignments = [], []
    for code in CODES:
        entry = make.entry(category, agency, entrant)
        make.blind_copy(entry, approved_by=organiser)
        entries.append(entry)
        assignments.append(make.assignment(round_, judge, entry, organiser, code=code))
    theirs = make.assignment(round_, colleague, entries[0], organiser, code="ZZ-999")
    with db.read() as session:
        people = {seat.id: session.get_one(Person, seat.person_id) for seat in (judge, colleague)}
    return Jury(
        db, make, clock, cycle, category, round_, organiser, people[judge.id], judge, people[colleague.id],
        entries, assignments, theirs,
    )  # fmt: skip


@pytest.fixture
def at_desk(client: TestClient[Litestar], jury: Jury, sign_in: Callable[..., str]) -> TestClient[Litestar]:
    """A browser in which the judge is signed in and reads English."""
    sign_in(client, jury.person)
    client.cookies.set("language", "en")
    return client


@pytest.fixture
def post(at_desk: TestClient[Litestar]) -> Callable[..., object]:
    """Post a sheet as its page would: `post("AA-111", version=0, benefit=8, strengths="…")`."""

    def send(code: str, *, version: int | None, path: str = "", script: bool = False, **fields: object):
        data = {"_csrf_token": form_token(at_desk, "/scorecards"), **_named(fields)}
        if version is not None:
            data["version"] = str(version)
        headers = {"accept": "application/json"} if script else {}
        return at_desk.post(f"/scorecards/{code}{path}", data=data, headers=headers, follow_redirects=False)

    return send


def _named(fields: dict[str, object]) -> dict[str, str]:
    named = {}
    for name, value in fields.items():
        key = f"points.{name}" if name in CRITERIA else name.replace("comment_", "comment.")
        named[key] = str(value)
    return named


def marks(*given: int | str | None, **comments: str) -> dict[str, Mark]:
    """Marks in the order of `CRITERIA`: points, `abstained`, or None for nothing yet."""
    found = {}
    for key, value in zip(CRITERIA, given, strict=False):
        abstained = value == ABSTAINED
        found[key] = Mark(
            points=None if value is None or abstained else str(value),
            not_scored=ABSTAINED if abstained else None,
            comment=comments.get(key, ""),
        )
    return found


@pytest.fixture
def sent(db: Database) -> Iterator[list[str]]:
    """Every statement that is sent to the database from here on."""
    with statements(db.engine, db.reader) as seen:
        yield seen
