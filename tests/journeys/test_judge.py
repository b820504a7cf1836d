"""A judge scores with the keyboard on a tablet, loses the connection, opens two tabs, and lodges."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from judging.scorecards.models import LodgementReceipt
from tests.factories import PASSWORD
from tests.journeys.conftest import TABLET
from tests.journeys.sheets import SAVED, alert, crash, kept, press, wait_for

UNCONNECTED = {"ar": "لا اتصال", "en": "No connection."}


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus: it fails if the keyboard does not lead there."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def say(page: Page, text: str) -> None:
    page.keyboard.type(text)


def assert_nothing_is_cut_off(page: Page) -> None:
    cut = page.evaluate(
        "[...document.querySelectorAll('.table-wrap')].filter(box => box.scrollWidth > box.clientWidth).length"
    )
    assert cut == 0, f"{page.url} has a table wider than the window"


def sign_out(page: Page) -> None:
    if not page.locator("[data-sign-out] button").is_visible():
        page.locator(".me summary").click()
    page.locator("[data-sign-out] button").click()


def left(page: Page) -> None:
    page.wait_for_url(lambda url: "/scorecards" not in url)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_judge_signs_in_scores_loses_the_connection_and_lodges_with_the_keyboard_alone(
    browser_page, bench, assert_accessible, lang
):
    page = browser_page(lang=lang, width=TABLET, height=1180)
    page.goto("/sign-in?next=/desk")
    assert_accessible(page)
    tab_to(page, "#email")
    say(page, bench.person.email)
    tab_to(page, "#password")
    say(page, PASSWORD)
    press(page, "Enter")
    page.wait_for_url("**/scorecards")
    assert_accessible(page)
    tab_to(page, ".next-entry .button")
    press(page, "Enter")
    page.wait_for_url("**/scorecards/AA-111")
    assert_accessible(page)

    tab_to(page, "[href='#sheet']")
    press(page, "Enter", "j", "8")  # the first criterion; its points lead on to the second
    press(page, "1", "0")  # ten
    press(page, "k", "9", "5")  # back to the second, and on to the third
    press(page, "k", "j")  # after the last digit the keys go on working
    expect(page.locator("[data-saved]")).to_have_text(SAVED[lang])
    page.context.set_offline(True)
    tab_to(page, "#strengths")
    say(page, "أثر واضح 9 j")
    expect(page.locator("[data-total]")).to_have_text("77.00")
    expect(alert(page)).to_contain_text(UNCONNECTED[lang])
    assert bench.card("AA-111").strengths == ""
    assert_accessible(page)
    page.context.set_offline(False)
    expect(alert(page)).to_have_count(0)
    wait_for(page, lambda: bench.card("AA-111").strengths != "")
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


@pytest.mark.parametrize(("lang", "width"), [("ar", 390), ("en", 390), ("ar", TABLET), ("en", 1180)])
def test_the_judges_pages_are_accessible_at_every_size(desk, assert_accessible, lang, width):
    page = desk(lang=lang, width=width, height=900)
    for path in ("/scorecards", "/scorecards/comparison", "/scorecards/BB-222", "/scorecards/CC-333/recusal"):
        page.goto(path)
        assert_accessible(page)
        assert_nothing_is_cut_off(page)
    page.goto("/scorecards/BB-222")
    page.locator(".criterion .choice").first.click()
    page.locator(".criterion").nth(1).locator(".scale label").nth(7).click()
    expect(page.locator("[data-saved]")).to_have_text(SAVED[lang])
    for path in ("/scorecards/BB-222/lodgement", "/scorecards/comparison?sort=channels"):
        page.goto(path)
        assert_accessible(page)
        assert_nothing_is_cut_off(page)


@pytest.mark.parametrize(("lang", "towards_ten"), [("ar", "ArrowLeft"), ("en", "ArrowRight")])
def test_the_arrow_keys_follow_what_is_seen(desk, lang, towards_ten):
    page = desk(lang=lang, width=1280)  # where the scale is one line
    page.goto("/scorecards/AA-111")
    page.locator("input[name='points.benefit'][value='5']").check(force=True)
    place = page.locator("input[name='points.benefit']:checked").bounding_box()
    press(page, towards_ten)
    chosen = page.locator("input[name='points.benefit']:checked")
    expect(chosen).to_have_value("6")
    moved = chosen.bounding_box()["x"] - place["x"]
    assert (moved < 0) == (towards_ten == "ArrowLeft")


def test_after_the_skip_link_digits_score_the_first_criterion_and_j_works_at_once(desk):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    press(page, "j")
    expect(page.locator("input[name='points.benefit']").first).to_be_focused()
    page.reload()
    page.locator("a.skip[href='#sheet']").focus()
    press(page, "Enter")
    expect(page.locator("#sheet")).to_be_focused()
    press(page, "7", "6")
    expect(page.locator("input[name='points.benefit']:checked")).to_have_value("7")
    expect(page.locator("input[name='points.channels']:checked")).to_have_value("6")


def test_a_one_waits_for_its_zero_however_long_it_takes(desk):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    waiting = page.locator("[data-one]").first
    page.locator("input[name='points.benefit']").first.focus()
    press(page, "1")
    expect(waiting).to_be_visible()
    page.wait_for_timeout(1500)
    press(page, "0")
    expect(waiting).to_be_hidden()
    expect(page.locator("input[name='points.benefit']:checked")).to_have_value("10")
    expect(page.locator("input[name='points.channels']:checked")).to_have_count(0)
    press(page, "1", "j", "0")
    expect(page.locator("input[name='points.channels']:checked")).to_have_value("1")
    expect(page.locator("input[name='points.support']:checked")).to_have_value("0")


def test_a_one_that_no_zero_follows_stays_a_one(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.locator("input[name='points.benefit']").first.focus()
    press(page, "1", "7", "1")
    expect(page.locator("input[name='points.benefit']:checked")).to_have_value("1")
    expect(page.locator("input[name='points.channels']:checked")).to_have_value("7")
    expect(page.locator("input[name='points.support']:checked")).to_have_value("1")
    press(page, "Delete")
    expect(page.locator("input[name='points.support']:checked")).to_have_count(0)
    expect(page.locator("[data-remaining]")).to_have_text(
        "32.50 so far, on 80% of the weights · Criteria left: 1"
    )
    page.locator(".criterion .choice input").first.check()
    page.locator(".criterion .choice input").nth(2).check()
    expect(page.locator("[data-remaining]")).to_contain_text("at least half of the weights (now 30%)")


def test_what_is_written_without_a_connection_is_sent_when_there_is_one(desk, bench, assert_accessible):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.context.set_offline(True)
    page.locator("#strengths").fill("written in a tunnel")
    expect(alert(page)).to_contain_text("No connection. What you wrote is kept in this browser")
    assert bench.card("AA-111") is None
    assert_accessible(page)
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.card("AA-111").strengths == "written in a tunnel"


def test_what_was_written_without_a_connection_outlives_the_page(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.context.set_offline(True)
    page.locator("input[name='points.benefit'][value='7']").check(force=True)
    page.locator("#strengths").fill("written in a tunnel")
    expect(alert(page)).to_contain_text("No connection.")
    context = page.context
    crash(page)
    context.set_offline(False)
    again = context.new_page()
    again.goto("/scorecards")
    expect(again.locator("[data-unsent]:visible")).to_have_text("Not sent yet")
    again.goto("/scorecards/AA-111")
    expect(again.locator("#strengths")).to_have_value("written in a tunnel")
    expect(again.locator("[data-remaining]")).to_contain_text("70.00 so far")
    expect(again.locator("[data-saved]")).to_have_text(SAVED["en"])
    expect(alert(again)).to_contain_text("What you had written here and could not send is back")
    assert bench.card("AA-111").strengths == "written in a tunnel"
    assert kept(again) == []


def test_what_had_arrived_before_the_page_was_left_is_not_called_restored(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: (route.fetch(), route.abort()), times=1)
    page.locator("#strengths").fill("arrived")
    expect(alert(page)).to_contain_text("No connection.")
    page.reload()
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    expect(alert(page)).to_have_count(0)
    expect(page.locator("#strengths")).to_have_value("arrived")
    assert bench.card("AA-111").version == 1
    wait_for(page, lambda: kept(page) == [])


def test_a_save_whose_answer_got_lost_is_no_conflict(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: (route.fetch(), route.abort()), times=1)
    page.locator("#strengths").fill("first")
    expect(alert(page)).to_contain_text("No connection.")
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
    expect(alert(page)).to_contain_text("You changed the same field here and elsewhere: Strengths")
    page.get_by_role("button", name="See both versions").click()
    expect(page.locator("h1")).to_have_text("You changed 1 field here and elsewhere")
    expect(page.get_by_label("What you wrote here")).to_have_value("from this tab")
    expect(page.get_by_label("What is saved")).to_have_value("from the other tab")
    assert_accessible(page)
    assert kept(page) != [], "until one is chosen, both are kept"
    page.get_by_role("button", name="Save this choice").click()
    expect(page.locator("#strengths")).to_have_value("from the other tab\n\nfrom this tab")
    assert bench.card("AA-111").strengths == "from the other tab\n\nfrom this tab"
    assert kept(page) == []


def test_signing_out_sends_what_was_just_typed_and_waits_for_the_answer(desk, bench):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: (page.wait_for_timeout(500), route.continue_()))
    page.locator("#confidential").fill("typed a moment ago")
    sign_out(page)
    left(page)
    assert bench.card("AA-111").confidential == "typed a moment ago"
    assert kept(page) == []


def test_signing_out_warns_of_what_could_not_be_sent_and_keeps_it(desk, bench, enter, assert_accessible):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: route.abort())
    page.locator("#strengths").fill("not sent")
    sign_out(page)
    expect(page.get_by_role("dialog")).to_contain_text(
        "It stays in this browser, where nobody else can read it"
    )
    assert_accessible(page)
    page.get_by_role("button", name="Stay on the sheet").click()
    expect(page.locator("#strengths")).to_have_value("not sent")
    sign_out(page)
    page.get_by_role("button", name="Sign out all the same").click()
    left(page)
    assert bench.card("AA-111") is None
    page.unroute("**/scorecards/AA-111")
    enter(page, bench.person)
    page.goto("/scorecards/AA-111")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.card("AA-111").strengths == "not sent"


def test_a_colleague_on_the_same_tablet_neither_reads_nor_removes_unsent_text(desk, bench, enter):
    colleague = bench.colleague()
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.route("**/scorecards/AA-111", lambda route: route.abort())
    page.locator("#strengths").fill("mine alone")
    expect(alert(page)).to_contain_text("No connection.")
    before = page.evaluate("({...localStorage})")
    assert len(before) == 1
    assert "mine alone" not in str(before)
    page.context.clear_cookies(name="session")
    enter(page, colleague)
    page.goto("/scorecards")
    expect(page.locator(".sheets tbody tr")).to_have_count(1)
    expect(page.locator("[data-unsent]:visible")).to_have_count(0)
    page.goto("/scorecards/ZZ-999")
    page.locator("#strengths").fill("theirs")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    sign_out(page)
    left(page)
    assert page.evaluate("({...localStorage})") == before
    page.unroute("**/scorecards/AA-111")
    enter(page, bench.person)
    page.goto("/scorecards/AA-111")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.card("AA-111").strengths == "mine alone"


def test_after_the_session_ended_the_sheet_leads_to_the_sign_in_and_back(desk, bench, assert_accessible):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.context.clear_cookies(name="session")
    page.locator("#strengths").fill("after the session")
    expect(alert(page)).to_contain_text("You have been signed out.")
    assert_accessible(page)
    alert(page).get_by_role("link", name="Sign in").click()
    page.locator("#email").fill(bench.person.email)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/scorecards/AA-111")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    assert bench.card("AA-111").strengths == "after the session"


def test_a_text_that_is_too_long_is_counted_and_named_and_keeps_nothing_else_back(
    desk, bench, assert_accessible
):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    page.locator("#strengths").fill("x" * 4990)
    expect(page.get_by_text("Characters left: 10")).to_be_visible()
    page.locator("#strengths").fill("x" * 5003)
    page.locator("input[name='points.benefit'][value='7']").check(force=True)
    expect(page.get_by_text("Too long by 3 characters")).to_be_visible()
    expect(alert(page)).to_contain_text("Strengths: Write at most 5000 characters. Everything else")
    assert bench.points("AA-111") == {"benefit": "7", "channels": None, "support": None}
    assert_accessible(page)
    alert(page).get_by_role("link").click()
    expect(page.locator("#strengths")).to_be_focused()
    press(page, "Control+End", "Backspace", "Backspace", "Backspace")
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    expect(alert(page)).to_have_count(0)
    assert bench.card("AA-111").strengths == "x" * 5000


def test_the_open_copy_of_a_lodged_sheet_locks(desk, bench, assert_accessible):
    page = desk(lang="en")
    page.goto("/scorecards/AA-111")
    for criterion in ("benefit", "channels", "support"):
        page.locator(f"input[name='points.{criterion}'][value='7']").check(force=True)
    expect(page.locator("[data-saved]")).to_have_text(SAVED["en"])
    other = page.context.new_page()
    other.goto("/scorecards/AA-111/lodgement")
    other.locator("main button.button").click()
    other.wait_for_url("**/scorecards/AA-111")
    page.locator("#strengths").fill("too late")
    expect(alert(page)).to_contain_text("This sheet is lodged: it can no longer be changed.")
    expect(page.locator("#strengths")).not_to_be_editable()
    expect(page.locator("input[name='points.benefit'][value='3']")).to_be_disabled()
    expect(page.locator("button[value='lodge']")).to_be_disabled()
    expect(page.locator("[data-total]")).to_have_text("–")
    assert_accessible(page)
    page.get_by_role("button", name="See it beside what is saved").click()
    expect(page.get_by_text("too late")).to_be_visible()
    page.get_by_role("link", name="To the saved sheet").click()
    expect(page.locator(".digest")).to_be_visible()
    assert kept(page) == []


def test_an_entry_stands_beside_its_sheet_on_an_upright_tablet_and_says_where_its_pane_goes_on(desk, bench):
    page = desk(lang="en", width=820, height=1180)
    page.goto("/scorecards/AA-111")
    whole = "(pane => pane.scrollHeight <= pane.clientHeight)(document.querySelector('.sheet-entry'))"
    assert page.evaluate(whole)
    entry, sheet = page.locator(".sheet-entry").bounding_box(), page.locator("#sheet").bounding_box()
    assert entry["x"] + entry["width"] <= sheet["x"]
    more = page.get_by_role("button", name="The entry goes on")
    expect(more).to_be_hidden()
    page.set_viewport_size({"width": 1180, "height": 460})
    assert not page.evaluate(whole)
    entry, sheet = page.locator(".sheet-entry").bounding_box(), page.locator("#sheet").bounding_box()
    assert entry["width"] >= sheet["width"]
    for _ in range(20):
        if not more.is_visible():
            break
        more.click()
        page.wait_for_timeout(400)
    expect(page.get_by_text("No attachments.")).to_be_in_viewport()


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


def test_without_javascript_what_is_sent_after_the_session_ended_is_not_lost(desk, bench):
    page = desk(lang="en", javascript=False)
    page.goto("/scorecards/AA-111")
    page.locator("input[name='points.benefit'][value='8']").check(force=True)
    page.locator("#strengths").fill("typed for an hour")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="You have been signed out.")).to_be_visible()
    expect(page.locator("main .prose")).to_have_text("typed for an hour")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.locator("#email").fill(bench.person.email)
    tab.locator("#password").fill(PASSWORD)
    tab.locator("main form button").click()
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url("**/scorecards/AA-111")
    expect(page.locator("#strengths")).to_have_value("typed for an hour")
    assert bench.points("AA-111")["benefit"] == "8"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_page_of_an_ended_session_is_accessible(desk, assert_accessible, lang):
    page = desk(lang=lang, width=390)
    page.goto("/scorecards/AA-111")
    page.locator("#strengths").fill("typed for an hour")
    page.context.clear_cookies(name="session")
    page.evaluate("document.getElementById('sheet').submit()")
    expect(page.locator("main .prose")).to_have_text("typed for an hour")
    assert_accessible(page)


def test_the_keys_work_from_the_entrys_text_and_never_score_what_is_out_of_sight(desk, bench):
    page = desk(lang="en", width=1280, height=900)
    page.goto("/scorecards/AA-111")
    points = "fieldset.criterion input:checked"
    page.locator("#entry").focus()
    press(page, "Control+9", "Alt+9")
    expect(page.locator(points)).to_have_count(0)
    press(page, "j")
    expect(page.locator(".criterion").first.locator("input:focus")).to_have_count(1)
    page.locator("#entry").focus()
    page.locator(".criterion").first.evaluate(
        "it => scrollTo(0, it.getBoundingClientRect().top + scrollY - 300)"
    )
    press(page, "7")
    expect(page.locator(points)).to_have_count(1)
    expect(page.locator(".criterion").nth(1).locator("input:focus")).to_have_count(1)
    page.locator("#entry").focus()
    page.set_viewport_size({"width": 820, "height": 500})
    page.evaluate("scrollTo(0, 0)")
    press(page, "9")  # the second criterion is out of sight: the key leads there
    expect(page.locator(points)).to_have_count(1)
    expect(page.locator(".criterion").nth(1).locator("input:focus")).to_have_count(1)
    press(page, "9")
    expect(page.locator(points)).to_have_count(2)
