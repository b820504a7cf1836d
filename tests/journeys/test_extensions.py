"""An organiser gives an entry more time after the closing, and its writer reads it and submits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from awards.cycles.forms import typed_timetable
from awards.cycles.queries import timetable_of
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES, Live


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_entry_is_given_more_time_after_the_closing(
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[..., None],
    assert_accessible: Callable[[Page], None],
    lang: str,
    width: int,
) -> None:
    s = scene(live.make, grace_minutes=30)
    entry = s.whole()
    live.clock.at = s.cycle.closes_at + timedelta(hours=4)
    times = timetable_of(s.cycle)
    closes = times.extended(live.clock() + timedelta(days=2))

    organiser = browser_page(lang=lang, width=width)
    enter(organiser, live.make.person(Role.ORGANISER))
    organiser.goto("/cycles/5")
    organiser.locator('main a[href="/cycles/5/extensions"]').click()
    assert_accessible(organiser)
    organiser.locator("main form button.button").click()
    expect(organiser.locator('.error-summary a[href="#whom"]')).to_be_visible()
    assert_accessible(organiser)
    organiser.locator('#whom input[value="entry"]').check()
    organiser.locator("#entry").fill(str(entry.number))
    organiser.locator("#closes").fill(typed_timetable(closes)["closes"])
    organiser.locator("#reason").fill("انقطعت الخدمة ليلة الإغلاق · The service was down on the last night")
    organiser.locator("main form button.button").click()
    expect(organiser.locator(".letter")).to_contain_text("بوابة التراخيص")
    assert_accessible(organiser)
    organiser.locator("main form button.button").click()
    expect(organiser.locator("main table")).to_contain_text("The service was down")
    assert_accessible(organiser)

    writer = browser_page(lang=lang, width=width)
    enter(writer, s.member)
    writer.goto("/entries")
    assert_accessible(writer)
    writer.locator(f'main th a[href="/entries/{entry.id}"]').click()
    expect(writer.locator(".deadline")).to_be_visible()
    expect(writer.locator(".moved")).to_be_visible()
    assert_accessible(writer)
    writer.goto(f"/entries/{entry.id}/check")
    writer.locator('main input[name="terms"]').check()
    writer.locator('main form[action$="/submissions"] button.button').click()
    expect(writer.locator("h1")).to_be_visible()
    writer.wait_for_url("**/receipt")
