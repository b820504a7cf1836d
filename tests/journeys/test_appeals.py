"""An entrant reads how its entry did and appeals; somebody without a part rules; the results are counted again."""

import pytest
from playwright.sync_api import expect

from judging.appeals.models import Outcome, Standing
from tests.judging.appeals.world import world_of

TEXT = "الورقة الرابعة أعطت درجات متدنية دون أن تشير إلى ما ورد في المشاركة."
REASONS = {
    "ar": "ثبت أن البطاقة الرابعة لم تستند إلى ما قدمته المشاركة.",
    "en": "The fourth sheet does not rest on what the entry says.",
}


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_appeal_from_the_letter_to_the_difference(live, browser_page, enter, assert_accessible, lang):
    world = world_of(live.make, shows=Standing.RANK)
    entry = world.entry(1)
    office = browser_page(lang=lang)
    enter(office, world.contest.organisers[0])
    office.goto(f"{world.contest.path}/decisions")
    office.locator(f"main a[href='{world.path}']").click()
    assert_accessible(office)
    office.locator(f"main a[href='{world.path}/telling']").click()
    office.locator("main form .button").click()
    expect(office.locator(".error-summary")).to_be_visible()
    assert_accessible(office)
    office.locator("#confirmed").check()
    office.locator("main form .button").click()
    office.locator(".notice").first.wait_for()
    other = browser_page(lang=lang)
    enter(other, world.contest.organisers[1])
    other.goto(world.path)
    assert_accessible(other)
    other.locator(f"form[action='{world.path}/telling/agreement'] .button").click()
    other.locator(".notice").first.wait_for()

    mine = browser_page(lang=lang)
    enter(mine, world.entrant)
    mine.goto("/entries")
    mine.locator(f"main a[href='/entries/{entry.id}/feedback']").first.click()
    assert_accessible(mine)
    live.clock.forward(days=2)
    enter(mine, world.entrant)
    mine.goto(f"/entries/{entry.id}/feedback")
    mine.locator(f"main a[href='/entries/{entry.id}/appeal']").click()
    mine.locator("#text").fill(TEXT)
    mine.locator("main form .button").click()
    expect(mine.locator("#text")).to_have_value(TEXT)
    expect(mine.locator("#text-count")).to_contain_text("13")
    mine.locator("#text").fill(f"{TEXT} زيادة")
    expect(mine.locator("#text-count")).to_contain_text("14")
    mine.locator("#text").fill(TEXT)
    assert_accessible(mine)
    mine.locator("input[name='ground'][value='misread']").check()
    mine.locator("main form .button").click()
    mine.locator(".notice").first.wait_for()
    assert_accessible(mine)

    enter(office, world.contest.organisers[0])
    office.goto(f"{world.path}/1")
    office.locator("#ruler").select_option(str(world.ruler.id))
    assert_accessible(office)
    office.locator(f"form[action='{world.path}/1/ruler'] button").click()
    office.locator(".notice").first.wait_for()
    office.goto(world.path)
    assert_accessible(office)

    ruler = browser_page(lang=lang)
    enter(ruler, world.ruler)
    ruler.goto(f"{world.path}/1")
    ruler.locator("input[name='outcome'][value='upheld']").check()
    ruler.locator(f"input[name='sheets'][value='{world.low_sheet()}']").check()
    ruler.locator("#reasons_ar").fill(REASONS["ar"])
    ruler.locator("#reasons_en").fill(REASONS["en"])
    assert_accessible(ruler)
    ruler.locator(f"form[action='{world.path}/1/ruling'] .button").click()
    ruler.locator(".notice").first.wait_for()

    second = browser_page(lang=lang)
    enter(second, world.second)
    second.goto(f"{world.path}/1")
    assert_accessible(second)
    second.locator(f"form[action='{world.path}/1/agreement'] .button").click()
    second.locator(".notice").first.wait_for()

    office.goto(f"{world.path}/1/difference")
    assert_accessible(office)
    office.locator(f"form[action='{world.path}/1/correction'] button").click()
    office.locator(".notice").first.wait_for()
    expect(office).to_have_url(f"{live.base_url}{world.path}/1/difference")
    assert_accessible(office)

    mine.reload()
    expect(mine.locator("main")).to_contain_text(REASONS[lang])
    expect(mine.locator("main")).to_contain_text("90.00")
    assert_accessible(mine)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_published_places_are_corrected_by_two(live, browser_page, enter, assert_accessible, lang):
    world = world_of(live.make, waits=False)
    live.clock.at = world.contest.cycle.publishes_at
    world.contest.publish()
    world.tell()
    live.clock.forward(days=2)
    filed = world.file()
    world.assign(filed)
    world.agree(filed, world.rule(filed, Outcome.UPHELD, set_aside=[world.low_sheet()]))
    office = browser_page(lang=lang)
    enter(office, world.contest.organisers[0])
    office.goto(f"{world.path}/1/difference")
    office.locator(f"form[action='{world.path}/1/correction'] button").click()
    office.locator(f"main a[href='{world.path}/1/places']").click()
    assert_accessible(office)
    office.locator(f"form[action='{world.path}/1/places'] .button").click()
    office.locator(".notice").first.wait_for()
    other = browser_page(lang=lang)
    enter(other, world.contest.organisers[1])
    other.goto(f"{world.path}/1/places")
    assert_accessible(other)
    other.locator(f"form[action='{world.path}/1/places/approval'] button").click()
    other.locator(".notice").first.wait_for()
    other.goto(f"/winners/{world.contest.cycle.number}")
    expect(other.locator(".won .project").first).to_have_text(
        world.entry(1).title_ar if lang == "ar" else world.entry(1).title_en
    )
    assert_accessible(other)
