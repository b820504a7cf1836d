"""An organiser plans the whole timetable, corrects a slip, and sets the reminders."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from awards.cycles.queries import timetable_of
from awards.kit.clock import RIYADH
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES, Live


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_the_whole_timetable_is_planned_and_reminders_are_set(
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[..., None],
    assert_accessible: Callable[[Page], None],
    lang: str,
    width: int,
) -> None:
    s = scene(live.make)
    s.start()
    times = timetable_of(s.cycle)
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/cycles/5/timetable")
    page.locator("details.plans summary").click()
    assert_accessible(page)

    def typed(days: int) -> str:
        """So many days from the opening of judging, as it is typed."""
        return (times.judging_opens + timedelta(days=days)).astimezone(RIYADH).strftime("%Y-%m-%dT%H:%M")

    page.locator("#screening_ends").fill(typed(1))
    page.locator("#ceremony").fill(typed(45))
    page.locator("#declarations_end").fill(typed(-3))
    page.locator("main form button.button").click()
    expect(page.locator('.error-summary a[href="#declarations_end"]')).to_be_visible()
    expect(page.locator("#declarations_end")).to_be_visible()
    assert_accessible(page)
    page.locator("#screening_ends").fill(typed(-5))
    page.locator("main form button.button").click()
    expect(page.locator("table.timetable tbody tr")).to_have_count(8)
    expect(page.locator("table.timetable tr.next")).to_have_count(1)
    assert_accessible(page)

    page.locator('main a[href="/cycles/5/reminders"]').click()
    expect(page.locator(".letter")).to_be_visible()
    assert_accessible(page)
    page.locator('#hours input[value="72"]').check()
    page.locator("main form button.button").click()
    expect(page.locator('#hours input[value="72"]')).to_be_checked()
    assert_accessible(page)
