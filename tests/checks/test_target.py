"""The side-by-side target names addresses that exist, and fields that the forms have."""

from pathlib import Path

import yaml
from litestar import Litestar

from awards.demo import fixtures

TARGET = Path(__file__).resolve().parents[2] / "benchmarks" / "target.yaml"


def steps() -> list[dict[str, object]]:
    target = yaml.safe_load(TARGET.read_text())
    scenarios = target["scenarios"].values()
    logins = [step for role in target["roles"].values() for step in role["login"]]
    return logins + [step for s in scenarios for step in [*s.get("prepare", ()), *s["steps"]]]


def test_every_address_of_the_target_is_a_route(app: Litestar) -> None:
    paths = [str(step["path"]) for step in steps() if not str(step["path"]).startswith("${")]
    assert paths
    routes = {route.path for route in app.routes}
    for path in paths:
        assert path.replace("/cycles/2/", "/cycles/{number:int}/") in routes, path


def test_every_scored_field_of_the_target_is_a_criterion() -> None:
    keys = {
        criterion["key"]
        for category in fixtures.toml("categories")["category"]
        for criterion in fixtures.toml(f"rubrics/{category['code']}")["criterion"]
    }
    fields = {
        name.removeprefix("points.")
        for step in steps()
        for name in step.get("form", {})  # type: ignore[attr-defined]
        if name.startswith("points.")
    }
    assert fields
    assert fields <= keys
