"""An appeal after publication: what is published stays until a second person approves the corrected places."""

import re

import pytest
from sqlmodel import select

from awards.entries.models import PastWin
from awards.entries.places import MENTION
from awards.kit.errors import Invalid, RuleBroken, Stale
from awards.site.winners import winners_of
from judging.appeals.amending import (
    Corrected,
    approve,
    changed_categories,
    propose,
    seen_of,
    suggested,
    with_mentions,
)
from judging.appeals.correcting import correct_after
from judging.appeals.models import AppealCorrection, Outcome
from judging.appeals.queries import appeal_by_id, places_corrected
from judging.appeals.rules import State
from judging.deliberations.models import Outcome as PlaceOutcome
from judging.deliberations.operations import decide_place
from judging.deliberations.places import lacks
from judging.deliberations.queries import decided_places, who_answers
from judging.sealing.models import Seal
from judging.tally.queries import document_of, head_of
from reports.certificates import routes_corrections
from reports.certificates.models import Certificate, CertificateKind
from reports.certificates.operations import revoke_fallen
from reports.certificates.queries import fallen, missing
from tests.contests import SETTLED
from tests.judging.appeals.world import world_of
from tests.letters import letters_to
from tests.pages import form_token


@pytest.fixture
def published(make):
    """An upheld appeal after publication, counted again: the first two change places in one of two categories."""
    world = world_of(make, waits=False, more={"G2B": SETTLED})
    make.clock.at = world.contest.cycle.publishes_at
    world.contest.publish()
    world.tell()
    make.clock.forward(days=2)
    world.appeal = world.file()
    world.assign(world.appeal)
    world.agree(world.appeal, world.rule(world.appeal, Outcome.UPHELD, set_aside=[world.low_sheet()]))
    with make.db.write() as session:
        correct_after(session, world.appeal.id, by=world.contest.organisers[0].id, at=make.now)
    return world


def public(world):
    """The winners as the public reads them, by category."""
    with world.make.db.read() as session:
        return {
            category.code: [winner.title_en for place in category.places for winner in place.winners]
            for category in winners_of(session, world.contest.cycle)
        }


def titles(world, *order):
    return [world.entry(n).title_en for n in order]


def wanted(world):
    with world.make.db.read() as session:
        found = appeal_by_id(session, world.appeal.id)
        return suggested(
            changed_categories(session, found), decided_places(session, world.contest.cycle.id), found.number
        )


def put(world, places, *, by=0):
    with world.make.db.write() as session:
        propose(session, world.appeal.id, places, by=world.contest.organisers[by].id, at=world.now)
        return seen_of(session.get_one(AppealCorrection, world.appeal.id))


def agree(world, seen, *, by=1):
    with world.make.db.write() as session:
        approve(session, world.appeal.id, seen, by=world.contest.organisers[by].id, at=world.now)


def test_counting_again_leaves_what_is_published_until_two_have_corrected_it(published, settings):
    world, before = published, public(published)
    assert before["G2C"] == titles(world, 0, 1, 2)
    places = wanted(world)
    assert [one.entry_ids for one in places] == [(world.entry(n).id,) for n in (1, 0, 2)]
    assert all(one.citation_ar for one in places)
    seen = put(world, places)
    assert public(world) == before
    with pytest.raises(RuleBroken, match="Another organiser"):
        agree(world, seen, by=0)
    agree(world, seen)
    assert public(world) == {**before, "G2C": titles(world, 1, 0, 2)}
    letters = letters_to(world.make.db, settings, world.entrant.email)
    moved = [letter for name, letter in letters if name == "appeals.place_moved"]
    assert sorted(letter.paragraphs[2].params["place"].text for letter in moved) == [
        "First place",
        "Second place",
    ]
    with world.make.db.read() as session:
        assert appeal_by_id(session, world.appeal.id).state is State.CLOSED
        assert places_corrected(session, world.contest.cycle.id) == [world.now]
        head = head_of(session, world.contest.cycle.number)
        decided = decided_places(session, world.contest.cycle.id)
        assert not list(lacks(document_of(session, head).categories, decided, head.tally_id))
        assert len(who_answers(session, head).published) == 2
        wins = {(win.category_code, win.place): win.entry_id for win in session.exec(select(PastWin))}
    assert len(wins) == 6
    assert wins["G2C", 1] == world.entry(1).id


def test_a_correction_that_was_written_anew_is_not_approved_unread(published):
    world, places = published, wanted(published)
    put(world, places)
    world.make.clock.forward(minutes=1)
    seen = put(world, places)
    with pytest.raises(Stale):
        agree(world, "2026-01-01T00:00:00+00:00")
    agree(world, seen)
    with pytest.raises(RuleBroken, match="wait to be corrected"):
        put(world, places)


def test_places_that_cannot_be_are_refused_beside_their_fields(published):
    from dataclasses import replace

    world, (first, second, third) = published, wanted(published)
    with pytest.raises(Invalid) as refused:
        put(world, [replace(first, citation_en=""), replace(second, entry_ids=first.entry_ids), third])
    assert set(refused.value.errors) == {
        "G2C-1-citation_en",
        "G2C-1-entries",
        "G2C-2-entries",
        "G2C-2-reason",
        "G2C-3-reason",
    }


def test_certificates_for_places_that_are_no_longer_held_are_void_and_new_ones_are_due(published):
    world = published
    world.make._save(
        *(
            Certificate(
                code=f"X{n}",
                cycle_id=world.contest.cycle.id,
                entry_id=world.entry(n).id,
                kind=CertificateKind.WINNER,
                place=n + 1,
                wording={},
                digest="0" * 64,
                issued_at=world.now,
            )
            for n in range(3)
        )
    )
    with world.make.db.read() as session:
        assert fallen(session, world.contest.cycle.id) == []
    agree(world, put(world, wanted(world)))
    with world.make.db.write() as session:
        codes = revoke_fallen(
            session,
            world.contest.cycle.id,
            "Appeal no. 1",
            by=world.contest.organisers[1].id,
            at=world.now,
        )
        assert codes == ["X0", "X1"]
        due = {
            (one.entry.entry_id, one.place)
            for one in missing(session, world.contest.cycle.id)
            if one.category.code == "G2C" and one.place
        }
    assert due == {(world.entry(1).id, 1), (world.entry(0).id, 2)}


def test_sealed_results_are_sealed_again_with_the_approval(published, client, sign_in, monkeypatch):
    world, number = published, published.contest.cycle.number
    put(world, wanted(world))
    with world.make.db.write() as session:
        session.add(
            Seal(
                cycle_id=world.contest.cycle.id,
                version=1,
                tally_id=head_of(session, number).tally_id,
                says="0" * 64,
                file="0" * 64,
                sealed_at=world.now,
            )
        )
        seen = seen_of(session.get_one(AppealCorrection, world.appeal.id))
    sealed = []
    monkeypatch.setattr(routes_corrections, "seal_results", lambda *given, **_: sealed.append(given[3]))
    sign_in(client, world.contest.organisers[1])
    answer = client.post(
        f"{world.path}/1/places/approval",
        data={"_csrf_token": form_token(client, "/sign-in"), "seen": seen},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert public(world)["G2C"] == titles(world, 1, 0, 2)
    assert sealed == [number]


def test_a_special_mention_stays_unless_its_entry_has_a_place_now(make):
    world = world_of(make, waits=False)
    with make.db.write() as session:
        decide_place(
            session,
            category_id=world.contest.categories["G2C"].id,
            place=MENTION,
            outcome=PlaceOutcome.AWARDED,
            entry_ids=[world.entry(3).id],
            citation_ar="إشادة",
            citation_en="Praise",
            reason="",
            by=world.contest.organisers[0].id,
            at=make.now,
        )
    with make.db.read() as session:
        decided = decided_places(session, world.contest.cycle.id)
    category = world.contest.categories["G2C"].id
    kept = with_mentions([Corrected(category, 1, (world.entry(0).id,))], decided)
    assert [(one.place, one.entry_ids) for one in kept[1:]] == [(MENTION, (world.entry(3).id,))]
    gone = with_mentions([Corrected(category, 3, (world.entry(3).id,))], decided)
    assert [(one.place, one.entry_ids) for one in gone[1:]] == [(MENTION, ())]


def test_the_form_says_that_a_place_that_is_given_needs_its_citation(published, client, sign_in):
    sign_in(client, published.contest.organisers[0])
    client.cookies.set("language", "en")
    page = client.get(f"{published.path}/{published.appeal.number}/places").text
    labels = re.findall(r"Citation in \w+ <span class=\"hint\">\(([^)]*)\)", page)
    assert set(labels) == {"required unless the place is withheld"}
