"""What is done with a request to reopen a sheet: ask, agree, refuse, take back; and locking the sheet again."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from awards.cycles.queries import cycle_by_id
from awards.helpdesk.queries import organisers
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person
from judging.reopenings.consents import Side, State, side_for
from judging.reopenings.letters import ASKED_CHAIR, ASKED_OFFICE, DECLINED, LAPSED, OPENED, RESTORED
from judging.reopenings.models import Reopening
from judging.reopenings.queries import (
    Request,
    Sheet,
    reopened_in,
    request_by_id,
    requests_in,
    requests_on,
    sheet_by_card,
)
from judging.scorecards.models import LodgementReceipt, Scorecard
from judging.scorecards.unlocking import lock_again, unlock
from judging.scorecards.window import Window


def ask_to_reopen(
    session: Session, card_id: uuid.UUID, reason: str, *, by: uuid.UUID, organises: bool = False, at: datetime
) -> Reopening:
    """The judge asks, or an organiser, which is their agreement too.

    Raises NotFound for anybody else, and where the entry is no longer before its judge; RuleBroken unless the sheet
    is lodged, may still be changed, and is not asked for already.
    """
    sheet = sheet_by_card(session, card_id, at=at)
    if sheet is None or not sheet.before_judge or not (organises or by == sheet.person_id):
        raise NotFound
    if organises and by == sheet.person_id:
        raise RuleBroken(msg("This is your own sheet: ask as its judge."))
    if sheet.window is not Window.OPEN:
        raise RuleBroken(msg("The time of the round is over: no sheet is reopened any more."))
    if sheet.lodged_at is None:
        raise RuleBroken(msg("This sheet is not lodged: it can be changed as it is."))
    if any(one.state is State.ASKED for one in requests_on(session, card_id, at=at)):
        raise RuleBroken(msg("Somebody has asked for this already."))
    receipt = session.exec(
        select(LodgementReceipt)
        .where(LodgementReceipt.scorecard_id == card_id)
        .where(LodgementReceipt.at == sheet.lodged_at)
    ).first()
    if receipt is None:
        raise RuleBroken(msg("This sheet has no receipt."))
    request = Reopening(
        scorecard_id=card_id, receipt_id=receipt.id, reason=reason.strip(), asked_at=at, asked_by_id=by
    )
    if organises:
        request.office_id, request.office_at = by, at
    session.add(request)
    session.flush()
    detail = {"receipt": receipt.digest, "reason": request.reason}
    audit.record(session, "scorecard.reopening_asked", card_id, by=by, at=at, detail=detail)
    _tell_deciders(session, request, sheet, by=by, at=at)
    return request


def agree_to_reopen(
    session: Session, request_id: uuid.UUID, *, by: uuid.UUID, organises: bool = False, at: datetime
) -> bool:
    """The chair's agreement or an organiser's; whether with it the sheet is open.

    Raises NotFound for whom it does not wait for, RuleBroken for an organiser who may not agree, or if it was
    decided meanwhile.
    """
    request, row = _standing(session, request_id, by=by, organises=organises, at=at)
    side = side_for(request.ask, by, organises=organises)
    if side is None:
        raise RuleBroken(msg("You have agreed already, or it is your own sheet. Somebody else must agree."))
    if side is Side.PANEL:
        row.panel_id, row.panel_at = by, at
    else:
        row.office_id, row.office_at = by, at
    card_id = request.sheet.card_id
    detail = {"side": side.value}
    audit.record(session, "scorecard.reopening_agreed", card_id, by=by, at=at, detail=detail)
    opened = request.ask.agreed(by, side).granted
    if opened:
        row.opened_at = at
        card = session.get_one(Scorecard, card_id)
        unlock(session, card, session.get_one(LodgementReceipt, row.receipt_id), row.reason, by=by, at=at)
        _tell_judge(session, OPENED, request.sheet, row.id, at=at)
    session.add(row)
    session.flush()
    return opened


def refuse_to_reopen(
    session: Session,
    request_id: uuid.UUID,
    reason: str,
    *,
    by: uuid.UUID,
    organises: bool = False,
    at: datetime,
) -> None:
    """The sheet stays lodged; the judge reads why. Raises as `agree_to_reopen`, and RuleBroken on one's own sheet."""
    request, row = _standing(session, request_id, by=by, organises=organises, at=at)
    if by == request.sheet.person_id:
        raise RuleBroken(msg("This is your own sheet: take the request back as its judge."))
    row.declined_at, row.declined_by_id, row.refusal = at, by, reason.strip()
    session.add(row)
    session.flush()
    detail = {"reason": row.refusal}
    card_id = request.sheet.card_id
    audit.record(session, "scorecard.reopening_refused", card_id, by=by, at=at, detail=detail)
    _tell_judge(session, DECLINED, request.sheet, row.id, at=at)


def take_back_request(session: Session, card_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """The judge no longer asks. Raises NotFound for another's sheet, RuleBroken if nothing waits."""
    found = _own(session, card_id, by=by, at=at)
    waiting = next((one for one in found if one.state is State.ASKED and one.asked_by_id == by), None)
    if waiting is None:
        raise RuleBroken(msg("This was decided meanwhile. Look at it again."))
    row = session.get_one(Reopening, waiting.id)
    row.declined_at, row.declined_by_id = at, by
    session.add(row)
    session.flush()
    audit.record(session, "scorecard.reopening_taken_back", card_id, by=by, at=at)


def keep_as_lodged(session: Session, card_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """The judge wants the sheet as it was lodged. Raises NotFound for another's sheet, RuleBroken unless it is open."""
    opened = next((one for one in _own(session, card_id, by=by, at=at) if one.state is State.OPEN), None)
    if opened is None or opened.sheet.window is not Window.OPEN:
        raise RuleBroken(msg("This sheet is not open."))
    _restore(session, [session.get_one(Reopening, opened.id).receipt_id], by=by, at=at)


def restore_unlodged(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> int:
    """Whatever was reopened and not lodged again stands as it had been lodged: a round ends here. How many.

    The judges of these sheets are told, and those whose requests waited.
    """
    every = requests_in(session, round_id, at=at)
    asked = [one for one in every if one.declined_at is None and one.sheet.before_judge]
    receipts = reopened_in(session, round_id)
    waited = [one for one in asked if one.opened_at is None]
    open_ = [one for one in asked if one.state is State.OPEN]
    _restore(session, receipts, by=by, at=at)
    for kind, ended in ((LAPSED, waited), (RESTORED, open_)):
        _tell_judges(session, kind, ended, at=at)
    return len(receipts)


def _restore(session: Session, receipts: list[uuid.UUID], *, by: uuid.UUID, at: datetime) -> None:
    lock_again(session, receipts, by=by, at=at)
    open_ = select(Reopening).where(
        col(Reopening.receipt_id).in_(receipts),
        col(Reopening.opened_at).is_not(None),
        col(Reopening.restored_at).is_(None),
    )
    for row in session.exec(open_).all():
        row.restored_at = at
        session.add(row)
    session.flush()


def _own(session: Session, card_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> list[Request]:
    found = requests_on(session, card_id, at=at)
    if not found or found[0].sheet.person_id != by or not found[0].sheet.before_judge:
        raise NotFound
    return found


def _standing(
    session: Session, request_id: uuid.UUID, *, by: uuid.UUID, organises: bool, at: datetime
) -> tuple[Request, Reopening]:
    """A request that waits. A judge finds it only if they act as chair for its sheet."""
    request = request_by_id(session, request_id, officer=None if organises else by, at=at)
    if request is None or not (organises or by == request.sheet.chair):
        raise NotFound
    if request.state is not State.ASKED:
        raise RuleBroken(msg("This was decided meanwhile. Look at it again."))
    return request, session.get_one(Reopening, request_id)


def _tell_deciders(
    session: Session, request: Reopening, sheet: Sheet, *, by: uuid.UUID, at: datetime
) -> None:
    """The chair reads neither whose sheet it is nor of which entry."""
    panel = {"ar": sheet.name_ar, "en": sheet.name_en}
    if sheet.chair:
        _write(session, ASKED_CHAIR, panel, [session.get_one(Person, sheet.chair)], about=request.id, at=at)
    office = [person for person in organisers(session) if person.id not in (by, sheet.person_id)]
    cycle = cycle_by_id(session, sheet.cycle_id).number
    _write(session, ASKED_OFFICE, {"entry": sheet.number, "cycle": cycle}, office, about=request.id, at=at)


def _tell_judge(session: Session, kind: str, sheet: Sheet, about: uuid.UUID, *, at: datetime) -> None:
    judge = session.get_one(Person, sheet.person_id)
    _write(session, kind, {"code": sheet.code}, [judge], about=about, at=at)


def _tell_judges(session: Session, kind: str, ended: Sequence[Request], *, at: datetime) -> None:
    ids = {one.sheet.person_id for one in ended}
    people = {one.id: one for one in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    for one in ended:
        judge = people[one.sheet.person_id]
        _write(session, kind, {"code": one.sheet.code}, [judge], about=one.id, at=at)


def _write(
    session: Session,
    kind: str,
    given: Mapping[str, object],
    to: Iterable[Person],
    *,
    about: uuid.UUID,
    at: datetime,
) -> None:
    for person in to:
        if person.disabled_at is None:
            lang = as_lang(person.lang)
            queue_mail(session, kind, given, to=person.email, about=about, person=person.id, lang=lang, at=at)
