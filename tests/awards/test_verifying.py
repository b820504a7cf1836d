"""`tahkim checkpoint` and `tahkim verify`: a changed log is found, and a rewritten one against a checkpoint."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlmodel import select

from awards.cli import main
from awards.kit import audit
from awards.kit.audit import AuditEvent, body_of
from awards.kit.chain import GENESIS, event_digest


@pytest.fixture
def log(db, settings, clock, monkeypatch):
    """A log of five events; `log(*arguments)` runs `tahkim` over it."""
    monkeypatch.setenv("TAHKIM_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("TAHKIM_SECRET", "s" * 48)
    with db.write() as session:
        for number in range(5):
            audit.record(session, "thing.done", number, by=None, at=clock(), detail={"n": number})
    return lambda *arguments: CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def kept(log, tmp_path):
    """A checkpoint of the five, kept elsewhere."""
    path = tmp_path / "elsewhere.json"
    made = log("checkpoint", "-o", path)
    assert made.exit_code == 0, made.output
    return path


def change(db, statement):
    with db.write() as session:
        session.connection().execute(sa.text(statement))


def rewrite(db, **changed):
    """The whole log anew, with one event changed: a chain that is whole."""
    with db.write() as session:
        previous = GENESIS
        for event in session.exec(select(AuditEvent).order_by(AuditEvent.sequence)).all():
            event.detail = changed if event.sequence == 2 else event.detail
            event.previous = previous
            event.digest = previous = event_digest(
                previous, body_of(event.at, event.actor_id, event.action, event.subject_id, event.detail)
            )
            session.add(event)
            session.flush()


def test_an_untouched_log_holds_also_after_it_grew(log, kept, db, clock):
    with db.write() as session:
        audit.record(session, "thing.done", 6, by=None, at=clock())
    found = log("verify", "--checkpoint", kept)
    assert (found.exit_code, found.stderr) == (0, "")
    assert "audit log: 6 events" in found.stdout
    assert "its event 5 is there" in found.stdout
    assert "key not checked" in found.stdout


def test_without_a_checkpoint_it_says_what_it_cannot_know(log):
    assert "origin not checked" in log("verify").stdout


@pytest.mark.parametrize(
    ("statement", "event"),
    [
        ("UPDATE audit_event SET detail = '{\"n\": 9}' WHERE sequence = 3", 3),
        ("UPDATE audit_event SET action = 'thing.undone' WHERE sequence = 1", 1),
        ("DELETE FROM audit_event WHERE sequence = 2", 3),
    ],
)
def test_a_row_that_was_edited_or_removed_is_found_without_a_checkpoint(log, db, statement, event):
    change(db, statement)
    found = log("verify")
    assert found.exit_code == 1
    assert f"event {event} does not follow" in found.stderr


def test_a_tail_that_was_cut_off_is_found_against_a_checkpoint(log, kept, db):
    change(db, "DELETE FROM audit_event WHERE sequence = 5")
    assert log("verify").exit_code == 0
    found = log("verify", "--checkpoint", kept)
    assert found.exit_code == 1
    assert "does not have its event 5" in found.stderr


def test_a_log_written_anew_is_found_against_a_checkpoint(log, kept, db):
    rewrite(db, n=99)
    assert log("verify").exit_code == 0
    assert "does not have its event 5" in log("verify", "--checkpoint", kept).stderr


def test_the_checkpoint_of_another_key_is_refused(log, kept, settings, tmp_path):
    printed = log("checkpoint").stderr.removeprefix("Signed by ").strip()
    assert log("verify", "--checkpoint", kept, "--key", printed.upper()).exit_code == 0
    (settings.data_dir / "signing.key").unlink()
    other = tmp_path / "other.json"
    log("checkpoint", "-o", other)
    found = log("verify", "--checkpoint", other, "--key", printed)
    assert found.exit_code == 1
    assert "not by the key that was given" in found.stderr


def test_a_changed_checkpoint_is_refused(log, kept):
    kept.write_text(kept.read_text().replace('"sequence": 5', '"sequence": 4'))
    assert "its signature is not that of its content" in log("verify", "--checkpoint", kept).stderr
    kept.write_text("{")
    assert "it is not JSON" in log("verify", "--checkpoint", kept).stderr


def test_an_empty_log_has_a_checkpoint_too(log, db):
    change(db, "DELETE FROM audit_event")
    assert '"sequence": 0' in log("checkpoint").stdout
