"""What every page knows of the award, asked anew every few seconds: no process goes on with an old name."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from awards.cycles.models import Cycle
from awards.cycles.queries import IS_ANNOUNCED
from awards.directory.models import Agency
from awards.kit.clock import Clock
from awards.kit.db import Database, by_name
from awards.kit.logs import log

KEPT = timedelta(seconds=5)

_cycles = Cycle.__table__  # type: ignore[attr-defined]
_agencies = Agency.__table__  # type: ignore[attr-defined]

_last = (
    sa.select(
        _cycles.c.award_ar,
        _cycles.c.award_en,
        _agencies.c.name_ar.label("organiser_ar"),
        _agencies.c.name_en.label("organiser_en"),
    )
    .outerjoin(_agencies, _agencies.c.id == _cycles.c.organiser_agency_id)
    .where(IS_ANNOUNCED)
    .order_by(_cycles.c.number.desc())
    .limit(1)
    .subquery()
)
_AWARD = sa.select(_last, sa.exists().where(_cycles.c.is_demo).label("demo")).select_from(
    sa.select(sa.literal(1)).subquery().outerjoin(_last, sa.true())
)


@dataclass(frozen=True, slots=True)
class Award:
    """As the last announced cycle names it."""

    award_ar: str | None = None
    award_en: str | None = None
    organiser_ar: str | None = None
    organiser_en: str | None = None
    """The agency that organises the award."""
    contact: str = ""
    """Where people write; empty where nobody has said."""
    demo: bool = False
    """True where any cycle holds simulated data: every page says so."""


class KnownAward:
    """The award as it was at most `KEPT` ago; while the database is away, as it was last."""

    def __init__(self, db: Database, clock: Clock, *, contact: str = "") -> None:
        self._db, self._clock, self._contact = db, clock, contact
        self._award = Award(contact=contact)
        self._read_at = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> Award:
        now = self._clock()
        if not timedelta(0) <= now - self._read_at < KEPT:
            self._read_at = now  # first, so that others who come meanwhile do not ask too
            try:
                with self._db.rows() as connection:
                    known = by_name(Award, connection.execute(_AWARD).one())
                self._award = replace(known, contact=self._contact)
            except sa.exc.DBAPIError as error:
                log.warning("award", exc_info=error)
        return self._award
