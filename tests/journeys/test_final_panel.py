"""An organiser leads a cycle through two rounds; a judge of the final panel reads what scoring came to."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind
from tests.awards.screening.scenes import admit_all
from tests.contests import by_criterion, contest
from tests.journeys.conftest import SIZES, Live


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_cycle_goes_through_scoring_and_a_final_panel(
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
    lang: str,
    width: int,
) -> None:
    make, clock = live.make, live.clock
    c = contest(make, {"G2C": [[9, 9, 9], [8, 8, 8], [7, 7, 7], [2, 2, 2]]})
    for entry in c.entries["G2C"]:
        make.blind_copy(entry, approved_by=c.organisers[0])
    fresh = [make.judge(c.cycle) for _ in range(2)]
    with live.db.write() as session:
        scoring = session.get_one(Round, c.round.id)
        scoring.opened_at = None
        session.add(scoring)
        admit_all(session, c.cycle, c.organisers[0].id, clock())

    # Planned before scoring begins, and not otherwise.
    first = browser_page(lang=lang, width=width)
    enter(first, c.organisers[0])
    first.goto(f"{c.path}/rounds")
    assert_accessible(first)
    ends = (clock() + timedelta(days=6)).strftime("%Y-%m-%dT%H:%M")
    first.locator("#scoring_ends").fill(ends)
    first.locator("#finalists").fill("1")
    first.locator("#sheets_per_entry").fill("2")
    first.locator("input[name=shows_scoring]").check()
    keep = first.locator('form[action$="/rounds/final"] button')
    keep.click()
    expect(first.locator(".error-summary")).to_be_visible()
    assert_accessible(first)
    first.locator("#finalists").fill("3")
    keep.click()
    expect(first.locator(".notice").first).to_be_visible()
    assert_accessible(first)

    # Scoring ends at its own hour: one organiser closes it, and sees who moved on, by number.
    with live.db.write() as session:
        scoring = session.get_one(Round, c.round.id)
        scoring.opened_at = clock()
        session.add(scoring)
    first.goto(f"{c.path}/progress")
    assert_accessible(first)
    clock.forward(days=7)
    enter(first, c.organisers[0])
    first.goto(f"{c.path}/round/closing")
    assert_accessible(first)
    first.locator('form[action$="/round/closing"] button').click()
    expect(first).to_have_url(re.compile(r"/rounds$"))
    assert_accessible(first)
    numbers = first.locator("#finalists-title ~ .table-wrap td.num").all_inner_texts()
    assert numbers == sorted(numbers, key=int)
    assert numbers == [str(entry.number) for entry in c.entries["G2C"][:3]]
    body = first.locator("main").inner_text()
    assert "90.00" not in body

    # The planner gives finalists to those alone who have not read them.
    first.goto(f"{c.path}/assignments/by-hand")
    assert_accessible(first)
    first.goto(f"{c.path}/rounds")
    first.locator('#finalists-title ~ .actions a[href$="/assignments"]').click()
    assert_accessible(first)
    with first.expect_navigation():
        first.locator('form[action$="/assignments"] button').click()
    live.make.certificate(c.cycle)
    first.goto(f"{c.path}/round/opening")
    assert_accessible(first)
    first.locator('form[action$="/round/opening"] button').click()
    expect(first).to_have_url(re.compile(r"/progress$"))
    assert_accessible(first)

    with live.db.read() as session:
        final = session.exec(
            select(Round).where(Round.cycle_id == c.cycle.id, Round.kind == RoundKind.FINAL)
        ).one()
        given = list(session.exec(select(Assignment).where(Assignment.round_id == final.id)))
        judge = session.exec(select(Person).join(Judge).where(Judge.id == fresh[0].id)).one()
    assert {one.judge_id for one in given} == {one.id for one in fresh}
    assert len(given) == 6

    # One of them reads the entry under a new code, and what scoring came to.
    desk = browser_page(lang=lang, width=width)
    enter(desk, judge)
    desk.goto("/scorecards")
    assert_accessible(desk)
    mine = next(
        one for one in given if one.judge_id == fresh[0].id and one.entry_id == c.entries["G2C"][0].id
    )
    desk.goto(f"/scorecards/{mine.code}")
    assert_accessible(desk)
    desk.locator('main a[href$="/scoring"]').click()
    expect(desk.locator(".figures")).to_contain_text("90.00")
    assert_accessible(desk)

    points = {entry.id: [5, 9, 9][place] for place, entry in enumerate(c.entries["G2C"][:3])}
    for one in given:
        make.scorecard(one, by_criterion(points[one.entry_id]))
    clock.forward(days=6)
    enter(first, c.organisers[0])
    first.goto(f"{c.path}/round/closing")
    assert_accessible(first)
    first.locator('form[action$="/round/closing"] button').click()
    first.locator('form[action$="/results/openings"] button').click()
    second = browser_page(lang=lang, width=width)
    enter(second, c.organisers[1])
    second.goto(f"{c.path}/progress")
    second.locator('form[action$="/results/openings"] button').click()
    expect(second).to_have_url(re.compile(r"/results$"))
    assert_accessible(second)
    # 8 8 8 9 9, then 7 7 7 9 9, then 9 9 9 5 5, and behind them the one that did not move on.
    ranked = second.locator(".ranking tbody tr td:nth-child(2)").all_inner_texts()
    assert ranked == [str(c.entries["G2C"][place].number) for place in (1, 2, 0, 3)]
    second.goto(f"{c.path}/results/G2C")
    assert_accessible(second)
    second.goto(f"{c.path}/results/G2C/{c.entries['G2C'][1].number}")
    assert_accessible(second)
