"""Whoever thinks of entering reads by what a category is judged, and takes it along on paper."""

import pytest
from playwright.sync_api import expect

from awards.kit.i18n import translate
from tests.journeys.conftest import SIZES
from tests.reports.results.test_report import text_of

NAMES = {"ar": "خدمة الأفراد", "en": "Serving people"}


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_anybody_finds_the_criteria_of_a_category_and_their_booklet_in_both_languages(
    live, browser_page, assert_accessible, tmp_path, lang, width
):
    live.make.category(live.make.cycle(4), "G2C", name_ar=NAMES["ar"], name_en=NAMES["en"])
    page = browser_page(lang=lang, width=width)

    def opens(link, wanted):
        """It is to be shown, not downloaded (this browser has nothing to show it with), and is in its language."""
        where = f"{live.base_url}/booklets/4/G2C/{wanted}"
        with page.expect_response(where) as answered, page.expect_download():
            link.click()
        assert answered.value.headers["content-type"] == "application/pdf"
        assert f'inline; filename="criteria-4-G2C-{wanted}.pdf"' in answered.value.headers.values()
        if wanted == "en":  # Arabic letters come out of a PDF in the shapes of their places
            text = text_of(page.request.get(where).body(), tmp_path)
            assert "Criteria booklet" in text
            assert NAMES["en"] in text

    page.goto("/categories")
    page.get_by_role("link", name=NAMES[lang]).click()
    expect(page.locator(".public-criteria > li")).to_have_count(3)
    for asked in page.locator(".public-questions > li").all():  # nothing hangs out of its row
        row, kind = asked.bounding_box(), asked.locator("> .hint").bounding_box()
        assert kind["y"] + kind["height"] <= row["y"] + row["height"]
    assert_accessible(page)
    opens(page.get_by_role("link", name=translate("Criteria booklet", lang)), lang)

    page.get_by_role("link", name=translate("Guidance library", lang)).click()
    expect(page.locator("main h2")).to_have_text(NAMES[lang])
    assert_accessible(page)
    for other in ("ar", "en"):
        opens(page.locator(f"main a[href='/booklets/4/G2C/{other}']"), other)
