"""Files are sent one after the other, each with its own line; a lost connection costs nothing."""

import pytest
from playwright.sync_api import expect

from awards.entries import queries
from awards.kit.i18n import translate
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES


def file(name, n=0):
    data = pdf(fill=lambda made: made.docinfo.update({"/Title": f"file {n}"}))
    return {"name": name, "mimeType": "application/pdf", "buffer": data}


@pytest.fixture
def found(live):
    s = scene(live.make)
    return s, s.start()


def names(live, entry):
    with live.db.read() as session:
        return [one.name for one in queries.files_of(session, entry.id)]


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_several_files_are_sent_in_their_order_and_a_refused_one_says_why_beside_its_name(
    live, browser_page, enter, assert_accessible, found, lang, width
):
    s, entry = found
    page = browser_page(lang=lang, width=width)
    enter(page, s.member)
    page.goto(f"/entries/{entry.id}/attachments")
    wrong = {"name": "notes.pdf", "mimeType": "application/pdf", "buffer": b"plain words"}
    page.locator("#file").set_input_files([file("one.pdf", 1), wrong, file("two.pdf", 2)])
    page.locator("[data-upload] [data-choose] button").click()
    lines = page.locator(".uploads li")
    expect(lines).to_have_count(3)
    expect(lines.nth(2).locator("p")).to_have_text(translate("The file is attached.", lang))
    expect(lines.nth(0).locator("p")).to_have_text(translate("The file is attached.", lang))
    expect(lines.nth(1).locator("p.error")).to_contain_text("JPEG")
    expect(page.locator("[data-attached] .attached")).to_have_count(2)
    assert_accessible(page)
    assert names(live, entry) == ["one.pdf", "two.pdf"]


def test_a_lost_connection_says_so_and_the_file_is_sent_again_before_those_behind_it(
    live, browser_page, enter, assert_accessible, found
):
    s, entry = found
    page = browser_page(lang="en")
    enter(page, s.member)
    page.goto(f"/entries/{entry.id}/attachments")
    page.route(
        "**/attachments", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    page.locator("#file").set_input_files([file("one.pdf", 1), file("two.pdf", 2)])
    page.locator("[data-upload] [data-choose] button").click()
    lines = page.locator(".uploads li")
    expect(lines.nth(0).locator("p.error")).to_contain_text("connection was lost")
    expect(lines.nth(1).locator("p")).to_contain_text("Waits")
    assert_accessible(page)
    page.unroute("**/attachments")
    lines.nth(0).get_by_role("button", name="Send again").click()
    expect(lines.nth(1).locator("p")).to_have_text("The file is attached.")
    assert names(live, entry) == ["one.pdf", "two.pdf"]


def test_a_file_that_is_being_sent_or_waits_can_be_cancelled(live, browser_page, enter, found):
    s, entry = found
    page = browser_page(lang="en")
    enter(page, s.member)
    page.goto(f"/entries/{entry.id}/attachments")
    held = []
    page.route(
        "**/attachments",
        lambda route: held.append(route) if route.request.method == "POST" else route.fallback(),
    )
    page.locator("#file").set_input_files([file("one.pdf", 1), file("two.pdf", 2)])
    page.locator("[data-upload] [data-choose] button").click()
    lines = page.locator(".uploads li")
    lines.nth(1).get_by_role("button", name="Cancel").click()
    expect(lines.nth(1).locator("p")).to_have_text("Cancelled. Nothing of it was kept.")
    page.unroute("**/attachments")
    assert names(live, entry) == []


def test_without_scripts_one_file_is_sent_as_ever(live, browser_page, enter, found):
    s, entry = found
    page = browser_page(lang="en", javascript=False)
    enter(page, s.member)
    page.goto(f"/entries/{entry.id}/attachments")
    page.locator("#file").set_input_files(file("one.pdf", 1))
    page.locator("[data-upload] [data-choose] button").click()
    expect(page.locator("[data-attached] .attached")).to_have_count(1)
    assert names(live, entry) == ["one.pdf"]
