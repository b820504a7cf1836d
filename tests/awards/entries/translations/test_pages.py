"""The page on which an entry is translated: who may open it, when it takes texts, what it says."""

from html import unescape

import pytest

from awards.entries.changes import EntryChanges
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.awards.entries.translations.test_operations import TEXTS, translate
from tests.pages import form_token


@pytest.fixture
def s(make):
    return scene(make)


def send(client, path, **data):
    """As the page sends it that was opened with empty boxes, where `data` does not say otherwise."""
    data = {f"was-{name}": "" for name in data if not name.startswith("was-")} | data
    return client.post(path, data={**data, "_csrf_token": form_token(client, path)}, follow_redirects=False)


def test_its_people_translate_an_entry_and_what_is_wrong_is_said_beside_it(s, client, sign_in):
    sign_in(client, s.member)
    client.cookies.set("language", "en")
    entry = s.whole()
    path = f"/entries/{entry.id}/translation"
    assert f'href="{path}"' in client.get(f"/entries/{entry.id}").text
    assert send(client, path, **TEXTS).status_code == 303
    assert "Every text is translated" in client.get(path).text
    assert "One service" in client.get(f"/entries/{entry.id}/preview").text
    refused = send(client, path, **{"title": "x" * 181, "was-title": TEXTS["title"]})
    assert refused.status_code == 422
    assert "the translation has 181 characters; at most 180 are taken." in unescape(refused.text)


def test_a_page_that_saves_by_itself_gets_the_state_and_keeps_what_another_window_wrote(s, client, sign_in):
    sign_in(client, s.member)
    client.cookies.set("language", "en")
    entry = s.whole()
    translate(s, entry, {"title": "Theirs"})
    path = f"/entries/{entry.id}/translation"
    data = {
        "title": "Mine",
        "was-title": "",
        "summary": "One",
        "was-summary": "",
        "_csrf_token": form_token(client, path),
    }
    answer = client.post(path, data=data, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["clashes"]) == (409, ["title"])
    both = client.post(path, data=data)
    assert both.status_code == 409
    assert "“Title” was changed elsewhere too." in unescape(both.text)
    assert "Theirs" in both.text
    assert 'value="Mine"' in both.text


def test_once_the_entry_is_closed_its_people_read_only(s, client, sign_in, make):
    sign_in(client, s.member)
    client.cookies.set("language", "en")
    entry = s.whole()
    translate(s, entry)
    s.submit(entry)
    make.clock.forward(days=60)
    sign_in(client, s.member)
    shown = client.get(f"/entries/{entry.id}/translation").text
    assert "Entries are closed" in shown
    assert "Licence portal" in shown
    assert "<textarea" not in shown
    assert send(client, f"/entries/{entry.id}/translation", title="x").status_code == 409


def test_organisers_translate_auditors_read_and_others_find_nothing(s, client, sign_in, make):
    entry = s.whole()
    s.submit(entry)
    make.clock.forward(days=60)
    path = f"/cycles/5/entries/{entry.number}/translation"
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    assert send(client, path, **TEXTS).status_code == 303
    assert "Translation, made by the organisers" in client.get(f"/cycles/5/entries/{entry.number}").text
    sign_in(client, make.person(Role.AUDITOR))
    shown = client.get(path).text
    assert "Licence portal" in shown
    assert "<textarea" not in shown
    assert send(client, path, title="x").status_code in (403, 404)
    sign_in(client, s.member)
    assert client.get(path).status_code in (403, 404)
    sign_in(client, make.person(Role.ENTRANT))
    assert client.get(f"/entries/{entry.id}/translation").status_code == 404


def test_a_former_translation_stands_below_the_empty_box_of_the_new_wording(s, client, sign_in):
    sign_in(client, s.member)
    client.cookies.set("language", "en")
    entry = s.whole()
    translate(s, entry)
    s.save(entry, EntryChanges(summary_ar="خدمتان"))
    shown = client.get(f"/entries/{entry.id}/translation").text
    assert "1 text was changed after it was translated." in shown
    assert "Translation of the text as it was before:" in shown
    assert "One service" not in client.get(f"/entries/{entry.id}/preview").text
