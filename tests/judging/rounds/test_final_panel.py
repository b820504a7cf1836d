"""A cycle with a final panel, from its plan to its results."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import col, select

from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.people.models import Person
from awards.site.cycle_states import overviews
from awards.site.happened import happened
from awards.site.next_steps import next_steps
from judging.assignments.gather import gather
from judging.assignments.operations import make_assignments, plan_assignments, stand_back
from judging.assignments.plan import Plan
from judging.panels.models import Judge
from judging.reconciliation.models import Reconciliation, Settlement
from judging.rounds.final_forms import suggested
from judging.rounds.final_operations import drop_final, plan_final
from judging.rounds.finalists import finalists_of
from judging.rounds.finals import FinalLimits
from judging.rounds.models import FinalPlan, Round
from judging.rounds.operations import open_results
from judging.rounds.queries import last_round
from judging.rubrics.kinds import RoundKind
from judging.tally.document import LAST_ALONE, POOLED, from_json, to_json
from judging.tally.finalists import begin_final_panel, waits_for_final
from judging.tally.operations import agree_to_close, close_judging, consent_to_results, open_judging
from judging.tally.outlook import outlook_of
from judging.tally.progress import progress_of
from tests.contests import Contest, Points, by_criterion, contest
from tests.factories import Factory
from tests.pages import form_token

SCORING = [[9, 9, 9], [8, 8, 8], [7, 7, 7], [7, 7, 7], [5, 5, 5]]
"""Five entries: with two finalists 1 and 2 move on, with three also the fourth, which is tied with the third."""


def two_rounds(
    make: Factory, sheets: Sequence[Sequence[Points | None]] = SCORING, **limits: object
) -> Contest:
    """A contest in which scoring is open, with its final panel planned before."""
    c = contest(make, {"G2C": sheets})
    wanted = FinalLimits(**{"finalists": 3, "sheets_per_entry": 2, "min_sheets": 3, **limits})  # type: ignore[arg-type]
    with make.db.write() as session:
        session.add(
            FinalPlan(cycle_id=c.cycle.id, **_fields(wanted), set_at=make.now, set_by_id=c.organisers[0].id)
        )
    return c


def _fields(limits: FinalLimits) -> dict[str, object]:
    return {name: getattr(limits, name) for name in FinalLimits.__slots__}


def close_scoring(c: Contest) -> Round:
    """Both organisers close the round, for it is early; the final panel's round."""
    with c.make.db.write() as session:
        close_judging(session, c.round.id, reason="لأن", by=c.organisers[0].id, at=c.make.now)
        wish = last_wish(session, c.round.id)
        agree_to_close(session, c.round.id, wish, by=c.organisers[1].id, at=c.make.now)
        final = last_round(session, c.cycle.id)
    assert final is not None
    return final


def last_wish(session, round_id):  # type: ignore[no-untyped-def]
    from judging.rounds.queries import early_closing_of

    wish = early_closing_of(session, round_id)
    assert wish is not None
    return wish.id


def score_final(c: Contest, final: Round, points: dict[int, Sequence[Points]]) -> None:
    """Sheets of the final panel: by the place of the entry in the contest, by new judges."""
    most = max(map(len, points.values()))
    jury = [c.make.judge(c.cycle) for _ in range(most)]
    for place, given in points.items():
        for judge, one in zip(jury, given, strict=False):
            assignment = c.make.assignment(final, judge, c.entries["G2C"][place], c.organisers[0])
            c.make.scorecard(assignment, by_criterion(one))


def results(c: Contest, final: Round):  # type: ignore[no-untyped-def]
    with c.make.db.write() as session:
        final = session.get_one(Round, final.id)
        final.opened_at = final.closed_at = c.make.now
        session.add(final)
    with c.make.db.write() as session:
        for organiser in c.organisers:
            tally = consent_to_results(session, final.id, by=organiser.id, at=c.make.now)
        assert tally is not None
        return from_json(tally.document)


def test_the_best_and_whoever_is_tied_with_the_last_of_them_move_on(make: Factory) -> None:
    c = two_rounds(make)
    final = close_scoring(c)
    with make.db.read() as session:
        assert [line.number for line in finalists_of(session, final.id)] == [
            entry.number for entry in c.entries["G2C"][:4]
        ]
        names = {session.get_one(Person, judge.person_id).name_en for judge in c.judges[:3]}
        assert {one.en for one in finalists_of(session, final.id)[0].read_by} == names
        (event,) = session.exec(select(AuditEvent).where(col(AuditEvent.action) == "final.begun"))
    assert event.subject_id == str(final.id)
    assert event.detail["finalists"] == {"G2C": sorted(e.number for e in c.entries["G2C"][:4])}
    assert final.kind is RoundKind.FINAL
    assert final.opened_at is None


def test_a_cycle_without_a_final_panel_has_one_round(make: Factory) -> None:
    c = contest(make, {"G2C": SCORING})
    with make.db.write() as session:
        close_judging(session, c.round.id, reason="لأن", by=c.organisers[0].id, at=make.now)
        agree_to_close(
            session, c.round.id, last_wish(session, c.round.id), by=c.organisers[1].id, at=make.now
        )
        assert last_round(session, c.cycle.id).id == c.round.id  # type: ignore[union-attr]


def test_where_nobody_is_ranked_the_results_are_those_of_scoring(make: Factory) -> None:
    c = two_rounds(make, [[9, None, None], [8, None, None]])
    assert close_scoring(c).id == c.round.id


def test_the_results_of_scoring_cannot_be_opened_before_the_final_panel_has_ended(make: Factory) -> None:
    c = two_rounds(make)
    close_scoring(c)
    with make.db.write() as session, pytest.raises(RuleBroken, match="final panel"):
        open_results(session, c.round.id, by=c.organisers[0].id, at=make.now)


def test_only_finalists_are_read_in_the_final_panel_and_only_by_judges_who_have_not_read_them(
    make: Factory,
) -> None:
    c = two_rounds(make)
    for entry in c.entries["G2C"]:
        make.blind_copy(entry, approved_by=c.organisers[0])
    fresh = [make.judge(c.cycle).id for _ in range(2)]
    final = close_scoring(c)
    with make.db.write() as session:
        assert len(gather(session, final.id).entries) == 4
        plan = plan_assignments(session, final.id, seed=1)
        assert isinstance(plan, Plan)
        assert {judge for judge, _ in plan.added} == set(fresh)
        made = make_assignments(session, final.id, plan, seed=1, by=c.organisers[0].id, at=make.now)
        assert made == 8
        progress = progress_of(session, final.id)
    assert (progress.submitted, progress.expected, progress.lacking_judges, progress.below_minimum) == (
        4,
        8,
        0,
        0,
    )


def test_sheets_that_count_are_those_of_both_rounds_or_of_the_last_alone(make: Factory) -> None:
    pooled, alone = two_rounds(make), two_rounds(make, pools=False, min_sheets=2)
    ranked = {}
    for c in (pooled, alone):
        final = close_scoring(c)
        score_final(c, final, {0: [1, 1], 1: [9, 9], 2: [6], 3: [2, 2]})
        with make.db.read() as session:
            assert outlook_of(session, final.id).ranked == (4 if c is pooled else 3)
        document = results(c, final)
        places = {entry.id: place for place, entry in enumerate(c.entries["G2C"])}
        ranked[c is pooled] = [
            (places[line.entry_id], line.rank, line.total, len(line.sheets), line.finalist)
            for line in document.categories[0].entries
        ]
        assert document.formula.endswith(POOLED if c is pooled else LAST_ALONE)
        assert from_json(to_json(document)) == document
    # 8 8 8 9 9 · 7 7 7 6 · 9 9 9 1 1 · 7 7 7 2 2, and behind them the one that did not move on.
    assert ranked[True] == [
        (1, 1, "84.00", 5, True),
        (2, 2, "67.50", 4, True),
        (0, 3, "58.00", 5, True),
        (3, 4, "50.00", 5, True),
        (4, 5, "50.00", 3, False),
    ]
    assert ranked[False] == [
        (1, 1, "90.00", 2, True),
        (3, 2, "20.00", 2, True),
        (0, 3, "10.00", 2, True),
        (4, 4, "50.00", 3, False),
        (2, None, "60.00", 1, True),
    ]


def test_a_tally_of_one_round_says_nothing_of_another(make: Factory) -> None:
    document = contest(make, {"G2C": SCORING}).open_results().document
    assert "final" not in document
    entry = document["categories"][0]["entries"][0]
    assert "finalist" not in entry
    assert "round" not in entry["sheets"][0]
    assert to_json(from_json(document)) == document


def test_a_final_panel_is_planned_before_scoring_begins_and_stands_from_then_on(make: Factory) -> None:
    cycle, by, at = make.judging_cycle(), make.person(), make.now
    scoring = make.round(cycle, opened=False)
    ends = cycle.judging_closes_at - timedelta(days=1)
    with make.db.write() as session:
        plan_final(session, cycle.id, FinalLimits(), scoring_ends=ends, by=by.id, at=at)
        assert session.get_one(Round, scoring.id).closes_at == ends
        plan_final(session, cycle.id, FinalLimits(finalists=7), scoring_ends=ends, by=by.id, at=at)
        assert session.get_one(FinalPlan, cycle.id).finalists == 7
        drop_final(session, cycle.id, by=by.id, at=at)
        assert session.get(FinalPlan, cycle.id) is None
        plan_final(session, cycle.id, FinalLimits(), scoring_ends=ends, by=by.id, at=at)
    with make.db.write() as session:
        opened = session.get_one(Round, scoring.id)
        opened.opened_at = at
        session.add(opened)
    for change in (
        lambda s: plan_final(s, cycle.id, FinalLimits(), scoring_ends=ends, by=by.id, at=at),
        lambda s: drop_final(s, cycle.id, by=by.id, at=at),
    ):
        with make.db.write() as session, pytest.raises(RuleBroken, match="once judging has begun"):
            change(session)


def test_the_form_proposes_the_end_of_a_day_where_the_cycle_is(make: Factory) -> None:
    cycle = make.judging_cycle()
    scoring = make.round(cycle, opened=False)
    assert suggested(cycle, scoring, None)["scoring_ends"].endswith("T23:59")


def test_scoring_ends_within_the_judging_of_the_cycle(make: Factory) -> None:
    cycle, by = make.judging_cycle(), make.person()
    make.round(cycle, opened=False)
    for ends in (cycle.judging_opens_at, cycle.judging_closes_at):
        with make.db.write() as session, pytest.raises(RuleBroken, match="between"):
            plan_final(session, cycle.id, FinalLimits(), scoring_ends=ends, by=by.id, at=make.now)


def test_a_final_panel_that_nobody_was_assigned_to_cannot_be_opened(make: Factory) -> None:
    c = two_rounds(make)
    final = close_scoring(c)
    with make.db.write() as session, pytest.raises(RuleBroken, match="assigned"):
        open_judging(session, final.id, by=c.organisers[0].id, at=make.now)


def test_who_stepped_aside_in_scoring_is_still_told_during_the_final_panel(client, sign_in, make) -> None:  # type: ignore[no-untyped-def]
    c = two_rounds(make)
    one = c.assignments[-1]
    with make.db.write() as session:
        judge = session.get_one(Judge, one.judge_id)
        stand_back(session, one.id, "قرابة من الدرجة الأولى", by=judge.person_id, at=make.now)
    close_scoring(c)
    sign_in(client, c.organisers[0])
    assert "قرابة من الدرجة الأولى" not in client.get(f"{c.path}/recusals").text
    assert "قرابة من الدرجة الأولى" in client.get(f"{c.path}/recusals?round=scoring").text


def test_before_the_results_are_open_no_page_of_an_organiser_holds_a_total(client, sign_in, make) -> None:  # type: ignore[no-untyped-def]
    """The scoring round is closed and its finalists known; nothing but their numbers is told."""
    c = two_rounds(make, [[9, 9, 9], [[8, 7, 8], 8, 8], [7, 7, 7], [2, 2, 2]])
    final = close_scoring(c)
    assert final.kind is RoundKind.FINAL
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    for page in (
        "",
        "/rounds",
        "/progress",
        "/assignments",
        "/recusals",
        "/round/opening",
        "/progress/entries",
    ):
        text = client.get(f"{c.path}{page}").text
        for told in ("90.00", "78.", "79.", "20.00", "Rank<"):
            assert told not in text, page
    assert "لأن" in client.get(f"{c.path}/rounds").text  # why scoring was closed before its time
    for page in ("/results", "/results/G2C", "/results/export.json"):
        assert client.get(f"{c.path}{page}").status_code == 409


def test_nobody_moves_on_while_sheets_of_scoring_are_reconciled(make: Factory, client, sign_in) -> None:  # type: ignore[no-untyped-def]
    c = two_rounds(make)
    with make.db.write() as session:
        found = Reconciliation(
            round_id=c.round.id, entry_id=c.entries["G2C"][0].id, threshold=20, opened_at=make.now
        )
        session.add(found)
    assert close_scoring(c).kind is RoundKind.SCORING, "no final panel has begun"
    with make.db.write() as session:
        assert waits_for_final(session, c.round.id)
        with pytest.raises(RuleBroken, match="still being reconciled"):
            begin_final_panel(session, c.round.id, by=c.organisers[0].id, at=make.now)
        with pytest.raises(RuleBroken, match="has not begun"):
            consent_to_results(session, c.round.id, reason="لأن", by=c.organisers[0].id, at=make.now)
    sign_in(client, c.organisers[0])
    path = f"{c.path}/rounds/final/beginning"
    assert path not in client.get(f"{c.path}/progress").text
    with make.db.write() as session:
        settled = session.get_one(Reconciliation, found.id)
        settled.settled_at, settled.settlement = make.now, Settlement.STANDS
        session.add(settled)
    shown = client.get(f"{c.path}/progress").text
    assert path in shown
    assert "/results/openings" not in shown
    data = {"_csrf_token": form_token(client, f"{c.path}/progress")}
    assert client.post(path, data=data, follow_redirects=False).headers["location"] == f"{c.path}/rounds"
    with make.db.write() as session:
        final = last_round(session, c.cycle.id)
        assert final is not None
        assert final.kind is RoundKind.FINAL
        assert not waits_for_final(session, final.id)
        with pytest.raises(RuleBroken, match="No final panel waits"):
            begin_final_panel(session, c.round.id, by=c.organisers[0].id, at=make.now)


def test_the_desk_asks_for_judges_of_the_finalists_and_the_cycle_stays_in_judging(make: Factory) -> None:
    c = two_rounds(make)
    close_scoring(c)
    with make.db.read() as session:
        (overview,) = [
            o for o in overviews(session, c.organisers[0].id, make.now) if o.cycle.id == c.cycle.id
        ]
        phase = happened(session, make.now)[c.cycle.id]
    state = overview.state
    assert (state.kind is RoundKind.FINAL, state.submitted, state.lacking_judges) == (True, 5, 4)
    assert (phase.round_opened, phase.round_closed) == (True, False)
    assert any("final panel" in str(step.text.text) for step in next_steps(state))
