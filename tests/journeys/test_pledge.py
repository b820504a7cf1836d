"""An organiser names reserves; a newly seated judge signs the pledge before reading anything."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards.people.models import Person, Role
from judging.panels.models import Origin
from judging.panels.operations import Seat, seat_judge
from tests.journeys.conftest import SIZES, Live


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_reserves_are_named_and_a_judge_signs_before_reading(
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
    lang: str,
    width: int,
) -> None:
    make = live.make
    cycle = make.judging_cycle()
    category, round_ = make.category(cycle), make.round(cycle)
    organiser, entrant, person = (make.person(r) for r in (Role.ORGANISER, Role.ENTRANT, Role.JUDGE))
    entry = make.entry(category, make.agency(entrant), entrant)
    make.blind_copy(entry, approved_by=organiser)
    with live.db.write() as session:
        seat = Seat(origin=Origin.LOCAL, reads_ar=True, reads_en=True, capacity=9, expertise=("G2C",))
        judge = seat_judge(session, cycle.id, person.id, seat, by=organiser.id, at=make.now)
    make.assignment(round_, judge, entry, organiser, code="K7-QM2")

    office = browser_page(lang=lang, width=width)
    enter(office, organiser)
    office.goto(f"/cycles/{cycle.number}/jury/panels")
    office.locator("main details summary").first.click()
    office.locator("input[name=reserves-G2C]").first.check()
    assert_accessible(office)
    office.locator('form[action$="/jury/panels"] .actions button').click()
    expect(office.locator(".notice").first).to_be_visible()
    office.locator("main details summary").first.click()
    expect(office.locator("input[name=reserves-G2C]").first).to_be_checked()

    desk = browser_page(lang=lang, width=width)
    enter(desk, person)
    desk.goto("/scorecards")
    expect(desk).to_have_url(re.compile(r"/scorecards/pledge$"))
    assert_accessible(desk)
    desk.locator('form[action="/scorecards/pledge"] button').click()
    expect(desk.locator(".error-summary")).to_be_visible()
    assert_accessible(desk)
    desk.locator("#confirmed input").check()
    desk.locator('form[action="/scorecards/pledge"] button').click()
    expect(desk.locator("main")).to_contain_text("K7-QM2")
    office.goto(f"/cycles/{cycle.number}/jury")
    assert_accessible(office)
