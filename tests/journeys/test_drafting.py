"""An organiser writes questions and criteria of a cycle that nobody knows of yet, and looks at both ends of them."""

import pytest

from awards.cycles.models import Announcement
from awards.people.models import Role
from judging.rubrics.drafts import criteria_from_fixtures
from judging.rubrics.operations import create_rubric
from tests.journeys.conftest import SIZES, TABLET


@pytest.mark.parametrize(("lang", "width"), [*SIZES, ("ar", TABLET)])
def test_questions_and_criteria_are_written_and_looked_at(
    live, browser_page, enter, assert_accessible, lang, width
):
    make = live.make
    organiser = make.person(Role.ORGANISER)
    cycle = make.cycle(8)
    category = make.category(cycle)
    with live.db.write() as session:
        session.delete(session.get_one(Announcement, cycle.id))
        create_rubric(session, category.id, criteria_from_fixtures("G2C"), by=organiser.id, at=live.clock())
    page = browser_page(lang=lang, width=width)
    enter(page, organiser)
    base = f"/cycles/8/categories/{category.code}"
    for path in ("/cycles/8/rules", "/cycles/8/signatory", f"{base}/text"):
        page.goto(path)
        assert_accessible(page)
    page.goto(f"{base}/new-question")
    assert not page.locator("#unit_en").is_visible()
    page.locator("#kind").select_option("number")
    assert page.locator("#unit_en").is_visible()
    assert not page.locator("#word_limit").is_visible()
    page.locator("#label_ar").fill("كم وفّر المشروع من الوقت؟")
    page.locator("main form .button").click()
    assert page.locator("#label_en-error").is_visible()
    assert_accessible(page)
    page.locator("#label_en").fill("How much time does it save?")
    page.locator("main form .button").click()
    page.wait_for_url(f"**{base}")
    assert_accessible(page)
    page.goto(f"{base}/rubric")
    assert_accessible(page)
    assert page.locator("#name_en-1").bounding_box()["width"] > 200
    page.locator("#weight-1").fill("1")
    assert "76" in page.locator("[data-sum]").inner_text()
    page.locator("main form .button").click()
    assert page.locator(".error-summary").is_visible()
    assert_accessible(page)
    page.goto(f"{base}/preview")
    assert_accessible(page)
