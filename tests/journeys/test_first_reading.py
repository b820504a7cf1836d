"""An organiser plans a first reading, reads who moves on, and lets them; a judge of scoring reads what it came to."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.rounds.models import Round
from judging.rounds.queries import first_reading
from tests.awards.screening.scenes import admit_all
from tests.contests import by_criterion
from tests.journeys.conftest import SIZES, Live

FIRST = [[8, 8], [5, 5], [6, 3], [2, 2]]
"""By a mean of 50 the first two move on, the second just so."""


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_cycle_begins_with_a_first_reading(
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
    lang: str,
    width: int,
) -> None:
    make, clock = live.make, live.clock
    cycle = make.judging_cycle()
    organiser, entrant = make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    category, agency = make.category(cycle, places=1), make.agency(entrant)
    entries = [make.entry(category, agency, entrant) for _ in FIRST]
    for entry in entries:
        make.blind_copy(entry, approved_by=organiser)
    judges = [make.judge(cycle) for _ in FIRST[0]]
    scoring = make.round(cycle, opened=False, sheets_per_entry=2, min_sheets=2)
    with live.db.write() as session:
        admit_all(session, cycle, organiser.id, clock())
    path = f"/cycles/{cycle.number}"

    # Planned before judging begins, and not otherwise.
    page = browser_page(lang=lang, width=width)
    enter(page, organiser)
    page.goto(f"{path}/rounds")
    plan = page.locator('form[action$="/rounds/first-reading"]')
    page.locator("#reading-title ~ details summary").click()
    plan.locator("#reading_ends").fill((clock() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"))
    plan.locator("#readers").fill("1")
    plan.locator("#least").fill("2")
    plan.locator("input[name=shows_reading]").check()
    plan.locator("button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)
    plan.locator("#readers").fill("2")
    plan.locator("button").click()
    expect(page.locator(".notice").first).to_be_visible()
    assert_accessible(page)
    page.locator("a[href$='/rubric/first-reading']").click()
    assert_accessible(page)
    page.goto(f"{path}/rounds/method")
    assert_accessible(page)

    # Assigned, opened and read as any round is.
    page.goto(f"{path}/assignments")
    with page.expect_navigation():
        page.locator('form[action$="/assignments"] button').first.click()
    make.certificate(cycle)
    page.goto(f"{path}/round/opening")
    page.locator('form[action$="/round/opening"] button').click()
    expect(page).to_have_url(re.compile(r"/progress$"))
    assert_accessible(page)
    with live.db.read() as session:
        reading = first_reading(session, cycle.id)
        assert reading is not None
        given = list(session.exec(select(Assignment).where(Assignment.round_id == reading.id)))
        judge = session.get_one(Person, session.get_one(Judge, judges[0].id).person_id)
    assert len(given) == len(entries) * 2
    desk = browser_page(lang=lang, width=width)
    enter(desk, judge)
    desk.goto("/scorecards")
    assert_accessible(desk)
    order = {entry.id: list(points) for entry, points in zip(entries, FIRST, strict=True)}
    for one in given:
        make.scorecard(one, by_criterion(order[one.entry_id].pop()))

    # Closed at its hour; who moves on is read, and then confirmed.
    clock.forward(days=3)
    enter(page, organiser)
    page.goto(f"{path}/round/closing")
    assert_accessible(page)
    page.locator('form[action$="/round/closing"] button').click()
    expect(page).to_have_url(re.compile(r"/rounds/moving-on$"))
    assert_accessible(page)
    assert "80.00" not in page.locator("main").inner_text()
    badges = page.locator("td .badge").all_inner_texts()
    assert len(badges) == len(FIRST)
    assert len(set(badges)) == 3
    page.locator('form[action$="/rounds/moving-on"] button').click()
    expect(page.locator(".notice").first).to_be_visible()
    expect(page.locator('form[action$="/rounds/moving-on"]')).to_have_count(0)
    assert_accessible(page)
    page.goto(f"{path}/progress")
    assert_accessible(page)
    page.goto(f"{path}/assignments")
    with page.expect_navigation():
        page.locator('form[action$="/assignments"] button').first.click()
    with live.db.write() as session:
        now = session.get_one(Round, scoring.id)
        now.opened_at = clock()
        session.add(now)
        scored = list(session.exec(select(Assignment).where(Assignment.round_id == scoring.id)))
    assert {one.entry_id for one in scored} == {entries[0].id, entries[1].id}

    # A judge of scoring meets the entry under a new code, with what the first reading came to.
    mine = next(one for one in scored if one.judge_id == judges[0].id and one.entry_id == entries[0].id)
    assert mine.code not in {one.code for one in given}
    enter(desk, judge)
    desk.goto(f"/scorecards/{mine.code}")
    desk.locator('main a[href$="/scoring"]').click()
    expect(desk.locator(".figures")).to_contain_text("80.00")
    assert_accessible(desk)
