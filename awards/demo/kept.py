"""A demo that stands already: what it was built as, and at which address it is served now."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from awards.kit.files import write_durably

_BUILT_AS = ("stage", "entries", "judges", "seed")


def built_as(stage: str, entries: int, judges: int, seed: int) -> dict[str, str | int]:
    """What `demo.json` keeps of the options."""
    return {"stage": stage, "entries": entries, "judges": judges, "seed": seed}


def differing(folder: Path, asked: Mapping[str, str | int]) -> list[str]:
    """The options that were asked for and are not those of the data, as sentences; none of a demo that keeps none."""
    built = _read(folder).get("built", {})
    return [
        f"--{name} {asked[name]} was asked for; the data were built with --{name} {built[name]}."
        for name in _BUILT_AS
        if name in asked and name in built and asked[name] != built[name]
    ]


def serve_at(folder: Path, base_url: str) -> None:
    """Write the address into `demo.json`, so that whoever reads it goes where the demo is."""
    demo = _read(folder)
    if demo.get("base") != base_url:
        write_durably(
            folder / "demo.json",
            json.dumps({**demo, "base": base_url}, ensure_ascii=False, indent=1).encode(),
            mode=0o600,
        )


def _read(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    return found
