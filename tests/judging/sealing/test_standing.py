"""`tahkim seal-export` and `tahkim verify` over an installation: what was changed in the database is named."""

import json
import sqlite3

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlmodel import select

from awards.cli import main
from awards.kit.audit import AuditEvent, body_of
from awards.kit.chain import GENESIS, event_digest
from awards.kit.signing import fingerprint, signer


@pytest.fixture
def tahkim(sealing, settings, monkeypatch, tmp_path):
    """`tahkim(*arguments)` over an installation whose results are sealed; its file is `sealed.zip`."""
    monkeypatch.setenv("TAHKIM_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("TAHKIM_SECRET", "s" * 48)
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(main, [str(one) for one in arguments])

    made = run("seal-export", 11, "-o", "sealed.zip")
    assert made.exit_code == 0, made.output
    return run


def change(sealing, statement):
    with sealing.db.write() as session:
        session.connection().execute(sa.text(statement))


def test_an_installation_and_its_file_hold(tahkim, settings):
    done = tahkim("verify")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "sealed results of cycle 11: 1 versions hold; the database says what was sealed" in done.stdout
    done = tahkim("verify", "sealed.zip", "--key", fingerprint(signer(settings.data_dir).public))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "key not checked" not in done.stdout


def test_exporting_again_writes_the_same_bytes(tahkim, tmp_path):
    before = (tmp_path / "sealed.zip").read_bytes()
    tahkim("seal-export", 11, "-o", "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == before


def test_what_cannot_be_sealed_is_said_without_a_traceback(tahkim):
    assert "There is no cycle 77." in tahkim("seal-export", 77).output
    assert tahkim("seal-export", 77).exit_code == 1


@pytest.mark.parametrize("command", [["verify"], ["checkpoint"], ["seal-export", "1"]])
def test_where_no_installation_is_nothing_is_checked_and_none_is_made(command, monkeypatch, tmp_path):
    """Run in the wrong folder, a check of an empty log would hold."""
    for name in ("TAHKIM_DATABASE_URL", "TAHKIM_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TAHKIM_DATA_DIR", str(tmp_path))
    done = CliRunner().invoke(main, command)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"There is no installation in {tmp_path}: set TAHKIM_DATA_DIR" in done.stderr
    assert not list(tmp_path.iterdir())


def test_damage_is_told_without_the_bytes_that_are_damaged(tahkim, tmp_path):
    path = tmp_path / "sealed.zip"
    content = bytearray(path.read_bytes())
    # The length of the first member's name, in its own header.
    content[27] ^= 64
    path.write_bytes(content)
    done = tahkim("verify", "sealed.zip")
    assert (done.exit_code, done.stderr) == (1, "DOES NOT HOLD: README.txt: it is damaged\n")


def test_a_changed_file_ends_with_1_and_what_does_not_hold(tahkim, tmp_path):
    path = tmp_path / "sealed.zip"
    path.write_bytes(path.read_bytes().replace(b"J01", b"J02", 1))
    done = tahkim("verify", "sealed.zip")
    assert done.exit_code == 1
    assert done.stderr.startswith("DOES NOT HOLD: sheets.json: it is damaged")


def test_a_receipt_is_looked_for_in_a_file_only(tahkim):
    assert tahkim("verify", "--receipt", "ab").exit_code == 2
    done = tahkim("verify", "sealed.zip", "--receipt", "ab")
    assert (done.exit_code, "no sealed sheet has ab" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE tally SET document = replace(document, '\"rank\": 2', '\"rank\": 3')", "the results in the database are not those"),
        ("UPDATE criterion SET weight = '31' WHERE weight = '30'", "the rubrics in the database are not those"),
        ("UPDATE tally SET document = replace(document, '\"title_ar\": \"', '\"title_ar\": \"x')", "the names of who was given a place"),
        ("UPDATE tally SET reason = 'x'", "the versions of the results"),
        ("UPDATE tally SET computed_at = '2020-01-01 00:00:00.000000'", "the versions of the results"),
        ("UPDATE scorecard SET lodged_at = NULL, lodged_by_id = NULL WHERE id = (SELECT min(id) FROM scorecard WHERE total IS NOT NULL)", "that counts is not lodged any more"),
        ("UPDATE results_opening SET at = '2020-01-01 00:00:00.000000'", "who opened the results"),
        ("UPDATE decision SET decided_at = '2020-01-01 00:00:00.000000' WHERE place = 1", "place 1 of G2C is not what the audit log has"),
        ("UPDATE decision SET approved_at = '2020-01-01 00:00:00.000000' WHERE place = 3", "place 3 of G2C was not approved when it says"),
        ("UPDATE decision SET citation_ar = 'x' WHERE place = 1", "place 1 of G2C is not what the audit log has"),
        ("UPDATE decision SET reason = 'x' WHERE place = 2", "place 2 of G2C is not what the audit log has"),
        ("UPDATE decision SET approved_by_id = decided_by_id WHERE place = 2", "was not approved by whom it says"),
        ("UPDATE decision SET approved_at = NULL, approved_by_id = NULL WHERE place = 3", "was not approved by whom it says"),
        ("DELETE FROM decision WHERE place = 3", "place 3 of G2C is in the audit log, and not there any more"),
        ("UPDATE score SET points = '9' WHERE points = '6'", "is not what the receipt"),
        ("UPDATE scorecard SET lodged_at = '2020-01-01 00:00:00.000000'", "was lodged then, or by them"),
        ("UPDATE scorecard SET lodged_by_id = (SELECT min(id) FROM person WHERE id <> lodged_by_id)", "was lodged then, or by them"),
        ("DELETE FROM lodgement_receipt WHERE id = (SELECT min(id) FROM lodgement_receipt)", "is not there any more"),
        ("DELETE FROM seal", "is in the audit log, and not there any more"),
        ("UPDATE seal SET file = replace(file, 'a', 'b')", "is not in the audit log"),
        ("UPDATE audit_event SET detail = '{}' WHERE action = 'results.sealed'", "does not follow"),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00.000000' WHERE sequence = 9", "event 9 does not follow"),
        ("DELETE FROM audit_event WHERE sequence = 9", "event 10 does not follow"),
    ],
)  # fmt: skip
def test_a_row_that_was_edited_or_removed_is_named(tahkim, sealing, statement, says):
    change(sealing, statement)
    done = tahkim("verify")
    assert done.exit_code == 1
    assert says in done.stderr


def test_an_earlier_version_of_the_results_that_was_edited_is_named(tahkim, sealing):
    from judging.deliberations.operations import correct_tally

    c = sealing.contest
    with sealing.db.write() as session:
        correct_tally(session, c.cycle.id, "خطأ", by=c.organisers[0].id, at=c.make.now)
    sealing.decide_all()
    tahkim("seal-export", 11, "-o", "second.zip")
    change(
        sealing,
        "UPDATE tally SET document = replace(document, '\"rank\": 2', '\"rank\": 3') WHERE version = 1",
    )
    assert "version 1 of cycle 11: the results in the database are not those" in tahkim("verify").stderr


def test_a_row_without_which_others_hang_in_the_air_is_named_without_a_traceback(tahkim, settings):
    """Whoever writes to the file itself is held back by no reference."""
    with sqlite3.connect(settings.data_dir / "tahkim.sqlite3") as outside:
        outside.execute("DELETE FROM scorecard WHERE id = (SELECT min(scorecard_id) FROM score)")
    done = tahkim("verify")
    assert done.exit_code == 1
    assert done.stderr.startswith("DOES NOT HOLD: database: a row of ")
    assert "scorecard, which is not there any more" in done.stderr


def test_a_sealed_file_that_was_changed_or_removed_is_named(tahkim, settings):
    (file,) = [path for path in settings.files_dir.rglob("*") if path.is_file()]
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"\1")
    assert "its file is not the one that was sealed" in tahkim("verify").stderr
    file.unlink()
    assert "its file is not there" in tahkim("verify").stderr


def rewritten(sealing):
    """The whole log anew without its last event, another word in one: a chain that is whole."""
    with sealing.db.write() as session:
        previous = GENESIS
        for event in session.exec(select(AuditEvent).order_by(AuditEvent.sequence)).all():
            if event.sequence == 5:
                event.detail = {**event.detail, "more": 1}
            event.previous = previous
            body = body_of(event.at, event.actor_id, event.action, event.subject_id, event.detail)
            event.digest = previous = event_digest(previous, body)
            session.add(event)
            session.flush()


def test_a_tail_that_was_cut_off_and_a_log_written_anew_are_found_against_a_checkpoint(
    tahkim, sealing, tmp_path
):
    tahkim("checkpoint", "-o", "kept.json")
    last = json.loads((tmp_path / "kept.json").read_text())["sequence"]
    rewritten(sealing)
    assert tahkim("verify").exit_code == 0
    assert f"does not have its event {last}" in tahkim("verify", "--checkpoint", "kept.json").stderr
    tahkim("seal-export", 11, "-o", "forged.zip")
    change(sealing, f"DELETE FROM audit_event WHERE sequence = {last}")
    change(sealing, "DELETE FROM seal")
    assert tahkim("verify").exit_code == 0
    assert f"does not have its event {last}" in tahkim("verify", "--checkpoint", "kept.json").stderr


def test_a_seal_over_a_log_written_anew_is_found_against_a_checkpoint_from_before(tahkim, sealing, tmp_path):
    """Whoever has the key can rewrite the log and seal again: only what is kept elsewhere tells."""
    change(sealing, "DELETE FROM audit_event WHERE action = 'results.sealed'")
    change(sealing, "DELETE FROM seal")
    tahkim("checkpoint", "-o", "kept.json")
    rewritten(sealing)
    assert tahkim("seal-export", 11, "-o", "forged.zip").exit_code == 0
    assert tahkim("verify", "forged.zip").exit_code == 0
    done = tahkim("verify", "forged.zip", "--checkpoint", "kept.json")
    assert (done.exit_code, "the sealed log does not have its event" in done.stderr) == (1, True)


def test_after_a_correction_both_versions_hold_and_decisions_are_as_the_log_has_them(tahkim, sealing):
    from judging.deliberations.operations import correct_tally

    c = sealing.contest
    with sealing.db.write() as session:
        correct_tally(session, c.cycle.id, "خطأ", by=c.organisers[0].id, at=c.make.now)
    assert "1 versions hold" in tahkim("verify").stdout
    sealing.decide_all()
    tahkim("seal-export", 11, "-o", "second.zip")
    assert "2 versions hold" in tahkim("verify").stdout
    assert "it replaces version 1" in tahkim("verify", "second.zip").stdout
    change(sealing, "UPDATE decision SET citation_en = 'x' WHERE place = 1")
    assert "is not what the audit log has" in tahkim("verify").stderr
