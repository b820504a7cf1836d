"""Deciding, approving and publishing: what the operations refuse and what they leave behind."""

import pytest
from sqlmodel import select

from awards.entries.models import Entry, EntryPartner, EntryState, PartnerState, PastWin
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from judging.deliberations.board import board
from judging.deliberations.departures import follows_ranking
from judging.deliberations.models import Decision, Outcome, Publication
from judging.deliberations.operations import (
    CitationNeeded,
    DecidedMeanwhile,
    ReasonNeeded,
    approve_decision,
    correct_tally,
    decide_place,
    publish,
    return_decision,
)
from judging.deliberations.places import Lack, fingerprint, lacks
from judging.deliberations.queries import decided_places
from judging.tally.queries import NotYetOpened, document_of, head_of
from tests.contests import SETTLED, contest


@pytest.fixture
def settled(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    return c


def standing(c, place, code="G2C"):
    """The decision that stands at a place now."""
    with c.make.db.read() as session:
        found = decided_places(session, c.cycle.id).get((c.categories[code].id, place))
    return found.ids[0] if found else None


NOW = object()


def decide(c, place, *entries, outcome=None, reason="", by=0, citation="حيثيات", code="G2C", replaces=NOW):
    """What stands there now is replaced, unless the test says what the organiser had before them."""
    replaces = standing(c, place, code) if replaces is NOW else replaces
    outcome = outcome or {0: Outcome.WITHHELD, 1: Outcome.AWARDED}.get(len(entries), Outcome.SHARED)
    with c.make.db.write() as session:
        return decide_place(
            session,
            category_id=c.categories[code].id,
            place=place,
            outcome=outcome,
            entry_ids=[entry.id for entry in entries],
            citation_ar=citation,
            citation_en=citation and "Citation",
            reason=reason,
            replaces=replaces,
            by=c.organisers[by].id,
            at=c.make.now,
        )


def approve(c, decision, by=1):
    with c.make.db.write() as session:
        approve_decision(session, decision.id, by=c.organisers[by].id, at=c.make.now)


def open_lacks(c):
    with c.make.db.read() as session:
        head = head_of(session, c.cycle.number)
        categories = document_of(session, head).categories
        return [
            (place, lack)
            for _, place, lack in lacks(categories, decided_places(session, c.cycle.id), head.tally_id)
        ]


def test_no_place_is_decided_before_the_results_are_open(make):
    c = contest(make, {"G2C": SETTLED})
    with pytest.raises(NotYetOpened):
        decide(c, 1, c.entries["G2C"][0])


def test_a_place_that_follows_the_ranking_needs_neither_reason_nor_approval(settled):
    (decision,) = decide(settled, 1, settled.entries["G2C"][0])
    assert (decision.reason, decision.outcome) == ("", Outcome.AWARDED)
    with pytest.raises(RuleBroken, match="needs no approval"):
        approve(settled, decision)
    assert open_lacks(settled) == [(2, Lack.UNDECIDED), (3, Lack.UNDECIDED)]


def test_a_place_that_departs_from_the_ranking_needs_a_reason_and_a_second_person(settled):
    second = settled.entries["G2C"][1]
    with pytest.raises(ReasonNeeded):
        decide(settled, 1, second)
    (decision,) = decide(settled, 1, second, reason="أثرها أوسع")
    assert (1, Lack.UNAPPROVED) in open_lacks(settled)
    with pytest.raises(RuleBroken, match="Another organiser"):
        approve(settled, decision, by=0)
    approve(settled, decision, by=1)
    assert (1, Lack.UNAPPROVED) not in open_lacks(settled)
    with pytest.raises(RuleBroken, match="approved already"):
        approve(settled, decision, by=1)


def test_a_place_that_passes_over_a_ranked_entry_needs_a_reason_of_its_own_and_a_second_person(settled):
    first, second, third, _ = settled.entries["G2C"]
    decide(settled, 1, first)
    (withheld,) = decide(settled, 2, citation="", reason="لم تبلغ المستوى")
    approve(settled, withheld)
    with pytest.raises(ReasonNeeded, match="passes over") as refused:
        decide(settled, 3, third)
    assert refused.value.message.params["number"] == second.number
    (decision,) = decide(settled, 3, third, reason="أثرها أوسع")
    assert open_lacks(settled) == [(3, Lack.UNAPPROVED)]
    approve(settled, decision)
    assert open_lacks(settled) == []


def test_a_place_without_a_reason_holds_results_back_once_a_better_one_is_withheld(settled):
    first, second, third, _ = settled.entries["G2C"]
    decide(settled, 3, third)
    decide(settled, 1, first)
    decide(settled, 2, second)
    assert open_lacks(settled) == []
    (withheld,) = decide(settled, 2, citation="", reason="لم تبلغ المستوى")
    approve(settled, withheld)
    assert open_lacks(settled) == [(3, Lack.UNEXPLAINED)]
    settled.make.clock.at = settled.cycle.publishes_at
    with pytest.raises(RuleBroken, match="passes over"):
        settled.publish(by=(0,))


def test_withholding_a_place_needs_a_reason_and_no_citation(settled):
    with pytest.raises(ReasonNeeded):
        decide(settled, 3, citation="")
    (decision,) = decide(settled, 3, citation="", reason="لم تبلغ أي مشاركة المستوى")
    assert decision.entry_id is None
    assert (3, Lack.UNAPPROVED) in open_lacks(settled)


def test_a_place_that_is_given_needs_its_citation_in_both_languages(settled):
    with pytest.raises(CitationNeeded):
        decide(settled, 1, settled.entries["G2C"][0], citation="")


def test_a_tie_is_shared_without_a_reason_and_parting_it_takes_one(make):
    c = contest(make, {"G2C": [[9, 9, 9], [9, 9, 9], [5, 5, 5]]})
    c.open_results()
    first, second, third = c.entries["G2C"]
    with pytest.raises(ReasonNeeded):
        decide(c, 1, first)
    rows = decide(c, 1, first, second)
    assert {row.entry_id for row in rows} == {first.id, second.id}
    decide(c, 3, third)  # the second rank is skipped by the tie
    assert open_lacks(c) == [(2, Lack.UNDECIDED)]


def test_after_a_shared_first_place_the_next_in_the_ranking_is_second_without_a_reason(make):
    c = contest(make, {"G2C": [[9, 9, 9], [9, 9, 9], [5, 5, 5], [4, 4, 4]]})
    c.open_results()
    first, other, third, fourth = c.entries["G2C"]
    decide(c, 1, first, other)
    with pytest.raises(ReasonNeeded):  # third comes before fourth
        decide(c, 2, fourth)
    decide(c, 2, third)
    decide(c, 3, fourth)
    assert open_lacks(c) == []
    with make.db.read() as session:
        head = head_of(session, c.cycle.number)
        (view,) = board(
            document_of(session, head).categories, decided_places(session, c.cycle.id), head.tally_id
        )
    assert not any(row.departs for row in view.places)


def test_parting_a_tie_does_not_make_the_second_of_it_follow_the_ranking(make):
    c = contest(make, {"G2C": [[9, 9, 9], [9, 9, 9], [5, 5, 5]]})
    c.open_results()
    first, other, _third = c.entries["G2C"]
    decide(c, 1, first, reason="أثرها أوسع")
    with pytest.raises(ReasonNeeded):
        decide(c, 2, other)


def test_the_event_of_a_decision_holds_its_citations_and_reasons_word_for_word(settled):
    decide(settled, 1, settled.entries["G2C"][1], reason="أثرها أوسع")
    with settled.make.db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "place.decided")).one()
        (decision,) = session.exec(select(Decision)).all()
    assert event.detail["citation_ar"] == decision.citation_ar != ""
    assert event.detail["citation_en"] == decision.citation_en != ""
    assert event.detail["reason"] == "أثرها أوسع"


def test_approving_a_shared_place_approves_it_as_a_whole(settled):
    rows = decide(settled, 1, *settled.entries["G2C"][:2], reason="متكافئتان")
    approve(settled, rows[1])
    with settled.make.db.read() as session:
        decided = decided_places(session, settled.cycle.id)
    assert [(place.approved_by_en, len(place.entry_ids)) for place in decided.values()] == [
        (settled.organisers[1].name_en, 2)
    ]


def test_the_number_of_entries_must_fit_the_outcome(settled):
    first, second, *_ = settled.entries["G2C"]
    for outcome, entries in (
        (Outcome.AWARDED, (first, second)),
        (Outcome.AWARDED, ()),
        (Outcome.SHARED, (first,)),
        (Outcome.SHARED, (first, first)),
        (Outcome.WITHHELD, (first,)),
    ):
        with pytest.raises(RuleBroken):
            decide(settled, 1, *entries, outcome=outcome, reason="سبب")


def test_an_entry_has_one_place_and_belongs_to_the_contest(settled):
    first, second, *_ = settled.entries["G2C"]
    decide(settled, 1, first)
    with pytest.raises(RuleBroken, match="another place already"):
        decide(settled, 2, first, reason="سبب")
    other = contest(settled.make, {"G2C": [[5, 5, 5]]}).entries["G2C"][0]
    with pytest.raises(RuleBroken, match="not in this contest"):
        decide(settled, 2, other, reason="سبب")
    with settled.make.db.write() as session:
        session.get_one(Entry, second.id).state = EntryState.WITHDRAWN
    with pytest.raises(RuleBroken, match="not in this contest"):
        decide(settled, 2, second)


def test_a_place_beyond_the_category_does_not_exist(settled):
    for place in (0, 4):
        with pytest.raises(NotFound):
            decide(settled, place, settled.entries["G2C"][0])


def test_deciding_again_replaces_the_decision_and_its_approval(settled):
    first, second, *_ = settled.entries["G2C"]
    (old,) = decide(settled, 1, second, reason="سبب")
    approve(settled, old)
    decide(settled, 1, first)
    with settled.make.db.read() as session:
        rows = session.exec(select(Decision)).all()
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "place.decided")).all()
    assert [(row.entry_id, row.approved_at) for row in rows] == [(first.id, None)]
    assert [event.detail["entries"] for event in events] == [[str(second.id)], [str(first.id)]]
    with pytest.raises(NotFound):
        approve(settled, old)


def test_a_correction_of_the_results_makes_earlier_decisions_outdated(settled):
    (departing,) = decide(settled, 1, settled.entries["G2C"][1], reason="سبب")
    with settled.make.db.write() as session:
        correct_tally(
            session, settled.cycle.id, "Counted anew.", by=settled.organisers[0].id, at=settled.make.now
        )
    assert (1, Lack.OUTDATED) in open_lacks(settled)
    with pytest.raises(RuleBroken, match="counted again"):
        approve(settled, departing)


def test_an_entry_that_too_few_judges_read_gets_no_place_whatever_is_said_for_it(make):
    c = contest(make, {"G2C": [[9, 9, 9], [10, 10], []]})
    c.open_results()
    ranked, few, unread = c.entries["G2C"]
    for place, entry in ((1, few), (1, unread), (2, few)):
        with pytest.raises(RuleBroken, match="not ranked"):
            decide(c, place, entry, reason="أثرها أوسع")
    with pytest.raises(RuleBroken, match="not ranked"):
        decide(c, 1, ranked, few, reason="متكافئتان")
    decide(c, 1, ranked)


def test_a_decision_made_on_what_no_longer_stands_replaces_nothing(settled):
    first, second, *_ = settled.entries["G2C"]
    (mine,) = decide(settled, 1, first)
    with pytest.raises(DecidedMeanwhile):  # from a page on which the place was undecided
        decide(settled, 1, second, reason="أثرها أوسع", by=1, replaces=None)
    (changed,) = decide(settled, 1, first, citation="نص آخر", replaces=mine.id)
    with pytest.raises(DecidedMeanwhile):
        decide(settled, 1, second, reason="أثرها أوسع", by=1, replaces=mine.id)
    assert standing(settled, 1) == changed.id


def test_a_returned_decision_keeps_its_reason_and_must_be_made_anew(settled):
    (decision,) = decide(settled, 1, settled.entries["G2C"][1], reason="أثرها أوسع")
    with settled.make.db.write() as session:
        with pytest.raises(RuleBroken, match="Another organiser"):
            return_decision(session, decision.id, "x", by=settled.organisers[0].id, at=settled.make.now)
        return_decision(
            session, decision.id, "السبب غير كافٍ", by=settled.organisers[1].id, at=settled.make.now
        )
    assert (1, Lack.RETURNED) in open_lacks(settled)
    with pytest.raises(RuleBroken, match="returned"):
        approve(settled, decision)
    with settled.make.db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "place.returned")).one()
    assert event.detail["reason"] == "السبب غير كافٍ"
    decide(settled, 1, settled.entries["G2C"][0])
    assert 1 not in dict(open_lacks(settled))


def test_an_entry_that_left_after_the_decision_keeps_its_place_from_being_published(settled):
    decide(settled, 1, settled.entries["G2C"][0])
    with settled.make.db.write() as session:
        session.get_one(Entry, settled.entries["G2C"][0].id).state = EntryState.DISQUALIFIED
    assert (1, Lack.ENTRY_OUT) in open_lacks(settled)


@pytest.fixture
def decided(settled):
    for place, entry in enumerate(settled.entries["G2C"][:3], 1):
        decide(settled, place, entry)
    return settled


def test_results_are_published_from_the_day_on_and_not_before(decided, clock):
    with pytest.raises(RuleBroken, match="embargo"):
        decided.publish()
    clock.at = decided.cycle.publishes_at
    assert decided.publish().published_at == decided.cycle.publishes_at


def test_results_are_published_only_when_every_place_is_settled(settled, clock):
    clock.at = settled.cycle.publishes_at
    first, second, *_ = settled.entries["G2C"]
    decide(settled, 1, first)
    decide(settled, 2, second)
    with pytest.raises(RuleBroken, match="not decided"):
        settled.publish()
    (withheld,) = decide(settled, 3, citation="", reason="سبب")
    with pytest.raises(RuleBroken, match="second person"):
        settled.publish()
    approve(settled, withheld)
    settled.publish()
    with settled.make.db.read() as session:
        assert {win.entry_id for win in session.exec(select(PastWin))} == {first.id, second.id}


def test_one_organiser_alone_publishes_nothing(decided, clock):
    clock.at = decided.cycle.publishes_at
    assert decided.publish(by=(0,)) is None
    with decided.make.db.read() as session:
        assert session.get(Publication, decided.cycle.id) is None
    with pytest.raises(RuleBroken, match="consented already"):
        decided.publish(by=(0,))
    assert decided.publish(by=(1,)) is not None


def test_consent_to_publish_holds_for_the_decisions_that_were_seen_and_no_others(decided, clock):
    clock.at = decided.cycle.publishes_at
    assert decided.publish(by=(0,)) is None
    with decided.make.db.read() as session:
        seen = fingerprint(decided_places(session, decided.cycle.id).values())
    decide(decided, 2, decided.entries["G2C"][1], citation="نص آخر")
    with pytest.raises(RuleBroken, match="decided anew"), decided.make.db.write() as session:
        publish(session, decided.cycle.id, seen=seen, by=decided.organisers[1].id, at=clock())
    assert decided.publish(by=(1,)) is None, "the first one's consent was to other decisions"
    assert decided.publish(by=(0,)) is not None


def test_published_results_cannot_be_changed_or_published_again(decided, clock):
    clock.at = decided.cycle.publishes_at
    decided.publish()
    with pytest.raises(RuleBroken, match="published"):
        decide(decided, 1, decided.entries["G2C"][0])
    with pytest.raises(RuleBroken, match="published"):
        decided.publish()
    with decided.make.db.write() as session, pytest.raises(RuleBroken, match="published"):
        correct_tally(session, decided.cycle.id, "Why", by=decided.organisers[0].id, at=clock())


def test_publication_remembers_entrants_partners_and_individuals_as_winners(make, clock):
    c = contest(make, {"G2G": [[9, 9, 9]], "IND": []}, publishes_at=clock())
    partner, person = make.agency(), make.person()
    alone = make.entry(c.categories["IND"], None, person)
    with make.db.write() as session:
        session.add(
            EntryPartner(entry_id=c.entries["G2G"][0].id, agency_id=partner.id, state=PartnerState.CONFIRMED)
        )
    for judge in c.judges:
        make.scorecard(
            make.assignment(c.round, judge, alone, c.organisers[0]),
            {"benefit": 5, "channels": 5, "support": 5},
        )
    c.open_results()
    decide(c, 1, c.entries["G2G"][0], code="G2G")
    decide(c, 1, alone, code="IND")
    for code in ("G2G", "IND"):
        for place in (2, 3):
            (withheld,) = decide(c, place, citation="", reason="لا مشاركات", code=code)
            approve(c, withheld)
    c.publish()
    with make.db.read() as session:
        wins = session.exec(select(PastWin)).all()
        assert session.get(Publication, c.cycle.id) is not None
    assert {(w.category_code, w.place, w.agency_id, w.person_id) for w in wins} == {
        ("G2G", 1, c.entries["G2G"][0].agency_id, None),
        ("G2G", 1, partner.id, None),
        ("IND", 1, None, person.id),
    }


def test_following_the_ranking_means_exactly_the_entries_of_that_rank(settled):
    with settled.make.db.read() as session:
        category = document_of(session, head_of(session, settled.cycle.number)).category("G2C")
    first, second, *_ = (entry.id for entry in settled.entries["G2C"])
    assert follows_ranking(category, 1, [first])
    assert not follows_ranking(category, 1, [second])
    assert not follows_ranking(category, 1, [first, second])
    assert not follows_ranking(category, 9, [])


def test_after_another_count_two_places_may_change_hands(settled):
    """Each entry still has the other place by what was decided before: that is decided anew, and in nobody's way."""
    first, second, third, _ = settled.entries["G2C"]
    decide(settled, 1, first)
    decide(settled, 2, second)
    decide(settled, 3, third)
    with pytest.raises(RuleBroken, match="another place"):
        decide(settled, 1, second, reason="أثرها أوسع")
    with settled.make.db.write() as session:
        by, at = settled.organisers[0].id, settled.make.now
        correct_tally(session, settled.cycle.id, "أعيد العدّ", by=by, at=at)
    decide(settled, 1, second, reason="أثرها أوسع")
    decide(settled, 2, first, reason="أثرها أوسع")
    assert (1, Lack.UNAPPROVED) in open_lacks(settled)
