"""An organiser seats last year's jury again, corrects a judge's agencies, and brings an open intake's closing forward."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from awards.people.models import Person, Role
from judging.panels.models import Judge
from tests.contests import contest
from tests.journeys.conftest import SIZES, Live


@pytest.fixture
def organiser(
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    lang: str,
    width: int,
) -> Page:
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    return page


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_the_last_jury_is_seated_again_and_a_tie_that_comes_to_light_ends_an_assignment(
    live: Live, organiser: Page, assert_accessible: Callable[[Page], None], lang: str, width: int
) -> None:
    make = live.make
    before, cycle = make.cycle(6), make.judging_cycle(7)
    health, maps = make.agency(), make.agency()
    person, by = make.person(Role.JUDGE), make.person(Role.ORGANISER)
    make.judge(before, person, affiliations=(maps,))
    category, round_ = make.category(cycle), make.round(cycle)
    entry = make.entry(category, health, make.person(Role.ENTRANT))
    make.blind_copy(entry, approved_by=by)

    organiser.goto("/cycles/7/jury")
    assert_accessible(organiser)
    organiser.locator('main a[href="/cycles/7/jury/again"]').click()
    assert_accessible(organiser)
    organiser.locator("main form button.button").click()
    expect(organiser.locator('.error-summary a[href="#asked"]')).to_be_visible()
    assert_accessible(organiser)
    organiser.locator("#asked input").check()
    organiser.locator("main form button.button").click()
    expect(organiser.locator(".agency-list")).to_contain_text(maps.name_ar if lang == "ar" else maps.name_en)
    assert_accessible(organiser)

    with live.db.read() as session:
        judge = session.exec(select(Judge).where(Judge.cycle_id == cycle.id)).one()
    make.assignment(round_, judge, entry, by)
    organiser.locator('main a[href$="/ties"]').click()
    assert_accessible(organiser)
    organiser.locator("#agency_2").select_option(str(health.id))
    organiser.locator("#former_2").select_option("true")
    organiser.locator("#reason").fill("ذكر ذلك بنفسه.")
    organiser.locator("main form button.button").click()
    expect(organiser).to_have_url(re.compile(r"/cycles/7/assignments#late-title$"))
    expect(organiser.locator('main form[action$="/recusal"]')).to_be_visible()


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_agencies_read_that_the_closing_was_brought_forward(
    live: Live,
    organiser: Page,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
    lang: str,
    width: int,
) -> None:
    cycle = live.make.cycle(7)
    writer = live.make.person(Role.ENTRANT)
    live.make.entry(live.make.category(cycle), live.make.agency(writer), writer, submitted=False)
    organiser.goto("/cycles/7/timetable")
    assert_accessible(organiser)
    closes = organiser.locator("#closes").input_value()
    sooner = organiser.evaluate(
        "d => new Date(Date.parse(d + 'Z') - 864e6).toISOString().slice(0, 16)", closes[:16]
    )
    organiser.locator("#closes").fill(sooner)
    organiser.locator("#reason").fill("يسافر الوزير قبل الحفل.")
    organiser.locator("main form button.button").click()
    assert_accessible(organiser)
    organiser.locator("#confirmed input").check()
    organiser.locator("main form button.button").click()
    expect(organiser.locator(".moved")).to_contain_text("يسافر الوزير قبل الحفل.")
    assert_accessible(organiser)
    agency = browser_page(lang=lang, width=width)
    enter(agency, writer)
    agency.goto("/entries")
    expect(agency.locator(".moved")).to_contain_text("يسافر الوزير قبل الحفل.")
    assert_accessible(agency)


@pytest.mark.parametrize(("lang", "width"), [("ar", 390), ("en", 390)])
def test_a_table_that_is_wider_than_the_phone_says_so_and_others_become_cards(
    live: Live, organiser: Page, assert_accessible: Callable[[Page], None], lang: str, width: int
) -> None:
    c = contest(live.make, {"G2C": [[9, None]]})
    organiser.goto(f"{c.path}/progress")
    expect(organiser.locator(".as-cards thead").first).to_be_hidden()
    assert organiser.evaluate("document.querySelector('.as-cards td').dataset.label")
    assert_accessible(organiser)
    organiser.goto(f"{c.path}/assignments")
    frame = organiser.locator(".table-wrap[data-more~=end]").first
    expect(frame).to_be_visible()
    frame.evaluate(
        "f => f.scrollTo({ left: (getComputedStyle(f).direction === 'rtl' ? -1 : 1) * f.scrollWidth })"
    )
    expect(organiser.locator(".table-wrap[data-more~=start]").first).to_be_visible()
    assert_accessible(organiser)
