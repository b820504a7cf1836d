"""A receipt is checked by whoever holds it; a withdrawn entry is taken back."""

import json

import pytest
from playwright.sync_api import expect

from awards.entries.content import check_path
from awards.kit.i18n import translate
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_anybody_checks_a_receipt_and_compares_the_file(
    live, browser_page, assert_accessible, lang, width, tmp_path
):
    s = scene(live.make)
    submission = s.submit(s.whole())
    page = browser_page(lang=lang, width=width)
    page.goto("/receipts")
    assert_accessible(page)
    path = check_path(submission.id, submission.receipt, submission.content_hash)
    page.locator("#number").fill(submission.receipt)
    page.locator("#code").fill(path[-9:].lower())
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text(translate("This receipt is genuine", lang))
    expect(page.locator("main")).to_contain_text(submission.content_hash)
    assert_accessible(page)
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({**submission.content, "title_ar": "أخرى"}))
    page.locator("#file").set_input_files(file)
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text(translate("It is not the same", lang))
    file.write_text(json.dumps(submission.content, indent=1))
    page.locator("#file").set_input_files(file)
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text(translate("It says the same", lang))
    assert_accessible(page)
    page.locator("#fingerprint").fill("abc")
    page.locator("main form button").click()
    expect(page.locator("#fingerprint-error")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_withdrawn_entry_is_taken_back_and_submitted_again(
    live, browser_page, enter, assert_accessible, lang, width
):
    s = scene(live.make)
    entry = s.whole()
    s.submit(entry)
    s.withdraw(entry)
    page = browser_page(lang=lang, width=width)
    enter(page, s.member)
    page.goto(f"/entries/{entry.id}")
    assert_accessible(page)
    page.get_by_role("button", name=translate("Take the entry back", lang)).click()
    expect(page.get_by_role("status").first).to_have_text(
        translate("The entry is a draft again. Submit it for it to take part.", lang)
    )
    assert_accessible(page)
    page.goto(f"/entries/{entry.id}/check")
    page.locator("[name=terms]").check()
    page.get_by_role("button", name=translate("Submit the entry", lang)).click()
    expect(page.locator(".receipt-number")).to_contain_text("-2")
    expect(page.get_by_role("link", name=translate("Receipt as PDF", lang))).to_be_visible()
    assert_accessible(page)
