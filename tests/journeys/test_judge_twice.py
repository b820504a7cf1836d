"""A judge's sheet in two tabs, or over a bad line: nothing of it is lost, and their own save is nobody else's."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SIZES
from tests.journeys.sheets import SAVED, alert, kept, wait_for

TOO_LONG = "x" * 2_100


def remark(page: Page, criterion: str) -> str:
    return page.locator(f"textarea[name='comment.{criterion}']").input_value()


def give(page: Page, criterion: str, points: str) -> None:
    page.locator(f"input[name='points.{criterion}'][value='{points}']").check(force=True)


def leave_and_come_back(page: Page) -> None:
    page.goto("/scorecards")
    page.goto("/scorecards/AA-111")


@pytest.mark.parametrize("away", [lambda page: page.reload(), leave_and_come_back])
def test_a_remark_that_is_too_long_is_no_conflict_after_the_page_was_left(desk, bench, away):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    give(page, "benefit", "7")
    box = page.locator("textarea[name='comment.channels']")
    box.fill(TOO_LONG)
    expect(alert(page)).to_contain_text("Write at most 2000 characters. Everything else")
    for _ in range(2):
        away(page)
        expect(box).to_have_value(TOO_LONG)
        expect(alert(page)).to_contain_text("Write at most 2000 characters. Everything else")
    give(page, "support", "6")
    wait_for(page, lambda: bench.points("AA-111") == {"benefit": "7", "channels": None, "support": "6"})
    box.fill("short")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    expect(alert(page)).to_have_count(0)
    page.reload()
    assert remark(page, "channels") == "short"
    assert kept(page) == []


def test_a_save_whose_answer_got_lost_is_no_conflict_after_the_page_was_left(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: (route.fetch(), route.abort()), times=1)
    page.locator("#strengths").fill("arrived")
    expect(alert(page)).to_contain_text("No connection.")
    assert bench.card("AA-111").strengths == "arrived"
    page.context.set_offline(True)
    page.locator("#strengths").fill("arrived, and more offline")
    give(page, "benefit", "4")
    page.wait_for_timeout(1500)
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto("/scorecards")
    again.goto("/scorecards/AA-111")
    expect(again.locator("#strengths")).to_have_value("arrived, and more offline")
    wait_for(again, lambda: bench.card("AA-111").strengths == "arrived, and more offline")
    expect(again.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.points("AA-111")["benefit"] == "4"
    wait_for(again, lambda: kept(again) == [])


def test_what_two_tabs_wrote_in_different_fields_is_put_together(desk, bench):
    page = desk(lang="ar")
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto("/scorecards/AA-111")
    give(page, "channels", "3")
    page.locator("textarea[name='comment.channels']").fill("من النافذة الأولى")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["ar"])
    give(other, "benefit", "8")
    expect(other.locator("[data-saved]")).to_have_text(SAVED["ar"])
    expect(alert(other)).to_contain_text("ما حفظته من مكان آخر")
    expect(other.locator("input[name='points.channels']:checked")).to_have_value("3")
    assert remark(other, "channels") == "من النافذة الأولى"
    assert bench.points("AA-111") == {"benefit": "8", "channels": "3", "support": None}
    wait_for(other, lambda: kept(other) == [])


def test_what_is_typed_while_a_field_is_contested_is_saved_and_only_that_field_is_asked_about(desk, bench):
    page = desk(lang="en")
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto("/scorecards/AA-111")
    give(page, "benefit", "8")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    give(other, "benefit", "2")
    expect(alert(other)).to_contain_text("You changed the same field here and elsewhere:")
    other.locator("#improvements").fill("typed later")
    wait_for(other, lambda: bench.card("AA-111").improvements == "typed later")
    assert bench.points("AA-111")["benefit"] == "8"
    other.reload()
    expect(alert(other)).to_contain_text("You changed the same field here and elsewhere:")
    other.get_by_role("button", name="Save and next").click()
    expect(other.locator("fieldset")).to_have_count(1)
    other.get_by_label("What is saved").check()
    other.get_by_role("button", name="Save this choice").click()
    expect(other.locator("input[name='points.benefit']:checked")).to_have_value("8")
    expect(other.locator("#improvements")).to_have_value("typed later")
    assert kept(other) == []


def test_without_javascript_too_only_what_both_changed_is_asked_about(desk, bench):
    page = desk(lang="en", javascript=False)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto("/scorecards/AA-111")
    give(page, "channels", "3")
    page.locator("#strengths").fill("first\nlines")
    page.get_by_role("button", name="Save", exact=True).click()
    give(other, "benefit", "8")
    other.locator("#strengths").fill("second")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.locator("fieldset")).to_have_count(1)
    other.get_by_role("button", name="Save this choice").click()
    expect(other.locator("#strengths")).to_have_value("first\nlines\n\nsecond")
    assert bench.points("AA-111") == {"benefit": "8", "channels": "3", "support": None}


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_the_choice_between_two_versions_is_accessible(desk, assert_accessible, lang, width):
    page = desk(lang=lang, width=width)
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto("/scorecards/AA-111")
    for tab, points, text in ((page, "8", "أثر واضح"), (other, "2", "أثر محدود " * 40)):
        give(tab, "benefit", points)
        tab.locator("#strengths").fill(text)
        expect(tab.locator("[data-when=stale]" if tab is other else "[data-saved]")).to_be_visible()
        tab.wait_for_timeout(1500)
    assert_accessible(other)
    other.locator("[data-when=stale] button").click()
    expect(other.locator("fieldset")).to_have_count(2)
    assert_accessible(other)


def test_a_tab_that_is_loaded_again_shows_what_another_saved_and_saves_nothing_over_it(desk, bench):
    page = desk(lang="en")
    other = page.context.new_page()
    page.goto("/scorecards/AA-111")
    page.locator("#strengths").fill("first")
    give(page, "benefit", "2")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    other.goto("/scorecards/AA-111")
    other.locator("#strengths").fill("second")
    give(other, "benefit", "8")
    expect(other.locator("[data-saved]")).to_have_text(SAVED["en"])
    page.reload()
    expect(page.locator("#strengths")).to_have_value("second")
    expect(page.locator("input[name='points.benefit']:checked")).to_have_value("8")
    page.locator("#improvements").fill("third")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    wait_for(page, lambda: bench.card("AA-111").improvements == "third")
    assert (bench.card("AA-111").strengths, bench.points("AA-111")["benefit"]) == ("second", "8")


def copied(page: Page) -> Page:
    """A tab that begins with all that the other's own storage holds."""
    with page.expect_popup() as opened:
        page.evaluate("window.open(location.href)")
    return opened.value


@pytest.mark.parametrize("second", [copied, lambda page: page.context.new_page()])
def test_what_two_tabs_wrote_offline_is_all_there_when_both_were_closed(desk, bench, second):
    page = desk(lang="en")
    context = page.context
    page.goto("/scorecards/AA-111")
    other = second(page)
    other.goto("/scorecards/AA-111")
    context.set_offline(True)
    page.locator("#strengths").fill("from the first")
    other.locator("#improvements").fill("from the second")
    for tab in (page, other):
        expect(alert(tab)).to_contain_text("No connection.")
    page.close()
    other.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto("/scorecards/AA-111")
    expect(again.locator("#strengths")).to_have_value("from the first")
    expect(again.locator("#improvements")).to_have_value("from the second")
    wait_for(again, lambda: kept(again) == [])
    card = bench.card("AA-111")
    assert (card.strengths, card.improvements) == ("from the first", "from the second")


def test_what_one_tab_keeps_is_not_taken_for_what_the_other_wrote(desk, bench):
    page = desk(lang="en")
    context = page.context
    other = context.new_page()
    for tab in (page, other):
        tab.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: (route.fetch(), route.abort()))
    give(page, "benefit", "8")
    expect(alert(page)).to_contain_text("No connection.")
    assert bench.points("AA-111")["benefit"] == "8"
    give(other, "benefit", "2")
    expect(alert(other)).to_contain_text("You changed the same field here and elsewhere:")
    page.locator("#strengths").fill("later")
    wait_for(page, lambda: bench.card("AA-111").strengths == "later")
    other.reload()
    expect(alert(other)).to_contain_text("You changed the same field here and elsewhere:")
    assert bench.points("AA-111")["benefit"] == "8"
