"""A judge scores with the keyboard on a tablet, loses the connection, opens two tabs, and lodges."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.rubrics.models import Criterion
from judging.scorecards.models import LodgementReceipt, Score, Scorecard
from tests.journeys.conftest import Live

TABLET = 820
CODES = ("AA-111", "BB-222", "CC-333")
SAVED = {"ar": re.compile("حُفظ"), "en": re.compile("Saved at")}
OPEN = Callable[..., Page]


@dataclass
class Bench:
    live: Live
    person: Person

    def card(self, code: str) -> Scorecard | None:
        with self.live.db.read() as session:
            return session.exec(select(Scorecard).join(Assignment).where(Assignment.code == code)).first()

    def points(self, code: str) -> dict[str, str | None]:
        with self.live.db.read() as session:
            rows = session.exec(
                select(Criterion.key, Score.points, Score.not_scored)
                .join(Criterion, col(Criterion.id) == col(Score.criterion_id))
                .join(Scorecard, col(Scorecard.id) == col(Score.scorecard_id))
                .join(Assignment)
                .where(Assignment.code == code)
            )
            return {key: points or reason for key, points, reason in rows}


@pytest.fixture
def bench(live: Live) -> Bench:
    make = live.make
    cycle = make.judging_cycle()
    category = make.category(cycle, name_ar="خدمات الأفراد", name_en="Services to people")
    organiser, entrant, person = (
        make.person(Role.ORGANISER),
        make.person(Role.ENTRANT),
        make.person(Role.JUDGE),
    )
    agency, round_ = make.agency(entrant), make.round(cycle)
    judge = make.judge(cycle, person)
    for code in CODES:
        entry = make.entry(category, agency, entrant)
        make.blind_copy(entry, approved_by=organiser)
        make.assignment(round_, judge, entry, organiser, code=code)
    return Bench(live, person)


@pytest.fixture
def desk(browser_page: OPEN, enter: Callable[[Page, Person], None], bench: Bench) -> OPEN:
    """Open the judge's first page: `desk(lang="ar", width=820, javascript=True)`."""

    def open_desk(**options: object) -> Page:
        page = browser_page(**{"width": TABLET, "height": 1180, **options})
        enter(page, bench.person)
        return page

    return open_desk


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus: it fails if the keyboard does not lead there."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def say(page: Page, text: str) -> None:
    page.keyboard.type(text)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_judge_scores_and_lodges_with_the_keyboard_alone(desk, bench, assert_accessible, lang):
    page = desk(lang=lang)
    assert_accessible(page)
    tab_to(page, ".next-entry .button")
    press(page, "Enter")
    page.wait_for_url("**/scorecards/AA-111")
    assert_accessible(page)

    tab_to(page, "[href='#sheet']")
    press(page, "Enter", "j", "8")  # the first criterion; its points lead on to the second
    press(page, "1", "0")  # ten
    press(page, "k", "9", "5")  # back to the second, and on to the third
    expect(page.locator("#strengths")).to_be_focused()
    say(page, "أثر واضح 9 j")
    expect(page.locator("[data-total]")).to_have_text("77.00")
    expect(page.locator("[data-saved]")).to_have_text(SAVED[lang])
    assert bench.points("AA-111") == {"benefit": "8", "channels": "9", "support": "5"}
    assert bench.card("AA-111").strengths == "أثر واضح 9 j", "in a text the keys write"
    assert_accessible(page)

    tab_to(page, "button[value='lodge']")
    press(page, "Enter")
    page.wait_for_url("**/AA-111/lodgement")
    assert_accessible(page)
    tab_to(page, "main button.button")
    press(page, "Enter")
    page.wait_for_url("**/scorecards/AA-111")
    assert_accessible(page)
    with bench.live.db.read() as session:
        digest = session.exec(select(LodgementReceipt.digest)).one()
    assert page.locator(".digest").inner_text().split() == [digest[i : i + 8] for i in range(0, 64, 8)]
    expect(page.locator("textarea")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 820, 1180])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_judges_pages_are_accessible_at_every_size(desk, assert_accessible, lang, width):
    page = desk(lang=lang, width=width, height=900)
    for path in ("/scorecards?state=draft", "/scorecards/comparison", "/scorecards/BB-222"):
        page.goto(path)
        assert_accessible(page)
    page.locator(".criterion .choice").first.click()
    page.locator(".criterion").nth(1).locator(".scale label").nth(7).click()
    expect(page.locator("[data-saved]")).to_have_text(SAVED[lang])
    for path in ("/scorecards/BB-222/lodgement", "/scorecards/comparison?sort=channels"):
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize(("lang", "towards_ten"), [("ar", "ArrowLeft"), ("en", "ArrowRight")])
def test_the_arrow_keys_follow_what_is_seen(desk, lang, towards_ten):
    page = desk(lang=lang)
    page.goto("/scorecards/AA-111")
    page.locator("input[name='points.benefit'][value='5']").check(force=True)
    place = page.locator("input[name='points.benefit']:checked").bounding_box()
    press(page, towards_ten)
    chosen = page.locator("input[name='points.benefit']:checked")
    expect(chosen).to_have_value("6")
    moved = chosen.bounding_box()["x"] - place["x"]
    assert (moved < 0) == (towards_ten == "ArrowLeft")


def test_a_one_that_no_zero_follows_stays_a_one(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.locator("input[name='points.benefit']").first.focus()
    press(page, "1", "7")
    page.wait_for_timeout(50)
    expect(page.locator("input[name='points.benefit']:checked")).to_have_value("1")
    expect(page.locator("input[name='points.channels']:checked")).to_have_value("7")
    press(page, "1")
    expect(page.locator("#strengths")).to_be_focused()
    expect(page.locator("input[name='points.support']:checked")).to_have_value("1")
    press(page, "Shift+Tab", "Shift+Tab")
    page.locator("input[name='points.support']:checked").focus()
    press(page, "Delete")
    expect(page.locator("input[name='points.support']:checked")).to_have_count(0)
    expect(page.locator("[data-remaining]")).to_have_text("Criteria left: 1")


def test_what_is_written_without_a_connection_is_sent_when_there_is_one(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.context.set_offline(True)
    page.locator("#strengths").fill("written in a tunnel")
    expect(page.locator("[data-saved]")).to_contain_text("No connection.")
    assert bench.card("AA-111") is None
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.card("AA-111").strengths == "written in a tunnel"


def test_what_was_written_without_a_connection_outlives_the_page(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.context.set_offline(True)
    page.locator("input[name='points.benefit'][value='7']").check(force=True)
    page.locator("#strengths").fill("written in a tunnel")
    expect(page.locator("[data-saved]")).to_contain_text("No connection.")
    page.context.set_offline(False)
    page.evaluate("window.stop(); document.querySelector('[data-sign-out]')")
    again = page.context.new_page()
    page.close()
    again.goto("/scorecards/AA-111")
    expect(again.locator("#strengths")).to_have_value("written in a tunnel")
    expect(again.locator("[data-total]")).to_have_text("70.00")
    expect(again.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.card("AA-111").strengths == "written in a tunnel"
    assert again.evaluate("Object.keys(localStorage).filter(key => key.startsWith('tahkim:')).length") == 0


def test_a_save_whose_answer_got_lost_is_no_conflict(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: (route.fetch(), route.abort()), times=1)
    page.locator("#strengths").fill("first")
    expect(page.locator("[data-saved]")).to_contain_text("No connection.")
    assert bench.card("AA-111").strengths == "first", "it had arrived"
    page.locator("#strengths").fill("first and second")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.card("AA-111").strengths == "first and second"


def test_two_tabs_lose_nothing(desk, bench, assert_accessible):
    page = desk(lang="en")
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto("/scorecards/AA-111")
    other.locator("#strengths").fill("from the other tab")
    expect(other.locator("[data-saved]")).to_have_text(SAVED["en"])
    page.locator("#strengths").fill("from this tab")
    expect(page.locator("[data-saved]")).to_contain_text("saved elsewhere too")
    page.locator("button[value='stay']").click()
    expect(page.locator("h1")).to_have_text("This sheet was saved elsewhere since you opened this page.")
    expect(page.locator("textarea[name='strengths']")).to_have_value("from this tab")
    expect(page.get_by_text("from the other tab")).to_be_visible()
    assert_accessible(page)
    page.locator("textarea[name='strengths']").fill("from both tabs")
    page.get_by_role("button", name="Keep my version").click()
    expect(page.locator("#strengths")).to_have_value("from both tabs")
    assert bench.card("AA-111").strengths == "from both tabs"


def test_signing_out_leaves_no_draft_behind(desk):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: route.abort())
    page.locator("#strengths").fill("secret")
    expect(page.locator("[data-saved]")).to_contain_text("No connection.")
    page.locator(".me summary").click()
    page.locator("[data-sign-out] button").click()
    page.wait_for_url(lambda url: "/scorecards" not in url)
    assert "secret" not in page.evaluate("JSON.stringify({...localStorage})")


def test_a_sheet_is_scored_and_lodged_without_javascript(desk, bench):
    page = desk(lang="ar", javascript=False)
    page.locator(".next-entry .button").click()
    for criterion, points in (("benefit", "8"), ("channels", "7")):
        page.locator(f"input[name='points.{criterion}'][value='{points}']").check(force=True)
    page.locator("input[name='points.support'][value='abstained']").check()
    page.locator("#confidential").fill("للجنة وحدها")
    page.locator("button[value='next']").click()
    page.wait_for_url("**/scorecards/BB-222")
    assert bench.points("AA-111") == {"benefit": "8", "channels": "7", "support": "abstained"}
    page.locator("button[value='previous']").click()
    page.wait_for_url("**/scorecards/AA-111")
    expect(page.locator("#confidential")).to_have_value("للجنة وحدها")
    page.locator("button[value='lodge']").click()
    page.locator("main form button.button").click()
    expect(page.locator(".digest")).to_be_visible()
    assert bench.card("AA-111").lodged_at is not None
