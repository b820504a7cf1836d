"""An organiser names the chair and the deputy of a panel; the chair reads it at their desk."""

import pytest

from awards.people.models import Role
from tests.journeys.conftest import SIZES


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_panel_gets_its_chair_and_its_deputy(live, browser_page, enter, assert_accessible, lang, width):
    make = live.make
    cycle = make.cycle(7)
    make.category(cycle, name_ar="خدمات الأفراد", name_en="Services to people")
    make.category(cycle, "MOB", name_ar="الأجهزة الذكية", name_en="Smart devices")
    chair = make.person(Role.JUDGE, name_ar="ليلى عمر", name_en="Laila Omar")
    seat = make.judge(cycle, chair)
    other = make.judge(cycle, make.person(Role.JUDGE, name_ar="سالم", name_en="Salem"), expertise=("MOB",))
    make.round(cycle, opened=False)

    page = browser_page(lang=lang, width=width)
    enter(page, make.person(Role.ORGANISER))
    page.goto("/cycles/7/jury")
    page.locator("main a[href='/cycles/7/jury/panels']").first.click()
    assert_accessible(page)
    form = page.locator("form[action='/cycles/7/jury/panels']")
    form.locator("[name=deputy-G2C]").select_option(str(seat.id))
    form.locator("button").click()
    page.locator("#chair-G2C-error").wait_for()
    assert_accessible(page)
    form.locator("[name=chair-G2C]").select_option(str(seat.id))
    form.locator("[name=deputy-G2C]").select_option(str(other.id))
    form.locator("button").click()
    page.locator(".notice").wait_for()
    assert form.locator("[name=chair-G2C]").input_value() == str(seat.id)
    page.goto("/cycles/7/jury")
    assert page.locator(".badge-info").count() == 2
    assert_accessible(page)
    page.goto("/cycles/7/jury/new")
    assert page.locator("#chairs").is_visible()
    assert_accessible(page)

    judge = browser_page(lang=lang, width=width)
    enter(judge, chair)
    judge.goto("/scorecards")
    told = "خدمات الأفراد" if lang == "ar" else "Services to people"
    assert told in judge.locator("main").inner_text()
    assert_accessible(judge)
