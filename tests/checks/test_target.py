"""The side-by-side target names addresses that exist, and fields that the forms have."""

import re
from pathlib import Path

import yaml
from litestar import Litestar

from awards.kit.templates import resource

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


def test_the_target_finds_the_criteria_of_whatever_form_it_is_given() -> None:
    """Its patterns are those of the page."""
    target = yaml.safe_load(TARGET.read_text())
    (prepare,) = target["scenarios"]["c-post"]["prepare"]
    patterns = {
        name: rule.removeprefix("regex:")
        for name, rule in prepare["save"].items()
        if name[0] == "c" and name != "csrf"
    }
    page = "".join(
        f'<fieldset class="card criterion" id="points.{key}" data-weight="20">' for key in "abcdef"
    )
    assert [re.search(pattern, page)[1] for pattern in patterns.values()] == [
        f"points.{key}" for key in "abcde"
    ]
    template = (resource("templates") / "judging/scorecards/criterion.html").read_text()
    assert '<fieldset class="card criterion" id="points.{{ criterion.key }}"' in template
