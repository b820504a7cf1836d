"""Issuing certificates once results are published, and revoking one."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from babel.dates import format_date
from sqlmodel import Session

from awards.entries.places import place_name
from awards.kit import audit
from awards.kit.clock import RIYADH
from awards.kit.db import Database, new_id
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.files import FileStore
from awards.kit.i18n import Lang, hijri, msg, translate
from awards.kit.logs import log
from judging.deliberations.queries import publication_of
from reports.certificates.codes import new_code
from reports.certificates.models import Certificate, CertificateKind
from reports.certificates.queries import Deserved, Earned, certificate_by_code, earned, fallen, issued_keys
from reports.certificates.wording import CertificateWording, WordingRefused

Key = tuple[uuid.UUID, CertificateKind]
"""An entry, and which of its certificates."""


@dataclass(frozen=True)
class IntoStore:
    """Puts a certificate into the file store; called in the processes that draw."""

    root: Path

    def __call__(self, _: CertificateWording, pdf: bytes) -> str:
        return FileStore(self.root).put(pdf)


def require_published(session: Session, cycle_id: uuid.UUID) -> None:
    """Raises RuleBroken: a certificate says what the public may know."""
    if publication_of(session, cycle_id) is None:
        raise RuleBroken(msg("Certificates are issued once the results are published."))


def issue_certificates(
    db: Database,
    files: FileStore,
    cycle_id: uuid.UUID,
    *,
    base_url: str,
    by: uuid.UUID | None,
    at: datetime,
    on_done: Callable[[int], None] = lambda _: None,
    only: Collection[Key] | None = None,
    processes: int = 2,
) -> int:
    """Issue what has been earned and not yet issued, or of that `only` some; how many were issued.

    Certificates that exist are kept, so that it can be called again. `on_done` hears how many are drawn. Raises
    RuleBroken before publication, or for an entry whose texts cannot be printed.
    """
    # Drawing needs libraries that a web process has no use for.
    from reports.certificates.batch import render_certificates

    with db.read() as session:
        require_published(session, cycle_id)
        there = issued_keys(session, cycle_id)
        source = earned(session, cycle_id)
    wanted = [
        deserved
        for deserved in source.deserved
        if deserved.issued_as not in there
        and (only is None or (deserved.entry.entry_id, deserved.kind) in only)
    ]
    wordings = [_worded(source, deserved, base_url, at) for deserved in wanted]
    try:
        digests = render_certificates(wordings, IntoStore(files.root), processes=processes, on_done=on_done)
    except WordingRefused as error:
        if len(wanted) == 1:
            raise _too_long(wanted[0], error) from error
        # Which one it is, the job finds out by doing them one by one.
        raise RuleBroken(msg("The texts of one of the certificates cannot be printed.")) from error
    rows = [
        _row(source, deserved, wording, digest, at)
        for deserved, wording, digest in zip(wanted, wordings, digests, strict=True)
    ]
    with db.write() as session:
        # Somebody else may have issued the same meanwhile: theirs stand.
        there = issued_keys(session, cycle_id)
        rows = [row for row in rows if (row["entry_id"], row["kind"], row["place"]) not in there]
        if rows:
            session.connection().execute(sa.insert(Certificate), rows)
            detail = {"certificates": len(rows), "codes": [row["code"] for row in rows]}
            audit.record(session, "certificates.issued", cycle_id, by=by, at=at, detail=detail)
    return len(rows)


def revoke_certificate(
    session: Session, code: str, reason: str, *, by: uuid.UUID, at: datetime
) -> Certificate:
    """Declare a certificate void; whoever verifies it is told so. Raises NotFound, RuleBroken."""
    certificate = certificate_by_code(session, code)
    if certificate is None:
        raise NotFound
    if certificate.revoked_at is not None:
        raise RuleBroken(msg("This certificate is revoked already."))
    if not reason.strip():
        raise RuleBroken(msg("Give the reason for which the certificate is revoked."))
    certificate.revoked_at, certificate.revoked_reason = at, reason.strip()
    session.add(certificate)
    audit.record(
        session, "certificate.revoked", certificate.id, by=by, at=at, detail={"reason": reason.strip()}
    )
    return certificate


def revoke_fallen(
    session: Session, cycle_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> list[str]:
    """Declare void every certificate of a place or a mention that its entry no longer has; their codes."""
    codes = [one.code for one in fallen(session, cycle_id)]
    for code in codes:
        revoke_certificate(session, code, reason, by=by, at=at)
    return codes


def _row(
    source: Earned, deserved: Deserved, wording: CertificateWording, digest: str, at: datetime
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "code": wording.code,
        "cycle_id": source.cycle.id,
        "entry_id": deserved.entry.entry_id,
        "kind": deserved.kind,
        "place": deserved.place,
        "wording": wording.as_json(),
        "digest": digest,
        "issued_at": at,
        "revoked_reason": "",
    }


def _worded(source: Earned, deserved: Deserved, base_url: str, at: datetime) -> CertificateWording:
    """Raises RuleBroken for texts that cannot be printed."""
    cycle, entry, category = source.cycle, deserved.entry, deserved.category
    code = new_code(cycle.number)
    day = at.astimezone(RIYADH).date()
    try:
        return CertificateWording(
            kind=deserved.kind.value,
            code=code,
            verify_url=f"{base_url}/verify/{code}",
            recipients_ar=tuple(filter(None, (entry.entrant_ar, *(p.name_ar for p in entry.partners)))),
            recipients_en=tuple(filter(None, (entry.entrant_en, *(p.name_en for p in entry.partners)))),
            title_ar=entry.title_ar,
            title_en=entry.title_en,
            category_ar=category.name_ar,
            category_en=category.name_en,
            award_ar=cycle.award_ar,
            award_en=cycle.award_en,
            cycle_ar=cycle.name_ar,
            cycle_en=cycle.name_en,
            cycle_number=cycle.number,
            year=cycle.publishes_at.astimezone(RIYADH).year,
            entries=source.entries
            if deserved.kind is CertificateKind.PARTICIPATION
            else len(category.entries),
            categories=source.categories,
            signatory_ar=cycle.signatory_ar,
            signatory_en=cycle.signatory_en,
            signatory_post_ar=cycle.signatory_post_ar,
            signatory_post_en=cycle.signatory_post_en,
            issued_on=day,
            issued_gregorian_ar=format_date(day, "d MMMM y'م'", locale="ar_SA@numbers=latn"),
            issued_gregorian_en=format_date(day, "d MMMM y", locale="en_GB"),
            issued_hijri_ar=hijri(day, "ar"),
            issued_hijri_en=hijri(day, "en"),
            place_ar=_place(deserved, "ar"),
            place_en=_place(deserved, "en"),
            demo=cycle.is_demo,
        )
    except WordingRefused as error:
        raise _too_long(deserved, error) from error


def _too_long(deserved: Deserved, why: WordingRefused) -> RuleBroken:
    log.warning("certificate refused", entry=str(deserved.entry.entry_id), why=str(why))
    return RuleBroken(
        msg("The texts of entry %(number)s cannot be printed on a certificate.", number=deserved.entry.number)
    )


def _place(deserved: Deserved, lang: Lang) -> str:
    if deserved.place is None:
        return ""
    return translate(place_name(deserved.place, shared=deserved.shared), lang)
