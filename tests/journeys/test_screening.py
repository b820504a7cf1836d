"""Organisers screen what was submitted."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from awards.entries.models import Entry
from awards.people.models import Person, Role
from tests.awards.entries.scenes import Scene, scene
from tests.journeys.conftest import SIZES, Live

ADMITTED = {"ar": "قُبلت مشاركة واحدة للتحكيم.", "en": "1 entry is admitted."}


@pytest.fixture
def s(live: Live) -> Scene:
    s = scene(live.make)
    for _ in range(3):
        s.submit(s.whole())
    return s


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_admits_one_entry_after_another_and_the_rest_at_once(
    lang: str,
    width: int,
    live: Live,
    s: Scene,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/cycles/5")
    page.locator('.tabs a[href="/cycles/5/screening"]').click()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert_accessible(page)
    page.locator('.page-head a[href="/cycles/5/screening/1"]').click()
    assert_accessible(page)
    page.locator('form[action$="/admissions"] button').click()
    expect(page.locator("[role=status]").first).to_have_text(ADMITTED[lang])
    page.wait_for_url("**/screening/2")
    page.goto("/cycles/5/screening")
    page.locator('a[href$="/screening/admissions"]').click()
    assert_accessible(page)
    for box in page.locator("[name=receipt]").all():  # they look alike, so none is ticked beforehand
        expect(box).not_to_be_checked()
        box.check()
    page.locator('form[action$="/admissions"] button').click()
    expect(page.locator('a[href$="/screening/admissions"]')).to_have_count(0)
    assert_accessible(page)
    page.goto("/cycles/5/screening/3")
    assert_accessible(page)

    page.goto("/cycles/5/screening")
    page.locator('.page-head a[href$="/duplicates"]').click()
    expect(page.locator('form[action$="/duplicates"]')).to_have_count(3)
    assert_accessible(page)
    form = page.locator('form[action$="/duplicates"]').first
    form.locator("button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    form = page.locator('form[action$="/duplicates"]').first
    form.locator("input[name=reason]").fill("خدمتان مختلفتان")
    form.locator("button").click()
    expect(page.locator('form[action$="/duplicates"]')).to_have_count(2)
    page.locator("main details summary").click()
    assert_accessible(page)


ASKED = {
    "ar": "السؤال في طريقه إلى أصحاب المشاركة.",
    "en": "The question is on its way to the people of the entry.",
}
REACHED = {"ar": "وصلت إجابتك إلى المنظّمين.", "en": "The organisers have your answer."}


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_asks_and_the_entrant_answers(
    lang: str,
    width: int,
    live: Live,
    s: Scene,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    page, theirs = browser_page(lang=lang, width=width), browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/cycles/5/screening/1")
    form = page.locator('form[action$="/questions"]')
    form.locator("button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    form.locator("textarea").fill("هل بدأت الخدمة فعلًا في يناير؟")
    form.locator("button").click()
    expect(page.locator("[role=status]").first).to_have_text(ASKED[lang])
    assert_accessible(page)

    enter(theirs, s.member)
    with live.db.read() as session:
        entry = session.exec(select(Entry).where(Entry.number == 1)).one()
    theirs.goto(f"/entries/{entry.id}")
    theirs.locator('main a[href$="/clarifications"]').click()
    assert_accessible(theirs)
    theirs.locator("main form button").click()
    expect(theirs.locator(".error-summary")).to_be_focused()
    assert_accessible(theirs)
    theirs.locator("main form textarea").fill("نعم، في الخامس عشر منه.")
    theirs.locator("main form button").click()
    expect(theirs.locator("[role=status]").first).to_have_text(REACHED[lang])
    assert_accessible(theirs)

    page.goto("/cycles/5/screening/1")
    expect(page.locator("main")).to_contain_text("نعم، في الخامس عشر منه.")
    assert_accessible(page)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_two_organisers_disqualify_an_entry(
    lang: str,
    width: int,
    live: Live,
    s: Scene,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    first, second = browser_page(lang=lang, width=width), browser_page(lang=lang, width=width)
    enter(first, live.make.person(Role.ORGANISER))
    enter(second, live.make.person(Role.ORGANISER))
    first.goto("/cycles/5/screening/1")
    first.locator("details:has(#ground) summary").click()
    first.locator('form[action$="/disqualification"] button').click()
    expect(first.locator(".error-summary")).to_be_focused()
    assert_accessible(first)
    first.locator("#ground").select_option("untrue")
    first.locator("#reason").fill("لم تُطلق الخدمة قط.")
    first.locator('form[action$="/disqualification"] button').click()
    expect(first.locator("#out-title")).to_be_visible()
    expect(first.locator('form[action$="/confirmation"]')).to_have_count(0)
    assert_accessible(first)

    second.goto("/cycles/5/screening/1")
    expect(second.locator("main")).to_contain_text("لم تُطلق الخدمة قط.")
    assert_accessible(second)
    second.locator('form[action$="/confirmation"] button').click()
    expect(second.locator("#ending-title")).to_be_visible()
    assert_accessible(second)
