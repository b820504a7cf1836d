"""Help in a browser: asked, answered with an answer kept ready, and published for everybody."""

import pytest

from awards.people.models import Role
from tests.journeys.test_joining import SIZES, fill, send


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_entrant_asks_and_the_office_answers_and_publishes_it(
    live, browser_page, enter, assert_accessible, lang, width
):
    live.make.category(live.make.cycle())
    entrant, office = live.make.person(Role.ENTRANT), live.make.person(Role.ORGANISER)
    asking = browser_page(lang=lang, width=width)
    enter(asking, entrant)
    asking.goto("/helpdesk/questions")
    assert_accessible(asking)
    asking.locator("main a[href='/helpdesk/questions/new']").click()
    assert_accessible(asking)
    send(asking)
    asking.locator("#subject-error").wait_for()
    assert_accessible(asking)
    asking.locator("#about").select_option(index=1)
    fill(asking, subject="هل يلزم مرفق؟", text="هل يجب إرفاق ملف؟\n\nشكرًا")
    send(asking)
    asking.locator(".notice").wait_for()
    assert_accessible(asking)

    page = browser_page(lang=lang, width=width)
    enter(page, office)
    page.goto("/helpdesk/canned/new")
    assert_accessible(page)
    fill(
        page,
        name_ar="المرفقات",
        name_en="Attachments",
        text_ar="المرفقات اختيارية.",
        text_en="They are optional.",
    )
    send(page)
    page.wait_for_url("**/helpdesk/canned")
    assert_accessible(page)
    page.goto("/desk/organiser")
    page.locator("main a[href='/helpdesk/queue']").click()
    assert_accessible(page)
    page.locator("main a[href='/helpdesk/queue/next']").click()
    page.wait_for_url("**/helpdesk/questions/1")
    assert_accessible(page)
    page.locator("form[method=get] button").click()
    page.wait_for_url("**answer=*")
    assert page.locator("#text").input_value()
    page.locator("form[action$=answers] button").click()
    page.locator(".notice").wait_for()
    assert_accessible(page)
    page.locator("main a[href*='faq/new']").click()
    assert_accessible(page)
    fill(
        page,
        question_ar="هل المرفقات إلزامية؟",
        answer_ar="لا.",
        question_en="Must files be attached?",
        answer_en="No.",
    )
    page.locator("[name=published]").check()
    send(page)
    page.wait_for_url("**/helpdesk/faq")
    assert_accessible(page)

    asking.reload()
    assert asking.locator(".thread-office").count() == 1
    anybody = browser_page(lang=lang, width=width)
    anybody.goto("/helpdesk")
    anybody.locator("summary", has_text="هل المرفقات" if lang == "ar" else "Must files").click()
    assert_accessible(anybody)
