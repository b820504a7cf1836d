"""An organiser reminds judges by a letter read before, and hands a stuck judge's entry over."""

import pytest

from awards.people.models import Role
from judging.scorecards.operations import lodge_scorecard, save_by_code
from judging.scorecards.sheet import Mark, SheetInput
from tests.factories import CRITERIA
from tests.journeys.conftest import CODES, SIZES


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_judges_are_reminded_and_an_entry_changes_hands(
    live, bench, browser_page, enter, assert_accessible, lang, width
):
    make, at = live.make, live.clock()
    other = make.judge(bench.cycle, make.person(Role.JUDGE, name_ar="سالم", name_en="Salem"))
    sheet = SheetInput({key: Mark(points="7") for key, _ in CRITERIA})
    with live.db.write() as session:
        saved = save_by_code(session, CODES[0], sheet, version=0, by=bench.person.id, at=at)
        lodge_scorecard(session, saved.scorecard_id, by=bench.person.id, at=at)
    live.clock.at = bench.cycle.judging_closes_at.replace(hour=1)
    page = browser_page(lang=lang, width=width)
    enter(page, bench.organiser)
    page.goto(f"/cycles/{bench.cycle.number}/progress")
    assert_accessible(page)
    page.locator("a[href$='/progress/reminders']").click()
    assert page.locator("[name=judge]:checked").count() == 1
    assert_accessible(page)
    page.locator("form[action$='/reminders'] button").click()
    page.locator(".notice").wait_for()
    page.goto(f"/cycles/{bench.cycle.number}/progress/sheets?state=not_begun")
    page.locator("a[href$='/handover']").first.click()
    page.locator("form[action$='/handover'] button").click()
    page.locator("#to-error").wait_for()
    assert_accessible(page)
    page.locator("#to").select_option(str(other.id))
    page.locator("#reason").fill("مريض هذا الأسبوع.")
    page.locator("form[action$='/handover'] button").click()
    page.locator(".notice").wait_for()
    page.goto(f"/cycles/{bench.cycle.number}/recusals")
    assert "مريض هذا الأسبوع." in page.locator("main").inner_text()
    assert_accessible(page)
