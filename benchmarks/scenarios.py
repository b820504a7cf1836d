"""The scenarios of a judging day, named as in the side-by-side client: a–g."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server import Visitor, accounts, field_of
from judging.rubrics.scale import TEN

Run = Callable[[], None]
_serial = itertools.count(1)


@dataclass(frozen=True)
class Scenario:
    name: str
    what: str
    bar: float | None
    """CPU milliseconds that it may cost at most."""
    prepare: Callable[[Path], Run]


def _visitor(data: Path, role: str) -> tuple[Visitor, dict[str, str]]:
    account = accounts(data)[role][0]
    return _signed_in(account), account


def _expect(status: int, wanted: int, where: str) -> None:
    if status != wanted:
        raise RuntimeError(f"{where}: {status}")


def _page(role: str, path_of: Callable[[dict[str, str]], str]) -> Callable[[Path], Run]:
    def prepare(data: Path) -> Run:
        visitor, account = _visitor(data, role)
        path = path_of(account)

        def run() -> None:
            _expect(visitor.get(path)[0], 200, path)

        return run

    return prepare


def open_sheet(account: dict[str, str]) -> str:
    """An entry in the last third of the judge's order: nothing lodged there."""
    return account["entries"][len(account["entries"]) * 2 // 3]


def saving(account: dict[str, str], *, sheet: int = 0) -> Run:
    """Saves one sheet of a judge again and again: the `sheet`-th from the end of their order, where none is lodged."""
    visitor = _signed_in(account)
    path = account["entries"][-1 - sheet]
    html = visitor.get(path)[1]
    form = {
        "_csrf_token": field_of(html, "_csrf_token"),
        "version": field_of(html, "version"),
        "then": "stay",
    }
    keys = {part.split('"')[0] for part in html.split('name="points.')[1:]}
    # What each scale offers; a box for a number of a hundred takes those of ten.
    offered = {
        key: re.findall(rf'type="radio" name="points\.{key}" value="([0-9.]+)"', html) or TEN.values
        for key in keys
    }
    words = "clear evidence and measured results, but support outside office hours is missing " * 3

    def run() -> None:
        n = next(_serial)
        sheet = {
            f"points.{key}": values[(n + i) % len(values)]
            for i, (key, values) in enumerate(sorted(offered.items()))
        }
        status, _ = visitor.post(path, {**form, **sheet, "strengths": f"{words} {n}"})
        _expect(status, 303, path)
        form["version"] = str(int(form["version"]) + 1)

    return run


def _file_entry(data: Path) -> Run:
    """Open the form of a new entry and post it, as one run; by one agency after the other."""
    visitors = itertools.cycle([_signed_in(account) for account in accounts(data)["entrants"][:60]])

    def run() -> None:
        visitor, n = next(visitors), next(_serial)
        html = visitor.get("/entries/new")[1]
        open_categories = re.findall(r'name="category" value="([^"]+)"(?![^>]* disabled)', html)[
            :-1
        ]  # the last one is for individuals
        form = {
            **{name: field_of(html, name) for name in ("_csrf_token", "cycle", "entrant")},
            "category": open_categories[n // 60 % len(open_categories)],
            "language": "both",
            "title": f"مشروع القياس {n}",
        }
        status, answer = visitor.post("/entries", form)
        if status != 303:
            raise RuntimeError(f"/entries: {status} {re.findall('error-summary.*?</ul>', answer, re.DOTALL)}")

    return run


def _signed_in(account: dict[str, str]) -> Visitor:
    visitor = Visitor()
    visitor.sign_in(account["email"], account["password"])
    return visitor


def _sign_in(data: Path) -> Run:
    account = accounts(data)["judges"][0]

    def run() -> None:
        Visitor().sign_in(account["email"], account["password"])

    return run


SCENARIOS = (
    Scenario("a", "judge's list", 1.8, _page("judges", lambda _: "/scorecards")),
    Scenario("b", "one entry's scoring form", 1.4, _page("judges", open_sheet)),
    Scenario("c", "save a scorecard", 2.2, lambda data: saving(accounts(data)["judges"][0])),
    Scenario("d", "ranking of all 184", 4.5, _page("organizers", lambda _: "/cycles/2/results")),
    Scenario("e", "export of all sheets", 3.5, _page("organizers", lambda _: "/cycles/2/results/export.csv")),
    Scenario("f", "file a new entry (form and post)", 2.7, _file_entry),
    Scenario("g", "sign in (with hashing)", None, _sign_in),
)
