"""What a first reading comes to: who moves on to scoring and why the others do not, told without a total before results are open."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.entries.models import Entry, EntryState
from judging.rounds.first_readings import Outcome, Threshold
from judging.rounds.method.queries import rules_of
from judging.rounds.models import Round
from judging.rounds.queries import is_followed
from judging.rubrics.kinds import RoundKind
from judging.tally.counted import count_contests
from judging.tally.document import CategoryTally, Document, EntryLine
from judging.tally.models import Tally
from judging.tally.queries import documents_of
from judging.tally.results import Least
from judging.tally.sheets import contests_of

_tallies = Tally.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_TALLY = (
    sa.select(_tallies.c.id)
    .join(_rounds, _rounds.c.id == _tallies.c.round_id)
    .where(_rounds.c.cycle_id == sa.bindparam("cycle"), _rounds.c.kind == RoundKind.FIRST_READING)
    .order_by(_tallies.c.version.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry after the first reading."""

    line: EntryLine
    outcome: Outcome
    out: bool = False
    """It was withdrawn or disqualified since."""

    @property
    def number(self) -> int:
        return self.line.number


@dataclass(frozen=True, slots=True)
class ReadCategory:
    """A category after the first reading, its entries by number: the order tells nothing."""

    category: CategoryTally
    entries: tuple[ReadEntry, ...]

    @property
    def moving_on(self) -> int:
        return sum(one.outcome.moves_on for one in self.entries)


def read_categories(
    session: Session, reading: Round, categories: Iterable[CategoryTally]
) -> tuple[ReadCategory, ...]:
    """Every category of a tally of the first reading, with what its threshold says of each entry."""
    categories, threshold = list(categories), Threshold.kept(reading.pass_mark, reading.pass_best)
    entries = [entry.entry_id for category in categories for entry in category.entries]
    submitted = set(
        session.exec(
            select(Entry.id).where(
                Entry.cycle_id == reading.cycle_id,
                col(Entry.id).in_(entries),
                Entry.state == EntryState.SUBMITTED,
            )
        )
    )
    return tuple(
        ReadCategory(
            category,
            tuple(
                sorted(
                    (
                        ReadEntry(line, outcome, line.entry_id not in submitted)
                        for line, outcome in zip(
                            category.entries, threshold.outcomes(category.entries), strict=True
                        )
                    ),
                    key=lambda one: one.number,
                )
            ),
        )
        for category in categories
    )


def counted_now(session: Session, reading: Round) -> tuple[ReadCategory, ...]:
    """What the lodged sheets of a first reading come to now; nothing is stored. Raises RuleBroken as `contests_of`."""
    contests = contests_of(session, reading.cycle_id, reading.id)
    _, rules = rules_of(session, reading.id)
    counted = count_contests(contests, rules, least=Least(reading.min_sheets), chances=False)
    return read_categories(session, reading, counted.categories)


def waits_to_move_on(session: Session, round_id: uuid.UUID) -> bool:
    """Whether this is a closed first reading from which entries are to move on, and have not."""
    round_ = session.get(Round, round_id)
    if (
        round_ is None
        or round_.kind is not RoundKind.FIRST_READING
        or round_.closed_at is None
        or is_followed(session, round_)
    ):
        return False
    return any(category.moving_on for category in counted_now(session, round_))


def reading_document(session: Session, cycle_id: uuid.UUID) -> Document | None:
    """What the first reading came to, once entries have moved on from it. For pages that may tell of totals."""
    tally_id = session.connection().scalar(_TALLY, {"cycle": cycle_id})
    return None if tally_id is None else documents_of(session, [tally_id])[tally_id]


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry in the tally that says how it did."""

    document: Document
    category: CategoryTally
    line: EntryLine
    stopped: bool
    """It did not move on from the first reading, whose tally this is; else that of the results."""


def counted_in(
    session: Session, document: Document, cycle_id: uuid.UUID, code: str, number: int
) -> Counted | None:
    """The entry in `document`, which are the results, or else in the first reading; nothing if it is in neither."""
    found = _in(document, code, number, stopped=False)
    if found is None and (read := reading_document(session, cycle_id)):
        found = _in(read, code, number, stopped=True)
    return found


def _in(document: Document, code: str, number: int, *, stopped: bool) -> Counted | None:
    category = document.category(code)
    line = category.entry(number) if category else None
    return Counted(document, category, line, stopped) if category and line else None


def moved_on_and_not(
    categories: Iterable[ReadCategory],
) -> Mapping[str, list[tuple[int, uuid.UUID, Outcome]]]:
    """By category code, as `begin_scoring` takes it."""
    return {
        one.category.code: [(entry.number, entry.line.entry_id, entry.outcome) for entry in one.entries]
        for one in categories
    }
