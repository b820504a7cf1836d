"""Entrants see their draft as judges would read it: by the same view, with what names them marked."""

import pytest

from awards.directory.models import Service
from awards.entries.changes import AnswerChange, EntryChanges
from awards.people.models import Role
from tests.awards.entries.scenes import scene


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def entry(make, s):
    with make.db.write() as session:
        name = {"name_ar": "ترخيص حفر الآبار", "name_en": "Well drilling"}
        session.add(Service(agency_id=s.agency.id, code="wells", **name))
    entry = s.whole()
    text = f"أطلقت {s.agency.name_ar} خدمة ترخيص حفر الآبار"
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar=text)}))
    return entry


@pytest.fixture
def page(client, sign_in, s):
    sign_in(client, s.member)
    return client


def test_the_draft_is_shown_with_marks_and_what_they_replace_is_marked(page, s, entry):
    html = page.get(f"/entries/{entry.id}/preview").text
    read = html[html.index('id="entry"') :]
    assert "[الجهة]" in read
    assert "[الخدمة]" in read
    assert s.agency.name_ar not in read.split("</section>")[0]
    assert f'<mark class="found found-entrant">{s.agency.name_ar}</mark>' in html


def test_answers_that_identify_are_named_as_hidden_and_not_shown(page, entry):
    html = page.get(f"/entries/{entry.id}/preview").text
    assert "سؤال operator" in html
    assert "إدارة الخدمات" not in html


def test_where_nothing_is_found_that_is_said(page, s):
    page.cookies.set("language", "en")
    assert "was found in the texts that judges read" in page.get(f"/entries/{s.whole().id}/preview").text


def test_only_the_entrys_own_people_look(client, sign_in, make, entry):
    sign_in(client, make.person(Role.ENTRANT))
    assert client.get(f"/entries/{entry.id}/preview").status_code == 404
    sign_in(client, make.person(Role.JUDGE))
    assert client.get(f"/entries/{entry.id}/preview").status_code == 403


def test_the_check_page_warns_of_texts_that_name_the_entrant_and_leads_to_the_preview(page, s, entry):
    page.cookies.set("language", "en")
    shown = page.get(f"/entries/{entry.id}/check").text
    assert "1 text may tell judges whose entry this is" in shown
    assert f'href="/entries/{entry.id}/preview"' in shown
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar="نص بلا أسماء")}))
    assert "may tell judges" not in page.get(f"/entries/{entry.id}/check").text


def test_what_judges_never_see_names_the_agency_its_partners_and_services(page, s, entry, make):
    partner = make.agency(make.person(Role.ENTRANT), name_en="Partner Office", name_ar="مكتب الشريك")
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    page.cookies.set("language", "en")
    never = page.get(f"/entries/{entry.id}/preview").text.split('id="hidden-title"')[1].split("</section>")[0]
    assert "Partner Office" in never
    assert s.agency.name_en in never


def test_an_entry_that_is_not_finished_says_why_it_has_no_button(page, s):
    page.cookies.set("language", "en")
    assert "cannot be submitted yet" in page.get(f"/entries/{s.start().id}/check").text
