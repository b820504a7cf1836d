"""Several lists in one go: agencies, their people, services and entries, each read as if those before it were in already.

What each would change is found by doing all of it and leaving nothing; the second word does all of it, or nothing.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from awards.imports.columns import Problem
from awards.imports.kinds import KINDS
from awards.imports.models import TableImport, TableKind
from awards.imports.operations import (
    CHANGED,
    Refused,
    Upload,
    carried_out,
    close,
    forget_old,
    good_rows,
    kept,
    plan_of,
    table_kept,
    table_of,
)
from awards.imports.plans import Plan, Setting, sorted_problems
from awards.imports.previews import preview_of
from awards.imports.raw import TableRefused
from awards.imports.tables import Table
from awards.kit.db import Database, new_id
from awards.kit.errors import Invalid, NotFound, Refusal, Stale
from awards.kit.i18n import Message, msg

ORDER = tuple(KINDS)
"""In which lists come in: each may name what one before it brings."""
Plans = dict[TableKind, Plan[object]]


class _TakenBack(Exception):
    """Ends a rehearsal, so that nothing of it stays."""


def show_together(db: Database, uploads: Mapping[TableKind, Upload], setting: Setting) -> uuid.UUID:
    """Work out what the lists would change one after the other, and keep them for two hours; the id of the set.

    Raises Invalid, by the kind of list, for files that are none, and where there is no file at all.
    """
    tables = _tables(uploads)
    plans = _rehearsed(db, tables, setting)
    set_id = new_id()
    files = [
        kept(kind, uploads[kind], preview_of(plans[kind], table.notes), _of(kind, setting), set_id=set_id)
        for kind, table in tables.items()
    ]
    with db.write() as session:
        forget_old(session, setting.at)
        session.add_all(files)
    return set_id


def _tables(uploads: Mapping[TableKind, Upload]) -> dict[TableKind, Table]:
    found: dict[TableKind, Table] = {}
    wrong: dict[str, Message] = {}
    for kind in ORDER:
        if kind in uploads:
            try:
                found[kind] = table_of(kind, uploads[kind])
            except TableRefused as refused:
                wrong[kind.value] = refused.errors["file"]
    if wrong:
        raise Invalid(wrong)
    if not found:
        raise Invalid({ORDER[0].value: msg("Choose at least one file.")})
    return found


def _of(kind: TableKind, setting: Setting) -> Setting:
    """Only entries belong to a cycle."""
    return setting if kind is TableKind.ENTRIES else replace(setting, cycle_id=None)


def _rehearsed(db: Database, tables: Mapping[TableKind, Table], setting: Setting) -> Plans:
    plans: Plans = {}
    try:
        with db.write() as session:
            for kind, table in tables.items():
                plans[kind] = _tried(session, kind, table, _of(kind, setting))
            _take_back()
    except _TakenBack:
        pass
    return plans


def _take_back() -> None:
    raise _TakenBack


def _tried(session: Session, kind: TableKind, table: Table, setting: Setting) -> Plan[object]:
    """What the list would change; its good rows are there for the lists after it, unless they cannot be without the others."""
    plan = plan_of(session, KINDS[kind], table, setting)
    good = good_rows(plan)
    said: Sequence[Problem] = ()
    try:
        with session.begin_nested():
            said = KINDS[kind].carry_out(session, good, setting)
            session.flush()
    except (Refusal, IntegrityError):
        if not plan.problems:
            raise
    return replace(plan, problems=sorted_problems([*plan.problems, *said]))


def confirm_together(db: Database, set_id: uuid.UUID, seen: str, setting: Setting) -> list[TableImport]:
    """Do what was shown: all lists in one transaction, or nothing. Raises as `operations.confirm` does."""
    with db.read() as session:
        files = set_of(session, set_id)
    tables = {found.kind: table_kept(found, setting.at) for found in files}
    setting = replace(setting, cycle_id=next((found.cycle_id for found in files if found.cycle_id), None))
    try:
        with db.write() as session:
            same = seen == digest_of(files)
            return [
                _done(
                    session,
                    found,
                    tables[found.kind],
                    found.preview["digest"] if same else "",
                    _of(found.kind, setting),
                )
                for found in files
            ]
    except Refused as refused:
        plans = _rehearsed(db, tables, setting)
        with db.write() as session:
            for found in set_of(session, set_id):
                found.preview = preview_of(plans[found.kind], tables[found.kind].notes)
        raise Stale(CHANGED) from refused


def _done(session: Session, found: TableImport, table: Table, seen: str, setting: Setting) -> TableImport:
    plan = carried_out(session, KINDS[found.kind], table, seen, setting)
    session.flush()
    return close(session, found.id, plan, setting)


def digest_of(files: Sequence[TableImport]) -> str:
    """SHA-256 over what all lists of a set would change, as their previews say."""
    return hashlib.sha256(" ".join(found.preview.get("digest", "") for found in files).encode()).hexdigest()


def set_of(session: Session, set_id: uuid.UUID) -> list[TableImport]:
    """The lists of a set in the order in which they come in. Raises NotFound."""
    found = session.exec(select(TableImport).where(col(TableImport.set_id) == set_id)).all()
    if not found:
        raise NotFound
    return sorted(found, key=lambda one: ORDER.index(one.kind))
