"""Who answers for results, in names and times; why an entry is out; whose a citation is."""

import re

import pytest
from sqlmodel import select

from awards.entries.operations import disqualify_entry
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from judging.deliberations.models import Decision
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import decide


@pytest.fixture
def settled(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    return c


@pytest.fixture
def organiser(client, sign_in, settled):
    sign_in(client, settled.organisers[0])
    client.cookies.set("language", "en")
    return client


@pytest.mark.parametrize("page", ["results", "results/G2C", "results/G2C/{entry}", "publication"])
def test_the_two_who_opened_and_the_two_who_published_are_named_with_their_times(
    client, sign_in, make, clock, page
):
    c = contest(make, {"G2C": SETTLED}, publishes_at=make.now)
    c.open_results()
    for place, entry in enumerate(c.entries["G2C"][:3], 1):
        decide(c, place, entry)
    path = f"{c.path}/{page.format(entry=c.entries['G2C'][0].number)}"
    client.cookies.set("language", "en")
    sign_in(client, c.auditor)
    answers = told_of_answers(client.get(path).text)
    assert "not published yet" in answers
    assert [answers.count(person.name_en) for person in c.organisers] == [1, 1]
    clock.forward(hours=1)
    c.publish(by=(0,))
    assert "not published yet" in told_of_answers(client.get(path).text), "one consent publishes nothing"
    clock.forward(hours=1)
    c.publish(by=(1,))
    for person in (c.auditor, c.organisers[0]):
        sign_in(client, person)
        answers = told_of_answers(client.get(path).text)
        assert [answers.count(organiser.name_en) for organiser in c.organisers] == [2, 2]
        assert answers.count("12:00") == 2
        assert answers.count("1:00") == 1
        assert answers.count("2:00") == 3, "12:00 twice, and 2:00"


def told_of_answers(page):
    return re.search(r'id="answers-title".*?</section>', page, re.DOTALL).group()


def test_whoever_consented_to_other_decisions_did_not_publish_these(client, sign_in, make, clock):
    c = contest(make, {"G2C": SETTLED}, publishes_at=make.now)
    c.open_results()
    third = make.person(Role.ORGANISER, name_en="Third organiser")
    c.organisers = (*c.organisers, third)
    for place, entry in enumerate(c.entries["G2C"][:3], 1):
        decide(c, place, entry)
    c.publish(by=(2,))
    with make.db.read() as session:
        before = session.exec(select(Decision).where(Decision.place == 1)).one()
    decide(c, 1, c.entries["G2C"][0], replaces=before.id)
    c.publish(by=(0, 1))
    sign_in(client, c.auditor)
    client.cookies.set("language", "en")
    assert "Third organiser" not in client.get(f"{c.path}/publication").text


def test_the_reasons_of_an_entry_that_left_say_why_it_is_out(organiser, settled, make, sign_in):
    entry = settled.entries["G2C"][1]
    with make.db.write() as session:
        disqualify_entry(session, entry.id, "Copied from elsewhere", by=settled.organisers[1].id, at=make.now)
    for person in (settled.organisers[0], settled.auditor):
        sign_in(organiser, person)
        page = organiser.get(f"{settled.path}/results/G2C/{entry.number}").text
        assert "This entry is disqualified" in page
        assert "Copied from elsewhere" in page
        assert settled.organisers[1].name_en in page


def test_every_wording_of_a_citation_stays_in_the_chain_with_its_writer(settled, make, db):
    first = settled.entries["G2C"][0]
    (before,) = decide(settled, 1, first, citation="الصياغة الأولى", by=0)
    decide(settled, 1, first, citation="الصياغة الثانية", by=1, replaces=before.id)
    with db.read() as session:
        events = session.exec(
            select(AuditEvent).where(AuditEvent.action == "place.decided").order_by(AuditEvent.sequence)
        ).all()
    told = [(event.actor_id, event.detail["citation_ar"]) for event in events]
    assert told == [
        (settled.organisers[0].id, "الصياغة الأولى"),
        (settled.organisers[1].id, "الصياغة الثانية"),
    ]
