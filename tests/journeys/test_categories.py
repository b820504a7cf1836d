"""An organiser adds a category that begins like another one, and removes it again."""

import pytest
from playwright.sync_api import expect

from awards.people.models import Role
from tests.journeys.conftest import SIZES


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_category_is_added_and_removed(live, browser_page, enter, assert_accessible, lang, width):
    cycle = live.make.cycle(8, announced=False)
    live.make.category(cycle)
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/cycles/8")
    assert_accessible(page)
    page.locator('a[href="/cycles/8/new-category"]').click()
    page.locator("#name_ar").fill("الذكاء الاصطناعي")
    page.locator("#name_en").fill("Artificial intelligence")
    page.locator("#code").fill("1")
    page.locator("main form .button").click()
    expect(page.locator("#code-error")).to_be_visible()
    assert_accessible(page)
    page.locator("#code").fill("AI")
    page.locator("#like").select_option("G2C")
    page.locator("main form .button").click()
    page.wait_for_url("**/categories/AI")
    expect(page.locator(".criteria li")).to_have_count(3)
    page.goto("/cycles/8/categories/AI/text")
    page.locator('a[href$="/removal"]').click()
    assert_accessible(page)
    page.locator(".button-danger").click()
    page.wait_for_url("**/cycles/8")
    expect(page.locator('a[href="/cycles/8/categories/AI"]')).to_have_count(0)
