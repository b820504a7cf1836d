"""Jobs: done once, resumed after a kill, cancelled, and honest about what went wrong."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from awards.kit import job_kinds
from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.kit.files import FileStore
from awards.kit.i18n import msg, translate
from awards.kit.job_kinds import Work, job_kind
from awards.kit.job_runs import PACE, abandoned_jobs, run_job
from awards.kit.jobs import (
    Job,
    JobItem,
    JobState,
    Payload,
    cancel_job,
    enqueue_job,
    open_job,
    problems_of,
    resume_job,
    unkept,
)
from awards.kit.queue import JsonSigned, Queue, connect

ROOT = Path(__file__).parents[3]


@pytest.fixture
def work(db, settings, clock) -> Work:
    return Work(db, FileStore(settings.files_dir), settings, clock)


@pytest.fixture
def kind(monkeypatch) -> Callable[..., list[list[int]]]:
    """Register a kind for one test: `kind(lambda item: …, at_once=2)`; returns the calls it got."""
    monkeypatch.setattr(job_kinds, "_kinds", {})

    def register(act: Callable[[int], object] = lambda item: None, at_once: int = 1) -> list[list[int]]:
        calls: list[list[int]] = []

        @job_kind("test.count", label=msg("Counting"), at_once=at_once)
        def count(work: Work, job: Job, payloads: Sequence[Payload]) -> None:
            calls.append([payload["item"] for payload in payloads])
            for payload in payloads:
                act(payload["item"])

        return calls

    return register


def asked(work: Work, items: int = 5, kind: str = "test.count") -> Job:
    with work.db.write() as session:
        return enqueue_job(
            session, kind, "subject", [{"item": n} for n in range(1, items + 1)], by=None, at=work.clock()
        )


def asked_and_failed(work: Work) -> None:
    with work.db.write() as session:
        enqueue_job(session, "test.count", "subject", [{"item": 1}], by=None, at=work.clock())
        raise ZeroDivisionError


def stored(work: Work, job: Job) -> Job:
    with work.db.read() as session:
        return session.exec(select(Job).where(Job.id == job.id)).one()


def test_every_item_is_done_once_and_in_order(work: Work, kind) -> None:
    calls = kind()
    job = asked(work)
    assert run_job(work, job.id) is JobState.DONE
    assert calls == [[1], [2], [3], [4], [5]]
    after = stored(work, job)
    assert (after.done, after.total, after.ended_at) == (5, 5, work.clock())


def test_items_come_as_many_at_once_as_the_kind_takes(work: Work, kind) -> None:
    calls = kind(at_once=2)
    run_job(work, asked(work).id)
    assert calls == [[1, 2], [3, 4], [5]]


def test_a_job_that_has_ended_is_not_done_again(work: Work, kind) -> None:
    calls = kind()
    job = asked(work)
    run_job(work, job.id)
    assert run_job(work, job.id) is None
    assert len(calls) == 5


def test_an_item_that_fails_says_why_and_does_not_keep_back_those_beside_it(work: Work, kind) -> None:
    def act(item: int) -> None:
        if item == 2:
            raise RuleBroken(msg("There is already a person with the address %(email)s.", email="a@b.c"))
        if item == 3:
            raise ZeroDivisionError

    kind(act, at_once=3)
    job = asked(work)
    assert run_job(work, job.id) is JobState.FAILED
    with work.db.read() as session:
        problems = problems_of(session, job.id)
    assert [position for position, _ in problems] == [2, 3]
    assert translate(problems[0][1], "en") == "There is already a person with the address a@b.c."
    assert "ZeroDivisionError" in translate(problems[1][1], "en")
    after = stored(work, job)
    assert after.done == 3
    assert translate(unkept(after.problem), "en") == "2 items could not be done."


def test_a_failed_job_is_resumed_with_only_what_is_left(work: Work, kind) -> None:
    broken = [True]

    def act(item: int) -> None:
        if item == 4 and broken:
            raise ValueError

    calls = kind(act)
    job = asked(work)
    run_job(work, job.id)
    broken.clear()
    calls.clear()
    with work.db.write() as session:
        resume_job(session, job.id, by=job.id, at=work.clock())
    assert run_job(work, job.id) is JobState.DONE
    assert calls == [[4]]
    with work.db.read() as session:
        assert problems_of(session, job.id) == []


def test_a_running_job_stops_when_it_is_cancelled_and_can_be_resumed(work: Work, kind) -> None:
    job = asked(work)

    def act(item: int) -> None:
        if item == 2:
            with work.db.write() as session:
                cancel_job(session, job.id, by=job.id, at=work.clock())

    calls = kind(act)
    assert run_job(work, job.id) is JobState.CANCELLED
    assert calls == [[1], [2]]
    assert stored(work, job).done == 2
    with work.db.write() as session:
        resume_job(session, job.id, by=job.id, at=work.clock())
    assert run_job(work, job.id) is JobState.DONE
    assert calls == [[1], [2], [3], [4], [5]]


def test_a_waiting_job_that_is_cancelled_never_starts(work: Work, kind) -> None:
    calls = kind()
    job = asked(work)
    with work.db.write() as session:
        cancel_job(session, job.id, by=job.id, at=work.clock())
    assert run_job(work, job.id) is None
    assert calls == []
    assert stored(work, job).state is JobState.CANCELLED
    with pytest.raises(RuleBroken), work.db.write() as session:
        cancel_job(session, job.id, by=job.id, at=work.clock())


def test_a_job_that_is_done_cannot_be_resumed(work: Work, kind) -> None:
    kind()
    job = asked(work)
    run_job(work, job.id)
    with pytest.raises(RuleBroken), work.db.write() as session:
        resume_job(session, job.id, by=job.id, at=work.clock())


def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next(work: Work, kind) -> None:
    calls = kind()
    job = asked(work)
    assert run_job(work, job.id, stopping=lambda: len(calls) >= 2) is JobState.QUEUED
    assert run_job(work, job.id) is JobState.DONE
    assert calls == [[1], [2], [3], [4], [5]]


def test_a_kind_that_nobody_knows_fails_with_a_reason(work: Work, kind) -> None:
    job = asked(work, kind="test.unknown")
    assert run_job(work, job.id) is JobState.FAILED
    assert "test.unknown" in translate(unkept(stored(work, job).problem), "en")


def test_a_running_job_is_left_alone_until_its_worker_shows_no_life(work: Work, kind, clock) -> None:
    kind()
    job = asked(work)
    with work.db.write() as session:
        row = session.exec(select(Job).where(Job.id == job.id)).one()
        row.state, row.heartbeat_at = JobState.RUNNING, clock()
        session.add(row)
    assert run_job(work, job.id) is None
    with work.db.read() as session:
        assert abandoned_jobs(session, clock()) == []
        assert open_job(session, "test.count", "subject") is not None
    clock.at += PACE.stale + timedelta(seconds=1)
    with work.db.read() as session:
        assert abandoned_jobs(session, clock()) == [job.id]
    assert run_job(work, job.id) is JobState.DONE


def test_a_worker_whose_job_was_taken_over_stops(work: Work, kind, monkeypatch) -> None:
    job = asked(work)

    def act(item: int) -> None:
        if item == 2:
            with work.db.write() as session:
                row = session.exec(select(Job).where(Job.id == job.id)).one()
                row.heartbeat_at = work.clock() + timedelta(hours=1)
                session.add(row)
            time.sleep(0.3)

    calls = kind(act)
    pace = PACE.__class__(heartbeat=timedelta(seconds=0.05))
    assert run_job(work, job.id, pace=pace) is None
    assert calls == [[1], [2]]
    assert stored(work, job).state is JobState.RUNNING


def test_asking_and_ending_are_in_the_audit_log(work: Work, kind) -> None:
    kind()
    job = asked(work)
    run_job(work, job.id)
    with work.db.read() as session:
        found = session.exec(select(AuditEvent.action).where(AuditEvent.subject_id == str(job.id))).all()
    assert found == ["job.asked", "job.ended"]


def test_a_job_wakes_the_queue_only_once_it_is_committed(work: Work, settings) -> None:
    woken: list[object] = []
    queue = Queue(settings, woken.append)
    connect(work.db, queue)
    with pytest.raises(ZeroDivisionError):
        asked_and_failed(work)
    assert not queue.do_next()
    job = asked(work)
    assert queue.do_next()
    assert woken == [job.id]
    assert not queue.do_next()
    queue.close()


def test_a_queued_message_that_was_tampered_with_is_refused(settings) -> None:
    serializer = JsonSigned(secret=settings.secret, salt="tahkim.queue")
    signed = serializer.serialize(["id", "awards.kit.queue.job"])
    assert serializer.deserialize(signed).name == "awards.kit.queue.job"
    with pytest.raises(ValueError, match="mismatch"):
        serializer.deserialize(signed.replace(b"job", b"bob"))
    with pytest.raises(ValueError, match="mismatch"):
        JsonSigned(secret="x" * 48, salt="tahkim.queue").deserialize(signed)


@contextmanager
def worker(work: Work) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TAHKIM_DATA_DIR": str(work.settings.data_dir),
        "TAHKIM_SECRET": work.settings.secret,
        "TAHKIM_LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("slow_worker.py"))], env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


def calls_of(work: Work) -> Counter[str]:
    log = work.settings.data_dir / "calls.log"
    return Counter(log.read_text().split()) if log.exists() else Counter()


def test_a_worker_killed_in_the_middle_leaves_nothing_undone_and_nothing_twice(work: Work) -> None:
    job = asked(work, items=12, kind="test.slow")
    with worker(work) as first:
        until(lambda: stored(work, job).done >= 3)
        first.send_signal(signal.SIGKILL)
        first.wait()
    done_before = stored(work, job).done
    assert 3 <= done_before < 12
    assert stored(work, job).state is JobState.RUNNING
    with worker(work):
        until(lambda: stored(work, job).state is JobState.DONE)
    calls = calls_of(work)
    assert set(calls) == {str(n) for n in range(1, 13)}
    # Only the item that was in hand when the worker died may have been begun twice.
    assert calls.total() <= 13
    assert stored(work, job).done == 12
    with work.db.read() as session:
        assert len(session.exec(select(JobItem).where(JobItem.done_at != None)).all()) == 12  # noqa: E711
    assert sum(1 for path in work.settings.files_dir.rglob("*") if path.is_file()) == 12


def test_a_worker_that_is_asked_to_stop_ends_in_good_order(work: Work) -> None:
    job = asked(work, items=60, kind="test.slow")
    with worker(work) as process:
        until(lambda: stored(work, job).done >= 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    after = stored(work, job)
    assert after.state is JobState.QUEUED
    assert after.done == calls_of(work).total() < 60
