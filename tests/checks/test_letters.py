"""The worker sends every kind of letter that the product writes: one that it does not know would never go out."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LOADED = "import sys, awards.worker; print(*(name for name in sys.modules if name.endswith('.letters')))"


def test_the_worker_knows_every_module_that_registers_letters() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    known = set(said.split())
    written = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("awards", "judging", "reports")
        for path in (ROOT / package).rglob("letters.py")
    }
    assert len(written) > 5
    assert written - known == set()
