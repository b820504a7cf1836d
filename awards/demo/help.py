"""What the demo has of help: guides, frequent questions, a workshop, and questions on their way."""

import uuid
from datetime import datetime, timedelta
from itertools import islice

from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.cycles.queries import categories_of
from awards.demo.calendar import at_work
from awards.demo.cast import Cast
from awards.demo.fixtures import toml
from awards.entries.models import Entry, EntryState
from awards.events import operations as events
from awards.events.forms import EventForm
from awards.guidance.forms import GuideForm
from awards.guidance.models import GuideKind
from awards.guidance.operations import add_guide
from awards.helpdesk import operations as helpdesk
from awards.helpdesk.forms import CannedForm, FaqForm
from awards.helpdesk.kept import save_canned, save_faq
from awards.helpdesk.models import TicketState
from awards.kit.clock import RIYADH
from awards.people.models import Role
from judging.assignments.models import Assignment
from judging.enquiries import operations as enquiries
from judging.enquiries.models import Enquiry
from judging.panels.models import Judge
from judging.rounds.models import Round

DAYS = 2
"""Within so many working days the office answers."""


def write_library(session: Session, cast: Cast, cycle: Cycle, *, at: datetime) -> None:
    """Guides of the cycle, frequent questions, and answers kept ready."""
    material, by = toml("help"), cast.organisers[0]
    categories = {category.code: category.id for category in categories_of(session, cycle.id)}
    for guide in material["guide"]:
        add_guide(
            session,
            GuideForm.model_validate(guide),
            cycle_id=cycle.id,
            kind=GuideKind.MODEL_ANSWER if guide.get("model_answer") else GuideKind.GUIDE,
            category_id=categories[guide["category"]] if "category" in guide else None,
            by=by,
            at=at,
        )
    for item in material["faq"]:
        save_faq(session, None, FaqForm.model_validate({**item, "published": True}), by=by, at=at)
    for answer in material["canned"]:
        save_canned(session, None, CannedForm.model_validate(answer), by=by, at=at)


def hold_workshop(session: Session, cast: Cast, *, at: datetime) -> None:
    """A workshop next week with fewer seats than people who want to come."""
    day = at_work(at + timedelta(days=8)).astimezone(RIYADH).date()
    times = {"starts_at": f"{day}T10:00", "ends_at": f"{day}T12:00"}
    form = EventForm.model_validate({**toml("help")["event"], **times})
    event = events.set_up(session, form, by=cast.organisers[0], at=at)
    for person in islice(cast.entrants.values(), 8):
        events.register(session, event.id, by=person, at=at)


def ask_questions(session: Session, cast: Cast, third: Cycle, *, at: datetime) -> None:
    """An entrant's question that is answered, one that nobody has taken, and a judge's that the entrant has answered."""
    material = toml("help")
    ticket, office = material["ticket"], cast.organisers[1]
    for person, lang in zip(islice(cast.entrants.values(), 2), ("ar", "en"), strict=True):
        number = helpdesk.ask(
            session,
            asked_as=Role.ENTRANT,
            subject=ticket[f"subject_{lang}"],
            text=ticket[f"text_{lang}"],
            lang="ar" if lang == "ar" else "en",
            days=DAYS,
            by=person,
            at=at,
        ).number
        if lang == "ar":
            answer = ticket["answer_ar"]
            helpdesk.reply(session, number, answer, TicketState.ANSWERED, seen=1, by=office, at=at)
    if (found := _someone_who_reads(session, third)) is not None:
        _exchange(session, *found, words=material["enquiry"], office=office, at=at)


def _someone_who_reads(session: Session, cycle: Cycle) -> tuple[str, uuid.UUID, uuid.UUID] | None:
    """A judge's code for an entry, the judge and whoever started the entry; None unless the round is open."""
    return session.exec(
        select(Assignment.code, Judge.person_id, Entry.started_by_id)
        .join(Judge, col(Judge.id) == col(Assignment.judge_id))
        .join(Entry, col(Entry.id) == col(Assignment.entry_id))
        .join(Round, col(Round.id) == col(Assignment.round_id))
        .where(
            Round.cycle_id == cycle.id,
            col(Round.opened_at).is_not(None),
            col(Round.closed_at).is_(None),
            col(Assignment.ended_at).is_(None),
            Entry.state == EntryState.SUBMITTED,
        )
        .order_by(col(Entry.number), col(Assignment.position))
    ).first()


def _exchange(
    session: Session,
    code: str,
    judge: uuid.UUID,
    entrant: uuid.UUID,
    *,
    words: dict[str, str],
    office: uuid.UUID,
    at: datetime,
) -> None:
    question = words["question_ar"]
    ticket = enquiries.ask_about(session, code, question, lang="ar", days=DAYS, by=judge, at=at)
    enquiries.release(session, ticket.number, question, days=DAYS, by=office, at=at)
    enquiry = session.exec(select(Enquiry.id).where(Enquiry.ticket_id == ticket.id)).one()
    enquiries.answer(session, enquiry, words["answer_ar"], days=DAYS, by=entrant, at=at)
