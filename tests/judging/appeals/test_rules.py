"""When an appeal may be filed and who may rule on it, whatever the window and the people."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from awards.people.models import Role
from judging.appeals.models import UPHOLDING, Outcome
from judging.appeals.rules import (
    LEAST_WINDOW,
    MOST_WORDS,
    Candidate,
    Part,
    Progress,
    State,
    Time,
    Window,
    first_part,
    may_rule,
    state_of,
    too_long,
    why_not_filed,
    wrong_window,
)

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
spans = st.timedeltas(timedelta(seconds=1), timedelta(days=60))
candidates = st.builds(
    Candidate,
    st.frozensets(st.sampled_from(Role)),
    st.frozensets(st.sampled_from(Part)),
    active=st.booleans(),
)


@given(moments, spans, moments)
def test_an_appeal_is_taken_exactly_from_the_first_second_to_before_the_last(opens, span, now):
    window = Window(opens, opens + span)
    assert (why_not_filed(window, now) is None) == (opens <= now < opens + span)
    assert (window.at(now) is Time.OPEN) == (opens <= now < opens + span)


@given(moments, spans)
def test_at_the_second_of_the_end_the_window_is_over_and_a_moment_before_it_is_open(opens, span):
    window = Window(opens, opens + span)
    assert window.at(window.ends) is Time.OVER
    assert window.at(window.ends - timedelta(microseconds=1)) is Time.OPEN
    assert window.at(window.opens) is Time.OPEN


def test_nothing_is_filed_before_entrants_were_told():
    assert why_not_filed(None, START) is not None


@given(moments, moments, moments)
def test_a_window_that_may_be_told_opens_later_and_lasts_long_enough(opens, ends, now):
    allowed = not wrong_window(opens, ends, now)
    assert allowed == (opens > now and ends >= opens + LEAST_WINDOW)


@given(candidates)
def test_only_an_active_organiser_without_any_part_rules(candidate):
    wanted = candidate.active and Role.ORGANISER in candidate.roles and candidate.parts == frozenset()
    assert may_rule(candidate) == wanted


@given(candidates, st.sampled_from(Part))
def test_any_part_in_the_decision_keeps_somebody_from_ruling(candidate, part):
    assert not may_rule(Candidate(candidate.roles, candidate.parts | {part}, candidate.active))
    assert first_part(candidate.parts | {part}) in candidate.parts | {part}


@given(st.frozensets(st.sampled_from([role for role in Role if role is not Role.ORGANISER])))
def test_neither_judges_nor_auditors_nor_entrants_rule(roles):
    assert not may_rule(Candidate(roles, frozenset()))


@given(st.integers(0, MOST_WORDS + 50))
def test_a_text_is_too_long_beyond_its_words(n):
    assert (too_long("كلمة " * n) is None) == (n <= MOST_WORDS)


@given(
    st.builds(
        Progress,
        withdrawn=st.booleans(),
        closed=st.booleans(),
        assigned=st.booleans(),
        outcome=st.none() | st.sampled_from(Outcome),
        stands=st.booleans(),
        corrected=st.booleans(),
    )
)
def test_a_ruling_is_carried_out_only_once_it_stands_and_upholds(done):
    if state_of(done) is State.TO_CORRECT:
        assert done.stands
        assert done.outcome in UPHOLDING
    if done.withdrawn:
        assert state_of(done) is State.WITHDRAWN
