"""What is done before an appeal is ruled on: the cycle's rule, telling entrants, filing, withdrawing."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.queries import cycle_by_id
from awards.directory.models import Membership, MembershipKind
from awards.entries.models import EntryState
from awards.entries.queries import my_head
from awards.entries.sheet import Head as EntryHead
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.appeals.letters import FILED, WITHDRAWN
from judging.appeals.models import Appeal, AppealRule, Ground, Standing
from judging.appeals.queries import Filed, appeal_by_id, appeal_on, notice_of, rule_of, window_of
from judging.appeals.rules import State, too_long, why_not_filed
from judging.appeals.writing import write_to_entrant
from judging.rounds.models import Round
from judging.tally.queries import documents_of
from judging.tally.reading import counted_in


def judging_has_opened(session: Session, cycle_id: uuid.UUID) -> bool:
    """From then on the cycle's rule of appeals stays."""
    opened_round = select(Round.id).where(Round.cycle_id == cycle_id, col(Round.opened_at).is_not(None))
    return session.exec(opened_round.limit(1)).first() is not None


def set_rule(
    session: Session, cycle_id: uuid.UUID, *, waits: bool, shows: Standing, by: uuid.UUID, at: datetime
) -> AppealRule:
    """Choose whether publication waits for appeals, and what entrants read beside their totals.

    Raises NotFound, and RuleBroken once a round of judging has been opened.
    """
    cycle_by_id(session, cycle_id)
    if judging_has_opened(session, cycle_id):
        raise RuleBroken(msg("Judging has opened: what the cycle says of appeals stays as it is."))
    rule = rule_of(session, cycle_id) or AppealRule(cycle_id=cycle_id, set_at=at, set_by_id=by)
    rule.waits, rule.shows, rule.set_at, rule.set_by_id = waits, shows, at, by
    session.add(rule)
    session.flush()
    detail = {"waits": waits, "shows": shows.value}
    audit.record(session, "appeals.rule_set", cycle_id, by=by, at=at, detail=detail)
    return rule


def may_file(session: Session, entry: EntryHead, person_id: uuid.UUID) -> bool:
    """An owner of the entry's agency, or the individual whose entry it is."""
    if entry.agency_id is None:
        return entry.started_by_id == person_id
    own = select(Membership.person_id).where(
        Membership.agency_id == entry.agency_id,
        Membership.person_id == person_id,
        Membership.kind == MembershipKind.OWNER,
    )
    return session.exec(own).first() is not None


def is_counted(session: Session, entry: EntryHead) -> bool:
    """Whether the entry is in the contest and was counted when entrants were told."""
    notice = notice_of(session, entry.cycle_id)
    if notice is None or entry.state is not EntryState.SUBMITTED:
        return False
    document = documents_of(session, [notice.tally_id])[notice.tally_id]
    found = counted_in(session, document, entry.cycle_id, entry.category_code, entry.number)
    return found is not None and bool(found.line.sheets)


def file_appeal(
    session: Session, entry_id: uuid.UUID, ground: Ground, text: str, *, by: uuid.UUID, at: datetime
) -> Appeal:
    """File the one appeal of an entry; `at` is when the request arrived. Its people get a letter with the number.

    Raises NotFound for anybody but the entry's people and for an entry that was not counted; RuleBroken for an
    editor, outside the window, or if there is one already; Invalid for a text that is empty or too long.
    """
    entry = my_head(session, by, entry_id, to_change=True)
    if not is_counted(session, entry):
        raise NotFound
    if not may_file(session, entry, by):
        raise RuleBroken(msg("An owner of the agency files and withdraws appeals."))
    notice = notice_of(session, entry.cycle_id)
    if refused := why_not_filed(window_of(notice) if notice else None, at):
        raise RuleBroken(refused)
    if appeal_on(session, entry_id) is not None:
        raise RuleBroken(
            msg("An appeal about this entry has been filed already: there is one for each entry.")
        )
    if not text.strip():
        raise Invalid({"text": msg("Write what you appeal against, and why.")})
    if wrong := too_long(text):
        raise Invalid({"text": wrong})
    last = session.exec(select(sa.func.max(Appeal.number)).where(Appeal.cycle_id == entry.cycle_id)).one()
    appeal = Appeal(
        cycle_id=entry.cycle_id,
        entry_id=entry_id,
        number=(last or 0) + 1,
        ground=ground,
        text=text.strip(),
        filed_at=at,
        filed_by_id=by,
    )
    session.add(appeal)
    session.flush()
    detail = {"number": appeal.number, "appeal_ground": ground.value}
    audit.record(session, "appeal.filed", entry_id, by=by, at=at, detail=detail)
    write_to_entrant(session, FILED, appeal_by_id(session, appeal.id), {"at": at.isoformat()}, by=by, at=at)
    return appeal


def withdraw_appeal(session: Session, entry_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """The entry's owner withdraws its appeal before it is ruled on. Raises NotFound, RuleBroken."""
    entry = my_head(session, by, entry_id)
    found = appeal_on(session, entry_id)
    if found is None:
        raise NotFound
    if not may_file(session, entry, by):
        raise RuleBroken(msg("An owner of the agency files and withdraws appeals."))
    if not may_withdraw(found):
        raise RuleBroken(msg("The appeal has been ruled on, or is withdrawn already."))
    appeal = session.get_one(Appeal, found.id)
    appeal.withdrawn_at, appeal.withdrawn_by_id, appeal.closed_at = at, by, at
    session.add(appeal)
    session.flush()
    audit.record(session, "appeal.withdrawn", entry_id, by=by, at=at, detail={"number": appeal.number})
    write_to_entrant(session, WITHDRAWN, found, by=by, at=at)


def may_withdraw(appeal: Filed) -> bool:
    """Until somebody has ruled on it."""
    return appeal.state in (State.FILED, State.ASSIGNED)
