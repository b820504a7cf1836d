"""A whole check at once, for the operator."""

from datetime import datetime

from awards.blindness.crawl import crawl
from awards.cycles.queries import cycle_by_number
from awards.kit import clock
from awards.kit.db import Database
from awards.settings import Settings
from judging.blinding.certificate.models import BlindnessCheck
from judging.blinding.certificate.operations import begin_check, file_findings


def check_cycle(
    settings: Settings, db: Database, number: int, *, at: datetime | None = None
) -> BlindnessCheck:
    """Begin, read as every judge, file and sign. Raises NotFound, and RuleBroken without readers."""
    at = at or clock.now()
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        begun, judges = begin_check(session, cycle.id, by=None, at=at)
    found = crawl(settings, db, cycle.id, judges, at=at)
    with db.write() as session:
        return file_findings(
            session,
            settings.data_dir,
            begun.id,
            judges=len(judges),
            pages=found.pages,
            findings=list(found.findings.values()),
            at=at,
        )
