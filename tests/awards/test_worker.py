"""The worker knows the work that pages ask for, and tidies up."""

import subprocess
import sys
from datetime import timedelta

from sqlmodel import select

from awards.people.models import FailedSignIn, PasswordReset
from awards.people.operations import SIGN_INS_KEPT
from awards.registrations.models import Registration
from awards.worker import Worker

KINDS = "import {}; from {} import _kinds; print(*sorted(_kinds))"


def kinds_known_to(module: str, where: str = "awards.kit.job_kinds") -> list[str]:
    """In a process of its own: here, all modules are loaded."""
    command = [sys.executable, "-c", KINDS.format(module, where)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()


def test_the_worker_knows_every_kind_of_work_that_a_page_can_ask_for() -> None:
    asked = kinds_known_to("awards.app")
    assert asked
    assert kinds_known_to("awards.worker") == asked


def test_the_worker_can_write_every_kind_of_letter_that_a_page_can_queue() -> None:
    queued = kinds_known_to("awards.app", "awards.kit.mail.letters")
    assert queued
    assert kinds_known_to("awards.worker", "awards.kit.mail.letters") == queued


def test_old_sign_ins_links_and_registrations_are_forgotten_by_the_worker(
    settings, db, clock, monkeypatch
) -> None:
    monkeypatch.setattr("awards.kit.clock.now", clock)
    with db.write() as session:
        for age in (timedelta(), SIGN_INS_KEPT + timedelta(days=1)):
            email, then = f"{age.days}@example.org", clock() - age
            session.add(FailedSignIn(email=email, address="", at=then))
            session.add(PasswordReset(address=email, asked_at=then, expires_at=then))
            session.add(
                Registration(
                    email=email, name_ar="", name_en="", address="", asked_at=then, expires_at=then, reason=""
                )
            )
    worker = Worker(settings)
    worker._sweep()
    with db.read() as session:
        for column in (FailedSignIn.email, PasswordReset.address, Registration.email):
            assert session.exec(select(column)).all() == ["0@example.org"]


def test_a_worker_loads_neither_the_web_framework_nor_the_other_database() -> None:
    """A third of its memory, which it would hold for nothing."""
    script = "import awards.worker, sys; print({'litestar', 'psycopg'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"


def test_a_web_process_loads_no_library_of_spreadsheets_calendars_or_statistics_before_it_needs_one() -> None:
    heavy = "{'openpyxl', 'xlsxwriter', 'icalendar', 'numpy', 'weasyprint', 'ortools'}"
    script = f"import awards.app, sys; print({heavy} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"
