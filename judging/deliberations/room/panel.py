"""Who sits in a room, and what each of them may know of an item. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from judging.panels.chairs import Officers, Panel, acting_chair


@dataclass(frozen=True, slots=True)
class Member:
    """A judge of the panel: its chair, its deputy, or who lodged a sheet in the category."""

    judge_id: UUID
    person_id: UUID
    name_ar: str
    name_en: str
    codes: Mapping[UUID, str] = field(default_factory=dict)
    """Entry → the judge's own code for it, where they lodged a sheet that stands."""
    cards: frozenset[UUID] = frozenset()
    """Those sheets."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A panel in its room."""

    members: Mapping[UUID, Member]
    """By seat. Whoever left the jury, or has not signed the pledge, is not among them."""
    officers: Officers
    aside: frozenset[tuple[UUID, UUID]]
    """Judge and entry: recused, excused, or in conflict."""
    open_to_all: bool

    def sees(self, judge: UUID, entry: UUID) -> bool:
        """Whether the item exists for this judge."""
        return judge in self.members and (judge, entry) not in self.aside

    def sees_all(self, judge: UUID, entries: Collection[UUID]) -> bool:
        """Whether this judge is of the panel and stands aside from none of these entries."""
        return judge in self.members and not any((judge, entry) in self.aside for entry in entries)

    def presides(self, judge: UUID, entries: Collection[UUID]) -> bool:
        """Whether they put these entries to the vote: the chair, or the deputy where the chair may not know one of them."""
        officers = (self.officers.chair, self.officers.deputy)
        return next((seat for seat in officers if seat and self.sees_all(seat, entries)), None) == judge

    def reads_sheets(self, judge: UUID, entry: UUID) -> bool:
        """Whether they see its total and everybody's sheets: all do, or who has lodged a sheet of it, by the rule."""
        return self.sees(judge, entry) and (self.open_to_all or entry in self.members[judge].codes)

    def chairs(self, judge: UUID, entry: UUID) -> bool:
        """Whether they keep the record of this item: the chair, or the deputy where the chair stands aside."""
        return self.sees(judge, entry) and acting_chair(Panel(self.officers, self.aside), entry) == judge

    def may_be_present(self, entry: UUID) -> list[Member]:
        """The members who are in the room for this item."""
        return [one for one in self.members.values() if (one.judge_id, entry) not in self.aside]

    def out_of_the_room(self, entry: UUID) -> list[Member]:
        """The members who leave it for this item."""
        return [one for one in self.members.values() if (one.judge_id, entry) in self.aside]

    def seat_of(self, person: UUID) -> Member | None:
        return next((one for one in self.members.values() if one.person_id == person), None)
