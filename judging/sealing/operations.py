"""Sealing a cycle's results."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.kit import audit
from awards.kit.canonical import canonical_json
from awards.kit.chain_state import verify_chain
from awards.kit.db import Database
from awards.kit.errors import RuleBroken, Stale
from awards.kit.files import FileStore
from awards.kit.i18n import Message, msg
from awards.kit.signing import Signer, fingerprint
from awards.people.models import Person
from judging.deliberations.places import lacks, why
from judging.deliberations.queries import decided_places
from judging.scorecards.proofs import proofs
from judging.sealing.archive import DoesNotHold, digest, sealed
from judging.sealing.gather import what_is_said, what_proves_it
from judging.sealing.holding import held
from judging.sealing.models import Seal
from judging.tally.queries import Head, document_of, opened


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that holds, not kept yet."""

    head: Head
    says: str
    file: bytes
    key: str
    """Fingerprint of the key that signed it."""
    before: Seal | None
    """The seal that it replaces."""


def seal_results(
    db: Database, files: FileStore, signer: Signer, number: int, *, by: uuid.UUID | None, at: datetime
) -> Seal:
    """Seal what is decided of a cycle: a new version where anything changed since the last one, else the last one.

    `by` is None where it is asked for at the server. The file is made and read again by the rules of whoever checks it
    while others go on writing. Raises NotYetOpened, Stale if somebody else sealed in the meantime, and RuleBroken while
    a place lacks something, or where the log, a receipt or the results do not hold.
    """
    with db.read() as session:
        prepared = _prepared(session, signer, number, by=by, at=at)
    if isinstance(prepared, Seal):
        return prepared
    name = files.put(prepared.file)
    with db.write() as session:
        return _kept(session, prepared, name, by=by, at=at)


def _prepared(
    session: Session, signer: Signer, number: int, *, by: uuid.UUID | None, at: datetime
) -> Prepared | Seal:
    head = opened(session, number)
    if lacking := what_lacks(session, head):
        raise RuleBroken(lacking)
    said = what_is_said(session, head)
    says = digest_of(said)
    before = last_seal(session, head.cycle_id)
    if before is not None and before.says == says:
        return before
    _whole(session, at)
    cycle = session.get_one(Cycle, head.cycle_id)
    about = {
        "award": {"ar": cycle.award_ar, "en": cycle.award_en},
        "cycle": {"number": head.number, "name": {"ar": head.name_ar, "en": head.name_en}},
        "demo": cycle.is_demo,
        "version": before.version + 1 if before else 1,
        "replaces": {"version": before.version, "sha256": before.file} if before else None,
        "sealed_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "sealed_by": _name(session, by),
    }
    file = sealed(said | what_proves_it(session, head, signer, at), about, signer)
    try:
        for _ in held(file):
            pass
    except DoesNotHold as failure:
        raise _refused(str(failure)) from failure
    return Prepared(head, says, file, fingerprint(signer.public), before)


def _kept(session: Session, prepared: Prepared, name: str, *, by: uuid.UUID | None, at: datetime) -> Seal:
    head, before = prepared.head, prepared.before
    last = last_seal(session, head.cycle_id)
    if head.tally_id is None or (last.id if last else None) != (before.id if before else None):
        raise Stale(msg("Somebody else sealed the results in the meantime."))
    seal = Seal(
        cycle_id=head.cycle_id,
        version=before.version + 1 if before else 1,
        tally_id=head.tally_id,
        says=prepared.says,
        file=name,
        sealed_at=at,
        sealed_by_id=by,
    )
    session.add(seal)
    session.flush()
    detail: dict[str, object] = {
        "version": seal.version,
        "sealed_file": seal.file,
        "tally": head.version,
        "signing_key": prepared.key,
    }
    if before:
        detail["replaced_file"] = before.file
    audit.record(session, "results.sealed", head.cycle_id, by=by, at=at, detail=detail)
    return seal


def what_lacks(session: Session, head: Head) -> Message | None:
    """What keeps the results from being sealed, the first of it. Raises NotYetOpened."""
    decided = decided_places(session, head.cycle_id)
    found = lacks(document_of(session, head).categories, decided, head.tally_id)
    return next((why(lack, category, place) for category, place, lack in found), None)


def digest_of(said: Mapping[str, bytes]) -> str:
    """SHA-256 over what a file says of the results, by member."""
    return digest(canonical_json({name: digest(content) for name, content in said.items()}))


def last_seal(session: Session, cycle_id: uuid.UUID) -> Seal | None:
    """The seal that stands for a cycle."""
    return session.exec(
        select(Seal).where(Seal.cycle_id == cycle_id).order_by(col(Seal.version).desc()).limit(1)
    ).first()


def seals_of(session: Session, cycle_id: uuid.UUID) -> list[tuple[Seal, Person | None]]:
    """The newest first, with who sealed; nobody where it was done at the server."""
    rows = session.exec(
        select(Seal, Person)
        .outerjoin(Person, col(Person.id) == col(Seal.sealed_by_id))
        .where(Seal.cycle_id == cycle_id)
        .order_by(col(Seal.version).desc())
    )
    return [(seal, person) for seal, person in rows]


def _whole(session: Session, at: datetime) -> None:
    chain = verify_chain(session, at)
    if chain.broken_at is not None:
        raise _refused(f"audit log: event {chain.broken_at} does not follow from the one before it")
    if broken := proofs(session).broken:
        raise _refused(broken[0])


def _refused(what: str) -> RuleBroken:
    return RuleBroken(msg("The results cannot be sealed, for they do not hold: %(what)s", what=what))


def _name(session: Session, by: uuid.UUID | None) -> dict[str, str] | None:
    person = session.get(Person, by) if by else None
    return {"ar": person.name_ar, "en": person.name_en} if person else None
