"""The worker: does jobs and sends mail, one after another, in a process of its own."""

import os
import signal
import sys
import threading
import time
import uuid
from datetime import date

# The modules that register kinds of jobs and of letters.
import awards.cycles.letters
import awards.directory.letters
import awards.entries.extensions.letters
import awards.entries.letters
import awards.entries.partnership.letters
import awards.entries.revisions.letters
import awards.events.letters
import awards.helpdesk.letters
import awards.imports.letters
import awards.intake.letters
import awards.invitations.letters
import awards.people.letters
import awards.registrations.letters
import awards.screening.letters
import awards.screening.moving_letters
import awards.screening.replies.letters  # noqa: F401
import judging.appeals.letters
import judging.assignments.letters
import judging.blinding.certificate.jobs
import judging.blinding.pages.jobs
import judging.calibration.letters
import judging.corrections.letters
import judging.deliberations.letters
import judging.enquiries.letters
import judging.reconciliation.letters
import judging.reopenings.letters
import judging.tally.letters  # noqa: F401
import reports.certificates.jobs
import reports.packs.jobs
import reports.packs.own
import reports.results.jobs
from awards.events.reminders import remind
from awards.intake.timely import Due, letters_of, reminders_due, send_reminder, unsubmitted
from awards.invitations.lapsing import tell_of_lapsed
from awards.kit import clock as clocks
from awards.kit import logs
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.kit.i18n import Bilingual
from awards.kit.job_kinds import Work
from awards.kit.job_runs import PACE, Pace, abandoned_jobs, run_job
from awards.kit.mail.sending import Sender
from awards.kit.mail.transports import transport
from awards.kit.queue import Queue
from awards.people.operations import sweep_sign_ins
from awards.registrations.lapsing import forget_unconfirmed
from awards.settings import Settings
from awards.site.award import KnownAward

IDLE_SECONDS = 0.5
NICENESS = 10
"""Pages go before jobs when both want the processor."""


class Worker:
    """Takes jobs from the queue, and from the tables what the queue has lost."""

    def __init__(self, settings: Settings, *, pace: Pace = PACE) -> None:
        self._work = Work(
            Database(settings.database_url), FileStore(settings.files_dir), settings, clocks.now
        )
        self._queue = Queue(settings, self._run)
        award = KnownAward(self._work.db, clocks.now)
        self._mail = Sender(
            self._work.db,
            settings,
            clocks.now,
            transport(settings),
            lambda: Bilingual(award().award_ar or "تحكيم", award().award_en or "Tahkim"),
        )
        self._pace = pace
        self._stop = threading.Event()
        self._tidied_on: date | None = None
        self._reminded: set[Due] = set()

    def stop(self) -> None:
        """Stop after the items in hand."""
        self._stop.set()

    def serve(self) -> None:
        swept = float("-inf")
        while not self._stop.is_set():
            if self._queue.do_next():
                continue
            if time.monotonic() - swept >= self._pace.sweep.total_seconds():
                self._sweep()
                swept = time.monotonic()
            self._stop.wait(IDLE_SECONDS)
        self._queue.close()
        self._work.db.dispose()

    def _sweep(self) -> None:
        with self._work.db.read() as session:
            found = abandoned_jobs(session, self._work.clock(), pace=self._pace)
        for job_id in found:
            self._queue.put(job_id)
        self._remind()
        remind(self._work.db, at=self._work.clock())
        self._mail.send_waiting(self._stop.is_set)
        self._tidy_once_a_day()

    def _remind(self) -> None:
        """Before closings. What was done already is not worked out again; the outbox knows after a restart, too."""
        now = self._work.clock()
        with self._work.db.read() as session:
            new = [due for due in reminders_due(session, now) if due not in self._reminded]
            found = {due: letters_of(session, due, unsubmitted(session, due.cycle_id)) for due in new}
        for due, letters in found.items():
            if letters:
                with self._work.db.write() as session:
                    send_reminder(session, due, letters, at=now)
            self._reminded.add(due)

    def _tidy_once_a_day(self) -> None:
        now = self._work.clock()
        if self._tidied_on != now.date():
            with self._work.db.write() as session:
                sweep_sign_ins(session, at=now)
                forget_unconfirmed(session, at=now)
                reports.packs.jobs.discard_old_packs(session, self._work.settings, at=now)
                reports.packs.own.discard_old_own_packs(session, self._work.settings, at=now)
            tell_of_lapsed(self._work.db, at=now)
            self._tidied_on = now.date()

    def _run(self, job_id: uuid.UUID) -> None:
        state = run_job(self._work, job_id, pace=self._pace, stopping=self._stop.is_set)
        if state is not None:
            logs.log.info("job", job=str(job_id), state=state.value)


def serve(settings: Settings, *, until_input_ends: bool = False, pace: Pace = PACE) -> None:
    """Work until SIGTERM or SIGINT; with `until_input_ends` also until whoever holds standard input is gone."""
    logs.configure(settings.log_level)
    os.nice(NICENESS)
    worker = Worker(settings, pace=pace)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    if until_input_ends:
        threading.Thread(target=_stop_at_end_of_input, args=(worker,), daemon=True).start()
    worker.serve()


def _stop_at_end_of_input(worker: Worker) -> None:
    sys.stdin.buffer.read()
    worker.stop()
