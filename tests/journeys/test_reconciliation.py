"""Sheets of an entry lie far apart: a judge answers, the chair reads the reasons, the office sees how far it is."""

import pytest

from awards.people.models import Role
from judging.panels.chairs import Officers
from judging.panels.naming import name_officers
from judging.reconciliation.models import DiscrepancyRule
from judging.reconciliation.operations import answer, open_reconciliations
from judging.rounds.operations import close_round
from judging.scorecards.operations import lodge_scorecard, save_by_code
from judging.scorecards.sheet import Mark, SheetInput
from tests.factories import CRITERIA
from tests.journeys.conftest import SIZES

REASON = "القنوات تعمل، لكن قليلًا من الناس يستخدمونها."


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_judges_say_why_and_the_chair_determines(
    live, bench, browser_page, enter, assert_accessible, lang, width
):
    make, office, colleague = live.make, bench.organiser, bench.colleague()
    chair = make.person(Role.JUDGE, name_ar="ليلى عمر", name_en="Laila Omar")
    seat = make.judge(bench.cycle, chair)
    third = make.judge(bench.cycle, make.person(Role.JUDGE, name_ar="سالم", name_en="Salem"))
    mine = "CC-333"
    with live.db.write() as session:
        at, by = live.clock(), office.id
        rule = {"points": 20, "set_at": at, "set_by_id": by}
        session.add(DiscrepancyRule(cycle_id=bench.cycle.id, **rule))
        name_officers(session, bench.entry.category_id, Officers(seat.id), by=by, at=at)
        for person, code, points in ((bench.person, mine, "9"), (colleague, "ZZ-999", "4")):
            sheet = SheetInput({key: Mark(points=points) for key, _ in CRITERIA})
            saved = save_by_code(session, code, sheet, version=0, by=person.id, at=at)
            lodge_scorecard(session, saved.scorecard_id, by=person.id, at=at)
        close_round(session, bench.round.id, by=by, at=at)
        assert open_reconciliations(session, bench.round.id, by=by, at=at) == 1
    live.clock.forward(minutes=5)

    judge = browser_page(lang=lang, width=width)
    enter(judge, bench.person)
    judge.goto("/scorecards")
    judge.locator("main a[href='/reconciliations']").click()
    assert_accessible(judge)
    judge.locator("main a[href$='/reconciliation']").click()
    judge.locator("button[value=stands]").click()
    judge.locator("#reason-error").wait_for()
    assert_accessible(judge)
    judge.locator("#reason").fill(REASON)
    judge.locator("button[value=stands]").click()
    judge.locator(".notice").wait_for()
    assert_accessible(judge)
    with live.db.write() as session:
        answer(session, "ZZ-999", "Few people use it.", by=colleague.id, at=live.clock())

    page = browser_page(lang=lang, width=width)
    enter(page, office)
    page.goto(f"/cycles/{bench.cycle.number}/progress")
    assert page.locator("#reason").is_visible()
    assert_accessible(page)
    page.locator("main a[href$='/reconciliations']").first.click()
    assert page.locator(f"option[value='{third.id}']").count() == 1
    assert_accessible(page)

    desk = browser_page(lang=lang, width=width)
    enter(desk, chair)
    desk.goto("/reconciliations")
    assert_accessible(desk)
    desk.locator("main a[href^='/reconciliations/']").click()
    assert REASON in desk.locator("main").inner_text()
    assert desk.locator("#entry .prose").first.is_visible(), "the entry beside what its judges say"
    assert_accessible(desk)
    desk.locator("textarea").fill("كلاهما محق من جهته.")
    desk.locator("form[action$='/determination'] button").click()
    desk.locator(".notice").wait_for()
    page.reload()
    assert page.locator(".badge-good").count() >= 1
