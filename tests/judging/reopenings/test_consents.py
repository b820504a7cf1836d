"""Who may agree to reopen a sheet, whatever they try and in whatever order."""

from types import SimpleNamespace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from judging.reopenings.consents import Ask, Side, State, side_for, state_of

JUDGE, CHAIR, FIRST, SECOND, OTHER = (UUID(int=n) for n in range(1, 6))
ORGANISERS = {FIRST, SECOND}
TRIES = st.lists(st.tuples(st.sampled_from([JUDGE, CHAIR, FIRST, SECOND, OTHER]), st.booleans()), max_size=12)


def after(ask: Ask, tries: list[tuple[UUID, bool]]) -> Ask:
    """What became of a request after each of these persons tried to agree, as an organiser or as a judge."""
    for person, organises in tries:
        if side := side_for(ask, person, organises=organises):
            ask = ask.agreed(person, side)
    return ask


@given(tries=TRIES, chair=st.sampled_from([CHAIR, None]))
def test_a_sheet_opens_only_by_two_persons_neither_of_whom_is_its_judge(tries, chair) -> None:
    ask = after(Ask(JUDGE, chair), tries)
    assert JUDGE not in (ask.panel, ask.office)
    if ask.granted:
        assert ask.panel != ask.office


@given(tries=TRIES)
def test_where_there_is_a_chair_nobody_else_agrees_for_the_panel(tries) -> None:
    assert after(Ask(JUDGE, CHAIR), tries).panel in (CHAIR, None)


@given(tries=st.lists(st.sampled_from([JUDGE, CHAIR, OTHER]), max_size=8))
def test_without_an_organiser_no_sheet_opens(tries) -> None:
    assert not after(Ask(JUDGE, CHAIR), [(person, False) for person in tries]).granted


@given(tries=TRIES)
def test_an_agreement_that_was_given_is_never_replaced(tries) -> None:
    ask = after(Ask(JUDGE, CHAIR, office=FIRST), tries)
    assert ask.office == FIRST


def test_a_second_organiser_stands_in_where_nobody_can_act_as_chair() -> None:
    ask = Ask(JUDGE, None, office=FIRST)
    assert side_for(ask, FIRST, organises=True) is None
    assert side_for(ask, SECOND, organises=True) is Side.PANEL


def test_an_organiser_whose_own_sheet_it_is_agrees_to_nothing() -> None:
    assert side_for(Ask(FIRST, None), FIRST, organises=True) is None


def request(**times: object) -> SimpleNamespace:
    return SimpleNamespace(**{"declined_at": None, "opened_at": None, "restored_at": None, **times})


def test_a_request_on_which_nobody_decided_lapses_when_scoring_ends() -> None:
    assert state_of(request(), lodged=True, may_change=True) is State.ASKED
    assert state_of(request(), lodged=True, may_change=False) is State.LAPSED


def test_an_opened_sheet_is_open_until_it_is_lodged_again_or_restored() -> None:
    assert state_of(request(opened_at=1), lodged=False, may_change=False) is State.OPEN
    assert state_of(request(opened_at=1), lodged=True, may_change=True) is State.LODGED_AGAIN
    assert state_of(request(opened_at=1, restored_at=2), lodged=True, may_change=True) is State.RESTORED
