"""An organiser chooses an anchor; two judges score it alone, then see how far they lie apart and talk it over."""

import pytest

from awards.people.models import Role
from judging.calibration.operations import hand_in, say
from judging.scorecards.sheet import Mark, SheetInput
from tests.factories import CRITERIA

SIZES = [("ar", 390), ("ar", 820), ("en", 1280)]
REMARK = "الفائدة واضحة، والأرقام قليلة."


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_panel_scores_an_anchor_alone_and_talks_over_the_spread(
    live, browser_page, enter, assert_accessible, lang, width
):
    make, _size = live.make, f"{lang}-{width}"
    cycle = make.judging_cycle()
    category = make.category(cycle, name_ar="خدمات الأفراد", name_en="Services to people")
    make.round(cycle, opened=False)
    office, entrant = make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    entry = make.entry(category, make.agency(entrant), entrant)
    make.blind_copy(entry, approved_by=office)
    me, *colleagues = (make.person(Role.JUDGE) for _ in range(4))
    for person in (me, *colleagues):
        make.judge(cycle, person)

    desk = browser_page(lang=lang, width=width)
    enter(desk, office)
    desk.goto(f"/cycles/{cycle.number}/calibration")
    desk.locator("main .warning a[href$='/blindness']").wait_for()
    assert_accessible(desk)
    make.certificate(cycle)
    desk.reload()
    desk.locator("form button.button").last.click()
    desk.locator(".error-summary").wait_for()
    assert_accessible(desk)
    desk.locator("#ends_at").fill(f"{cycle.judging_closes_at:%Y-%m-%dT%H:%M}")
    desk.locator("input[name=anchors]").check()
    desk.locator("main form button.button").last.click()
    desk.locator("form[action$='/closing']").wait_for()
    assert_accessible(desk)
    code = desk.locator("main h2 .code").inner_text()

    judge = browser_page(lang=lang, width=width)
    enter(judge, me)
    judge.goto("/scorecards")
    judge.locator("main a[href='/calibration']").click()
    judge.locator(f"main a[href='/calibration/{code}']").wait_for()
    assert_accessible(judge)
    judge.locator(f"main a[href='/calibration/{code}']").click()
    first = CRITERIA[0][0]
    judge.locator(f"[name='comment.{first}']").fill(REMARK)
    judge.locator(".sheet form button.button").click()
    judge.locator(".error-summary").wait_for()
    assert judge.locator(f"[name='comment.{first}']").input_value() == REMARK
    assert_accessible(judge)
    judge.goto(f"/calibration/{code}/recusal")
    assert_accessible(judge)
    judge.locator("#reason").fill("A relative works there.")
    judge.locator("main form button").click()
    judge.locator("input[name=confirmed]").wait_for(state="attached")
    assert_accessible(judge)
    judge.goto(f"/calibration/{code}")
    for key, _ in CRITERIA:
        judge.locator(f"input[name='points.{key}'][value='8']").check(force=True)
    judge.locator(".sheet form button.button").click()
    judge.locator(".badge-good").wait_for()
    for colleague, points in zip(colleagues, ("8", "3", "6"), strict=True):
        sheet = SheetInput({key: Mark(points, comment="Few use it.") for key, _ in CRITERIA})
        with live.db.write() as session:
            hand_in(session, code, sheet, by=colleague.id, at=live.clock())

    desk.locator("form[action$='/closing'] button").click()
    desk.locator("svg.spread").first.wait_for()
    assert_accessible(desk)
    with live.db.write() as session:
        say(session, code, "A three means that nobody can use it.", by=colleagues[1].id, at=live.clock())
    judge.goto(f"/calibration/{code}")
    assert judge.locator("circle.own").count() == len(CRITERIA)
    judge.locator("#text").fill("ثمانية لأن الخدمة متاحة للجميع.")
    judge.locator("form[action$='/posts'] button").click()
    judge.locator(".talk .own-mark").wait_for()
    assert_accessible(judge)
