"""Judging of a demo cycle: blind copies approved, a jury seated, entries assigned, sheets written and lodged."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.demo import fixtures, simulation
from awards.demo.calendar import between
from awards.demo.cast import Cast, jury
from awards.demo.intake import Advance, Bar, Filed
from awards.entries.models import Entry
from awards.kit.db import Database
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.assignments.operations import make_assignments, plan_assignments, release_judge, stand_back
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy
from judging.blinding.operations import approve_blind_copy, approve_plain_copies, prepare_blind_copies
from judging.panels.models import Judge, Origin
from judging.panels.operations import Seat, seat_judge
from judging.rounds.models import Round
from judging.rounds.operations import open_round
from judging.rubrics.queries import rubric_of
from judging.scorecards.models import Scorecard
from judging.scorecards.operations import lodge_scorecard, save_scorecard
from judging.scorecards.sheet import Mark, SheetInput

DROPPED_OUT = 17
"""Number of the judge (from 0) who gives up in the middle of the second cycle."""


class Panel:
    """The jury of one cycle at work."""

    def __init__(self, db: Database, cast: Cast, cycle: Cycle, filed: Sequence[Filed], seed: int) -> None:
        self._db, self._cast, self._cycle, self._seed = db, cast, cycle, seed
        self._filed = {f.entry_id: f for f in filed}
        self._chief = cast.organisers[0]
        self._written: Counter[uuid.UUID] = Counter()
        """Sheets written on each entry so far."""
        with db.read() as session:
            self._round = session.exec(select(Round).where(Round.cycle_id == cycle.id)).one()

    def seat(self, at: datetime, *, capacity: int) -> None:
        with self._db.write() as session:
            for person_id, judge in zip(self._cast.judges, jury(len(self._cast.judges)), strict=True):
                seat_judge(
                    session, self._cycle.id, person_id, self._seat(judge, capacity), by=self._chief, at=at
                )

    def _seat(self, judge: fixtures.FixtureJudge, capacity: int) -> Seat:
        agencies = self._cast.agencies
        return Seat(
            origin=Origin(judge.origin),
            reads_ar="ar" in judge.reads,
            reads_en="en" in judge.reads,
            capacity=max(judge.capacity, capacity),
            expertise=judge.expertise,
            affiliations=(agencies[judge.affiliation],) if judge.affiliation else (),
            former_affiliations=tuple(agencies[code] for code in judge.former),
            country=judge.country,
            title_ar=judge.title_ar,
            title_en=judge.title_en,
        )

    def approve_copies(self, at: datetime, advance: Advance) -> None:
        """Prepare the blind copies; those with findings or files are approved one by one, as proposed."""
        with self._db.write() as session:
            prepare_blind_copies(session, self._cycle.id, by=self._chief, at=at)
            approve_plain_copies(session, self._cycle.id, by=self._chief, at=at)
            waiting = session.exec(
                select(BlindCopy).where(
                    col(BlindCopy.entry_id).in_(list(self._filed)), col(BlindCopy.approved_at).is_(None)
                )
            ).all()
            for copy in waiting:
                content = BlindContent.from_json(copy.content)
                approve_blind_copy(session, copy.id, content, version=copy.version, by=self._chief, at=at)
        for _ in self._filed:
            advance()

    def assign(self, at: datetime) -> None:
        """Four readers for each entry, of every origin where the jury has one."""
        with self._db.read() as session:
            plan = plan_assignments(session, self._round.id, seed=self._seed)
            if isinstance(plan, list):
                plan = plan_assignments(session, self._round.id, seed=self._seed, mix=False)
        if isinstance(plan, list):
            raise AssertionError(f"the demo's entries cannot be assigned: {plan}")  # noqa: TRY004
        with self._db.write() as session:
            make_assignments(session, self._round.id, plan, seed=self._seed, by=self._chief, at=at)

    def open(self, at: datetime) -> None:
        with self._db.write() as session:
            open_round(session, self._round.id, by=self._chief, at=at)

    def one_stands_back(self, at: datetime) -> None:
        """A judge recognises a project that they advised on; somebody else reads it instead."""
        with self._db.write() as session:
            first = self._standing(session)[0]
            judge = session.get_one(Judge, first.judge_id)
            stand_back(session, first.id, "قدّمت مشورة لهذا المشروع في بدايته.", by=judge.person_id, at=at)
        self.assign(at)

    def one_drops_out(self, at: datetime) -> None:
        """A judge falls ill; what they lodged stays, the rest goes to others."""
        person = self._cast.judges[DROPPED_OUT % len(self._cast.judges)]
        with self._db.write() as session:
            judge = session.exec(
                select(Judge).where(Judge.cycle_id == self._cycle.id, Judge.person_id == person)
            ).one()
            release_judge(session, judge.id, "ظرف صحي.", by=self._chief, at=at)
        self.assign(at)

    def score(
        self, first: datetime, last: datetime, bar: Bar, *, lodged: float = 1.0, drafts: float = 0.0
    ) -> None:
        """Each judge lodges the first part of their entries, leaves a part in draft, and has not begun the rest."""
        with self._db.read() as session:
            standing = self._standing(session)
            person_of = dict(
                session.exec(select(Judge.id, Judge.person_id).where(Judge.cycle_id == self._cycle.id)).all()
            )
        advance = bar(f"Cycle {self._cycle.number}: sheets", len(standing))
        mine: dict[uuid.UUID, list[Assignment]] = defaultdict(list)
        for assignment in standing:
            mine[assignment.judge_id].append(assignment)
        for judge_id, assignments in mine.items():
            person = person_of[judge_id]
            ends = round(len(assignments) * lodged), round(len(assignments) * (lodged + drafts))
            for i, assignment in enumerate(assignments):
                if i < ends[1]:
                    at = between(first, last, i, len(assignments))
                    self._write(assignment, person, at, lodge=i < ends[0])
                advance()

    def _write(self, assignment: Assignment, person: uuid.UUID, at: datetime, *, lodge: bool) -> None:
        fixture = self._filed[assignment.entry_id].fixture
        judge = self._cast.judges.index(person)
        seat = self._written[assignment.entry_id]
        self._written[assignment.entry_id] += 1
        with self._db.write() as session:
            if session.get_one(Assignment, assignment.id).ended_at is not None:
                return
            rubric = rubric_of(session.connection(), self._category_id(session, assignment))
            keys = [criterion.key for criterion in rubric.criteria]
            points = simulation.points(self._seed, self._cycle.number, fixture.key, judge, keys, seat)
            kept = keys if lodge else keys[: 2 + judge % (len(keys) - 2)]
            lang = "ar" if fixture.language != "en" else "en"
            strength, improvement = simulation.remarks(
                self._seed, self._cycle.number, fixture.key, judge, lang
            )
            sheet = SheetInput(
                marks={
                    key: Mark(points=str(value))
                    if (value := points[key]) is not None
                    else Mark(not_scored="abstained")
                    for key in kept
                },
                strengths=strength,
                improvements=improvement if lodge else "",
            )
            saved = save_scorecard(session, assignment.id, sheet, version=0, by=person, at=at)
            if lodge:
                lodge_scorecard(session, saved.scorecard_id, by=person, at=at + timedelta(minutes=4))

    def _category_id(self, session: Session, assignment: Assignment) -> uuid.UUID:
        return session.exec(select(Entry.category_id).where(Entry.id == assignment.entry_id)).one()

    def _standing(self, session: Session) -> list[Assignment]:
        """Assignments that stand and have no sheet yet, judge by judge.

        Not in the judges' own random orders: those differ between two builds with the same seed.
        """
        return list(
            session.exec(
                select(Assignment)
                .join(Judge, col(Judge.id) == col(Assignment.judge_id))
                .join(Person, col(Person.id) == col(Judge.person_id))
                .join(Entry, col(Entry.id) == col(Assignment.entry_id))
                .outerjoin(Scorecard, col(Scorecard.assignment_id) == col(Assignment.id))
                .where(
                    Assignment.round_id == self._round.id,
                    col(Assignment.ended_at).is_(None),
                    col(Scorecard.id).is_(None),
                )
                .order_by(col(Person.email), col(Entry.number))
            )
        )
