"""What a judge is told: how to score with keys, what a press of a button came to, how to step aside, whom to ask."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SIZES
from tests.journeys.sheets import SAVED, alert, press


def test_the_last_digit_leaves_the_keys_where_they_score(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.locator("input[name='points.support']").first.focus()
    press(page, "9", "k", "7")
    expect(page.locator("input[name='points.channels']:checked")).to_have_value("7")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.card("AA-111").strengths == "", "nothing is written for the entrant by a key"


@pytest.mark.parametrize("button", ["Save", "Save and next", "Lodge the sheet"])
def test_a_button_pressed_without_a_connection_says_what_it_waits_for(desk, button):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.context.set_offline(True)
    page.locator("#strengths").fill("written in a tunnel")
    expect(alert(page)).to_contain_text("No connection.")
    expect(page.get_by_text("once this is saved")).to_have_count(8 // 2)
    expect(page.locator("[data-held]:visible")).to_have_count(0)
    page.get_by_role("button", name=button, exact=button == "Save").click()
    expect(page.locator("[data-held]:visible")).to_have_text("You can move on or lodge once this is saved.")
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    expect(page.locator("[data-held]:visible")).to_have_count(0)


def test_the_total_is_worked_out_after_a_connection_that_was_lost_while_the_page_opened(desk):
    page = desk(lang="en")
    page.route("**/weighted-total.js*", lambda route: route.abort())
    page.goto("/scorecards/AA-111")
    for criterion in ("benefit", "channels", "support"):
        page.locator(f"input[name='points.{criterion}']").first.focus()
        press(page, "8")
    total = page.locator("[data-total]")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    expect(total).to_have_text("–")
    page.unroute("**/weighted-total.js*")
    page.context.set_offline(True)
    page.context.set_offline(False)
    expect(total).to_contain_text("80")


def test_on_a_phone_what_is_said_of_the_connection_does_not_lie_on_the_box_that_is_typed_in(desk):
    page = desk(lang="ar", width=390, height=844)
    page.goto("/scorecards/AA-111")
    box = page.locator("textarea[name='comment.channels']")
    box.focus()
    page.evaluate(
        "box => scrollBy(0, box.getBoundingClientRect().bottom - document.querySelector('.sheet-foot').getBoundingClientRect().top)",
        box.element_handle(),
    )
    page.context.set_offline(True)
    page.keyboard.type("نص")
    expect(alert(page)).to_be_visible()
    page.wait_for_timeout(300)
    below, foot = (
        page.locator(at).bounding_box() for at in ("textarea[name='comment.channels']", ".sheet-foot")
    )
    assert below["y"] + below["height"] <= foot["y"] + 1


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_judge_steps_aside_on_the_second_asking_and_finds_it_in_the_list(
    desk, assert_accessible, lang, width
):
    page = desk(lang=lang, width=width)
    page.goto("/scorecards/BB-222")
    page.locator(".page-head .button-danger").click()
    page.locator("#reason").fill("قريب لي يعمل هناك")
    page.locator("main .button-danger").click()
    expect(page.locator("main h1")).to_contain_text("BB-222")
    assert_accessible(page)
    page.locator("main .button-danger").click()
    page.wait_for_url("**/scorecards")
    expect(page.locator("section", has=page.locator("#aside-title"))).to_contain_text("BB-222")
    assert_accessible(page)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_lodged_sheet_says_how_a_mistake_is_mended(desk, assert_accessible, lang, width):
    page = desk(lang=lang, width=width)
    page.goto("/scorecards/AA-111")
    for points in page.locator("input[value='7']").all():
        points.check(force=True)
    page.locator("button[value='lodge']").click()
    page.locator("main button.button").click()
    assert_accessible(page)
    page.locator(".sheet-receipt a[href$=reopening]").click()
    page.wait_for_url("**/scorecards/AA-111/reopening")
    assert_accessible(page)
