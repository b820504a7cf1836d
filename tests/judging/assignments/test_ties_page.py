"""Correcting the agencies of a judge, and what is assigned already."""

import re

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.people.models import Role
from judging.assignments.models import Assignment
from judging.panels.models import JudgeAffiliation
from judging.recusals.models import Recusal
from judging.rounds.operations import close_round
from tests.pages import form_token


@pytest.fixture
def scene(client, make, sign_in):
    """A judge without ties who has the entry of the Ministry of Health, in an open round."""
    cycle = make.judging_cycle(7)
    category, round_ = make.category(cycle), make.round(cycle)
    health = make.agency(name_en="Ministry of Health")
    organiser = make.person(Role.ORGANISER)
    entry = make.entry(category, health, make.person(Role.ENTRANT))
    make.blind_copy(entry, approved_by=organiser)
    judge = make.judge(cycle)
    assignment = make.assignment(round_, judge, entry, organiser)
    sign_in(client, organiser)
    client.cookies.set("language", "en")
    return judge, health, assignment, round_, organiser


def correct(client, judge, **fields):
    path = f"/cycles/7/jury/{judge.id}/ties"
    data = {"_csrf_token": form_token(client, path), "reason": "He told us.", **fields}
    return client.post(path, data=data, follow_redirects=False)


def test_a_tie_that_comes_to_light_leads_to_the_end_of_the_assignment(client, scene, db) -> None:
    judge, health, assignment, *_ = scene
    assert f"/cycles/7/jury/{judge.id}/ties" in client.get("/cycles/7/jury").text
    answer = correct(client, judge, agency_1=str(health.id), former_1="true")
    assert answer.headers["location"] == "/cycles/7/assignments#late-title"
    page = client.get("/cycles/7/assignments").text
    assert "1 entry that this judge has is in conflict with them" in page
    (action,) = re.findall(r'action="([^"]+/recusal)"', page)
    client.post(action, data={"_csrf_token": form_token(client, "/cycles/7/assignments")})
    with db.read() as session:
        assert session.get_one(Assignment, assignment.id).ended_reason == "recusal"
        assert session.exec(select(Recusal.reason)).one() == "former_employer"


def test_a_correction_is_in_the_chain_with_what_was_known_before_and_the_reason(
    client, scene, db, make
) -> None:
    judge, health, *_ = scene
    maps = make.agency()
    correct(client, judge, agency_1=str(maps.id))
    assert correct(client, judge, agency_1=str(health.id), former_1="true").status_code == 303
    with db.read() as session:
        events = session.exec(
            select(AuditEvent)
            .where(AuditEvent.action == "judge.ties_corrected")
            .order_by(AuditEvent.sequence)
        ).all()
        rows = session.exec(select(JudgeAffiliation.agency_id, JudgeAffiliation.former)).all()
    assert events[1].detail == {
        "affiliations": [],
        "former_affiliations": [str(health.id)],
        "affiliations_before": [str(maps.id)],
        "former_affiliations_before": [],
        "reason": "He told us.",
    }
    assert rows == [(health.id, True)]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"reason": " ", "no_ties": "true"}, "reason"), ({}, "no_ties")],
)
def test_nothing_is_corrected_without_a_reason_or_by_an_empty_form(client, scene, db, fields, wrong) -> None:
    answer = correct(client, scene[0], **fields)
    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.text
    with db.read() as session:
        assert not session.exec(select(AuditEvent).where(AuditEvent.action == "judge.ties_corrected")).all()


def test_after_the_round_is_closed_the_sheet_stands_and_the_page_says_so(client, scene, db, clock) -> None:
    judge, health, _, round_, organiser = scene
    with db.write() as session:
        close_round(session, round_.id, by=organiser.id, at=clock())
    correct(client, judge, agency_1=str(health.id))
    assert "the round is closed, so the sheet stands" in client.get("/cycles/7/assignments").text


def test_others_do_not_reach_it(client, scene, make, sign_in) -> None:
    path = f"/cycles/7/jury/{scene[0].id}/ties"
    assert client.get(f"/cycles/7/jury/{scene[1].id}/ties").status_code == 404
    for role in (Role.AUDITOR, Role.JUDGE, Role.ENTRANT):
        sign_in(client, make.person(role))
        assert client.get(path).status_code == 403
