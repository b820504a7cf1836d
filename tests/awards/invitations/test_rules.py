"""Who can be invited to what, and how an invitation stands."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.directory.models import MembershipKind
from awards.invitations.models import Invitation
from awards.invitations.rules import (
    NOBODY,
    WORKS_FOR,
    InvitationState,
    Known,
    Post,
    lines_of,
    refused,
    state_of,
    why_not,
)
from awards.people.models import OVERSEERS, Role
from tests.conftest import NOW

AGENCY = uuid.UUID(int=1)
ENTRANT = Post(Role.ENTRANT, AGENCY, MembershipKind.EDITOR)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, InvitationState.OPEN),
        ({"expires_at": NOW}, InvitationState.EXPIRED),
        ({"expires_at": NOW, "withdrawn_at": NOW}, InvitationState.WITHDRAWN),
        ({"expires_at": NOW, "accepted_at": NOW}, InvitationState.ACCEPTED),
    ],
)
def test_what_was_done_with_an_invitation_outlives_its_time(fields, state):
    invitation = Invitation(
        **{
            "email": "a@b.example",
            "role": Role.JUDGE,
            "invited_by_id": AGENCY,
            "invited_at": NOW,
            "expires_at": NOW + WORKS_FOR,
            **fields,
        }
    )
    assert state_of(invitation, NOW) is state


@given(st.sampled_from(Role), st.frozensets(st.sampled_from(Role)), st.frozensets(st.sampled_from(Role)))
def test_nobody_who_sees_who_entered_is_invited_to_judge_nor_the_other_way_round(role, held, invited):
    known = Known(roles=held, invited_to=frozenset((r, None) for r in invited))
    together = {role, *held, *invited}
    if Role.JUDGE in together and together & {*OVERSEERS}:
        assert why_not(Post(role), known) is not None


@pytest.mark.parametrize(
    ("post", "known", "said"),
    [
        (Post(Role.JUDGE), Known(roles=frozenset({Role.JUDGE})), "holds the role"),
        (ENTRANT, Known(enters_for=frozenset({AGENCY})), "enters for the agency already"),
        (ENTRANT, Known(invited_to=frozenset({(Role.ENTRANT, AGENCY)})), "send that invitation again"),
        (Post(Role.JUDGE), Known(disabled=True), "disabled"),
        (Post(Role.JUDGE), Known(roles=frozenset({Role.AUDITOR})), "cannot judge"),
    ],
)
def test_it_is_said_why_an_address_cannot_be_invited(post, known, said):
    assert said in why_not(post, known).text


def test_an_individual_or_another_agencys_entrant_may_be_invited_to_an_agency():
    known = Known(
        roles=frozenset({Role.ENTRANT}),
        enters_for=frozenset({uuid.UUID(int=2)}),
        invited_to=frozenset({(Role.ENTRANT, uuid.UUID(int=3))}),
    )
    assert why_not(ENTRANT, known) is None
    assert why_not(ENTRANT, NOBODY) is None


def test_a_list_is_read_as_it_was_copied_and_every_wrong_line_keeps_its_number():
    lines = lines_of("A@b.example,\n\n  c@d.example ;\nnobody\na@b.example\n")
    assert [(line.number, line.address) for line in lines] == [
        (1, "a@b.example"),
        (3, "c@d.example"),
        (4, ""),
        (5, "a@b.example"),
    ]
    wrong = refused(lines, Post(Role.JUDGE), {"c@d.example": Known(roles=frozenset({Role.AUDITOR}))})
    assert [line.number for line in wrong] == [3, 4, 5]
    assert "stands in line" in wrong[2].wrong.text


@given(st.text())
def test_any_text_is_read_as_lines(text):
    for line in lines_of(text):
        assert line.text
        assert (line.address == "") <= (line.wrong is not None)


def test_an_invitation_works_for_fourteen_days():
    assert timedelta(days=14) == WORKS_FOR
