"""Two people of one agency write one entry, and see of each other where they are and what is not saved yet."""

import pytest
from playwright.sync_api import expect

from awards.directory.models import Membership, MembershipKind, Service
from awards.entries.changes import EntryChanges
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES

IN_ANSWERS = {
    "ar": "سارة الحربي الآن في «الإجابات»، وفيه نص لم يُحفظ بعد.",
    "en": "Sara Al-Harbi is in “Answers” and has text there that is not saved yet.",
}


@pytest.fixture
def together(live):
    s = scene(live.make)
    sara = live.make.person(Role.ENTRANT, name_ar="سارة الحربي", name_en="Sara Al-Harbi")
    with live.db.write() as session:
        session.add(
            Membership(
                agency_id=s.agency.id, person_id=sara.id, kind=MembershipKind.EDITOR, since=live.clock()
            )
        )
    return s, sara


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_who_submits_is_told_of_a_colleague_whose_text_is_not_saved(
    together, browser_page, enter, assert_accessible, lang, width
):
    s, sara = together
    entry = s.whole()
    hers = browser_page(lang=lang, width=width)
    enter(hers, sara)
    hers.goto(f"/entries/{entry.id}/answers")
    hers.route("**/answers", lambda route: route.abort())  # her connection is lost, as far as saving goes
    hers.wait_for_load_state("networkidle")
    with hers.expect_response(lambda answer: answer.url.endswith("/presence")):
        hers.locator("#text_ar-challenge").fill("لم يُحفظ بعد")
    mine = browser_page(lang=lang, width=width)
    enter(mine, s.member)
    mine.goto(f"/entries/{entry.id}")
    told = mine.locator(".presence li")
    told.wait_for()
    assert told.inner_text() == IN_ANSWERS[lang]
    assert_accessible(mine)
    mine.goto(f"/entries/{entry.id}/check")
    mine.locator("#terms").check()
    mine.locator("form[action$='/submissions'] .button").click()
    mine.locator("#writing-title").wait_for()
    assert IN_ANSWERS[lang] in mine.locator("main section.warning").inner_text()
    assert_accessible(mine)
    mine.locator("button[name=anyway]").click()
    mine.wait_for_url("**/receipt")


@pytest.mark.parametrize(("lang", "width"), SIZES)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_service_is_found_as_one_types_and_named(
    together, live, browser_page, enter, assert_accessible, lang, width, javascript
):
    s, _ = together
    with live.db.write() as session:
        for code, ar, en in (
            ("wells", "ترخيص حفر الآبار", "Well drilling"),
            ("farm", "سجل المزارع", "Farms"),
        ):
            session.add(Service(agency_id=s.agency.id, code=code, name_ar=ar, name_en=en))
    page = browser_page(lang=lang, width=width, javascript=javascript)
    enter(page, s.member)
    page.goto(f"/entries/{s.start().id}/services")
    page.locator("#q").fill("ابار" if lang == "ar" else "well")
    if not javascript:
        page.locator("[role=search] button").click()
    found = page.locator("#found li")
    expect(found).to_have_count(1)
    if javascript:
        assert_accessible(page)
    found.locator("button").click()
    named = page.locator("ol.tasks li")
    named.wait_for()
    assert ("ترخيص حفر الآبار" if lang == "ar" else "Well drilling") in named.inner_text()
    if javascript:
        assert_accessible(page)
        organiser = browser_page(lang=lang, width=width)
        enter(organiser, live.make.person(Role.ORGANISER))
        organiser.goto(f"/agencies/{s.agency.code}/services")
        assert_accessible(organiser)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_partner_declines_with_a_reason_and_the_entrant_reads_it(
    together, live, browser_page, enter, assert_accessible, lang, width
):
    s, sara = together
    asked = live.make.person(Role.ENTRANT)
    partner = live.make.agency(asked, name_ar="هيئة المياه", name_en="Water Office")
    entry = s.whole()
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    s.submit(entry)
    page = browser_page(lang=lang, width=width)
    enter(page, asked)
    page.goto("/entries")
    assert_accessible(page)
    page.locator(f"a[href$='/partners/{partner.id}']").first.click()
    page.locator("button[value=decline]").click()
    page.locator("#reason-error").wait_for()
    assert_accessible(page)
    page.locator("#reason").fill("لم نشارك في هذا العمل")
    page.locator("button[value=decline]").click()
    page.locator("dl .told").wait_for()
    assert_accessible(page)
    mine = browser_page(lang=lang, width=width)
    enter(mine, sara)
    mine.goto(f"/entries/{entry.id}")
    assert "لم نشارك" in mine.locator("section[aria-labelledby=partners-title]").inner_text()
    assert_accessible(mine)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_the_entrant_looks_at_the_draft_as_judges_would(
    together, browser_page, enter, assert_accessible, lang, width
):
    s, sara = together
    entry = s.whole()
    s.save(entry, EntryChanges(summary_ar=f"خدمة تقدمها {s.agency.name_ar} لسكان المدينة"))
    page = browser_page(lang=lang, width=width)
    enter(page, sara)
    page.goto(f"/entries/{entry.id}")
    page.locator(f"a[href='/entries/{entry.id}/preview']").click()
    page.locator("mark.found").wait_for()
    assert page.locator("mark.found").inner_text() == s.agency.name_ar
    assert "[الجهة]" in page.locator("#entry").inner_text()
    assert_accessible(page)
