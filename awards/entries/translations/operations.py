"""What is done with translations: keep those of the entrant's people, and those of the organisers."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries import queries
from awards.entries.answers import written
from awards.entries.changes import merge
from awards.entries.content import content_of
from awards.entries.models import Entry, EntryState
from awards.entries.refusals import refuse_unless_writable
from awards.entries.sheet import Head
from awards.entries.translations.models import Maker, Translation
from awards.entries.translations.queries import last_content, translation_of
from awards.entries.translations.rules import Line
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import Message, msg

_entries = Entry.__table__  # type: ignore[attr-defined]
_translations = Translation.__table__  # type: ignore[attr-defined]
_FORGET = sa.delete(_translations).where(
    *(_translations.c[name] == sa.bindparam(f"of_{name}") for name in ("entry_id", "language")),
    _translations.c.field.in_(sa.bindparam("fields", expanding=True)),
    _translations.c.original_hash.in_(sa.bindparam("hashes", expanding=True)),
)
_KEEP = sa.insert(_translations)
_RAISE = (
    sa.update(_entries)
    .where(_entries.c.id == sa.bindparam("of"))
    .values(translation_version=_entries.c.translation_version + 1)
)
_BOTH = msg("The entry is written in both languages: there is nothing to translate.")


def translate_own_entry(
    session: Session,
    entry_id: uuid.UUID,
    texts: Mapping[str, str],
    *,
    seen: Mapping[str, Sequence[str]] | None = None,
    by: uuid.UUID,
    at: datetime,
    hand: uuid.UUID | None = None,
) -> frozenset[str]:
    """Keep what the entrant's people translated of the draft as it stands, by field; complete or not.

    `hand` is an organiser who does it in the person's name. Returns the fields that are not kept because they were changed elsewhere: `seen` as in `changes.merge`. Raises
    NotFound for whoever has no part in the entry, RuleBroken after the deadline, once the entry is out, and for an
    entry in both languages.
    """
    head = queries.my_head(session, by, entry_id, to_change=True)
    refuse_unless_writable(head, at)
    content = content_of(queries.sheet_of(session, head))
    return _keep(session, head, content, texts, seen, maker=Maker.ENTRANT, by=by, at=at, hand=hand)


def translate_submission(
    session: Session,
    entry_id: uuid.UUID,
    texts: Mapping[str, str],
    *,
    seen: Mapping[str, Sequence[str]] | None = None,
    by: uuid.UUID,
    at: datetime,
) -> frozenset[str]:
    """Keep what organisers translated of the last submission, as `translate_own_entry` does.

    Raises RuleBroken while it is the entrant's to do, once the entry is out or judging of it is open, and where a
    judge may have been given the entry for a translation that would be gone.
    """
    head = queries.head_of(session, entry_id)
    if reason := reason_against(session, head, at):
        raise RuleBroken(reason)
    content = last_content(session, entry_id)
    if content is None:
        raise RuleBroken(msg("The entry was not submitted."))
    was_whole = translation_of(session, entry_id, content).whole
    clashes = _keep(session, head, content, texts, seen, maker=Maker.ORGANISERS, by=by, at=at)
    if (
        was_whole
        and queries.assigned(session, entry_id)
        and not translation_of(session, entry_id, content).whole
    ):
        raise RuleBroken(
            msg(
                "The entry is assigned to judges, who may rest on its translation. Change the text instead of taking it away."
            )
        )
    return clashes


def reason_against(session: Session, head: Head, at: datetime) -> Message | None:
    """Why organisers may not translate an entry now; none if they may."""
    if head.state is not EntryState.SUBMITTED:
        return msg("This entry is no longer in the running.")
    if head.timetable.accepts_submissions(at):
        return msg(
            "Until its entry closes, the entrant may give the translation. After that it is yours to give."
        )
    if queries.judging_is_open(session, head.id) or queries.results_open(session, head.cycle_id):
        return msg("Judging of this entry is open: what the judges read stands.")
    return None


def _keep(
    session: Session,
    head: Head,
    content: Mapping[str, Any],
    texts: Mapping[str, str],
    seen: Mapping[str, Sequence[str]] | None,
    *,
    maker: Maker,
    by: uuid.UUID,
    at: datetime,
    hand: uuid.UUID | None = None,
) -> frozenset[str]:
    before = translation_of(session, head.id, content)
    if before.language is None:
        raise RuleBroken(_BOTH)
    lines = {line.original.field: line for line in before.lines}
    mine = {field: _written(field, text) for field, text in texts.items() if field in lines}
    known = (
        {field: [_written(field, text) for text in seen.get(field, ())] for field in mine}
        if seen is not None
        else None
    )
    merged = merge(mine, known, {field: lines[field].text for field in mine})
    if merged.write:
        counted = last_content(session, head.id)
        was = _fingerprint(session, head.id, counted)
        _write(
            session,
            head.id,
            before.language,
            [(lines[f], mine[f]) for f in sorted(merged.write)],
            maker,
            by,
            at,
        )
        after = translation_of(session, head.id, content)
        if _fingerprint(session, head.id, counted) != was:
            # What judges would read of the submission has changed: its blind copy has to be made anew.
            session.connection().execute(_RAISE, {"of": head.id})
        detail = {
            "language": before.language,
            "made_by": maker.value,
            "boxes": sorted(merged.write),
            "whole": after.whole,
            **({"for": str(by)} if hand else {}),
        }
        audit.record(session, "entry.translated", head.id, by=hand or by, at=at, detail=detail)
    return merged.clashes


def _write(
    session: Session,
    entry_id: uuid.UUID,
    language: str,
    changed: Sequence[tuple[Line, str]],
    maker: Maker,
    by: uuid.UUID,
    at: datetime,
) -> None:
    connection = session.connection()
    fields = [line.original.field for line, _ in changed]
    hashes = [line.original.digest for line, _ in changed]
    connection.execute(
        _FORGET, {"of_entry_id": entry_id, "of_language": language, "fields": fields, "hashes": hashes}
    )
    rows = [
        {
            "entry_id": entry_id,
            "field": line.original.field,
            "language": language,
            "original_hash": line.original.digest,
            "text": text,
            "made_by": maker,
            "made_at": at,
            "made_by_id": by,
        }
        for line, text in changed
        if text
    ]
    if rows:
        connection.execute(_KEEP, rows)


def _fingerprint(session: Session, entry_id: uuid.UUID, content: Mapping[str, Any] | None) -> str:
    return translation_of(session, entry_id, content).fingerprint if content is not None else ""


def _written(field: str, text: str) -> str:
    return written(text).replace("\n", " ") if field == "title" else written(text)
