"""A cycle with a first reading, from its plan to its results and to what entrants read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import col, select

from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.links import Links
from awards.people.models import Person
from awards.site.cycle_states import overviews
from awards.site.happened import happened
from awards.site.next_steps import next_steps
from judging.assignments.gather import gather
from judging.assignments.operations import make_assignments, plan_assignments
from judging.assignments.plan import Plan
from judging.panels.models import Judge
from judging.reconciliation.models import Reconciliation
from judging.rounds.final_operations import plan_final
from judging.rounds.finals import FinalLimits
from judging.rounds.first_reading_operations import drop_first_reading, plan_first_reading
from judging.rounds.first_readings import Outcome, ReadingLimits
from judging.rounds.method.operations import choose_method
from judging.rounds.method.rules import Method, Rules
from judging.rounds.models import Round
from judging.rounds.operations import close_round, open_round
from judging.rounds.own_rubrics import write_own_rubric
from judging.rounds.queries import first_reading, last_round, scoring_round
from judging.rubrics.drafts import CriterionDraft
from judging.rubrics.kinds import RoundKind
from judging.rubrics.queries import with_rubric
from judging.scorecards.models import Scorecard
from judging.scorecards.scoring import scoring_of
from judging.tally.document import from_json
from judging.tally.letters import judge_reminded
from judging.tally.models import Tally
from judging.tally.operations import (
    agree_to_close,
    close_judging,
    consent_to_results,
    let_move_on,
    open_judging,
)
from judging.tally.queries import NotYetOpened, document_of, head_of
from judging.tally.reading import counted_now, reading_document, waits_to_move_on
from tests.contests import Contest, Points, by_criterion, contest
from tests.factories import Factory
from tests.judging.rounds.test_final_panel import last_wish
from tests.pages import form_token

READ = [[8, 8], [5, 5], [6, 3], [9, None], [2, 2]]
"""By a mark of 50 the first two move on, the second on the line; 45 and 20 are below it, the fourth has one sheet."""
PASSED, ON_THE_LINE, BELOW, SHORT = 0, 1, 2, 3


@dataclass
class Reading:
    """A contest whose sheets are those of its first reading; `scoring` is the round after it."""

    c: Contest
    reading: Round
    scoring: Round

    @property
    def by(self):  # type: ignore[no-untyped-def]
        return self.c.organisers[0].id

    def entry(self, place: int):  # type: ignore[no-untyped-def]
        return self.c.entries["G2C"][place]

    def close(self) -> None:
        """Both organisers close it: it is early, and an entry has too few sheets."""
        with self.c.make.db.write() as session:
            now = self.c.make.now
            close_judging(session, self.reading.id, reason="لأن", by=self.by, at=now)
            wish = last_wish(session, self.reading.id)
            agree_to_close(session, self.reading.id, wish, by=self.c.organisers[1].id, at=now)

    def move_on(self) -> None:
        with self.c.make.db.write() as session:
            let_move_on(session, self.reading.id, by=self.by, at=self.c.make.now)

    def score(self, points: dict[int, Sequence[Points]]) -> list[Judge]:
        """Lodged sheets of scoring, by new judges; by the place of the entry in the contest."""
        make = self.c.make
        jury = [make.judge(self.c.cycle) for _ in range(max(map(len, points.values())))]
        for place, given in points.items():
            for judge, one in zip(jury, given, strict=False):
                assignment = make.assignment(self.scoring, judge, self.entry(place), self.c.organisers[0])
                make.scorecard(assignment, by_criterion(one))
        return jury

    def results(self):  # type: ignore[no-untyped-def]
        make = self.c.make
        with make.db.write() as session:
            scoring = session.get_one(Round, self.scoring.id)
            scoring.opened_at = scoring.closed_at = make.now
            session.add(scoring)
        with make.db.write() as session:
            for organiser in self.c.organisers:
                tally = consent_to_results(session, self.scoring.id, by=organiser.id, at=make.now)
            assert tally is not None
            return from_json(tally.document)


def read_first(
    make: Factory,
    sheets: Sequence[Sequence[Points | None]] = READ,
    *,
    mark: int | None = 50,
    best: int | None = None,
    shows: bool = False,
) -> Reading:
    """A contest in whose first reading these sheets are lodged, planned as the product plans it."""
    c = contest(make, {"G2C": sheets})
    for entry in c.entries["G2C"]:
        make.blind_copy(entry, approved_by=c.organisers[0])
    with make.db.write() as session:
        first = session.get_one(Round, c.round.id)
        first.kind, first.position = RoundKind.FIRST_READING, RoundKind.FIRST_READING.position
        first.sheets_per_entry = first.min_sheets = 2
        first.pass_mark, first.pass_best = (None if mark is None else str(mark)), best
        first.closes_at = c.cycle.judging_opens_at + timedelta(days=8)
        session.add(first)
    scoring = make.round(c.cycle, opened=False, chosen=True, shows_before=shows, min_sheets=2)
    return Reading(c, first, scoring)


def unplanned(make: Factory):  # type: ignore[no-untyped-def]
    cycle, by = make.judging_cycle(), make.person()
    category = make.category(cycle)
    scoring = make.round(cycle, opened=False)
    return cycle, by, category, scoring


def test_it_is_planned_before_judging_begins_and_stands_from_then_on(make: Factory) -> None:
    cycle, by, _, scoring = unplanned(make)
    ends = cycle.judging_opens_at + timedelta(days=6)
    given = {"by": by.id, "at": make.now}
    with make.db.write() as session:
        first = plan_first_reading(session, cycle.id, ReadingLimits(), ends=ends, **given)
        assert (first.kind, first.pass_mark, first.pass_best) == (RoundKind.FIRST_READING, "50", None)
        assert scoring_round(session, cycle.id).chosen  # type: ignore[union-attr]
        assert last_round(session, cycle.id) == first, "the cycle is in it, not in scoring"
        again = ReadingLimits(mark=None, best=3, shows_before=True)
        assert plan_first_reading(session, cycle.id, again, ends=ends, **given).id == first.id
        assert (first.pass_mark, first.pass_best) == (None, 3)
        with pytest.raises(RuleBroken, match="after the first reading"):
            plan_final(session, cycle.id, FinalLimits(), scoring_ends=ends, **given)
        with pytest.raises(Invalid):
            plan_first_reading(session, cycle.id, ReadingLimits(best=1), ends=ends, **given)
        drop_first_reading(session, cycle.id, **given)
        assert first_reading(session, cycle.id) is None
        assert last_round(session, cycle.id).id == scoring.id  # type: ignore[union-attr]
        plan_first_reading(session, cycle.id, again, ends=ends, **given)
    for wrong in (cycle.judging_opens_at, cycle.judging_closes_at):
        with make.db.write() as session, pytest.raises(RuleBroken, match="between"):
            plan_first_reading(session, cycle.id, again, ends=wrong, **given)
    with make.db.write() as session:
        open_round(session, first_reading(session, cycle.id).id, **given)  # type: ignore[union-attr]
    for change in (
        lambda s: plan_first_reading(s, cycle.id, again, ends=ends, **given),
        lambda s: drop_first_reading(s, cycle.id, **given),
        lambda s: plan_final(s, cycle.id, FinalLimits(), scoring_ends=ends + timedelta(days=2), **given),
        lambda s: choose_method(s, scoring.id, Rules(Method.ADJUSTED), **given),
    ):
        with make.db.write() as session, pytest.raises(RuleBroken, match=r"begun"):
            change(session)


def test_with_which_round_judging_begins_stands_once_judges_are_assigned(make: Factory) -> None:
    c = contest(make, {"G2C": [[None]]})
    with make.db.write() as session:
        scoring = session.get_one(Round, c.round.id)
        scoring.opened_at = None
        session.add(scoring)
        session.flush()
        with pytest.raises(RuleBroken, match="assigned entries already"):
            plan_first_reading(
                session,
                c.cycle.id,
                ReadingLimits(),
                ends=c.cycle.judging_opens_at + timedelta(days=3),
                by=c.organisers[0].id,
                at=make.now,
            )


OWN = (CriterionDraft(key="worth", name_ar="الجدارة", name_en="Worth", weight="100"),)


def test_it_may_judge_by_a_rubric_of_its_own_which_goes_with_it(make: Factory) -> None:
    cycle, by, category, _ = unplanned(make)
    given = {"by": by.id, "at": make.now}
    kind = RoundKind.FIRST_READING
    ends = cycle.judging_opens_at + timedelta(days=6)
    with make.db.write() as session:
        with pytest.raises(RuleBroken, match="no first reading"):
            write_own_rubric(session, category.id, OWN, kind=kind, **given)
        plan_first_reading(session, cycle.id, ReadingLimits(), ends=ends, **given)
        write_own_rubric(session, category.id, OWN, kind=kind, **given)
        assert with_rubric(session.connection(), cycle.id, kind=kind) == {category.id}
        drop_first_reading(session, cycle.id, **given)
        assert not with_rubric(session.connection(), cycle.id, kind=kind)
        assert with_rubric(session.connection(), cycle.id) == {category.id}


def test_who_moves_on_is_read_before_it_is_confirmed_and_then_scored(make: Factory) -> None:
    r = read_first(make)
    with make.db.write() as session, pytest.raises(RuleBroken, match="No entry waits"):
        let_move_on(session, r.reading.id, by=r.by, at=make.now)
    r.close()
    with make.db.read() as session:
        assert last_round(session, r.c.cycle.id).id == r.reading.id  # type: ignore[union-attr]
        assert waits_to_move_on(session, r.reading.id)
        (category,) = counted_now(session, r.reading)
    assert [one.outcome for one in category.entries] == [
        Outcome.PASSES,
        Outcome.ON_THE_LINE,
        Outcome.BELOW,
        Outcome.TOO_FEW,
        Outcome.BELOW,
    ]
    r.move_on()
    with make.db.read() as session:
        assert last_round(session, r.c.cycle.id).id == r.scoring.id  # type: ignore[union-attr]
        assert not waits_to_move_on(session, r.reading.id)
        assert set(gather(session, r.scoring.id).entries) == {r.entry(0).id, r.entry(1).id}
        (event,) = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "first_reading.moved_on"))
    assert event.detail == {
        "moved_on": {"G2C": [r.entry(0).number, r.entry(1).number]},
        "below": {"G2C": [r.entry(2).number, r.entry(4).number]},
        "too_few": {"G2C": [r.entry(3).number]},
    }
    with make.db.write() as session, pytest.raises(RuleBroken, match="No entry waits"):
        let_move_on(session, r.reading.id, by=r.by, at=make.now)


def test_scoring_is_planned_for_those_alone_that_moved_on_and_a_first_reader_may_score(
    make: Factory,
) -> None:
    r = read_first(make)
    r.close()
    r.move_on()
    with make.db.write() as session:
        session.get_one(Round, r.scoring.id).sheets_per_entry = 2
        plan = plan_assignments(session, r.scoring.id, seed=1)
        assert isinstance(plan, Plan)
        assert {entry for _, entry in plan.added} == {r.entry(0).id, r.entry(1).id}
        assert {judge for judge, _ in plan.added} <= {judge.id for judge in r.c.judges}
        make_assignments(session, r.scoring.id, plan, seed=1, by=r.by, at=make.now)


def test_sheets_of_the_first_reading_count_for_nothing_in_the_results(make: Factory) -> None:
    r = read_first(make)
    r.close()
    r.move_on()
    r.score({PASSED: [4, 4], ON_THE_LINE: [7, 7]})
    document = r.results()
    (category,) = document.categories
    assert [(e.number, e.total, e.rank) for e in category.entries] == [
        (r.entry(ON_THE_LINE).number, "70.00", 1),
        (r.entry(PASSED).number, "40.00", 2),
    ]
    assert all(len(entry.sheets) == 2 for entry in category.entries)
    assert document.final is None
    assert not any(entry.finalist for entry in category.entries)


def test_its_results_are_not_opened_by_themselves(make: Factory) -> None:
    r = read_first(make)
    r.close()
    with make.db.write() as session, pytest.raises(RuleBroken, match="Scoring has not begun"):
        consent_to_results(session, r.reading.id, by=r.by, at=make.now)
    r.move_on()
    with make.db.write() as session:
        with pytest.raises(RuleBroken):
            consent_to_results(session, r.reading.id, by=r.by, at=make.now)
        with pytest.raises(NotYetOpened):
            document_of(session, head_of(session, r.c.cycle.number))


def test_where_nobody_moves_on_the_results_are_those_of_the_first_reading(make: Factory) -> None:
    r = read_first(make, [[3, 3], [2, 2]])
    r.close()
    with make.db.write() as session, pytest.raises(RuleBroken, match="No entry waits"):
        let_move_on(session, r.reading.id, by=r.by, at=make.now)
    with make.db.write() as session:
        for organiser in r.c.organisers:
            tally = consent_to_results(session, r.reading.id, by=organiser.id, at=make.now)
    assert tally is not None


def test_nobody_moves_on_while_its_sheets_are_reconciled(make: Factory, client, sign_in) -> None:  # type: ignore[no-untyped-def]
    r = read_first(make)
    with make.db.write() as session:
        found = Reconciliation(
            round_id=r.reading.id, entry_id=r.entry(2).id, threshold=20, opened_at=make.now
        )
        session.add(found)
    r.close()
    with make.db.write() as session, pytest.raises(RuleBroken, match="still being reconciled"):
        let_move_on(session, r.reading.id, by=r.by, at=make.now)
    sign_in(client, r.c.organisers[0])
    path = f"{r.c.path}/rounds/moving-on"
    assert f'action="{path}"' not in client.get(path).text


@pytest.mark.parametrize("shows", [True, False])
def test_a_judge_of_scoring_sees_what_it_came_to_only_where_the_cycle_says_so(
    make: Factory,
    shows: bool,
) -> None:
    r = read_first(make, shows=shows)
    r.close()
    r.move_on()
    (judge, *_) = r.score({PASSED: [4]})
    with make.db.write() as session:
        scoring = session.get_one(Round, r.scoring.id)
        scoring.opened_at = make.now
        session.add(scoring)
        session.flush()
        code = r_code(session, r.scoring.id)
        if shows:
            found = scoring_of(session.connection(), judge.person_id, code)
            assert (found.sheets, found.mean, found.kind) == (2, "80.00", RoundKind.FIRST_READING)
        else:
            with pytest.raises(NotFound):
                scoring_of(session.connection(), judge.person_id, code)


def r_code(session, round_id):  # type: ignore[no-untyped-def]
    from judging.assignments.models import Assignment

    return session.exec(select(Assignment.code).where(Assignment.round_id == round_id)).first()


def test_the_cycle_stays_in_judging_and_its_desk_asks_for_the_next_step(make: Factory) -> None:
    r = read_first(make)
    steps = []
    for step in (r.close, r.move_on):
        step()
        with make.db.read() as session:
            (overview,) = [o for o in overviews(session, r.by, make.now) if o.cycle.id == r.c.cycle.id]
            phase = happened(session, make.now)[r.c.cycle.id]
        assert (phase.round_opened, phase.round_closed) == (True, False)
        assert overview.state.phase.value == "judging"
        steps.append([str(one.text.text) for one in next_steps(overview.state)])
    assert any("who moves on" in one for one in steps[0])
    assert any("Assign judges" in one for one in steps[1])
    assert overview.state.lacking_judges == 2


def test_before_results_are_open_nobody_reads_a_mean_and_after_it_every_organiser_why(
    make: Factory, client, sign_in
) -> None:  # type: ignore[no-untyped-def]
    r = read_first(make)
    sign_in(client, r.c.organisers[0])
    client.cookies.set("language", "en")
    path = f"{r.c.path}/rounds/moving-on"
    assert client.get(path).status_code == 404, "while judges read, nothing is told"
    r.close()
    for page in ("", "/rounds", "/progress", "/rounds/moving-on", "/assignments", "/recusals"):
        text = client.get(f"{r.c.path}{page}").text
        for told in ("80.00", "45.00", "20.00"):
            assert told not in text, page
    preview = client.get(path).text
    assert "at the threshold" in preview
    assert "Below the mean" in preview
    assert "Too few sheets" in preview
    answer = client.post(path, data={"_csrf_token": form_token(client, path)}, follow_redirects=False)
    assert answer.status_code == 303
    for page in ("/rounds", "/progress", "/rounds/moving-on", "/assignments"):
        assert "45.00" not in client.get(f"{r.c.path}{page}").text
    with make.db.write() as session:
        for card in session.exec(select(Scorecard)):
            card.confidential = "REMARK"
            session.add(card)
    r.score({PASSED: [4, 4], ON_THE_LINE: [7, 7]})
    r.results()
    told = client.get(path).text
    assert "45.00" in told
    entry = r.entry(BELOW)
    address = f"{r.c.path}/results/G2C/{entry.number}"
    assert f'href="{address}"' in told
    why = client.get(address, follow_redirects=False)
    assert why.status_code == 200
    for said in ("45.00", "Below the mean", "J01", "REMARK"):
        assert said in why.text, said
    with make.db.read() as session:
        judges = session.exec(select(Person.name_en).join(Judge, col(Judge.person_id) == Person.id)).all()
    assert not [name for name in judges if name in why.text]
    assert f">{entry.number}<" not in client.get(f"{r.c.path}/results/G2C").text
    sign_in(client, r.c.auditor)
    assert "45.00" in client.get(path).text


def test_opening_asks_for_the_same_as_in_every_round(make: Factory) -> None:
    r = read_first(make)
    r.close()
    r.move_on()
    with make.db.write() as session, pytest.raises(RuleBroken, match="assigned"):
        open_judging(session, r.scoring.id, by=r.by, at=make.now)


def test_what_it_came_to_is_stored_and_stands_whatever_happens_to_an_entry_since(make: Factory) -> None:
    r = read_first(make)
    r.close()
    r.move_on()
    with make.db.write() as session:
        stored = reading_document(session, r.c.cycle.id)
        assert stored is not None
        assert session.exec(select(Tally.round_id)).all() == [r.reading.id]
        (category,) = stored.categories
        assert {e.number: e.total for e in category.entries}[r.entry(BELOW).number] == "45.00"
        for card in session.exec(select(Scorecard)):
            card.total = "1"
            session.add(card)
        session.flush()
        again = reading_document(session, r.c.cycle.id)
    assert again == stored


def test_a_cycle_without_one_shows_nothing_of_it(make: Factory, client, sign_in) -> None:  # type: ignore[no-untyped-def]
    c = contest(make, {"G2C": [[9, 9, 9], [8, 8, 8]]})
    client.cookies.set("language", "en")
    for who in (c.organisers[0], c.auditor):
        sign_in(client, who)
        for page in ("", "/rounds", "/rounds/method", "/progress", "/round/closing", "/assignments"):
            answer = client.get(f"{c.path}{page}", follow_redirects=True)
            assert "irst reading" not in answer.text, page
        assert client.get(f"{c.path}/rounds/moving-on").status_code == 404
    with make.db.write() as session:
        close_round(session, c.round.id, by=c.organisers[0].id, at=make.now)
    c.open_results(closed=True)
    sign_in(client, c.organisers[0])
    for page in ("/results", "/results/G2C", "/progress"):
        assert "irst reading" not in client.get(f"{c.path}{page}").text, page


def test_its_judges_read_of_a_first_reading_and_not_of_scoring(make: Factory, client, sign_in) -> None:  # type: ignore[no-untyped-def]
    r = read_first(make)
    judge = make.judge(r.c.cycle)
    assignment = make.assignment(r.reading, judge, r.entry(BELOW), r.c.organisers[0])
    with make.db.read() as session:
        sign_in(client, session.get_one(Person, judge.person_id))
    client.cookies.set("language", "en")
    for path in ("/scorecards", f"/scorecards/{assignment.code}"):
        page = client.get(path).text
        assert "The first reading closes on" in page
        assert "Scoring closes" not in page
    assert "fill in its sheet" in client.get("/scorecards").text
    letter = judge_reminded(
        {"missing": 1, "closes": make.now.isoformat(), "first": True}, Links("http://x", None)
    )
    assert "The first reading closes" in str(letter.paragraphs[0])
    r.close()
    page = client.get("/scorecards").text
    assert "closed before its time" in page
    assert "The first reading is over." in page
    assert "/rooms" not in page, "no room is opened for it"
