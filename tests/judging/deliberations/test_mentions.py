"""A special mention: beside the places, and no place itself."""

import pytest
from sqlmodel import select

from awards.entries.models import PastWin
from awards.entries.places import MENTION
from awards.kit.errors import Invalid, RuleBroken
from awards.people.models import Person, Role
from judging.deliberations.departures import departs, passed_over, takes_a_reason
from judging.deliberations.models import Decision, Outcome
from judging.deliberations.operations import CitationNeeded
from judging.deliberations.places import Lack
from judging.tally.queries import document_of, head_of
from reports.results.document import results_document
from reports.results.queries import results_of
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import decide, open_lacks
from tests.pages import form_token


@pytest.fixture
def settled(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    return c


@pytest.fixture
def placed(settled):
    for place, entry in enumerate(settled.entries["G2C"][:3], start=1):
        decide(settled, place, entry)
    return settled


def test_it_goes_to_whoever_has_no_place_without_a_reason_and_never_departs_from_the_ranking(placed):
    first, fourth = placed.entries["G2C"][0], placed.entries["G2C"][3]
    with pytest.raises(RuleBroken):
        decide(placed, MENTION, first)
    with pytest.raises(CitationNeeded):
        decide(placed, MENTION, fourth, citation="")
    [decision] = decide(placed, MENTION, fourth)
    assert not decision.reason
    assert open_lacks(placed) == []
    with placed.make.db.read() as session:
        [category] = document_of(session, head_of(session, placed.cycle.number)).categories
    given = {MENTION: [fourth.id]}
    assert not departs(category, MENTION, given)
    assert not takes_a_reason(category, MENTION, {MENTION: []})
    assert passed_over(category, MENTION, given) == ()


def test_whom_a_place_passes_over_is_passed_over_though_mentioned(settled):
    first, second = settled.entries["G2C"][:2]
    decide(settled, MENTION, first)
    with pytest.raises(Invalid):
        decide(settled, 1, second)


def test_withheld_it_is_none_any_more_and_nothing_waits_for_one(placed, make):
    decide(placed, MENTION, placed.entries["G2C"][3])
    assert decide(placed, MENTION) == []
    with make.db.read() as session:
        assert not session.exec(select(Decision).where(Decision.place == MENTION)).all()
    assert open_lacks(placed) == []


def test_counted_again_it_must_be_given_again(placed, make):
    from judging.deliberations.operations import correct_tally

    decide(placed, MENTION, placed.entries["G2C"][3])
    with make.db.write() as session:
        correct_tally(session, placed.cycle.id, "x", by=placed.organisers[0].id, at=make.now)
    assert (MENTION, Lack.OUTDATED) in open_lacks(placed)


def test_it_is_published_and_bars_nobody_from_later_cycles(placed, make, client, sign_in):
    third, fourth = placed.entries["G2C"][2:4]
    assert third
    decide(placed, MENTION, fourth)
    placed.make.clock.forward(days=60)
    client.cookies.set("language", "en")
    sign_in(client, placed.organisers[0])
    board = client.get(f"{placed.path}/decisions").text
    assert "Special mention" in board
    assert placed.publish() is not None
    with make.db.read() as session:
        assert fourth.id not in set(session.exec(select(PastWin.entry_id)))
        document = results_document(results_of(session, placed.cycle.id))
    given = [(one["place"], one["entries"]) for one in document["categories"][0]["decisions"]]
    assert given[-1] == ("mention", [fourth.number])
    public = client.get(f"/winners/{placed.cycle.number}").text
    assert public.count("Special mention") == 1
    assert public.index("Third place") < public.index("Special mention")


def test_its_entrant_reads_of_it_once_it_is_published_and_nobody_else_does(placed, make, client, sign_in):
    fourth = placed.entries["G2C"][3]
    with make.db.read() as session:
        own = session.get_one(Person, fourth.started_by_id)
    decide(placed, MENTION, fourth)
    placed.make.clock.forward(days=60)
    client.cookies.set("language", "en")

    def entries_of(person):
        sign_in(client, person, Role.ENTRANT)
        return client.get("/entries").text

    assert "Special mention" not in entries_of(own)
    placed.publish()
    assert entries_of(own).count("Special mention") == 1
    assert "Special mention" not in entries_of(make.person(Role.ENTRANT))


def test_an_organiser_gives_it_on_a_page_that_asks_for_no_reason(placed, client, sign_in, make):
    client.cookies.set("language", "en")
    sign_in(client, placed.organisers[0])
    path = f"{placed.path}/decisions/G2C/{MENTION}"
    page = client.get(path).text
    assert "No special mention" in page
    assert 'name="reason"' not in page
    with make.db.read() as session:
        tally = head_of(session, placed.cycle.number).tally_id
    nobody = {"_csrf_token": form_token(client, path), "tally": str(tally), "outcome": Outcome.AWARDED.value}
    answer = client.post(path, data=nobody)
    assert answer.status_code == 422
    assert "Who is mentioned: Choose one entry, or another outcome." in answer.text
    assert "place is shared" not in answer.text
    assert "A withheld place" not in answer.text
    data = {
        "_csrf_token": form_token(client, path),
        "tally": str(tally),
        "outcome": Outcome.AWARDED.value,
        "entries": str(placed.entries["G2C"][3].id),
        "citation_ar": "عناية بمن لا يستطيع الحضور",
        "citation_en": "Care for those who cannot come",
    }
    assert client.post(path, data=data, follow_redirects=False).status_code == 303
    assert "Care for those who cannot come" in client.get(f"{placed.path}/publication").text
    assert client.get(f"{placed.path}/decisions/G2C/99").status_code == 404
