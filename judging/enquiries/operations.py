"""A judge asks, the office passes it on, the entrant answers, the office passes that on to every judge of the entry."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from textwrap import shorten

from sqlmodel import Session, col, select

from awards.directory.models import Membership
from awards.entries.models import Entry, EntryState
from awards.entries.queries import my_head
from awards.helpdesk import operations as helpdesk
from awards.helpdesk.hours import due
from awards.helpdesk.letters import REPLIED
from awards.helpdesk.models import Ticket, TicketState
from awards.helpdesk.queries import organisers
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import Lang, as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.assignments.queries import judge_view_by_code
from judging.enquiries.letters import ANSWERED, RELEASED, SHOWN
from judging.enquiries.models import Enquiry
from judging.enquiries.names import Found, telling_of_entrant, telling_of_judge, words
from judging.panels.models import Judge
from judging.rounds.models import Round

SUBJECT = 80
"""Characters of a question that stand for it in a list."""


class NamesFound(RuleBroken):
    """The text may tell one side who the other is: the office looks at each word that was found."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "Words were found that may tell who it is. Take them out, or say that you have looked at each."
            )
        )


def ask_about(
    session: Session, code: str, text: str, *, lang: Lang, days: int, by: uuid.UUID, at: datetime
) -> Ticket:
    """A judge asks about an entry that they read. Raises NotFound for any other, RuleBroken once the round is closed."""
    view = judge_view_by_code(session.connection(), by, code)
    assignment = session.get_one(Assignment, view.assignment_id)
    if session.get_one(Round, assignment.round_id).closed_at is not None:
        raise RuleBroken(msg("The round is closed: nothing can be asked about an entry any more."))
    ticket = helpdesk.ask(
        session,
        asked_as=Role.JUDGE,
        subject=shorten(text, SUBJECT, placeholder=" …"),
        text=text,
        entry_id=assignment.entry_id,
        code=code,
        lang=lang,
        days=days,
        by=by,
        at=at,
    )
    session.add(Enquiry(ticket_id=ticket.id, assignment_id=assignment.id, entry_id=assignment.entry_id))
    session.flush()
    return ticket


def release(
    session: Session, number: int, text: str, *, confirmed: str = "", days: int, by: uuid.UUID, at: datetime
) -> None:
    """Pass the question on to the entrant, as a judge's and no more. Raises NamesFound unless each find is confirmed."""
    ticket, enquiry, entry = opened(session, number)
    if enquiry.released_at is not None:
        raise RuleBroken(msg("This question was passed on already."))
    left = _look_at(text, telling_of_judge(session, entry, text), confirmed)
    enquiry.question, enquiry.released_at, enquiry.released_by_id = text, at, by
    ticket.state, ticket.owner_id, ticket.due_at = (
        TicketState.WAITING_ENTRANT,
        ticket.owner_id or by,
        due(at, days),
    )
    session.add_all((ticket, enquiry))
    detail = {"number": number, "names_left": left}
    audit.record(session, "enquiry.released", enquiry.id, by=by, at=at, detail=detail)
    given = {"id": str(enquiry.id), "entry": entry.number}
    _write(session, RELEASED, given, _entrants(session, entry), enquiry.id, at=at)


def answer(
    session: Session, enquiry_id: uuid.UUID, text: str, *, days: int, by: uuid.UUID, at: datetime
) -> None:
    """The entrant's answer comes to the office first. Raises NotFound for anybody else's entry."""
    enquiry = session.get(Enquiry, enquiry_id)
    # What is not there is looked for as another agency's is: neither costs a statement more.
    my_head(session, by, enquiry.entry_id if enquiry else enquiry_id)
    if enquiry is None or enquiry.released_at is None:
        raise NotFound
    ticket, enquiry, _ = opened(session, session.get_one(Ticket, enquiry.ticket_id).number)
    if enquiry.answered_at is not None:
        raise RuleBroken(msg("This question is answered already."))
    enquiry.answer, enquiry.answered_at, enquiry.answered_by_id = text, at, by
    ticket.state, ticket.due_at, ticket.written_at = TicketState.OPEN, due(at, days), at
    session.add_all((ticket, enquiry))
    audit.record(session, "enquiry.answered", enquiry.id, by=by, at=at, detail={"number": ticket.number})
    owner = session.get(Person, ticket.owner_id) if ticket.owner_id else None
    to = [owner] if owner else organisers(session)
    _write(session, ANSWERED, {"number": ticket.number}, to, enquiry.id, at=at)


def approve(
    session: Session, number: int, text: str, *, confirmed: str = "", by: uuid.UUID, at: datetime
) -> None:
    """Show question and answer to every judge of the entry. Raises NamesFound unless each find is confirmed."""
    ticket, enquiry, entry = opened(session, number)
    if enquiry.answered_at is None or enquiry.approved_at is not None:
        raise RuleBroken(msg("There is no answer to pass on."))
    left = _look_at(text, telling_of_entrant(session, entry, text), confirmed)
    enquiry.approved, enquiry.approved_at, enquiry.approved_by_id = text, at, by
    ticket.state, ticket.written_at = TicketState.ANSWERED, at
    session.add_all((ticket, enquiry))
    detail = {"number": number, "names_left": left}
    audit.record(session, "enquiry.approved", enquiry.id, by=by, at=at, detail=detail)
    readers = session.exec(
        select(Assignment, Person)
        .join(Judge, col(Judge.id) == col(Assignment.judge_id))
        .join(Person, col(Person.id) == col(Judge.person_id))
        .where(Assignment.entry_id == entry.id, col(Assignment.ended_at).is_(None))
    ).all()
    for assignment, person in readers:
        if person.id == ticket.asked_by_id:
            helpdesk.tell_asker(session, ticket, REPLIED, at=at)
        else:
            _write(session, SHOWN, {"code": assignment.code}, [person], assignment.id, at=at)


def reply(
    session: Session,
    number: int,
    text: str,
    then: TicketState,
    *,
    confirmed: str = "",
    by: uuid.UUID,
    at: datetime,
) -> None:
    """The office's own word to the judge, where nothing has to be passed on. Raises NamesFound as `approve` does."""
    ticket, enquiry, entry = opened(session, number)
    if ticket.state is TicketState.WAITING_ENTRANT or enquiry.answered_at is not None:
        raise RuleBroken(msg("This question was passed on already."))
    _look_at(text, telling_of_entrant(session, entry, text), confirmed)
    helpdesk.answer(session, ticket, text, then, by=by, at=at)


def opened(session: Session, number: int) -> tuple[Ticket, Enquiry, Entry]:
    """What an exchange is about. Raises NotFound, or RuleBroken where it is over or its entry is out."""
    ticket = helpdesk.ticket_numbered(session, number)
    enquiry = session.exec(select(Enquiry).where(Enquiry.ticket_id == ticket.id)).first()
    if enquiry is None:
        raise NotFound
    entry = session.get_one(Entry, enquiry.entry_id)
    if ticket.state is TicketState.CLOSED:
        raise RuleBroken(msg("This question is closed."))
    if entry.state is not EntryState.SUBMITTED:
        raise RuleBroken(msg("This entry is no longer in the running."))
    return ticket, enquiry, entry


def _look_at(text: str, found: Found, confirmed: str) -> int:
    """How many words were found and let stand."""
    left = words(text, found)
    if set(left) - set(confirmed.splitlines()):
        raise NamesFound
    return len(left)


def _entrants(session: Session, entry: Entry) -> list[Person]:
    """Who may answer for the entry: the people of its agency, or the individual."""
    people = select(Person).where(col(Person.disabled_at).is_(None))
    if entry.agency_id is None:
        return list(session.exec(people.where(Person.id == entry.started_by_id)))
    members = select(Membership.person_id).where(Membership.agency_id == entry.agency_id)
    return list(session.exec(people.where(col(Person.id).in_(members))))


def _write(
    session: Session,
    kind: str,
    given: dict[str, object],
    to: Iterable[Person],
    about: uuid.UUID,
    *,
    at: datetime,
) -> None:
    for person in to:
        if person.disabled_at is None:
            queue_mail(
                session,
                kind,
                given,
                to=person.email,
                about=about,
                person=person.id,
                lang=as_lang(person.lang),
                at=at,
            )
