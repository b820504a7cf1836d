"""An organiser writes what is asked before an entry is started; an agency answers it, and is stopped with the reason."""

import pytest
from playwright.sync_api import expect

from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES
from tests.journeys.eligibility import ask_first


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_eligibility_questions_are_written_and_read(
    live, browser_page, enter, assert_accessible, lang, width
):
    live.make.category(live.make.cycle(8, announced=False))
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/cycles/8/new-eligibility-question")
    page.locator("#label_ar").fill("هل الخدمة متاحة للمستفيدين اليوم؟")
    page.locator("#label_en").fill("Is the service open to its users today?")
    page.locator("#why_ar").fill("لا تُقبل إلا خدمة متاحة للمستفيدين.")
    page.locator("main form .button").click()
    expect(page.locator("#why_en-error")).to_be_visible()
    assert_accessible(page)
    page.locator("#why_en").fill("Only a service that is open to its users is taken.")
    page.locator("main form .button").click()
    page.wait_for_url("**/cycles/8/eligibility")
    assert_accessible(page)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_agency_answers_before_it_starts(live, browser_page, enter, assert_accessible, lang, width):
    world = scene(live.make)
    other = live.make.category(world.cycle, "G2B")
    ask_first(live.db)
    about = {"ar": "هل المستفيدون منشآت؟", "en": "Are its users businesses?"}
    ask_first(live.db, key="businesses", category_id=other.id, **about)
    page = browser_page(lang=lang, width=width)
    enter(page, world.member)
    page.goto("/entries/new")
    assert_accessible(page)
    expect(page.locator("#eligible-businesses")).to_be_hidden()
    page.locator(f'[name="category"][value="{other.id}"]').check()
    expect(page.locator("#eligible-businesses")).to_be_visible()
    page.locator(f'[name="category"][value="{world.category.id}"]').check()
    expect(page.locator("#eligible-businesses")).to_be_hidden()
    page.locator('[name="eligible-open"][value="may_not_1"]').check()
    for box in page.locator('[name="entrant"][type="radio"]').all()[:1]:
        box.check()
    page.locator('[name="language"][value="ar"]').check()
    page.locator("#title").fill("بوابة التراخيص")
    page.locator("main form .button").click()
    expect(page.locator("#eligible-open-error")).to_be_visible()
    expect(page.locator("#title")).to_have_value("بوابة التراخيص")
    assert_accessible(page)
    page.locator('[name="eligible-open"][value="may_1"]').check()
    page.locator("main form .button").click()
    expect(page.locator("#tasks-title")).to_be_visible()
