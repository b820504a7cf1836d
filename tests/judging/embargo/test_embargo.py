"""Nothing of the results is at any address before its time, whoever asks."""

import re

from tests.judging.blinding.canary import addresses, found_in
from tests.judging.blinding.posting import Doors
from tests.judging.embargo.conftest import OTHERS_SHEETS, OWN_SHEETS, TOKENS, TOTALS

PUBLIC = ("anonymous", "entrant", "outsider", "judge")
_OF_EACH_ANSWER = re.compile(
    rb'nonce="[^"]*"|name="_csrf_token" value="[^"]*"|<code class="ltr">[0-9a-f]{16}'
)
"""What no two answers have in common."""
ROOM = {"room.agenda": TOTALS.keys(), "room.item": {*TOTALS, *OWN_SHEETS, *OTHERS_SHEETS}}
"""Where the panel deliberates once the results are open: over its sheets, and what they come to."""
PRINTED = {"receipts.mine", "booklets.show"}
"""Made of a submission, or of the rubric, alone, and slow: they are asked for until the results are decided."""
MAY_DIFFER = {"people.account", "entries.show"}
"""Where one is signed in; and no entry, whatever its rank, can be withdrawn once the results are open."""


class Crawl:
    """What somebody found in one phase: tokens by the route's name, every page by its address."""

    def __init__(self, client, app, field, sign_in, who, *, left_out=()):
        client.cookies.delete("session")
        if asking := field.people[who]:
            sign_in(client, *asking)
        self.found: dict[str, set[str]] = {}
        self.pages: dict[tuple[str, str], tuple[int, bytes]] = {}
        self.shown: set[str] = set()
        doors = Doors()
        for name, address in addresses(app, field):
            if name == "people.language" or name in left_out or doors.shut(name):
                continue
            answer = client.get(address, follow_redirects=False)
            assert answer.status_code < 500, address
            doors.answered(name, answer.status_code)
            if answer.status_code == 200:
                self.shown.add(name)
            if told := found_in(answer, TOKENS, asked=address):
                self.found.setdefault(name, set()).update(told)
            if answer.headers.get("content-type", "").startswith("text/html"):
                plain = _OF_EACH_ANSWER.sub(b"", answer.content)
                self.pages[name, address] = answer.status_code, plain

    @property
    def tokens(self):
        return set().union(*self.found.values())

    def differs_from(self, other):
        """Names of the routes at which the same address answers otherwise."""
        return {name for name, address in self.pages.keys() & other.pages.keys()
                if self.pages[name, address] != other.pages[name, address]}  # fmt: skip


def test_no_address_tells_of_results_before_they_are_opened_and_only_the_office_before_they_are_public(
    client, app, field, sign_in
):
    client.cookies.set("language", "en")

    def crawled(*roles, **given):
        return {who: Crawl(client, app, field, sign_in, who, **given) for who in roles}

    closed = crawled(*PUBLIC, "organiser", "auditor")
    for who, crawl in closed.items():
        assert crawl.tokens == (OWN_SHEETS.keys() if who == "judge" else set()), f"{who}: {crawl.found}"

    field.open()
    (opened,) = crawled("judge").values()
    for name, tokens in opened.found.items():
        assert tokens <= ROOM.get(name, OWN_SHEETS.keys()), f"{name} tells a judge {tokens}"
    assert opened.shown >= ROOM.keys(), "the panel deliberates, so that the crawl sees what it is shown"

    field.place()
    decided = crawled(*PUBLIC, "organiser", "auditor")
    for who in PUBLIC:
        assert decided[who].tokens == closed[who].tokens, f"{who}: {decided[who].found}"
        assert decided[who].differs_from(closed[who]) <= MAY_DIFFER, who
    for who in ("organiser", "auditor"):
        assert decided[who].tokens == TOKENS.keys(), "else the crawl could pass because nothing was planted"

    c = field.contest
    c.make.clock.at = c.cycle.publishes_at
    c.publish()
    field.move_embargo(days=30)
    for who, crawl in crawled(*PUBLIC, left_out=PRINTED).items():
        assert crawl.tokens == closed[who].tokens, f"{who} under embargo: {crawl.found}"

    field.move_embargo()
    for who, crawl in crawled(*PUBLIC, left_out=PRINTED).items():
        public = {"citation_en"}
        assert crawl.found["public.winners_of"] == public
        assert crawl.tokens == closed[who].tokens | public, f"{who}: {crawl.found}"
