"""A criterion does not apply to an entry: the organiser marks it in the rubric and grants it, the judge is not asked."""

import pytest
from playwright.sync_api import expect

from awards.cycles.models import Announcement
from awards.people.models import Role
from judging.rubrics.operations import create_rubric
from judging.rubrics.queries import rubric_of
from tests.journeys.conftest import SIZES
from tests.journeys.sheets import SAVED
from tests.judging.applicability.test_applicability import CLAIM, DRAFTS


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_what_an_organiser_grants_no_judge_is_asked_for(
    browser_page, enter, bench, desk, assert_accessible, lang, width
):
    with bench.live.db.write() as session:
        create_rubric(session, bench.entry.category_id, DRAFTS, by=bench.organiser.id, at=bench.live.make.now)
    page = browser_page(lang=lang, width=width)
    enter(page, bench.organiser)
    page.goto(f"/cycles/{bench.cycle.number}/entries/{bench.entry.number}")
    page.locator("main a[href$='/criteria']").click()
    assert_accessible(page)
    page.locator("#criterion").select_option(index=2)
    page.locator("#reason_ar").fill(CLAIM["ar"])
    page.locator("main form .button").click()
    expect(page.locator("#reason_en-error")).to_be_visible()
    assert_accessible(page)
    page.locator("#reason_en").fill(CLAIM["en"])
    page.locator("main form .button").click()
    expect(page.locator(".given .badge-wait")).to_have_count(1)
    assert_accessible(page)
    judge = desk(lang=lang, width=width)
    judge.goto("/scorecards/CC-333")
    expect(judge.locator("section[id='points.channels'] .badge")).to_be_visible()
    expect(judge.locator("[name='points.channels']")).to_have_count(0)
    assert CLAIM["ar"] not in judge.content()
    judge.locator("[name='points.benefit'][value='8']").check(force=True)
    judge.locator("[name='points.support'][value='1']").check(force=True)
    expect(judge.locator("[data-total]")).to_have_text("60.00")
    assert_accessible(judge)
    expect(judge.locator("[data-saved]")).to_have_text(SAVED[lang])
    judge.locator("button[value='lodge']").click()
    judge.wait_for_url("**/lodgement")
    assert_accessible(judge)
    judge.locator("main button.button").click()
    expect(judge.locator(".digest")).to_be_visible()
    page.reload()
    expect(page.locator(".warning")).to_be_visible()
    expect(page.locator("main form")).to_have_count(0)


def test_the_rubric_says_what_may_not_apply(live, browser_page, enter, assert_accessible):
    cycle = live.make.cycle(8)
    category = live.make.category(cycle)
    with live.db.write() as session:
        session.delete(session.get_one(Announcement, cycle.id))
    page = browser_page(lang="en", width=1280)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto(f"/cycles/8/categories/{category.code}/rubric")
    page.locator("[name='may_not_apply-2']").check()
    assert_accessible(page)
    page.locator("main form .button").click()
    page.wait_for_url(f"**/categories/{category.code}")
    expect(page.locator(".criteria li").nth(1)).to_contain_text("It may not apply to every entry")
    with live.db.read() as session:
        found = rubric_of(session.connection(), category.id).criteria
    assert [c.may_not_apply for c in found][:3] == [False, True, False]
    page.goto(f"/cycles/8/categories/{category.code}/preview")
    expect(page.get_by_text("It may not apply to every entry")).to_be_visible()
