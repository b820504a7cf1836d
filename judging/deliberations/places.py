"""What a place needs before it can be published. Pure."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from awards.kit.i18n import Bilingual, Message, msg
from judging.deliberations.models import Outcome
from judging.tally.document import CategoryTally

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
    decided_at: datetime
    decided_by_id: uuid.UUID
    decided_by_ar: str
    decided_by_en: str
    approved_at: datetime | None
    approved_by_ar: str | None
    approved_by_en: str | None

    @property
    def awaits_approval(self) -> bool:
        """A place with a reason departs from the ranking, and takes a second person."""
        return bool(self.reason) and self.approved_at is None


class Lack(StrEnum):
    """Why a place cannot be published."""

    UNDECIDED = "undecided"
    OUTDATED = "outdated"
    """Decided on a tally that was corrected since."""
    ENTRY_OUT = "entry_out"
    """Given to an entry that was withdrawn or disqualified since."""
    UNAPPROVED = "unapproved"


def follows_ranking(category: CategoryTally, place: int, entry_ids: Collection[uuid.UUID]) -> bool:
    """Whether a place goes to exactly the entries that have its rank.

    Ranks skip after a tie (1, 1, 3): then nobody has the second rank, and giving a second place departs from the
    ranking as much as withholding it.
    """
    ranked = {entry.entry_id for entry in category.ranked(place)}
    return bool(ranked) and ranked == set(entry_ids)


def lack_of(decided: Decided | None, tally_id: uuid.UUID | None) -> Lack | None:
    """What this place still needs; `tally_id` is the tally that counts now."""
    if decided is None:
        return Lack.UNDECIDED
    if decided.tally_id != tally_id:
        return Lack.OUTDATED
    if decided.entries_out:
        return Lack.ENTRY_OUT
    return Lack.UNAPPROVED if decided.awaits_approval else None


def lacks(
    categories: Sequence[CategoryTally], decided: Mapping[PlaceKey, Decided], tally_id: uuid.UUID | None
) -> Iterator[tuple[CategoryTally, int, Lack]]:
    """Every place of every category that cannot be published yet, in their order."""
    for category in categories:
        for place in range(1, category.places + 1):
            lack = lack_of(decided.get((category.id, place)), tally_id)
            if lack is not None:
                yield category, place, lack


def why(lack: Lack, category: CategoryTally, place: int) -> Message:
    """What keeps a place from being published, in words."""
    where = {"category": Bilingual(category.name_ar, category.name_en), "place": place}
    match lack:
        case Lack.UNDECIDED:
            return msg("Place %(place)s of “%(category)s” is not decided.", **where)
        case Lack.OUTDATED:
            return msg(
                "Place %(place)s of “%(category)s” was decided before the results were counted again.",
                **where,
            )
        case Lack.ENTRY_OUT:
            return msg(
                "Place %(place)s of “%(category)s” went to an entry that is no longer in the contest.",
                **where,
            )
        case Lack.UNAPPROVED:
            return msg("Place %(place)s of “%(category)s” waits for a second person's approval.", **where)
