"""Uploads are shown to a virus scanner where one is set up, and without its word none is kept."""

import socket
import socketserver
import struct
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from litestar.testing import TestClient

from awards.app import create_app
from awards.entries import scanning
from awards.entries.scanning import Verdict, answers, scanned
from awards.settings import Settings, SettingsError
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import scene
from tests.pages import form_token

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for a virus by agreement; in two parts, so that none takes this file for one."""


class Clamd(socketserver.BaseRequestHandler):
    """Speaks the protocol as clamd does."""

    mood = "ok"

    def handle(self) -> None:
        command = self._until_nought()
        if self.mood == "hang":
            self.server.released.wait(10)
        elif command == b"PING":
            self.request.sendall(b"PONG\0")
        elif command == b"INSTREAM":
            self._scan()

    def _scan(self) -> None:
        if self.mood == "closes early":
            return
        if self.mood == "too large":
            self._read(4)
            self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
        data = b""
        while size := struct.unpack("!I", self._read(4))[0]:
            data += self._read(size)
        self.server.seen.append(data)
        if self.mood == "half an answer":
            self.request.sendall(b"stream: O")
        elif EICAR in data:
            self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.request.sendall(b"stream: OK\0")

    def _until_nought(self) -> bytes:
        said = b""
        while not said.endswith(b"\0"):
            said += self._read(1)
        return said.removeprefix(b"z").rstrip(b"\0")

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.request.recv(size - len(data))
            if not part:
                raise ConnectionError
            data += part
        return data


class Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_) -> None:
        pass


class Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture
def clamd(request, tmp_path, monkeypatch):
    """A running scanner: its address, and `mood` to change how it answers."""
    kind = getattr(request, "param", "tcp")
    path = tmp_path / "clamd.sock"
    server = Tcp(("127.0.0.1", 0), Clamd) if kind == "tcp" else Unix(str(path), Clamd)
    server.seen, server.released = [], threading.Event()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    server.address = f"127.0.0.1:{server.server_address[1]}" if kind == "tcp" else str(path)
    server.mood = lambda mood: monkeypatch.setattr(Clamd, "mood", mood)
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


def nowhere() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize("clamd", ["tcp", "unix"], indirect=True)
def test_a_file_is_sent_whole_and_the_verdict_is_read(clamd):
    data = bytes(range(256)) * 1000
    assert scanned(data, clamd.address) is Verdict.CLEAN
    assert clamd.seen == [data]
    assert scanned(b"x" * 100 + EICAR, clamd.address) is Verdict.INFECTED
    assert answers(clamd.address)


@pytest.mark.parametrize("mood", ["hang", "closes early", "half an answer", "too large"])
def test_whatever_is_no_verdict_counts_as_none(clamd, mood):
    clamd.mood(mood)
    assert scanned(b"x" * 5_000_000, clamd.address, seconds=0.3) is Verdict.UNKNOWN


def test_a_scanner_that_is_not_there_gives_no_verdict(tmp_path: Path):
    for address in (nowhere(), str(tmp_path / "no.sock")):
        assert scanned(b"x", address) is Verdict.UNKNOWN
        assert not answers(address)


def upload(make, db, clock, sign_in, settings, data):
    """Attach a file through the page; the answer, and the files on disk."""
    s = scene(make)
    entry = s.start()
    with TestClient(create_app(settings, db, clock=clock)) as client:
        client.headers["accept"] = "text/html"
        client.cookies.set("language", "en")
        sign_in(client, s.member)
        path = f"/entries/{entry.id}/attachments"
        form = {"_csrf_token": form_token(client, path)}
        answer = client.post(path, data=form, files={"file": ("a.pdf", data)}, follow_redirects=False)
        ready = client.get("/readyz").text
    kept = [p for p in settings.files_dir.rglob("*") if p.is_file()] if settings.files_dir.exists() else []
    return answer, kept, ready


@pytest.mark.parametrize(
    ("mood", "data", "status", "words"),
    [
        ("ok", pdf(), 303, ""),
        ("ok", pdf() + EICAR, 422, "something harmful"),
        ("closes early", pdf(), 422, "cannot be checked for viruses"),
        ("hang", pdf(), 422, "cannot be checked for viruses"),
    ],
)
def test_without_the_scanners_word_no_file_is_kept(
    make, db, clock, sign_in, settings, clamd, monkeypatch, mood, data, status, words
):
    clamd.mood(mood)
    monkeypatch.setattr(scanning.scanned, "__kwdefaults__", {"seconds": 0.3})
    monkeypatch.setattr(scanning.answers, "__kwdefaults__", {"seconds": 0.3})
    answer, kept, ready = upload(make, db, clock, sign_in, replace(settings, clamd=clamd.address), data)
    assert answer.status_code == status
    assert words in answer.text
    assert bool(kept) is (status == 303)
    assert ready.startswith("ready")
    assert ("does not answer" in ready) is (mood == "hang")


def test_where_no_scanner_is_set_up_none_is_asked(make, db, clock, sign_in, settings):
    answer, kept, ready = upload(make, db, clock, sign_in, settings, pdf())
    assert (answer.status_code, bool(kept), ready) == (303, True, "ready")


@pytest.mark.parametrize("address", ["clamd.sock", "localhost", "localhost:0", "localhost:x", ":3310"])
def test_an_address_that_cannot_be_one_is_refused_at_the_start(address):
    with pytest.raises(SettingsError):
        Settings.from_environment({"TAHKIM_SECRET": "s" * 48, "TAHKIM_CLAMD": address})
