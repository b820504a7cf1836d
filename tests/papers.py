"""Documents made in the tests' own process: a new one takes a second to import what lays pages out.

The order is the one that the other process would read, bytes and all; what that process alone does, its limits and
its end, is asked in `tests/reports/test_apart.py`.
"""

import json
import subprocess
import traceback
from typing import Any

from reports import apart


def run_here(command: list[str], *, input: bytes, **_: Any) -> subprocess.CompletedProcess[bytes]:  # noqa: A002 (as `subprocess` has it)
    """As `subprocess.run` answers for `python -m reports.apart`."""
    assert command[1:] == ["-m", "reports.apart"]
    try:
        return subprocess.CompletedProcess(command, 0, apart._make(json.loads(input)), b"")
    except (Exception, SystemExit):  # noqa: BLE001 (whatever it is, that process ends with it)
        return subprocess.CompletedProcess(command, 1, b"", traceback.format_exc().encode())


class Here:
    """What `reports.apart` has as `subprocess`."""

    run = staticmethod(run_here)
    TimeoutExpired = subprocess.TimeoutExpired
