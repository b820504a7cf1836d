"""Assignments, recusals, departures, lodgements and all rounds in any order: no score is lost, none counts twice.

The machine does what people may do through the operations, keeps a list of its own of what was lodged, and compares.
Another kind of step is another rule, which changes `self.sheets` as the operation must change the sheets that count.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from awards.kit.errors import NotFound, Refusal, RuleBroken
from awards.people.models import Role
from judging.assignments.models import Assignment
from judging.assignments.operations import make_assignments, release_judge, stand_back
from judging.assignments.plan import Plan, Quality
from judging.reopenings.operations import agree_to_reopen, ask_to_reopen, keep_as_lodged
from judging.rounds.finalists import finalists_of
from judging.rounds.first_reading_operations import plan_first_reading
from judging.rounds.first_readings import ReadingLimits
from judging.rounds.models import FinalPlan, Round
from judging.rounds.operations import close_round, open_round
from judging.rounds.own_rubrics import write_own_rubric
from judging.rounds.queries import last_round
from judging.rubrics.drafts import CriterionDraft
from judging.rubrics.kinds import RoundKind
from judging.scorecards.models import Scorecard
from judging.scorecards.operations import NotScoringNow, SheetLocked, lodge_scorecard, save_scorecard
from judging.scorecards.scoring import scoring_of
from judging.scorecards.sheet import Mark, SheetInput
from judging.tally.document import from_json
from judging.tally.finalists import move_on
from judging.tally.operations import consent_to_results, let_move_on
from judging.tally.queries import NotYetOpened, document_of, head_of
from tests.factories import CRITERIA, Factory

ENTRIES, JUDGES, MIN_SHEETS, FINALISTS = 4, 5, 2, 2
READING, SCORING, FINAL = 0, 1, 2
MARK = 50
"""Of 100; in points on every criterion, 5."""
WORTH = (CriterionDraft(key="worth", name_ar="الجدارة", name_en="Worth", weight="100"),)
OWN = (
    CriterionDraft(key="effect", name_ar="الأثر", name_en="Effect", weight="75"),
    CriterionDraft(key="reach", name_ar="الانتشار", name_en="Reach", weight="25"),
)
_QUALITY = Quality(0, 0, 0, 0, 0, 0, 1)


@dataclass
class Sheet:
    """What the machine knows of one assignment."""

    round: int
    judge: int
    entry: int
    id: uuid.UUID
    card: uuid.UUID | None = None
    points: int | None = None
    """As lodged; none while it is not."""
    ended: bool = False

    @property
    def counts(self) -> bool:
        return self.points is not None and not self.ended


class Judging(RuleBasedStateMachine):
    """One cycle with a final panel, and maybe a first reading, both of which may judge by a rubric of their own."""

    def __init__(self, make: Factory) -> None:
        super().__init__()
        self.make = make
        self.sheets: list[Sheet] = []
        self.recused: set[tuple[int, int]] = set()
        self.gone: set[int] = set()
        self.round, self.opened, self.over = SCORING, False, False
        self.read: set[int] = set(range(ENTRIES))
        """What is read in the round."""
        self.passed: set[int] = set(range(ENTRIES))
        """What is in the ranking."""

    @initialize(
        pools=st.booleans(), shows=st.booleans(), own=st.booleans(), reads=st.booleans(), best=st.booleans()
    )
    def set_up(self, pools: bool, shows: bool, own: bool, reads: bool, best: bool) -> None:
        make = self.make
        self.pools, self.shows, self.own = pools, shows, own and not pools
        self.reads, self.best_only, self.worth = reads, best, own and reads
        self.cycle = make.judging_cycle()
        self.organisers = [make.person(Role.ORGANISER) for _ in range(2)]
        self.by = self.organisers[0].id
        entrant, category = make.person(Role.ENTRANT), make.category(self.cycle, places=1)
        agency = make.agency(entrant)
        self.entries = [make.entry(category, agency, entrant) for _ in range(ENTRIES)]
        for entry in self.entries:
            make.blind_copy(entry, approved_by=self.organisers[0])
        self.people = [make.person(Role.JUDGE) for _ in range(JUDGES)]
        self.judges = [make.judge(self.cycle, person) for person in self.people]
        self.first = make.round(self.cycle, opened=False, min_sheets=MIN_SHEETS).id
        self.current = self.first
        with make.db.write() as session:
            session.add(
                FinalPlan(
                    cycle_id=self.cycle.id,
                    finalists=FINALISTS,
                    sheets_per_entry=2,
                    max_load=10,
                    min_sheets=1,
                    pools=pools,
                    shows_scoring=shows,
                    set_at=make.now,
                    set_by_id=self.by,
                )
            )
            session.flush()
            if own:
                self.write_own_rubric(session, category.id)
            if reads:
                limits = ReadingLimits(
                    mark=None if best else Decimal(MARK),
                    best=FINALISTS if best else None,
                    sheets_per_entry=2,
                    min_sheets=1,
                    max_load=10,
                    shows_before=shows,
                )
                ends = make.now + timedelta(days=2)
                given = {"by": self.by, "at": make.now}
                self.current = plan_first_reading(session, self.cycle.id, limits, ends=ends, **given).id
                self.round = READING
                if self.worth:
                    kind = RoundKind.FIRST_READING
                    write_own_rubric(session, category.id, WORTH, kind=kind, **given)

    def write_own_rubric(self, session: Session, category_id: uuid.UUID) -> None:
        """The final panel judges by a rubric of its own, which it cannot where sheets of both rounds are pooled."""
        given = {"by": self.by, "at": self.make.now}
        if self.pools:
            with pytest.raises(RuleBroken):
                write_own_rubric(session, category_id, OWN, kind=RoundKind.FINAL, **given)
        else:
            write_own_rubric(session, category_id, OWN, kind=RoundKind.FINAL, **given)

    def keys(self, round_: int) -> list[str]:
        """Of the criteria by which the round judges."""
        if self.worth and round_ == READING:
            return [c.key for c in WORTH]
        return [c.key for c in OWN] if self.own and round_ == FINAL else [key for key, _ in CRITERIA]

    # What people do.

    @precondition(lambda self: not self.over)
    @rule(judge=st.integers(0, JUDGES - 1), entry=st.integers(0, ENTRIES - 1))
    def assign_one(self, judge: int, entry: int) -> None:
        self.assign(judge, entry)

    def assign(self, judge: int, entry: int) -> None:
        pair = (self.judges[judge].id, self.entries[entry].id)
        plan = Plan(assignments=(pair,), added=(pair,), quality=_QUALITY)
        allowed = (
            judge not in self.gone
            and (judge, entry) not in self.recused
            and entry in self.read
            and not any(
                (s.judge, s.entry) == (judge, entry) and (s.round == self.round or self.round == FINAL)
                for s in self.sheets
            )
        )
        if not allowed:
            with self.make.db.write() as session, pytest.raises(RuleBroken):
                make_assignments(session, self.current, plan, seed=1, by=self.by, at=self.make.now)
            return
        with self.make.db.write() as session:
            make_assignments(session, self.current, plan, seed=1, by=self.by, at=self.make.now)
            made = session.exec(
                select(Assignment.id).where(
                    Assignment.round_id == self.current,
                    Assignment.judge_id == pair[0],
                    Assignment.entry_id == pair[1],
                )
            ).one()
        self.sheets.append(Sheet(self.round, judge, entry, made))

    @precondition(lambda self: self.sheets)
    @rule(data=st.data(), points=st.integers(0, 10))
    def lodge_one(self, data: st.DataObject, points: int) -> None:
        self.lodge(data.draw(st.sampled_from(self.sheets)), points)

    @precondition(lambda self: self.opened)
    @rule(
        readings=st.lists(
            st.tuples(st.integers(0, JUDGES - 1), st.integers(0, ENTRIES - 1), st.integers(0, 10)),
            min_size=4,
            max_size=10,
        )
    )
    def read_much(self, readings: list[tuple[int, int, int]]) -> None:
        for judge, entry, points in readings:
            before = len(self.sheets)
            self.assign(judge, entry)
            if len(self.sheets) > before:
                self.lodge(self.sheets[-1], points)

    @precondition(lambda self: not self.opened and not self.over)
    @rule(
        readings=st.lists(
            st.tuples(st.integers(0, JUDGES - 1), st.integers(0, ENTRIES - 1), st.integers(0, 10)),
            min_size=8,
            max_size=12,
        )
    )
    def judge_a_round(self, readings: list[tuple[int, int, int]]) -> None:
        """The whole of it in one step, or the machine would never come to the count."""
        self.open()
        self.read_much(readings)
        if self.scored() > 3:
            self.close()

    def lodge(self, sheet: Sheet, points: int) -> None:
        written = SheetInput({key: Mark(str(points)) for key in self.keys(sheet.round)}, strengths="جيد")
        by, at = self.people[sheet.judge].id, self.make.now
        with self.make.db.read() as session:
            card = session.exec(select(Scorecard).where(Scorecard.assignment_id == sheet.id)).first()
        refused: type[Refusal] | None = None
        if sheet.ended:
            refused = NotFound
        elif sheet.round != self.round or not self.opened or self.over:
            refused = NotScoringNow
        elif sheet.points is not None:
            refused = SheetLocked
        version = card.version if card else 0
        if refused:
            # A lodged sheet may be refused for either reason, an ended one looks like none at all.
            with self.make.db.write() as session, pytest.raises((refused, SheetLocked, NotScoringNow)):
                save_scorecard(session, sheet.id, written, version=version, by=by, at=at)
            return
        with self.make.db.write() as session:
            saved = save_scorecard(session, sheet.id, written, version=version, by=by, at=at)
            lodge_scorecard(session, saved.scorecard_id, by=by, at=at)
        sheet.card, sheet.points = saved.scorecard_id, points

    @precondition(lambda self: any(not s.ended for s in self.sheets))
    @rule(data=st.data())
    def recuse(self, data: st.DataObject) -> None:
        sheet = data.draw(st.sampled_from([s for s in self.sheets if not s.ended]))
        with self.make.db.write() as session:
            if sheet.round != self.round or self.over:
                with pytest.raises(RuleBroken):
                    stand_back(session, sheet.id, "قرابة", by=self.people[sheet.judge].id, at=self.make.now)
                return
            stand_back(session, sheet.id, "قرابة", by=self.people[sheet.judge].id, at=self.make.now)
        sheet.ended = True
        self.recused.add((sheet.judge, sheet.entry))

    @precondition(lambda self: not self.over and len(self.gone) < 2)
    @rule(judge=st.integers(0, JUDGES - 1))
    def leave(self, judge: int) -> None:
        with self.make.db.write() as session:
            if judge in self.gone:
                with pytest.raises(RuleBroken):
                    release_judge(session, self.judges[judge].id, "سفر", by=self.by, at=self.make.now)
                return
            release_judge(session, self.judges[judge].id, "سفر", by=self.by, at=self.make.now)
        self.gone.add(judge)
        for sheet in self.sheets:
            if sheet.judge == judge and sheet.round == self.round and sheet.points is None:
                sheet.ended = True

    @precondition(lambda self: any(s.points is not None for s in self.sheets))
    @rule(data=st.data(), again=st.one_of(st.none(), st.integers(0, 10)))
    def reopen(self, data: st.DataObject, again: int | None) -> None:
        """A lodged sheet is reopened by two organisers, as no panel has a chair here, and lodged again or kept."""
        sheet = data.draw(st.sampled_from([s for s in self.sheets if s.points is not None]))
        judge, at = self.people[sheet.judge].id, self.make.now
        assert sheet.card is not None
        past = sheet.ended or sheet.round != self.round or not self.opened or self.over
        if past or sheet.judge in self.gone:
            with self.make.db.write() as session, pytest.raises((NotFound, RuleBroken)):
                ask_to_reopen(session, sheet.card, "خطأ", by=judge, at=at)
            return
        with self.make.db.write() as session:
            asked = ask_to_reopen(session, sheet.card, "خطأ", by=judge, at=at).id
            opened = [
                agree_to_reopen(session, asked, by=each.id, organises=True, at=at) for each in self.organisers
            ]
            assert opened == [False, True]
            if again is None:
                keep_as_lodged(session, sheet.card, by=judge, at=at)
        if again is not None:
            sheet.points = None
            self.make.clock.forward(seconds=1)
            self.lodge(sheet, again)

    # What organisers do with the rounds.

    @precondition(lambda self: not self.opened and not self.over)
    @rule()
    def open(self) -> None:
        with self.make.db.write() as session:
            open_round(session, self.current, by=self.by, at=self.make.now)
        self.opened = True

    @precondition(lambda self: self.opened and not self.over and self.scored() > 3)
    @rule()
    def close(self) -> None:
        best = self.best()
        with self.make.db.write() as session:
            close_round(session, self.current, by=self.by, at=self.make.now)
            move_on(session, self.current, by=self.by, at=self.make.now)
            if self.round == READING:
                self.let_move_on(session, best)
            last = last_round(session, self.cycle.id)
            assert last is not None
            moved = {line.number for line in finalists_of(session, last.id)}
        self.opened = False
        if self.round < FINAL and best:
            assert moved == {self.entries[entry].number for entry in best}
            if self.round == READING:
                self.passed = best
            self.round, self.current, self.read = self.round + 1, last.id, best
        else:
            assert last.id == self.current
            self.over = True
            self.count()

    def let_move_on(self, session: Session, best: set[int]) -> None:
        """Confirmed by an organiser, and only where somebody moves on; the results wait for scoring."""
        if not best:
            with pytest.raises(RuleBroken):
                let_move_on(session, self.current, by=self.by, at=self.make.now)
            return
        with pytest.raises(RuleBroken):
            consent_to_results(session, self.current, by=self.by, at=self.make.now)
        let_move_on(session, self.current, by=self.by, at=self.make.now)

    def scored(self) -> int:
        """Sheets of the round that count: a round is not closed on nothing, or the machine would never come far."""
        few = {READING: 2, SCORING: 0, FINAL: 3}[self.round]
        return sum(s.counts and s.round == self.round for s in self.sheets) + few

    def best(self) -> set[int]:
        """Who moves on by the machine's own list: all criteria have the same points, so totals compare as points do."""
        means: dict[int, float] = {}
        for entry in range(ENTRIES):
            given = [s.points for s in self.sheets if s.entry == entry and s.counts and s.round == self.round]
            if len(given) >= (1 if self.round == READING else MIN_SHEETS):
                means[entry] = sum(p or 0 for p in given) / len(given)
        if self.round == READING and not self.best_only:
            return {e for e, mean in means.items() if 10 * mean >= MARK}
        return {e for e, mean in means.items() if sum(m > mean for m in means.values()) < FINALISTS}

    @precondition(lambda self: self.over)
    @rule()
    def count(self) -> None:
        head = None
        with self.make.db.write() as session:
            for organiser in self.organisers:
                try:
                    consent_to_results(session, self.current, by=organiser.id, at=self.make.now)
                except RuleBroken:
                    continue
            head = head_of(session, self.cycle.number)
            document = document_of(session, head)
        assert from_json(_plain(document)) == document
        counted = [s.scorecard_id for c in document.categories for e in c.entries for s in e.sheets]
        assert len(counted) == len(set(counted))
        assert set(counted) == {s.card for s in self.counting()}
        ranked = {e.entry_id for c in document.categories for e in c.entries}
        assert ranked == {self.entries[entry].id for entry in self.passed}
        pairs = [(e.entry_id, s.judge) for c in document.categories for e in c.entries for s in e.sheets]
        assert len(pairs) == len(set(pairs))
        for category in document.categories:
            for entry in category.entries:
                for one in entry.sheets:
                    round_ = READING if self.round == READING else one.round
                    assert [s.criterion for s in one.scores] == self.keys(round_)
                    assert [c.key for c in category.criteria_on(one)] == self.keys(round_)
            placed = [entry for entry in category.entries if entry.rank is not None]
            assert [entry.rank for entry in placed] == sorted(entry.rank for entry in placed if entry.rank)
            assert [entry.finalist for entry in placed] == sorted(
                (entry.finalist for entry in placed), reverse=True
            )

    def counting(self) -> list[Sheet]:
        """The sheets that count, by the machine's own list."""
        if self.round == READING:
            return [s for s in self.sheets if s.counts]
        two = self.round == FINAL
        return [
            s
            for s in self.sheets
            if s.counts
            and s.round != READING
            and (not two or s.entry not in self.read or self.pools or s.round == FINAL)
        ]

    # What holds at any time.

    @invariant()
    def no_lodged_score_is_lost_or_changed(self) -> None:
        lodged = {s.card: s.points for s in self.sheets if s.points is not None}
        with self.make.db.read() as session:
            rows = session.exec(
                select(Scorecard.id, Scorecard.total)
                .join(Assignment)
                .join(Round)
                .where(Round.cycle_id == self.cycle.id, col(Scorecard.lodged_at).is_not(None))
            ).all()
        assert dict(rows) == {card: str(10 * (p or 0)) for card, p in lodged.items()}

    @invariant()
    def nobody_sees_a_score_too_early(self) -> None:
        with self.make.db.read() as session:
            head = head_of(session, self.cycle.number)
            if not head.results_open:
                with pytest.raises(NotYetOpened):
                    document_of(session, head)
            codes = dict(
                session.exec(
                    select(Assignment.id, Assignment.code).where(
                        col(Assignment.id).in_([s.id for s in self.sheets])
                    )
                ).all()
            )
            for sheet in self.sheets:
                # A round that is over stays before its judges, and with it what they might see beside it.
                begun = self.opened or self.over or sheet.round < self.round
                before = [
                    s
                    for s in self.sheets
                    if s.entry == sheet.entry and s.round == sheet.round - 1 and s.counts
                ]
                may = begun and self.shows and not sheet.ended and bool(before)
                person, code = self.people[sheet.judge].id, codes[sheet.id]
                if may:
                    assert scoring_of(session.connection(), person, code).sheets == len(before)
                else:
                    with pytest.raises(NotFound):
                        scoring_of(session.connection(), person, code)


def _plain(document: Any) -> dict[str, Any]:
    from judging.tally.document import to_json

    return to_json(document)


def test_no_score_is_lost_or_counted_twice_and_none_is_seen_too_early(make: Factory) -> None:
    run_state_machine_as_test(
        lambda: Judging(make),
        settings=settings(
            max_examples=18,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
