"""Builds the demo: three cycles, through the operations that the web uses.

The second cycle has run to its published end, the third stands where `--stage` says, the fourth is open for entries.
"""

import json
import secrets
import shutil
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import col, select

from awards import schema
from awards.cycles.models import Cycle
from awards.cycles.plans import plan_from_fixtures
from awards.demo import fixtures
from awards.demo.appealing import appeal
from awards.demo.calendar import Stage, at_work, between, timetable
from awards.demo.cast import assemble, jury
from awards.demo.ending import close_and_open, decide, leave_undecided, publish_results
from awards.demo.fixtures import FixtureEntry
from awards.demo.help import ask_questions, hold_workshop, write_library
from awards.demo.intake import Filed, Intake
from awards.demo.judging import Panel
from awards.demo.kept import OPTIONS, built_as
from awards.demo.output import write_outputs
from awards.demo.scales import try_other_scales
from awards.demo.size import JUDGES, SHEETS_PER_ENTRY
from awards.demo.spread import chosen
from awards.kit import clock
from awards.kit.db import Database
from awards.kit.files import FileStore, write_durably
from awards.kit.passwords import hash_password
from awards.kit.signing import signer
from awards.settings import Settings
from judging.assignments.models import Assignment
from judging.assignments.plan import MAX_LOAD
from judging.panels.models import Judge
from judging.rounds.limits import RoundLimits
from judging.rounds.method.rules import Method
from judging.rounds.models import Round
from judging.rounds.setup import announce, set_up_cycle
from judging.scorecards.models import Scorecard
from judging.sealing.operations import seal_results

UNFINISHED = ".building"
JUDGED = 3
"""The cycle that is left where `--stage` says."""


@dataclass(frozen=True)
class Options:
    """What `tahkim demo` is asked for. The same seed makes the same scores and remarks."""

    data_dir: Path
    stage: Stage = Stage.JUDGING
    entries: int = 184
    judges: int = JUDGES
    password: str = ""
    seed: int = 1
    base_url: str = "http://127.0.0.1:8000"


class Demo:
    def __init__(self, options: Options, settings: Settings, progress: Progress) -> None:
        self.options, self.settings, self.progress = options, settings, progress
        self.start = clock.now().replace(microsecond=0)
        self.password = options.password or f"demo-{secrets.token_hex(5)}"
        self.db = Database(settings.database_url)
        self.files = FileStore(settings.files_dir)
        self.published: set[str] = set()
        """Keys of the fixtures that won in a published cycle: judged again, they would not be blind."""
        self._due: list[tuple[datetime, Callable[[], None]]] = []

    def build(self) -> None:
        """Everything in the order of its dates, so that the audit log's times never step back."""
        second = self.build_second()
        write_outputs(
            self.db,
            self.files,
            second,
            self.settings,
            self.options.data_dir / "out",
            self._bar,
            by=self.cast.organisers[0],
        )
        self.write_sign_ins(self.build_third_and_fourth())

    def build_second(self) -> Cycle:
        """The second cycle from its start to its publication, and everybody who has a part in it."""
        self.assemble()
        second = self._cycle(2)
        self._run(second, Stage.PUBLISHED, fixtures.entries(), JUDGES)
        return second

    def assemble(self) -> None:
        """Make the database, and add everybody whom the fixtures name."""
        schema.migrate(self.db)
        password_hash = hash_password(self.password)
        opened_at = timetable(2, self.options.stage, self.start).opens
        with self.db.write() as session:
            self.cast = assemble(session, password_hash=password_hash, at=opened_at)

    def build_third_and_fourth(self) -> Cycle:
        """The third as far as its stage, which overlaps the opening of the fourth."""
        third = self._cycle(JUDGED)
        entries = chosen(self.options.entries, self.published)
        with self.db.write() as session:
            self.cast.grow(session, entries, self.options.judges, third.opens_at)
        self._due = [(timetable(4, self.options.stage, self.start).opens, self._open_fourth)]
        self._run(third, self.options.stage, entries, self.options.judges, later=True)
        self._reach(self.start)
        self._start_drafts()
        with self.db.write() as session:
            hold_workshop(session, self.cast, at=self.start)
            ask_questions(session, self.cast, third, at=self.start)
        return third

    def _reach(self, at: datetime) -> None:
        """Do what is due until then beside the cycle that is being built."""
        while self._due and self._due[0][0] <= at:
            self._due.pop(0)[1]()

    def _cycle(self, number: int) -> Cycle:
        times = timetable(number, self.options.stage, self.start)
        plan = plan_from_fixtures(number, times, is_demo=True)
        with self.db.write() as session:
            cycle = set_up_cycle(
                session,
                plan,
                rubrics_from="fixtures",
                limits=RoundLimits(sheets_per_entry=SHEETS_PER_ENTRY, max_load=MAX_LOAD),
                by=self.cast.organisers[0],
                at=times.opens,
            )
            if number == JUDGED:
                try_other_scales(session, cycle, by=self.cast.organisers[0], at=times.opens)
            announce(session, cycle.id, by=self.cast.organisers[0], at=times.opens)
            return cycle

    def _run(
        self,
        cycle: Cycle,
        stage: Stage,
        entries: Sequence[FixtureEntry],
        judges: int,
        *,
        later: bool = False,
    ) -> None:
        filed = self._intake(cycle, entries, later=later)
        if stage is Stage.INTAKE:
            return
        panel = Panel(self.db, self.cast, cycle, filed, jury(judges), self.options.seed)
        ready = between(cycle.closes_at, cycle.judging_opens_at, 0, 0)
        # By the mean, equal totals stay equal: a finished cycle shows a shared place and a tie that was parted.
        panel.seat(ready, Method.MEAN if stage is Stage.PUBLISHED else Method.ADJUSTED)
        panel.screen(ready)
        panel.approve_copies(self.files, ready, self._bar(f"Cycle {cycle.number}: blind copies", len(filed)))
        panel.assign(ready)
        if cycle.number == JUDGED:
            panel.calibrate(ready)
        self._reach(cycle.judging_opens_at)
        panel.open(cycle.judging_opens_at)
        panel.one_stands_back(cycle.judging_opens_at)
        score = partial(panel.score, bar=self._bar, reach=self._reach)
        if stage is Stage.JUDGING:
            score(cycle.judging_opens_at, self.start, lodged=0.35, drafts=0.15)
            return
        middle = between(cycle.judging_opens_at, cycle.judging_closes_at, 0, 0)
        score(cycle.judging_opens_at, middle, lodged=0.5)
        panel.one_drops_out(middle)
        score(middle, cycle.judging_closes_at)
        with self.db.read() as session:
            round_id = session.exec(select(Round.id).where(Round.cycle_id == cycle.id)).one()
        close_and_open(self.db, self.cast, cycle, round_id, panel.misread)
        if stage is Stage.DELIBERATING:
            leave_undecided(self.db, self.cast, cycle)
            return
        won = decide(self.db, self.cast, cycle)
        self.published |= {f.fixture.key for f in filed if f.entry_id in won}
        self._seal(cycle, at_work(cycle.publishes_at - timedelta(days=3)))
        publish_results(self.db, self.cast, cycle)
        appeal(self.db, self.cast, cycle)
        self._seal(cycle, at_work(cycle.publishes_at + timedelta(days=18)))

    def _seal(self, cycle: Cycle, at: datetime) -> None:
        by = self.cast.organisers[0]
        seal_results(self.db, self.files, signer(self.settings.data_dir), cycle.number, by=by, at=at)

    def _intake(self, cycle: Cycle, entries: Sequence[FixtureEntry], *, later: bool) -> list[Filed]:
        intake = Intake(self.db, self.files, self.cast, cycle, now=self.start)
        bar = self._bar(f"Cycle {cycle.number}: entries", len(entries))
        filed = intake.file(entries, later=later, reach=self._reach, advance=bar)
        first, second = (e for e in fixtures.entries() if e.key in {"G2C-52", "G2B-34"})
        intake.file_one_withdrawn_and_one_disqualified(first, second, after=len(entries), reach=self._reach)
        return filed

    def _open_fourth(self) -> None:
        self._fourth = self._cycle(4)
        with self.db.write() as session:
            write_library(session, self.cast, self._fourth, at=self._fourth.opens_at)

    def _start_drafts(self) -> None:
        intake = Intake(self.db, self.files, self.cast, self._fourth, now=self.start)
        some = [e for e in fixtures.entries() if e.agency and not e.partners][:60:9]
        for fixture in some:
            intake.start_draft(fixture, at=self.start)

    def _bar(self, label: str, total: int) -> Callable[[], None]:
        if not self.progress.console.is_terminal:
            # Bars are drawn on a terminal alone: a file or a pipe would stay empty until the end.
            click.echo(label)
        task = self.progress.add_task(label, total=total)
        return lambda: self.progress.advance(task)

    def write_sign_ins(self, third: Cycle) -> None:
        seated = jury(self.options.judges)
        emails = self.cast.emails
        codes: dict[uuid.UUID, list[str]] = {person: [] for person in self.cast.judges}
        with self.db.read() as session:
            rows = session.exec(
                select(Judge.person_id, Assignment.code)
                .join(Judge, col(Judge.id) == col(Assignment.judge_id))
                .join(Scorecard, col(Scorecard.assignment_id) == col(Assignment.id), isouter=True)
                .where(Judge.cycle_id == third.id, col(Assignment.ended_at).is_(None))
                # Those that are still open last, where whoever tries the demo out by script finds them.
                .order_by(col(Scorecard.lodged_at).is_(None), col(Assignment.position))
            ).all()
        for person, code in rows:
            codes[person].append(f"/scorecards/{code}")
        accounts = {
            "base": self.options.base_url,
            "judges": [
                {
                    "email": emails["judge"][i],
                    "password": self.password,
                    "entries": codes[self.cast.judges[i]],
                }
                for i in seated
            ],
            "organizers": self._accounts(emails["organiser"]),
            "entrants": self._accounts(emails["entrant"]),
            "auditors": self._accounts(emails["auditor"]),
        }
        options = self.options
        kept = built_as(options.stage.value, options.entries, options.judges, options.seed)
        write_durably(options.data_dir / OPTIONS, json.dumps(kept).encode())
        text = json.dumps(accounts, ensure_ascii=False, indent=1)
        write_durably(self.options.data_dir / "demo.json", text.encode(), mode=0o600)

    def _accounts(self, emails: list[str]) -> list[dict[str, str]]:
        return [{"email": email, "password": self.password} for email in emails]


def is_complete(folder: Path) -> bool:
    """Whether a demo stands there, built to its end."""
    return (folder / "demo.json").exists() and not (folder / UNFINISHED).exists()


def build(options: Options) -> bool:
    """Build the demo in `options.data_dir`; False if it is there already.

    A build that was interrupted is begun anew: a marker file stands there until the last file is written.
    """
    folder = options.data_dir
    if is_complete(folder):
        return False
    marker = folder / UNFINISHED
    if marker.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    marker.touch()
    settings = Settings.from_environment(
        {"TAHKIM_DATA_DIR": str(folder), "TAHKIM_BASE_URL": options.base_url}
    )
    with Progress(
        TextColumn("{task.description:34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    ) as progress:
        demo = Demo(options, settings, progress)
        try:
            demo.build()
        finally:
            demo.db.dispose()
    marker.unlink()
    return True
