"""The blindness check as a job: an item for a part of the judges, so that it shows how far it is."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from awards.kit.errors import Refusal
from awards.kit.i18n import msg
from awards.kit.job_kinds import Work, job_kind
from awards.kit.jobs import Job, Payload, enqueue_job, open_job
from awards.kit.logs import log
from awards.settings import Settings
from judging.blinding.certificate.models import BlindnessCheck
from judging.blinding.certificate.operations import begin_check, file_findings

CHECK = "blindness.check"
MOST_PARTS = 8
"""Each makes a copy of the data."""
SECONDS = 4 * 3600


class CheckFailed(Refusal):
    """The pages could not be read; the log of the server says why."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "The check could not read the judges' pages. Try again; if it fails again, tell the operator."
            )
        )


@job_kind(CHECK, label=msg("Blindness check"), at_once=1)
def check(work: Work, job: Job, payloads: Sequence[Payload]) -> None:
    """One part, `{"check": id, "judges": [id, …], "before": n}`; one that was filed before is left."""
    for payload in payloads:
        check_id, judges = uuid.UUID(payload["check"]), list(payload["judges"])
        with work.db.read() as session:
            begun = session.get_one(BlindnessCheck, check_id)
        if begun.judges_read > payload["before"]:
            continue
        found = _crawled(work.settings, job.subject_id, judges)
        with work.db.write() as session:
            file_findings(
                session,
                work.settings.data_dir,
                check_id,
                judges=len(judges),
                pages=found["pages"],
                findings=found["findings"],
                at=work.clock(),
            )


def ask_for_check(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Job:
    """A job that reads everything; the one that is under way, if there is one. Raises RuleBroken without readers."""
    if under_way := open_job(session, CHECK, cycle_id):
        return under_way
    begun, judges = begin_check(session, cycle_id, by=by, at=at)
    size = -(-len(judges) // MOST_PARTS)
    items = [
        {"check": str(begun.id), "judges": [str(j) for j in judges[n : n + size]], "before": n}
        for n in range(0, len(judges), size)
    ]
    return enqueue_job(session, CHECK, cycle_id, items, by=by, at=at)


def _crawled(settings: Settings, cycle: str, judges: Sequence[str]) -> dict[str, Any]:
    """The application, and so the crawl, are layers above: it is a program of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "TAHKIM_DATA_DIR": str(settings.data_dir),
        "TAHKIM_DATABASE_URL": settings.database_url,
        "TAHKIM_BASE_URL": settings.base_url,
        "TAHKIM_SECRET": settings.secret,
        "TAHKIM_ENVIRONMENT": "production" if settings.https else "development",
    }
    order = json.dumps({"cycle": cycle, "judges": list(judges)})
    command = [sys.executable, "-m", "awards.blindness"]
    try:
        done = subprocess.run(  # noqa: S603 - nothing from outside
            command,
            input=order,
            text=True,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        log.error("blindness check took too long", cycle=cycle)
        raise CheckFailed from error
    if done.returncode:
        log.error("blindness check failed", cycle=cycle, why=done.stderr[-2000:])
        raise CheckFailed
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
