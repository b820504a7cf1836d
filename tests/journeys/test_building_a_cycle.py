"""An organiser builds a cycle from nothing in a browser, announces it, and changes what may still change."""

import pytest
from playwright.sync_api import expect

from awards.cycles.queries import cycle_by_number
from awards.people.models import Role
from tests.journeys.conftest import SIZES

DATES = {
    "opens": "2026-12-01T08:00",
    "closes": "2027-01-31T23:59",
    "judging_opens": "2027-02-14T08:00",
    "judging_closes": "2027-03-14T23:59",
    "publishes": "2027-04-11T10:00",
}
SINGLES = {"number": "1", "name_ar": "الدورة الأولى", "name_en": "First cycle"}


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_cycle_is_built_from_nothing_announced_and_corrected(
    live, browser_page, enter, assert_accessible, lang, width
):
    organiser = live.make.person(Role.ORGANISER)
    agency = live.make.agency()
    page = browser_page(lang=lang, width=width)
    enter(page, organiser)

    def fill(**boxes):
        for name, text in boxes.items():
            box = page.locator(f"#{name}")
            box.select_option(text) if box.evaluate("b => b.localName") == "select" else box.fill(text)

    def send(url="", button="main form .button"):
        page.locator(button).first.click()
        page.wait_for_url(f"**{url}") if url else None

    def ask(**boxes):
        ticks = boxes.pop("ticks", ())
        page.goto("/cycles/1/categories/NEW/new-question")
        fill(**boxes)
        for name in ticks:
            page.locator(f"[name={name}]").check()
        send("/cycles/1/categories/NEW")

    page.goto("/cycles/new")
    assert_accessible(page)
    page.locator("[name=source][value=nothing]").check()
    fill(**SINGLES, **DATES, months_in_operation="6")
    send()
    send("/cycles/1", "[value=create]")

    page.goto("/cycles/1/rules")
    fill(organiser_agency_id=str(agency.id), terms_ar="شرط", terms_en="A term")
    assert_accessible(page)
    send("/cycles/1")
    page.goto("/cycles/1/new-category")
    fill(name_ar="خدمات جديدة", name_en="New services", code="NEW", places="3")
    page.locator("[name=entrants][value=agencies]").check()
    send("/categories/NEW")
    page.goto("/cycles/1/rules")
    expect(page.locator("#uncounted-title")).to_be_visible()
    assert_accessible(page)

    page.goto("/cycles/1/categories/NEW/new-question")
    expect(page.locator("[name=in_operation_since]")).not_to_be_visible()
    fill(kind="date")
    expect(page.locator("[name=in_operation_since]")).to_be_visible()
    assert_accessible(page)
    since = {"label_ar": "منذ متى تعمل الخدمة؟", "label_en": "Since when does it run?"}
    ask(kind="date", **since, ticks=["in_operation_since"])
    choice = {"label_ar": "هل لكم شريك؟", "label_en": "Do you have a partner?"}
    ask(kind="choice", **choice, options_ar="نعم\nلا", options_en="Yes\nNo")
    child = {"label_ar": "من شريككم؟", "label_en": "Who is it?", "shown_if": "question_2:option_1"}
    ask(kind="short_text", **child, word_limit="20")
    ask(kind="long_text", label_ar="ما الأثر؟", label_en="What is the effect?", word_limit="150")
    assert_accessible(page)
    page.goto("/cycles/1/new-eligibility-question")
    fill(
        label_ar="هل الخدمة قائمة؟", label_en="Does it run?", why_ar="لا تُقبل إلا القائمة.", why_en="It must."
    )
    send("/cycles/1/eligibility")
    page.goto("/cycles/1/categories/NEW/rubric")
    fill(**{"name_ar-1": "الأثر", "name_en-1": "Effect", "weight-1": "100"})
    send("/categories/NEW")

    page.goto("/cycles/1/announcement")
    expect(page.locator("#cautions-title")).to_be_visible()
    assert_accessible(page)
    page.goto("/cycles/1/categories/NEW/questions/question_4")
    page.locator("[name=shown_to_judges]").check()
    send("/categories/NEW")
    page.goto("/cycles/1/categories/NEW/preview")
    labels = page.locator("[aria-labelledby=entrant-title]")
    expect(labels).to_contain_text(child[f"label_{lang}"])
    expect(page.locator("#eligible-eligibility_1")).to_be_visible()
    expect(page.locator("[aria-labelledby=judge-title] dt")).to_have_count(1)
    assert_accessible(page)
    page.goto("/cycles/1/announcement")
    expect(page.locator("#cautions-title")).to_have_count(0)
    send("/cycles/1")

    page.goto("/cycles/1/categories/NEW/entrants")
    assert_accessible(page)
    page.locator("[value=individuals]").check()
    send("/categories/NEW")
    page.goto("/cycles/1/categories/NEW/questions/question_3/retirement")
    assert_accessible(page)
    send(button="main form .button-danger")
    expect(page.locator("#reason-error")).to_be_visible()
    fill(reason="It is asked elsewhere.")
    send("/categories/NEW", "main form .button-danger")
    expect(page.locator("#retired-title")).to_be_visible()
    assert_accessible(page)
    page.goto("/cycles/1/eligibility")
    page.locator("a[href$='/revision']").click()
    assert_accessible(page)
    fill(label_en="Is the service in operation?", reason="It was unclear.")
    send("/cycles/1/eligibility")
    assert_accessible(page)
    page.goto("/cycles/new?from=1")
    page.locator("main .help summary").first.click()
    assert_accessible(page)
    with live.db.read() as session:
        assert cycle_by_number(session, 1).organiser_agency_id == agency.id
