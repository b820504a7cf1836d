"""A judge's question reaches the entrant and the answer the judges, and no name crosses in either direction."""

from typing import NamedTuple

import pytest
from sqlmodel import select

from awards.directory.models import Agency
from awards.entries.models import Entry, EntryState
from awards.helpdesk.letters import REPLIED
from awards.helpdesk.models import Ticket, TicketMessage, TicketState
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.enquiries import operations
from judging.enquiries.letters import ANSWERED, RELEASED, SHOWN
from judging.enquiries.models import Enquiry
from judging.enquiries.names import telling_of_entrant, telling_of_judge, words
from judging.enquiries.queries import exchanges_of
from tests.letters import letters_to
from tests.pages import form_token

JUDGE = {"name_ar": "ظافرة شمقطور", "name_en": "Zafira Shamqatur", "email": "zafira@jury.example"}
ENTRANT = {"name_ar": "خيزعانة برقعيد", "name_en": "Khizana Barqaid", "email": "khizana@maps.example"}
AGENCY = {"name_ar": "هيئة زقطلون البحرية", "name_en": "Zqatlun Maritime Authority", "acronym": "ZQTLMA"}
CODES = ("QQ-111", "QQ-222")


class World(NamedTuple):
    judges: list[Person]
    assignments: list[Assignment]
    entrant: Person
    office: Person
    entry: Entry
    agency: Agency


@pytest.fixture
def world(make):
    cycle = make.judging_cycle()
    category, office = make.category(cycle), make.person(Role.ORGANISER)
    entrant = make.person(Role.ENTRANT, **ENTRANT)
    agency = make.agency(entrant, **AGENCY)
    entry, round_ = make.entry(category, agency, entrant), make.round(cycle)
    make.blind_copy(entry, approved_by=office)
    judges = [make.person(Role.JUDGE, **JUDGE), make.person(Role.JUDGE, name_en="Other Judge")]
    seats = [make.judge(cycle, person) for person in judges]
    assignments = [
        make.assignment(round_, seat, entry, office, code=code)
        for seat, code in zip(seats, CODES, strict=True)
    ]
    return World(judges, assignments, entrant, office, entry, agency)


def asks(make, world, text="How many people use it?"):
    with make.db.write() as session:
        return operations.ask_about(
            session, CODES[0], text, lang="en", days=2, by=world.judges[0].id, at=make.now
        ).number


def release(make, world, number, text="How many people use it?", **more):
    with make.db.write() as session:
        operations.release(session, number, text, days=2, by=world.office.id, at=make.now, **more)
        return session.exec(select(Enquiry.id)).one()


def answer(make, world, enquiry, text="A thousand."):
    with make.db.write() as session:
        operations.answer(session, enquiry, text, days=2, by=world.entrant.id, at=make.now)


def approve(make, world, number, text="A thousand.", **more):
    with make.db.write() as session:
        operations.approve(session, number, text, by=world.office.id, at=make.now, **more)


def state(make, number):
    with make.db.read() as session:
        return session.exec(select(Ticket.state).where(Ticket.number == number)).one()


def shown(make, assignment):
    with make.db.rows() as connection:
        return [(one.question, one.answer) for one in exchanges_of(connection, assignment.id)]


def test_a_question_is_called_by_its_first_words_in_the_lists(make, world):
    number = asks(make, world)
    with make.db.read() as session:
        ticket = session.exec(select(Ticket).where(Ticket.number == number)).one()
        text = session.exec(select(TicketMessage.text).where(TicketMessage.ticket_id == ticket.id)).one()
    assert ticket.subject
    assert len(ticket.subject) <= operations.SUBJECT
    assert text.startswith(ticket.subject.removesuffix(" …"))
    assert ticket.code not in ticket.subject


def test_question_and_answer_reach_every_judge_of_the_entry_once_they_are_approved(make, world, settings):
    number = asks(make, world)
    enquiry = release(make, world, number)
    assert state(make, number) is TicketState.WAITING_ENTRANT
    answer(make, world, enquiry)
    assert state(make, number) is TicketState.OPEN
    assert [shown(make, each) for each in world.assignments] == [[], []]
    approve(make, world, number)
    assert state(make, number) is TicketState.ANSWERED
    for each in world.assignments:
        assert shown(make, each) == [("How many people use it?", "A thousand.")]

    def last(person):
        return letters_to(make.db, settings, person.email)[-1][0]

    told = [last(world.judges[0]), last(world.judges[1]), last(world.entrant), last(world.office)]
    assert told == [REPLIED, SHOWN, RELEASED, ANSWERED]


def test_a_judge_of_another_entry_reads_nothing_of_it(make, world):
    other = make.entry(make.category(make.cycle(), "G2B"), world.agency, world.entrant)
    make.blind_copy(other, approved_by=world.office)
    with make.db.read() as session:
        round_id = world.assignments[0].round_id
        assert session.exec(select(Assignment).where(Assignment.entry_id == other.id)).all() == []
    number = asks(make, world)
    answer(make, world, release(make, world, number))
    approve(make, world, number)
    elsewhere = Assignment(
        round_id=round_id,
        entry_id=other.id,
        judge_id=world.assignments[1].judge_id,
        code="ZZ-999",
        position=9,
        made_at=make.now,
        made_by_id=world.office.id,
    )
    make._save(elsewhere)
    assert shown(make, elsewhere) == []


@pytest.mark.parametrize(
    "text", ["Asks Zafira Shamqatur", "سؤال من ظافرة شمقطور", "On QQ-111", "x@y.example"]
)
def test_what_tells_of_a_judge_is_passed_on_only_when_somebody_has_looked_at_it(make, world, text):
    number = asks(make, world)
    with pytest.raises(operations.NamesFound):
        release(make, world, number, text)
    with make.db.read() as session:
        found = words(text, telling_of_judge(session, world.entry, text))
    release(make, world, number, text, confirmed="\n".join(found))


@pytest.mark.parametrize(
    "text",
    [
        "We at ZQTLMA",
        "في هيئة زقطلون البحرية",
        "Regards, Khizana Barqaid",
        "https://www.agency.gov.sa",
        "خيزعانة برقعيد",
    ],
)
def test_what_tells_of_the_entrant_is_passed_on_only_when_somebody_has_looked_at_it(make, world, text):
    number = asks(make, world)
    answer(make, world, release(make, world, number), text)
    with pytest.raises(operations.NamesFound):
        approve(make, world, number, text)
    with pytest.raises(operations.NamesFound):
        approve(make, world, number, text, confirmed="something else")
    assert shown(make, world.assignments[0]) == []
    with make.db.read() as session:
        found = words(text, telling_of_entrant(session, world.entry, text))
    approve(make, world, number, text, confirmed="\n".join(found))


def test_the_offices_own_word_to_a_judge_is_searched_too(make, world):
    number = asks(make, world)
    with make.db.write() as session, pytest.raises(operations.NamesFound):
        operations.reply(
            session, number, "Ask ZQTLMA.", TicketState.ANSWERED, by=world.office.id, at=make.now
        )


def test_nobody_but_the_entrant_answers_and_nobody_but_a_judge_of_the_entry_asks(make, world):
    enquiry = release(make, world, asks(make, world))
    stranger = make.person(Role.ENTRANT)
    make.agency(stranger)
    with make.db.write() as session:
        with pytest.raises(NotFound):
            operations.answer(session, enquiry, "x", days=2, by=stranger.id, at=make.now)
        with pytest.raises(NotFound):
            operations.ask_about(
                session, CODES[0], "x", lang="en", days=2, by=world.judges[1].id, at=make.now
            )


def test_nothing_is_passed_on_twice_out_of_turn_or_for_an_entry_that_is_out(make, world):
    number = asks(make, world)
    with pytest.raises(RuleBroken):
        approve(make, world, number)
    enquiry = release(make, world, number)
    with pytest.raises(RuleBroken):
        release(make, world, number)
    answer(make, world, enquiry)
    with pytest.raises(RuleBroken):
        answer(make, world, enquiry)
    with make.db.write() as session:
        session.get_one(Entry, world.entry.id).state = EntryState.WITHDRAWN
    with pytest.raises(RuleBroken):
        approve(make, world, number)


def test_no_page_or_letter_of_the_entrant_names_a_judge_and_none_of_a_judge_the_entrant(
    make, world, client, sign_in, settings
):
    number = asks(make, world, "Zqjudgewords by Zafira Shamqatur, Barqaid?")
    enquiry = release(make, world, number, "Is it used?")
    answer(make, world, enquiry, f"Zqentrantwords of {AGENCY['name_en']}, Khizana Barqaid")
    about_judge = {
        *JUDGE.values(),
        "Shamqatur",
        "Zqjudgewords",
        *CODES,
        str(world.judges[0].id),
        f"questions/{number}",
    }
    about_entrant = {*ENTRANT.values(), *AGENCY.values(), "Zqentrantwords", str(world.entry.id), str(enquiry)}

    def told(person, tokens, *pages):
        sign_in(client, person)
        for lang in ("ar", "en"):
            client.cookies.set("language", lang)
            for page in pages:
                answered = client.get(page)
                assert answered.status_code == 200, page
                assert {token for token in tokens if token in answered.text} == set(), page
        assert {t for t in tokens if t in str(letters_to(make.db, settings, person.email))} == set()

    for approved in (False, True):
        if approved:
            approve(make, world, number, "By the agency: a thousand.")
        told(world.entrant, about_judge, "/enquiries", f"/enquiries/{enquiry}", "/helpdesk/questions")
        second = {*about_entrant, *JUDGE.values(), CODES[0], "Zqjudgewords"}
        told(world.judges[1], second, "/scorecards", f"/scorecards/{CODES[1]}", "/helpdesk/questions")
        told(world.judges[0], about_entrant, f"/scorecards/{CODES[0]}", f"/helpdesk/questions/{number}")
    sign_in(client, world.judges[1])
    assert "By the agency: a thousand." in client.get(f"/scorecards/{CODES[1]}").text
    assert client.get(f"/helpdesk/questions/{number}").status_code == 404
    assert client.get(f"/enquiries/{enquiry}").status_code == 403


def test_what_was_found_is_shown_and_replaced_before_anybody_approves(make, world, client, sign_in):
    number = asks(make, world)
    answer(make, world, release(make, world, number), "We at ZQTLMA count them.")
    sign_in(client, world.office)
    client.cookies.set("language", "en")
    address = f"/helpdesk/questions/{number}/enquiry"
    page = client.get(address).text
    assert '<mark class="found found-entrant">ZQTLMA</mark>' in page
    assert "We at [the agency] count them." in page
    token = form_token(client, address)
    sent = {"_csrf_token": token, "text": "We at ZQTLMA count them."}
    answered = client.post(f"{address}/approval", data=sent, follow_redirects=False)
    assert answered.status_code == 409
    assert 'name="confirmed" value="ZQTLMA"' in answered.text
    assert client.post(f"{address}/approval", data={**sent, "text": "We count them."}).status_code == 200
    assert shown(make, world.assignments[1]) == [("How many people use it?", "We count them.")]


def test_a_judge_who_stood_back_reads_nothing_more(make, world, client, sign_in):
    number = asks(make, world)
    answer(make, world, release(make, world, number))
    with make.db.write() as session:
        session.get_one(Assignment, world.assignments[0].id).ended_at = make.now
    approve(make, world, number)
    sign_in(client, world.judges[0])
    assert client.get(f"/scorecards/{CODES[0]}").status_code == 404
    assert "A thousand." not in client.get(f"/helpdesk/questions/{number}").text
