"""A partner is asked, answers on its own page until judging begins, and counts in results only once it has confirmed."""

import pytest
from sqlmodel import select

from awards import schema
from awards.entries.changes import EntryChanges
from awards.entries.models import Entry, EntryPartner, PartnerState
from awards.entries.partnership import operations
from awards.entries.partnership.letters import ANSWERED, NAMED
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.letters import letters_to, link_to
from tests.migrating import back_to
from tests.pages import form_token


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def colleague(make):
    return make.person(Role.ENTRANT, name_en="Partner Person")


@pytest.fixture
def partner(make, colleague):
    return make.agency(colleague, name_en="Partner Office", name_ar="مكتب الشريك")


@pytest.fixture
def entry(s, partner):
    entry = s.whole()
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    return entry


def answer(s, entry, partner, by, *, confirmed=True, reason=""):
    with s.make.db.write() as session:
        operations.answer_as_partner(
            session,
            entry.id,
            partner.id,
            confirmed=confirmed,
            reason=reason,
            by=by.id,
            at=s.make.now,
        )


def row(s):
    with s.make.db.read() as session:
        return session.exec(select(EntryPartner)).one()


def kinds(s, settings, person):
    return [kind for kind, _ in letters_to(s.make.db, settings, person.email)]


def test_a_partner_is_written_to_once_when_the_entry_is_submitted(s, entry, colleague, settings):
    assert kinds(s, settings, colleague) == []
    s.submit(entry)
    s.save(entry, EntryChanges(summary_ar="غير ذلك"))
    s.submit(entry)
    assert kinds(s, settings, colleague) == [NAMED]
    assert "Partner Office" in str(letters_to(s.make.db, settings, colleague.email)[0][1])


def test_one_that_is_named_anew_is_asked_anew_and_one_that_stays_keeps_its_answer(
    s, entry, partner, colleague, settings, clock, make
):
    s.submit(entry)
    answer(s, entry, partner, colleague)
    other = make.agency()
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id, other.id})))
    with s.make.db.read() as session:
        states = {one.agency_id: one.state for one in session.exec(select(EntryPartner))}
    assert states == {partner.id: PartnerState.CONFIRMED, other.id: PartnerState.WAITING}
    s.save(entry, EntryChanges(partner_ids=frozenset()))
    clock.forward(hours=1)
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    assert row(s).state is PartnerState.WAITING
    s.submit(entry)
    assert kinds(s, settings, colleague).count(NAMED) == 1
    s.save(entry, EntryChanges(summary_ar="غير ذلك"))
    s.submit(entry)
    assert kinds(s, settings, colleague).count(NAMED) == 2


def test_the_entrant_is_told_of_each_answer_and_it_is_recorded(s, entry, partner, colleague, settings):
    answer(s, entry, partner, colleague)
    answer(s, entry, partner, colleague)
    assert (row(s).state, row(s).answered_by_id) == (PartnerState.CONFIRMED, colleague.id)
    answer(s, entry, partner, colleague, confirmed=False, reason="لم نشارك")
    assert (row(s).state, row(s).reason) == (PartnerState.DECLINED, "لم نشارك")
    assert kinds(s, settings, s.member) == [ANSWERED, ANSWERED]
    with s.make.db.read() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.subject_id == str(entry.id))).all()
    assert [event.action for event in events][-2:] == ["entry.partner_confirmed", "entry.partner_declined"]


def test_whoever_declines_says_why(s, entry, partner, colleague):
    with pytest.raises(Invalid):
        answer(s, entry, partner, colleague, confirmed=False, reason=" ")


def test_only_the_partners_own_people_answer(s, entry, partner, make):
    for stranger in (s.member, make.person(Role.ENTRANT)):
        with pytest.raises(NotFound):
            answer(s, entry, partner, stranger)


def test_an_answer_is_taken_until_judging_begins(s, entry, partner, colleague, clock):
    s.submit(entry)
    clock.forward(days=39)
    answer(s, entry, partner, colleague)
    clock.forward(days=2)
    with pytest.raises(RuleBroken):
        answer(s, entry, partner, colleague, confirmed=False, reason="لم نشارك")


def test_nobody_waits_for_a_partner_to_submit(s, entry):
    assert s.submit(entry).content["partners"]


def test_it_is_answered_on_a_page_and_shown_to_both(
    s, entry, partner, colleague, client, sign_in, settings, make
):
    s.submit(entry)
    sign_in(client, colleague)
    client.cookies.set("language", "en")
    address = f"/entries/{entry.id}/partners/{partner.id}"
    assert link_to(s.make.db, settings, colleague.email, NAMED) == address
    assert address in client.get("/entries").text
    token = form_token(client, address)
    refused = client.post(address, data={"_csrf_token": token, "answer": "decline"})
    assert refused.status_code == 422
    assert "Give the reason" in refused.text
    client.post(address, data={"_csrf_token": token, "answer": "confirm"})
    assert "Has confirmed" in client.get(address).text
    for person, page in (
        (s.member, f"/entries/{entry.id}"),
        (make.person(Role.ORGANISER), f"/cycles/5/entries/{entry.number}"),
    ):
        sign_in(client, person)
        html = client.get(page).text
        assert "Partner Person" in html
        assert "Has confirmed" in html
    assert client.get(address).status_code in (403, 404)


def test_partners_named_before_they_were_asked_count_as_confirmed(s, entry, db):
    back_to(db, "0022")
    schema.migrate(db)
    assert row(s).state is PartnerState.CONFIRMED


def test_whoever_is_asked_sees_what_it_is_about_and_whom_to_ask(
    client, sign_in, s, entry, partner, colleague
):
    sign_in(client, colleague)
    client.cookies.set("language", "en")
    path = f"/entries/{entry.id}/partners/{partner.id}"
    page = client.get(path).text
    with s.make.db.read() as session:
        summary = session.get(Entry, entry.id).summary_ar
    assert summary
    assert summary in page
    assert s.member.email in page
    assert "Confirm that your agency took part" in page
    answer(s, entry, partner, colleague)
    page = client.get(path).text
    assert "Confirm that your agency took part" not in page
    assert "Nothing is left to do" in page


def test_a_partner_that_declined_is_marked_wherever_the_entry_is_shown_whole(
    client, sign_in, s, entry, partner, colleague
):
    sign_in(client, s.member)
    client.cookies.set("language", "en")
    assert "Written to once you submit" in client.get(f"/entries/{entry.id}").text
    s.submit(entry)
    assert "Not answered yet" in client.get(f"/entries/{entry.id}").text
    answer(s, entry, partner, colleague, confirmed=False, reason="لا")
    for page in ("check", "submissions/1"):
        assert "has declined: does not count" in client.get(f"/entries/{entry.id}/{page}").text
