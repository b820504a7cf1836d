"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, reached by its socket."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not found:
        raise RuntimeError("PostgreSQL is not installed: run `make test`, which installs it")
    return found[-1]


@contextmanager
def running_cluster() -> Iterator[str]:
    """Yields an SQLAlchemy URL of an empty database.

    PostgreSQL refuses to run as root, so root hands it over; in a folder apart from pytest's own, which every start
    of pytest closes to others again.
    """
    with tempfile.TemporaryDirectory(prefix="tahkim-postgresql-") as folder:
        yield from _running(_binaries(), Path(folder))


def _running(binaries: Path, folder: Path) -> Iterator[str]:
    data = folder / "data"
    as_owner: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        subprocess.run([*as_owner, *command], check=True, capture_output=True, cwd=folder)

    run(
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "tahkim",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
    run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://tahkim@/postgres?host={folder}"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
