"""An organiser sets an award up in a browser: a cycle and its dates, the people of an agency."""

import re

import pytest

from awards.directory.operations import import_agencies
from awards.directory.rows import agencies_from_fixtures
from awards.people.models import Role
from tests.contests import SETTLED, contest

SIZES = [("ar", 820), ("en", 820), ("ar", 390), ("en", 390)]


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
