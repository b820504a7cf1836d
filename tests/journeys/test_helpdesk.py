"""Help in a browser: asked, answered with an answer kept ready, and published for everybody."""

import pytest

from awards.people.models import Person, Role
from tests.journeys.conftest import SIZES
from tests.journeys.test_joining import fill, send


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
    asking.locator("#subject").fill("هل يلزم")
    asking.once("dialog", lambda warning: warning.dismiss())  # stay: what was typed would be lost
    with asking.expect_event("dialog"):
        asking.locator(".language").click()
    assert asking.locator("#subject").input_value() == "هل يلزم"
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
    page.locator("#text").fill("أهلا")
    page.locator("[name=insert]").click()
    page.wait_for_function("document.querySelector('#text').value.length > 4")
    assert page.locator("#text").input_value().startswith("أهلا")
    page.locator("form[action$=answers] button:not([name])").click()
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


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_judges_question_goes_to_the_entrant_and_the_answer_to_the_judge(
    bench, browser_page, enter, assert_accessible, lang, width
):
    with bench.live.db.read() as session:
        entrant = session.get_one(Person, bench.entry.started_by_id)
    judge, office, entering = (browser_page(lang=lang, width=width) for _ in range(3))
    enter(judge, bench.person)
    judge.goto("/scorecards/CC-333")
    judge.locator("main a[href$='/enquiry']").click()
    assert_accessible(judge)
    send(judge)
    judge.locator("#text-error").wait_for()
    fill(judge, text="كم عدد المستفيدين؟")
    send(judge)
    judge.locator(".notice").wait_for()
    assert_accessible(judge)

    enter(office, bench.organiser)
    office.goto("/helpdesk/questions/1")
    assert_accessible(office)
    office.locator("main a[href$='/enquiry']").click()
    assert_accessible(office)
    office.locator("#question-text").fill("كم عدد المستفيدين؟ اكتبوا إلى judge@jury.example")
    office.locator("form[action$=release] button").click()
    office.locator("[name=confirmed]").wait_for()
    assert_accessible(office)
    office.locator("#question-text").fill("كم عدد المستفيدين؟")
    office.locator("form[action$=release] button").click()
    office.locator(".notice").wait_for()

    enter(entering, entrant)
    entering.goto("/enquiries")
    assert_accessible(entering)
    entering.locator("main .tasks a").click()
    assert_accessible(entering)
    fill(entering, text="ألف مستفيد. للتواصل: people@agency.example")
    send(entering)
    entering.locator(".notice").wait_for()

    office.reload()
    assert_accessible(office)
    assert "people@agency.example" not in office.locator("#answer-text").input_value()
    office.locator("form[action$=approval] button").click()
    office.locator(".notice").wait_for()
    judge.goto("/scorecards/CC-333")
    assert "ألف مستفيد" in judge.locator(".exchanges").inner_text()
    assert_accessible(judge)
