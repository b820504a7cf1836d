"""Whatever anybody tries: one answer, and no decision by one person alone."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from awards.screening.replies.state import Act, Standing, after, why_not

PEOPLE = [uuid.UUID(int=n) for n in range(1, 5)]
ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(Act), st.sampled_from(PEOPLE), st.booleans()),
    max_size=30,
)
"""What is tried, by whom, and whether the round of judging has opened by then."""


def let(attempts):
    """(act, by, standing before, standing after) of each attempt that is let through."""
    standing, opened, found = Standing(), False, []
    for act, by, opens in attempts:
        opened = opened or opens
        before = Standing(
            standing.answered_by, standing.proposed_by, standing.lifts, standing.decided, not opened
        )
        if why_not(before, act, by) is None:
            standing = after(before, act, by)
            found.append((act, by, before, standing))
    return found


@given(ATTEMPTS)
def test_there_is_one_answer_and_one_decision_at_most(attempts):
    done = [act for act, *_ in let(attempts)]
    assert done.count(Act.ANSWER) <= 1
    assert done.count(Act.CONFIRM) <= 1
    assert not done or done[0] is Act.ANSWER
    assert Act.CONFIRM not in done or done[-1] is Act.CONFIRM


@given(ATTEMPTS)
def test_nothing_is_decided_by_one_person_nor_by_whoever_answered(attempts):
    proposed_by, lifted = None, None
    for act, by, before, later in let(attempts):
        if act in (Act.KEEP, Act.LIFT):
            assert by != before.answered_by
            proposed_by, lifted = by, act is Act.LIFT
        elif act is Act.DROP:
            proposed_by = None
        elif act is Act.CONFIRM:
            assert proposed_by is not None
            assert by not in (proposed_by, before.answered_by)
            assert later.lifts is lifted
        assert later.decided is (act is Act.CONFIRM)


@given(ATTEMPTS)
def test_no_entry_comes_back_once_the_round_has_opened(attempts):
    for act, _, before, later in let(attempts):
        assert not (act is Act.CONFIRM and later.lifts and not before.may_lift)
        assert not (act is Act.LIFT and not before.may_lift)


def test_an_answer_two_organisers_and_the_entry_is_back():
    entrant, first, second, _ = PEOPLE
    acts = [(Act.ANSWER, entrant), (Act.LIFT, first), (Act.DROP, second), (Act.LIFT, second)]
    done = let([(act, by, False) for act, by in [*acts, (Act.CONFIRM, second), (Act.CONFIRM, first)]])
    assert [act for act, *_ in done] == [act for act, _ in acts] + [Act.CONFIRM]
    assert done[-1][-1].decided
    assert done[-1][-1].lifts
