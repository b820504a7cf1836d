"""A document is made in a process of its own, which may be slow but not greedy."""

import io
import os
import subprocess
import sys
from datetime import UTC, datetime

import pikepdf
import pytest

from reports import apart
from reports.apart import Attachment, DocumentFailed, make_pdf
from tests.papers import Here


@pytest.fixture(autouse=True)
def in_a_process_of_its_own(monkeypatch):
    monkeypatch.setattr(apart, "subprocess", subprocess)


def whole(**said) -> bytes:
    wide, narrow = "@page { size: 20cm 3cm }", "@page { size: 20cm 9cm }"
    return make_pdf(
        "<html lang='en'><title>t</title><body><p>First</p><p>Second</p><p>Third</p><p>Fourth</p></body></html>",
        [wide, narrow],
        title="A title",
        lang="en",
        author="An office",
        created=datetime(2026, 11, 1, tzinfo=UTC),
        attachments=[Attachment("told.json", "{}", "for machines")],
        **{"pages": 1, **said},
    )


def told(data: bytes) -> tuple:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        [page] = pdf.pages
        attached = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
        return page.mediabox[3], str(pdf.docinfo["/Title"]), str(pdf.docinfo["/Author"]), attached


def test_a_process_of_its_own_makes_what_the_tests_make_in_theirs(monkeypatch) -> None:
    """The other tests make their documents without one."""
    own = told(whole())
    assert own[1:] == ("A title", "An office", {"told.json": b"{}"})
    monkeypatch.setattr(apart, "subprocess", Here)
    assert told(whole()) == own


@pytest.mark.parametrize("process", [subprocess, Here])
def test_what_is_not_short_enough_in_any_style_is_no_document(monkeypatch, process) -> None:
    monkeypatch.setattr(apart, "subprocess", process)
    with pytest.raises(DocumentFailed):
        whole(pages=0)


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
