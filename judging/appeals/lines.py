"""How far the viewer's own entries are with appeals, in a line or two of each: for their list and the entry's page."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.directory.models import Membership, MembershipKind
from awards.entries.models import Entry, EntryState
from awards.entries.queries import MINE, PUBLISHED
from awards.kit.clock import zone_named
from awards.kit.i18n import Message, msg
from judging.appeals.models import Appeal, AppealCorrection, AppealNotice
from judging.appeals.own import is_deciding
from judging.appeals.queries import Filed, appeals_on
from judging.appeals.rules import State, Time, Window
from judging.appeals.wording import OUTCOMES
from judging.deliberations.queries import decided_places
from judging.tally.queries import document_of, documents_of, opened

READ_ANEW = timedelta(days=30)
"""So long a ruling stands among what its people do next: nobody notes who has read it."""

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_notice = AppealNotice.__table__  # type: ignore[attr-defined]
_appeal = Appeal.__table__  # type: ignore[attr-defined]
_correction = AppealCorrection.__table__  # type: ignore[attr-defined]
_OWNER = (
    sa.exists()
    .where(
        _member.c.agency_id == _entry.c.agency_id,
        _member.c.person_id == sa.bindparam("viewer"),
        _member.c.kind == MembershipKind.OWNER,
    )
    .correlate(_entry)
)
_TO_AMEND = (
    sa.exists()
    .where(
        _appeal.c.cycle_id == _entry.c.cycle_id,
        _correction.c.appeal_id == _appeal.c.id,
        _correction.c.approved_at.is_(None),
        _correction.c.after_publication,
    )
    .correlate(_entry)
)
_IS_PUBLISHED = _entry.c.cycle_id.in_(PUBLISHED)
_TOLD = (
    sa.select(
        _entry.c.id,
        _entry.c.number,
        _entry.c.title_ar,
        _entry.c.title_en,
        _entry.c.cycle_id,
        _cycle.c.number.label("cycle_number"),
        _cycle.c.zone,
        _category.c.code,
        _notice.c.tally_id,
        _notice.c.opens_at,
        _notice.c.ends_at,
        sa.or_(_entry.c.agency_id.is_(None), _OWNER).label("files"),
        _IS_PUBLISHED.label("published"),
        sa.or_(~_IS_PUBLISHED, _TO_AMEND).label("unsettled"),
    )
    .join(_notice, _notice.c.cycle_id == _entry.c.cycle_id)
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .join(_category, _category.c.id == _entry.c.category_id)
    .where(MINE, _entry.c.state == EntryState.SUBMITTED, _notice.c.told_at.is_not(None))
    .order_by(_entry.c.number)
)


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the viewer's whose people were told how it did."""

    entry_id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    zone: str
    window: Window
    counted: bool
    """It was counted when they were told: without that there is nothing to appeal against."""
    files: bool
    """The viewer may file for it, as an owner or as the individual whose entry it is."""
    published: bool
    appeal: Filed | None
    deciding: bool
    """The places of its category are being decided anew."""

    @property
    def href(self) -> str:
        return f"/entries/{self.entry_id}"

    def may_appeal(self, now: datetime) -> bool:
        """Whether somebody of the entry may file its appeal now."""
        return self.counted and self.appeal is None and self.window.at(now) is Time.OPEN

    def ruled_lately(self, now: datetime) -> bool:
        """Whether the ruling is so young that its people are still led to it."""
        ruling = self.appeal.told if self.appeal else None
        return ruling is not None and now < (ruling.agreed_at or ruling.at) + READ_ANEW

    def lines(self, now: datetime) -> list[Message]:
        """What to say of the appeal and of the place; nothing once the window is over without an appeal."""
        said = _of_appeal(self.appeal, self.zone) if self.appeal else _of_window(self, now)
        if self.deciding:
            said.append(msg("The places of this category are being decided anew."))
        return said


def _of_window(told: Told, now: datetime) -> list[Message]:
    times = {"opens": told.window.opens, "ends": told.window.ends, "zone": zone_named(told.zone)}
    if not told.counted or told.window.at(now) is Time.OVER:
        return []
    if told.window.at(now) is Time.BEFORE:
        return [msg("Appeals are taken from %(opens)s until %(ends)s, %(zone)s.", **times)]
    if told.files:
        return [msg("You may appeal until %(ends)s, %(zone)s.", **times)]
    return [msg("An owner of the agency may appeal until %(ends)s, %(zone)s.", **times)]


def _of_appeal(appeal: Filed, zone: str) -> list[Message]:
    about: dict[str, Any] = {"number": appeal.number, "zone": zone_named(zone)}
    if appeal.withdrawn_at:
        return [msg("Appeal no. %(number)s was withdrawn on %(when)s.", when=appeal.withdrawn_at, **about)]
    filed = msg("Appeal no. %(number)s was filed on %(when)s.", when=appeal.filed_at, **about)
    if not (ruling := appeal.told):
        return [filed]
    ruled = msg(
        "Ruled on %(when)s: %(outcome)s.",
        when=ruling.agreed_at or ruling.at,
        outcome=OUTCOMES[ruling.outcome][0],
        zone=about["zone"],
    )
    if appeal.state is State.TO_CORRECT:
        again = msg("The results are counted again; you are written to once that is done.")
        return [filed, ruled, again]
    return [filed, ruled]


def told_entries(session: Session, viewer: uuid.UUID, entry_id: uuid.UUID | None = None) -> list[Told]:
    """Those of the viewer's entries, or the one, whose people were told how they did.

    One statement where nobody was told; then two more, and a few for each cycle whose places are not settled.
    """
    wanted = _TOLD if entry_id is None else _TOLD.where(_entry.c.id == entry_id)
    rows = session.connection().execute(wanted, {"viewer": viewer}).all()
    if not rows:
        return []
    appeals = appeals_on(session, [row.id for row in rows])
    documents = documents_of(session, {row.tally_id for row in rows})
    anew = _deciding(session, {row.cycle_id: row.cycle_number for row in rows if row.unsettled})
    found = []
    for row in rows:
        category = documents[row.tally_id].category(row.code)
        counted = category.entry(row.number) if category else None
        found.append(
            Told(
                entry_id=row.id,
                number=row.number,
                title_ar=row.title_ar,
                title_en=row.title_en,
                zone=row.zone,
                window=Window(row.opens_at, row.ends_at),
                counted=counted is not None and bool(counted.sheets),
                files=bool(row.files),
                published=bool(row.published),
                appeal=appeals.get(row.id),
                deciding=(row.cycle_id, row.code) in anew,
            )
        )
    return found


def _deciding(session: Session, cycles: Mapping[uuid.UUID, int]) -> set[tuple[uuid.UUID, str]]:
    """The cycle and code of each category whose places are being decided anew."""
    found: set[tuple[uuid.UUID, str]] = set()
    for cycle_id, number in cycles.items():
        head = opened(session, number)
        decided = decided_places(session, cycle_id)
        found.update(
            (cycle_id, category.code)
            for category in document_of(session, head).categories
            if is_deciding(category, decided, head.tally_id)
        )
    return found
