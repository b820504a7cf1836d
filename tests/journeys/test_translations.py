"""An entry in Arabic is translated by its people, completed by organisers, approved with its original, and judged."""

import pytest
from playwright.sync_api import expect

from awards.people.models import Role
from judging.panels.models import Origin
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES

CHOSEN = {
    "ar": "ترجمة أعدّها المشارك وأكملها المنظّمون",
    "en": "Translation, made by the entrant and completed by the organisers",
}
SAVED = {"ar": "حُفظت الترجمة.", "en": "The translation is saved."}


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_translation_from_the_entrant_to_the_judge(
    live, browser_page, enter, assert_accessible, lang, width
):
    make = live.make
    s = scene(make)
    organiser, entry = make.person(Role.ORGANISER), s.whole()
    judge = make.judge(s.cycle, make.person(Role.JUDGE), origin=Origin.INTERNATIONAL, reads_ar=False)

    page = browser_page(lang=lang, width=width)
    enter(page, s.member)
    page.goto(f"/entries/{entry.id}")
    page.locator(f".tasks a[href='/entries/{entry.id}/translation']").click()
    box = page.locator("[id='title']")
    box.fill("Licence portal")
    page.locator("[id='answer.challenge']").fill(f"The {s.agency.name_en} let people wait")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        box.press("Tab")  # it saves by itself
    assert_accessible(page)
    page.locator("[id='summary']").fill("One " * 121)
    page.locator(".entry-bar button").click()
    expect(page.locator(".error-summary li")).to_have_count(1)
    assert_accessible(page)
    page.locator("[id='summary']").fill("One service")
    page.locator(".entry-bar button").click()
    expect(page.locator("[role=status]").first).to_contain_text(SAVED[lang])
    s.submit(entry)

    make.clock.forward(days=60)
    office = browser_page(lang=lang, width=width)
    enter(office, organiser)
    office.goto(f"/cycles/5/screening/{entry.number}")
    office.locator(f"a[href='/cycles/5/entries/{entry.number}/translation']").click()
    office.locator("[id='answer.solution']").fill("It went online")
    assert_accessible(office)
    office.locator(".entry-bar button").click()
    expect(office.locator("main")).to_contain_text(CHOSEN[lang])
    office.goto(f"/cycles/5/entries/{entry.number}")
    expect(office.locator(".translation")).to_have_count(4)
    assert_accessible(office)
    office.goto("/cycles/5/blinding")
    office.locator("form[action$='/copies'] button").click()
    office.goto(f"/cycles/5/blinding/{entry.number}")
    expect(office.locator("[id='answer.challenge.text_en']")).to_have_value("[the agency] let people wait")
    assert_accessible(office)
    office.locator(".approve-bar button").click()
    office.wait_for_url("**/blinding")

    make.assignment(make.round(s.cycle), judge, entry, organiser, code="AA-111")
    with live.db.read() as session:
        reader = session.get_one(type(s.member), judge.person_id)
    sheet = browser_page(lang=lang, width=width)
    enter(sheet, reader)
    sheet.goto("/scorecards/AA-111")
    expect(sheet.locator("#entry")).to_contain_text(CHOSEN[lang])
    expect(sheet.locator("#entry .translation").last).to_contain_text("It went online")
    expect(sheet.locator("#entry")).to_contain_text("صار الطلب إلكترونيًّا")
    assert_accessible(sheet)
