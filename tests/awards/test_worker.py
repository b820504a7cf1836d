"""The worker knows the work that pages ask for, and tidies up."""

import subprocess
import sys
from datetime import timedelta

from sqlmodel import select

from awards.people.models import FailedSignIn
from awards.people.operations import SIGN_INS_KEPT
from awards.worker import Worker

KINDS = "import {}; from awards.kit.job_kinds import _kinds; print(*sorted(_kinds))"


def kinds_known_to(module: str) -> list[str]:
    """In a process of its own: here, all modules are loaded."""
    command = [sys.executable, "-c", KINDS.format(module)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


def test_the_worker_knows_every_kind_of_work_that_a_page_can_ask_for() -> None:
    asked = kinds_known_to("awards.app")
    assert asked
    assert kinds_known_to("awards.worker") == asked


LETTERS = "import {}; from awards.kit.mail.letters import kinds; print(*(kind.name for kind in kinds()))"


def test_the_worker_knows_every_kind_of_letter_that_a_page_can_put_into_the_outbox() -> None:
    """One that it does not know would never be sent."""
    known = {}
    for module in ("awards.app", "awards.worker"):
        command = [sys.executable, "-c", LETTERS.format(module)]
        known[module] = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert known["awards.app"]
    assert known["awards.worker"] == known["awards.app"]


def test_old_sign_ins_are_forgotten_by_the_worker(settings, db, clock, monkeypatch) -> None:
    monkeypatch.setattr("awards.kit.clock.now", clock)
    with db.write() as session:
        for age in (timedelta(), SIGN_INS_KEPT + timedelta(days=1)):
            session.add(FailedSignIn(email=f"{age.days}@example.org", address="", at=clock() - age))
    worker = Worker(settings)
    worker._sweep()
    with db.read() as session:
        assert session.exec(select(FailedSignIn.email)).all() == ["0@example.org"]


def test_a_worker_loads_neither_the_web_framework_nor_the_other_database() -> None:
    """A third of its memory, which it would hold for nothing."""
    script = "import awards.worker, sys; print({'litestar', 'psycopg'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"
