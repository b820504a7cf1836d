"""Moving an entry to another category: an organiser proposes it, the entry's people consent or decline."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.cycles.queries import cycle_by_id, ever_asked_before
from awards.entries import queries as entries
from awards.entries.addressees import addressees_of, write_to_people
from awards.entries.content import content_hash, content_of, receipt_number
from awards.entries.eligibility import reasons_against
from awards.entries.models import Answer, Attachment, Entry, EntryState, Submission
from awards.entries.partners import partner_gaps
from awards.entries.sheet import Head
from awards.entries.standing import Entrant, facts, place_of, rules_of
from awards.entries.wording import reason_in_words
from awards.entries.words import count_words
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.i18n import Message, as_lang, msg
from awards.kit.mail.many import Addressed, queue_mails
from awards.people.models import Person
from awards.screening.disqualifications import proposal_of
from awards.screening.moving_eligibility import kept_after, still_asked, why_it_stays, with_eligibility
from awards.screening.moving_letters import MOVE_ANSWERED, MOVE_PROPOSED, MOVE_TAKEN_BACK, MOVED
from awards.screening.moving_models import EntryMove, MoveOutcome
from awards.screening.moving_plan import MovePlan, plan_move
from awards.screening.moving_queries import moves_of, open_move
from awards.screening.operations import refuse_if_published, take_back_admission

_entry = Entry.__table__  # type: ignore[attr-defined]
_answer = Answer.__table__  # type: ignore[attr-defined]
_file = Attachment.__table__  # type: ignore[attr-defined]

# Judging is a layer above: here only whether it has come so far is asked, by the names of its tables.
_round = sa.table("round", sa.column("cycle_id", sa.Uuid), sa.column("opened_at"))
_assignment = sa.table("assignment", sa.column("entry_id", sa.Uuid))

REASON_WORDS = 3


def judging_has_begun(session: Session, head: Head) -> bool:
    """The entry is given to judges, or the round of its cycle is open."""
    given = sa.exists().where(_assignment.c.entry_id == head.id)
    opened = sa.exists().where(_round.c.cycle_id == head.cycle_id, _round.c.opened_at.is_not(None))
    return bool(session.connection().scalar(sa.select(sa.or_(given, opened))))


def plan_of(session: Session, head: Head, to_id: uuid.UUID) -> MovePlan:
    """What the last submission would become in the other category."""
    return _plan(session, head, to_id, entries.submissions_of(session, head.id)[0].content)


def _plan(session: Session, head: Head, to_id: uuid.UUID, content: dict[str, Any]) -> MovePlan:
    there = _there(head, session.get_one(Category, to_id))
    return plan_move(content, there, entries.asked_of(session, there))


def _there(head: Head, to: Category) -> Head:
    return head._replace(
        category_id=to.id,
        category_code=to.code,
        category_ar=to.name_ar,
        category_en=to.name_en,
        for_individuals=to.for_individuals,
    )


def propose_move(
    session: Session, entry_id: uuid.UUID, to_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> uuid.UUID:
    """Ask the entry's people, by letter, whether it may move. It is no longer admitted until they answer.

    Raises NotFound for a category of another cycle, Invalid for one that cannot be or a reason of fewer than three
    words, RuleBroken where the entry cannot move now.
    """
    head = entries.head_of(session, entry_id)
    _refuse_unless_movable(session, head)
    if open_move(moves_of(session, entry_id)) is not None:
        raise RuleBroken(msg("A move of this entry is proposed already. Take it back first."))
    to = session.get(Category, to_id)
    if to is None or to.cycle_id != head.cycle_id:
        raise NotFound
    errors: dict[str, Message] = {}
    if obstacle := _obstacle(session, head, to):
        errors["to"] = obstacle
    if count_words(reason) < REASON_WORDS:
        errors["move_reason"] = msg("Give the reason in at least three words; the entrant reads it.")
    if errors:
        raise Invalid(errors)
    if not addressees_of(session, [entry_id]).get(entry_id):
        raise RuleBroken(msg("Nobody can be written to: no account of this entrant is open."))
    move = EntryMove(
        entry_id=entry_id,
        from_id=head.category_id,
        to_id=to.id,
        reason=reason,
        proposed_at=at,
        proposed_by_id=by,
        word="",
    )
    session.add(move)
    session.flush()
    take_back_admission(session, entry_id)
    params = _params(head, to, reason=reason, **_labels(plan_of(session, head, to.id)))
    write_to_people(session, MOVE_PROPOSED, params, head.id, by=by, at=at)
    detail = {"from": head.category_code, "to": to.code, "reason": reason}
    audit.record(session, "entry.move_proposed", entry_id, by=by, at=at, detail=detail)
    return move.id


def take_back_move(
    session: Session, entry_id: uuid.UUID, move_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """An organiser lets it be; the entry waits for screening. Raises Stale if it was answered since."""
    head = entries.head_of(session, entry_id)
    move = _standing(session, entry_id, move_id)
    _decide(session, move, MoveOutcome.TAKEN_BACK, "", by=by, at=at)
    to = session.get_one(Category, move.to_id)
    write_to_people(session, MOVE_TAKEN_BACK, _params(head, to), head.id, by=by, at=at)
    audit.record(session, "entry.move_taken_back", entry_id, by=by, at=at, detail={"to": to.code})


def decline_move(
    session: Session, entry_id: uuid.UUID, move_id: uuid.UUID, word: str, *, by: uuid.UUID, at: datetime
) -> None:
    """One of the entry's people declines for all of them; it stays where it is.

    Raises NotFound for an entry that is not theirs, Stale if it was answered or taken back since.
    """
    head = entries.my_head(session, by, entry_id, to_change=True)
    move = _standing(session, entry_id, move_id)
    _decide(session, move, MoveOutcome.DECLINED, word, by=by, at=at)
    to = session.get_one(Category, move.to_id)
    _tell_asker(session, move, _params(head, to, word=word, consented=False), by=by, at=at)
    audit.record(session, "entry.move_declined", entry_id, by=by, at=at, detail={"to": to.code, "word": word})


def consent_to_move(
    session: Session,
    entry_id: uuid.UUID,
    move_id: uuid.UUID,
    word: str,
    *,
    checked: str,
    eligibility: Mapping[str, str] = MappingProxyType({}),
    by: uuid.UUID,
    at: datetime,
) -> Submission:
    """One of the entry's people consents for all of them: the entry moves, and is submitted anew as it was.

    `checked` is the hash of the plan's content that they were shown; `eligibility` answers what the other category asks
    and the entry has not answered, option keys by the question's key. Raises NotFound for an entry that is not theirs,
    Stale if that or the proposal has changed since, RuleBroken where the entry cannot move any more, Invalid by box
    where an answer is missing or bars: then it stays where it is.
    """
    head = entries.my_head(session, by, entry_id, to_change=True)
    move = _standing(session, entry_id, move_id)
    _refuse_unless_movable(session, head)
    to = session.get_one(Category, move.to_id)
    if obstacle := _obstacle(session, head, to):
        raise RuleBroken(obstacle)
    former = entries.submissions_of(session, entry_id)[0]
    plan = _plan(session, head, to.id, former.content)
    if content_hash(plan.content) != checked:
        raise Stale(msg("What would be carried over has changed since you opened the page. Read it again."))
    questions = ever_asked_before(session, head.cycle_id)
    if stays := why_it_stays(still_asked(questions, to.id, head.eligibility), eligibility):
        raise Invalid(stays)
    kept = kept_after(head.eligibility, questions, to.id, eligibility)
    plan = replace(plan, content=with_eligibility(plan.content, kept))
    draft = _plan(session, head, to.id, content_of(entries.sheet_of(session, head)))
    moved = _submit_again(session, head, former, plan, by=by, at=at)
    move.former_id, move.submission_id = former.id, moved.id
    _decide(session, move, MoveOutcome.CONSENTED, word, by=by, at=at)
    take_back_admission(session, entry_id)
    _rewrite(session, head, to, draft, plan.dropped_files | draft.dropped_files, kept, at)
    params = _params(
        head,
        to,
        word=word,
        consented=True,
        receipt=moved.receipt,
        former=former.receipt,
        digest=moved.content_hash,
        **_labels(plan),
    )
    write_to_people(session, MOVED, params, head.id, by=by, at=at)
    _tell_asker(session, move, params, by=by, at=at)
    detail = {
        "from": head.category_code,
        "to": to.code,
        "receipt": moved.receipt,
        "content_hash": moved.content_hash,
        "former_receipt": former.receipt,
        "former_content_hash": former.content_hash,
        "word": word,
    }
    audit.record(session, "entry.moved", entry_id, by=by, at=at, detail=detail)
    return moved


def _refuse_unless_movable(session: Session, head: Head) -> None:
    refuse_if_published(session, cycle_by_id(session, head.cycle_id))
    if head.state is not EntryState.SUBMITTED:
        raise RuleBroken(msg("Only a submitted entry moves to another category."))
    if judging_has_begun(session, head):
        raise RuleBroken(msg("Judging of this entry has been prepared or begun: it stays in its category."))
    if proposal_of(session, head.id) is not None:
        raise RuleBroken(msg("A disqualification of this entry waits. It moves only if that is dropped."))


def _obstacle(session: Session, head: Head, to: Category) -> Message | None:
    """The first rule of the award that stands against the entry in that category."""
    if to.id == head.category_id:
        return msg("The entry is in this category already.")
    entrant = Entrant(head.agency_id, head.started_by_id)
    counted = frozenset({EntryState.SUBMITTED})
    place = place_of(session, entrant, to.id, counted=counted, entry_id=head.id)
    if place is None:
        raise NotFound
    rules = rules_of(place)
    reasons = reasons_against(
        facts(
            rules,
            entrant.kind,
            for_individuals=place.for_individuals,
            own=place.is_own(entrant),
            wins=place.wins,
            others=place.others,
            now=rules.timetable.opens,  # whether it came in time was asked when it was submitted
        )
    )
    if reasons:
        return reason_in_words(reasons[0])
    barred = partner_gaps(session, entries.sheet_of(session, _there(head, to)))
    return barred[0].message if barred else None


def _submit_again(
    session: Session, head: Head, former: Any, plan: MovePlan, *, by: uuid.UUID, at: datetime
) -> Submission:
    sequence = former.sequence + 1
    content = {
        **plan.content,
        "moved_from": {
            "receipt": former.receipt,
            "content_hash": former.content_hash,
            "category": former.content["category"],
        },
    }
    moved = Submission(
        entry_id=head.id,
        sequence=sequence,
        receipt=receipt_number(head.cycle_number, head.number, sequence),
        content=content,
        content_hash=content_hash(content),
        # What the draft had that was not submitted is still not submitted.
        version=former.version if head.version > former.version else head.version + 1,
        terms_version=former.terms_version,
        submitted_at=at,
        submitted_by_id=by,
    )
    session.add(moved)
    session.flush()
    return moved


def _rewrite(
    session: Session,
    head: Head,
    to: Category,
    draft: MovePlan,
    dropped_files: frozenset[uuid.UUID],
    eligibility: list[dict[str, str]],
    at: datetime,
) -> None:
    """The entry itself follows, so that whoever writes on in it finds the questions of its new category."""
    connection = session.connection()
    values = {
        "category_id": to.id,
        "eligibility": eligibility,
        "version": head.version + 1,
        "updated_at": at,
    }
    connection.execute(sa.update(_entry).where(_entry.c.id == head.id), values)
    connection.execute(sa.delete(_answer).where(_answer.c.entry_id == head.id))
    rows = [
        {
            "entry_id": head.id,
            "question_id": asked.question_id,
            "text_ar": asked.text_ar,
            "text_en": asked.text_en,
            "value": asked.value,
        }
        for asked in draft.answers
        if asked.text_ar or asked.text_en or asked.value
    ]
    if rows:
        connection.execute(sa.insert(_answer), rows)
    if dropped_files:  # as plain attachments they would be shown to judges
        gone = sa.and_(_file.c.entry_id == head.id, _file.c.id.in_(dropped_files))
        connection.execute(sa.update(_file).where(gone), {"removed_at": at})


def _standing(session: Session, entry_id: uuid.UUID, move_id: uuid.UUID) -> EntryMove:
    move = session.get(EntryMove, move_id)
    if move is None or move.entry_id != entry_id or move.outcome is not None:
        raise Stale(msg("What was proposed has changed since you opened the page. Read it again."))
    return move


def _decide(
    session: Session, move: EntryMove, outcome: MoveOutcome, word: str, *, by: uuid.UUID, at: datetime
) -> None:
    move.outcome, move.word, move.decided_at, move.decided_by_id = outcome, word, at, by
    session.add(move)
    session.flush()


def _params(head: Head, to: Category, **more: Any) -> dict[str, Any]:
    return {
        "entry": str(head.id),
        "cycle": head.cycle_number,
        "number": head.number,
        "title": {"ar": head.title_ar, "en": head.title_en},
        "from": {"ar": head.category_ar, "en": head.category_en},
        "to": {"ar": to.name_ar, "en": to.name_en},
        **more,
    }


def _labels(plan: MovePlan) -> dict[str, Any]:
    both = {"missing": plan.missing, "dropped": plan.dropped}
    return {name: [{"ar": one.ar, "en": one.en} for one in labels] for name, labels in both.items()}


def _tell_asker(
    session: Session, move: EntryMove, params: dict[str, Any], *, by: uuid.UUID, at: datetime
) -> None:
    asker = session.get_one(Person, move.proposed_by_id)
    if asker.disabled_at is None:
        letter = Addressed(asker.id, asker.email, as_lang(asker.lang), params)
        queue_mails(session, MOVE_ANSWERED, [letter], about=move.entry_id, at=at, by=by)
