"""Bringing a list of entries in, through the same doors as the browser: each rule of the award is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from awards.entries.completeness import Gap
from awards.entries.operations import save_entry, start_entry, submit_entry
from awards.entries.refusals import NotEligible, NotReady
from awards.entries.services import name_services
from awards.entries.translations.operations import translate_own_entry
from awards.imports import entry_columns
from awards.imports.columns import Problem
from awards.imports.entries import EntryRow, plan
from awards.imports.models import ImportedEntry
from awards.imports.plans import Judged, Kind, Plan, Setting
from awards.imports.standing_entries import entries_standing
from awards.kit.errors import NotFound, Refusal
from awards.kit.i18n import Message, msg

MOST_ENTRIES = 400
"""They come in within one transaction, for which every other writer waits: some four seconds."""


def carry_out(session: Session, plan: Plan[EntryRow], setting: Setting) -> list[Problem]:
    """Start, save and submit row by row, in the name of each entrant; what the rules refuse is returned."""
    if setting.cycle_id is None:
        raise NotFound
    names = {column.key: column.name for column in entry_columns.columns(session, setting)}
    problems: list[Problem] = []
    for row in plan.to_do:
        try:
            _enter(session, row.todo, setting)
        except Refusal as refusal:
            problems += _said(row, refusal, names)
    return problems


def _enter(session: Session, row: EntryRow, setting: Setting) -> None:
    by, at, hand = row.person_id, setting.at, setting.by
    if row.old is None:
        entry_id = _start(session, row, setting)
        changes = replace(row.changes, title_ar=None, title_en=None)
    else:
        entry_id, changes = row.old.id, row.changes
    if changes.boxes():
        save_entry(session, entry_id, changes, by=by, at=at, hand=hand)
    if row.services is not None:
        name_services(session, entry_id, row.services, by=by, at=at, hand=hand)
    if row.translation:
        translate_own_entry(session, entry_id, row.translation, by=by, at=at, hand=hand)
    if row.submits:
        submit_entry(session, entry_id, terms_accepted=True, by=by, at=at, hand=hand)


def _start(session: Session, row: EntryRow, setting: Setting) -> UUID:
    if setting.cycle_id is None:
        raise NotFound
    started = start_entry(
        session,
        cycle_id=setting.cycle_id,
        category_id=row.category_id,
        agency_id=row.agency_id,
        language=row.language,
        title_ar=row.changes.title_ar or "",
        title_en=row.changes.title_en or "",
        by=row.person_id,
        at=setting.at,
        hand=setting.by,
    )
    session.add(ImportedEntry(entry_id=started.id, cycle_id=setting.cycle_id, key=row.key))
    return started.id


def _said(row: Judged[EntryRow], refusal: Refusal, names: Mapping[str, Message]) -> Iterator[Problem]:
    if isinstance(refusal, NotReady):
        yield from (Problem(row.number, _column(gap, names), gap.message) for gap in refusal.gaps)
    elif isinstance(refusal, NotEligible):
        yield from (Problem(row.number, "", why) for why in refusal.messages)
    elif isinstance(refusal, NotFound):
        yield Problem(
            row.number, entry_columns.PERSON.name, msg("This person does not enter for the agency.")
        )
    else:
        yield Problem(row.number, "", refusal.message)


def _column(gap: Gap, names: Mapping[str, Message]) -> Message | str:
    """The column in which a gap of the form lies."""
    part, _, key = gap.field.partition("-")
    if not key:
        return names.get(part, "")
    return names.get(f"{key}_{part.removeprefix('text_')}" if part.startswith("text_") else key, "")


def written_out(session: Session, setting: Setting) -> Iterator[dict[str, str]]:
    """Every entry of the cycle, by number."""
    if setting.cycle_id is None:
        raise NotFound
    return (entry.cells() for entry in entries_standing(session, setting.cycle_id))


KIND = Kind(
    msg("Entries"), entry_columns.columns, plan, carry_out, written_out, rehearsed=True, most=MOST_ENTRIES
)
