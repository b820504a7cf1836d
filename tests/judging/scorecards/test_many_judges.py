"""Twenty-four judges score and lodge thirty-one entries each, all at once, on a server of two processes: what was
acknowledged is there, nothing is there twice, and every receipt is that of its sheet.

744 sheets with some 3,000 requests take about 30 seconds on two cores that do other things too."""

import os
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Barrier

import httpx
import pytest
from sqlmodel import col, select

from awards.kit.audit import AuditEvent
from awards.kit.chain_state import verify_chain
from awards.people.models import Role
from judging.assignments.models import Assignment
from judging.rubrics.models import Criterion
from judging.scorecards.models import LodgementReceipt, Score, Scorecard
from judging.scorecards.proofs import proofs
from tests.conftest import StandingClock
from tests.factories import CRITERIA
from tests.journeys.conftest import port, settings  # noqa: F401 (fixtures)
from tests.pages import form_token

JUDGES, ENTRIES = 24, 31
FIRST = CRITERIA[0][0]
AS_SCRIPT = {"accept": "application/json"}
PATIENCE = 60
"""Seconds that the server may take to start, and one answer under load."""


@pytest.fixture
def clock() -> StandingClock:
    """The server's processes have the real time."""
    return StandingClock(datetime.now(UTC))


@dataclass
class Scorer:
    """One judge with two tabs, who scores every entry in their own order and is not always careful."""

    client: httpx.Client
    codes: list[str]
    start: Barrier
    token: str = ""
    acknowledged: dict[str, dict[str, str]] = field(default_factory=dict)
    """Code → the boxes of the sheet as the server last said that it had them."""
    saves: int = 0
    told: Counter[str] = field(default_factory=Counter)

    def score(self) -> None:
        self.token = form_token(self.client, "/scorecards")
        self.start.wait()
        for n, code in enumerate(self.codes):
            self._one(n, code)

    def _one(self, n: int, code: str) -> None:
        begun = {f"points.{FIRST}": str(n % 11), f"comment.{FIRST}": f"first word on {code}"}
        whole = {f"points.{key}": str((n + k) % 11) for k, (key, _) in enumerate(CRITERIA)}
        whole |= {f"comment.{key}": f"{code} {key}: جيّد" for key, _ in CRITERIA}
        whole |= {"strengths": f"قوة {code}", "improvements": f"improve {code}"}
        self._saved(code, begun, version=0)
        if n % 7 == 0:
            early = self._lodge(code, 1)
            assert early.status_code == 422, "an incomplete sheet was lodged"
            self.told["incomplete"] += 1
        version = self._saved(code, whole, version=1)
        if n % 3 == 0:  # the answer was lost on the way, and the browser sends the same again
            again = self._post(code, whole, 1)
            assert (again.status_code, again.json()["version"]) == (200, version)
            self.told["repeated"] += 1
        if n % 4 == 0:  # a tab that was opened before
            stale = self._post(code, {**whole, f"comment.{FIRST}": "from an old tab"}, 1)
            assert stale.status_code == 409
            assert stale.json()["contested"] == [f"comment.{FIRST}"]
            assert stale.json()["saved"][f"comment.{FIRST}"] == whole[f"comment.{FIRST}"]
            assert self._lodge(code, 1).status_code == 422, (
                "another version than the one that was read was lodged"
            )
            self.told["stale"] += 1
        if n % 5 == 0:  # pressed twice
            with ThreadPoolExecutor(2) as hands:
                answers = list(hands.map(lambda _: self._lodge(code, version), range(2)))
            self.told["twice"] += 1
        else:
            answers = [self._lodge(code, version)]
        assert {answer.status_code for answer in answers} == {303}
        if n % 6 == 0:
            late = self._post(code, {**whole, "strengths": "too late"}, version)
            assert late.status_code == 409
            assert "error" in late.json()
            self.told["late"] += 1

    def _saved(self, code: str, boxes: dict[str, str], version: int) -> int:
        answer = self._post(code, boxes, version)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert told["version"] == version + 1, "a sheet was saved twice, or by somebody else"
        self.acknowledged[code] = boxes
        self.saves += 1
        return version + 1

    def _post(self, code: str, boxes: dict[str, str], version: int) -> httpx.Response:
        said = {"_csrf_token": self.token, "version": str(version), **boxes}
        return self._sent(f"/scorecards/{code}", said, AS_SCRIPT)

    def _lodge(self, code: str, version: int) -> httpx.Response:
        said = {"_csrf_token": self.token, "version": str(version)}
        return self._sent(f"/scorecards/{code}/lodgement", said, {})

    def _sent(self, path: str, said: dict[str, str], headers: dict[str, str]) -> httpx.Response:
        """As browsers do: where a connection that was kept is gone, once more on another."""
        try:
            return self.client.post(path, data=said, headers=headers)
        except httpx.TransportError:
            self.told["sent again"] += 1
            return self.client.post(path, data=said, headers=headers)


@pytest.fixture
def served(settings, db, port) -> Iterator[str]:  # noqa: F811
    """`tahkim serve` with two processes over the test's database."""
    port.close()
    environment = {
        **os.environ,
        "TAHKIM_DATA_DIR": str(settings.data_dir),
        "TAHKIM_DATABASE_URL": db.url.render_as_string(hide_password=False),
        "TAHKIM_SECRET": settings.secret,
        "TAHKIM_BASE_URL": settings.base_url,
        "TAHKIM_LOG_LEVEL": "WARNING",
    }
    number = settings.base_url.rpartition(":")[2]
    command = [sys.executable, "-m", "awards.cli", "serve", "--port", number, "--workers", "2"]
    with subprocess.Popen(command, env=environment) as process:
        try:
            patience = time.monotonic() + PATIENCE
            while not _answers(settings.base_url):
                assert process.poll() is None, "the server did not start"
                assert time.monotonic() < patience, "the server did not start in time"
                time.sleep(0.1)
            yield settings.base_url
        finally:
            process.terminate()  # or the end of the block would wait for it for ever


def _answers(base_url: str) -> bool:
    try:
        return httpx.get(f"{base_url}/healthz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def scorers(make, db, sign_in, served) -> Iterator[list[Scorer]]:
    cycle, office, entrant = make.judging_cycle(), make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    category, agency = make.category(cycle), make.agency(entrant)
    round_ = make.round(cycle)
    entries = [make.entry(category, agency, entrant) for _ in range(ENTRIES)]
    for entry in entries:
        make.blind_copy(entry, approved_by=office)
    start, found = Barrier(JUDGES, timeout=PATIENCE), []
    given = {"round_id": round_.id, "made_at": make.now, "made_by_id": office.id}
    for j in range(JUDGES):
        person = make.person(Role.JUDGE)
        seat = make.judge(cycle, person)
        codes = {entry.id: f"J{j}-{(n * 7 + j) % ENTRIES}" for n, entry in enumerate(entries)}
        with db.write() as session:
            session.add_all(
                Assignment(**given, judge_id=seat.id, entry_id=entry_id, code=code, position=n)
                for n, (entry_id, code) in enumerate(codes.items(), 1)
            )
        client = httpx.Client(base_url=served, timeout=PATIENCE)
        sign_in(client, person)
        found.append(Scorer(client, list(codes.values()), start))
    yield found
    for scorer in found:
        scorer.client.close()


def test_judges_who_lodge_all_at_once_lose_nothing_and_lodge_nothing_twice(make, scorers) -> None:
    with ThreadPoolExecutor(JUDGES) as crowd:
        for done in [crowd.submit(scorer.score) for scorer in scorers]:
            done.result()
    told = sum((scorer.told for scorer in scorers), Counter())
    assert min(told[case] for case in ("incomplete", "repeated", "stale", "twice", "late")) >= JUDGES
    saves, every = sum(scorer.saves for scorer in scorers), JUDGES * ENTRIES
    with make.db.read() as session:
        shown = proofs(session)
        assert (shown.receipts, shown.sheets, shown.broken) == (every, every, ())
        assert verify_chain(session, make.now).broken_at is None
        actions = Counter(session.exec(select(AuditEvent.action, AuditEvent.subject_id)).all())
        lodged = [count for (action, _), count in actions.items() if action == "scorecard.lodged"]
        assert lodged == [1] * every
        saved = sum(count for (action, _), count in actions.items() if action == "scorecard.saved")
        assert saved == saves
        assert len(set(session.exec(select(LodgementReceipt.scorecard_id)))) == every
        kept = _kept(session)
    for scorer in scorers:
        for code in scorer.codes:
            assert kept[code] == scorer.acknowledged[code]


def _kept(session) -> dict[str, dict[str, str]]:
    """By code, what is in the boxes of the sheet."""
    cards: dict[uuid.UUID, dict[str, str]] = {}
    by_code: dict[str, dict[str, str]] = {}
    for card, code in session.exec(
        select(Scorecard, Assignment.code).join(
            Assignment, col(Assignment.id) == col(Scorecard.assignment_id)
        )
    ):
        assert card.lodged_at is not None
        assert code not in by_code, "two sheets of one assignment"
        by_code[code] = cards[card.id] = {"strengths": card.strengths, "improvements": card.improvements}
    for score, key in session.exec(
        select(Score, Criterion.key).join(Criterion, col(Criterion.id) == col(Score.criterion_id))
    ):
        cards[score.scorecard_id] |= {f"points.{key}": score.points, f"comment.{key}": score.comment}
    return by_code
