"""Judges who have not lodged everything are reminded, once a day, by a letter that was read before."""

from datetime import timedelta

import pytest

from awards.kit.errors import RuleBroken
from judging.rounds.operations import close_round
from judging.scorecards.operations import lodge_scorecard
from judging.scorecards.sheet import SheetInput
from judging.tally.queries import head_of
from judging.tally.reminding import remind_judges, to_remind
from tests.judging.scorecards.conftest import at_desk, jury, marks, post  # noqa: F401
from tests.letters import letters_to
from tests.pages import form_token


def remind(jury, *judges):  # noqa: F811
    with jury.db.write() as session:
        head = head_of(session, jury.cycle.number)
        seats = {judge.id for judge in judges}
        return remind_judges(session, head, seats, by=jury.organiser.id, at=jury.clock())


def waiting(jury):  # noqa: F811
    with jury.db.read() as session:
        return to_remind(session, head_of(session, jury.cycle.number), jury.clock())


def test_a_judge_is_reminded_once_a_day_of_what_is_missing(jury, settings) -> None:  # noqa: F811
    saved = jury.save(SheetInput(marks(8, 6, 4)))
    with jury.db.write() as session:
        lodge_scorecard(session, saved.scorecard_id, by=jury.person.id, at=jury.clock())
    assert remind(jury, jury.judge) == 1
    with pytest.raises(RuleBroken):
        remind(jury, jury.judge)
    [(kind, letter)] = letters_to(jury.db, settings, jury.person.email)
    assert kind == "tally.judge_reminded"
    assert letter.subject.params["n"] == 2
    jury.clock.forward(days=1)
    assert remind(jury, jury.judge) == 1


def test_whoever_is_behind_stands_first_and_nobody_is_reminded_of_a_closed_round(jury) -> None:  # noqa: F811
    jury.clock.at = jury.cycle.judging_closes_at - timedelta(hours=1)
    assert [one.behind for one in waiting(jury)] == [True, True]
    with jury.db.write() as session:
        close_round(session, jury.round.id, by=jury.organiser.id, at=jury.clock())
    assert waiting(jury) == []
    with pytest.raises(RuleBroken):
        remind(jury, jury.judge)


def test_an_organiser_reads_the_letter_before_it_goes_out(jury, client, sign_in) -> None:  # noqa: F811
    sign_in(client, jury.organiser)
    client.cookies.set("language", "en")
    where = f"/cycles/{jury.cycle.number}/progress/reminders"
    page = client.get(where).text
    assert "not lodged yet" in page
    assert jury.person.email in page
    told = {"_csrf_token": form_token(client, where), "judge": str(jury.judge.id)}
    assert client.post(where, data=told, follow_redirects=False).status_code == 303
    assert "already reminded today" in client.get(where).text


def test_before_anybody_is_behind_all_who_have_not_lodged_can_be_reminded_too(jury, client, sign_in) -> None:  # noqa: F811
    assert [one.behind for one in waiting(jury)] == [False, False]
    sign_in(client, jury.organiser)
    client.cookies.set("language", "en")
    home = f"/cycles/{jury.cycle.number}/progress"
    assert f'href="{home}/reminders">Remind judges' in client.get(home).text
    page = client.get(f"{home}/reminders").text
    assert page.count(" checked>") == 2
    assert "Nobody is behind, so everybody" in page
    jury.clock.at = jury.cycle.judging_closes_at - timedelta(hours=1)
    sign_in(client, jury.organiser)
    assert "Whoever is behind is chosen already." in client.get(f"{home}/reminders").text
