"""The organiser's desk: what waits for the reader first, then the nearest date, and quiet cycles folded."""

import re
from datetime import timedelta

from sqlmodel import select

from awards.people.models import Role
from awards.site.agenda import agenda
from awards.site.cycle_states import overviews
from awards.site.next_steps import next_steps
from judging.deliberations.models import Decision, Outcome
from judging.deliberations.operations import decide_place, return_decision
from judging.rounds.operations import agree_to_close_early, ask_to_close_early
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import standing


def of(c, person):
    with c.make.db.read() as session:
        found = overviews(session, person.id, c.make.now)
    return agenda([(o, next_steps(o.state)) for o in found])


def decide_against_the_ranking(c):
    with c.make.db.write() as session:
        decide_place(
            session,
            category_id=c.categories["G2C"].id,
            place=1,
            outcome=Outcome.AWARDED,
            entry_ids=[c.entries["G2C"][1].id],
            citation_ar="ح",
            citation_en="C",
            reason="Wider reach.",
            by=c.organisers[0].id,
            at=c.make.now,
        )


def follow_the_ranking(c, place):
    with c.make.db.write() as session:
        decide_place(
            session,
            category_id=c.categories["G2C"].id,
            place=place,
            outcome=Outcome.AWARDED,
            entry_ids=[c.entries["G2C"][place - 1].id],
            citation_ar="ح",
            citation_en="C",
            reason="",
            replaces=standing(c, place),
            by=c.organisers[0].id,
            at=c.make.now,
        )


def test_an_approval_waits_for_the_second_organiser_and_not_for_the_first(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    decide_against_the_ranking(c)
    first, second = (of(c, organiser) for organiser in c.organisers)
    assert [task.step.text.params["n"] for task in second.mine] == [1]
    assert first.mine == ()
    ((_, blocked),) = first.running
    assert "Have %(n)s decision of yours approved" in {step.text.text for step in blocked}


def waiting(c):
    """(what waits for the first organiser in person, what for the second)."""
    return tuple([task.step.text.text for task in of(c, organiser).mine] for organiser in c.organisers)


def test_a_wish_to_close_early_waits_for_the_second_organiser_until_it_is_agreed_to(make):
    c = contest(make, {"G2C": SETTLED})
    first, second = c.organisers
    assert waiting(c) == ([], [])
    with make.db.write() as session:
        wish = ask_to_close_early(
            session, c.round.id, "Enough.", missing=0, unranked=0, by=first.id, at=make.now
        )
    assert waiting(c) == ([], ["Read why the round is to be closed early, and agree or not"])
    with make.db.write() as session:
        agree_to_close_early(session, c.round.id, wish.id, missing=0, unranked=0, by=second.id, at=make.now)
    assert "Read why the round is to be closed early, and agree or not" not in waiting(c)[1]


def test_a_returned_decision_goes_back_to_whoever_made_it(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    decide_against_the_ranking(c)
    with make.db.write() as session:
        decision = session.exec(select(Decision)).one()
        return_decision(session, decision.id, "Why?", by=c.organisers[1].id, at=make.now)
    assert waiting(c) == (["Decide anew %(n)s place that was returned with a reason"], [])


def test_a_consent_to_publish_waits_for_the_second_organiser_until_a_place_is_decided_anew(make, clock):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    for place in (1, 2, 3):
        follow_the_ranking(c, place)
    clock.at = c.cycle.publishes_at
    assert waiting(c) == ([], [])
    c.publish(by=(0,))
    assert waiting(c) == ([], ["Publish the results: %(given)s of %(needed)s consents"])
    follow_the_ranking(c, 3)
    assert waiting(c) == ([], [])


def test_what_can_be_done_stands_in_the_order_of_its_dates_and_what_is_blocked_stays_with_its_cycle(make):
    c = contest(make, {"G2C": SETTLED})
    soon = make.cycle(announced=False, opens_at=make.now + timedelta(days=2))
    later = make.cycle(announced=False, opens_at=make.now + timedelta(days=20))
    found = of(c, c.organisers[0])
    dues = [task.step.due for task in found.ready]
    assert dues == sorted(dues)
    assert not any(task.step.blocked_by for task in found.ready)
    assert all(step.blocked_by for _, steps in found.running for step in steps)
    numbers = [overview.cycle.number for overview, _ in found.running]
    assert numbers.index(soon.number) < numbers.index(later.number)


def test_the_page_puts_what_waits_for_the_reader_on_top_and_folds_quiet_cycles(client, sign_in, make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    decide_against_the_ranking(c)
    quiet = make.cycle()
    make.round(quiet, opened=False)
    sign_in(client, c.organisers[1])
    client.cookies.set("language", "en")
    page = client.get("/desk/organiser").text
    assert (
        page.index("Waits for you")
        < page.index("Read and approve 1 decision")
        < page.index("What to do next")
    )
    folds = re.findall(r'cycle-fold"( open)?>\s*<summary><h2 id="cycle-\d+"><bdi>([^<]+)', page)
    assert folds == [(" open", c.cycle.name_en), ("", quiet.name_en)]


def test_an_organiser_with_nothing_to_do_is_told_so(client, sign_in, make):
    make.round(make.cycle(), opened=False)
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    assert "Nothing waits for you now." in client.get("/desk/organiser").text


def test_once_every_place_is_decided_the_desk_says_until_when_publication_waits(make, client, sign_in):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    assert of(c, c.organisers[0]).waiting == (), "there is something to do first"
    for place in (1, 2, 3):
        follow_the_ranking(c, place)
    (task,) = of(c, c.organisers[0]).waiting
    assert task.step.text.text == "Publish the results"
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    page = client.get("/desk/organiser").text
    assert "Waits for its day or for somebody else" in page
    assert re.search(r'href="/cycles/\d+/publication">Publish the results</a>.*?under embargo until', page)


def test_a_place_that_came_to_pass_somebody_over_is_to_be_decided_again(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    for place in (1, 2, 3):
        follow_the_ranking(c, place)
    with make.db.write() as session:
        decide_place(
            session,
            category_id=c.categories["G2C"].id,
            place=2,
            outcome=Outcome.WITHHELD,
            entry_ids=[],
            citation_ar="",
            citation_en="",
            reason="لم تبلغ المستوى",
            replaces=standing(c, 2),
            by=c.organisers[0].id,
            at=make.now,
        )
    (task,) = [t for t in of(c, c.organisers[1]).ready if "Decide" in t.step.text.text]
    assert task.step.text.params["n"] == 1
