"""What is known of the pages of files."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from judging.blinding.pages.models import FileReading


def readings_of(session: Session, digests: Iterable[str]) -> dict[str, FileReading]:
    """By digest, those of the clean files that were read; one statement."""
    wanted = sorted(set(digests))
    if not wanted:
        return {}
    found = session.exec(select(FileReading).where(col(FileReading.digest).in_(wanted)))
    return {reading.digest: reading for reading in found}


def unread_digests(session: Session, digests: Iterable[str]) -> list[str]:
    """Those that were not read yet."""
    wanted = sorted(set(digests))
    known = set(session.exec(select(FileReading.digest).where(col(FileReading.digest).in_(wanted))))
    return [digest for digest in wanted if digest not in known]
