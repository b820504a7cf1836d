"""What the ranking gives, and which places depart from it. Pure.

`given` is what was decided of a category so far: place → the entries that have it, none where it is withheld.
"""

import uuid
from collections.abc import Collection, Mapping

from awards.entries.places import MENTION
from judging.tally.document import CategoryTally, EntryLine

Given = Mapping[int, Collection[uuid.UUID]]


def ranking_gives(
    category: CategoryTally, place: int, ahead: Collection[uuid.UUID] = ()
) -> tuple[EntryLine, ...]:
    """Who has this place by the ranking; `ahead` are the entries that hold a better place of the category.

    It goes to those with its rank. Where a shared place above has taken them, or the rank is skipped (1, 1, 3), the
    next in order have it, unless that would put somebody below their rank: then nobody has it.
    """
    own = category.ranked(place)
    if any(entry.entry_id not in ahead for entry in own):
        return own
    left = [entry.rank for entry in category.entries if entry.rank and entry.entry_id not in ahead]
    best = min(left, default=0)
    return category.ranked(best) if best > place else ()


def follows_ranking(
    category: CategoryTally, place: int, entry_ids: Collection[uuid.UUID], ahead: Collection[uuid.UUID] = ()
) -> bool:
    """Whether a place goes to exactly the entries that have it by the ranking."""
    given = {entry.entry_id for entry in ranking_gives(category, place, ahead)}
    return bool(given) and given == set(entry_ids)


def holders_ahead(given: Given, place: int) -> set[uuid.UUID]:
    """The entries that were given a better place."""
    return {entry_id for number, holders in given.items() if number < place for entry_id in holders}


def left_before(category: CategoryTally, place: int, given: Given) -> tuple[EntryLine, ...]:
    """The entries that rank before this place and have none of the better ones, once all of those are decided."""
    if place == MENTION or any(better not in given for better in range(1, place)):
        return ()
    ahead = holders_ahead(given, place)
    return tuple(e for e in category.entries if e.rank and e.rank < place and e.entry_id not in ahead)


def passed_over(category: CategoryTally, place: int, given: Given) -> tuple[EntryLine, ...]:
    """Whom this place leaves behind: they have no better one, and would have it by the ranking or stand before its holders.

    A better place that is not decided yet may still go to them: until it is, only who would have this one counts.
    """
    if place not in given or place == MENTION:
        return ()
    holders, ahead = set(given[place]), holders_ahead(given, place)
    worst = max((e.rank for e in category.entries if e.rank and e.entry_id in holders), default=0)
    if any(better not in given for better in range(1, place)):
        worst = 0
    by_rank = {entry.entry_id for entry in ranking_gives(category, place, ahead)}
    return tuple(
        e
        for e in category.entries
        if e.rank
        and e.entry_id not in holders
        and e.entry_id not in ahead
        and (e.rank < worst or e.entry_id in by_rank)
    )


def departs(category: CategoryTally, place: int, given: Given) -> bool:
    """Whether a decided place departs from the ranking: it goes to others than the ranking says, or passes somebody over.

    A place that is withheld departs only from those who would have had it: where nobody is left, nobody is wronged. A
    special mention is beside the ranking: whoever has it, it departs from nothing.
    """
    if place == MENTION:
        return False
    holders = given[place]
    follows = not holders or follows_ranking(category, place, holders, holders_ahead(given, place))
    return not follows or bool(passed_over(category, place, given))


def takes_a_reason(category: CategoryTally, place: int, given: Given) -> bool:
    """Whether a decided place needs a reason and a second person: it departs from the ranking, is withheld, or the
    ranking itself compares what cannot be compared.
    """
    return place != MENTION and (
        not given[place] or not category.comparable or departs(category, place, given)
    )
