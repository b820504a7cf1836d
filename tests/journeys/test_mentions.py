"""An organiser gives a special mention beside the places."""

import pytest
from playwright.sync_api import expect

from awards.entries.places import MENTION
from tests.contests import SETTLED, contest
from tests.journeys.conftest import SIZES
from tests.judging.deliberations.test_deciding import decide


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_special_mention_stands_behind_the_places(
    live, browser_page, enter, assert_accessible, lang, width
):
    c = contest(live.make, {"G2C": SETTLED})
    c.open_results()
    for place, entry in enumerate(c.entries["G2C"][:3], start=1):
        decide(c, place, entry)
    page = browser_page(lang=lang, width=width)
    enter(page, c.organisers[0])
    page.goto(f"{c.path}/decisions")
    assert_accessible(page)
    page.locator(f"a[href$='/decisions/G2C/{MENTION}']").click()
    page.locator("input[value=awarded]").check()
    page.locator("input[name=entries]").check()
    page.locator("#citation_ar").fill("عناية بمن لا يستطيع الحضور إلى المراكز.")
    page.locator("#citation_en").fill("Care for those who cannot come to a centre.")
    assert_accessible(page)
    page.locator("form.beside button").click()
    expect(page.locator(".place-list > li")).to_have_count(4)
    page.locator(".place-list > li").last.locator("summary").first.click()
    expect(page.locator(".place-list > li").last).to_contain_text("Care for those who cannot come")
    assert_accessible(page)
