"""An organiser seals the results; an auditor takes the file and checks it with nothing else."""

import pytest
from playwright.sync_api import expect

from awards.kit.i18n import translate
from judging.sealing.holding import held
from tests.journeys.conftest import SIZES
from tests.judging.sealing.conftest import decided_contest


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_results_are_sealed_by_an_organiser_and_checked_by_an_auditor(
    live, browser_page, enter, assert_accessible, lang, width
):
    c = decided_contest(live.make, live.settings)
    page = browser_page(lang=lang, width=width)
    enter(page, c.organisers[0])
    page.goto(f"{c.path}/publication")
    assert_accessible(page)
    page.get_by_role("link", name=translate("Sealed results", lang)).click()
    assert_accessible(page)
    page.get_by_role("button", name=translate("Seal the results", lang)).click()
    expect(page.get_by_role("status").first).to_contain_text("1")
    expect(page.locator("main table")).to_be_visible()
    assert_accessible(page)

    auditor = browser_page(lang=lang, width=width)
    enter(auditor, c.auditor)
    auditor.goto(f"{c.path}/seals")
    expect(auditor.locator("main form")).to_have_count(0)
    assert_accessible(auditor)
    with auditor.expect_download() as download:
        auditor.locator('a[href$="/seals/1/sealed.zip"]').click()
    key = auditor.locator("main code").last.inner_text()
    lines = list(held(download.value.path().read_bytes(), key=key))
    assert "totals: 20 sheets and 7 entries come to exactly the sealed totals" in lines
