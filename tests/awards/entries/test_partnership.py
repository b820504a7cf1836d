"""A partner is asked, answers on its own page until screening ends, and counts in results only once it has confirmed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards import schema
from awards.cycles.timetable import Timetable, TimetableOutOfOrder
from awards.entries.changes import EntryChanges
from awards.entries.models import Entry, EntryPartner, EntryState, PartnerState
from awards.entries.partnership import operations
from awards.entries.partnership.letters import ANSWERED, NAMED
from awards.entries.partnership.rules import answers_end, may_answer
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.letters import letters_to, link_to
from tests.migrating import back_to
from tests.pages import form_token

DAY = datetime(2026, 1, 1, tzinfo=UTC)


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


def test_an_answer_is_taken_until_screening_ends_to_the_second(make, clock):
    ends = make.now + timedelta(days=35)
    s = scene(make, screening_ends_at=ends)
    colleague = make.person(Role.ENTRANT)
    partner = make.agency(colleague)
    entry = s.whole()
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    s.submit(entry)
    clock.forward(seconds=35 * 24 * 3600 - 1)
    answer(s, entry, partner, colleague)
    clock.forward(seconds=1)
    with pytest.raises(RuleBroken):
        answer(s, entry, partner, colleague, confirmed=False, reason="لم نشارك")


@given(*[st.sampled_from(range(1, 9))] * 3, st.none() | st.sampled_from(range(1, 9)))
def test_screening_ends_by_its_date_or_when_judging_opens_and_never_before_entries_do(
    closes, judging, now, screening
):
    dates = {"closes": closes, "judging_opens": judging + 1, "screening_ends": screening}
    days = {name: DAY + timedelta(days=n) for name, n in dates.items() if n}
    try:
        timetable = Timetable(
            opens=DAY,
            grace_minutes=0,
            judging_closes=DAY + timedelta(days=20),
            publishes=DAY + timedelta(days=30),
            **days,
        )
    except TimetableOutOfOrder:
        return
    end = days.get("screening_ends", days["judging_opens"])
    assert answers_end(timetable) == end
    moment = DAY + timedelta(days=now)
    for state in EntryState:
        alive = state in (EntryState.DRAFT, EntryState.SUBMITTED)
        assert may_answer(state, timetable, moment) == (alive and moment < end)


def test_an_entry_that_waits_is_a_step_on_the_partners_first_page_until_it_is_answered(
    s, entry, partner, colleague, client, sign_in, clock
):
    address = f"/entries/{entry.id}/partners/{partner.id}"
    client.cookies.set("language", "en")

    def steps():
        sign_in(client, colleague)
        html = client.get("/entries").text
        return html.split('id="next-title"')[1].split("</section>")[0]

    assert address in steps()
    assert "Say whether Partner Office is a partner" in steps()
    answer(s, entry, partner, colleague)
    assert address not in steps()
    s.save(entry, EntryChanges(partner_ids=frozenset()))
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    assert address in steps()
    clock.forward(days=40)
    assert address not in steps()


def test_the_letter_says_until_when_the_answer_counts(s, entry, colleague, settings):
    s.submit(entry)
    letter = letters_to(s.make.db, settings, colleague.email)[0][1]
    assert letter.notes[0].params["until"] == s.cycle.judging_opens_at


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
