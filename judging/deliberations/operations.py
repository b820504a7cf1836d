"""What is done with results once they are open: correct, decide, approve or return, publish."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import cycle_by_id
from awards.entries.models import Entry, EntryPartner, EntryState, PartnerState, PastWin
from awards.entries.places import MENTION, place_name
from awards.kit import audit
from awards.kit.clock import zone_named
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.i18n import msg
from judging.deliberations.departures import passed_over, takes_a_reason
from judging.deliberations.held_back import appeals_in_the_way
from judging.deliberations.models import Decision, Outcome, Publication, PublicationConsent
from judging.deliberations.places import (
    fingerprint,
    given_places,
    is_place,
    lacks,
    misfit,
    why,
    why_not_approved,
)
from judging.deliberations.queries import consents_to, decided_places
from judging.rounds.state import CONSENTS
from judging.tally.document import EntryLine
from judging.tally.models import Tally
from judging.tally.operations import compute_tally
from judging.tally.queries import Head, NotYetOpened, document_of, opened


class ReasonNeeded(Invalid):
    """The place departs from the ranking, is withheld, or the ranking is not comparable across panels."""

    def __init__(self, outcome: Outcome, over: Sequence[EntryLine] = (), *, comparable: bool = True) -> None:
        if not comparable:
            wanted = msg(
                "The entries of this category are not comparable across panels: give the reason for this place."
            )
        elif outcome is Outcome.WITHHELD:
            wanted = msg("Give the reason for which this place is withheld.")
        elif over:
            wanted = msg(
                "This place passes over entry %(number)s (rank %(rank)s), which has no place: give the reason.",
                number=over[0].number,
                rank=over[0].rank,
            )
        else:
            wanted = msg("Give the reason for which this place departs from the ranking.")
        super().__init__({"reason": wanted})


class DecidedMeanwhile(Stale):
    """The place is no longer decided as it was on the page from which this decision was made."""

    def __init__(self) -> None:
        super().__init__(
            msg("This place was decided anew after you had opened the page. Nothing was replaced.")
        )


class CitationNeeded(Invalid):
    """A place that is given is cited in both languages: it is read out and printed."""

    def __init__(self) -> None:
        super().__init__({"citation_ar": msg("Write the citation in Arabic and in English.")})


def correct_tally(
    session: Session, cycle_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> Tally:
    """Count again, with a reason, e.g. after a disqualification; what was decided must then be decided again."""
    head = _open_and_unpublished(session, cycle_by_id(session, cycle_id))
    if head.round_id is None:
        raise NotYetOpened
    return compute_tally(session, head.round_id, by=by, at=at, reason=reason)


def decide_place(
    session: Session,
    *,
    category_id: uuid.UUID,
    place: int,
    outcome: Outcome,
    entry_ids: Sequence[uuid.UUID],
    citation_ar: str,
    citation_en: str,
    reason: str,
    reason_en: str = "",
    replaces: uuid.UUID | None = None,
    by: uuid.UUID,
    at: datetime,
) -> list[Decision]:
    """Decide one place of a category, in the stead of what was decided of it before: `replaces`, if anything was.

    The special mention of a category is decided in the same way under `MENTION`, and withheld it is none any more.
    Raises DecidedMeanwhile if something else stands there, RuleBroken if the results are not open or are
    published, the entries do not fit the outcome or are not ranked in this contest, one has another place, a
    citation is missing (CitationNeeded), or the place departs from the ranking without a reason (ReasonNeeded).
    """
    category = session.get(Category, category_id)
    if category is None:
        raise NotFound
    head = _open_and_unpublished(session, cycle_by_id(session, category.cycle_id))
    counted = document_of(session, head).category(category.code)
    if counted is None or not is_place(counted, place) or head.tally_id is None:
        raise NotFound
    chosen = list(dict.fromkeys(entry_ids))
    before = session.exec(
        select(Decision.id).where(Decision.category_id == category_id, Decision.place == place)
    ).all()
    if (replaces not in before) if before else (replaces is not None):
        raise DecidedMeanwhile
    if wrong := misfit(counted, outcome, chosen):
        raise RuleBroken(wrong)
    _check_entries(session, category_id, place, chosen, head.tally_id)
    if outcome is not Outcome.WITHHELD and not (citation_ar.strip() and citation_en.strip()):
        raise CitationNeeded
    given = {**given_places(decided_places(session, category.cycle_id), category_id), place: chosen}
    if not reason.strip() and takes_a_reason(counted, place, given):
        raise ReasonNeeded(outcome, passed_over(counted, place, given), comparable=counted.comparable)
    words = Words(citation_ar.strip(), citation_en.strip(), reason.strip(), reason_en.strip())
    return write_place(
        session, head, category_id, place, outcome, chosen, words, replaces=replaces, by=by, at=at
    )


@dataclass(frozen=True, slots=True)
class Words:
    """What is written of a place."""

    citation_ar: str
    citation_en: str
    reason: str = ""
    reason_en: str = ""


def write_place(
    session: Session,
    head: Head,
    category_id: uuid.UUID,
    place: int,
    outcome: Outcome,
    chosen: Sequence[uuid.UUID],
    words: Words,
    *,
    replaces: uuid.UUID | None,
    by: uuid.UUID,
    at: datetime,
) -> list[Decision]:
    """Put a decision that was checked in the stead of what stands there, with its event in the audit log."""
    if head.tally_id is None:
        raise NotYetOpened
    session.exec(
        sa.delete(Decision).where(col(Decision.category_id) == category_id, col(Decision.place) == place)
    )
    # Nobody is denied a special mention: where it goes to nobody, there is none.
    holders: list[uuid.UUID | None] = [*chosen] or ([] if place == MENTION else [None])
    # As they are read at the ceremony and by the second person: the chain proves them, word for word.
    written = asdict(words)
    decisions = [
        Decision(
            category_id=category_id,
            tally_id=head.tally_id,
            place=place,
            outcome=outcome,
            entry_id=entry_id,
            decided_at=at,
            decided_by_id=by,
            **written,
        )
        for entry_id in holders
    ]
    session.add_all(decisions)
    session.flush()
    detail: dict[str, object] = {
        "place": place,
        "outcome": outcome.value,
        "entries": [str(entry_id) for entry_id in chosen],
        "tally": head.version,
    }
    detail |= {name: text for name, text in written.items() if text}
    if replaces:
        detail["replaces"] = str(replaces)
    audit.record(session, "place.decided", category_id, by=by, at=at, detail=detail)
    return decisions


def approve_decision(session: Session, decision_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """A second person approves a place that departs from the ranking; a shared one as a whole.

    Raises NotFound if the decision was replaced, RuleBroken if it needs no approval, has it or was returned, rests
    on an earlier tally, or was made by the same person.
    """
    approve_decisions(session, [decision_id], by=by, at=at)


def approve_decisions(
    session: Session, decision_ids: Sequence[uuid.UUID], *, by: uuid.UUID, at: datetime
) -> None:
    """A second person approves several places of a cycle, all or none; each has its own event in the audit log.

    Raises as approving one does.
    """
    decisions = _awaiting_second(session, decision_ids, by)
    places = [
        sa.and_(col(Decision.category_id) == d.category_id, col(Decision.place) == d.place) for d in decisions
    ]
    session.exec(sa.update(Decision).where(sa.or_(*places)).values(approved_at=at, approved_by_id=by))
    for decision in decisions:
        detail = {"place": decision.place}
        audit.record(session, "place.approved", decision.category_id, by=by, at=at, detail=detail)


def return_decision(
    session: Session, decision_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """A second person does not approve it and says why: the place must be decided anew. Raises as approving does."""
    (decision,) = _awaiting_second(session, [decision_id], by)
    session.exec(
        sa.update(Decision)
        .where(col(Decision.category_id) == decision.category_id, col(Decision.place) == decision.place)
        .values(returned_at=at, returned_by_id=by, returned_reason=reason.strip())
    )
    detail = {"place": decision.place, "reason": reason.strip()}
    audit.record(session, "place.returned", decision.category_id, by=by, at=at, detail=detail)


def _awaiting_second(
    session: Session, decision_ids: Sequence[uuid.UUID], by: uuid.UUID
) -> Sequence[Decision]:
    """The decisions of one cycle, in the order of its categories and places."""
    rows = session.exec(
        select(Decision, Category)
        .join(Category, col(Category.id) == col(Decision.category_id))
        .where(col(Decision.id).in_(decision_ids))
        .order_by(col(Category.position), col(Decision.place))
    ).all()
    cycles = {category.cycle_id for _, category in rows}
    if len(rows) != len(set(decision_ids)) or len(cycles) != 1:
        raise NotFound
    head = _open_and_unpublished(session, cycle_by_id(session, cycles.pop()))
    for decision, _ in rows:
        if wrong := why_not_approved(decision, head.tally_id, by):
            raise RuleBroken(wrong)
    return [decision for decision, _ in rows]


def publish(
    session: Session, cycle_id: uuid.UUID, *, seen: str, by: uuid.UUID, at: datetime
) -> Publication | None:
    """One organiser's consent to publish the decisions that they have `seen` (`fingerprint`).

    With the second one's the results are public, and who won is remembered: winners may be barred from later
    cycles. Raises RuleBroken before the day of publication, if a place of a category is not finally decided, the cycle
    waits for appeals, the decisions are no longer those that were seen, or `by` has consented to them before.
    """
    cycle = cycle_by_id(session, cycle_id)
    head = _open_and_unpublished(session, cycle)
    if at < cycle.publishes_at:
        raise RuleBroken(
            msg(
                "The results are under embargo until %(when)s, %(zone)s.",
                when=cycle.publishes_at,
                zone=zone_named(cycle.zone),
            )
        )
    decided = decided_places(session, cycle_id)
    categories = document_of(session, head).categories
    for category, place, lack in lacks(categories, decided, head.tally_id):
        raise RuleBroken(why(lack, category, place))
    if waits := appeals_in_the_way(session, cycle_id, at):
        raise RuleBroken(waits)
    if seen != fingerprint(decided.values()):
        raise RuleBroken(
            msg("A place was decided anew since you opened this page. Look at all of them again.")
        )
    consents = consents_to(session, cycle_id, seen)
    if by in {consent.person_id for consent in consents}:
        raise RuleBroken(
            msg("You have consented already. A second organiser must publish the results with you.")
        )
    # A consent of the same person to earlier decisions gives way.
    session.merge(PublicationConsent(cycle_id=cycle_id, person_id=by, seen=seen, at=at))
    session.flush()
    audit.record(session, "publication.consented", cycle_id, by=by, at=at, detail={"decisions": seen})
    if len(consents) + 1 < CONSENTS:
        return None
    publication = Publication(cycle_id=cycle_id, published_at=at, published_by_id=by)
    session.add(publication)
    session.add_all(wins_of(session, cycle))
    session.flush()
    audit.record(session, "results.published", cycle_id, by=by, at=at, detail={"places": len(decided)})
    return publication


def _open_and_unpublished(session: Session, cycle: Cycle) -> Head:
    head = opened(session, cycle.number)
    if session.get(Publication, cycle.id) is not None:
        raise RuleBroken(msg("The results are published and can no longer be changed."))
    return head


def _check_entries(
    session: Session, category_id: uuid.UUID, place: int, chosen: list[uuid.UUID], tally_id: uuid.UUID
) -> None:
    """None of them has left since the tally, or has another place by a decision on it: an earlier one is decided anew."""
    in_contest = session.exec(
        select(sa.func.count()).where(
            col(Entry.id).in_(chosen), Entry.category_id == category_id, Entry.state == EntryState.SUBMITTED
        )
    ).one()
    if in_contest != len(chosen):
        raise RuleBroken(msg("An entry that you chose is not in this contest."))
    elsewhere = select(Decision.place).where(
        Decision.category_id == category_id,
        Decision.tally_id == tally_id,
        Decision.place != place,
        col(Decision.entry_id).in_(chosen),
    )
    if (other := session.exec(elsewhere).first()) is not None:
        raise RuleBroken(
            msg("An entry that you chose has another place already: %(place)s.", place=place_name(other))
        )


def wins_of(session: Session, cycle: Cycle, categories: Collection[uuid.UUID] | None = None) -> list[PastWin]:
    """One row for each entrant that holds a place, partners of a joint entry that have confirmed included.

    Of these `categories`, or of all.
    """
    within = col(Category.id).in_(categories) if categories is not None else sa.true()
    won = session.exec(
        select(Decision.place, Category.code, Entry)
        .join(Category, col(Category.id) == col(Decision.category_id))
        .join(Entry, col(Entry.id) == col(Decision.entry_id))
        .where(Category.cycle_id == cycle.id, Decision.place != MENTION, within)
        .order_by(col(Category.position), col(Decision.place), col(Entry.number))
    ).all()
    partners = session.exec(
        select(EntryPartner).where(
            col(EntryPartner.entry_id).in_([entry.id for _, _, entry in won]),
            EntryPartner.state == PartnerState.CONFIRMED,
        )
    ).all()
    return [
        PastWin(
            cycle_id=cycle.id,
            category_code=code,
            place=place,
            entry_id=entry.id,
            agency_id=agency_id,
            person_id=entry.started_by_id if agency_id is None else None,
        )
        for place, code, entry in won
        for agency_id in [entry.agency_id, *(p.agency_id for p in partners if p.entry_id == entry.id)]
    ]
