"""An organiser gives the final panel a rubric of its own, from the page of the rounds."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from awards.people.models import Role
from judging.rounds.final_operations import plan_final
from judging.rounds.finals import FinalLimits
from tests.journeys.conftest import SIZES


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_the_final_panel_gets_criteria_of_its_own(live, browser_page, enter, assert_accessible, lang, width):
    make = live.make
    cycle, organiser = make.judging_cycle(), make.person(Role.ORGANISER)
    make.round(cycle, opened=False)
    make.category(cycle)
    with live.db.write() as session:
        ends = cycle.judging_closes_at - timedelta(days=1)
        limits = FinalLimits(pools=False, min_sheets=2)
        plan_final(session, cycle.id, limits, scoring_ends=ends, by=organiser.id, at=live.clock())
    page = browser_page(lang=lang, width=width)
    enter(page, organiser)
    page.goto(f"/cycles/{cycle.number}/rounds")
    page.locator("a[href$='/rubric/final']").click()
    expect(page.locator("#name_en-1")).not_to_have_value("")
    assert_accessible(page)
    page.locator("#name_ar-1").fill("أثر الخدمة في المستفيدين")
    page.locator("#name_en-1").fill("Effect on people")
    page.locator("form[data-weights] button.button").click()
    expect(page.locator(".notice").first).to_be_visible()
    expect(page.locator("a[href$='/rubric/final'] + .badge")).to_be_visible()
    assert_accessible(page)
    page.locator("a[href$='/rubric/final']").click()
    expect(page.locator("#name_en-1")).to_have_value("Effect on people")
    page.locator("form[action$='/removal'] button").click()
    expect(page.locator("a[href$='/rubric/final'] + .badge")).to_have_count(0)
