"""What everybody meets in a browser: the public pages, the header, signing in, and being signed out while writing."""

import pytest
import sqlalchemy as sa

from awards.people.models import Role, SignInSession
from tests.contests import contest
from tests.journeys.conftest import SIZES, TABLET

WRITTEN = "Ten years of work and nothing of it lost."
PHONE = 390


@pytest.fixture
def award(live):
    """A cycle that takes entries, and one that is judged."""
    make = live.make
    make.category(make.cycle(7), "G2C")
    return contest(make, {"G2C": [[9, 8, None]]}, number=6)


@pytest.mark.parametrize(("lang", "width"), [*SIZES, ("en", TABLET)])
def test_the_public_pages_are_accessible_and_fit(award, browser_page, assert_accessible, lang, width):
    page = browser_page(lang=lang, width=width)
    paths = (
        "/",
        "/categories",
        "/categories/G2C",
        "/winners",
        "/verify?code=4-0008-1",
        "/sign-in",
        "/nowhere",
    )
    for path in paths:
        page.goto(path)
        assert_accessible(page)
        assert page.locator(".site-head .bar").bounding_box()["height"] < 100


@pytest.mark.parametrize(("lang", "width"), [("en", PHONE), ("ar", TABLET)])
def test_the_header_of_an_organiser_takes_two_rows_at_most(live, award, browser_page, enter, lang, width):
    page = browser_page(lang=lang, width=width)
    enter(page, award.organisers[0])
    assert page.locator(".site-head .bar").bounding_box()["height"] < 110


@pytest.mark.parametrize("width", [PHONE, TABLET, 1280])
def test_the_menus_open_by_keyboard_and_close_by_escape_or_a_click_beside(
    award, browser_page, enter, assert_accessible, width
):
    page = browser_page(lang="en", width=width)
    enter(page, award.organisers[0])
    page.locator(".me summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Your account").is_visible()
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Your account").is_visible()
    assert page.evaluate("document.activeElement.closest('.me') !== null")
    page.get_by_text("The award", exact=True).click()
    box = page.get_by_role("link", name="Winners").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.locator(".site-foot").click()
    assert not page.get_by_role("link", name="Winners").is_visible()
    page.get_by_text("The award", exact=True).click()
    page.get_by_role("link", name="Winners").click()
    page.wait_for_url("**/winners")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_written_survives_the_end_of_the_session(
    live, browser_page, assert_accessible, enter, javascript
):
    make = live.make
    person = make.person(Role.ENTRANT)
    entry = make.entry(make.category(make.cycle(7)), make.agency(person), person, submitted=False)
    page = browser_page(lang="en", width=TABLET, javascript=javascript)
    enter(page, person)
    page.goto(f"/entries/{entry.id}/answers")
    box = page.locator("textarea[name$='_en'], textarea").last
    name = box.get_attribute("name")
    with live.db.write() as session:
        session.execute(sa.update(SignInSession).values(ended_at=live.clock()))
    box.fill(WRITTEN)
    with page.expect_navigation():
        box.evaluate("box => box.form.submit()") if javascript else page.locator(
            "main form button"
        ).first.click()
    assert page.get_by_role("heading", name="You are signed out").is_visible()
    kept = page.locator(f"textarea[name='{name}']")
    assert kept.input_value() == WRITTEN
    if javascript:
        assert_accessible(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (in a new tab)").click()
    other = opened.value
    other.locator("#email").fill(person.email)
    other.locator("#password").fill("a long enough password")
    other.locator("main form button").click()
    other.wait_for_url(f"**/entries/{entry.id}/answers")
    page.get_by_role("button", name="Send again, once you are signed in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    other.goto(f"/entries/{entry.id}/answers")
    assert other.locator(f"textarea[name='{name}']").input_value() == WRITTEN


def test_an_organiser_announces_a_cycle_and_then_everybody_sees_it(
    live, browser_page, enter, assert_accessible
):
    make = live.make
    ahead = {
        name: make.now.replace(year=make.now.year + 1, month=n)
        for n, name in enumerate(
            ("opens_at", "closes_at", "judging_opens_at", "judging_closes_at", "publishes_at"), 1
        )
    }
    make.category(make.cycle(8, announced=False, **ahead), "G2C")
    visitor = browser_page(lang="en", width=PHONE)
    visitor.goto("/")
    assert not visitor.get_by_text("Cycle 8").first.is_visible()
    page = browser_page(lang="en", width=TABLET)
    enter(page, make.person(Role.ORGANISER))
    assert_accessible(page)
    page.get_by_role("link", name="Check categories, questions and rubrics, then announce the cycle").click()
    assert_accessible(page)
    page.get_by_role("button", name="Announce the cycle").click()
    page.wait_for_url("**/cycles/8")
    assert_accessible(page)
    visitor.reload()
    assert visitor.get_by_text("Cycle 8").first.is_visible()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_log_the_progress_and_a_refusal_are_accessible(
    award, browser_page, enter, assert_accessible, lang
):
    page = browser_page(lang=lang, width=TABLET)
    enter(page, award.organisers[0])
    for path in ("/audit", "/cycles/6/progress", "/cycles/6/progress/sheets", "/cycles/6/progress/entries?below=3",
                 "/cycles/6/results", "/scorecards"):  # fmt: skip
        page.goto(path)
        assert_accessible(page)
