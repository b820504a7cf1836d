"""What a place needs before it can be published. Pure."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from awards.entries.places import MENTION, place_name
from awards.kit.i18n import Bilingual, Message, msg
from judging.deliberations.departures import Given, takes_a_reason
from judging.deliberations.models import Decision, Outcome
from judging.tally.document import CategoryTally, EntryLine

PlaceKey = tuple[uuid.UUID, int]
"""A category's id and a place in it, from 1."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision on one place, whatever the number of entries that share it."""

    ids: tuple[uuid.UUID, ...]
    category_id: uuid.UUID
    place: int
    tally_id: uuid.UUID
    outcome: Outcome
    entry_ids: tuple[uuid.UUID, ...]
    entries_out: int
    """How many of the entries are no longer in the contest."""
    citation_ar: str
    citation_en: str
    reason: str
    """In Arabic; empty where the place follows the ranking."""
    reason_en: str
    decided_at: datetime
    decided_by_id: uuid.UUID
    decided_by_ar: str
    decided_by_en: str
    approved_at: datetime | None
    approved_by_ar: str | None
    approved_by_en: str | None
    returned_at: datetime | None = None
    returned_by_ar: str | None = None
    returned_by_en: str | None = None
    returned_reason: str = ""

    @property
    def awaits_approval(self) -> bool:
        """A place with a reason departs from the ranking, and takes a second person."""
        return bool(self.reason) and self.approved_at is None and self.returned_at is None


class Lack(StrEnum):
    """Why a place cannot be published."""

    UNDECIDED = "undecided"
    OUTDATED = "outdated"
    """Decided on a tally that was corrected since."""
    ENTRY_OUT = "entry_out"
    """Given to an entry that was withdrawn or disqualified since."""
    UNRANKED = "unranked"
    """Given to an entry without a rank, by an older version of the product."""
    RETURNED = "returned"
    """A second person holds something against it."""
    UNEXPLAINED = "unexplained"
    """It departs from the ranking without a reason of its own, by what was decided since of a better place."""
    UNAPPROVED = "unapproved"


def may_hold_a_place(entry: EntryLine) -> bool:
    """An entry without a rank was read by too few judges: whatever is said for it, it can be given nothing."""
    return entry.rank is not None


def wrong_number(outcome: Outcome, chosen: int) -> Message | None:
    """Why a place cannot go to so many entries in this way; nothing where it can."""
    fits = {Outcome.AWARDED: chosen == 1, Outcome.SHARED: chosen >= 2, Outcome.WITHHELD: not chosen}
    if fits[outcome]:
        return None
    return {
        Outcome.AWARDED: msg("Choose one entry, or another outcome."),
        Outcome.SHARED: msg("Choose at least two entries that share the place."),
        Outcome.WITHHELD: msg("A place that is withheld goes to no entry."),
    }[outcome]


def misfit(category: CategoryTally, outcome: Outcome, entry_ids: Collection[uuid.UUID]) -> Message | None:
    """Why a place cannot go to these entries in this way; nothing where it can."""
    if wrong := wrong_number(outcome, len(entry_ids)):
        return wrong
    known = {entry.entry_id: entry for entry in category.entries}
    for entry_id in entry_ids:
        if entry_id not in known:
            return msg("An entry that you chose is not in this contest.")
        if not may_hold_a_place(known[entry_id]):
            return msg(
                "Entry %(number)s is not ranked, for too few judges read it: it cannot be given a place.",
                number=known[entry_id].number,
            )
    return None


def why_not_approved(decision: Decision, tally_id: uuid.UUID | None, by: uuid.UUID) -> Message | None:
    """Why this person cannot approve or return a decision; nothing where they can."""
    against = (
        (not decision.reason, msg("This place follows the ranking and needs no approval.")),
        (decision.approved_at is not None, msg("This decision is approved already.")),
        (
            decision.returned_at is not None,
            msg("This decision was returned. The place must be decided anew."),
        ),
        (
            decision.tally_id != tally_id,
            msg("The results were counted again since. Decide this place anew."),
        ),
        (decision.decided_by_id == by, msg("You made this decision. Another organiser must approve it.")),
    )
    return next((told for holds, told in against if holds), None)


def is_place(category: CategoryTally, place: int) -> bool:
    """Whether something can be decided under this number: a place of the category, or its special mention."""
    return 1 <= place <= category.places or place == MENTION


def decided_of(category: CategoryTally, decided: Mapping[PlaceKey, Decided]) -> list[int]:
    """The numbers under which a category is shown: all of its places, and the special mention where it is given."""
    return [*range(1, category.places + 1), *([MENTION] if (category.id, MENTION) in decided else [])]


def outcomes(free: int) -> tuple[Outcome, ...]:
    """What can be decided of a place for which so many entries are free."""
    return (Outcome.AWARDED,) * (free >= 1) + (Outcome.SHARED,) * (free >= 2) + (Outcome.WITHHELD,)


def fingerprint(decided: Iterable[Decided]) -> str:
    """Changes whenever a place is decided anew."""
    return fingerprint_of(id_ for place in decided for id_ in place.ids)


def fingerprint_of(decision_ids: Iterable[uuid.UUID]) -> str:
    """SHA-256 in hex over the sorted ids: the same set of decisions, in whatever order, has the same one."""
    return sha256(",".join(sorted(map(str, decision_ids))).encode()).hexdigest()


def given_places(decided: Mapping[PlaceKey, Decided], category_id: uuid.UUID) -> Given:
    """Place → the entries that have it, for the decided places of a category."""
    return {place: found.entry_ids for (of, place), found in decided.items() if of == category_id}


def lack_of(category: CategoryTally, decided: Decided | None, tally_id: uuid.UUID | None) -> Lack | None:
    """What this place still needs by itself; `tally_id` is the tally that counts now, `category` its part."""
    if decided is None:
        return Lack.UNDECIDED
    if decided.tally_id != tally_id:
        return Lack.OUTDATED
    if decided.entries_out:
        return Lack.ENTRY_OUT
    if misfit(category, decided.outcome, decided.entry_ids):
        return Lack.UNRANKED
    if decided.returned_at is not None:
        return Lack.RETURNED
    return Lack.UNAPPROVED if decided.awaits_approval else None


def lack_among(
    category: CategoryTally, place: int, decided: Mapping[PlaceKey, Decided], tally_id: uuid.UUID | None
) -> Lack | None:
    """What this place still needs, beside what was decided of the others."""
    found = decided.get((category.id, place))
    lack = lack_of(category, found, tally_id)
    if lack or found is None or found.reason:
        return lack
    return Lack.UNEXPLAINED if takes_a_reason(category, place, given_places(decided, category.id)) else None


def lacks(
    categories: Sequence[CategoryTally], decided: Mapping[PlaceKey, Decided], tally_id: uuid.UUID | None
) -> Iterator[tuple[CategoryTally, int, Lack]]:
    """Every place of every category that cannot be published yet, in their order; a special mention need not be given."""
    for category in categories:
        for place in range(1, category.places + 1):
            lack = lack_among(category, place, decided, tally_id)
            if lack is not None:
                yield category, place, lack
        if (lack := lack_of(category, decided.get((category.id, MENTION)), tally_id)) not in (
            None,
            Lack.UNDECIDED,
        ):
            yield category, MENTION, lack


def why(lack: Lack, category: CategoryTally, place: int) -> Message:
    """What keeps a place from being published, in words."""
    where = {"category": Bilingual(category.name_ar, category.name_en), "place": place_name(place)}
    said = {
        Lack.UNDECIDED: msg("%(place)s of “%(category)s” is not decided.", **where),
        Lack.OUTDATED: msg(
            "%(place)s of “%(category)s” was decided before the results were counted again.", **where
        ),
        Lack.ENTRY_OUT: msg(
            "%(place)s of “%(category)s” went to an entry that is no longer in the contest.", **where
        ),
        Lack.UNRANKED: msg("%(place)s of “%(category)s” went to an entry that is not ranked.", **where),
        Lack.RETURNED: msg("%(place)s of “%(category)s” was returned by a second person.", **where),
        Lack.UNEXPLAINED: msg(
            "%(place)s of “%(category)s” passes over a ranked entry without a reason.", **where
        ),
        Lack.UNAPPROVED: msg("%(place)s of “%(category)s” waits for a second person's approval.", **where),
    }
    return said[lack]
