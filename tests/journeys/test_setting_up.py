"""An organiser sets an award up in a browser: a cycle and its dates, the people of an agency."""

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from awards.cycles.letters import ANNOUNCED
from awards.directory.models import Agency, MembershipKind
from awards.directory.operations import add_member, import_agencies
from awards.directory.rows import agencies_from_fixtures
from awards.people.models import Role
from tests.contests import SETTLED, contest
from tests.journeys.conftest import SIZES
from tests.journeys.test_joining import fill, send
from tests.letters import letters_to


@pytest.fixture
def organiser(live, browser_page, enter):
    """Open the page of an organiser: `organiser(lang, width)`."""
    person = live.make.person(Role.ORGANISER)

    def come(lang, width):
        page = browser_page(lang=lang, width=width)
        enter(page, person)
        return page

    return come


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_cycle_is_typed_checked_changed_and_created(live, organiser, assert_accessible, lang, width):
    with live.make.db.write() as session:
        import_agencies(session, agencies_from_fixtures(), by=None, at=live.make.now)
    live.make.category(live.make.cycle(7), "G2C")
    page = organiser(lang, width)
    page.goto("/cycles/new")
    assert_accessible(page)
    page.locator("[name=source][value=fixtures]").check()
    page.locator("#name_ar").fill("Eighth")
    page.locator("#name_en").fill("Eighth cycle")
    page.locator("main form [type=submit]").click()
    assert_accessible(page)
    page.locator(".error-summary a").first.click()
    assert page.url.endswith("#name_ar")
    page.locator("#name_ar").fill("الدورة الثامنة")
    page.locator("main form [type=submit]").click()
    page.locator("[value=create]").wait_for()
    assert_accessible(page)
    page.locator("[value=change]").click()
    assert page.locator("#name_ar").input_value() == "الدورة الثامنة"
    page.locator("main form [type=submit]").click()
    page.locator("[value=create]").click()
    page.wait_for_url("**/cycles/8")
    assert_accessible(page)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_judges_lose_time_only_after_a_second_look(live, organiser, assert_accessible, lang, width):
    contest(live.make, {"G2C": SETTLED}, number=7)
    page = organiser(lang, width)
    page.goto("/cycles/7/timetable")
    assert_accessible(page)
    closes = page.locator("#judging_closes")
    day = re.sub(r"T.*", "", closes.input_value())
    closes.fill(f"{day}T00:00")
    page.locator("#reason").fill("The hall is not free.")
    page.locator("main form [value=save]").click()
    page.locator("[name=confirmed]").wait_for()
    assert_accessible(page)
    page.locator("[name=confirmed]").check()
    page.locator("main form [value=save]").click()
    page.wait_for_url("**/cycles/7")


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_somebody_who_enters_for_an_agency_is_shut_out(live, organiser, assert_accessible, lang, width):
    live.make.agency(live.make.person(Role.ENTRANT), code="maps")
    page = organiser(lang, width)
    page.goto("/agencies")
    assert_accessible(page)
    page.locator("[href='/agencies/maps/people']").click()
    assert_accessible(page)
    page.locator("form[action$=disabling] button").click()
    page.locator("form[action$=enabling] button").wait_for()
    assert_accessible(page)
    page.locator("form[action$=removal] button").click()
    page.locator(".empty").wait_for()


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_agency_is_added_by_hand_and_its_owner_is_told_of_the_cycle(
    live, organiser, assert_accessible, lang, width
):
    live.make.cycle(7)
    page = organiser(lang, width)
    page.goto("/agencies")
    page.locator("main a[href='/agencies/new']").click()
    assert_accessible(page)
    fill(page, code="maps", name_ar="Maps", name_en="Board of Maps", domain="maps.example")
    send(page)
    expect(page.locator("#name_ar-error")).to_be_visible()
    assert_accessible(page)
    fill(page, name_ar="هيئة الخرائط")
    send(page)
    expect(page.get_by_role("status").first).to_be_visible()
    page.locator("main a[href='/agencies/maps/editing']").click()
    expect(page.locator("#domain")).to_have_value("maps.example")
    assert_accessible(page)

    owner = live.make.person(Role.ENTRANT)
    with live.db.write() as session:
        agency = session.exec(select(Agency).where(Agency.code == "maps")).one()
        add_member(session, agency.id, owner.id, MembershipKind.OWNER, by=None, at=live.clock())
    page.goto("/cycles/7")
    page.locator("main a[href='/cycles/7/announcement/letter']").click()
    expect(page.locator(".letter article")).to_be_visible()
    assert_accessible(page)
    page.locator("form[action$=letter] button").click()
    expect(page).to_have_url(re.compile("/cycles/7$"))
    assert [kind for kind, _ in letters_to(live.db, live.settings, owner.email)][-1:] == [ANNOUNCED]
    page.goto("/cycles/7/announcement/letter")
    expect(page.locator("form[action$=letter]")).to_have_count(0)
    assert_accessible(page)
