"""Forty people write at once, two in each of twenty entries: what is acknowledged is there, or was seen by whoever
replaced it; what is not is reported to its writer as a conflict."""

import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from threading import Barrier

import httpx
import pytest
from sqlmodel import select

from awards.directory.models import Membership, MembershipKind
from awards.entries import queries
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.journeys.conftest import live, port, settings  # noqa: F401 (fixtures)

ENTRIES, ROUNDS = 20, 6
SHARED = "text_ar-challenge"
OWN = ("text_ar-operator", "text_ar-solution")


@dataclass
class Writer:
    """One browser of one person, who saves a box of their own and one that a colleague writes too."""

    person_id: uuid.UUID
    name: str
    own: str
    path: str
    client: httpx.Client
    start: Barrier
    token: str = ""
    saved: dict[str, list[str]] = field(default_factory=dict)
    """Box → the acknowledged texts, in their order."""
    replaced: dict[str, str] = field(default_factory=dict)
    """Acknowledged text of the shared box → the text that its writer had seen there."""
    refused: list[str] = field(default_factory=list)
    """Texts of the shared box for which a conflict was reported."""

    def write(self) -> None:
        known = self._read()
        self.start.wait()
        for n in range(ROUNDS):
            texts = {box: f"{self.name} {n} {box}" for box in (SHARED, self.own)}
            said = {"_csrf_token": self.token, **texts, **{f"was-{box}": known[box] for box in texts}}
            answer = self.client.post(self.path, data=said, headers={"accept": "application/json"})
            clashes = set(answer.json().get("clashes", ()))
            assert answer.status_code == (409 if clashes else 200), answer.text
            assert clashes <= {SHARED}
            for box in texts.keys() - clashes:
                self.saved.setdefault(box, []).append(texts[box])
            if clashes:
                self.refused.append(texts[SHARED])
                known = self._read()  # and the writer reads what the colleague wrote
            else:
                self.replaced[texts[SHARED]] = known[SHARED]
                known = texts
            beat = {"_csrf_token": self.token, "place": "answers", "unsaved": "yes" if n % 2 else ""}
            path = self.path.replace("answers", "presence")
            assert self.client.post(path, data=beat).status_code == 200

    def _read(self) -> dict[str, str]:
        html = self.client.get(self.path).text
        self.token = unescape(re.findall(r'name="_csrf_token" value="([^"]+)"', html)[-1])
        return {
            box: unescape(re.findall(rf'name="was-{box}" value="([^"]*)"', html)[0])
            for box in (SHARED, self.own)
        }


@pytest.fixture
def writers(live, sign_in) -> Iterator[dict[uuid.UUID, list[Writer]]]:  # noqa: F811
    """By entry."""
    s, start = scene(live.make, entries_per_agency=ENTRIES), Barrier(2 * ENTRIES, timeout=60)
    found: dict[uuid.UUID, list[Writer]] = {}
    for n in range(ENTRIES):
        pair = [live.make.person(Role.ENTRANT) for _ in OWN]
        agency = live.make.agency(*pair[:1])
        with live.db.write() as session:
            kind = MembershipKind.EDITOR
            session.add(Membership(agency_id=agency.id, person_id=pair[1].id, kind=kind, since=live.clock()))
        entry = s.start(by=pair[0], agency=agency)
        for person, own in zip(pair, OWN, strict=True):
            client = httpx.Client(base_url=live.base_url, timeout=60)
            sign_in(client, person)
            name, path = f"writer {n} of {own}", f"/entries/{entry.id}/answers"
            found.setdefault(entry.id, []).append(Writer(person.id, name, own, path, client, start))
    yield found
    for pair in found.values():
        for writer in pair:
            writer.client.close()


def test_forty_people_who_save_at_once_lose_nothing(live, writers) -> None:  # noqa: F811
    everybody = [writer for pair in writers.values() for writer in pair]
    with ThreadPoolExecutor(len(everybody)) as crowd:
        for done in [crowd.submit(writer.write) for writer in everybody]:
            done.result()
    assert sum(len(writer.refused) for writer in everybody), "nobody met a colleague: the test tests nothing"
    for entry_id, pair in writers.items():
        with live.db.read() as session:
            sheet = queries.my_sheet(session, pair[0].person_id, entry_id)
            now = {f"text_ar-{one.key}": one.text_ar for one in sheet.asked}
        for writer in pair:
            assert len(writer.saved[writer.own]) == ROUNDS
            assert now[writer.own] == writer.saved[writer.own][-1]
            assert len(writer.saved.get(SHARED, ())) + len(writer.refused) == ROUNDS
        replaced = {text: before for writer in pair for text, before in writer.replaced.items()}
        chain, text = [], now[SHARED]
        while text:
            chain.append(text)
            text = replaced[text]
        assert sorted(chain) == sorted(replaced), "a text was overwritten by somebody who had not seen it"
    with live.db.read() as session:
        saves = session.exec(select(AuditEvent.subject_id).where(AuditEvent.action == "entry.saved")).all()
    assert len(saves) == 2 * ENTRIES * ROUNDS
