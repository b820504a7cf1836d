"""The people of an entry find what the judges wrote, and check once more what was changed beside them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, update

from awards.people.models import Person
from judging.deliberations.models import Publication
from judging.scorecards.models import Scorecard
from tests.awards.entries.scenes import scene
from tests.awards.entries.test_submitting import change
from tests.contests import contest
from tests.journeys.conftest import Live

WORDS = {
    "ar": {
        "wrote": "ما كتبه المحكّمون",
        "changed": "عُدّلت هذه المشاركة وأنت تراجعها",
        "answers": "عُدّلت إجابات.",
    },
    "en": {
        "wrote": "What the judges wrote",
        "changed": "This entry was changed while you checked it",
        "answers": "Answers were changed.",
    },
}
STRENGTH = "خطوة واحدة بدل سبع،\nوبلا مراجعة."
IMPROVEMENT = "Say what it costs a year, and who is asked when it stands still."


@pytest.mark.parametrize(("lang", "width"), [("ar", 820), ("en", 390)])
def test_after_publication_an_entrant_reads_what_the_judges_wrote(
    lang: str,
    width: int,
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    words, judged = WORDS[lang], contest(live.make, {"G2C": [[9, 9, 9], [8, 8, 8]]})
    with live.db.write() as session:
        cards = [card.id for card in judged.cards]
        session.exec(
            update(Scorecard)
            .where(col(Scorecard.id).in_(cards))
            .values(strengths=STRENGTH, improvements=IMPROVEMENT, confidential="Ask them.")
        )
    judged.open_results()
    live.make._save(
        Publication(
            cycle_id=judged.cycle.id, published_at=live.clock(), published_by_id=judged.organisers[0].id
        )
    )
    entry = judged.entries["G2C"][0]
    with live.db.read() as session:
        entrant = session.get_one(Person, entry.started_by_id)

    page = browser_page(lang=lang, width=width)
    enter(page, entrant)
    assert_accessible(page)
    page.locator(f'a[href="/entries/{entry.id}/feedback"]').click()
    expect(page.locator("h1")).to_have_text(words["wrote"])
    expect(page.locator("#strengths + ul > li")).to_have_count(3)
    expect(page.locator("#improvements + ul > li").first).to_have_text(IMPROVEMENT)
    expect(page.locator("main")).not_to_contain_text("Ask them.")
    assert_accessible(page)
    page.locator(".crumbs a").last.click()
    page.get_by_role("link", name=words["wrote"]).click()
    expect(page.locator("h1")).to_have_text(words["wrote"])


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_what_a_colleague_changed_meanwhile_is_told_before_it_is_submitted(
    lang: str,
    live: Live,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    words, s = WORDS[lang], scene(live.make)
    entry = s.whole()
    page = browser_page(lang=lang)
    enter(page, s.member)
    page.goto(f"/entries/{entry.id}/check")
    change(s, entry, challenge={"text_ar": "كان الانتظار أطول"})
    page.locator("#terms").check()
    page.locator("main form .button").click()
    expect(page.locator(".error-summary")).to_contain_text(words["changed"])
    assert_accessible(page)
    page.get_by_role("link", name=words["answers"]).click()
    expect(page.locator("#said-answers")).to_be_in_viewport()
    expect(page.locator("main")).to_contain_text("كان الانتظار أطول")
    page.locator("#terms").check()
    page.locator("main form .button").click()
    page.wait_for_url("**/receipt")
