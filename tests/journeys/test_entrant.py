"""An agency's member enters: from signing in to the receipt, in both languages, with scripts and without."""

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from awards.cycles.models import Announcement
from awards.cycles.operations import create_cycle
from awards.cycles.plans import plan_from_fixtures
from awards.cycles.timetable import Timetable
from awards.directory.models import Agency, MembershipKind
from awards.directory.operations import add_member, import_agencies
from awards.directory.rows import agencies_from_fixtures
from awards.entries import operations, queries
from awards.entries.models import Entry, Submission
from awards.kit.i18n import translate
from awards.people.models import Role
from tests.awards.entries.hostile_files import pdf
from tests.journeys.conftest import SIZES, TABLET
from tests.journeys.eligibility import ask_first

WORDS = {
    "ar": "انخفض زمن الإنجاز من 12 يومًا إلى 4 دقائق",
    "en": "Time to finish fell from 12 days to 4 minutes",
}


@pytest.fixture
def members(live):
    """Two people of one agency, in a cycle made of the award's own categories and questions."""
    organiser = live.make.person(Role.ORGANISER)
    people = [live.make.person(Role.ENTRANT) for _ in range(2)]
    now = live.make.now
    dates = (now - timedelta(days=1), now + timedelta(days=12), 0)
    later = (now + timedelta(days=40), now + timedelta(days=70), now + timedelta(days=90))
    with live.db.write() as session:
        import_agencies(session, agencies_from_fixtures(), by=organiser.id, at=now)
        plan = plan_from_fixtures(3, Timetable(*dates, *later))
        cycle = create_cycle(session, plan, by=organiser.id, at=now)
        session.add(Announcement(cycle_id=cycle.id, announced_at=now))
        agency = session.exec(select(Agency).where(Agency.code == "moh")).one()
        for person in people:
            add_member(session, agency.id, person.id, MembershipKind.EDITOR, by=organiser.id, at=now)
    return people


def start(page, lang, say):
    page.get_by_role("link", name=say("Start an entry"), exact=True).click()
    fill_start(page, lang, say)
    page.get_by_role("button", name=say("Start the entry")).click()
    is_started(page, lang)


def fill_start(page, lang, say):
    page.get_by_label("تقديم خدمة أفضل لأفراد المجتمع" if lang == "ar" else "Serving people better").check()
    page.get_by_label("وزارة الصحة" if lang == "ar" else "Ministry of Health", exact=True).check()
    page.get_by_label(say("Arabic") if lang == "ar" else say("English"), exact=True).check()
    page.locator("#title").fill("موعد واحد" if lang == "ar" else "One appointment")


def is_started(page, lang):
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "موعد واحد" if lang == "ar" else "One appointment"
    )


def fill_answers(page, lang):
    for key in ("operator", "challenge", "solution", "results", "feedback", "specific"):
        page.locator(f"#text_{lang}-{key}").fill(WORDS[lang])
    page.locator("#value-launched_on").fill("2024-03-01")
    page.locator("#value-link").fill("my.gov.sa/appointments")
    page.locator("#value-transactions").fill("1,284,300")
    page.locator("#value-maturity input[value=integrated]").check()
    for channel in ("web", "sms"):
        page.locator(f"#value-channels input[value={channel}]").check()


@pytest.mark.parametrize(
    ("lang", "width", "javascript"),
    [*((lang, width, True) for lang, width in SIZES), ("ar", TABLET, False)],
)
def test_an_entry_is_written_and_submitted(
    live, members, browser_page, enter, assert_accessible, tmp_path, lang, width, javascript
):
    def say(text):
        return translate(text, lang)

    def check():
        if javascript:
            assert_accessible(page)

    ask_first(live.db)
    page = browser_page(lang=lang, width=width, javascript=javascript)
    enter(page, members[0])
    expect(page.get_by_role("heading", level=1)).to_have_text(say("My entries"))
    check()
    page.get_by_role("link", name=say("Start an entry"), exact=True).click()
    check()
    fill_start(page, lang, say)
    page.locator("[name=eligible-open][value=may_not_1]").check()
    page.get_by_role("button", name=say("Start the entry")).click()
    expect(page.locator("#eligible-open-error")).to_be_visible()
    check()
    page.locator("[name=eligible-open][value=may_1]").check()
    page.get_by_role("button", name=say("Start the entry")).click()
    is_started(page, lang)
    check()

    page.get_by_role("link", name=say("Title and summary")).click()
    page.locator(f"#summary_{lang}").fill(WORDS[lang])
    check()
    page.get_by_role("button", name=say("Save and continue")).click()
    expect(page.get_by_role("status").first).to_have_text(say("Your draft is saved."))

    page.get_by_role("link", name=say("Answers"), exact=True).click()
    fill_answers(page, lang)
    page.locator(f"#text_{lang}-challenge").fill(f"{WORDS[lang]} " * 20)
    page.get_by_role("button", name=say("Save and continue")).click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", f"#text_{lang}-challenge")
    check()
    page.locator(f"#text_{lang}-challenge").fill(WORDS[lang])
    page.get_by_role("button", name=say("Save and continue")).click()
    expect(page.locator(".badge", has_text=say("Complete"))).to_have_count(2)

    page.get_by_role("link", name=say("Files")).click()
    notes = tmp_path / "notes.pdf"
    notes.write_text("plain words")
    page.locator("#file").set_input_files(notes)
    page.get_by_role("button", name=say("Attach"), exact=True).click()
    expect(page.locator(".error-summary, .uploads .error").first).to_contain_text("PDF")
    check()
    report = tmp_path / "report.pdf"
    report.write_bytes(pdf())
    page.locator("#file").set_input_files(report)
    page.get_by_role("button", name=say("Attach"), exact=True).click()
    expect(page.get_by_role("link", name="report", exact=True)).to_be_visible()
    check()
    page.get_by_role("link", name=say("Continue")).click()

    page.get_by_role("link", name=say("See the entry as judges would read it")).click()
    expect(page.locator("#entry")).to_contain_text(WORDS[lang])
    check()
    page.go_back()
    page.get_by_role("link", name=say("Check your answers and submit")).click()
    expect(page.locator("main")).to_contain_text("https://my.gov.sa/appointments")
    expect(page.locator("main")).to_contain_text("1,284,300")
    check()
    page.get_by_role("button", name=say("Submit the entry")).click()
    expect(page.get_by_role("alert")).to_contain_text(
        say("Accept the terms of participation before you submit.")
    )
    check()
    page.locator("#terms").check()
    page.get_by_role("button", name=say("Submit the entry")).click()
    expect(page).to_have_url(re.compile(r"/receipt$"))
    check()
    with live.db.read() as session:
        kept = session.exec(select(Submission)).one()
    expect(page.locator(".receipt-number")).to_have_text(kept.receipt)
    expect(page.locator(".fingerprint")).to_have_text(kept.content_hash)
    assert [answer["value"] for answer in kept.content["answers"] if answer["question"] == "channels"] == [
        "web,sms"
    ]
    assert [file["name"] for file in kept.content["attachments"]] == ["report.pdf"]

    page.goto("/entries")
    expect(page.locator("tbody")).to_contain_text(kept.receipt)
    check()


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_the_empty_draft_and_the_way_out_are_accessible_too(
    live, members, browser_page, enter, assert_accessible, lang, width
):
    def say(text):
        return translate(text, lang)

    page = browser_page(lang=lang, width=width)
    enter(page, members[0])
    start(page, lang, say)
    page.get_by_role("link", name=say("Check your answers and submit")).click()
    assert_accessible(page)
    page.locator(".todo a").last.click()
    expect(page.locator("#value-transactions")).to_be_visible()
    assert_accessible(page)
    page.go_back()
    page.locator(".crumbs a").last.click()
    page.get_by_role("link", name=say("Withdraw this entry")).click()
    assert_accessible(page)
    page.locator("#reason").fill("لم تعد الخدمة قائمة")
    page.locator("#sure").check()
    page.get_by_role("button", name=say("Withdraw the entry")).click()
    expect(page.locator("main")).to_contain_text(say("This entry is withdrawn"))
    assert_accessible(page)


@pytest.fixture
def answers(live, members, browser_page, enter):
    """Open the answers of a new draft; and read from the database what is kept of one."""

    def open_page(lang="ar"):
        page = browser_page(lang=lang)
        enter(page, members[0])
        start(page, lang, lambda text: translate(text, lang))
        page.get_by_role("link", name=translate("Answers", lang), exact=True).click()
        expect(page.locator(f"#text_{lang}-challenge-count")).to_have_text(re.compile("0"))
        return page

    def kept(key, lang="ar"):
        with live.db.read() as session:
            sheet = queries.my_sheet(session, members[0].id, session.exec(select(Entry.id)).one())
        return next(asked.text(lang) for asked in sheet.asked if asked.key == key)

    return open_page, kept


def eventually(page, read, wanted):
    for _ in range(100):
        if read() == wanted:
            return
        page.wait_for_timeout(100)
    assert read() == wanted


def type_after(box, text):
    box.press("Control+End")
    box.press_sequentially(text)


def test_a_draft_saves_itself_and_two_colleagues_do_not_overwrite_each_other(
    members, browser_page, enter, answers, assert_accessible
):
    open_page, kept = answers
    mine, theirs = open_page(), browser_page(width=390)
    enter(theirs, members[1])
    theirs.goto(mine.url)

    box, state = mine.locator("#text_ar-challenge"), mine.locator("[data-save-state]")
    box.fill("كان الانتظار طويلًا")
    expect(mine.locator("#text_ar-challenge-count")).to_have_text("الكلمات: 3 من 120")
    expect(state).to_have_text(re.compile("حُفظ"))
    assert kept("challenge") == "كان الانتظار طويلًا"
    box.fill("كلمة " * 121)
    expect(mine.locator("#text_ar-challenge-count")).to_have_class(re.compile("over"))
    eventually(mine, lambda: kept("challenge"), ("كلمة " * 121).strip())

    theirs.locator("#text_ar-results").fill("نتائج")
    theirs.locator("#text_ar-challenge").fill("نص الزميل")
    told = theirs.locator("[data-save-state]")
    expect(told).to_contain_text(members[0].name_ar)
    expect(told).to_have_class(re.compile("save-trouble"))
    assert_accessible(theirs)
    assert kept("results") == "نتائج"
    theirs.locator("#text_ar-feedback").fill("آراء")
    eventually(theirs, lambda: kept("feedback"), "آراء")
    expect(told).to_contain_text(members[0].name_ar)
    theirs.get_by_role("button", name="حفظ ومتابعة").click()
    expect(theirs.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#text_ar-challenge")
    expect(theirs.locator("#text_ar-challenge")).to_have_value("نص الزميل")
    expect(theirs.locator(".meanwhile")).to_contain_text("كلمة")
    assert_accessible(theirs)
    theirs.get_by_role("button", name="حفظ ومتابعة").click()
    expect(theirs.get_by_role("status").first).to_have_text(translate("Your draft is saved.", "ar"))
    assert kept("challenge") == "نص الزميل"


def test_a_second_window_does_not_put_back_what_it_did_not_touch(answers):
    open_page, kept = answers
    first = open_page()
    first.locator("#text_ar-feedback").fill("قديم")
    eventually(first, lambda: kept("feedback"), "قديم")
    second = first.context.new_page()
    second.goto(first.url)
    first.locator("#text_ar-feedback").fill("جديد")
    eventually(first, lambda: kept("feedback"), "جديد")
    second.locator("#text_ar-results").fill("نتائج")
    second.get_by_role("button", name="حفظ ومتابعة").click()
    expect(second.get_by_role("status").first).to_have_text(translate("Your draft is saved.", "ar"))
    assert (kept("feedback"), kept("results")) == ("جديد", "نتائج")
    first.locator("#text_ar-results").fill("نتائج أخرى")
    expect(first.locator("[data-save-state]")).to_contain_text("في نافذة أخرى")


@pytest.mark.parametrize("wait", [0, 0.2, 1.55])
def test_the_page_in_the_other_language_shows_what_was_just_typed(answers, wait):
    open_page, kept = answers
    page = open_page()
    page.locator("#text_ar-challenge").press_sequentially("كان الانتظار طويلًا")
    time.sleep(wait)
    page.locator("a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#text_ar-challenge")).to_have_value("كان الانتظار طويلًا")
    type_after(page.locator("#text_ar-challenge"), " جدًّا")
    eventually(page, lambda: kept("challenge"), "كان الانتظار طويلًا جدًّا")
    expect(page.locator("[data-save-state]")).to_contain_text("Saved")


@pytest.mark.parametrize("wait", [0, 0.2, 1.55])
@pytest.mark.parametrize("slow", [False, True])
def test_a_page_that_is_loaded_again_shows_what_was_just_typed(answers, monkeypatch, wait, slow):
    open_page, kept = answers
    page = open_page()
    if slow:  # the save is still under way when the page is gone, and is carried out later
        save = operations.save_entry

        def slowly(*args, **options):
            time.sleep(0.8)
            return save(*args, **options)

        monkeypatch.setattr(operations, "save_entry", slowly)
    page.locator("#text_ar-challenge").press_sequentially("كان الانتظار طويلًا")
    page.locator("#value-channels input[value=sms]").check()
    time.sleep(wait)
    page.reload()
    expect(page.locator("#text_ar-challenge")).to_have_value("كان الانتظار طويلًا")
    expect(page.locator("#value-channels input[value=sms]")).to_be_checked()
    type_after(page.locator("#text_ar-challenge"), " جدًّا")
    eventually(page, lambda: kept("challenge"), "كان الانتظار طويلًا جدًّا")
    expect(page.locator("[data-save-state]")).to_contain_text("حُفظ")
    page.get_by_role("button", name="حفظ ومتابعة").click()
    expect(page.get_by_role("status").first).to_have_text(translate("Your draft is saved.", "ar"))


def test_a_page_that_is_left_without_a_connection_has_its_text_again_later(answers):
    open_page, kept = answers
    page = open_page()
    page.context.route(
        "**/answers", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.locator("#text_ar-challenge").fill("كُتب بلا اتصال")
    expect(page.locator("[data-save-state]")).to_contain_text("لا يوجد اتصال")
    page.reload()
    expect(page.locator("#text_ar-challenge")).to_have_value("كُتب بلا اتصال")
    page.context.unroute("**/answers")
    type_after(page.locator("#text_ar-challenge"), " ثم عاد")
    eventually(page, lambda: kept("challenge"), "كُتب بلا اتصال ثم عاد")


def test_what_is_typed_before_the_page_is_ready_is_saved_too(answers):
    open_page, kept = answers
    page = open_page()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/entry*.js*", hold)
    page.reload(wait_until="commit")
    page.locator("#text_ar-challenge").fill("كُتب مبكرًا")
    eventually(page, lambda: len(held), 1)
    held[0].continue_()
    eventually(page, lambda: kept("challenge"), "كُتب مبكرًا")


def test_what_is_put_right_is_no_longer_marked_as_wrong_once_it_is_saved(answers):
    open_page, kept = answers
    page = open_page()
    page.locator("#text_ar-challenge").fill("كلمة " * 121)
    page.get_by_role("button", name="حفظ ومتابعة").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#text_ar-challenge")).to_have_attribute("aria-invalid", "true")
    page.locator("#text_ar-challenge").fill("كلمة")
    eventually(page, lambda: kept("challenge"), "كلمة")
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.locator("#text_ar-challenge-error")).to_have_count(0)
    assert page.locator("[aria-invalid]").count() == 0


def test_the_boxes_follow_the_language_that_is_chosen(answers):
    open_page, _ = answers
    page = open_page()
    page.goto(page.url.replace("/answers", "/summary"))
    expect(page.locator("#title_en")).to_be_hidden()
    page.locator("#language input[value=both]").check()
    expect(page.locator("#title_en")).to_be_visible()
    page.locator("#language input[value=en]").check()
    expect(page.locator("#title_ar")).to_be_hidden()


def test_a_lost_connection_is_told_and_what_was_typed_stays(live, members, browser_page, enter):
    page = browser_page(lang="en")
    enter(page, members[0])
    start(page, "en", lambda text: text)
    page.get_by_role("link", name="Answers", exact=True).click()
    expect(page.locator("#text_en-challenge-count")).to_have_text("Words: 0 of 120")
    page.context.set_offline(True)
    page.locator("#text_en-challenge").fill("The wait was long")
    expect(page.locator("[data-save-state]")).to_contain_text("there is no connection")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("status").first).to_have_text("Your draft is saved.")
    page.get_by_role("link", name="Answers", exact=True).click()
    expect(page.locator("#text_en-challenge")).to_have_value("The wait was long")
