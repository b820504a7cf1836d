"""An organiser chooses how results are worked out; after opening reads how sure they are, and tries what else might have been."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from awards.people.models import Person
from judging.rounds.models import Round
from judging.tally.models import Tally
from tests.contests import Contest, contest
from tests.journeys.conftest import SIZES, Live

WORDS = {
    "ar": {
        "chosen": "اختيرت طريقة احتساب النتائج.",
        "stands": "ولا يمكن تغييره بعد ذلك",
        "computed": "كيف حُسبت النتيجة",
        "what_if": "ماذا لو؟",
        "trial": "هذه تجربة وليست نتيجة.",
        "try": "جرِّب",
        "adjusted": "الدرجة المعدَّلة",
    },
    "en": {
        "chosen": "It is chosen how the results are worked out.",
        "stands": "it can no longer be changed",
        "computed": "How this was computed",
        "what_if": "What if?",
        "trial": "This is a trial, and no result.",
        "try": "Try it",
        "adjusted": "djusted score",
    },
}
SHEETS = [[9, 9, 8, None], [None, 8, 9, 8], [7, 8, None, 9], [6, None, 5, 7], [5, 5, 6, 6]]


@pytest.fixture
def field(live: Live) -> Contest:
    """A round that is not open yet, its sheets lying ready."""
    c = contest(live.make, {"G2C": SHEETS})
    with live.db.write() as session:
        session.get_one(Round, c.round.id).opened_at = None
    return c


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_how_sure_the_results_are_is_chosen_read_and_tried(
    lang: str,
    width: int,
    live: Live,
    field: Contest,
    browser_page: Callable[..., Page],
    enter: Callable[[Page, Person], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    words = WORDS[lang]
    page = browser_page(lang=lang, width=width)
    enter(page, field.organisers[0])

    # Before judging opens, from the page of the rounds.
    page.goto(f"{field.path}/rounds")
    page.locator(f'a[href="{field.path}/rounds/method"]').click()
    assert_accessible(page)
    page.locator("input[name=method][value=adjusted]").check()
    page.locator("#seed").fill("7")
    page.locator("form[action$='/rounds/method'] button").click()
    expect(page.locator(".notice").first).to_contain_text(words["chosen"])
    expect(page.locator("main")).to_contain_text(words["adjusted"])
    assert_accessible(page)

    # Once it is open, what was chosen stands.
    with live.db.write() as session:
        session.get_one(Round, field.round.id).opened_at = live.clock()
    page.reload()
    expect(page.locator("main")).to_contain_text(words["stands"])
    expect(page.locator("form[action$='/rounds/method']")).to_have_count(0)

    # The results: a chart, both methods, what they rest on.
    field.open_results()
    page.goto(f"{field.path}/results/G2C")
    expect(page.locator("svg.interval-chart")).to_be_visible()
    ticks = [
        float(text) for text in page.locator("svg.interval-chart text[font-size='11']").all_text_contents()
    ]
    left = [
        page.locator("svg.interval-chart text[font-size='11']").nth(n).bounding_box()["x"]
        for n in range(len(ticks))
    ]  # type: ignore[index]
    rising = left == sorted(left)
    assert ticks == sorted(ticks)
    assert rising == (lang == "en"), "the axis begins where reading does"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)

    # How it was computed, a judge, an entry.
    page.get_by_role("link", name=words["computed"]).click()
    expect(page.locator("h1")).to_have_text(words["computed"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    page.locator(".effects a").first.click()
    expect(page.locator("h1")).to_contain_text("J0")
    assert_accessible(page)
    page.locator("tbody a").first.click()
    expect(page.locator("main")).to_contain_text(words["adjusted"])
    assert_accessible(page)

    # What if: by the mean, without a judge. Nothing of it stays.
    page.goto(f"{field.path}/results/G2C")
    page.get_by_role("link", name=words["what_if"]).click()
    page.locator("input[name=method][value=mean]").check()
    page.locator("input[name=without]").first.check()
    page.get_by_role("button", name=words["try"]).click()
    expect(page.get_by_text(words["trial"])).to_have_count(3)
    assert_accessible(page)
    with live.db.read() as session:
        assert len(session.exec(select(Tally)).all()) == 1
