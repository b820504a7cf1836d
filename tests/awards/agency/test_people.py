"""An agency's own people: owners say who they are, editors see it."""

import uuid

import pytest
from sqlmodel import select

from awards.directory.letters import HANDED_OVER, PART_CHANGED, REMOVED
from awards.directory.models import Membership, MembershipKind
from awards.directory.queries import people_of
from awards.invitations.letters import INVITED
from awards.invitations.models import Invitation
from awards.kit.mail.letters import in_language
from awards.people.models import Role
from tests.letters import letters_to
from tests.pages import form_token

PAGE = "/agency/people"
OWNER, EDITOR = MembershipKind.OWNER, MembershipKind.EDITOR


@pytest.fixture
def owner(make):
    return make.person(Role.ENTRANT, name_en="Omar")


@pytest.fixture
def agency(client, make, owner, sign_in):
    sign_in(client, owner)
    client.cookies.set("language", "en")
    return make.agency(owner, name_en="Board of Maps")


@pytest.fixture
def editor(make, agency):
    person = make.person(Role.ENTRANT, name_en="Laila")
    make._save(Membership(agency_id=agency.id, person_id=person.id, kind=EDITOR, since=make.now))
    return person


def post(client, path="", **fields):
    data = {"_csrf_token": form_token(client, "/account"), **fields}
    return client.post(path, data=data, follow_redirects=False)


def parts(db, agency):
    with db.read() as session:
        return {part.person_id: part.kind for part in people_of(session, agency.id)}


def test_an_owner_invites_an_editor_sends_again_and_withdraws(client, agency, owner, db, settings):
    answer = post(client, f"{PAGE}/invitations", email="laila@example.org", kind="editor")
    assert answer.headers["location"] == PAGE
    with db.read() as session:
        (invitation,) = session.exec(select(Invitation))
    assert (invitation.agency_id, invitation.kind, invitation.role) == (agency.id, EDITOR, Role.ENTRANT)
    assert "laila@example.org" in client.get(PAGE).text
    one = f"{PAGE}/invitations/{invitation.id}"
    assert post(client, f"{one}/resending").status_code == 303
    assert [kind for kind, _ in letters_to(db, settings, "laila@example.org")] == [INVITED, INVITED]
    assert post(client, f"{one}/withdrawal").status_code == 303
    assert "Invited, and not here yet" not in client.get(PAGE).text


def test_a_wrong_address_is_said_and_stays(client, agency):
    answer = post(client, f"{PAGE}/invitations", email="laila", kind="editor")
    assert answer.status_code == 422
    assert 'value="laila"' in answer.text


def test_an_owner_makes_another_owner_and_removes_an_editor(client, agency, owner, editor, db):
    post(client, f"{PAGE}/{editor.id}/part", kind="owner")
    assert parts(db, agency) == {owner.id: OWNER, editor.id: OWNER}
    post(client, f"{PAGE}/{editor.id}/part", kind="editor")
    post(client, f"{PAGE}/{editor.id}/removal")
    assert parts(db, agency) == {owner.id: OWNER}


def test_the_last_owner_neither_leaves_nor_becomes_an_editor_but_hands_over(
    client, agency, owner, editor, db
):
    for what in ("removal", "part"):
        refused = post(client, f"{PAGE}/{owner.id}/{what}", kind="editor")
        assert refused.status_code == 409
        assert "always has an owner" in refused.text
    assert post(client, f"{PAGE}/{editor.id}/handing-over").status_code == 303
    assert parts(db, agency) == {owner.id: EDITOR, editor.id: OWNER}
    assert "Only an owner decides" in client.get(PAGE).text


def test_a_sole_owner_does_not_leave_the_agency_empty(client, agency, owner, db):
    assert post(client, f"{PAGE}/{owner.id}/removal").status_code == 409
    assert parts(db, agency) == {owner.id: OWNER}


def test_before_somebody_leaves_or_takes_over_a_page_names_them_and_says_what_follows(
    client, agency, owner, editor, db
):
    page = client.get(PAGE).text
    for what, follows in (
        ("removal", "no longer see"),
        ("handing-over", "cannot take this back"),
        ("part", "decide who works"),
    ):
        assert f'href="{PAGE}/{editor.id}/{what}"' in page
        assert f'action="{PAGE}/{editor.id}/{what}"' not in page
        sure = client.get(f"{PAGE}/{editor.id}/{what}").text
        assert all(words in sure for words in ("Laila", editor.email, follows))
        assert f'action="{PAGE}/{editor.id}/{what}"' in sure
        assert ("less than a day" in sure) == (what != "removal")
        assert ("not at a domain" in sure) == (what != "removal")
    assert parts(db, agency)[editor.id] == EDITOR


def test_whoever_is_removed_and_the_owners_are_written_to_and_their_first_page_says_it(
    client, agency, owner, editor, db, settings, sign_in
):
    post(client, f"{PAGE}/{editor.id}/removal")
    for person, leads in ((editor, "/entries"), (owner, PAGE)):
        ((kind, letter),) = letters_to(db, settings, person.email)
        said = in_language(letter, "en")
        assert kind == REMOVED
        assert "Laila" in said.subject
        assert "Done by: Omar" in said.paragraphs
        assert letter.action[1].endswith(leads)
    sign_in(client, editor)
    assert client.get(PAGE, follow_redirects=False).headers["location"] == "/entries"
    assert "you no longer belong to Board of Maps" in client.get("/entries").text
    sign_in(client, owner)
    assert "no longer belong" not in client.get("/entries").text


def test_both_and_the_other_owners_are_told_that_the_agency_is_handed_over(
    client, agency, make, owner, editor, db, settings
):
    other = make.person(Role.ENTRANT, name_en="Third")
    make._save(Membership(agency_id=agency.id, person_id=other.id, kind=OWNER, since=make.now))
    post(client, f"{PAGE}/{editor.id}/handing-over")
    for person in (owner, editor, other):
        ((kind, letter),) = letters_to(db, settings, person.email)
        assert kind == HANDED_OVER
        assert (
            "Omar handed the ownership of Board of Maps over to Laila"
            in in_language(letter, "en").paragraphs[0]
        )


def test_whoever_is_made_an_owner_is_told(client, agency, owner, editor, db, settings):
    post(client, f"{PAGE}/{editor.id}/part", kind="owner")
    ((kind, letter),) = letters_to(db, settings, editor.email)
    assert kind == PART_CHANGED
    assert "Owner" in in_language(letter, "en").paragraphs[0]


def test_an_editor_is_not_asked_whether_they_are_sure(client, agency, owner, editor, sign_in):
    sign_in(client, editor)
    for what in ("removal", "handing-over", "part"):
        assert client.get(f"{PAGE}/{owner.id}/{what}").status_code == 403


def changes(person_id):
    some = uuid.uuid4()
    return [
        (f"{PAGE}/invitations", {"email": "a@b.example", "kind": "editor"}),
        (f"{PAGE}/invitations/{some}/resending", {}),
        (f"{PAGE}/invitations/{some}/withdrawal", {}),
        (f"{PAGE}/{person_id}/removal", {}),
        (f"{PAGE}/{person_id}/part", {"kind": "owner"}),
        (f"{PAGE}/{person_id}/handing-over", {}),
    ]


def test_an_editor_sees_the_people_and_changes_nothing(client, agency, owner, editor, sign_in, db):
    sign_in(client, editor)
    page = client.get(PAGE).text
    assert "Omar" in page
    assert "<form" not in page.split('<main id="main"')[1]
    for path, fields in changes(editor.id):
        refused = post(client, path, **fields)
        assert refused.status_code == 403, path
    assert parts(db, agency) == {owner.id: OWNER, editor.id: EDITOR}


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ORGANISER, Role.AUDITOR])
def test_no_other_role_comes_here(client, agency, make, sign_in, owner, role):
    sign_in(client, make.person(role))
    assert client.get(PAGE).status_code == 403
    for path, fields in [*changes(owner.id), ("/agency", {"agency": str(agency.id)})]:
        assert post(client, path, **fields).status_code == 403


def test_an_individual_has_no_agency(client, agency, make, sign_in, owner):
    sign_in(client, make.person(Role.ENTRANT))
    assert client.get(PAGE).status_code == 404
    assert 'href="/agency/people"' not in client.get("/entries").text
    for path, fields in changes(owner.id):
        assert post(client, path, **fields).status_code == 404


def test_an_owner_touches_neither_people_nor_invitations_of_another_agency(
    client, agency, make, owner, sign_in, db
):
    stranger = make.person(Role.ENTRANT)
    other = make.agency(stranger)
    sign_in(client, stranger)
    post(client, f"{PAGE}/invitations", email="laila@example.org", kind="editor")
    with db.read() as session:
        (invitation,) = session.exec(select(Invitation))
    sign_in(client, owner)
    for what in ("resending", "withdrawal"):
        assert post(client, f"{PAGE}/invitations/{invitation.id}/{what}").status_code == 404
    for what in ("removal", "part", "handing-over"):
        assert post(client, f"{PAGE}/{stranger.id}/{what}", kind="editor").status_code == 404
    assert parts(db, other) == {stranger.id: OWNER}


def test_the_head_shows_for_whom_one_acts_and_switches_where_there_are_several(
    client, agency, make, owner, db
):
    assert "for Board of Maps" in client.get("/entries").text
    alone = client.get("/entries").text
    assert '<span class="acting"><span class="part">Entrant · </span><bdi>Board of Maps</bdi>' in alone
    assert 'action="/agency"' not in alone
    assert "switch" not in alone
    other = make.agency(owner, name_en="Atlas Office", sort_key="ي")
    page = client.get("/entries").text
    assert "for Board of Maps" in page
    assert "Act for Atlas Office" in page
    assert post(client, "/agency", agency=str(other.id)).status_code == 303
    assert "Atlas Office" in client.get(PAGE).text
    assert "Act for Board of Maps" in client.get("/entries").text
    assert post(client, "/agency", agency=str(make.agency().id)).status_code == 404


def test_a_new_entry_begins_for_the_agency_one_acts_for(client, agency, make, owner):
    make.category(make.cycle(), "G2C")
    other = make.agency(owner, sort_key="ي")
    post(client, "/agency", agency=str(other.id))
    assert f'value="{other.id}" checked' in client.get("/entries/new").text
