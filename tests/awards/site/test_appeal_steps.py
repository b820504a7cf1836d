"""What appeals ask of organisers, and where publication waits for them."""

from datetime import timedelta

import pytest

from awards.site.cycle_states import overviews
from awards.site.entrant_steps import waiting_for
from awards.site.next_steps import next_steps
from judging.appeals.correcting import correct_after
from judging.appeals.models import Outcome
from tests.judging.appeals.world import world_of


@pytest.fixture
def world(make):
    return world_of(make)


def steps(world, person):
    with world.make.db.read() as session:
        found = overviews(session, person.id, world.now)
    (own,) = [one for one in found if one.cycle.number == world.contest.cycle.number]
    return {step.text.text: step for step in next_steps(own.state)}


def test_where_publication_waits_entrants_are_told_first_and_each_appeal_is_seen_to(world):
    office, ruler = world.contest.organisers[0], world.ruler
    world.make.clock.at = world.contest.cycle.publishes_at
    before = steps(world, office)
    assert "Tell entrants how their entries did" in before
    assert before["Publish the results"].blocked_by.text == "Publication waits for appeals."
    world.tell(days=3)
    world.make.clock.forward(days=2)
    world.assign(world.file())
    assert "See to %(n)s open appeal" in steps(world, office)
    assert steps(world, ruler)["Rule on %(n)s appeal"].mine
    world.make.clock.forward(days=9)
    assert steps(world, office)["Publish the results"].blocked_by.text == "Publication waits for appeals."


def test_without_an_open_appeal_nothing_waits_once_the_window_is_over(world):
    world.make.clock.at = world.contest.cycle.publishes_at
    world.tell(days=3)
    world.make.clock.forward(days=5)
    found = steps(world, world.contest.organisers[0])
    assert found["Publish the results"].blocked_by is None
    assert "Tell entrants how their entries did" not in found


def waiting(world):
    with world.make.db.read() as session:
        return waiting_for(session, world.entrant.id, world.now)


def of_own(world, n=1):
    """What the entrant is led to about one entry: the steps' texts with their pages, and the lines beside the entry."""
    entry = world.entry(n)
    found = waiting(world)
    steps = [step for step in found.steps if step.href.startswith(f"/entries/{entry.id}/")]
    said = found.told[entry.id].lines(world.now) if entry.id in found.told else []
    return [(step.text.text, step.href.rpartition("/")[2], step.due) for step in steps], [
        one.text for one in said
    ]


def test_an_entrant_is_led_to_how_its_entries_did_to_the_appeal_and_to_the_ruling(world):
    assert of_own(world) == ([], [])
    world.tell(days=7)
    ends = world.now + timedelta(days=8)
    read = ("Read how “%(title)s” did", "feedback", None)
    assert of_own(world) == ([read], ["Appeals are taken from %(opens)s until %(ends)s, %(zone)s."])
    world.make.clock.forward(days=2)
    may = ("Read how “%(title)s” did, and appeal if you see a ground", "feedback", ends)
    assert of_own(world) == ([may], ["You may appeal until %(ends)s, %(zone)s."])
    appeal = world.file()
    filed = "Appeal no. %(number)s was filed on %(when)s."
    assert of_own(world) == ([read], [filed])
    assert of_own(world, 0)[0] == [may]
    world.assign(appeal)
    ruling = world.rule(appeal, Outcome.UPHELD, set_aside=[world.low_sheet()])
    assert of_own(world) == ([read], [filed]), "a ruling that does not stand is told to nobody"
    world.agree(appeal, ruling)
    ruled = ("Read the ruling on the appeal about “%(title)s”", "appeal", None)
    stands = "Ruled on %(when)s: %(outcome)s."
    again = "The results are counted again; you are written to once that is done."
    assert of_own(world) == ([ruled], [filed, stands, again])
    with world.make.db.write() as session:
        correct_after(session, appeal.id, by=world.contest.organisers[0].id, at=world.now)
    anew = "The places of this category are being decided anew."
    assert of_own(world) == ([ruled], [filed, stands, anew])
    world.decide(order=(1, 0, 2))
    assert of_own(world) == ([ruled], [filed, stands])
    world.make.clock.forward(days=31)
    assert of_own(world) == ([read], [filed, stands])


def test_once_published_only_an_open_window_or_a_ruling_leads_anywhere(make):
    world = world_of(make, waits=False)
    make.clock.at = world.contest.cycle.publishes_at
    world.contest.publish()
    world.tell(days=7)
    assert of_own(world)[0] == []
    world.make.clock.forward(days=2)
    assert [href for _, href, _ in of_own(world)[0]] == ["feedback"]
    world.make.clock.forward(days=7)
    assert of_own(world) == ([], [])


def test_the_entrys_page_no_longer_says_that_it_lost_while_places_are_decided_anew(make, client, sign_in):
    world = world_of(make, waits=False)
    make.clock.at = world.contest.cycle.publishes_at
    world.contest.publish()
    world.tell()
    make.clock.forward(days=2)
    sign_in(client, world.entrant)
    client.cookies.set("language", "en")
    loser = f"/entries/{world.entry(3).id}"
    page = client.get(loser).text
    assert "not among the winners" in page
    assert "You may appeal until" in page
    assert f'href="{loser}/appeal"' in page
    assert "You may appeal until" in client.get("/entries").text
    appeal = world.file()
    world.assign(appeal)
    world.agree(appeal, world.rule(appeal, Outcome.UPHELD, set_aside=[world.low_sheet()]))
    with make.db.write() as session:
        correct_after(session, appeal.id, by=world.contest.organisers[0].id, at=make.now)
    page = client.get(loser).text
    assert "not among the winners" not in page
    assert "being decided anew" in page
    assert "being decided anew" in client.get("/entries").text
    assert "being decided anew" in client.get(f"{loser}/feedback").text
