"""`tahkim serve`: pages, a worker beside them, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError

import pytest

ROOT = Path(__file__).parents[2]


def until(condition: Callable[[], object], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


def children(pid: int) -> dict[int, str]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == pid:
                    found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return found


@pytest.mark.parametrize(("how", "workers"), [(signal.SIGTERM, 1), (signal.SIGKILL, 2)])
def test_the_worker_starts_and_ends_with_the_server_however_that_ends(
    tmp_path: Path, how: int, workers: int
) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TAHKIM_DATA_DIR": str(tmp_path),
        "TAHKIM_BASE_URL": f"http://127.0.0.1:{port}",
        "TAHKIM_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "awards.cli", "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        until(lambda: answers(port))
        until(lambda: any("awards.cli work" in line for line in children(server.pid).values()))
        below = list(children(server.pid))
        assert (tmp_path / "server.pid").read_text().strip() == str(server.pid)
        server.send_signal(how)
        server.wait(timeout=60)
        until(
            lambda: (
                not any(
                    Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_text()
                    for pid in below
                )
            )
        )
        assert not answers(port)
        if how == signal.SIGTERM:
            assert server.returncode == 0
            assert not (tmp_path / "server.pid").exists()
    finally:
        server.kill()
        server.wait()
