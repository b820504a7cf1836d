"""Two versions of a sheet made one, field by field: a judge is asked only where both sides changed the same field."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from judging.scorecards.fields import Fields, as_fields, plain
from judging.scorecards.sheet import SheetInput


class Merged(NamedTuple):
    """What becomes of two texts of one sheet."""

    fields: dict[str, str]
    """What can be saved; where a field is contested, what is saved already."""
    contested: frozenset[str]
    """Changed on both sides, and not to the same."""


def merged(typed: Fields, saved: Fields, seen: Sequence[Fields]) -> Merged:
    """What a page `typed` on a sheet that was `saved` since.

    `seen` is what the page knew to be saved, followed by all that it sent without hearing what became of it: a saved
    value that is among them is nobody else's change. With nothing seen every difference is contested.
    """
    fields, contested = {}, set()
    for name in {**saved, **typed}:
        mine, theirs = typed.get(name, ""), saved.get(name, "")
        fields[name] = theirs
        if mine == theirs:
            continue
        if any(theirs == known.get(name, "") for known in seen):
            fields[name] = mine
        elif not seen or mine != seen[0].get(name, ""):
            contested.add(name)
    return Merged(fields, frozenset(contested))


def seen_text(saved: SheetInput) -> str:
    """What a page sends back as what it has seen."""
    known = {name: value for name, value in as_fields(saved).items() if value}
    return json.dumps([known], ensure_ascii=False)


def read_seen(text: str) -> list[dict[str, str]]:
    """What a page says that it has seen; nothing where it was not we who worded it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list) or not all(isinstance(known, dict) for known in found):
        return []
    return [
        {name: plain(value) for name, value in known.items() if isinstance(value, str)} for known in found
    ]
