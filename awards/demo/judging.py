"""Judging of a demo cycle: blind copies approved, a jury seated, entries assigned, sheets written and lodged."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.cycles.queries import categories_of
from awards.demo import fixtures, scales, simulation
from awards.demo.calendar import between
from awards.demo.calibrating import calibrate
from awards.demo.cast import Cast, all_judges
from awards.demo.intake import Advance, Bar, Filed, Reach
from awards.demo.reconciling import APART
from awards.entries.models import Entry
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.people.models import Person
from awards.screening.operations import MAY_BE_ADMITTED, admit
from awards.screening.queries import queue_of
from judging.assignments.models import Assignment
from judging.assignments.operations import make_assignments, plan_assignments, release_judge, stand_back
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy
from judging.blinding.operations import approve_blind_copy, approve_plain_copies, prepare_blind_copies
from judging.blinding.pages.apart import drawn
from judging.blinding.pages.jobs import digests_of_cycle
from judging.blinding.pages.operations import read_files
from judging.blinding.pages.queries import readings_of
from judging.blinding.pages.review import reviews
from judging.blinding.queries import directory_of_names, submitted_entries
from judging.panels.chairs import Officers
from judging.panels.models import Judge, Origin
from judging.panels.naming import name_officers
from judging.panels.operations import Seat, seat_judge
from judging.panels.pledge import sign_pledge
from judging.recognition.operations import say_whether_recognised
from judging.reconciliation.operations import set_rule
from judging.rounds.method.operations import choose_method
from judging.rounds.method.rules import Method, Rules
from judging.rounds.models import Round
from judging.rounds.operations import open_round
from judging.rubrics.queries import CriterionSheet, rubric_of
from judging.scorecards.models import Scorecard
from judging.scorecards.operations import lodge_scorecard, save_scorecard
from judging.scorecards.sheet import ABSTAINED, Mark, SheetInput

DROPPED_OUT = 17
"""Place in the jury (from 0) of the judge who gives up in the middle of a cycle."""


class Panel:
    """The jury of one cycle at work."""

    def __init__(
        self, db: Database, cast: Cast, cycle: Cycle, filed: Sequence[Filed], jury: Sequence[int], seed: int
    ) -> None:
        """`jury` holds places in `cast.judges`."""
        self._db, self._cast, self._cycle, self._jury, self._seed = db, cast, cycle, jury, seed
        self._filed = {f.entry_id: f for f in filed}
        self._chief = cast.organisers[0]
        self._written: Counter[uuid.UUID] = Counter()
        """Sheets written on each entry so far."""
        self._begun: dict[uuid.UUID, uuid.UUID] = {}
        """Assignment → sheet."""
        self.misread: dict[uuid.UUID, SheetInput] = {}
        """Assignment → the sheet that its judge would give on reading the entry again."""
        with db.read() as session:
            self._round = session.exec(select(Round).where(Round.cycle_id == cycle.id)).one()
            self._criteria = {
                category.code: rubric_of(session.connection(), category.id).criteria
                for category in categories_of(session, cycle.id)
            }

    def seat(self, at: datetime, method: Method) -> None:
        """The jury takes its seats; by what its entries will be ranked is chosen."""
        judges = all_judges(len(self._cast.judges))
        leaves = self._jury[DROPPED_OUT % len(self._jury)]
        seated: list[tuple[Seat, uuid.UUID]] = []
        with self._db.write() as session:
            rules = Rules(method, seed=self._seed)
            choose_method(session, self._round.id, rules, by=self._chief, at=at)
            set_rule(session, self._cycle.id, APART, by=self._chief, at=at)
            for i in self._jury:
                seat = self._seat(judges[i])
                judge = seat_judge(session, self._cycle.id, self._cast.judges[i], seat, by=self._chief, at=at)
                sign_pledge(session, judge.id, by=self._cast.judges[i], at=at)
                if i != leaves:
                    seated.append((seat, judge.id))
            self._name_officers(session, seated, at)

    def _name_officers(
        self, session: Session, seated: Sequence[tuple[Seat, uuid.UUID]], at: datetime
    ) -> None:
        """A chair and a deputy for each category, of those who know it, spread over the jury."""
        held: Counter[uuid.UUID] = Counter()
        for category in categories_of(session, self._cycle.id):
            knowing = [judge_id for seat, judge_id in seated if category.code in seat.expertise]
            chosen = sorted(knowing, key=lambda judge_id: held[judge_id])[:2]
            held.update(chosen)
            if chosen:
                name_officers(session, category.id, Officers(*chosen), by=self._chief, at=at)

    def _seat(self, judge: fixtures.FixtureJudge) -> Seat:
        agencies = self._cast.agencies
        return Seat(
            origin=Origin(judge.origin),
            reads_ar="ar" in judge.reads,
            reads_en="en" in judge.reads,
            capacity=judge.capacity,
            expertise=judge.expertise,
            affiliations=(agencies[judge.affiliation],) if judge.affiliation else (),
            former_affiliations=tuple(agencies[code] for code in judge.former),
            country=judge.country,
            title_ar=judge.title_ar,
            title_en=judge.title_en,
        )

    def screen(self, at: datetime) -> None:
        """Every entry is read by an organiser and let through."""
        with self._db.write() as session:
            receipts = [
                one.row.receipt for one in queue_of(session, self._cycle) if one.state in MAY_BE_ADMITTED
            ]
            admit(session, self._cycle, receipts, by=self._chief, at=at)

    def approve_copies(self, files: FileStore, at: datetime, advance: Advance) -> None:
        """Prepare the blind copies; those with findings or files are approved one by one, as proposed."""
        with self._db.write() as session:
            prepare_blind_copies(session, self._cycle.id, by=self._chief, at=at)
            digests = digests_of_cycle(session, self._cycle.id)
        read_files(self._db, files, digests, at=at, draw=drawn)
        with self._db.read() as session:
            telling = self._telling_files(session)
        with self._db.write() as session:
            approve_plain_copies(session, self._cycle.id, by=self._chief, at=at)
            waiting = session.exec(
                select(BlindCopy).where(
                    col(BlindCopy.entry_id).in_(list(self._filed)), col(BlindCopy.approved_at).is_(None)
                )
            ).all()
            for copy in waiting:
                content = BlindContent.from_json(copy.content)
                content = content.showing(
                    [f.attachment for f in content.files if f.attachment not in telling]
                )
                approve_blind_copy(session, copy.id, content, version=copy.version, by=self._chief, at=at)
        for _ in self._filed:
            advance()

    def _telling_files(self, session: Session) -> set[str]:
        """Attachments on whose pages the entrant is named: judges do not get them."""
        directory = directory_of_names(session)
        copies = {copy.entry_id: copy for copy in session.exec(select(BlindCopy))}
        return {
            review.file.attachment
            for entry in submitted_entries(session, self._cycle.id)
            if (content := BlindContent.from_json(copies[entry.entry_id].content)).files
            for review in reviews(
                content, readings_of(session, [f.digest for f in content.files]), entry, directory
            )
            if any(page.own for page in review.pages)
        }

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

    def calibrate(self, opens: datetime) -> None:
        """An entry of the category with other scales, and one of the largest."""
        first = {one.fixture.category: one.number for one in reversed(self._filed.values())}
        numbers = [first[code] for code in (scales.CATEGORY, "G2C") if code in first]
        if numbers:
            calibrate(self._db, self._cycle, numbers, self._anchor_sheet, opens, by=self._chief)

    def _anchor_sheet(self, entry_id: uuid.UUID, person: uuid.UUID) -> SheetInput:
        fixture = self._filed[entry_id].fixture
        criteria = self._criteria[fixture.category]
        keys, judge = [criterion.key for criterion in criteria], self._cast.judges.index(person)
        drawn = simulation.points(self._seed, -self._cycle.number, fixture.key, judge, keys, 1)
        return SheetInput(_marks(criteria, drawn))

    def open(self, at: datetime) -> None:
        # No blindness certificate: the check reads as every judge does, which for 184 entries takes as long as
        # everything else here together. `tahkim blindness-check 3` makes one.
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
        person = self._cast.judges[self._jury[DROPPED_OUT % len(self._jury)]]
        with self._db.write() as session:
            judge = session.exec(
                select(Judge).where(Judge.cycle_id == self._cycle.id, Judge.person_id == person)
            ).one()
            release_judge(session, judge.id, "ظرف صحي.", by=self._chief, at=at)
        self.assign(at)

    def score(
        self,
        first: datetime,
        last: datetime,
        bar: Bar,
        *,
        reach: Reach,
        lodged: float = 1.0,
        drafts: float = 0.0,
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
        todo: list[tuple[datetime, Callable[[datetime], None]]] = []
        for judge_id, assignments in mine.items():
            person = person_of[judge_id]
            ends = round(len(assignments) * lodged), round(len(assignments) * (lodged + drafts))
            for i, assignment in enumerate(assignments):
                if i >= ends[1]:
                    advance()
                    continue
                at = between(first, last, i, len(assignments))
                sheet = self._sheet(assignment, person, whole=i < ends[0])
                todo.append((at, partial(self._save, assignment.id, sheet, person, advance)))
                if i < ends[0]:
                    todo.append((at + timedelta(minutes=4), partial(self._lodge, assignment, person)))
        # The judges work side by side: what was decided judge by judge is done hour by hour.
        for at, act in sorted(todo, key=lambda one: one[0]):
            reach(at)
            act(at)

    def _sheet(self, assignment: Assignment, person: uuid.UUID, *, whole: bool) -> SheetInput:
        fixture = self._filed[assignment.entry_id].fixture
        judge = self._cast.judges.index(person)
        seat = self._written[assignment.entry_id]
        self._written[assignment.entry_id] += 1
        criteria = self._criteria[fixture.category]
        keys = [criterion.key for criterion in criteria]
        drawn = partial(simulation.points, self._seed, self._cycle.number, fixture.key, judge, keys, seat)
        if fixture.key == simulation.MISREAD and seat == 0:
            self.misread[assignment.id] = SheetInput(_marks(criteria, drawn(again=True)))
        lang = "ar" if fixture.language != "en" else "en"
        strength, improvement = simulation.remarks(self._seed, self._cycle.number, fixture.key, judge, lang)
        return SheetInput(
            marks=_marks(criteria if whole else criteria[: 2 + judge % (len(keys) - 2)], drawn()),
            strengths=strength,
            improvements=improvement if whole else "",
        )

    def _save(
        self, assignment: uuid.UUID, sheet: SheetInput, person: uuid.UUID, advance: Advance, at: datetime
    ) -> None:
        with self._db.write() as session:
            saved = save_scorecard(session, assignment, sheet, version=0, by=person, at=at)
        self._begun[assignment] = saved.scorecard_id
        advance()

    def _lodge(self, assignment: Assignment, person: uuid.UUID, at: datetime) -> None:
        with self._db.write() as session:
            lodge_scorecard(session, self._begun[assignment.id], by=person, at=at)
            key, judge = self._filed[assignment.entry_id].fixture.key, self._cast.judges.index(person)
            if (told := simulation.recognised(self._seed, self._cycle.number, key, judge)) is not None:
                say_whether_recognised(session, assignment.code, told, by=person, at=at)

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


def _marks(criteria: Sequence[CriterionSheet], points: simulation.Points) -> dict[str, Mark]:
    return {
        criterion.key: Mark(points=simulation.on_scale(value, criterion.scale))
        if (value := points[criterion.key]) is not None
        else Mark(not_scored=ABSTAINED)
        for criterion in criteria
    }
