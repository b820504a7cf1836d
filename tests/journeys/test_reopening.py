"""A judge asks for a lodged sheet to be reopened; chair and office agree; the judge lodges again."""

import pytest
from sqlmodel import select

from awards.people.models import Role
from judging.panels.chairs import Officers
from judging.panels.naming import name_officers
from judging.scorecards.models import LodgementReceipt
from judging.scorecards.operations import lodge_scorecard, save_by_code
from judging.scorecards.sheet import Mark, SheetInput
from tests.factories import CRITERIA
from tests.journeys.conftest import CODES, SIZES

REASON = "اخترت درجة معيار مكان معيار آخر."


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_sheet_is_reopened_by_two_and_lodged_again(
    live, bench, browser_page, enter, assert_accessible, lang, width
):
    make, at = live.make, live.clock()
    chair = make.person(Role.JUDGE, name_ar="ليلى عمر", name_en="Laila Omar")
    office = make.person(Role.ORGANISER)
    seat = make.judge(bench.cycle, chair)
    sheet = SheetInput({key: Mark(points="7") for key, _ in CRITERIA}, strengths="فكرة واضحة.")
    with live.db.write() as session:
        name_officers(session, bench.entry.category_id, Officers(seat.id), by=office.id, at=at)
        judge_id = bench.person.id
        saved = save_by_code(session, CODES[0], sheet, version=0, by=judge_id, at=at)
        lodge_scorecard(session, saved.scorecard_id, by=judge_id, at=at)

    judge = browser_page(lang=lang, width=width)
    enter(judge, bench.person)
    judge.goto(f"/scorecards/{CODES[0]}")
    judge.locator("a[href$='/reopening']").click()
    judge.locator("form[action$='/reopening'] button").click()
    judge.locator("#reason-error").wait_for()
    assert_accessible(judge)
    judge.locator("#reason").fill(REASON)
    judge.locator("form[action$='/reopening'] button").click()
    judge.locator("form[action$='/withdrawal']").wait_for()
    assert_accessible(judge)

    desk = browser_page(lang=lang, width=width)
    enter(desk, chair)
    desk.goto("/scorecards")
    desk.locator("a[href='/reopenings']").click()
    assert REASON in desk.locator("main").inner_text()
    assert_accessible(desk)
    desk.locator("form[action$='/agreement'] button").click()
    desk.locator(".notice").wait_for()
    assert desk.locator("form[action$='/agreement']").count() == 0

    page = browser_page(lang=lang, width=width)
    enter(page, office)
    page.goto(f"/cycles/{bench.cycle.number}/progress")
    page.locator("a[href$='/reopenings']").click()
    page.locator("main summary").first.click()
    assert_accessible(page)
    page.locator("form[action$='/agreement'] button").click()
    page.locator(".notice").wait_for()
    assert_accessible(page)

    judge.goto(f"/scorecards/{CODES[0]}/reopening")
    judge.locator("form[action$='/restoration']").wait_for()
    assert_accessible(judge)
    live.clock.forward(minutes=5)
    judge.goto(f"/scorecards/{CODES[0]}/lodgement")
    judge.locator("form[action$='/lodgement'] button").click()
    judge.locator(".sheet-receipt").wait_for()
    assert_accessible(judge)
    judge.locator("button[value=guessed]").click()
    judge.locator(".notice").wait_for()
    assert judge.locator("button[value=guessed]").count() == 0
    with live.db.read() as session:
        assert len(session.exec(select(LodgementReceipt)).all()) == 2
