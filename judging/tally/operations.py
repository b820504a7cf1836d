"""Closing a round, opening its results, counting them; and asking who the judges behind them are."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from awards.cycles.queries import cycle_by_id
from awards.entries.extensions.queries import intake_ends
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import Message, msg, nmsg
from awards.screening.queries import unscreened_in
from awards.screening.waiting import in_words as waiting_in_words
from awards.screening.waiting import waiting_in
from judging.blinding.certificate.queries import certificate_lacks
from judging.reconciliation.operations import allow_pending, open_reconciliations
from judging.reconciliation.queries import pending_in
from judging.reopenings.operations import restore_unlodged
from judging.rounds.contest import closes_at
from judging.rounds.first_reading_operations import begin_scoring
from judging.rounds.method.queries import rules_of
from judging.rounds.models import Round
from judging.rounds.operations import (
    agree_to_close_early,
    ask_to_close_early,
    close_round,
    open_results,
    open_round,
)
from judging.rounds.queries import consents_of, round_state, scoring_round
from judging.rounds.state import RoundState
from judging.rubrics.kinds import RoundKind
from judging.tally.counted import count_contests, formula_for, rules_line
from judging.tally.document import FORMAT, Document, FinalLine, from_json, to_json
from judging.tally.finalists import move_on, waits_for_final
from judging.tally.models import Tally
from judging.tally.outlook import Outlook, closing_takes_two, outlook_of
from judging.tally.queries import Head, NotYetOpened, round_of
from judging.tally.reading import moved_on_and_not, read_categories, waits_to_move_on
from judging.tally.results import Least, leaving_out
from judging.tally.sheets import contests_of


class ClosingReasonNeeded(Invalid):
    """It is early, or an entry would stay unranked."""

    def __init__(self) -> None:
        super().__init__({"reason": msg("Give the reason for which the round is closed early.")})


def obstacle_to_opening(session: Session, round_id: uuid.UUID, *, at: datetime) -> Message | None:
    """Why judges could do nothing in this round if it were opened now; nothing where they could. Raises NotFound."""
    round_ = session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    ends = intake_ends(session, cycle_by_id(session, round_.cycle_id))
    if at < ends:
        return msg("Entries are accepted until %(when)s.", when=ends)
    outlook = outlook_of(session, round_id)
    if not outlook.submitted:
        return msg("No entry was submitted.")
    if not outlook.expected:
        return msg("Nobody has been assigned to read an entry yet.")
    if waits := waiting_in_words(waiting_in(session, round_.cycle_id)):
        return waits
    if unscreened := unscreened_in(session, round_.cycle_id):
        return nmsg(
            "%(n)s entry waits for screening: admit it, or take it out.",
            "%(n)s entries wait for screening: admit them, or take them out.",
            unscreened,
        )
    return certificate_lacks(session, round_.cycle_id)


def open_judging(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Judges may begin to score. Raises RuleBroken if there is nothing to score, or the round was opened before."""
    if obstacle := obstacle_to_opening(session, round_id, at=at):
        raise RuleBroken(obstacle)
    open_round(session, round_id, by=by, at=at)


def close_judging(
    session: Session,
    round_id: uuid.UUID,
    *,
    reason: str = "",
    reason_en: str = "",
    by: uuid.UUID,
    at: datetime,
) -> bool:
    """Close a round, or, where that takes two, ask for it with the reason; whether it is closed.

    Raises RuleBroken unless the round is open, ClosingReasonNeeded where a reason is missing.
    """
    outlook, takes_two = _outlook(session, round_id, at)
    if not takes_two:
        restore_unlodged(session, round_id, by=by, at=at)
        close_round(session, round_id, missing=outlook.missing, by=by, at=at)
        open_reconciliations(session, round_id, by=by, at=at)
        move_on(session, round_id, by=by, at=at)
        return True
    if not reason.strip():
        raise ClosingReasonNeeded
    ask_to_close_early(
        session,
        round_id,
        reason,
        reason_en=reason_en,
        missing=outlook.missing,
        unranked=outlook.falling_out,
        by=by,
        at=at,
    )
    return False


def agree_to_close(
    session: Session, round_id: uuid.UUID, wish_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """A second organiser closes the round as the first one asked. Raises RuleBroken as `agree_to_close_early`."""
    restore_unlodged(session, round_id, by=by, at=at)
    outlook = outlook_of(session, round_id)
    agree_to_close_early(
        session, round_id, wish_id, missing=outlook.missing, unranked=outlook.falling_out, by=by, at=at
    )
    open_reconciliations(session, round_id, by=by, at=at)
    move_on(session, round_id, by=by, at=at)


def _outlook(session: Session, round_id: uuid.UUID, at: datetime) -> tuple[Outlook, bool]:
    round_ = session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    outlook = outlook_of(session, round_id)
    announced = closes_at(session, round_id)
    return outlook, closing_takes_two(outlook.categories, now=at, announced=announced)


def consent_to_results(
    session: Session, round_id: uuid.UUID, *, reason: str = "", by: uuid.UUID, at: datetime
) -> Tally | None:
    """One organiser's consent to open the results; the second one's counts them and gives the first tally.

    While sheets are being reconciled each of the two needs a `reason`; raises RuleBroken without it, and while a
    final panel waits to begin or entries wait to move on from a first reading.
    """
    if waits_to_move_on(session, round_id):
        raise RuleBroken(
            msg("Scoring has not begun: the results of the first reading are not opened by themselves.")
        )
    if waits_for_final(session, round_id):
        raise RuleBroken(
            msg("The final panel has not begun: the results of scoring are not opened by themselves.")
        )
    allow_pending(session, round_id, reason, by=by, at=at)
    return (
        compute_tally(session, round_id, by=by, at=at)
        if open_results(session, round_id, by=by, at=at)
        else None
    )


def ask_for_names(session: Session, head: Head, reason: str, *, by: uuid.UUID, at: datetime) -> None:
    """Put on record who reads the names behind the judges' pseudonyms, and what for; before they are shown.

    Raises NotYetOpened before two organisers have opened the results, RuleBroken without a reason.
    """
    if not head.results_open:
        raise NotYetOpened
    if not reason.strip():
        raise RuleBroken(msg("Give the reason for which the names are read."))
    detail = {"reason": reason.strip(), "tally": head.version}
    audit.record(session, "judges.named", round_of(head), by=by, at=at, detail=detail)


def compute_tally(
    session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime, reason: str = ""
) -> Tally:
    """Count the lodged sheets of a round whose results are open, and store the result as a new version.

    A version is never edited; each after the first needs the reason for which it replaces the one before.
    Raises RuleBroken if the results are not open or the reason is missing.
    """
    round_ = session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    if round_state(round_, consents_of(session, round_id)) is not RoundState.OPENED:
        raise RuleBroken(msg("The results are counted once two organisers have opened them."))
    last = session.exec(
        select(Tally.version).where(Tally.round_id == round_id).order_by(col(Tally.version).desc()).limit(1)
    ).first()
    if last is not None and not reason.strip():
        raise RuleBroken(msg("Give the reason for which the results are counted again."))
    return _keep(session, round_, reason.strip(), version=(last or 0) + 1, by=by, at=at)


def let_move_on(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Round:
    """The scoring round with the entries that a closed first reading lets pass; what it came to is stored, and stands.

    Raises NotFound, and RuleBroken while its sheets are reconciled, where it is not closed or nobody moves on, and if
    this was done before.
    """
    reading = session.get(Round, round_id)
    if reading is None:
        raise NotFound
    if not waits_to_move_on(session, round_id):
        raise RuleBroken(msg("No entry waits to move on from a first reading."))
    if pending_in(session, round_id):
        raise RuleBroken(
            msg("Sheets are still being reconciled: who moves on is known once all of that is settled.")
        )
    tally = _keep(session, reading, "", version=1, by=by, at=at)
    categories = read_categories(session, reading, from_json(tally.document).categories)
    return begin_scoring(session, reading, moved_on_and_not(categories), by=by, at=at)


def _keep(
    session: Session, round_: Round, reason: str, *, version: int, by: uuid.UUID, at: datetime
) -> Tally:
    document = count_round(session, round_)
    tally = Tally(
        round_id=round_.id,
        version=version,
        method=document.method,
        document=to_json(document),
        reason=reason,
        computed_at=at,
        computed_by_id=by,
    )
    session.add(tally)
    session.flush()
    detail: dict[str, object] = {
        "version": tally.version,
        "sheets": sum(len(e.sheets) for c in document.categories for e in c.entries),
    }
    if tally.reason:
        detail["reason"] = tally.reason
    audit.record(session, "tally.computed", round_.id, by=by, at=at, detail=detail)
    return tally


def count_round(session: Session, round_: Round, *, without: Collection[uuid.UUID] = ()) -> Document:
    """What the sheets of a round come to now, or would without these scorecards; nothing is stored."""
    cycle = cycle_by_id(session, round_.cycle_id)
    first = scoring_round(session, cycle.id) if round_.kind is RoundKind.FINAL else None
    final = FinalLine(round_.pools, first.min_sheets) if first else None
    contests = [
        leaving_out(contest, without)
        for contest in contests_of(session, cycle.id, round_.id, pools=round_.pools)
    ]
    chosen, rules = rules_of(session, round_.id)
    least = Least(round_.min_sheets, final.scoring_min_sheets if final else None)
    counted = count_contests(contests, rules, least=least)
    return Document(
        format=FORMAT,
        round_id=round_.id,
        cycle=cycle.number,
        method=rules.method.value,
        min_sheets=round_.min_sheets,
        categories=counted.categories,
        formula=formula_for(contests, rules.method, final),
        final=final,
        rules=rules_line(chosen, rules),
        model=counted.model,
    )
