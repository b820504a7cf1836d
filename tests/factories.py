"""Makes award things for tests: rows, which is faster than the product's operations.

Submissions are frozen as the product freezes them. No step before leaves a trace: a thing has no audit events, a
copy was never proposed, a lodged sheet has no receipt. Where those matter a test uses the operations. Times lie around the test clock's: a cycle made here is open for entries now, unless a test moves it.
"""

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from fractions import Fraction

from sqlmodel import Session, SQLModel, col, select

from awards.cycles.models import Announcement, Category, Cycle, Question, QuestionKind
from awards.directory.models import Agency, AgencyDomain, Membership, MembershipKind
from awards.entries.content import content_hash, content_of, receipt_number
from awards.entries.models import Answer, Entry, EntryLanguage, EntryState, Submission
from awards.entries.queries import head_of, sheet_of
from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.passwords import hash_password
from awards.people import operations as people
from awards.people.models import Person, Role
from awards.settings import Settings
from judging.assignments.models import Assignment
from judging.blinding.certificate.models import BlindnessCheck
from judging.blinding.certificate.operations import begin_check, file_findings
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy
from judging.panels.models import Judge, JudgeAffiliation, JudgeExpertise, Origin
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Anchor, Criterion, Rubric
from judging.rubrics.scale import TEN
from judging.scorecards.models import Score, Scorecard

PASSWORD = "a long enough password"
_hash: list[str] = []

QUESTIONS = (
    ("operator", QuestionKind.SHORT_TEXT, True, None),
    ("launched_on", QuestionKind.DATE, False, None),
    ("challenge", QuestionKind.LONG_TEXT, False, 120),
    ("solution", QuestionKind.LONG_TEXT, False, 150),
)
CRITERIA = (("benefit", "50"), ("channels", "30"), ("support", "20"))


class Factory:
    def __init__(self, db: Database, settings: Settings, clock: Clock) -> None:
        self.db, self.settings, self.clock = db, settings, clock
        self.serial = itertools.count(1)
        self._open: Session | None = None

    @property
    def now(self) -> datetime:
        return self.clock()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is made within is written in one transaction: many things take half the time."""
        with self.db.write() as session:
            self._open = session
            try:
                yield
            finally:
                self._open = None

    @contextmanager
    def _session(self) -> Iterator[Session]:
        if self._open:
            yield self._open
        else:
            with self.db.write() as session:
                yield session

    def _save(self, *rows: SQLModel) -> None:
        """Save rows whose order respects their references."""
        with self._session() as session:
            for _, alike in itertools.groupby(rows, type):
                session.add_all(alike)
                session.flush()

    def person(self, *roles: Role, name_ar: str = "", name_en: str = "", email: str = "") -> Person:
        n = next(self.serial)
        if not _hash:
            _hash.append(hash_password(PASSWORD))
        with self._session() as session:
            return people.add_person(
                session,
                email=email or f"person{n}@example.org",
                name_ar=name_ar or f"شخص {n}",
                name_en=name_en or f"Person {n}",
                password_hash=_hash[0],
                roles=roles,
                by=None,
                at=self.now,
            )

    def agency(self, *members: Person, **fields: str) -> Agency:
        """An agency whose `members` may enter for it (each needs the role of an entrant)."""
        n = next(self.serial)
        agency = Agency(
            **{
                "code": f"agency{n}",
                "name_ar": f"هيئة الاختبار {n}",
                "name_en": f"Testing Authority {n}",
                "sector": "digital",
                **fields,
            }
        )
        self._save(agency, AgencyDomain(agency_id=agency.id, domain=f"agency{n}.example"))
        for member in members:
            self._save(
                Membership(
                    agency_id=agency.id, person_id=member.id, kind=MembershipKind.OWNER, since=self.now
                )
            )
        return agency

    def cycle(self, number: int = 0, *, announced: bool = True, **fields: object) -> Cycle:
        """A cycle that is open for entries now; judging opens in 40 days."""
        number = number or next(self.serial) + 10
        now = self.now
        cycle = Cycle(
            **{
                "number": number,
                "name_ar": f"الدورة {number}",
                "name_en": f"Cycle {number}",
                "award_ar": "جائزة الاختبار",
                "award_en": "Testing Award",
                "terms_ar": "الشروط",
                "terms_en": "The terms",
                "opens_at": now - timedelta(days=10),
                "closes_at": now + timedelta(days=30),
                "judging_opens_at": now + timedelta(days=40),
                "judging_closes_at": now + timedelta(days=70),
                "publishes_at": now + timedelta(days=90),
                "created_at": now - timedelta(days=20),
                **fields,
            }
        )
        self._save(cycle)
        if announced:
            self._save(Announcement(cycle_id=cycle.id, announced_at=now - timedelta(days=20)))
        return cycle

    def judging_cycle(self, number: int = 0, **fields: object) -> Cycle:
        """A cycle whose intake is over and in which judges score now."""
        now = self.now
        times = {
            "opens_at": now - timedelta(days=60),
            "closes_at": now - timedelta(days=20),
            "judging_opens_at": now - timedelta(days=5),
            "judging_closes_at": now + timedelta(days=12),
            "publishes_at": now + timedelta(days=40),
        }
        return self.cycle(number, **{**times, **fields})

    def category(self, cycle: Cycle, code: str = "G2C", **fields: object) -> Category:
        """A category with four questions and a rubric of three criteria."""
        category = Category(
            **{
                "cycle_id": cycle.id,
                "code": code,
                "position": next(self.serial),
                "name_ar": f"فرع {code}",
                "name_en": f"Category {code}",
                **fields,
            }
        )
        questions = [
            Question(
                category_id=category.id,
                key=key,
                position=i,
                kind=kind,
                label_ar=f"سؤال {key}",
                label_en=f"Question {key}",
                identifying=identifying,
                in_operation_since=key == "launched_on",
                word_limit=limit,
            )
            for i, (key, kind, identifying, limit) in enumerate(QUESTIONS, 1)
        ]
        rubric = Rubric(category_id=category.id, created_at=cycle.created_at)
        criteria = [
            Criterion(
                rubric_id=rubric.id,
                key=key,
                position=i,
                name_ar=f"معيار {key}",
                name_en=f"Criterion {key}",
                weight=weight,
            )
            for i, (key, weight) in enumerate(CRITERIA, 1)
        ]
        anchors = [
            Anchor(criterion_id=c.id, points=p, text_ar=f"مستوى {p}", text_en=f"Level {p}")
            for c in criteria
            for p in (int(TEN.lowest), 5, int(TEN.highest))
        ]
        self._save(category, *questions, rubric, *criteria, *anchors)
        return category

    def entry(
        self,
        category: Category,
        agency: Agency | None,
        by: Person,
        *,
        submitted: bool = True,
        title: str = "",
        answers: dict[str, str] | None = None,
        **fields: object,
    ) -> Entry:
        """An entry with every question answered; submitted unless said otherwise."""
        n = next(self.serial)
        entry = Entry(
            **{
                "cycle_id": category.cycle_id,
                "category_id": category.id,
                "number": n,
                "agency_id": agency.id if agency else None,
                "started_by_id": by.id,
                "state": EntryState.SUBMITTED if submitted else EntryState.DRAFT,
                "language": EntryLanguage.BOTH,
                "title_ar": title or f"مشروع {n}",
                "title_en": title or f"Project {n}",
                "summary_ar": f"ملخص المشروع {n}",
                "summary_en": f"Summary of project {n}",
                "started_at": self.now,
                "updated_at": self.now,
                **fields,
            }
        )
        with self._session() as session:
            questions = list(session.exec(select(Question).where(Question.category_id == category.id)))
        rows = []
        for question in questions:
            text = (answers or {}).get(question.key, f"{question.key} {n}")
            dated = question.kind == QuestionKind.DATE
            rows.append(
                Answer(
                    entry_id=entry.id,
                    question_id=question.id,
                    text_ar="" if dated else text,
                    text_en="" if dated else text,
                    value="2024-01-15" if dated else "",
                )
            )
        self._save(entry, *rows)
        if submitted:
            self.submission(entry, by)
        return entry

    def submission(self, entry: Entry, by: Person) -> Submission:
        """What the entry says, frozen as the product freezes it."""
        with self._session() as session:
            sheet = sheet_of(session, head_of(session, entry.id))
            content = content_of(sheet)
            submission = Submission(
                entry_id=entry.id,
                sequence=1,
                receipt=receipt_number(sheet.head.cycle_number, entry.number, 1),
                content=content,
                content_hash=content_hash(content),
                version=entry.version,
                terms_version=sheet.head.terms_version,
                submitted_at=self.now,
                submitted_by_id=by.id,
            )
            session.add(submission)
        return submission

    def blind_copy(self, entry: Entry, *, approved_by: Person | None = None) -> BlindCopy:
        """A blind copy of the entry's submission with its two open text answers; approved if a person is given."""

        with self._session() as session:
            submission = session.exec(select(Submission).where(Submission.entry_id == entry.id)).one()
        copy = BlindCopy(
            entry_id=entry.id,
            submission_id=submission.id,
            content=BlindContent.from_json(
                {
                    **submission.content,
                    "answers": [
                        a for a in submission.content["answers"] if a["question"] in ("challenge", "solution")
                    ],
                    "files": [],
                }
            ).as_json(),
            prepared_at=self.now,
            approved_at=self.now if approved_by else None,
            approved_by_id=approved_by.id if approved_by else None,
        )
        self._save(copy)
        return copy

    def certificate(self, cycle: Cycle) -> BlindnessCheck:
        """A blindness check that read for every judge and found nothing."""
        with self._session() as session:
            check, judges = begin_check(session, cycle.id, by=None, at=self.now)
            read = {"judges": len(judges), "pages": 1, "findings": ()}
            return file_findings(session, self.settings.data_dir, check.id, **read, at=self.now)

    def judge(self, cycle: Cycle, person: Person | None = None, **fields: object) -> Judge:
        """A seat on the jury; `expertise=("G2C",)` and `affiliations=(agency,)` may be given."""
        person = person or self.person(Role.JUDGE)
        expertise = fields.pop("expertise", ("G2C",))
        affiliations = fields.pop("affiliations", ())
        judge = Judge(
            **{
                "cycle_id": cycle.id,
                "person_id": person.id,
                "origin": Origin.LOCAL,
                "reads_ar": True,
                "reads_en": True,
                "capacity": 36,
                **fields,
            }
        )
        self._save(
            judge,
            *(JudgeExpertise(judge_id=judge.id, category_code=code) for code in expertise),
            *(JudgeAffiliation(judge_id=judge.id, agency_id=agency.id) for agency in affiliations),
        )
        return judge

    def round(
        self, cycle: Cycle, kind: RoundKind = RoundKind.SCORING, *, opened: bool = True, **fields: object
    ) -> Round:
        round_ = Round(
            **{
                "cycle_id": cycle.id,
                "kind": kind,
                "position": kind.position,
                "chosen": kind is RoundKind.FINAL,
                "opened_at": self.now if opened else None,
                **fields,
            }
        )
        self._save(round_)
        return round_

    def assignment(
        self, round_: Round, judge: Judge, entry: Entry, by: Person, *, code: str = ""
    ) -> Assignment:
        n = next(self.serial)
        assignment = Assignment(
            round_id=round_.id,
            entry_id=entry.id,
            judge_id=judge.id,
            code=code or f"T{n}-QM2",
            position=n,
            made_at=self.now,
            made_by_id=by.id,
        )
        self._save(assignment)
        return assignment

    def scorecard(
        self, assignment: Assignment, points: dict[str, int | None], *, lodged: bool = True
    ) -> Scorecard:
        """A sheet with `points` by criterion key (None: abstained), lodged unless said otherwise."""

        with self._session() as session:
            entry = session.get_one(Entry, assignment.entry_id)
            judge = session.get_one(Judge, assignment.judge_id)
            kind = session.get_one(Round, assignment.round_id).kind
            rubric = session.exec(
                select(Rubric)
                .where(
                    Rubric.category_id == entry.category_id,
                    col(Rubric.kind).in_([kind, RoundKind.SCORING]),
                )
                .order_by(Rubric.kind == RoundKind.SCORING)
            ).first()
            assert rubric is not None
            criteria = list(session.exec(select(Criterion).where(Criterion.rubric_id == rubric.id)))
        given = [(Fraction(c.weight), points[c.key]) for c in criteria if points.get(c.key) is not None]
        total = sum((w * p for w, p in given), Fraction(0)) * 10 / sum(w for w, _ in given) if given else None
        card = Scorecard(
            assignment_id=assignment.id,
            rubric_id=rubric.id,
            total=str(total) if total is not None else None,
            scored=len(points),
            updated_at=self.now,
            lodged_at=self.now if lodged else None,
            lodged_by_id=judge.person_id if lodged else None,
        )
        scores = [
            Score(
                scorecard_id=card.id,
                criterion_id=c.id,
                points=None if points[c.key] is None else str(points[c.key]),
                not_scored="abstained" if points[c.key] is None else None,
            )
            for c in criteria
            if c.key in points
        ]
        self._save(card, *scores)
        return card


def some_id() -> uuid.UUID:
    return uuid.uuid4()
