"""A served application and a real browser in front of it."""

import itertools
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from litestar import Litestar
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright
from sqlmodel import col, select

from awards.cycles.models import Cycle
from awards.entries.models import Entry
from awards.kit.db import Database
from awards.people.models import Person, Role
from awards.settings import Settings
from judging.assignments.models import Assignment
from judging.rounds.models import Round
from judging.rubrics.models import Criterion
from judging.scorecards.models import Score, Scorecard
from tests.conftest import StandingClock
from tests.factories import PASSWORD, Factory

CHROMIUM = "/usr/bin/chromium-headless-shell"
"""The same engine without the windows around it, which take two thirds of its time."""
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE = {"resultTypes": ["violations"]}
PATIENCE = 15
"""Seconds that a page may take before a journey fails."""
TABLET = 820
SIZES = [("ar", 390), ("en", 1280)]
"""Languages and widths in which most journeys are made. The other way round a page is laid out too, see `assert_accessible`."""
expect.set_options(timeout=PATIENCE * 1000)
CODES = ("AA-111", "BB-222", "CC-333")
OPEN = Callable[..., Page]
_pictures = itertools.count(1)
_under_examination: set[Page] = set()
"""Pages into which axe writes its own styles now, which the policy rightly blocks."""


@dataclass(frozen=True)
class Live:
    """A server on a port of its own, over the database of the test."""

    base_url: str
    db: Database
    make: Factory
    clock: StandingClock
    settings: Settings


@pytest.fixture(scope="session")
def port() -> Iterator[socket.socket]:
    """A listening socket on a free port, the same for all journeys of a process, so that one application serves them."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def settings(tmp_path: Path, port: socket.socket) -> Settings:
    """As everywhere in the tests, with the address at which the browser finds the server."""
    return Settings.from_environment(
        {
            "TAHKIM_DATA_DIR": str(tmp_path),
            "TAHKIM_SECRET": "s" * 48,
            "TAHKIM_CONTACT_EMAIL": "award@example.gov",
            "TAHKIM_BASE_URL": f"http://127.0.0.1:{port.getsockname()[1]}",
        }
    )


@pytest.fixture
def live(
    app: Litestar, port: socket.socket, settings: Settings, db: Database, make: Factory, clock: StandingClock
) -> Iterator[Live]:
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="error", access_log=False, ws="none", timeout_graceful_shutdown=2)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [port.dup()]}, daemon=True)
    thread.start()
    patience = time.monotonic() + PATIENCE
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < patience, "the server did not start in time"
        time.sleep(0.02)
    yield Live(settings.base_url, db, make, clock, settings)
    server.should_exit = True
    thread.join(PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def browser_page(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Open a browser of its own: `browser_page(lang="ar", width=1180, javascript=True)`.

    The test fails at its end if a page threw an error or broke the content security policy, if the server failed,
    or if a style or a script was not there.
    """
    contexts = []
    troubles: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.page in _under_examination:
            return
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            troubles.append(message.text)

    def watch(response: Response) -> None:
        if response.status >= (400 if "/static/" in response.url else 500):
            troubles.append(f"{response.status} {response.url}")

    def open_page(*, lang: str = "ar", width: int = 1180, height: int = 820, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live.base_url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            timezone_id="Asia/Riyadh",
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies([{"name": "language", "value": lang, "url": live.base_url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", listen)
        page.on("response", watch)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def enter() -> Callable[[Page, Person], None]:
    """Sign a person in through the form: `enter(page, person)`."""

    def sign_in(page: Page, person: Person) -> None:
        page.goto("/sign-in?next=/desk")
        page.locator("#email").fill(person.email)
        page.locator("#password").fill(PASSWORD)
        page.locator("main form button").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)

    return sign_in


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Fail on any axe violation, and on a page that must be scrolled sideways in a narrow window or in a wide one.

    With PICTURES=folder in the environment each page that is examined is kept there as a picture.

    Contrast, which takes longer than all else that axe looks at, is examined in Arabic: colours know no language.
    """
    axe = Axe()

    def check(page: Page) -> None:
        _under_examination.add(page)
        colours = page.locator("html").get_attribute("lang") == "ar"
        results = axe.run(page, options={**AXE, "rules": {"color-contrast": {"enabled": colours}}})
        page.evaluate("1")  # what axe caused has been reported by now
        _under_examination.discard(page)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
        shown = page.viewport_size
        assert shown is not None
        for width in (shown["width"], *(width for _, width in SIZES if width != shown["width"])):
            page.set_viewport_size({**shown, "width": width})
            too_wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert too_wide <= 0, f"{page.url} is {too_wide} pixels wider than a window of {width}"
        page.set_viewport_size(shown)
        if folder := os.environ.get("PICTURES"):
            name = re.sub(
                r"\W+", "-", os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].removesuffix(" (call)")
            )
            page.screenshot(path=f"{folder}/{name}-{next(_pictures):03}.png", full_page=True)

    return check


@dataclass
class Bench:
    live: Live
    person: Person
    organiser: Person
    entry: Entry
    round: Round
    cycle: Cycle

    def colleague(self) -> Person:
        """Another judge, who calls one of the entries ZZ-999."""
        make, person = self.live.make, self.live.make.person(Role.JUDGE)
        make.assignment(self.round, make.judge(self.cycle, person), self.entry, self.organiser, code="ZZ-999")
        return person

    def card(self, code: str) -> Scorecard | None:
        with self.live.db.read() as session:
            return session.exec(select(Scorecard).join(Assignment).where(Assignment.code == code)).first()

    def points(self, code: str) -> dict[str, str | None]:
        with self.live.db.read() as session:
            rows = session.exec(
                select(Criterion.key, Score.points, Score.not_scored)
                .join(Criterion, col(Criterion.id) == col(Score.criterion_id))
                .join(Scorecard, col(Scorecard.id) == col(Score.scorecard_id))
                .join(Assignment)
                .where(Assignment.code == code)
            )
            return {key: points or reason for key, points, reason in rows}


@pytest.fixture
def bench(live: Live) -> Bench:
    make = live.make
    cycle = make.judging_cycle()
    category = make.category(cycle, name_ar="خدمات الأفراد", name_en="Services to people")
    organiser, entrant, person = (
        make.person(Role.ORGANISER),
        make.person(Role.ENTRANT),
        make.person(Role.JUDGE),
    )
    agency, round_ = make.agency(entrant), make.round(cycle)
    judge = make.judge(cycle, person)
    for code in CODES:
        entry = make.entry(category, agency, entrant)
        make.blind_copy(entry, approved_by=organiser)
        make.assignment(round_, judge, entry, organiser, code=code)
    return Bench(live, person, organiser, entry, round_, cycle)


@pytest.fixture
def desk(browser_page: OPEN, enter: Callable[[Page, Person], None], bench: Bench) -> OPEN:
    """Open the judge's first page: `desk(lang="ar", width=820, javascript=True)`."""

    def open_desk(**options: object) -> Page:
        page = browser_page(**{"width": TABLET, "height": 1180, **options})
        enter(page, bench.person)
        return page

    return open_desk
