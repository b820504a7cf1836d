"""The board of decisions: every place beside what the ranking says of it. Pure."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from awards.entries.places import MENTION
from judging.deliberations.departures import departs, left_before, passed_over, ranking_gives
from judging.deliberations.models import Outcome
from judging.deliberations.places import (
    Decided,
    Lack,
    PlaceKey,
    decided_of,
    given_places,
    lack_among,
    lack_of,
    may_hold_a_place,
)
from judging.tally.document import CategoryTally, EntryLine

BEYOND = 2
"""So many ranks after the last place are shown beside the places."""


@dataclass(frozen=True, slots=True)
class Held:
    """The place that an entry was given."""

    place: int
    settled: bool
    """False while a second person has not approved it."""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place: what was decided, and what it still lacks before it can be published."""

    place: int
    decided: Decided | None
    lack: Lack | None
    entries: tuple[EntryLine, ...]
    """Who has the place, as the tally that counts now knows them."""
    departs: bool
    """Whether it departs from the ranking."""
    passed_over: tuple[EntryLine, ...]
    """Whom it leaves behind, though they would have it or stand before those who have."""
    left_before: tuple[EntryLine, ...]
    """Who stands before this place and has none, whatever is decided of it."""


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category of the counted tally with its places. `held` is by entry id."""

    category: CategoryTally
    places: tuple[PlaceView, ...]
    shortlist: tuple[EntryLine, ...]
    """The first entries of the ranking, and whoever else was given a place."""
    held: Mapping[uuid.UUID, Held]

    @property
    def mentions(self) -> bool:
        """Whether a special mention is given, as the last of `places`."""
        return any(view.place == MENTION for view in self.places)

    @property
    def settled(self) -> int:
        return sum(view.lack is None for view in self.places)

    @property
    def ranked(self) -> int:
        return sum(may_hold_a_place(entry) for entry in self.category.entries)


def board(
    categories: Sequence[CategoryTally], decided: Mapping[PlaceKey, Decided], tally_id: uuid.UUID | None
) -> list[CategoryView]:
    """All categories, in the tally's order. `tally_id` is the tally that counts: decisions on an older one lack."""
    held = held_places(categories, decided, tally_id)
    return [
        CategoryView(
            category=category,
            places=tuple(
                place_view(category, place, decided, tally_id) for place in decided_of(category, decided)
            ),
            shortlist=tuple(
                e
                for e in category.entries
                if (e.rank and e.rank <= category.places + BEYOND) or e.entry_id in held
            ),
            held=held,
        )
        for category in categories
    ]


def held_places(
    categories: Sequence[CategoryTally], decided: Mapping[PlaceKey, Decided], tally_id: uuid.UUID | None
) -> dict[uuid.UUID, Held]:
    """Entry → its place, for decisions that stand, or will once a second person has approved them."""
    return {
        entry_id: Held(place, settled=lack is None, shared=found.outcome is Outcome.SHARED)
        for category in categories
        for place in decided_of(category, decided)
        if (found := decided.get((category.id, place)))
        and (lack := lack_of(category, found, tally_id)) in (None, Lack.UNAPPROVED)
        for entry_id in found.entry_ids
    }


def place_view(
    category: CategoryTally, place: int, decided: Mapping[PlaceKey, Decided], tally_id: uuid.UUID | None
) -> PlaceView:
    """One place of `category.places`. A place that is not decided has no entries and does not follow."""
    found = decided.get((category.id, place))
    holders, given = set(found.entry_ids) if found else set(), given_places(decided, category.id)
    return PlaceView(
        place=place,
        decided=found,
        lack=lack_among(category, place, decided, tally_id),
        entries=tuple(entry for entry in category.entries if entry.entry_id in holders),
        departs=found is not None and departs(category, place, given),
        passed_over=passed_over(category, place, given),
        left_before=left_before(category, place, given),
    )


def proposal(
    category: CategoryTally, place: int, elsewhere: Mapping[uuid.UUID, int]
) -> tuple[Outcome, tuple[uuid.UUID, ...]]:
    """What the ranking says of a place: who has it and no other place; withheld where nobody has.

    Of a special mention it says nothing.
    """
    if place == MENTION:
        return Outcome.AWARDED, ()
    ahead = {entry_id for entry_id, other in elsewhere.items() if other < place}
    gives = ranking_gives(category, place, ahead)
    ranked = tuple(e.entry_id for e in gives if e.entry_id not in elsewhere)
    if not ranked:
        taken = bool(category.ranked(place))
        free = any(may_hold_a_place(e) and e.entry_id not in elsewhere for e in category.entries)
        return (Outcome.AWARDED if taken and free else Outcome.WITHHELD), ()
    return (Outcome.AWARDED if len(ranked) == 1 else Outcome.SHARED), ranked


def may_all_be_approved(
    views: Sequence[CategoryView], keys: Collection[PlaceKey]
) -> list[tuple[CategoryTally, PlaceView]]:
    """The withheld places among `keys`, in order: what they say is short, so one page can show them all."""
    return [
        (view.category, row)
        for view in views
        for row in view.places
        if (view.category.id, row.place) in keys
        and row.lack is Lack.UNAPPROVED
        and row.decided
        and row.decided.outcome is Outcome.WITHHELD
    ]


def held_elsewhere(
    category: CategoryTally, place: int, decided: Mapping[PlaceKey, Decided]
) -> dict[uuid.UUID, int]:
    """Entry → the other place of this category that it has."""
    return {
        entry_id: other.place
        for (category_id, number), other in decided.items()
        if category_id == category.id and number != place
        for entry_id in other.entry_ids
    }
