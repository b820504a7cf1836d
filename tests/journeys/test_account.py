"""One's own account: where one is signed in, another password or e-mail address, a forgotten password."""

import re

import pytest
from playwright.sync_api import expect

from awards.people.letters import EMAIL_CHANGE_NEW, EMAIL_CHANGE_OLD, EMAIL_CHANGED, RESET_LINK
from awards.people.models import Role
from tests.factories import PASSWORD
from tests.journeys.test_joining import fill, send
from tests.letters import letters_to, link_to

NEW = "sara.new@agency.example"
ANOTHER = "another long password"
AT_THE_DOOR = re.compile("/sign-in")


@pytest.fixture
def person(live):
    return live.make.person(Role.ENTRANT, name_ar="سارة الحربي", name_en="Sara Al-Harbi")


@pytest.fixture(params=[("ar", 390), ("en", 1280)], ids=["ar-390", "en-1280"])
def visit(browser_page, request):
    """Another browser, in which nobody is signed in; all of one test read one language at one size."""
    lang, width = request.param
    return lambda: browser_page(lang=lang, width=width)


def signs_in(page, email, password):
    fill(page, email=email, password=password)
    send(page)


def test_whoever_is_signed_in_in_several_browsers_sees_them_and_signs_out_there(
    live, person, visit, enter, assert_accessible
):
    first, second, here = visit(), visit(), visit()
    for page in (first, second, here):
        enter(page, person)
        live.clock.forward(minutes=7)
    here.locator(".me summary").click()
    here.locator(".me a[href='/account']").click()
    listed = here.locator(".sessions li")
    expect(listed).to_have_count(3)
    expect(listed.nth(0).locator(".badge")).to_be_visible()
    expect(listed.nth(0).locator("form")).to_have_count(0)
    expect(listed.nth(1)).to_contain_text("12:07")
    expect(listed.nth(2)).to_contain_text("12:00")
    assert_accessible(here)

    listed.nth(2).locator("button").click()
    expect(here.get_by_role("status").first).to_be_visible()
    expect(listed).to_have_count(2)
    first.goto("/account")
    expect(first).to_have_url(AT_THE_DOOR)
    second.goto("/account")
    expect(second.locator(".sessions li")).to_have_count(2)

    here.locator("form[action='/sessions/ending'] button").click()
    expect(listed).to_have_count(1)
    expect(here.locator("form[action^='/sessions']")).to_have_count(0)
    assert_accessible(here)
    second.reload()
    expect(second).to_have_url(AT_THE_DOOR)
    assert_accessible(second)


def test_a_person_changes_the_password_from_the_menu(person, visit, enter, assert_accessible):
    page, elsewhere = visit(), visit()
    enter(page, person)
    enter(elsewhere, person)
    page.locator(".me summary").click()
    page.locator(".me a[href='/account']").click()
    page.locator("main a[href='/password']").click()
    assert_accessible(page)
    fill(page, old_password="not the one that holds", new_password=ANOTHER, repeated_password=ANOTHER)
    send(page)
    expect(page.locator("#old_password-error")).to_be_visible()
    assert_accessible(page)
    fill(page, old_password=PASSWORD, new_password=ANOTHER, repeated_password=ANOTHER)
    send(page)
    expect(page).to_have_url(re.compile("/entries$"))
    expect(page.get_by_role("status").first).to_be_visible()
    elsewhere.goto("/account")
    expect(elsewhere).to_have_url(AT_THE_DOOR)


def test_an_address_changes_once_both_mailboxes_have_confirmed(live, person, visit, enter, assert_accessible):
    here, elsewhere = visit(), visit()
    old = person.email
    enter(here, person)
    here.goto("/account")
    change = here.locator("form[action='/account/email']")
    fill(here, email=NEW, password="not the one that holds")
    change.locator("button").click()
    expect(here.locator("#password-error")).to_be_visible()
    expect(here.locator("#email")).to_have_value(NEW)
    assert_accessible(here)
    fill(here, password=PASSWORD)
    change.locator("button").click()
    waiting = here.locator("section[aria-labelledby=email-title] .badge-wait")
    expect(waiting).to_have_count(2)
    assert_accessible(here)

    link = link_to(live.db, live.settings, old, EMAIL_CHANGE_OLD)
    here.goto(link)
    expect(here.locator("main")).to_contain_text(NEW)
    assert_accessible(here)
    send(here)
    expect(here).to_have_url(re.compile("/account$"))
    expect(waiting).to_have_count(1)
    assert_accessible(here)

    elsewhere.goto(link_to(live.db, live.settings, NEW, EMAIL_CHANGE_NEW))
    expect(elsewhere.locator("main")).to_contain_text(NEW)
    assert_accessible(elsewhere)
    send(elsewhere)
    expect(elsewhere).to_have_url(AT_THE_DOOR)
    assert_accessible(elsewhere)
    assert [kind for kind, _ in letters_to(live.db, live.settings, old)][-1] == EMAIL_CHANGED
    signs_in(elsewhere, old, PASSWORD)
    expect(elsewhere.get_by_role("alert")).to_be_visible()
    signs_in(elsewhere, NEW, PASSWORD)
    expect(elsewhere).not_to_have_url(AT_THE_DOOR)

    here.reload()
    expect(here.locator("#who-title + dl")).to_contain_text(NEW)
    here.goto(link)
    expect(here.locator("main a.button")).to_have_attribute("href", "/account")
    assert_accessible(here)


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once_and_half_an_hour(
    live, person, visit, enter, assert_accessible
):
    signed_in, page = visit(), visit()
    enter(signed_in, person)
    page.goto("/sign-in")
    page.locator("main a[href='/password-reset']").click()
    assert_accessible(page)
    send(page)
    expect(page.locator("#email-error")).to_be_visible()
    assert_accessible(page)
    fill(page, email=person.email)
    send(page)
    expect(page.locator("main [role=status]")).to_contain_text(person.email)
    assert_accessible(page)

    late = link_to(live.db, live.settings, person.email, RESET_LINK)
    live.clock.forward(minutes=30)
    page.goto(late)
    expect(page.locator("main a.button")).to_have_attribute("href", "/password-reset")
    assert_accessible(page)
    page.locator("main a.button").click()
    fill(page, email=person.email)
    send(page)
    expect(page.locator("main [role=status]")).to_be_visible()
    link = link_to(live.db, live.settings, person.email, RESET_LINK)
    page.goto(link)
    assert_accessible(page)
    fill(page, new_password="short", repeated_password="short")
    send(page)
    expect(page.locator("#new_password-error")).to_be_visible()
    assert_accessible(page)
    fill(page, new_password=ANOTHER, repeated_password=ANOTHER)
    send(page)
    expect(page).to_have_url(AT_THE_DOOR)
    expect(page.get_by_role("status").first).to_be_visible()
    assert_accessible(page)

    signed_in.goto("/account")
    expect(signed_in).to_have_url(AT_THE_DOOR)
    signs_in(page, person.email, PASSWORD)
    expect(page.get_by_role("alert")).to_be_visible()
    signs_in(page, person.email, ANOTHER)
    expect(page).not_to_have_url(AT_THE_DOOR)
    page.goto(link)
    expect(page.locator("main a.button")).to_have_attribute("href", "/password-reset")
