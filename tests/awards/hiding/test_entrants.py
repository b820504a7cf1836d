"""An entrant cannot tell another agency's entry, file, receipt or question from one that was never there."""

import itertools
import uuid

import pytest
from sqlmodel import col, select

from awards.blindness.places import ANYBODYS
from awards.directory.models import Membership
from awards.entries import operations
from awards.entries.models import Attachment, Entry, EntryPartner
from awards.helpdesk.models import Ticket
from awards.invitations.models import Invitation
from awards.kit.files import FileStore
from awards.people.models import Role, SignInSession
from awards.people.viewer import Viewer
from awards.registrations.models import Registration
from awards.screening.models import Clarification
from judging.enquiries.models import Enquiry
from judging.rounds.operations import open_round
from tests.awards.hiding.alike import Asker, routes_for, starts_of
from tests.judging.blinding.canary import plant, telling_drawing
from tests.judging.blinding.others import after_calibration, after_scoring, during_scoring

NOT_THERE = uuid.UUID("00000000-0000-7000-8000-000000000000")
EXEMPT = {**ANYBODYS, "/events/{event_id}": "everybody sees every event"}
"""Where nothing is anybody's own."""
VIEWER = Viewer(NOT_THERE, "", "", Role.ENTRANT, frozenset({Role.ENTRANT}), "")
BODIES = (
    {},
    {
        "text": "A question",
        "reason": "A reason",
        "answer": "An answer",
        "confirmed": "yes",
        "terms": "yes",
        "kind": "editor",
        "decision": "accept",
        "version": "1",
        "place": "answers",
        "word": "yes",
    },
)
"""Nothing, and what passes many forms."""


@pytest.fixture
def planted(make, settings):
    return plant(make, settings)


@pytest.fixture
def stranger(planted, make, settings):
    """Somebody who owns another agency, with a colleague, and an entry in the same category with a file."""
    person, colleague = make.person(Role.ENTRANT), make.person(Role.ENTRANT)
    agency = make.agency(person, colleague)
    entry = make.entry(planted.category, agency, person, submitted=False)
    make.clock.forward(days=-45)
    with make.db.write() as session:
        upload = operations.check_file("own.png", telling_drawing())
        operations.attach_file(
            session, FileStore(settings.files_dir), entry.id, upload, by=person.id, at=make.now
        )
    make.clock.forward(days=45)
    return person, entry


def table(make, planted, stranger):
    """By how addresses begin: what is another's, beside what is not there."""
    me, own = stranger
    theirs = planted.parameters["entry_id"][0]
    with make.db.read() as session:
        file = session.exec(select(Attachment.id).where(Attachment.entry_id == theirs)).first()
        question = session.exec(select(Clarification.id)).first() or NOT_THERE
        partner = session.exec(select(EntryPartner.agency_id).where(EntryPartner.entry_id == theirs)).one()
        member = session.exec(
            select(Membership.person_id).where(
                Membership.agency_id == session.get_one(Entry, theirs).agency_id
            )
        ).first()
        found = {
            "enquiry_id": session.exec(select(Enquiry.id)).all(),
            "invitation_id": session.exec(select(Invitation.id)).all(),
            "registration_id": session.exec(select(Registration.id)).all(),
            "guide_id": planted.parameters.get("guide_id", []),
        }
        tickets = session.exec(select(Ticket.number).where(Ticket.asked_by_id != me.id)).all()
        others = SignInSession.token_digest
        sessions = session.exec(select(others).where(col(SignInSession.person_id) != me.id)).all()
    ids = {name: [({name: one}, {name: NOT_THERE}) for one in many] for name, many in found.items()}
    rest = {
        "attachment_id": file,
        "question_id": question,
        "agency_id": partner,
        "sequence": 1,
        "key": "solution",
    }
    mine = {**rest, "entry_id": own.id}
    return {
        "/entries/{entry_id}": [({**rest, "entry_id": theirs}, {**rest, "entry_id": NOT_THERE})],
        "/entries/{entry_id}/attachments/{attachment_id}": [(mine, {**mine, "attachment_id": NOT_THERE})],
        "/entries/{entry_id}/clarifications/{question_id}": [(mine, {**mine, "question_id": NOT_THERE})],
        "/entries/{entry_id}/partners/{agency_id}": [(mine, {**mine, "agency_id": NOT_THERE})],
        "/agency/people/{person_id}": [({"person_id": member}, {"person_id": NOT_THERE})],
        "/agency/people/invitations/{invitation_id}": ids["invitation_id"],
        "/enquiries/{enquiry_id}": ids["enquiry_id"],
        "/registrations/{registration_id}": ids["registration_id"],
        "/helpdesk/questions/{number}": [({"number": one}, {"number": 9}) for one in tickets],
        "/guidance/{guide_id}": ids["guide_id"],
        "/sessions/{digest}": [({"digest": one}, {"digest": "0" * 64}) for one in sessions],
    }


def told_apart(asker, app, pairs_by_start):
    """What tells the two of any pair apart, in words."""
    found = []
    for route in routes_for(app, VIEWER):
        if starts_of(route.pattern, EXEMPT):
            continue
        bodies = BODIES if route.method == "POST" else ({},)
        pairs = itertools.chain(
            *(pairs_by_start[start] for start in starts_of(route.pattern, pairs_by_start))
        )
        for pair, body in itertools.product(pairs, bodies):
            found += filter(None, [asker.differences(route, pair, body, script=False)])
    return found


def test_every_address_of_an_entrant_is_compared(planted, stranger, make, app) -> None:
    """A new one is added to table(), or to EXEMPT where nothing is anybody's own."""
    known = {*table(make, planted, stranger), *EXEMPT}
    assert not {route.pattern for route in routes_for(app, VIEWER) if not starts_of(route.pattern, known)}


@pytest.mark.parametrize("phase", ["intake", "decided"])
def test_what_is_another_agencys_answers_as_what_is_not_there(
    planted, stranger, make, app, client, sign_in, clock, phase
) -> None:
    if phase == "intake":
        clock.forward(days=-45)
    else:
        after_calibration(make, planted)
        with make.db.write() as session:
            open_round(session, planted.round.id, by=planted.organiser.id, at=make.now)
        during_scoring(make, planted)
        after_scoring(make, planted)
    asker = Asker(client, make.db, clock, lambda: sign_in(client, stranger[0], Role.ENTRANT))
    pairs = table(make, planted, stranger)
    assert not told_apart(asker, app, pairs)
    let_in = {key: statuses for key, statuses in asker.told.items() if 404 not in statuses}
    assert not let_in
    assert client.get(f"/entries/{stranger[1].id}").status_code == 200
