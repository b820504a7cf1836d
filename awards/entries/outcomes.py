"""What became of an entry: the place that it won, its special mention, or that the results are out."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.timetable import Phase
from awards.directory.models import Membership
from awards.entries.models import Entry, EntryPartner, EntryState, PartnerState, PastWin
from awards.entries.places import MENTION, place_name
from awards.entries.queries import PUBLISHED
from awards.entries.sheet import Head
from awards.kit.clock import zone_named
from awards.kit.i18n import Message, msg

_win = PastWin.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_partner = EntryPartner.__table__  # type: ignore[attr-defined]
# Deciding is a layer above: here only who has a special mention is asked, by the names of its columns.
_decision = sa.table("decision", sa.column("entry_id", sa.Uuid), sa.column("place", sa.Integer))
_same = _win.alias("same")

_HOLDERS = (
    sa.select(sa.func.count(_same.c.entry_id.distinct()))
    .where(
        _same.c.cycle_id == _win.c.cycle_id,
        _same.c.category_code == _win.c.category_code,
        _same.c.place == _win.c.place,
    )
    .correlate(_win)
    .scalar_subquery()
)
_AGENCIES = sa.select(_member.c.agency_id).where(_member.c.person_id == sa.bindparam("viewer"))
# A mention is no win: it bars nobody later, and stands with the decisions alone.
_MENTIONS = (
    sa.select(_entry.c.id, _entry.c.cycle_id, _decision.c.place, sa.literal(1))
    .join(_decision, _decision.c.entry_id == _entry.c.id)
    .where(
        _decision.c.place == MENTION,
        sa.or_(
            sa.and_(_entry.c.agency_id.is_(None), _entry.c.started_by_id == sa.bindparam("viewer")),
            _entry.c.agency_id.in_(_AGENCIES),
            _entry.c.id.in_(
                sa.select(_partner.c.entry_id).where(
                    _partner.c.state == PartnerState.CONFIRMED, _partner.c.agency_id.in_(_AGENCIES)
                )
            ),
        ),
    )
)
_PLACES = (
    sa.select(_win.c.entry_id, _win.c.cycle_id, _win.c.place, _HOLDERS.label("holders"))
    .where(sa.or_(_win.c.person_id == sa.bindparam("viewer"), _win.c.agency_id.in_(_AGENCIES)))
    .union(_MENTIONS)
)


@dataclass(frozen=True, slots=True)
class Results:
    """What the viewer may know of the results of all cycles."""

    published: frozenset[uuid.UUID]
    """The cycles whose results are public."""
    places: dict[uuid.UUID, Message]
    """What the viewer and their agencies won or were mentioned for, as partners too, by the entry's id."""


def results_for(session: Session, viewer: uuid.UUID) -> Results:
    """What became of the viewer's entries, of published cycles only: two statements."""
    connection = session.connection()
    published = frozenset(connection.execute(PUBLISHED).scalars())
    places = {
        row.entry_id: place_name(row.place, shared=row.holders > 1)
        for row in connection.execute(_PLACES, {"viewer": viewer})
        if row.cycle_id in published
    }
    return Results(published, places)


def under_way(head: Head, now: datetime) -> Message | None:
    """What happens now to a submitted entry, until the results are out."""
    if head.state is not EntryState.SUBMITTED:
        return None
    match head.timetable.phase(now):
        case Phase.SCREENING:
            return msg(
                "Judging begins on %(day)s.",
                day=head.judging_opens_at.astimezone(zone_named(head.zone)).date(),
            )
        case Phase.JUDGING:
            return msg(
                "The judges read the entries until %(day)s.",
                day=head.judging_closes_at.astimezone(zone_named(head.zone)).date(),
            )
        case Phase.DECIDING:
            return msg("Judging has ended. The results have not been published yet.")
        case Phase.PUBLISHED:
            return msg("The results have not been published yet.")
        case _:
            return None
