"""The guidance library and events in a browser."""

from datetime import timedelta

import pytest

from awards.kit.clock import RIYADH
from awards.people.models import Role
from tests.journeys.conftest import SIZES
from tests.journeys.test_joining import fill, send


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_writes_a_guide_and_everybody_reads_it(
    live, browser_page, enter, assert_accessible, lang, width
):
    live.make.category(live.make.cycle(4))
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/guidance")
    assert_accessible(page)
    page.locator("main a[href^='/guidance/new']").click()
    assert_accessible(page)
    send(page)
    page.locator("#title_ar-error").wait_for()
    assert_accessible(page)
    fill(
        page,
        title_ar="كيف تكتب مشاركة",
        title_en="How to write an entry",
        text_ar="# قبل أن تبدأ\n\nاقرأ المعايير.\n\n- رقم\n- دليل",
        text_en="# Before you begin\n\nRead the criteria.\n\n- a number\n- a proof",
    )
    page.locator("[name=kind][value=model_answer]").check()
    page.locator("[name=readers][value=everybody]").check()
    send(page)
    page.locator(".notice").first.wait_for()
    assert_accessible(page)
    page.locator("main a[href*='/editing']").click()
    assert_accessible(page)
    fill(page, title_en="How to write a good entry")
    send(page)
    page.locator("main a[href$='/versions']").click()
    assert_accessible(page)
    assert page.locator("main section").count() == 2

    anybody = browser_page(lang=lang, width=width)
    anybody.goto("/helpdesk")
    anybody.locator("main a[href='/guidance']").click()
    assert_accessible(anybody)
    anybody.locator("main .tasks a[href^='/guidance/']").click()
    assert anybody.locator("main article li").count() == 2
    assert_accessible(anybody)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_people_register_for_an_event_wait_and_are_marked_as_present(
    live, browser_page, enter, assert_accessible, lang, width
):
    begins = (live.make.now + timedelta(hours=20)).astimezone(RIYADH)
    office = browser_page(lang=lang, width=width)
    enter(office, live.make.person(Role.ORGANISER))
    office.goto("/events")
    assert_accessible(office)
    office.locator("main a[href='/events/new']").click()
    assert_accessible(office)
    send(office)
    office.locator("#title_ar-error").wait_for()
    assert_accessible(office)
    fill(
        office,
        title_ar="ورشة تعريفية",
        title_en="Orientation",
        starts_at=f"{begins:%Y-%m-%dT%H:%M}",
        ends_at=f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        link="https://meet.example/room",
        capacity="1",
    )
    send(office)
    office.locator(".notice").wait_for()
    assert_accessible(office)
    event = office.url

    first, second = browser_page(lang=lang, width=width), browser_page(lang=lang, width=width)
    for page in (first, second):
        enter(page, live.make.person(Role.ENTRANT))
        page.goto("/events")
        assert_accessible(page)
        page.locator("main h2 a").click()
        assert_accessible(page)
        page.locator("form[action$=registration] button").click()
        page.locator(".notice").wait_for()
        assert_accessible(page)
    assert first.locator("main a[href^='https://meet']").is_visible()
    assert second.locator("main a[href^='https://meet']").count() == 0
    with first.expect_download() as download:
        first.locator("main a[href$='/calendar']").click()
    assert download.value.suggested_filename == "event.ics"
    first.locator("form[action$=leaving] button").click()
    first.locator(".notice").wait_for()
    second.reload()
    assert second.locator("main a[href^='https://meet']").is_visible()

    office.goto(f"{event}/attendance")
    assert_accessible(office)
    office.locator("[name=present]").check()
    office.locator("main form button").click()
    office.locator(".notice").wait_for()
    assert office.locator("[name=present]").is_checked()
    office.goto(f"{event}/editing")
    assert_accessible(office)
    office.goto(event)
    office.locator("form[action$=cancellation] button").click()
    office.locator(".notice").wait_for()
    assert_accessible(office)
