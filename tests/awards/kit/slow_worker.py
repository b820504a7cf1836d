"""A real worker whose only kind of job is slow: each item leaves a file and a line in a log.

Run as a script by test_jobs.py; the environment says where the data lies.
"""

import time
from collections.abc import Sequence
from datetime import timedelta

from awards.kit.i18n import msg
from awards.kit.job_kinds import Work, job_kind
from awards.kit.job_runs import Pace
from awards.kit.jobs import Job, Payload
from awards.settings import Settings
from awards.worker import serve

SECONDS = 0.15
PACE = Pace(heartbeat=timedelta(seconds=0.2), stale=timedelta(seconds=1), sweep=timedelta(seconds=0.3))


@job_kind("test.slow", label=msg("Slow work"))
def slowly(work: Work, job: Job, payloads: Sequence[Payload]) -> None:
    for payload in payloads:
        with (work.settings.data_dir / "calls.log").open("a") as log:
            log.write(f"{payload['item']}\n")
        time.sleep(SECONDS)
        work.files.put(f"item {payload['item']}".encode())


if __name__ == "__main__":
    serve(Settings.from_environment(), pace=PACE)
