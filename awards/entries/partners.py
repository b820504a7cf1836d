"""Partner agencies: which cannot be, and where an agency is named as one."""

import uuid
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency, Membership
from awards.entries.completeness import Gap, Part
from awards.entries.extensions.closing import ENTRY_EXTENDED_TO
from awards.entries.models import Entry, EntryPartner, PastWin
from awards.entries.permissions import ALIVE
from awards.entries.sheet import EntrySheet, Head
from awards.kit.i18n import Bilingual, Message, msg

_win = PastWin.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_partner = EntryPartner.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_named = _agency.alias("named")

_WON_LATELY = (
    sa.select(_win.c.agency_id)
    .join(_cycle, _cycle.c.id == _win.c.cycle_id)
    .where(
        _win.c.category_code == sa.bindparam("category"),
        _win.c.agency_id.is_not(None),
        _cycle.c.number < sa.bindparam("number"),
        _cycle.c.number >= sa.bindparam("oldest"),
    )
)
_NAMES_MINE = (
    sa.select(
        _entry.c.id,
        _entry.c.cycle_id,
        _entry.c.number,
        _entry.c.state,
        _entry.c.title_ar,
        _entry.c.title_en,
        _cycle.c.name_ar.label("cycle_ar"),
        _cycle.c.name_en.label("cycle_en"),
        _category.c.name_ar.label("category_ar"),
        _category.c.name_en.label("category_en"),
        _agency.c.name_ar.label("entrant_ar"),
        _agency.c.name_en.label("entrant_en"),
        _partner.c.agency_id.label("partner_id"),
        _partner.c.state.label("answer"),
        _named.c.name_ar.label("partner_ar"),
        _named.c.name_en.label("partner_en"),
        ENTRY_EXTENDED_TO.label("extended_to"),
    )
    .join(_partner, _partner.c.entry_id == _entry.c.id)
    .join(_member, _member.c.agency_id == _partner.c.agency_id)
    .join(_named, _named.c.id == _partner.c.agency_id)
    .join(_agency, _agency.c.id == _entry.c.agency_id)
    .join(_cycle, _cycle.c.id == _entry.c.cycle_id)
    .join(_category, _category.c.id == _entry.c.category_id)
    .where(
        _member.c.person_id == sa.bindparam("viewer"),
        sa.or_(*(_entry.c.state == state for state in sorted(ALIVE))),
    )
    .order_by(_cycle.c.number.desc(), _entry.c.number)
)


def barred_agencies(session: Session, head: Head) -> dict[uuid.UUID, Message]:
    """The agencies that may not be partners of the entry, each with the sentence that says why, for `agency`."""
    window = {"number": head.cycle_number, "oldest": head.cycle_number - head.barred_cycles}
    won = session.connection().execute(_WON_LATELY, {"category": head.category_code, **window})
    barred = {
        agency_id: msg(
            "%(agency)s won this category lately and may not enter it again yet, nor as a partner."
        )
        for (agency_id,) in won
    }
    if head.organiser_agency_id is not None:
        barred[head.organiser_agency_id] = msg("%(agency)s organises the award and may not enter.")
    return barred


def partner_gaps(session: Session, sheet: EntrySheet) -> list[Gap]:
    """A gap for each partner that may not be one, at its box."""
    barred = barred_agencies(session, sheet.head) if sheet.partners else {}
    return [
        Gap(
            Part.SUMMARY,
            f"partner-{place}",
            msg(barred[partner.id].text, agency=Bilingual(partner.name_ar, partner.name_en)),
        )
        for place, partner in enumerate(sheet.partners, 1)
        if partner.id in barred
    ]


def entries_that_name(session: Session, viewer: uuid.UUID) -> list[Any]:
    """The entries of others that name an agency of the viewer as their partner, the newest cycle first."""
    return list(session.connection().execute(_NAMES_MINE, {"viewer": viewer}))
