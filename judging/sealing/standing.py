"""Whether the seals of an installation are those that its log has, and whether the database still says what was sealed."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.kit.audit import AuditEvent
from awards.kit.canonical import canonical_json
from awards.kit.files import FileStore
from judging.sealing.archive import DoesNotHold, digest, opened, plain
from judging.sealing.gather import shown_events, what_is_said, without_names
from judging.sealing.holding import as_logged, held
from judging.sealing.models import Seal
from judging.tally.document import from_json
from judging.tally.models import Tally
from judging.tally.queries import head_of

_events = AuditEvent.__table__  # type: ignore[attr-defined]
_SEALED = sa.select(_events.c.detail).where(_events.c.action == "results.sealed")


def seals_that_stand(session: Session, files: FileStore) -> Iterator[str]:
    """A line for every cycle whose results are sealed, none where there are none. Raises DoesNotHold.

    The log must be whole: it says which files were sealed.
    """
    recorded = {detail["sealed_file"] for detail in session.connection().scalars(_SEALED)}
    rows = session.exec(
        select(Seal, Cycle)
        .join(Cycle, col(Cycle.id) == col(Seal.cycle_id))
        .order_by(col(Cycle.number), col(Seal.version))
    ).all()
    for seal, cycle in rows:
        if seal.file not in recorded:
            raise DoesNotHold(
                f"seals: version {seal.version} of cycle {cycle.number} is not in the audit log"
            )
    if lost := recorded - {seal.file for seal, _ in rows}:
        raise DoesNotHold(f"seals: {min(lost)} is in the audit log, and not there any more")
    last = {cycle.number: (seal, cycle) for seal, cycle in rows}
    for seal, cycle in rows:
        where = f"seals: version {seal.version} of cycle {cycle.number}"
        _file(where, seal, files)
        if last[cycle.number][0] is seal:
            _as_sealed(session, where, seal, cycle, files)
            yield f"sealed results of cycle {cycle.number}: {seal.version} versions hold; the database says what was sealed"


def _file(where: str, seal: Seal, files: FileStore) -> None:
    """It is there, it is the one that was sealed, and holds by itself."""
    try:
        content = files.get(seal.file)
    except OSError as error:
        raise DoesNotHold(f"{where}: its file is not there") from error
    if digest(content) != seal.file:
        raise DoesNotHold(f"{where}: its file is not the one that was sealed")
    try:
        for _ in held(content):
            pass
    except DoesNotHold as failure:
        raise DoesNotHold(f"{where}: {failure}") from failure


def _as_sealed(session: Session, where: str, seal: Seal, cycle: Cycle, files: FileStore) -> None:
    """The database still has what was sealed; and places decided since are as the log has them."""
    members = opened(files.get(seal.file)).members
    tally = session.get(Tally, seal.tally_id)
    kept = without_names(from_json(tally.document)) if tally else None
    if canonical_json(kept) != canonical_json(plain(members, "results.json")["tally"]):
        raise DoesNotHold(f"{where}: the results in the database are not those that were sealed")
    head = head_of(session, cycle.number)
    now = what_is_said(session, head)
    if head.tally_id == seal.tally_id:
        if now["rubrics.json"] != members["rubrics.json"]:
            raise DoesNotHold(f"{where}: the rubrics in the database are not those that were sealed")
        if _sheets(now) != _sheets(members):
            raise DoesNotHold(f"{where}: the sheets in the database are not those that were sealed")
    decisions = plain(now, "decisions.json")
    categories = {
        c.code: str(c.id) for c in from_json(session.get_one(Tally, head.tally_id).document).categories
    }
    try:
        as_logged(decisions["places"], categories, shown_events(session, head))
    except DoesNotHold as failure:
        raise DoesNotHold(f"database: {failure}") from failure


def _sheets(members: Any) -> list[dict[str, Any]]:
    """Without why one is left out: an entry that goes later takes its sheets with it."""
    return [{**line, "left_out": None} for line in plain(members, "sheets.json")]
