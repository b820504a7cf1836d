"""Organisers screen what was submitted."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from awards.people.models import Person, Role
from tests.awards.entries.scenes import Scene, scene
from tests.journeys.conftest import Live

SIZES = [("ar", 390), ("ar", 1280), ("en", 390), ("en", 1280)]
ADMITTED = {"ar": "قُبلت مشاركة واحدة للتحكيم.", "en": "1 entry is admitted."}


@pytest.fixture
def s(live: Live) -> Scene:
    s = scene(live.make)
    for _ in range(3):
        s.submit(s.whole())
    return s


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_admits_one_entry_after_another_and_the_rest_at_once(
    lang: str,
    width: int,
    live: Live,
    s: Scene,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/cycles/5")
    page.locator('.tabs a[href="/cycles/5/screening"]').click()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert_accessible(page)
    page.locator('.page-head a[href="/cycles/5/screening/1"]').click()
    assert_accessible(page)
    page.locator('form[action$="/admissions"] button').click()
    expect(page.locator("[role=status]").first).to_have_text(ADMITTED[lang])
    page.wait_for_url("**/screening/2")
    page.goto("/cycles/5/screening")
    page.locator('form[action$="/admissions"] button').click()
    expect(page.locator('form[action$="/admissions"]')).to_have_count(0)
    assert_accessible(page)
    page.goto("/cycles/5/screening/3")
    assert_accessible(page)

    page.goto("/cycles/5/screening")
    page.locator('.page-head a[href$="/duplicates"]').click()
    expect(page.locator('form[action$="/duplicates"]')).to_have_count(3)
    assert_accessible(page)
    form = page.locator('form[action$="/duplicates"]').first
    form.locator("button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    form = page.locator('form[action$="/duplicates"]').first
    form.locator("input[name=reason]").fill("خدمتان مختلفتان")
    form.locator("button").click()
    expect(page.locator('form[action$="/duplicates"]')).to_have_count(2)
    page.locator("main details summary").click()
    assert_accessible(page)
