"""Whether the seals of an installation are those that its log has, and whether the database still says what was sealed."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.kit.audit import AuditEvent
from awards.kit.canonical import canonical_json
from awards.kit.files import FileStore
from judging.assignments.models import Assignment
from judging.rounds.models import Round
from judging.scorecards.models import Scorecard
from judging.sealing.archive import DoesNotHold, digest, opened, plain
from judging.sealing.gather import (
    counted_in,
    named_entry,
    shown_events,
    versions_said,
    what_is_said,
    without_names,
)
from judging.sealing.holding import as_logged, held
from judging.sealing.models import Seal
from judging.tally.document import from_json
from judging.tally.models import Tally
from judging.tally.queries import head_of

_events = AuditEvent.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_LODGED = (
    sa.select(_cards.c.id)
    .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .where(_rounds.c.cycle_id == sa.bindparam("cycle_id"), _cards.c.lodged_at.is_not(None))
)
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
    last = {cycle.number: seal for seal, cycle in rows}
    for seal, cycle in rows:
        where = f"seals: version {seal.version} of cycle {cycle.number}"
        members = _members(where, seal, files)
        _results(session, where, seal, members)
        if last[cycle.number] is seal:
            _as_sealed(session, where, seal, cycle, members)
            yield f"sealed results of cycle {cycle.number}: {seal.version} versions hold; the database says what was sealed"


def _members(where: str, seal: Seal, files: FileStore) -> Mapping[str, bytes]:
    """Of its file, which is there, is the one that was sealed, and holds by itself."""
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
    return opened(content).members


def _results(session: Session, where: str, seal: Seal, members: Mapping[str, bytes]) -> None:
    """The database still has the version of the results that was sealed, and by its names those who were given a place."""
    tally = session.get(Tally, seal.tally_id)
    document = from_json(tally.document) if tally else None
    kept = without_names(document) if document else None
    results = plain(members, "results.json")
    if tally is None or document is None or canonical_json(kept) != canonical_json(results["tally"]):
        raise DoesNotHold(f"{where}: the results in the database are not those that were sealed")
    named = {str(e.entry_id): named_entry(e) for c in document.categories for e in c.entries}
    given = [e for place in plain(members, "decisions.json")["places"] for e in place["entries"]]
    if any(named.get(entry["id"]) != entry for entry in given):
        raise DoesNotHold(
            f"{where}: the names of who was given a place are not in the database as they were sealed"
        )
    now = versions_said(session, tally.round_id)
    if _counted_when(now[: len(results["versions"])]) != _counted_when(results["versions"]):
        raise DoesNotHold(f"{where}: the versions of the results are not those that were sealed")


def _as_sealed(session: Session, where: str, seal: Seal, cycle: Cycle, members: Mapping[str, bytes]) -> None:
    """The database still has what was sealed; and places decided since are as the log has them."""
    head = head_of(session, cycle.number)
    now = what_is_said(session, head)
    if head.tally_id == seal.tally_id:
        if now["rubrics.json"] != members["rubrics.json"]:
            raise DoesNotHold(f"{where}: the rubrics in the database are not those that were sealed")
        if _sheets(now) != _sheets(members):
            raise DoesNotHold(f"{where}: the sheets in the database are not those that were sealed")
    document = from_json(session.get_one(Tally, head.tally_id).document)
    if gone := counted_in(document) - {
        str(card) for card in session.connection().scalars(_LODGED, {"cycle_id": cycle.id})
    }:
        raise DoesNotHold(f"database: the sheet {min(gone)} that counts is not lodged any more")
    decisions, sealed = plain(now, "decisions.json"), plain(members, "decisions.json")
    if _consents(decisions["opened"]) != _consents(sealed["opened"]):
        raise DoesNotHold(f"{where}: who opened the results is not what was sealed")
    if sealed["published"] and _published(decisions["published"]) != _published(sealed["published"]):
        raise DoesNotHold(f"{where}: who published them, and when, is not what was sealed")
    categories = {c.code: str(c.id) for c in document.categories}
    try:
        as_logged(decisions["places"], categories, shown_events(session, head))
    except DoesNotHold as failure:
        raise DoesNotHold(f"database: {failure}") from failure


def _sheets(members: Any) -> list[dict[str, Any]]:
    """Without why one is left out: an entry that goes later takes its sheets with it."""
    return [{**line, "left_out": None} for line in plain(members, "sheets.json")]


def _counted_when(versions: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Without who had them counted: people may be called otherwise since."""
    return [(one["version"], one["reason"], one["counted_at"]) for one in versions]


def _consents(given: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["at"], one["by"]["id"]) for one in given]


def _published(said: dict[str, Any] | None) -> tuple[str, list[tuple[str, str]]] | None:
    return None if said is None else (said["at"], _consents(said["by"]))
