"""An organiser watches the intake and reminds the people of drafts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from awards.people.models import Person, Role
from tests.awards.entries.scenes import Scene, scene
from tests.journeys.conftest import SIZES, Live
from tests.letters import letters_to

NOTICE = {"ar": "تذكير واحد في طريقه.", "en": "1 reminder is on its way."}


@pytest.fixture
def s(live: Live) -> Scene:
    now = live.clock()
    s = scene(live.make, closes_at=now + timedelta(days=5), judging_opens_at=now + timedelta(days=20))
    s.start()
    s.submit(s.whole())
    return s


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_watches_the_intake_and_reminds_of_a_draft(
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
    page.locator('.tabs a[href="/cycles/5/intake"]').click()
    assert_accessible(page)
    expect(page.locator("svg.day-bars").first).to_be_visible()
    page.locator("main details summary").first.click()
    assert_accessible(page)

    page.locator('a[href="/cycles/5/intake/drafts"]').first.click()
    expect(page.locator("input[name=entry]")).to_be_checked()
    page.locator("td details summary").click()
    assert_accessible(page)
    page.locator("main .stack .button").click()

    expect(page.locator(".letter article")).to_have_count(2)
    expect(page.locator("main")).to_contain_text(s.member.email)
    assert_accessible(page)
    page.locator("main form .button").click()
    expect(page.locator("[role=status]").first).to_have_text(NOTICE[lang])
    expect(page.locator("input[name=entry]")).to_have_count(0)
    assert_accessible(page)
    written = [kind for kind, _ in letters_to(live.db, live.settings, s.member.email)]
    assert written.count("intake.reminded") == 1
