"""An organiser proposes to move an entry; its people answer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from awards.cycles.models import EligibilityQuestion, Question
from awards.entries.models import Entry
from awards.people.models import Person, Role
from tests.awards.entries.scenes import Scene, scene
from tests.journeys.conftest import SIZES, Live

SENT = {
    "ar": "الاقتراح في طريقه إلى أصحاب المشاركة.",
    "en": "The proposal is on its way to the people of the entry.",
}
MOVED = {
    "ar": "انتقلت المشاركة، وهذا إيصالها.",
    "en": "The entry has moved. This is its receipt.",
}


@pytest.fixture
def s(live: Live) -> Scene:
    s = scene(live.make)
    s.submit(s.whole())
    other = live.make.category(s.cycle, "G2B")
    with live.db.write() as session:
        question = session.exec(
            select(Question).where(Question.category_id == other.id, Question.key == "solution")
        ).one()
        question.key, question.label_ar, question.label_en = "reach", "نطاق الانتشار", "Reach"
        session.add(question)
        session.add(
            EligibilityQuestion(
                cycle_id=s.cycle.id,
                category_id=other.id,
                key="business",
                position=1,
                label_ar="هل تخدم المشاركة قطاع الأعمال؟",
                label_en="Is it for business?",
                options=[
                    {"key": "may_1", "ar": "نعم", "en": "Yes"},
                    {"key": "may_not_1", "ar": "لا", "en": "No"},
                ],
                barring=["may_not_1"],
                why_ar="الفرع لقطاع الأعمال.",
                why_en="The category is for business.",
            )
        )
    return s


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_proposes_a_move_and_the_entrant_consents(
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
    page.locator("details:has(#move_reason) summary").click()
    form = page.locator('form[action$="/move"]')
    form.locator("button").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)
    form.locator("#to").select_option("G2B")
    form.locator("#move_reason").fill("الخدمة موجهة إلى قطاع الأعمال.")
    form.locator("button").click()
    expect(page.locator("[role=status]").first).to_have_text(SENT[lang])
    expect(page.locator('form[action$="/taking-back"]')).to_be_visible()
    expect(page.locator("main")).to_contain_text("هل تخدم" if lang == "ar" else "Is it for business?")
    assert_accessible(page)

    enter(theirs, s.member)
    with live.db.read() as session:
        entry = session.exec(select(Entry).where(Entry.number == 1)).one()
    theirs.goto(f"/entries/{entry.id}")
    theirs.locator('main a[href$="/move"]').click()
    expect(theirs.locator("main")).to_contain_text("الخدمة موجهة إلى قطاع الأعمال.")
    assert_accessible(theirs)
    theirs.locator("main form button").click()
    expect(theirs.locator(".error-summary")).to_be_focused()
    assert_accessible(theirs)
    theirs.locator("input[value=consent]").check()
    theirs.locator("#word").fill("نوافق على ذلك.")
    theirs.locator("input[value=may_not_1]").check()
    theirs.locator("main form button").click()
    expect(theirs.locator(".error-summary")).to_be_focused()
    assert_accessible(theirs)
    theirs.locator("input[value=may_1]").check()
    theirs.locator("main form button").click()
    expect(theirs.locator("[role=status]").first).to_have_text(MOVED[lang])
    expect(theirs.locator("main")).to_contain_text("5-0001-1")
    assert_accessible(theirs)

    page.goto("/cycles/5/screening/1")
    expect(page.locator('main a[href$="/extensions"]')).to_be_visible()
    expect(page.locator("main")).to_contain_text("نوافق على ذلك.")
    assert_accessible(page)
    page.goto("/cycles/5/screening")
    assert_accessible(page)
