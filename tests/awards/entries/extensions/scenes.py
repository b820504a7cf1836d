"""Giving more time in tests."""

from datetime import datetime

from awards.cycles.models import Category
from awards.cycles.queries import cycle_by_number
from awards.entries.extensions.models import Extension
from awards.entries.extensions.operations import Scope, extend_deadline
from awards.entries.models import Entry
from awards.entries.queries import head_of
from awards.people.models import Person
from awards.site.happened import happened
from tests.factories import Factory


def extend(
    make: Factory,
    number: int,
    closes: datetime,
    by: Person,
    *,
    category: Category | None = None,
    entry: Entry | None = None,
    reason: str = "تعذر الدخول إلى المنصة",
) -> Extension:
    """As an organiser does it: to all without a category or an entry."""
    with make.db.write() as session:
        cycle = cycle_by_number(session, number)
        return extend_deadline(
            session,
            cycle.id,
            Scope(category=category, entry=head_of(session, entry.id) if entry else None),
            closes=closes,
            reason=reason,
            happened=happened(session, make.now)[cycle.id],
            by=by.id,
            at=make.now,
        )
