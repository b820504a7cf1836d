"""Builds the demo: three cycles, through the operations that the web uses.

The second cycle has run to its published end, the third stands where `--stage` says, the fourth is open for entries.
"""

import json
import secrets
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlmodel import col, select

from awards import schema
from awards.cycles.models import Cycle
from awards.cycles.plans import plan_from_fixtures
from awards.demo import fixtures
from awards.demo.calendar import Stage, between, timetable
from awards.demo.cast import assemble
from awards.demo.ending import decide_and_publish, open_results
from awards.demo.intake import Filed, Intake, chosen
from awards.demo.judging import Panel
from awards.demo.output import write_outputs
from awards.kit import clock
from awards.kit.db import Database
from awards.kit.files import FileStore, write_durably
from awards.kit.passwords import hash_password
from awards.settings import Settings
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.rounds.limits import RoundLimits
from judging.rounds.models import Round
from judging.rounds.setup import announce, set_up_cycle
from judging.scorecards.models import Scorecard

SHEETS_PER_ENTRY = 4
UNFINISHED = ".building"


@dataclass(frozen=True)
class Options:
    data_dir: Path
    stage: Stage = Stage.JUDGING
    entries: int = 184
    judges: int = 24
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

    def build(self) -> None:
        second = self.build_second()
        third = self._cycle(3, self.options.entries)
        self._run(third, self.options.stage.value, entries=self.options.entries, later=True)
        self._open_fourth()
        write_outputs(
            self.db,
            self.files,
            second,
            self.settings,
            self.options.data_dir / "out",
            self._bar,
            by=self.cast.organisers[0],
        )
        self._write_sign_ins(third)

    def build_second(self) -> Cycle:
        """Everybody there is, and the second cycle from its start to its publication."""
        schema.migrate(self.db)
        password_hash = hash_password(self.password)
        opened_at = timetable(2, self.options.stage, self.start).opens
        with self.db.write() as session:
            self.cast = assemble(
                session, judges=self.options.judges, password_hash=password_hash, at=opened_at
            )
        second = self._cycle(2, len(fixtures.entries()))
        self._run(second, "published", entries=len(fixtures.entries()), later=False)
        return second

    def _cycle(self, number: int, entries: int) -> Cycle:
        times = timetable(number, self.options.stage, self.start)
        plan = plan_from_fixtures(number, times, is_demo=True)
        with self.db.write() as session:
            cycle = set_up_cycle(
                session,
                plan,
                rubrics_from="fixtures",
                limits=RoundLimits(sheets_per_entry=SHEETS_PER_ENTRY, max_load=self._load(entries)),
                by=self.cast.organisers[0],
                at=times.opens,
            )
            announce(session, cycle.id, by=self.cast.organisers[0], at=times.opens)
            return cycle

    def _load(self, entries: int) -> int:
        """36 sheets for each judge at most, more only where so many entries cannot be read otherwise."""
        needed = -(-entries * SHEETS_PER_ENTRY // (self.options.judges - 1))
        return max(36, needed + 2)

    def _run(self, cycle: Cycle, stage: str, *, entries: int, later: bool) -> None:
        filed = self._intake(cycle, entries, later=later)
        if stage == "intake":
            return
        panel = Panel(self.db, self.cast, cycle, filed, self.options.seed)
        panel.seat(cycle.opens_at, capacity=self._load(entries))
        ready = between(cycle.closes_at, cycle.judging_opens_at, 0, 0)
        panel.approve_copies(ready, self._bar(f"Cycle {cycle.number}: blind copies", len(filed)))
        panel.assign(ready)
        panel.open(cycle.judging_opens_at)
        panel.one_stands_back(cycle.judging_opens_at)
        if stage == "judging":
            panel.score(cycle.judging_opens_at, self.start, self._bar, lodged=0.35, drafts=0.15)
            return
        middle = between(cycle.judging_opens_at, cycle.judging_closes_at, 0, 0)
        panel.score(cycle.judging_opens_at, middle, self._bar, lodged=0.5)
        panel.one_drops_out(middle)
        panel.score(middle, cycle.judging_closes_at, self._bar)
        with self.db.read() as session:
            round_id = session.exec(select(Round.id).where(Round.cycle_id == cycle.id)).one()
        open_results(self.db, self.cast, cycle, round_id)
        won = decide_and_publish(self.db, self.cast, cycle)
        self.published |= {f.fixture.key for f in filed if f.entry_id in won}

    def _intake(self, cycle: Cycle, entries: int, *, later: bool) -> list[Filed]:
        intake = Intake(self.db, self.files, self.cast, cycle)
        filed = intake.file(
            chosen(entries, self.published),
            later=later,
            advance=self._bar(f"Cycle {cycle.number}: entries", entries),
        )
        first, second = (e for e in fixtures.entries() if e.key in {"G2C-52", "G2B-34"})
        intake.file_one_withdrawn_and_one_disqualified(first, second)
        return filed

    def _open_fourth(self) -> None:
        cycle = self._cycle(4, len(fixtures.entries()))
        intake = Intake(self.db, self.files, self.cast, cycle)
        some = [e for e in fixtures.entries() if e.agency and not e.partners][:60:9]
        for fixture in some:
            intake.start_draft(fixture, at=self.start)

    def _bar(self, label: str, total: int) -> Callable[[], None]:
        task = self.progress.add_task(label, total=total)
        return lambda: self.progress.advance(task)

    def _write_sign_ins(self, third: Cycle) -> None:
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
        emails = self.cast.emails
        accounts = {
            "base": self.options.base_url,
            "judges": [
                {"email": email, "password": self.password, "entries": codes[person]}
                for email, person in zip(emails["judge"], self.cast.judges, strict=True)
            ],
            "organizers": self._accounts(emails["organiser"]),
            "entrants": self._accounts(emails["entrant"]),
            "auditors": self._accounts(emails["auditor"]),
        }
        text = json.dumps(accounts, ensure_ascii=False, indent=1)
        write_durably(self.options.data_dir / "demo.json", text.encode(), mode=0o600)

    def _accounts(self, emails: list[str]) -> list[dict[str, str]]:
        return [{"email": email, "password": self.password} for email in emails]


def is_complete(folder: Path) -> bool:
    """Whether a demo stands there, built to its end."""
    return (folder / "demo.json").exists() and not (folder / UNFINISHED).exists()


def build(options: Options) -> None:
    """Build the demo in `options.data_dir`, unless it is there already.

    A build that was interrupted is begun anew: a marker file stands there until the last file is written.
    """
    folder = options.data_dir
    if is_complete(folder):
        return
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
