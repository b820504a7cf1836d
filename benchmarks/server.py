"""A real server over a copy of the benchmark's demo, and what its processes cost."""

import contextlib
import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

HOST, PORT = "127.0.0.1", 8765


@contextmanager
def serving(data: Path, *, workers: int = 1) -> Iterator[int]:
    """Serve the demo in `data`; yields the server's process id: the web process, or the parent of several."""
    environment = {**os.environ, "TAHKIM_DATA_DIR": str(data), "TAHKIM_BASE_URL": f"http://{HOST}:{PORT}"}
    command = [sys.executable, "-m", "awards.cli", "serve", "--port", str(PORT), "--workers", str(workers)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready()
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready() -> None:
    for _ in range(600):
        try:
            if Visitor().get("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


def cpu_ms(pid: int) -> float:
    """CPU of a process, in milliseconds, user and system. The job worker is a process of its own and not in it."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def family_mib(pid: int) -> float:
    """What a process and all below it hold in memory; what they share is counted once."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
    own = int(found.group(1)) / 1024 if found else 0.0
    return own + sum(family_mib(child) for child in children)


class Visitor:
    """One signed-in browser, as cheap as can be: the client's work must not disturb the measure."""

    def __init__(self) -> None:
        self._connection = http.client.HTTPConnection(HOST, PORT, timeout=30)
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._send("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> tuple[int, str]:
        body = urlencode(form)
        return self._send(
            "POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers}
        )

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Accept": "text/html", **headers}
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # kept alive too long for the server
            self._connection.close()
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
        self.location = answer.getheader("location") or ""
        return answer.status, text

    def sign_in(self, email: str, password: str) -> None:
        token = field_of(self.get("/sign-in")[1], "_csrf_token")
        status, _ = self.post(
            "/sign-in", {"_csrf_token": token, "email": email, "password": password, "next": "/desk"}
        )
        if status != 303:
            raise RuntimeError(f"sign-in of {email}: {status}")


def field_of(html: str, name: str) -> str:
    """The value of the first input with this name."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', html)
    if not found:
        raise LookupError(name)
    return unescape(found.group(1))


def demo_data(folder: Path, entries: int) -> Path:
    """The benchmark's demo, built once into `folder`; returns a fresh copy of it to run on."""
    if not (folder / "demo.json").exists():
        command = [sys.executable, "-m", "awards.cli", "demo", "--no-serve", "--data-dir", str(folder)]
        subprocess.run([*command, "--entries", str(entries), "--password", "benchmark-password"], check=True)
    copy = folder.with_name(folder.name + "-run")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    with contextlib.closing(sqlite3.connect(copy / "tahkim.sqlite3")) as database, database:
        # A quick machine files more than the agencies may in all.
        database.execute("UPDATE cycle SET entries_per_agency = NULL")
    return copy


def accounts(data: Path) -> dict[str, list[dict[str, str]]]:
    return json.loads((data / "demo.json").read_text())
