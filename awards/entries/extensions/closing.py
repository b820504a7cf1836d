"""The closing of an entry: the latest of its cycle's, its category's and its own.

Conditions for the queries that read an entry or a category together with its cycle. What they find goes through
`Timetable.extended`, which is the rule; nothing is kept between requests.
"""

import uuid
from datetime import datetime

import sqlalchemy as sa

from awards.cycles.models import Category, Cycle
from awards.entries.extensions.models import Extension
from awards.entries.models import Entry

_extension = Extension.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_LATEST = sa.select(sa.func.max(_extension.c.closes_at))

ENTRY_EXTENDED_TO: sa.ScalarSelect[datetime | None] = (
    _LATEST.where(
        sa.or_(_extension.c.entry_id == _entry.c.id, _extension.c.category_id == _entry.c.category_id)
    )
    .correlate(_entry)
    .scalar_subquery()
)
"""For a read of entries: the latest closing that was given to the entry or to its category; none without one."""

CATEGORY_EXTENDED_TO: sa.ScalarSelect[datetime | None] = (
    _LATEST.where(_extension.c.category_id == _category.c.id).correlate(_category).scalar_subquery()
)
"""For a read of categories: what holds for an entry that is begun there now."""

CYCLE_EXTENDED_TO: sa.ScalarSelect[datetime | None] = (
    _LATEST.where(
        _extension.c.cycle_id == _cycle.c.id,
        sa.or_(_extension.c.entry_id.is_not(None), _extension.c.category_id.is_not(None)),
    )
    .correlate(_cycle)
    .scalar_subquery()
)
"""For a read of cycles: until then at least one entry may be open; nobody judges before its extra minutes are over."""


def extended_to_of(entry: sa.BindParameter[uuid.UUID]) -> sa.ScalarSelect[datetime | None]:
    """For a read of a category on behalf of one entry in it, by the parameter that holds its id."""
    given = sa.or_(_extension.c.category_id == _category.c.id, _extension.c.entry_id == entry)
    return _LATEST.where(given).correlate(_category).scalar_subquery()
