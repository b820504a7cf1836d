"""A cycle that is decided, made once for a file: sheets lodged by the product itself, so that they have receipts."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.kit.signing import Signer, signer
from awards.people.models import Person
from awards.settings import Settings
from judging.deliberations.models import Outcome
from judging.deliberations.operations import approve_decision, decide_place
from judging.deliberations.queries import decided_places
from judging.panels.models import Judge
from judging.rounds.method.operations import choose_method
from judging.rounds.method.rules import Rules
from judging.rounds.models import Round
from judging.scorecards.operations import lodge_at_once
from judging.scorecards.sheet import Mark, SheetInput
from judging.sealing.models import Seal
from judging.sealing.operations import seal_results
from tests.contests import Contest, Points, by_criterion, contest
from tests.factories import Factory

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
"""As on the clock of every test."""

SHEETS: dict[str, list[list[Points]]] = {
    "G2C": [[9, 9, 8], [8, 8, 8], [8, [9, 8, 7], 8], [6, None, 6]],
    "G2B": [[7, 7, 9], [9, 7, 7], [5, 5, 5]],
}
"""In G2B the first two have one total and one mean on each criterion: they share the first rank."""


class Sealing:
    """A contest whose sheets have receipts, with what its tests do to it."""

    def __init__(self, made: Contest, settings) -> None:
        self.contest, self.db, self.settings = made, made.make.db, settings
        self.files = FileStore(settings.files_dir)

    def lodge(self, given: dict[str, list[list[Points]]]) -> None:
        """All sheets, `None` abstaining from what is there."""
        points = [one for entries in given.values() for sheets in entries for one in sheets]
        with self.db.write() as session:
            people = {judge.id: judge.person_id for judge in session.exec(select(Judge)).all()}
            for assignment, one in zip(self.contest.assignments, points, strict=True):
                if one is not None:
                    marks = {
                        key: Mark(
                            None if value is None else str(value),
                            "abstained" if value is None else None,
                            "قول",
                        )
                        for key, value in by_criterion(one).items()
                    }
                    sheet = SheetInput(marks, "قوة", "تحسين", "سر")
                    by = people[assignment.judge_id]
                    lodge_at_once(session, assignment.id, sheet, by=by, at=self.contest.make.now)

    def decide(self, code, place, *entries, outcome=None, reason="", approve=True):
        """A place, approved by the second organiser where it has a reason."""
        c = self.contest
        outcome = outcome or {0: Outcome.WITHHELD, 1: Outcome.AWARDED}.get(len(entries), Outcome.SHARED)
        with self.db.write() as session:
            standing = decided_places(session, c.cycle.id).get((c.categories[code].id, place))
            made = decide_place(
                session,
                category_id=c.categories[code].id,
                place=place,
                outcome=outcome,
                entry_ids=[c.entries[code][n].id for n in entries],
                citation_ar="حيثيات" if entries else "",
                citation_en="Citation" if entries else "",
                reason=reason,
                replaces=standing.ids[0] if standing else None,
                by=c.organisers[0].id,
                at=c.make.now,
            )
        if reason and approve:
            with self.db.write() as session:
                approve_decision(session, made[0].id, by=c.organisers[1].id, at=c.make.now)

    def decide_all(self) -> None:
        """G2C departs from the ranking at its second place; G2B shares its first and withholds its last."""
        self.decide("G2C", 1, 0)
        self.decide("G2C", 2, 1, reason="أثرها أوسع")
        self.decide("G2C", 3, 2, reason="تليها")
        self.decide("G2B", 1, 0, 1)
        self.decide("G2B", 2, outcome=Outcome.WITHHELD, reason="مشتركة")
        self.decide("G2B", 3, outcome=Outcome.WITHHELD, reason="لم تبلغ")

    def seal(self, by: Person | None = None) -> Seal:
        """Sealed as the first organiser, unless said otherwise."""
        who, signing = by or self.contest.organisers[0], signer(self.settings.data_dir)
        number, at = self.contest.cycle.number, self.contest.make.now
        return seal_results(self.db, self.files, signing, number, by=who.id, at=at)

    def file(self, seal: Seal) -> bytes:
        return self.files.get(seal.file)


@pytest.fixture(scope="session")
def decided(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Contest:
    """Everything decided, in a folder of its own that no test writes to."""
    folder = tmp_path_factory.mktemp("decided")
    shutil.copy(template_database, folder / "tahkim.sqlite3")
    environment = {"TAHKIM_DATA_DIR": str(folder), "TAHKIM_SECRET": "s" * 48}
    settings = Settings.from_environment(environment)
    db = Database(settings.database_url)
    made = decided_contest(Factory(db, settings, lambda: NOW), settings)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.dispose()
    return made


def decided_contest(make: Factory, settings: Settings, rules: Rules | None = None) -> Contest:
    """Counted by these rules, or by the usual ones; everything is decided."""
    empty = {code: [[None for _ in sheets] for sheets in entries] for code, entries in SHEETS.items()}
    made = Sealing(contest(make, empty), settings)
    if rules:
        with made.db.write() as session:
            round_ = session.get_one(Round, made.contest.round.id)
            opened_at, round_.opened_at = round_.opened_at, None
            choose_method(session, round_.id, rules, by=made.contest.organisers[0].id, at=make.now)
            round_.opened_at = opened_at
    made.lodge(SHEETS)
    made.contest.open_results()
    made.decide_all()
    return made.contest


def copied(decided: Contest, settings: Settings, clock: Clock) -> Sealing:
    """The same contest over a database of its own."""
    shutil.copy(decided.make.settings.data_dir / "tahkim.sqlite3", settings.data_dir)
    return Sealing(replace(decided, make=Factory(Database(settings.database_url), settings, clock)), settings)


@pytest.fixture
def sealing(decided, settings, clock) -> Iterator[Sealing]:
    """Decided, and not sealed."""
    made = copied(decided, settings, clock)
    yield made
    made.db.dispose()


@pytest.fixture(scope="session")
def sealed_once(decided, tmp_path_factory) -> tuple[bytes, Signer]:
    """The file of sealed results, and who signed it."""
    folder = tmp_path_factory.mktemp("sealed")
    environment = {"TAHKIM_DATA_DIR": str(folder), "TAHKIM_SECRET": "s" * 48}
    made = copied(decided, Settings.from_environment(environment), lambda: NOW)
    file = made.file(made.seal())
    made.db.dispose()
    return file, signer(folder)
