"""What is done with a table: read and shown first, carried out on a second word, all of it or nothing."""

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from awards.imports.columns import Problem, lines_of
from awards.imports.kinds import KINDS
from awards.imports.models import TableImport, TableKind
from awards.imports.plans import Kind, Outcome, Plan, Setting, sorted_problems
from awards.imports.previews import preview_of
from awards.imports.raw import too_long
from awards.imports.tables import Table, read_table
from awards.kit import audit
from awards.kit.db import Database
from awards.kit.errors import NotFound, RuleBroken, Stale
from awards.kit.i18n import msg

WAITS_FOR = timedelta(hours=2)
LONGEST_FILE_NAME = 200
CHANGED = msg(
    "The award has changed since the file was read: it would now change something else. Look at it once more."
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came."""

    name: str
    data: bytes
    sheet: str = ""


class _TakenBack(Exception):
    """Ends a rehearsal, so that nothing of it stays."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems


class Refused(Exception):
    """Rows that the award's rules refuse while they are carried out: nothing of the table stays."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems


def show(db: Database, kind: TableKind, upload: Upload, setting: Setting) -> TableImport:
    """Work out what the table would change and keep both for two hours. Raises TableRefused for a file that is none."""
    table = table_of(kind, upload)
    plan = planned(db, kind, table, setting)
    found = kept(kind, upload, preview_of(plan, table.notes), setting)
    with db.write() as session:
        forget_old(session, setting.at)
        session.add(found)
    return found


def table_of(kind: TableKind, upload: Upload) -> Table:
    """Raises TableRefused for a file that is none, or too long a one."""
    table = read_table(upload.data, sheet=upload.sheet)
    if len(table.rows) > KINDS[kind].most:
        raise too_long(KINDS[kind].most)
    return table


def kept(
    kind: TableKind,
    upload: Upload,
    preview: dict[str, Any],
    setting: Setting,
    *,
    set_id: uuid.UUID | None = None,
) -> TableImport:
    """The file with what it would change, as it waits for the second word."""
    return TableImport(
        kind=kind,
        cycle_id=setting.cycle_id,
        set_id=set_id,
        name=upload.name[:LONGEST_FILE_NAME],
        sheet=upload.sheet,
        digest=hashlib.sha256(upload.data).hexdigest(),
        content=upload.data,
        preview=preview,
        read_at=setting.at,
        read_by_id=setting.by,
        expires_at=setting.at + WAITS_FOR,
    )


def planned(db: Database, kind: TableKind, table: Table, setting: Setting) -> Plan[object]:
    """What the table would change, with all that stands against it."""
    with db.read() as session:
        plan = plan_of(session, KINDS[kind], table, setting)
    # What the rules say of the good rows is told in the same round as what is wrong with the others.
    good = good_rows(plan)
    if not good.to_do or not KINDS[kind].rehearsed:
        return plan
    said = _rehearsed(db, KINDS[kind], good, setting)
    return replace(plan, problems=sorted_problems([*plan.problems, *said]))


def good_rows(plan: Plan[object]) -> Plan[object]:
    """The plan without the rows that something stands against."""
    wrong = {problem.row for problem in plan.problems}
    return replace(plan, rows=tuple(row for row in plan.rows if row.number not in wrong), problems=())


def plan_of(session: Session, kind: Kind, table: Table, setting: Setting) -> Plan[object]:
    """What the table would change, before the rules are asked that only carrying it out asks."""
    lines, problems = lines_of(table, kind.columns(session, setting))
    if not lines:
        return Plan(problems=tuple(problems))
    plan = kind.plan(session, lines, setting)
    return replace(plan, problems=sorted_problems([*problems, *plan.problems]))


def _rehearsed(db: Database, kind: Kind, plan: Plan[object], setting: Setting) -> list[Problem]:
    """What stands against it, found by doing it and leaving nothing of it."""
    try:
        with db.write() as session:
            _take_back(kind.carry_out(session, plan, setting))
    except _TakenBack as back:
        return back.problems
    return []


def _take_back(problems: list[Problem]) -> None:
    raise _TakenBack(problems)


def confirm(db: Database, import_id: uuid.UUID, seen: str, setting: Setting) -> TableImport:
    """Do what was shown: all of it in one transaction, or nothing.

    Raises NotFound, RuleBroken for a file that was brought in already or is no longer kept, and Stale if it would
    change something else by now: then the new preview stands in place of the old one.
    """
    with db.read() as session:
        found = import_of(session, import_id)
    table = table_kept(found, setting.at)
    kind = KINDS[found.kind]
    setting = replace(setting, cycle_id=found.cycle_id)
    try:
        with db.write() as session:
            plan = carried_out(session, kind, table, seen, setting)
            return close(session, import_id, plan, setting)
    except Refused as refused:
        plan = planned(db, found.kind, table, setting)
        if refused.problems and not plan.problems:
            plan = replace(plan, problems=sorted_problems(refused.problems))
        with db.write() as session:
            import_of(session, import_id).preview = preview_of(plan, table.notes)
        raise Stale(CHANGED) from refused


def table_kept(found: TableImport, at: datetime) -> Table:
    """The table of a file that waits. Raises RuleBroken for one that was brought in already or is no longer kept."""
    return read_table(content_of(found, at), sheet=found.sheet)


def content_of(found: TableImport, at: datetime) -> bytes:
    """The file itself. Raises as `table_kept` does."""
    if found.done_at is not None:
        raise RuleBroken(msg("This file has been brought in already."))
    if found.content is None or found.expires_at <= at:
        raise RuleBroken(msg("This file is no longer kept. Upload it again."))
    return found.content


def carried_out(session: Session, kind: Kind, table: Table, seen: str, setting: Setting) -> Plan[object]:
    """Do it. Raises Refused where it is no longer what was seen, or a rule stands against it."""
    plan = plan_of(session, kind, table, setting)
    if plan.problems or plan.digest != seen:
        raise Refused(list(plan.problems))
    if problems := kind.carry_out(session, plan, setting):
        raise Refused(problems)
    return plan


def close(session: Session, import_id: uuid.UUID, plan: Plan[object], setting: Setting) -> TableImport:
    """Note that it is done, and forget the file."""
    done = import_of(session, import_id)
    if done.done_at is not None:
        raise RuleBroken(msg("This file has been brought in already."))
    done.done_at, done.content, done.preview = setting.at, None, {}
    session.add(done)
    session.flush()
    detail = {
        "list": done.kind.value,
        "digest": done.digest,
        "added": plan.count(Outcome.NEW),
        "changed": plan.count(Outcome.CHANGED),
        "unchanged": plan.count(Outcome.UNCHANGED),
    }
    subject = done.cycle_id or done.id
    audit.record(session, "import.done", subject, by=setting.by, at=setting.at, detail=detail)
    return done


def import_of(session: Session, import_id: uuid.UUID) -> TableImport:
    """Raises NotFound."""
    found = session.get(TableImport, import_id)
    if found is None:
        raise NotFound
    return found


def forget_old(session: Session, at: datetime) -> None:
    """What nobody confirmed in time is emptied: a list of people has no business here without a purpose."""
    old = sa.update(TableImport).where(col(TableImport.expires_at) <= at, col(TableImport.done_at).is_(None))
    session.connection().execute(old.values(content=None, preview={}))
