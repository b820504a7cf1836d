"""What changed between two counts of the same results. Pure."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from judging.tally.document import CategoryTally, Document, EntryLine


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry whose rank, total or sheets are others than before."""

    entry: EntryLine
    """As it is counted after; before, where it is there no more."""
    rank_before: int | None
    rank_after: int | None
    total_before: str | None
    total_after: str | None
    score_before: str | None
    """What ranks compare, which is not the total where the method is the adjusted score."""
    score_after: str | None
    sheets_before: int
    sheets_after: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What two counts of a category differ in; nothing in it where they agree."""

    category: CategoryTally
    """As it is counted after."""
    moved: tuple[Moved, ...]
    holders_before: tuple[tuple[int, tuple[EntryLine, ...]], ...]
    """Each place with who has it by the ranking."""
    holders_after: tuple[tuple[int, tuple[EntryLine, ...]], ...]

    @property
    def changes_place(self) -> bool:
        """Whether other entries have the places by the ranking."""
        return _ids(self.holders_before) != _ids(self.holders_after)

    @property
    def same(self) -> bool:
        return not self.moved


def differences(before: Document, after: Document) -> list[Difference]:
    """Each category of the later count that is in both, in its order."""
    known = {category.id: category for category in before.categories}
    return [difference(known[one.id], one) for one in after.categories if one.id in known]


def difference(before: CategoryTally, after: CategoryTally) -> Difference:
    """What became of each entry of a category; entries that are as they were are left out."""
    old = {entry.entry_id: entry for entry in before.entries}
    new = {entry.entry_id: entry for entry in after.entries}
    lines = [*after.entries, *(entry for entry in before.entries if entry.entry_id not in new)]
    moved = (
        _moved(line, old.get(line.entry_id), new.get(line.entry_id))
        for line in lines
        if _counted(old.get(line.entry_id)) != _counted(new.get(line.entry_id))
    )
    return Difference(after, tuple(moved), _holders(before), _holders(after))


def changes_place(before: Iterable[CategoryTally], after: Iterable[CategoryTally]) -> bool:
    """Whether any place would go to others by the second count."""
    known = {category.id: category for category in before}
    return any(difference(known[one.id], one).changes_place for one in after if one.id in known)


def _counted(entry: EntryLine | None) -> tuple[object, ...] | None:
    if entry is None:
        return None
    sheets = tuple((sheet.scorecard_id, sheet.total_exact) for sheet in entry.sheets)
    return entry.rank, entry.total_exact, entry.broken_by, sheets


def _moved(line: EntryLine, old: EntryLine | None, new: EntryLine | None) -> Moved:
    return Moved(
        entry=line,
        rank_before=old.rank if old else None,
        rank_after=new.rank if new else None,
        total_before=old.total if old else None,
        total_after=new.total if new else None,
        score_before=old.score if old else None,
        score_after=new.score if new else None,
        sheets_before=len(old.sheets) if old else 0,
        sheets_after=len(new.sheets) if new else 0,
    )


def _holders(category: CategoryTally) -> tuple[tuple[int, tuple[EntryLine, ...]], ...]:
    return tuple((place, category.ranked(place)) for place in range(1, category.places + 1))


def _ids(holders: tuple[tuple[int, tuple[EntryLine, ...]], ...]) -> list[set[uuid.UUID]]:
    return [{entry.entry_id for entry in entries} for _, entries in holders]
