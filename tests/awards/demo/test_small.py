"""Small demos, without the second cycle: quick to build, and whole at every stage."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress
from sqlmodel import select

from awards.cycles.models import Category, Cycle
from awards.demo.build import Demo, Options
from awards.demo.calendar import Stage
from awards.demo.size import FEWEST_JUDGES
from awards.entries.models import Entry, EntryState
from awards.events.models import Event
from awards.events.queries import taken
from awards.guidance.models import Guide, GuideKind
from awards.helpdesk.models import FaqItem, Ticket, TicketState
from awards.kit.audit import AuditEvent
from awards.screening.models import Disqualification
from awards.settings import Settings
from judging.assignments.models import Assignment
from judging.deliberations.models import Decision, Outcome
from judging.enquiries.models import Enquiry
from reports.results.document import results_document
from reports.results.queries import results_of


def built(folder: Path, stage: Stage, *, entries: int, judges: int, seed: int = 1) -> Demo:
    settings = Settings.from_environment({"TAHKIM_DATA_DIR": str(folder)})
    with Progress(disable=True) as progress:
        demo = Demo(Options(folder, stage, entries, judges, seed=seed), settings, progress)
        demo.assemble()
        demo.build_third_and_fourth()
    return demo


@pytest.mark.parametrize("stage", list(Stage))
def test_times_never_step_back_and_nothing_is_done_in_the_future(stage: Stage, tmp_path: Path) -> None:
    demo = built(tmp_path, stage, entries=9, judges=FEWEST_JUDGES)
    with demo.db.read() as session:
        events = session.exec(select(AuditEvent).order_by(AuditEvent.sequence)).all()  # type: ignore[arg-type]
        numbers = set(session.exec(select(Cycle.number)).all())
        states = Counter(session.exec(select(Entry.state).join(Cycle).where(Cycle.number == 3)).all())
        (out,) = session.exec(select(Disqualification)).all()
    demo.db.dispose()
    assert [e.action for before, e in pairwise(events) if e.at < before.at] == []
    assert [e.action for e in events if e.at > demo.start] == []
    assert numbers == {3, 4}
    assert states == {EntryState.SUBMITTED: 9, EntryState.WITHDRAWN: 1, EntryState.DISQUALIFIED: 1}
    assert out.confirmed
    assert out.proposed_by_id != out.decided_by_id, "two organisers, and its people may answer"


def test_the_same_seed_gives_the_same_entries_scores_and_ranks(tmp_path: Path) -> None:
    first, again, other = (
        _what_the_seed_decides(tmp_path / str(n), seed) for n, seed in enumerate((7, 7, 8))
    )
    assert first == again
    assert first != other
    assert [number for number, *_ in first] == [number for number, *_ in other]


def _what_the_seed_decides(folder: Path, seed: int) -> list[Any]:
    """Entries, scores and ranks; pseudonyms and dates are not the seed's."""
    folder.mkdir()
    demo = built(folder, Stage.PUBLISHED, entries=3, judges=FEWEST_JUDGES, seed=seed)
    with demo.db.read() as session:
        third = session.exec(select(Cycle.id).where(Cycle.number == 3)).one()
        document = results_document(results_of(session, third))
    demo.db.dispose()
    return [
        (
            entry["number"],
            entry["title"],
            entry["entrant"],
            entry["rank"],
            entry["total_exact"],
            sorted(json.dumps(sheet["scores"], sort_keys=True) for sheet in entry["sheets"]),
        )
        for category in document["categories"]
        for entry in category["entries"]
    ]


def test_a_place_that_too_few_entries_leave_open_is_withheld_for_that_reason(tmp_path: Path) -> None:
    demo = built(tmp_path, Stage.PUBLISHED, entries=1, judges=FEWEST_JUDGES)
    with demo.db.read() as session:
        decided = session.exec(
            select(Decision, Category.code).join(Category, Category.id == Decision.category_id)  # type: ignore[arg-type]
        ).all()
    demo.db.dispose()
    assert Counter(decision.outcome for decision, _ in decided) == {Outcome.AWARDED: 1, Outcome.WITHHELD: 19}
    reasons = {decision.reason_en for decision, _ in decided if decision.outcome is Outcome.WITHHELD}
    assert reasons == {"The category has fewer ranked entries than places."}


def test_the_sign_ins_are_those_of_the_third_cycles_jury(tmp_path: Path) -> None:
    demo = built(tmp_path, Stage.JUDGING, entries=2, judges=30)
    with demo.db.read() as session:
        third = session.exec(select(Cycle).where(Cycle.number == 3)).one()
        standing = session.exec(select(Assignment.code).where(Assignment.ended_at.is_(None))).all()  # type: ignore[union-attr]
    demo.write_sign_ins(third)
    demo.db.dispose()
    accounts = json.loads((tmp_path / "demo.json").read_text())
    assert len({judge["email"] for judge in accounts["judges"]}) == 30
    given = sorted(address for judge in accounts["judges"] for address in judge["entries"])
    assert given == sorted(f"/scorecards/{code}" for code in standing)
    assert len(given) == 8


def test_the_demo_has_guides_frequent_questions_a_full_workshop_and_questions_on_their_way(
    tmp_path: Path,
) -> None:
    demo = built(tmp_path, Stage.JUDGING, entries=9, judges=FEWEST_JUDGES)
    with demo.db.read() as session:
        kinds = Counter(session.exec(select(Guide.kind)).all())
        states = Counter(session.exec(select(Ticket.state)).all())
        published = session.exec(select(FaqItem.published_at)).all()
        event = session.exec(select(Event)).one()
        full = taken(session, [event], None)[event.id]
        answered = session.exec(select(Enquiry.answered_at)).one()
    demo.db.dispose()
    assert kinds == {GuideKind.GUIDE: 2, GuideKind.MODEL_ANSWER: 1}
    assert states == {TicketState.ANSWERED: 1, TicketState.OPEN: 2}
    assert len(published) == 3
    assert None not in published
    assert full.free == 0
    assert full.people > (event.capacity or 0)
    assert answered is not None
