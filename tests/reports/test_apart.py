"""A document is made in a process of its own, which may be slow but not greedy."""

import os
import sys
from datetime import UTC, datetime

import pytest

from reports.apart import DocumentFailed, make_pdf


def made(monkeypatch, tmp_path, program: str) -> bytes:
    """By a process that does this instead."""
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!{sys.executable}\n{program}\n", encoding="utf-8")
    os.chmod(stand_in, 0o755)  # noqa: PTH101 - it is run
    monkeypatch.setattr(sys, "executable", str(stand_in))
    created = datetime(2026, 11, 1, tzinfo=UTC)
    return make_pdf("<p>", [""], title="t", lang="ar", author="a", created=created, seconds=1)


def test_a_process_that_waits_for_the_processor_is_waited_for(monkeypatch, tmp_path) -> None:
    slow = "import sys, time; sys.stdin.read(); time.sleep(1.3); print('%PDF', end='')"
    assert made(monkeypatch, tmp_path, slow) == b"%PDF"


def test_one_that_never_ends_is_not(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("reports.apart.PATIENCE", 0.5)
    with pytest.raises(DocumentFailed):
        made(monkeypatch, tmp_path, "import sys, time; sys.stdin.read(); time.sleep(30)")
