"""How votes are counted, and for whom a motion exists."""

import dataclasses
import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.kit.i18n import msg
from judging.deliberations.models import Outcome
from judging.deliberations.votes.counting import (
    Put,
    count,
    fingerprint,
    may_know,
    proposals,
    standing_roll,
    why_not_counted,
)
from judging.deliberations.votes.models import Choice
from tests.judging.deliberations.room.test_panel import ENTRIES, SEATS, benches

T0 = datetime(2026, 6, 1, tzinfo=UTC)
CATEGORY = uuid.UUID(int=99)
choices = st.none() | st.sampled_from(Choice)
rolls = st.lists(choices, max_size=9)


@st.composite
def motions(draw):
    entries = draw(st.sets(st.sampled_from(ENTRIES)))
    return Put(
        draw(st.uuids()),
        CATEGORY,
        draw(st.integers(1, 3)),
        Outcome.AWARDED if entries else Outcome.WITHHELD,
        dict.fromkeys(entries, "X"),
        draw(st.sampled_from([0, 0, 1])),
        *[""] * 4,
        T0,
        "",
        "",
        T0 + timedelta(minutes=draw(st.integers(0, 5))) if draw(st.booleans()) else None,
        draw(st.booleans()),
        0,
        draw(st.dictionaries(st.sampled_from(SEATS), choices)),
    )


@given(rolls)
def test_a_motion_is_carried_only_by_more_for_than_against_among_more_than_half_of_two_or_more(roll):
    counted = count(roll)
    voted = [choice for choice in roll if choice is not None]
    assert counted.carried == (
        len(roll) >= 2
        and len(voted) > len(roll) / 2
        and voted.count(Choice.FOR) > voted.count(Choice.AGAINST)
    )
    assert (why_not_counted(counted, msg("First place")) is None) == counted.quorate


@given(rolls)
def test_one_more_vote_against_never_carries_a_motion_and_one_more_for_never_loses_it(roll):
    if count(roll).carried:
        assert count([*roll, Choice.FOR]).carried
    elif count(roll).quorate:
        assert not count([*roll, Choice.AGAINST]).carried


@given(benches(), motions(), st.sampled_from(SEATS))
def test_who_stands_aside_from_any_of_its_entries_knows_no_motion_puts_none_and_does_not_count(
    bench, motion, seat
):
    if seat not in bench.members or any((seat, entry) in bench.aside for entry in motion.entries):
        assert not may_know(bench, seat, motion)
        assert not bench.presides(seat, motion.entries)
        assert seat not in standing_roll(bench, motion)


@given(benches(), st.sets(st.sampled_from(ENTRIES)))
def test_one_member_at_most_presides_and_it_is_an_officer(bench, entries):
    found = [seat for seat in SEATS if bench.presides(seat, entries)]
    assert len(found) <= 1
    assert set(found) <= {bench.officers.chair, bench.officers.deputy}


@given(st.lists(motions(), max_size=8))
def test_what_was_carried_last_on_a_place_is_proposed_and_nothing_else(many):
    found = proposals(many)
    for (_, place), motion in found.items():
        assert motion.carried
        assert not any(
            one.carried and one.place == place and one.closed_at > motion.closed_at for one in many
        )
    assert {place for _, place in found} == {one.place for one in many if one.carried}


@given(motions(), st.sampled_from(SEATS), choices)
def test_another_vote_is_another_fingerprint(motion, seat, choice):
    other = dataclasses.replace(motion, roll={**motion.roll, seat: choice})
    same = fingerprint(motion.id, motion.roll) == fingerprint(other.id, other.roll)
    assert same == (motion.roll == other.roll)
