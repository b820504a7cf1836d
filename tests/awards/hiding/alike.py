"""Asking for what is somebody else's and for what is not there, and telling the two answers apart if that can be done."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from awards.blindness.reach import lets_in
from awards.kit.db import Database
from awards.people.viewer import Viewer
from tests.conftest import StandingClock
from tests.pages import form_token
from tests.statements import statements

Pair = tuple[Mapping[str, Any], Mapping[str, Any]]
"""What stands in an address: something that is there and not for this person, and something that is not there."""
_OWN_TO_EACH = {"date", "x-request-id"}
"""Headers that no two answers share."""
_TELLING = 3
"""Characters of a value above which it stands nowhere by chance."""
_FIRST_ASKED_AGAIN = 61
"""Seconds after which a refusal is an event of its own again."""

_USED = "UPDATE sign_in_session SET used_at"
"""Said now and then of all who are signed in, whatever they ask for."""
_OF_A_SESSION = 600


@dataclass(frozen=True)
class Route:
    """One way of asking: a method at a pattern such as `/rooms/{room_id}`."""

    method: str
    pattern: str
    name: str

    def address(self, values: Mapping[str, Any]) -> str:
        return self.pattern.format(**values)


def routes_for(app: Litestar, viewer: Viewer) -> Iterator[Route]:
    """Every route with something in its address at which the guards let this viewer in."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or not route.path_parameters or route.path.startswith("/static"):
            continue
        pattern = re.sub(r"{(\w+):\w+}", r"{\1}", route.path)
        for method in ("GET", "POST"):
            if method in route.route_handler_map:
                handler = route.route_handler_map[method][0]
                if lets_in(handler, viewer):
                    yield Route(method, pattern, str(handler.name))


def starts_of(pattern: str, table: Mapping[str, Any]) -> list[str]:
    """The beginnings of a pattern that are in the table."""
    return [start for start in table if pattern == start or pattern.startswith(f"{start}/")]


@dataclass
class Asker:
    """Somebody who is signed in on `client`."""

    client: TestClient[Litestar]
    db: Database
    clock: StandingClock
    enter: Callable[[], object]
    """Signs them in, for twelve hours of the test's clock."""
    asks: int = 0
    token: str = ""
    told: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """(method, pattern) → what was answered."""

    def differences(self, route: Route, pair: Pair, body: Mapping[str, str], *, script: bool) -> str:
        """In words, how the two answers differ; empty if they do not. What is missing is asked for first, and again."""
        theirs, missing = (route.address(values) for values in pair)
        self._ask(route, missing, body, script)
        there, not_there = (self._ask(route, address, body, script) for address in (theirs, missing))
        # Whoever asked knows what they asked for.
        for answer, values in ((there, pair[0]), (not_there, pair[1])):
            for name, value in values.items():
                if pair[0].get(name) != pair[1].get(name) and len(str(value)) > _TELLING:
                    answer["body"] = answer["body"].replace(str(value), f"[{name}]")
        self.told.setdefault((route.method, route.pattern), set()).add(int(there["status"]))
        parts = [
            f"{part}:\n"
            + "\n".join(unified_diff(_lines(not_there[part]), _lines(there[part]), n=0, lineterm=""))
            for part in there
            if there[part] != not_there[part]
        ]
        return f"{route.method} {theirs} and {missing}\n" + "\n".join(parts) if parts else ""

    def _ask(self, route: Route, address: str, body: Mapping[str, str], script: bool) -> dict[str, Any]:
        self.clock.forward(seconds=_FIRST_ASKED_AGAIN)
        if self.asks % _OF_A_SESSION == 0:
            self.client.cookies.delete("session")
            self.enter()
            self.token = form_token(self.client, "/sign-in")
        self.asks += 1
        headers = {"accept": "application/json"} if script else {}
        with statements(self.db.engine, self.db.reader) as ran:
            if route.method == "GET":
                answer = self.client.get(address, headers=headers, follow_redirects=False)
            else:
                answer = self.client.post(
                    address, data={"_csrf_token": self.token, **body}, headers=headers, follow_redirects=False
                )
        head = sorted((k, v) for k, v in answer.headers.items() if k.lower() not in _OWN_TO_EACH)
        return {
            "status": answer.status_code,
            "headers": head,
            "body": answer.text,
            "statements": [one for one in ran if _USED not in one],
        }


def _lines(part: Any) -> Sequence[str]:
    return (
        part.splitlines()
        if isinstance(part, str)
        else [str(one) for one in part]
        if isinstance(part, list)
        else [str(part)]
    )
