"""An organiser reads what became of each mail and how its letter reads, and sends one again or stops it."""

import pytest
from playwright.sync_api import expect

from awards.invitations.letters import INVITED
from awards.invitations.operations import Guest, Post, invite
from awards.kit.i18n import Bilingual, translate
from awards.kit.links import HIDDEN
from awards.kit.mail.sending import Sender
from awards.kit.mail.transports import NotNow, Refused, Unclear
from awards.people import password_resets
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import SIZES
from tests.letters import link_to

WRONG, AWAY, LOST, LATE = (f"{name}@agency.example" for name in ("wrong", "away", "lost", "late"))


class Postman:
    """A mail server that says of some addresses what it is told to, and takes all other mail."""

    def __init__(self):
        self.says = {
            WRONG: Refused("550 no such mailbox"),
            AWAY: NotNow("451 try again later"),
            LOST: Unclear("the connection was closed"),
        }

    def send(self, name, to, message):
        if to in self.says:
            raise self.says[to]
        return "250 taken"

    def close(self):
        pass


@pytest.fixture
def postman():
    return Postman()


@pytest.fixture
def sender(live, postman):
    award = Bilingual("جائزة الإنجاز", "Enjaz award")
    return Sender(live.db, live.settings, live.clock, postman, lambda: award)


@pytest.fixture
def organiser(live, sender):
    """Who has invited four people: three of those mails met trouble, the last one waits. An entrant got two letters."""
    person = live.make.person(Role.ORGANISER, name_ar="نورة العتيبي", name_en="Noura Al-Otaibi")
    world = scene(live.make)
    world.submit(world.whole())
    with live.db.write() as session:
        for address in (WRONG, AWAY, LOST):
            guest = Guest(address, "ليلى", "Laila")
            invite(session, guest, Post(Role.JUDGE), lang="ar", by=person.id, at=live.clock())
        password_resets.ask(session, world.member.email, address="", at=live.clock())
    sender.send_waiting()
    live.clock.forward(seconds=30)
    with live.db.write() as session:
        guest = Guest(LATE, "ليلى", "Laila")
        invite(session, guest, Post(Role.JUDGE), lang="ar", by=person.id, at=live.clock())
    return person


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_finds_a_mail_that_did_not_arrive_and_sends_it_again(
    live, organiser, sender, postman, browser_page, enter, assert_accessible, lang, width
):
    def say(text):
        return translate(text, lang)

    page = browser_page(lang=lang, width=width)
    enter(page, organiser)
    page.locator("header nav summary").click()
    page.locator("header nav a[href='/outbox']").click()
    expect(page.locator("main tbody tr")).to_have_count(6)
    assert_accessible(page)
    page.locator("#state").select_option("failed")
    page.locator(".filter button").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    expect(page.locator("main tbody")).to_contain_text(WRONG)
    assert_accessible(page)

    page.locator("main tbody a").click()
    badge, ledger = page.locator(".page-head .badge"), page.locator(".attempts li")
    expect(badge).to_have_text(say("Not delivered"))
    expect(ledger).to_have_count(1)
    expect(ledger).to_contain_text("550 no such mailbox")
    letters = page.locator(".letter article")
    expect(letters).to_have_count(2)
    for letter in letters.all():  # in both languages, and without the link that only its recipient may use
        assert translate("See the invitation", letter.get_attribute("lang")) in letter.inner_text()
        assert HIDDEN in letter.inner_text()
        assert link_to(live.db, live.settings, WRONG, INVITED) not in letter.inner_text()
    assert_accessible(page)

    del postman.says[WRONG]
    page.locator("form[action$=resending] button").click()
    expect(page.get_by_role("status").first).to_contain_text(WRONG)
    expect(badge).to_have_text(say("Waiting to be sent"))
    expect(ledger).to_have_count(0)
    assert_accessible(page)
    sender.send_waiting()
    page.reload()
    expect(badge).to_have_text(say("Sent"))
    expect(ledger).to_contain_text("250 taken")
    page.locator(".facts a").click()
    expect(ledger).to_contain_text("550")
    expect(page.locator("form[action$=resending]")).to_have_count(0)
    page.locator(".facts a").click()
    expect(ledger).to_contain_text("250")


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_sees_why_a_mail_waits_is_uncertain_or_may_not_go_twice_and_stops_one(
    live, organiser, sender, browser_page, enter, assert_accessible, lang, width
):
    def say(text):
        return translate(text, lang)

    def open_mail(narrowed):
        page.goto(f"/outbox?{narrowed}")
        page.locator("main tbody a").click()

    page = browser_page(lang=lang, width=width)
    enter(page, organiser)
    open_mail(f"address={LATE}")
    expect(page.locator(".attempts li")).to_have_count(0)
    page.locator("form[action$=stopping] button").click()
    expect(page.locator(".page-head .badge")).to_have_text(say("Stopped"))
    assert_accessible(page)

    live.clock.forward(minutes=2)
    assert sender.send_waiting() == 1
    open_mail(f"address={AWAY}")
    expect(page.locator(".attempts li")).to_have_count(2)
    expect(page.locator("section[aria-labelledby=attempts-title] > .hint")).to_contain_text("12:07")
    assert_accessible(page)

    page.goto("/outbox")
    page.locator("main .warning a").click()
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.locator("main tbody a").click()
    expect(page.locator("main .warning")).to_be_visible()
    expect(page.locator("form[action$=resending]")).to_be_visible()
    assert_accessible(page)

    open_mail("kind=people.password_reset")
    expect(page.locator("form[action^='/outbox']")).to_have_count(0)
    expect(page.locator("main > .hint")).to_have_text(
        say("The link in this mail works for a short time only: its recipient asks for a new one.")
    )
    assert_accessible(page)
