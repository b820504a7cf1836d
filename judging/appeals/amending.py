"""Correcting places that are published: one organiser writes them, a second approves, and the public page follows.

Until then what was published stands; nothing of the correction is public. Pure but for `propose`, `approve` and reads.
"""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlmodel import Session, col

from awards.cycles.queries import cycle_by_id
from awards.entries.addressees import addressees_of
from awards.entries.models import PastWin
from awards.entries.places import MENTION
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken, Stale
from awards.kit.i18n import Message, msg
from awards.kit.mail.many import Addressed, queue_mails
from judging.appeals.correcting import close, made
from judging.appeals.letters import MOVED
from judging.appeals.models import AppealCorrection
from judging.appeals.queries import Filed, appeal_by_id
from judging.appeals.rules import State
from judging.deliberations.board import proposal
from judging.deliberations.departures import takes_a_reason
from judging.deliberations.models import Outcome
from judging.deliberations.operations import Words, wins_of, write_place
from judging.deliberations.places import Decided, PlaceKey, misfit
from judging.deliberations.queries import decided_places
from judging.tally.document import CategoryTally
from judging.tally.queries import Head, document_of, opened


@dataclass(frozen=True, slots=True)
class Corrected:
    """One place as it is to be; `entry_ids` are none where it is withheld."""

    category_id: uuid.UUID
    place: int
    entry_ids: tuple[uuid.UUID, ...]
    citation_ar: str = ""
    citation_en: str = ""
    reason: str = ""
    reason_en: str = ""

    @property
    def outcome(self) -> Outcome:
        """What becomes of it, by how many have it."""
        return (Outcome.WITHHELD, Outcome.AWARDED)[len(self.entry_ids)] if len(self.entry_ids) < 2 else Outcome.SHARED  # fmt: skip


def field_of(category: CategoryTally, place: int, name: str) -> str:
    """What a field of the form is called."""
    return f"{category.code}-{place}-{name}"


def changed_categories(session: Session, appeal: Filed) -> list[CategoryTally]:
    """The categories whose places the correction moves, as they are counted now."""
    wanted = {one.category.id for one in made(session, appeal) if one.changes_place}
    counted = document_of(session, opened(session, appeal.cycle_number)).categories
    return [category for category in counted if category.id in wanted]


def suggested(
    categories: Sequence[CategoryTally], decided: Mapping[PlaceKey, Decided], number: int
) -> list[Corrected]:
    """Each place as the new ranking gives it, with the citation that its holders had; a withheld one stays withheld."""
    found: list[Corrected] = []
    for category in categories:
        taken: dict[uuid.UUID, int] = {}
        for place in range(1, category.places + 1):
            before = decided.get((category.id, place))
            withheld = before is not None and before.outcome is Outcome.WITHHELD
            entry_ids = () if withheld else proposal(category, place, taken)[1]
            taken |= dict.fromkeys(entry_ids, place)
            cited = _cited(decided, category.id, entry_ids)
            found.append(
                Corrected(
                    category.id,
                    place,
                    entry_ids,
                    citation_ar=cited.citation_ar if cited else "",
                    citation_en=cited.citation_en if cited else "",
                    reason=""
                    if entry_ids
                    else (before.reason if before else "") or f"بعد التظلّم رقم {number}",
                    reason_en=""
                    if entry_ids
                    else (before.reason_en if before else "") or f"After appeal no. {number}",
                )
            )
    return found


def _cited(
    decided: Mapping[PlaceKey, Decided], category_id: uuid.UUID, entry_ids: Sequence[uuid.UUID]
) -> Decided | None:
    """What was decided of exactly these entries before."""
    own = (one for one in decided.values() if one.category_id == category_id)
    return next((one for one in own if entry_ids and set(one.entry_ids) == set(entry_ids)), None)


def faults(categories: Sequence[CategoryTally], places: Sequence[Corrected]) -> dict[str, Message]:
    """What is wrong with the corrected places, by the field of the form; each place of each category stands once."""
    errors: dict[str, Message] = {}
    for category in categories:
        own = {one.place: one for one in places if one.category_id == category.id}
        given = {place: one.entry_ids for place, one in own.items()}
        twice = {id_ for id_, n in Counter(i for ids in given.values() for i in ids).items() if n > 1}
        for place in range(1, category.places + 1):
            one = own.get(place)
            if one is None:
                errors[field_of(category, place, "entries")] = msg("This field is needed.")
                continue
            if wrong := misfit(category, one.outcome, one.entry_ids):
                errors[field_of(category, place, "entries")] = wrong
            elif twice & set(one.entry_ids):
                errors[field_of(category, place, "entries")] = msg("An entry has one place at most.")
            for name in ("citation_ar", "citation_en"):
                if one.entry_ids and not getattr(one, name).strip():
                    errors[field_of(category, place, name)] = msg(
                        "Write the citation: it is read out and printed."
                    )
            if not one.reason.strip() and takes_a_reason(category, place, given):
                errors[field_of(category, place, "reason")] = msg(
                    "Give the reason for which this place departs from the ranking."
                )
    return errors


def with_mentions(places: Sequence[Corrected], decided: Mapping[PlaceKey, Decided]) -> list[Corrected]:
    """The corrected places and the special mentions of their categories, but for whoever has a place now."""
    placed = {entry_id for one in places for entry_id in one.entry_ids}
    mentions = [
        decided[category_id, MENTION]
        for category_id in dict.fromkeys(one.category_id for one in places)
        if (category_id, MENTION) in decided
    ]
    return [
        *places,
        *(
            Corrected(
                one.category_id,
                MENTION,
                tuple(entry_id for entry_id in one.entry_ids if entry_id not in placed),
                one.citation_ar,
                one.citation_en,
                one.reason,
                one.reason_en,
            )
            for one in mentions
        ),
    ]


def propose(
    session: Session, appeal_id: uuid.UUID, places: Sequence[Corrected], *, by: uuid.UUID, at: datetime
) -> None:
    """Put corrected places before a second person, in the stead of any that waited. Raises RuleBroken, Invalid."""
    found = _to_amend(session, appeal_id)
    categories = changed_categories(session, found)
    if errors := faults(categories, places):
        raise Invalid(errors)
    row = session.get_one(AppealCorrection, appeal_id)
    row.places = [msgspec.to_builtins(one) for one in places]
    row.proposed_at, row.proposed_by_id = at, by
    session.add(row)
    session.flush()
    detail = {"number": found.number, "categories": [category.code for category in categories]}
    audit.record(session, "appeal.places_proposed", found.entry_id, by=by, at=at, detail=detail)


def proposed(row: AppealCorrection) -> list[Corrected]:
    """The places that wait for a second person."""
    return msgspec.convert(row.places, list[Corrected])


def seen_of(row: AppealCorrection) -> str:
    """Changes whenever other places are proposed."""
    return row.proposed_at.isoformat() if row.proposed_at else ""


def approve(session: Session, appeal_id: uuid.UUID, seen: str, *, by: uuid.UUID, at: datetime) -> None:
    """A second person approves what they have `seen`: the places are others from now on, for the public too.

    Who won is remembered anew. Raises RuleBroken where nothing waits or for whoever proposed it, Stale.
    """
    found = _to_amend(session, appeal_id)
    row = session.get_one(AppealCorrection, appeal_id)
    if row.proposed_by_id is None:
        raise RuleBroken(msg("There is no correction that waits for a second person."))
    if seen != seen_of(row):
        raise Stale(msg("The correction has changed since you opened this page. Read it again."))
    if row.proposed_by_id == by:
        raise RuleBroken(msg("You wrote this correction. Another organiser must approve it."))
    head = opened(session, found.cycle_number)
    places = proposed(row)
    if errors := faults(changed_categories(session, found), places):
        raise RuleBroken(next(iter(errors.values())))
    before = decided_places(session, head.cycle_id)
    whole = with_mentions(places, before)
    _write(session, head, whole, row, by=by, at=at)
    _tell(session, head, before, whole, by=by, at=at)
    _remember(session, head, {one.category_id for one in places})
    row.approved_at, row.approved_by_id = at, by
    session.add(row)
    close(session, appeal_id, at)
    session.flush()
    detail = {"number": found.number, "places": len(places)}
    audit.record(session, "appeal.places_approved", found.entry_id, by=by, at=at, detail=detail)


def _write(
    session: Session,
    head: Head,
    places: Sequence[Corrected],
    row: AppealCorrection,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Every place by whoever proposed it, approved by the second person: one event each."""
    if row.proposed_by_id is None:
        raise RuleBroken(msg("There is no correction that waits for a second person."))
    standing = decided_places(session, head.cycle_id)
    for one in places:
        before = standing.get((one.category_id, one.place))
        words = Words(
            one.citation_ar.strip(), one.citation_en.strip(), one.reason.strip(), one.reason_en.strip()
        )
        written = write_place(
            session,
            head,
            one.category_id,
            one.place,
            one.outcome,
            one.entry_ids,
            words,
            replaces=before.ids[0] if before else None,
            by=row.proposed_by_id,
            at=at,
        )
        for decision in written:
            decision.approved_at, decision.approved_by_id = at, by
            session.add(decision)
        session.flush()
        if written:
            detail = {"place": one.place}
            audit.record(session, "place.approved", one.category_id, by=by, at=at, detail=detail)


def _tell(
    session: Session,
    head: Head,
    before: Mapping[PlaceKey, Decided],
    places: Sequence[Corrected],
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Whoever has another place than was published, or none any more, is written to."""
    categories = {category.id: category for category in document_of(session, head).categories}
    now = {entry_id: one for one in places for entry_id in one.entry_ids}
    had = {
        entry_id: one.place
        for one in before.values()
        if one.category_id in {corrected.category_id for corrected in places}
        for entry_id in one.entry_ids
    }
    moved = [
        entry_id
        for entry_id in {**had, **now}
        if had.get(entry_id) != (now[entry_id].place if entry_id in now else None)
    ]
    lines = {
        entry.entry_id: (category, entry) for category in categories.values() for entry in category.entries
    }
    letters = []
    for entry_id, people in addressees_of(session, [id_ for id_ in moved if id_ in lines]).items():
        category, entry = lines[entry_id]
        own = now.get(entry_id)
        params = {
            "entry": str(entry_id),
            "entry_number": entry.number,
            "title": {"ar": entry.title_ar, "en": entry.title_en},
            "category": {"ar": category.name_ar, "en": category.name_en},
            "cycle": {"ar": head.name_ar, "en": head.name_en},
            "before": had.get(entry_id),
            "after": own.place if own else None,
            "shared": own is not None and own.outcome is Outcome.SHARED,
        }
        letters += [
            Addressed(
                one.person_id,
                one.email,
                one.lang,
                params,
                once=f"{MOVED}:{at.isoformat()}:{entry_id}:{one.person_id}",
            )
            for one in people
        ]
    queue_mails(session, MOVED, letters, about=head.cycle_id, at=at, by=by)


def _remember(session: Session, head: Head, categories: set[uuid.UUID]) -> None:
    """The wins of these categories as they are now; those of others stay."""
    cycle = cycle_by_id(session, head.cycle_id)
    codes = [category.code for category in document_of(session, head).categories if category.id in categories]
    session.exec(
        sa.delete(PastWin).where(
            col(PastWin.cycle_id) == head.cycle_id, col(PastWin.category_code).in_(codes)
        )
    )
    session.add_all(wins_of(session, cycle, categories))
    session.flush()


def _to_amend(session: Session, appeal_id: uuid.UUID) -> Filed:
    found = appeal_by_id(session, appeal_id)
    if found.state is not State.TO_AMEND:
        raise RuleBroken(msg("There are no published places that wait to be corrected."))
    return found


def as_typed(categories: Sequence[CategoryTally], places: Sequence[Corrected]) -> dict[str, Any]:
    """Corrected places as the fields of the form."""
    by_id = {category.id: category for category in categories}
    typed: dict[str, Any] = {}
    for one in places:
        category = by_id[one.category_id]
        typed[field_of(category, one.place, "entries")] = [str(id_) for id_ in one.entry_ids]
        for name in ("citation_ar", "citation_en", "reason", "reason_en"):
            typed[field_of(category, one.place, name)] = getattr(one, name)
    return typed
