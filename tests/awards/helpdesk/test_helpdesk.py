"""Questions to the office: asked, answered, handed over, closed, and made into one for everybody."""

import pytest
from sqlmodel import select

from awards.helpdesk import kept, operations
from awards.helpdesk.forms import FaqForm, Which
from awards.helpdesk.letters import ASKED, ASKED_BACK, HANDED_OVER, RECEIVED, REPLIED, WRITTEN
from awards.helpdesk.models import FaqItem, TicketState
from awards.helpdesk.queries import counts, queue, said_about
from awards.kit.errors import NotFound, RuleBroken, Stale
from awards.people.models import Role
from tests.letters import letters_to
from tests.pages import form_token
from tests.statements import statements


@pytest.fixture
def office(make):
    return make.person(Role.ORGANISER, name_en="Office One"), make.person(
        Role.ORGANISER, name_en="Office Two"
    )


@pytest.fixture
def asker(make):
    return make.person(Role.ENTRANT)


def asks(make, person, subject="When?", role=Role.ENTRANT):
    with make.db.write() as session:
        return operations.ask(
            session,
            asked_as=role,
            subject=subject,
            text="When does it end?",
            lang="en",
            days=2,
            by=person.id,
            at=make.now,
        ).number


def kinds(make, settings, person):
    return [kind for kind, _ in letters_to(make.db, settings, person.email)]


def test_a_question_is_told_to_its_asker_and_to_every_organiser(make, settings, office, asker):
    asks(make, asker)
    assert kinds(make, settings, asker) == [RECEIVED]
    assert [kinds(make, settings, each) for each in office] == [[ASKED], [ASKED]]


def test_an_answer_goes_to_the_asker_and_whoever_wrote_it_owns_the_question(make, settings, office, asker):
    number = asks(make, asker)
    with make.db.write() as session:
        operations.reply(
            session, number, "Tell more.", TicketState.WAITING_ASKER, seen=1, by=office[0].id, at=make.now
        )
        operations.write_more(session, number, "More.", days=2, by=asker.id, at=make.now)
        assert operations.ticket_numbered(session, number).state is TicketState.OPEN
        operations.reply(session, number, "Then.", TicketState.ANSWERED, seen=3, by=office[1].id, at=make.now)
        ticket = operations.ticket_numbered(session, number)
        assert (ticket.owner_id, ticket.state) == (office[0].id, TicketState.ANSWERED)
        assert [said.by_office for said in said_about(session, number)] == [False, True, False, True]
    assert kinds(make, settings, asker) == [RECEIVED, ASKED_BACK, REPLIED]
    assert kinds(make, settings, office[0]) == [ASKED, WRITTEN]
    assert kinds(make, settings, office[1]) == [ASKED]


def test_letters_hold_no_word_of_the_question(make, settings, office, asker):
    asks(make, asker, subject="Secretsubject")
    for person in (asker, *office):
        assert "Secretsubject" not in str(letters_to(make.db, settings, person.email))


def test_an_answer_written_beside_another_one_is_not_sent(make, office, asker):
    number = asks(make, asker)
    with make.db.write() as session:
        operations.reply(session, number, "One.", TicketState.ANSWERED, seen=1, by=office[0].id, at=make.now)
        with pytest.raises(Stale):
            operations.reply(
                session, number, "Two.", TicketState.ANSWERED, seen=1, by=office[1].id, at=make.now
            )


def test_a_question_is_handed_to_an_organiser_alone_who_is_told(make, settings, office, asker):
    number = asks(make, asker)
    with make.db.write() as session:
        operations.hand_over(session, number, office[0].id, by=office[0].id, at=make.now)
        operations.hand_over(session, number, office[1].id, by=office[0].id, at=make.now)
        with pytest.raises(NotFound):
            operations.hand_over(session, number, asker.id, by=office[0].id, at=make.now)
    assert HANDED_OVER not in kinds(make, settings, office[0])
    assert HANDED_OVER in kinds(make, settings, office[1])


def test_nobody_else_writes_on_a_question_or_closes_it_and_a_closed_one_stays_closed(make, office, asker):
    number, other = asks(make, asker), make.person(Role.ENTRANT)
    with make.db.write() as session:
        for act in (
            lambda: operations.write_more(session, number, "x", days=2, by=other.id, at=make.now),
            lambda: operations.close(session, number, by=other.id, organises=False, at=make.now),
        ):
            with pytest.raises(NotFound):
                act()
        operations.close(session, number, by=asker.id, organises=False, at=make.now)
        with pytest.raises(RuleBroken):
            operations.write_more(session, number, "x", days=2, by=asker.id, at=make.now)
        with pytest.raises(RuleBroken):
            operations.reply(session, number, "x", TicketState.ANSWERED, seen=1, by=office[0].id, at=make.now)


def test_the_queue_knows_what_is_mine_late_and_nobodys(make, clock, office, asker):
    first, second = asks(make, asker), asks(make, asker)
    with make.db.write() as session:
        operations.hand_over(session, second, office[0].id, by=office[0].id, at=make.now)
    clock.forward(days=10)
    third = asks(make, asker)
    with make.db.read() as session:
        many = counts(session, viewer=office[0].id, at=make.now)
        assert many == {Which.OPEN: 3, Which.MINE: 1, Which.LATE: 2, Which.UNOWNED: 2, Which.ALL: 3}
        found, total = queue(session, Which.UNOWNED, viewer=office[0].id, page=1, at=make.now)
    assert ([one.ticket.number for one in found], total) == ([first, third], 2)


def test_the_queue_costs_as_many_statements_for_many_questions_as_for_one(make, db, office, asker):
    asks(make, asker)

    def cost():
        with statements(db.reader) as seen, db.read() as session:
            queue(session, Which.ALL, viewer=office[0].id, page=1, at=make.now)
        return len(seen)

    one = cost()
    for _ in range(5):
        asks(make, asker)
    assert cost() == one


def test_an_asker_reads_their_own_question_and_nobody_elses(client, sign_in, make, office, asker):
    number = asks(make, asker)
    sign_in(client, asker)
    client.cookies.set("language", "en")
    page = client.get(f"/helpdesk/questions/{number}")
    assert "When does it end?" in page.text
    assert "Office One" not in page.text
    assert client.get("/helpdesk/queue").status_code == 403
    sign_in(client, make.person(Role.ENTRANT))
    assert client.get(f"/helpdesk/questions/{number}").status_code == 404
    for role, status in ((Role.ORGANISER, 200), (Role.AUDITOR, 200), (Role.JUDGE, 404)):
        sign_in(client, make.person(role))
        assert client.get(f"/helpdesk/questions/{number}").status_code == status


def test_a_question_about_an_entry_of_others_is_not_taken(client, sign_in, make, asker):
    entry = make.entry(make.category(make.cycle()), make.agency(), make.person(Role.ENTRANT))
    sign_in(client, asker)
    token = form_token(client, "/helpdesk/questions/new")
    sent = {"_csrf_token": token, "about": f"entry:{entry.id}", "subject": "x", "text": "y"}
    answer = client.post("/helpdesk/questions", data=sent, follow_redirects=False)
    assert answer.status_code == 422
    answer = client.post("/helpdesk/questions", data={**sent, "about": "award"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/helpdesk/questions/1")


def test_only_what_is_published_is_on_the_page_that_everybody_reads(client, make, office):
    words = {"question_ar": "س", "question_en": "Faqquestion", "answer_ar": "ج", "answer_en": "Faqanswer"}
    client.cookies.set("language", "en")
    with make.db.write() as session:
        kept.save_faq(session, None, FaqForm(**words), by=office[0].id, at=make.now)
    assert "Faqquestion" not in client.get("/helpdesk").text
    with make.db.write() as session:
        item = session.exec(select(FaqItem)).one()
        kept.save_faq(session, item.id, FaqForm(**words, published=True), by=office[0].id, at=make.now)
    assert "Faqanswer" in client.get("/helpdesk").text
