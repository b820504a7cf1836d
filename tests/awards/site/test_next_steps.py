"""What organisers do next: one case for each stage of a cycle."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from awards.cycles.timetable import Timetable
from awards.site.next_steps import CycleState, next_steps
from judging.rounds.state import RoundState

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(n):
    return START + timedelta(days=n)


TIMETABLE = Timetable(day(10), day(40), 0, day(50), day(80), day(100))
STATE = CycleState(number=3, timetable=TIMETABLE, now=day(20))
JUDGING = replace(STATE, now=day(60), submitted=5, expected=20)


def told(state):
    """(English sentence, page, blocked?) of each step."""
    return [
        (s.text.text, (s.href or "").removeprefix("/cycles/3"), s.blocked_by is not None)
        for s in next_steps(state)
    ]


def test_a_cycle_that_is_not_announced_has_that_one_task():
    assert told(replace(STATE, announced=False, submitted=5)) == [
        ("Check categories, questions and rubrics, then announce the cycle", "/announcement", False)
    ]


def test_before_entries_open_nothing_that_is_locked_is_asked_for():
    assert told(replace(STATE, now=day(5))) == [("Open the round of judging", "/progress", True)]


def test_each_draft_is_due_by_its_own_closing():
    given = replace(STATE, drafts=7, extended_drafts=2, extended_to=day(45))
    within, after = (
        [s for s in next_steps(replace(given, now=day(n))) if s.href == "/cycles/3/intake/drafts"]
        for n in (20, 42)
    )
    assert [(s.text.params["n"], s.due) for s in within] == [(5, TIMETABLE.closes), (2, day(45))]
    assert [(s.text.params["n"], s.due) for s in after] == [(2, day(45))]


def test_screening_is_asked_for_as_soon_as_an_entry_waits():
    assert ("Screen %(n)s entry", "/screening", False) in told(replace(STATE, submitted=24, unscreened=24))


def test_while_entries_come_in_drafts_are_shown_and_nothing_can_be_assigned_or_opened():
    assert told(replace(STATE, drafts=4, submitted=2, awaiting_blinding=2, lacking_judges=2)) == [
        ("%(n)s entry is still a draft; entrants submit before the deadline.", "/intake/drafts", False),
        ("Approve %(n)s blind copy", "/blinding", False),
        ("Assign judges to %(n)s entry", "/assignments", True),
        ("Open the round of judging", "/progress", True),
    ]


def test_the_extra_minutes_are_no_second_deadline():
    graced = replace(STATE, timetable=replace(TIMETABLE, grace_minutes=30), submitted=1)
    before = next_steps(graced)[-1].blocked_by
    assert before.params == {"when": TIMETABLE.closes}
    within = next_steps(replace(graced, now=day(40) + timedelta(minutes=10)))[-1].blocked_by
    assert within.text == "Entries are still coming in."
    assert next_steps(replace(graced, now=day(40) + timedelta(minutes=30)))[-1].blocked_by is None


def test_drafts_left_after_the_deadline_are_nobodys_task():
    assert not any("draft" in text for text, _, _ in told(replace(STATE, now=day(45), drafts=4, submitted=1)))


def test_assignments_wait_for_blind_copies_and_the_round_for_both():
    waiting = replace(STATE, now=day(45), submitted=5, awaiting_blinding=1, lacking_judges=5)
    assert [blocked for _, _, blocked in told(waiting)] == [False, True, True]
    assert [blocked for _, _, blocked in told(replace(waiting, awaiting_blinding=0))] == [False, True]
    assert told(replace(waiting, awaiting_blinding=0, lacking_judges=0)) == [
        ("Open the round of judging", "/progress", False)
    ]


@pytest.mark.parametrize("waiting", ["to_confirm", "replied"])
def test_the_round_waits_for_disqualifications_and_the_answers_to_them(waiting):
    step = next_steps(replace(STATE, now=day(45), submitted=5, **{waiting: 1}))[-1]
    assert step.text.text == "Open the round of judging"
    assert step.blocked_by.text == "Disqualifications and the answers to them are decided on first."


def test_the_round_waits_for_the_screening_which_is_asked_for_until_the_round_opens():
    waiting = replace(STATE, now=day(45), submitted=5, unscreened=2)
    assert told(waiting) == [
        ("Screen %(n)s entry", "/screening", False),
        ("Open the round of judging", "/progress", True),
    ]
    assert not any(
        "Screen" in text for text, _, _ in told(replace(JUDGING, round=RoundState.OPEN, unscreened=2))
    )


def test_a_proposed_disqualification_and_an_answer_to_one_wait_for_organisers_until_publication():
    waiting = {"to_confirm": 1, "replied": 2}
    expected = [
        ("Confirm or drop %(n)s proposed disqualification", "/screening?state=proposed", False),
        ("Decide on %(n)s answer to a disqualification", "/screening?state=replied", False),
    ]
    preparing = replace(STATE, now=day(45), submitted=5, **waiting)
    assert told(preparing)[:2] == expected
    assert [step.due for step in next_steps(preparing)[:2]] == [TIMETABLE.judging_opens] * 2
    for round_state in (RoundState.OPEN, RoundState.CLOSED, RoundState.OPENED):
        steps = next_steps(replace(JUDGING, round=round_state, **waiting))
        assert [step.due for step in steps[:2]] == [None, None]
        assert told(replace(JUDGING, round=round_state, **waiting))[:2] == expected
    assert not any(
        "disqualification" in text for text, _, _ in told(replace(JUDGING, published=True, **waiting))
    )


def test_a_cycle_without_a_round_or_without_entries_cannot_open_judging():
    ready = replace(STATE, now=day(45), submitted=5)
    assert told(replace(ready, has_round=False))[-1][2] is True
    assert told(replace(ready, submitted=0))[-1][2] is True


@pytest.mark.parametrize(("lodged", "blocked"), [(19, True), (20, False)])
def test_an_open_round_is_closed_when_every_sheet_is_lodged(lodged, blocked):
    steps = next_steps(replace(JUDGING, round=RoundState.OPEN, lodged=lodged))
    assert [(s.text.text, s.due, s.blocked_by is not None) for s in steps[-1:]] == [
        ("Close the round of judging", TIMETABLE.judging_closes, blocked)
    ]
    assert [s.text.params["n"] for s in steps[:-1]] == ([1] if blocked else [])


def test_a_late_replacement_of_a_judge_is_a_task_in_the_open_round():
    lacking = replace(JUDGING, round=RoundState.OPEN, lacking_judges=1)
    assert next_steps(lacking)[0].due == TIMETABLE.judging_closes, "it arose after judging began"
    assert [text for text, _, _ in told(lacking)] == [
        "Assign judges to %(n)s entry",
        "Follow the judging: %(n)s sheet is missing",
        "Close the round of judging",
    ]


@pytest.mark.parametrize("i_asked", [True, False])
def test_a_wish_to_close_early_waits_for_the_other_organiser(i_asked):
    asked = replace(JUDGING, round=RoundState.OPEN, closing_asked=True, i_asked=i_asked)
    wish = next_steps(asked)[0]
    assert wish.href == "/cycles/3/round/closing"
    assert (wish.mine, wish.blocked_by is not None) == (not i_asked, i_asked)


@pytest.mark.parametrize("consented", [True, False])
def test_closed_results_wait_for_two_organisers(consented):
    (step,) = next_steps(replace(JUDGING, round=RoundState.CLOSED, consents=1, consented=consented))
    assert step.text.params == {"given": 1, "needed": 2}
    assert (step.blocked_by is not None) is consented
    assert step.mine is not consented


def test_open_results_are_decided_approved_and_then_published_after_the_embargo():
    results = replace(
        JUDGING, now=day(90), round=RoundState.OPENED, undecided=2, unapproved=3, mine_to_approve=2
    )
    assert told(results) == [
        ("Decide %(n)s place", "/decisions", False),
        ("Read and approve %(n)s decision with its reason", "/decisions", False),
        ("Have %(n)s decision of yours approved", "/decisions", True),
        ("Publish the results", "/publication", True),
    ]
    assert [(s.text.params["n"], s.mine) for s in next_steps(results)[:3]] == [
        (2, False),
        (2, True),
        (1, False),
    ]
    settled = replace(results, undecided=0, unapproved=0, mine_to_approve=0)
    assert told(settled) == [("Publish the results", "/publication", True)]
    assert told(replace(settled, now=day(100))) == [("Publish the results", "/publication", False)]


def test_a_returned_decision_waits_for_whoever_made_it_and_holds_up_publication():
    returned = replace(JUDGING, now=day(100), round=RoundState.OPENED, returned=3, returned_to_me=1)
    assert [(s.text.params["n"], s.mine) for s in next_steps(returned)[:2]] == [(1, True), (2, False)]
    assert next_steps(returned)[-1].blocked_by.text == "Every place must be decided and approved first."


@pytest.mark.parametrize(("given", "mine"), [(0, False), (1, False), (1, True)])
def test_a_consent_to_publish_waits_for_the_second_organiser(given, mine):
    consented = replace(
        JUDGING, now=day(100), round=RoundState.OPENED, publishers=given, i_publish=bool(given) and not mine
    )
    (step,) = next_steps(consented)
    assert step.mine is mine
    assert (step.blocked_by is not None) is consented.i_publish
    assert step.text.params == ({"given": 1, "needed": 2} if given else {})


def test_after_publication_only_certificates_are_left():
    published = replace(JUDGING, now=day(100), round=RoundState.OPENED, published=True)
    assert told(published) == [("Issue the certificates", "/reports", False)]
    assert next_steps(replace(published, certificates=3)) == []
