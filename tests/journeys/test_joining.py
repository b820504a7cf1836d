"""People join in a browser: they are invited, register by themselves, and are let in or refused."""

import pytest

from awards.directory.models import AgencyDomain, Membership, MembershipKind
from awards.invitations.letters import INVITED
from awards.people.models import Role
from awards.registrations.letters import CONFIRM
from tests.factories import PASSWORD
from tests.journeys.conftest import SIZES
from tests.letters import link_to

LAILA = "laila@maps.example"


@pytest.fixture
def agency(live):
    agency = live.make.agency(code="maps", name_ar="هيئة الخرائط", name_en="Board of Maps")
    live.make._save(AgencyDomain(agency_id=agency.id, domain="maps.example"))
    return agency


@pytest.fixture
def owner(live, agency):
    person = live.make.person(Role.ENTRANT, name_ar="عمر", name_en="Omar", email="omar@maps.example")
    _joins(live, agency, person, MembershipKind.OWNER)
    return person


def _joins(live, agency, person, kind):
    live.make._save(Membership(agency_id=agency.id, person_id=person.id, kind=kind, since=live.make.now))


def fill(page, **fields):
    for name, text in fields.items():
        page.locator(f"#{name}").fill(text)


def send(page):
    page.locator("main form [type=submit], main form button:not([type])").last.click()


def make_account(page, check):
    """The form that the link in a mail leads to: first with a password that is too short."""
    fill(page, name_ar="ليلى", name_en="Laila", new_password="short", repeated_password="short")
    send(page)
    page.locator("#new_password-error").wait_for()
    check(page)
    fill(page, new_password=PASSWORD, repeated_password=PASSWORD)
    send(page)


def comes_in(page, email):
    fill(page, email=email, password=PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_an_organiser_invites_and_the_judge_chooses_a_password(
    live, browser_page, enter, assert_accessible, lang, width
):
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/invitations")
    assert_accessible(page)
    page.locator("main a[href='/invitations/new']").click()
    assert_accessible(page)
    send(page)
    page.locator("#email-error").wait_for()
    assert_accessible(page)
    page.locator("[name=role][value=entrant]").check()
    assert page.locator("#agency").is_visible()
    page.locator("[name=role][value=judge]").check()
    assert page.locator("#agency").is_hidden()
    fill(page, email=LAILA)
    send(page)
    page.locator(".notice").wait_for()
    assert_accessible(page)
    page.locator("form[action$=resending] button").click()
    page.locator(".notice").wait_for()

    judge = browser_page(lang=lang, width=width)
    judge.goto(link_to(live.db, live.settings, LAILA, INVITED))
    assert_accessible(judge)
    make_account(judge, assert_accessible)
    judge.wait_for_url("**/sign-in")
    assert_accessible(judge)
    comes_in(judge, LAILA)
    assert judge.url.endswith("/scorecards")
    judge.goto(link_to(live.db, live.settings, LAILA, INVITED))
    assert_accessible(judge)
    assert judge.locator("main a[href='/sign-in']").is_visible()


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_several_are_invited_once_every_line_is_right(
    live, browser_page, enter, assert_accessible, lang, width
):
    live.make.person(Role.JUDGE, email="judge@example.org")
    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/invitations/new?several=1")
    page.locator("[name=role][value=auditor]").check()
    fill(page, addresses="one@example.org\njudge@example.org\nnobody")
    send(page)
    page.locator(".error-summary").wait_for()
    assert page.locator("ul.error li").count() == 2
    assert_accessible(page)
    fill(page, addresses="one@example.org\ntwo@example.org")
    send(page)
    page.locator(".notice").wait_for()
    assert page.locator("main tbody tr").count() == 2
    page.locator("#state").select_option("withdrawn")
    page.locator(".filter button").click()
    page.locator(".empty").wait_for()
    assert_accessible(page)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_whoever_has_an_account_accepts_with_one_button(
    live, browser_page, enter, assert_accessible, agency, owner, lang, width
):
    other = live.make.agency()
    person = live.make.person(Role.ENTRANT, email=LAILA)
    _joins(live, other, person, MembershipKind.OWNER)
    page = browser_page(lang=lang, width=width)
    enter(page, owner)
    page.goto("/agency/people")
    assert_accessible(page)
    fill(page, email=LAILA)
    send(page)
    page.locator(".notice").wait_for()
    assert_accessible(page)

    guest = browser_page(lang=lang, width=width)
    guest.goto(link_to(live.db, live.settings, LAILA, INVITED))
    assert_accessible(guest)
    guest.locator("main a.button").click()
    comes_in(guest, LAILA)
    assert_accessible(guest)
    send(guest)
    guest.locator(".notice").wait_for()
    guest.goto("/agency/people")
    assert guest.locator("h1").inner_text() == (agency.name_ar if lang == "ar" else agency.name_en)
    guest.locator(".switch summary").click()
    assert_accessible(guest)
    guest.locator("form[action='/agency'] button").click()
    guest.goto("/agency/people")
    assert guest.locator("h1").inner_text() == (other.name_ar if lang == "ar" else other.name_en)


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_a_colleague_registers_and_an_owner_lets_them_in_and_hands_over(
    live, browser_page, enter, assert_accessible, owner, lang, width
):
    guest = browser_page(lang=lang, width=width)
    guest.goto("/sign-in")
    guest.locator("main a[href='/register']").click()
    assert_accessible(guest)
    fill(guest, email="laila@nowhere.example", name_ar="ليلى", name_en="Laila")
    send(guest)
    guest.locator("#email-error").wait_for()
    assert_accessible(guest)
    fill(guest, email=LAILA)
    send(guest)
    guest.locator("main [role=status]").wait_for()
    assert_accessible(guest)
    guest.goto(link_to(live.db, live.settings, LAILA, CONFIRM))
    assert_accessible(guest)
    make_account(guest, assert_accessible)
    guest.locator("main [role=status]").wait_for()
    assert_accessible(guest)

    page = browser_page(lang=lang, width=width)
    enter(page, owner)
    page.goto("/agency/people")
    assert_accessible(page)
    page.locator("main a[href^='/registrations/']").click()
    assert_accessible(page)
    page.locator("form[action$=refusal] button").click()
    page.locator("#reason-error").wait_for()
    assert_accessible(page)
    page.locator("form[action$=approval] button").click()
    page.locator(".notice").wait_for()
    page.locator("a[href$=handing-over]").click()
    page.locator("form[action$=handing-over] button").wait_for()
    assert_accessible(page)
    page.locator("form[action$=handing-over] button").click()
    page.locator(".notice").wait_for()
    assert page.locator("main form").count() == 0
    assert_accessible(page)

    guest.goto("/sign-in")
    comes_in(guest, LAILA)
    guest.goto("/agency/people")
    assert guest.locator("a[href$=handing-over]").count() == 1


@pytest.mark.parametrize(("lang", "width"), SIZES)
def test_organisers_decide_where_no_owner_can(
    live, browser_page, enter, assert_accessible, agency, lang, width
):
    _joins(live, agency, live.make.person(Role.ENTRANT), MembershipKind.EDITOR)
    guest = browser_page(lang=lang, width=width)
    guest.goto("/register")
    fill(guest, email=LAILA, name_ar="ليلى", name_en="Laila")
    send(guest)
    guest.locator("main [role=status]").wait_for()
    guest.goto(link_to(live.db, live.settings, LAILA, CONFIRM))
    make_account(guest, assert_accessible)
    guest.locator("main [role=status]").wait_for()

    page = browser_page(lang=lang, width=width)
    enter(page, live.make.person(Role.ORGANISER))
    page.goto("/desk/organiser")
    assert_accessible(page)
    page.locator("main a[href^='/registrations']").click()
    assert_accessible(page)
    page.locator("tbody a[href^='/registrations/']").click()
    fill(page, reason="Ask your agency first.")
    page.locator("form[action$=refusal] button").click()
    page.locator(".notice").wait_for()
    page.locator("tbody a[href^='/registrations/']").click()
    assert "Ask your agency first." in page.locator("main").inner_text()
    assert_accessible(page)
