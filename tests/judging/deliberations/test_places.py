"""Which entries can be given a place, and in what way: pure, for any ranking."""

import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from judging.deliberations.board import board, held_elsewhere, held_places, proposal
from judging.deliberations.departures import (
    departs,
    follows_ranking,
    passed_over,
    ranking_gives,
    takes_a_reason,
)
from judging.deliberations.models import Outcome
from judging.deliberations.neighbours import neighbours
from judging.deliberations.places import (
    Decided,
    fingerprint,
    lack_of,
    may_hold_a_place,
    misfit,
    outcomes,
)
from judging.tally.document import CriterionLine, ScoreLine
from judging.tally.results import Contender, Contest, Sheet, count
from tests.conftest import NOW

TALLY = uuid.uuid4()
points = st.integers(1, 10).map(str)


@st.composite
def rankings(draw):
    """A counted category: up to eight entries with none to five sheets each."""
    entries = draw(st.lists(st.lists(points, max_size=5), max_size=8))
    contenders = [
        Contender(
            uuid.uuid4(),
            number,
            "ع",
            "T",
            "ج",
            "A",
            sheets=[Sheet(uuid.uuid4(), f"J{n}", [ScoreLine("c", p)]) for n, p in enumerate(sheets)],
        )
        for number, sheets in enumerate(entries, 1)
    ]
    criteria = (CriterionLine("c", "م", "C", "100"),)
    return count(Contest(uuid.uuid4(), "G2C", "ف", "C", 3, criteria, contenders), min_sheets=3)


def decided(category, place, entry_ids, outcome, *, reason="", approved=False):
    return Decided(
        ids=tuple(uuid.uuid4() for _ in entry_ids) or (uuid.uuid4(),),
        category_id=category.id,
        place=place,
        tally_id=TALLY,
        outcome=outcome,
        entry_ids=tuple(entry_ids),
        entries_out=0,
        citation_ar="",
        citation_en="",
        reason=reason,
        reason_en=reason,
        decided_at=NOW,
        decided_by_id=uuid.uuid4(),
        decided_by_ar="",
        decided_by_en="",
        approved_at=NOW if approved else None,
        approved_by_ar=None,
        approved_by_en=None,
    )


@given(rankings(), st.data())
def test_no_choice_of_entries_gives_a_place_to_one_without_a_rank(category, data):
    ids = [e.entry_id for e in category.entries]
    chosen = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    outcome = data.draw(st.sampled_from(Outcome))
    unranked = {e.entry_id for e in category.entries if e.rank is None}
    assert unranked == {e.entry_id for e in category.entries if len(e.sheets) < 3}
    if unranked & set(chosen):
        assert misfit(category, outcome, chosen) is not None
        view = decided(category, 1, chosen, outcome, reason="x", approved=True)
        assert lack_of(category, view, TALLY) is not None, "such a place is never published"


@given(rankings(), st.integers(1, 3))
def test_what_the_ranking_proposes_can_be_decided_and_follows_it(category, place):
    outcome, entry_ids = proposal(category, place, {})
    assert misfit(category, outcome, entry_ids) is None
    assert follows_ranking(category, place, entry_ids) == bool(entry_ids)


@given(rankings())
def test_places_given_from_the_first_on_as_proposed_pass_nobody_over_and_all_follow(category):
    places, held = {}, []
    for place in range(1, category.places + 1):
        outcome, entry_ids = proposal(category, place, held_elsewhere(category, place, places))
        places[category.id, place] = decided(category, place, entry_ids, outcome)
        held += entry_ids
    ranked = [e.entry_id for e in category.entries if e.rank]
    assert held == ranked[: len(held)], "in the order of the ranking, without a gap"
    assert len(held) == len(ranked) or len({e.rank for e in category.entries if e.entry_id in held}) == 3
    for row in board([category], places, TALLY)[0].places:
        assert not row.departs
        assert row.passed_over == ()


@given(rankings(), st.data())
def test_nobody_gets_a_place_below_their_rank_by_following_the_ranking(category, data):
    ranked = [e for e in category.entries if e.rank]
    if not ranked:
        return
    ahead = set(data.draw(st.lists(st.sampled_from([e.entry_id for e in ranked]), unique=True)))
    place = data.draw(st.integers(1, 3))
    gives = ranking_gives(category, place, ahead)
    assert all(e.rank >= place for e in gives)
    assert len({e.rank for e in gives}) <= 1
    beyond = [e for e in gives if e.rank > place]
    assert not beyond or all(e.entry_id in ahead for e in ranked if e.rank < beyond[0].rank)


@given(rankings(), st.integers(1, 3))
def test_only_outcomes_are_offered_for_which_there_are_entries(category, place):
    free = [e.entry_id for e in category.entries if may_hold_a_place(e)]
    least = {Outcome.AWARDED: 1, Outcome.SHARED: 2, Outcome.WITHHELD: 0}
    for outcome in Outcome:
        possible = misfit(category, outcome, free[: least[outcome]]) is None
        assert (outcome in outcomes(len(free))) == possible


@given(rankings())
def test_an_entry_with_another_place_is_not_proposed_again(category):
    ranked = [e for e in category.entries if e.rank]
    taken = {(category.id, 1): decided(category, 1, [e.entry_id for e in ranked[:3]], Outcome.SHARED)}
    elsewhere = held_elsewhere(category, 2, taken)
    assert not set(proposal(category, 2, elsewhere)[1]) & elsewhere.keys()


@given(rankings())
def test_a_ranking_marks_who_was_given_a_place_and_nobody_else(category):
    assert held_places([category], {}, TALLY) == {}
    if len(ranked := [e for e in category.entries if e.rank]) < 2:
        return
    (*_, last) = ranked
    given_place = {(category.id, 1): decided(category, 1, [last.entry_id], Outcome.AWARDED, reason="x")}
    (view,) = board([category], given_place, TALLY)
    assert set(view.held) == {last.entry_id}
    assert not view.held[last.entry_id].settled
    assert last in view.shortlist
    assert held_places([category], given_place, uuid.uuid4()) == {}, "counted anew: nothing stands"


@given(rankings())
def test_neighbours_stand_beside_an_entry_and_their_gaps_are_exact(category):
    ranked = [e for e in category.entries if e.rank]
    for n, entry in enumerate(ranked):
        before, after = neighbours(category, entry)
        assert (before.entry if before else None) == (ranked[n - 1] if n else None)
        assert (after.entry if after else None) == (ranked[n + 1] if n + 1 < len(ranked) else None)
        if after:
            assert neighbours(category, after.entry)[0].gap_exact == after.gap_exact
    for entry in category.entries:
        if entry.rank is None:
            assert neighbours(category, entry) == (None, None)


@given(rankings())
def test_the_fingerprint_changes_with_any_decision_and_not_with_its_order(category):
    one, other = (decided(category, place, [], Outcome.WITHHELD) for place in (1, 2))
    again = decided(category, 1, [], Outcome.WITHHELD)
    assert fingerprint([one, other]) == fingerprint([other, one])
    assert len({fingerprint([one, other]), fingerprint([again, other]), fingerprint([one])}) == 3


@st.composite
def choices(draw):
    """A counted category and all of its places, each given to anybody ranked, or withheld."""
    category = draw(rankings())
    free = [e.entry_id for e in category.entries if e.rank]
    given_ = {}
    for place in range(1, category.places + 1):
        chosen = draw(st.lists(st.sampled_from(free), unique=True, max_size=2)) if free else []
        given_[place] = tuple(chosen)
        free = [entry_id for entry_id in free if entry_id not in chosen]
    return category, given_


@given(choices())
def test_nobody_is_left_behind_a_lower_rank_by_places_that_need_no_reason(case):
    category, given_ = case
    rank = {e.entry_id: e.rank for e in category.entries if e.rank}
    for place, holders in given_.items():
        better = {entry_id for n in range(1, place) for entry_id in given_[n]}
        behind = [r for e, r in rank.items() if e not in better and e not in holders]
        if holders and not takes_a_reason(category, place, given_):
            assert all(r >= max(rank[e] for e in holders) for r in behind)


@given(choices())
def test_who_is_passed_over_is_ranked_has_no_better_place_and_makes_it_a_departure(case):
    category, given_ = case
    for place, holders in given_.items():
        over = passed_over(category, place, given_)
        better = {entry_id for n in range(1, place) for entry_id in given_[n]}
        assert all(e.rank and e.entry_id not in better and e.entry_id not in holders for e in over)
        assert departs(category, place, given_) or not over
        assert takes_a_reason(category, place, given_) or (holders and not over)


@given(rankings(), st.integers(1, 3))
def test_a_withheld_place_is_no_departure_where_nobody_is_ranked_and_still_takes_two(category, place):
    nobody = replace(category, entries=tuple(e for e in category.entries if e.rank is None))
    given_ = dict.fromkeys(range(1, place + 1), ())
    assert not departs(nobody, place, given_)
    assert takes_a_reason(nobody, place, given_)
    if category.ranked(place):
        assert departs(category, place, given_)


@given(choices())
def test_the_ranking_alone_never_passes_anybody_over(case):
    category, _ = case
    given_ = {}
    for place in range(1, category.places + 1):
        ahead = {entry_id for holders in given_.values() for entry_id in holders}
        given_[place] = tuple(e.entry_id for e in ranking_gives(category, place, ahead))
        assert passed_over(category, place, given_) == ()
        assert not departs(category, place, given_)
