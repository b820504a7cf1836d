"""What a judge's browser may post, right and wrong, to every address."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from litestar import Litestar

from judging.scorecards.forms import LONGEST_COMMENT
from tests.factories import CRITERIA
from tests.judging.blinding.canary import Planted, addresses

Body = dict[str, str]
TYPED = "What the judge has typed"
MARKS = {f"points.{key}": "7" for key, _ in CRITERIA}

SHEETS: tuple[Body, ...] = (
    {},
    {"version": "0", "points.benefit": "11", "strengths": TYPED},
    {"version": "1", "points.benefit": "7", "comment.benefit": "x" * (LONGEST_COMMENT + 1)},
    {"version": "2", "points.unknown": "7"},
    {"version": "2", "points.benefit": "7", "confidential": TYPED, "then": "next"},
    {"version": "1", "points.benefit": "3", "comment.benefit": TYPED},
    {"version": "3", **MARKS, "then": "lodge"},
    {"version": "4", **MARKS, "then": "previous"},
)
"""Of one sheet, one after the other: wrong, saved in part, written upon by another page, whole."""
LODGEMENTS: tuple[Body, ...] = ({}, {"version": "99"}, *({"version": str(n)} for n in range(3, 7)))
REASONS: tuple[Body, ...] = ({}, {"reason": "x"}, {"reason": "x" * 2001})
PASSWORDS: tuple[Body, ...] = (
    {},
    {"old_password": "a", "new_password": "b", "repeated_password": "c"},
    {"old_password": "wrong", "new_password": TYPED, "repeated_password": TYPED},
)
BODIES: dict[str, tuple[Body, ...]] = {
    "scorecards.save": SHEETS,
    "scorecards.lodge": LODGEMENTS,
    "calibration.hand_in": ({}, {"points.benefit": "11", "comment.benefit": TYPED}, MARKS),
    "calibration.step_aside": REASONS,
    "calibration.say": ({}, {"text": TYPED}),
    "scorecards.sign_pledge": ({}, {"confirmed": "true"}),
    "assignments.stand_back": REASONS,
    "reconciliation.answer": (
        {},
        {"then": "stands"},
        {"then": "rescore", "reason": TYPED, **MARKS},
        {"then": "lodge", **MARKS},
    ),
    "reconciliation.determine": REASONS,
    "recognition.answer": ({}, {"answer": "knew"}, {"answer": "no"}),
    "reopenings.ask": REASONS,
    "reopenings.take_back": ({},),
    "reopenings.keep": ({},),
    "reopenings.chair_agrees": ({},),
    "reopenings.chair_refuses": REASONS,
    "room.step_aside": REASONS,
    "room.record": ({}, {"version": "0", "minutes": TYPED}, {"version": "1", "minutes": TYPED}),
    "room.put_motion": ({}, {"place": "1", "outcome": "withheld", "citation_en": TYPED}),
    "room.vote": ({}, {"choice": "against"}, {"choice": "for"}),
    "room.close_vote": ({}, {"then": "count"}, {"then": "take_back"}),
    "receipts.compare": ({}, {"fingerprint": TYPED}, {"fingerprint": "0" * 64}),
    "enquiries.ask": ({}, {"text": TYPED}),
    "events.register": ({},),
    "events.leave": ({},),
    "packs.make_mine": ({},),
    "helpdesk.ask": (
        {},
        {"about": "award", "subject": "x", "text": TYPED},
        {"about": "entry:x", "subject": "x", "text": "x"},
    ),
    "helpdesk.write": ({}, {"text": TYPED}),
    "helpdesk.close": ({},),
    "people.sign_in": ({}, {"email": "nobody@example.org", "password": TYPED, "next": "/entries"}),
    "people.change_password": PASSWORDS,
    "people.switch_role": ({}, {"role": "organiser"}),
    "invitations.accept": ({},),
    "registrations.register": (
        {},
        {"entrant": "agency", "email": "nobody@example.org", "name_ar": "x", "name_en": "x"},
        {"entrant": "individual", "email": "nobody@example.org", "name_ar": "x", "name_en": "x"},
    ),
    "registrations.confirm": ({}, {"name_ar": "x", "name_en": "x", **PASSWORDS[2]}),
    "people.forgotten": ({}, {"email": "nobody@example.org"}),
    "people.new_password": (PASSWORDS[0], PASSWORDS[2]),
    "people.confirm_email": ({},),
    "people.change_email": ({}, {"email": "nobody@example.org", "password": TYPED}),
    "people.keep_email": ({},),
    "people.end_session": ({},),
    "people.end_other_sessions": ({},),
}
"""By route: every one at which a judge gets more than a refusal."""
ENDING = {"people.sign_out"}
"""Would end the crawl."""

FEW = 3
"""Addresses of a route whose guard lets no judge in: it refuses before it looks at the address."""


class Doors:
    """Which routes are asked no more: a guard refuses before it looks at the address, so that FEW refusals tell of all."""

    def __init__(self) -> None:
        self._refused: Counter[str] = Counter()
        self._open: set[str] = set()

    def shut(self, name: str) -> bool:
        return self._refused[name] >= FEW and name not in self._open

    def answered(self, name: str, status: int) -> None:
        if status == 403:
            self._refused[name] += 1
        else:
            self._open.add(name)


def posts(app: Litestar, planted: Planted, *, over: bool = False) -> Iterator[tuple[str, str, Body]]:
    """(route's name, address, body). The first sheet is lodged, the second stays open, the third's judge stands back.

    Once scoring is `over`, it is the second that the judge would stand back from.
    """
    lodged, draft, left = planted.codes
    times: Counter[str] = Counter()
    for name, address in addresses(app, planted, "POST"):
        times[name] += 1
        if name in ENDING or (name not in BODIES and times[name] > FEW):
            continue
        for body in BODIES.get(name, ({"reason": TYPED, "version": "1"},)):
            if name != "scorecards.lodge" or lodged in address or not body:
                yield name, address, body
    yield "scorecards.save", f"/scorecards/{lodged}", {"version": "4", **MARKS, "strengths": TYPED}
    path, reason = f"/scorecards/{draft if over else left}/recusal", {"reason": "A relative works there."}
    yield "assignments.stand_back", path, reason
    yield "assignments.stand_back", path, {**reason, "confirmed": "yes"}


def asked(client: Any, address: str, body: Body, *, token: str, script: bool) -> Iterator[Any]:
    """The answer, and the page that it leads on to."""
    headers = {"accept": "application/json"} if script else {}
    answer = client.post(
        address, data={"_csrf_token": token, **body}, headers=headers, follow_redirects=False
    )
    yield answer
    if answer.status_code == 303:
        yield client.get(answer.headers["location"], follow_redirects=False)
